//! SQLite: one file, one writer, many readers.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, ToSql, TransactionBehavior, params_from_iter};

use super::{Link, Row, Value};
use crate::error::{Fault, during};
use crate::{OpenError, StoreError, schema};

/// Idle readers that are kept open.
const IDLE_READERS: usize = 8;
/// Milliseconds to wait for another process that writes.
const PATIENCE_MS: u32 = 30_000;

/// The connections to one file.
#[derive(Debug)]
pub(crate) struct File {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Vec<Connection>>,
}

impl File {
    /// Opens the database at `path`, makes it where it is missing, and brings it to the schema of this version.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        let unusable = |fault: rusqlite::Error| OpenError::unusable(path.display(), &Fault::Sqlite(fault));
        let mut writer = Connection::open(path).map_err(unusable)?;
        prepare(&writer).map_err(unusable)?;
        schema::migrate_file(&mut writer, path)?;
        Ok(Self { path: path.to_owned(), writer: Mutex::new(writer), readers: Mutex::new(Vec::new()) })
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn read<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = match locked(&self.readers).pop() {
            Some(connection) => connection,
            None => during("open a second connection", || Ok(self.reader()?))?,
        };
        let transaction = during("begin to read", || Ok(connection.transaction()?))?;
        let answer = work(Link::Sqlite(&transaction));
        drop(transaction);
        let mut readers = locked(&self.readers);
        if readers.len() < IDLE_READERS {
            readers.push(connection);
        }
        answer
    }

    pub(crate) fn write<T, E: From<StoreError>>(&self, work: impl FnOnce(Link<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut connection = locked(&self.writer);
        let transaction = during("begin to write", || Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?))?;
        let answer = work(Link::Sqlite(&transaction))?;
        during("commit", || Ok(transaction.commit()?))?;
        Ok(answer)
    }

    /// Empties the write-ahead log into the file; whether it could.
    pub(crate) fn checkpoint(&self) -> Result<bool, StoreError> {
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

/// A poisoned lock only says that a thread panicked; its transaction was rolled back.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
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

pub(super) fn query(
    connection: &Connection,
    sql: &str,
    values: &[Value<'_>],
    see: &mut dyn FnMut(&Row<'_>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    while let Some(row) = rows.next()? {
        if !see(&Row::Sqlite(row))? {
            break;
        }
    }
    Ok(())
}

pub(super) fn execute(connection: &Connection, sql: &str, values: &[Value<'_>]) -> Result<usize, Fault> {
    Ok(connection.prepare_cached(sql)?.execute(params_from_iter(values))?)
}

pub(super) fn value<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<Value<'r>, Fault> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(std::str::from_utf8(text).map_err(|error| Fault::Value(error.to_string()))?),
        ValueRef::Blob(bytes) => Value::Blob(bytes),
    })
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(number),
            Self::Real(number) => ValueRef::Real(number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}
