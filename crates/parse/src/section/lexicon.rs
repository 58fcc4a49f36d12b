//! The words that head sections, in sixteen languages.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::section::SectionKind;

const DATA: &str = include_str!("../../data/headings.tsv");
/// Longer texts head no section.
const LONGEST: usize = 64;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(DATA));

#[derive(Debug, Default)]
struct Lexicon {
    /// Folded phrase to what it heads.
    phrases: FxHashMap<Box<str>, SectionKind>,
    /// The same without spaces, for letter-spaced headings.
    closed: FxHashMap<Box<str>, SectionKind>,
    /// Words that tell the kind of a longer heading, and whether their language puts the head of a phrase last.
    words: FxHashMap<Box<str>, (SectionKind, bool)>,
    /// `Curriculum vitae` and the like.
    titles: FxHashSet<Box<str>>,
    /// Captions inside entries.
    captions: FxHashSet<Box<str>>,
}

impl Lexicon {
    fn load(data: &str) -> Self {
        let mut lexicon = Self::default();
        let mut folded = String::new();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(sense), Some(language), Some(phrases)) = (columns.next(), columns.next(), columns.next()) else { continue };
            for phrase in phrases.split(';') {
                fold(phrase, &mut folded);
                if !folded.is_empty() {
                    lexicon.insert(sense, language, &folded);
                }
            }
        }
        lexicon
    }

    fn insert(&mut self, sense: &str, language: &str, folded: &str) {
        if let Some(kind) = sense.strip_suffix('~').and_then(kind_named) {
            self.words.entry(folded.into()).or_insert((kind, matches!(language, "en" | "tr")));
            return;
        }
        match (kind_named(sense), sense) {
            (Some(kind), _) => {
                self.phrases.entry(folded.into()).or_insert(kind);
                self.closed.entry(folded.replace(' ', "").into()).or_insert(kind);
            }
            (None, "title") => drop(self.titles.insert(folded.into())),
            (None, _) => drop(self.captions.insert(folded.into())),
        }
    }

    /// What a folded phrase heads, word by word or with its spaces lost.
    fn phrase(&self, folded: &str) -> Option<SectionKind> {
        if let Some(kind) = self.phrases.get(folded) {
            return Some(*kind);
        }
        if !folded.contains(' ') {
            return self.closed.get(folded).copied();
        }
        // Letter-spacing that was only partly closed up: `fort- u n d weiterbildungen`.
        let spaced = folded.split(' ').filter(|word| word.chars().count() == 1).count() >= 2;
        if spaced { self.closed.get(folded.replace(' ', "").as_str()).copied() } else { None }
    }
}

fn kind_named(name: &str) -> Option<SectionKind> {
    Some(match name {
        "contact" => SectionKind::Contact,
        "personal" => SectionKind::Personal,
        "summary" => SectionKind::Summary,
        "work" => SectionKind::Work,
        "volunteer" => SectionKind::Volunteer,
        "education" => SectionKind::Education,
        "skills" => SectionKind::Skills,
        "languages" => SectionKind::Languages,
        "certificates" => SectionKind::Certificates,
        "projects" => SectionKind::Projects,
        "publications" => SectionKind::Publications,
        "awards" => SectionKind::Awards,
        "interests" => SectionKind::Interests,
        "references" => SectionKind::References,
        "other" => SectionKind::Other,
        _ => return None,
    })
}

/// What a text says as a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sense {
    /// What the section is about.
    pub(crate) kind: SectionKind,
    /// The second subject of a heading that names two.
    pub(crate) also: Option<SectionKind>,
    /// The whole text is a known heading; otherwise only a word of it is telling.
    pub(crate) whole: bool,
}

/// What `text` says as a heading; none where no word of it is known to head sections. `folded` is a buffer.
pub(crate) fn sense(text: &str, folded: &mut String) -> Option<Sense> {
    if text.len() > LONGEST || text.contains('@') {
        return None;
    }
    fold(text, folded);
    let folded = folded.as_str();
    if folded.is_empty() {
        return None;
    }
    if let Some(kind) = LEXICON.phrase(folded) {
        let also = parts(folded).skip(1).find_map(|part| LEXICON.phrase(part)).filter(|&also| also != kind);
        return Some(Sense { kind, also, whole: true });
    }
    merged(folded).or_else(|| by_word(folded))
}

/// Whether all of `text` is a known heading.
pub(crate) fn is_known(text: &str, folded: &mut String) -> bool {
    sense(text, folded).is_some_and(|sense| sense.whole)
}

/// Whether `text` is a document's title, `Curriculum vitae`, and nothing of its content.
pub(crate) fn is_title(text: &str, folded: &mut String) -> bool {
    fold(text, folded);
    LEXICON.titles.contains(folded.as_str())
}

/// Whether `text` is a caption inside an entry: `Highlights`, `Aufgaben`.
pub(crate) fn is_caption(text: &str, folded: &mut String) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    fold(text, folded);
    LEXICON.captions.contains(folded.as_str())
}

const CONNECTORS: [&str; 14] = ["and", "und", "et", "y", "e", "i", "en", "och", "og", "ja", "ve", "si", "es", "oraz"];

