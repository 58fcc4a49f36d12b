//! The CRM database: records, persons, matches, sync state. Embedded SQLite, or PostgreSQL by its address.
//!
//! [`Store::read`] hands out a [`Reader`], [`Store::write`] a [`Writer`] inside one transaction; their methods are the operations.
//! In and out: words of [`vitae_model`] and the small types here; no SQL and no client type leaves this crate.
//! Not here: what a match is, what a document says, files other than the database.

mod address;
mod audit;
mod candidate;
mod client;
mod document;
mod entry;
mod error;
mod key;
mod lease;
mod ledger;
mod notification;
mod opening;
mod outbox;
mod pair;
mod person;
mod record;
mod saved;
mod schema;
mod session;
mod store;
mod tie;
#[cfg(test)]
mod trial;
mod verdict;

pub use address::{DatabaseUrl, InvalidDatabaseUrl};
pub use audit::AuditEntry;
pub use candidate::{AttachmentRow, CandidateRow};
pub use document::{Sighting, StoredDocument};
pub use entry::{EntryRecord, EntryRow};
pub use error::{OpenError, StoreError};
pub use key::{Holders, IdentifierRef};
pub use lease::Lease;
pub use ledger::{DeadLetterRow, RunRow};
pub use notification::NotificationRow;
pub use opening::{NewOpening, Opening, OpeningRow};
pub use outbox::Pending;
pub use pair::{PairDecision, PairRow};
pub use person::{PersonNo, PersonRow};
pub use record::{Facts, NewRecord, RecordNo, RecordRow};
pub use saved::SavedRow;
pub use session::{Reader, Writer};
pub use store::{Counts, Store};
pub use verdict::Verdict;
