//! Lines that go on with the one above: items, sentences, headers that are too long for their column.

use vitae_document::Span;

use super::cut::has_words;
use super::row::{Row, RowDate};
use crate::evidence::Builder;

/// Marks lines that go on with the item or sentence above them, and takes back the dates that are only part of a sentence.
pub(super) fn mark(builder: &Builder<'_>, rows: &mut [Row]) {
    let layout = builder.layout();
    let mut item_left: Option<f32> = None;
    for index in 0..rows.len() {
        let row = &rows[index];
        if row.is_bullet {
            item_left = Some(row.left);
            rows[index].is_continued = false;
            continue;
        }
        let Some(before) = index.checked_sub(1).map(|before| &rows[before]) else {
            rows[index].is_continued = false;
            continue;
        };
        let text = layout.slice(row.span);
        let starts_low = text.chars().find(|symbol| symbol.is_alphanumeric()).is_some_and(char::is_lowercase);
        let is_same = row.look.size == before.look.size && row.look.bold == before.look.bold;
        let is_indented = item_left.is_some_and(|left| row.left > left - 3.0 && row.left < left + 40.0);
        let in_item = (before.is_bullet || before.is_continued) && is_indented && row.gap < 1.0 && (is_same || starts_low);
        let in_sentence = before.is_full && starts_low && is_same && row.gap < 1.0;
        let opens_entry = row.dates.iter().any(|date| date.range.is_range && (date.is_left || date.is_alone) && !starts_low);
        let upper = layout.slice(before.span);
        let told = (row.is_continued || in_item) && (before.is_bullet || before.is_continued) && closes_bracket(upper, text);
        rows[index].is_continued = (row.is_continued || in_item || in_sentence) && (!opens_entry || told);
        if !rows[index].is_continued {
            item_left = None;
            continue;
        }
        if told && opens_entry {
            rows[index].dates.clear();
            continue;
        }
        let opens_with_dash = text.trim_start().starts_with(['-', '–', '—']);
        let has_bits = !rows[index].bits.is_empty();
        // A header that is wrapped may end in its date; what a list item or a sentence goes on with tells of something.
        let in_header = item_left.is_none() && !upper.contains(". ");
        let is_short = upper.split_whitespace().take(15).count() < 15;
        let row = &mut rows[index];
        row.dates.retain(|date| {
            date.is_alone && (date.range.is_range || has_bits || opens_with_dash || in_header && is_short)
                || in_header && closes_header(upper, text, row.span, date)
        });
    }
}

/// Whether `text` closes a bracket that `upper`, the line above, leaves open.
fn closes_bracket(upper: &str, text: &str) -> bool {
    let last_open = upper.rfind('(').is_some_and(|open| !upper[open..].contains(')'));
    last_open && text.find(')').is_some_and(|close| !text[..close].contains('('))
}

/// Whether `date` ends a header whose last line but one is `upper`, and its last `text`, which stands at `place`.
fn closes_header(upper: &str, text: &str, place: Span, date: &RowDate) -> bool {
    let from = date.range.from.checked_sub(place.start as usize).and_then(|from| text.get(..from));
    let to = date.range.to.checked_sub(place.start as usize).and_then(|to| text.get(to..));
    let (Some(before), Some(behind)) = (from, to) else { return false };
    let before = if has_words(before) { before } else { upper };
    let is_divided = before.trim_end().ends_with([',', '|', '•', '·', ';', ':', '–', '—', '-', '/', '(', '[']);
    let is_bracketed = text[..date.range.from - place.start as usize].trim_end().ends_with(['(', '[']);
    (is_divided || is_bracketed) && !has_words(behind)
}
