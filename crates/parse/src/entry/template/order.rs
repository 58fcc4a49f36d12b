//! The orders in which entries may have their parts, tried all at once.

use super::cost::{Cost, Costs};
use super::{Headers, N_ROLES, Role};

/// One value for each order.
type Lanes<T, const N_ORDERS: usize> = [T; N_ORDERS];
/// `[from][to]`: what it costs to leave out the parts from one place of an order up to another.
type Skipped<const N_ORDERS: usize> = [[Lanes<f32, N_ORDERS>; MOST_ENDS]; MOST_ENDS];

/// One more than the most parts that an order has.
const MOST_ENDS: usize = 5;

/// All orders of some parts, side by side: the arrays here hold one value for each, so that the processor takes several at once.
///
/// States of a bit: part j goes on (2j), a stranger behind part j (2j + 1); a stranger before all parts is the last state.
/// `N_STATES` is one more than twice `N_PARTS`.
pub(super) struct Orders<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize> {
    /// The part that stands at each place.
    parts: [[Role; N_ORDERS]; N_PARTS],
}

/// The best ways through all headers under every order.
#[derive(Debug)]
pub(super) struct Ways<const N_ORDERS: usize, const N_STATES: usize> {
    /// By bit and state, from which state the best way comes.
    from: Vec<[Lanes<u32, N_ORDERS>; N_STATES]>,
    /// By header.
    ends: Vec<End<N_ORDERS>>,
}

/// Where the best ways through one header end.
#[derive(Debug, Clone, Copy)]
struct End<const N_ORDERS: usize> {
    scores: Lanes<f32, N_ORDERS>,
    states: Lanes<u32, N_ORDERS>,
    /// Number of the header's first bit.
    first: usize,
}

impl<const N_ORDERS: usize, const N_STATES: usize> Default for Ways<N_ORDERS, N_STATES> {
    fn default() -> Self {
        Self { from: Vec::new(), ends: Vec::new() }
    }
}

impl<const N_ORDERS: usize, const N_STATES: usize> Ways<N_ORDERS, N_STATES> {
    /// The order that fits all headers best.
    pub(super) fn winner(&self) -> usize {
        let mut totals = [0.0_f32; N_ORDERS];
        for end in &self.ends {
            totals.iter_mut().zip(end.scores).for_each(|(total, score)| *total += score.min(12.0));
        }
        (0..N_ORDERS).max_by(|one, other| totals[*one].total_cmp(&totals[*other])).unwrap_or(0)
    }
}

/// The best way into one state, under each order.
struct Reached<const N_ORDERS: usize> {
    scores: Lanes<f32, N_ORDERS>,
    from: Lanes<u32, N_ORDERS>,
}

impl<const N_ORDERS: usize> Reached<N_ORDERS> {
    const NEVER: Self = Self { scores: [f32::NEG_INFINITY; N_ORDERS], from: [0; N_ORDERS] };

    /// Offers every order a way from the state `from`; the first of equally good ones stays.
    #[inline]
    fn offer(&mut self, from: usize, score: impl Fn(usize) -> f32) {
        for lane in 0..N_ORDERS {
            let offered = score(lane);
            // All ones where it is better: without branches several orders go at once.
            let better = u32::from(offered > self.scores[lane]).wrapping_neg();
            self.scores[lane] = f32::from_bits(offered.to_bits() & better | self.scores[lane].to_bits() & !better);
            self.from[lane] = from as u32 & better | self.from[lane] & !better;
        }
    }
}

/// Scores of all states under every order.
type Scores<const N_ORDERS: usize, const N_STATES: usize> = [Lanes<f32, N_ORDERS>; N_STATES];

impl<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize> Orders<N_PARTS, N_ORDERS, N_STATES> {
    const BEFORE_ALL: usize = 2 * N_PARTS;

    /// Of `orders` of the parts; where there are fewer than `N_ORDERS`, the last one is there again.
    pub(super) fn new(orders: &[Vec<Role>]) -> Self {
        let last = orders.len() - 1;
        Self { parts: std::array::from_fn(|place| std::array::from_fn(|lane| orders[lane.min(last)][place])) }
    }

    /// Finds the best labelling of every header under every order; any part may be missing, strangers may stand anywhere.
    pub(super) fn find(&self, headers: &Headers, costs: &Costs, ways: &mut Ways<N_ORDERS, N_STATES>) {
        let skipped = self.skipped(&costs.skip);
        ways.from.clear();
        ways.ends.clear();
        for header in 0..headers.len() {
            let range = headers.range(header);
            let first = range.start;
            let (scores, states) = match costs.list[range].split_first() {
                None => (skipped[0][N_PARTS].map(|skipped| -skipped), [0; N_ORDERS]),
                Some((first, rest)) => {
                    let mut scores = self.start(first, &skipped, ways);
                    rest.iter().for_each(|cost| scores = self.step(&scores, cost, &skipped, ways));
                    Self::finish(&scores, &skipped)
                }
            };
            ways.ends.push(End { scores, states, first });
        }
    }

