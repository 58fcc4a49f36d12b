//! Which bit of a header is what: decided for all entries of a section together.
//!
//! People write every entry of a section in the same order. For each order of the parts the best labelling of every entry is found
//! (Viterbi over its bits), and the order with the highest total wins. What the winner says of looks, rows and separators is then learnt
//! and the labelling repeated, so that a title without a known word is still told by standing where titles stand.

use vitae_document::Span;

use super::row::{Bit, Edge, Look};

/// A part of an entry's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Role {
    Title,
    Employer,
    Place,
    Degree,
    Area,
    Institution,
    Grade,
    /// Nothing of these.
    Other,
}

/// The parts of a job.
pub(super) const WORK: &[Role] = &[Role::Title, Role::Employer, Role::Place];
/// The parts of a study.
pub(super) const STUDY: &[Role] = &[Role::Degree, Role::Area, Role::Institution, Role::Place];

/// One bit of a header and the row it stands in, counted from the header's first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Item {
    pub(super) bit: Bit,
    pub(super) row: usize,
    /// Where it goes on, on the next line.
    pub(super) more: Option<Span>,
    /// The same words stand in another entry of the section.
    pub(super) is_repeated: bool,
}

/// Labels of one header's bits, and how sure they are.
#[derive(Debug, Clone, Default)]
pub(super) struct Labels {
    pub(super) roles: Vec<Role>,
    /// By how much this labelling is better than with another order of the parts.
    pub(super) margin: f32,
}

/// Labels the headers of a section.
pub(super) fn label(headers: &[Vec<Item>], parts: &[Role]) -> Vec<Labels> {
    let orders = orders(parts);
    let mut habits = Habits { used: used(headers), ..Habits::default() };
    let mut chosen: Vec<Labels> = Vec::new();
    for _ in 0..3 {
        let costs: Vec<Costs> = headers.iter().map(|items| Costs::of(items, parts, &habits, headers.len())).collect();
        let label = |order: &Vec<Role>| headers.iter().zip(&costs).map(|(items, costs)| best(items, order, costs)).collect();
        let results: Vec<Vec<(f32, Vec<Role>)>> = orders.iter().map(label).collect();
        let totals: Vec<f32> = results.iter().map(|result| result.iter().map(|(score, _)| score.min(12.0)).sum()).collect();
        let Some(winner) = (0..orders.len()).max_by(|one, other| totals[*one].total_cmp(&totals[*other])) else { return Vec::new() };
        chosen = (0..headers.len()).map(|entry| choose(&results, winner, entry)).collect();
        habits = Habits { used: habits.used, ..Habits::learn(headers, &chosen) };
    }
    if parts.contains(&Role::Institution) {
        give_back_places(headers, &mut chosen);
    }
    chosen
}

/// A town behind a comma belongs to the school's name where the other entries name no places.
fn give_back_places(headers: &[Vec<Item>], chosen: &mut [Labels]) {
    let n_placed = chosen.iter().filter(|labels| labels.roles.contains(&Role::Place)).count();
    if chosen.len() < 3 || n_placed * 5 > chosen.len() * 2 {
        return;
    }
    for (items, labels) in headers.iter().zip(chosen) {
        for (index, item) in items.iter().enumerate().skip(1) {
            let follows = labels.roles[index] == Role::Place && labels.roles[index - 1] == Role::Institution;
            if follows && matches!(item.bit.edge, Edge::Comma | Edge::Dash) {
                labels.roles[index] = Role::Institution;
            }
        }
    }
}

/// The winner's labels of one entry, unless another order fits this one far better.
fn choose(results: &[Vec<(f32, Vec<Role>)>], winner: usize, entry: usize) -> Labels {
    let (score, roles) = &results[winner][entry];
    let rival = results
        .iter()
        .filter(|result| result[entry].1 != *roles)
        .map(|result| &result[entry])
        .max_by(|one, other| one.0.total_cmp(&other.0));
    match rival {
        Some((better, others)) if *better > score + 3.0 => Labels { roles: others.clone(), margin: 0.5 },
        Some((other, _)) => Labels { roles: roles.clone(), margin: score - other },
        None => Labels { roles: roles.clone(), margin: 3.0 },
    }
}

