//! The right to do a piece of work alone, among all processes that share a database.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::client::postgres::Session;
use crate::error::{Fault, during};
use crate::store::Database;
use crate::{Store, StoreError};

/// The right to do a piece of work alone. It ends when it is dropped or its process ends, however it ends: nobody waits for a dead one.
#[derive(Debug)]
pub struct Lease(Held);

/// What the right hangs on: a lock of the file system, or one that the server ties to a connection.
#[derive(Debug)]
enum Held {
    #[expect(dead_code, reason = "it is held for what happens when it is dropped")]
    File(File),
    Server(Session),
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Held::Server(session) = &self.0 {
            // The end of the connection does it as well, a little later.
            let _ = session.batch("SELECT pg_advisory_unlock_all()");
        }
    }
}

impl Store {
    /// Takes the right to do `name` alone; `None` where somebody has it, in this process or another.
    pub fn lease(&self, name: &str) -> Result<Option<Lease>, StoreError> {
        during("ask who is at work", || {
            Ok(match &self.database {
                Database::File(file) => locked_file(&beside(file.path(), name))?.map(|file| Lease(Held::File(file))),
                Database::Server(server) => server.lock(name)?.map(|session| Lease(Held::Server(session))),
            })
        })
    }
}

/// The file whose lock stands for `name`.
fn beside(database: &Path, name: &str) -> PathBuf {
    let plain = |symbol: char| symbol.is_ascii_alphanumeric() || "-_.".contains(symbol);
    let escaped: String = name.chars().map(|symbol| if plain(symbol) { symbol } else { '+' }).collect();
    let mut file = database.file_name().unwrap_or_default().to_owned();
    file.push(format!("-lease-{escaped}"));
    database.with_file_name(file)
}

/// The system frees the lock when the process ends. The file stays: deleting it would let two lock two files of one name.
fn locked_file(path: &Path) -> Result<Option<File>, Fault> {
    let told = |error: std::io::Error| Fault::Value(format!("{}: {error}", path.display()));
    let file = OpenOptions::new().create(true).append(true).open(path).map_err(told)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(told(error)),
    }
}

#[cfg(test)]
mod tests {
    use crate::trial;

    #[test]
    fn one_at_a_time_and_free_again_afterwards() {
        trial::each(|trial| {
            let (one, other) = (trial.open(), trial.open());
            let held = one.lease("acme+candidates").expect("asks").expect("free");
            assert!(one.lease("acme+candidates").expect("asks").is_none());
            assert!(other.lease("acme+candidates").expect("asks").is_none());
            assert!(other.lease("acme+jobs").expect("asks").is_some());
            drop(held);
            assert!(other.lease("acme+candidates").expect("asks").is_some());
        });
    }
}
