//! Estimates on the user's own records how much each comparison level says.
//!
//! Expectation maximisation over the candidate pairs tells how often a level occurs within one person (*m*), random pairs tell how often it
//! occurs between two (*u*). Both lean on the shipped weights, the more the less was seen. Deterministic, and independent of the order of
//! the records: samples go by the records' identifiers.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::batch::Batch;
use crate::block::{Blocks, Near};
use crate::compare::{Comparison, N_FIELDS};
use crate::hash::{hash, join};
use crate::weights::{MOST_LEVELS, Weights, prior};

/// Records whose candidate pairs are looked at, about.
const SAMPLE: usize = 40_000;
/// Random pairs that are looked at.
const RANDOM: usize = 150_000;
/// Expected pairs of one person below which a set is too small to learn from.
const LEAST_MATCHES: f64 = 300.0;
/// Pairs that the shipped weights count for.
const TRUST: f64 = 200.0;
/// Rounds of expectation and maximisation.
const ROUNDS: usize = 25;

type Levels = [u8; N_FIELDS];
type Shares = [[f64; MOST_LEVELS]; N_FIELDS];

/// Pairs that compare alike.
#[derive(Debug, Clone, Copy, Default)]
struct Pattern {
    pairs: f64,
    /// How many of them are one person, as far as is known.
    same: f64,
}

/// The weights as these records suggest them; `None` where they are too few to say. `rank` numbers the rows by their identifiers.
pub(crate) fn learn(batch: &Batch, blocks: &Blocks, rank: &[u32], shipped: &Weights) -> Option<Weights> {
    let mut by_rank = vec![0; rank.len()];
    for (row, &rank) in (0..).zip(rank) {
        by_rank[rank as usize] = row;
    }
    let mut patterns = candidates(batch, blocks, rank, &by_rank, shipped);
    let same: f64 = patterns.values().map(|pattern| pattern.same).sum();
    if same < LEAST_MATCHES {
        return None;
    }
    let within = maximise(&mut patterns, shipped);
    let between = random(batch, &by_rank);
    let mut learnt = shipped.clone();
    learnt.prior = Some(odds(&patterns, batch));
    for (field, levels) in learnt.levels.iter_mut().enumerate() {
        let (all_within, all_between): (f64, f64) = (within[field].iter().skip(1).sum(), between[field].iter().skip(1).sum());
        for (place, level) in (1..).zip(levels) {
            level.m = leaning(within[field][place], all_within, level.m);
            level.u = leaning(between[field][place], all_between, level.u);
        }
    }
    Some(learnt)
}

/// The odds of any two records in bits: how many pairs of one person the sample promises among all pairs, within reason.
fn odds(patterns: &BTreeMap<Levels, Pattern>, batch: &Batch) -> f32 {
    const REASON: f32 = 3.0;
    let n = batch.len() as f64;
    let one_in = batch.len().div_ceil(SAMPLE) as f64;
    let same: f64 = patterns.values().map(|pattern| pattern.same).sum();
    // Each pair is seen from both of its records.
    let share = (same * one_in / 2.0) / (n * (n - 1.0) / 2.0);
    let usual = prior(batch.corpus.total);
    (share.log2() as f32).clamp(usual - REASON, usual + REASON)
}

fn leaning(seen: f64, all: f64, shipped: f32) -> f32 {
    ((seen + TRUST * f64::from(shipped)) / (all + TRUST)) as f32
}

