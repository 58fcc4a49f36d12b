//! Rails: narrow columns of dates, places or headings whose blocks belong to the row they begin at.
//!
//! A block of a rail often has more lines than its row: `2018 –` above `2020`, a place above a date, `WORK` above `EXPERIENCE`. Its lines
//! are brought together: joined where they are one text, moved up beside the first one where they are two.

mod block;
mod cell;
mod pair;

use vitae_document::{Document, TableCell};

use crate::layout::row::row_end;
use crate::layout::segment::Segment;
use crate::layout::text;
use crate::section;
use block::{Block, Bond};

/// What stands between the ends of a range.
pub(super) const JOINTS: [char; 9] = ['-', '–', '—', '‒', '―', '−', '→', '/', '~'];

/// How far below each other the lines of one text stand at most, in multiples of the font size, and in a cell that the format declares.
const LINE: f32 = 1.9;
const PARAGRAPH: f32 = 2.6;

/// No segment.
pub(super) const NONE: u32 = u32::MAX;

/// How segments hang together, by segment.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The segment whose text continues that of this one.
    pub(super) joined: Vec<u32>,
    /// The segment that becomes a cell right behind this one.
    pub(super) moved: Vec<u32>,
    /// It is shown with another one.
    pub(super) taken: Vec<bool>,
    /// Nothing that follows belongs to it: it ends a text that a cell at its right left too little room.
    pub(super) ended: Vec<bool>,
    /// It goes on with a heading.
    heads: Vec<bool>,
    /// Left edge of the text beside the label that it is part of; infinite where it is part of none.
    beside: Vec<f32>,
    /// One behind the last run of the cell that it stands in, where the order of drawing tells that.
    cell_ends: Vec<u32>,
    /// The block beside a dated entry that it belongs to.
    blocks: Vec<Option<Block>>,
    rows: Vec<(usize, usize)>,
    probe: String,
    folded: String,
}

impl Links {
    /// Forgets everything, for `count` segments.
    pub(super) fn reset(&mut self, count: usize) {
        for links in [&mut self.joined, &mut self.moved] {
            links.clear();
            links.resize(count, NONE);
        }
        for marks in [&mut self.taken, &mut self.ended, &mut self.heads] {
            marks.clear();
            marks.resize(count, false);
        }
        self.beside.clear();
        self.beside.resize(count, f32::INFINITY);
        self.cell_ends.clear();
        self.cell_ends.resize(count, 0);
        self.blocks.clear();
        self.blocks.resize(count, None);
    }

    /// The segment that becomes the next cell behind that of `index`.
    pub(super) fn next_cell(&self, index: u32) -> u32 {
        let mut at = index;
        while at != NONE {
            if self.moved[at as usize] != NONE {
                return self.moved[at as usize];
            }
            at = self.joined[at as usize];
        }
        NONE
    }

