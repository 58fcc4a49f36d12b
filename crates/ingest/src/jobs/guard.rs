//! Whether so much can be gone at once.
//!
//! A company identifier that is misspelt, or a source that is ill, looks like a company without jobs. What vanishes all at once is kept until
//! a second poll says the same, or until a human does.

use serde::{Deserialize, Serialize};

/// Fewer than this may always go at once, unless they are all.
const FEW: usize = 10;

/// What the last poll left behind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Memory {
    /// The company that was asked for.
    pub(super) company: String,
    /// Whether so many jobs were missing that none was closed.
    pub(super) jobs_doubted: bool,
    /// Whether so many postings were missing that none was closed.
    pub(super) postings_doubted: bool,
}

impl Memory {
    /// Reads what was stored; what cannot be read counts as nothing.
    pub(super) fn read(stored: Option<&str>) -> Self {
        stored.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }

    pub(super) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("text and truths always serialise")
    }
}

/// Whether `n_missing` of `n_open` are too many to be gone at once when the source listed `n_listed`.
pub(super) fn is_doubtful(n_missing: usize, n_open: usize, n_listed: usize) -> bool {
    let all_gone = n_listed == 0 && n_missing > 0;
    let most_gone = n_missing >= FEW && n_missing * 2 > n_open;
    all_gone || most_gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sudden_zero_and_a_sudden_half_are_doubted() {
        for (n_missing, n_open, n_listed, doubtful) in [
            (0, 0, 0, false),
            (1, 1, 0, true),
            (3, 20, 17, false),
            (9, 10, 1, false),
            (10, 20, 10, false),
            (11, 20, 9, true),
            (20, 20, 30, true),
        ] {
            assert_eq!(is_doubtful(n_missing, n_open, n_listed), doubtful, "{n_missing} of {n_open}, {n_listed} listed");
        }
    }

    #[test]
    fn what_is_remembered_survives_storage() {
        let memory = Memory { company: "AcmeCorp".into(), postings_doubted: true, ..Memory::default() };
        assert_eq!(Memory::read(Some(&memory.to_text())), memory);
        assert_eq!((Memory::read(None), Memory::read(Some("{"))), (Memory::default(), Memory::default()));
    }
}
