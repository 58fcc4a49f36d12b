//! The two databases behind one door: SQLite in a file, PostgreSQL on a server.
//!
//! Statements are written once, in SQLite's words; [`dialect`] says them in PostgreSQL's.

mod dialect;
pub(crate) mod postgres;
pub(crate) mod sqlite;
mod tls;
mod value;

pub(crate) use dialect::tables;
pub(crate) use value::{Bind, Cell, Params, Value};

use crate::error::Fault;

/// A connection inside a transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Link<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c postgres::Session),
}

/// A row of an answer.
pub(crate) enum Row<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r ::postgres::Row),
}

impl Link<'_> {
    /// Runs a statement and shows its rows to `see` until that says no.
    pub(crate) fn query(self, sql: &str, values: &[Value<'_>], see: &mut dyn FnMut(&Row<'_>) -> Result<bool, Fault>) -> Result<(), Fault> {
        match self {
            Self::Sqlite(connection) => sqlite::query(connection, sql, values, see),
            Self::Postgres(session) => session.query(sql, values, see),
        }
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) fn execute(self, sql: &str, values: &[Value<'_>]) -> Result<usize, Fault> {
        match self {
            Self::Sqlite(connection) => sqlite::execute(connection, sql, values),
            Self::Postgres(session) => session.execute(sql, values),
        }
    }
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub(crate) fn get<T: Cell>(&self, column: usize) -> Result<T, Fault> {
        T::read(self.value(column)?).ok_or_else(|| Fault::Value(format!("column {column} holds a value that cannot be")))
    }

    pub(crate) fn value(&self, column: usize) -> Result<Value<'_>, Fault> {
        match self {
            Self::Sqlite(row) => sqlite::value(row, column),
            Self::Postgres(row) => Ok(row.try_get(column)?),
        }
    }
}
