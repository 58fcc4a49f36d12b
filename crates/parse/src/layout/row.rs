//! Segments of a region to lines of cells.

use vitae_document::{Document, Role};
use vitae_model::BoundingBox;

use crate::layout::order::Leaf;
use crate::layout::rail::{Links, NONE};
use crate::layout::segment::{self, Segment};
use crate::layout::small::capital_size;
use crate::layout::{Cell, Layout, Line, Place, Region, Style, Work, bullet, text};

/// Buffers reused from region to region.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    row: Vec<u32>,
    links: Links,
    probe: String,
}

/// Fills `layout` with the lines of all leaves, in their order.
pub(super) fn build(document: &Document, work: &mut Work, layout: &mut Layout) {
    let Work { segment_runs, segments, shown, order, leaves, row: buffers, .. } = work;
    buffers.links.reset(segments.len());
    for leaf in leaves.iter() {
        let leaf_order = &order[leaf.start as usize..leaf.end as usize];
        buffers.links.find(document, (segment_runs, shown), segments, leaf_order);
        Builder { document, runs: segment_runs, segments, shown, buffers, layout, leaf, row_foot: f32::MIN }.build(leaf_order);
    }
}

/// One behind the last segment of the row that begins at `start` of `order`.
pub(super) fn row_end(segments: &[Segment], order: &[u32], start: usize) -> usize {
    let first = &segments[order[start] as usize];
    if first.turned {
        return start + 1;
    }
    // What stands on the line of a title beside which the first one hangs belongs to the row too, however large it is.
    let below = order[start + 1..].iter().map(|&index| &segments[index as usize]);
    let near = below.take(MOST_BESIDE).take_while(|segment| segment.baseline - first.baseline <= 0.5 * first.size);
    let level = near.filter(|segment| hangs_level(first, segment)).map(|segment| segment.baseline).fold(f32::MIN, f32::max);
    let same = |&&index: &&u32| {
        let segment = &segments[index as usize];
        segment.baseline - first.baseline <= 0.3 * segment.size.min(first.size) + 0.4 || segment.baseline <= level + 0.4
    };
    start + order[start..].iter().take_while(same).count().max(1)
}

/// Segments of a row among which a larger one is looked for.
const MOST_BESIDE: usize = 6;

/// Whether two segments of different sizes hang from one height, as a small date does that floats beside a title, and neither covers the
/// other.
fn hangs_level(small: &Segment, large: &Segment) -> bool {
    small.size < 0.9 * large.size
        && large.baseline - small.baseline <= 0.5 * small.size
        && (large.area.top - small.area.top).abs() <= 0.1 * large.size
        && (small.area.right < large.area.left || small.area.left > large.area.right)
}

struct Builder<'a> {
    document: &'a Document,
    runs: &'a [u32],
    segments: &'a [Segment],
    shown: &'a str,
    buffers: &'a mut Buffers,
    layout: &'a mut Layout,
    leaf: &'a Leaf,
    /// Lower edge of what stands in the cells of the last declared row.
    row_foot: f32,
}

