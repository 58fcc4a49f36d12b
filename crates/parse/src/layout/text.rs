//! What typesetting did to words, undone: icons, letter-spacing, line-end hyphens; and what a glance tells of a text.

use vitae_document::{Document, Run};

use super::rail::JOINTS;
use crate::lexicon::{Digits, words};

/// Whether `symbol` is a picture, not a letter: private use, replacement, variation selectors, the calendars and pins before dates and
/// places.
pub(super) fn is_picture(symbol: char) -> bool {
    matches!(symbol, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFD}' | '\u{FFFD}' | '\u{FE00}'..='\u{FE0F}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}'
        | '\u{1F4C5}' | '\u{1F4C6}' | '\u{1F4CD}' | '\u{1F5D3}')
}

/// Whether `text` is nothing but pictures.
pub(super) fn is_icon(text: &str) -> bool {
    !text.is_ascii() && text.chars().all(|symbol| is_picture(symbol) || symbol == ' ')
}

/// Appends the text of consecutive `runs` of one line to `out`, with spaces where the page shows them.
///
/// Tells where in `out` the first stretch in one weight and slant ends, where another one follows.
pub(super) fn assemble(document: &Document, runs: &[u32], out: &mut String) -> Option<usize> {
    let start = out.len();
    let mut lead = None;
    let mut last: Option<&Run> = None;
    for &index in runs {
        let run = &document.runs[index as usize];
        if let Some(last) = last {
            if lead.is_none() && out.len() > start && (last.bold != run.bold || last.italic != run.italic) {
                lead = Some(out.len());
            }
            let gap = if run.rotation == 0 { run.area.left - last.area.right } else { run.size };
            let size = run.size.min(last.size);
            if gap > 0.13 * size && !super::small::are_one_word(document, last, run)
                || gap > 0.05 * size && is_new_word(document, last, run)
            {
                push_space(out, start);
            }
            // Between the words of a letter-spaced text, two.
            if gap > 0.75 * run.size && is_spaced_out(document.text_of(last)) && is_spaced_out(document.text_of(run)) {
                out.push(' ');
            }
        }
        push_clean(out, start, document.text_of(run));
        last = Some(run);
    }
    while out.len() > start && out.ends_with(' ') {
        out.pop();
    }
    let length = out.len();
    close_up(out, start);
    lead.filter(|&end| length == out.len() && end < length)
}

/// Whether `run` begins a word in another weight, however narrow the gap: `Ada` in light and `Example` in bold letters.
fn is_new_word(document: &Document, last: &Run, run: &Run) -> bool {
    last.bold != run.bold && document.text_of(last).ends_with(char::is_lowercase) && document.text_of(run).starts_with(char::is_uppercase)
}

/// About how much of `width` the first word of `text` takes, by its share of the letters.
pub(super) fn first_word_width(text: &str, width: f32) -> f32 {
    width * first_word(text).chars().count() as f32 / text.chars().count().max(1) as f32
}

/// How wide the first word of `text` is by its own letters, where `run` begins with it.
pub(super) fn measured_first_word(document: &Document, run: &Run, text: &str) -> Option<f32> {
    let word = first_word(text);
    document.text_of(run).starts_with(word).then(|| {
        let (left, right) = document.edges(run, 0, word.len());
        right - left
    })
}

/// What stands before the first space of `text`.
pub(super) fn first_word(text: &str) -> &str {
    words(text).next().unwrap_or_default()
}

fn push_space(out: &mut String, start: usize) {
    if out.len() > start && !out.ends_with(' ') {
        out.push(' ');
    }
}

fn push_clean(out: &mut String, start: usize, text: &str) {
    if is_tidy(text) && !has_two_spaces(text) {
        let text = if out.len() == start || out.ends_with(' ') { text.trim_start_matches(' ') } else { text };
        out.push_str(text);
        return;
    }
    let is_spaced = is_spaced_out(text);
    for symbol in text.chars() {
        match symbol {
            _ if is_picture(symbol) => {}
            // The words of a letter-spaced text keep two spaces between them.
            _ if is_spaced && symbol.is_whitespace() && out.ends_with(' ') && !out.ends_with("  ") => out.push(' '),
            _ if symbol.is_whitespace() => push_space(out, start),
            _ => out.push(symbol),
        }
    }
}

