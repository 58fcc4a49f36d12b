//! From scored pairs to persons: guarded merging.
//!
//! Connected components chain: one wrong pair joins two families of records, and each join makes the next more likely. Here two
//! groups merge only if the mean weight over *all* pairs between them is high enough, pairs that were never scored counted as
//! evidence against.

use rayon::prelude::*;

use crate::batch::Edge;
use crate::guard::{Groups, Guard};

/// Largest group of connected records that is clustered at once; larger ones are first cut at a higher weight.
pub(crate) const LARGEST: usize = 400;

/// Assigns a cluster to each of `n_rows` records: the lowest row of the cluster.
///
/// Groups merge while the `guard` lets two of them. `rank` breaks ties, so that the outcome does not
/// depend on the order of the rows; it must tell any two rows apart.
pub(crate) fn cluster(n_rows: usize, edges: &[Edge], guard: Guard, rank: impl Fn(u32) -> u32 + Sync) -> Vec<u32> {
    let mut labels: Vec<u32> = (0..n_rows as u32).collect();
    let mut waiting = vec![(guard.link, edges.to_vec())];
    while let Some((cut, edges)) = waiting.pop() {
        let mut ready = Vec::new();
        for (members, inside) in components(&edges, cut) {
            // A group that stays large however high the cut is held together by certain pairs alone.
            if members.len() > LARGEST && cut < 40.0 {
                waiting.push((cut.max(0.0) + 2.0, inside));
            } else {
                ready.push((members, inside));
            }
        }
        let merged: Vec<Vec<(u32, u32)>> =
            ready.par_iter().with_min_len(64).map(|(members, inside)| agglomerate(members, inside, guard, &rank)).collect();
        for (row, label) in merged.into_iter().flatten() {
            labels[row as usize] = label;
        }
    }
    labels
}

/// The groups of rows that pairs of weight `cut` and more connect, each with all scored pairs inside of it.
pub(crate) fn components(edges: &[Edge], cut: f32) -> Vec<(Vec<u32>, Vec<Edge>)> {
    let places = Places::of(edges, cut);
    let rows = &places.rows;
    let mut parent: Vec<u32> = (0..rows.len() as u32).collect();
    let ends: Vec<(Option<usize>, Option<usize>)> = edges.iter().map(|edge| (places.get(edge.left), places.get(edge.right))).collect();
    for (edge, ends) in edges.iter().zip(&ends) {
        if let (true, (Some(left), Some(right))) = (edge.bits >= cut, *ends) {
            let (left, right) = (root(&mut parent, left as u32), root(&mut parent, right as u32));
            parent[left.max(right) as usize] = left.min(right);
        }
    }
    let mut group_of: Vec<u32> = vec![u32::MAX; rows.len()];
    let mut groups: Vec<(Vec<u32>, Vec<Edge>)> = Vec::new();
    for at in 0..rows.len() {
        let top = root(&mut parent, at as u32) as usize;
        if group_of[top] == u32::MAX {
            group_of[top] = groups.len() as u32;
            groups.push(Default::default());
        }
        group_of[at] = group_of[top];
        groups[group_of[at] as usize].0.push(rows[at]);
    }
    for (edge, ends) in edges.iter().zip(&ends) {
        if let (Some(left), Some(right)) = *ends
            && group_of[left] == group_of[right]
        {
            groups[group_of[left] as usize].1.push(*edge);
        }
    }
    groups
}

/// Those of `pairs` whose two rows are connected by pairs of weight `cut` and more.
pub(crate) fn inside(n_rows: usize, edges: &[Edge], cut: f32, pairs: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut parent: Vec<u32> = (0..n_rows as u32).collect();
    for edge in edges.iter().filter(|edge| edge.bits >= cut) {
        let (left, right) = (root(&mut parent, edge.left), root(&mut parent, edge.right));
        parent[left.max(right) as usize] = left.min(right);
    }
    pairs.iter().copied().filter(|&(left, right)| root(&mut parent, left) == root(&mut parent, right)).collect()
}

/// The rows that good pairs connect, ascending, and the place of each among them.
struct Places {
    rows: Vec<u32>,
    /// By row, where so many rows are connected that a list of all is worth it; else places are searched for.
    by_row: Option<Vec<u32>>,
}

