//! Flowing text to positioned runs: what DOCX, ODT, RTF, HTML and plain text have in common.
//!
//! A format's reader pushes paragraphs, tables, boxes and breaks into a [`Flow`]; the typesetter then walks that list once and lays
//! it out on a page: indents and tab stops give x, paragraphs give y, cells and boxes stand side by side. Widths are those of
//! Helvetica, near enough for the gaps and edges that columns are told by. A page is as tall as its text: only breaks that the
//! file declares start a new one.

mod builder;
mod clean;
mod columns;
mod item;
mod line;
mod place;
mod rows;
mod typeset;
mod widths;

pub(crate) use builder::Flow;
pub(crate) use item::{
    Align, Along, Anchor, CellStyle, ColumnLayout, LineSpacing, Offset, PageLayout, ParagraphStyle, Placement, Region, SectionStart,
    StopKind, TabStop, TextStyle, Wrap,
};
pub(crate) use rows::{Merge, Row, Tables};
pub(crate) use widths::shares;
