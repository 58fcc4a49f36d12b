//! Decides which records are one person, and merges their profiles.
//!
//! In: profiles ([`RecordView`]) or JSON lines. Out: scored pairs with evidence in bits, decisions, clusters, golden profiles.
//! Every function is pure: no file, no clock, no network; the same input gives the same output in any order.
//! Not here: keeping records, asking a human, remembering what a human said.

mod across;
mod align;
mod batch;
mod block;
mod cluster;
mod compare;
mod corpus;
mod decision;
mod dedupe;
mod desk;
mod email;
mod features;
pub mod fit;
mod fold;
mod frequency;
mod golden;
mod guard;
mod hash;
mod identifier;
mod index;
mod keys;
mod layer;
mod learn;
mod leaves;
mod link;
mod marks;
mod name;
mod nickname;
mod organisation;
mod phone;
mod place;
mod raw;
mod resolve;
mod scan;
mod score;
mod shape;
mod sheet;
mod survivorship;
pub mod trial;
mod twins;
mod weigh;
mod weights;
mod wire;

pub use across::{Linked, Pair, link};
pub use batch::Note;
pub use block::Yield;
pub use decision::{Decision, Thresholds, decide};
pub use dedupe::{DedupeError, Deduped, Learning, Options, dedupe};
pub use features::{Features, RecordView};
pub use frequency::{Frequencies, name_key, value_hashes};
pub use golden::{Golden, Provenance, merge, merge_by};
pub use identifier::{Identifier, IdentifierKind, Key, blocking_keys, identifiers};
pub use resolve::{Told, resolve};
pub use score::{Contribution, Match, score, score_all};
pub use survivorship::{Criterion, Origin, Survivorship};
pub use weights::Weights;