impl Builder<'_> {
    fn build(&mut self, order: &[u32]) {
        let region = u16::try_from(self.layout.regions.len()).unwrap_or(u16::MAX);
        self.layout.regions.push(Region {
            area: self.leaf.area,
            page: self.leaf.page,
            place: self.leaf.place,
            limit: self.leaf.limit,
            room: self.leaf.room,
        });
        let first_line = self.layout.lines.len();
        let mut start = 0;
        while start < order.len() {
            let end = row_end(self.segments, order, start);
            let mut row = std::mem::take(&mut self.buffers.row);
            row.clear();
            row.extend(order[start..end].iter().copied().filter(|&index| !self.buffers.links.taken[index as usize]));
            row.sort_by(|&a, &b| self.segments[a as usize].area.left.total_cmp(&self.segments[b as usize].area.left));
            self.line(&row, region, first_line);
            self.buffers.row = row;
            start = end;
        }
    }

    fn line(&mut self, row: &[u32], region: u16, first_line: usize) {
        let first_cell = self.layout.cells.len();
        let mut mark: Option<f32> = None;
        let mut area: Option<BoundingBox> = None;
        // Down to where a text goes on that a cell at its right left too little room.
        let mut foot: Option<Segment> = None;
        let mut baseline = 0.0_f32;
        let mut size = 0.0_f32;
        for (position, &index) in row.iter().enumerate() {
            if self.segments[index as usize].mark && position + 1 < row.len() {
                let left = self.segments[index as usize].area.left;
                mark = mark.or((self.layout.cells.len() == first_cell).then_some(left));
                continue;
            }
            let found = self.cell(index);
            foot = foot.or_else(|| self.wrapped_end(index));
            if let (Some(left), None) = (found, mark) {
                mark = (self.layout.cells.len() <= first_cell + 1).then_some(left);
            }
            let segment = &self.segments[index as usize];
            if segment.size > size {
                (baseline, size) = (segment.baseline, segment.size);
            }
            area = Some(area.map_or(segment.area, |area| area.union(segment.area)));
            let mut moved = self.buffers.links.next_cell(index);
            while moved != NONE {
                self.cell(moved);
                moved = self.buffers.links.next_cell(moved);
            }
        }
        let cells = &self.layout.cells[first_cell..];
        let Some(area) = area.filter(|_| !cells.is_empty()) else { return };
        let area = BoundingBox { left: cells[0].area.left, ..area };
        let role = self.role_of(cells);
        let before = self.layout.lines[first_line..].last().copied();
        let above = |line: Line| if self.row_foot <= area.top { line.area.bottom.max(self.row_foot) } else { line.area.bottom };
        let gap = before.map_or(f32::INFINITY, |line| (area.top - above(line)) / area.height().max(1.0));
        self.row_foot = self.row_foot.max(self.foot_of(row));
        let (area, baseline) = foot.map_or((area, baseline), |last| (area.union(last.area), last.baseline));
        let line = Line {
            first_cell: first_cell as u32,
            end_cell: self.layout.cells.len() as u32,
            page: self.leaf.page,
            region,
            area,
            baseline,
            gap,
            indent: area.left - self.leaf.area.left,
            bullet: self.level(role, mark, area.left, first_line),
            role,
            ruled: is_ruled(self.document, self.leaf.page, area),
            continues: false,
        };
        self.layout.lines.push(line);
    }

    /// Lower edge of the cells of a row that the format declares, some of which may take more lines than others.
    fn foot_of(&self, row: &[u32]) -> f32 {
        let is_declared = |index: u32| {
            let run = self.runs[self.segments[index as usize].first_run as usize];
            self.document.runs[run as usize].cell.is_some()
        };
        let mut foot = f32::MIN;
        if !self.document.flowed || row.len() < 2 {
            return foot;
        }
        for &index in row.iter().filter(|&&index| is_declared(index)) {
            let mut last = index;
            while last != NONE {
                foot = foot.max(self.segments[last as usize].area.bottom);
                let Links { joined, moved, .. } = &self.buffers.links;
                last = if joined[last as usize] == NONE { moved[last as usize] } else { joined[last as usize] };
            }
        }
        foot
    }

    /// The last segment of the text that begins with `index`, where a cell at its right left it too little room.
    fn wrapped_end(&self, index: u32) -> Option<Segment> {
        let Links { joined, ended, .. } = &self.buffers.links;
        let mut last = index;
        while joined[last as usize] != NONE {
            last = joined[last as usize];
        }
        ended[last as usize].then(|| self.segments[last as usize])
    }

    /// Adds the cell of one segment, and of those that continue it; the left edge of its list mark, where it has one.
    fn cell(&mut self, index: u32) -> Option<f32> {
        let segment = &self.segments[index as usize];
        let first_run = self.layout.runs.len();
        let start = self.layout.text.len();
        let mut area = segment.area;
        self.layout.runs.extend_from_slice(&self.runs[segment.first_run as usize..segment.end_run as usize]);
        self.layout.text.push_str(self.shown.get(segment.shown.start as usize..segment.shown.end as usize).unwrap_or_default());
        let mut lead = segment.lead.map(|length| start + length as usize);
        let mut follower = self.buffers.links.joined[index as usize];
        while follower != NONE {
            let next = &self.segments[follower as usize];
            let next_runs = &self.runs[next.first_run as usize..next.end_run as usize];
            let mut next_text = std::mem::take(&mut self.buffers.probe);
            next_text.clear();
            text::assemble(self.document, next_runs, &mut next_text);
            text::append(&mut self.layout.text, &next_text);
            self.buffers.probe = next_text;
            self.layout.runs.extend_from_slice(next_runs);
            area = area.union(next.area);
            follower = self.buffers.links.joined[follower as usize];
        }
        let mark = bullet::mark(&self.layout.text[start..]);
        if let Some(length) = mark {
            let first = &self.document.runs[self.layout.runs[first_run] as usize];
            area.left = text_left(self.document, &self.layout.runs[first_run..], length).unwrap_or(area.left).min(area.right);
            let begins_apart = length >= self.document.text_of(first).len() && self.layout.runs.len() > first_run + 1;
            self.layout.text.replace_range(start..start + length, "");
            lead = lead.and_then(|end| end.checked_sub(length)).filter(|&end| end > start);
            if begins_apart {
                self.layout.runs.remove(first_run);
            }
        }
        if self.layout.text.len() == start {
            self.layout.runs.truncate(first_run);
            return mark.map(|_| segment.area.left);
        }
        let span = vitae_document::Span { start: start as u32, end: self.layout.text.len() as u32 };
        self.layout.text.push('\n');
        let runs = &self.layout.runs[first_run..];
        let mut style = main_style(self.document, runs);
        let capital = capital_size(self.document, runs);
        style.size = capital.unwrap_or(style.size);
        style.caps = capital.is_some() || text::is_caps(self.layout.slice(span));
        let table = runs.first().and_then(|&run| self.document.runs[run as usize].cell);
        self.layout.cells.push(Cell {
            span,
            first_run: first_run as u32,
            end_run: self.layout.runs.len() as u32,
            area,
            style,
            table,
            bullet: mark.is_some(),
            lead: lead.map(|end| end as u32),
        });
        mark.map(|_| segment.area.left)
    }

    fn role_of(&self, cells: &[Cell]) -> Role {
        let roles = cells.iter().flat_map(|cell| &self.layout.runs[cell.first_run as usize..cell.end_run as usize]);
        let mut roles = roles.map(|&run| self.document.runs[run as usize].role);
        let role = roles.find(|role| *role != Role::Body).unwrap_or_default();
        // A list item that floats beside a title does not make one of it.
        match cells {
            [first, _, ..] if matches!(role, Role::ListItem(_)) && self.is_plain(first) => Role::Body,
            _ => role,
        }
    }

    /// Whether the format says nothing of the text of `cell`, and no list mark stands before it.
    fn is_plain(&self, cell: &Cell) -> bool {
        let mut runs = self.layout.runs[cell.first_run as usize..cell.end_run as usize].iter();
        !cell.bullet && runs.all(|&run| self.document.runs[run as usize].role == Role::Body)
    }

    /// The nesting level of a list item: what the format says, else by how far marks are indented against the item before.
    fn level(&self, role: Role, mark: Option<f32>, own_left: f32, first_line: usize) -> Option<u8> {
        if let Role::ListItem(level) = role {
            return Some(level);
        }
        let left = mark?;
        let mut items = self.layout.lines[first_line..].iter().rev().take(30);
        let Some(before) = items.find(|line| line.bullet.is_some()) else { return Some(0) };
        let level = before.bullet.unwrap_or_default();
        let left_of = |line: &Line| self.layout.cells[line.first_cell as usize].area.left;
        let text_left = left_of(before);
        // Back at the edge of an outer item, however little the inner ones are set in.
        if left < text_left - 1.0 && own_left < text_left - 1.0 {
            let outer = items.find(|line| line.bullet.is_some_and(|outer| outer < level) && (left_of(line) - own_left).abs() < 1.0);
            if let Some(outer) = outer {
                return outer.bullet;
            }
        }
        if left > text_left - 1.0 {
            Some(level.saturating_add(1).min(8))
        } else {
            Some(if left < text_left - 22.0 { level.saturating_sub(1) } else { level })
        }
    }
}

