//! Positioned text to a profile with evidence, one document or many in parallel. The hot path.
//!
//! In: a [`vitae_document::Document`], or the bytes of one. Out: [`Parsed`], or an [`vitae_model::Extraction`], the line that `vitae parse` prints.
//! Nothing is invented: every string of the profile occurs in the document or is the normal form of one that does.
//! Not here: file formats, files, who a person is.

mod batch;
mod chain;
mod contact;
mod date;
#[cfg_attr(not(feature = "train"), allow(dead_code, reason = "the trainer uses all of the labels"))]
mod entry;
mod evidence;
mod extract;
mod layout;
mod lent;
mod lexicon;
mod list;
mod options;
mod ordered;
pub mod redact;
mod section;
#[cfg(feature = "train")]
pub mod training;
mod understand;
pub mod view;

pub use batch::{Source, extract_all, extract_all_with, in_windows, with_threads};
pub use extract::{Parsed, Scratch, examine, extract, line, sketch};
pub use options::ParseOptions;
pub use understand::{Stage, parse, parse_watched};

/// Changes whenever the same bytes may give another profile: what was stored under another version is read again.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+1");
