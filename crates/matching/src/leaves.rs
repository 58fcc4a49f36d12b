//! Many small trees asked at once.
//!
//! Walking a tree waits at every step for the one before. Here nothing is walked: each leaf of a tree is a bit, in order from left to right,
//! and each split that sends to the right takes away the leaves to its left. The first bit that is left is the leaf that the walk would
//! have ended at. What all splits of one input take away together depends only on how many of their bounds the input reaches, so that it is
//! tabled, for all trees side by side. Source of the idea: Lucchese et al., QuickScorer (2015).

use crate::layer::Node;
use crate::score::N_INPUTS;

/// Leaves that a tree can have: one bit each.
pub(crate) const MOST_LEAVES: usize = 32;
/// Trees whose bits lie side by side: as many as a processor's registers hold, two in each.
const ABREAST: usize = 16;
const WORDS: usize = ABREAST / 2;
/// Bounds that are compared at once.
const LANES: usize = 4;

/// The tables of an ensemble of trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Leaves {
    inputs: Vec<Input>,
    /// Bounds of all inputs, ascending in each, and filled up to whole lanes with infinity.
    bounds: Vec<f32>,
    groups: Vec<Group>,
}

/// An input that some tree looks at, and where its bounds lie.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Input {
    number: usize,
    start: usize,
    end: usize,
}

/// Trees side by side.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    /// The leaves that remain where an input reaches a bound, by tree; first those that remain everywhere.
    remaining: Vec<[u64; WORDS]>,
    /// For each bound: its place in `remaining`. Bounds that take away the same share one, so that the tables stay small.
    places: Vec<u16>,
    /// What the leaves add, by tree.
    values: [[f32; MOST_LEAVES]; ABREAST],
    /// The most that the group adds.
    most: f32,
}

impl Leaves {
    /// Tables trees of at most [`MOST_LEAVES`] leaves.
    pub(crate) fn of(trees: &[Vec<Node>]) -> Self {
        let mut leaves = Self::default();
        for number in 0..N_INPUTS {
            let start = leaves.bounds.len();
            leaves.bounds.extend(trees.iter().flatten().filter(|node| node.input == Some(number)).map(|node| node.bound));
            leaves.bounds[start..].sort_unstable_by(f32::total_cmp);
            let mut kept = start;
            for place in start..leaves.bounds.len() {
                if place == start || leaves.bounds[place] != leaves.bounds[kept - 1] {
                    leaves.bounds[kept] = leaves.bounds[place];
                    kept += 1;
                }
            }
            leaves.bounds.truncate(kept);
            if kept > start {
                let end = kept.next_multiple_of(LANES);
                leaves.bounds.resize(end, f32::INFINITY);
                leaves.inputs.push(Input { number, start, end });
            }
        }
        leaves.groups = trees.chunks(ABREAST).map(|trees| leaves.group(trees)).collect();
        leaves
    }

    fn group(&self, trees: &[Vec<Node>]) -> Group {
        let values = [[0.0; MOST_LEAVES]; ABREAST];
        let mut group = Group { remaining: vec![[u64::MAX; WORDS]; self.bounds.len()], places: Vec::new(), values, most: 0.0 };
        for (place, tree) in trees.iter().enumerate() {
            self.add(&mut group, place, tree);
            let values = tree.iter().filter(|node| node.input.is_none()).map(|node| node.bound);
            group.most += values.fold(f32::NEG_INFINITY, f32::max);
        }
        for &Input { start, end, .. } in &self.inputs {
            for bound in start + 1..end {
                let before = group.remaining[bound - 1];
                group.remaining[bound].iter_mut().zip(before).for_each(|(own, before)| *own &= before);
            }
        }
        group.condense();
        group
    }

    /// Numbers the leaves of a tree from left to right, and notes what each of its splits takes away.
    fn add(&self, group: &mut Group, place: usize, tree: &[Node]) {
        let mut n_leaves = 0;
        // A split comes twice: before its left part, and after it, when it is known which leaves that has.
        let mut waiting = vec![(0, None)];
        while let Some((at, first)) = waiting.pop() {
            match (tree[at].input, first) {
                (None, _) => {
                    group.values[place][n_leaves] = tree[at].bound;
                    n_leaves += 1;
                }
                (Some(_), None) => waiting.extend([(tree[at].next + 1, None), (at, Some(n_leaves)), (tree[at].next, None)]),
                (Some(input), Some(first)) => {
                    let left = (first..n_leaves).fold(0_u32, |left, leaf| left | 1 << leaf);
                    if let Some(bound) = self.bound(input, tree[at].bound) {
                        group.remaining[bound][place / 2] &= !(u64::from(left) << (place % 2 * 32));
                    }
                }
            }
        }
    }

    fn bound(&self, input: usize, bound: f32) -> Option<usize> {
        let Input { start, end, .. } = *self.inputs.iter().find(|known| known.number == input)?;
        Some(start + self.bounds[start..end].iter().position(|&known| known == bound)?)
    }

    /// `base` and what every tree adds to it, or `None` as soon as it is clear that this stays below `least`.
    pub(crate) fn sum(&self, base: f32, inputs: &[f32; N_INPUTS], least: f32) -> Option<f32> {
        /// More than rounding takes away.
        const SLACK: f32 = 0.01;
        let mut reached = [0_usize; N_INPUTS];
        let mut n_reached = 0;
        for input in &self.inputs {
            let value = inputs[input.number];
            let mut below = [0_u32; LANES];
            for bounds in self.bounds[input.start..input.end].as_chunks::<LANES>().0 {
                below = std::array::from_fn(|lane| below[lane] + u32::from(value >= bounds[lane]));
            }
            let below = below.iter().sum::<u32>() as usize;
            reached[n_reached] = (input.start + below).wrapping_sub(1);
            n_reached += usize::from(below > 0);
        }
        let mut sum = base;
        let mut rest: f32 = self.groups.iter().map(|group| group.most).sum::<f32>() + SLACK;
        for group in &self.groups {
            let mut remaining = [u64::MAX; WORDS];
            for &bound in &reached[..n_reached] {
                let row = &group.remaining[usize::from(group.places[bound])];
                remaining = std::array::from_fn(|word| remaining[word] & row[word]);
            }
            for (values, word) in group.values.as_chunks::<2>().0.iter().zip(remaining) {
                sum += values[0][(word as u32).trailing_zeros() as usize % MOST_LEAVES];
                sum += values[1][((word >> 32) as u32).trailing_zeros() as usize % MOST_LEAVES];
            }
            rest -= group.most;
            if sum + rest < least {
                return None;
            }
        }
        (sum >= least).then_some(sum)
    }
}

impl Group {
    /// Keeps each row of `remaining` once.
    fn condense(&mut self) {
        let mut kept = vec![[u64::MAX; WORDS]];
        for row in std::mem::take(&mut self.remaining) {
            // A bound that none of these trees looks at takes away what the one before it does, or nothing.
            let place = if row == kept[0] {
                0
            } else if kept.last() == Some(&row) {
                kept.len() - 1
            } else {
                kept.len()
            };
            if place == kept.len() {
                kept.push(row);
            }
            self.places.push(u16::try_from(place).expect("a group of trees has fewer splits than that"));
        }
        self.remaining = kept;
    }
}