/// Where the text behind a list mark of `length` bytes begins.
fn text_left(document: &Document, runs: &[u32], length: usize) -> Option<f32> {
    let first = &document.runs[*runs.first()? as usize];
    let shown = document.text_of(first);
    if length >= shown.len() {
        return runs.get(1).map(|&run| document.runs[run as usize].area.left);
    }
    let all = shown.chars().count().max(1) as f32;
    let before = shown.get(..length).map_or(0, |mark| mark.chars().count()) as f32;
    Some(first.area.left + first.area.width() * before / all)
}

/// The style that most characters of `runs` have.
fn main_style(document: &Document, runs: &[u32]) -> Style {
    let mut style = Style::default();
    let (mut longest, mut bold, mut italic, mut all) = (0, 0, 0, 0);
    for &index in runs {
        let run = &document.runs[index as usize];
        let length = run.span.len();
        all += length;
        bold += if run.bold { length } else { 0 };
        italic += if run.italic { length } else { 0 };
        if length > longest {
            longest = length;
            style = segment::style_of(run);
        }
    }
    let colour = colour_of_first_word(document, runs).unwrap_or(style.colour);
    Style { bold: bold * 2 > all, italic: italic * 2 > all, colour, ..style }
}

/// The colour in which a word of two begins: headings whose first letters alone are coloured are of one dress however long they are.
fn colour_of_first_word(document: &Document, runs: &[u32]) -> Option<u32> {
    let &[first, second, ..] = runs else { return None };
    let (first, second) = (&document.runs[first as usize], &document.runs[second as usize]);
    let touches = || {
        second.area.left - first.area.right < 0.05 * first.size
            && document.text_of(first).ends_with(char::is_alphabetic)
            && document.text_of(second).starts_with(char::is_alphabetic)
    };
    (first.colour != second.colour && first.size == second.size && touches()).then_some(first.colour)
}

/// Whether a line is drawn right below `area`, or a box around it.
fn is_ruled(document: &Document, page: u16, area: BoundingBox) -> bool {
    let height = area.height();
    let below = |rule: &&vitae_document::Rule| {
        let line = rule.area;
        rule.page == page
            && line.width() > line.height()
            && line.width() > 40.0
            && line.top >= area.bottom - 0.35 * height
            && line.top <= area.bottom + 0.8 * height
            && line.left <= area.left + 8.0
            && line.right >= area.left + 20.0
    };
    let around = |filling: &&vitae_document::Filling| {
        let outer = filling.area;
        filling.page == page
            && filling.colour < 0xFA_FA_FA
            && outer.height() < 2.8 * height
            && outer.top <= area.top + 0.3 * height
            && outer.bottom >= area.bottom - 0.3 * height
            && outer.left <= area.left + 1.0
            && outer.right >= area.right - 1.0
            && outer.width() > 1.5 * area.width()
    };
    document.rules.iter().any(|rule| below(&rule)) || document.fillings.iter().any(|filling| around(&filling))
}

impl Region {
    /// Whether it goes on where the region before ended.
    pub(crate) fn goes_on(&self) -> bool {
        matches!(self.place, Place::Continued)
    }
}
