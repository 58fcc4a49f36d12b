//! The CRM database: records, persons, matches, sync state. Embedded SQLite.
//!
//! In and out: words of [`vitae_model`] and the small types here; no SQL and no client type leaves this crate.
//! Not here: what a match is, what a document says, files other than the database.

mod error;

pub use error::{OpenError, StoreError};
