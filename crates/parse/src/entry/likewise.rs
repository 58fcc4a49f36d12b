//! Brackets that end the headers of entries: where several hold a known place, those of the others hold one as well.

use vitae_document::Span;

use super::bracket::is_place;
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
    fn a_bracket_at_the_end_may_hold_a_place() {
        assert_eq!(opening("Oakfield Bakery (Millbrook)"), Some((15, 17)));
        for text in
            ["Oakfield Bakery", "Oakfield (OBK)", "Baker (trainee)", "Baker (Assistant)", "Oakfield (Mill 3)", "Oakfield (Mill Ltd)"]
        {
            assert_eq!(opening(text), None, "{text}");
        }
    }
}
