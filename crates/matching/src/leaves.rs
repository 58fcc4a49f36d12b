//! Many small trees asked at once.
//!
//! Walking a tree waits at every step for the one before. Here nothing is walked: each leaf of a tree is a bit, in order from left to right,
//! and each split that sends to the right takes away the leaves to its left. The first bit that is left is the leaf that the walk would
//! have ended at. What all splits of one input take away together depends only on how many of their bounds the input reaches, so that it is
//! tabled, for all trees side by side; inputs of few bounds share a table. Source of the idea: Lucchese et al., QuickScorer (2015).

use std::collections::BTreeMap;

use crate::layer::Node;
use crate::score::N_INPUTS;

/// Leaves that a tree can have: one bit each.
pub(crate) const MOST_LEAVES: usize = 32;
/// Trees whose bits lie side by side: as many as a processor's registers hold, two in each.
const ABREAST: usize = 16;
const WORDS: usize = ABREAST / 2;

/// Questions whose bounds are counted at once.
const LANES: usize = 16;
/// The state of each table.
type States = [u16; N_INPUTS];

/// States that several inputs have together, at most, where they share a table.
const MOST_STATES: usize = 32;

/// The tables of an ensemble of trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Leaves {
    inputs: Vec<Input>,
    /// Bounds of all inputs, ascending in each.
    bounds: Vec<f32>,
    /// The first state of each table; the last, where they all end.
    tables: Vec<usize>,
    groups: Vec<Group>,
}

/// An input that some tree looks at, where its bounds lie, and what it adds to the state of its table for each of them that it reaches.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Input {
    number: usize,
    start: usize,
    end: usize,
    table: usize,
    step: usize,
}

/// Leaves of trees side by side, two trees in a word: one line of a processor's cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(align(64))]
struct Row([u64; WORDS]);

impl Row {
    /// All leaves of all trees.
    const ALL: Self = Self([u64::MAX; WORDS]);

    /// The leaves that are in both.
    fn and(self, other: &Self) -> Self {
        Self(std::array::from_fn(|word| self.0[word] & other.0[word]))
    }
}

