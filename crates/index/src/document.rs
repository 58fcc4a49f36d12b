//! From a person to the engine's document and back.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;
use vitae_model::{PersonId, Profile};

use crate::analysis;
use crate::entry::{Entry, Origin};
use crate::facts::{self, AsOf};
use crate::fold;
use crate::lexicon;
use crate::phrase;
use crate::query::Facet;
use crate::schema::{Fields, Measure, Part, Rated, Role, time_mark};
use crate::terms::Terms;
use crate::values::{self, Time, Value};

/// What is stored of a person beside the postings.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) person: PersonId,
    pub(crate) profile: Profile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<Origin>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) tags: Vec<String>,
    pub(crate) updated: i64,
}

/// Borrowed [`Stored`], so that writing copies nothing.
#[derive(Serialize)]
struct Storing<'a> {
    person: &'a PersonId,
    profile: &'a Profile,
    #[serde(skip_serializing_if = "<[Origin]>::is_empty")]
    origins: &'a [Origin],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    tags: &'a [String],
    updated: i64,
}

/// Builds the engine's documents of persons, one after the other in the same buffers.
///
/// Each value is folded once; what the fields hold is put together from its words.
#[derive(Debug)]
pub(crate) struct Builder<'a> {
    fields: &'a Fields,
    parts: [Terms; Part::ALL.len()],
    roles: [Terms; Role::ALL.len()],
    title_phrase: Terms,
    sound: Terms,
    email: Terms,
    phone: Terms,
    facets: [Terms; Facet::ALL.len()],
    printed: [Terms; Facet::ALL.len()],
    rated: [Terms; Rated::ALL.len()],
    /// A folded value.
    whole: String,
}

impl<'a> Builder<'a> {
    pub(crate) fn new(fields: &'a Fields) -> Self {
        Self {
            fields,
            parts: Default::default(),
            roles: Default::default(),
            title_phrase: Terms::default(),
            sound: Terms::default(),
            email: Terms::default(),
            phone: Terms::default(),
            facets: Default::default(),
            printed: Default::default(),
            rated: Default::default(),
            whole: String::new(),
        }
    }

    /// Builds the document of a person.
    pub(crate) fn build(&mut self, entry: &Entry) -> Result<TantivyDocument, serde_json::Error> {
        let mut document = TantivyDocument::default();
        document.add_text(self.fields.person, entry.person.as_str());
        document.add_u64(self.fields.order, order(&entry.person));
        let as_of = AsOf::of(entry.updated);
        values::visit(&entry.profile, as_of, &mut |value, _| self.add_value(&value));
        for tag in &entry.tags {
            self.add_value(&Value { part: Part::Tag, text: tag, weight: Part::Tag.weight(), time: Time::None });
        }
        self.add_jobs(&entry.profile, as_of, &mut document);
        self.add_contact(&entry.profile);
        self.add_facets(entry);
        self.add_numbers(entry, as_of, &mut document);
        self.take(&mut document);
        let Entry { person, profile, origins, tags, .. } = entry;
        let stored = Storing { person, profile, origins, tags, updated: entry.updated };
        document.add_text(self.fields.stored, serde_json::to_string(&stored)?);
        Ok(document)
    }

    /// Moves what was gathered into the document.
    fn take(&mut self, document: &mut TantivyDocument) {
        let fields = self.fields;
        let parts = self.parts.iter_mut().zip(Part::ALL.map(|part| fields.part(part)));
        let roles = self.roles.iter_mut().zip(Role::ALL.map(|role| fields.role(role)));
        let facets = self.facets.iter_mut().zip(Facet::ALL.map(|facet| fields.facet(facet)));
        let printed = self.printed.iter_mut().zip(Facet::ALL.map(|facet| fields.printed(facet)));
        let rated = self.rated.iter_mut().zip(Rated::ALL.map(|rated| fields.rated(rated)));
        let single = [
            (&mut self.title_phrase, fields.title_phrase),
            (&mut self.sound, fields.sound),
            (&mut self.email, fields.email),
            (&mut self.phone, fields.phone),
        ];
        for (terms, field) in parts.chain(roles).chain(facets).chain(printed).chain(rated).chain(single) {
            if !terms.as_str().is_empty() {
                document.add_text(field, terms.as_str());
                terms.clear();
            }
        }
    }

