//! How much each comparison level says.

use std::sync::Arc;

use crate::compare::{Comparison, FLOOR, N_FIELDS};
use crate::layer::Layer;

/// One level of one field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Level {
    /// The word in explanations.
    pub(crate) name: &'static str,
    /// How often it occurs among pairs of one person.
    pub(crate) m: f32,
    /// How often it occurs among pairs of two persons.
    pub(crate) u: f32,
    /// Where above 0, `u` is that many times the share of records that hold the value.
    pub(crate) by_share: f32,
}

const fn fixed(name: &'static str, m: f32, u: f32) -> Level {
    Level { name, m, u, by_share: 0.0 }
}

const fn shared(name: &'static str, m: f32, u: f32, by_share: f32) -> Level {
    Level { name, m, u, by_share }
}

/// Names of the fields, in the order of [`crate::compare::Field`].
pub(crate) const FIELDS: [&str; N_FIELDS] = [
    "given_name",
    "family_name",
    "middle_name",
    "generation",
    "email",
    "phone",
    "link",
    "email_spells_name",
    "employer",
    "school",
    "city",
    "country",
    "skills",
    "title",
    "birth_date",
    "number",
    "street",
    "career_start",
];

/// The shipped levels: first estimates that fitting replaces.
const SHIPPED: [&[Level]; N_FIELDS] = [
    &[
        fixed("different", 0.05, 0.95),
        fixed("initial", 0.02, 0.04),
        shared("similar", 0.05, 0.01, 4.0),
        shared("sounds_alike", 0.03, 0.006, 2.0),
        shared("related", 0.13, 0.01, 2.0),
        shared("exact", 0.72, 0.004, 1.0),
    ],
    &[
        fixed("different", 0.08, 0.99),
        fixed("initial", 0.002, 0.04),
        shared("similar", 0.04, 0.002, 4.0),
        shared("sounds_alike", 0.03, 0.001, 2.0),
        shared("one_word_shared", 0.08, 0.002, 1.5),
        shared("exact", 0.77, 0.0007, 1.0),
    ],
    &[fixed("different", 0.05, 0.85), fixed("initial", 0.40, 0.08), fixed("exact", 0.55, 0.03)],
    &[fixed("different", 0.001, 0.5), fixed("one_absent", 0.6, 0.49), fixed("exact", 0.4, 0.01)],
    &[
        fixed("different", 0.33, 0.9999),
        shared("same_letters", 0.02, 1e-5, 1.0),
        shared("same_user", 0.03, 1e-6, 0.5),
        shared("one_slip", 0.02, 1e-7, 0.1),
        shared("exact", 0.60, 1e-7, 1.0),
    ],
    &[fixed("different", 0.30, 0.9999), fixed("one_slip", 0.01, 1e-5), shared("exact", 0.69, 1e-7, 1.0)],
    &[fixed("different", 0.004, 0.9999), shared("exact", 0.996, 1e-7, 1.0)],
    &[fixed("no", 0.45, 0.999), fixed("initial_and_family", 0.2, 0.0008), fixed("given_and_family", 0.35, 0.0002)],
    &[
        fixed("none_shared", 0.12, 0.97),
        shared("one_in_short", 0.05, 0.006, 2.0),
        shared("one_shared_other_dates", 0.10, 0.01, 1.0),
        shared("one_shared", 0.13, 0.01, 1.0),
        shared("one_shared_same_start", 0.60, 0.001, 0.1),
    ],
    &[
        fixed("none_shared", 0.15, 0.97),
        shared("one_shared_other_years", 0.03, 0.01, 1.0),
        shared("one_in_short", 0.08, 0.01, 1.0),
        shared("one_shared", 0.24, 0.01, 1.0),
        shared("one_shared_same_year", 0.50, 0.001, 0.12),
    ],
    &[fixed("different", 0.30, 0.98), fixed("near", 0.015, 0.01), fixed("similar", 0.02, 0.001), shared("exact", 0.68, 0.01, 1.0)],
    &[fixed("different", 0.08, 0.85), shared("exact", 0.92, 0.15, 1.0)],
    &[
        fixed("none_shared", 0.05, 0.75),
        fixed("few_shared", 0.15, 0.17),
        fixed("some_shared", 0.30, 0.06),
        fixed("most_shared", 0.50, 0.02),
    ],
    &[fixed("different", 0.30, 0.95), fixed("one_shared", 0.70, 0.05)],
    &[fixed("different", 0.02, 0.999), fixed("one_slip", 0.05, 0.001), shared("exact", 0.93, 5e-5, 1.0)],
    &[fixed("different", 0.05, 0.9999), fixed("one_slip", 0.05, 1e-5), shared("exact", 0.90, 1e-6, 1.0)],
    &[fixed("different", 0.30, 0.99), fixed("similar", 0.20, 0.003), shared("exact", 0.50, 1e-3, 1.0)],
    &[fixed("far_apart", 0.08, 0.30), fixed("fitting", 0.92, 0.70)],
];

