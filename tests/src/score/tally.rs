//! Counting what was right, claimed too much, and missed.

use std::collections::BTreeMap;

/// True positives, false positives, false negatives of one field.
pub type Counts = [usize; 3];

/// Precision, recall and F1 of one field, rounded to four decimals.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Share of what was claimed that is right.
    pub precision: f64,
    /// Share of what is true that was claimed.
    pub recall: f64,
    /// Their harmonic mean.
    pub f1: f64,
    /// What it was computed from.
    pub counts: Counts,
}

impl Measure {
    /// The measure of `counts`; none where there was nothing to find and nothing was claimed.
    #[must_use]
    pub fn of(counts: Counts) -> Option<Self> {
        let [right, extra, missed] = counts;
        let share = |part: usize, whole: usize| if whole == 0 { 0.0 } else { round(part as f64 / whole as f64) };
        (right + extra + missed > 0).then(|| Self {
            precision: share(right, right + extra),
            recall: share(right, right + missed),
            f1: share(2 * right, 2 * right + extra + missed),
            counts,
        })
    }
}

/// `share` to four decimals.
pub(crate) fn round(share: f64) -> f64 {
    (share * 10_000.0).round() / 10_000.0
}

/// The counts of one file, or of many.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Tally {
    counts: BTreeMap<&'static str, Counts>,
    ratios: BTreeMap<&'static str, [f64; 2]>,
}

impl Tally {
    /// Adds to the counts of `field`.
    pub(crate) fn add(&mut self, field: &'static str, counts: Counts) {
        let sum = self.counts.entry(field).or_default();
        for (sum, count) in sum.iter_mut().zip(counts) {
            *sum += count;
        }
    }

    /// Counts one optional value against another.
    pub(crate) fn one(&mut self, field: &'static str, predicted: &str, truth: &str, right: bool) {
        match (predicted.is_empty(), truth.is_empty()) {
            (false, false) => self.add(field, if right { [1, 0, 0] } else { [0, 1, 1] }),
            (true, false) => self.add(field, [0, 0, 1]),
            (false, true) => self.add(field, [0, 1, 0]),
            (true, true) => {}
        }
    }

    /// Counts sets of which `hits` are in both.
    pub(crate) fn sets(&mut self, field: &'static str, hits: usize, predicted: usize, truth: usize) {
        self.add(field, [hits, predicted - hits, truth - hits]);
    }

    /// Adds to a plain ratio.
    pub(crate) fn ratio(&mut self, name: &'static str, part: f64, whole: f64) {
        let sum = self.ratios.entry(name).or_default();
        sum[0] += part;
        sum[1] += whole;
    }

    /// Adds all of `other`.
    pub(crate) fn merge(&mut self, other: &Self) {
        for (field, counts) in &other.counts {
            self.add(field, *counts);
        }
        for (name, [part, whole]) in &other.ratios {
            self.ratio(name, *part, *whole);
        }
    }

    /// Precision, recall and F1 of `field`; none where there was nothing to find and nothing was claimed.
    #[must_use]
    pub fn measure(&self, field: &str) -> Option<Measure> {
        self.counts.get(field).and_then(|counts| Measure::of(*counts))
    }

    /// The ratio called `name`, rounded to four decimals.
    #[must_use]
    pub fn share(&self, name: &str) -> Option<f64> {
        self.ratios.get(name).filter(|[_, whole]| *whole > 0.0).map(|[part, whole]| round(part / whole))
    }
}
