//! Published jobs.

use serde::{Deserialize, Serialize};

use crate::CountryCode;

/// An entry of a list that a company or the ATS keeps, such as a department.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// Its identifier in the ATS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// Where a posted job is done.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostingPlace {
    /// Street and number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// City.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// State, province or region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// Country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country_code: Option<CountryCode>,
    /// Whether it can be done from anywhere.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remote: bool,
    /// Whether it is done partly at the place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hybrid: bool,
    /// The whole place in one line, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A field that the company added to its jobs, and its value.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostingField {
    /// The field's identifier in the ATS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The field's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The value's identifier in the ATS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_id: Option<String>,
    /// The value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// A part of a posting's text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PostingSection {
    /// Which part, such as `jobDescription`.
    pub kind: String,
    /// Its heading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its text as HTML that is safe to show: no scripts, styles, frames or pictures; links by http, https or mailto only.
    pub html: String,
}

/// A published job. Its account and its own identifier name it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Posting {
    /// Its identifier in the ATS.
    pub id: String,
    /// Its second identifier, which application forms use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// The job's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The job's reference number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The identifier of the job it is a posting of, where that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_id: Option<String>,
    /// The identifier of the job's advertisement that it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ad_id: Option<String>,
    /// The employer's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<Term>,
    /// Place of work.
    pub place: PostingPlace,
    /// When it was last published: ISO 8601 in UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub released_on: Option<String>,
    /// Language it is written in, such as `en` or `pt-BR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Industry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub industry: Option<Term>,
    /// Kind of work.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub function: Option<Term>,
    /// Full-time, part-time and the like.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employment: Option<Term>,
    /// Level of experience asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub experience: Option<Term>,
    /// For whom it is published: `PUBLIC`, `INTERNAL`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<String>,
    /// Fields that the company added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<PostingField>,
    /// Its text, in the order it is shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<PostingSection>,
    /// Addresses of films that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub videos: Vec<String>,
    /// Where to apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apply_url: Option<String>,
    /// The ATS's own page of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