/// All orders of `parts`.
fn orders(parts: &[Role]) -> Vec<Vec<Role>> {
    let mut orders: Vec<Vec<Role>> = vec![Vec::new()];
    for part in parts {
        orders = orders
            .into_iter()
            .flat_map(|order| {
                (0..=order.len()).map(move |place| {
                    let mut longer = order.clone();
                    longer.insert(place, *part);
                    longer
                })
            })
            .collect();
    }
    orders
}

/// What a document's own entries teach.
#[derive(Debug, Default)]
struct Habits {
    looks: Vec<(Role, Look)>,
    rows: Vec<(Role, usize)>,
    edges: Vec<(Role, Edge)>,
    /// Share of entries in which a dash, a colon or "at" stands.
    used: Vec<(Edge, f32)>,
    /// In how many entries each part was found.
    present: Vec<(Role, usize)>,
    n_entries: usize,
}

/// In which share of `headers` each kind of edge stands that may be part of a name as well.
fn used(headers: &[Vec<Item>]) -> Vec<(Edge, f32)> {
    let has = |edge: Edge| headers.iter().filter(|items| items.iter().any(|item| item.bit.edge == edge)).count();
    [Edge::Dash, Edge::At, Edge::Colon].map(|edge| (edge, has(edge) as f32 / headers.len().max(1) as f32)).to_vec()
}

impl Habits {
    /// Whether most entries lack this edge, so that where it stands it is part of a name.
    fn is_rare(&self, edge: Edge, n_entries: usize) -> bool {
        n_entries >= 3 && self.used.iter().any(|(known, share)| *known == edge && *share < 0.45)
    }

    /// What it costs that a part goes on over an edge.
    fn stay_cost(&self, edge: Edge, n_entries: usize) -> f32 {
        if self.is_rare(edge, n_entries) { 0.0 } else { stay_cost(edge) }
    }

    /// What it costs that a part ends at an edge.
    fn change_cost(&self, edge: Edge, n_entries: usize) -> f32 {
        if self.is_rare(edge, n_entries) { 0.9 } else { change_cost(edge) }
    }

    /// What it costs that a part is missing; more where the other entries have it.
    fn skip_cost(&self, role: Role) -> f32 {
        let n_present = self.present.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count);
        let is_usual = self.n_entries >= 3 && n_present * 10 >= self.n_entries * 7;
        skip_cost(role) + if is_usual && role == Role::Place { 0.9 } else { 0.0 }
    }

    fn learn(headers: &[Vec<Item>], labels: &[Labels]) -> Self {
        let mut habits = Self { n_entries: headers.len(), ..Self::default() };
        for role in [Role::Title, Role::Employer, Role::Place, Role::Degree, Role::Area, Role::Institution] {
            habits.present.push((role, labels.iter().filter(|labels| labels.roles.contains(&role)).count()));
        }
        for (items, labels) in headers.iter().zip(labels) {
            for (index, (item, role)) in items.iter().zip(&labels.roles).enumerate() {
                if index > 0 && labels.roles[index - 1] == *role {
                    continue;
                }
                habits.looks.push((*role, item.bit.look));
                habits.rows.push((*role, item.row));
                habits.edges.push((*role, item.bit.edge));
            }
        }
        habits
    }

    fn bonus(&self, item: &Item, role: Role) -> f32 {
        if self.n_entries < 2 {
            return 0.0;
        }
        let n_present = self.present.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count) as f32;
        let usual = ((n_present + 0.5) / (self.n_entries as f32 + 0.5)).ln().clamp(-1.6, 0.0) * 0.7;
        usual
            + likelihood(&self.looks, role, item.bit.look)
            + 0.6 * likelihood(&self.rows, role, item.row)
            + 0.4 * likelihood(&self.edges, role, item.bit.edge)
    }
}

/// How much more often `value` goes with `role` than chance has it, as a damped logarithm.
fn likelihood<T: PartialEq>(seen: &[(Role, T)], role: Role, value: T) -> f32 {
    let of_role = seen.iter().filter(|(known, _)| *known == role).count() as f32;
    let both = seen.iter().filter(|(known, other)| *known == role && *other == value).count() as f32;
    let of_value = seen.iter().filter(|(_, other)| *other == value).count() as f32;
    let all = seen.len() as f32;
    (((both + 0.5) / (of_role + 1.0)) / ((of_value + 0.5) / (all + 1.0))).ln().clamp(-1.2, 1.2) * 0.8
}

