//! The door: bytes in, a document or a reason out.

use vitae_model::{Format, Outcome};

use crate::{Deadline, Document, Limits};

/// What reading one file gave. There is always a document; with a fault it is partial or empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The kind of file, told from its content, never from its name.
    pub format: Format,
    /// The text with its places.
    pub document: Document,
    /// Why not all is well.
    pub fault: Option<Fault>,
}

/// Why a file could not be read, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// The class of failure; never [`Outcome::Parsed`] or [`Outcome::NotAResume`].
    pub outcome: Outcome,
    /// What happened and what to do, one sentence without a full stop, with the number that helps.
    pub message: String,
}

impl Fault {
    /// Makes a fault.
    pub fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        Self { outcome, message: message.into() }
    }
}

/// Buffers that one thread reuses from document to document. A cache, never a result.
#[derive(Debug, Default)]
pub struct Scratch {}

/// Reads one file.
///
/// Never panics and never runs much past `deadline`: a panic in a guest library becomes a [`Fault`] with [`Outcome::Damaged`].
pub fn read(bytes: &[u8], limits: &Limits, deadline: Deadline, scratch: &mut Scratch) -> Reading {
    let _ = (limits, deadline, scratch);
    let fault = Fault::new(Outcome::Unsupported, format!("no reader for these {} bytes yet", bytes.len()));
    Reading { format: Format::Unknown, document: Document::default(), fault: Some(fault) }
}
