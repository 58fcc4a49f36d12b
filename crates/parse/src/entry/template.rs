//! Which bit of a header is what: decided for all entries of a section together.
//!
//! People write every entry of a section in the same order. For each order of the parts the best labelling of every entry is found
//! (Viterbi over its bits), and the order with the highest total wins. What the winner says of looks, rows and separators is then learnt
//! and the labelling repeated, so that a title without a known word is still told by standing where titles stand.

use std::sync::LazyLock;

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
    let orders = if parts.contains(&Role::Institution) { &*STUDY_ORDERS } else { &*WORK_ORDERS };
    let mut habits = Habits { used: used(headers), ..Habits::default() };
    let mut chosen: Vec<Labels> = Vec::new();
    let mut costs = Costs::default();
    let mut results = Results::default();
    let mut trellis = Trellis::default();
    for _ in 0..3 {
        costs.fill(headers, parts, &habits);
        results.clear();
        for order in orders {
            let order = Order::new(order, &costs.skip);
            (0..headers.len()).for_each(|entry| trellis.best(costs.of(entry), &order, &mut results));
        }
        let totals = (0..orders.len()).map(|order| (order, results.total(order, headers.len())));
        let Some((winner, _)) = totals.max_by(|one, other| one.1.total_cmp(&other.1)) else { return Vec::new() };
        let before = std::mem::take(&mut chosen);
        chosen = (0..headers.len()).map(|entry| results.choose(winner, entry, headers.len())).collect();
        // One entry teaches nothing; the same roles teach the same habits, which lead to the same roles.
        if headers.len() < 2 || chosen.iter().map(|labels| &labels.roles).eq(before.iter().map(|labels| &labels.roles)) {
            break;
        }
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

/// The best labelling of every header under every order, order by order.
#[derive(Debug, Default)]
struct Results {
    /// Score, and where its roles end in `roles`.
    scores: Vec<(f32, usize)>,
    roles: Vec<Role>,
}

impl Results {
    fn clear(&mut self) {
        self.scores.clear();
        self.roles.clear();
    }

    fn get(&self, index: usize) -> (f32, &[Role]) {
        let (score, end) = self.scores[index];
        let start = index.checked_sub(1).map_or(0, |before| self.scores[before].1);
        (score, &self.roles[start..end])
    }

    /// How well `order` fits all headers.
    fn total(&self, order: usize, n_headers: usize) -> f32 {
        self.scores[order * n_headers..(order + 1) * n_headers].iter().map(|(score, _)| score.min(12.0)).sum()
    }

    /// The winner's labels of one entry, unless another order fits this one far better.
    fn choose(&self, winner: usize, entry: usize, n_headers: usize) -> Labels {
        let (score, roles) = self.get(winner * n_headers + entry);
        let of_entry = (entry..self.scores.len()).step_by(n_headers).map(|index| self.get(index));
        let rival = of_entry.filter(|(_, others)| *others != roles).max_by(|one, other| one.0.total_cmp(&other.0));
        match rival {
            Some((better, others)) if better > score + 3.0 => Labels { roles: others.to_vec(), margin: 0.5 },
            Some((other, _)) => Labels { roles: roles.to_vec(), margin: score - other },
            None => Labels { roles: roles.to_vec(), margin: 3.0 },
        }
    }
}

static WORK_ORDERS: LazyLock<Vec<Vec<Role>>> = LazyLock::new(|| orders(WORK));
static STUDY_ORDERS: LazyLock<Vec<Vec<Role>>> = LazyLock::new(|| orders(STUDY));

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

    /// What standing where `item` stands says for `role`; `look` is what its look says.
    fn bonus(&self, item: &Item, role: Role, look: f32) -> f32 {
        if self.n_entries < 2 {
            return 0.0;
        }
        let n_present = self.present.iter().find(|(known, _)| *known == role).map_or(0, |(_, count)| *count) as f32;
        let usual = ((n_present + 0.5) / (self.n_entries as f32 + 0.5)).ln().clamp(-1.6, 0.0) * 0.7;
        usual + look + 0.6 * likelihood(&self.rows, role, item.row) + 0.4 * likelihood(&self.edges, role, item.bit.edge)
    }

    /// What the look of `item` says for `role`.
    fn look(&self, item: &Item, role: Role) -> f32 {
        if self.n_entries < 2 { 0.0 } else { likelihood(&self.looks, role, item.bit.look) }
    }
}