    /// Links the segments of one leaf, given in reading order.
    pub(super) fn find(&mut self, document: &Document, (runs, shown): (&[u32], &str), segments: &[Segment], order: &[u32]) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.clear();
        let mut start = 0;
        while start < order.len() {
            let end = row_end(segments, order, start);
            rows.push((start, end));
            start = end;
        }
        let leaf = Leaf { document, runs, shown, segments, order };
        for (position, &(start, end)) in rows.iter().enumerate() {
            for &upper in &order[start..end] {
                let goes_on = || self.taken[upper as usize] && !self.ended[upper as usize] || leaf.breaks_off(upper, end);
                if end - start > 1 || goes_on() {
                    self.link(&leaf, &rows[position..], upper);
                }
            }
        }
        self.rows = rows;
    }

    /// Looks below `upper`, a segment of the first of `rows`, for the next line of its block.
    fn link(&mut self, leaf: &Leaf<'_>, rows: &[(usize, usize)], upper: u32) {
        let above = &leaf.segments[upper as usize];
        for (distance, &(start, end)) in rows.iter().enumerate().skip(1).take(4) {
            let row = &leaf.order[start..end];
            let Some(&lower) = row.iter().find(|&&lower| overlaps(above, &leaf.segments[lower as usize])) else { continue };
            let below = &leaf.segments[lower as usize];
            let near = if leaf.in_one_cell(upper, lower) { PARAGRAPH } else { LINE };
            if !is_flush(above, below) || below.baseline - above.baseline > near * above.size || self.taken[lower as usize] {
                return;
            }
            let upper_row = &leaf.order[rows[0].0..rows[0].1];
            if [(upper_row, upper), (row, lower)].iter().all(|(row, own)| leaf.is_in_form(row, *own)) {
                return;
            }
            let known = Some(self.beside[upper as usize]).filter(|left| left.is_finite());
            let beside = known.or_else(|| leaf.beside(upper_row, upper)).unwrap_or(f32::INFINITY);
            let heads = (above.heading || self.heads[upper as usize]) && leaf.wraps_in_heading(upper, lower, row, beside, &mut self.folded);
            let one_label = heads
                || leaf.wraps_in_label(upper, lower, row, beside)
                || leaf.wraps_flush_right(upper, lower, beside)
                || leaf.wraps_in_caption(upper, lower, beside, &mut self.probe);
            if one_label {
                self.beside[lower as usize] = beside;
                self.heads[lower as usize] = heads;
            }
            let cell_end = above.cell_end.unwrap_or(self.cell_ends[upper as usize]);
            let first = leaf.runs_of(lower).first().filter(|&&run| run < cell_end);
            let one_cell = first > leaf.runs_of(upper).last() && first.is_some();
            if cell_end > 0 && !one_cell {
                return;
            }
            self.cell_ends[lower as usize] = cell_end;
            let one_text = one_label
                || one_cell
                || leaf.fills_cell(upper, row, lower)
                || leaf.announces(upper_row, upper, row, lower)
                || !leaf.is_head(upper_row, upper, row) && leaf.is_one_text(upper, lower, &mut self.probe, &mut self.folded)
                || leaf.are_ends(rows[0].0, upper, lower)
                || (self.taken[upper as usize] && leaf.joins(upper, lower))
                || leaf.wraps_in_last_cell(upper_row, upper, row, lower);
            let bond = if one_text { None } else { leaf.bond(rows, (upper, lower), row, self.blocks[upper as usize]) };
            if let Some((_, block)) = bond {
                self.blocks[lower as usize] = Some(block);
            }
            let bond = bond.map(|(bond, _)| bond);
            let one_text = one_text || bond == Some(Bond::Text);
            let mut goes_on = |mate: u32| {
                upper_row.iter().any(|&date| {
                    date != upper
                        && overlaps(&leaf.segments[date as usize], &leaf.segments[mate as usize])
                        && leaf.is_one_text(date, mate, &mut self.probe, &mut self.folded)
                })
            };
            let free = row.iter().all(|&mate| mate == lower || goes_on(mate));
            let in_cell = leaf.wraps_in_cell((upper_row, upper), upper, row, lower);
            let wraps = in_cell || free && leaf.wraps_before_rail(upper_row, upper, lower);
            if one_text || wraps {
                self.joined[upper as usize] = lower;
                self.taken[lower as usize] = true;
                self.ended[lower as usize] = !one_text;
                if !one_text && in_cell {
                    self.wrap_in_cell(leaf, (upper_row, upper), &rows[distance + 1..], lower);
                } else if !one_text {
                    self.wrap_on(leaf, &rows[distance + 1..], lower);
                }
            } else if !leaf.head_columns(upper_row, row) && (bond == Some(Bond::Cell) || leaf.is_moved(upper_row, upper, row, lower)) {
                self.blocks[lower as usize] = self.blocks[lower as usize].or_else(|| leaf.block_below_date(upper_row, upper, lower));
                self.moved[upper as usize] = lower;
                self.taken[lower as usize] = true;
            }
            return;
        }
    }

    /// Joins the lines that go on with `last`, whose text takes the whole width since a cell at its right has ended.
    fn wrap_on(&mut self, leaf: &Leaf<'_>, rows: &[(usize, usize)], mut last: u32) {
        for &(start, end) in rows.iter().take(MOST_WRAPS) {
            let &[next] = &leaf.order[start..end] else { return };
            if self.taken[next as usize] || !leaf.wraps_at_edge(last, next) {
                return;
            }
            self.joined[last as usize] = next;
            self.taken[next as usize] = true;
            self.ended[next as usize] = true;
            last = next;
        }
    }

    /// Joins the lines that go on with `last` in the cell whose first line is `first`, of the row `upper`.
    fn wrap_in_cell(&mut self, leaf: &Leaf<'_>, (upper, first): (&[u32], u32), rows: &[(usize, usize)], mut last: u32) {
        for &(start, end) in rows.iter().take(MOST_WRAPS) {
            let row = &leaf.order[start..end];
            let goes_on = |next: u32| leaf.wraps_in_cell((upper, first), last, row, next);
            let Some(next) = row.iter().copied().find(|&next| !self.taken[next as usize] && goes_on(next)) else { return };
            self.joined[last as usize] = next;
            self.taken[next as usize] = true;
            self.ended[next as usize] = true;
            last = next;
        }
    }
}