/// Whether `text` begins with letters that stand by themselves, three at least, and has no longer word.
pub(super) fn is_spaced_out(text: &str) -> bool {
    let mut symbols = text.chars();
    if symbols.next().is_none_or(|first| !first.is_alphabetic()) || symbols.next().is_none_or(|second| !second.is_whitespace()) {
        return false;
    }
    let mut words = text.split_whitespace();
    words.clone().nth(2).is_some() && words.all(|word| word.chars().nth(1).is_none())
}

/// Whether `text` holds no picture and no blank but those of ASCII, told by its bytes: ASCII, Latin and Cyrillic letters, the marks of print.
fn is_tidy(text: &str) -> bool {
    if text.is_ascii() {
        return true;
    }
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let is_tidy = match byte {
            b' '..=b'~' => true,
            // U+00A1 to U+00BF, U+00C0 to U+023F, U+0400 to U+047F.
            0xC2 => bytes.next().is_some_and(|next| next > 0xA0),
            0xC3..=0xC8 | 0xD0 | 0xD1 => bytes.next().is_some(),
            // U+2010 to U+2027.
            0xE2 => bytes.next() == Some(0x80) && bytes.next().is_some_and(|last| (0x90..=0xA7).contains(&last)),
            _ => false,
        };
        if !is_tidy {
            return false;
        }
    }
    true
}

/// Whether two spaces stand side by side.
fn has_two_spaces(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (byte, next)| any | ((*byte == b' ') & (*next == b' ')))
}

/// Whether `text` shows an e-mail address or what looks like a telephone number.
pub(crate) fn is_contact(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let others = || text.chars().filter(|symbol| symbol.is_alphabetic()).count();
    // Counted, not sought: a search ends at a place that cannot be foreseen.
    let has = |mark: u8| text.bytes().filter(|byte| *byte == mark).count() > 0;
    (has(b'@') && has(b'.')) || ((8..=15).contains(&digits) && others() <= 8 && !looks_dated(text))
}

/// Whether `text` has letters and all are capitals.
pub(super) fn is_caps(text: &str) -> bool {
    let mut capitals = 0;
    for symbol in text.chars() {
        if symbol.is_lowercase() {
            return false;
        }
        capitals += usize::from(symbol.is_uppercase());
    }
    capitals >= 2
}

/// Closes up a letter-spaced text, `P R O F I L E`, where nearly all words are single letters.
fn close_up(out: &mut String, start: usize) {
    let text = &out[start..];
    let mut symbols = text.chars();
    symbols.next();
    if text.len() < 7 || symbols.next() != Some(' ') {
        return;
    }
    if !is_single_letters(text) {
        if has_two_spaces(text) {
            let tidy = text.split("  ").collect::<Vec<_>>().join(" ");
            out.replace_range(start.., &tidy);
        }
        return;
    }
    let closed: Vec<String> = text.split("  ").map(|word| word.replace(' ', "")).collect();
    let closed = closed.join(" ");
    out.truncate(start);
    out.push_str(&closed);
}

/// Whether four words out of five between the spaces of `text` are single characters, of four at least.
fn is_single_letters(text: &str) -> bool {
    let n_words = 1 + text.bytes().filter(|byte| *byte == b' ').count();
    let is_longer = |word: &&str| {
        let mut symbols = word.chars();
        symbols.next().is_none() || symbols.next().is_some()
    };
    // In running text the first few words answer.
    n_words >= 4 && words(text).filter(is_longer).nth(n_words / 5).is_none()
}

/// Appends `text` to running text: a space between, or, where `out` ends in a word broken by a hyphen, none.
pub(super) fn append(out: &mut String, text: &str) {
    if text.is_empty() {
        return;
    }
    if out.is_empty() || out.ends_with(['\n', ' ']) {
        out.push_str(text);
        return;
    }
    match broken_word(out, text) {
        Break::Word => {
            out.pop();
        }
        Break::Compound => {}
        Break::None => out.push(' '),
    }
    out.push_str(text);
}