    fn add_value(&mut self, value: &Value<'_>) {
        self.whole.clear();
        fold::push_whole(&mut self.whole, value.text);
        let (of_part, is_title) = (value.part as usize, value.part == Part::Title);
        let role = Role::of(value.part).filter(|_| value.time != Time::None);
        let with_head = |word| (word, is_title.then(|| lexicon::head(word)).flatten());
        let words: Vec<(&str, Option<&str>)> = analysis::split(&self.whole).map(with_head).collect();
        if is_title {
            add_phrases(&mut self.title_phrase, &words, 1 + value.weight - value.part.weight());
        }
        for (word, head) in words {
            add_word(&mut self.parts[Part::Text as usize], word, head, value.weight);
            if value.part != Part::Text {
                add_word(&mut self.parts[of_part], word, head, 1 + value.weight - value.part.weight());
            }
            if value.part == Part::Name {
                self.sound.push(&analysis::sound(word), 1);
            }
            if let Some(role) = role {
                let (terms, state) = (&mut self.roles[role as usize], time_mark(value.time == Time::Current));
                terms.push(state, 1);
                terms.extend(word);
                if let Some(head) = head {
                    terms.beside(state, 1);
                    terms.extend(head);
                }
            }
        }
        self.parts[Part::Text as usize].gap();
        self.parts[of_part].gap();
        if let Some(role) = role {
            self.roles[role as usize].gap();
        }
    }

    /// Adds the words of titles and employers with each year of the job.
    fn add_jobs(&mut self, profile: &Profile, as_of: AsOf, document: &mut TantivyDocument) {
        let mut all: Vec<i32> = Vec::new();
        for job in &profile.work {
            let years = facts::years(job, as_of);
            let label = job.normalized_title.as_ref().map(|title| title.label.as_str());
            let parts = [(Role::Title, job.position.as_deref()), (Role::Title, label), (Role::Employer, job.name.as_deref())];
            for (role, text) in parts.into_iter().filter(|_| !years.is_empty()) {
                if let Some(text) = text {
                    self.add_years(text, &years, role);
                }
            }
            all.extend(years);
        }
        all.sort_unstable();
        all.dedup();
        for year in all {
            document.add_i64(self.fields.measure(Measure::Worked), i64::from(year));
        }
    }

    fn add_years(&mut self, text: &str, years: &[i32], role: Role) {
        self.whole.clear();
        fold::push_whole(&mut self.whole, text);
        let terms = &mut self.roles[role as usize];
        let numbers: Vec<_> = years.iter().map(|&year| Rated::digits(year.into())).collect();
        for word in analysis::split(&self.whole) {
            let head = lexicon::head(word).filter(|_| role == Role::Title);
            let mut is_first = true;
            for word in std::iter::once(word).chain(head) {
                for number in &numbers {
                    if std::mem::take(&mut is_first) {
                        terms.push(word, 1)
                    } else {
                        terms.beside(word, 1)
                    }
                    terms.extend(number.as_str());
                }
            }
        }
        terms.gap();
    }

    fn add_contact(&mut self, profile: &Profile) {
        let basics = &profile.basics;
        for email in basics.email.iter().chain(&basics.emails) {
            self.email.push(email.as_str(), 1);
        }
        for phone in basics.phone.iter().map(String::as_str).chain(basics.phones.iter().map(vitae_model::Phone::as_str)) {
            self.phone.push(&analysis::phone(phone), 1);
        }
    }

