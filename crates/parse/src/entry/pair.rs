//! The two ends of a range that stand beside each other, each in a cell of its own: `08/2019` and `08/2022`, `08/2022` and `now`.

use vitae_document::Span;

use super::row::{Edge, Row};
use super::stack::{close, is_single, is_today};
use crate::layout::Layout;

/// Makes one range of the two ends that a row holds in cells beside each other.
pub(super) fn join(layout: &Layout, row: &mut Row) {
    // Those of a rail stand behind the others.
    if row.dates.len() > 1 {
        row.dates.sort_by_key(|date| date.range.from);
    }
    let Some(first) = row.dates.iter().position(is_single) else { return };
    let from = row.dates[first].range.to;
    if let Some(last) = row.dates.get(first + 1).filter(|last| is_single(last)) {
        let (end, end_at) = (last.range.end, last.range.end_at);
        if row.dates[first].range.end <= end && is_blank(layout, from, last.range.from) {
            row.dates.remove(first + 1);
            close(&mut row.dates[first].range, end, end_at);
        }
        return;
    }
    let is_behind = |span: Span| span.start as usize >= from && is_blank(layout, from, span.start as usize);
    let Some(at) = row.bits.iter().position(|bit| is_behind(bit.span)) else { return };
    let Span { start, end } = row.bits[at].span;
    let is_cell = row.bits.get(at + 1).is_none_or(|next| next.edge == Edge::Cell);
    if is_cell && is_today(layout, row.bits[at].span) {
        let bit = row.bits.remove(at);
        row.n_letters = row.n_letters.saturating_sub(bit.span.len());
        close(&mut row.dates[first].range, None, (start as usize, end as usize));
    }
}

/// Whether nothing is printed between two places of the text.
fn is_blank(layout: &Layout, from: usize, to: usize) -> bool {
    layout.text.get(from..to).is_some_and(|text| text.chars().all(char::is_whitespace))
}
