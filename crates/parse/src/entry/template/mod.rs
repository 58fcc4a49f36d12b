//! Which bit of a header is what: decided for all entries of a section together.
//!
//! People write every entry of a section in the same order. For each order of the parts the best labelling of every entry is found
//! (Viterbi over its bits), and the order with the highest total wins. What the winner says of looks, rows and separators is then learnt
//! and the labelling repeated, so that a title without a known word is still told by standing where titles stand.

use std::sync::LazyLock;

use vitae_document::Span;

use super::role::Scores;
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
pub(super) fn label(headers: &[Vec<Item>], parts: &[Role], buffers: &mut Buffers) -> Vec<Labels> {
    let Buffers { common, of_jobs, of_studies } = buffers;
    if !parts.contains(&Role::Institution) {
        return by_order(&WORK_ORDERS, headers, parts, common, of_jobs);
    }
    let mut chosen = by_order(&STUDY_ORDERS, headers, parts, common, of_studies);
    give_back_places(headers, &mut chosen);
    chosen
}

fn by_order<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize>(
    orders: &Orders<N_PARTS, N_ORDERS, N_STATES>,
    headers: &[Vec<Item>],
    parts: &[Role],
    buffers: &mut Common,
    ways: &mut Ways<N_ORDERS, N_STATES>,
) -> Vec<Labels> {
    let Common { habits, costs, results } = buffers;
    habits.start(headers);
    let mut chosen = vec![Labels::default(); headers.len()];
    for round in 0..3 {
        costs.fill(headers, parts, habits);
        orders.label(costs, ways, results);
        let Some(winner) = results.winner() else { return Vec::new() };
        let mut is_same = round > 0;
        for (header, labels) in chosen.iter_mut().enumerate() {
            is_same &= results.choose(winner, header, labels);
        }
        // One entry teaches nothing; the same roles teach the same habits, which lead to the same roles.
        if headers.len() < 2 || is_same {
            break;
        }
        habits.learn(headers, &chosen);
    }
    chosen
}

/// Buffers reused from section to section.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    common: Common,
    of_jobs: Ways<6, 7>,
    of_studies: Ways<24, 9>,
}

/// What is the same for jobs and studies.
#[derive(Debug, Default)]
struct Common {
    habits: Habits,
    costs: Costs,
    results: Results,
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

/// The best labelling of every header under every order.
#[derive(Debug, Default)]
struct Results {
    n_orders: usize,
    /// Scores, header by header, order by order.
    scores: Vec<f32>,
    /// The roles of as many bits, likewise.
    roles: Vec<Role>,
    /// Where the bits of each header end, and their number.
    bits: Vec<(usize, usize)>,
}

impl Results {
    /// Makes room for `n_orders` labellings of all headers.
    fn start(&mut self, n_orders: usize, costs: &Costs) {
        self.n_orders = n_orders;
        self.scores.clear();
        self.scores.resize(n_orders * costs.ends.len(), 0.0);
        self.roles.clear();
        self.roles.resize(n_orders * costs.list.len(), Role::Other);
        self.bits.clear();
        self.bits.extend((0..costs.ends.len()).map(|header| (costs.ends[header], costs.of(header).len())));
    }

    /// Notes a score, and gives the place of its roles.
    fn put(&mut self, order: usize, header: usize, score: f32) -> &mut [Role] {
        self.scores[header * self.n_orders + order] = score;
        let range = self.range(order, header);
        &mut self.roles[range]
    }

    fn range(&self, order: usize, header: usize) -> std::ops::Range<usize> {
        let (end, n_bits) = self.bits[header];
        let start = (end - n_bits) * self.n_orders + order * n_bits;
        start..start + n_bits
    }

    fn get(&self, order: usize, header: usize) -> (f32, &[Role]) {
        (self.scores[header * self.n_orders + order], &self.roles[self.range(order, header)])
    }

    /// The order that fits all headers best.
    fn winner(&self) -> Option<usize> {
        let total = |order: usize| -> f32 { self.scores.iter().skip(order).step_by(self.n_orders).map(|score| score.min(12.0)).sum() };
        (0..self.n_orders).map(|order| (order, total(order))).max_by(|one, other| one.1.total_cmp(&other.1)).map(|(order, _)| order)
    }

