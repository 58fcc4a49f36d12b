//! What each bit of a header costs or earns in each part.

use super::super::row::Edge;
use super::habit::Habits;
use super::{Headers, Item, N_ROLES, Role, score};

/// What a bit earns that begins the part `role`; `gain` is what the other entries say for it.
#[inline]
fn first_score(item: &Item, role: Role, is_rare: bool, gain: f32) -> f32 {
    let scores = &item.bit.scores;
    let own = score(scores, role);
    let is_at = item.bit.edge == Edge::At && !is_rare;
    let at = match role {
        Role::Employer if is_at => 2.0,
        // "in" and "en" lead to subjects as well.
        Role::Institution if is_at && scores.institution > 0.5 => 2.0,
        Role::Title | Role::Degree if is_at => -1.0,
        _ => 0.0,
    };
    let again = if item.is_repeated && matches!(role, Role::Employer | Role::Institution) { 0.7 } else { 0.0 };
    own.clamp(-2.5, 3.5) + at + again + gain
}

/// What a bit earns that goes on with the part `role` of the one `before`; `look` is what its look says for it.
#[inline]
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

/// What it costs that a bit is nothing of all this.
const OTHER: f32 = -0.8;
/// The same where it begins a row of its own.
const OTHER_ROW: f32 = -0.45;

/// What one bit costs or earns in each part, computed once for all orders.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cost {
    /// It begins the part.
    pub(super) first: [f32; N_ROLES],
    /// It goes on with the part of the bit before.
    pub(super) next: [f32; N_ROLES],
    pub(super) stay: f32,
    pub(super) change: f32,
    /// It belongs to no part.
    pub(super) stranger: f32,
    /// What it is then.
    pub(super) strange: Role,
}

/// The costs of all headers' bits.
#[derive(Debug, Default)]
pub(super) struct Costs {
    /// As many as there are bits.
    pub(super) list: Vec<Cost>,
    /// What it costs to leave out each part.
    pub(super) skip: [f32; N_ROLES],
}

impl Costs {
    /// Replaces them by those of `headers`.
    pub(super) fn fill(&mut self, headers: &Headers, parts: &[Role], habits: &Habits) {
        self.list.clear();
        for part in parts {
            self.skip[*part as usize] = habits.skip_cost(*part);
        }
        let is_study = parts.contains(&Role::Institution);
        for header in 0..headers.len() {
            let items = headers.of(header);
            for (index, item) in items.iter().enumerate() {
                let before = &items[index.saturating_sub(1)];
                self.list.push(Cost::of(item, before, is_study, habits, headers.len()));
            }
        }
    }
}

impl Cost {
    /// Of one bit behind the bit `before`.
    fn of(item: &Item, before: &Item, is_study: bool, habits: &Habits, n_entries: usize) -> Self {
        let edge = item.bit.edge;
        let is_rare = habits.is_rare(edge, habits.n_entries());
        let gains = habits.gains(item);
        let (mut first, mut next) = ([0.0; N_ROLES], [0.0; N_ROLES]);
        let mut fill = |part: Role| {
            let (gain, look) = gains.as_ref().map_or((0.0, 0.0), |gains| (gains.all(part), gains.look(part)));
            first[part as usize] = first_score(item, part, is_rare, gain);
            next[part as usize] = next_score(item, before, part, look);
        };
        // Part by part in the source, so that nothing has to be chosen when it runs.
        if is_study {
            [Role::Degree, Role::Area, Role::Institution].into_iter().for_each(&mut fill);
        } else {
            [Role::Title, Role::Employer].into_iter().for_each(&mut fill);
        }
        fill(Role::Place);
        let grade = if is_study { item.bit.scores.grade } else { 0.0 };
        Self {
            first,
            next,
            stay: habits.stay_cost(edge, n_entries),
            change: habits.change_cost(edge, n_entries),
            stranger: if edge == Edge::Row { OTHER_ROW } else { OTHER } + grade.clamp(0.0, 3.0),
            strange: if grade > 0.6 { Role::Grade } else { Role::Other },
        }
    }
}
