//! Narrow columns of employers, schools or degrees beside dated entries.
//!
//! `Fairweather` above `Engineering` is one name that the column broke, and a town below it is a cell of its own; neither belongs to
//! the line of the entry that it happens to stand beside.

use super::{LINE, Leaf, PARAGRAPH, is_alike};
use crate::layout::segment::Segment;
use crate::layout::{label, text};
use crate::lexicon;

/// How much of the text's width such a column takes at most.
const NARROW: f32 = 0.36;

/// How many lines one block of it has at most: longer stretches without a gap are tables of labels.
const LINES: usize = 5;

/// How much farther than the last two lines of a block the next one stands below at most.
const EVEN: f32 = 1.15;

/// How many rows below its first line a block's entry shows its date.
const ENTRY: usize = 6;

/// Where the entries stand, seen from the column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Side {
    /// To the right, from this edge on.
    Right(f32),
    /// To the left, up to this edge.
    Left(f32),
}

/// What is known of a block by one of its lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Block {
    entries: Side,
    /// How far the line stands below the one above it.
    pitch: f32,
    /// The row in which the block begins shows a date.
    dated: bool,
}

/// How a line goes on with the block above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bond {
    /// Both are one text.
    Text,
    /// It is another part of the entry.
    Cell,
}

impl Side {
    /// The side on which every one of `others` stands, seen from the lines of one block.
    fn of<'a>(block: [&Segment; 2], others: impl Iterator<Item = &'a Segment>) -> Option<Self> {
        let (left, right) = others
            .fold((f32::INFINITY, f32::NEG_INFINITY), |(left, right), other| (left.min(other.area.left), right.max(other.area.right)));
        if !left.is_finite() {
            None
        } else if block.iter().all(|line| line.area.right < left) {
            Some(Self::Right(left))
        } else {
            block.iter().all(|line| line.area.left > right).then_some(Self::Left(right))
        }
    }
}

