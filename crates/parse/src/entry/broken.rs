//! Brackets that hold a part of an entry and that the break of a line divides, or that begin behind it.

use vitae_document::Span;

use super::bracket;
use super::cut::cut;
use super::row::Row;
use crate::layout::Layout;

/// Bytes of two lines of a header at most.
const LONGEST: usize = 300;

/// Cuts anew what stands round a bracket that is open where `last` ends, or that `row` begins with, and that holds a part of its own.
pub(super) fn mend(layout: &Layout, last: &mut Row, row: &mut Row, slashes: bool) {
    let Some(found) = find(layout, last, row) else { return };
    let whole = layout.slice(found.whole);
    let Some(upper) = last.bits.pop() else { return };
    let first = last.bits.len();
    let mut looks = vec![(0, upper.look)];
    for (number, bit) in row.bits[..found.n_bits].iter().enumerate() {
        let at = if number == 0 { found.open } else { (bit.span.start - found.whole.start) as usize };
        if looks.last().is_none_or(|(_, look)| *look != bit.look) {
            looks.push((at, bit.look));
        }
    }
    cut(whole, 0..whole.len(), (found.whole.start, slashes), &looks, upper.edge, &mut last.bits);
    last.bits[first..].iter_mut().for_each(|bit| bit.left = upper.left);
    row.bits.drain(..found.n_bits);
}

/// What is cut anew.
struct Found {
    whole: Span,
    /// Where the bracket opens in it.
    open: usize,
    /// How many bits of the lower row it covers.
    n_bits: usize,
}

fn find(layout: &Layout, last: &Row, row: &Row) -> Option<Found> {
    let (upper, lower) = (last.bits.last()?, row.bits.first()?);
    if last.is_bullet || upper.span.start >= lower.span.start || row.span.end.saturating_sub(upper.span.start) as usize > LONGEST {
        return None;
    }
    let from = upper.span.start;
    let text = layout.slice(Span { start: from, end: row.span.end });
    let open = open_at(text, (lower.span.start - from) as usize)?;
    let length = bracket::closing(&text[open..])? + 1;
    let close = from + (open + length) as u32;
    let n_bits = row.bits.iter().take_while(|bit| bit.span.start < close).count();
    let end = row.bits[..n_bits].last()?.span.end.max(close);
    let dates = last.dates.iter().chain(&row.dates);
    let is_apart = dates.into_iter().all(|date| date.range.to <= from as usize || date.range.from >= end as usize);
    let end_of = (end - from) as usize;
    let holds = || bracket::read(text[..open].trim_end(), &text[open..], end_of - open).is_some();
    let is_whole = close > lower.span.start && is_apart && holds();
    is_whole.then_some(Found { whole: Span { start: from, end }, open, n_bits })
}

/// Where the outermost bracket opens that is open at byte `until` of `text`, or that begins there.
fn open_at(text: &str, until: usize) -> Option<usize> {
    let (mut depth, mut open) = (0_usize, None);
    for (at, byte) in text.bytes().enumerate().take(until + 1) {
        match byte {
            b'(' => {
                open = if depth == 0 { Some(at) } else { open };
                depth += 1;
            }
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    open.filter(|open| depth > 0 && *open > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_is_open_where_a_line_ends_or_begins_the_next() {
        for (upper, lower, expected) in [
            ("Baker (Town Bakery,", "Leeds)", Some(6)),
            ("Baker, Town Bakery", "(Leeds), 2019", Some(19)),
            ("Baker (part-time)", "(Leeds)", Some(18)),
            ("Baker (Depot (North),", "Leeds)", Some(6)),
            ("Baker (part-time), Town", "Bakery", None),
            ("Baker", "Leeds", None),
        ] {
            assert_eq!(open_at(&format!("{upper}\n{lower}"), upper.len() + 1), expected, "{upper}");
        }
    }
}
