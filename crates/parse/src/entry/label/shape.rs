//! Rows that say nothing though others of their shape begin entries: a span of time and a few words, marked and printed alike.

use std::ops::Range;

use super::super::row::Row;
use super::field::{Field, Label};
use super::is_value;
use super::piece::Piece;
use crate::chain::Lattice;

/// Pieces that such a row has at most.
const WIDTH: usize = 4;
/// Letters that it has at most.
const LENGTH: usize = 90;
/// Points by which its left edge may lie elsewhere.
const NEAR: f32 = 2.0;
/// How much likelier, as a logarithm, it says what the others say in each place.
const GAIN: f32 = 3.0;

/// Makes it likelier that rows of `pieces` without values say what rows of the same shape say; whether there are any.
pub(super) fn tell(lattice: &mut Lattice, rows: &[Row], pieces: &[Piece], codes: &[u8], shaped: &mut Vec<Range<usize>>) -> bool {
    shaped.clear();
    let mut start = 0;
    for row in pieces.chunk_by(|left, right| left.row == right.row) {
        if is_dated(&rows[row[0].row as usize], row) {
            shaped.push(start..start + row.len());
        }
        start += row.len();
    }
    let states = |row: &Range<usize>, field: Field| codes[row.clone()].iter().any(|code| Label::from_code(*code).field == field);
    let is_silent = |row: &Range<usize>| row.clone().all(|at| pieces[at].date.is_some() || !is_value(codes[at]));
    let mut was_told = false;
    for silent in shaped.iter().filter(|row| is_silent(row)) {
        let is_like = |row: &&Range<usize>| states(row, Field::Title) && are_alike(rows, pieces, row, silent);
        let Some(model) = shaped.iter().find(is_like) else { continue };
        was_told = true;
        for (at, like) in silent.clone().zip(model.clone()) {
            let meant = Label::from_code(codes[like]).field;
            lattice.raise(at, |code| if Label::from_code(code as u8).field == meant { GAIN } else { 0.0 });
        }
    }
    was_told
}

/// Whether a row is a short one that holds one span of time.
fn is_dated(row: &Row, pieces: &[Piece]) -> bool {
    let mut dates = pieces.iter().filter_map(|piece| piece.date);
    let is_short = (2..=WIDTH).contains(&pieces.len()) && row.n_letters < LENGTH && !row.is_bullet && !row.is_continued;
    is_short && dates.next().is_some_and(|date| date.range.is_range && date.range.start.is_some()) && dates.next().is_none()
}

/// Whether two rows have the same marks, dates and looks in the same places.
fn are_alike(rows: &[Row], pieces: &[Piece], one: &Range<usize>, other: &Range<usize>) -> bool {
    let left = |row: &Range<usize>| rows[pieces[row.start].row as usize].left;
    let shape = |row: &Range<usize>| {
        let first = row.start;
        row.clone().map(move |at| (pieces[at].date.is_some(), (at > first).then_some(pieces[at].before), pieces[at].look))
    };
    one.len() == other.len() && (left(one) - left(other)).abs() < NEAR && shape(one).eq(shape(other))
}
