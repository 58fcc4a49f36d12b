//! The values of a person, part by part: what is indexed, and what reasons are made of.

use std::fmt::Arguments;

use vitae_model::{Profile, Work};

use crate::facts::{self, AsOf};
use crate::query::Facet;
use crate::schema::Part;

/// One value of a profile.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Value<'a> {
    pub(crate) part: Part,
    pub(crate) text: &'a str,
    /// How often each of its words counts: more in a title than in prose, more in a present job than in an old one.
    pub(crate) weight: u8,
    /// What it says of a job, where it names its title or employer.
    pub(crate) time: Time,
}

/// Whether a job goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Time {
    Current,
    Past,
    /// It is no job.
    None,
}

/// Months after its end in which a job counts as a recent one.
const RECENT: i32 = 36;

/// Tells values; empty ones are dropped.
struct Values<'a, 'f> {
    tell: &'f mut dyn FnMut(Value<'a>, Arguments<'_>),
    as_of: AsOf,
}

impl<'a> Values<'a, '_> {
    fn add(&mut self, part: Part, text: Option<&'a str>, pointer: Arguments<'_>) {
        self.weighed(part, text, part.weight(), Time::None, pointer);
    }

    fn weighed(&mut self, part: Part, text: Option<&'a str>, weight: u8, time: Time, pointer: Arguments<'_>) {
        if let Some(text) = text.filter(|text| !text.trim().is_empty()) {
            (self.tell)(Value { part, text, weight, time }, pointer);
        }
    }

    /// Adds what a job is called or where it is: the present one counts two more than an old one, a recent one one more.
    fn of_job(&mut self, part: Part, text: Option<&'a str>, job: &Work, pointer: Arguments<'_>) {
        let ended = job.end_date.map_or(i32::MIN / 2, |end| self.as_of.0 - end.last_month());
        let bonus = if job.current { 2 } else { u8::from((0..=RECENT).contains(&ended)) };
        let time = if job.current { Time::Current } else { Time::Past };
        self.weighed(part, text, part.weight() + bonus, time, pointer);
    }

    fn each(&mut self, part: Part, texts: &'a [String], pointer: Arguments<'_>) {
        for (place, text) in texts.iter().enumerate() {
            self.add(part, Some(text), format_args!("{pointer}/{place}"));
        }
    }
}

/// Tells every searchable value of a profile as it was then, in the profile's order, each with an RFC 6901 pointer into the profile, which
/// is not put together unless it is asked for.
pub(crate) fn visit<'a>(profile: &'a Profile, as_of: AsOf, tell: &mut dyn FnMut(Value<'a>, Arguments<'_>)) {
    let mut found = Values { tell, as_of };
    basics(profile, &mut found);
    career(profile, &mut found);
    knowledge(profile, &mut found);
    rest(profile, &mut found);
}

/// Lists every searchable value of a profile with its pointer.
pub(crate) fn values(profile: &Profile, as_of: AsOf) -> Vec<(Value<'_>, String)> {
    let mut found = Vec::new();
    visit(profile, as_of, &mut |value, pointer| found.push((value, pointer.to_string())));
    found
}

