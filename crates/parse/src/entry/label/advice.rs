//! What the rules make of each piece, as the chain hears it.

use vitae_document::Span;

use super::super::rules::{Ruled, Rules};
use super::super::template::Role;
use super::fact::Facts;
use super::piece::Piece;
use crate::layout::Layout;

/// The rules' verdict on a piece: no value.
const NOTHING: u8 = 0;
/// The rules' verdict on a piece: when.
const DATE: u8 = 9;
/// Added to the verdict on the first value of an entry.
const FIRST: u8 = 16;

/// Where the rules find each part of an entry.
pub(super) type Places = Vec<(Role, Span)>;

/// Writes the verdict of the rules into the facts of the pieces; `places` is a buffer.
pub(super) fn give(layout: &Layout, rules: &Rules, pieces: &[Piece], facts: &mut [Facts], places: &mut Places) {
    for entry in rules.found() {
        places.clear();
        places.extend(entry.places(layout));
        let mut is_first = true;
        for (piece, facts) in pieces.iter().zip(facts.iter_mut()).filter(|(_, facts)| facts.advice == NOTHING) {
            let verdict = verdict(&entry, places, piece);
            if verdict != NOTHING {
                facts.advice = verdict + if is_first { FIRST } else { 0 };
                is_first = false;
            }
        }
    }
}

fn verdict(entry: &Ruled<'_>, places: &[(Role, Span)], piece: &Piece) -> u8 {
    if let Some(date) = piece.date {
        let same = entry.date().is_some_and(|known| known.range.from == date.range.from);
        return if same { DATE } else { NOTHING };
    }
    let inside = |span: Span| span.start <= piece.span.start && piece.span.start < span.end;
    places.iter().find(|(_, span)| inside(*span)).map_or(NOTHING, |(role, _)| *role as u8 + 1)
}