/// Lines that a text has below its second at most, where a cell stands at the right of its first.
const MOST_WRAPS: usize = 2;

struct Leaf<'a> {
    document: &'a Document,
    runs: &'a [u32],
    /// The words of all segments.
    shown: &'a str,
    segments: &'a [Segment],
    order: &'a [u32],
}

fn overlaps(upper: &Segment, lower: &Segment) -> bool {
    lower.area.left < upper.area.right && lower.area.right > upper.area.left
}

fn is_flush(upper: &Segment, lower: &Segment) -> bool {
    let (a, b) = (upper.area, lower.area);
    (a.left - b.left).abs() < 2.0 || (a.right - b.right).abs() < 2.0 || ((a.left + a.right) - (b.left + b.right)).abs() < 4.0
}

/// Whether both are in one size, weight and slant.
fn is_alike(upper: &Segment, lower: &Segment) -> bool {
    (upper.size - lower.size).abs() < 0.3 && upper.style.bold == lower.style.bold && upper.style.italic == lower.style.italic
}

/// How far the items of a list are set in at most, in multiples of the font size.
const SET_IN: f32 = 3.0;

impl Leaf<'_> {
    fn runs_of(&self, index: u32) -> &[u32] {
        let segment = &self.segments[index as usize];
        &self.runs[segment.first_run as usize..segment.end_run as usize]
    }

    /// The words of a segment.
    fn words(&self, segment: &Segment) -> &str {
        self.shown.get(segment.shown.start as usize..segment.shown.end as usize).unwrap_or_default()
    }

    /// Left and right edge of all text.
    fn edges(&self) -> (f32, f32) {
        let areas = self.order.iter().map(|&index| self.segments[index as usize].area);
        areas.fold((f32::MAX, f32::MIN), |(left, right), area| (left.min(area.left), right.max(area.right)))
    }

    /// The cell of a table that a segment stands in, where the format declares one.
    fn cell_of(&self, index: u32) -> Option<TableCell> {
        self.runs_of(index).first().and_then(|&run| self.document.runs[run as usize].cell)
    }

    /// Whether the two are one date, or one heading.
    fn is_one_text(&self, upper: u32, lower: u32, probe: &mut String, folded: &mut String) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let alike = (above.size - below.size).abs() < 0.3 && above.style.bold == below.style.bold && above.style.caps == below.style.caps;
        let (first, second) = (self.words(above), self.words(below));
        // A word broken in a narrow column.
        if alike
            && first.len() < 24
            && first.ends_with('-')
            && second.starts_with(char::is_lowercase)
            && above.style.italic == below.style.italic
        {
            return true;
        }
        // `February` above `2020 – Present`, `From Winter` above `2019 to Spring`, `Jul ’00 - Sep` above `’02`.
        if (below.dated || above.dated) && begins_with_digits(second) && ends_in_month(first) {
            return true;
        }
        // `04/23 -` above `06/24`.
        let are_numbers = || [first, second].iter().all(|text| text.bytes().any(|byte| byte.is_ascii_digit()));
        if first.ends_with(JOINTS) && second.len() < first.len() && are_numbers() && is_broken_date(first, second) {
            return true;
        }
        if above.dated && first.len() < 32 && second.len() < 32 {
            // `- Led a team` below `2015 – 2018` is the first item of a list.
            let rest = second.trim_start_matches(JOINTS).trim_start();
            let is_rest = !below.bulleted || is_date_part(rest) || crate::layout::is_open_end(rest);
            let open = first.trim_end_matches('>').ends_with(JOINTS) || second.starts_with(JOINTS) && is_rest;
            let goes_on = first.rsplit(JOINTS).next().is_some_and(|end| {
                end.len() < first.len() && end.len() + second.len() < 24 && crate::layout::is_open_end(&format!("{} {second}", end.trim()))
            });
            return open
                || ends_in_until(first)
                || (first.ends_with(|symbol: char| symbol.is_ascii_digit()) && goes_until(second, below.dated))
                || (ends_in_quarter(first) && begins_with_digits(second))
                || goes_on
                || (lacks_year(first) && begins_with_digits(second))
                || (ends_in_day(first) && begins_with_month(second));
        }
        let mut both = || {
            probe.clear();
            probe.extend([first, " ", second]);
            section::reads_as_heading(probe, folded)
        };
        alike && !above.heading && both()
    }

    /// Whether the two stand in one cell of a table that the format declares.
    fn in_one_cell(&self, upper: u32, lower: u32) -> bool {
        self.cell_of(upper).is_some_and(|cell| self.cell_of(lower) == Some(cell))
    }

    /// Whether `upper`, which goes on with a line above, is a dash or a word for "until" by itself, and `lower` the date or the word behind it.
    fn joins(&self, upper: u32, lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        if above.dated || above.area.width() > 6.0 * above.size {
            return false;
        }
        let words = self.words(above);
        let is_dash = above.wordless && above.area.width() <= 2.0 * above.size && words.chars().all(|symbol| JOINTS.contains(&symbol));
        (is_dash || is_until(words)) && (below.dated || is_date_part(self.words(below)))
    }

    /// Whether several lines begin at `left`.
    fn begins_column(&self, left: f32) -> bool {
        self.order.iter().filter(|&&index| (self.segments[index as usize].area.left - left).abs() < 2.0).nth(1).is_some()
    }

    /// Left edge of the text that `label`, the first of its row, stands beside.
    fn beside(&self, row: &[u32], label: u32) -> Option<f32> {
        let own = &self.segments[label as usize].area;
        let lefts = || row.iter().filter(|&&index| index != label).map(|&index| self.segments[index as usize].area.left);
        lefts().all(|left| left > own.right).then(|| lefts().fold(f32::INFINITY, f32::min)).filter(|left| left.is_finite())
    }

    /// Whether `lower` goes on with `upper`, a label in a narrow column left of the text at `beside`, because that column was full.
    fn wraps_in_label(&self, upper: u32, lower: u32, lower_row: &[u32], beside: f32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let (left, right) = self.edges();
        let narrow = beside - above.area.left < 0.3 * (right - left) && (above.area.left - below.area.left).abs() < 2.0;
        let plain = [above, below].iter().all(|part| !part.dated && !part.heading && !part.bulleted && !part.mark);
        if !is_alike(above, below) || !narrow || !plain || !self.begins_column(beside) {
            return false;
        }
        let words = self.words(below);
        if text::is_broken(self.words(above)) && words.starts_with(char::is_lowercase) {
            return true;
        }
        let needed = above.area.right + 0.2 * above.size + text::first_word_width(words, below.area.width());
        !self.answers(lower_row, beside) && needed > self.limit(above, beside)
    }

    /// Whether `lower` goes on with `upper`, a label flush right in a narrow column of a declared table, because that column was full.
    fn wraps_flush_right(&self, upper: u32, lower: u32, beside: f32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let is_flush_right = (above.area.right - below.area.right).abs() < 2.0 && (above.area.left - below.area.left).abs() > 2.0;
        if !is_flush_right || !is_alike(above, below) || !self.in_one_cell(upper, lower) {
            return false;
        }
        let plain = [above, below].iter().all(|part| !part.dated && !part.bulleted && !part.mark && !part.contact) && !above.heading;
        let (left, right) = self.edges();
        if !plain || above.area.right >= beside || beside - left > 0.4 * (right - left) {
            return false;
        }
        let areas = self.order.iter().map(|&index| self.segments[index as usize].area);
        let widest = areas.filter(|area| (area.right - above.area.right).abs() < 2.0).map(|area| area.width()).fold(0.0, f32::max);
        let word = text::first_word_width(self.words(below), below.area.width());
        above.area.width() + 0.2 * above.size + word > widest
    }

    /// Whether something in `row` begins at `beside`; items of a list may be set in.
    fn answers(&self, row: &[u32], beside: f32) -> bool {
        row.iter().map(|&index| &self.segments[index as usize]).any(|other| {
            let offset = other.area.left - beside;
            offset.abs() < 5.0 || other.bulleted && (0.0..SET_IN * other.size).contains(&offset)
        })
    }

    /// How far the lines that begin where `line` does reach, left of `beside`.
    fn limit(&self, line: &Segment, beside: f32) -> f32 {
        let areas = self.order.iter().map(|&index| self.segments[index as usize].area);
        let own = areas.filter(|area| area.right < beside && (area.left - line.area.left).abs() < 2.0);
        own.map(|area| area.right).fold(f32::MIN, f32::max)
    }

    /// Whether `lower` goes on with the heading that `upper` belongs to, in a narrow column left of the text at `beside`.
    fn wraps_in_heading(&self, upper: u32, lower: u32, lower_row: &[u32], beside: f32, folded: &mut String) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let space = |upper: &Segment, lower: &Segment| (lower.area.top - upper.area.bottom) / upper.area.height().max(1.0);
        let plain = !below.dated && !below.bulleted && !below.mark && !below.contact && !self.answers(lower_row, beside);
        if above.style != below.style || !plain || space(above, below) > 0.45 || !self.begins_column(beside) {
            return false;
        }
        let (left, right) = self.edges();
        let words = self.words(below);
        let needed = above.area.right + 0.2 * above.size + text::first_word_width(words, below.area.width());
        if beside - above.area.left > 0.3 * (right - left) || needed <= self.limit(above, beside) {
            return false;
        }
        !below.heading || section::kind_of_heading(words, folded) == section::kind_of_heading(self.words(above), folded)
    }

    /// Whether `lower` belongs beside `upper` rather than into its own row.
    fn is_moved(&self, upper_row: &[u32], upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        if above.dated && below.dated || below.heading || below.bulleted || below.mark || below.area.width() > 200.0 {
            return false;
        }
        let mates = || lower_row.iter().filter(|&&index| index != lower).map(|&index| &self.segments[index as usize]);
        let main = upper_row.iter().copied().find(|&index| index != upper);
        let Some((main, first)) = main.map(|index| (index, &self.segments[index as usize])) else {
            // Moved itself: the block goes on as it began.
            return mates().count() == 0 && below.area.width() < 160.0;
        };
        let on_right = first.area.left < above.area.left;
        // What stands in a list of labels, or flush right with one, is the next label: what is beside it is its own.
        let is_flush_right = |mate: &Segment| (mate.area.right - first.area.right).abs() < 1.0;
        let is_label = |mate: &Segment| first.bulleted && mate.bulleted || on_right && is_flush_right(mate);
        let is_set_in = |mate: &Segment| mate.bulleted || mate.mark || mate.area.left > first.area.left + 5.0;
        let free = mates().all(|mate| is_set_in(mate) && !is_label(mate) || self.wraps(main, first, mate));
        if !free {
            return false;
        }
        if on_right {
            self.is_right_rail(above) && self.is_right_rail(below)
        } else {
            above.dated && below.area.right < first.area.left && self.is_left_rail(above, first)
        }
    }

    /// Whether `lower`, alone in its row, goes on with the text of `upper` because a cell to the right left it no more room.
    fn wraps_before_rail(&self, upper_row: &[u32], upper: u32, lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let beside = upper_row.iter().map(|&index| &self.segments[index as usize]).filter(|other| other.area.left > above.area.right);
        let Some(rail) = beside.min_by(|a, b| a.area.left.total_cmp(&b.area.left)) else { return false };
        if !is_right_below(above, below) {
            return false;
        }
        // A name that changes its look on either line is set in the text, and the text has no rows: `Clerk – **Acme**` above `**Ltd**`.
        let is_mixed = above.lead.is_some() || below.lead.is_some();
        // What stands at the right may take the first line alone.
        let is_beyond = below.area.right > rail.area.left;
        let may_go_on = if is_beyond { below.lead.is_some() } else { rail.dated || is_mixed };
        if !may_go_on && !self.is_cut_short(above, below) {
            return false;
        }
        self.goes_on_in_look(upper, lower) && self.needs(upper, lower) > rail.area.left - 0.4 * below.size
    }

    /// Whether `lower` goes on with the text of `upper` at the edge of the leaf.
    fn wraps_at_edge(&self, upper: u32, lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        is_right_below(above, below) && !below.contact && self.goes_on_in_look(upper, lower) && self.needs(upper, lower) > self.edges().1
    }

    /// Whether `lower` begins in the look in which `upper` ends.
    fn goes_on_in_look(&self, upper: u32, lower: u32) -> bool {
        let below = &self.segments[lower as usize];
        let last = self.runs_of(upper).last().map(|&run| &self.document.runs[run as usize]);
        last.is_some_and(|last| (last.bold, last.italic) == (below.style.bold, below.style.italic) && (last.size - below.size).abs() < 0.3)
    }

    /// How far the first word of `lower` would reach behind `upper`.
    fn needs(&self, upper: u32, lower: u32) -> f32 {
        self.segments[upper as usize].area.right + self.first_word_width(lower) + 0.25 * self.segments[lower as usize].size
    }

    /// How wide the first word of a segment is.
    fn first_word_width(&self, index: u32) -> f32 {
        let segment = &self.segments[index as usize];
        let words = self.words(segment);
        let first = self.runs_of(index).first().filter(|_| segment.lead.is_some());
        let measured = first.and_then(|&run| text::measured_first_word(self.document, &self.document.runs[run as usize], words));
        measured.unwrap_or_else(|| text::first_word_width(words, segment.area.width()))
    }

    /// Whether `upper` cannot end where it does, or `lower` begins with a small letter: one name over two lines.
    fn is_cut_short(&self, upper: &Segment, lower: &Segment) -> bool {
        if upper.dated || lower.contact {
            return false;
        }
        text::is_open(self.words(upper)) || self.words(lower).starts_with(char::is_lowercase)
    }

    /// Whether `lower` goes on where `upper`, the segment at `index`, had no more room.
    fn wraps(&self, index: u32, upper: &Segment, lower: &Segment) -> bool {
        let areas = self.order.iter().map(|&index| self.segments[index as usize].area);
        let right = areas.filter(|area| area.left > upper.area.left - 3.0).map(|area| area.right).fold(f32::MIN, f32::max);
        let last = self.runs_of(index).last().map(|&run| &self.document.runs[run as usize]);
        let styles = last.is_some_and(|last| (last.bold, last.italic) == (lower.style.bold, lower.style.italic));
        styles && (upper.area.left - lower.area.left).abs() < 3.0 && upper.area.right > right - 0.2 * (right - upper.area.left)
    }

    fn width_at(&self, left: f32) -> f32 {
        let at = |index: &&u32| (self.segments[**index as usize].area.left - left).abs() < 3.0;
        self.order.iter().filter(at).map(|&index| self.segments[index as usize].area.width()).sum()
    }

    /// Whether `rail` stands in a narrow column left of the one that `main` begins.
    fn is_left_rail(&self, rail: &Segment, main: &Segment) -> bool {
        rail.area.right < main.area.left && self.width_at(main.area.left) > 1.5 * self.width_at(rail.area.left)
    }

    /// Whether `rail` stands at the right edge of the leaf's text.
    fn is_right_rail(&self, rail: &Segment) -> bool {
        let (left, right) = self.edges();
        rail.area.left > (left + right) / 2.0 && rail.area.width() < 0.4 * (right - left)
    }
}

