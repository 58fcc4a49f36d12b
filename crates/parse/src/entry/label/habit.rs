//! What pieces that look and stand alike in this very document usually are.

use super::super::row::{Look, Row};
use super::fact::{Facts, flag};
use super::piece::{Mark, Piece};

/// What pieces like one usually are, counted from either end of their rows: the last of `Title, Department, Employer` is the
/// employer wherever the first one has no department.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Habits {
    pub(super) from_start: Habit,
    pub(super) from_end: Habit,
}

/// How often pieces that look alike carry each kind of cue, in tenths; and how many there are.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Habit {
    pub(super) shares: [u8; 5],
    pub(super) count: u8,
    /// The cue that most of the pieces carry, counted from 1; 0 where none stands out.
    pub(super) strongest: u8,
    /// The first two shares, as coarse as neighbours see them.
    pub(super) seen: u16,
}

impl Habit {
    /// Of `count` pieces, `hits` of which carry each kind of cue.
    fn new(hits: [usize; 5], count: usize) -> Self {
        let shares = hits.map(|hits| (hits * 10 / count) as u8);
        let strongest = (0..shares.len()).max_by_key(|&index| shares[index]).filter(|&index| shares[index] >= 4);
        let seen = u16::from(shares[0] / 3) << 8 | u16::from(shares[1] / 3) << 4;
        Self { shares, count: count.min(255) as u8, strongest: strongest.map_or(0, |index| index as u8 + 1), seen }
    }
}

/// Pieces sorted by what they look like.
pub(super) type Order = Vec<(u64, u32)>;

/// Shares of cues among the pieces that look and stand alike; `order` is a buffer.
pub(super) fn find(rows: &[Row], pieces: &[Piece], facts: &[Facts], order: &mut Order, habits: &mut Vec<Habits>) {
    habits.clear();
    habits.resize(pieces.len(), Habits::default());
    order.clear();
    order.extend((0..pieces.len()).map(|at| (stand(rows, pieces, facts, at), at as u32)));
    shares(facts, order, |at, habit| habits[at].from_start = habit);
    order.clear();
    order.extend((0..pieces.len()).map(|at| (stand_from_end(rows, pieces, facts, at), at as u32)));
    shares(facts, order, |at, habit| habits[at].from_end = habit);
}

/// Tells each piece of `order` the shares among those with the same key.
fn shares(facts: &[Facts], order: &mut Order, mut tell: impl FnMut(usize, Habit)) {
    order.sort_unstable();
    for alike in order.chunk_by(|left, right| left.0 == right.0) {
        let mut hits = [0; 5];
        for (_, at) in alike {
            let cues = cues(&facts[*at as usize]);
            hits.iter_mut().zip(cues).for_each(|(hits, holds)| *hits += usize::from(holds));
        }
        let habit = Habit::new(hits, alike.len());
        alike.iter().for_each(|(_, at)| tell(*at as usize, habit));
    }
}

/// Which kinds of cues a piece carries: title, organisation, school, degree, place.
fn cues(facts: &Facts) -> [bool; 5] {
    [
        (facts.any[0] >= 3) | (facts.occupations >= 3),
        (facts.any[1] >= 3) | (facts.any[2] >= 3),
        (facts.any[3] >= 3) | facts.is(flag::UNIVERSITY),
        (facts.any[4] >= 3) | facts.is(flag::DEGREE),
        (facts.city > 3) | facts.is(flag::COUNTRY | flag::REGION),
    ]
}

/// Typography and place of a piece, in one number: pieces with the same one play the same part in their entries.
pub(super) fn stand(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let of_row = pieces[..at].iter().rev().take(3).take_while(|other| other.row == pieces[at].row).count() as u64;
    dress(rows, pieces, facts, at) << 4 | (pieces[at].before as u64 & 1) << 2 | of_row
}

/// The same with its place counted from the row's end; dates do not count.
fn stand_from_end(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let of_row = pieces[at + 1..].iter().take_while(|other| other.row == pieces[at].row);
    let behind = of_row.filter(|other| other.date.is_none()).take(3).count();
    dress(rows, pieces, facts, at) << 4 | u64::from(pieces[at].before == Mark::Row) << 2 | behind as u64
}

/// What a piece and its row look like.
fn dress(rows: &[Row], pieces: &[Piece], facts: &[Facts], at: usize) -> u64 {
    let piece = &pieces[at];
    let row = &rows[piece.row as usize];
    let flags = u64::from(row.is_bullet) << 2 | u64::from(piece.date.is_some()) << 1 | u64::from(!row.dates.is_empty());
    look(facts[at].look) << 3 | flags
}

/// A look in one number.
pub(super) fn look(look: Look) -> u64 {
    (u64::from(look.colour) << 8 | u64::from(look.size) & 255) << 2 | u64::from(look.bold) << 1 | u64::from(look.italic)
}
