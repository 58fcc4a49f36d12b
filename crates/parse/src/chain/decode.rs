//! Finding the likeliest labels, and how likely each is.

use super::Model;
use super::model::Sums;
use super::model::{PerLabel, WIDTH};

/// One sequence under a model: filled position by position, then decoded. Buffers are kept from sequence to sequence.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    n_labels: usize,
    /// Label scores, position by position.
    scores: Vec<PerLabel>,
    /// Kind of edge into each position; the first one's is not used.
    edges: Vec<u8>,
    /// The best way's score, or the probability of what lies before, up to a factor.
    forward: Vec<PerLabel>,
    /// From which label the best way comes.
    back: Vec<[u8; WIDTH]>,
    /// Exponentials of the scores, up to a factor.
    factors: Vec<PerLabel>,
}

/// Stands for an impossible label.
const NEVER: f32 = -1e9;

impl Lattice {
    /// Forgets the last sequence.
    pub(crate) fn start(&mut self, model: &Model) {
        self.n_labels = model.n_labels();
        self.scores.clear();
        self.edges.clear();
    }

    /// Appends a position reached over an edge of kind `edge`, where the weights of what holds sum up to `sums`.
    pub(crate) fn push(&mut self, model: &Model, edge: u8, sums: &Sums) {
        self.scores.push(model.scores(sums));
        self.edges.push(edge);
    }

    /// The same where `features` hold.
    #[cfg(feature = "train")]
    pub(crate) fn push_features(&mut self, model: &Model, edge: u8, features: &[super::Feature]) {
        let mut sums = Sums::default();
        model.add(&mut sums, features.iter().copied());
        self.push(model, edge, &sums);
    }

    /// Rules out a label at the last position.
    pub(crate) fn forbid(&mut self, label: u8) {
        if let Some(row) = self.scores.last_mut() {
            row[usize::from(label)] = NEVER;
        }
    }

    /// Adds `gain` of each label to the scores of the position `at`.
    pub(crate) fn raise(&mut self, at: usize, gain: impl Fn(usize) -> f32) {
        let n_labels = self.n_labels;
        if let Some(scores) = self.scores.get_mut(at) {
            scores[..n_labels].iter_mut().enumerate().for_each(|(label, score)| *score += gain(label));
        }
    }

    /// What `labels` score at the positions of `range` and on the step behind it.
    pub(crate) fn score(&self, model: &Model, labels: &[u8], range: std::ops::Range<usize>) -> f32 {
        let step = |at: usize| model.steps(self.edges[at])[usize::from(labels[at - 1])][usize::from(labels[at])];
        let own: f32 = range.clone().map(|at| self.scores[at][usize::from(labels[at])]).sum();
        let steps = (range.start.max(1)..(range.end + 1).min(labels.len())).map(step);
        own + steps.sum::<f32>()
    }

    /// The likeliest labels of the whole sequence (Viterbi), into `labels`.
    pub(crate) fn viterbi(&mut self, model: &Model, labels: &mut Vec<u8>) {
        labels.clear();
        let Some(first) = self.scores.first() else { return };
        let mut reached = *first;
        self.back.clear();
        self.back.push([0; WIDTH]);
        for (scores, edge) in self.scores.iter().zip(&self.edges).skip(1) {
            let (best, back) = best_steps(&reached, model.steps(*edge));
            reached = best;
            reached.iter_mut().zip(scores).for_each(|(reached, score)| *reached += score);
            self.back.push(back);
        }
        let mut label = (0..self.n_labels).max_by(|left, right| reached[*left].total_cmp(&reached[*right])).unwrap_or(0) as u8;
        for back in self.back.iter().rev() {
            labels.push(label);
            label = back[usize::from(label)];
        }
        labels.reverse();
    }

    /// Probability of each label at each position (forward-backward), into `marginals`, as many per position as there are labels.
    ///
    /// Works with probabilities, not their logarithms, each row divided by its sum: one exponential per label and position.
    pub(crate) fn marginals(&mut self, model: &Model, marginals: &mut Vec<f32>) {
        marginals.clear();
        self.factors.clear();
        self.factors.resize(self.scores.len(), [0.0; WIDTH]);
        self.factors.iter_mut().zip(&self.scores).for_each(|(factors, scores)| exponentials(scores, self.n_labels, factors));
        self.forward.clear();
        for (position, edge) in self.edges.iter().enumerate() {
            let arrived = match self.forward.last() {
                Some(before) => product(before, model.factors(*edge)),
                None => [1.0; WIDTH],
            };
            self.forward.push(normalised(times(&arrived, &self.factors[position])));
        }
        marginals.resize(self.edges.len() * self.n_labels, 0.0);
        let mut behind = [1.0; WIDTH];
        for (position, row) in marginals.chunks_exact_mut(self.n_labels.max(1)).enumerate().rev() {
            row.copy_from_slice(&normalised(times(&self.forward[position], &behind))[..self.n_labels]);
            behind = normalised(product(&times(&behind, &self.factors[position]), model.reversed(self.edges[position])));
        }
    }
}

