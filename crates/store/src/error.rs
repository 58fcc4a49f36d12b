//! What can go wrong with the database.

use std::path::PathBuf;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file is no database, or cannot be opened or made.
    #[error("cannot open the database {path}: {reason}", path = path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the database said.
        reason: String,
    },
    /// The file was written by a later version.
    #[error("the database {path} has schema {found}, this program knows up to {known}: use the newer vitae", path = path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Schema of the file.
        found: usize,
        /// Last schema that this program knows.
        known: usize,
    },
}

/// Why an operation on the database failed; nothing of it was kept.
#[derive(Debug, thiserror::Error)]
#[error("database: cannot {action}: {reason}")]
pub struct StoreError {
    action: &'static str,
    reason: String,
}
