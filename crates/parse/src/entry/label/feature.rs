//! What the model sees at each piece: the piece itself, its neighbours, its place on the page and the document's own habits.
//!
//! Names and how many values each has are listed in [`super::alphabet`], and which features others imply: those are not told here.

use super::super::row::{Look, Row};
use super::alphabet::{Collector, Features, Name, Whose, group};
use super::fact::{Facts, N_CLASSES, flag};
use super::habit::{Habit, Habits};
use super::piece::{Mark, Piece};

/// A sequence of pieces with what is known of each.
pub(super) struct View<'a> {
    pub(super) rows: &'a [Row],
    pub(super) pieces: &'a [Piece],
    pub(super) facts: &'a [Facts],
    /// Look that most of the sequence's text has.
    pub(super) body: Look,
    /// Leftmost edge of the sequence.
    pub(super) left: f32,
    /// What pieces that look and stand like each one usually are.
    pub(super) habits: &'a [Habits],
    /// See [`firsts`].
    pub(super) firsts: &'a [u32],
}

/// Which of the rows around one, from two above to two below, hold what: a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    dates: u32,
    bullets: u32,
}

impl Surroundings {
    /// Of the row number `row`.
    pub(super) fn of(rows: &[Row], row: usize) -> Self {
        let near = |bit: usize| (row + bit).checked_sub(2).and_then(|index| rows.get(index));
        let bits = |holds: fn(&Row) -> bool| (0..5).fold(0, |bits, bit| bits | u32::from(near(bit).is_some_and(holds)) << bit);
        Self { dates: bits(|row| !row.dates.is_empty()), bullets: bits(|row| row.is_bullet || row.is_continued) }
    }
}

/// Kind of the edge from the piece before `at` to the piece at `at`.
pub(super) fn edge(view: &View<'_>, at: usize) -> u8 {
    let Some(before) = at.checked_sub(1).map(|before| &view.pieces[before]) else { return 0 };
    let piece = &view.pieces[at];
    let row = &view.rows[piece.row as usize];
    match piece.before {
        _ if before.row != piece.row && row.is_bullet => 4,
        _ if before.row != piece.row && row.is_continued => 5,
        _ if before.row != piece.row && row.gap > 0.75 => 6,
        _ if before.row != piece.row => 3,
        Mark::Comma => 0,
        Mark::Cell => 2,
        _ => 1,
    }
}

/// Number of kinds that [`edge`] gives.
pub(crate) const N_EDGES: usize = 7;

/// Appends what all pieces of the row number `row` share.
pub(super) fn collect_row(view: &View<'_>, row: usize, near: Surroundings, features: &mut Features) {
    let row = &view.rows[row];
    Collector::new(features, Whose::Own).add([
        (const { Name::own(4) }, u32::from(row.is_bullet) << 2 | u32::from(row.is_continued) << 1 | u32::from(row.is_full)),
        (const { Name::own(5) }, (row.gap.min(3.0) * 2.0) as u32),
        (const { Name::own(6) }, ((row.left - view.left).clamp(0.0, 60.0) / 8.0) as u32),
        (const { Name::own(8) }, row.bits.len().min(8) as u32),
        (const { Name::own(12) }, near.bullets << 5 | near.dates),
        (const { Name::own(14) }, row.n_letters.min(250) as u32 / 20),
    ]);
}

/// Appends the features of the piece at `at` that it does not share with its row.
pub(super) fn collect(view: &View<'_>, at: usize, near: Surroundings, features: &mut Features) {
    let mut own = Collector::new(features, Whose::Own);
    own.add([(const { Name::own(0) }, 0)]);
    place(view, at, near, &mut own);
    words(&view.facts[at], &mut own);
    facts(&view.facts[at], &mut own);
    style(view, at, &mut own);
    habit(view, at, &mut own);
    let neighbours = [
        (Whose::Before, at.checked_sub(1)),
        (Whose::Behind, Some(at + 1)),
        (Whose::SecondBefore, at.checked_sub(2)),
        (Whose::SecondBehind, Some(at + 2)),
    ];
    for (whose, neighbour) in neighbours {
        let mut other = Collector::new(features, whose);
        match neighbour.filter(|&neighbour| neighbour < view.pieces.len()) {
            Some(neighbour) => summary(view, neighbour, at, &mut other),
            None => other.add([(const { Name::near(90) }, 0)]),
        }
    }
}

fn place(view: &View<'_>, at: usize, near: Surroundings, own: &mut Collector<'_>) {
    let piece = &view.pieces[at];
    let marks = piece.before as u32 * 16 + piece.after as u32;
    let of_row = view.pieces[..at].iter().rev().take(4).take_while(|other| other.row == piece.row).count() as u32;
    let behind = view.pieces[at + 1..].iter().take(4).take_while(|other| other.row == piece.row).count() as u32;
    let is_bullet = view.rows[piece.row as usize].is_bullet;
    own.add([
        (const { Name::own(17) }, behind << 3 | of_row),
        (const { Name::own(10) }, near.dates << 8 | marks),
        (const { Name::own(13) }, u32::from(at == 0) << 1 | u32::from(piece.row == 0)),
        (const { Name::own(15) }, (piece.row - view.firsts[at]).min(5) << 1 | u32::from(is_bullet)),
    ]);
}

/// The words themselves.
fn words(facts: &Facts, own: &mut Collector<'_>) {
    if facts.n_words > 12 {
        return;
    }
    let words = &facts.words[..usize::from(facts.n_words).min(facts.words.len())];
    words.iter().for_each(|word| own.add_hashed(&[(20, *word)]));
    if let Some(first) = words.first() {
        own.add_hashed(&[(21, *first), (22, facts.endings[0]), (23, facts.endings[1])]);
    }
}