/// How much more often `value` goes with `role` than chance has it, as a damped logarithm.
fn likelihood<T: PartialEq>(seen: &[(Role, T)], role: Role, value: T) -> f32 {
    let (mut of_role, mut of_value, mut both) = (0_u32, 0_u32, 0_u32);
    for (known, other) in seen {
        let (is_role, is_value) = (*known == role, *other == value);
        of_role += u32::from(is_role);
        of_value += u32::from(is_value);
        both += u32::from(is_role && is_value);
    }
    let [of_role, of_value, both, all] = [of_role, of_value, both, seen.len() as u32].map(|count| count as f32);
    (((both + 0.5) / (of_role + 1.0)) / ((of_value + 0.5) / (all + 1.0))).ln().clamp(-1.2, 1.2) * 0.8
}

fn first_score(item: &Item, role: Role, habits: &Habits, look: f32) -> f32 {
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
    own.clamp(-2.5, 3.5) + at + again + habits.bonus(item, role, look)
}

fn next_score(item: &Item, before: &Item, role: Role, look: f32) -> f32 {
    let (scores, known) = (&item.bit.scores, &before.bit.scores);
    // A part is as good as its best bit.
    let grown = |now: f32, then: f32| (now * 0.4).max((now - then.max(0.0)) * 0.8).clamp(-0.6, 2.5);
    // What several entries share begins a part of its own.
    let look = 0.7 * look - if item.is_repeated { 0.5 } else { 0.0 };
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

/// What one bit costs or earns in each part, computed once for all orders.
#[derive(Debug, Clone, Copy)]
struct Cost {
    /// It begins the part.
    first: [f32; N_ROLES],
    /// It goes on with the part of the bit before.
    next: [f32; N_ROLES],
    stay: f32,
    change: f32,
    /// It belongs to no part.
    stranger: f32,
    /// What it is then.
    strange: Role,
}

/// The costs of all headers' bits.
#[derive(Debug, Default)]
struct Costs {
    list: Vec<Cost>,
    /// Where each header's costs end.
    ends: Vec<usize>,
    skip: [f32; N_ROLES],
}

/// How many roles there are.
const N_ROLES: usize = Role::Other as usize + 1;

impl Costs {
    fn fill(&mut self, headers: &[Vec<Item>], parts: &[Role], habits: &Habits) {
        self.list.clear();
        self.ends.clear();
        for part in parts {
            self.skip[*part as usize] = habits.skip_cost(*part);
        }
        let is_study = parts.contains(&Role::Institution);
        for items in headers {
            for (index, item) in items.iter().enumerate() {
                let before = &items[index.saturating_sub(1)];
                let (mut first, mut next) = ([0.0; N_ROLES], [0.0; N_ROLES]);
                for part in parts {
                    let look = habits.look(item, *part);
                    first[*part as usize] = first_score(item, *part, habits, look);
                    next[*part as usize] = next_score(item, before, *part, look);
                }
                let edge = item.bit.edge;
                let grade = if is_study { item.bit.scores.grade } else { 0.0 };
                self.list.push(Cost {
                    first,
                    next,
                    stay: habits.stay_cost(edge, headers.len()),
                    change: habits.change_cost(edge, headers.len()),
                    stranger: if edge == Edge::Row { OTHER_ROW } else { OTHER } + grade.clamp(0.0, 3.0),
                    strange: if grade > 0.6 { Role::Grade } else { Role::Other },
                });
            }
            self.ends.push(self.list.len());
        }
    }

    fn of(&self, header: usize) -> &[Cost] {
        let start = header.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.list[start..self.ends[header]]
    }
}

/// Most parts that an order has.
const MOST_PARTS: usize = 4;

/// One order of the parts, with what it costs to leave a stretch of them out.
struct Order<'a> {
    parts: &'a [Role],
    /// `[from][to]`: the parts from `from` on, up to `to`.
    skipped: [[f32; MOST_PARTS + 1]; MOST_PARTS + 1],
}

