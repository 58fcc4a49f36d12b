//! A record on its way into the CRM.

use vitae_matching::{Features, Identifier, Key, RecordView, blocking_keys, identifiers, name_key, value_hashes};
use vitae_model::{Basics, Education, Evidence, Meta, Profile, Record, RecordSource, Work};
use vitae_store::{Facts, IdentifierRef, NewRecord};

/// A record with everything that matching and storing need of it.
#[derive(Debug)]
pub(crate) struct Incoming {
    pub(crate) record: Record,
    pub(crate) label: String,
    pub(crate) facts: Profile,
    pub(crate) pages: Vec<(String, u32)>,
    pub(crate) features: Features,
    pub(crate) identifiers: Vec<Identifier>,
    pub(crate) keys: Vec<Key>,
    pub(crate) values: Vec<u64>,
}

impl Incoming {
    /// Prepares a record that was read from a document.
    pub(crate) fn from_document(record: Record, name: &str, evidence: &[Evidence]) -> Self {
        let mut pages: Vec<_> = evidence.iter().map(|value| (value.pointer.clone(), value.page)).collect();
        pages.sort_unstable();
        pages.dedup_by(|later, first| later.0 == first.0);
        Self::new(record, file_name(name).to_owned(), pages)
    }

    /// Prepares a record of an ATS or an import.
    pub(crate) fn from_system(record: Record) -> Self {
        let label = match &record.source {
            RecordSource::Candidate { account, candidate } => format!("{account}/{candidate}"),
            RecordSource::Import { source, row } => format!("{source}/{row}"),
            other => other.record_id().to_string(),
        };
        Self::new(record, label, Vec::new())
    }

    /// A stored record as it would come in again; what matching does not look at is left out.
    pub(crate) fn from_facts(facts: Facts) -> Self {
        let Facts { id, source, profile, .. } = facts;
        let record = Record { id, source, profile, applications: Vec::new(), tags: Vec::new(), consents: Vec::new() };
        Self::new(record, String::new(), Vec::new())
    }

    fn new(record: Record, label: String, pages: Vec<(String, u32)>) -> Self {
        let facts = facts(&record.profile);
        let features = Features::of(&RecordView { id: &record.id, source: &record.source, profile: &facts });
        let (identifiers, keys) = (identifiers(&features), blocking_keys(&features));
        let values = value_hashes(&features);
        Self { record, label, facts, pages, features, identifiers, keys, values }
    }

    /// Hands the record to `keep` in the shape that the store takes.
    pub(crate) fn with_row<T>(&self, keep: impl FnOnce(&NewRecord<'_>) -> T) -> T {
        let identifiers: Vec<_> = self.identifiers.iter().map(identifier_ref).collect();
        let keys: Vec<u64> = self.keys.iter().map(|key| key.0).collect();
        keep(&NewRecord {
            record: &self.record,
            label: &self.label,
            facts: &self.facts,
            pages: &self.pages,
            identifiers: &identifiers,
            name: name_key(&self.features),
            keys: &keys,
            values: &self.values,
        })
    }
}

pub(crate) fn identifier_ref(identifier: &Identifier) -> IdentifierRef<'_> {
    IdentifierRef { kind: identifier.kind.as_str(), value: &identifier.value }
}

/// The last part of a path of either kind.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// What matching looks at: the profile without prose, so that comparing with many records reads little.
fn facts(profile: &Profile) -> Profile {
    Profile {
        basics: Basics { summary: None, image: None, ..profile.basics.clone() },
        work: profile.work.iter().map(job).collect(),
        education: profile.education.iter().map(study).collect(),
        skills: profile.skills.clone(),
        languages: profile.languages.clone(),
        meta: Meta::default(),
        ..Profile::default()
    }
}

fn job(work: &Work) -> Work {
    Work {
        name: work.name.clone(),
        position: work.position.clone(),
        location: work.location.clone(),
        start_date: work.start_date,
        end_date: work.end_date,
        current: work.current,
        ..Work::default()
    }
}

fn study(education: &Education) -> Education {
    Education {
        institution: education.institution.clone(),
        area: education.area.clone(),
        study_type: education.study_type.clone(),
        start_date: education.start_date,
        end_date: education.end_date,
        current: education.current,
        level: education.level,
        institution_country: education.institution_country,
        institution_domain: education.institution_domain.clone(),
        ..Education::default()
    }
}
