//! The walk over a flow that places everything.

mod boxes;
mod grid;
mod paragraph;

use vitae_model::{BoundingBox, Outcome};

use super::Flow;
use super::columns::{self, Spread};
use super::item::{ColumnLayout, Item, PageLayout, Placement, Region, SectionStart};
use super::line::Fragment;
use super::place::Exclusion;
use super::widths::Metrics;
use crate::reading::Bounds;
use crate::{Document, Fault, Page, TableCell};

/// Height of a line of size 1, and how much of it lies above the baseline (Arial's line height, ascender and descender).
const LINE: f32 = 1.15;
const ASCENT: f32 = 0.905;
const DESCENT: f32 = 0.212;
/// White space wider than this many times the size separates columns.
const COLUMN_GAP: f32 = 0.8;
/// Comparisons spent on finding out whether boxes lie over text.
const COMPARISONS: usize = 1_000_000;

/// A stretch of the page that text flows down in.
#[derive(Debug, Clone, Copy)]
struct Frame {
    left: f32,
    right: f32,
    y: f32,
    cell: Option<TableCell>,
    /// Style of the paragraph above, whether it keeps close to its kin, and the space it wants below.
    above: Option<(u32, bool, f32)>,
    kind: FrameKind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum FrameKind {
    Page,
    Cell { rows: u16, top: f32, outer_left: f32, outer_right: f32, filling: Option<u32>, below: f32 },
    Box { placement: Placement, declared: BoundingBox, first_run: usize, first_filling: usize },
}

/// A table on its way down the page.
#[derive(Debug)]
struct Grid {
    table: u16,
    /// Left edges of the columns, and the right edge of the last.
    edges: Vec<f32>,
    row: u16,
    top: f32,
    bottom: f32,
    /// Cells over several rows: their last row and their lower edge.
    tall: Vec<(u16, f32)>,
}

/// A section in several columns while its text arrives in one.
#[derive(Debug)]
struct OpenColumns {
    layout: ColumnLayout,
    top: f32,
    first_run: usize,
    first_rule: usize,
    first_filling: usize,
    breaks: Vec<usize>,
}

struct Typesetter<'a> {
    flow: &'a Flow,
    document: &'a mut Document,
    metrics: Vec<Metrics>,
    page: PageLayout,
    bounds: Bounds<'a>,
    /// The limit on pages was passed: pages are only counted.
    is_beyond: bool,
    /// Index of the item in progress.
    index: usize,
    frames: Vec<Frame>,
    grids: Vec<Grid>,
    exclusions: Vec<Exclusion>,
    boxes: usize,
    columns: Option<OpenColumns>,
    fragments: Vec<Fragment>,
    /// First run of the page.
    page_run: usize,
    region: Region,
    comparisons: usize,
    /// Lower edge of all text of the page.
    bottom: f32,
}

impl Flow {
    /// Lays everything out and moves it into `document`. Pages beyond the limit are counted and left out with a note.
    pub(crate) fn typeset(mut self, bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
        self.close();
        document.fonts = self.fonts.iter().map(|name| crate::Font { name: name.clone() }).collect();
        document.links = std::mem::take(&mut self.links);
        document.flowed = true;
        document.text.reserve(self.text.len() + self.text.len() / 8);
        document.runs.reserve(self.pieces.len() + self.text.len() / 64);
        let metrics = self.fonts.iter().map(|name| Metrics::of(name)).collect();
        let mut typesetter = Typesetter {
            flow: &self,
            document,
            metrics,
            page: PageLayout::default(),
            bounds,
            is_beyond: false,
            index: 0,
            frames: Vec::with_capacity(8),
            grids: Vec::new(),
            exclusions: Vec::new(),
            boxes: 0,
            columns: None,
            fragments: Vec::with_capacity(64),
            page_run: 0,
            region: Region::Header,
            comparisons: COMPARISONS,
            bottom: 0.0,
        };
        typesetter.run()
    }
}

