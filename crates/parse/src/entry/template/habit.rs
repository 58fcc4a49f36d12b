//! What a document's own entries teach.

use super::super::row::{Edge, Look};
use super::{Headers, Item, N_ROLES, Role};

/// What a document's own entries teach: where, and in which look, each part begins.
#[derive(Debug, Default)]
pub(super) struct Habits {
    looks: Seen<Look>,
    rows: Seen<usize>,
    edges: Seen<Edge>,
    /// Share of entries in which each of [`DOUBTFUL`] stands.
    used: [f32; DOUBTFUL.len()],
    /// In how many entries each part was found.
    present: [usize; N_ROLES],
    /// What that says for each part.
    usual: [f32; N_ROLES],
    n_entries: usize,
}

/// Edges that may be part of a name as well.
const DOUBTFUL: [Edge; 3] = [Edge::Dash, Edge::At, Edge::Colon];

/// In which share of `headers` each of [`DOUBTFUL`] stands.
fn used(headers: &Headers) -> [f32; DOUBTFUL.len()] {
    DOUBTFUL.map(|edge| headers.count(|item, _| item.bit.edge == edge) as f32 / headers.len().max(1) as f32)
}

impl Habits {
    /// How many entries have been learnt from.
    pub(super) fn n_entries(&self) -> usize {
        self.n_entries
    }

    /// Whether most entries lack this edge, so that where it stands it is part of a name.
    pub(super) fn is_rare(&self, edge: Edge, n_entries: usize) -> bool {
        n_entries >= 3 && DOUBTFUL.iter().zip(self.used).any(|(known, share)| *known == edge && share < 0.45)
    }

    /// What it costs that a part goes on over an edge.
    pub(super) fn stay_cost(&self, edge: Edge, n_entries: usize) -> f32 {
        if self.is_rare(edge, n_entries) { 0.0 } else { COSTS[edge as usize].0 }
    }

    /// What it costs that a part ends at an edge.
    pub(super) fn change_cost(&self, edge: Edge, n_entries: usize) -> f32 {
        if self.is_rare(edge, n_entries) { 0.9 } else { COSTS[edge as usize].1 }
    }

    /// What it costs that a part is missing; more where the other entries have it.
    pub(super) fn skip_cost(&self, role: Role) -> f32 {
        let n_present = self.present[role as usize];
        let is_usual = self.n_entries >= 3 && n_present * 10 >= self.n_entries * 7;
        skip_cost(role) + if is_usual && role == Role::Place { 0.9 } else { 0.0 }
    }

    /// Knows nothing but which edges `headers` have.
    pub(super) fn start(&mut self, headers: &Headers) {
        self.forget();
        (self.used, self.n_entries) = (used(headers), 0);
    }

    fn forget(&mut self) {
        self.looks.clear();
        self.rows.clear();
        self.edges.clear();
        self.present = Default::default();
    }

    /// Learns what the labels of `headers` say of `parts`, and nothing else.
    pub(super) fn learn(&mut self, headers: &Headers, parts: &[Role]) {
        self.forget();
        self.n_entries = headers.len();
        for &role in parts {
            let n_present = headers.count(|_, label| label == role);
            self.present[role as usize] = n_present;
            self.usual[role as usize] = ((n_present as f32 + 0.5) / (self.n_entries as f32 + 0.5)).ln().clamp(-1.6, 0.0) * 0.7;
        }
        for header in 0..headers.len() {
            let (items, (roles, _)) = (headers.of(header), headers.labels(header));
            for (index, (item, role)) in items.iter().zip(roles).enumerate() {
                if index > 0 && roles[index - 1] == *role {
                    continue;
                }
                self.looks.add(*role, item.bit.look);
                self.rows.add(*role, item.row);
                self.edges.add(*role, item.bit.edge);
            }
        }
        self.looks.settle(parts);
        self.rows.settle(parts);
        self.edges.settle(parts);
    }

    /// What standing where `item` stands says for each part, and what its look says; none where too little was learnt.
    pub(super) fn gains(&self, item: &Item) -> Option<Gains<'_>> {
        (self.n_entries >= 2).then(|| Gains {
            usual: &self.usual,
            look: self.looks.likelihoods(item.bit.look),
            row: self.rows.likelihoods(item.row),
            edge: self.edges.likelihoods(item.bit.edge),
        })
    }
}

