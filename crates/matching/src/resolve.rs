//! Which of a few records are one person: what `dedupe` decides of many, for one record and those around it.

use std::collections::BTreeMap;

use crate::batch::Batch;
use crate::guard::{Groups, Guard};
use crate::twins::Twins;
use crate::weigh::Scale;
use crate::{Features, Frequencies, Thresholds, Weights};

/// What is known of two records before they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The place of one among the records.
    pub left: usize,
    /// The place of the other.
    pub right: usize,
    /// Whether they are one person.
    pub same: bool,
}

/// Sorts records into persons: the places of the records of each, as the sure clusters of [`dedupe`](crate::dedupe) would have them.
///
/// All pairs are weighed: `n` records take `n²` comparisons. Records alike in everything, and those
/// that are told to be one, count as one. Later entries of `told` override earlier ones. Independent of the order of
/// the records but for the places, if no two have the same identifier.
#[must_use]
pub fn resolve(
    records: &[&Features],
    told: &[Told],
    weights: &Weights,
    thresholds: &Thresholds,
    frequencies: &Frequencies,
) -> Vec<Vec<usize>> {
    let mut order: Vec<usize> = (0..records.len()).collect();
    order.sort_by_key(|&place| records[place].id());
    let mut ranks = vec![0; order.len()];
    order.iter().enumerate().for_each(|(rank, &place)| ranks[place] = rank);
    let ordered: Vec<&Features> = order.iter().map(|&place| records[place]).collect();
    let told: Vec<Told> = told.iter().map(|told| Told { left: ranks[told.left], right: ranks[told.right], ..*told }).collect();
    let batch = Batch::within(&ordered, frequencies);
    // Who was told to be one with somebody, or not to be, speaks for itself.
    let is_free = |rank: usize| told.iter().all(|told| told.left != rank && told.right != rank);
    let twins = Twins::among(&ordered, &batch, weights, thresholds.same.max(thresholds.review), is_free);
    let mut persons = merge(&batch, &twins, &told, weights, thresholds);
    persons.iter_mut().flatten().for_each(|rank| *rank = order[*rank]);
    persons.iter_mut().for_each(|person| person.sort_unstable());
    persons
}

/// Merges the rows of a batch; of twins the first speaks for all, and of rows that are told to be one whoever says most.
fn merge(batch: &Batch, twins: &Twins, told: &[Told], weights: &Weights, thresholds: &Thresholds) -> Vec<Vec<usize>> {
    let said: BTreeMap<(usize, usize), bool> =
        told.iter().map(|told| ((told.left.min(told.right), told.left.max(told.right)), told.same)).collect();
    let heads = heads(batch.len(), twins, &said);
    let mut units = heads.clone();
    units.sort_unstable();
    units.dedup();
    let unit = |row: usize| units.binary_search(&heads[row]).expect("every head is a unit");
    let guard = Guard::of_sure(thresholds);
    let scale = Scale::of(batch, weights, thresholds.review);
    let mut bonds: BTreeMap<(usize, usize), Option<f32>> = BTreeMap::new();
    let speaks = |row: &usize| twins.first(*row as u32) as usize == *row;
    for other in (0..batch.len()).filter(speaks) {
        for one in (0..other).filter(speaks).filter(|&one| unit(one) != unit(other)) {
            let weight = match said.get(&(one, other)) {
                Some(_) => None,
                None => scale.weigh_one((one as u32, other as u32)).map_or(Some(guard.absent), |edge| (!edge.vetoed).then_some(edge.bits)),
            };
            let ends = (unit(one).min(unit(other)), unit(one).max(unit(other)));
            let bond = bonds.entry(ends).or_insert(weight);
            *bond = bond.zip(weight).map(|(known, weight)| known.max(weight));
        }
    }
    let mut groups = Groups::of(units.len(), &guard);
    bonds.into_iter().for_each(|((left, right), weight)| groups.weigh(left, right, weight));
    let merged = groups.merge(guard);
    merged.iter().map(|group| (0..batch.len()).filter(|&row| group.contains(&unit(row))).collect()).collect()
}

/// The first of the rows that are one with each row: its twins, and those that are said to be; never two that are said to be apart.
fn heads(n: usize, twins: &Twins, said: &BTreeMap<(usize, usize), bool>) -> Vec<usize> {
    let mut heads: Vec<usize> = (0..n).map(|row| twins.first(row as u32) as usize).collect();
    for (&(left, right), _) in said.iter().filter(|(_, same)| **same) {
        let (kept, gone) = (heads[left].min(heads[right]), heads[left].max(heads[right]));
        let are = |one: usize, other: usize| (heads[one], heads[other]) == (kept, gone) || (heads[other], heads[one]) == (kept, gone);
        if !said.iter().any(|(&(one, other), same)| !same && are(one, other)) {
            heads.iter_mut().filter(|head| **head == gone).for_each(|head| *head = kept);
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use vitae_model::{RecordId, RecordSource};

    use super::*;
    use crate::RecordView;

    fn features(id: &str, name: &str, email: &str) -> Features {
        let profile = serde_json::from_str(&format!(r#"{{"basics": {{"name": "{name}", "email": "{email}"}}}}"#)).expect("a profile");
        let source = RecordSource::Import { source: "test".into(), row: id.into() };
        Features::of(&RecordView { id: &RecordId::new(id), source: &source, profile: &profile })
    }

    fn resolved(records: &[Features], told: &[Told]) -> Vec<Vec<usize>> {
        let records: Vec<&Features> = records.iter().collect();
        let mut found = resolve(&records, told, &Weights::default(), &Thresholds::default(), &Frequencies::default());
        found.sort();
        found
    }

    #[test]
    fn what_is_told_overrides_what_is_compared() {
        let records = [
            features("a", "Jane Beispiel", "jane.beispiel@example.org"),
            features("b", "Jane Beispiel", "jane.beispiel@example.org"),
            features("c", "Otto Muster", "otto@example.net"),
        ];
        assert_eq!(resolved(&records, &[]), [vec![0, 1], vec![2]]);
        assert_eq!(resolved(&records, &[Told { left: 0, right: 1, same: false }]), [vec![0], vec![1], vec![2]]);
        assert_eq!(resolved(&records[1..], &[Told { left: 1, right: 0, same: true }]), [vec![0, 1]]);
        assert_eq!(resolved(&[], &[]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn who_are_told_to_be_one_are_judged_by_what_any_of_them_says() {
        let records = [
            features("a", "Jane Beispiel", "jane.beispiel@example.org"),
            features("b", "J. B.", "other@example.net"),
            features("c", "Jane Beispiel", "jane.beispiel@example.org"),
        ];
        assert_eq!(resolved(&records, &[Told { left: 0, right: 1, same: true }]), [vec![0, 1, 2]]);
    }

    #[test]
    fn a_pair_that_is_told_apart_is_not_chained_through_a_third() {
        let records = ["a", "b", "c"].map(|id| features(id, "Jane Beispiel", "jane.beispiel@example.org"));
        let found = resolved(&records, &[Told { left: 0, right: 2, same: false }]);
        assert_eq!(found.iter().filter(|group| group.contains(&0) && group.contains(&2)).count(), 0);
        assert_eq!(found.len(), 2);
    }
}
