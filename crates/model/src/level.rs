//! Levels of education.

use serde::{Deserialize, Serialize};

/// A level of the International Standard Classification of Education, ISCED 2011: 0 (early childhood) to 8 (doctoral).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Isced(u8);

/// Why a number is no [`Isced`] level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} is not an ISCED 2011 level (0 to 8)")]
pub struct InvalidIsced(u8);

impl Isced {
    /// Upper secondary: Abitur, baccalauréat, A levels, high school diploma.
    pub const UPPER_SECONDARY: Self = Self(3);
    /// Post-secondary, not tertiary.
    pub const POST_SECONDARY: Self = Self(4);
    /// Short-cycle tertiary: associate degree, BTS, HND.
    pub const SHORT_CYCLE: Self = Self(5);
    /// Bachelor's or equivalent.
    pub const BACHELOR: Self = Self(6);
    /// Master's or equivalent.
    pub const MASTER: Self = Self(7);
    /// Doctoral or equivalent.
    pub const DOCTORAL: Self = Self(8);

    /// The level's number, 0 to 8.
    #[must_use]
    pub fn number(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Isced {
    type Error = InvalidIsced;

    fn try_from(number: u8) -> Result<Self, InvalidIsced> {
        if number <= 8 { Ok(Self(number)) } else { Err(InvalidIsced(number)) }
    }
}

impl From<Isced> for u8 {
    fn from(level: Isced) -> Self {
        level.0
    }
}