/// Compares a sample of the pairs that meet in blocks, and counts those that compare alike.
fn candidates(batch: &Batch, blocks: &Blocks, rank: &[u32], by_rank: &[u32], shipped: &Weights) -> BTreeMap<Levels, Pattern> {
    let one_in = batch.len().div_ceil(SAMPLE) as u64;
    let is_chosen: Vec<bool> = by_rank.iter().map(|&row| hash(0, batch.id(row)).is_multiple_of(one_in)).collect();
    let before = prior(batch.corpus.total);
    // In the order of identifiers, sums of floating-point numbers come out the same.
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut near = Near::default();
    for row in 0..rank.len() as u32 {
        blocks.neighbours(row, &mut near);
        for &other in near.rows() {
            let (left, right) = (rank[row as usize], rank[other as usize]);
            pairs.extend([(left, right), (right, left)].into_iter().filter(|&(from, _)| is_chosen[from as usize]));
        }
    }
    pairs.par_sort_unstable();
    let ready = shipped.ready();
    let compared: Vec<(Levels, f64)> = pairs
        .par_iter()
        .map(|&(left, right)| (by_rank[left as usize], by_rank[right as usize]))
        .filter(|&(left, right)| batch.corpus.worth(left, right).is_some())
        .map(|(left, right)| {
            let compared = batch.compare(left.min(right), left.max(right));
            let bits = ready.bits(&compared).iter().sum::<f32>() + before;
            (compared.levels, chance(f64::from(bits)))
        })
        .collect();
    let mut patterns: BTreeMap<Levels, Pattern> = BTreeMap::new();
    for (levels, same) in compared {
        let pattern = patterns.entry(levels).or_default();
        pattern.pairs += 1.0;
        pattern.same += same;
    }
    patterns
}

/// From bits to a probability.
fn chance(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// How often each level occurs within one person; repeats guessing which pairs are one person and counting.
fn maximise(patterns: &mut BTreeMap<Levels, Pattern>, shipped: &Weights) -> Shares {
    let pairs: f64 = patterns.values().map(|pattern| pattern.pairs).sum();
    let mut within = count(patterns, |pattern| pattern.same);
    for _ in 0..ROUNDS {
        let same: f64 = patterns.values().map(|pattern| pattern.same).sum();
        let others = count(patterns, |pattern| pattern.pairs - pattern.same);
        let odds = (same / (pairs - same).max(1.0)).log2();
        let weights = level_bits(&within, &others, shipped);
        for (levels, pattern) in patterns.iter_mut() {
            let bits: f64 = (0..N_FIELDS).map(|field| weights[field][usize::from(levels[field])]).sum();
            pattern.same = pattern.pairs * chance(odds + bits);
        }
        within = count(patterns, |pattern| pattern.same);
    }
    within
}

fn count(patterns: &BTreeMap<Levels, Pattern>, weight: impl Fn(&Pattern) -> f64) -> Shares {
    let mut counts = [[0.0; MOST_LEVELS]; N_FIELDS];
    for (levels, pattern) in patterns {
        for (field, &level) in levels.iter().enumerate() {
            counts[field][usize::from(level)] += weight(pattern);
        }
    }
    counts
}

/// What each level says among the candidates, in bits; silent ones say nothing.
fn level_bits(within: &Shares, others: &Shares, shipped: &Weights) -> Shares {
    let mut bits = [[0.0; MOST_LEVELS]; N_FIELDS];
    for field in 0..N_FIELDS {
        let (all, rest): (f64, f64) = (within[field].iter().skip(1).sum(), others[field].iter().skip(1).sum());
        for (place, level) in (1..).zip(&shipped.levels[field]) {
            let m = f64::from(leaning(within[field][place], all, level.m));
            let u = (others[field][place] + 1.0) / (rest + 10.0);
            bits[field][place] = (m / u).log2();
        }
    }
    bits
}

/// How often each level occurs between two persons: among random pairs nearly all are.
fn random(batch: &Batch, by_rank: &[u32]) -> Shares {
    let n = by_rank.len() as u64;
    let pairs = (0..RANDOM as u64).map(|turn| (join(turn, 1) % n, join(turn, 2) % n)).filter(|(left, right)| left != right);
    let row = |place: u64| by_rank[place as usize];
    let compared: Vec<Comparison> = pairs
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(left, right)| batch.compare(row(left).min(row(right)), row(left).max(row(right))))
        .collect();
    let mut counts = [[0.0; MOST_LEVELS]; N_FIELDS];
    for compared in compared {
        for (field, &level) in compared.levels.iter().enumerate() {
            counts[field][usize::from(level)] += 1.0;
        }
    }
    counts
}
