//! What a document or an ATS record says about a person.
//!
//! Field order is the printed order. Empty values are not printed; JSON Resume's `null`s are read as absent.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Career, CountryCode, Email, Isced, NormalizedTitle, PartialDate, Period, Phone};

/// What a document or an ATS record says about a person: JSON Resume 1.0.0 and a superset.
///
/// Every string occurs in its source (after repair of spaces, hyphenation and ligatures) or is the normal form of one that does.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// Name, contact, summary.
    #[serde(default)]
    pub basics: Basics,
    /// Jobs, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub work: Vec<Work>,
    /// Unpaid work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub volunteer: Vec<Volunteer>,
    /// Studies, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub education: Vec<Education>,
    /// Prizes and honours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub awards: Vec<Award>,
    /// Certificates and licences.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<Certificate>,
    /// Publications.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub publications: Vec<Publication>,
    /// Skills, grouped as printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Skill>,
    /// Languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<Language>,
    /// Interests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<Interest>,
    /// People who vouch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<Reference>,
    /// Projects.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub projects: Vec<Project>,
    /// Sections that fit nowhere above, under their own titles (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// About the profile itself.
    #[serde(default, skip_serializing_if = "Meta::is_empty")]
    pub meta: Meta,
}

/// Name, contact, summary.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Basics {
    /// Full name as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Given names (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name with its particles (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// Titles, post-nominals and suffixes, such as `Dr.` or `PMP` (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub honorifics: Vec<String>,
    /// Professional headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Address of a photograph.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    /// The e-mail address to write to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<Email>,
    /// All e-mail addresses found (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<Email>,
    /// The telephone number to call, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// All telephone numbers found, in E.164 form (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<Phone>,
    /// Homepage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Where the person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// Profiles in networks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<SocialProfile>,
    /// What is asked for in some countries and has no bearing on a job (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub personal: Option<Personal>,
}

/// Facts of a person's life that a résumé may tell; a blind résumé has none of them.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Personal {
    /// Day, month or year of birth.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<PartialDate>,
    /// Place of birth as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_place: Option<String>,
    /// Nationality as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nationality: Option<String>,
    /// Marital status and children as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marital_status: Option<String>,
    /// Driving licence as printed, such as `B` or `klasse B`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub driving_licence: Option<String>,
}

/// A place of residence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// City as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// State, province or region as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// A profile in a network.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SocialProfile {
    /// The network, such as `LinkedIn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub network: Option<String>,
    /// The name used there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// One job.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Work {
    /// Employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Job title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Place of work as printed (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// What the employer does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// First day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<PartialDate>,
    /// Last day, month or year; absent where the document gives none, and for what still goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<PartialDate>,
    /// Whether the document says that it still goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Single achievements or duties, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<String>,
    /// The occupation the title stands for (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub normalized_title: Option<NormalizedTitle>,
}

/// Unpaid work.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Volunteer {
    /// Organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organization: Option<String>,
    /// Role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// First day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<PartialDate>,
    /// Last day, month or year; absent where the document gives none, and for what still goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<PartialDate>,
    /// Whether the document says that it still goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Single achievements or duties, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<String>,
}

/// One study.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Education {
    /// School or university.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Field of study.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Degree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub study_type: Option<String>,
    /// Place as printed (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// First day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<PartialDate>,
    /// Last day, month or year; absent where the document gives none, and for what still goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<PartialDate>,
    /// Whether the document says that it still goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Grade as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<String>,
    /// Courses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub courses: Vec<String>,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
    /// Level, ISCED 2011 (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Isced>,
    /// Country of the institution, where the list of universities has it and no other of its name (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_country: Option<CountryCode>,
    /// The internet domain by which the list of universities knows the institution, where it has one of that name alone (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub institution_domain: Option<String>,
}

/// A prize or honour.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Award {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Who gave it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub awarder: Option<String>,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// A certificate or licence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Certificate {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// Who issued it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Publication {
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Publisher, journal or venue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_date: Option<PartialDate>,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Prose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// A skill, or a group of skills.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Skill {
    /// The skill, or the group's title where `keywords` are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Level as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The level as a share of the highest, 0 to 1, where stars, dots, a bar, `4/5` or `80 %` say so (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<f64>,
    /// Skills of the group.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// ESCO skill identifier (the UUID of its URI; superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub esco: Option<String>,
    /// The same for those of `keywords` that ESCO knows, by keyword (superset).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub keyword_esco: BTreeMap<String, String>,
}

/// A language.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Language {
    /// Its name as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// How well, as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fluency: Option<String>,
    /// How well, by the Common European Framework: `A1` to `C2`, or `native` (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cefr: Option<String>,
}

/// An interest.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Interest {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Details.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
}

/// A person who vouches.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reference {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

