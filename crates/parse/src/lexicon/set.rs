//! Short lists of words in the source, hashed.

use std::sync::OnceLock;

use super::hash::{GROUP, find, hash, home, next, tag};

/// Words or phrases with a value each, as an open-addressed list of their hashes; [`super::table::Table`] made at run time.
#[derive(Debug, Default)]
pub(crate) struct Hashed {
    groups: Box<[[u64; GROUP]]>,
}

impl Hashed {
    /// The list of `words`, which are folded; the first of equal ones counts.
    pub(crate) fn new<'a>(words: impl Iterator<Item = (&'a str, u16)> + Clone) -> Self {
        Self::of_hashes(words.clone().count(), words.map(|(word, value)| (hash(word), value)))
    }

    /// The same of `count` words by their hashes.
    pub(crate) fn of_hashes(count: usize, words: impl Iterator<Item = (u64, u16)>) -> Self {
        // Half of the slots stay empty.
        let n_groups = count * 2 / GROUP + 1;
        let mut hashed = Self { groups: vec![[0; GROUP]; n_groups].into_boxed_slice() };
        for (hash, value) in words {
            if !hashed.has(hash) {
                hashed.insert(hash, value);
            }
        }
        hashed
    }

    fn insert(&mut self, hash: u64, value: u16) {
        let n_groups = self.groups.len();
        let mut at = home(hash, n_groups);
        while let Some(group) = self.groups.get_mut(at) {
            if let Some(slot) = group.iter_mut().find(|slot| **slot == 0) {
                *slot = tag(hash) << 16 | u64::from(value);
                return;
            }
            at = next(at, n_groups);
        }
    }

    /// The value of `folded`.
    pub(crate) fn get(&self, folded: &str) -> Option<u16> {
        self.get_hashed(hash(folded))
    }

    /// The value of a word with the hash `hash`.
    pub(crate) fn get_hashed(&self, hash: u64) -> Option<u16> {
        let slot = self.slot(hash);
        (slot != 0).then_some(slot as u16)
    }

    /// Whether a word with the hash `hash` is listed.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.slot(hash) != 0
    }

    /// The value of a word with the hash `hash`; 0 where there is none.
    pub(crate) fn value(&self, hash: u64) -> u16 {
        self.slot(hash) as u16
    }

    fn slot(&self, hash: u64) -> u64 {
        find(hash, self.groups.len(), |at| self.groups.get(at).copied())
    }
}

/// A set of folded words or phrases; asking it costs one hash.
#[derive(Debug)]
pub(crate) struct WordSet {
    words: &'static [&'static str],
    known: OnceLock<Hashed>,
}

impl WordSet {
    /// The set of `words`.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, known: OnceLock::new() }
    }

    /// Whether `folded` is one of them.
    pub(crate) fn has(&self, folded: &str) -> bool {
        self.known.get_or_init(|| Hashed::new(self.words.iter().map(|word| (*word, 0)))).get(folded).is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_its_words_with_their_values_and_no_others() {
        let words: Vec<String> = (0..500).map(|number| format!("word {number}")).collect();
        let hashed = Hashed::new(words.iter().zip(0..).map(|(word, value)| (word.as_str(), value)));
        for (word, value) in words.iter().zip(0..) {
            assert_eq!(hashed.get(word), Some(value), "{word}");
            assert_eq!(hashed.get(&format!("{word}s")), None);
        }
        assert_eq!(Hashed::default().get("word"), None);
    }
}