/// What is said for each part by its being usual, and by a bit's look, row and edge.
pub(super) struct Gains<'a> {
    usual: &'a [f32; N_ROLES],
    look: &'a [f32; N_ROLES],
    row: &'a [f32; N_ROLES],
    edge: &'a [f32; N_ROLES],
}

impl Gains<'_> {
    /// By the look.
    pub(super) fn look(&self, role: Role) -> f32 {
        self.look[role as usize]
    }

    /// By all of it.
    pub(super) fn all(&self, role: Role) -> f32 {
        let role = role as usize;
        self.usual[role] + self.look[role] + 0.6 * self.row[role] + 0.4 * self.edge[role]
    }
}

/// With which roles each value was seen.
#[derive(Debug)]
struct Seen<T> {
    values: Vec<Value<T>>,
    of_role: [u32; N_ROLES],
    count: u32,
    /// What a value says for each role that was never seen.
    unseen: [f32; N_ROLES],
}

/// One value, how often each role went with it, and what that says for each role.
#[derive(Debug)]
struct Value<T> {
    value: T,
    counts: [u32; N_ROLES],
    likelihoods: [f32; N_ROLES],
}

impl<T> Default for Seen<T> {
    fn default() -> Self {
        Self { values: Vec::new(), of_role: [0; N_ROLES], count: 0, unseen: [0.0; N_ROLES] }
    }
}

impl<T: PartialEq> Seen<T> {
    fn clear(&mut self) {
        self.values.clear();
        (self.of_role, self.count) = ([0; N_ROLES], 0);
    }

    fn add(&mut self, role: Role, value: T) {
        self.of_role[role as usize] += 1;
        self.count += 1;
        let index = self.values.iter().position(|known| known.value == value).unwrap_or_else(|| {
            self.values.push(Value { value, counts: [0; N_ROLES], likelihoods: [0.0; N_ROLES] });
            self.values.len() - 1
        });
        self.values[index].counts[role as usize] += 1;
    }

    /// Works out what has been seen for `parts`.
    fn settle(&mut self, parts: &[Role]) {
        for role in parts.iter().map(|part| *part as usize) {
            let of_role = self.of_role[role];
            self.unseen[role] = likelihood(0, of_role, 0, self.count);
            for value in &mut self.values {
                let of_value = value.counts.iter().sum();
                value.likelihoods[role] = likelihood(value.counts[role], of_role, of_value, self.count);
            }
        }
    }

    /// What `value` says for each part.
    fn likelihoods(&self, value: T) -> &[f32; N_ROLES] {
        self.values.iter().find(|known| known.value == value).map_or(&self.unseen, |known| &known.likelihoods)
    }
}

/// How much more often a value goes with a role than chance has it, as a damped logarithm: of how often both were seen together, each of
/// them, and anything.
fn likelihood(both: u32, of_role: u32, of_value: u32, all: u32) -> f32 {
    let [of_role, of_value, both, all] = [of_role, of_value, both, all].map(|count| count as f32);
    (((both + 0.5) / (of_role + 1.0)) / ((of_value + 0.5) / (all + 1.0))).ln().clamp(-1.2, 1.2) * 0.8
}

/// What it costs that a part goes on over an edge, and that one ends there, by [`Edge`].
const COSTS: [(f32, f32); 9] = [
    // A comma, a colon, a dash, "at".
    (0.15, 0.3),
    (0.6, 0.3),
    (0.5, 0.15),
    (1.2, 0.0),
    // Another look, a bar, a cell.
    (1.2, 0.0),
    (2.0, 0.0),
    (2.4, 0.0),
    // A line that may go on, a new one.
    (0.5, 0.4),
    (2.4, 0.0),
];

/// What it costs that a part is missing.
fn skip_cost(role: Role) -> f32 {
    match role {
        Role::Title | Role::Institution => 1.6,
        Role::Employer => 1.3,
        Role::Degree => 1.0,
        Role::Area => 0.2,
        _ => 0.0,
    }
}
