//! From a parsed query to the engine's.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, FuzzyTermQuery, Occur, PhrasePrefixQuery, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermQuery, TermSetQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use crate::analysis;
use crate::facts::{OPEN, YEARS};
use crate::guard::Guarded;
use crate::phrase::{self, Phrase};
use crate::query::Filter;
use crate::schema::{Fields, Measure, Part, Rated, Role, in_time};
use crate::syntax::{Near, Node, Pattern, Target, Text};

type Boxed = Box<dyn EngineQuery>;

/// Beginnings of words are expanded to at most so many.
const EXPANSIONS: u32 = 2000;
/// How much what does as well counts beside what was asked for.
const ALSO: f32 = 0.5;
/// How much what is further from it counts.
const FURTHER: f32 = 0.25;
/// How much a name counts that only sounds alike.
const ALIKE: f32 = 0.1;

/// Builds the engine's query for a parsed one and its filters.
pub(crate) fn plan(node: &Node, filters: &[Filter], fields: &Fields) -> Boxed {
    let mut clauses = vec![(Occur::Must, build(node, fields))];
    let mut facets: Vec<_> = filters.iter().map(|filter| filter.facet).collect();
    facets.sort_unstable();
    facets.dedup();
    for facet in facets {
        let values = filters.iter().filter(|filter| filter.facet == facet);
        let alternatives =
            values.map(|filter| term(fields.facet(facet), &analysis::whole(&filter.value), IndexRecordOption::Basic)).collect();
        clauses.push((Occur::Must, unscored(Box::new(BooleanQuery::union(alternatives)))));
    }
    if clauses.len() == 1 { clauses.remove(0).1 } else { Box::new(BooleanQuery::new(clauses)) }
}

/// Whether scores tell matches apart: a query that only restricts finds all of them alike.
pub(crate) fn scores(node: &Node) -> bool {
    let mut texts = Vec::new();
    node.positive(&mut texts);
    !texts.is_empty()
}

/// The texts of a query that add to scores, each with a query for it alone, of the weight it has.
pub(crate) fn contributions<'a>(node: &'a Node, fields: &Fields) -> Vec<(&'a Text, Boxed)> {
    match node {
        Node::Text(one) => vec![(one, text(one, fields))],
        Node::And(parts) | Node::Or(parts) => parts.iter().flat_map(|part| contributions(part, fields)).collect(),
        Node::Weighed(parts) => parts
            .iter()
            .flat_map(|(weight, part)| {
                contributions(part, fields).into_iter().map(|(text, query)| (text, Box::new(BoostQuery::new(query, *weight)) as Boxed))
            })
            .collect(),
        Node::All | Node::Not(_) | Node::Number { .. } | Node::Rated { .. } | Node::Near(_) => Vec::new(),
    }
}

fn unscored(query: Boxed) -> Boxed {
    Box::new(ConstScoreQuery::new(query, 0.0))
}

fn build(node: &Node, fields: &Fields) -> Boxed {
    match node {
        Node::All => unscored(Box::new(AllQuery)),
        Node::Text(part) => text(part, fields),
        Node::Number { measure, low, high } => unscored(number(*measure, *low, *high, fields)),
        Node::Rated { rated, names, low, high } => {
            let ranges = names.iter().map(|name| named(fields.rated(*rated), name, *low, *high)).collect();
            unscored(Box::new(BooleanQuery::union(ranges)))
        }
        Node::Near(near) => unscored(around(near, fields)),
        Node::And(parts) => conjunction(parts, fields),
        Node::Or(parts) => Box::new(BooleanQuery::union(parts.iter().map(|part| build(part, fields)).collect())),
        Node::Weighed(parts) => {
            let weighed = |(weight, part): &(f32, Node)| -> Boxed { Box::new(BoostQuery::new(build(part, fields), *weight)) };
            Box::new(BooleanQuery::union(parts.iter().map(weighed).collect()))
        }
        Node::Not(inner) => {
            let all: Boxed = unscored(Box::new(AllQuery));
            Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::MustNot, Box::new(Guarded(build(inner, fields))))]))
        }
    }
}

fn conjunction(parts: &[Node], fields: &Fields) -> Boxed {
    let mut clauses: Vec<(Occur, Boxed)> = parts
        .iter()
        .map(|part| match part {
            Node::Not(inner) => (Occur::MustNot, Box::new(Guarded(build(inner, fields))) as Boxed),
            part => (Occur::Must, build(part, fields)),
        })
        .collect();
    // Something must be there for exclusions to exclude from.
    if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
        clauses.push((Occur::Must, unscored(Box::new(AllQuery))));
    }
    Box::new(BooleanQuery::new(clauses))
}

/// Builds the query of one text; what does as well counts less.
pub(crate) fn text(text: &Text, fields: &Fields) -> Boxed {
    let asked = one(text.target, &text.pattern, text.years, fields);
    if text.also.is_empty() {
        return asked;
    }
    let mut alternatives = vec![asked];
    let near = text.also.len().saturating_sub(text.further);
    for (place, (target, pattern)) in text.also.iter().enumerate() {
        let weight = if place < near { ALSO } else { FURTHER };
        alternatives.push(Box::new(BoostQuery::new(one(*target, pattern, text.years, fields), weight)));
    }
    // Several names of one thing say no more than the best of them.
    Box::new(DisjunctionMaxQuery::new(alternatives))
}

