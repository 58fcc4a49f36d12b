//! Stateless entity resolution over JSON lines: which records of two files are one person.

use std::collections::BTreeMap;
use std::io::BufRead;

use crate::Thresholds;
use crate::batch::{Batch, Edge, Note};
use crate::dedupe::{DedupeError, Options, check, is_learning, ranks};
use crate::learn::learn;
use crate::twins::Twins;
use crate::weigh::Scale;

/// Most pairs that records alike in everything are told in, each of one file with each of the other.
const MOST_TWINS: usize = 400;

/// Two records that may be one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Pair {
    /// One record's identifier.
    pub left: String,
    /// The other's.
    pub right: String,
    /// Base-two logarithm of the odds that they are one person.
    pub bits: f32,
}

/// The pairs found between two files.
#[derive(Debug, Clone, PartialEq)]
pub struct Linked {
    /// The pairs, best first, then by identifiers; `left` is of the first file.
    pub pairs: Vec<Pair>,
    /// How many records the first file has.
    pub left: usize,
    /// How many the second has.
    pub right: usize,
    /// What was worked around in the first file, then in the second; lines are counted in each.
    pub notes: Vec<Note>,
    /// How many things were worked around in all.
    pub n_notes: usize,
}

/// Finds, for the records of one file, the records of another that are the same person.
///
/// All pairs from the review threshold on are told; a record may have several. Only where very many records of the two files are alike in
/// everything, each is told with the first of the other file. Memory and threads as for [`dedupe`](crate::dedupe).
pub fn link(input: &mut dyn BufRead, against: &mut dyn BufRead, options: &Options) -> Result<Linked, DedupeError> {
    let mut batch = Batch::default();
    batch.read(input).map_err(DedupeError::Read)?;
    let n_left = batch.len();
    batch.read(against).map_err(DedupeError::Read)?;
    check(&batch)?;
    batch.arrange();
    let Thresholds { review, same } = options.thresholds;
    let twins = Twins::of(&batch, &options.weights, same.max(review));
    let blocks = batch.group(Some(&twins));
    let learnt = if is_learning(&batch, options) { learn(&batch, &blocks, &ranks(&batch), &options.weights) } else { None };
    let scale = Scale::of(&batch, learnt.as_ref().unwrap_or(&options.weights), review);
    let files = Files::of(&batch, &twins, n_left);
    // What waits stays below the threshold.
    let mut edges = scale.weigh(&blocks, |one, other| files.are_across(one, other)).edges;
    edges.extend(scale.weigh_all(&files.twins_across()));
    edges.retain(|edge| !edge.vetoed && edge.bits >= review);
    let mut pairs = Vec::new();
    for &Edge { left, right, bits, .. } in &edges {
        files.each(twins.first(left), twins.first(right), |left, right| {
            pairs.push(Pair { left: batch.id(left).to_owned(), right: batch.id(right).to_owned(), bits });
        });
    }
    pairs.sort_by(|one, other| other.bits.total_cmp(&one.bits).then_with(|| (&one.left, &one.right).cmp(&(&other.left, &other.right))));
    Ok(Linked { pairs, left: n_left, right: batch.len() - n_left, n_notes: batch.n_notes, notes: batch.notes })
}

/// Which of two files the records are of that each row stands for.
struct Files<'b> {
    batch: &'b Batch,
    n_left: usize,
    /// Records alike in everything, by the first row of them: those of each file, by identifier.
    twins: BTreeMap<u32, [Vec<u32>; 2]>,
    /// For each row a bit for each file that has a record it stands for.
    present: Vec<u8>,
}

impl<'b> Files<'b> {
    fn of(batch: &'b Batch, twins: &Twins, n_left: usize) -> Self {
        let mut files = Self { batch, n_left, twins: BTreeMap::new(), present: vec![0; batch.len()] };
        for row in 0..batch.len() as u32 {
            let (first, file) = (twins.first(row), files.file(row));
            files.present[first as usize] |= 1 << file;
            if first != row {
                let alike = files.twins.entry(first).or_default();
                alike[file].push(row);
            }
        }
        for (&first, alike) in &mut files.twins {
            alike[file_of(batch, first, n_left)].push(first);
            let by_id = |row: &u32, other: &u32| batch.id(*row).cmp(batch.id(*other)).then(row.cmp(other));
            alike.iter_mut().for_each(|rows| rows.sort_unstable_by(by_id));
        }
        files
    }

    fn file(&self, row: u32) -> usize {
        file_of(self.batch, row, self.n_left)
    }

    /// The records of a file that a row stands for.
    fn rows<'r>(&'r self, first: &'r u32, file: usize) -> &'r [u32] {
        match self.twins.get(first) {
            Some(alike) => &alike[file],
            None if self.file(*first) == file => std::slice::from_ref(first),
            None => &[],
        }
    }

    /// Whether two rows stand for a record of either file.
    fn are_across(&self, one: u32, other: u32) -> bool {
        let (one, other) = (self.present[one as usize], self.present[other as usize]);
        one & 1 & other >> 1 != 0 || other & 1 & one >> 1 != 0
    }

    /// One pair of each group of records alike in everything that has some of either file.
    fn twins_across(&self) -> Vec<(u32, u32)> {
        let across = self.twins.values().filter_map(|[left, right]| Some((*left.first()?, *right.first()?)));
        let mut pairs: Vec<(u32, u32)> = across.map(|(left, right)| (left.min(right), left.max(right))).collect();
        pairs.sort_unstable();
        pairs
    }

    /// Shows the pairs of records, one of either file, that a pair of rows stands for; of a row with itself, those of its twins.
    fn each(&self, one: u32, other: u32, mut show: impl FnMut(u32, u32)) {
        let turns = [(one, other), (other, one)];
        for (one, other) in turns.into_iter().take(1 + usize::from(one != other)) {
            let (left, right) = (self.rows(&one, 0), self.rows(&other, 1));
            let (Some(&first_left), Some(&first_right)) = (left.first(), right.first()) else { continue };
            if left.len() * right.len() <= MOST_TWINS {
                left.iter().for_each(|&left| right.iter().for_each(|&right| show(left, right)));
            } else {
                left.iter().for_each(|&left| show(left, first_right));
                right[1..].iter().for_each(|&right| show(first_left, right));
            }
        }
    }
}

/// 0 for a record of the first file, 1 for one of the second.
fn file_of(batch: &Batch, row: u32, n_left: usize) -> usize {
    usize::from(batch.origins[row as usize] as usize >= n_left)
}
