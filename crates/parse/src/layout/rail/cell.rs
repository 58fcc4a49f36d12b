//! Text that goes on in a cell of a table that the format, or drawn lines, declare.

use vitae_document::TableCell;

use super::{Leaf, block, is_alike, is_plain_below, is_right_below};
use crate::layout::column::NARROWEST;
use crate::layout::segment::Segment;
use crate::layout::text;
use crate::lexicon;

/// White on both sides of the border between two cells, in multiples of the font size.
const CELL_MARGINS: f32 = 1.1;

/// How far below each other the lines of such a cell stand at most, in multiples of the font size.
const LOOSE: f32 = 1.6;

/// Bytes of a caption of two lines at most.
const LONGEST_CAPTION: usize = 120;

impl Leaf<'_> {
    /// Whether the two, beside the text at `beside`, are a caption that is known: `Name and address` above `of employer`.
    pub(super) fn wraps_in_caption(&self, upper: u32, lower: u32, beside: f32, probe: &mut String) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let is_plain = |part: &Segment| !(part.dated || part.contact || part.bulleted || part.mark);
        if above.area.right >= beside || beside.is_infinite() || !is_alike(above, below) || !is_plain(above) || !is_plain(below) {
            return false;
        }
        // `From:` above `To:` are two, each with a value of its own.
        if self.words(above).ends_with(':') {
            return false;
        }
        probe.clear();
        probe.extend([self.words(above), " ", self.words(below)]);
        probe.len() < LONGEST_CAPTION && crate::entry::is_caption(&lexicon::fold(probe))
    }

    /// Whether `own` is a caption or the value of one, as a colon between the two shows: `From:` beside `07/2015`, `Duration` beside
    /// `: 2015 – 2018`.
    pub(super) fn is_in_form(&self, row: &[u32], own: u32) -> bool {
        let (first, second) = match *row {
            [first, second] => (first, second),
            // What it announces stands below.
            [only] => return only == own && self.words(&self.segments[own as usize]).ends_with(':'),
            _ => return false,
        };
        let [caption, value] = [first, second].map(|index| &self.segments[index as usize]);
        (own == first || own == second)
            && caption.area.right < value.area.left
            && (self.words(caption).ends_with(':') && !caption.contact || self.words(value).starts_with(':'))
    }

    /// Whether `lower` goes on with `upper`, both flush right in the last cell of a row, and was drawn right behind it, after what else
    /// stands beside it: a table is drawn cell by cell.
    pub(super) fn wraps_in_last_cell(&self, upper_row: &[u32], upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let (Some(&first), Some(&last)) = (self.runs_of(upper).first(), self.runs_of(upper).last()) else { return false };
        let is_flush = (above.area.right - below.area.right).abs() < 1.0 && (above.area.left - below.area.left).abs() > 2.0;
        let is_near = below.baseline - above.baseline < LOOSE * below.size && above.style == below.style;
        if !is_flush || !is_near || self.runs_of(lower).first() != Some(&(last + 1)) {
            return false;
        }
        if above.dated || above.heading || below.dated || below.bulleted || below.mark || below.contact {
            return false;
        }
        let is_before = |&other: &u32| {
            let (area, runs) = (self.segments[other as usize].area, self.runs_of(other));
            area.right < above.area.left.min(below.area.left) && runs.last() < Some(&first)
        };
        let are_before = |row: &[u32], own: u32| row.len() > 1 && row.iter().all(|other| *other == own || is_before(other));
        are_before(upper_row, upper)
            && are_before(lower_row, lower)
            && (text::is_open(self.words(above)) || self.fills_flush_right(upper, lower))
    }

    /// Whether the first word of `lower` would make `upper` wider than all that is set flush right with it.
    fn fills_flush_right(&self, upper: u32, lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let areas = self.order.iter().map(|&index| self.segments[index as usize].area);
        let widest = areas.filter(|area| (area.right - above.area.right).abs() < 1.0).map(|area| area.width()).fold(0.0, f32::max);
        !block::names_place(self.words(below)) && above.area.width() + 0.25 * below.size + self.first_word_width(lower) > widest
    }

    /// Whether `lower` goes on with `upper`, full up to a cell at its right, and was drawn before what that cell holds: a table is drawn
    /// cell by cell. What else stands in the row of `lower` belongs to the cells beside it. `first`, of `row`, is the text's first line.
    pub(super) fn wraps_in_cell(&self, (row, first): (&[u32], u32), upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let (top, above, below) = (&self.segments[first as usize], &self.segments[upper as usize], &self.segments[lower as usize]);
        let last = self.runs_of(upper).last().copied().unwrap_or_default();
        // What is drawn before the cell at its right heads nothing, whatever it reads like: `Example State` above `University`. The heads of
        // sections stand first in their row.
        let is_first = || !row.iter().any(|&other| self.segments[other as usize].area.right < top.area.left);
        let plain = Segment { heading: below.heading && is_first(), ..*below };
        let is_below = is_plain_below(above, &plain) && below.baseline - above.baseline < LOOSE * below.size;
        if self.runs_of(lower).first() != Some(&(last + 1)) || above.dated || !is_below || below.contact {
            return false;
        }
        let lefts = |index: &u32| self.segments[*index as usize].area.left;
        let rights = row.iter().copied().filter(|other| lefts(other) > top.area.right);
        let Some(next) = rights.min_by(|a, b| lefts(a).total_cmp(&lefts(b))) else { return false };
        let edge = lefts(&next) - NARROWEST;
        // Cells keep white on either side.
        let limit = edge - 0.4 * below.size;
        // Cells at the left were drawn before.
        let is_before = |other: u32| {
            self.segments[other as usize].area.right < top.area.left && self.runs_of(other).last() < self.runs_of(first).first()
        };
        self.runs_of(next).first() > self.runs_of(lower).last()
            && below.area.right < edge
            && lower_row.iter().all(|other| *other == lower || lefts(other) > edge || is_before(*other))
            && self.goes_on_in_look(upper, lower)
            && self.needs(upper, lower) > limit
    }

    /// Whether `upper` says what the date `lower` below it is: `Graduated` above `06/2004`, unless both rows are heads and cells of columns.
    pub(super) fn announces(&self, upper_row: &[u32], upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let words = self.words(&self.segments[upper as usize]);
        let is_head = || lexicon::times(&lexicon::fold(words)).expected();
        self.segments[lower as usize].dated && words.len() < 28 && is_head() && !self.head_columns(upper_row, lower_row)
    }

    /// Whether `upper`, which names no month, heads a column as all of `upper_row` do: `Ende` above `2013` beside `Beginn` above `2010`.
    pub(super) fn is_head(&self, upper_row: &[u32], upper: u32, lower_row: &[u32]) -> bool {
        let last = || self.words(&self.segments[upper as usize]).rsplit(' ').next().unwrap_or_default();
        self.head_columns(upper_row, lower_row) && lexicon::month(&lexicon::fold(last())).is_none()
    }

    /// Whether the cells of `upper_row`, none of which is dated, head columns: those of `lower_row` begin where they do, one and more of
    /// them dated, of two rows of two both.
    pub(super) fn head_columns(&self, upper_row: &[u32], lower_row: &[u32]) -> bool {
        let is_dated = |index: &&u32| self.segments[**index as usize].dated;
        let n_dated = lower_row.iter().filter(is_dated).count();
        if upper_row.len() < 2 || lower_row.len() != upper_row.len() || n_dated < if upper_row.len() == 2 { 2 } else { 1 } {
            return false;
        }
        let left = |index: &u32| self.segments[*index as usize].area.left;
        let has_cell = |index: &u32| lower_row.iter().any(|other| (left(other) - left(index)).abs() < 2.0);
        // `since 1 May` is no head.
        let has_digit = |index: &u32| self.words(&self.segments[*index as usize]).bytes().any(|byte| byte.is_ascii_digit());
        upper_row.iter().all(has_cell) && !upper_row.iter().any(|index| is_dated(&index) || has_digit(index))
    }

    /// Whether `lower` goes on with `upper` in a cell of a table on a printed page, because the cell, one of three at least, was full. What
    /// else stands in the row of `lower` goes on with other cells of the same row of the table.
    pub(super) fn fills_cell(&self, upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let Some(own) = self.cell_of(upper).filter(|_| !self.document.flowed) else { return false };
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let is_mate = |&other: &u32| self.cell_of(other).is_some_and(|cell| (cell.table, cell.row) == (own.table, own.row));
        if self.cell_of(lower) != Some(own)
            || above.dated
            || below.contact
            || !is_right_below(above, below)
            || !lower_row.iter().all(is_mate)
            || !self.goes_on_in_look(upper, lower)
        {
            return false;
        }
        // A date beside an entry of many lines is a table too, and these lines are no one text.
        let is_third = |cell: TableCell| cell.table == own.table && cell.column > 1;
        if !self.order.iter().any(|&other| self.cell_of(other).is_some_and(is_third)) {
            return false;
        }
        let is_next = |cell: TableCell| cell.table == own.table && cell.column == own.column + 1;
        let next = self.order.iter().filter(|&&other| self.cell_of(other).is_some_and(is_next));
        let edge = next.map(|&other| self.segments[other as usize].area.left).fold(f32::INFINITY, f32::min).min(self.edges().1);
        self.needs(upper, lower) > edge - CELL_MARGINS * below.size
    }
}
