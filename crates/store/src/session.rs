//! What one transaction may do. The operations themselves lie in one file per concern.

use std::ops::Deref;

use serde::de::DeserializeOwned;

use crate::client::{Cell, Link, Params, Row, Value};
use crate::error::Fault;

/// Parameters of several types for one statement.
macro_rules! params {
    () => {
        [$crate::client::Value::Null; 0]
    };
    ($($value:expr),* $(,)?) => {
        [$($crate::client::Bind::value(&$value)),*]
    };
}
pub(crate) use params;

/// Reads of one consistent view.
#[derive(Debug)]
pub struct Reader<'c> {
    link: Link<'c>,
}

/// Reads and writes of one transaction.
#[derive(Debug)]
pub struct Writer<'c> {
    reader: Reader<'c>,
}

impl<'c> Reader<'c> {
    pub(crate) fn new(link: Link<'c>) -> Self {
        Self { link }
    }

    /// The first column of the first row, where there is one.
    pub(crate) fn value<T: Cell>(&self, sql: &str, params: impl Params) -> Result<Option<T>, Fault> {
        self.row(sql, params, |row| row.get(0))
    }

    /// The first column of all rows.
    pub(crate) fn column<T: Cell>(&self, sql: &str, params: impl Params) -> Result<Vec<T>, Fault> {
        self.rows(sql, params, |row| row.get(0))
    }

    /// All rows, each made into a value by `build`.
    pub(crate) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        mut build: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut values = Vec::new();
        let mut see = |row: &Row<'_>| {
            values.push(build(row)?);
            Ok(true)
        };
        params.with(|params| self.link.query(sql, params, &mut see))?;
        Ok(values)
    }

    /// The first row made into a value by `build`, where there is one.
    pub(crate) fn row<T>(
        &self,
        sql: &str,
        params: impl Params,
        build: impl FnOnce(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        let (mut build, mut value) = (Some(build), None);
        let mut see = |row: &Row<'_>| {
            value = build.take().map(|build| build(row)).transpose()?;
            Ok(false)
        };
        params.with(|params| self.link.query(sql, params, &mut see))?;
        Ok(value)
    }
}

impl<'c> Writer<'c> {
    pub(crate) fn new(link: Link<'c>) -> Self {
        Self { reader: Reader::new(link) }
    }

    /// Runs a statement; the number of rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Fault> {
        params.with(|params| self.link.execute(sql, params))
    }

    /// Runs an insertion that returns the number of its row.
    pub(crate) fn insert(&self, sql: &str, params: impl Params) -> Result<i64, Fault> {
        self.value(sql, params)?.ok_or_else(|| Fault::Value("a row that was inserted has no number".to_owned()))
    }
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Reader<'c> {
        &self.reader
    }
}

/// Reads a JSON column.
pub(crate) fn json<T: DeserializeOwned>(row: &Row<'_>, column: usize) -> Result<T, Fault> {
    let Value::Text(text) = row.value(column)? else { return Err(Fault::Value(format!("column {column} holds no text"))) };
    Ok(serde_json::from_str(text)?)
}

/// The time, RFC 3339 in UTC, to the second.
pub(crate) fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}
