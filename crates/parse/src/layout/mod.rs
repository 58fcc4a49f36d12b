//! The page as a reader sees it: lines of cells, in regions, in reading order.

use vitae_document::{FontId, Role, Span, TableCell};
use vitae_model::BoundingBox;

/// One document's text in reading order.
///
/// `text` holds every cell's repaired text followed by a newline; all [`Span`]s of this crate point into it.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    /// Repaired text of all cells in reading order.
    pub(crate) text: String,
    /// Lines in reading order.
    pub(crate) lines: Vec<Line>,
    /// Cells in reading order.
    pub(crate) cells: Vec<Cell>,
    /// Indices of the document's runs, cell by cell.
    pub(crate) runs: Vec<u32>,
}

/// A stretch of a line that no wide gap, tab or rule divides.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    /// Its text in [`Layout::text`].
    pub(crate) span: Span,
    /// First of its runs in [`Layout::runs`].
    pub(crate) first_run: u32,
    /// One behind its last run.
    pub(crate) end_run: u32,
    /// The area it covers on its line's page.
    pub(crate) area: BoundingBox,
    /// The style most of its characters have.
    pub(crate) style: Style,
    /// The table cell it stands in, where the format declares tables.
    pub(crate) table: Option<TableCell>,
}

/// How text is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Style {
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) italic: bool,
    /// All letters are capitals.
    pub(crate) caps: bool,
    pub(crate) colour: u32,
    pub(crate) font: FontId,
}

/// One line of one region.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line {
    /// First of its cells in [`Layout::cells`].
    pub(crate) first_cell: u32,
    /// One behind its last cell.
    pub(crate) end_cell: u32,
    /// Page, counted from 0.
    pub(crate) page: u16,
    /// The region (column, sidebar, box) it stands in; regions are numbered in reading order through the whole document.
    pub(crate) region: u16,
    /// The area its cells cover.
    pub(crate) area: BoundingBox,
    /// Height of the baseline.
    pub(crate) baseline: f32,
    /// White space above in multiples of the line's height; infinite for the first line of a region on a page.
    pub(crate) gap: f32,
    /// Distance of its first cell from the region's left edge, in points.
    pub(crate) indent: f32,
    /// Nesting level of the list item that begins here; the bullet itself is not part of the text.
    pub(crate) bullet: Option<u8>,
    /// What the format itself says.
    pub(crate) role: Role,
    /// A rule is drawn right below (or the line stands in a filled box).
    pub(crate) ruled: bool,
}

impl Layout {
    /// The cells of `line`, left to right.
    pub(crate) fn cells_of(&self, line: &Line) -> &[Cell] {
        &self.cells[line.first_cell as usize..line.end_cell as usize]
    }

    /// The text under `span`.
    pub(crate) fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Where the text of `line` stands: its cells, with newlines between them.
    pub(crate) fn span_of(&self, line: &Line) -> Span {
        match self.cells_of(line) {
            [] => Span::default(),
            [first, .., last] => Span { start: first.span.start, end: last.span.end },
            [only] => only.span,
        }
    }
}