/// The best score with which each label is reached from the labels of `before`, and from which one.
fn best_steps(before: &PerLabel, steps: &[PerLabel]) -> (PerLabel, [u8; WIDTH]) {
    let (mut best, mut back) = ([f32::NEG_INFINITY; WIDTH], [0; WIDTH]);
    for (from, (score, row)) in before.iter().zip(steps).enumerate() {
        for to in 0..WIDTH {
            let reached = score + row[to];
            let is_better = reached > best[to];
            best[to] = if is_better { reached } else { best[to] };
            back[to] = if is_better { from as u8 } else { back[to] };
        }
    }
    (best, back)
}

/// The exponentials of the first `n_labels` scores, divided by the largest, into `factors`, where the others stay as they are.
fn exponentials(scores: &PerLabel, n_labels: usize, factors: &mut PerLabel) {
    let largest = scores[..n_labels].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    factors.iter_mut().zip(&scores[..n_labels]).for_each(|(factor, score)| *factor = (score - largest).exp());
}

/// `row` times the matrix of `rows`.
fn product(row: &PerLabel, rows: &[PerLabel]) -> PerLabel {
    let mut sums = [0.0; WIDTH];
    for (value, factors) in row.iter().zip(rows) {
        for (sum, factor) in sums.iter_mut().zip(factors) {
            *sum += value * factor;
        }
    }
    sums
}

fn times(left: &PerLabel, right: &PerLabel) -> PerLabel {
    std::array::from_fn(|label| left[label] * right[label])
}

/// `row` divided by its sum.
fn normalised(row: PerLabel) -> PerLabel {
    let sum: f32 = row.iter().sum();
    let factor = 1.0 / sum.max(f32::MIN_POSITIVE);
    row.map(|value| value * factor)
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;
    use crate::chain::Feature;

    /// Two labels; feature 10 speaks for 0, feature 20 for 1; stepping from 1 to 0 is dear.
    fn model() -> Model {
        Model::pack(2, 1, &[(10, vec![1.0, 0.0]), (20, vec![0.0, 1.0])], &[0.0, 0.0, -5.0, 0.0])
    }

    fn decode(sequence: &[Feature]) -> (Vec<u8>, Vec<f32>) {
        let model = model();
        let (mut lattice, mut labels, mut marginals) = (Lattice::default(), Vec::new(), Vec::new());
        lattice.start(&model);
        sequence.iter().for_each(|feature| lattice.push_features(&model, 0, &[*feature]));
        lattice.viterbi(&model, &mut labels);
        lattice.marginals(&model, &mut marginals);
        (labels, marginals)
    }

    /// Every labelling's score, summed by brute force.
    fn brute(sequence: &[Feature]) -> (Vec<u8>, Vec<f32>) {
        let n = sequence.len();
        let (mut best, mut total, mut sums) = ((f32::NEG_INFINITY, 0), 0.0_f32, vec![0.0; n * 2]);
        for labelling in 0..1_u32 << n {
            let label = |position: usize| (labelling >> position) & 1;
            let mut score = (0..n).filter(|&at| (sequence[at] == 10) == (label(at) == 0)).count() as f32;
            score -= 5.0 * (1..n).filter(|&at| label(at - 1) == 1 && label(at) == 0).count() as f32;
            if score > best.0 {
                best = (score, labelling);
            }
            total += score.exp();
            (0..n).for_each(|at| sums[at * 2 + label(at) as usize] += score.exp());
        }
        ((0..n).map(|at| ((best.1 >> at) & 1) as u8).collect(), sums.iter().map(|sum| sum / total).collect())
    }

    #[test]
    fn decoding_agrees_with_trying_everything() {
        for sequence in [&[10, 20, 20, 10][..], &[20, 10, 10, 10, 20, 20], &[10], &[20, 20, 10, 10, 10, 10, 10, 10]] {
            let ((labels, marginals), (best, exact)) = (decode(sequence), brute(sequence));
            assert_eq!(labels, best);
            assert!(marginals.iter().zip(&exact).all(|(got, want)| (got - want).abs() < 1e-3), "{marginals:?} {exact:?}");
        }
    }

    #[test]
    fn long_sequences_keep_their_probabilities() {
        let (labels, marginals) = decode(&[20; 5000]);
        assert!(labels.iter().all(|label| *label == 1));
        assert!(marginals.as_chunks::<2>().0[20..].iter().all(|[_, second]| *second > 0.95));
    }

    #[test]
    fn an_empty_sequence_has_no_labels() {
        assert_eq!(decode(&[]), (vec![], vec![]));
    }
}
