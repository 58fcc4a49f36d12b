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
    /// The parts, one after the other, and by place where each one stands there.
    places: [(Role, [Mask<N_ORDERS>; N_PARTS]); N_PARTS],
}

/// All bits for the orders of which something holds, none for the others.
type Mask<const N_ORDERS: usize> = Lanes<u32, N_ORDERS>;

/// The best ways through all headers under every order.
#[derive(Debug)]
pub(super) struct Ways<const N_ORDERS: usize, const N_STATES: usize> {
    /// By bit, what the best way into each state scores. Where it comes from is not kept: that is asked of few orders, see
    /// [`Orders::before`].
    scores: Vec<Scores<N_ORDERS, N_STATES>>,
    /// What it costs to leave parts out.
    skipped: Skipped<N_ORDERS>,
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
        Self { scores: Vec::new(), skipped: [[[0.0; N_ORDERS]; MOST_ENDS]; MOST_ENDS], ends: Vec::new() }
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

/// Offers every order another way into a state that `best` leads to: the better one stays.
#[inline]
fn offer<const N_ORDERS: usize>(best: &mut Lanes<f32, N_ORDERS>, score: impl Fn(usize) -> f32) {
    // One step for several orders.
    best.iter_mut().enumerate().for_each(|(lane, best)| *best = if score(lane) > *best { score(lane) } else { *best });
}

/// What a way scores whose next bit begins a part that earns `earned`, parts between left out.
#[inline]
fn begun(score: f32, earned: f32, skipped: f32, cost: &Cost) -> f32 {
    score + earned - skipped - cost.change
}

/// Scores of all states under every order.
type Scores<const N_ORDERS: usize, const N_STATES: usize> = [Lanes<f32, N_ORDERS>; N_STATES];

impl<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize> Orders<N_PARTS, N_ORDERS, N_STATES> {
    const BEFORE_ALL: usize = 2 * N_PARTS;

    /// Of `orders` of the parts; where there are fewer than `N_ORDERS`, the last one is there again.
    pub(super) fn new(orders: &[Vec<Role>]) -> Self {
        let last = orders.len() - 1;
        let parts: [[Role; N_ORDERS]; N_PARTS] = std::array::from_fn(|place| std::array::from_fn(|lane| orders[lane.min(last)][place]));
        let mask = |at: &[Role; N_ORDERS], role: Role| at.map(|other| u32::from(other == role).wrapping_neg());
        let places = std::array::from_fn(|part| (orders[0][part], std::array::from_fn(|place| mask(&parts[place], orders[0][part]))));
        Self { parts, places }
    }

