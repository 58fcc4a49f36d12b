//! Entries with flaws that the chain cannot see, for it sees two neighbours at a time: no title, no employer, a value in two places, one
//! of two looks. Labels with fewer of them are taken where they are not much less likely.

use std::ops::Range;

use super::super::degree;
use super::super::row::Row;
use super::department::is_department;
use super::fact::{Facts, flag};
use super::piece::Piece;
use super::{Field, Label};
use crate::chain::{Lattice, Model};
use crate::layout::Layout;
use crate::lexicon::Class;

/// Most pieces that change at once.
const MOST: usize = 3;

/// Rows below the first one of an entry that belong to its header.
const DEPTH: u32 = 3;

/// Most pieces of a header that are looked at.
const WIDTH: usize = 24;

/// Words of a degree and its subject at most.
const LONGEST: u8 = 8;

/// Cue of a word that is one of degrees.
const SURE: u8 = 4;

/// Changes of one entry.
const ROUNDS: usize = 2;

/// What pieces may become.
const TARGETS: [Field; 3] = [Field::Title, Field::Organisation, Field::Place];

/// What each flaw weighs, as a logarithm: so much less likely may the labels become that are rid of it.
mod weight {
    /// No title, or no employer.
    pub(super) const LACK: f32 = 2.0;
    /// A value that stands in two places.
    pub(super) const SPLIT: f32 = 2.0;
    /// A value of two looks.
    pub(super) const MIXTURE: f32 = 4.0;
    /// A title that holds an occupation beside what is called like an employer, where nobody is one.
    pub(super) const EMPLOYER: f32 = 4.0;
    /// An employer that is nothing but a department.
    pub(super) const DEPARTMENT: f32 = 4.0;
    /// A degree that is taken for prose in a study without one.
    pub(super) const DEGREE: f32 = 8.0;
}

/// Working space, kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Mender {
    after: Vec<u8>,
    /// Which pieces name a department.
    departments: Vec<bool>,
}

/// A section that is mended.
struct Sheet<'a> {
    lattice: &'a Lattice,
    model: &'a Model,
    rows: &'a [Row],
    pieces: &'a [Piece],
    facts: &'a [Facts],
    departments: &'a [bool],
}

impl Mender {
    /// Mends the entries that `codes` make of `pieces`, where that costs little; `facts` are what is known of each piece.
    pub(super) fn mend(
        &mut self,
        layout: &Layout,
        (lattice, model): (&Lattice, &Model),
        rows: &[Row],
        (pieces, facts): (&[Piece], &[Facts]),
        is_study: bool,
        codes: &mut [u8],
    ) {
        let begins = |codes: &[u8], at: usize| Label::from_code(codes[at]).begins;
        self.departments.clear();
        let names = |piece: &Piece, code: u8| states_name(Label::from_code(code).field) && is_department(layout.slice(piece.span));
        self.departments.extend(pieces.iter().zip(&*codes).map(|(piece, code)| names(piece, *code)));
        let sheet = Sheet { lattice, model, rows, pieces, facts, departments: &self.departments };
        self.after.clear();
        self.after.extend_from_slice(codes);
        let mut start = 0;
        while start < pieces.len() {
            let end = (start + 1..pieces.len()).find(|&at| begins(codes, at)).unwrap_or(pieces.len());
            let last_row = pieces[start].row + DEPTH;
            let header = start..start + pieces[start..end].iter().take(WIDTH).take_while(|piece| piece.row <= last_row).count();
            if is_study && let Some(degree) = sheet.overlooked(layout, header.clone(), codes) {
                sheet.restore(degree, codes, &mut self.after);
            }
            for _ in 0..ROUNDS {
                if !begins(codes, start) || !sheet.mend(header.clone(), codes, &mut self.after) {
                    break;
                }
            }
            start = end;
        }
        self.part_departments(pieces, codes);
    }

    /// One that knows which pieces name a department.
    #[cfg(test)]
    pub(super) fn knowing(departments: Vec<bool>) -> Self {
        Self { departments, ..Self::default() }
    }

    /// Gives a department between title and employer to the title: "Clerk, Customer Service, Oakfield Ltd".
    pub(super) fn part_departments(&self, pieces: &[Piece], codes: &mut [u8]) {
        let field = |codes: &[u8], at: usize| Label::from_code(codes[at]).field;
        for at in 1..pieces.len().saturating_sub(1) {
            let is_between = self.departments[at]
                && !self.departments[at + 1]
                && field(codes, at - 1) == Field::Title
                && field(codes, at) == Field::Organisation
                && field(codes, at + 1) == Field::Organisation
                && !Label::from_code(codes[at + 1]).begins;
            let row = pieces[at].row;
            if is_between && pieces[at - 1].row == row && pieces[at + 1].row == row {
                codes[at] = Label { field: Field::Title, begins: false }.code();
            }
        }
    }
}

