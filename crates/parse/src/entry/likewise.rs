//! Places that are written alike in the headers of entries: where several are known, those of the others are places as well. They stand in
//! brackets at the end, or behind a hyphen without blanks: "Oakfield Ltd-Leeds".

use vitae_document::Span;

use super::bracket::{is_place, names_place};
use super::row::{Bit, Edge, Row};
use crate::layout::Layout;
use crate::lexicon::{self, Class, fold};

/// Known places that speak for the others.
const LEAST: usize = 2;
/// For how many unknown ones each of them does.
const MOST: usize = 2;
/// Letters of a header at most.
const LONGEST: usize = 160;

/// Cuts the bracket off the last bit of each header that ends in one, where brackets hold a place at the ends of other headers.
pub(super) fn cut_places(layout: &Layout, rows: &mut [Row]) {
    let ends = |row: &Row| row.bits.last().copied().filter(|_| !row.is_bullet && row.n_letters <= LONGEST);
    let n_known = rows.iter().filter(|row| ends(row).is_some_and(|bit| is_known(layout, bit))).count();
    if n_known < LEAST {
        return;
    }
    let open = |row: &Row| ends(row).and_then(|bit| opening(layout.slice(bit.span)));
    if rows.iter().filter(|row| open(row).is_some()).count() > MOST * n_known {
        return;
    }
    for row in rows {
        if let (Some((name, inner)), Some(bit)) = (open(row), row.bits.last_mut()) {
            let place = Span { start: bit.span.start + inner as u32, end: bit.span.end - 1 };
            let cut = Bit { span: place, edge: Edge::Comma, ..*bit };
            bit.span.end = bit.span.start + name as u32;
            row.bits.push(cut);
        }
    }
}

/// Cuts the town behind a hyphen off the names of several headers, where half of the dated ones have such a town.
pub(super) fn cut_towns(layout: &Layout, rows: &mut [Row]) {
    let shows_hyphen = |row: &Row| !row.is_bullet && row.n_letters <= LONGEST && layout.slice(row.span).contains('-');
    // Few sections have two of them.
    if rows.iter().filter(|row| shows_hyphen(row)).nth(LEAST - 1).is_none() {
        return;
    }
    let hyphen = |row: &Row, town: fn(&str, &str) -> bool| {
        let bits = row.bits.iter().enumerate().filter(|_| shows_hyphen(row));
        bits.filter_map(|(number, bit)| Some((number, hyphen_before(layout.slice(bit.span), town)?))).next()
    };
    let n_known = rows.iter().filter(|row| hyphen(row, is_town).is_some()).count();
    let n_dated = rows.iter().filter(|row| row.dates.iter().any(|date| date.range.is_range)).count();
    if n_known < LEAST || n_known * 2 < n_dated {
        return;
    }
    for row in rows {
        let Some((number, at)) = hyphen(row, is_town).or_else(|| hyphen(row, |_, tail| may_be_place(tail))) else { continue };
        let bit = &mut row.bits[number];
        let town = Bit { span: Span { start: bit.span.start + at as u32 + 1, end: bit.span.end }, edge: Edge::Comma, ..*bit };
        bit.span.end = bit.span.start + at as u32;
        row.bits.insert(number + 1, town);
    }
}

/// Where the first hyphen of `text` stands between a name and what `town` is true of, told the word before it and all behind it.
fn hyphen_before(text: &str, town: fn(&str, &str) -> bool) -> Option<usize> {
    let mut hyphens = text.match_indices('-').map(|(at, _)| at);
    hyphens.find(|&at| {
        let (head, tail) = (&text[..at], &text[at + 1..]);
        let word = head.rsplit(' ').next().unwrap_or(head);
        head.contains(' ') && !word.is_empty() && tail.starts_with(char::is_uppercase) && town(word, tail)
    })
}

/// Whether a town stands behind the hyphen behind `word`, and no part of another's name: "Baden-Baden", "Hamburg-Altona".
fn is_town(word: &str, tail: &str) -> bool {
    names_place(tail) && (word == tail || !names_place(word)) && !names_place(&format!("{word}-{tail}"))
}

/// Whether a bit is all that stands in a bracket, and a place.
fn is_known(layout: &Layout, bit: Bit) -> bool {
    let bytes = layout.text.as_bytes();
    let before = bit.span.start.checked_sub(1).and_then(|at| bytes.get(at as usize));
    before == Some(&b'(') && bytes.get(bit.span.end as usize) == Some(&b')') && is_place(layout.slice(bit.span))
}

/// Where the name in front of the bracket ends that ends `text`, and where what it holds begins, if that may be a place.
fn opening(text: &str) -> Option<(usize, usize)> {
    let inner = text.strip_suffix(')')?;
    let open = inner.rfind('(')?;
    let (name, held) = (text[..open].trim_end(), &inner[open + 1..]);
    (!name.is_empty() && may_be_place(held)).then_some((name.len(), open + 1))
}

/// Whether an unknown name may be that of a place: a few words with capitals, none of which is one of titles, employers or degrees.
fn may_be_place(held: &str) -> bool {
    const MOST_WORDS: usize = 3;
    const CLASSES: [Class; 5] = [Class::Title, Class::Organisation, Class::Legal, Class::Degree, Class::Modifier];
    let is_name = held.starts_with(char::is_uppercase) && held.chars().any(char::is_lowercase);
    if !is_name || held.bytes().any(|byte| byte.is_ascii_digit() || byte == b'(') {
        return false;
    }
    let folded = fold(held);
    let is_other = |word: &str| CLASSES.iter().any(|class| lexicon::word(word).cue(*class) >= 3);
    folded.split(' ').count() <= MOST_WORDS && !folded.split(' ').any(is_other) && !lexicon::is_occupation(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_town_may_stand_behind_a_hyphen() {
        for (text, expected) in [
            ("Oakfield Kft.-Győr", Some(13)),
            ("Rába-menti Oakfield Kft.-Győr", Some(25)),
            ("Università di Padova-Padova", Some(21)),
            ("Institutul Exemplu-Cluj-Napoca", Some(18)),
            ("Therme Baden-Baden", None),
            ("Klinikum Hamburg-Hannover", None),
            ("Oakfield-Leeds", None),
            ("Oakfield Schmidt-Examplemann", None),
        ] {
            assert_eq!(hyphen_before(text, is_town), expected, "{text}");
        }
    }

    #[test]
    fn a_bracket_at_the_end_may_hold_a_place() {
        assert_eq!(opening("Oakfield Bakery (Millbrook)"), Some((15, 17)));
        for text in
            ["Oakfield Bakery", "Oakfield (OBK)", "Baker (trainee)", "Baker (Assistant)", "Oakfield (Mill 3)", "Oakfield (Mill Ltd)"]
        {
            assert_eq!(opening(text), None, "{text}");
        }
    }
}
