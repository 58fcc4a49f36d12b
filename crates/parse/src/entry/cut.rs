//! The text of a cell cut into bits: at separators, at changes of look, at brackets that hold a place.

use std::ops::Range;

use vitae_document::Span;

use super::bracket::{self, Held, names_place};
use super::caption::Told;
use super::role::Scores;
use super::row::{Bit, Edge, Look};
use crate::lexicon::{self, Class, fold, fold_together};

/// Cuts the `part` of a text that begins at byte `offset` at separators and changes of look; with `slashes` at slashes between blanks too.
pub(super) fn cut(
    text: &str,
    part: Range<usize>,
    (offset, slashes): (u32, bool),
    looks: &[(usize, Look)],
    first_edge: Edge,
    bits: &mut Vec<Bit>,
) {
    let Range { start: from, end: to } = part;
    let mut start = from;
    let mut edge = first_edge;
    let mut depth = 0_usize;
    let mut at = from;
    let part = &text.as_bytes()[..to];
    while at < to {
        // Nothing ends within a word but a style.
        let change = match looks {
            [_] => to,
            _ => looks.iter().map(|(place, _)| *place).find(|place| *place >= at).map_or(to, |place| place.min(to)),
        };
        while at < change && !may_part(part, at) {
            at += 1;
        }
        let rest = &text[at..to];
        let Some(symbol) = rest.chars().next() else { break };
        let opens = symbol == '(' && depth == 0 && at > start;
        match symbol {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        // "Baker [Town Bakery, Leeds]": names hold no square brackets.
        if matches!(symbol, '[' | ']') && depth == 0 {
            push_bit(text, start, at, offset, looks, edge, bits);
            (at, start, edge) = (at + 1, at + 1, Edge::Comma);
            continue;
        }
        if symbol == '('
            && depth == 1
            && let Some((held, length)) = bracket::read(&text[from..at], rest, to - at)
            && (held != Held::Place || at > start)
        {
            push_bit(text, start, at, offset, looks, edge, bits);
            let inner = at + 1..at + length - 1;
            match held {
                Held::Employer => cut(text, inner, (offset, slashes), looks, Edge::Comma, bits),
                Held::Place | Held::Client => _ = push_bit(text, inner.start, inner.end, offset, looks, Edge::Comma, bits),
            }
            (at, start, edge, depth) = (at + length, at + length, Edge::Comma, 0);
            continue;
        }
        // **Employer** (place): a bracket in another look is a part of its own.
        if opens
            && looks.iter().any(|(place, _)| *place == at)
            && let Some(length) = bracket::closing(rest)
        {
            push_bit(text, start, at, offset, looks, edge, bits);
            push_bit(text, at + 1, at + length, offset, looks, Edge::Style, bits);
            (at, start, edge, depth) = (at + length + 1, at + length + 1, Edge::Style, 0);
            continue;
        }
        let style_change = at > start && depth == 0 && looks.len() > 1 && looks.iter().any(|(place, _)| *place == at);
        if style_change
            && text[start..at].chars().any(char::is_alphanumeric)
            && !text[..at].ends_with(|before: char| before.is_alphanumeric())
        {
            push_bit(text, start, at, offset, looks, edge, bits);
            (start, edge) = (at, Edge::Style);
        }
        if let Some((length, found)) =
            separator(text, at, to, slashes).filter(|(_, found)| depth == 0 || *found == Edge::Bar && symbol != '/')
        {
            let had = push_bit(text, start, at, offset, looks, edge, bits);
            edge = if had { found } else { edge.max(found) };
            at += length;
            start = at;
            continue;
        }
        at += symbol.len_utf8();
    }
    push_bit(text, start, to, offset, looks, edge, bits);
}

/// Whether a bit may end at byte `at`, the first of a character: at marks that divide, and at blanks in front of one of the words of
/// [`at_word`].
fn may_part(text: &[u8], at: usize) -> bool {
    match STOPS[usize::from(text[at])] {
        NEVER => false,
        BLANK => begins_joint(&text[at + 1..]),
        // Between letters it joins them.
        HYPHEN => !text.get(at + 1).is_some_and(u8::is_ascii_alphanumeric),
        _ => true,
    }
}

/// What a byte has to do with the ends of bits: nothing, it is a blank, a hyphen, or whatever else has to be looked at.
const NEVER: u8 = 0;
const BLANK: u8 = 1;
const HYPHEN: u8 = 2;
const OTHER: u8 = 3;

static STOPS: [u8; 256] = {
    let mut stops = [NEVER; 256];
    let mut byte = 0;
    while byte < 256 {
        stops[byte] = match byte as u8 {
            b' ' => BLANK,
            b'-' => HYPHEN,
            b'\t' | b'(' | b')' | b'[' | b']' | b'|' | b'/' | b';' | b',' | b':' | b'@' => OTHER,
            // What begins with other bytes beyond ASCII are letters, or goes on.
            0xC2 | 0xE0..=0xFF => OTHER,
            _ => NEVER,
        };
        byte += 1;
    }
    stops
};

/// Whether one of the words of [`at_word`] may come next: two letters tell nearly all others from them.
fn begins_joint(text: &[u8]) -> bool {
    matches!(text, [b'a', b't', ..] | [b'c', b'h', ..] | [b'b', b'e' | b'i', ..] | [b'p', b'r', ..] | [b'h', b'o', ..] | [b'@', b' ', ..])
}

/// The separator at byte `at`: its length and kind.
fn separator(text: &str, at: usize, to: usize, slashes: bool) -> Option<(usize, Edge)> {
    let rest = &text[at..to];
    let symbol = rest.chars().next()?;
    if symbol == ' ' {
        return at_word(rest).filter(|_| !names_school(&text[..at])).map(|length| (length, Edge::At));
    }
    let before = text[..at].chars().next_back();
    let after = rest[symbol.len_utf8()..].chars().next();
    let is_spaced = before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace);
    match symbol {
        '|' | '•' | '·' | '∙' | '●' | '◦' | '▪' | '■' | '\t' | '¦' | '⋄' | '◆' | '►' | '▶' => {
            Some((symbol.len_utf8(), Edge::Bar))
        }
        // Without blanks they are quotes: "Gasthof «Zum Hirschen»".
        '›' | '»' if is_spaced => Some((symbol.len_utf8(), Edge::Bar)),
        '/' if rest.starts_with("//") && before.is_none_or(char::is_whitespace) => Some((2, Edge::Bar)),
        '–' | '—' | '-' | '‐' | '‒' | '―' | '−' if is_spaced => Some((symbol.len_utf8(), Edge::Dash)),
        ';' => Some((1, Edge::Comma)),
        ',' if !(after.is_some_and(|next| next.is_ascii_digit()) && before.is_some_and(|last| last.is_ascii_digit())) => {
            (!legal_follows(&rest[1..])).then_some((1, Edge::Comma))
        }
        ':' if after.is_none_or(char::is_whitespace) => Some((1, Edge::Colon)),
        '@' if is_spaced => Some((1, Edge::At)),
        '/' if is_spaced
            && before.is_some()
            && (slashes || begins_place(rest[1..].trim_start()) || parts_degree(&text[..at], &rest[1..])) =>
        {
            Some((1, Edge::Bar))
        }
        _ => None,
    }
}

