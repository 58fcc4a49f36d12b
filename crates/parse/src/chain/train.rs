//! Fitting a chain to labelled sequences. Deterministic: the same sequences in the same order give the same weights.

use rayon::prelude::*;

use super::{Feature, Model};

/// One labelled sequence.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sequence {
    /// Features of each position.
    pub(crate) features: Vec<Vec<Feature>>,
    /// Kind of edge into each position.
    pub(crate) edges: Vec<u8>,
    /// The right label of each position.
    pub(crate) labels: Vec<u8>,
    /// How often it counts.
    pub(crate) times: usize,
}

/// What is fitted, and how hard.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Training {
    pub(crate) n_labels: usize,
    pub(crate) n_edges: usize,
    /// Features seen fewer times are left out.
    pub(crate) min_count: usize,
    /// Variance of the Gaussian prior on each weight.
    pub(crate) variance: f64,
    /// Steps of L-BFGS at most.
    pub(crate) steps: usize,
}

/// Fits a model by penalised maximum likelihood, with L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.5).
pub(crate) fn fit(sequences: &[Sequence], training: Training) -> Model {
    let vocabulary = vocabulary(sequences, training.min_count);
    let indexed: Vec<Indexed> = sequences.par_iter().map(|sequence| Indexed::of(sequence, &vocabulary)).collect();
    let problem = Problem { sequences: &indexed, n_features: vocabulary.len(), training };
    let weights = minimise(problem.n_weights(), training.steps, |weights, gradient| problem.loss(weights, gradient));
    let (emissions, transitions) = weights.split_at(vocabulary.len() * training.n_labels);
    let rows: Vec<_> = vocabulary.iter().copied().zip(emissions.chunks(training.n_labels).map(<[f64]>::to_vec)).collect();
    Model::pack(training.n_labels, training.n_edges, &rows, transitions)
}

/// As many features as two thirds of 32,768 places hold: a model then takes a megabyte.
const MOST_FEATURES: usize = 21_845;

/// Features that occur often enough, ascending: `min_count` times, or more often where that would be too many.
fn vocabulary(sequences: &[Sequence], min_count: usize) -> Vec<Feature> {
    let mut seen: Vec<Feature> = sequences.iter().flat_map(|sequence| sequence.features.iter().flatten().copied()).collect();
    seen.par_sort_unstable();
    let often = |count: usize| seen.chunk_by(|left, right| left == right).filter(move |same| same.len() >= count && same[0] != 0);
    let count = (min_count..).find(|&count| often(count).count() <= MOST_FEATURES).unwrap_or(min_count);
    often(count).map(|same| same[0]).collect()
}

struct Indexed {
    features: Vec<Vec<u32>>,
    edges: Vec<u8>,
    labels: Vec<u8>,
    times: f64,
}

impl Indexed {
    fn of(sequence: &Sequence, vocabulary: &[Feature]) -> Self {
        let index = |feature: &Feature| vocabulary.binary_search(feature).ok().map(|index| index as u32);
        let features = sequence.features.iter().map(|position| position.iter().filter_map(index).collect()).collect();
        Self { features, edges: sequence.edges.clone(), labels: sequence.labels.clone(), times: sequence.times as f64 }
    }
}

struct Problem<'a> {
    sequences: &'a [Indexed],
    n_features: usize,
    training: Training,
}

/// Sequences summed by one thread at a time. Fixed, so that sums do not depend on the number of threads.
const SHARE: usize = 64;

