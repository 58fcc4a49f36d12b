//! What stands below a header: list items and prose.

use vitae_document::Span;

use super::Entry;
use super::row::{Row, RowDate};
use super::subheading::is_subheading;
use crate::evidence::{Builder, join_into};
use crate::lent::Lent;

/// The text below a header.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    /// List items, each with its following lines.
    pub(super) items: Vec<Span>,
    /// Paragraphs.
    pub(super) prose: Vec<Span>,
}

/// Gathers the rows of prose of `entry` in the buffers that it keeps for it: whoever is done with them hands them back.
pub(super) fn gather(builder: &Builder<'_>, entry: &mut Entry<'_>) -> Body {
    let layout = builder.layout();
    let mut body = std::mem::take(&mut entry.found);
    body.items.clear();
    body.prose.clear();
    let Entry { rows, body: indices, date, .. } = entry;
    let mut in_item = false;
    let mut last: Option<usize> = None;
    let mut folded = Lent::default();
    for index in indices.iter().copied() {
        let row = &rows[index];
        let Some(span) = text_of(row, *date) else { continue };
        if is_subheading(layout.slice(span), &mut folded) {
            (in_item, last) = (false, None);
            continue;
        }
        let goes_on = row.is_continued && last.is_some_and(|last| last + 1 == index);
        if row.is_bullet {
            body.items.push(span);
            in_item = true;
        } else if goes_on && in_item {
            extend(body.items.last_mut(), span);
        } else if last.is_some_and(|last| last + 1 == index) && !in_item && row.gap < 1.0 {
            extend(body.prose.last_mut(), span);
        } else {
            body.prose.push(span);
            in_item = false;
        }
        last = Some(index);
    }
    body
}

fn extend(known: Option<&mut Span>, span: Span) {
    if let Some(known) = known {
        known.end = known.end.max(span.end);
    }
}

/// The row's text, without the entry's own date where that stands at either end. Any other date is part of what is told.
fn text_of(row: &Row, date: Option<RowDate>) -> Option<Span> {
    let holds = |date: RowDate| row.span.start as usize <= date.range.from && date.range.to <= row.span.end as usize;
    if date.is_none_or(|date| !holds(date)) {
        return Some(row.span).filter(|span| !span.is_empty());
    }
    let (first, last) = (row.bits.first()?, row.bits.last()?);
    Some(Span { start: first.span.start, end: last.span.end })
}

/// `spans` as values, joined.
pub(super) fn text(builder: &Builder<'_>, spans: &[Span]) -> String {
    let (mut text, mut part) = (Lent::<String>::default(), Lent::default());
    for (number, span) in spans.iter().enumerate() {
        join_into(builder.layout().slice(*span), &mut part);
        if number > 0 {
            text.push(' ');
        }
        text.push_str(&part);
    }
    text.to_owned()
}