/// Whether `rest` begins with the name of a place, and goes on with nothing or a mark.
fn begins_place(rest: &str) -> bool {
    let name = rest.split([',', '|', '/', '–', '—', '·', '•']).next().unwrap_or_default().trim_end();
    rest.starts_with(char::is_uppercase) && name.len() <= 40 && names_place(name)
}

/// Whether a slash stands between a degree and what is none: "Mathematics / BSc", but not "BSc / MSc".
fn parts_degree(before: &str, after: &str) -> bool {
    const MARKS: [char; 8] = [',', '|', '/', '–', '—', '·', '•', '\n'];
    let (before, after) = (before.rsplit(MARKS).next().unwrap_or(before).trim(), after.split(MARKS).next().unwrap_or(after).trim());
    let is_degree = |text: &str| text.len() <= 40 && lexicon::phrase(&fold(text)).degree().is_some();
    !before.is_empty() && !after.is_empty() && is_degree(before) != is_degree(after)
}

/// Whether a legal form comes next: "Systems, Inc." is one name.
fn legal_follows(rest: &str) -> bool {
    let word = rest.split(',').next().unwrap_or_default().trim();
    if word.bytes().filter(u8::is_ascii_alphanumeric).count() > 6 {
        return false;
    }
    let compact = fold_together(word);
    let is_post = |word: &str| matches!(word, "llc" | "inc" | "ltd");
    !compact.is_empty() && compact.len() <= 6 && (lexicon::word(&compact).cue(Class::Legal) >= 4 || is_post(&compact))
}

/// "University of Texas at Dallas" is one name.
fn names_school(before: &str) -> bool {
    let last = before.rsplit([',', '|', '–', '—']).next().unwrap_or(before);
    fold(last).split(' ').any(|word| lexicon::word(word).cue(Class::Institution) >= 4)
}

