//! The normal forms of a record that comparisons work on.

use vitae_model::{Profile, RecordId, RecordSource};

use crate::corpus::Table;
use crate::desk::{Desk, Plain};
use crate::email::{self, EmailForm};
use crate::fold::fold;
use crate::link::{self, LinkForm};
use crate::name::{self, NameForm};
use crate::organisation::OrganisationForm;
use crate::phone;
use crate::place;
use crate::raw::{Month, Raw, RawJob, RawStudy};

/// A record as matching sees it.
#[derive(Debug, Clone, Copy)]
pub struct RecordView<'a> {
    /// Names the record.
    pub id: &'a RecordId,
    /// Where it came from.
    pub source: &'a RecordSource,
    /// What it says.
    pub profile: &'a Profile,
}

/// The normal forms of one record: what [`crate::score`] and the keys work on.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    id: RecordId,
    /// Account and candidate, where the record comes from an ATS.
    pub(crate) candidate: Option<(String, String)>,
    pub(crate) form: Form,
}

/// The normal forms alone, without where they come from.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Form<T = String> {
    pub(crate) name: NameForm<T>,
    pub(crate) emails: Vec<EmailForm>,
    pub(crate) phones: Vec<String>,
    pub(crate) links: Vec<LinkForm>,
    pub(crate) label: T,
    pub(crate) street: String,
    pub(crate) postcode: String,
    pub(crate) city: T,
    pub(crate) country: T,
    pub(crate) region: T,
    pub(crate) birth: String,
    pub(crate) numbers: Vec<String>,
    pub(crate) jobs: Vec<Job<T>>,
    pub(crate) studies: Vec<Study<T>>,
    pub(crate) skills: Vec<T>,
}

/// One job in normal form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Job<T = String> {
    pub(crate) employer: OrganisationForm<T>,
    pub(crate) title: T,
    pub(crate) start: Option<Month>,
    pub(crate) end: Option<Month>,
}

/// One study in normal form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Study<T = String> {
    pub(crate) school: OrganisationForm<T>,
    pub(crate) area: T,
    pub(crate) degree: u8,
    pub(crate) end: Option<u16>,
}

/// Most values of one kind that are looked at; a record with more is a list, not a person.
const MOST: usize = 12;

impl Features {
    /// Brings a record into normal form.
    #[must_use]
    pub fn of(view: &RecordView<'_>) -> Self {
        let candidate = match view.source {
            RecordSource::Candidate { account, candidate } => Some((account.clone(), candidate.clone())),
            _ => None,
        };
        Self { id: view.id.clone(), candidate, form: Form::of(&Raw::of(view.profile)) }
    }

    /// The record's identifier.
    #[must_use]
    pub fn id(&self) -> &RecordId {
        &self.id
    }
}

impl Form {
    /// Brings the text of a record into normal form.
    pub(crate) fn of(raw: &Raw<'_>) -> Self {
        let mut form = Self::default();
        form.fill(&mut Plain, raw);
        form
    }
}

impl<T: Clone + Ord> Form<T> {
    /// Brings the text of a record into normal form at a desk, in place of what was there before; its memory is used again.
    pub(crate) fn fill<D: Desk<Text = T>>(&mut self, desk: &mut D, raw: &Raw<'_>) {
        name::normalize(desk, &mut self.name, raw.name, raw.given, raw.family);
        unique(&mut self.emails, raw.emails.iter().filter_map(|email| email::normalize(email)));
        unique(&mut self.phones, raw.phones.iter().filter_map(|number| phone::normalize(number)));
        unique(&mut self.links, raw.links.iter().filter_map(|address| link::normalize(address)));
        self.label = desk.plain(Table::Title, raw.label.unwrap_or_default(), title);
        self.street = raw.address.map(fold).unwrap_or_default();
        self.postcode = raw.postcode.map(|code| fold(code).replace(' ', "")).unwrap_or_default();
        self.city = desk.plain(Table::City, raw.city.unwrap_or_default(), place::normalize);
        self.country = desk.plain(Table::Country, raw.country.unwrap_or_default(), fold);
        self.region = region(desk, raw);
        self.birth = raw.birth.as_deref().map(digits).unwrap_or_default();
        unique(&mut self.numbers, raw.numbers.iter().map(|number| fold(number).replace(' ', "")).filter(|number| number.len() > 3));
        let jobs = raw.jobs.iter().filter(|job| !job.employer.is_empty() || !job.title.is_empty()).take(MOST);
        self.jobs.clear();
        self.jobs.extend(jobs.map(|raw| job(desk, raw)));
        let studies = raw.studies.iter().filter(|study| !study.school.is_empty()).take(MOST);
        self.studies.clear();
        self.studies.extend(studies.map(|raw| study(desk, raw)));
        skills(desk, &mut self.skills, &raw.skills);
    }
}

