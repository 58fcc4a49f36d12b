//! From scored pairs to persons: guarded merging.
//!
//! Connected components chain: one wrong pair joins two families of records, and each join makes the next more likely. Here two
//! groups merge only if the mean weight over *all* pairs between them is high enough, pairs that were never scored counted as
//! evidence against.

use std::borrow::Cow;

use rayon::prelude::*;

use crate::batch::Edge;
use crate::guard::{Groups, Guard};

/// Largest group of connected records that is clustered at once; larger ones are first cut at a higher weight.
pub(crate) const LARGEST: usize = 400;
/// Groups that one thread takes at a time.
const TOGETHER: usize = 64;

/// Assigns a cluster to each of `n_rows` records: the lowest row of the cluster.
///
/// Groups merge while the `guard` lets two of them. `rank` breaks ties, so that the outcome does not
/// depend on the order of the rows; it must tell any two rows apart.
pub(crate) fn cluster(n_rows: usize, edges: &[Edge], guard: Guard, rank: impl Fn(u32) -> u32 + Sync) -> Vec<u32> {
    let mut labels: Vec<u32> = (0..n_rows as u32).collect();
    let mut waiting = vec![(guard.link, Cow::Borrowed(edges))];
    while let Some((cut, edges)) = waiting.pop() {
        let found = components(&edges, cut);
        // A group that stays large however high the cut is held together by certain pairs alone.
        let is_ready = |members: &[u32]| members.len() <= LARGEST || cut >= 40.0;
        let ready: Vec<(&[u32], &[Edge])> = found.iter().filter(|(members, _)| is_ready(members)).collect();
        let merge = |groups: &[(&[u32], &[Edge])]| {
            let mut merged = Vec::new();
            groups.iter().for_each(|(members, inside)| agglomerate(members, inside, guard, &rank, &mut merged));
            merged
        };
        let merged: Vec<Vec<(u32, u32)>> = ready.par_chunks(TOGETHER).map(merge).collect();
        for (row, label) in merged.into_iter().flatten() {
            labels[row as usize] = label;
        }
        let large = found.iter().filter(|(members, _)| !is_ready(members));
        waiting.extend(large.map(|(_, inside)| (cut.max(0.0) + 2.0, Cow::Owned(inside.to_vec()))));
    }
    labels
}

/// Groups of rows that pairs connect, each with all scored pairs inside of it; they lie side by side.
#[derive(Debug)]
pub(crate) struct Components {
    rows: Vec<u32>,
    edges: Vec<Edge>,
    /// Where the rows and the pairs of each group end.
    ends: Vec<(usize, usize)>,
}

impl Components {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&[u32], &[Edge])> {
        self.ends.iter().scan((0, 0), |start, &end| {
            let (rows, edges) = std::mem::replace(start, end);
            Some((&self.rows[rows..end.0], &self.edges[edges..end.1]))
        })
    }
}

/// Stands for no place and for no group.
const NONE: u32 = u32::MAX;

/// The groups of rows that pairs of weight `cut` and more connect.
pub(crate) fn components(edges: &[Edge], cut: f32) -> Components {
    let places = Places::of(edges, cut);
    let mut parent: Vec<u32> = (0..places.rows.len() as u32).collect();
    let ends: Vec<[u32; 2]> = edges.iter().map(|edge| [edge.left, edge.right].map(|row| places.get(row))).collect();
    for (_, &[left, right]) in edges.iter().zip(&ends).filter(|(edge, _)| edge.bits >= cut) {
        let (left, right) = (root(&mut parent, left), root(&mut parent, right));
        parent[left.max(right) as usize] = left.min(right);
    }
    let mut n_groups = 0;
    let mut group_of = vec![NONE; places.rows.len()];
    for at in 0..group_of.len() {
        // The lowest of a group is its root, and comes first.
        let top = root(&mut parent, at as u32) as usize;
        group_of[at] = if top == at { n_groups } else { group_of[top] };
        n_groups += u32::from(top == at);
    }
    let group = |place: u32| group_of.get(place as usize).copied().unwrap_or(NONE);
    let within: Vec<u32> = ends.iter().map(|&[left, right]| if group(left) == group(right) { group(left) } else { NONE }).collect();
    let (rows, row_ends) = grouped(&places.rows, &group_of, n_groups as usize);
    let (edges, edge_ends) = grouped(edges, &within, n_groups as usize);
    Components { rows, edges, ends: row_ends.into_iter().zip(edge_ends).collect() }
}