/// The weights of a score: how often each level occurs among pairs of one person and of two, and the interaction layer that
/// corrects for fields that are not independent.
#[derive(Debug, Clone, PartialEq)]
pub struct Weights {
    pub(crate) levels: [Vec<Level>; N_FIELDS],
    pub(crate) layer: Option<Arc<Layer>>,
    /// The odds of any two records, in bits, where they were estimated; else they follow from the number of records.
    pub(crate) prior: Option<f32>,
}

impl Default for Weights {
    fn default() -> Self {
        Self { levels: SHIPPED.map(<[Level]>::to_vec), layer: Layer::shipped(), prior: None }
    }
}

impl Weights {
    /// The shipped weights without the interaction layer: Fellegi–Sunter alone.
    #[must_use]
    pub fn independent() -> Self {
        Self { layer: None, ..Self::default() }
    }

    /// The evidence of each field in bits; 0 where it says nothing.
    pub(crate) fn bits(&self, compared: &Comparison) -> [f32; N_FIELDS] {
        self.ready().bits(compared)
    }

    /// The weights, ready for many pairs.
    pub(crate) fn ready(&self) -> Ready<'_> {
        let mut plain = [[0.0; MOST_LEVELS]; N_FIELDS];
        for (cells, levels) in plain.iter_mut().zip(&self.levels) {
            for (cell, level) in cells[1..].iter_mut().zip(levels) {
                *cell = (level.m / level.u).log2();
            }
        }
        Ready { levels: &self.levels, plain, layer: self.layer.as_deref() }
    }
}

/// Levels of a field, at most, the silent one included.
pub(crate) const MOST_LEVELS: usize = 8;

/// Weights whose logarithms are taken, where they are the same for all pairs.
#[derive(Debug)]
pub(crate) struct Ready<'w> {
    levels: &'w [Vec<Level>; N_FIELDS],
    /// The evidence of each level where no share of records weighs it.
    plain: [[f32; MOST_LEVELS]; N_FIELDS],
    pub(crate) layer: Option<&'w Layer>,
}

impl Ready<'_> {
    /// The evidence of each field in bits; 0 where it says nothing.
    pub(crate) fn bits(&self, compared: &Comparison) -> [f32; N_FIELDS] {
        std::array::from_fn(|field| self.bits_of(field, compared.levels[field], compared.shares[field]))
    }

    /// The evidence of one field in bits; 0 where it says nothing.
    pub(crate) fn bits_of(&self, field: usize, level: u8, share: f32) -> f32 {
        let level = usize::from(level);
        match level.checked_sub(1).and_then(|level| self.levels[field].get(level)) {
            Some(level) if share > 0.0 && level.by_share > 0.0 => (level.m / (share * level.by_share).clamp(1e-9, 1.0)).log2(),
            _ => self.plain[field][level],
        }
    }
}

/// The evidence against any pair before it is looked at: one in as many as there are records.
pub(crate) fn prior(records: f32) -> f32 {
    -records.max(FLOOR).log2()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_distributions() {
        for (field, levels) in SHIPPED.iter().enumerate() {
            let m: f32 = levels.iter().map(|level| level.m).sum();
            assert!((0.98..=1.02).contains(&m), "{}: m sums to {m}", FIELDS[field]);
            assert!(levels.windows(2).all(|pair| pair[0].m / pair[0].u <= pair[1].m / pair[1].u * 8.0), "{} is not ordered", FIELDS[field]);
        }
    }
}