impl Leaf<'_> {
    /// How `lower`, in a row below the first one of `rows`, goes on with `upper`, which is known to stand beside an entry or may.
    pub(super) fn bond(
        &self,
        rows: &[(usize, usize)],
        (upper, lower): (u32, u32),
        lower_row: &[u32],
        known: Option<Block>,
    ) -> Option<(Bond, Block)> {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let plain = |part: &Segment| !(part.dated || part.heading || part.bulleted || part.mark || part.contact || part.wordless);
        let pitch = below.baseline - above.baseline;
        let near = if self.in_one_cell(upper, lower) { PARAGRAPH } else { LINE };
        let even = known.is_none_or(|block| pitch < EVEN * block.pitch);
        if !plain(above) || !plain(below) || pitch > near * above.size || !even || self.in_two_cells(upper, lower) {
            return None;
        }
        let upper_row = &self.order[rows[0].0..rows[0].1];
        let beside = |row| self.beside_of(row, [upper, lower]);
        let is_dated = |row| beside(row).any(|part| part.dated);
        let goes_on = || beside(upper_row).any(|part| part.dated && text::is_open(self.words(part)));
        // `Designation` before `: Clerk` is a label of that line alone.
        let is_label = || [upper_row, lower_row].iter().any(|row| beside(row).any(|part| self.words(part).starts_with(':')));
        if known.is_none() && beside(upper_row).next().is_none()
            || is_label()
            || self.are_labels([above, below])
            || (known.is_some_and(|block| block.dated) || is_dated(upper_row)) && is_dated(lower_row) && !goes_on()
        {
            return None;
        }
        let side = Side::of([above, below], beside(upper_row).chain(beside(lower_row))).or(known.map(|block| block.entries))?;
        if !self.is_column(side, above) || known.is_none() && !self.is_beside_entry(rows, side, above) {
            return None;
        }
        Some((
            self.bond_of(upper, lower, side)?,
            Block { entries: side, pitch, dated: known.map_or_else(|| is_dated(upper_row), |block| block.dated) },
        ))
    }

    /// The block of `lower`, which stands below the date `upper` of an entry in the same narrow column.
    pub(super) fn block_below_date(&self, upper_row: &[u32], upper: u32, lower: u32) -> Option<Block> {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let entries = Side::of([above, below], self.beside_of(upper_row, [upper, lower])).filter(|_| above.dated && !below.dated)?;
        self.is_column(entries, above).then_some(Block { entries, pitch: below.baseline - above.baseline, dated: false })
    }

    /// Whether both lines are said again further up or down: labels of their rows.
    fn are_labels(&self, lines: [&Segment; 2]) -> bool {
        let others = || self.order.iter().map(|&index| &self.segments[index as usize]);
        lines.iter().all(|&line| label::is_said_again(others(), line, |other| self.words(other) == self.words(line)))
    }

    /// What stands in `row` besides the lines of a block.
    fn beside_of<'a>(&'a self, row: &'a [u32], block: [u32; 2]) -> impl Iterator<Item = &'a Segment> {
        row.iter().filter(move |index| !block.contains(index)).map(|&index| &self.segments[index as usize])
    }

    /// Whether the format declares that the two stand in different cells.
    fn in_two_cells(&self, upper: u32, lower: u32) -> bool {
        self.cell_of(upper).is_some() && self.cell_of(upper) != self.cell_of(lower)
    }

    /// Whether the column that `line` stands in is a narrow one at the text's edge.
    fn is_column(&self, side: Side, line: &Segment) -> bool {
        let (left, right) = self.edges();
        let width = match side {
            Side::Right(edge) => edge - left,
            Side::Left(_) => right - line.area.left,
        };
        let outer = match side {
            Side::Right(_) => line.area.left - left,
            Side::Left(_) => right - line.area.right,
        };
        width < NARROW * (right - left) && outer < 0.5 * width
    }

    /// Whether the rows from the first one on are an entry with a date, beside a block of few lines, and not a table of the ways to
    /// reach the person.
    fn is_beside_entry(&self, rows: &[(usize, usize)], side: Side, line: &Segment) -> bool {
        let edge = match side {
            Side::Right(edge) => edge - 1.0,
            Side::Left(edge) => edge.midpoint(line.area.left),
        };
        let (mut dated, mut lines, mut baseline) = (false, 0, line.baseline);
        for (nth, &(start, end)) in rows.iter().take(ENTRY).enumerate() {
            let row = self.order[start..end].iter().map(|&index| &self.segments[index as usize]);
            let own = |part: &Segment| if matches!(side, Side::Right(_)) { part.area.right < edge } else { part.area.left > edge };
            let mut has_line = false;
            for part in row {
                if part.contact {
                    return false;
                }
                if part.heading && nth > 0 {
                    return dated;
                }
                if part.area.left < edge && part.area.right > edge {
                    // The text takes both columns: the entry is over, or there are none.
                    return dated && nth > 1;
                }
                if !own(part) {
                    dated |= part.dated;
                } else if nth > 0 && (part.baseline - baseline > LINE * part.size || part.dated) {
                    // The entry's date may stand below its names.
                    return dated || part.dated && nth > 1 && part.baseline - baseline <= LINE * part.size;
                } else {
                    (has_line, baseline) = (true, part.baseline);
                }
            }
            lines += usize::from(has_line);
        }
        dated && lines < LINES
    }

    fn bond_of(&self, upper: u32, lower: u32, side: Side) -> Option<Bond> {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let (first, second) = (self.words(above), self.words(below));
        if first.ends_with(':') || lexicon::label(&lexicon::fold(first)).is_some() {
            return None;
        }
        let open = text::is_open(first);
        let broken = text::is_broken(first) && second.starts_with(char::is_lowercase);
        let needed = above.area.width() + 0.2 * above.size + text::first_word_width(second, below.area.width());
        let full = || needed > self.width_of_column(side, above) && !names_place(second);
        Some(if is_alike(above, below) && (open || broken || full()) { Bond::Text } else { Bond::Cell })
    }

    /// The width of the widest line in the column of `line`, among those of several words where there are any: a long word alone stands
    /// out of a narrow column.
    fn width_of_column(&self, side: Side, line: &Segment) -> f32 {
        let is_own = |other: &Segment| {
            let flush = (other.area.left - line.area.left).abs() < 2.0 || (other.area.right - line.area.right).abs() < 2.0;
            flush
                && match side {
                    Side::Right(edge) => other.area.right < edge,
                    Side::Left(edge) => other.area.left > edge,
                }
        };
        let own = || self.order.iter().map(|&index| &self.segments[index as usize]).filter(|other| is_own(other));
        let several = own().filter(|other| self.words(other).contains(' ')).map(|other| other.area.width()).fold(0.0, f32::max);
        if several > 0.0 { several } else { own().map(|other| other.area.width()).fold(0.0, f32::max) }
    }
}

/// Whether `text` is the name of a town, perhaps with its country.
pub(super) fn names_place(text: &str) -> bool {
    let is_place = |part: &str| {
        let folded = lexicon::fold(part);
        let phrase = lexicon::phrase(&folded);
        phrase.city().is_some() || phrase.country().is_some() || phrase.region().is_some() || lexicon::state(part.trim()).is_some()
    };
    text.starts_with(char::is_uppercase) && text.split(',').all(is_place)
}
