//! Stateless entity resolution over JSON lines: which records of one file are one person.

use std::io::{BufRead, Write};

use crate::batch::{Batch, Edge, Note};
use crate::block::Yield;
use crate::cluster::cluster;
use crate::guard::Guard;
use crate::learn::learn;
use crate::twins::Twins;
use crate::weigh::Scale;
use crate::{Thresholds, Weights};

/// How to decide.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Options {
    /// The weights of the score.
    pub weights: Weights,
    /// From `review` on, records share a cluster; from `same` on, they share a sure one.
    pub thresholds: Thresholds,
    /// Whether to estimate on the records themselves how much each field says; too few records leave the weights as they are.
    pub learn: Learning,
}

/// When the weights are estimated on the records themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Learning {
    /// Where the shipped interaction layer knows nothing of most records: they tell dates of birth, personal numbers or streets.
    #[default]
    WhereNeeded,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Why records cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DedupeError {
    /// The input cannot be read to its end.
    #[error("cannot read the records")]
    Read(#[source] std::io::Error),
    /// There are more records than can be numbered.
    #[error("{0} records are more than one run can hold")]
    TooMany(usize),
}

/// The records of a file, sorted into persons.
#[derive(Debug)]
pub struct Deduped {
    batch: Batch,
    clusters: Vec<u32>,
    sure: Vec<u32>,
    /// What was worked around in the input; at most a thousand.
    pub notes: Vec<Note>,
    /// How many things were worked around in all.
    pub n_notes: usize,
    /// What each blocking rule found.
    pub yields: Vec<Yield>,
    /// How many different pairs were worth keeping after scoring.
    pub pairs: usize,
    /// Whether the weights were estimated on these records.
    pub learnt: bool,
}

/// Finds the records that are one person.
///
/// Memory: about 1.2 KiB a record, whatever the length of its line; the lines themselves are not kept. Runs on as many threads as rayon's
/// global pool has. The same records give the same clusters in any order.
pub fn dedupe(input: &mut dyn BufRead, options: &Options) -> Result<Deduped, DedupeError> {
    let mut batch = Batch::default();
    batch.read(input).map_err(DedupeError::Read)?;
    check(&batch)?;
    batch.arrange();
    let Thresholds { review, same } = options.thresholds;
    let twins = Twins::of(&batch, &options.weights, same.max(review));
    let blocks = batch.group(Some(&twins));
    let rank = ranks(&batch);
    let learnt = if is_learning(&batch, options) { learn(&batch, &blocks, &rank, &options.weights) } else { None };
    let (weights, floor) = (learnt.as_ref().unwrap_or(&options.weights), review.min(same));
    let scale = Scale::of(&batch, weights, floor);
    let weighed = scale.weigh(&blocks, |_, _| true);
    let yields = blocks.told();
    drop(blocks);
    let edges = scale.weigh_waiting(weighed);
    let group = |edges: &[Edge], guard| {
        let labels = cluster(batch.len(), edges, guard, |row| rank[row as usize]);
        let labels: Vec<u32> = (0..batch.len() as u32).map(|row| labels[twins.first(row) as usize]).collect();
        canonical(&labels, &rank)
    };
    let clusters = group(&edges, Guard::of_review(&options.thresholds));
    let sure = group(&scale.complete(&edges, same), Guard::of_sure(&options.thresholds));
    let notes = std::mem::take(&mut batch.notes);
    Ok(Deduped { learnt: learnt.is_some(), n_notes: batch.n_notes, pairs: edges.len(), batch, clusters, sure, notes, yields })
}

pub(crate) fn is_learning(batch: &Batch, options: &Options) -> bool {
    match options.learn {
        Learning::Always => true,
        Learning::Never => false,
        Learning::WhereNeeded => batch.corpus.is_beyond_layer(),
    }
}

pub(crate) fn check(batch: &Batch) -> Result<(), DedupeError> {
    if batch.len() > 1 << 30 { Err(DedupeError::TooMany(batch.len())) } else { Ok(()) }
}

/// The place of each record by its identifier: the same in any order of the input.
pub(crate) fn ranks(batch: &Batch) -> Vec<u32> {
    let shared = shared_beginning(batch);
    // In the order of reading: identifiers are often in order there.
    let mut order: Vec<(u64, u32)> = batch.ids().map(|(row, id)| (word_at(id, shared), row)).collect();
    order.sort_by(|left, right| left.0.cmp(&right.0).then_with(|| batch.id(left.1).cmp(batch.id(right.1))).then(left.1.cmp(&right.1)));
    let mut ranks = vec![0; order.len()];
    for (rank, (_, row)) in (0..).zip(order) {
        ranks[row as usize] = rank;
    }
    ranks
}

/// How many bytes all identifiers begin with alike.
fn shared_beginning(batch: &Batch) -> usize {
    let mut ids = batch.ids().map(|(_, id)| id.as_bytes());
    let Some(first) = ids.next() else { return 0 };
    ids.fold(first.len(), |shared, id| {
        if id.starts_with(&first[..shared]) { shared } else { first.iter().zip(id).take_while(|(one, other)| one == other).count() }
    })
}

/// Eight bytes of a text as a number that sorts as they do; zeros follow its end.
fn word_at(text: &str, start: usize) -> u64 {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let word = rest.first_chunk::<8>().copied().unwrap_or_else(|| std::array::from_fn(|place| rest.get(place).copied().unwrap_or(0)));
    u64::from_be_bytes(word)
}

/// Names each cluster by the member whose identifier comes first.
fn canonical(labels: &[u32], rank: &[u32]) -> Vec<u32> {
    let mut first: Vec<u32> = (0..labels.len() as u32).collect();
    for (row, &label) in (0_u32..).zip(labels) {
        let known = &mut first[label as usize];
        if rank[row as usize] < rank[*known as usize] {
            *known = row;
        }
    }
    labels.iter().map(|&label| first[label as usize]).collect()
}

impl Deduped {
    /// How many records were read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.clusters.len()
    }

    /// Whether there were none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.clusters.is_empty()
    }

    /// How many persons they are.
    #[must_use]
    pub fn clusters(&self) -> usize {
        (0..).zip(&self.clusters).filter(|&(row, &cluster): &(u32, &u32)| row == cluster).count()
    }

    /// Each record's identifier, the identifier of its cluster, and of its cluster if only sure pairs are merged.
    ///
    /// A cluster goes by the lowest identifier of its records.
    pub fn assignments(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.batch.ids().map(|(row, id)| {
            // Most clusters go by their only record, whose identifier is at hand.
            let [cluster, sure] = [&self.clusters, &self.sure].map(|clusters| match clusters[row as usize] {
                first if first == row => id,
                first => self.batch.id(first),
            });
            (id, cluster, sure)
        })
    }

    /// Writes one JSON line a record: `record_id`, `cluster_id`, and `sure_id`, the cluster if only sure pairs are merged.
    pub fn write(&self, out: &mut dyn Write) -> std::io::Result<()> {
        const RECORD: &[u8] = b"{\"record_id\":";
        // A line is put together in memory and handed over at once: `out` may be anything, and each call of it costs.
        let mut line = Vec::new();
        for (record, cluster, sure) in self.assignments() {
            line.clear();
            line.extend_from_slice(RECORD);
            serde_json::to_writer(&mut line, record)?;
            let own = RECORD.len()..line.len();
            for (key, id) in [(&b",\"cluster_id\":"[..], cluster), (b",\"sure_id\":", sure)] {
                line.extend_from_slice(key);
                if id == record {
                    line.extend_from_within(own.clone());
                } else {
                    serde_json::to_writer(&mut line, id)?;
                }
            }
            line.extend_from_slice(b"}\n");
            out.write_all(&line)?;
        }
        Ok(())
    }
}