/// The state or province. Its abbreviation depends on the country, so that the two are looked at as one.
fn region<D: Desk>(desk: &mut D, raw: &Raw<'_>) -> D::Text {
    match (raw.region, raw.country) {
        (None, _) => desk.keep(Table::Region, ""),
        (Some(region), None) => desk.plain(Table::Region, region, place::region),
        (Some(region), Some(country)) => desk.plain(Table::Region, &[region, "|", country].concat(), place::region),
    }
}

/// Keeps the first of equal values, at most [`MOST`], in place of what was kept before.
fn unique<T: PartialEq>(kept: &mut Vec<T>, values: impl Iterator<Item = T>) {
    kept.clear();
    for value in values {
        if kept.len() < MOST && !kept.contains(&value) {
            kept.push(value);
        }
    }
}

fn digits(raw: &str) -> String {
    raw.chars().filter(char::is_ascii_digit).collect()
}

/// A job title with the usual abbreviations written out.
fn title(raw: &str) -> String {
    let folded = fold(raw);
    let words: Vec<&str> = folded
        .split(' ')
        .map(|word| match word {
            "sr" => "senior",
            "jr" => "junior",
            "mgr" => "manager",
            "eng" | "engr" => "engineer",
            "dev" => "developer",
            "asst" => "assistant",
            "dir" => "director",
            "rep" => "representative",
            "vp" => "vice president",
            word => word,
        })
        .collect();
    words.join(" ")
}

fn job<D: Desk>(desk: &mut D, raw: &RawJob<'_>) -> Job<D::Text> {
    Job { employer: desk.employer(raw.employer), title: desk.plain(Table::Title, raw.title, title), start: raw.start, end: raw.end }
}

fn study<D: Desk>(desk: &mut D, raw: &RawStudy<'_>) -> Study<D::Text> {
    let (school, area) = (desk.school(raw.school), desk.plain(Table::Area, raw.area, fold));
    Study { school, area, degree: desk.degree(raw.degree), end: raw.end.map(Month::year) }
}

/// 1 for a bachelor's, 2 for a master's, 3 for a doctorate; 0 for all else.
pub(crate) fn degree(raw: &str) -> u8 {
    let folded = fold(raw);
    let first = folded.split(' ').next().unwrap_or_default();
    match first {
        "bachelor" | "bachelors" | "ba" | "bs" | "bsc" | "beng" | "btech" | "be" | "licence" | "licenciatura" => 1,
        "master" | "masters" | "ma" | "ms" | "msc" | "meng" | "mba" | "mtech" | "magister" | "diplom" | "laurea" => 2,
        "phd" | "doctor" | "doctorate" | "dphil" | "drrernat" => 3,
        _ => 0,
    }
}

fn skills<D: Desk>(desk: &mut D, skills: &mut Vec<D::Text>, raw: &[&str]) {
    skills.clear();
    skills.extend(raw.iter().take(60).map(|skill| desk.plain(Table::Skill, skill, fold_skill)));
    skills.retain(|skill| !desk.is_empty(skill));
    skills.sort_unstable();
    skills.dedup();
}

/// `C++`, `C#` and `.NET` keep what tells them from `C` and `NET`.
pub(crate) fn fold_skill(raw: &str) -> String {
    if raw.contains(['+', '#']) { fold(&raw.replace('+', " plus").replace('#', " sharp")) } else { fold(raw) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn crooked_values_vanish_and_the_rest_stays() {
        let raw = Raw {
            name: Some("Jane Example"),
            emails: vec!["not an address", "Jane@Example.org", "jane@example.org"],
            phones: vec!["0000000000", "+1 617 555 0143", "(617) 555-0143"],
            links: vec!["", "https://www.linkedin.com/in/jane-example/"],
            skills: vec!["C++", "C", "c", ""],
            ..Raw::default()
        };
        let form = Form::of(&raw);
        assert_eq!(form.emails.len(), 1);
        assert_eq!(form.phones, ["175550143"]);
        assert_eq!(form.links.len(), 1);
        assert_eq!(form.skills, ["c", "c plus plus"]);
    }

    #[test]
    fn places_agree_between_spellings_and_languages() {
        for (left, right) in [("München", "Muenchen"), ("München", "Munich"), ("Köln", "Cologne"), ("Kraków", "Cracow"), ("Wien", "Vienna")]
        {
            assert_eq!(place::normalize(left), place::normalize(right), "{left} {right}");
        }
    }
}
