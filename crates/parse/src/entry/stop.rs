//! Full stops that part a degree from its school, in studies that are told in sentences: "Bachelor of Arts in History. Example University,
//! Leeds, completed in 2018."

use super::role::{Scores, scores};
use super::row::{Bit, Edge, Row};
use crate::layout::Layout;
use vitae_document::Span;

/// Letters of a header at most.
const LONGEST: usize = 180;

/// Bytes of the last word of a name at least; shorter ones are abbreviations: "Mag.", "St."
const SHORTEST: usize = 5;

/// Cuts the bits of headers at such stops.
pub(super) fn part(layout: &Layout, rows: &mut [Row], folded: &mut String) {
    for row in rows.iter_mut().filter(|row| !row.is_bullet && row.n_letters < LONGEST) {
        let found = row.bits.iter().enumerate().find_map(|(number, bit)| Some((number, between(layout.slice(bit.span), folded)?)));
        let Some((number, at)) = found else { continue };
        let bit = &mut row.bits[number];
        let school = Bit { span: Span { start: bit.span.start + at as u32 + 2, ..bit.span }, edge: Edge::Comma, ..*bit };
        bit.span.end = bit.span.start + at as u32;
        row.bits.insert(number + 1, school);
    }
}

/// Where in `text` a stop stands between a degree and the name of a school. `folded` is a buffer.
pub(super) fn between(text: &str, folded: &mut String) -> Option<usize> {
    let mut stops = text.match_indices(". ").map(|(at, _)| at);
    let at = stops.find(|at| text[..*at].rsplit([' ', '\n']).next().is_some_and(|word| word.len() >= SHORTEST && !word.contains('.')))?;
    let school = text[at + 2..].split(',').next().filter(|school| school.starts_with(char::is_uppercase))?;
    let is_degree = |scores: Scores| scores.degree > 1.2 && scores.institution < 0.6;
    let is_school = |scores: Scores| scores.institution > 1.2 && scores.degree < 0.6;
    (is_degree(scores(&text[..at], folded)) && is_school(scores(school, folded))).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_degree_ends_before_its_school() {
        for (text, expected) in [
            ("Bacharelado em História. Universidade Federal de Exemplo, Palmas", Some(24)),
            ("Bachelor of Arts in History. Example University", Some(27)),
            ("Bachelor St. Example College", None),
            ("Example University. Bachelor of Arts", None),
            ("Bachelor of Arts. Won the prize of the year", None),
            ("Bachelor of Arts", None),
        ] {
            assert_eq!(between(text, &mut String::new()), expected, "{text}");
        }
    }
}