/// The phrases between connecting words.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(folded);
    std::iter::from_fn(move || {
        let text = rest?;
        let found = CONNECTORS.iter().filter_map(|connector| find_word(text, connector).map(|at| (at, connector.len()))).min();
        let (part, tail) = match found {
            Some((at, length)) => (text[..at].trim(), Some(text[at + length..].trim())),
            None => (text, None),
        };
        rest = tail;
        Some(part)
    })
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| {
        let bytes = text.as_bytes();
        at > 0 && bytes[at - 1] == b' ' && bytes.get(at + word.len()) == Some(&b' ')
    })
}

/// `education and training`: each part a phrase of its own.
fn merged(folded: &str) -> Option<Sense> {
    let mut kinds = [None; 3];
    let mut count = 0;
    for part in parts(folded) {
        let kind = LEXICON.phrase(part)?;
        *kinds.get_mut(count)? = Some(kind);
        count += 1;
    }
    let kind = kinds[0].filter(|_| count > 1)?;
    let also = kinds[1..].iter().flatten().copied().find(|&also| also != kind && also != SectionKind::Personal);
    Some(Sense { kind, also, whole: true })
}

/// The kind that single words of a longer heading tell.
fn by_word(folded: &str) -> Option<Sense> {
    let known = |word: &str| LEXICON.words.get(word).copied();
    let words = || folded.split(' ').filter_map(known);
    if folded.split(' ').count() > 7 {
        return None;
    }
    let (first, _) = words().next()?;
    let last = words().next_back().filter(|(_, head_last)| *head_last).map(|(kind, _)| kind);
    let kind = last.unwrap_or(first);
    let also = words().map(|(kind, _)| kind).find(|&also| also != kind);
    Some(Sense { kind, also, whole: false })
}

/// Folds `text` for comparison: lower case, no accents, words parted by single spaces, no leading number.
pub(crate) fn fold(text: &str, out: &mut String) {
    out.clear();
    let text = strip_number(text.trim());
    if text.is_ascii() {
        text.bytes().for_each(|byte| push(char::from(byte.to_ascii_lowercase()), out));
    } else {
        text.nfd().filter(|&symbol| !is_combining_mark(symbol)).flat_map(char::to_lowercase).for_each(|symbol| push(symbol, out));
    }
    while out.ends_with(' ') {
        out.pop();
    }
}

fn push(symbol: char, out: &mut String) {
    match symbol {
        'ß' => out.push_str("ss"),
        'ł' => out.push('l'),
        'ø' => out.push('o'),
        'ı' => out.push('i'),
        'æ' => out.push_str("ae"),
        'œ' => out.push_str("oe"),
        'đ' | 'ð' => out.push('d'),
        '&' | '+' | '/' => {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
            out.push_str("and ");
        }
        _ if symbol.is_alphanumeric() => out.push(symbol),
        _ if is_combining_mark(symbol) => {}
        _ if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
        _ => {}
    }
}

/// `1. `, `IV) `, `A. ` before a heading.
fn strip_number(text: &str) -> &str {
    let Some(end) = text.find(['.', ')', ':']) else { return text };
    let number = &text[..end];
    let numeral =
        !number.is_empty() && number.len() <= 4 && number.bytes().all(|byte| byte.is_ascii_digit() || b"IVXABCDEFG".contains(&byte));
    let rest = text[end + 1..].trim_start();
    if numeral && !rest.is_empty() && (number.len() == 1 || number.bytes().all(|byte| !b"ABDEFG".contains(&byte))) { rest } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_known_whatever_their_dress() {
        let cases = [
            ("WORK EXPERIENCE", SectionKind::Work),
            ("Work experience:", SectionKind::Work),
            ("3. Work Experience", SectionKind::Work),
            ("II. Education", SectionKind::Education),
            ("Expérience professionnelle", SectionKind::Work),
            ("EXPERIENCIA LABORAL", SectionKind::Work),
            ("Umiejętności", SectionKind::Skills),
            ("İş Deneyimi", SectionKind::Work),
            ("TECHNICALSKILLS", SectionKind::Skills),
            ("Centres d’intérêt", SectionKind::Interests),
            ("Nauka języków", SectionKind::Languages),
            ("Hobby's", SectionKind::Interests),
        ];
        let mut buffer = String::new();
        for (text, kind) in cases {
            assert_eq!(sense(text, &mut buffer).map(|sense| sense.kind), Some(kind), "{text}");
        }
        for text in ["Harborlight Systems, Inc.", "jane@example.com", "2019", ""] {
            assert_eq!(sense(text, &mut buffer), None, "{text}");
        }
    }

    #[test]
    fn a_heading_may_name_two_subjects() {
        let mut buffer = String::new();
        let both = sense("Certificates / Languages", &mut buffer).expect("known");
        assert_eq!((both.kind, both.also), (SectionKind::Certificates, Some(SectionKind::Languages)));
        let both = sense("Education & Training", &mut buffer).expect("known");
        assert_eq!(both.kind, SectionKind::Education);
    }

    #[test]
    fn titles_and_captions_are_no_sections() {
        let mut buffer = String::new();
        assert!(is_title("Curriculum Vitæ", &mut buffer) || is_title("CURRICULUM VITAE", &mut buffer));
        assert!(is_caption("Key responsibilities:", &mut buffer));
        assert!(sense("Key responsibilities", &mut buffer).is_none());
    }
}
