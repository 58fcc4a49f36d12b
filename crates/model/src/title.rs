//! Job titles in the words of a classification.

use serde::{Deserialize, Serialize};

/// The occupation a printed job title stands for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NormalizedTitle {
    /// The classification's label that was matched.
    pub label: String,
    /// ESCO occupation identifier (the UUID of its URI).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esco: Option<String>,
    /// ISCO-08 unit group, four digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub isco08: Option<String>,
    /// Likeness of the printed title to the label, 0 to 1.
    pub score: f32,
}
