//! The page as a reader sees it: lines of cells, in regions, in reading order.
//!
//! In: the positioned runs of a document. Out: [`Layout`]. The stages, one file each: `segment` joins runs that touch, `margin` sets page
//! numbers and running titles aside, `turned` sets turned headings upright, `column` finds gutters and tells columns from rails (dates or
//! labels that belong to the rows beside them), `order` follows columns over pages, `row` makes lines, `bullet` takes list marks off, `flow`
//! and `stack` tell which lines continue the line before, `text` repairs what typesetting did to words.

mod between;
mod bullet;
mod column;
mod drawn;
mod flow;
mod label;
mod margin;
mod order;
mod ragged;
mod rail;
mod row;
mod segment;
mod small;
mod stack;
#[cfg(test)]
mod tests;
mod text;
mod turned;

use vitae_document::{Document, FontId, Role, Span, TableCell};
use vitae_model::BoundingBox;

pub(crate) use text::{is_contact, is_open_end, looks_dated};

use crate::layout::order::Leaf;
use crate::layout::segment::Segment;
use crate::lexicon::{Folded, Words};

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
    /// Regions in reading order; [`Line::region`] counts in it.
    pub(crate) regions: Vec<Region>,
    /// The words of `text`, folded.
    folded: Folded,
}

/// Buffers that are only needed while a layout is made.
#[derive(Debug, Default)]
pub(crate) struct Work {
    sorted: Vec<u32>,
    margins: Vec<margin::Margin>,
    margin: margin::Buffers,
    segment_runs: Vec<u32>,
    segments: Vec<Segment>,
    /// The words of the segments, one behind the other.
    shown: String,
    order: Vec<u32>,
    leaves: Vec<Leaf>,
    column: column::Buffers,
    row: row::Buffers,
    edges: Vec<flow::Edge>,
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
    /// It begins with a list mark, which is not part of the text.
    pub(crate) bullet: bool,
    /// Where in [`Layout::text`] its first stretch in one weight and slant ends, where another one follows.
    pub(crate) lead: Option<u32>,
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

impl Style {
    /// The same style, whatever letters are set in it.
    pub(crate) fn uncased(self) -> Self {
        Self { caps: false, ..self }
    }
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
    /// The first cell is the continuation of the line before: the same paragraph, list item or wrapped title.
    pub(crate) continues: bool,
}

/// An area of one page that is read line by line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Region {
    /// The area its text covers.
    pub(crate) area: BoundingBox,
    /// Page, counted from 0.
    pub(crate) page: u16,
    /// How it stands to the others.
    pub(crate) place: Place,
    /// How far to the right text of its column reaches.
    pub(crate) limit: f32,
    /// How far it could reach.
    room: f32,
}

/// How a region stands to the others of its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// Below what was read before.
    Flow,
    /// The continuation of the column read before, on the same page or the next.
    Continued,
    /// A column that stands beside what was read before.
    Beside,
    /// At the top or foot of a page, apart from the body.
    Margin,
}

impl Layout {
    /// Lays `document` out, replacing what was held before.
    pub(crate) fn read(&mut self, document: &Document, work: &mut Work) {
        self.text.clear();
        self.lines.clear();
        self.cells.clear();
        self.runs.clear();
        self.regions.clear();
        margin::mark(document, &mut work.sorted, &mut work.margins, &mut work.margin);
        segment::join(document, &work.margins, &mut work.sorted, &mut work.segment_runs, &mut work.segments, &mut work.shown);
        turned::settle(&mut work.segments);
        order::arrange(document, &work.segment_runs, &work.segments, &mut work.order, &mut work.leaves, &mut work.column);
        row::build(document, work, self);
        flow::mark(document, self, &mut work.edges);
        self.folded.read(&self.text);
    }

    /// The words under `span`, folded; none where it begins or ends within one.
    pub(crate) fn words(&self, span: Span) -> Option<Words<'_>> {
        self.folded.of(span.start as usize..span.end as usize)
    }

    /// The words of the text, folded.
    pub(crate) fn folded(&self) -> &Folded {
        &self.folded
    }

    /// Puts `text` in the place of what is printed; all spans stay as they are.
    #[cfg(feature = "train")]
    pub(crate) fn put(&mut self, text: String) {
        self.text = text;
        self.folded.read(&self.text);
    }

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

    /// The text of `line`: its cells, with newlines between them.
    pub(crate) fn text_of(&self, line: &Line) -> &str {
        self.slice(self.span_of(line))
    }

    /// One behind the last line of the paragraph or list item that `line` begins, not beyond `end`.
    pub(crate) fn paragraph_end(&self, line: usize, end: usize) -> usize {
        let limit = end.min(self.lines.len());
        (line + 1..limit).find(|&next| !self.lines[next].continues).unwrap_or(limit)
    }
}