fn basics<'a>(profile: &'a Profile, found: &mut Values<'a, '_>) {
    let basics = &profile.basics;
    found.add(Part::Name, basics.name.as_deref(), format_args!("/basics/name"));
    if basics.name.is_none() {
        found.add(Part::Name, basics.given_name.as_deref(), format_args!("/basics/givenName"));
        found.add(Part::Name, basics.family_name.as_deref(), format_args!("/basics/familyName"));
    }
    // What people call themselves is what they are now.
    found.weighed(Part::Title, basics.label.as_deref(), Part::Title.weight() + 2, Time::Current, format_args!("/basics/label"));
    if let Some(place) = &basics.location {
        found.add(Part::Place, place.city.as_deref(), format_args!("/basics/location/city"));
        found.add(Part::Place, place.region.as_deref(), format_args!("/basics/location/region"));
        found.add(
            Part::Place,
            place.country_code.as_ref().map(vitae_model::CountryCode::as_str),
            format_args!("/basics/location/countryCode"),
        );
        found.add(Part::Text, place.address.as_deref(), format_args!("/basics/location/address"));
        found.add(Part::Text, place.postal_code.as_deref(), format_args!("/basics/location/postalCode"));
    }
    found.each(Part::Text, &basics.honorifics, format_args!("/basics/honorifics"));
    found.add(Part::Text, basics.summary.as_deref(), format_args!("/basics/summary"));
    found.add(Part::Text, basics.url.as_deref(), format_args!("/basics/url"));
    for (place, social) in basics.profiles.iter().enumerate() {
        let text = social.url.as_deref().or(social.username.as_deref());
        found.add(Part::Text, text, format_args!("/basics/profiles/{place}"));
    }
}

fn career<'a>(profile: &'a Profile, found: &mut Values<'a, '_>) {
    for (place, job) in profile.work.iter().enumerate() {
        found.of_job(Part::Title, job.position.as_deref(), job, format_args!("/work/{place}/position"));
        found.of_job(
            Part::Title,
            job.normalized_title.as_ref().map(|title| title.label.as_str()),
            job,
            format_args!("/work/{place}/normalizedTitle/label"),
        );
        found.of_job(Part::Employer, job.name.as_deref(), job, format_args!("/work/{place}/name"));
        found.add(Part::Text, job.location.as_deref(), format_args!("/work/{place}/location"));
        found.add(Part::Text, job.description.as_deref(), format_args!("/work/{place}/description"));
        found.add(Part::Text, job.summary.as_deref(), format_args!("/work/{place}/summary"));
        found.each(Part::Text, &job.highlights, format_args!("/work/{place}/highlights"));
    }
    for (place, job) in profile.volunteer.iter().enumerate() {
        found.add(Part::Text, job.position.as_deref(), format_args!("/volunteer/{place}/position"));
        found.add(Part::Text, job.organization.as_deref(), format_args!("/volunteer/{place}/organization"));
        found.add(Part::Text, job.summary.as_deref(), format_args!("/volunteer/{place}/summary"));
        found.each(Part::Text, &job.highlights, format_args!("/volunteer/{place}/highlights"));
    }
    for (place, study) in profile.education.iter().enumerate() {
        found.add(Part::School, study.institution.as_deref(), format_args!("/education/{place}/institution"));
        found.add(Part::Degree, study.study_type.as_deref(), format_args!("/education/{place}/studyType"));
        found.add(Part::Degree, study.area.as_deref(), format_args!("/education/{place}/area"));
        found.add(Part::Text, study.location.as_deref(), format_args!("/education/{place}/location"));
        found.add(Part::Text, study.summary.as_deref(), format_args!("/education/{place}/summary"));
        found.each(Part::Text, &study.courses, format_args!("/education/{place}/courses"));
    }
}

fn knowledge<'a>(profile: &'a Profile, found: &mut Values<'a, '_>) {
    for (place, skill) in profile.skills.iter().enumerate() {
        found.add(Part::Skill, skill.name.as_deref(), format_args!("/skills/{place}/name"));
        found.each(Part::Skill, &skill.keywords, format_args!("/skills/{place}/keywords"));
    }
    for (place, language) in profile.languages.iter().enumerate() {
        found.add(Part::Language, language.language.as_deref(), format_args!("/languages/{place}/language"));
        found.add(Part::Text, language.fluency.as_deref(), format_args!("/languages/{place}/fluency"));
    }
}