impl Typesetter<'_> {
    fn run(&mut self) -> Result<(), Fault> {
        if let Some(Item::SectionStart { page, .. }) = self.flow.items[Region::Body as usize].first() {
            self.page = *page;
        }
        self.document.pages.push(Page { width: self.page.width, height: self.page.height });
        self.document.page_count = 1;
        self.region(Region::Header, self.page.header)?;
        let below_header = if self.bottom > 0.0 { self.bottom + 6.0 } else { 0.0 };
        self.region(Region::Body, self.page.top.max(below_header))?;
        self.region(Region::Notes, self.bottom.max(self.page.top) + 12.0)?;
        let footer_top = (self.page.height - self.page.bottom).max(self.bottom + 6.0);
        self.region(Region::Footer, footer_top)?;
        self.end_page();
        if self.is_beyond {
            let (read, all) = (self.document.pages.len(), self.document.page_count);
            self.document.notes.push(format!("Only the first {read} of {all} pages were read."));
        }
        Ok(())
    }

    fn region(&mut self, region: Region, top: f32) -> Result<(), Fault> {
        let flow = self.flow;
        if flow.items[region as usize].is_empty() {
            return Ok(());
        }
        self.region = region;
        self.grids.clear();
        self.boxes = 0;
        self.frames.clear();
        self.frames.push(self.page_frame(top));
        for (index, item) in flow.items[region as usize].iter().enumerate() {
            if index % 64 == 63 && self.bounds.deadline.has_passed() {
                return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", self.bounds.limits.time)));
            }
            self.index = index;
            if self.is_beyond {
                self.count_page(item);
            } else {
                self.step(item);
            }
        }
        self.end_columns(false);
        Ok(())
    }

    fn page_frame(&self, y: f32) -> Frame {
        let right = (self.page.width - self.page.right).max(self.page.left + 36.0);
        Frame { left: self.page.left, right, y, cell: None, above: None, kind: FrameKind::Page }
    }

    fn frame(&mut self) -> &mut Frame {
        if self.frames.is_empty() {
            let frame = self.page_frame(self.page.top);
            self.frames.push(frame);
        }
        let last = self.frames.len() - 1;
        &mut self.frames[last]
    }

    fn step(&mut self, item: &Item) {
        match item {
            Item::Paragraph { pieces, stops, style } => self.paragraph(*pieces, *stops, style),
            Item::TableStart { table, widths, indent } => self.start_table(*table, *widths, *indent),
            Item::RowStart => self.start_row(),
            Item::CellStart(style) => self.start_cell(style),
            Item::CellEnd => self.end_cell(),
            Item::RowEnd => self.end_row(),
            Item::TableEnd => self.end_table(),
            Item::BoxStart(placement) => self.start_box(placement),
            Item::BoxEnd => self.end_box(),
            Item::PageBreak => self.break_page(),
            Item::ColumnBreak => self.break_column(),
            Item::SectionStart { page, start, columns } => self.start_section(page, *start, columns),
            Item::Image { placement } => self.image(placement),
            Item::Rule => self.rule_here(),
        }
    }

    // ---- pages and sections

    fn break_page(&mut self) {
        if self.frames.len() != 1 || self.region != Region::Body || self.document.runs.len() == self.page_run {
            return;
        }
        self.end_columns(false);
        if self.document.pages.len() >= self.bounds.limits.pages {
            self.is_beyond = true;
            self.document.page_count += 1;
            return;
        }
        self.end_page();
        self.document.pages.push(Page { width: self.page.width, height: self.page.height });
        self.document.page_count += 1;
        self.page_run = self.document.runs.len();
        self.exclusions.clear();
        self.bottom = 0.0;
        self.frames.clear();
        self.frames.push(self.page_frame(self.page.top));
    }

    fn count_page(&mut self, item: &Item) {
        if matches!(item, Item::PageBreak | Item::SectionStart { start: SectionStart::NewPage, .. }) {
            self.document.page_count = self.document.page_count.saturating_add(1);
        }
    }

    /// A page is as tall as its text.
    fn end_page(&mut self) {
        if let Some(page) = self.document.pages.last_mut() {
            page.height = page.height.max(self.bottom + self.page.bottom.min(72.0));
        }
    }

    fn start_section(&mut self, page: &PageLayout, start: SectionStart, columns: &ColumnLayout) {
        if self.frames.len() != 1 || self.region != Region::Body {
            return;
        }
        self.end_columns(start == SectionStart::SamePage);
        if start == SectionStart::NewPage {
            self.page = *page;
            self.break_page();
        }
        self.page.left = page.left;
        self.page.right = page.right;
        let y = self.frame().y;
        let mut frame = self.page_frame(y);
        if columns.widths.len() > 1 {
            frame.right = frame.left + columns.widths[0].0.max(36.0);
            self.columns = Some(OpenColumns {
                layout: columns.clone(),
                top: y,
                first_run: self.document.runs.len(),
                first_rule: self.document.rules.len(),
                first_filling: self.document.fillings.len(),
                breaks: Vec::new(),
            });
        }
        self.frames[0] = frame;
    }

    fn break_column(&mut self) {
        let next = self.document.runs.len();
        if self.frames.len() != 1 {
            return;
        }
        if let Some(columns) = &mut self.columns
            && next > columns.first_run
            && columns.breaks.last() != Some(&next)
        {
            columns.breaks.push(next);
            let (width, _) = columns.layout.widths[columns.breaks.len() % columns.layout.widths.len()];
            let frame = self.frame();
            frame.right = frame.left + width.max(36.0);
        }
    }

    /// Spreads what the section laid out in one column over its columns.
    fn end_columns(&mut self, balanced: bool) {
        let Some(columns) = self.columns.take() else { return };
        let runs = &mut self.document.runs[columns.first_run..];
        let height = self.frames.first().map_or(0.0, |frame| frame.y) - columns.top;
        let count = columns.layout.widths.len();
        let rest_of_page = (self.page.height - self.page.bottom - columns.top).max(self.page.height / 4.0);
        let is_balanced = balanced || columns.layout.balanced;
        let capacity = if is_balanced { height / count as f32 + 8.0 } else { rest_of_page };
        let offsets: Vec<f32> = columns
            .layout
            .widths
            .iter()
            .scan(0.0, |x, (width, gap)| {
                let left = *x;
                *x += width + gap;
                Some(left)
            })
            .collect();
        let spread = Spread { offsets: &offsets, top: columns.top, capacity, breaks: &columns.breaks, first: columns.first_run };
        let mut shifts = Vec::new();
        let bottom = columns::spread(runs, spread, &mut shifts);
        self.document.rules[columns.first_rule..].iter_mut().for_each(|rule| columns::follow(&shifts, &mut rule.area));
        self.document.fillings[columns.first_filling..].iter_mut().for_each(|filling| columns::follow(&shifts, &mut filling.area));
        self.bottom = self.document.runs[self.page_run..].iter().map(|run| run.area.bottom).fold(0.0, f32::max);
        if let Some(frame) = self.frames.first_mut() {
            frame.y = bottom;
        }
    }
}
