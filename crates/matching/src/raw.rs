//! What matching reads of a record, before normal forms: borrowed text, nothing checked.

use std::borrow::Cow;

use vitae_model::{Basics, PartialDate, Profile};

/// The text of one record that matching looks at.
#[derive(Debug, Clone, Default)]
pub(crate) struct Raw<'a> {
    pub(crate) name: Option<&'a str>,
    pub(crate) given: Option<&'a str>,
    pub(crate) family: Option<&'a str>,
    pub(crate) emails: Vec<&'a str>,
    pub(crate) phones: Vec<&'a str>,
    pub(crate) links: Vec<&'a str>,
    pub(crate) label: Option<&'a str>,
    pub(crate) address: Option<&'a str>,
    pub(crate) postcode: Option<&'a str>,
    pub(crate) city: Option<&'a str>,
    pub(crate) country: Option<&'a str>,
    pub(crate) region: Option<&'a str>,
    pub(crate) birth: Option<Cow<'a, str>>,
    /// National or company numbers that name a person.
    pub(crate) numbers: Vec<&'a str>,
    pub(crate) jobs: Vec<RawJob<'a>>,
    pub(crate) studies: Vec<RawStudy<'a>>,
    pub(crate) skills: Vec<&'a str>,
}

/// One job.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RawJob<'a> {
    pub(crate) employer: &'a str,
    pub(crate) title: &'a str,
    pub(crate) start: Option<Month>,
    pub(crate) end: Option<Month>,
}

/// One study.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct RawStudy<'a> {
    pub(crate) school: &'a str,
    pub(crate) area: &'a str,
    pub(crate) degree: &'a str,
    pub(crate) end: Option<Month>,
}

/// A month, counted from January of year 1900, or a whole year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Month {
    pub(crate) index: u16,
    pub(crate) whole_year: bool,
}

impl Month {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, years 1901 to 2100.
    pub(crate) fn parse(raw: &str) -> Option<Self> {
        let number = |range: std::ops::Range<usize>| -> Option<u16> {
            let digits = raw.as_bytes().get(range)?;
            digits.iter().try_fold(0, |number, &digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
        };
        let year = number(0..4).filter(|year| (1901..=2100).contains(year))?;
        let month = number(5..7).filter(|month| (1..=12).contains(month));
        Some(Self { index: (year - 1900) * 12 + month.map_or(5, |month| month - 1), whole_year: month.is_none() })
    }

    fn of(date: PartialDate) -> Option<Self> {
        let year = u16::try_from(date.year()).ok().filter(|year| (1901..=2100).contains(year))?;
        let month = date.month().map(u16::from);
        Some(Self { index: (year - 1900) * 12 + month.map_or(5, |month| month - 1), whole_year: month.is_none() })
    }

    pub(crate) fn year(self) -> u16 {
        1900 + self.index / 12
    }
}

impl<'a> Raw<'a> {
    /// The parts of a profile that matching looks at.
    pub(crate) fn of(profile: &'a Profile) -> Self {
        let basics = &profile.basics;
        let place = basics.location.as_ref();
        Self {
            name: basics.name.as_deref(),
            given: basics.given_name.as_deref(),
            family: basics.family_name.as_deref(),
            emails: basics.email.iter().chain(&basics.emails).map(vitae_model::Email::as_str).collect(),
            phones: phones(basics),
            links: basics.url.as_deref().into_iter().chain(basics.profiles.iter().filter_map(|social| social.url.as_deref())).collect(),
            label: basics.label.as_deref(),
            address: place.and_then(|place| place.address.as_deref()),
            postcode: place.and_then(|place| place.postal_code.as_deref()),
            city: place.and_then(|place| place.city.as_deref()),
            country: place.and_then(|place| place.country_code.as_ref()).map(vitae_model::CountryCode::as_str),
            region: place.and_then(|place| place.region.as_deref()),
            birth: basics.personal.as_ref().and_then(|personal| personal.birth_date).and_then(whole_day),
            numbers: Vec::new(),
            jobs: profile.work.iter().map(job).collect(),
            studies: profile.education.iter().map(study).collect(),
            skills: profile
                .skills
                .iter()
                .flat_map(|skill| skill.name.iter().filter(|_| skill.keywords.is_empty()).chain(&skill.keywords))
                .map(String::as_str)
                .collect(),
        }
    }
}

/// All numbers; the one printed only where no normal form of it is known.
fn phones(basics: &Basics) -> Vec<&str> {
    let known = basics.phones.iter().map(vitae_model::Phone::as_str);
    basics.phone.as_deref().into_iter().chain(known).collect()
}

/// A date of birth tells persons apart only to the day.
fn whole_day(date: PartialDate) -> Option<Cow<'static, str>> {
    date.day().map(|_| Cow::Owned(date.to_string()))
}

fn job(work: &vitae_model::Work) -> RawJob<'_> {
    RawJob {
        employer: work.name.as_deref().unwrap_or_default(),
        title: work.position.as_deref().unwrap_or_default(),
        start: work.start_date.and_then(Month::of),
        end: work.end_date.and_then(Month::of),
    }
}

fn study(education: &vitae_model::Education) -> RawStudy<'_> {
    RawStudy {
        school: education.institution.as_deref().unwrap_or_default(),
        area: education.area.as_deref().unwrap_or_default(),
        degree: education.study_type.as_deref().unwrap_or_default(),
        end: education.end_date.and_then(Month::of),
    }
}