fn rest<'a>(profile: &'a Profile, found: &mut Values<'a, '_>) {
    for (place, certificate) in profile.certificates.iter().enumerate() {
        found.add(Part::Text, certificate.name.as_deref(), format_args!("/certificates/{place}/name"));
        found.add(Part::Text, certificate.issuer.as_deref(), format_args!("/certificates/{place}/issuer"));
    }
    for (place, project) in profile.projects.iter().enumerate() {
        found.add(Part::Text, project.name.as_deref(), format_args!("/projects/{place}/name"));
        found.add(Part::Text, project.description.as_deref(), format_args!("/projects/{place}/description"));
        found.add(Part::Text, project.entity.as_deref(), format_args!("/projects/{place}/entity"));
        found.each(Part::Text, &project.highlights, format_args!("/projects/{place}/highlights"));
        found.each(Part::Skill, &project.keywords, format_args!("/projects/{place}/keywords"));
        found.each(Part::Text, &project.roles, format_args!("/projects/{place}/roles"));
    }
    for (place, publication) in profile.publications.iter().enumerate() {
        found.add(Part::Text, publication.name.as_deref(), format_args!("/publications/{place}/name"));
        found.add(Part::Text, publication.publisher.as_deref(), format_args!("/publications/{place}/publisher"));
        found.add(Part::Text, publication.summary.as_deref(), format_args!("/publications/{place}/summary"));
    }
    for (place, award) in profile.awards.iter().enumerate() {
        found.add(Part::Text, award.title.as_deref(), format_args!("/awards/{place}/title"));
        found.add(Part::Text, award.awarder.as_deref(), format_args!("/awards/{place}/awarder"));
        found.add(Part::Text, award.summary.as_deref(), format_args!("/awards/{place}/summary"));
    }
    for (place, interest) in profile.interests.iter().enumerate() {
        found.add(Part::Text, interest.name.as_deref(), format_args!("/interests/{place}/name"));
        found.each(Part::Text, &interest.keywords, format_args!("/interests/{place}/keywords"));
    }
    for (place, section) in profile.sections.iter().enumerate() {
        found.each(Part::Text, &section.lines, format_args!("/sections/{place}/lines"));
    }
}

/// The values of a facet that come from the profile, each once (case and accents aside), as printed.
pub(crate) fn facet(profile: &Profile, facet: Facet) -> Vec<&str> {
    let place = profile.basics.location.as_ref();
    let all: Vec<&str> = match facet {
        Facet::Country => place.and_then(|place| place.country_code.as_ref()).map(vitae_model::CountryCode::as_str).into_iter().collect(),
        Facet::City => place.and_then(|place| place.city.as_deref()).into_iter().collect(),
        Facet::Skill => profile
            .skills
            .iter()
            .flat_map(|skill| skill.keywords.iter().chain(skill.name.iter().filter(|_| skill.keywords.is_empty())))
            .map(String::as_str)
            .collect(),
        Facet::Employer => profile.work.iter().filter_map(|job| job.name.as_deref()).collect(),
        Facet::Title => profile.work.iter().filter_map(|job| job.position.as_deref()).collect(),
        Facet::Language => profile.languages.iter().filter_map(|language| language.language.as_deref()).collect(),
        Facet::Status | Facet::Source | Facet::Tag | Facet::Consent => Vec::new(),
        Facet::Level => facts::level(profile).and_then(level_name).into_iter().collect(),
    };
    distinct(all)
}

/// Keeps the first of values that differ in case and accents only; values without a word are dropped.
pub(crate) fn distinct(values: Vec<&str>) -> Vec<&str> {
    let mut seen = Vec::new();
    let mut kept = Vec::new();
    for value in values {
        let whole = crate::analysis::whole(value);
        if !whole.is_empty() && !seen.contains(&whole) {
            seen.push(whole);
            kept.push(value);
        }
    }
    kept
}

/// Levels of education by the names used in queries and answers, from ISCED 2 to 8.
const LEVELS: [&str; 7] = ["lower secondary", "upper secondary", "post-secondary", "short cycle", "bachelor", "master", "doctorate"];

/// The name of an ISCED level.
fn level_name(level: i64) -> Option<&'static str> {
    LEVELS.get(usize::try_from(level).ok()?.checked_sub(2)?).copied()
}
