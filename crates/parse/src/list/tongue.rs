//! Names of languages and words for how well they are known.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::lent::Lent;
use crate::section::fold;

const NAMES: &str = include_str!("../../data/languages.tsv");
const LEVELS: &str = include_str!("../../data/fluency.tsv");

static LANGUAGES: LazyLock<FxHashMap<Box<str>, &'static str>> = LazyLock::new(|| load(NAMES));
static FLUENCIES: LazyLock<FxHashMap<Box<str>, &'static str>> = LazyLock::new(|| load(LEVELS));

/// Reads `code TAB phrase; phrase` lines into a map from the folded phrase to the code.
fn load(data: &'static str) -> FxHashMap<Box<str>, &'static str> {
    let mut map = FxHashMap::default();
    let mut folded = String::new();
    for line in data.lines().filter(|line| !line.starts_with('#')) {
        let Some((code, phrases)) = line.split_once('\t') else { continue };
        for phrase in phrases.split(';') {
            fold(phrase, &mut folded);
            map.entry(folded.as_str().into()).or_insert(code);
        }
    }
    map
}

/// The code of the language that `text` names; `folded` is a buffer.
pub(super) fn language(text: &str, folded: &mut String) -> Option<&'static str> {
    fold(text, folded);
    LANGUAGES.get(folded.as_str()).copied()
}

/// Whether `text` is the name of a language.
pub(crate) fn is_language(text: &str) -> bool {
    let mut folded = Lent::default();
    language(text, &mut folded).is_some()
}

/// Whether all of `text` is a level of fluency.
pub(super) fn is_level(text: &str, folded: &mut String) -> bool {
    if printed_level(text.split(' ').next().unwrap_or(text)).is_some() {
        return true;
    }
    fold(text, folded);
    FLUENCIES.contains_key(folded.as_str())
}

/// The normal form of `text` as a level of fluency: a CEFR level or `native`.
pub(super) fn level(text: &str, folded: &mut String) -> Option<&'static str> {
    if let Some(level) = printed_level(text) {
        return Some(level);
    }
    fold(text, folded);
    if let Some(level) = FLUENCIES.get(folded.as_str()) {
        return Some(level);
    }
    // The longest run of words that is known: `fluent in speech and writing`, `sehr gute Kenntnisse`.
    let longest = folded.split(' ').count().min(4);
    (1..=longest).rev().find_map(|length| stretches(folded, length).find_map(|words| FLUENCIES.get(words).copied()))
}

/// All that stands side by side in `text`, `length` words at a time.
fn stretches(text: &str, length: usize) -> impl Iterator<Item = &str> {
    let gaps = || text.match_indices(' ').map(|(at, _)| at);
    let starts = std::iter::once(0).chain(gaps().map(|at| at + 1));
    let ends = gaps().chain([text.len()]).skip(length - 1);
    starts.zip(ends).map(|(start, end)| &text[start..end])
}

/// A level of the Common European Framework that stands in `text` as such; keyboards for other alphabets have letters that look the same.
fn printed_level(text: &str) -> Option<&'static str> {
    const LEVELS: [(&str, &[&str]); 6] = [
        ("C2", &["c2", "с2", "γ2"]),
        ("C1", &["c1", "с1", "γ1"]),
        ("B2", &["b2", "в2", "β2"]),
        ("B1", &["b1", "в1", "β1"]),
        ("A2", &["a2", "а2", "α2"]),
        ("A1", &["a1", "а1", "α1"]),
    ];
    // Without a digit there is none.
    if !text.bytes().any(|byte| matches!(byte, b'1' | b'2')) {
        return None;
    }
    let words = || text.split(|symbol: char| !symbol.is_alphanumeric());
    let is_spelt =
        |word: &str, spelling: &str| word.len() == spelling.len() && word.chars().flat_map(char::to_lowercase).eq(spelling.chars());
    let is_shown = |spellings: &[&str]| words().any(|word| spellings.iter().any(|spelling| is_spelt(word, spelling)));
    LEVELS.into_iter().find(|(_, spellings)| is_shown(spellings)).map(|(level, _)| level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_known_by_many_names() {
        let mut folded = String::new();
        for (name, code) in [
            ("Deutsch", "de"),
            ("ESPAÑOL", "es"),
            ("język angielski", "en"),
            ("İngilizce", "en"),
            ("Mandarin", "zh"),
            ("Ελληνικά", "el"),
            ("ΑΓΓΛΙΚΑ", "en"),
            ("Німецька мова", "de"),
            ("njemački", "de"),
            ("anglų kalba", "en"),
        ] {
            assert_eq!(language(name, &mut folded), Some(code), "{name}");
        }
        assert_eq!(language("Rust", &mut folded), None);
    }

    #[test]
    fn levels_have_a_normal_form() {
        let mut folded = String::new();
        let cases = [
            ("C1", "C1"),
            ("B2 (Goethe-Zertifikat)", "B2"),
            ("Muttersprache", "native"),
            ("fließend in Wort und Schrift", "C1"),
            ("native or bilingual proficiency", "native"),
            ("niveau intermédiaire", "B1"),
            ("biegły", "C1"),
            ("Γ2", "C2"),
            ("επίπεδο Β1", "B1"),
            ("уровень В2", "B2"),
            ("вільно", "C1"),
            ("ΜΗΤΡΙΚΗ ΓΛΏΣΣΑ", "native"),
        ];
        for (text, expected) in cases {
            assert_eq!(level(text, &mut folded), Some(expected), "{text}");
        }
        assert_eq!(level("since 2010", &mut folded), None);
    }
}
