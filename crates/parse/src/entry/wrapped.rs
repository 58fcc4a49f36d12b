//! Lines that go on with the one above: items, sentences, headers that are too long for their column.

use vitae_document::Span;

use super::caption;
use super::cut::has_words;
use super::halves;
use super::row::{Row, RowDate};
use super::stop;
use crate::date::Dates;
use crate::evidence::Builder;
use crate::lexicon;

/// Marks lines that go on with the item or sentence above them, and takes back the dates that are only part of a sentence.
pub(super) fn mark(builder: &Builder<'_>, rows: &mut [Row], dates: &mut Dates, folded: &mut String) {
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
        let is_below_item = before.is_bullet || before.is_continued;
        let opens = |date: &RowDate| (date.is_left || date.is_alone) && (!starts_low || is_below_item && leads(text, row.span, date));
        let opens_entry = row.dates.iter().any(|date| date.range.is_range && opens(date));
        let upper = layout.slice(before.span);
        let closes = (row.is_continued || in_item) && closes_bracket(upper, text);
        let told = closes && item_left.is_some();
        let in_date = item_left.is_none() && halves::are(dates, upper, text);
        let heads = !before.is_bullet && !before.is_continued && before.dates.iter().any(|date| date.range.is_range && date.is_alone);
        let tells = heads && is_prose(text) && !ends_open(upper);
        let goes_on = (row.is_continued || in_item || in_sentence) && !tells && (!opens_entry || closes) || in_date;
        rows[index].is_continued = goes_on && !caption::opens(layout, &rows[index]);
        if !rows[index].is_continued {
            item_left = None;
            continue;
        }
        if told && opens_entry {
            rows[index].dates.clear();
            continue;
        }
        let opens_with_dash = text.trim_start().starts_with(lexicon::DASHES);
        let has_bits = !rows[index].bits.is_empty();
        // A header that is wrapped may end in its date; what a list item or a sentence goes on with tells of something.
        let in_header = item_left.is_none() && (!holds_sentence(upper) || stop::between(upper, folded).is_some());
        let is_short = upper.split_whitespace().take(15).count() < 15;
        let row = &mut rows[index];
        row.dates.retain(|date| {
            date.is_alone && (date.range.is_range || has_bits || opens_with_dash || in_header && is_short)
                || in_header && closes_header(upper, text, row.span, date)
        });
    }
}

/// Whether `text`, which stands at `place`, begins with the span of time `date` and nothing or a mark stands behind it: many languages
/// write months small.
fn leads(text: &str, place: Span, date: &RowDate) -> bool {
    let behind = date.range.to.checked_sub(place.start as usize).and_then(|to| text.get(to..)).map(str::trim_start);
    let is_marked = |behind: &str| behind.is_empty() || behind.starts_with(['|', '•', '·', ';', ':', ',', '–', '—', '-', '\t']);
    // "since January 2019" may end a sentence.
    let is_span = date.range.end.is_some() || date.range.start_at.0 == date.range.from;
    date.range.from == place.start as usize && date.range.start.is_some() && is_span && behind.is_some_and(is_marked)
}

/// Whether a sentence ends inside of `text`, which a stop behind an abbreviation does not: "Dr. Example", "Sp. z o.o. Leeds".
fn holds_sentence(text: &str) -> bool {
    const LONGEST_TITLE: usize = 4;
    const LONGEST_WORD: usize = 3;
    text.match_indices(". ").any(|(at, stop)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        let longest = if word.starts_with(char::is_uppercase) { LONGEST_TITLE } else { LONGEST_WORD };
        !(word.contains('.') || word.len() <= longest || text[at + stop.len()..].starts_with(char::is_lowercase))
    })
}

/// Whether `text` is what somebody did and no name: five words and more, two of those that are longer begin small.
fn is_prose(text: &str) -> bool {
    const LEAST: usize = 5;
    let words = || text.split_whitespace();
    let is_content = |word: &&str| word.len() > 4 && word.starts_with(char::is_lowercase);
    text.starts_with(char::is_uppercase) && words().nth(LEAST - 1).is_some() && words().filter(is_content).nth(1).is_some()
}

/// Whether something has to follow `upper`: a bracket is open, or it ends in a mark or a small word.
fn ends_open(upper: &str) -> bool {
    let last = upper.split_whitespace().next_back().unwrap_or_default();
    let is_joint = last.len() <= 4 && last.starts_with(char::is_lowercase);
    is_joint || upper.ends_with([',', '&', '/', '-', '–', '—', ':', '(']) || upper.matches('(').count() > upper.matches(')').count()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_behind_an_abbreviation_ends_no_sentence() {
        for text in [
            "Clerk, Dr. Example & Partner mbB,",
            "Specjalista ds. kadr, Uniwersytet im. Przykładu",
            "Mag. Physik bei",
            "Clerk, Acme Sp. z o.o. Leeds",
            "no stop.",
        ] {
            assert!(!holds_sentence(text), "{text}");
        }
        assert!(holds_sentence("Cut the waiting time. Won the award of the city,"));
        assert!(holds_sentence("Moved to Harrogate. Led"));
    }

    #[test]
    fn prose_is_told_from_the_rest_of_a_name() {
        for text in ["Entretien courant des machines et commandes de", "Ran the pilot with another bakery."] {
            assert!(is_prose(text), "{text}");
        }
        for text in ["Hochschule für Wirtschaft und Recht", "Recherche en biologie moléculaire", "and kept the books of three shops"] {
            assert!(!is_prose(text), "{text}");
        }
        for (upper, expected) in
            [("2019 – 2021 Baker, Oakfield", false), ("2019 – 2021 Baker, Oakfield (North", true), ("Chargée de", true)]
        {
            assert_eq!(ends_open(upper), expected, "{upper}");
        }
    }
}