/// Trees side by side.
#[derive(Debug, Clone, PartialEq)]
struct Group {
    /// The leaves that remain in some state of a table, by tree; first those that remain everywhere.
    remaining: Vec<Row>,
    /// For each state of each table: its place in `remaining`. States that take away the same share one, so that the tables stay small.
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
            let mut bounds: Vec<f32> = trees.iter().flatten().filter(|node| node.input == Some(number)).map(|node| node.bound).collect();
            bounds.sort_unstable_by(f32::total_cmp);
            bounds.dedup();
            if !bounds.is_empty() {
                let start = leaves.bounds.len();
                leaves.bounds.extend(bounds);
                leaves.inputs.push(Input { number, start, end: leaves.bounds.len(), table: 0, step: 1 });
            }
        }
        leaves.share();
        leaves.groups = trees.chunks(ABREAST).map(|trees| leaves.group(trees)).collect();
        leaves
    }

    /// Gives each input a table; those of few bounds share one, so that there are few to look into.
    fn share(&mut self) {
        let mut sizes: Vec<usize> = Vec::new();
        let mut largest_first: Vec<&mut Input> = self.inputs.iter_mut().collect();
        largest_first.sort_by_key(|input| std::cmp::Reverse(input.end - input.start));
        for input in largest_first {
            let own = input.end - input.start + 1;
            let fullest = (0..sizes.len()).filter(|&table| sizes[table] * own <= MOST_STATES).max_by_key(|&table| sizes[table]);
            input.table = fullest.unwrap_or(sizes.len());
            input.step = fullest.map_or(1, |table| sizes[table]);
            sizes.resize(sizes.len().max(input.table + 1), 1);
            sizes[input.table] *= own;
        }
        let ends = sizes.iter().scan(0, |end, size| {
            *end += size;
            Some(*end)
        });
        self.tables = std::iter::once(0).chain(ends).collect();
    }

    fn group(&self, trees: &[Vec<Node>]) -> Group {
        let mut values = [[0.0; MOST_LEAVES]; ABREAST];
        let mut most = 0.0;
        let mut taken = vec![Row::ALL; self.bounds.len()];
        for (place, tree) in trees.iter().enumerate() {
            self.add(&mut taken, &mut values[place], place, tree);
            let leaves = tree.iter().filter(|node| node.input.is_none()).map(|node| node.bound);
            most += leaves.fold(f32::NEG_INFINITY, f32::max);
        }
        let mut states = vec![Row::ALL; self.tables.last().copied().unwrap_or(0)];
        for input in &self.inputs {
            for (state, row) in states[self.tables[input.table]..self.tables[input.table + 1]].iter_mut().enumerate() {
                let reached = state / input.step % (input.end - input.start + 1);
                *row = taken[input.start..input.start + reached].iter().fold(*row, Row::and);
            }
        }
        let (remaining, places) = condensed(states);
        Group { remaining, places, values, most }
    }

    /// Numbers the leaves of a tree from left to right, and notes what each of its splits takes away.
    fn add(&self, taken: &mut [Row], values: &mut [f32; MOST_LEAVES], place: usize, tree: &[Node]) {
        let mut n_leaves = 0;
        // A split comes twice: before its left part, and after it, when it is known which leaves that has.
        let mut waiting = vec![(0, None)];
        while let Some((at, first)) = waiting.pop() {
            match (tree[at].input, first) {
                (None, _) => {
                    values[n_leaves] = tree[at].bound;
                    n_leaves += 1;
                }
                (Some(_), None) => waiting.extend([(tree[at].next + 1, None), (at, Some(n_leaves)), (tree[at].next, None)]),
                (Some(input), Some(first)) => {
                    let left = (first..n_leaves).fold(0_u32, |left, leaf| left | 1 << leaf);
                    if let Some(bound) = self.bound(input, tree[at].bound) {
                        taken[bound].0[place / 2] &= !(u64::from(left) << (place % 2 * 32));
                    }
                }
            }
        }
    }

    fn bound(&self, input: usize, bound: f32) -> Option<usize> {
        let Input { start, end, .. } = *self.inputs.iter().find(|known| known.number == input)?;
        Some(start + self.bounds[start..end].iter().position(|&known| known == bound)?)
    }

    /// For each question `base` and what every tree adds to it, less than anything as soon as it is clear that this stays below `least`.
    ///
    /// A group of trees is asked all questions before the next, so that its tables stay in a processor's nearest cache.
    pub(crate) fn sums(&self, base: f32, questions: &[[f32; N_INPUTS]], least: f32, sums: &mut Vec<f32>) {
        /// More than rounding takes away.
        const SLACK: f32 = 0.01;
        sums.clear();
        let mut rest: f32 = self.groups.iter().map(|group| group.most).sum::<f32>() + SLACK;
        let states: Vec<States> =
            questions.chunks(LANES).flat_map(|questions| self.states(questions).into_iter().take(questions.len())).collect();
        sums.resize(questions.len(), base);
        for group in &self.groups {
            rest -= group.most;
            for (sum, states) in sums.iter_mut().zip(&states).filter(|(sum, _)| **sum > f32::NEG_INFINITY) {
                let added = group.add(*sum, &states[..self.tables.len() - 1]);
                *sum = if added + rest < least { f32::NEG_INFINITY } else { added };
            }
        }
        sums.iter_mut().filter(|sum| **sum < least).for_each(|sum| *sum = f32::NEG_INFINITY);
    }

    /// The state of each table for some questions. All bounds of an input are counted for all of them at once, which takes no branch.
    fn states(&self, questions: &[[f32; N_INPUTS]]) -> [States; LANES] {
        let mut states = [[0; N_INPUTS]; LANES];
        for states in &mut states {
            states.iter_mut().zip(&self.tables).for_each(|(state, &first)| *state = first as u16);
        }
        for input in &self.inputs {
            let values: [f32; LANES] = std::array::from_fn(|lane| questions.get(lane).map_or(0.0, |question| question[input.number]));
            let mut reached = [0_u32; LANES];
            for &bound in &self.bounds[input.start..input.end] {
                for (reached, &value) in reached.iter_mut().zip(&values) {
                    *reached += u32::from(value >= bound);
                }
            }
            for (states, reached) in states.iter_mut().zip(reached) {
                states[input.table] += (reached as usize * input.step) as u16;
            }
        }
        states
    }
}

impl Group {
    /// `sum` and what the trees add to it, one after the other.
    fn add(&self, mut sum: f32, states: &[u16]) -> f32 {
        let remaining = self.remaining(states);
        for (values, word) in self.values.as_chunks::<2>().0.iter().zip(remaining.0) {
            sum += values[0][(word as u32).trailing_zeros() as usize % MOST_LEAVES];
            sum += values[1][((word >> 32) as u32).trailing_zeros() as usize % MOST_LEAVES];
        }
        sum
    }

    /// The leaves that remain in a state of each table. By itself, and into memory, so that the words of a row are taken together.
    #[inline(never)]
    fn remaining(&self, states: &[u16]) -> Row {
        states.iter().fold(Row::ALL, |remaining, &state| remaining.and(&self.remaining[usize::from(self.places[usize::from(state)])]))
    }
}

/// Each of the rows once, first the one that takes nothing away, and where each is found.
fn condensed(rows: Vec<Row>) -> (Vec<Row>, Vec<u16>) {
    let (mut kept, mut known) = (vec![Row::ALL], BTreeMap::from([(Row::ALL, 0)]));
    let places = rows.into_iter().map(|row| {
        *known.entry(row).or_insert_with(|| {
            kept.push(row);
            u16::try_from(kept.len() - 1).expect("a group of trees has fewer splits than that")
        })
    });
    let places = places.collect();
    (kept, places)
}
