//! What the words of a text hint at together.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::folded::Words;
use super::marks::Marks;
use super::phrase::{Phrase, phrase};
use super::word::{Class, Listed, Word, word_hashed};
use super::words::{Hash, for_each_word};

/// Words that are looked for in the list before the first of them is asked about.
const AT_ONCE: usize = 8;

/// Words whose hashes are kept.
pub(crate) const MOST_HASHES: usize = 10;

/// What the lists say of the words of one text: one look-up a word, for all who ask.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Gist {
    pub(crate) n_words: usize,
    /// What the text as a whole names.
    pub(crate) phrase: Phrase,
    /// Strongest cue of any word, of the first and of the last, by [`Class`].
    pub(crate) any: [u8; 8],
    pub(crate) first: [u8; 8],
    pub(crate) last: [u8; 8],
    /// The strongest legal form behind the first word.
    pub(crate) legal_behind: u8,
    /// Sums of how usual the words are in occupations, skills and names of universities.
    pub(crate) occupations: u32,
    pub(crate) skills: u32,
    pub(crate) universities: u32,
    /// Words that name no occupation, skill or degree.
    pub(crate) n_unknown: usize,
    /// Words that announce or state a grade.
    pub(crate) n_graded: usize,
    /// The first word announces a grade.
    pub(crate) announces_grade: bool,
    /// A word is about a grade.
    pub(crate) hints_at_grade: bool,
    /// The name of a degree begins with the first word.
    pub(crate) opens_degree: bool,
    /// Which characters the text holds that was folded.
    pub(crate) marks: Marks,
    /// It folds to the same words whether initials are folded as one word or not.
    pub(crate) is_plain: bool,
    /// Hashes of the first words.
    pub(crate) hashes: [u32; MOST_HASHES],
    /// The last three bytes of the first and of the last word; 0 for short ones. Trades end alike where no list knows them.
    pub(crate) endings: [u32; 2],
}

impl Gist {
    /// Looks a folded text up, and the first `most` of its words, where nothing has been looked up yet.
    ///
    /// All is written where it stays: what is copied right after it was written in parts has to be waited for.
    pub(crate) fn read(&mut self, folded: &str, most: usize) {
        self.phrase = phrase(folded);
        for_each_word(folded, |hashed| {
            if self.n_words < most {
                self.add(hashed, word_hashed(hashed));
            }
        });
    }

    /// The same of words that are known already.
    pub(crate) fn read_words(&mut self, words: &Words<'_>, most: usize) {
        self.phrase = phrase(words.folded());
        for some in words.first(most).chunks(AT_ONCE) {
            // Whether a word is known cannot be foreseen, and the list is longer than what lies near: asked one by one, each word would wait
            // until it is certain what the one before is.
            let mut found = [Listed::default(); AT_ONCE];
            found.iter_mut().zip(some.hashes()).for_each(|(found, hash)| *found = Listed::of(hash));
            some.iter().zip(found).for_each(|(hashed, found)| self.add(hashed, found.word(hashed.word)));
        }
    }

    fn add(&mut self, hashed: Hash<'_>, word: Word) {
        if let Some(hash) = self.hashes.get_mut(self.n_words) {
            let mut hasher = FxHasher::default();
            hasher.write(hashed.word.as_bytes());
            *hash = hasher.finish() as u32;
        }
        let ending = ending(hashed.word.as_bytes());
        self.endings = [if self.n_words == 0 { ending } else { self.endings[0] }, ending];
        let cues = word.cues();
        if self.n_words == 0 {
            self.first = cues;
            self.announces_grade = word.announces_grade();
            self.opens_degree = word.opens_degree();
        } else {
            self.legal_behind = self.legal_behind.max(cues[Class::Legal as usize]);
        }
        self.last = cues;
        self.any.iter_mut().zip(cues).for_each(|(strongest, cue)| *strongest = (*strongest).max(cue));
        self.n_words += 1;
        self.occupations += u32::from(word.in_occupations());
        self.skills += u32::from(word.in_skills());
        self.universities += u32::from(word.in_universities());
        self.n_unknown += usize::from(!word.is_known());
        self.n_graded += usize::from(word.announces_grade() || word.states_grade());
        self.hints_at_grade |= word.hints_at_grade();
    }

    /// The text names a title, whatever the lists say.
    pub(crate) fn name_title(&mut self) {
        for cues in [&mut self.any, &mut self.first, &mut self.last] {
            let title = &mut cues[Class::Title as usize];
            *title = (*title).max(3);
        }
    }

    /// The strongest cue of a class.
    pub(crate) fn cue(&self, class: Class) -> u8 {
        self.any[class as usize]
    }
}

/// The last three bytes of a word that has two more.
fn ending(word: &[u8]) -> u32 {
    match word {
        [_, _, .., first, second, third] => u32::from_be_bytes([0, *first, *second, *third]),
        _ => 0,
    }
}
