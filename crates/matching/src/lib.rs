//! Decides which records are one person, and merges their profiles.
//!
//! In: profiles ([`RecordView`]) or JSON lines. Out: scored pairs with evidence in bits, decisions, clusters, golden profiles.
//! Every function is pure: no file, no clock, no network; the same input gives the same output in any order.
//! Not here: keeping records, asking a human, remembering what a human said.

mod decision;
mod features;
mod frequency;
mod golden;
mod identifier;
mod score;
mod weights;

pub use decision::{Decision, Thresholds, decide};
pub use features::{Features, RecordView};
pub use frequency::Frequencies;
pub use golden::{Golden, Provenance, merge};
pub use identifier::{Identifier, IdentifierKind, Key, blocking_keys, identifiers};
pub use score::{Contribution, Match, score};
pub use weights::Weights;
