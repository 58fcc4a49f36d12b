//! Input for benches: the corpus in memory, and invented people of any number.
#![expect(clippy::disallowed_methods, reason = "benches read the corpus")]

mod crowd;
mod people;
mod random;
mod recruiter;

use std::path::Path;

pub use crowd::{Asked, Crowd, queries};
pub use people::people;
pub use random::Random;
pub use recruiter::{Posed, posed};

/// A document of the corpus.
#[derive(Debug, Clone)]
pub struct Document {
    /// Its file name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The documents of the corpus whose names end with `ending`, sorted by name.
///
/// # Panics
/// Where the corpus cannot be read.
#[must_use]
pub fn documents(ending: &str) -> Vec<Document> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus/resumes");
    let entries = std::fs::read_dir(folder).expect("the corpus is there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("the corpus can be listed").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let documents = paths.iter().filter(|path| name(path).ends_with(ending));
    documents.map(|path| Document { name: name(path), bytes: std::fs::read(path).expect("the corpus can be read") }).collect()
}

/// Bytes of all `documents` together.
#[must_use]
pub fn bytes(documents: &[Document]) -> u64 {
    documents.iter().map(|document| document.bytes.len() as u64).sum()
}
