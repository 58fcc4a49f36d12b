//! Where in a document a value was read, and how sure the reader is.

use serde::{Deserialize, Serialize};

/// A rectangle in points (1/72 inch): left, top, right, bottom; the origin is the page's upper left corner, y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(from = "[f32; 4]", into = "[f32; 4]")]
#[schemars(with = "[f32; 4]")]
pub struct BoundingBox {
    /// Left edge.
    pub left: f32,
    /// Upper edge.
    pub top: f32,
    /// Right edge.
    pub right: f32,
    /// Lower edge.
    pub bottom: f32,
}

impl BoundingBox {
    /// The smallest box that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// Width in points, never negative.
    #[must_use]
    pub fn width(self) -> f32 {
        (self.right - self.left).max(0.0)
    }

    /// Height in points, never negative.
    #[must_use]
    pub fn height(self) -> f32 {
        (self.bottom - self.top).max(0.0)
    }
}

impl From<[f32; 4]> for BoundingBox {
    fn from([left, top, right, bottom]: [f32; 4]) -> Self {
        Self { left, top, right, bottom }
    }
}

impl From<BoundingBox> for [f32; 4] {
    fn from(area: BoundingBox) -> Self {
        // One decimal is a fiftieth of a millimetre; more only makes lines longer.
        [area.left, area.top, area.right, area.bottom].map(|edge| (edge * 10.0).round() / 10.0)
    }
}

/// A probability between 0 and 1 that a value is right.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Confidence(f32);

impl Confidence {
    /// Clamps `probability` into 0 to 1; not-a-number becomes 0.
    #[must_use]
    pub fn new(probability: f32) -> Self {
        if probability.is_nan() { Self(0.0) } else { Self((probability.clamp(0.0, 1.0) * 1000.0).round() / 1000.0) }
    }

    /// The probability, 0 to 1.
    #[must_use]
    pub fn get(self) -> f32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Confidence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f32::deserialize(deserializer).map(Self::new)
    }
}

/// One value of a profile, where it was read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Evidence {
    /// The value's place in the profile: a JSON pointer (RFC 6901) such as `/work/0/name`.
    pub pointer: String,
    /// Page, counted from 1.
    pub page: u32,
    /// The area on that page.
    #[serde(rename = "box")]
    pub area: BoundingBox,
    /// The text as printed.
    pub text: String,
    /// How sure the reader is.
    pub confidence: Confidence,
}