    /// The winner's labels of one header, unless another order fits this one far better, into `labels`. Whether its roles stay.
    fn choose(&self, winner: usize, header: usize, labels: &mut Labels) -> bool {
        let (score, roles) = self.get(winner, header);
        let others = (0..self.n_orders).map(|order| self.get(order, header));
        let rival = others.filter(|(_, others)| *others != roles).max_by(|one, other| one.0.total_cmp(&other.0));
        let (roles, margin) = match rival {
            Some((better, others)) if better > score + 3.0 => (others, 0.5),
            Some((other, _)) => (roles, score - other),
            None => (roles, 3.0),
        };
        labels.margin = margin;
        if labels.roles == roles {
            return true;
        }
        labels.roles.clear();
        labels.roles.extend_from_slice(roles);
        false
    }
}

static WORK_ORDERS: LazyLock<WorkOrders> = LazyLock::new(|| Orders::new(&orders(WORK)));
static STUDY_ORDERS: LazyLock<StudyOrders> = LazyLock::new(|| Orders::new(&orders(STUDY)));

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
    /// Share of entries in which each of [`DOUBTFUL`] stands.
    used: [f32; DOUBTFUL.len()],
    /// In how many entries each part was found.
    present: [usize; N_ROLES],
    n_entries: usize,
}

/// Edges that may be part of a name as well.
const DOUBTFUL: [Edge; 3] = [Edge::Dash, Edge::At, Edge::Colon];

/// In which share of `headers` each of [`DOUBTFUL`] stands.
fn used(headers: &[Vec<Item>]) -> [f32; DOUBTFUL.len()] {
    let has = |edge: Edge| headers.iter().filter(|items| items.iter().any(|item| item.bit.edge == edge)).count();
    DOUBTFUL.map(|edge| has(edge) as f32 / headers.len().max(1) as f32)
}

impl Habits {
    /// Whether most entries lack this edge, so that where it stands it is part of a name.
    fn is_rare(&self, edge: Edge, n_entries: usize) -> bool {
        n_entries >= 3 && DOUBTFUL.iter().zip(self.used).any(|(known, share)| *known == edge && share < 0.45)
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
        let n_present = self.present[role as usize];
        let is_usual = self.n_entries >= 3 && n_present * 10 >= self.n_entries * 7;
        skip_cost(role) + if is_usual && role == Role::Place { 0.9 } else { 0.0 }
    }

    /// Knows nothing but which edges `headers` have.
    fn start(&mut self, headers: &[Vec<Item>]) {
        self.forget();
        (self.used, self.n_entries) = (used(headers), 0);
    }

    fn forget(&mut self) {
        self.looks.clear();
        self.rows.clear();
        self.edges.clear();
        self.present = Default::default();
    }

    /// Learns what `labels` say of `headers`, and nothing else.
    fn learn(&mut self, headers: &[Vec<Item>], labels: &[Labels]) {
        self.forget();
        self.n_entries = headers.len();
        for role in [Role::Title, Role::Employer, Role::Place, Role::Degree, Role::Area, Role::Institution] {
            self.present[role as usize] = labels.iter().filter(|labels| labels.roles.contains(&role)).count();
        }
        for (items, labels) in headers.iter().zip(labels) {
            for (index, (item, role)) in items.iter().zip(&labels.roles).enumerate() {
                if index > 0 && labels.roles[index - 1] == *role {
                    continue;
                }
                self.looks.push((*role, item.bit.look));
                self.rows.push((*role, item.row));
                self.edges.push((*role, item.bit.edge));
            }
        }
    }

