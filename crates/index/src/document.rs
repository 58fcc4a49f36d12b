//! From a person to the engine's document and back.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;
use vitae_model::{PersonId, Profile};

use crate::analysis::{self, BESIDE, SEPARATOR};
use crate::entry::{Entry, Origin};
use crate::facts::{self, AsOf};
use crate::lexicon;
use crate::query::Facet;
use crate::schema::{Fields, Measure, Part, Rated, Role, in_time};
use crate::values::{self, Value};

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

/// Builds the engine's document of a person.
pub(crate) fn build(entry: &Entry, fields: &Fields) -> Result<TantivyDocument, serde_json::Error> {
    let mut document = TantivyDocument::default();
    document.add_text(fields.person, entry.person.as_str());
    document.add_u64(fields.order, order(&entry.person));
    let as_of = AsOf::of(entry.updated);
    for value in values::values(&entry.profile, as_of) {
        add_value(&value, fields, &mut document);
    }
    for tag in &entry.tags {
        document.add_text(fields.part(Part::Tag), tag);
        document.add_text(fields.part(Part::Text), analysis::weighed(tag, Part::Tag.weight(), false));
    }
    add_jobs(&entry.profile, as_of, fields, &mut document);
    add_contact(&entry.profile, fields, &mut document);
    add_facets(entry, fields, &mut document);
    add_numbers(entry, as_of, fields, &mut document);
    let Entry { person, profile, origins, tags, .. } = entry;
    let stored = Storing { person, profile, origins, tags, updated: entry.updated };
    document.add_bytes(fields.stored, &serde_json::to_vec(&stored)?);
    Ok(document)
}

fn add_value(value: &Value<'_>, fields: &Fields, document: &mut TantivyDocument) {
    let titled = value.part == Part::Title;
    document.add_text(fields.part(Part::Text), analysis::weighed(value.text, value.weight, titled));
    if value.part != Part::Text {
        document.add_text(fields.part(value.part), analysis::weighed(value.text, 1 + value.weight - value.part.weight(), titled));
    }
    if value.part == Part::Name {
        document.add_text(fields.sound, value.text);
    }
    if let Some(role) = Role::of(value.part) {
        document.add_text(fields.role(role), in_states(value));
    }
}

/// The words of a title or an employer with whether the job goes on.
fn in_states(value: &Value<'_>) -> String {
    let mut terms = String::new();
    for word in analysis::words(value.text) {
        terms.push_str(&in_time(&word.text, value.time == values::Time::Current));
        if let Some(head) = lexicon::head(&word.text).filter(|_| value.part == Part::Title) {
            terms.extend([SEPARATOR, BESIDE]);
            terms.push_str(&in_time(head, value.time == values::Time::Current));
        }
        terms.push(SEPARATOR);
    }
    terms
}

/// The words of titles and employers with each year of the job.
fn add_jobs(profile: &Profile, as_of: AsOf, fields: &Fields, document: &mut TantivyDocument) {
    let mut all: Vec<i32> = Vec::new();
    for job in &profile.work {
        let years = facts::years(job, as_of);
        let label = job.normalized_title.as_ref().map(|title| title.label.as_str());
        let parts = [(Role::Title, job.position.as_deref()), (Role::Title, label), (Role::Employer, job.name.as_deref())];
        for (role, text) in parts.into_iter().filter(|_| !years.is_empty()) {
            if let Some(text) = text {
                document.add_text(fields.role(role), in_years(text, &years, role));
            }
        }
        all.extend(years);
    }
    all.sort_unstable();
    all.dedup();
    for year in all {
        document.add_i64(fields.measure(Measure::Worked), i64::from(year));
    }
}

fn in_years(text: &str, years: &[i32], role: Role) -> String {
    let mut terms = String::new();
    for word in analysis::words(text) {
        let head = lexicon::head(&word.text).filter(|_| role == Role::Title);
        let mut beside = false;
        for word in std::iter::once(word.text.as_str()).chain(head) {
            for &year in years {
                if beside {
                    terms.push(BESIDE);
                }
                terms.push_str(&Rated::term(word, i64::from(year)));
                terms.push(SEPARATOR);
                beside = true;
            }
        }
    }
    terms
}

fn add_contact(profile: &Profile, fields: &Fields, document: &mut TantivyDocument) {
    let basics = &profile.basics;
    for email in basics.email.iter().chain(&basics.emails) {
        document.add_text(fields.email, email.as_str());
    }
    for phone in basics.phone.iter().map(String::as_str).chain(basics.phones.iter().map(vitae_model::Phone::as_str)) {
        document.add_text(fields.phone, analysis::phone(phone));
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

fn add_facets(entry: &Entry, fields: &Fields, document: &mut TantivyDocument) {
    for facet in Facet::ALL {
        for value in facet_values(entry, facet) {
            let printed: String = value.chars().take(LONGEST).collect();
            document.add_text(fields.facet(facet), analysis::whole(&printed));
            document.add_text(fields.printed(facet), printed);
        }
    }
}

fn add_numbers(entry: &Entry, as_of: AsOf, fields: &Fields, document: &mut TantivyDocument) {
    let profile = &entry.profile;
    let single = [
        (Measure::Experience, facts::experience(profile, as_of)),
        (Measure::Level, facts::level(profile)),
        (Measure::Updated, Some(entry.updated)),
    ];
    let many = facts::graduated(profile).into_iter().map(|year| (Measure::Graduated, Some(year)));
    for (measure, number) in single.into_iter().chain(many) {
        if let Some(number) = number {
            document.add_i64(fields.measure(measure), number);
        }
    }
    for (rated, names) in [(Rated::Skill, facts::skills(profile, as_of)), (Rated::Language, facts::tongues(profile))] {
        for (name, number) in names {
            document.add_text(fields.rated(rated), Rated::term(&name, number));
        }
    }
    if let Some(city) = facts::city(profile) {
        document.add_u64(fields.city, u64::from(city.number));
    }
}

/// What breaks ties between persons: a number that follows from the identifier alone (FNV-1a).
pub(crate) fn order(person: &PersonId) -> u64 {
    person.as_str().bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// Reads a stored person back.
pub(crate) fn read(document: &TantivyDocument, fields: &Fields) -> Option<Stored> {
    let bytes = document.get_first(fields.stored)?.as_bytes()?;
    serde_json::from_slice(bytes).ok()
}