impl Places {
    fn of(edges: &[Edge], cut: f32) -> Self {
        let good = || edges.iter().filter(|edge| edge.bits >= cut).flat_map(|edge| [edge.left, edge.right]);
        let n_rows = good().max().map_or(0, |last| last as usize + 1);
        if edges.len() < n_rows / 8 {
            let mut rows: Vec<u32> = good().collect();
            rows.sort_unstable();
            rows.dedup();
            return Self { rows, by_row: None };
        }
        let mut by_row = vec![u32::MAX; n_rows];
        good().for_each(|row| by_row[row as usize] = 0);
        let mut rows = Vec::new();
        for (row, place) in (0..).zip(&mut by_row).filter(|(_, place)| **place == 0) {
            *place = rows.len() as u32;
            rows.push(row);
        }
        Self { rows, by_row: Some(by_row) }
    }

    fn get(&self, row: u32) -> Option<usize> {
        match &self.by_row {
            Some(by_row) => by_row.get(row as usize).filter(|&&place| place != u32::MAX).map(|&place| place as usize),
            None => self.rows.binary_search(&row).ok(),
        }
    }
}

fn root(parent: &mut [u32], mut row: u32) -> u32 {
    while parent[row as usize] != row {
        parent[row as usize] = parent[parent[row as usize] as usize];
        row = parent[row as usize];
    }
    row
}

/// Merges the records of a group as long as the guard lets; gives each row the lowest row of those it was merged with.
fn agglomerate(members: &[u32], edges: &[Edge], guard: Guard, rank: &impl Fn(u32) -> u32) -> Vec<(u32, u32)> {
    if let [edge] = edges
        && members.len() == 2
    {
        let merged = edge.bits >= guard.link.max(guard.mean) && !edge.vetoed;
        return if merged { vec![(edge.right, edge.left)] } else { Vec::new() };
    }
    // In an order of their own, ties fall the same way whatever the order of the input.
    let mut ordered = members.to_vec();
    ordered.sort_unstable_by_key(|&row| rank(row));
    let mut places: Vec<(u32, usize)> = ordered.iter().copied().zip(0..).collect();
    places.sort_unstable();
    let place = |row: u32| places[places.binary_search_by_key(&row, |&(row, _)| row).expect("edges lie inside of their group")].1;
    let mut groups = Groups::of(ordered.len(), &guard);
    for edge in edges {
        groups.weigh(place(edge.left), place(edge.right), (!edge.vetoed).then_some(edge.bits));
    }
    let lowest = |group: &Vec<usize>| group.iter().map(|&place| ordered[place]).min();
    groups
        .merge(guard)
        .iter()
        .filter_map(|group| Some((group, lowest(group)?)))
        .flat_map(|(group, lowest)| group.iter().map(|&place| (ordered[place], lowest)).collect::<Vec<_>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVEN: Guard = Guard { link: 0.0, mean: 0.0, absent: -3.0 };

    fn edge(left: u32, right: u32, bits: f32) -> Edge {
        Edge { left, right, bits, vetoed: false }
    }

    #[test]
    fn one_good_pair_does_not_chain_two_families() {
        let mut edges = vec![edge(0, 1, 20.0), edge(1, 2, 20.0), edge(0, 2, 20.0), edge(3, 4, 20.0), edge(4, 5, 20.0), edge(3, 5, 20.0)];
        edges.push(edge(2, 3, 10.0));
        assert_eq!(cluster(6, &edges, EVEN, |row| row), [0, 0, 0, 3, 3, 3]);
    }

    #[test]
    fn a_forbidden_pair_keeps_its_families_apart() {
        let mut edges = vec![edge(0, 1, 20.0), edge(1, 2, 20.0)];
        edges.push(Edge { vetoed: true, ..edge(0, 2, 20.0) });
        let labels = cluster(3, &edges, EVEN, |row| row);
        assert_ne!(labels[0], labels[2]);
    }

    #[test]
    fn a_large_group_is_cut_before_it_is_clustered() {
        let edges: Vec<Edge> = (0..2000).map(|row| edge(row, row + 1, if row % 2 == 0 { 12.0 } else { 1.0 })).collect();
        let labels = cluster(2001, &edges, EVEN, |row| row);
        assert!((0..1000).all(|pair| labels[2 * pair] == labels[2 * pair + 1]));
        assert_ne!(labels[1], labels[2]);
    }
}
