//! The query language without an index: whether one person matches, by looking at everything.
//!
//! Alerts ask it of a person that changed, and tests hold the index against it.

use std::collections::BTreeSet;

use vitae_model::Work;

use crate::analysis;
use crate::document::{cut, facet_values};
use crate::entry::Entry;
use crate::expand::expand;
use crate::facts::{self, AsOf};
use crate::lexicon::{self, City};
use crate::query::{Facet, Filter, InvalidQuery, Query};
use crate::schema::{Measure, Part, Role};
use crate::syntax::{Node, Pattern, Target, Text, parse};
use crate::values::{self, Time};

/// A query that is asked of persons one by one, without an index.
#[derive(Debug, Clone)]
pub struct Question {
    node: Node,
    filters: Vec<Filter>,
}

impl Question {
    /// Reads the text, the filters and the expansion of a query.
    pub fn read(query: &Query) -> Result<Self, InvalidQuery> {
        let node = parse(&query.text)?.node;
        let node = if query.expand { expand(node, &mut Vec::new()) } else { node };
        Ok(Self { node, filters: query.filters.clone() })
    }

    /// Whether a person is one of those it finds.
    #[must_use]
    pub fn finds(&self, person: &Subject<'_>) -> bool {
        let has =
            |filter: &Filter| person.facets.iter().any(|(facet, value)| *facet == filter.facet && *value == analysis::whole(&filter.value));
        let facets: BTreeSet<Facet> = self.filters.iter().map(|filter| filter.facet).collect();
        let restricted = facets.iter().all(|facet| self.filters.iter().filter(|filter| filter.facet == *facet).any(has));
        restricted && person.matches(&self.node)
    }
}

/// The words of one value; compounds with their heads where they have some.
type Words = Vec<(String, Option<&'static str>)>;

/// A person, ready to be looked at by many queries.
#[derive(Debug, Clone)]
pub struct Subject<'a> {
    entry: &'a Entry,
    as_of: AsOf,
    values: Vec<(Part, Time, Words)>,
    facets: Vec<(Facet, String)>,
    skills: Vec<(String, i64)>,
    tongues: Vec<(String, i64)>,
    city: Option<City>,
}

fn split(text: &str, part: Part) -> Words {
    let with_head = |word: analysis::Word| {
        let head = lexicon::head(&word.text).filter(|_| part == Part::Title);
        (word.text, head)
    };
    analysis::words(text).into_iter().map(with_head).collect()
}

impl<'a> Subject<'a> {
    /// Works out everything that queries look at.
    #[must_use]
    pub fn of(entry: &'a Entry) -> Self {
        let as_of = AsOf::of(entry.updated);
        let mut values: Vec<(Part, Time, Words)> = Vec::new();
        values::visit(&entry.profile, as_of, &mut |value, _| values.push((value.part, value.time, split(value.text, value.part))));
        values.extend(entry.tags.iter().map(|tag| (Part::Tag, Time::None, split(tag, Part::Tag))));
        let facets = Facet::ALL
            .into_iter()
            .flat_map(|facet| facet_values(entry, facet).into_iter().map(move |value| (facet, analysis::whole(cut(value)))));
        Self {
            entry,
            as_of,
            values,
            facets: facets.collect(),
            skills: facts::skills(&entry.profile, as_of),
            tongues: facts::tongues(&entry.profile),
            city: facts::city(&entry.profile),
        }
    }

    /// Whether the person matches.
    pub(crate) fn matches(&self, node: &Node) -> bool {
        match node {
            Node::All => true,
            Node::Text(text) => self.has(text),
            Node::Number { measure, low, high } => self.numbers(*measure).iter().any(|number| (low..=high).contains(&number)),
            Node::Rated { rated, names, low, high } => {
                let told = match rated {
                    crate::schema::Rated::Skill => &self.skills,
                    crate::schema::Rated::Language => &self.tongues,
                };
                told.iter().any(|(name, number)| names.contains(name) && (low..=high).contains(&number))
            }
            Node::Near(near) => self.city.is_some_and(|city| near.city.distance(city.latitude, city.longitude) <= near.km),
            Node::And(parts) => parts.iter().all(|part| self.matches(part)),
            Node::Or(parts) => parts.iter().any(|part| self.matches(part)),
            Node::Weighed(parts) => parts.iter().any(|(_, part)| self.matches(part)),
            Node::Not(inner) => !self.matches(inner),
        }
    }