fn first_score(item: &Item, role: Role, habits: &Habits) -> f32 {
    let scores = &item.bit.scores;
    let own = match role {
        Role::Title => scores.title,
        Role::Employer => scores.employer,
        Role::Place => scores.place,
        Role::Degree => scores.degree,
        Role::Area => scores.area,
        Role::Institution => scores.institution,
        Role::Grade => scores.grade,
        Role::Other => 0.0,
    };
    let is_rare = habits.is_rare(item.bit.edge, habits.n_entries);
    let at = match (item.bit.edge, role) {
        _ if is_rare => 0.0,
        (Edge::At, Role::Employer) => 2.0,
        // "in" and "en" lead to subjects as well.
        (Edge::At, Role::Institution) if scores.institution > 0.5 => 2.0,
        (Edge::At, Role::Title | Role::Degree) => -1.0,
        _ => 0.0,
    };
    let again = if item.is_repeated && matches!(role, Role::Employer | Role::Institution) { 0.7 } else { 0.0 };
    own.clamp(-2.5, 3.5) + at + again + habits.bonus(item, role)
}

fn next_score(item: &Item, before: &Item, role: Role, habits: &Habits) -> f32 {
    let (scores, known) = (&item.bit.scores, &before.bit.scores);
    // A part is as good as its best bit.
    let grown = |now: f32, then: f32| (now * 0.4).max((now - then.max(0.0)) * 0.8).clamp(-0.6, 2.5);
    // What several entries share begins a part of its own.
    let look = 0.7 * likelihood_of_look(habits, role, item) - if item.is_repeated { 0.5 } else { 0.0 };
    match role {
        Role::Title => grown(scores.title, known.title).max(-0.4) - scores.place.max(0.0) * 0.5 + look,
        Role::Employer => grown(scores.employer, known.employer) - scores.place.max(0.0) * 0.3 + look,
        Role::Place => scores.place.clamp(-1.2, 1.5) + look,
        Role::Degree => grown(scores.degree, known.degree) + look,
        Role::Area => (scores.area * 0.4).clamp(-0.3, 0.6) - scores.institution.max(0.0) * 0.4 - scores.grade.max(0.0) * 0.4 + look,
        Role::Institution => grown(scores.institution, known.institution) - scores.place.max(0.0) * 0.3 + look,
        Role::Grade | Role::Other => 0.0,
    }
}

fn likelihood_of_look(habits: &Habits, role: Role, item: &Item) -> f32 {
    if habits.n_entries < 2 { 0.0 } else { likelihood(&habits.looks, role, item.bit.look) }
}

/// What it costs that a part goes on over an edge.
fn stay_cost(edge: Edge) -> f32 {
    match edge {
        Edge::Comma => 0.15,
        Edge::Colon => 0.6,
        Edge::Dash => 0.5,
        Edge::At => 1.2,
        Edge::Style => 1.2,
        Edge::Bar => 2.0,
        Edge::Wrap => 0.5,
        Edge::Cell | Edge::Row => 2.4,
    }
}

/// What it costs that a part ends at an edge.
fn change_cost(edge: Edge) -> f32 {
    match edge {
        Edge::Comma => 0.3,
        Edge::Wrap => 0.4,
        Edge::Colon => 0.3,
        Edge::Dash => 0.15,
        _ => 0.0,
    }
}

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

/// What it costs that a bit is nothing of all this.
const OTHER: f32 = -0.8;
/// The same where it begins a row of its own.
const OTHER_ROW: f32 = -0.45;

/// The scores of one header's bits, computed once for all orders.
struct Costs {
    first: Vec<[f32; N_ROLES]>,
    next: Vec<[f32; N_ROLES]>,
    stay: Vec<f32>,
    change: Vec<f32>,
    skip: [f32; N_ROLES],
}

/// How many roles there are.
const N_ROLES: usize = Role::Other as usize + 1;

