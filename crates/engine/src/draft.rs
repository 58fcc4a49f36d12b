//! Documents on their way in: written to disk as they come, named by their bytes once they are whole.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use sha2::Digest;
use vitae_model::Sha256;

use crate::Engine;
use crate::home::locked;

/// The folder of drafts, beside the documents: on the same disk, so that one becomes a document by its name alone.
const FOLDER: &str = "incoming";

/// How old a draft without an owner must be: its owner makes it a moment before locking it.
const ABANDONED: Duration = Duration::from_secs(60);

/// A document that is being received. Dropping it removes what came so far; of a killed process's, the next start does.
///
/// Memory holds none of it, however large it is.
#[derive(Debug)]
pub struct Draft {
    file: Held,
    hasher: sha2::Sha256,
    size: u64,
}

/// A whole document, not among the others yet: a batch that takes its candidate over puts it there. Dropping the last of it removes it.
#[derive(Debug, Clone)]
pub struct Received(Arc<Whole>);

#[derive(Debug)]
struct Whole {
    file: Mutex<Held>,
    sha256: Sha256,
    size: u64,
}

/// A file that goes when it is dropped, unless it was renamed.
#[derive(Debug)]
struct Held {
    file: File,
    path: PathBuf,
}

/// A document could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write the document at {path}: is the disk full or the folder not writable?", path = path.display())]
pub struct DraftError {
    /// Where it is written.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl Engine {
    /// Begins to receive a document.
    pub fn draft(&self) -> Result<Draft, DraftError> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let folder = self.blobs.root().join(FOLDER);
        let path = folder.join(format!("{}-{}.part", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
        let opened = open(&path).or_else(|error| match error.kind() {
            io::ErrorKind::NotFound => std::fs::create_dir_all(&folder).and_then(|()| open(&path)),
            _ => Err(error),
        });
        let file = opened.map_err(|source| DraftError { path: path.clone(), source })?;
        // Where files cannot be locked, drafts of killed processes wait for `Engine::orphans`.
        if let Err(error) = file.try_lock() {
            tracing::debug!(%error, "a draft is not locked");
        }
        Ok(Draft { file: Held { file, path }, hasher: sha2::Sha256::new(), size: 0 })
    }

    /// Removes drafts whose process has gone: nobody holds their lock.
    pub(crate) fn sweep_drafts(&self) {
        let Ok(entries) = std::fs::read_dir(self.blobs.root().join(FOLDER)) else { return };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            match is_abandoned(&path) {
                Ok(true) => match std::fs::remove_file(&path) {
                    Ok(()) => tracing::debug!(path = %path.display(), "removed a draft of a process that has gone"),
                    Err(error) => tracing::debug!(%error, "a draft of a process that has gone stays"),
                },
                Ok(false) => {}
                // Its owner may have removed it just now.
                Err(error) => tracing::debug!(%error, "a draft cannot be looked at"),
            }
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that open files")]
fn is_abandoned(path: &Path) -> io::Result<bool> {
    let file = File::open(path)?;
    let age = SystemTime::now().duration_since(file.metadata()?.modified()?).unwrap_or(Duration::ZERO);
    if age < ABANDONED {
        return Ok(false);
    }
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open(path: &Path) -> io::Result<File> {
    // One of the same name is of a process that had the same number and has gone.
    OpenOptions::new().read(true).write(true).create(true).truncate(true).open(path)
}

impl Draft {
    /// Takes the next bytes.
    pub fn write(&mut self, bytes: &[u8]) -> Result<(), DraftError> {
        self.file.file.write_all(bytes).map_err(|source| self.file.fault(source))?;
        self.hasher.update(bytes);
        self.size += bytes.len() as u64;
        Ok(())
    }

    /// Begins anew, as when what came broke off and is sent again.
    pub fn restart(&mut self) -> Result<(), DraftError> {
        let emptied = self.file.file.set_len(0).and_then(|()| self.file.file.seek(SeekFrom::Start(0)));
        emptied.map_err(|source| self.file.fault(source))?;
        self.hasher = sha2::Sha256::new();
        self.size = 0;
        Ok(())
    }

    /// Bytes so far.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Ends it: this is the whole document.
    #[must_use]
    pub fn finish(self) -> Received {
        let sha256 = Sha256::from_bytes(self.hasher.finalize().into());
        Received(Arc::new(Whole { file: Mutex::new(self.file), sha256, size: self.size }))
    }
}

impl Received {
    /// The digest of its bytes.
    #[must_use]
    pub fn sha256(&self) -> Sha256 {
        self.0.sha256
    }

    /// How many bytes it has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.size
    }

    /// Reads at most `limit` + 1 bytes of it, through the file that is open already.
    pub(crate) fn read(&self, limit: usize) -> io::Result<Vec<u8>> {
        let mut held = locked(&self.0.file);
        held.file.seek(SeekFrom::Start(0))?;
        let expected = usize::try_from(self.0.size).unwrap_or(usize::MAX).min(limit);
        let mut bytes = Vec::with_capacity(expected + 1);
        (&mut held.file).take(limit as u64 + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Gives it its name among the documents.
    pub(crate) fn move_to(&self, path: &Path) -> io::Result<()> {
        let held = locked(&self.0.file);
        let moved = std::fs::rename(&held.path, path).or_else(|error| match (error.kind(), path.parent()) {
            (io::ErrorKind::NotFound, Some(folder)) => {
                std::fs::create_dir_all(folder)?;
                std::fs::rename(&held.path, path)
            }
            _ => Err(error),
        });
        moved?;
        // Documents are read by anybody. Where it was never locked, there is nothing to unlock.
        let _ = held.file.unlock();
        Ok(())
    }
}

impl PartialEq for Received {
    fn eq(&self, other: &Self) -> bool {
        self.0.sha256 == other.0.sha256
    }
}

impl Eq for Received {}

impl Held {
    fn fault(&self, source: io::Error) -> DraftError {
        DraftError { path: self.path.clone(), source }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // It was renamed, or it is nobody's any more.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn engine() -> (tempfile::TempDir, Engine) {
        let home = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(home.path()).expect("opens");
        (home, engine)
    }

    fn drafts(engine: &Engine) -> usize {
        std::fs::read_dir(engine.blobs.root().join(FOLDER)).map_or(0, Iterator::count)
    }

    #[test]
    fn what_came_is_named_by_all_of_its_bytes() {
        let (_home, engine) = engine();
        let mut draft = engine.draft().expect("begins");
        draft.write(b"half of it, and then noth").expect("writes");
        draft.restart().expect("begins anew");
        draft.write(b"by").expect("writes");
        draft.write(b"tes").expect("writes");
        assert_eq!((draft.size(), drafts(&engine)), (5, 1));
        let received = draft.finish();
        assert_eq!(received.sha256(), crate::enrich::digest(b"bytes"));
        assert_eq!(received.read(100).expect("reads"), b"bytes");
        assert_eq!(received.read(3).expect("reads").len(), 4, "one byte more than allowed tells that it is too large");
        engine.blobs.adopt(&received).expect("moves");
        assert_eq!(engine.blobs.read(&received.sha256(), 100).expect("reads"), b"bytes");
        engine.blobs.adopt(&received).expect("is there already");
        assert_eq!((drafts(&engine), received.read(100).expect("reads").len()), (0, 5));
        drop(received);
        assert!(engine.blobs.contains(&crate::enrich::digest(b"bytes")));
    }

    #[test]
    fn what_nobody_takes_over_leaves_nothing() {
        let (_home, engine) = engine();
        let mut draft = engine.draft().expect("begins");
        draft.write(b"bytes").expect("writes");
        let received = draft.finish();
        let other = received.clone();
        drop(received);
        assert_eq!((drafts(&engine), other.size()), (1, 5));
        drop(other);
        drop(engine.draft().expect("begins"));
        assert_eq!(drafts(&engine), 0);
    }

    #[test]
    fn the_drafts_of_a_killed_process_go_with_the_next_start_and_those_of_others_stay() {
        let (home, engine) = engine();
        let mine = engine.draft().expect("begins");
        let (left, young) = (mine.file.path.with_file_name("77-1.part"), mine.file.path.with_file_name("77-2.part"));
        let before = SystemTime::now() - ABANDONED * 2;
        for (path, age) in [(&left, before), (&young, SystemTime::now())] {
            open(path).expect("opens").set_modified(age).expect("is set");
        }
        mine.file.file.set_modified(before).expect("is set");
        drop(Engine::open(home.path()).expect("opens"));
        assert_eq!((left.exists(), young.exists(), mine.file.path.exists()), (false, true, true));
    }
}
