//! One document, from bytes to the line that is printed.

use std::time::Instant;

use vitae_document::{Deadline, Document};
use vitae_model::{Evidence, Extraction, Outcome, Profile, Sha256};

use crate::ParseOptions;

/// What a document says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parsed {
    /// The profile; empty where nothing was understood.
    pub profile: Profile,
    /// Where each value was read, in the profile's order.
    pub evidence: Vec<Evidence>,
    /// What a careful person should know, whole sentences.
    pub notes: Vec<String>,
    /// Why this is taken for no résumé, where it is not.
    pub not_a_resume: Option<String>,
}

/// Buffers that one thread reuses from document to document. A cache, never a result.
#[derive(Debug, Default)]
pub struct Scratch {
    document: vitae_document::Scratch,
}

/// Understands one document that has been read. Pure: the same document and options give the same answer.
pub fn parse(document: &Document, options: &ParseOptions, deadline: Deadline, scratch: &mut Scratch) -> Parsed {
    let _ = (document, options, deadline, scratch);
    Parsed::default()
}

/// Reads and understands one file. Never panics; whatever happens is told in the answer.
///
/// `source` is only copied into the answer.
pub fn extract(source: &str, bytes: &[u8], options: &ParseOptions, scratch: &mut Scratch) -> Extraction {
    let started = Instant::now();
    let deadline = Deadline::start(&options.limits);
    let reading = vitae_document::read(bytes, &options.limits, deadline, &mut scratch.document);
    let parsed = parse(&reading.document, options, deadline, scratch);
    let (outcome, error) = match (reading.fault, parsed.not_a_resume) {
        (Some(fault), _) => (fault.outcome, Some(fault.message)),
        (None, Some(reason)) => (Outcome::NotAResume, Some(reason)),
        (None, None) => (Outcome::Parsed, None),
    };
    let mut notes = reading.document.notes;
    notes.extend(parsed.notes);
    Extraction {
        source: source.to_owned(),
        sha256: digest(bytes),
        format: reading.format,
        pages: reading.document.page_count,
        outcome,
        error,
        profile: (outcome == Outcome::Parsed || !parsed.profile.is_empty()).then_some(parsed.profile),
        evidence: parsed.evidence,
        notes,
        record: None,
        person: None,
        elapsed_us: u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
    }
}

fn digest(bytes: &[u8]) -> Sha256 {
    use sha2::Digest;
    Sha256::from_bytes(sha2::Sha256::digest(bytes).into())
}
