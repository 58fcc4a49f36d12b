//! What a single word hints at.

use super::{Table, open};
use std::sync::LazyLock;

static WORDS: Table = LazyLock::new(|| open(include_bytes!(concat!(env!("OUT_DIR"), "/words.fst"))));

/// Endings of compound words with their class and weight.
const SUFFIXES: &[(&str, u8, u8)] = include!(concat!(env!("OUT_DIR"), "/suffixes.rs"));
/// Beginnings of words with their class and weight.
const PREFIXES: &[(&str, u8, u8)] = include!(concat!(env!("OUT_DIR"), "/prefixes.rs"));

/// Kinds of cue words, in the order the build script packs them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Heads of job titles: engineer, Leiter, infermiera.
    Title,
    /// What employers call themselves: bank, hospital, Stadt.
    Organisation,
    /// Legal forms: Inc, GmbH, S.A.
    Legal,
    /// What schools call themselves.
    Institution,
    /// Degrees and certificates.
    Degree,
    /// What stands for a place: remote.
    Place,
    /// What qualifies a title: senior, part-time.
    Modifier,
}

/// What the lists say of one word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Word(u64);

impl Word {
    /// Strength of the cue, 0 (none) to 4.
    pub(crate) fn cue(self, class: Class) -> u8 {
        (self.0 >> (4 * class as u32) & 15) as u8
    }

    /// Twice the binary logarithm of how many occupation labels (plus one) use it.
    pub(crate) fn in_occupations(self) -> u8 {
        self.count(0)
    }

    /// The same for skill labels.
    pub(crate) fn in_skills(self) -> u8 {
        self.count(1)
    }

    /// The same for names of universities.
    pub(crate) fn in_universities(self) -> u8 {
        self.count(2)
    }

    fn count(self, index: u32) -> u8 {
        (self.0 >> (28 + 5 * index) & 31) as u8
    }

    fn raise(&mut self, class: u8, weight: u8) {
        let shift = 4 * u32::from(class);
        let known = (self.0 >> shift & 15).max(u64::from(weight));
        self.0 = self.0 & !(15 << shift) | known << shift;
    }
}

/// Looks one folded word up; endings of compounds count where the list does not have the word itself.
pub(crate) fn word(folded: &str) -> Word {
    let mut found = Word(WORDS.get(folded).unwrap_or(0));
    for (prefix, class, weight) in PREFIXES {
        if folded.starts_with(prefix) {
            found.raise(*class, *weight);
        }
    }
    if folded.len() > 6 && found.0 & ((1 << 28) - 1) == 0 {
        for (suffix, class, weight) in SUFFIXES {
            if folded.len() > suffix.len() + 1 && folded.ends_with(suffix) {
                found.raise(*class, *weight);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cues_come_from_lists_and_endings() {
        for (text, class) in [
            ("engineer", Class::Title),
            ("infermiera", Class::Title),
            ("vertriebsleiterin", Class::Title),
            ("gmbh", Class::Legal),
            ("stadtsparkasse", Class::Organisation),
            ("universiteit", Class::Institution),
            ("abitur", Class::Degree),
        ] {
            assert!(word(text).cue(class) > 1, "{text} is no {class:?}");
        }
        assert_eq!(word("xyzzy"), Word::default());
    }

    #[test]
    fn counts_tell_where_a_word_is_used() {
        assert!(word("welder").in_occupations() > word("welder").in_universities());
        assert!(word("management").in_skills() > 4);
    }
}
