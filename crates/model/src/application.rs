//! Applications of candidates for jobs, as the ATS tells them.

use serde::{Deserialize, Serialize};

/// Where an application stands, in one vocabulary for the three that the ATS uses.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum ApplicationStatus {
    /// Sourced; has not applied.
    Lead,
    /// Applied, not looked at yet.
    New,
    /// Being looked at.
    InReview,
    /// Invited to an interview.
    Interview,
    /// An offer was made (`OFFERED`, or `OFFER` in reports).
    Offered,
    /// Hired (`HIRED`, or `HIRE` in the apply vocabulary).
    Hired,
    /// Turned down by the company.
    Rejected,
    /// Withdrawn by the candidate.
    Withdrawn,
    /// Moved to another job.
    Transferred,
    /// A status this version does not know, as it was sent.
    #[serde(untagged)]
    Other(String),
}

impl ApplicationStatus {
    /// Reads a status in any of the three vocabularies; what is unknown is kept as [`ApplicationStatus::Other`].
    #[must_use]
    pub fn parse(raw: &str) -> Self {
        match raw.trim().to_ascii_uppercase().as_str() {
            "LEAD" => Self::Lead,
            "NEW" => Self::New,
            "IN_REVIEW" => Self::InReview,
            "INTERVIEW" => Self::Interview,
            "OFFERED" | "OFFER" => Self::Offered,
            "HIRED" | "HIRE" => Self::Hired,
            "REJECTED" => Self::Rejected,
            "WITHDRAWN" => Self::Withdrawn,
            "TRANSFERRED" => Self::Transferred,
            _ => Self::Other(raw.trim().to_owned()),
        }
    }

    /// The word used in JSON, facets and tables.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Lead => "LEAD",
            Self::New => "NEW",
            Self::InReview => "IN_REVIEW",
            Self::Interview => "INTERVIEW",
            Self::Offered => "OFFERED",
            Self::Hired => "HIRED",
            Self::Rejected => "REJECTED",
            Self::Withdrawn => "WITHDRAWN",
            Self::Transferred => "TRANSFERRED",
            Self::Other(raw) => raw,
        }
    }
}

/// One step of an application's history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StatusChange {
    /// When, as sent: ISO 8601 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed_on: Option<String>,
    /// To which status.
    pub status: ApplicationStatus,
    /// The step inside that status, in the company's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
}

/// What a candidate answered to a question of an application form.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The question, or its name where it has no text.
    pub question: String,
    /// The answers; several where several were allowed.
    pub values: Vec<String>,
}

/// One candidate's application for one job. The pair of candidate and job identifies it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Application {
    /// The job's identifier in the ATS.
    pub job_id: String,
    /// The job's title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Where it stands.
    pub status: ApplicationStatus,
    /// The step inside that status, in the company's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub_status: Option<String>,
    /// Where the candidate came from, as labelled by the ATS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why it was rejected or withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// First day of work where one is agreed, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<String>,
    /// The way here, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<StatusChange>,
    /// Answers to the questions of the application form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_vocabularies_become_one_and_the_unknown_is_kept() {
        assert_eq!(ApplicationStatus::parse("OFFER"), ApplicationStatus::Offered);
        assert_eq!(ApplicationStatus::parse("hire"), ApplicationStatus::Hired);
        let odd = ApplicationStatus::parse("ON_ICE");
        assert_eq!(odd.as_str(), "ON_ICE");
        let json = serde_json::to_string(&odd).expect("serialises");
        assert_eq!(serde_json::from_str::<ApplicationStatus>(&json).expect("reads back"), odd);
    }
}
