//! What can go wrong with the database.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The file is no database, or cannot be opened or made.
    #[error("cannot open the database {path}: {reason}", path = path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// What the database said, and what to do.
        reason: String,
    },
    /// The file was written by a later version.
    #[error("the database {path} has schema {found}, this program knows schemas up to {known}: use the newer vitae", path = path.display())]
    TooNew {
        /// The file.
        path: PathBuf,
        /// Schema of the file.
        found: usize,
        /// Last schema that this program knows.
        known: usize,
    },
}

/// Why an operation on the database failed; nothing of its transaction was kept.
#[derive(Debug, thiserror::Error)]
#[error("cannot {action} in the database: {reason}")]
pub struct StoreError {
    action: &'static str,
    reason: String,
}

/// What went wrong below, before it is told.
#[derive(Debug)]
pub(crate) enum Fault {
    Sql(rusqlite::Error),
    Value(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Self::Value(format!("a stored value cannot be understood: {error}"))
    }
}

impl Fault {
    pub(crate) fn reason(&self) -> String {
        match self {
            Self::Sql(error) => sql_reason(error),
            Self::Value(reason) => reason.clone(),
        }
    }
}

/// Runs `work` and tells its fault as what it kept from being done.
pub(crate) fn during<T>(action: &'static str, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, StoreError> {
    work().map_err(|fault| StoreError { action, reason: fault.reason() })
}

fn sql_reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            "another process has been writing for half a minute; wait for it or stop it, then run again".to_owned()
        }
        Some(ErrorCode::DiskFull) => "the disk is full; make room and run again".to_owned(),
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only; make it writable".to_owned(),
        Some(ErrorCode::CannotOpen) => "the file cannot be opened; check its folder and permissions".to_owned(),
        Some(ErrorCode::NotADatabase) => "the file is not a Vitae database; move it away or name another home".to_owned(),
        Some(ErrorCode::DatabaseCorrupt) => format!("the file is damaged ({error}); restore a copy of it"),
        _ => error.to_string(),
    }
}
