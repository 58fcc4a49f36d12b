//! From a parsed query to the engine's.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery, Query as EngineQuery,
    RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analysis;
use crate::query::Filter;
use crate::schema::{Fields, Part};
use crate::syntax::{Node, Pattern, Target};

type Boxed = Box<dyn EngineQuery>;

/// Beginnings of words are expanded to at most so many.
const EXPANSIONS: u32 = 2000;

/// Builds the engine's query for a parsed one and its filters.
pub(crate) fn plan(node: &Node, filters: &[Filter], fields: &Fields) -> Boxed {
    let asked = build(node, fields);
    let mut clauses = vec![(Occur::Must, asked)];
    let mut facets: Vec<_> = filters.iter().map(|filter| filter.facet).collect();
    facets.sort_unstable();
    facets.dedup();
    for facet in facets {
        let values = filters.iter().filter(|filter| filter.facet == facet);
        let alternatives =
            values.map(|filter| term(fields.facet(facet), &analysis::whole(&filter.value), IndexRecordOption::Basic)).collect();
        let restriction: Boxed = Box::new(BooleanQuery::union(alternatives));
        clauses.push((Occur::Must, Box::new(ConstScoreQuery::new(restriction, 0.0))));
    }
    if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) }
}

fn build(node: &Node, fields: &Fields) -> Boxed {
    match node {
        Node::All => Box::new(AllQuery),
        Node::Leaf(target, pattern) => leaf(*target, pattern, fields),
        Node::And(parts) => {
            let mut clauses: Vec<(Occur, Boxed)> = parts
                .iter()
                .map(|part| match part {
                    Node::Not(inner) => (Occur::MustNot, build(inner, fields)),
                    part => (Occur::Must, build(part, fields)),
                })
                .collect();
            // Something must be there for exclusions to exclude from.
            if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
                clauses.push((Occur::Must, Box::new(AllQuery)));
            }
            Box::new(BooleanQuery::new(clauses))
        }
        Node::Or(parts) => Box::new(BooleanQuery::union(parts.iter().map(|part| build(part, fields)).collect())),
        Node::Not(inner) => Box::new(BooleanQuery::new(vec![(Occur::Must, Box::new(AllQuery)), (Occur::MustNot, build(inner, fields))])),
    }
}

fn leaf(target: Target, pattern: &Pattern, fields: &Fields) -> Boxed {
    match target {
        Target::Any => anywhere(pattern, fields),
        Target::Part(Part::Name) => named(pattern, fields),
        Target::Part(part) => within(fields.part(part), pattern),
        Target::Facet(facet) => whole(fields.facet(facet), pattern),
        Target::Email => whole(fields.email, pattern),
        Target::Phone => whole(fields.phone, pattern),
    }
}

/// The full text decides whether a word occurs; where it occurs decides how much that counts.
fn anywhere(pattern: &Pattern, fields: &Fields) -> Boxed {
    let mut clauses = vec![(Occur::Must, within(fields.part(Part::Text), pattern))];
    for part in Part::ALL.into_iter().filter(|part| *part != Part::Text) {
        let boosted: Boxed = Box::new(BoostQuery::new(within(fields.part(part), pattern), part.boost()));
        clauses.push((Occur::Should, boosted));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// A name also matches by its sound, for less.
fn named(pattern: &Pattern, fields: &Fields) -> Boxed {
    let exact = within(fields.part(Part::Name), pattern);
    let Pattern::Phrase(words) = pattern else { return exact };
    let sounds: Vec<Boxed> = words.iter().map(|word| term(fields.sound, &analysis::sound(word), IndexRecordOption::Basic)).collect();
    let alike: Boxed = Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::intersection(sounds)), 0.1));
    Box::new(BooleanQuery::union(vec![exact, alike]))
}

fn whole(field: Field, pattern: &Pattern) -> Boxed {
    let text = match pattern {
        Pattern::Whole(text) => text.clone(),
        Pattern::Phrase(words) | Pattern::Prefix(words) => words.join(" "),
        Pattern::Fuzzy(word, _) => word.clone(),
    };
    term(field, &text, IndexRecordOption::Basic)
}

fn within(field: Field, pattern: &Pattern) -> Boxed {
    match pattern {
        Pattern::Whole(text) => term(field, text, IndexRecordOption::WithFreqs),
        Pattern::Phrase(words) => phrase(field, words),
        Pattern::Prefix(words) => prefix(field, words),
        Pattern::Fuzzy(word, slips) => Box::new(FuzzyTermQuery::new(Term::from_field_text(field, word), *slips, true)),
    }
}

fn term(field: Field, text: &str, option: IndexRecordOption) -> Boxed {
    Box::new(TermQuery::new(Term::from_field_text(field, text), option))
}

fn phrase(field: Field, words: &[String]) -> Boxed {
    match words {
        [only] => term(field, only, IndexRecordOption::WithFreqs),
        words => Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect())),
    }
}

fn prefix(field: Field, words: &[String]) -> Boxed {
    let [only] = words else {
        let mut query = PhrasePrefixQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect());
        query.set_max_expansions(EXPANSIONS);
        return Box::new(query);
    };
    // Folded words are ASCII letters, digits, `+` and `#`: a tilde sorts behind all of them.
    let from = Term::from_field_text(field, only);
    let to = Term::from_field_text(field, &format!("{only}~"));
    Box::new(RangeQuery::new(Bound::Included(from), Bound::Excluded(to)))
}