impl Problem<'_> {
    fn n_weights(&self) -> usize {
        let n_labels = self.training.n_labels;
        self.n_features * n_labels + self.training.n_edges * n_labels * n_labels
    }

    /// Penalised negative log-likelihood at `weights`; its gradient goes into `gradient`.
    fn loss(&self, weights: &[f64], gradient: &mut [f64]) -> f64 {
        let moves: Vec<f64> = weights[self.n_features * self.training.n_labels..].iter().map(|weight| weight.exp()).collect();
        let shares: Vec<(f64, Vec<f64>)> = self
            .sequences
            .par_chunks(SHARE)
            .map(|share| {
                let (mut slope, mut work) = (vec![0.0; weights.len()], Work::default());
                (share.iter().map(|sequence| self.one(sequence, weights, &moves, &mut slope, &mut work)).sum(), slope)
            })
            .collect();
        let mut loss = 0.0;
        for (value, weight) in gradient.iter_mut().zip(weights) {
            loss += weight * weight / (2.0 * self.training.variance);
            *value = weight / self.training.variance;
        }
        for (part, slope) in &shares {
            loss += part;
            gradient.iter_mut().zip(slope).for_each(|(value, more)| *value += more);
        }
        loss
    }

    /// Negative log-likelihood of one sequence; adds its gradient. `moves` are the exponentials of the weights of transitions.
    ///
    /// Probabilities are kept as they are and scaled at each position: an exponential a label, not one a pair of labels.
    fn one(&self, sequence: &Indexed, weights: &[f64], moves: &[f64], gradient: &mut [f64], work: &mut Work) -> f64 {
        let n_labels = self.training.n_labels;
        let n_positions = sequence.labels.len();
        if n_positions == 0 {
            return 0.0;
        }
        let base = self.n_features * n_labels;
        let table = |position: usize| usize::from(sequence.edges[position]) * n_labels * n_labels;
        let mut right = self.emit(sequence, weights, work);
        let Work { emitted, forward, backward, scales, peaks } = work;
        for (position, scale) in scales.iter_mut().enumerate() {
            let (before, here) = forward.split_at_mut(position * n_labels);
            let here = &mut here[..n_labels];
            here.copy_from_slice(&emitted[position * n_labels..][..n_labels]);
            if let Some(first) = before.len().checked_sub(n_labels) {
                let moves = &moves[table(position)..];
                for (to, value) in here.iter_mut().enumerate() {
                    *value *= before[first..].iter().enumerate().map(|(from, sum)| sum * moves[from * n_labels + to]).sum::<f64>();
                }
            }
            *scale = here.iter().sum();
            here.iter_mut().for_each(|value| *value /= *scale);
        }
        backward[(n_positions - 1) * n_labels..].fill(1.0);
        for position in (0..n_positions - 1).rev() {
            let next = (position + 1) * n_labels;
            let moves = &moves[table(position + 1)..];
            for from in 0..n_labels {
                let ways = (0..n_labels).map(|to| moves[from * n_labels + to] * emitted[next + to] * backward[next + to]);
                backward[position * n_labels + from] = ways.sum::<f64>() / scales[position + 1];
            }
        }
        let total: f64 = scales.iter().zip(&*peaks).map(|(scale, peak)| scale.ln() + peak).sum();

        for (position, &scale) in scales.iter().enumerate() {
            let gold = usize::from(sequence.labels[position]);
            let here = position * n_labels;
            for label in 0..n_labels {
                let surplus = sequence.times * (forward[here + label] * backward[here + label] - f64::from(u8::from(label == gold)));
                for &feature in &sequence.features[position] {
                    gradient[feature as usize * n_labels + label] += surplus;
                }
            }
            let Some(before) = position.checked_sub(1) else { continue };
            let (table, last) = (table(position), usize::from(sequence.labels[before]));
            right += weights[base + table + last * n_labels + gold];
            gradient[base + table + last * n_labels + gold] -= sequence.times;
            for from in 0..n_labels {
                let start = sequence.times * forward[before * n_labels + from] / scale;
                for to in 0..n_labels {
                    let at = table + from * n_labels + to;
                    gradient[base + at] += start * moves[at] * emitted[here + to] * backward[here + to];
                }
            }
        }
        sequence.times * (total - right)
    }

    /// Fills `work` for `sequence`, and tells the score of its right labels without transitions.
    fn emit(&self, sequence: &Indexed, weights: &[f64], work: &mut Work) -> f64 {
        let (n_labels, n_positions) = (self.training.n_labels, sequence.labels.len());
        work.resize(n_positions, n_labels);
        let mut right = 0.0;
        for (position, features) in sequence.features.iter().enumerate() {
            let scores = &mut work.emitted[position * n_labels..][..n_labels];
            scores.fill(0.0);
            for &feature in features {
                scores.iter_mut().zip(&weights[feature as usize * n_labels..]).for_each(|(score, weight)| *score += weight);
            }
            right += scores[usize::from(sequence.labels[position])];
            let peak = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            work.peaks[position] = peak;
            scores.iter_mut().for_each(|score| *score = (*score - peak).exp());
        }
        right
    }
}

/// Sums over the paths of one sequence, reused from one to the next.
#[derive(Default)]
struct Work {
    /// Exponentials of the scores by position and label, the largest of each position 1.
    emitted: Vec<f64>,
    /// Over the paths that lead to a label, scaled so that each position sums to 1.
    forward: Vec<f64>,
    /// Over the paths that lead on from it, scaled alike.
    backward: Vec<f64>,
    scales: Vec<f64>,
    /// The largest score of each position.
    peaks: Vec<f64>,
}

impl Work {
    fn resize(&mut self, n_positions: usize, n_labels: usize) {
        for sums in [&mut self.emitted, &mut self.forward, &mut self.backward] {
            sums.resize(n_positions * n_labels, 0.0);
        }
        self.scales.resize(n_positions, 0.0);
        self.peaks.resize(n_positions, 0.0);
    }
}

/// Pairs of steps and gradient changes that L-BFGS remembers.
const MEMORY: usize = 8;

