//! What the model sees at each piece: the piece itself, its neighbours, its place on the page and the document's own habits.

use super::super::row::{Look, Row};
use super::fact::{Facts, N_CLASSES, flag};
use super::piece::{Mark, Piece};
use crate::chain::Feature;

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

/// What pieces like one usually are, counted from either end of their rows: the last of `Title, Department, Employer` is the
/// employer wherever the first one has no department.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Habits {
    from_start: Habit,
    from_end: Habit,
}

/// How often pieces that look alike carry each kind of cue, in tenths; and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Habit {
    shares: [u8; 5],
    count: u8,
}

/// Collects the features of one piece; `prefix` tells whose they are: its own, or a neighbour's.
struct Collector<'a> {
    features: &'a mut Vec<Feature>,
    prefix: u32,
}

impl Collector<'_> {
    fn add(&mut self, name: u32, value: u32) {
        // Multiply and fold: cheap, and good enough to spread a few ten thousand features.
        let key = u64::from(self.prefix << 12 | name) << 32 | u64::from(value);
        let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.features.push((hash >> 32) as u32 ^ (hash as u32).rotate_left(7) | 1);
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

/// Writes the features of the piece at `at` into `features`.
pub(super) fn collect(view: &View<'_>, at: usize, features: &mut Vec<Feature>) {
    features.clear();
    let mut own = Collector { features, prefix: 1 };
    own.add(0, 0);
    place(view, at, &mut own);
    words(&view.facts[at], &mut own);
    facts(&view.facts[at], &mut own);
    style(view, at, &mut own);
    habit(view, at, &mut own);
    for (prefix, neighbour) in [(2, at.checked_sub(1)), (3, Some(at + 1)), (4, at.checked_sub(2)), (5, Some(at + 2))] {
        let mut other = Collector { features: own.features, prefix };
        match neighbour.filter(|&neighbour| neighbour < view.pieces.len()) {
            Some(neighbour) => summary(view, neighbour, at, &mut other),
            None => other.add(90, 0),
        }
    }
}

fn place(view: &View<'_>, at: usize, own: &mut Collector<'_>) {
    let piece = &view.pieces[at];
    let row = &view.rows[piece.row as usize];
    let marks = piece.before as u32 * 16 + piece.after as u32;
    own.add(1, piece.before as u32);
    own.add(2, piece.after as u32);
    own.add(3, marks);
    own.add(4, u32::from(row.is_bullet) << 2 | u32::from(row.is_continued) << 1 | u32::from(row.is_full));
    own.add(5, (row.gap.min(3.0) * 2.0) as u32);
    own.add(6, ((row.left - view.left).clamp(0.0, 60.0) / 8.0) as u32);
    let of_row = view.pieces[..at].iter().rev().take(4).take_while(|other| other.row == piece.row).count();
    own.add(7, of_row as u32);
    own.add(8, row.bits.len().min(8) as u32);
    let behind = n_behind(view.pieces, at).min(4) as u32;
    own.add(16, behind);
    own.add(17, behind << 3 | of_row as u32);
    let near = |offset: i64| usize::try_from(i64::from(piece.row) + offset).ok().and_then(|index| view.rows.get(index));
    let bits = |holds: &dyn Fn(&Row) -> bool| {
        (-2..=2).enumerate().fold(0, |bits, (bit, offset)| bits | u32::from(near(offset).is_some_and(holds)) << bit)
    };
    let dates = bits(&|row| !row.dates.is_empty());
    let bullets = bits(&|row| row.is_bullet || row.is_continued);
    own.add(9, dates);
    own.add(10, dates << 8 | marks);
    own.add(11, bullets);
    own.add(12, bullets << 5 | dates);
    own.add(13, u32::from(at == 0) << 1 | u32::from(piece.row == 0));
    own.add(14, row.n_letters.min(250) as u32 / 20);
    own.add(15, (piece.row - view.firsts[at]).min(5) << 1 | u32::from(row.is_bullet));
}

/// The words themselves.
fn words(facts: &Facts, own: &mut Collector<'_>) {
    if facts.n_words > 12 {
        return;
    }
    let words = &facts.words[..usize::from(facts.n_words).min(facts.words.len())];
    words.iter().for_each(|word| own.add(20, *word));
    if let Some(first) = words.first() {
        own.add(21, *first);
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
    let length = length(facts);
    own.add(30, length);
    for class in 0..N_CLASSES {
        let cues = u32::from(facts.any[class]) << 2 | u32::from(facts.first[class] >= 3) << 1 | u32::from(facts.last[class] >= 3);
        own.add(31 + class as u32, cues);
    }
    own.add(60, u32::from(facts.occupations));
    own.add(61, u32::from(facts.universities));
    own.add(62, u32::from(facts.city));
    own.add(63, u32::from(facts.skills));
    for bit in (0..flag::COUNT).filter(|bit| facts.flags >> bit & 1 != 0) {
        own.add(64 + bit, 1);
    }
    own.add(80, kind(facts) << 4 | length);
    own.add(81, u32::from(facts.opinion));
    own.add(86, u32::from(facts.advice));
    own.add(87, u32::from(facts.advice) << 4 | kind(facts));
    own.add(82, u32::from(facts.is(flag::GRADE)) << 1 | u32::from(facts.is(flag::DIGITS)));
}

/// The strongest thing to say of a piece, in one number.
fn kind(facts: &Facts) -> u32 {
    let [title, organisation, legal, institution, degree, place, ..] = facts.any;
    match () {
        () if facts.is(flag::DATE) => 1,
        () if facts.n_words > 14 => 2,
        () if facts.is(flag::ADDRESS) => 3,
        () if legal >= 3 => 4,
        () if facts.is(flag::UNIVERSITY) || institution >= 3 => 5,
        () if facts.is(flag::DEGREE) || degree >= 3 && title < 3 => 6,
        () if title >= 3 && organisation >= 3 => 7,
        () if title >= 3 => 8,
        () if organisation >= 3 => 9,
        () if facts.city > 3 || facts.is(flag::COUNTRY | flag::REGION) || place >= 3 => 10,
        () if facts.is(flag::GRADE) && facts.is(flag::DIGITS) => 11,
        () if facts.is(flag::ONLY_DIGITS) => 12,
        () if facts.is(flag::LOWER) => 13,
        () if facts.is(flag::CAPS) => 14,
        () => 0,
    }
}

fn style(view: &View<'_>, at: usize, own: &mut Collector<'_>) {
    let (look, body) = (view.facts[at].look, view.body);
    let size = u32::from(look.size > body.size) << 1 | u32::from(look.size < body.size);
    let dress = u32::from(look.bold) << 4 | u32::from(look.italic) << 3 | u32::from(look.colour != body.colour) << 2 | size;
    own.add(83, dress);
    own.add(84, dress << 4 | kind(&view.facts[at]));
    if let Some(before) = at.checked_sub(1) {
        own.add(85, u32::from(view.facts[before].look == look) << 3 | u32::from(edge(view, at)));
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

/// How many pieces stand behind the one at `at` in its row, four at most.
fn n_behind(pieces: &[Piece], at: usize) -> usize {
    pieces[at + 1..].iter().take(4).take_while(|other| other.row == pieces[at].row).count()
}

fn habit(view: &View<'_>, at: usize, own: &mut Collector<'_>) {
    let habits = view.habits[at];
    let kind = kind(&view.facts[at]);
    for (base, habit) in [(100, habits.from_start), (110, habits.from_end)] {
        for (index, share) in habit.shares.into_iter().enumerate() {
            own.add(base + index as u32, u32::from(share / 2) << 1 | u32::from(habit.count > 2));
        }
        own.add(base + 6, strongest(habit) << 4 | kind);
    }
    own.add(117, strongest(habits.from_start) << 8 | strongest(habits.from_end) << 4 | kind);
}

/// The cue that most of the pieces carry, counted from 1; 0 where none stands out.
fn strongest(habit: Habit) -> u32 {
    let strongest = (0..habit.shares.len()).max_by_key(|&index| habit.shares[index]).filter(|&index| habit.shares[index] >= 4);
    strongest.map_or(0, |index| index as u32 + 1)
}

/// What a neighbour looks like from the piece at `at`.
fn summary(view: &View<'_>, neighbour: usize, at: usize, other: &mut Collector<'_>) {
    let facts = &view.facts[neighbour];
    let same_row = view.pieces[neighbour].row == view.pieces[at].row;
    let kind = kind(facts) << 1 | u32::from(same_row);
    other.add(91, kind);
    other.add(92, kind << 5 | self::kind(&view.facts[at]));
    other.add(93, kind << 5 | view.pieces[at].before as u32);
    other.add(94, u32::from(facts.look.bold) << 2 | u32::from(facts.look.italic) << 1 | u32::from(same_row));
    let habits = view.habits[neighbour];
    for (name, Habit { shares, .. }) in [(95, habits.from_start), (98, habits.from_end)] {
        other.add(name, u32::from(shares[0] / 3) << 8 | u32::from(shares[1] / 3) << 4 | u32::from(same_row));
    }
    other.add(96, u32::from(facts.opinion) << 1 | u32::from(same_row));
    other.add(97, u32::from(facts.advice) << 5 | u32::from(view.facts[at].advice));
}

/// Shares of cues among the pieces that look and stand alike.
pub(super) fn habits(rows: &[Row], pieces: &[Piece], facts: &[Facts], habits: &mut Vec<Habits>) {
    habits.clear();
    habits.resize(pieces.len(), Habits::default());
    shares(facts, pieces.len(), |at| stand(rows, pieces, facts, at), |at, habit| habits[at].from_start = habit);
    shares(facts, pieces.len(), |at| stand_from_end(rows, pieces, facts, at), |at, habit| habits[at].from_end = habit);
}

/// Tells each of `count` pieces the shares among those with the same key.
fn shares(facts: &[Facts], count: usize, key: impl Fn(usize) -> u64, mut tell: impl FnMut(usize, Habit)) {
    let mut order: Vec<(u64, usize)> = (0..count).map(|at| (key(at), at)).collect();
    order.sort_unstable();
    for alike in order.chunk_by(|left, right| left.0 == right.0) {
        let share = |holds: &dyn Fn(&Facts) -> bool| {
            let hits = alike.iter().filter(|(_, at)| holds(&facts[*at])).count();
            (hits * 10 / alike.len()) as u8
        };
        let shares = [
            share(&|facts| facts.any[0] >= 3 || facts.occupations >= 3),
            share(&|facts| facts.any[1] >= 3 || facts.any[2] >= 3),
            share(&|facts| facts.any[3] >= 3 || facts.is(flag::UNIVERSITY)),
            share(&|facts| facts.any[4] >= 3 || facts.is(flag::DEGREE)),
            share(&|facts| facts.city > 3 || facts.is(flag::COUNTRY | flag::REGION)),
        ];
        let habit = Habit { shares, count: alike.len().min(255) as u8 };
        alike.iter().for_each(|(_, at)| tell(*at, habit));
    }
}

/// Typography and place of a piece, in one number: pieces with the same one play the same part in their entries.
fn stand(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let of_row = pieces[..at].iter().rev().take_while(|other| other.row == pieces[at].row).count().min(3) as u64;
    dress(rows, pieces, facts, at) << 4 | (pieces[at].before as u64 & 1) << 2 | of_row
}

/// The same with its place counted from the row's end; dates do not count.
fn stand_from_end(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let behind = pieces[at + 1..].iter().take_while(|other| other.row == pieces[at].row).filter(|other| other.date.is_none()).count();
    dress(rows, pieces, facts, at) << 4 | u64::from(pieces[at].before == Mark::Row) << 2 | behind.min(3) as u64
}

/// What a piece and its row look like.
fn dress(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let (piece, look) = (&pieces[at], facts[at].look);
    let row = &rows[piece.row as usize];
    let flags =
        u64::from(look.bold) << 4 | u64::from(look.italic) << 3 | u64::from(row.is_bullet) << 2 | u64::from(piece.date.is_some()) << 1;
    let dated = u64::from(!row.dates.is_empty());
    (u64::from(look.colour) << 8 | u64::from(look.size) & 255) << 5 | flags | dated
}