fn one(target: Target, pattern: &Pattern, years: Option<(i32, i32)>, fields: &Fields) -> Boxed {
    match target {
        Target::Part(part) if years.is_some() && Role::of(part).is_some() => {
            let role = Role::of(part).expect("it was asked for just now");
            in_years(fields.role(role), pattern, years.expect("it was asked for just now"))
        }
        Target::Any | Target::Part(Part::Text) => anywhere(pattern, fields),
        Target::Part(Part::Name) => name(pattern, fields),
        Target::Part(Part::Title) => title(pattern, fields),
        Target::Part(part) => within(fields.part(part), pattern),
        Target::Role { role, current } => within(fields.role(role), &timed(pattern, current)),
        Target::Facet(facet) => whole(fields.facet(facet), pattern),
        Target::Email => whole(fields.email, pattern),
        Target::Phone => whole(fields.phone, pattern),
        Target::Person => whole(fields.person, pattern),
    }
}

/// Whether phrases of so many words are terms of their own in titles.
fn is_term(words: &[String]) -> bool {
    (2..=phrase::LONGEST).contains(&words.len())
}

fn anywhere(pattern: &Pattern, fields: &Fields) -> Boxed {
    let field = fields.part(Part::Text);
    match pattern {
        Pattern::Phrase(words) if words.len() > 1 => {
            let whole = is_term(words).then(|| Term::from_field_text(fields.title_phrase, &words.join(" ")));
            Box::new(Phrase::new(words.iter().map(|word| Term::from_field_text(field, word)).collect(), whole))
        }
        pattern => within(field, pattern),
    }
}

fn title(pattern: &Pattern, fields: &Fields) -> Boxed {
    match pattern {
        Pattern::Phrase(words) if is_term(words) => term(fields.title_phrase, &words.join(" "), IndexRecordOption::WithFreqs),
        pattern => within(fields.part(Part::Title), pattern),
    }
}

/// The pattern over words that tell whether the job goes on. A slip in that part would be three slips at least.
fn timed(pattern: &Pattern, current: bool) -> Pattern {
    let all = |words: &[String]| words.iter().map(|word| in_time(word, current)).collect();
    match pattern {
        Pattern::Phrase(words) => Pattern::Phrase(all(words)),
        Pattern::Prefix(words) => Pattern::Prefix(all(words)),
        Pattern::Fuzzy(word, slips) => Pattern::Fuzzy(in_time(word, current), *slips),
        Pattern::Whole(whole) => Pattern::Whole(whole.clone()),
    }
}

/// Words of a job in one of these years: the years of a word lie side by side in the dictionary.
fn in_years(field: Field, pattern: &Pattern, (low, high): (i32, i32)) -> Boxed {
    let Pattern::Phrase(words) = pattern else { return Box::new(tantivy::query::EmptyQuery) };
    if let [only] = words.as_slice() {
        return named(field, only, low.into(), high.into());
    }
    let years = (low.max(*YEARS.start())..=high.min(*YEARS.end())).chain((high >= OPEN).then_some(OPEN));
    let phrases = years.map(|year| -> Boxed {
        let terms = words.iter().map(|word| Term::from_field_text(field, &Rated::term(word, year.into()))).collect();
        Box::new(PhraseQuery::new(terms))
    });
    Box::new(BooleanQuery::union(phrases.collect()))
}

/// A name with a number between two.
fn named(field: Field, name: &str, low: i64, high: i64) -> Boxed {
    let bound = |number: i64| Bound::Included(Term::from_field_text(field, &Rated::term(name, number)));
    if low > high || high < 0 { Box::new(tantivy::query::EmptyQuery) } else { Box::new(RangeQuery::new(bound(low), bound(high))) }
}

fn number(measure: Measure, low: i64, high: i64, fields: &Fields) -> Boxed {
    let bound = |number: i64| Bound::Included(Term::from_field_i64(fields.measure(measure), number));
    if low > high { Box::new(tantivy::query::EmptyQuery) } else { Box::new(RangeQuery::new(bound(low), bound(high))) }
}

fn around(near: &Near, fields: &Fields) -> Boxed {
    let cities = near.city.around(near.km);
    Box::new(TermSetQuery::new(cities.into_iter().map(|city| Term::from_field_u64(fields.city, city.into()))))
}

/// A name also matches by its sound, for less.
fn name(pattern: &Pattern, fields: &Fields) -> Boxed {
    let exact = within(fields.part(Part::Name), pattern);
    let Pattern::Phrase(words) = pattern else { return exact };
    let sounds: Vec<Boxed> = words.iter().map(|word| term(fields.sound, &analysis::sound(word), IndexRecordOption::Basic)).collect();
    let alike: Boxed = Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::intersection(sounds)), ALIKE));
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
    // Folded words are ASCII letters, digits, `+`, `#` and `@`: a tilde sorts behind all of them.
    let from = Term::from_field_text(field, only);
    let to = Term::from_field_text(field, &format!("{only}~"));
    Box::new(RangeQuery::new(Bound::Included(from), Bound::Excluded(to)))
}