const HYPHENS: [char; 3] = ['-', '\u{2010}', SOFT_HYPHEN];
/// Stands where a word may be broken, and is only seen where it was.
const SOFT_HYPHEN: char = '\u{AD}';

/// Whether `text` ends in the first part of a word.
pub(super) fn is_broken(text: &str) -> bool {
    text.strip_suffix(HYPHENS).is_some_and(|stem| stem.ends_with(char::is_alphabetic))
}

/// Words that no name ends in.
const OPEN: [&str; 30] = [
    "of", "the", "and", "for", "in", "de", "del", "della", "di", "des", "du", "la", "le", "y", "e", "et", "und", "für", "i", "og", "och",
    "w", "van", "voor", "da", "do", "at", "à", "ved", "vid",
];

/// Whether `text` ends in the middle of something: with a mark, in a bracket, or with a word that leads to another.
pub(super) fn is_open(text: &str) -> bool {
    text.ends_with([',', '&', '/', '(', '–', '-', '+'])
        || text.rsplit(' ').next().is_some_and(|word| OPEN.contains(&word))
        || is_broken(text)
        || text.contains('(') && text.matches('(').count() > text.matches(')').count()
}

enum Break {
    /// The hyphen was set by the line's end.
    Word,
    /// The hyphen belongs to the word.
    Compound,
    /// Two words.
    None,
}

/// How the end of `out` and the begin of `text` belong together.
///
/// A hyphen after a lower-case letter and before one is taken for a line-end hyphen, unless the word already has one (`state-of-the-`)
/// or stands for a part that follows later (`Fort- und Weiterbildung`).
fn broken_word(out: &str, text: &str) -> Break {
    let Some(stem) = out.strip_suffix(HYPHENS) else {
        let slash = out.ends_with('/') && out.rsplit([' ', '\n']).next().is_some_and(|word| word.contains('.') || word.contains("//"));
        return if slash { Break::Compound } else { Break::None };
    };
    let (Some(before), Some(after)) = (stem.chars().next_back(), text.chars().next()) else { return Break::None };
    if !before.is_alphanumeric() || !after.is_alphanumeric() {
        return Break::None;
    }
    if out.ends_with(SOFT_HYPHEN) {
        return Break::Word;
    }
    let word = stem.rsplit([' ', '\n']).next().unwrap_or(stem);
    let next = text.split(' ').next().unwrap_or(text);
    if is_conjunction(next) {
        return Break::None;
    }
    if word.contains(['@', '/', '.']) || word.contains('-') || !before.is_lowercase() || !after.is_lowercase() {
        return Break::Compound;
    }
    if word.chars().count() < 2 { Break::Compound } else { Break::Word }
}

fn is_conjunction(word: &str) -> bool {
    matches!(word, "and" | "or" | "und" | "oder" | "et" | "ou" | "y" | "o" | "e" | "en" | "of" | "och" | "i" | "oraz" | "to" | "bis")
}

/// Whether `text` shows a year, or a month as a number before a year, at a glance.
pub(crate) fn looks_dated(text: &str) -> bool {
    // Four digits between others are a year of the last century or this one.
    let is_year = |at: usize| matches!(text.as_bytes().get(at..), Some([b'1', b'9', ..] | [b'2', b'0', ..]));
    let mut has_digit = false;
    let has_year = Digits::of(text).any(|digits| {
        has_digit |= digits.any();
        digits.fours().any(is_year)
    });
    has_year || has_digit && (has_short_year(text) || is_short_range(text))
}

/// Whether `text` is a word for "present" or the like, rather than a month.
pub(crate) fn is_open_end(text: &str) -> bool {
    let mut folded = String::new();
    crate::lexicon::fold_into(text, &mut folded);
    crate::lexicon::times(&folded).present()
}