/// Whether `text` is nothing but a date or a part of one: numbers, a month, a dash, a word for "until" or "present".
pub(super) fn is_date_part(text: &str) -> bool {
    let is_part = |word: &str| {
        word.chars().all(|symbol| symbol.is_ascii_digit() || JOINTS.contains(&symbol) || matches!(symbol, '.' | ',' | '\'' | '’'))
            || names_month(word.trim_end_matches([',', '.']))
            || crate::lexicon::times(&crate::lexicon::fold(word)).until()
            || crate::layout::is_open_end(word)
    };
    let is_word = |word: &str| is_part(word) || word.split(JOINTS).all(is_part);
    text.len() < 28 && text.split_whitespace().all(is_word)
}

/// Whether `below` stands at the same edge on the line below `above`, and is plain text.
fn is_right_below(above: &Segment, below: &Segment) -> bool {
    below.baseline - above.baseline < 1.5 * below.size && is_plain_below(above, below)
}

/// Whether `below`, a line or two below `above`, stands at the same edge and is plain text.
fn is_plain_below(above: &Segment, below: &Segment) -> bool {
    (above.area.left - below.area.left).abs() < 2.0 && !(below.bulleted || below.mark || below.heading || below.dated)
}

/// Whether a date breaks between `first` and `second`: `Sept` above `2009 – Jun`, that above `2011`, `2009 –` above `2011`.
pub(super) fn is_broken_date(first: &str, second: &str) -> bool {
    let breaks = ends_in_month(first) && begins_with_digits(second) || first.ends_with(JOINTS);
    breaks && is_date_part(first) && is_date_part(second)
}

