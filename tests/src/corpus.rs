//! The labelled documents of this repository.

use std::path::PathBuf;

use crate::root;

/// One line of `corpus/manifest.csv`. No value holds a comma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The document, as a path below `corpus`.
    pub file: String,
    /// Where it came from.
    pub source: String,
    /// Under which terms it may be used.
    pub licence: String,
    /// The digest of its bytes, in hexadecimal.
    pub sha256: String,
    /// The program and layout that made it.
    pub renderer: String,
    /// Language and country of its person.
    pub locale: String,
}

impl Entry {
    /// The file's name without folder and ending: the name of its truth.
    #[must_use]
    pub fn name(&self) -> &str {
        let file = self.file.rsplit('/').next().unwrap_or_default();
        file.rsplit_once('.').map_or(file, |(name, _)| name)
    }
}

/// The lines of `corpus/manifest.csv`, in order.
///
/// # Panics
/// Where the manifest is missing or crooked.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the corpus lies in files")]
pub fn manifest() -> Vec<Entry> {
    let text = std::fs::read_to_string(root().join("corpus/manifest.csv")).expect("corpus/manifest.csv is there");
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("file,source,licence,sha256,renderer,locale"), "the manifest's heading");
    lines.map(entry).collect()
}

fn entry(line: &str) -> Entry {
    let fields: Vec<&str> = line.split(',').collect();
    let [file, source, licence, sha256, renderer, locale] = fields[..] else { panic!("six values, not `{line}`") };
    let [file, source, licence, sha256, renderer, locale] = [file, source, licence, sha256, renderer, locale].map(str::to_owned);
    Entry { file, source, licence, sha256, renderer, locale }
}

/// The documents, in the order of the manifest.
#[must_use]
pub fn documents() -> Vec<PathBuf> {
    manifest().iter().map(|entry| root().join("corpus").join(&entry.file)).collect()
}
