//! A first and a last date below each other, each on a line of its own: `2014` above `2018`.

use vitae_document::Span;
use vitae_model::PartialDate;

use super::row::{Row, RowDate};
use crate::date::DateRange;
use crate::layout::{Layout, is_open_end};

/// Bytes of a word or two for today at most.
const LONGEST_WORD: usize = 24;
/// Most white space between the two, in line heights.
const TIGHT: f32 = 0.9;

/// Makes one range of the date of `above` and what `below` holds, a later date or a word for today, where the two lines hold nothing else
/// and belong together; whether it did.
pub(super) fn join(layout: &Layout, above: &mut Row, below: &Row) -> bool {
    let [first] = above.dates.as_mut_slice() else { return false };
    if !above.bits.is_empty() || !is_single(first) || !is_close(above.gap, (above.left, below)) {
        return false;
    }
    let range = &mut first.range;
    let (end, end_at, to) = match (below.bits.is_empty(), below.dates.as_slice()) {
        (true, [last]) if is_single(last) && range.end <= last.range.end && range.to <= last.range.from => {
            (last.range.end, last.range.end_at, last.range.to)
        }
        (false, []) if is_today(layout, below.span) => {
            let place = (below.span.start as usize, below.span.end as usize);
            (None, place, place.1)
        }
        _ => return false,
    };
    close(range, end, end_at);
    range.to = to;
    above.span.end = above.span.end.max(below.span.end);
    true
}

/// Whether all of `span` is a word or two for today.
pub(super) fn is_today(layout: &Layout, span: Span) -> bool {
    span.len() < LONGEST_WORD && is_open_end(layout.slice(span))
}

/// Makes a range of the date that `range` holds, which begins it, and its `end`, none for today, which stands at `end_at`.
pub(super) fn close(range: &mut DateRange, end: Option<PartialDate>, end_at: (usize, usize)) {
    (range.start, range.start_at) = (range.end, range.end_at);
    (range.end, range.end_at, range.to) = (end, end_at, end_at.1);
    (range.is_range, range.current) = (true, end.is_none());
}

/// Whether `below` stands right below a line with more white space above it, at the same edge.
fn is_close(gap: f32, (left, below): (f32, &Row)) -> bool {
    below.gap < TIGHT && below.gap < gap && (left - below.left).abs() < 3.0 && !below.is_bullet
}

/// Whether a date by itself is a day, month or year.
pub(super) fn is_single(date: &RowDate) -> bool {
    date.is_alone && !date.range.is_range && !date.range.current && date.range.start.is_none() && date.range.end.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Dates;

    /// A row of nothing but `date`, which stands at byte `at`.
    fn row(date: &str, at: usize, gap: f32) -> Row {
        let mut found = Dates::in_any_language();
        let dates = found
            .read(&format!("{}{date}", " ".repeat(at)))
            .iter()
            .map(|range| RowDate { range: *range, is_alone: true, is_left: false })
            .collect();
        Row { dates, gap, ..Row::default() }
    }

    #[test]
    fn two_years_below_each_other_are_one_stay() {
        for (first, last, gap, expected) in [
            ("2014", "2018", 0.2, true),
            ("Sep 2014", "May 2018", 0.2, true),
            // The end of one entry and the beginning of an older one.
            ("2018", "2014", 0.2, false),
            ("2014", "2018", 2.5, false),
            ("2010 - 2014", "2018", 0.2, false),
        ] {
            let mut above = row(first, 0, 1.5);
            assert_eq!(join(&Layout::default(), &mut above, &row(last, 40, gap)), expected, "{first} {last}");
            assert_eq!(above.dates[0].range.is_range, expected || first.contains('-'), "{first} {last}");
        }
    }
}