/// `'19` or `’19`.
fn has_short_year(text: &str) -> bool {
    const CURLY: &[u8] = "’".as_bytes();
    // Quotes are rare, and bytes faster to look through than characters.
    let mut rest = text.as_bytes();
    while let Some(at) = memchr::memchr2(b'\'', CURLY[0], rest) {
        let quoted = &rest[at..];
        let Some(behind) = quoted.strip_prefix(b"'").or_else(|| quoted.strip_prefix(CURLY)) else {
            rest = &quoted[1..];
            continue;
        };
        if behind.iter().take_while(|byte| byte.is_ascii_digit()).count() == 2 {
            return true;
        }
        rest = behind;
    }
    false
}

/// Whether `text` is nothing but a range of months with short years, and perhaps how long that is: `03/18 – 05/21`, `02/26 – now (3`.
fn is_short_range(text: &str) -> bool {
    const LONGEST: usize = 32;
    let is_month = |part: &str| match part.as_bytes() {
        [tens @ b'0'..=b'1', ones, b'/', year @ ..] => {
            let month = (tens - b'0') * 10 + ones.wrapping_sub(b'0').min(9);
            (1..=12).contains(&month) && ones.is_ascii_digit() && year.len() == 2 && year.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    };
    if text.len() > LONGEST || !text.contains('/') {
        return false;
    }
    let Some((from, to)) = text.split_once(|symbol| symbol != '/' && JOINTS.contains(&symbol)) else { return false };
    let to = to.split_once('(').map_or(to, |(end, _)| end).trim();
    is_month(from.trim()) && (is_month(to) || is_open_end(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_end_where_it_does_is_open() {
        for (text, expected) in [
            ("Faculty of Arts,", true),
            ("Bank of", true),
            ("Grado (Enfermería", true),
            ("Gesundheits-", true),
            ("Université de", true),
            ("University of Leeds", false),
            ("Grado (Enfermería)", false),
        ] {
            assert_eq!(is_open(text), expected, "{text}");
        }
    }

    #[test]
    fn words_broken_at_a_line_end_are_made_whole() {
        let cases = [
            ("a proper-", "ty of", "a property of"),
            ("state-of-the-", "art tools", "state-of-the-art tools"),
            ("Fort-", "und Weiterbildung", "Fort- und Weiterbildung"),
            ("non-", "EU staff", "non-EU staff"),
            ("2019 -", "2020", "2019 - 2020"),
            ("https://example.com/", "path", "https://example.com/path"),
            ("one", "two", "one two"),
            ("non-profit\nBach-", "elor", "non-profit\nBachelor"),
            ("self-govern\u{AD}", "ment", "self-government"),
        ];
        for (first, second, expected) in cases {
            let mut out = first.to_owned();
            append(&mut out, second);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn letter_spacing_is_closed_up_and_initials_are_not() {
        for (text, expected) in [
            ("P R O F I L E", "PROFILE"),
            ("J A N E  D O E", "JANE DOE"),
            ("J R Smith", "J R Smith"),
            ("C / C++", "C / C++"),
            ("É T U D E S", "ÉTUDES"),
        ] {
            let mut out = text.to_owned();
            close_up(&mut out, 0);
            assert_eq!(out, expected);
        }
    }

    #[test]
    fn years_are_seen_at_a_glance() {
        let far = |text: &str| ["-".repeat(61), "-".repeat(64), "-".repeat(300)].map(|before| before + text);
        for text in ["2019", "03/2019", "Jan ’19", "since 1998.", "2015–2019"] {
            assert!(looks_dated(text) && far(text).iter().all(|text| looks_dated(text)), "{text}");
        }
        for text in ["", "12345", "3019", "rock 'n' roll", "Team of 12", "12019", "20191"] {
            assert!(!looks_dated(text) && !far(text).iter().any(|text| looks_dated(text)), "{text}");
        }
        for text in ["03/18 – 05/21", "02/26 ‒ now", "12/09-01/10", "03/18 → 05/21 (3"] {
            assert!(looks_dated(text), "{text}");
        }
        for text in ["24/7 - 5/5", "13/18 – 05/21", "03/18", "09/10 – good", "03/18 – 05/2"] {
            assert!(!looks_dated(text), "{text}");
        }
    }
}
