//! Documents on disk, named by the SHA-256 of their bytes.

use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use vitae_model::Sha256;

use crate::Received;

/// How old a document may look before it is touched.
const YOUNG: Duration = Duration::from_secs(10 * 60);

/// The folder of documents: `ab/cd/abcd…`, so that no folder grows too large.
#[derive(Debug)]
pub(crate) struct Blobs {
    root: PathBuf,
    n_written: AtomicU64,
}

/// A document that could not be written or deleted.
#[derive(Debug)]
pub(crate) struct BlobFault {
    pub(crate) path: PathBuf,
    pub(crate) source: io::Error,
}

impl Blobs {
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root, n_written: AtomicU64::new(0) }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, sha256: &Sha256) -> PathBuf {
        let name = sha256.to_string();
        self.root.join(&name[..2]).join(&name[2..4]).join(name)
    }

    #[cfg(test)]
    pub(crate) fn contains(&self, sha256: &Sha256) -> bool {
        self.path(sha256).is_file()
    }

    pub(crate) fn read(&self, sha256: &Sha256, limit: usize) -> io::Result<Vec<u8>> {
        read_at_most(&self.path(sha256), limit)
    }

    /// Writes a document, unless it is there: under another name first, so that a killed process leaves no half of it.
    pub(crate) fn put(&self, sha256: &Sha256, bytes: &[u8]) -> Result<(), BlobFault> {
        let path = self.path(sha256);
        if let Ok(metadata) = std::fs::metadata(&path)
            && metadata.len() == bytes.len() as u64
        {
            keep_young(&path, &metadata);
            return Ok(());
        }
        let number = self.n_written.fetch_add(1, Ordering::Relaxed);
        let draft = path.with_extension(format!("{}-{number}.part", std::process::id()));
        write_new(&draft, bytes).and_then(|()| std::fs::rename(&draft, &path)).map_err(|source| BlobFault { path, source })
    }

    /// Takes in a document that came to disk, unless it is there.
    pub(crate) fn adopt(&self, received: &Received) -> Result<(), BlobFault> {
        let path = self.path(&received.sha256());
        if let Ok(metadata) = std::fs::metadata(&path)
            && metadata.len() == received.size()
        {
            keep_young(&path, &metadata);
            return Ok(());
        }
        received.move_to(&path).map_err(|source| BlobFault { path, source })
    }

    /// Deletes a document; one that is gone already is fine.
    pub(crate) fn remove(&self, sha256: &Sha256) -> Result<(), BlobFault> {
        let path = self.path(sha256);
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != io::ErrorKind::NotFound => Err(BlobFault { path, source }),
            _ => Ok(()),
        }
    }
}

/// Keeps a document that is about to be referred to again from looking like one that nobody wants.
fn keep_young(path: &Path, metadata: &std::fs::Metadata) {
    let now = SystemTime::now();
    let is_old = metadata.modified().is_ok_and(|modified| now.duration_since(modified).is_ok_and(|age| age > YOUNG));
    if is_old {
        // Where that fails, so will deleting it.
        let _ = std::fs::OpenOptions::new().append(true).open(path).and_then(|file| file.set_modified(now));
    }
}

#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that write files")]
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match std::fs::write(path, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            path.parent().map_or(Ok(()), std::fs::create_dir_all)?;
            std::fs::write(path, bytes)
        }
        done => done,
    }
}

/// Reads a file, at most `limit` + 1 bytes of it.
#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that open files")]
pub(crate) fn read_at_most(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let expected = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX).min(limit);
    let mut bytes = Vec::with_capacity(expected + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_lie_under_their_digest_and_can_be_deleted_twice() {
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = Blobs::new(folder.path().join("blobs"));
        let sha256 = Sha256::from_bytes([0xab; 32]);
        blobs.put(&sha256, b"bytes").expect("writes");
        assert!(blobs.path(&sha256).starts_with(folder.path().join("blobs/ab/ab")));
        assert_eq!(blobs.read(&sha256, 100).expect("reads"), b"bytes");
        assert_eq!(blobs.read(&sha256, 3).expect("reads").len(), 4, "one byte more than allowed tells that it is too large");
        blobs.remove(&sha256).expect("deletes");
        blobs.remove(&sha256).expect("deletes again");
        assert!(!blobs.contains(&sha256));
    }

    #[test]
    fn a_document_cut_off_by_a_power_cut_is_written_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let blobs = Blobs::new(folder.path().to_owned());
        let sha256 = Sha256::from_bytes([1; 32]);
        blobs.put(&sha256, b"by").expect("writes");
        blobs.put(&sha256, b"bytes").expect("writes again");
        assert_eq!(blobs.read(&sha256, 100).expect("reads"), b"bytes");
    }
}