impl<'a> Order<'a> {
    fn new(parts: &'a [Role], skip: &[f32; N_ROLES]) -> Self {
        let mut skipped = [[0.0; MOST_PARTS + 1]; MOST_PARTS + 1];
        for (from, sums) in skipped.iter_mut().enumerate() {
            for to in from + 1..=parts.len() {
                sums[to] = sums[to - 1] + skip[parts[to - 1] as usize];
            }
        }
        Self { parts, skipped }
    }
}

/// States of a bit: part j goes on (2j), a stranger behind part j (2j + 1); a stranger before all parts is the last state.
const N_STATES: usize = 2 * MOST_PARTS + 1;
/// Where the first bit comes from.
const NOWHERE: u8 = u8::MAX;

/// The best way into each state.
struct Reached {
    scores: [f32; N_STATES],
    from: [u8; N_STATES],
}

impl Reached {
    const NEVER: Self = Self { scores: [f32::NEG_INFINITY; N_STATES], from: [NOWHERE; N_STATES] };

    fn offer(&mut self, state: usize, score: f32, from: u8) {
        if score > self.scores[state] {
            (self.scores[state], self.from[state]) = (score, from);
        }
    }
}

/// Finds best labellings; only a buffer between calls.
#[derive(Debug, Default)]
struct Trellis {
    back: Vec<[u8; N_STATES]>,
}

impl Trellis {
    /// Appends to `results` the best labelling of a header's bits where the parts come in `order`; any may be missing, strangers may
    /// stand anywhere.
    fn best(&mut self, costs: &[Cost], order: &Order<'_>, results: &mut Results) {
        let n_parts = order.parts.len();
        let Some((first, rest)) = costs.split_first() else {
            results.scores.push((-order.skipped[0][n_parts], results.roles.len()));
            return;
        };
        let before_all = 2 * n_parts;
        let mut reached = Reached::NEVER;
        for (part, role) in order.parts.iter().enumerate() {
            reached.offer(2 * part, first.first[*role as usize] - order.skipped[0][part], NOWHERE);
        }
        reached.offer(before_all, first.stranger, NOWHERE);
        self.back.clear();
        self.back.push(reached.from);
        for cost in rest {
            reached = step(&reached, cost, order);
            self.back.push(reached.from);
        }
        let finish = |state: usize| reached.scores[state] - order.skipped[n_reached(state, before_all)][n_parts];
        let state = (0..=before_all).max_by(|one, other| finish(*one).total_cmp(&finish(*other))).unwrap_or(before_all);
        let total = finish(state);
        self.trace(state, costs, order, &mut results.roles);
        results.scores.push((total, results.roles.len()));
    }

    /// Appends the roles on the way that ends in `state`.
    fn trace(&self, state: usize, costs: &[Cost], order: &Order<'_>, roles: &mut Vec<Role>) {
        let before_all = 2 * order.parts.len();
        let start = roles.len();
        let mut state = state;
        for (cost, back) in costs.iter().zip(&self.back).rev() {
            roles.push(if state.is_multiple_of(2) && state != before_all { order.parts[state / 2] } else { cost.strange });
            state = usize::from(back[state]);
        }
        roles[start..].reverse();
    }
}

/// How many parts lie behind a state.
fn n_reached(state: usize, before_all: usize) -> usize {
    if state == before_all { 0 } else { state / 2 + 1 }
}

/// The best ways to the next bit.
fn step(reached: &Reached, cost: &Cost, order: &Order<'_>) -> Reached {
    let before_all = 2 * order.parts.len();
    let mut next = Reached::NEVER;
    for state in 0..=before_all {
        let score = reached.scores[state];
        if score == f32::NEG_INFINITY {
            continue;
        }
        let behind = n_reached(state, before_all);
        for (part, role) in order.parts.iter().enumerate().skip(behind) {
            let begun = score + cost.first[*role as usize] - order.skipped[behind][part] - cost.change;
            next.offer(2 * part, begun, state as u8);
        }
        if state == before_all {
            next.offer(before_all, score + cost.stranger, state as u8);
        } else if state.is_multiple_of(2) {
            next.offer(state | 1, score + cost.stranger - cost.change, state as u8);
            next.offer(state, score + cost.next[order.parts[state / 2] as usize] - cost.stay, state as u8);
        } else {
            next.offer(state, score + cost.stranger, state as u8);
        }
    }
    next
}
