//! Short lists of words in the source, as sets.

use std::sync::OnceLock;

use rustc_hash::FxHashSet;

/// A set of folded words or phrases; asking it costs one hash.
#[derive(Debug)]
pub(crate) struct WordSet {
    words: &'static [&'static str],
    known: OnceLock<FxHashSet<&'static str>>,
}

impl WordSet {
    /// The set of `words`.
    pub(crate) const fn new(words: &'static [&'static str]) -> Self {
        Self { words, known: OnceLock::new() }
    }

    /// Whether `folded` is one of them.
    pub(crate) fn has(&self, folded: &str) -> bool {
        self.known.get_or_init(|| self.words.iter().copied().collect()).contains(folded)
    }
}
