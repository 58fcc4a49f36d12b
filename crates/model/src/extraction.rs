//! What reading one document gave: one line of `vitae parse` and `vitae enrich --out`.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Evidence, PersonId, Profile, RecordId, Sha256};

/// How reading a document ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// A profile was read.
    Parsed,
    /// The document has no text layer: a scan, a photograph, an empty page.
    NoText,
    /// There is text, but its characters cannot be told.
    Garbled,
    /// A password is needed.
    Encrypted,
    /// The bytes are cut off or contradict themselves beyond repair.
    Damaged,
    /// A format this program does not read.
    Unsupported,
    /// A limit on size was reached.
    TooLarge,
    /// The limit on time was reached.
    TimedOut,
    /// Readable, but no résumé: a letter, an invoice, a paper.
    NotAResume,
}

impl Outcome {
    /// The word used in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parsed => "parsed",
            Self::NoText => "no_text",
            Self::Garbled => "garbled",
            Self::Encrypted => "encrypted",
            Self::Damaged => "damaged",
            Self::Unsupported => "unsupported",
            Self::TooLarge => "too_large",
            Self::TimedOut => "timed_out",
            Self::NotAResume => "not_a_resume",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The kind of file, told from its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Portable Document Format.
    Pdf,
    /// Office Open XML word processing.
    Docx,
    /// OpenDocument text.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// HTML or a web archive of it.
    Html,
    /// Legacy binary Word.
    Doc,
    /// Plain text or Markdown.
    Text,
    /// A JSON Resume.
    Json,
    /// A picture.
    Image,
    /// Anything else.
    Unknown,
}

impl Format {
    /// The word used in JSON and tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Doc => "doc",
            Self::Text => "text",
            Self::Json => "json",
            Self::Image => "image",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything that reading one document gave.
///
/// Field order is the printed order. `record` and `person` are set by `enrich` only.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Extraction {
    /// The name the document came under: a path, an attachment's name.
    pub source: String,
    /// Names the bytes.
    pub sha256: Sha256,
    /// The kind of file, told from its content.
    pub format: Format,
    /// Pages the document has; pages beyond the limit count but are not read.
    pub pages: u32,
    /// How reading ended.
    pub outcome: Outcome,
    /// A sentence that says what happened and what to do; absent when `outcome` is `parsed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What the document says of its person; partial where `outcome` is not `parsed`, absent where nothing was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// Where each value was read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// What a careful person should know: dropped pages, repaired text, odd dates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The record this document became.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
    /// The person that record belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Wall time of reading and parsing, in microseconds.
    pub elapsed_us: u64,
}
