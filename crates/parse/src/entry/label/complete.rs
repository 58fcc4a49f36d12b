//! An entry that lacks its title or its employer: perhaps one of the pieces that were taken for something else is what is missing.
//!
//! The chain sees two neighbours at a time and cannot know what an entry has already; here the likeliest labels that give the entry
//! both are found, and taken where they are not much less likely.

use std::ops::Range;

use super::super::row::Row;
use super::piece::Piece;
use super::{Field, Label};
use crate::chain::{Lattice, Model};

/// Most pieces that may become what is missing.
const MOST: usize = 3;

/// Rows below the first one of an entry on which it may stand.
const DEPTH: u32 = 3;

/// How much less likely the labels may become, as a logarithm.
const PRICE: f32 = 2.0;

/// Working space, kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Completer {
    after: Vec<u8>,
}

impl Completer {
    /// Completes the entries that `codes` make of `pieces`, where that costs little.
    pub(super) fn complete(&mut self, lattice: &Lattice, model: &Model, rows: &[Row], pieces: &[Piece], codes: &mut [u8]) {
        let begins = |codes: &[u8], at: usize| Label::from_code(codes[at]).begins;
        let mut start = 0;
        while start < pieces.len() {
            let end = (start + 1..pieces.len()).find(|&at| begins(codes, at)).unwrap_or(pieces.len());
            if let Some(lack) = Lack::of(codes, start..end).filter(|_| begins(codes, start))
                && let Some(run) = self.best(lattice, model, rows, pieces, codes, &lack)
            {
                relabel(codes, run, lack.missing);
            }
            start = end;
        }
    }

    /// The pieces that are most likely what the entry lacks, if that is likely enough.
    fn best(
        &mut self,
        lattice: &Lattice,
        model: &Model,
        rows: &[Row],
        pieces: &[Piece],
        codes: &[u8],
        lack: &Lack,
    ) -> Option<Range<usize>> {
        let last_row = pieces[lack.entry.start].row + DEPTH;
        let may_be = |&at: &usize| pieces[at].date.is_none() && pieces[at].row <= last_row && !rows[pieces[at].row as usize].is_bullet;
        self.after.clear();
        self.after.extend_from_slice(codes);
        let mut best = (-PRICE, None);
        for from in lack.entry.clone() {
            let reach = (from..lack.entry.end.min(from + MOST)).take_while(may_be);
            let mut n_taken = 0;
            for last in reach {
                n_taken += usize::from(field(codes, last) == lack.present);
                if n_taken == lack.n_present {
                    continue;
                }
                let run = from..last + 1;
                relabel(&mut self.after, run.clone(), lack.missing);
                let gain = lattice.score(model, &self.after, run.clone()) - lattice.score(model, codes, run.clone());
                self.after[run.clone()].copy_from_slice(&codes[run.clone()]);
                if gain > best.0 {
                    best = (gain, Some(run));
                }
            }
        }
        best.1
    }
}

/// What an entry lacks, and what it has.
#[derive(Debug)]
struct Lack {
    entry: Range<usize>,
    missing: Field,
    present: Field,
    n_present: usize,
}

impl Lack {
    fn of(codes: &[u8], entry: Range<usize>) -> Option<Self> {
        let count = |wanted: Field| entry.clone().filter(|&at| field(codes, at) == wanted).count();
        let (missing, present, n_present) = match (count(Field::Title), count(Field::Organisation)) {
            (0, n_present @ 1..) => (Field::Title, Field::Organisation, n_present),
            (n_present @ 1.., 0) => (Field::Organisation, Field::Title, n_present),
            _ => return None,
        };
        Some(Self { entry, missing, present, n_present })
    }
}

fn field(codes: &[u8], at: usize) -> Field {
    Label::from_code(codes[at]).field
}

/// Makes the pieces of `run` one value of `field`.
fn relabel(codes: &mut [u8], run: Range<usize>, field: Field) {
    for code in &mut codes[run] {
        *code = Label { field, begins: Label::from_code(*code).begins }.code();
    }
}
