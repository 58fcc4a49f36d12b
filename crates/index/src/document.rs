//! From a person to the engine's document and back.

use serde::{Deserialize, Serialize};
use tantivy::TantivyDocument;
use tantivy::schema::Value as _;
use vitae_model::{PersonId, Profile};

use crate::analysis;
use crate::entry::{Entry, Origin};
use crate::query::Facet;
use crate::schema::{Fields, Part};
use crate::values;

/// What is stored of a person beside the postings.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Stored {
    pub(crate) person: PersonId,
    pub(crate) profile: Profile,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) origins: Vec<Origin>,
}

/// Borrowed [`Stored`], so that writing copies nothing.
#[derive(Serialize)]
struct Storing<'a> {
    person: &'a PersonId,
    profile: &'a Profile,
    #[serde(skip_serializing_if = "<[Origin]>::is_empty")]
    origins: &'a [Origin],
}

/// Builds the engine's document of a person.
pub(crate) fn build(entry: &Entry, fields: &Fields) -> Result<TantivyDocument, serde_json::Error> {
    let mut document = TantivyDocument::default();
    document.add_text(fields.person, entry.person.as_str());
    for value in values::values(&entry.profile) {
        document.add_text(fields.part(value.part), value.text);
        if value.part != Part::Text {
            document.add_text(fields.part(Part::Text), value.text);
        }
        if value.part == Part::Name {
            document.add_text(fields.sound, value.text);
        }
    }
    for tag in &entry.tags {
        document.add_text(fields.part(Part::Tag), tag);
        document.add_text(fields.part(Part::Text), tag);
    }
    let basics = &entry.profile.basics;
    for email in basics.email.iter().chain(&basics.emails) {
        document.add_text(fields.email, email.as_str());
    }
    for phone in basics.phone.iter().map(String::as_str).chain(basics.phones.iter().map(vitae_model::Phone::as_str)) {
        document.add_text(fields.phone, analysis::phone(phone));
    }
    add_facets(entry, fields, &mut document);
    document.add_u64(fields.experience, u64::from(entry.profile.meta.months_of_experience.unwrap_or(0)));
    document.add_i64(fields.updated, entry.updated);
    let stored = Storing { person: &entry.person, profile: &entry.profile, origins: &entry.origins };
    document.add_bytes(fields.stored, &serde_json::to_vec(&stored)?);
    Ok(document)
}

fn add_facets(entry: &Entry, fields: &Fields, document: &mut TantivyDocument) {
    for facet in Facet::ALL {
        let own =
            |values: &[String]| values::distinct(values.iter().map(String::as_str).collect()).into_iter().map(str::to_owned).collect();
        let values: Vec<String> = match facet {
            Facet::Status => own(&entry.statuses),
            Facet::Source => own(&entry.sources),
            facet => values::facet(&entry.profile, facet).into_iter().map(str::to_owned).collect(),
        };
        for value in values {
            // The column's dictionary holds no longer words than the postings do.
            document.add_text(fields.facet(facet), value.chars().take(200).collect::<String>());
        }
    }
}

/// Reads a stored person back.
pub(crate) fn read(document: &TantivyDocument, fields: &Fields) -> Option<Stored> {
    let bytes = document.get_first(fields.stored)?.as_bytes()?;
    serde_json::from_slice(bytes).ok()
}
