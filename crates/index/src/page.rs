//! What a search answers.

use serde::{Deserialize, Serialize};
use vitae_model::{PersonId, Profile};

/// Why a person was found: one field's text with what matched marked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The field, such as `title` or `employer`.
    pub field: String,
    /// The matching value or a part of it.
    pub text: String,
    /// Byte ranges of `text` that matched, ascending, on character boundaries.
    pub highlights: Vec<(usize, usize)>,
    /// Where it can be read: file name or account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Page there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// How much one part of a query added to a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Because {
    /// The part, as it was understood.
    pub text: String,
    /// What it added to the score.
    pub points: f32,
    /// Where it occurs.
    pub occurs: Vec<Occurs>,
}

/// How often something occurs in a field, and how much that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurs {
    /// The field, such as `title`.
    pub field: String,
    /// How often.
    pub times: usize,
    /// How often each one counts, where one in prose counts once.
    pub weight: u8,
    /// Whether it is of a job that goes on.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub current: bool,
}

/// What was looked for beside what was typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expansion {
    /// As typed, folded.
    pub text: String,
    /// What does as well.
    pub also: Vec<String>,
}

/// One person found.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hit {
    /// Names the person.
    pub person: PersonId,
    /// Full name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Headline, else the current or latest job title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Current or latest employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employer: Option<String>,
    /// Where the person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// Relevance; only comparable within one page.
    pub score: f32,
    /// Why, best first.
    pub reasons: Vec<Reason>,
    /// How the score came about, where that was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub explanation: Vec<Because>,
    /// The stored golden profile.
    pub profile: Profile,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetCount {
    /// The value as printed.
    pub value: String,
    /// How many of the found persons have it.
    pub count: u64,
}

/// One page of an answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Page {
    /// The persons, best first or as sorted.
    pub hits: Vec<Hit>,
    /// How many persons match in all.
    pub total: u64,
    /// Counts of the facets asked for, by facet name, most frequent first.
    pub facets: Vec<(String, Vec<FacetCount>)>,
    /// Where the next page starts, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// What was looked for beside what was typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub expansions: Vec<Expansion>,
    /// The query as it may have been meant, where a word of it occurs nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
    /// What of the query was left out, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl Hit {
    /// Puts a hit together from the stored profile.
    pub(crate) fn of(person: PersonId, profile: Profile, score: f32, reasons: Vec<Reason>) -> Self {
        let basics = &profile.basics;
        let latest = profile.work.iter().find(|job| job.current).or_else(|| profile.work.first());
        let place = basics.location.as_ref().map(|place| {
            let country = place.country_code.as_ref().map(vitae_model::CountryCode::as_str);
            [place.city.as_deref(), place.region.as_deref().filter(|_| place.city.is_none()), country]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(", ")
        });
        let parts = || [basics.given_name.as_deref(), basics.family_name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" ");
        Self {
            person,
            name: basics.name.clone().or_else(|| Some(parts()).filter(|name| !name.is_empty())),
            title: basics.label.clone().or_else(|| latest.and_then(|job| job.position.clone())),
            employer: latest.and_then(|job| job.name.clone()),
            place: place.filter(|place| !place.is_empty()),
            score,
            reasons,
            explanation: Vec::new(),
            profile,
        }
    }
}