    /// What standing where `item` stands says for `role`; `look` is what its look says.
    fn bonus(&self, item: &Item, role: Role, look: f32) -> f32 {
        if self.n_entries < 2 {
            return 0.0;
        }
        let n_present = self.present[role as usize] as f32;
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

/// How much a stretch looks like `role`.
pub(super) fn score(scores: &Scores, role: Role) -> f32 {
    match role {
        Role::Title => scores.title,
        Role::Employer => scores.employer,
        Role::Place => scores.place,
        Role::Degree => scores.degree,
        Role::Area => scores.area,
        Role::Institution => scores.institution,
        Role::Grade => scores.grade,
        Role::Other => 0.0,
    }
}

fn first_score(item: &Item, role: Role, habits: &Habits, look: f32) -> f32 {
    let scores = &item.bit.scores;
    let own = score(scores, role);
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

/// All orders of some parts, side by side: the arrays here hold one value for each, so that the processor takes several at once.
///
/// States of a bit: part j goes on (2j), a stranger behind part j (2j + 1); a stranger before all parts is the last state.
/// `N_STATES` is one more than twice `N_PARTS`.
struct Orders<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize> {
    /// The part that stands at each place.
    parts: [[Role; N_ORDERS]; N_PARTS],
}

type WorkOrders = Orders<3, 6, 7>;
type StudyOrders = Orders<4, 24, 9>;

/// One value for each order.
type Lanes<T, const N_ORDERS: usize> = [T; N_ORDERS];
/// `[from][to]`: what it costs to leave out the parts from one place of an order up to another.
type Skipped<const N_ORDERS: usize> = [[Lanes<f32, N_ORDERS>; MOST_ENDS]; MOST_ENDS];

/// The best way into each state.
#[derive(Clone, Copy)]
struct Reached<const N_ORDERS: usize, const N_STATES: usize> {
    scores: [Lanes<f32, N_ORDERS>; N_STATES],
    from: [Lanes<u32, N_ORDERS>; N_STATES],
}

impl<const N_ORDERS: usize, const N_STATES: usize> Reached<N_ORDERS, N_STATES> {
    const NEVER: Self = Self { scores: [[f32::NEG_INFINITY; N_ORDERS]; N_STATES], from: [[0; N_ORDERS]; N_STATES] };

    /// Offers every order a way into `state`; the first of equally good ones stays.
    #[inline]
    fn offer(&mut self, state: usize, from: usize, score: impl Fn(usize) -> f32) {
        let offered: Lanes<f32, N_ORDERS> = std::array::from_fn(score);
        let lanes = offered.iter().zip(&mut self.scores[state]).zip(&mut self.from[state]);
        for ((offered, score), source) in lanes {
            // All ones where it is better: without branches several orders go at once.
            let better = u32::from(offered > score).wrapping_neg();
            *score = f32::from_bits(offered.to_bits() & better | score.to_bits() & !better);
            *source = from as u32 & better | *source & !better;
        }
    }
}

/// What one bit earns at each place of each order.
struct Earned<const N_PARTS: usize, const N_ORDERS: usize> {
    first: [Lanes<f32, N_ORDERS>; N_PARTS],
    next: [Lanes<f32, N_ORDERS>; N_PARTS],
}

/// The ways into the states of a header's bits.
type Ways<const N_ORDERS: usize, const N_STATES: usize> = Vec<[Lanes<u32, N_ORDERS>; N_STATES]>;

impl<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize> Orders<N_PARTS, N_ORDERS, N_STATES> {
    const BEFORE_ALL: usize = 2 * N_PARTS;

    /// Of all `orders` of the parts.
    fn new(orders: &[Vec<Role>]) -> Self {
        Self { parts: std::array::from_fn(|place| std::array::from_fn(|lane| orders[lane][place])) }
    }

    /// Appends to `results` the best labelling of every header under every order; any part may be missing, strangers may stand anywhere.
    fn label(&self, costs: &Costs, ways: &mut Ways<N_ORDERS, N_STATES>, results: &mut Results) {
        let skipped = self.skipped(&costs.skip);
        results.start(N_ORDERS, costs);
        for header in 0..costs.ends.len() {
            let bits = costs.of(header);
            let Some((first, rest)) = bits.split_first() else {
                for (lane, skipped) in skipped[0][N_PARTS].iter().enumerate() {
                    results.put(lane, header, -skipped);
                }
                continue;
            };
            let mut reached = self.start(first, &skipped);
            ways.clear();
            ways.push(reached.from);
            for cost in rest {
                reached = self.step(&reached, cost, &skipped);
                ways.push(reached.from);
            }
            (0..N_ORDERS).for_each(|lane| {
                let (state, score) = Self::finish(lane, &reached, &skipped);
                self.trace(lane, state, bits, ways, results.put(lane, header, score));
            });
        }
    }

    /// The state in which the best labelling under one order ends, and its score.
    fn finish(lane: usize, reached: &Reached<N_ORDERS, N_STATES>, skipped: &Skipped<N_ORDERS>) -> (usize, f32) {
        let score = |state: usize| reached.scores[state][lane] - skipped[Self::n_behind(state)][N_PARTS][lane];
        let states = (0..=Self::BEFORE_ALL).map(|state| (state, score(state)));
        states.max_by(|one, other| one.1.total_cmp(&other.1)).unwrap_or((Self::BEFORE_ALL, score(Self::BEFORE_ALL)))
    }

    fn skipped(&self, skip: &[f32; N_ROLES]) -> Skipped<N_ORDERS> {
        let mut skipped = [[[0.0; N_ORDERS]; MOST_ENDS]; MOST_ENDS];
        for (from, sums) in skipped.iter_mut().enumerate() {
            for to in from + 1..=N_PARTS {
                sums[to] = std::array::from_fn(|lane| sums[to - 1][lane] + skip[self.parts[to - 1][lane] as usize]);
            }
        }
        skipped
    }

    fn earned(&self, cost: &Cost) -> Earned<N_PARTS, N_ORDERS> {
        let of = |earned: &[f32; N_ROLES]| self.parts.map(|roles| roles.map(|role| earned[role as usize]));
        Earned { first: of(&cost.first), next: of(&cost.next) }
    }

    /// The ways to the first bit.
    fn start(&self, cost: &Cost, skipped: &Skipped<N_ORDERS>) -> Reached<N_ORDERS, N_STATES> {
        let Earned { first, .. } = self.earned(cost);
        let mut reached = Reached::NEVER;
        for part in 0..N_PARTS {
            reached.offer(2 * part, 0, |lane| first[part][lane] - skipped[0][part][lane]);
        }
        reached.offer(Self::BEFORE_ALL, 0, |_| cost.stranger);
        reached
    }

    /// The best ways to the next bit.
    fn step(&self, reached: &Reached<N_ORDERS, N_STATES>, cost: &Cost, skipped: &Skipped<N_ORDERS>) -> Reached<N_ORDERS, N_STATES> {
        let Earned { first, next: goes_on } = self.earned(cost);
        let mut next = Reached::NEVER;
        for state in 0..=Self::BEFORE_ALL {
            let scores = &reached.scores[state];
            let behind = Self::n_behind(state);
            for part in behind..N_PARTS {
                next.offer(2 * part, state, |lane| scores[lane] + first[part][lane] - skipped[behind][part][lane] - cost.change);
            }
            if state.is_multiple_of(2) && state != Self::BEFORE_ALL {
                next.offer(state | 1, state, |lane| scores[lane] + cost.stranger - cost.change);
                next.offer(state, state, |lane| scores[lane] + goes_on[state / 2][lane] - cost.stay);
            } else {
                next.offer(state, state, |lane| scores[lane] + cost.stranger);
            }
        }
        next
    }

    /// Fills `roles` with those on the way of one order that ends in `state`.
    fn trace(&self, lane: usize, mut state: usize, bits: &[Cost], ways: &Ways<N_ORDERS, N_STATES>, roles: &mut [Role]) {
        for ((cost, from), role) in bits.iter().zip(ways).zip(roles).rev() {
            let is_part = state.is_multiple_of(2) && state != Self::BEFORE_ALL;
            *role = if is_part { self.parts[state / 2][lane] } else { cost.strange };
            state = from[state][lane] as usize;
        }
    }

    /// How many parts lie behind a state.
    const fn n_behind(state: usize) -> usize {
        if state == Self::BEFORE_ALL { 0 } else { state / 2 + 1 }
    }
}

/// One more than the most parts that an order has.
const MOST_ENDS: usize = 5;
