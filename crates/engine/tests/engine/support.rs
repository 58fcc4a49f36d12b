//! Homes, résumés and candidates for the tests. The people are invented; numbers are from ranges reserved for fiction.

use tempfile::TempDir;
use vitae_engine::{Attachment, Candidate, Content, Engine, Enriched, Known, NamedBytes, SyncBatch, Unknown};
use vitae_model::{Email, Location, PartialDate, Phone, Profile, Work};

/// An engine in a folder of its own.
pub(crate) fn engine() -> (TempDir, Engine) {
    let home = tempfile::tempdir().expect("a folder");
    let engine = Engine::open(home.path()).expect("opens");
    (home, engine)
}

/// A résumé as plain text.
pub(crate) fn resume(name: &str, email: &str, phone: &str, job: (&str, &str, &str)) -> String {
    let (title, employer, dates) = job;
    format!(
        "{name}\n{email} | {phone} | Berlin, Germany\n\nWORK EXPERIENCE\n\n{title}\n{employer}, Berlin\n{dates}\n- Built things that other people use.\n\n\
         EDUCATION\n\nBSc Computer Science\nTechnical University of Berlin\n2010 - 2014\n\nSKILLS\n\nRust, SQL, Linux\n"
    )
}

pub(crate) fn jane() -> String {
    resume("Jane Example", "jane.example@example.com", "+1 617 555 0143", ("Senior Engineer", "Quarry Systems GmbH", "03/2019 - 04/2022"))
}

/// The same person, two years and another phone later.
pub(crate) fn jane_later() -> String {
    resume("Jane Example", "jane.example@example.com", "+1 617 555 0188", ("Principal Engineer", "Harbour Labs Ltd", "05/2022 - Present"))
}

/// Somebody else of the same name.
pub(crate) fn other_jane() -> String {
    resume("Jane Example", "je77@example.org", "+44 1632 960983", ("Florist", "Petal and Stem", "01/2001 - 02/2018"))
}

pub(crate) fn enrich(engine: &Engine, name: &str, text: &str) -> Enriched {
    engine.enrich(NamedBytes { name, bytes: text.as_bytes() }, &Known::default()).expect("enriches")
}

/// What an ATS says of somebody.
pub(crate) fn profile(name: &str, email: &str, phone: &str) -> Profile {
    let mut profile = Profile::default();
    profile.basics.name = Some(name.to_owned());
    let (given, family) = name.split_once(' ').expect("two names");
    profile.basics.given_name = Some(given.to_owned());
    profile.basics.family_name = Some(family.to_owned());
    profile.basics.email = Email::parse(email).ok();
    profile.basics.emails = profile.basics.email.clone().into_iter().collect();
    profile.basics.phones = Phone::parse(phone, None).into_iter().collect();
    profile.basics.location = Some(Location { city: Some("Berlin".to_owned()), ..Location::default() });
    let start_date = "2019-03".parse::<PartialDate>().ok();
    profile.work = vec![Work { name: Some("Quarry Systems".to_owned()), start_date, ..Work::default() }];
    profile
}

pub(crate) fn candidate(id: &str, profile: Profile) -> Candidate {
    Candidate { id: id.to_owned(), profile, updated_on: Some("2026-01-01T00:00:00Z".to_owned()), ..Candidate::default() }
}

pub(crate) fn attachment(id: &str, text: &str) -> Attachment {
    Attachment { id: id.to_owned(), name: format!("{id}.txt"), parse: true, content: Content::Bytes(text.as_bytes().to_vec()) }
}

pub(crate) fn batch(candidates: Vec<Candidate>, cursor: &str) -> SyncBatch {
    SyncBatch {
        account: "acme".to_owned(),
        stream: "candidates".to_owned(),
        candidates,
        erased: Vec::new(),
        cursor: Some(cursor.to_owned()),
        unknown: Unknown::Import,
    }
}
