//! What a single word hints at.

use super::table::{Aligned, Table, value};
use super::words::Hash;

static WORDS: Table = Table::new(const { &Aligned(*include_bytes!(concat!(env!("OUT_DIR"), "/words.table"))) });

/// What the values of [`WORDS`] stand for: see the build script.
const PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/words.bin"));

/// Beginnings or endings of words with their class and weight.
type Affixes = &'static [(&'static str, u8, u8)];

/// Endings of compound words whose last byte is `outer`.
fn suffixes(outer: Option<u8>) -> Affixes {
    include!(concat!(env!("OUT_DIR"), "/suffixes.rs"))
}

/// Beginnings of words whose first byte is `outer`.
fn prefixes(outer: Option<u8>) -> Affixes {
    include!(concat!(env!("OUT_DIR"), "/prefixes.rs"))
}

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

    /// Whether occupations, skills or degrees know it.
    pub(crate) fn is_known(self) -> bool {
        const TITLE: u64 = 0xF;
        const DEGREE: u64 = 0xF << (4 * Class::Degree as u32);
        const COUNTS: u64 = 0x3FF << 28;
        self.0 & (TITLE | DEGREE | COUNTS) != 0
    }

    /// It goes before a grade: note, mention, GPA.
    pub(crate) fn announces_grade(self) -> bool {
        self.0 >> 48 & 1 != 0
    }

    /// It is part of a grade: distinction, sehr, magna.
    pub(crate) fn states_grade(self) -> bool {
        self.0 >> 49 & 1 != 0
    }

    /// It is about a grade, one way or another.
    pub(crate) fn hints_at_grade(self) -> bool {
        self.0 >> 50 & 1 != 0
    }

    /// The name of a degree begins with it.
    pub(crate) fn opens_degree(self) -> bool {
        self.0 >> 51 & 1 != 0
    }

    /// The strengths of all cues by class, as [`Word::cue`] tells them one by one; the last is not used.
    pub(crate) fn cues(self) -> [u8; 8] {
        // Half bytes are spread to bytes, all at once.
        let packed = self.0 & 0x0FFF_FFFF;
        let packed = (packed | packed << 16) & 0x0000_FFFF_0000_FFFF;
        let packed = (packed | packed << 8) & 0x00FF_00FF_00FF_00FF;
        ((packed | packed << 4) & 0x0F0F_0F0F_0F0F_0F0F).to_le_bytes()
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
    word_hashed(Hash::of(folded))
}

/// Looks a word up whose hash is known.
pub(super) fn word_hashed(folded: Hash<'_>) -> Word {
    Listed::of(folded.hash).word(folded.word)
}

/// A word as far as the list has been asked for it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Listed(u64);

impl Listed {
    /// The word of a hash.
    pub(super) fn of(hash: u64) -> Self {
        Self(WORDS.slot(hash))
    }

    /// What is known of it; it is `folded`.
    pub(super) fn word(self, folded: &str) -> Word {
        if self.0 == 0 { compound(folded) } else { Word(value(PACKED, self.0 as u16)) }
    }
}

/// What the ends of an unknown word hint at; the build script has done the same for the others.
fn compound(folded: &str) -> Word {
    let mut found = Word::default();
    for (prefix, class, weight) in prefixes(folded.bytes().next()) {
        if folded.starts_with(prefix) {
            found.raise(*class, *weight);
        }
    }
    if folded.len() > 6 && found == Word::default() {
        // Most words differ from most endings in the last byte but one already.
        let inner = folded.bytes().nth_back(1);
        for (suffix, class, weight) in suffixes(folded.bytes().next_back()) {
            if suffix.bytes().nth_back(1) == inner && folded.len() > suffix.len() + 1 && folded.ends_with(suffix) {
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