/// Whether the last word of a short text is a month or a season.
fn ends_in_month(text: &str) -> bool {
    let word = text.rsplit([' ', '–', '—', '-']).next().unwrap_or_default();
    text.len() < 28 && (names_month(word) || is_quarter(word))
}

fn begins_with_month(text: &str) -> bool {
    text.split(' ').next().is_some_and(names_month)
}

fn names_month(word: &str) -> bool {
    let folded = crate::lexicon::fold(word);
    crate::lexicon::month(&folded).is_some() || folded.len() > 2 && crate::lexicon::times(&folded).season()
}

/// Whether a number comes first, perhaps a year of two digits.
fn begins_with_digits(text: &str) -> bool {
    text.trim_start_matches(['\'', '’', '‘']).starts_with(|symbol: char| symbol.is_ascii_digit())
}

/// Whether a range breaks behind the day of its end: `1 May 2012 – 31`.
fn ends_in_day(text: &str) -> bool {
    let end = text.rsplit(JOINTS).next().unwrap_or_default();
    end.len() < text.len() && matches!(end.trim_matches([' ', '>', '.']).parse(), Ok(1..=31))
}

/// Whether the last word of a text with a year leads over to the end of a range: `2008-09 til`.
fn ends_in_until(text: &str) -> bool {
    let word = text.rsplit(' ').next().unwrap_or_default();
    !word.ends_with(|symbol: char| symbol.is_ascii_digit()) && crate::lexicon::times(&crate::lexicon::fold(word)).until()
}

