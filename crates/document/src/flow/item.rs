//! The vocabulary between the readers and the typesetter. Lengths are points.

use crate::{FontId, LinkId, Role};

/// How a piece of text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TextStyle {
    pub(crate) size: f32,
    pub(crate) colour: u32,
    pub(crate) font: FontId,
    pub(crate) link: Option<LinkId>,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
}

impl Default for TextStyle {
    fn default() -> Self {
        Self { size: 11.0, colour: 0, font: FontId::default(), link: None, bold: false, italic: false }
    }
}

/// What stands between two places of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    Text,
    Tab,
    /// Ends the line, not the paragraph.
    Break,
    /// A bar, filled by so many hundredths.
    Gauge(u8),
}

/// Text of one style inside a paragraph: bytes of the flow's buffer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) style: TextStyle,
    pub(super) kind: PieceKind,
    /// A list label: the run that carries [`Role::ListItem`]; and the tab behind it, whose stop is where the text of the item begins.
    pub(super) label: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// Height of a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum LineSpacing {
    /// A multiple of the font's own height.
    Multiple(f32),
    /// At least this many points.
    AtLeast(f32),
    /// This many points whatever the font.
    Exactly(f32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum StopKind {
    #[default]
    Left,
    Centre,
    /// Right and decimal stops: text ends there.
    Right,
    /// Removes an inherited stop.
    Clear,
}

/// A tab stop, measured from the left edge of the surrounding frame; an infinite one stands at the right edge of its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TabStop {
    pub(crate) x: f32,
    pub(crate) kind: StopKind,
}

/// How a paragraph stands in its frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct ParagraphStyle {
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Indent of the first line relative to `left`; negative when it hangs.
    pub(crate) first: f32,
    pub(crate) before: f32,
    pub(crate) after: f32,
    pub(crate) line: LineSpacing,
    pub(crate) align: Align,
    pub(crate) role: Role,
    /// Font size of the paragraph mark: the height of an empty paragraph.
    pub(crate) size: f32,
    /// Names the style, so that neighbours of one style can leave out the space between them.
    pub(crate) kin: u32,
    /// Leaves out the space to neighbours of the same `kin`.
    pub(crate) close_to_kin: bool,
    pub(crate) rule_above: bool,
    pub(crate) rule_below: bool,
    /// Background colour.
    pub(crate) filling: Option<u32>,
}

impl Default for ParagraphStyle {
    fn default() -> Self {
        Self {
            left: 0.0,
            right: 0.0,
            first: 0.0,
            before: 0.0,
            after: 0.0,
            line: LineSpacing::Multiple(1.0),
            align: Align::Left,
            role: Role::Body,
            size: 11.0,
            kin: 0,
            close_to_kin: false,
            rule_above: false,
            rule_below: false,
            filling: None,
        }
    }
}

/// A table cell's place in the grid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct CellStyle {
    pub(crate) column: u16,
    /// Grid columns it covers, at least 1.
    pub(crate) columns: u16,
    /// Rows it covers, at least 1.
    pub(crate) rows: u16,
    pub(crate) filling: Option<u32>,
    /// Space between its edges and its text: left, top, right, bottom.
    pub(crate) padding: [f32; 4],
}

/// Parts of a page that stand outside the flow of the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Region {
    Header,
    Body,
    Notes,
    Footer,
}

/// What a floating box's offset is measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Anchor {
    Page,
    /// The area inside the page's margins.
    Margin,
    /// The frame or paragraph the box is anchored in.
    #[default]
    Text,
}

/// Where along an axis a box stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Along {
    Offset(f32),
    Start,
    Centre,
    End,
}

impl Default for Along {
    fn default() -> Self {
        Self::Offset(0.0)
    }
}

/// Where a box stands on one axis.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Offset {
    pub(crate) from: Anchor,
    pub(crate) along: Along,
    /// Added to the place `along` gives: where a shape stands inside its group.
    pub(crate) shift: f32,
}

/// How text around a box behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Wrap {
    /// The box stands in the text like a paragraph.
    #[default]
    Inline,
    /// Text goes on beside the box.
    Beside,
    /// Text goes on below the box.
    Below,
    /// Text ignores the box.
    Over,
}

/// A box of text beside the main flow.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Placement {
    pub(crate) wrap: Wrap,
    pub(crate) x: Offset,
    pub(crate) y: Offset,
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) filling: Option<u32>,
    pub(crate) padding: f32,
}

/// Size and margins of a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct PageLayout {
    pub(crate) width: f32,
    pub(crate) height: f32,
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) top: f32,
    pub(crate) bottom: f32,
    /// Distance of headers from the upper, of footers from the lower edge.
    pub(crate) header: f32,
    pub(crate) footer: f32,
}

impl Default for PageLayout {
    /// US Letter with margins of one inch.
    fn default() -> Self {
        Self { width: 612.0, height: 792.0, left: 72.0, right: 72.0, top: 72.0, bottom: 72.0, header: 36.0, footer: 36.0 }
    }
}

/// How a section begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum SectionStart {
    #[default]
    NewPage,
    SamePage,
}

/// Columns of a section.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct ColumnLayout {
    /// Width of each column and the gap behind it. Empty for one column as wide as the page allows.
    pub(crate) widths: Vec<(f32, f32)>,
    /// Evens out the columns' heights.
    pub(crate) balanced: bool,
}

/// One step of the typesetter.
#[derive(Debug, Clone)]
pub(super) enum Item {
    Paragraph { pieces: (u32, u32), stops: (u32, u32), style: ParagraphStyle },
    TableStart { table: u16, widths: (u32, u32), indent: f32 },
    RowStart,
    CellStart(CellStyle),
    CellEnd,
    RowEnd,
    TableEnd,
    BoxStart(Placement),
    BoxEnd,
    PageBreak,
    ColumnBreak,
    SectionStart { page: PageLayout, start: SectionStart, columns: ColumnLayout },
    Image { placement: Placement },
    Rule,
}
