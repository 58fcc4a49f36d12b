//! What one transaction may do. The operations themselves lie in one file per concern.

use std::ops::Deref;

use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, Params};
use serde::de::DeserializeOwned;

use crate::error::Fault;

/// Reads of one consistent view.
#[derive(Debug)]
pub struct Reader<'c> {
    pub(crate) connection: &'c Connection,
}

/// Reads and writes of one transaction.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { connection }
    }

    /// The first column of the first row, where there is one.
    pub(crate) fn value<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Option<T>, Fault> {
        Ok(self.connection.prepare_cached(sql)?.query_row(params, |row| row.get(0)).optional()?)
    }

    /// The first column of all rows.
    pub(crate) fn column<T: FromSql>(&self, sql: &str, params: impl Params) -> Result<Vec<T>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map(params, |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// All rows, each made into a value by `build`.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut build: impl FnMut(&rusqlite::Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        let mut values = Vec::new();
        while let Some(row) = rows.next()? {
            values.push(build(row)?);
        }
        Ok(values)
    }

    /// The first row made into a value by `build`, where there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        build: impl FnOnce(&rusqlite::Row<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params)?;
        rows.next()?.map(build).transpose()
    }
}

impl<'c> Writer<'c> {
    pub(crate) fn new(connection: &'c Connection) -> Self {
        Self { reader: Reader::new(connection) }
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Fault> {
        Ok(self.connection.prepare_cached(sql)?.execute(params)?)
    }
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

/// Reads a JSON column.
pub(crate) fn json<T: DeserializeOwned>(row: &rusqlite::Row<'_>, column: usize) -> Result<T, Fault> {
    let text = row.get_ref(column)?.as_str().map_err(|error| Fault::Value(error.to_string()))?;
    Ok(serde_json::from_str(text)?)
}

/// The time, RFC 3339 in UTC, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
