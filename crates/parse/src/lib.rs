//! Positioned text to a profile with evidence, one document or many in parallel. The hot path.
//!
//! In: a [`vitae_document::Document`], or the bytes of one. Out: [`Parsed`], or an [`vitae_model::Extraction`], the line that `vitae parse` prints.
//! Nothing is invented: every string of the profile occurs in the document or is the normal form of one that does.
//! Not here: file formats, files, who a person is.

mod batch;
mod chain;
#[allow(dead_code, unused_imports, reason = "filled by the field stage")]
mod contact;
#[allow(dead_code, unused_imports, reason = "filled by the field stage")]
mod date;
#[allow(dead_code, unused_imports, reason = "filled by the field stage")]
mod entry;
#[allow(dead_code, unused_imports, reason = "filled by the field stage")]
mod evidence;
mod extract;
mod layout;
#[allow(dead_code, unused_imports, reason = "filled by the field stage")]
mod lexicon;
mod list;
mod options;
mod ordered;
mod section;
#[cfg(feature = "train")]
pub mod training;

pub use batch::{Source, extract_all, in_windows, with_threads};
pub use extract::{Parsed, Scratch, extract, parse, sketch};
pub use options::ParseOptions;

/// Changes whenever the same bytes may give another profile: what was stored under another version is read again.
pub const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "+1");