/// Values group by group, in their order within each, and where each group ends; what is of no group is left out.
fn grouped<T: Copy>(values: &[T], groups: &[u32], n_groups: usize) -> (Vec<T>, Vec<usize>) {
    let mut ends = vec![0; n_groups + 1];
    groups.iter().filter(|&&group| group != NONE).for_each(|&group| ends[group as usize + 1] += 1);
    for group in 0..n_groups {
        ends[group + 1] += ends[group];
    }
    let mut grouped = values.first().map_or(Vec::new(), |&any| vec![any; ends[n_groups]]);
    for (&value, &group) in values.iter().zip(groups).filter(|(_, group)| **group != NONE) {
        let next = &mut ends[group as usize];
        grouped[*next] = value;
        *next += 1;
    }
    ends.truncate(n_groups);
    (grouped, ends)
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
        let mut by_row = vec![NONE; n_rows];
        good().for_each(|row| by_row[row as usize] = 0);
        let mut rows = Vec::new();
        for (row, place) in (0..).zip(&mut by_row).filter(|(_, place)| **place == 0) {
            *place = rows.len() as u32;
            rows.push(row);
        }
        Self { rows, by_row: Some(by_row) }
    }

    fn get(&self, row: u32) -> u32 {
        match &self.by_row {
            Some(by_row) => by_row.get(row as usize).copied().unwrap_or(NONE),
            None => self.rows.binary_search(&row).map_or(NONE, |place| place as u32),
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

/// Merges the records of a group as long as the guard lets; adds each row and the lowest row of those it was merged with.
fn agglomerate(members: &[u32], edges: &[Edge], guard: Guard, rank: &impl Fn(u32) -> u32, merged: &mut Vec<(u32, u32)>) {
    if let [edge] = edges
        && members.len() == 2
    {
        if edge.bits >= guard.link.max(guard.mean) && !edge.vetoed {
            merged.push((edge.right, edge.left));
        }
        return;
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
    for group in groups.merge(guard) {
        let Some(lowest) = group.iter().map(|&place| ordered[place]).min() else { continue };
        merged.extend(group.iter().map(|&place| (ordered[place], lowest)));
    }
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
    fn groups_have_their_rows_and_all_pairs_inside() {
        let edges = [edge(7, 9, 5.0), edge(1, 3, 8.0), edge(3, 7, -1.0), edge(3, 4, 2.0), edge(1, 4, -9.0), edge(8, 9, -2.0)];
        let found = components(&edges, 2.0);
        let expected = [(vec![1, 3, 4], vec![edges[1], edges[3], edges[4]]), (vec![7, 9], vec![edges[0]])];
        assert_eq!(found.iter().map(|(rows, edges)| (rows.to_vec(), edges.to_vec())).collect::<Vec<_>>(), expected);
        assert_eq!(components(&[], 0.0).iter().count(), 0);
    }

    #[test]
    fn a_large_group_is_cut_before_it_is_clustered() {
        let edges: Vec<Edge> = (0..2000).map(|row| edge(row, row + 1, if row % 2 == 0 { 12.0 } else { 1.0 })).collect();
        let labels = cluster(2001, &edges, EVEN, |row| row);
        assert!((0..1000).all(|pair| labels[2 * pair] == labels[2 * pair + 1]));
        assert_ne!(labels[1], labels[2]);
    }
}
