//! Guarded merging of a few records: two groups become one for a pair that says so, unless all pairs between them say otherwise.

use crate::Thresholds;
use crate::weigh::LEAST_BITS;

/// The weight of a pair that did not meet in any block, or that turned out hopeless.
const ABSENT: f32 = -3.0;
/// The weight of a pair that must not be merged unasked.
const FORBIDDEN: f32 = -1e6;
/// The least mean weight of groups that merge unasked: twice as likely one person as two.
const LIKELY: f32 = 1.0;

/// What two groups of records need to become one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Guard {
    /// The weight that one of the pairs between them has at least.
    pub(crate) link: f32,
    /// The mean weight of all pairs between them.
    pub(crate) mean: f32,
    /// What a pair counts for that has no weight.
    pub(crate) absent: f32,
}

impl Guard {
    /// Of groups that are looked at before anything is done.
    pub(crate) fn of_review(thresholds: &Thresholds) -> Self {
        Self { link: thresholds.review, mean: thresholds.review, absent: ABSENT }
    }

    /// Of groups that merge unasked: a pair that is certain, and nothing else that makes the whole unlikely.
    pub(crate) fn of_sure(thresholds: &Thresholds) -> Self {
        // All pairs were weighed: one without a weight is hopeless.
        Self { link: thresholds.same, mean: LIKELY.max(thresholds.review).min(thresholds.same), absent: LEAST_BITS }
    }
}

/// Some records and what their pairs weigh, by their places.
#[derive(Debug)]
pub(crate) struct Groups {
    n: usize,
    /// Sum of the weights between two groups, each named by one of its members.
    sums: Vec<f32>,
    /// The highest of these weights.
    links: Vec<f32>,
    members: Vec<Vec<usize>>,
}

impl Groups {
    /// `n` groups of one record each, none of whose pairs has a weight.
    pub(crate) fn of(n: usize, guard: &Guard) -> Self {
        Self { n, sums: vec![guard.absent; n * n], links: vec![guard.absent; n * n], members: (0..n).map(|place| vec![place]).collect() }
    }

    /// Tells what the pair of two different records weighs; `None` where it must not be merged unasked.
    pub(crate) fn weigh(&mut self, left: usize, right: usize, weight: Option<f32>) {
        for at in [left * self.n + right, right * self.n + left] {
            self.sums[at] = weight.unwrap_or(FORBIDDEN);
            self.links[at] = weight.unwrap_or(FORBIDDEN);
        }
    }

    /// Merges the two groups with the best mean weight until none fulfils the guard; the places of each group's records.
    ///
    /// Of groups alike those of the lowest places merge first.
    pub(crate) fn merge(mut self, guard: Guard) -> Vec<Vec<usize>> {
        let mut alive: Vec<usize> = (0..self.n).collect();
        while let Some((left, right)) = self.best(&alive, guard) {
            self.unite(left, right, &alive);
            alive.retain(|&group| group != right);
        }
        alive.into_iter().map(|group| std::mem::take(&mut self.members[group])).collect()
    }

    /// The two groups that merge next.
    fn best(&self, alive: &[usize], guard: Guard) -> Option<(usize, usize)> {
        let mut best = None;
        let mut highest = f32::NEG_INFINITY;
        for (at, &left) in alive.iter().enumerate() {
            for &right in &alive[at + 1..] {
                let between = left * self.n + right;
                let mean = self.sums[between] / (self.members[left].len() * self.members[right].len()) as f32;
                if mean > highest && mean >= guard.mean && self.links[between] >= guard.link {
                    (best, highest) = (Some((left, right)), mean);
                }
            }
        }
        best
    }

    fn unite(&mut self, left: usize, right: usize, alive: &[usize]) {
        for &other in alive {
            let [kept, gone] = [left, right].map(|group| group * self.n + other);
            self.sums[kept] += self.sums[gone];
            self.links[kept] = self.links[kept].max(self.links[gone]);
            let mirrored = other * self.n + left;
            (self.sums[mirrored], self.links[mirrored]) = (self.sums[kept], self.links[kept]);
        }
        let taken = std::mem::take(&mut self.members[right]);
        self.members[left].extend(taken);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(n: usize, weights: &[(usize, usize, Option<f32>)], guard: Guard) -> Vec<Vec<usize>> {
        let mut groups = Groups::of(n, &guard);
        weights.iter().for_each(|&(left, right, weight)| groups.weigh(left, right, weight));
        let mut found = groups.merge(guard);
        found.iter_mut().for_each(|group| group.sort_unstable());
        found
    }

    #[test]
    fn a_sure_pair_joins_what_is_likely_on_the_whole_and_nothing_else() {
        let sure = Guard::of_sure(&Thresholds::default());
        for (told, weights, expected) in [
            ("one sure pair, the other likely", &[(0, 1, Some(12.0)), (0, 2, Some(5.0)), (1, 2, Some(0.5))][..], vec![vec![0, 1, 2]]),
            ("the other denies it", &[(0, 1, Some(12.0)), (0, 2, Some(5.0)), (1, 2, Some(-6.0))], vec![vec![0, 1], vec![2]]),
            ("the other never met", &[(0, 1, Some(12.0)), (0, 2, Some(4.0))], vec![vec![0, 1], vec![2]]),
            ("likely all over, sure nowhere", &[(0, 1, Some(12.0)), (0, 2, Some(2.9)), (1, 2, Some(2.9))], vec![vec![0, 1], vec![2]]),
            ("a veto", &[(0, 1, Some(12.0)), (0, 2, Some(30.0)), (1, 2, None)], vec![vec![0, 2], vec![1]]),
        ] {
            assert_eq!(merged(3, weights, sure), expected, "{told}");
        }
    }
}