    fn add_facets(&mut self, entry: &Entry) {
        for facet in Facet::ALL {
            for value in facet_values(entry, facet) {
                self.whole.clear();
                let printed = cut(value);
                fold::push_whole(&mut self.whole, printed);
                if !self.whole.is_empty() {
                    self.facets[facet as usize].push(&self.whole, 1);
                    self.printed[facet as usize].push_raw(printed);
                }
            }
        }
    }

    fn add_numbers(&mut self, entry: &Entry, as_of: AsOf, document: &mut TantivyDocument) {
        let profile = &entry.profile;
        let single = [
            (Measure::Experience, facts::experience(profile, as_of)),
            (Measure::Level, facts::level(profile)),
            (Measure::Updated, Some(entry.updated)),
        ];
        let many = facts::graduated(profile).into_iter().map(|year| (Measure::Graduated, Some(year)));
        for (measure, number) in single.into_iter().chain(many) {
            if let Some(number) = number {
                document.add_i64(self.fields.measure(measure), number);
            }
        }
        for (rated, names) in [(Rated::Skill, facts::skills(profile, as_of)), (Rated::Language, facts::tongues(profile))] {
            for (name, number) in names {
                let terms = &mut self.rated[rated as usize];
                terms.push(&name, 1);
                terms.extend(Rated::digits(number).as_str());
            }
        }
        if let Some(city) = facts::city(profile) {
            document.add_u64(self.fields.city, u64::from(city.number));
        }
    }
}

/// Adds all phrases of a title, compounds also by their heads.
fn add_phrases(terms: &mut Terms, words: &[(&str, Option<&str>)], weight: u8) {
    for (place, (first, head)) in words.iter().enumerate() {
        let longest = &words[place + 1..words.len().min(place + phrase::LONGEST)];
        if head.is_none() && longest.iter().all(|(_, head)| head.is_none()) {
            for length in 1..=longest.len() {
                terms.push(first, weight);
                longest[..length].iter().for_each(|(word, _)| {
                    terms.extend(" ");
                    terms.extend(word);
                });
            }
            continue;
        }
        let mut phrases: Vec<String> = std::iter::once(*first).chain(*head).map(str::to_owned).collect();
        for (word, head) in longest {
            let ends = || std::iter::once(*word).chain(*head);
            phrases = phrases.iter().flat_map(|start| ends().map(move |end| format!("{start} {end}"))).collect();
            phrases.iter().for_each(|phrase| terms.push(phrase, weight));
        }
    }
}

/// Adds a word, and the head of a compound in its place.
fn add_word(terms: &mut Terms, word: &str, head: Option<&str>, weight: u8) {
    terms.push(word, weight);
    if let Some(head) = head {
        terms.beside(head, weight);
    }
}

/// The values of a facet, each once (case and accents aside), as printed.
pub(crate) fn facet_values(entry: &Entry, facet: Facet) -> Vec<&str> {
    match facet {
        Facet::Status => values::distinct(entry.statuses.iter().map(String::as_str).collect()),
        Facet::Source => values::distinct(entry.sources.iter().map(String::as_str).collect()),
        Facet::Tag => values::distinct(entry.tags.iter().map(String::as_str).collect()),
        Facet::Consent => values::distinct(entry.consents.iter().map(String::as_str).collect()),
        facet => values::facet(&entry.profile, facet),
    }
}

/// Longest value of a facet, in letters: the column's dictionary holds no longer words than the postings do.
const LONGEST: usize = 200;

/// The part of a facet's value that is kept.
pub(crate) fn cut(value: &str) -> &str {
    value.char_indices().nth(LONGEST).map_or(value, |(end, _)| &value[..end])
}

/// What breaks ties between persons: a number that follows from the identifier alone.
pub(crate) fn order(person: &PersonId) -> u64 {
    hash(person.as_str().as_bytes())
}

/// FNV-1a of 64 bits.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Reads a stored person back.
pub(crate) fn read(document: &TantivyDocument, fields: &Fields) -> Option<Stored> {
    serde_json::from_str(document.get_first(fields.stored)?.as_str()?).ok()
}