impl Sheet<'_> {
    /// Takes the change of the `header` of an entry that is worth most, if one is; `after` is a copy of `codes`.
    fn mend(&self, header: Range<usize>, codes: &mut [u8], after: &mut [u8]) -> bool {
        let flaws = self.flaws(header.clone(), codes);
        if flaws == 0.0 {
            return false;
        }
        let may_change = |&at: &usize| self.pieces[at].date.is_none() && !self.rows[self.pieces[at].row as usize].is_bullet;
        let mut best = (0.0, None);
        for from in header.clone() {
            for last in (from..header.end.min(from + MOST)).take_while(may_change) {
                let run = from..last + 1;
                for target in TARGETS {
                    relabel(&mut after[run.clone()], target);
                    let likelier = self.lattice.score(self.model, after, run.clone()) - self.lattice.score(self.model, codes, run.clone());
                    let gain = likelier + flaws - self.flaws(header.clone(), after);
                    after[run.clone()].copy_from_slice(&codes[run.clone()]);
                    if gain > best.0 {
                        best = (gain, Some((run.clone(), target)));
                    }
                }
            }
        }
        let Some((run, target)) = best.1 else { return false };
        relabel(&mut codes[run.clone()], target);
        after[run.clone()].copy_from_slice(&codes[run]);
        true
    }

    /// Where a degree, alone or with its subject, stands in the `header` of a study that has none.
    fn overlooked(&self, layout: &Layout, header: Range<usize>, codes: &[u8]) -> Option<usize> {
        let field = |at: usize| Label::from_code(codes[at]).field;
        if header.clone().any(|at| field(at) == Field::Title) {
            return None;
        }
        let is_degree = |at: usize| {
            let text = || layout.slice(self.pieces[at].span);
            let is_short = self.pieces[at].date.is_none() && self.facts[at].n_words <= LONGEST;
            let is_known = || self.facts[at].any[Class::Degree as usize] >= SURE;
            is_short && (is_known() || degree::is_whole(text()) || degree::divided(text()).is_some())
        };
        header.into_iter().find(|&at| matches!(field(at), Field::Body | Field::Other) && is_degree(at))
    }

    /// Takes the piece at `degree` for the degree that it holds, if that is not much less likely; `after` is a copy of `codes`.
    fn restore(&self, degree: usize, codes: &mut [u8], after: &mut [u8]) {
        let run = degree..degree + 1;
        relabel(&mut after[run.clone()], Field::Title);
        let likelier = self.lattice.score(self.model, after, run.clone()) - self.lattice.score(self.model, codes, run.clone());
        if likelier + weight::DEGREE > 0.0 {
            codes[degree] = after[degree];
        } else {
            after[degree] = codes[degree];
        }
    }

    /// What the flaws of an entry weigh whose `header` is labelled so.
    fn flaws(&self, header: Range<usize>, codes: &[u8]) -> f32 {
        let (mut counts, mut n_departments) = ([0_usize; 2], 0);
        let mut holds_employer = false;
        let mut weight = 0.0;
        let mut before: Option<(Field, usize)> = None;
        for at in header.filter(|&at| self.pieces[at].date.is_none()) {
            let field = Label::from_code(codes[at]).field;
            if states_name(field) {
                n_departments += usize::from(field == Field::Organisation && self.departments[at]);
                let beside = before.filter(|(last, _)| *last == Field::Title && field == Field::Title);
                holds_employer |= beside.is_some_and(|(_, last)| self.are_title_and_employer(last, at));
                match before.filter(|(last, _)| *last == field) {
                    Some((_, last)) => weight += self.mixture(last, at),
                    None if counts[field as usize] > 0 => weight += weight::SPLIT,
                    None => {}
                }
                counts[field as usize] += 1;
            }
            before = Some((field, at));
        }
        let is_employed = counts[Field::Organisation as usize] > n_departments;
        weight += if n_departments > 0 && !is_employed { weight::DEPARTMENT } else { 0.0 };
        weight += if holds_employer && !is_employed { weight::EMPLOYER } else { 0.0 };
        match (counts[Field::Title as usize] > 0, is_employed) {
            (false, false) if n_departments == 0 => 0.0,
            (true, true) => weight,
            _ => weight + weight::LACK,
        }
    }

    /// Whether one of two pieces of a row is an occupation and the other one called like an employer.
    fn are_title_and_employer(&self, last: usize, at: usize) -> bool {
        let is_occupation = |at: usize| self.facts[at].is(flag::OCCUPATION);
        let is_employer = |at: usize| !is_occupation(at) && !self.departments[at] && self.facts[at].is_called_employer();
        self.pieces[last].row == self.pieces[at].row && (is_occupation(last) && is_employer(at) || is_employer(last) && is_occupation(at))
    }

    /// What it weighs that one value holds the pieces at `last` and `at`, between which none but dates stand.
    fn mixture(&self, last: usize, at: usize) -> f32 {
        let [left, right] = [last, at].map(|at| self.pieces[at].look);
        if (left.bold, left.italic, left.colour) == (right.bold, right.italic, right.colour) { 0.0 } else { weight::MIXTURE }
    }
}

/// Whether a field is that of a title or an employer.
fn states_name(field: Field) -> bool {
    matches!(field, Field::Title | Field::Organisation)
}

/// Makes all pieces one value of `field`.
fn relabel(codes: &mut [u8], field: Field) {
    for code in codes {
        *code = Label { field, begins: Label::from_code(*code).begins }.code();
    }
}
