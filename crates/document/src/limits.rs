//! How much work one document may cause.

use std::time::{Duration, Instant};

/// How much work one document may cause. Beyond a limit reading stops with a [`crate::Fault`]; what was read is kept.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of the file in bytes.
    pub bytes: usize,
    /// Pages that are read; further ones are counted and left out with a note.
    pub pages: usize,
    /// Bytes one compressed stream may inflate to.
    pub stream_bytes: usize,
    /// Bytes all streams of a document together may inflate to.
    pub inflated_bytes: usize,
    /// Objects of a PDF, or entries of an archive.
    pub objects: usize,
    /// Nesting of PDF objects, forms and XML elements.
    pub depth: usize,
    /// Content operators of a PDF, or XML events.
    pub operations: usize,
    /// Characters of text.
    pub characters: usize,
    /// Largest ratio of inflated to compressed size of an archive entry above one MiB.
    pub ratio: usize,
    /// Wall time for reading and parsing.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 20 << 20,
            pages: 50,
            stream_bytes: 32 << 20,
            inflated_bytes: 128 << 20,
            objects: 200_000,
            depth: 64,
            operations: 5_000_000,
            characters: 4_000_000,
            ratio: 200,
            time: Duration::from_secs(5),
        }
    }
}

/// The moment at which work on a document stops.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Option<Instant>);

impl Deadline {
    /// A deadline `limits.time` from now.
    #[must_use]
    pub fn start(limits: &Limits) -> Self {
        Self(Instant::now().checked_add(limits.time))
    }

    /// Whether it has passed. Costs a look at the clock: ask every few hundred steps, not at each.
    #[must_use]
    pub fn has_passed(&self) -> bool {
        self.0.is_some_and(|end| Instant::now() >= end)
    }
}
