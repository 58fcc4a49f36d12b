//! Short lists of words in the source, hashed.

use std::sync::OnceLock;

use super::hash::{hash, slot, tag};

/// Words or phrases with a value each, as an open-addressed list of their hashes; [`super::table::Table`] made at run time.
#[derive(Debug, Default)]
pub(crate) struct Hashed {
    slots: Box<[u64]>,
}

impl Hashed {
    /// The list of `words`, which are folded; the first of equal ones counts.
    pub(crate) fn new<'a>(words: impl Iterator<Item = (&'a str, u16)> + Clone) -> Self {
        let n_slots = words.clone().count() * 2 + 1;
        let mut hashed = Self { slots: vec![0; n_slots].into_boxed_slice() };
        for (word, value) in words {
            let hash = hash(word);
            let at = hashed.place(hash);
            if hashed.slots[at] == 0 {
                hashed.slots[at] = tag(hash) << 16 | u64::from(value);
            }
        }
        hashed
    }

    /// The value of `folded`.
    pub(crate) fn get(&self, folded: &str) -> Option<u16> {
        let packed = self.packed(hash(folded));
        (packed != 0).then_some(packed as u16)
    }

    /// Whether a word with the hash `hash` is listed.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.packed(hash) != 0
    }

    /// The value of a word with the hash `hash`; 0 where there is none.
    pub(crate) fn value(&self, hash: u64) -> u16 {
        self.packed(hash) as u16
    }

    fn packed(&self, hash: u64) -> u64 {
        self.slots.get(self.place(hash)).copied().unwrap_or(0)
    }

    /// Where a hash is, or would be.
    fn place(&self, hash: u64) -> usize {
        let mut at = slot(hash, self.slots.len());
        // Half of the slots are empty, so that this ends.
        while self.slots.get(at).is_some_and(|packed| (*packed != 0) & (packed >> 16 != tag(hash))) {
            at = if at + 1 == self.slots.len() { 0 } else { at + 1 };
        }
        at
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
