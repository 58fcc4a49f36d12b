//! The engine and its home folder.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use vitae_index::{Index, IndexError};
use vitae_parse::Scratch;
use vitae_store::{Store, StoreError};

use crate::blob::Blobs;
use crate::identity::Judge;
use crate::{OpenError, Settings};

/// The file inside `index/` that says which database the index belongs to, and which folder beside it is the one in use.
const STAMP: &str = "vitae.stamp";
/// The name of the stamp in the database.
const STAMP_NAME: &str = "index_stamp";
/// The number of the first index of a home.
const FIRST: u64 = 1;

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
    /// The index and the number of its folder; another process may put a new one in its place.
    pub(crate) index: RwLock<(u64, Index)>,
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
        let store = match &settings.database {
            Some(url) => Store::connect(url)?,
            None => Store::open(&settings.home.join("vitae.db"))?,
        };
        let index = open_index(&settings.home.join("index"), &store)?;
        let blobs = Blobs::new(settings.home.join("blobs"));
        let judge = Judge { survivorship: settings.survivorship.clone(), ..Judge::default() };
        let engine = Self {
            settings,
            store,
            index: RwLock::new(index),
            blobs,
            judge,
            scratches: Mutex::new(Vec::new()),
            unindexed: AtomicUsize::new(0),
            indexing: Mutex::new(()),
        };
        engine.sweep();
        engine.sweep_drafts();
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

impl Engine {
    /// The index as it is now.
    pub(crate) fn index(&self) -> Index {
        self.index.read().unwrap_or_else(PoisonError::into_inner).1.clone()
    }

    /// Opens the index that another process has put in the place of ours, where one has.
    pub(crate) fn follow(&self) -> Result<(), IndexError> {
        let directory = self.index_folder();
        let Some((_, generation)) = read_stamp(&directory.join(STAMP)) else { return Ok(()) };
        if generation != self.index.read().unwrap_or_else(PoisonError::into_inner).0 {
            let index = Index::open(&directory.join(generation.to_string()))?;
            *self.index.write().unwrap_or_else(PoisonError::into_inner) = (generation, index);
        }
        Ok(())
    }

    pub(crate) fn index_folder(&self) -> PathBuf {
        self.settings.home.join("index")
    }

    /// A folder for an index that is built beside the one in use, and its number. What was left of others is removed.
    pub(crate) fn next_index(&self) -> Result<(u64, PathBuf), IndexError> {
        let (directory, current) = (self.index_folder(), self.index.read().unwrap_or_else(PoisonError::into_inner).0);
        let cannot = |source| IndexError::Io { action: "build", path: directory.clone(), source };
        for entry in std::fs::read_dir(&directory).map_err(cannot)? {
            let entry = entry.map_err(cannot)?;
            let is_left = entry.file_name().to_str().and_then(|name| name.parse::<u64>().ok()).is_some_and(|number| number != current);
            if is_left {
                remove_folder(&entry.path()).map_err(cannot)?;
            }
        }
        Ok((current + 1, directory.join((current + 1).to_string())))
    }

    /// Puts a built index in the place of the one in use, at once for everybody who looks: one file is renamed.
    pub(crate) fn swap_index(&self, generation: u64, index: Index) -> Result<(), IndexError> {
        let directory = self.index_folder();
        let path = directory.join(STAMP);
        let cannot = |source| IndexError::Io { action: "swap in", path: path.clone(), source };
        let (stamp, _) = read_stamp(&path).ok_or_else(|| cannot(io::ErrorKind::NotFound.into()))?;
        write_stamp(&path, &stamp, generation).map_err(cannot)?;
        let before = std::mem::replace(&mut *self.index.write().unwrap_or_else(PoisonError::into_inner), (generation, index)).0;
        // Readers elsewhere keep the files they have open; what cannot be removed now is at the next building.
        if let Err(error) = remove_folder(&directory.join(before.to_string())) {
            tracing::warn!(%error, "the index before is still on disk");
        }
        Ok(())
    }
}

/// Opens the index where it belongs to this database; makes an empty one and marks everybody for it otherwise.
fn open_index(directory: &Path, store: &Store) -> Result<(u64, Index), OpenError> {
    if let Some(generation) = belongs(directory, store)? {
        match Index::open(&directory.join(generation.to_string())) {
            Err(error @ (IndexError::Schema { .. } | IndexError::Engine { .. })) => tracing::warn!(%error, "the index is built anew"),
            opened => return Ok((generation, opened?)),
        }
    }
    // The lock of the database keeps two processes from doing this at once.
    store.write(|writer| {
        remove_folder(directory).map_err(|source| OpenError::Folder { path: directory.to_owned(), source })?;
        let stamp = format!("{}-{}", jiff::Timestamp::now().as_nanosecond(), std::process::id());
        writer.mark_all_pending()?;
        writer.set_meta(STAMP_NAME, &stamp)?;
        let index = Index::open(&directory.join(FIRST.to_string()))?;
        let path = directory.join(STAMP);
        write_stamp(&path, &stamp, FIRST).map_err(|source| OpenError::Folder { path, source })?;
        Ok((FIRST, index))
    })
}

/// The number of the index in use, where it belongs to this database.
fn belongs(directory: &Path, store: &Store) -> Result<Option<u64>, OpenError> {
    let known = store.read(|reader| reader.meta(STAMP_NAME))?;
    let found = read_stamp(&directory.join(STAMP));
    Ok(found.filter(|(stamp, _)| known.as_ref() == Some(stamp)).map(|(_, generation)| generation))
}

fn remove_folder(path: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Which database the index belongs to, and the number of its folder.
#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that open files")]
fn read_stamp(path: &Path) -> Option<(String, u64)> {
    let text = std::fs::read_to_string(path).ok()?;
    let (stamp, generation) = text.split_once(' ')?;
    Some((stamp.to_owned(), generation.trim().parse().ok()?))
}

/// Written beside and renamed, so that a reader finds the one or the other.
#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that write files")]
fn write_stamp(path: &Path, stamp: &str, generation: u64) -> io::Result<()> {
    let beside = path.with_extension("new");
    std::fs::write(&beside, format!("{stamp} {generation}\n"))?;
    std::fs::rename(&beside, path)
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        Self::Read(error)
    }
}
