//! What can go wrong with the database.

use std::fmt::Display;

use postgres::error::SqlState;
use rusqlite::ErrorCode;

/// Why a database could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It is no database, or cannot be opened or made.
    #[error("cannot open the database {database}: {reason}")]
    Unusable {
        /// The file, or the address without its password.
        database: String,
        /// What the database said, and what to do.
        reason: String,
    },
    /// It was written by a later version.
    #[error("the database {database} has schema {found}, this program knows schemas up to {known}: use the newer vitae")]
    TooNew {
        /// The file, or the address without its password.
        database: String,
        /// Its schema.
        found: usize,
        /// Last schema that this program knows.
        known: usize,
    },
}

impl OpenError {
    pub(crate) fn unusable(database: impl Display, fault: &Fault) -> Self {
        Self::Unusable { database: database.to_string(), reason: fault.reason() }
    }
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
    Sqlite(rusqlite::Error),
    Postgres(postgres::Error),
    Value(String),
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<postgres::Error> for Fault {
    fn from(error: postgres::Error) -> Self {
        Self::Postgres(error)
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
            Self::Sqlite(error) => sqlite_reason(error),
            Self::Postgres(error) => postgres_reason(error),
            Self::Value(reason) => reason.clone(),
        }
    }
}

/// Runs `work` and tells its fault as what it kept from being done.
pub(crate) fn during<T>(action: &'static str, work: impl FnOnce() -> Result<T, Fault>) -> Result<T, StoreError> {
    work().map_err(|fault| StoreError { action, reason: fault.reason() })
}

const BUSY: &str = "another process has been writing for half a minute; wait for it or stop it, then run again";

fn sqlite_reason(error: &rusqlite::Error) -> String {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => BUSY.to_owned(),
        Some(ErrorCode::DiskFull) => "the disk is full; make room and run again".to_owned(),
        Some(ErrorCode::ReadOnly) => "the file or its folder is read-only; make it writable".to_owned(),
        Some(ErrorCode::CannotOpen) => "the file cannot be opened; check its folder and permissions".to_owned(),
        Some(ErrorCode::NotADatabase) => "the file is not a Vitae database; move it away or name another home".to_owned(),
        Some(ErrorCode::DatabaseCorrupt) => format!("the file is damaged ({error}); restore a copy of it"),
        _ => error.to_string(),
    }
}

/// What the server said, without the detail that repeats the values of a row.
fn postgres_reason(error: &postgres::Error) -> String {
    match error.as_db_error() {
        Some(told) if *told.code() == SqlState::LOCK_NOT_AVAILABLE => BUSY.to_owned(),
        Some(told) if *told.code() == SqlState::DISK_FULL => "the server's disk is full; make room and run again".to_owned(),
        Some(told) if *told.code() == SqlState::INVALID_PASSWORD => "the server does not accept the user or the password".to_owned(),
        Some(told) => format!("the server says: {} ({})", told.message(), told.code().code()),
        None => {
            let mut reason = error.to_string();
            let mut cause = std::error::Error::source(error);
            while let Some(error) = cause {
                reason = format!("{reason}: {error}");
                cause = error.source();
            }
            reason
        }
    }
}
