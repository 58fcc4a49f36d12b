//! The walk over a flow that places everything.

use vitae_model::{BoundingBox, Outcome};

use super::Flow;
use super::columns::{self, Spread};
use super::item::{
    Align, CellStyle, ColumnLayout, Item, LineSpacing, PageLayout, ParagraphStyle, PieceKind, Placement, Region, SectionStart, TabStop,
    Wrap,
};
use super::line::{self, Fragment, Room};
use super::place::{self, Exclusion, Surroundings};
use super::widths::Metrics;
use crate::reading::Bounds;
use crate::{Document, Fault, Filling, Image, Page, Role, Rule, Run, Span, TableCell};

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
            frames: Vec::new(),
            grids: Vec::new(),
            exclusions: Vec::new(),
            boxes: 0,
            columns: None,
            fragments: Vec::new(),
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
            self.columns = Some(OpenColumns { layout: columns.clone(), top: y, first_run: self.document.runs.len(), breaks: Vec::new() });
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
        let bottom = columns::spread(
            runs,
            Spread { offsets: &offsets, top: columns.top, capacity, breaks: &columns.breaks, first: columns.first_run },
        );
        self.bottom = self.document.runs[self.page_run..].iter().map(|run| run.area.bottom).fold(0.0, f32::max);
        if let Some(frame) = self.frames.first_mut() {
            frame.y = bottom;
        }
    }

    // ---- tables

    fn start_table(&mut self, table: u16, (first, end): (u32, u32), indent: f32) {
        let frame = *self.frame();
        let mut widths = self.flow.widths[first as usize..end as usize].to_vec();
        if widths.iter().any(|width| *width <= 0.0) {
            let natural = self.natural_widths(widths.len());
            columns::complete(&mut widths, &natural, frame.right - frame.left - indent);
        }
        let mut x = frame.left + indent.clamp(-36.0, 300.0);
        let mut edges = vec![x];
        for width in widths {
            x += width;
            edges.push(x);
        }
        self.grids.push(Grid { table, edges, row: 0, top: frame.y, bottom: frame.y, tall: Vec::new() });
    }

    /// The widest line of each column of the table that begins here, with its padding.
    fn natural_widths(&self, count: usize) -> Vec<f32> {
        let items = &self.flow.items[self.region as usize];
        let mut natural = vec![0.0f32; count];
        let (mut depth, mut column, mut padding) = (0usize, None, 0.0);
        for item in &items[self.index..] {
            match item {
                Item::TableStart { .. } => depth += 1,
                Item::TableEnd => depth -= 1,
                Item::CellStart(style) if depth == 1 => {
                    column = (style.columns == 1).then_some(usize::from(style.column));
                    padding = style.padding[0] + style.padding[2];
                }
                Item::Paragraph { pieces, style, .. } => {
                    if let Some(widest) = column.and_then(|column| natural.get_mut(column)) {
                        *widest = widest.max(self.natural_width(*pieces) + style.left + style.right + padding + 1.0);
                    }
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        natural
    }

    fn natural_width(&self, (first, end): (u32, u32)) -> f32 {
        let (mut widest, mut width) = (0.0f32, 0.0);
        for piece in &self.flow.pieces[first as usize..end as usize] {
            match piece.kind {
                PieceKind::Text => {
                    let text = self.flow.text.get(piece.start as usize..piece.end as usize).unwrap_or_default();
                    width += super::widths::width(text, piece.style.bold, self.metrics_of(piece.style.font)) * piece.style.size;
                }
                PieceKind::Tab => width += 36.0,
                PieceKind::Break => width = 0.0,
            }
            widest = widest.max(width);
        }
        widest
    }

    fn metrics_of(&self, font: crate::FontId) -> Metrics {
        self.metrics.get(usize::from(font.0)).copied().unwrap_or(Metrics::Proportional(1.0))
    }

    fn start_row(&mut self) {
        if let Some(grid) = self.grids.last_mut() {
            grid.top = grid.bottom;
        }
    }

    fn start_cell(&mut self, style: &CellStyle) {
        let Some(grid) = self.grids.last() else { return };
        let edge = |column: usize| grid.edges.get(column).or(grid.edges.last()).copied().unwrap_or(0.0);
        let column = usize::from(style.column);
        let (outer_left, outer_right) = (edge(column), edge(column + usize::from(style.columns.max(1))));
        let [left, top, right, below] = style.padding;
        let cell = TableCell { table: grid.table, row: grid.row, column: style.column };
        let kind = FrameKind::Cell { rows: style.rows.max(1), top: grid.top, outer_left, outer_right, filling: style.filling, below };
        let frame = Frame {
            left: outer_left + left,
            right: (outer_right - right).max(outer_left + left + 12.0),
            y: grid.top + top,
            cell: Some(cell),
            above: None,
            kind,
        };
        self.frames.push(frame);
    }

    fn end_cell(&mut self) {
        // Boxes that a damaged file left open end with their cell.
        while matches!(self.frames.last().map(|frame| frame.kind), Some(FrameKind::Box { .. })) {
            self.end_box();
        }
        let Some(&Frame { kind: FrameKind::Cell { rows, top, outer_left, outer_right, filling, below }, y, above, .. }) =
            self.frames.last()
        else {
            return;
        };
        self.frames.pop();
        let bottom = y + above.map_or(0.0, |(_, _, after)| after) + below;
        if let Some(colour) = filling {
            self.fill(BoundingBox { left: outer_left, top, right: outer_right, bottom }, colour);
        }
        let Some(grid) = self.grids.last_mut() else { return };
        if rows > 1 {
            grid.tall.push((grid.row.saturating_add(rows - 1), bottom));
        } else {
            grid.bottom = grid.bottom.max(bottom);
        }
    }

    fn end_row(&mut self) {
        let Some(grid) = self.grids.last_mut() else { return };
        let row = grid.row;
        for (_, bottom) in grid.tall.iter().filter(|(last, _)| *last <= row) {
            grid.bottom = grid.bottom.max(*bottom);
        }
        grid.tall.retain(|(last, _)| *last > row);
        grid.row = grid.row.saturating_add(1);
    }

    fn end_table(&mut self) {
        let Some(grid) = self.grids.pop() else { return };
        let bottom = grid.tall.iter().fold(grid.bottom, |bottom, (_, tall)| bottom.max(*tall));
        let frame = self.frame();
        frame.y = frame.y.max(bottom);
        frame.above = None;
    }

    // ---- boxes, pictures, rules

    fn start_box(&mut self, placement: &Placement) {
        let frame = *self.frame();
        let declared = place::area(placement, &self.page, Surroundings { left: frame.left, right: frame.right, y: frame.y });
        let padding = placement.padding;
        let kind = FrameKind::Box {
            placement: *placement,
            declared,
            first_run: self.document.runs.len(),
            first_filling: self.document.fillings.len(),
        };
        self.frames.push(Frame {
            left: declared.left + padding,
            right: (declared.right - padding).max(declared.left + padding + 12.0),
            y: declared.top + padding,
            cell: frame.cell,
            above: None,
            kind,
        });
        self.boxes += 1;
    }

    fn end_box(&mut self) {
        let Some(&Frame { kind: FrameKind::Box { placement, declared, first_run, first_filling }, y, .. }) = self.frames.last() else {
            return;
        };
        self.frames.pop();
        self.boxes = self.boxes.saturating_sub(1);
        let mut area = BoundingBox { bottom: declared.bottom.max(y + placement.padding), ..declared };
        let has_text = self.document.runs.len() > first_run;
        let covered = if has_text && placement.wrap != Wrap::Inline { self.covered(first_run) } else { None };
        if let Some(covered_bottom) = covered {
            let shift = self.frame().y.max(covered_bottom + 2.0) - area.top;
            self.shift(first_run, first_filling, shift);
            area.top += shift;
            area.bottom += shift;
        }
        if let Some(colour) = placement.filling {
            self.fill(area, colour);
        }
        match (placement.wrap, covered) {
            (Wrap::Inline, _) => self.frame().y = area.bottom,
            (_, Some(_)) => self.frame().y = y + area.top - declared.top,
            _ => self.exclude(placement.wrap, area, first_run),
        }
    }

    /// The lower edge of the text of the page that the runs from `first_run` on lie over, if any.
    fn covered(&mut self, first_run: usize) -> Option<f32> {
        let page_run = self.page_run.min(first_run);
        let (earlier, inside) = self.document.runs[page_run..].split_at(first_run - page_run);
        self.comparisons = self.comparisons.checked_sub(earlier.len() + inside.len())?;
        let bounds = inside.iter().map(|run| run.area).reduce(BoundingBox::union)?;
        let under = earlier.iter().filter(|run| place::overlap(run.area, bounds));
        under.map(|run| run.area.bottom).reduce(f32::max)
    }

    /// Moves what stands in a box down.
    fn shift(&mut self, first_run: usize, first_filling: usize, dy: f32) {
        for run in &mut self.document.runs[first_run..] {
            run.area.top += dy;
            run.area.bottom += dy;
            run.baseline += dy;
            self.bottom = self.bottom.max(run.area.bottom);
        }
        for filling in &mut self.document.fillings[first_filling..] {
            filling.area.top += dy;
            filling.area.bottom += dy;
        }
    }

    fn exclude(&mut self, wrap: Wrap, area: BoundingBox, first_run: usize) {
        let text = self.document.runs[first_run..].iter().map(|run| run.area).reduce(BoundingBox::union);
        let area = match (wrap, text) {
            (Wrap::Below, _) => BoundingBox { left: 0.0, right: self.page.width, ..area },
            // The file lets text run under the box; under its words it would be unreadable.
            (Wrap::Over, Some(text)) => text,
            (Wrap::Over, None) => return,
            _ => area,
        };
        if self.exclusions.len() < 256 {
            self.exclusions.push(Exclusion { area, depth: self.boxes });
        }
    }

    fn image(&mut self, placement: &Placement) {
        let frame = *self.frame();
        let area = place::area(placement, &self.page, Surroundings { left: frame.left, right: frame.right, y: frame.y });
        let area = BoundingBox { right: area.left + placement.width.max(0.0), ..area };
        if area.width() < 4.0 || area.height() < 4.0 {
            return;
        }
        let page = self.page_index();
        self.document.images.push(Image { page, area });
        match placement.wrap {
            Wrap::Inline => self.frame().y += area.height(),
            Wrap::Beside | Wrap::Below => self.exclude(placement.wrap, area, self.document.runs.len()),
            Wrap::Over => {}
        }
    }

    fn rule_here(&mut self) {
        let frame = self.frame();
        frame.y += 6.0;
        let (left, right, y) = (frame.left, frame.right, frame.y);
        frame.y += 6.0;
        self.rule(left, right, y);
    }

    fn rule(&mut self, left: f32, right: f32, y: f32) {
        let page = self.page_index();
        self.document.rules.push(Rule { page, area: BoundingBox { left, top: y, right, bottom: y } });
    }

    fn fill(&mut self, area: BoundingBox, colour: u32) {
        let page = self.page_index();
        self.document.fillings.push(Filling { page, area, colour });
    }

    fn page_index(&self) -> u16 {
        u16::try_from(self.document.pages.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    // ---- paragraphs

    fn paragraph(&mut self, pieces: (u32, u32), (first_stop, last_stop): (u32, u32), style: &ParagraphStyle) {
        let flow = self.flow;
        let stops = &flow.stops[first_stop as usize..last_stop as usize];
        let frame = self.frame();
        let gap = gap_between(frame.above, style);
        frame.y += gap;
        frame.above = Some((style.kin, style.close_to_kin, style.after));
        let top = frame.y;
        if style.rule_above {
            let (left, right) = (frame.left + style.left, frame.right - style.right);
            self.rule(left, right, top);
        }
        self.cut(pieces);
        if self.fragments.iter().all(|fragment| fragment.kind != PieceKind::Text) {
            let lines = 1 + self.fragments.iter().filter(|fragment| fragment.kind == PieceKind::Break).count();
            self.frame().y += line_height(style.line, style.size) * lines as f32;
        } else {
            self.lines(stops, style);
        }
        self.decorate(style, top);
    }

    fn decorate(&mut self, style: &ParagraphStyle, top: f32) {
        let frame = *self.frame();
        let (left, right) = (frame.left + style.left, frame.right - style.right);
        if style.rule_below {
            self.rule(left, right, frame.y + 1.0);
        }
        if let Some(colour) = style.filling {
            self.fill(BoundingBox { left, top, right, bottom: frame.y }, colour);
        }
    }

    fn cut(&mut self, (first, end): (u32, u32)) {
        self.fragments.clear();
        let flow = self.flow;
        let mut space = Some(0.0);
        for index in first..end {
            let piece = &flow.pieces[index as usize];
            let metrics = self.metrics_of(piece.style.font);
            line::cut(&flow.text, index, piece, metrics, &mut space, &mut self.fragments);
        }
    }

    fn lines(&mut self, stops: &[TabStop], style: &ParagraphStyle) {
        let mut fragments = std::mem::take(&mut self.fragments);
        let mut from = 0;
        while from < fragments.len() {
            let frame = *self.frame();
            let size = self.largest(&fragments[from..]).unwrap_or(style.size);
            let depth = self.boxes;
            let (left, right, y) = place::room_beside(
                &self.exclusions,
                depth,
                frame.left + style.left.min(style.left + style.first),
                frame.right - style.right,
                frame.y,
                size * LINE,
            );
            let shift = left - (frame.left + style.left.min(style.left + style.first));
            let is_first = from == 0;
            let indent = style.left + shift;
            let room = Room { left: if is_first { indent + style.first } else { indent }, right: right - frame.left, indent, is_first };
            let room = Room { right: room.right.max(room.left + 24.0), ..room };
            let filled = line::fill(&mut fragments, from, room, stops);
            let line = &fragments[from..filled.end];
            let size = self.largest(line).unwrap_or(size);
            let height = line_height(style.line, size);
            let slack = (room.right - filled.right).max(0.0);
            let dx = frame.left
                + match style.align {
                    Align::Right if !filled.has_tabs => slack,
                    Align::Centre if !filled.has_tabs => slack / 2.0,
                    _ => 0.0,
                };
            let baseline = y + height - (height - size * (ASCENT + DESCENT)).max(0.0) / 2.0 - size * DESCENT;
            self.emit(line, dx, baseline, style.role);
            self.frame().y = y + height;
            self.bottom = self.bottom.max(y + height);
            from = filled.end;
        }
        self.fragments = fragments;
    }

    /// Largest size among the text of the first line that could be filled.
    fn largest(&self, fragments: &[Fragment]) -> Option<f32> {
        let line = fragments.iter().take(64).take_while(|fragment| fragment.kind != PieceKind::Break);
        line.filter(|fragment| fragment.kind == PieceKind::Text)
            .map(|fragment| self.flow.pieces[fragment.piece as usize].style.size)
            .reduce(f32::max)
    }

    /// Joins the fragments of a line to runs.
    fn emit(&mut self, line: &[Fragment], dx: f32, baseline: f32, role: Role) {
        let mut open: Option<(usize, Fragment)> = None;
        for fragment in line {
            if fragment.kind != PieceKind::Text {
                open = self.finish(open, dx, baseline, role);
                continue;
            }
            let word = self.flow.text.get(fragment.start as usize..fragment.end as usize).unwrap_or_default();
            if let Some((start, run)) = open {
                let gap = fragment.x - (run.x + run.width);
                if self.is_same_look(run.piece, fragment.piece) && gap < COLUMN_GAP * self.flow.pieces[run.piece as usize].style.size {
                    if fragment.space > 0.0 {
                        self.document.text.push(' ');
                    }
                    self.document.text.push_str(word);
                    open = Some((start, Fragment { width: fragment.x + fragment.width - run.x, ..run }));
                    continue;
                }
                self.finish(open, dx, baseline, role);
            }
            open = Some((self.document.text.len(), *fragment));
            self.document.text.push_str(word);
        }
        self.finish(open, dx, baseline, role);
    }

    fn is_same_look(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.flow.pieces[a as usize], &self.flow.pieces[b as usize]);
        a.style == b.style && a.label == b.label
    }

    /// Turns the text since `start` into a run.
    fn finish(&mut self, open: Option<(usize, Fragment)>, dx: f32, baseline: f32, role: Role) -> Option<(usize, Fragment)> {
        let (start, fragment) = open?;
        let piece = &self.flow.pieces[fragment.piece as usize];
        let style = piece.style;
        let span = Span { start: start as u32, end: self.document.text.len() as u32 };
        self.document.text.push('\n');
        let left = fragment.x + dx;
        let area = BoundingBox {
            left,
            top: baseline - ASCENT * style.size,
            right: left + fragment.width,
            bottom: baseline + DESCENT * style.size,
        };
        let cell = self.frame().cell;
        self.document.runs.push(Run {
            span,
            page: self.page_index(),
            area,
            baseline,
            size: style.size,
            font: style.font,
            bold: style.bold,
            italic: style.italic,
            colour: style.colour,
            rotation: 0,
            link: style.link,
            role: role_of(self.region, role, piece.label),
            cell,
        });
        None
    }
}

fn role_of(region: Region, role: Role, is_label: bool) -> Role {
    match (region, role) {
        (Region::Header, _) => Role::Header,
        (Region::Footer, _) => Role::Footer,
        (Region::Notes, _) => Role::Note,
        (Region::Body, Role::ListItem(_)) if !is_label => Role::Body,
        (Region::Body, role) => role,
    }
}

/// The space between a paragraph and the one above it.
fn gap_between(above: Option<(u32, bool, f32)>, style: &ParagraphStyle) -> f32 {
    match above {
        None => style.before,
        Some((kin, close, after)) => {
            let are_kin = kin == style.kin;
            let after = if are_kin && close { 0.0 } else { after };
            let before = if are_kin && style.close_to_kin { 0.0 } else { style.before };
            after + before
        }
    }
}

fn line_height(spacing: LineSpacing, size: f32) -> f32 {
    let natural = size * LINE;
    match spacing {
        LineSpacing::Multiple(factor) => natural * factor.clamp(0.5, 4.0),
        LineSpacing::AtLeast(height) => natural.max(height.min(100.0)),
        // A line lower than its letters would pile up lines that a reader sees apart.
        LineSpacing::Exactly(height) => height.clamp(size * 0.9, 400.0),
    }
}
