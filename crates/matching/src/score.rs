//! The weight of evidence that two records are one person.

use serde::{Deserialize, Serialize};

use crate::{Features, Frequencies, Weights};

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The field, such as `email` or `family_name`.
    pub field: String,
    /// How the two values compare, such as `exact` or `nickname`.
    pub level: String,
    /// Evidence in bits; negative speaks against.
    pub bits: f32,
    /// The left record's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The right record's value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
}

/// A scored pair of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Base-two logarithm of the odds that both are one person: the sum of the contributions.
    pub bits: f32,
    /// What each field adds, in a fixed order; the prior comes first.
    pub contributions: Vec<Contribution>,
    /// Whether something besides names agrees.
    pub supported: bool,
    /// What forbids a merge without asking, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub veto: Option<String>,
}

/// Weighs the evidence that `left` and `right` are one person.
///
/// Symmetric: exchanging the two exchanges only `left` and `right` of each contribution.
#[must_use]
pub fn score(left: &Features, right: &Features, weights: &Weights, frequencies: &Frequencies) -> Match {
    let _ = (left, right, weights, frequencies);
    Match { bits: 0.0, contributions: Vec::new(), supported: false, veto: None }
}
