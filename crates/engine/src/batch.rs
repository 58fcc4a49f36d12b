//! Many documents: read in parallel, stored by one writer, in flat memory.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use crate::{EnrichError, Enriched, Known};

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

    /// What tells it from all others: a path in full, so that it is recognised from another folder.
    fn key(&self) -> Cow<'_, str> {
        self.name()
    }

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

impl Source for FileSource {
    fn name(&self) -> Cow<'_, str> {
        self.path.to_string_lossy()
    }

    fn key(&self) -> Cow<'_, str> {
        match std::path::absolute(&self.path) {
            Ok(path) => Cow::Owned(path.to_string_lossy().into_owned()),
            Err(_) => self.name(),
        }
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
    /// Its bytes could not be had.
    Failed,
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
    /// Of these, with an outcome other than `parsed`, now or when last read, or not to be had at all.
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
