//! One source's profile of a person.

use serde::{Deserialize, Serialize};

use crate::{Application, Profile, RecordId, Sha256};

/// Where a record came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum RecordSource {
    /// A résumé file.
    Document {
        /// Names its bytes.
        #[schemars(with = "String")]
        sha256: Sha256,
    },
    /// A candidate of an ATS.
    Candidate {
        /// The account's name in the configuration.
        account: String,
        /// The candidate's identifier in that ATS.
        candidate: String,
    },
    /// A person of a CRM import.
    Import {
        /// The import's name.
        source: String,
        /// The row's identifier there.
        row: String,
    },
}

impl RecordSource {
    /// The record's identifier, the same whenever the same source is seen again.
    #[must_use]
    pub fn record_id(&self) -> RecordId {
        match self {
            Self::Document { sha256 } => RecordId::new(format!("doc-{}", &sha256.to_string()[..16])),
            Self::Candidate { account, candidate } => RecordId::new(format!("ats-{account}-{candidate}")),
            Self::Import { source, row } => RecordId::new(format!("crm-{source}-{row}")),
        }
    }
}

/// What a candidate said of being kept, as the ATS tells it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Consent {
    /// `ACQUIRED`, `PENDING`, `REQUIRED`, `DECLINED` or a word of the ATS's own, in capitals.
    pub status: String,
    /// What it is about, where there are several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// When it was decided, as sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_on: Option<String>,
}

/// One source's profile of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Names the record.
    pub id: RecordId,
    /// Where it came from.
    pub source: RecordSource,
    /// What it says.
    pub profile: Profile,
    /// The candidate's applications; empty for documents and imports.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<Application>,
    /// The candidate's tags in the ATS.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What the candidate agreed to be kept for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
}