    /// Finds the best labelling of every header under every order; any part may be missing, strangers may stand anywhere.
    pub(super) fn find(&self, headers: &Headers, costs: &Costs, ways: &mut Ways<N_ORDERS, N_STATES>) {
        ways.skipped = self.skipped(&costs.skip);
        ways.scores.clear();
        ways.scores.resize(costs.list.len(), [[f32::NEG_INFINITY; N_ORDERS]; N_STATES]);
        ways.ends.clear();
        for header in 0..headers.len() {
            let range = headers.range(header);
            let first = range.start;
            let mut before: Option<&Scores<N_ORDERS, N_STATES>> = None;
            // Written where they stay: copied, they would be read before they are there.
            for (cost, scores) in costs.list[range.clone()].iter().zip(&mut ways.scores[range]) {
                match before {
                    None => self.start(cost, &ways.skipped, scores),
                    Some(before) => self.step(before, cost, &ways.skipped, scores),
                }
                before = Some(scores);
            }
            let (scores, states) = match before {
                None => (ways.skipped[0][N_PARTS].map(|skipped| -skipped), [0; N_ORDERS]),
                Some(last) => Self::finish(last, &ways.skipped),
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
        // Chosen for several orders at once: looked up one by one, they could not be read together at once.
        let mut bits = [[0; N_ORDERS]; N_PARTS];
        for (role, masks) in &self.places {
            let value = earned[*role as usize].to_bits();
            for (bits, mask) in bits.iter_mut().zip(masks) {
                (0..N_ORDERS).for_each(|lane| bits[lane] |= value & mask[lane]);
            }
        }
        bits.map(|bits| bits.map(f32::from_bits))
    }

    /// The ways to the first bit, into `scores` that nothing has reached.
    fn start(&self, cost: &Cost, skipped: &Skipped<N_ORDERS>, scores: &mut Scores<N_ORDERS, N_STATES>) {
        let first = self.earned(&cost.first);
        for part in 0..N_PARTS {
            scores[2 * part] = std::array::from_fn(|lane| first[part][lane] - skipped[0][part][lane]);
        }
        scores[Self::BEFORE_ALL] = [cost.stranger; N_ORDERS];
    }

    /// The best ways to the next bit, into `next` that nothing has reached.
    fn step(&self, scores: &Scores<N_ORDERS, N_STATES>, cost: &Cost, skipped: &Skipped<N_ORDERS>, next: &mut Scores<N_ORDERS, N_STATES>) {
        let (first, goes_on) = (self.earned(&cost.first), self.earned(&cost.next));
        for part in 0..N_PARTS {
            let (own, stranger) = (2 * part, 2 * part + 1);
            let begin = |best: &mut Lanes<f32, N_ORDERS>, state: usize| {
                let skipped = &skipped[Self::n_behind(state)][part];
                offer(best, |lane| begun(scores[state][lane], first[part][lane], skipped[lane], cost));
            };
            (0..own).for_each(|state| begin(&mut next[own], state));
            offer(&mut next[own], |lane| scores[own][lane] + goes_on[part][lane] - cost.stay);
            begin(&mut next[own], Self::BEFORE_ALL);
            offer(&mut next[stranger], |lane| scores[own][lane] + cost.stranger - cost.change);
            offer(&mut next[stranger], |lane| scores[stranger][lane] + cost.stranger);
        }
        next[Self::BEFORE_ALL] = scores[Self::BEFORE_ALL].map(|score| score + cost.stranger);
    }

    /// From which state the best way into `state` comes at a bit that costs `cost`, where `scores` are those of the bit before: what
    /// [`Orders::step`] offered is offered again, under one order; the first of equally good ways counts.
    fn before(&self, lane: usize, state: usize, scores: &Scores<N_ORDERS, N_STATES>, cost: &Cost, skipped: &Skipped<N_ORDERS>) -> usize {
        if state == Self::BEFORE_ALL {
            return state;
        }
        let (mut best, mut from) = (f32::NEG_INFINITY, 0);
        let mut offer = |state: usize, score: f32| {
            if score > best {
                (best, from) = (score, state);
            }
        };
        let (part, own) = (state / 2, state & !1);
        if state == own {
            let role = self.parts[part][lane] as usize;
            let begin = |state: usize| begun(scores[state][lane], cost.first[role], skipped[Self::n_behind(state)][part][lane], cost);
            (0..own).for_each(|state| offer(state, begin(state)));
            offer(own, scores[own][lane] + cost.next[role] - cost.stay);
            offer(Self::BEFORE_ALL, begin(Self::BEFORE_ALL));
        } else {
            offer(own, scores[own][lane] + cost.stranger - cost.change);
            offer(state, scores[state][lane] + cost.stranger);
        }
        from
    }

    /// Labels one header's bits as the order `winner` has it, unless another order fits this one far better: whether `roles` stay as they
    /// are, and by how much they are better than with another order. `traced` is a buffer.
    pub(super) fn choose(
        &self,
        winner: usize,
        header: usize,
        bits: &[Cost],
        ways: &Ways<N_ORDERS, N_STATES>,
        traced: &mut Vec<Role>,
        roles: &mut [Role],
    ) -> (bool, f32) {
        let score = |lane: usize| ways.ends[header].scores[lane];
        traced.clear();
        traced.extend(self.trace(winner, header, bits, ways));
        let is_same = |lane: usize| lane == winner || self.trace(lane, header, bits, ways).eq(traced.iter().copied());
        // The best of the orders that label the bits otherwise.
        let mut rival: Option<usize> = None;
        for lane in (0..N_ORDERS).rev() {
            if rival.is_none_or(|rival| score(lane) > score(rival)) && !is_same(lane) {
                rival = Some(lane);
            }
        }
        let margin = match rival {
            Some(rival) if score(rival) > score(winner) + 3.0 => {
                traced.clear();
                traced.extend(self.trace(rival, header, bits, ways));
                0.5
            }
            Some(rival) => score(winner) - score(rival),
            None => 3.0,
        };
        let mut stays = true;
        for (role, found) in roles.iter_mut().rev().zip(&*traced) {
            stays &= role == found;
            *role = *found;
        }
        (stays, margin)
    }

    /// The roles of a header's bits under one order, the last one first.
    fn trace(&self, lane: usize, header: usize, bits: &[Cost], ways: &Ways<N_ORDERS, N_STATES>) -> impl Iterator<Item = Role> {
        let End { states, first, .. } = &ways.ends[header];
        let mut state = states[lane] as usize;
        let scores = &ways.scores[*first..*first + bits.len()];
        (0..bits.len()).rev().map(move |bit| {
            let cost = &bits[bit];
            let is_part = state.is_multiple_of(2) && state != Self::BEFORE_ALL;
            let role = if is_part { self.parts[state / 2][lane] } else { cost.strange };
            if let Some(before) = bit.checked_sub(1) {
                state = self.before(lane, state, &scores[before], cost, &ways.skipped);
            }
            role
        })
    }

    /// How many parts lie behind a state.
    const fn n_behind(state: usize) -> usize {
        if state == Self::BEFORE_ALL { 0 } else { state / 2 + 1 }
    }
}
