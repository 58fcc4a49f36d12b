//! Records that are alike in everything, as when one export is read twice.
//!
//! However many they are, they are one record to blocking: no key is shared by too many because they all give it. Alike is not yet one
//! person, though: two records that tell no more than a name and a city may be two persons'. Only what belongs to one person, such as an
//! address or a number, and enough evidence besides make twins.

use crate::Features;
use crate::batch::Batch;
use crate::score;
use crate::weights::{Weights, prior};

/// For each row the one of lowest identifier among those that are alike in everything and one person; most often itself.
#[derive(Debug)]
pub(crate) struct Twins(Vec<u32>);

impl Twins {
    /// Finds the rows that are alike and, weighed as a pair, have at least `least` bits.
    pub(crate) fn of(batch: &Batch, weights: &Weights, least: f32) -> Self {
        let mut firsts: Vec<u32> = (0..batch.len() as u32).collect();
        let (mut start, mut digests) = (0, Vec::new());
        for end in batch.corpus.stretches() {
            digests.clear();
            if end - start > 1 {
                digests.extend((start..end).map(|row| (batch.corpus.digest(row), row)));
                digests.sort_unstable();
            }
            start = end;
            for group in digests.chunk_by(|left, right| left.0 == right.0).filter(|group| group.len() > 1) {
                // By identifier, so that the same record stands for the others whichever was read first.
                let Some(first) = group.iter().map(|&(_, row)| row).min_by_key(|&row| (batch.id(row), row)) else { continue };
                let alike = || group.iter().map(|&(_, row)| row).filter(|&row| row != first && batch.corpus.is_alike(first, row));
                if alike().next().is_some_and(|row| is_one_person(batch, first, row, weights, least)) {
                    alike().for_each(|row| firsts[row as usize] = first);
                }
            }
        }
        Self(firsts)
    }

    /// The same of a few `records`, the rows of a batch, in any order; those that `is_free` denies stay themselves.
    pub(crate) fn among(records: &[&Features], batch: &Batch, weights: &Weights, least: f32, is_free: impl Fn(usize) -> bool) -> Self {
        let mut firsts: Vec<u32> = (0..records.len() as u32).collect();
        for (row, record) in records.iter().enumerate().filter(|&(row, _)| is_free(row)) {
            let alike = (0..row).find(|&first| is_free(first) && records[first].form == record.form);
            if let Some(first) = alike.map(|first| firsts[first])
                && is_one_person(batch, first, row as u32, weights, least)
            {
                firsts[row] = first;
            }
        }
        Self(firsts)
    }

    /// The first of the rows that are one with `row`.
    pub(crate) fn first(&self, row: u32) -> u32 {
        self.0[row as usize]
    }
}

/// Whether two rows that are alike are surely one person.
fn is_one_person(batch: &Batch, left: u32, right: u32, weights: &Weights, least: f32) -> bool {
    let compared = batch.compare(left, right);
    let before = weights.prior.unwrap_or_else(|| prior(batch.corpus.total));
    // The trees are not asked: they never saw so many records of one person.
    score::has_contact(&compared) && score::veto(&compared).is_none() && weights.bits(&compared).iter().sum::<f32>() + before >= least
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_identifier_stands_for_its_twins_in_any_order() {
        let line = |id: &str| {
            let basics = r#"{"name":"Jane Beispiel","email":"jane.beispiel@example.org","phone":"+1 202 555 0143"}"#;
            format!(r#"{{"record_id":"{id}","basics":{basics}}}"#)
        };
        for ids in [["a", "b", "c"], ["c", "a", "b"], ["b", "c", "a"]] {
            let mut batch = Batch::default();
            assert!(batch.read(&mut ids.map(line).join("\n").as_bytes()).is_ok());
            batch.arrange();
            let twins = Twins::of(&batch, &Weights::default(), 0.0);
            assert_eq!([0, 1, 2].map(|row| batch.id(twins.first(row))), ["a"; 3], "read as {ids:?}");
        }
    }
}
