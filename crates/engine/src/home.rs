//! The engine and its home folder.

use std::io;
use std::path::Path;
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};

use vitae_index::{Index, IndexError};
use vitae_parse::Scratch;
use vitae_store::{Store, StoreError};

use crate::blob::Blobs;
use crate::identity::Judge;
use crate::{OpenError, Settings};

/// The file inside `index/` that says which database the index belongs to.
const STAMP: &str = "vitae.stamp";
/// The name of the stamp in the database.
const STAMP_NAME: &str = "index_stamp";

/// The CRM, its search index and its documents, behind one door. `Send + Sync`: share it by reference or `Arc`.
///
/// ```
/// use vitae_engine::{Decision, Engine, Known, NamedBytes, Query};
///
/// let home = tempfile::tempdir()?;
/// let engine = Engine::open(home.path())?;
/// let résumé = "Jane Example\njane@example.com\n\nWork Experience\nSenior Engineer\nAcme Ltd, Berlin\n2019 - 2021\n";
/// let document = NamedBytes { name: "jane.txt", bytes: résumé.as_bytes() };
///
/// let first = engine.enrich(document, &Known::default())?;
/// println!("{} is {:?}", first.extraction.source, first.decision);
///
/// // The same bytes are known the second time: nothing is parsed, and it is the same person.
/// let second = engine.enrich(document, &Known::default())?;
/// assert!(second.reused);
/// assert_eq!(first.person, second.person);
///
/// let page = engine.search(&Query::new("jane"))?;
/// assert!(page.hits.iter().all(|hit| Some(&hit.person) == first.person.as_ref()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Engine {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) index: Index,
    pub(crate) blobs: Blobs,
    pub(crate) judge: Judge,
    /// Buffers of parsers that are not at work.
    pub(crate) scratches: Mutex<Vec<Scratch>>,
    /// Changes since the index was last brought up to date.
    pub(crate) unindexed: AtomicUsize,
    /// Held by whoever brings the index up to date.
    pub(crate) indexing: Mutex<()>,
}

impl Engine {
    /// Opens the engine that lives in `home`, with default settings; makes and migrates what is needed.
    pub fn open(home: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::with(Settings::new(home.as_ref()))
    }

    /// Opens an engine with settings.
    ///
    /// Where the index is behind the database (a crash, a deleted folder, another version) it catches up before the first search.
    pub fn with(settings: Settings) -> Result<Self, OpenError> {
        make_private_folder(&settings.home)?;
        let store = Store::open(&settings.home.join("vitae.db"))?;
        let index = open_index(&settings.home.join("index"), &store)?;
        let blobs = Blobs::new(settings.home.join("blobs"));
        let judge = Judge { survivorship: settings.survivorship.clone(), ..Judge::default() };
        let engine = Self {
            settings,
            store,
            index,
            blobs,
            judge,
            scratches: Mutex::new(Vec::new()),
            unindexed: AtomicUsize::new(0),
            indexing: Mutex::new(()),
        };
        engine.sweep();
        Ok(engine)
    }

    /// The settings it was opened with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Deletes the bytes that nothing refers to any more. What cannot be deleted now is tried again at the next opening.
    pub(crate) fn sweep(&self) {
        let swept = self.store.read(|reader| reader.garbage(usize::MAX)).and_then(|garbage| {
            if garbage.is_empty() {
                return Ok(());
            }
            self.store.write(|writer| {
                for sha256 in &garbage {
                    if writer.is_needed(sha256)? || self.blobs.remove(sha256).is_ok() {
                        writer.drop_garbage(sha256)?;
                    }
                }
                Ok(())
            })
        });
        if let Err(error) = swept {
            tracing::warn!(%error, "documents that were erased are still on disk; they are deleted at the next start");
        }
    }
}

/// A poisoned lock only says that a thread panicked; what it guards is a cache.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Makes the home folder; on Unix for its owner alone, since what lies there is personal data.
fn make_private_folder(path: &Path) -> Result<(), OpenError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|source| OpenError::Folder { path: path.to_owned(), source })
}

/// Opens the index where it belongs to this database; makes an empty one and marks everybody for it otherwise.
fn open_index(directory: &Path, store: &Store) -> Result<Index, OpenError> {
    if belongs(directory, store)? {
        match Index::open(directory) {
            Err(IndexError::Schema { .. } | IndexError::Engine { .. }) => {}
            opened => return Ok(opened?),
        }
    }
    // The lock of the database keeps two processes from doing this at once.
    store.write(|writer| {
        remove_folder(directory).map_err(|source| OpenError::Folder { path: directory.to_owned(), source })?;
        let stamp = format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id());
        writer.mark_all_pending()?;
        writer.set_meta(STAMP_NAME, &stamp)?;
        let index = Index::open(directory)?;
        let path = directory.join(STAMP);
        write_stamp(&path, &stamp).map_err(|source| OpenError::Folder { path, source })?;
        Ok(index)
    })
}

fn belongs(directory: &Path, store: &Store) -> Result<bool, OpenError> {
    let known = store.read(|reader| reader.meta(STAMP_NAME))?;
    Ok(known.is_some() && read_stamp(&directory.join(STAMP)) == known)
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that open files")]
fn read_stamp(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that write files")]
fn write_stamp(path: &Path, stamp: &str) -> io::Result<()> {
    std::fs::write(path, stamp)
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Read(error)
    }
}