/// The length of " at ", " chez ", " bei " and the like.
fn at_word(rest: &str) -> Option<usize> {
    if !rest.as_bytes().get(1..).is_some_and(begins_joint) {
        return None;
    }
    const NOT: &[&str] = &[" at large", " at law", " at sea"];
    if NOT.iter().any(|phrase| rest.get(..phrase.len()).is_some_and(|head| head.eq_ignore_ascii_case(phrase))) {
        return None;
    }
    const WORDS: &[&str] = &[" at ", " chez ", " bei ", " presso ", " bij ", " hos ", " @ "];
    WORDS.iter().find(|word| rest.starts_with(**word)).map(|word| word.len())
}

/// Appends the trimmed stretch as a bit; false where nothing is left of it.
fn push_bit(text: &str, from: usize, to: usize, offset: u32, looks: &[(usize, Look)], edge: Edge, bits: &mut Vec<Bit>) -> bool {
    let part = &text[from..to];
    let trimmed = trimmed(part);
    let (trimmed, edge) = if edge == Edge::Style { without_joint(trimmed, edge) } else { (trimmed, edge) };
    if !has_words(trimmed) || is_duration(trimmed) {
        return false;
    }
    let start = from + place_in(part, trimmed);
    let look = looks.iter().rev().find(|(place, _)| *place <= start).map_or(Look::default(), |(_, look)| *look);
    let caps = !trimmed.bytes().fold(false, |any, byte| any | byte.is_ascii_lowercase())
        && trimmed.chars().filter(|symbol| symbol.is_alphabetic()).count() > 3
        && !trimmed.chars().any(char::is_lowercase);
    let span = Span { start: offset + start as u32, end: offset + (start + trimmed.len()) as u32 };
    bits.push(Bit { span, edge, look: Look { caps, ..look }, scores: Scores::default(), told: Told::default(), gist: 0, left: 0.0 });
    true
}

/// `part` without what parts it from others, and without brackets that have no partner.
fn trimmed(part: &str) -> &str {
    let is_edge = |symbol: char| symbol.is_whitespace() || matches!(symbol, ',' | ';' | '|' | '·' | '•' | '–' | '—' | ':');
    let spaced = part.trim_ascii();
    if let [first, .., last] = spaced.as_bytes()
        && first.is_ascii_alphanumeric()
        && last.is_ascii_alphanumeric()
    {
        return spaced;
    }
    let trimmed = part.trim_matches(is_edge).trim_start_matches(['-', '/']);
    let trimmed = trim_unbalanced(trimmed).trim();
    // What an abbreviated month in front has left: "2022. okt. Tóth Kft.".
    trimmed.strip_prefix(". ").map_or(trimmed, str::trim_start)
}

/// The byte of `whole` at which `part`, a piece of it, begins.
fn place_in(whole: &str, part: &str) -> usize {
    part.as_ptr().addr() - whole.as_ptr().addr()
}

/// Takes the word that joins a title to an employer of another look off the front: "**Jefe de sala** en Casa Urola".
fn without_joint(text: &str, edge: Edge) -> (&str, Edge) {
    const JOINTS: &[&str] =
        &["at ", "en ", "em ", "chez ", "bei ", "presso ", "bij ", "hos ", "w ", "for ", "für ", "pour ", "à ", "in ", "til ", "på ", "@ "];
    let rest = JOINTS.iter().find_map(|joint| text.strip_prefix(joint)).filter(|rest| rest.starts_with(char::is_uppercase));
    rest.map_or((text, edge), |rest| (rest, Edge::At))
}

/// "2 years", "3 yrs 2 mos": how long, not what.
fn is_duration(text: &str) -> bool {
    if text.len() >= 24 || !text.starts_with(|symbol: char| symbol.is_ascii_digit()) {
        return false;
    }
    let folded = fold(text);
    let mut words = folded.split(' ').filter(|word| !word.is_empty());
    let is_part = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_digit()) || lexicon::times(word).unit() || matches!(word, "and" | "und" | "et" | "y" | "e")
    };
    let has_unit = folded.split(' ').any(|word| lexicon::times(word).unit());
    has_unit && words.all(is_part)
}

/// Drops a bracket at either end that has no partner.
fn trim_unbalanced(text: &str) -> &str {
    if !text.bytes().fold(false, |any, byte| any | matches!(byte, b'(' | b')' | b'[' | b']')) {
        return text;
    }
    let opens = text.matches(['(', '[']).count();
    let closes = text.matches([')', ']']).count();
    if closes > opens && text.ends_with([')', ']']) {
        return &text[..text.len() - 1];
    }
    if opens > closes && text.ends_with(['(', '[']) {
        return &text[..text.len() - 1];
    }
    if opens > closes && closes == 0 && text.starts_with(['(', '[']) {
        return &text[1..];
    }
    text
}

/// Whether `text` holds a letter or a digit.
pub(super) fn has_words(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
