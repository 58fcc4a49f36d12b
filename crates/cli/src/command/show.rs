//! `vitae show`: a person, or one record.

use anyhow::{Result, bail};
use clap::Args;
use vitae_engine::{PersonView, RecordView};
use vitae_model::{Education, PartialDate, PersonId, Profile, Record, RecordId, RecordSource, Work};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::styled::Styled;

/// Show a person, or one record of a person
///
/// A person is shown with the merged profile and the records behind it, a record with what it says and where in its document that stands.
#[derive(Debug, Args)]
pub(crate) struct Show {
    /// Identifier of a person or a record, as `vitae search` and `vitae enrich --out` print it
    #[arg(value_name = "PERSON|RECORD")]
    id: String,
    /// Print one JSON object, with evidence and provenance
    #[arg(long)]
    json: bool,
}

impl Show {
    /// Prints whoever or whatever has the identifier.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        if let Some(person) = engine.person(&PersonId::new(self.id.as_str()))? {
            if self.json {
                printer.line(&serde_json::to_string(&person)?)?;
            } else {
                let mut text = printer.start();
                person_text(&person, &mut text);
                for record in &person.records {
                    let names = engine.record(&record.id)?.map(|record| record.names).unwrap_or_default();
                    record_line(record, &names, &mut text);
                }
                text.dim(&format!("person {}", person.id)).newline();
                printer.styled(&text)?;
            }
            return Ok(Exit::Done);
        }
        let Some(record) = engine.record(&RecordId::new(self.id.as_str()))? else {
            bail!("there is neither a person nor a record {}; `vitae search` shows identifiers", self.id);
        };
        if self.json {
            printer.line(&serde_json::to_string(&record)?)?;
        } else {
            printer.styled(&record_text(&record, printer.start()))?;
        }
        Ok(Exit::Done)
    }
}

fn person_text(person: &PersonView, text: &mut Styled) {
    profile(&person.profile, text);
    if !person.applications.is_empty() {
        heading("Applications", text);
    }
    for application in &person.applications {
        let title = application.job_title.as_deref().unwrap_or(&application.job_id);
        text.plain("  ").plain(title).plain("  ").dim(application.status.as_str()).newline();
    }
    heading("Records", text);
}

/// One record of a person; `names` are those its document came under.
fn record_line(record: &Record, names: &[String], text: &mut Styled) {
    let origin = if names.is_empty() { origin(&record.source) } else { names.join(", ") };
    text.plain("  ").plain(record.id.as_str()).plain("  ").dim(&origin).newline();
}

fn record_text(record: &RecordView, mut text: Styled) -> Styled {
    profile(&record.record.profile, &mut text);
    if !record.evidence.is_empty() {
        heading("Where it stands", &mut text);
    }
    for evidence in &record.evidence {
        let place = format!("  {:<28} page {:<2} {:>3.0} %  ", evidence.pointer, evidence.page, evidence.confidence.get() * 100.0);
        text.dim(&place).plain(&evidence.text).newline();
    }
    text.dim(&format!("record {} of person {}, {}", record.record.id, record.person, origin(&record.record.source))).newline();
    for name in &record.names {
        text.dim("  came as ").plain(name).newline();
    }
    text
}

fn origin(source: &RecordSource) -> String {
    match source {
        RecordSource::Document { sha256 } => format!("document {sha256}"),
        RecordSource::Candidate { account, candidate } => format!("candidate {candidate} of account {account}"),
        RecordSource::Import { source, row } => format!("row {row} of import {source}"),
        _ => "another source".to_owned(),
    }
}

fn heading(title: &str, text: &mut Styled) {
    text.newline().bold(title).newline();
}

fn profile(profile: &Profile, text: &mut Styled) {
    let basics = &profile.basics;
    text.bold(basics.name.as_deref().unwrap_or("(no name)"));
    if let Some(label) = &basics.label {
        text.plain("  ").plain(label);
    }
    text.newline();
    let place = basics.location.as_ref().map(|place| {
        let country = place.country_code.map(|code| code.to_string());
        [place.city.clone(), place.region.clone(), country].into_iter().flatten().collect::<Vec<_>>().join(", ")
    });
    let links = basics.profiles.iter().filter_map(|profile| profile.url.clone());
    let contacts = basics.emails.iter().map(ToString::to_string).chain(basics.phones.iter().map(ToString::to_string));
    for contact in contacts.chain(place).chain(basics.url.clone()).chain(links).filter(|contact| !contact.is_empty()) {
        text.plain("  ").plain(&contact).newline();
    }
    section("Work", &profile.work, text, work);
    section("Education", &profile.education, text, education);
    let skills: Vec<String> = profile
        .skills
        .iter()
        .flat_map(|skill| if skill.keywords.is_empty() { skill.name.iter().cloned().collect() } else { skill.keywords.clone() })
        .collect();
    if !skills.is_empty() {
        heading("Skills", text);
        text.plain("  ").plain(&skills.join(", ")).newline();
    }
    section("Languages", &profile.languages, text, |language, text| {
        text.plain(language.language.as_deref().unwrap_or_default()).plain("  ").dim(language.fluency.as_deref().unwrap_or_default());
    });
}

fn section<T>(title: &str, entries: &[T], text: &mut Styled, print: impl Fn(&T, &mut Styled)) {
    if !entries.is_empty() {
        heading(title, text);
    }
    for entry in entries {
        text.plain("  ");
        print(entry, text);
        text.newline();
    }
}

fn work(work: &Work, text: &mut Styled) {
    let what: Vec<&str> = [&work.position, &work.name, &work.location].into_iter().filter_map(|part| part.as_deref()).collect();
    text.dim(&span(work.start_date.as_ref(), work.end_date.as_ref(), work.current)).plain(&what.join(" · "));
}

fn education(study: &Education, text: &mut Styled) {
    let what: Vec<&str> = [&study.study_type, &study.area, &study.institution].into_iter().filter_map(|part| part.as_deref()).collect();
    text.dim(&span(study.start_date.as_ref(), study.end_date.as_ref(), study.current)).plain(&what.join(" · "));
}

/// `2019-03 – 2021  ` in a column of its own.
fn span(start: Option<&PartialDate>, end: Option<&PartialDate>, current: bool) -> String {
    let told = |date: Option<&PartialDate>| date.map(ToString::to_string).unwrap_or_default();
    let end = if current { "now".to_owned() } else { told(end) };
    let dash = if start.is_some() && !end.is_empty() { " – " } else { "" };
    format!("{:<25}", format!("{}{dash}{end}", told(start)))
}