impl Costs {
    fn of(items: &[Item], parts: &[Role], habits: &Habits, n_entries: usize) -> Self {
        let mut costs = Self { first: Vec::new(), next: Vec::new(), stay: Vec::new(), change: Vec::new(), skip: [0.0; N_ROLES] };
        for part in parts {
            costs.skip[*part as usize] = habits.skip_cost(*part);
        }
        for (index, item) in items.iter().enumerate() {
            let before = &items[index.saturating_sub(1)];
            let (mut first, mut next) = ([0.0; N_ROLES], [0.0; N_ROLES]);
            for part in parts {
                first[*part as usize] = first_score(item, *part, habits);
                next[*part as usize] = next_score(item, before, *part, habits);
            }
            costs.first.push(first);
            costs.next.push(next);
            costs.stay.push(habits.stay_cost(item.bit.edge, n_entries));
            costs.change.push(habits.change_cost(item.bit.edge, n_entries));
        }
        costs
    }
}

/// The best labelling of `items` where the parts come in `order`; any may be missing, strangers may stand anywhere.
fn best(items: &[Item], order: &[Role], costs: &Costs) -> (f32, Vec<Role>) {
    let n_parts = order.len();
    if items.is_empty() {
        return (-order.iter().map(|role| costs.skip[*role as usize]).sum::<f32>(), Vec::new());
    }
    // States: part j goes on (2j), a stranger behind part j (2j + 1); a stranger before all parts is the last state.
    let n_states = 2 * n_parts + 1;
    let before_all = 2 * n_parts;
    let skipped = |from: usize, to: usize| order[from..to].iter().map(|role| costs.skip[*role as usize]).sum::<f32>();
    let mut scores = vec![f32::NEG_INFINITY; n_states];
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(items.len());
    for (index, item) in items.iter().enumerate() {
        let mut next = vec![f32::NEG_INFINITY; n_states];
        let mut from = vec![usize::MAX; n_states];
        let mut offer = |state: usize, score: f32, origin: usize| {
            if score > next[state] {
                (next[state], from[state]) = (score, origin);
            }
        };
        let edge = item.bit.edge;
        let stranger = if edge == Edge::Row { OTHER_ROW } else { OTHER }
            + if order.contains(&Role::Institution) { item.bit.scores.grade.clamp(0.0, 3.0) } else { 0.0 };
        if index == 0 {
            for (part, role) in order.iter().enumerate() {
                offer(2 * part, costs.first[index][*role as usize] - skipped(0, part), usize::MAX);
            }
            offer(before_all, stranger, usize::MAX);
        } else {
            for state in 0..n_states {
                let score = scores[state];
                if score == f32::NEG_INFINITY {
                    continue;
                }
                let reached = if state == before_all { 0 } else { state / 2 + 1 };
                for (part, role) in order.iter().enumerate().skip(reached) {
                    offer(2 * part, score + costs.first[index][*role as usize] - skipped(reached, part) - costs.change[index], state);
                }
                if state == before_all {
                    offer(before_all, score + stranger, state);
                } else {
                    offer(state | 1, score + stranger - if state % 2 == 0 { costs.change[index] } else { 0.0 }, state);
                    if state % 2 == 0 {
                        offer(state, score + costs.next[index][order[state / 2] as usize] - costs.stay[index], state);
                    }
                }
            }
        }
        scores = next;
        back.push(from);
    }
    let finish = |state: usize| scores[state] - skipped(if state == before_all { 0 } else { state / 2 + 1 }, n_parts);
    let mut state = (0..n_states).max_by(|one, other| finish(*one).total_cmp(&finish(*other))).unwrap_or(before_all);
    let total = finish(state);
    let mut roles = vec![Role::Other; items.len()];
    for index in (0..items.len()).rev() {
        roles[index] = if state % 2 == 0 && state != before_all { order[state / 2] } else { stranger_of(&items[index], order) };
        state = back[index][state];
        if state == usize::MAX {
            break;
        }
    }
    (total, roles)
}

fn stranger_of(item: &Item, order: &[Role]) -> Role {
    if order.contains(&Role::Institution) && item.bit.scores.grade > 0.6 { Role::Grade } else { Role::Other }
}
