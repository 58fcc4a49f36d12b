//! Homes, résumés and candidates for the tests. The people are invented; numbers are from ranges reserved for fiction.

use std::path::Path;

use tempfile::TempDir;
use vitae_engine::{Attachment, Candidate, Content, Engine, Enriched, Known, NamedBytes, Settings, SyncBatch, Unknown};
use vitae_model::{Email, Location, PartialDate, Phone, Profile, Work};

/// An engine in a folder of its own.
pub(crate) fn engine() -> (TempDir, Engine) {
    let home = tempfile::tempdir().expect("a folder");
    let engine = open(home.path());
    (home, engine)
}

/// Opens the engine of a home; its database lies on the server that `VITAE_TEST_DATABASE` names, where it does.
pub(crate) fn open(home: &Path) -> Engine {
    let mut settings = Settings::new(home);
    settings.database = std::env::var("VITAE_TEST_DATABASE").ok().map(|server| {
        let plain = |symbol: char| if symbol.is_ascii_alphanumeric() { symbol.to_ascii_lowercase() } else { '_' };
        let schema: String = home.to_string_lossy().chars().map(plain).collect();
        format!("{server}?options=-csearch_path%3Dt{}_{schema}", std::process::id()).parse().expect("the script gives an address")
    });
    Engine::with(settings).expect("opens")
}

/// What a résumé says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Says<'a> {
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) place: &'a str,
    /// Title, employer, dates.
    pub(crate) job: (&'a str, &'a str, &'a str),
    /// Degree, school, dates.
    pub(crate) study: (&'a str, &'a str, &'a str),
    pub(crate) skills: &'a str,
}

pub(crate) const JANE: Says<'static> = Says {
    name: "Jane Example",
    email: "jane.example@example.com",
    phone: "+1 617 555 0143",
    place: "Berlin, Germany",
    job: ("Senior Software Engineer", "Quarry Systems GmbH", "03/2019 - 04/2022"),
    study: ("BSc Computer Science", "Technical University of Berlin", "2010 - 2014"),
    skills: "Rust, SQL, Linux",
};

/// A résumé as plain text.
pub(crate) fn resume(says: &Says<'_>) -> String {
    let Says { name, email, phone, place, job, study, skills } = says;
    format!(
        "{name}\n{email} | {phone} | {place}\n\nWORK EXPERIENCE\n\n{}\n{}\n{}\n- Built things that other people use.\n\n\
         EDUCATION\n\n{}\n{}\n{}\n\nSKILLS\n\n{skills}\n",
        job.0, job.1, job.2, study.0, study.1, study.2
    )
}

/// The `n`-th of a hundred people who have nothing in common.
pub(crate) fn stranger(n: usize) -> String {
    const GIVEN: [&str; 10] = ["Anna", "Boris", "Chandra", "Dolores", "Emeka", "Fatima", "Goran", "Hiroko", "Ingrid", "Javier"];
    const FAMILY: [&str; 10] = ["Abbott", "Brandt", "Castillo", "Dvorak", "Eriksen", "Ferreira", "Gupta", "Horvat", "Ivanov", "Jansen"];
    const PLACE: [&str; 7] = ["Lisbon", "Madrid", "Oslo", "Prague", "Dublin", "Zagreb", "Chicago"];
    const TITLE: [&str; 9] =
        ["Accountant", "Florist", "Nurse", "Electrician", "Teacher", "Data Analyst", "Pastry Chef", "Civil Engineer", "Lawyer"];
    let (given, family, place) = (GIVEN[n % 10], FAMILY[(n / 10 + n) % 10], PLACE[n % 7]);
    let email = format!("{}.{}{n}@example.com", given.to_lowercase(), family.to_lowercase());
    let phone = format!("+1 {}{}{} 555 01{:02}", 2 + n % 8, n / 8 % 10, n * 3 % 10, n * 61 % 100);
    let (from, to) = (1980 + n % 33, 1984 + n % 33);
    resume(&Says {
        name: &format!("{given} {family}"),
        email: &email,
        phone: &phone,
        place,
        job: (
            TITLE[n % 9],
            ["Northwind", "Sunrise Foods", "Halden Steel", "Castor Press", "Bluebell Care"][n * 7 % 5],
            &format!("0{}/{} - 02/2018", 1 + n % 9, to + 1),
        ),
        study: ("BA", &format!("University of {}", PLACE[n % 5]), &format!("{from} - {to}")),
        skills: TITLE[(n + 4) % 9],
    })
}

pub(crate) fn jane() -> String {
    resume(&JANE)
}

/// The same person, two years and another phone later.
pub(crate) fn jane_later() -> String {
    resume(&Says { phone: "+1 617 555 0188", job: ("Principal Engineer", "Harbour Labs Ltd", "05/2022 - Present"), ..JANE })
}

/// Somebody else of the same name.
pub(crate) fn other_jane() -> String {
    resume(&Says {
        name: "Jane Example",
        email: "je77@example.org",
        phone: "+44 1632 960983",
        place: "Perth, Australia",
        job: ("Florist", "Petal and Stem", "01/1991 - 02/2018"),
        study: ("Diploma in Floristry", "Perth College", "1988 - 1990"),
        skills: "Bouquets, Weddings",
    })
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