fn length(facts: &Facts) -> u32 {
    match facts.n_words {
        0..=4 => u32::from(facts.n_words),
        5..=6 => 5,
        7..=9 => 6,
        10..=14 => 7,
        _ => 8,
    }
}

fn facts(facts: &Facts, own: &mut Collector<'_>) {
    let (length, kind) = (length(facts), facts.kind());
    let cues =
        |class: usize| u32::from(facts.any[class]) << 2 | u32::from(facts.first[class] >= 3) << 1 | u32::from(facts.last[class] >= 3);
    let [cues @ .., last] = std::array::from_fn::<_, N_CLASSES, _>(cues);
    if cues.iter().fold(0, |all, cues| all | cues) < 32 {
        let [first, second, third, fourth, fifth, sixth] = cues;
        own.add([
            (const { Name::own(group::CUES) }, first << 5 | second),
            (const { Name::own(group::CUES + 1) }, third << 5 | fourth),
            (const { Name::own(group::CUES + 2) }, fifth << 5 | sixth),
        ]);
    } else {
        (31..).zip(cues).for_each(|cues| own.add_hashed(&[cues]));
    }
    own.add([
        (const { Name::own(37) }, last),
        (const { Name::own(group::FLAGS) }, facts.flags & 0xFF),
        (const { Name::own(group::FLAGS + 1) }, facts.flags >> 8 & (const { (1 << (flag::COUNT - 8)) - 1 })),
        (const { Name::own(60) }, u32::from(facts.occupations)),
        (const { Name::own(61) }, u32::from(facts.universities)),
        (const { Name::own(62) }, u32::from(facts.city)),
        (const { Name::own(63) }, u32::from(facts.skills)),
        (const { Name::own(80) }, kind << 4 | length),
        (const { Name::own(81) }, u32::from(facts.opinion)),
        (const { Name::own(87) }, u32::from(facts.advice) << 4 | kind),
        (const { Name::own(82) }, u32::from(facts.is(flag::GRADE)) << 1 | u32::from(facts.is(flag::DIGITS))),
    ]);
}

fn style(view: &View<'_>, at: usize, own: &mut Collector<'_>) {
    let (look, body) = (view.facts[at].look, view.body);
    let size = u32::from(look.size > body.size) << 1 | u32::from(look.size < body.size);
    let dress = u32::from(look.bold) << 4 | u32::from(look.italic) << 3 | u32::from(look.colour != body.colour) << 2 | size;
    own.add([(const { Name::own(84) }, dress << 4 | view.facts[at].kind())]);
    if let Some(before) = at.checked_sub(1) {
        own.add([(const { Name::own(85) }, u32::from(view.facts[before].look == look) << 3 | u32::from(edge(view, at)))]);
    }
}

/// Fills `firsts`: for each piece the row of the first of the pieces before it behind which no list item stands; its own where there is
/// none.
pub(super) fn firsts(rows: &[Row], pieces: &[Piece], firsts: &mut Vec<u32>) {
    firsts.clear();
    for (at, piece) in pieces.iter().enumerate() {
        let before = at.checked_sub(1).filter(|&before| !rows[pieces[before].row as usize].is_bullet);
        firsts.push(before.map_or(piece.row, |before| firsts[before]));
    }
}

fn habit(view: &View<'_>, at: usize, own: &mut Collector<'_>) {
    let Habits { from_start, from_end } = view.habits[at];
    let kind = view.facts[at].kind();
    let shares = |habit: Habit| {
        let [first, second, third, fourth, fifth] = habit.shares.map(|share| u32::from(share / 2));
        let many = u32::from(habit.count > 2);
        [((third * 6 + second) * 6 + first) << 1 | many, (fifth * 6 + fourth) << 1 | many]
    };
    let ([start_head, start_tail], [end_head, end_tail]) = (shares(from_start), shares(from_end));
    let [first, last] = [from_start, from_end].map(|habit| u32::from(habit.strongest));
    own.add([
        (const { Name::own(group::SHARES) }, start_head),
        (const { Name::own(group::SHARES + 1) }, start_tail),
        (const { Name::own(group::SHARES + 2) }, end_head),
        (const { Name::own(group::SHARES + 3) }, end_tail),
        (const { Name::own(117) }, first << 8 | last << 4 | kind),
    ]);
}

/// What a neighbour looks like from the piece at `at`.
fn summary(view: &View<'_>, neighbour: usize, at: usize, other: &mut Collector<'_>) {
    let (facts, own) = (&view.facts[neighbour], &view.facts[at]);
    let same_row = u32::from(view.pieces[neighbour].row == view.pieces[at].row);
    let kind = facts.kind() << 1 | same_row;
    let Habits { from_start, from_end } = view.habits[neighbour];
    let shares = |habit: Habit| u32::from(habit.seen) | same_row;
    other.add([
        (const { Name::near(92) }, kind << 5 | own.kind()),
        (const { Name::near(93) }, kind << 5 | view.pieces[at].before as u32),
        (const { Name::near(94) }, u32::from(facts.look.bold) << 2 | u32::from(facts.look.italic) << 1 | same_row),
        (const { Name::near(95) }, shares(from_start)),
        (const { Name::near(98) }, shares(from_end)),
        (const { Name::near(96) }, u32::from(facts.opinion) << 1 | same_row),
        (const { Name::near(97) }, u32::from(facts.advice) << 5 | u32::from(own.advice)),
    ]);
}