/// A project.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Single achievements or duties, in printed order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<String>,
    /// Techniques used.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// First day, month or year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_date: Option<PartialDate>,
    /// Last day, month or year; absent where the document gives none, and for what still goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_date: Option<PartialDate>,
    /// Whether the document says that it still goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
    /// Address on the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Roles in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// For whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
    /// Kind of project.
    #[serde(rename = "type")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// A section that fits no other field.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// Its heading as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its lines.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}

/// About the profile itself.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Meta {
    /// Address of the latest version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub canonical: Option<String>,
    /// Version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// When it last changed, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_modified: Option<String>,
    /// Language the document is written in, ISO 639-1 (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Months of paid work, overlaps counted once (superset).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub months_of_experience: Option<u32>,
    /// Months between jobs in which there was none (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<Period>,
    /// Months in which there were several jobs at once (superset).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlaps: Vec<Period>,
}

impl Profile {
    /// Whether it says nothing at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Meta {
    /// Takes over what the jobs cover together.
    pub fn set_career(&mut self, career: Option<Career>) {
        self.months_of_experience = career.as_ref().map(|career| career.months);
        let Career { gaps, overlaps, .. } = career.unwrap_or_default();
        self.gaps = gaps;
        self.overlaps = overlaps;
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key of the JSON Resume 1.0.0 sample, with content of our own.
    const EVERY_KEY: &str = r#"{
        "basics": {"name": "Ada Example", "label": "Programmer", "image": "https://example.com/ada.png", "email": "ada@example.com",
            "phone": "(912) 555-0132", "url": "https://ada.example.com", "summary": "Writes programs.",
            "location": {"address": "2712 Example Street", "postalCode": "94115", "city": "San Francisco", "countryCode": "US", "region": "California"},
            "profiles": [{"network": "LinkedIn", "username": "ada", "url": "https://www.linkedin.com/in/ada"}]},
        "work": [{"name": "Example Ltd", "position": "President", "location": "Menlo Park, CA", "description": "Search engines", "url": "https://example.com",
            "startDate": "2013-01-01", "endDate": "2014-01", "summary": "Led it.", "highlights": ["Started it"]}],
        "volunteer": [{"organization": "Code Club", "position": "Teacher", "url": "https://example.org", "startDate": "2012", "endDate": "2013",
            "summary": "Taught.", "highlights": ["Taught more"]}],
        "education": [{"institution": "Example University", "url": "https://example.edu", "area": "Computing", "studyType": "Bachelor",
            "startDate": "2011-01", "endDate": "2013-01", "score": "4.0", "courses": ["DB1101 - Basic SQL"]}],
        "awards": [{"title": "Prize", "date": "2014-11-01", "awarder": "Guild", "summary": "For all."}],
        "certificates": [{"name": "Certificate", "date": "2021-11-07", "issuer": "Institute", "url": "https://example.com/c"}],
        "publications": [{"name": "On Search", "publisher": "Press", "releaseDate": "2014-10-01", "url": "https://example.com/p", "summary": "About it."}],
        "skills": [{"name": "Web", "level": "Master", "keywords": ["HTML"]}],
        "languages": [{"language": "English", "fluency": "Native speaker"}],
        "interests": [{"name": "Wildlife", "keywords": ["Ferrets"]}],
        "references": [{"name": "Bob Example", "reference": "A pleasure."}],
        "projects": [{"name": "Miss Direction", "description": "A mapping engine", "highlights": ["Won"], "keywords": ["Maps"],
            "startDate": "2016-08-24", "endDate": "2016-08-24", "url": "https://example.com/m", "roles": ["Lead"], "entity": "Smoogle", "type": "application"}],
        "meta": {"canonical": "https://example.com/r.json", "version": "v1.0.0", "lastModified": "2017-12-24T15:53:00"}
    }"#;

    #[test]
    fn json_resume_round_trips_key_by_key() {
        let printed: serde_json::Value = serde_json::from_str(EVERY_KEY).expect("JSON");
        let profile: Profile = serde_json::from_value(printed.clone()).expect("a profile");
        assert_eq!(serde_json::to_value(&profile).expect("serialises"), printed);
    }

    #[test]
    fn an_open_job_has_no_end() {
        let profile: Profile = serde_json::from_str(r#"{"basics": {}, "work": [{"startDate": "2020", "endDate": null, "current": true}]}"#)
            .expect("a profile");
        assert!(profile.work[0].current && profile.work[0].end_date.is_none());
        let printed = serde_json::to_string(&profile).expect("serialises");
        assert_eq!(printed, r#"{"basics":{},"work":[{"startDate":"2020","current":true}]}"#);
    }

    #[test]
    fn wrong_dates_and_addresses_are_refused_at_the_door() {
        assert!(serde_json::from_str::<Profile>(r#"{"basics": {"email": "nobody"}}"#).is_err());
        assert!(serde_json::from_str::<Profile>(r#"{"work": [{"startDate": "Fall 2012"}]}"#).is_err());
    }
}
