//! Bytes of a résumé file to positioned runs of text.
//!
//! In: the bytes of one file and [`Limits`]. Out: a [`Reading`]: the format told from the content, a [`Document`] (complete, partial
//! or empty) and, where not all is well, a [`Fault`] that says what happened and what to do.
//! Every format gets one geometry: points (1/72 inch), origin at the page's upper left corner, y downwards.
//! Not here: what a résumé is. No file system, no environment, no threads.

mod archive;
mod boundary;
mod direction;
mod doc;
mod document;
mod docx;
mod flow;
mod html;
mod json;
mod limits;
mod metadata;
mod mirror;
mod odt;
mod pdf;
mod plain;
mod reading;
mod rtf;
mod sniff;
mod svg;
mod text;
pub mod write;
mod xml;

pub use boundary::guarded;
pub use document::{Document, Filling, Font, FontId, Image, Link, LinkId, Mark, Metadata, Page, Role, Rule, Run, Span, TableCell};
pub use limits::{Deadline, Limits};
pub use reading::{Fault, Reading, Scratch, read};
pub use svg::{drawing, escape, svg};
