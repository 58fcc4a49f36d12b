//! Files in `blobs/` that nothing refers to: a process that is killed between a document and its transaction leaves them behind.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use vitae_model::Sha256;

use crate::{Engine, ReadError};

/// Files in `blobs/` that nothing refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Orphans {
    /// How many.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A file that may be an orphan.
struct Suspect {
    path: PathBuf,
    size: u64,
    /// The document it holds; absent for half a document and for what is no document at all.
    sha256: Option<Sha256>,
}

impl Engine {
    /// Looks for files that nothing refers to and that nobody touched for `age`; with `delete`, deletes them.
    ///
    /// Between a document's arrival and its transaction seconds pass, so an hour is a safe age while others are at work.
    pub fn orphans(&self, age: Duration, delete: bool) -> Result<Orphans, ReadError> {
        let mut found = Orphans::default();
        let mut folders = vec![self.blobs.root().to_owned()];
        while let Some(folder) = folders.pop() {
            let mut suspects = Vec::new();
            look(&folder, age, &mut folders, &mut suspects).map_err(|source| ReadError::Blob { path: folder, source })?;
            // While this transaction lasts nobody makes one of these files needed.
            let orphans = self.store.write(|store| {
                let mut orphans = Vec::new();
                for suspect in suspects {
                    let needed = suspect.sha256.map(|sha256| store.is_needed(&sha256)).transpose()?.unwrap_or(false);
                    if !needed && (!delete || std::fs::remove_file(&suspect.path).is_ok()) {
                        orphans.push(suspect.size);
                    }
                }
                Ok::<_, ReadError>(orphans)
            })?;
            found.files += orphans.len() as u64;
            found.bytes += orphans.iter().sum::<u64>();
        }
        Ok(found)
    }
}

/// The folders below a folder, and its files that are old enough.
fn look(folder: &Path, age: Duration, folders: &mut Vec<PathBuf>, suspects: &mut Vec<Suspect>) -> io::Result<()> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    let now = SystemTime::now();
    for entry in entries {
        let path = entry?.path();
        // Somebody may delete it meanwhile.
        let Ok(metadata) = std::fs::symlink_metadata(&path) else { continue };
        if metadata.is_dir() {
            folders.push(path);
        } else if now.duration_since(metadata.modified()?).unwrap_or(Duration::ZERO) >= age {
            let sha256 = path.file_name().and_then(|name| name.to_str()?.parse().ok());
            suspects.push(Suspect { path, size: metadata.len(), sha256 });
        }
    }
    Ok(())
}
