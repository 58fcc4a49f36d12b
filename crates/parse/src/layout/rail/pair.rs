//! The two ends of a range that stand one below the other in a narrow column of dates.

use super::{JOINTS, Leaf, is_alike, is_date_part, overlaps};
use crate::layout::segment::Segment;
use crate::layout::text;

/// How far below each other the two stand at most, in multiples of the font size.
const NEAR: f32 = 1.8;
/// How much farther from the next pair than from each other, at least.
const APART: f32 = 1.25;
/// As many segments before and behind the first of the two are looked at.
const WINDOW: usize = 96;

impl Leaf<'_> {
    /// Whether `upper`, in the row that begins at `start`, and `lower`, the next date below it, are the two ends of one range: the dates of
    /// their column stand in such pairs, and white space parts the pairs.
    pub(super) fn are_ends(&self, start: usize, upper: u32, lower: u32) -> bool {
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        if !above.dated || !is_alike(above, below) || !self.is_end(above) || !self.is_end(below) || self.year_of(above).is_none() {
            return false;
        }
        let in_order = self.year_of(below).is_none_or(|end| self.year_of(above).is_some_and(|start| start <= end));
        let pitch = below.baseline - above.baseline;
        if !in_order || pitch > NEAR * above.size {
            return false;
        }
        let near = self.order[start.saturating_sub(WINDOW)..].iter().take(2 * WINDOW).map(|&index| &self.segments[index as usize]);
        let is_own = |other: &&Segment| {
            ((other.area.left - above.area.left).abs() < 2.0 || (other.area.right - above.area.right).abs() < 2.0)
                && is_alike(above, other)
                && (other.dated || self.is_end(other))
        };
        let (mut n_pairs, mut n_groups, mut size, mut last) = (0, 0, 0, f32::NEG_INFINITY);
        for end in near.filter(is_own) {
            let goes_on = end.baseline - last < APART * pitch;
            size = if goes_on { size + 1 } else { 1 };
            n_groups += usize::from(!goes_on);
            n_pairs += usize::from(goes_on);
            // Rows that happen to hold one date each, or a document that shows both ends of a range in one line.
            if size > 2 || !self.is_end(end) {
                return false;
            }
            last = end.baseline;
        }
        n_pairs >= 2 && n_groups <= 2 * n_pairs
    }

    /// Whether a date breaks off, `10/2018 –`, in a narrow cell between the lines beside it, the next of which is `next` of the order.
    pub(super) fn breaks_off(&self, index: u32, next: usize) -> bool {
        let segment = &self.segments[index as usize];
        let is_between = |next: &Segment| !overlaps(segment, next) && next.baseline - segment.baseline < segment.size;
        segment.dated
            && self.order.get(next).is_some_and(|&next| is_between(&self.segments[next as usize]))
            && self.words(segment).ends_with(JOINTS)
            && is_date_part(self.words(segment))
    }

    /// Whether `part` is one end of a range: a date by itself, or a word for "present".
    fn is_end(&self, part: &Segment) -> bool {
        let words = self.words(part);
        if part.bulleted || part.heading || words.len() > 24 {
            return false;
        }
        text::is_open_end(words) || is_date_part(words) && self.year_of(part).is_some()
    }

    /// The only year of `part`, where it is written out and belongs to no range.
    fn year_of(&self, part: &Segment) -> Option<u16> {
        let words = self.words(part);
        let mut years = words.split(|symbol: char| !symbol.is_ascii_digit()).filter(|number| number.len() == 4);
        let year = years.next()?.parse().ok()?;
        (years.next().is_none() && words.split(JOINTS).all(is_number_or_date)).then_some(year)
    }
}

/// Whether `part`, of a text that dashes part, is `02` of `2020-02`, or a date as a whole.
fn is_number_or_date(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit()) && (part.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') || part.contains(' '))
}
