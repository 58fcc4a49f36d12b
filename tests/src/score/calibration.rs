//! Learning how often values are right that a parser is so sure of.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::{Prediction, verdicts};

/// Fewer judged values teach nothing.
const ENOUGH: usize = 12;
/// Values that one step holds at least.
const STEP: usize = 15;

/// One judged value: how sure the parser felt, and whether it is right.
pub type Sample = (f64, bool);

/// The judged values of all predictions, by part and field of the profile (`work/name`).
#[must_use]
pub fn samples(predictions: &BTreeMap<String, Prediction>, truths: &BTreeMap<String, Value>) -> BTreeMap<String, Vec<Sample>> {
    let mut found: BTreeMap<String, Vec<Sample>> = BTreeMap::new();
    for (name, truth) in truths {
        let Some(prediction) = predictions.get(name) else { continue };
        for verdict in verdicts(&prediction.profile, truth) {
            if let Some(&felt) = prediction.confidence.get(&verdict.pointer) {
                found.entry(kind(&verdict.pointer)).or_default().push((felt, verdict.right));
            }
        }
    }
    found
}

/// What values of one kind have in common: `/work/3/name` is `work/name`, `/basics/location/city` is `basics/location/city`.
fn kind(pointer: &str) -> String {
    let parts: Vec<&str> = pointer.split('/').skip(1).filter(|part| part.parse::<usize>().is_err()).collect();
    match parts[..] {
        // The address of a network profile belongs to the list of profiles.
        ["basics", "profiles", ..] => "basics/profiles".to_owned(),
        _ => parts.join("/"),
    }
}

/// The rising steps that fit `samples` best (pooling neighbours that fall), as pairs of mean feeling and share of right ones; none where
/// there is too little to learn from. Shares are drawn a little towards one half, the more the fewer values there are.
#[must_use]
pub fn fit(samples: &[Sample]) -> Vec<(f64, f64)> {
    if samples.len() < ENOUGH {
        return Vec::new();
    }
    let mut sorted = samples.to_vec();
    sorted.sort_by(|left, right| left.0.total_cmp(&right.0));
    let mut steps: Vec<Step> = Vec::new();
    let mut open = Step::default();
    for (index, (felt, right)) in sorted.iter().enumerate() {
        open.add(*felt, *right);
        let ends = sorted.get(index + 1).is_none_or(|next| next.0 > *felt);
        if ends && (open.count >= STEP as f64 || index + 1 == sorted.len()) {
            pool(&mut steps, std::mem::take(&mut open));
        }
    }
    steps.iter().map(|step| (step.felt / step.count, step.share())).collect()
}

/// Values side by side.
#[derive(Debug, Clone, Copy, Default)]
struct Step {
    felt: f64,
    right: f64,
    count: f64,
}

impl Step {
    fn add(&mut self, felt: f64, right: bool) {
        self.felt += felt;
        self.right += f64::from(u8::from(right));
        self.count += 1.0;
    }

    fn share(&self) -> f64 {
        (self.right + 1.0) / (self.count + 2.0)
    }
}

/// Appends a step, joined with those before it that lie higher or hold too little.
fn pool(steps: &mut Vec<Step>, mut step: Step) {
    while let Some(last) = steps.pop_if(|last| last.share() >= step.share() || step.count < STEP as f64) {
        step = Step { felt: last.felt + step.felt, right: last.right + step.right, count: last.count + step.count };
    }
    steps.push(step);
}

/// The value of the line through `steps` at `felt`, level beyond its ends; `felt` where there are none.
#[must_use]
pub fn apply(steps: &[(f64, f64)], felt: f64) -> f64 {
    let next = steps.partition_point(|step| step.0 < felt);
    match (next.checked_sub(1).and_then(|last| steps.get(last)), steps.get(next)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (felt - low.0) / (high.0 - low.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => felt,
    }
}

/// The table that the parser reads.
#[must_use]
pub fn table(samples: &BTreeMap<String, Vec<Sample>>) -> String {
    let mut out = String::new();
    for (kind, samples) in samples {
        let steps = fit(samples);
        if !steps.is_empty() {
            let knots: Vec<String> = steps.iter().map(|(felt, right)| format!("{felt:.4}:{right:.3}")).collect();
            let _ = writeln!(out, "{kind}\t{}", knots.join("\t"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_rise_and_say_what_was_seen() {
        let mut samples: Vec<Sample> = (0..100).map(|number| (0.95, number % 10 != 0)).collect();
        samples.extend((0..100).map(|number| (0.6, number % 2 == 0)));
        // More sure and less often right: pooled with what is below.
        samples.extend((0..100).map(|number| (0.99, number % 10 > 1)));
        let steps = fit(&samples);
        assert_eq!(steps.len(), 2, "{steps:?}");
        assert!((steps[0].1 - 0.5).abs() < 0.01 && (steps[1].1 - 0.85).abs() < 0.01, "{steps:?}");
        assert!((apply(&steps, 0.6) - 0.5).abs() < 0.01 && apply(&steps, 1.0) == steps[1].1);
        assert!(fit(&samples[..10]).is_empty());
        assert_eq!(kind("/skills/0/keywords/7"), "skills/keywords");
    }
}