/// Whether `text` is nothing but a word or two for "until": `până în`, `til`.
fn is_until(text: &str) -> bool {
    text.len() < 16 && !text.is_empty() && crate::lexicon::times(&crate::lexicon::fold(text)).until()
}

/// Whether `text` is nothing but a word for "until", or leads over to the end of a range: `til vinter 2018`, `až dosud`.
fn goes_until(text: &str, is_dated: bool) -> bool {
    let word = text.split(' ').next().unwrap_or_default();
    let leads = || crate::lexicon::times(&crate::lexicon::fold(word)).until() && (is_dated || crate::layout::is_open_end(text));
    is_until(text) || !word.starts_with(|symbol: char| symbol.is_ascii_digit()) && leads()
}

/// Whether a range breaks behind the quarter of its end: `Q3 2021 – Q2`.
fn ends_in_quarter(text: &str) -> bool {
    let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
    before.trim_end().ends_with(JOINTS) && is_quarter(last)
}

/// Whether `word` is a quarter without its year: `Q3`.
fn is_quarter(word: &str) -> bool {
    let letters = word.strip_suffix(['1', '2', '3', '4']).unwrap_or_default();
    matches!(letters, "Q" | "T" | "K" | "H" | "q" | "t" | "k" | "h")
}

/// Whether the end of a range has a month, but no year: `January 2022 – November`.
fn lacks_year(text: &str) -> bool {
    let end = text.rsplit(JOINTS).next().unwrap_or_default().trim();
    end.len() < text.trim().len()
        && end.chars().count() >= 3
        && !end.chars().any(|symbol| symbol.is_ascii_digit())
        && !crate::layout::is_open_end(end)
}
