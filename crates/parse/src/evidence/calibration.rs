//! How often values are right that the reader is so sure of, learnt from labelled documents of persons that no model had seen.

use std::sync::LazyLock;

use super::Path;

/// Field, then pairs of what the reader feels and what share is right, rising; written by `calibrate` of the tests.
const DATA: &str = include_str!("../../data/calibration.tsv");

/// What the reader feels, and what share is right.
type Knots = Vec<(f32, f32)>;

/// By [`Path::kind`]; those of kinds of which nothing was learnt are empty.
static KINDS: LazyLock<Vec<Knots>> = LazyLock::new(|| {
    let mut kinds = Vec::new();
    for line in DATA.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (kind, knots) = kind(line);
        kinds.resize(kinds.len().max(kind + 1), Knots::new());
        kinds[kind] = knots;
    }
    kinds
});

fn kind(line: &str) -> (usize, Knots) {
    let mut fields = line.split('\t');
    let (part, field) = fields.next().and_then(|path| path.split_once('/')).expect("a line begins with part and field");
    let number = |text: &str| text.parse::<f32>().expect("a knot is two numbers");
    let knots = fields.filter_map(|knot| knot.split_once(':')).map(|(felt, right)| (number(felt), number(right))).collect();
    (Path::kind_named(part, field).expect("the profile has such a field"), knots)
}

/// The share of values at places like `path` that are right where the reader is as sure as `felt`; `felt` itself where nothing was learnt.
pub(super) fn calibrated(path: Path, felt: f32) -> f32 {
    KINDS.get(path.kind()).map_or(felt, |knots| between(knots, felt))
}

/// The value at `felt` of the line through `knots`; level beyond its ends.
fn between(knots: &[(f32, f32)], felt: f32) -> f32 {
    let next = knots.partition_point(|knot| knot.0 < felt);
    match (next.checked_sub(1).and_then(|last| knots.get(last)), knots.get(next)) {
        (Some(low), Some(high)) => low.1 + (high.1 - low.1) * (felt - low.0) / (high.0 - low.0),
        (Some(end), None) | (None, Some(end)) => end.1,
        (None, None) => felt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knots_are_joined_by_lines_and_level_beyond() {
        let knots = [(0.5, 0.2), (0.9, 0.6), (1.0, 0.8)];
        for (felt, right) in [(0.0, 0.2), (0.5, 0.2), (0.7, 0.4), (0.9, 0.6), (0.95, 0.7), (1.0, 0.8), (2.0, 0.8)] {
            assert!((between(&knots, felt) - right).abs() < 1e-6, "{felt}: {}", between(&knots, felt));
        }
        assert_eq!(between(&[], 0.3), 0.3);
    }

    #[test]
    fn what_was_learnt_rises_and_is_a_share() {
        for knots in KINDS.iter() {
            assert!(knots.is_sorted_by(|left, right| left.0 < right.0 && left.1 <= right.1), "{knots:?}");
            assert!(knots.iter().all(|(felt, right)| (0.0..=1.0).contains(felt) && (0.0..=1.0).contains(right)), "{knots:?}");
        }
        assert!(!KINDS[Path::basics("email").kind()].is_empty());
    }
}