fn minimise(n: usize, steps: usize, loss: impl Fn(&[f64], &mut [f64]) -> f64) -> Vec<f64> {
    let mut point = vec![0.0; n];
    let mut gradient = vec![0.0; n];
    let mut value = loss(&point, &mut gradient);
    let mut memory: Vec<(Vec<f64>, Vec<f64>, f64)> = Vec::new();
    for _ in 0..steps {
        let direction = direction(&gradient, &memory);
        let slope = dot(&direction, &gradient);
        let mut stride = if memory.is_empty() { 1.0 / norm(&gradient).max(1.0) } else { 1.0 };
        let (mut moved, mut turned) = (vec![0.0; n], vec![0.0; n]);
        let mut reached = f64::INFINITY;
        for _ in 0..20 {
            moved.iter_mut().zip(&point).zip(&direction).for_each(|((to, from), way)| *to = from + stride * way);
            reached = loss(&moved, &mut turned);
            if reached <= value + 1e-4 * stride * slope {
                break;
            }
            stride *= 0.5;
        }
        if reached.is_nan() || reached >= value {
            break;
        }
        let gained = value - reached;
        let step: Vec<f64> = moved.iter().zip(&point).map(|(to, from)| to - from).collect();
        let change: Vec<f64> = turned.iter().zip(&gradient).map(|(to, from)| to - from).collect();
        let curvature = dot(&step, &change);
        if curvature > 1e-10 {
            memory.push((step, change, 1.0 / curvature));
            if memory.len() > MEMORY {
                memory.remove(0);
            }
        }
        (point, gradient, value) = (moved, turned, reached);
        if gained < 1e-6 * value.abs().max(1.0) {
            break;
        }
    }
    point
}

fn direction(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>, f64)]) -> Vec<f64> {
    let mut way: Vec<f64> = gradient.iter().map(|value| -value).collect();
    let mut shares = Vec::with_capacity(memory.len());
    for (step, change, inverse) in memory.iter().rev() {
        let share = inverse * dot(step, &way);
        way.iter_mut().zip(change).for_each(|(value, more)| *value -= share * more);
        shares.push(share);
    }
    if let Some((_, change, inverse)) = memory.last() {
        let scale = 1.0 / (inverse * dot(change, change));
        way.iter_mut().for_each(|value| *value *= scale);
    }
    for ((step, change, inverse), share) in memory.iter().zip(shares.iter().rev()) {
        let back = inverse * dot(change, &way);
        way.iter_mut().zip(step).for_each(|(value, more)| *value += (share - back) * more);
    }
    way
}

fn dot(left: &[f64], right: &[f64]) -> f64 {
    left.iter().zip(right).map(|(left, right)| left * right).sum()
}

fn norm(vector: &[f64]) -> f64 {
    dot(vector, vector).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::Lattice;

    const TRAINING: Training = Training { n_labels: 2, n_edges: 1, min_count: 1, variance: 10.0, steps: 60 };

    fn sequence(text: &str) -> Sequence {
        // A word in capitals is a 1, and so is whatever follows an "x".
        let words: Vec<&str> = text.split(' ').collect();
        let labels =
            words.iter().enumerate().map(|(at, word)| u8::from(word.chars().all(char::is_uppercase) || at > 0 && words[at - 1] == "x"));
        Sequence {
            features: words
                .iter()
                .map(|word| vec![1 + u32::from(word.as_bytes()[0]), 1000 + u32::from(word.chars().all(char::is_uppercase))])
                .collect(),
            edges: vec![0; words.len()],
            labels: labels.collect(),
            times: 1,
        }
    }

    #[test]
    fn a_rule_hidden_in_examples_is_found() {
        let examples: Vec<Sequence> = ["a B c", "A b", "c C", "b b A", "B", "a a B B c"].iter().map(|text| sequence(text)).collect();
        let model = fit(&examples, TRAINING);
        let (mut lattice, mut labels) = (Lattice::default(), Vec::new());
        let unseen = sequence("d D a B");
        lattice.start(&model);
        unseen.features.iter().for_each(|features| lattice.push_features(&model, 0, features));
        lattice.viterbi(&model, &mut labels);
        assert_eq!(labels, unseen.labels);
    }

    #[test]
    fn the_gradient_is_the_slope_of_the_loss() {
        let examples: Vec<Sequence> =
            ["a B x c", "A x b"].iter().zip(1..).map(|(text, times)| Sequence { times, ..sequence(text) }).collect();
        let vocabulary = vocabulary(&examples, 1);
        let indexed: Vec<Indexed> = examples.iter().map(|example| Indexed::of(example, &vocabulary)).collect();
        let problem = Problem { sequences: &indexed, n_features: vocabulary.len(), training: TRAINING };
        let point: Vec<f64> = (0..problem.n_weights()).map(|index| (index as f64 * 0.37).sin()).collect();
        let mut gradient = vec![0.0; point.len()];
        let value = problem.loss(&point, &mut gradient);
        for index in 0..point.len() {
            let (mut moved, mut unused) = (point.clone(), vec![0.0; point.len()]);
            moved[index] += 1e-6;
            let slope = (problem.loss(&moved, &mut unused) - value) / 1e-6;
            assert!((slope - gradient[index]).abs() < 1e-3, "weight {index}: {slope} is not {}", gradient[index]);
        }
    }
}
