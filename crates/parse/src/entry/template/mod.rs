//! Which bit of a header is what: decided for all entries of a section together.
//!
//! People write every entry of a section in the same order. For each order of the parts the best labelling of every entry is found
//! (Viterbi over its bits), and the order with the highest total wins. What the winner says of looks, rows and separators is then learnt
//! and the labelling repeated, so that a title without a known word is still told by standing where titles stand.

mod cost;
mod habit;
mod order;

use std::ops::Range;
use std::sync::LazyLock;

use vitae_document::Span;

use super::role::Scores;
use super::row::{Bit, Edge};

use cost::Costs;
use habit::Habits;
use order::{Orders, Ways};

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

/// How many roles there are.
const N_ROLES: usize = Role::Other as usize + 1;

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

/// The headers of a section's entries, bit by bit, and what each bit is.
#[derive(Debug, Default)]
pub(super) struct Headers {
    /// All bits, header by header.
    pub(super) items: Vec<Item>,
    /// Where those of each header end.
    ends: Vec<usize>,
    /// What each bit is.
    roles: Vec<Role>,
    /// By how much each header's labelling is better than with another order of the parts.
    margins: Vec<f32>,
}

impl Headers {
    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.items.clear();
        self.ends.clear();
    }

    /// Ends a header behind the bits appended so far.
    pub(super) fn end(&mut self) {
        self.ends.push(self.items.len());
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The bits of one header.
    pub(super) fn of(&self, header: usize) -> &[Item] {
        &self.items[self.range(header)]
    }

    /// What those of one header are, and by how much that is better than with another order of the parts.
    pub(super) fn labels(&self, header: usize) -> (&[Role], f32) {
        (&self.roles[self.range(header)], self.margins[header])
    }

    fn range(&self, header: usize) -> Range<usize> {
        header.checked_sub(1).map_or(0, |before| self.ends[before])..self.ends[header]
    }

    /// How many headers hold what `holds` says of the bits and their roles.
    fn count(&self, holds: impl Fn(&Item, Role) -> bool) -> usize {
        let has = |header: &usize| self.range(*header).any(|index| holds(&self.items[index], self.roles[index]));
        (0..self.len()).filter(has).count()
    }
}

/// Labels the headers of a section.
pub(super) fn label(headers: &mut Headers, parts: &[Role], buffers: &mut Buffers) {
    headers.roles.clear();
    headers.roles.resize(headers.items.len(), Role::Other);
    headers.margins.clear();
    headers.margins.resize(headers.len(), 0.0);
    let Buffers { common, of_jobs, of_studies } = buffers;
    if parts.contains(&Role::Institution) {
        by_order(&STUDY_ORDERS, headers, parts, common, of_studies);
        give_back_places(headers);
    } else {
        by_order(&WORK_ORDERS, headers, parts, common, of_jobs);
    }
}

fn by_order<const N_PARTS: usize, const N_ORDERS: usize, const N_STATES: usize>(
    orders: &Orders<N_PARTS, N_ORDERS, N_STATES>,
    headers: &mut Headers,
    parts: &[Role],
    buffers: &mut Common,
    ways: &mut Ways<N_ORDERS, N_STATES>,
) {
    let Common { habits, costs, traced } = buffers;
    habits.start(headers);
    for round in 0..3 {
        costs.fill(headers, parts, habits);
        orders.find(headers, costs, ways);
        let winner = ways.winner();
        let mut is_same = round > 0;
        for header in 0..headers.len() {
            let range = headers.range(header);
            let (same, margin) = orders.choose(winner, header, &costs.list[range.clone()], ways, traced, &mut headers.roles[range]);
            headers.margins[header] = margin;
            is_same &= same;
        }
        // One entry teaches nothing; the same roles teach the same habits, which lead to the same roles.
        if headers.len() < 2 || is_same {
            break;
        }
        habits.learn(headers, parts);
    }
}

/// Buffers reused from section to section.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    common: Common,
    of_jobs: Ways<8, 7>,
    of_studies: Ways<24, 9>,
}

/// What is the same for jobs and studies.
#[derive(Debug, Default)]
struct Common {
    habits: Habits,
    costs: Costs,
    traced: Vec<Role>,
}

/// A town behind a comma belongs to the school's name where the other entries name no places.
fn give_back_places(headers: &mut Headers) {
    let n_placed = headers.count(|_, role| role == Role::Place);
    if headers.len() < 3 || n_placed * 5 > headers.len() * 2 {
        return;
    }
    for header in 0..headers.len() {
        for index in headers.range(header).skip(1) {
            let follows = headers.roles[index] == Role::Place && headers.roles[index - 1] == Role::Institution;
            if follows && matches!(headers.items[index].bit.edge, Edge::Comma | Edge::Dash) {
                headers.roles[index] = Role::Institution;
            }
        }
    }
}

/// All six orders of a job's parts, the last one three times: eight go evenly into a processor's registers.
static WORK_ORDERS: LazyLock<Orders<3, 8, 7>> = LazyLock::new(|| Orders::new(&orders(WORK)));
static STUDY_ORDERS: LazyLock<Orders<4, 24, 9>> = LazyLock::new(|| Orders::new(&orders(STUDY)));

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

/// How much a stretch looks like `role`.
#[inline]
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
