//! Many documents: read in parallel, stored by one writer, in flat memory.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::{Engine, EnrichError, Enriched, Known};

/// A file's size and time of change: where both are as before, the file is taken for unchanged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Size in bytes.
    pub size: u64,
    /// Last change in nanoseconds since 1970, UTC.
    pub modified_ns: i64,
}

/// A document that can be fetched when its turn comes.
pub trait Source: Sync {
    /// The name it is told and remembered under.
    fn name(&self) -> Cow<'_, str>;

    /// Its stamp, where it has one. Without one it is always fetched.
    fn stamp(&self) -> io::Result<Option<Stamp>>;

    /// Fetches its bytes, at most `limit` + 1 of them: one too many tells that it is too large.
    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>>;

    /// What the caller knows of it.
    fn known(&self) -> Cow<'_, Known> {
        Cow::Owned(Known::default())
    }
}

/// A file on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSource {
    path: PathBuf,
}

impl FileSource {
    /// Names a file; it is opened when its turn comes.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// How a batch is done.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct EnrichOptions {
    /// Reads every file again, also unchanged ones.
    pub force: bool,
    /// Hands unchanged documents to the sink as well, from what is stored.
    pub with_unchanged: bool,
}

/// How a document of a batch was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reading {
    /// Its bytes were read and parsed.
    Parsed,
    /// Its bytes were read and had been parsed before.
    Reused,
    /// Its stamp is as before: it was not opened.
    Unchanged,
}

/// What became of one document of a batch.
#[derive(Debug)]
pub struct Answer {
    /// Its place in the list of sources.
    pub position: usize,
    /// How it was come by.
    pub reading: Reading,
    /// What it gave; an error concerns this document alone.
    pub result: Result<Enriched, EnrichError>,
}

/// Where a batch stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Documents in the batch.
    pub total: usize,
    /// Documents done, whatever became of them.
    pub done: usize,
    /// Of these, parsed anew.
    pub parsed: usize,
    /// Of these, known by their bytes.
    pub reused: usize,
    /// Of these, not opened because unchanged.
    pub unchanged: usize,
    /// Of these, without a profile or not readable at all.
    pub failed: usize,
    /// Bytes read.
    pub bytes: u64,
}

/// What a batch came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// The last state of [`Progress`].
    pub progress: Progress,
    /// New persons.
    pub new: usize,
    /// Documents of persons known before.
    pub matched: usize,
    /// Documents of persons who may be known: see the review queue.
    pub review: usize,
}

#[expect(clippy::todo, reason = "signatures first; bodies follow")]
impl Engine {
    /// Enriches many documents: parsed in parallel, stored by one writer, indexed in groups, handed to `sink` in the order of `sources`.
    ///
    /// Memory does not grow with their number. One document's failure is its [`Answer`]; an error of the whole means that the
    /// database itself failed, and everything handed to `sink` before is kept.
    pub fn enrich_all<S: Source>(
        &self,
        sources: &[S],
        options: &EnrichOptions,
        progress: impl FnMut(&Progress),
        sink: impl FnMut(Answer),
    ) -> Result<Summary, EnrichError> {
        let _ = (sources, options, progress, sink);
        todo!()
    }
}

impl Source for FileSource {
    fn name(&self) -> Cow<'_, str> {
        self.path.to_string_lossy()
    }

    fn stamp(&self) -> io::Result<Option<Stamp>> {
        let metadata = std::fs::metadata(&self.path)?;
        let since = metadata.modified()?.duration_since(std::time::UNIX_EPOCH);
        let modified_ns = since.ok().and_then(|age| i64::try_from(age.as_nanos()).ok());
        Ok(modified_ns.map(|modified_ns| Stamp { size: metadata.len(), modified_ns }))
    }

    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>> {
        crate::blob::read_at_most(&self.path, limit)
    }
}
