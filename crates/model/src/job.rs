//! Jobs as the company knows them, published or not.

use serde::{Deserialize, Serialize};

use crate::{PostingField, PostingPlace, PostingSection, Term};

/// What a job pays, as sent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Pay {
    /// The least, a number in digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min: Option<String>,
    /// The most, a number in digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// Currency, ISO 4217.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<String>,
}

/// A job as the company knows it. Its account and its own identifier name it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct Job {
    /// Its identifier in the ATS; not that of any of its postings.
    pub id: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its reference number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Where it stands, as sent: `CREATED`, `SOURCING`, `FILLED`, `INTERVIEW`, `OFFER`, `CANCELLED`, `ON_HOLD`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Whether and for whom it is published, as sent: `PUBLIC`, `INTERNAL`, `NOT_PUBLISHED`, `PRIVATE`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub posting_status: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<Term>,
    /// Place of work.
    pub place: PostingPlace,
    /// Language it is kept in.
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
    /// What it pays.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pay: Option<Pay>,
    /// When it was made, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_on: Option<String>,
    /// When it was last changed, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_on: Option<String>,
    /// When somebody should be hired, as sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_date: Option<String>,
    /// Fields that the company added.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<PostingField>,
    /// Identifiers of its advertisements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ads: Vec<String>,
    /// The text of its default advertisement, in the order it is shown; safe to show.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<PostingSection>,
}
