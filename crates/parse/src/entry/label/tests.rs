//! What entries of a section agree on, and what an entry lacks.

use vitae_document::Span;

use super::super::caption::Told;
use super::super::role::Scores;
use super::super::row::{Look, Row};
use super::accord::Accord;
use super::fact::Facts;
use super::mend::Mender;
use super::piece::{Mark, Piece};
use super::{Field, Label, Models, N_LABELS};
use crate::chain::{Lattice, Sums};
use crate::layout::Layout;

/// A piece on a row of its own kind: the first of it or the next one.
fn piece(row: u32, before: Mark) -> Piece {
    Piece {
        span: Span { start: 0, end: 1 },
        row,
        before,
        after: Mark::Row,
        look: Look::default(),
        scores: Scores::default(),
        told: Told::default(),
        gist: 0,
        date: None,
    }
}

fn code(field: Field, begins: bool) -> u8 {
    Label { field, begins }.code()
}

/// Entries of a title and a second piece each, on one row; the second piece of each is what `seconds` says.
fn section(seconds: &[Field]) -> (Vec<Row>, Vec<Piece>, Vec<u8>, Vec<f32>) {
    let rows = vec![Row::default(); seconds.len()];
    let pieces: Vec<Piece> = (0..seconds.len() as u32).flat_map(|row| [piece(row, Mark::Row), piece(row, Mark::Comma)]).collect();
    let codes: Vec<u8> = seconds.iter().flat_map(|field| [code(Field::Title, true), code(*field, false)]).collect();
    let mut marginals = vec![0.0; codes.len() * N_LABELS];
    codes.iter().enumerate().for_each(|(at, code)| marginals[at * N_LABELS + usize::from(*code)] = 1.0);
    (rows, pieces, codes, marginals)
}

#[test]
fn what_stands_where_employers_stand_is_likely_one() {
    use Field::{Organisation, Place};
    for (seconds, differs) in [
        ([Organisation, Organisation, Organisation, Place].as_slice(), true),
        (&[Organisation, Organisation, Organisation, Organisation], false),
        // One alone agrees with itself.
        (&[Place], false),
    ] {
        let (rows, pieces, codes, marginals) = section(seconds);
        let facts = vec![Facts::default(); pieces.len()];
        let mut accord = Accord::default();
        assert_eq!(accord.find(&rows, &pieces, &facts, &codes, &marginals), differs, "{seconds:?}");
        let model = Models::default().work.expect("the model lies in the binary");
        let mut lattice = Lattice::default();
        lattice.start(&model);
        pieces.iter().for_each(|_| lattice.push(&model, 0, &Sums::default()));
        let last = pieces.len() - 1;
        let preference = |lattice: &Lattice| {
            let score = |field: Field| {
                let mut codes = codes.clone();
                codes[last] = code(field, false);
                lattice.score(&model, &codes, last..last + 1)
            };
            score(Organisation) - score(Place)
        };
        let before = preference(&lattice);
        accord.tell(&mut lattice);
        let is_drawn = preference(&lattice) > before + 1.0;
        assert_eq!(is_drawn, seconds.len() > 2, "{seconds:?}");
    }
}

#[test]
fn an_entry_without_an_employer_takes_it_from_its_titles_where_that_costs_little() {
    for (gain, expected) in [(3.0, Field::Organisation), (-20.0, Field::Title)] {
        let (rows, pieces, mut codes, _) = section(&[Field::Title]);
        let model = Models::default().work.expect("the model lies in the binary");
        let mut lattice = Lattice::default();
        lattice.start(&model);
        pieces.iter().for_each(|_| lattice.push(&model, 0, &Sums::default()));
        lattice.raise(0, |label| if label == usize::from(code(Field::Title, true)) { 20.0 } else { 0.0 });
        lattice.raise(1, |label| if label == usize::from(code(Field::Organisation, false)) { gain } else { 0.0 });
        let facts = vec![Facts::default(); pieces.len()];
        Mender::default().mend(&Layout::default(), (&lattice, &model), &rows, (&pieces, &facts), false, &mut codes);
        assert_eq!([codes[0], codes[1]], [code(Field::Title, true), code(expected, false)]);
    }
}

#[test]
fn a_value_of_two_looks_is_likely_two() {
    for (is_bold, expected) in [(false, Field::Organisation), (true, Field::Place)] {
        let (rows, mut pieces, _, _) = section(&[Field::Organisation]);
        pieces.push(piece(0, Mark::Comma));
        pieces[2].look.bold = is_bold;
        let mut codes = [code(Field::Title, true), code(Field::Organisation, false), code(Field::Organisation, false)];
        let model = Models::default().work.expect("the model lies in the binary");
        let mut lattice = Lattice::default();
        lattice.start(&model);
        pieces.iter().for_each(|_| lattice.push(&model, 0, &Sums::default()));
        for (at, own) in codes.iter().enumerate() {
            lattice.raise(at, |label| if label == usize::from(*own) { 20.0 } else { 0.0 });
        }
        lattice.raise(2, |label| if label == usize::from(code(Field::Place, false)) { 18.0 } else { 0.0 });
        let facts = vec![Facts::default(); pieces.len()];
        Mender::default().mend(&Layout::default(), (&lattice, &model), &rows, (&pieces, &facts), false, &mut codes);
        assert_eq!(Label::from_code(codes[2]).field, expected);
    }
}

#[test]
fn the_same_words_and_the_same_look_are_likely_the_same_thing() {
    use Field::{Organisation, Title};
    // What the last piece has in common with those before it: its words, its look, neither.
    for (same_words, same_look, is_drawn) in [(true, false, true), (false, true, true), (false, false, false)] {
        let (mut rows, mut pieces, codes, marginals) = section(&[Organisation, Organisation, Organisation, Title]);
        let mut facts = vec![Facts::default(); pieces.len()];
        for (at, facts) in facts.iter_mut().enumerate() {
            (facts.n_words, facts.words[0]) = (1, at as u32);
            facts.look.size = at as u16;
        }
        let last = pieces.len() - 1;
        for at in [1, 3, 5] {
            facts[at].words[0] = if same_words { last as u32 } else { at as u32 };
            facts[at].look.size = if same_look { last as u16 } else { at as u16 };
        }
        // It stands where none of them does.
        rows.push(Row::default());
        pieces[last].row += 1;
        assert_eq!(Accord::default().find(&rows, &pieces, &facts, &codes, &marginals), is_drawn, "{same_words} {same_look}");
    }
}

#[test]
fn a_department_between_title_and_employer_is_part_of_the_title() {
    use Field::{Organisation, Title};
    for (departments, expected) in [
        ([false, true, false], [Title, Title, Organisation]),
        // Nobody but a department employs: it stays one.
        ([false, true, true], [Title, Organisation, Organisation]),
        ([false, false, true], [Title, Organisation, Organisation]),
    ] {
        let pieces = [piece(0, Mark::Row), piece(0, Mark::Comma), piece(0, Mark::Comma)];
        let mut codes = [code(Title, true), code(Organisation, false), code(Organisation, false)];
        Mender::knowing(departments.to_vec()).part_departments(&pieces, &mut codes);
        assert_eq!(codes.map(|code| Label::from_code(code).field), expected, "{departments:?}");
    }
}
