//! Whether a parser is right as often as it says.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Prediction, verdicts};

/// The lower ends of the buckets that confidences are sorted into, the surest first.
pub const BUCKETS: [f64; 4] = [0.9, 0.7, 0.5, 0.0];

/// The values whose confidence lies in one bucket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bucket {
    /// How many were given.
    pub given: usize,
    /// How many of them are right.
    pub right: usize,
}

impl Bucket {
    /// The share that is right; none where none was given.
    #[must_use]
    pub fn share(self) -> Option<f64> {
        (self.given > 0).then(|| self.right as f64 / self.given as f64)
    }
}

/// The buckets of every field, in the order of [`BUCKETS`].
pub type Reliability = BTreeMap<&'static str, [Bucket; BUCKETS.len()]>;

/// Sorts the values of all predictions into buckets. A value without a confidence counts nowhere.
#[must_use]
pub fn reliability(predictions: &BTreeMap<String, Prediction>, truths: &BTreeMap<String, Value>) -> Reliability {
    let mut found = Reliability::new();
    for (name, truth) in truths {
        let Some(prediction) = predictions.get(name) else { continue };
        for verdict in verdicts(&prediction.profile, truth) {
            let Some(&confidence) = prediction.confidence.get(&verdict.pointer) else { continue };
            // What is printed has two decimals, as floats that may lie just below.
            let bucket = BUCKETS.iter().position(|least| confidence + 1e-6 >= *least).unwrap_or(BUCKETS.len() - 1);
            let bucket = &mut found.entry(verdict.field).or_default()[bucket];
            bucket.given += 1;
            bucket.right += usize::from(verdict.right);
        }
    }
    found
}
