//! The library call: the bytes of a résumé and what the caller knows in, a profile and a decision about the person out.
//!
//! [`Engine::open`] takes a home folder and makes what is missing: `vitae.db` (the CRM, unless it lies on a server), `index/` (the search index, a cache) and
//! `blobs/` (documents by their SHA-256). [`Engine::enrich`] reads one document, [`Engine::enrich_all`] a folder of them in parallel,
//! [`Engine::apply`] what an applicant tracking system told, together with the cursor. An `Engine` may be shared between threads.
//! Not here: networks, schedules, terminals, the environment.

mod alert;
mod apply;
mod arrange;
mod batch;
mod blob;
mod circle;
mod draft;
mod enrich;
mod erase;
mod error;
mod explain;
mod fetch;
mod golden;
mod home;
mod identity;
mod import;
mod incoming;
mod keeper;
mod known;
mod likely;
mod notify;
mod opening;
mod orphan;
mod person;
mod preview;
mod reconsider;
mod search;
mod settings;
mod state;
mod sync;
mod undo;

pub use alert::{Alert, SavedQuery, SavedSearch};
pub use batch::{Answer, EnrichOptions, FileSource, Progress, Reading, Source, Stamp, Summary};
pub use draft::{Draft, DraftError, Received};
pub use enrich::{Decision, Enriched};
pub use error::{EnrichError, OpenError, PersonError, ReadError, SearchError, SyncError};
pub use explain::Explanation;
pub use home::Engine;
pub use import::{Before, ImportCounts, ImportFault, ImportFormat, ImportOptions, ImportRow, ImportedRow, InvalidMapping, Mapping, Rows};
pub use known::{Known, NamedBytes, Unknown};
pub use likely::Likely;
pub use notify::Notification;
pub use opening::{JobBatch, JobOutcome, OpeningOutcome, OpeningState, Update, Updates};
pub use orphan::Orphans;
pub use person::{AuditEntry, Duplicate, PersonView, RecordView, Stats};
pub use reconsider::Reconsidered;
pub use settings::Settings;
pub use state::{AttachmentState, CandidateState, DeadLetter, Lease, Run, RunCounts};
pub use sync::{Attachment, Candidate, CandidateOutcome, Content, SyncBatch, SyncOutcome};
pub use undo::Undone;
pub use vitae_document::Limits;
pub use vitae_index::{Because, Expansion, Facet, FacetCount, Filter, Hit, IndexError, InvalidQuery, Occurs, Page, Query, Reason, Sort};
pub use vitae_matching::{Contribution, Criterion, Decision as PairDecision, Origin, Provenance, Survivorship, Thresholds};
pub use vitae_store::{DatabaseUrl, InvalidDatabaseUrl};
