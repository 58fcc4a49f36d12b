//! What can go wrong, one enum per operation.

use std::path::PathBuf;

use vitae_model::{PersonId, RecordId, Sha256};

use crate::blob::BlobFault;

/// Why a home folder could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A folder could not be made.
    #[error("cannot make the folder {path}: check that it may be written", path = path.display())]
    Folder {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database could not be opened.
    #[error(transparent)]
    Store(#[from] vitae_store::OpenError),
    /// The database could not be read or written.
    #[error(transparent)]
    Read(vitae_store::StoreError),
    /// The index could not be opened.
    #[error(transparent)]
    Index(#[from] vitae_index::IndexError),
}

/// Why a document could not be enriched. What is wrong with the document itself is no error but an outcome.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnrichError {
    /// The file could not be read.
    #[error("cannot read {name}")]
    Read {
        /// The document's name.
        name: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The document could not be kept.
    #[error("cannot keep the document at {path}: is the disk full or the folder not writable?", path = path.display())]
    Blob {
        /// Where it should have gone.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The threads could not be started.
    #[error("cannot start the threads: try fewer jobs")]
    Threads(#[source] std::io::Error),
    /// The batch ended before this document's turn came.
    #[error("the batch was stopped")]
    Stopped,
    /// The database refused.
    #[error(transparent)]
    Store(#[from] vitae_store::StoreError),
}

/// Why a batch of the ATS could not be applied. Nothing of it was.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SyncError {
    /// A document could not be kept.
    #[error("cannot keep the document at {path}: is the disk full or the folder not writable?", path = path.display())]
    Blob {
        /// Where it should have gone.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The threads could not be started.
    #[error("cannot start the threads: try fewer jobs")]
    Threads(#[source] std::io::Error),
    /// An attachment is said to be stored, and is not.
    #[error("attachment {attachment} of candidate {candidate} refers to document {sha256}, which is not stored: download it again")]
    MissingBlob {
        /// Whose.
        candidate: String,
        /// Which.
        attachment: String,
        /// The bytes it should have.
        sha256: Sha256,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] vitae_store::StoreError),
}

/// Why a search gave no page.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The query cannot be understood, or the index failed.
    #[error(transparent)]
    Index(#[from] vitae_index::IndexError),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] vitae_store::StoreError),
}

/// Why something kept could not be looked up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// A document on disk could not be read.
    #[error("cannot read the document {path}", path = path.display())]
    Blob {
        /// Where it lies.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database refused.
    #[error(transparent)]
    Store(#[from] vitae_store::StoreError),
}

/// Why a person could not be changed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PersonError {
    /// No such person.
    #[error("there is no person {0}; `vitae search` shows identifiers")]
    NoPerson(PersonId),
    /// The record does not belong to the person.
    #[error("record {record} does not belong to person {person}; `vitae show {person}` lists its records")]
    NotAMember {
        /// The person.
        person: PersonId,
        /// The record.
        record: RecordId,
    },
    /// All records of a person were to be taken away.
    #[error("person {0} would be left without a record: leave at least one, or forget the person")]
    NothingLeft(PersonId),
    /// No such person or record.
    #[error("there is neither a person nor a record {0}; `vitae search` shows identifiers")]
    NeitherOfBoth(String),
    /// There is nothing to compare a record with.
    #[error("both stand for the one record {0}, and nothing is left to compare it with")]
    OneRecord(RecordId),
    /// Nothing was decided that could be taken back.
    #[error("there is no merge, split or distinction to undo")]
    NothingToUndo,
    /// Too much happened since.
    #[error("the {action} of {subject} cannot be undone: its records are not together any more; `vitae split` parts them by hand")]
    CannotUndo {
        /// What had been done.
        action: String,
        /// To whom.
        subject: String,
    },
    /// Both are one already.
    #[error("{0} is one person already")]
    SamePerson(PersonId),
    /// The database refused.
    #[error(transparent)]
    Store(#[from] vitae_store::StoreError),
}

impl From<BlobFault> for EnrichError {
    fn from(fault: BlobFault) -> Self {
        Self::Blob { path: fault.path, source: fault.source }
    }
}

impl From<BlobFault> for SyncError {
    fn from(fault: BlobFault) -> Self {
        Self::Blob { path: fault.path, source: fault.source }
    }
}
