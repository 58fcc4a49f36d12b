//! Finding the likeliest labels, and how likely each is.

use super::{Feature, Model};

/// One sequence under a model: filled position by position, then decoded. Buffers are kept from sequence to sequence.
#[derive(Debug, Default)]
pub(crate) struct Lattice {
    n_labels: usize,
    /// Label scores, position by position.
    scores: Vec<f32>,
    /// Kind of edge into each position; the first one's is not used.
    edges: Vec<u8>,
    forward: Vec<f32>,
    backward: Vec<f32>,
    back: Vec<u8>,
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

    /// Appends a position reached over an edge of kind `edge`, where `features` hold.
    pub(crate) fn push(&mut self, model: &Model, edge: u8, features: &[Feature]) {
        let start = self.scores.len();
        self.scores.resize(start + self.n_labels, 0.0);
        self.edges.push(edge);
        for &feature in features {
            model.add(feature, &mut self.scores[start..]);
        }
    }

    /// Rules out a label at the last position.
    pub(crate) fn forbid(&mut self, label: u8) {
        let start = self.scores.len() - self.n_labels;
        self.scores[start + usize::from(label)] = NEVER;
    }

    /// The likeliest labels of the whole sequence (Viterbi), into `labels`.
    pub(crate) fn viterbi(&mut self, model: &Model, labels: &mut Vec<u8>) {
        let n_labels = self.n_labels;
        labels.clear();
        if self.edges.is_empty() {
            return;
        }
        self.forward.clear();
        self.forward.extend_from_slice(&self.scores[..n_labels]);
        self.back.clear();
        self.back.resize(self.scores.len(), 0);
        for position in 1..self.edges.len() {
            let transitions = model.transitions(self.edges[position]);
            let (before, _) = self.forward.split_at(position * n_labels);
            let before = &before[(position - 1) * n_labels..];
            let mut row = [NEVER; u8::MAX as usize];
            for (to, reached) in row.iter_mut().enumerate().take(n_labels) {
                let (from, best) = best_step(before, transitions, n_labels, to);
                self.back[position * n_labels + to] = from;
                *reached = best + self.scores[position * n_labels + to];
            }
            self.forward.extend_from_slice(&row[..n_labels]);
        }
        let last = &self.forward[(self.edges.len() - 1) * n_labels..];
        let mut label = (0..n_labels).max_by(|left, right| last[*left].total_cmp(&last[*right])).unwrap_or(0) as u8;
        for position in (0..self.edges.len()).rev() {
            labels.push(label);
            label = self.back[position * n_labels + usize::from(label)];
        }
        labels.reverse();
    }

    /// Probability of each label at each position (forward-backward), into `marginals`, `n_labels` per position.
    pub(crate) fn marginals(&mut self, model: &Model, marginals: &mut Vec<f32>) {
        let n_labels = self.n_labels;
        let n_positions = self.edges.len();
        marginals.clear();
        if n_positions == 0 {
            return;
        }
        self.forward.clear();
        self.forward.extend_from_slice(&self.scores[..n_labels]);
        for position in 1..n_positions {
            let transitions = model.transitions(self.edges[position]);
            for to in 0..n_labels {
                let before = &self.forward[(position - 1) * n_labels..position * n_labels];
                let arrived = log_sum((0..n_labels).map(|from| before[from] + transitions[from * n_labels + to]));
                self.forward.push(arrived + self.scores[position * n_labels + to]);
            }
        }
        self.backward.clear();
        self.backward.resize(n_positions * n_labels, 0.0);
        for position in (0..n_positions - 1).rev() {
            let transitions = model.transitions(self.edges[position + 1]);
            for from in 0..n_labels {
                let next = (position + 1) * n_labels;
                let onward = (0..n_labels).map(|to| transitions[from * n_labels + to] + self.scores[next + to] + self.backward[next + to]);
                let left = log_sum(onward);
                self.backward[position * n_labels + from] = left;
            }
        }
        let total = log_sum(self.forward[(n_positions - 1) * n_labels..].iter().copied());
        marginals.extend(self.forward.iter().zip(&self.backward).map(|(ahead, behind)| (ahead + behind - total).exp().clamp(0.0, 1.0)));
    }
}

fn best_step(before: &[f32], transitions: &[f32], n_labels: usize, to: usize) -> (u8, f32) {
    let mut best = (0, f32::NEG_INFINITY);
    for from in 0..n_labels {
        let score = before[from] + transitions[from * n_labels + to];
        if score > best.1 {
            best = (from as u8, score);
        }
    }
    best
}

fn log_sum(terms: impl Iterator<Item = f32> + Clone) -> f32 {
    let largest = terms.clone().fold(f32::NEG_INFINITY, f32::max);
    if largest == f32::NEG_INFINITY { largest } else { largest + terms.map(|term| (term - largest).exp()).sum::<f32>().ln() }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    /// Two labels; feature 10 speaks for 0, feature 20 for 1; stepping from 1 to 0 is dear.
    fn model() -> Model {
        Model::pack(2, 1, &[(10, vec![1.0, 0.0]), (20, vec![0.0, 1.0])], &[0.0, 0.0, -5.0, 0.0])
    }

    fn decode(sequence: &[Feature]) -> (Vec<u8>, Vec<f32>) {
        let model = model();
        let (mut lattice, mut labels, mut marginals) = (Lattice::default(), Vec::new(), Vec::new());
        lattice.start(&model);
        sequence.iter().for_each(|feature| lattice.push(&model, 0, &[*feature]));
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
    fn an_empty_sequence_has_no_labels() {
        assert_eq!(decode(&[]), (vec![], vec![]));
    }
}
