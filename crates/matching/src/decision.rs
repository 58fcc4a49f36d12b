//! What follows from a score.

use serde::{Deserialize, Serialize};

use crate::Match;

/// What is to be done with a pair of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// One person; merge without asking.
    Same,
    /// Two persons, or nothing that says otherwise.
    Different,
    /// A human should look.
    Review,
}

/// Evidence in bits from which on a pair is reviewed or merged.
///
/// Bits are the base-two logarithm of the odds that the two records are one person, prior included: 0 is even odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// From here on the records are the same person.
    pub same: f32,
    /// From here on a human should look.
    pub review: f32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self { same: 3.0, review: 0.0 }
    }
}

/// Decides about a scored pair.
///
/// Whatever the bits say, a pair with a [veto](Match::veto) is never [`Decision::Same`], and neither is one that agrees in
/// nothing but names, or besides them only in addresses and numbers that resemble each other.
#[must_use]
pub fn decide(scored: &Match, thresholds: &Thresholds) -> Decision {
    if scored.bits < thresholds.review {
        Decision::Different
    } else if scored.bits < thresholds.same || !scored.supported || scored.veto.is_some() {
        Decision::Review
    } else {
        Decision::Same
    }
}