    fn numbers(&self, measure: Measure) -> Vec<i64> {
        let profile = &self.entry.profile;
        match measure {
            Measure::Experience => facts::experience(profile, self.as_of).into_iter().collect(),
            Measure::Graduated => facts::graduated(profile),
            Measure::Worked => profile.work.iter().flat_map(|job| facts::years(job, self.as_of)).map(i64::from).collect(),
            Measure::Level => facts::level(profile).into_iter().collect(),
            Measure::Updated => vec![self.entry.updated],
        }
    }

    fn has(&self, text: &Text) -> bool {
        let asked = [(text.target, text.pattern.clone())];
        asked.iter().chain(&text.also).any(|(target, pattern)| self.has_one(*target, pattern, text.years))
    }

    fn has_one(&self, target: Target, pattern: &Pattern, years: Option<(i32, i32)>) -> bool {
        match target {
            Target::Part(part) if years.is_some() && Role::of(part).is_some() => {
                self.entry.profile.work.iter().any(|job| years.is_some_and(|years| self.had(job, part, pattern, years)))
            }
            Target::Any | Target::Part(Part::Text) => self.values.iter().any(|(_, _, words)| occurs(pattern, words)),
            Target::Part(Part::Name) => self.is_called(pattern),
            Target::Part(asked) => self.values.iter().any(|(part, _, words)| *part == asked && occurs(pattern, words)),
            Target::Role { role, current } => {
                let time = if current { Time::Current } else { Time::Past };
                self.values.iter().any(|(part, when, words)| *part == role.part() && *when == time && occurs(pattern, words))
            }
            Target::Facet(facet) => self.facets.iter().any(|(own, value)| *own == facet && is_whole(pattern, value)),
            Target::Email => {
                let basics = &self.entry.profile.basics;
                basics.email.iter().chain(&basics.emails).any(|email| is_whole(pattern, email.as_str()))
            }
            Target::Phone => {
                let basics = &self.entry.profile.basics;
                let phones = basics.phone.iter().map(String::as_str).chain(basics.phones.iter().map(vitae_model::Phone::as_str));
                phones.map(analysis::phone).any(|phone| is_whole(pattern, &phone))
            }
            Target::Person => is_whole(pattern, self.entry.person.as_str()),
        }
    }

    /// Whether a job in one of these years had this title or employer.
    fn had(&self, job: &Work, part: Part, pattern: &Pattern, (low, high): (i32, i32)) -> bool {
        let texts = match part {
            Part::Title => [job.position.as_deref(), job.normalized_title.as_ref().map(|title| title.label.as_str())],
            _ => [job.name.as_deref(), None],
        };
        facts::years(job, self.as_of).iter().any(|year| (low..=high).contains(year))
            && texts.into_iter().flatten().any(|text| occurs(pattern, &split(text, part)))
    }

    fn is_called(&self, pattern: &Pattern) -> bool {
        let names: Vec<&Words> = self.values.iter().filter(|(part, _, _)| *part == Part::Name).map(|(_, _, words)| words).collect();
        if names.iter().any(|words| occurs(pattern, words)) {
            return true;
        }
        let Pattern::Phrase(asked) = pattern else { return false };
        let sounds: Vec<String> = names.iter().flat_map(|words| words.iter()).map(|(word, _)| analysis::sound(word)).collect();
        asked.iter().all(|word| sounds.contains(&analysis::sound(word)))
    }
}

fn is_whole(pattern: &Pattern, value: &str) -> bool {
    matches!(pattern, Pattern::Whole(whole) if whole == value)
}

/// Whether a pattern occurs somewhere in the words of a value.
fn occurs(pattern: &Pattern, words: &Words) -> bool {
    let is = |(word, head): &(String, Option<&str>), asked: &str| word == asked || *head == Some(asked);
    match pattern {
        Pattern::Phrase(asked) => words.windows(asked.len()).any(|window| window.iter().zip(asked).all(|(word, asked)| is(word, asked))),
        Pattern::Prefix(asked) => words.windows(asked.len()).any(|window| {
            let last = asked.len() - 1;
            let (word, head) = &window[last];
            let begins = word.starts_with(&asked[last]) || head.is_some_and(|head| head.starts_with(&asked[last]));
            begins && window[..last].iter().zip(asked).all(|(word, asked)| is(word, asked))
        }),
        Pattern::Fuzzy(asked, slips) => {
            let near = |word: &str| crate::reason::distance(word, asked) <= usize::from(*slips);
            words.iter().any(|(word, head)| near(word) || head.is_some_and(near))
        }
        Pattern::Whole(whole) => words.iter().map(|(word, _)| word.as_str()).collect::<Vec<_>>().join(" ") == *whole,
    }
}
