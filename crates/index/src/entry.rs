//! What is indexed.

use serde::{Deserialize, Serialize};
use vitae_model::{PersonId, Profile};

/// Where a value of the golden profile can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// RFC 6901 pointer into the golden profile; a pointer to an object speaks for everything below it.
    pub pointer: String,
    /// The document's file name, or the account and candidate, as a person would recognise it.
    pub source: String,
    /// Page of the document, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
}

/// One person as the index sees them.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Names the person.
    pub person: PersonId,
    /// The golden profile.
    pub profile: Profile,
    /// Where its values can be read; may be empty.
    pub origins: Vec<Origin>,
    /// Kinds and names of the sources, such as `document` or `acme`, for the facet `source`.
    pub sources: Vec<String>,
    /// Statuses of the person's applications, for the facet `status`.
    pub statuses: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// What the person consented to, for the facet `consent`.
    pub consents: Vec<String>,
    /// When the person last changed, in seconds since 1970.
    pub updated: i64,
}

impl Entry {
    /// A person of whom nothing but the profile is known; `updated` as in [`Entry::updated`].
    #[must_use]
    pub fn new(person: PersonId, profile: Profile, updated: i64) -> Self {
        Self {
            person,
            profile,
            origins: Vec::new(),
            sources: Vec::new(),
            statuses: Vec::new(),
            tags: Vec::new(),
            consents: Vec::new(),
            updated,
        }
    }
}
