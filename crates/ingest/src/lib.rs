//! The ATS client and the sync service: candidates, applications and résumés from an applicant tracking system into the engine.
//!
//! In: [`AccountSettings`] and a key, resolved by the caller. Out: records and documents handed to [`vitae_engine::Engine`],
//! and a ledger of what was done. Everything that is kept goes through the engine's public calls.
//! Not here: files, the environment, terminals. A key never appears in a log, an error, an address or a `Debug`.

mod account;
mod client;
mod convert;
mod jobs;
mod probe;
mod service;
mod sync;
mod webhook;
mod wire;

pub use account::{
    Account, AccountError, AccountSettings, ApiKey, BaseUrl, CandidateSettings, Interval, InvalidAccount, InvalidBaseUrl, InvalidInterval,
    JobSettings, KeySource, OAuthClient, Provider,
};
pub use client::{ApiError, ApiErrorKind, ConnectError, Patience, Said, Traffic, redact_keys};
pub use jobs::{Criterion, InvalidCriterion, sync_jobs};
pub use probe::{Checkup, Probe, check_account};
pub use service::{LastRun, Observer, Service, State, StreamStatus, status};
pub use sync::{Ledger, Progress, Scope, Stop, Stream, SyncError, SyncOptions, sync_once, test_account};
pub use webhook::{
    Event, Received, Receiver, Refusal, Subscription, SubscriptionError, Webhooks, replay, subscribe, subscriptions, unsubscribe,
};