    /// The states in which the best labellings end, and their scores; the last of equally good ones counts.
    fn finish(scores: &Scores<N_ORDERS, N_STATES>, skipped: &Skipped<N_ORDERS>) -> (Lanes<f32, N_ORDERS>, Lanes<u32, N_ORDERS>) {
        let (mut best, mut states) = ([f32::NEG_INFINITY; N_ORDERS], [0; N_ORDERS]);
        for state in 0..=Self::BEFORE_ALL {
            for lane in 0..N_ORDERS {
                let score = scores[state][lane] - skipped[Self::n_behind(state)][N_PARTS][lane];
                let is_better = score >= best[lane];
                best[lane] = if is_better { score } else { best[lane] };
                states[lane] = if is_better { state as u32 } else { states[lane] };
            }
        }
        (best, states)
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

    /// What one bit earns at each place of each order.
    fn earned(&self, earned: &[f32; N_ROLES]) -> [Lanes<f32, N_ORDERS>; N_PARTS] {
        self.parts.map(|roles| roles.map(|role| earned[role as usize]))
    }

    /// The ways to the first bit.
    fn start(&self, cost: &Cost, skipped: &Skipped<N_ORDERS>, ways: &mut Ways<N_ORDERS, N_STATES>) -> Scores<N_ORDERS, N_STATES> {
        let first = self.earned(&cost.first);
        let mut scores = [[f32::NEG_INFINITY; N_ORDERS]; N_STATES];
        for part in 0..N_PARTS {
            scores[2 * part] = std::array::from_fn(|lane| first[part][lane] - skipped[0][part][lane]);
        }
        scores[Self::BEFORE_ALL] = [cost.stranger; N_ORDERS];
        ways.from.push([[0; N_ORDERS]; N_STATES]);
        scores
    }

    /// The best ways to the next bit.
    fn step(
        &self,
        scores: &Scores<N_ORDERS, N_STATES>,
        cost: &Cost,
        skipped: &Skipped<N_ORDERS>,
        ways: &mut Ways<N_ORDERS, N_STATES>,
    ) -> Scores<N_ORDERS, N_STATES> {
        let (first, goes_on) = (self.earned(&cost.first), self.earned(&cost.next));
        let (mut next, mut from) = ([[0.0; N_ORDERS]; N_STATES], [[0; N_ORDERS]; N_STATES]);
        for part in 0..N_PARTS {
            let (own, stranger) = (2 * part, 2 * part + 1);
            let mut reached = Reached::NEVER;
            let begin = |reached: &mut Reached<N_ORDERS>, state: usize| {
                let skipped = &skipped[Self::n_behind(state)][part];
                reached.offer(state, |lane| scores[state][lane] + first[part][lane] - skipped[lane] - cost.change);
            };
            (0..own).for_each(|state| begin(&mut reached, state));
            reached.offer(own, |lane| scores[own][lane] + goes_on[part][lane] - cost.stay);
            begin(&mut reached, Self::BEFORE_ALL);
            (next[own], from[own]) = (reached.scores, reached.from);
            let mut reached = Reached::NEVER;
            reached.offer(own, |lane| scores[own][lane] + cost.stranger - cost.change);
            reached.offer(stranger, |lane| scores[stranger][lane] + cost.stranger);
            (next[stranger], from[stranger]) = (reached.scores, reached.from);
        }
        next[Self::BEFORE_ALL] = scores[Self::BEFORE_ALL].map(|score| score + cost.stranger);
        from[Self::BEFORE_ALL] = [Self::BEFORE_ALL as u32; N_ORDERS];
        ways.from.push(from);
        next
    }

    /// Labels one header's bits as the order `winner` has it, unless another order fits this one far better: whether `roles` stay as they
    /// are, and by how much they are better than with another order.
    pub(super) fn choose(
        &self,
        winner: usize,
        header: usize,
        bits: &[Cost],
        ways: &Ways<N_ORDERS, N_STATES>,
        roles: &mut [Role],
    ) -> (bool, f32) {
        let score = |lane: usize| ways.ends[header].scores[lane];
        let is_same = |lane: usize| self.trace(lane, header, bits, ways).eq(self.trace(winner, header, bits, ways));
        // The best of the orders that label the bits otherwise.
        let mut rival: Option<usize> = None;
        for lane in (0..N_ORDERS).rev() {
            if rival.is_none_or(|rival| score(lane) > score(rival)) && !is_same(lane) {
                rival = Some(lane);
            }
        }
        let (lane, margin) = match rival {
            Some(rival) if score(rival) > score(winner) + 3.0 => (rival, 0.5),
            Some(rival) => (winner, score(winner) - score(rival)),
            None => (winner, 3.0),
        };
        let mut stays = true;
        for (role, found) in roles.iter_mut().rev().zip(self.trace(lane, header, bits, ways)) {
            stays &= *role == found;
            *role = found;
        }
        (stays, margin)
    }

    /// The roles of a header's bits under one order, the last one first.
    fn trace(&self, lane: usize, header: usize, bits: &[Cost], ways: &Ways<N_ORDERS, N_STATES>) -> impl Iterator<Item = Role> {
        let End { states, first, .. } = &ways.ends[header];
        let mut state = states[lane] as usize;
        let from = &ways.from[*first..*first + bits.len()];
        bits.iter().zip(from).rev().map(move |(cost, from)| {
            let is_part = state.is_multiple_of(2) && state != Self::BEFORE_ALL;
            let role = if is_part { self.parts[state / 2][lane] } else { cost.strange };
            state = from[state][lane] as usize;
            role
        })
    }

    /// How many parts lie behind a state.
    const fn n_behind(state: usize) -> usize {
        if state == Self::BEFORE_ALL { 0 } else { state / 2 + 1 }
    }
}
