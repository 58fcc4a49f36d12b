//! Small files that ask for endless work or memory: bombs, cycles, depths and counts, one idea each.
//!
//! Reading each must end in time with the outcome named here, and with the words that a person would have seen.

mod flowing;
mod fonts;
mod objects;
mod pdf;
mod streams;

use vitae_model::Outcome;

/// A file that asks for endless work.
#[derive(Debug, Clone)]
pub struct Trap {
    /// What the idea is, in a few words joined by hyphens, with an ending.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How reading must end; [`Outcome::Parsed`] where nothing is amiss with the text.
    pub outcome: Outcome,
    /// Words that must have been read.
    pub words: &'static str,
}

/// All traps.
///
/// # Panics
/// Where a library that writes files is broken.
#[must_use]
pub fn all() -> Vec<Trap> {
    [streams::all(), objects::all(), fonts::all(), flowing::all()].into_iter().flatten().collect()
}
