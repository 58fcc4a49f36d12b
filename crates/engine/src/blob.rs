//! Documents on disk, named by the SHA-256 of their bytes.

use std::io::{self, Read};
use std::path::Path;

/// Reads a file, at most `limit` + 1 bytes of it.
#[expect(clippy::disallowed_methods, reason = "the engine is one of the two crates that open files")]
pub(crate) fn read_at_most(path: &Path, limit: usize) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let expected = usize::try_from(file.metadata()?.len()).unwrap_or(usize::MAX).min(limit);
    let mut bytes = Vec::with_capacity(expected + 1);
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
