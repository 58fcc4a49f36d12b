//! The database file, its one writer and its readers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Fault, during};
use crate::session::{Reader, Writer};
use crate::{OpenError, StoreError, schema};

/// Idle readers that are kept open.
const IDLE_READERS: usize = 8;
/// Milliseconds to wait for another process that writes.
const PATIENCE_MS: u32 = 30_000;

/// The CRM database: one writer, many readers. `Send + Sync`.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

/// How many rows of each kind are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Persons.
    pub persons: u64,
    /// Records.
    pub records: u64,
    /// Documents.
    pub documents: u64,
    /// Pairs of records of different persons that wait for a human.
    pub review: u64,
    /// Applications.
    pub applications: u64,
    /// Dead letters.
    pub dead_letters: u64,
}

impl Store {
    /// Opens the database at `path`, makes it where it is missing, and brings it to the schema of this version.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let unusable = |fault: rusqlite::Error| OpenError::Unusable { path: path.to_owned(), reason: Fault::Sql(fault).reason() };
        let mut writer = Connection::open(path).map_err(unusable)?;
        prepare(&writer).map_err(unusable)?;
        schema::migrate(&mut writer, path)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })
    }

    /// Runs `work` on a consistent view of the database.
    pub fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = match locked(&self.readers).pop() {
            Some(connection) => connection,
            None => during("open a second connection", || Ok(self.reader()?))?,
        };
        let transaction = during("begin to read", || Ok(connection.transaction()?))?;
        let answer = work(&Reader::new(&transaction));
        drop(transaction);
        let mut readers = locked(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        answer
    }

    /// Runs `work` in one transaction: all of it is kept where it returns `Ok`, nothing otherwise.
    pub fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(&Writer<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = locked(&self.writer);
        let transaction = during("begin to write", || Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?))?;
        let answer = work(&Writer::new(&transaction))?;
        during("commit", || Ok(transaction.commit()?))?;
        Ok(answer)
    }

    /// Writes everything into the database file and empties the write-ahead log, so that nothing erased lingers there.
    ///
    /// Returns whether it could: somebody who still reads an older state holds it up.
    pub fn checkpoint(&self) -> Result<bool, StoreError> {
        during("empty the write-ahead log", || {
            let busy: i64 = locked(&self.writer).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            Ok(busy == 0)
        })
    }

    fn reader(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        prepare(&connection)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    }
}

/// A poisoned lock only says that a thread panicked; SQLite rolled its transaction back.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(std::time::Duration::from_millis(PATIENCE_MS.into()))?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    // With a write-ahead log this survives a killed process; a power cut may take the last transactions, whole ones only.
    connection.pragma_update(None, "synchronous", "normal")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "memory")?;
    connection.pragma_update(None, "cache_size", -16_384)?;
    connection.pragma_update(None, "wal_autocheckpoint", 4_000)?;
    // Erased data must not stay readable in free pages.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(128);
    Ok(())
}

impl Reader<'_> {
    /// Counts what is kept.
    pub fn counts(&self) -> Result<Counts, StoreError> {
        const SQL: &str = "SELECT (SELECT count(*) FROM persons), (SELECT count(*) FROM records), (SELECT count(*) FROM documents),
            (SELECT count(*) FROM matches m JOIN records a ON a.no = m.a JOIN records b ON b.no = m.b
             WHERE m.decision = 'review' AND a.person <> b.person),
            (SELECT count(*) FROM applications), (SELECT count(*) FROM dead_letters)";
        during("count", || {
            Ok(self.connection.query_row(SQL, [], |row| {
                Ok(Counts {
                    persons: row.get(0)?,
                    records: row.get(1)?,
                    documents: row.get(2)?,
                    review: row.get(3)?,
                    applications: row.get(4)?,
                    dead_letters: row.get(5)?,
                })
            })?)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Pending;
    use vitae_model::PersonId;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("vitae.db")).expect("opens");
        (folder, store)
    }

    #[test]
    fn a_failed_transaction_leaves_nothing() {
        let (_folder, store) = store();
        let person = PersonId::new("p-one");
        let failed: Result<(), StoreError> = store.write(|writer| {
            writer.insert_person(&person)?;
            writer.set_cursor("acme", "candidates", Some("7"))?;
            // The identifier is taken: the second one fails.
            writer.insert_person(&person).map(|_| ())
        });
        assert!(failed.is_err());
        let kept = store.read(|reader| Ok::<_, StoreError>((reader.find_person(&person)?, reader.cursor("acme", "candidates")?)));
        assert_eq!(kept.expect("reads"), (None, None));
    }

    #[test]
    fn a_person_that_changes_while_it_is_indexed_stays_on_the_list() {
        let (_folder, store) = store();
        let person = PersonId::new("p-one");
        store.write(|writer| writer.mark_pending(&person)).expect("marks");
        let seen: Vec<Pending> = store.read(|reader| reader.pending(10)).expect("lists");
        store.write(|writer| writer.mark_pending(&person)).expect("marks again");
        store.write(|writer| writer.clear_pending(&seen)).expect("clears");
        let left = store.read(|reader| reader.pending(10)).expect("lists");
        assert_eq!(left.len(), 1);
        store.write(|writer| writer.clear_pending(&left)).expect("clears");
        assert_eq!(store.read(|reader| reader.pending_count()).expect("counts"), 0);
    }

    #[test]
    fn the_audit_cannot_be_rewritten() {
        let (_folder, store) = store();
        store.write(|writer| writer.add_audit("test", "merge", "p-one", &1)).expect("adds");
        for sql in ["DELETE FROM audit", "UPDATE audit SET actor = 'nobody'"] {
            assert!(locked(&store.writer).execute(sql, []).is_err(), "{sql} went through");
        }
    }

    #[test]
    fn databases_of_others_and_of_the_future_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vitae.db");
        let other = Connection::open(&path).expect("opens");
        other.execute_batch("CREATE TABLE theirs (a INTEGER)").expect("makes");
        assert!(matches!(Store::open(&path), Err(OpenError::Unusable { .. })));
        other.execute_batch("PRAGMA user_version = 999").expect("sets");
        let refused = Store::open(&path).expect_err("a later schema");
        assert!(refused.to_string().contains("schema 999"), "{refused}");
    }

    #[test]
    fn readers_do_not_wait_for_the_writer() {
        let (_folder, store) = store();
        let seen = store.write(|writer| {
            writer.set_meta("name", "new")?;
            store.read(|reader| reader.meta("name"))
        });
        assert_eq!(seen.expect("reads"), None);
        assert_eq!(store.read(|reader| reader.meta("name")).expect("reads").as_deref(), Some("new"));
    }
}
