//! Candidates and their applications.

use serde::Deserialize;

use super::lenient;

/// The answer of `GET /candidates/{id}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Candidate {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) first_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) last_name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) email: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) phone_number: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) location: Option<Location>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) web: Option<Web>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) updated_on: Option<String>,
    #[serde(default, deserialize_with = "lenient::texts")]
    pub(crate) tags: Vec<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) education: Vec<Education>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) experience: Vec<Experience>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) primary_assignment: Option<Assignment>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) secondary_assignments: Vec<Assignment>,
    #[serde(default, deserialize_with = "lenient::part")]
    actions: Option<Actions>,
}

/// What else can be asked of a candidate.
#[derive(Debug, Clone, Default, Deserialize)]
struct Actions {
    #[serde(default)]
    consents: Option<serde::de::IgnoredAny>,
}

impl Candidate {
    /// Whether the company asks for consent by scope.
    pub(crate) fn has_scoped_consents(&self) -> bool {
        self.actions.as_ref().is_some_and(|actions| actions.consents.is_some())
    }
}

/// Where a candidate lives. Coordinates come as numbers or text and are not used.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Location {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) country: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) country_code: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) region: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) city: Option<String>,
}

/// Addresses and handles; the profile API writes `linkedin`, the apply API `linkedIn`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Web {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) skype: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) linkedin: Option<String>,
    #[serde(default, rename = "linkedIn", deserialize_with = "lenient::text")]
    pub(crate) linked_in: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) facebook: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) twitter: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) website: Option<String>,
}

/// One study.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Education {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) institution: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) degree: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) major: Option<String>,
    #[serde(default, deserialize_with = "lenient::truth")]
    pub(crate) current: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) location: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) start_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) end_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) description: Option<String>,
}

/// One job.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Experience {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) title: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) company: Option<String>,
    #[serde(default, deserialize_with = "lenient::truth")]
    pub(crate) current: bool,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) location: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) start_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) end_date: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) description: Option<String>,
}

/// An application for a job. It carries no identifier of its own; candidate and job identify it.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Assignment {
    pub(crate) job: Job,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) sub_status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) starts_on: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) source: Option<String>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) reason_of_rejection: Option<Labeled>,
    #[serde(default, deserialize_with = "lenient::part")]
    pub(crate) reason_of_withdrawal: Option<Labeled>,
}

/// The job of an application.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Job {
    pub(crate) id: String,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) title: Option<String>,
}

/// An identifier with a label for people; some answers call the label `name`.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Labeled {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) id: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) label: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
}

/// The answer of `GET /candidates/{id}/jobs/{jobId}/status/history`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct HistoryList {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) content: Vec<Change>,
}

/// One step of an application's history.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Change {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) changed_on: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) sub_status: Option<String>,
}
/// The answer of `GET /candidates/{id}/consent`, and part of a line of the listing.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Consent {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) date: Option<String>,
}

/// The answer of `GET /candidates/{id}/consents`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct Consents {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) decisions: Vec<Decision>,
}

/// What was decided about one scope.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Decision {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) status: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) scope: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) decided_on: Option<String>,
}

/// The answer of `GET /candidates/{id}/jobs/{jobId}/screening-answers`.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ScreeningAnswers {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) content: Vec<ScreeningAnswer>,
}

/// The answers to one question; each record may have several fields with several values.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct ScreeningAnswer {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) name: Option<String>,
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) label: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) records: Vec<AnswerRecord>,
}

/// One record of an answer.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AnswerRecord {
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) fields: Vec<AnswerField>,
}

/// One field of an answer.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct AnswerField {
    #[serde(default, deserialize_with = "lenient::text")]
    pub(crate) label: Option<String>,
    #[serde(default, deserialize_with = "lenient::list")]
    pub(crate) values: Vec<Labeled>,
}
