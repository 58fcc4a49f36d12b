//! The schema and its history.

use std::fmt::Display;
use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use crate::client::postgres::Session;
use crate::client::tables;
use crate::error::Fault;
use crate::{DatabaseUrl, OpenError};

/// One step: plain SQL, and what each database needs besides.
struct Step {
    sql: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

impl Step {
    const fn plain(sql: &'static str) -> Self {
        Self { sql, sqlite: "", postgres: "" }
    }
}

const STEPS: &[Step] = &[
    Step {
        sql: include_str!("../migrations/0001.sql"),
        sqlite: include_str!("../migrations/0001.sqlite.sql"),
        postgres: include_str!("../migrations/0001.postgres.sql"),
    },
    Step::plain(include_str!("../migrations/0300.sql")),
    Step::plain(include_str!("../migrations/0200.sql")),
    Step::plain(include_str!("../migrations/0500.sql")),
];

/// Brings a file to the schema of this version; refuses one that a later version wrote.
pub(crate) fn migrate_file(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let unusable = |error: rusqlite::Error| OpenError::unusable(path.display(), &Fault::Sqlite(error));
    let version = |connection: &Connection| connection.query_row("PRAGMA user_version", [], |row| row.get::<_, usize>(0));
    let found = version(connection).map_err(unusable)?;
    if known(found, path.display())?.is_empty() {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(unusable)?;
    // Another process may have been faster.
    let found = version(&transaction).map_err(unusable)?;
    if found == 0 && has_tables(&transaction).map_err(unusable)? {
        return Err(foreign(path.display()));
    }
    for step in known(found, path.display())? {
        transaction.execute_batch(step.sql).and_then(|()| transaction.execute_batch(step.sqlite)).map_err(unusable)?;
    }
    transaction.pragma_update(None, "user_version", STEPS.len()).map_err(unusable)?;
    transaction.commit().map_err(unusable)
}

/// Brings a schema on a server to that of this version; refuses one that a later version wrote.
pub(crate) fn migrate_server(session: &Session, url: &DatabaseUrl) -> Result<(), OpenError> {
    let unusable = |fault: Fault| OpenError::unusable(url, &fault);
    session.batch("BEGIN; SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/schema', 0))").map_err(unusable)?;
    let migrated = migrate_in_transaction(session, url);
    session.batch(if migrated.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(unusable)?;
    migrated
}

fn migrate_in_transaction(session: &Session, url: &DatabaseUrl) -> Result<(), OpenError> {
    const NAMES: &str = "SELECT table_name::text FROM information_schema.tables WHERE table_schema = current_schema()";
    let unusable = |fault: Fault| OpenError::unusable(url, &fault);
    let mut names: Vec<String> = Vec::new();
    let collect = |row: &crate::client::Row<'_>, names: &mut Vec<String>| row.get(0).map(|name| names.push(name));
    session.query(NAMES, &[], &mut |row| collect(row, &mut names).map(|()| true)).map_err(unusable)?;
    let mut found = 0;
    if names.iter().any(|name| name == "schema_version") {
        let read = &mut |row: &crate::client::Row<'_>| {
            found = row.get(0)?;
            Ok(false)
        };
        session.query("SELECT version FROM schema_version", &[], read).map_err(unusable)?;
    } else if names.is_empty() {
        session
            .batch("CREATE TABLE schema_version (version BIGINT NOT NULL); INSERT INTO schema_version (version) VALUES (0)")
            .map_err(unusable)?;
    } else {
        return Err(foreign(url));
    }
    for step in known(found, url)? {
        session.batch(&tables(step.sql)).and_then(|()| session.batch(step.postgres)).map_err(unusable)?;
    }
    session.batch(&format!("UPDATE schema_version SET version = {}", STEPS.len())).map_err(unusable)
}

/// The steps after `found`.
fn known(found: usize, database: impl Display) -> Result<&'static [Step], OpenError> {
    STEPS.get(found..).ok_or_else(|| OpenError::TooNew { database: database.to_string(), found, known: STEPS.len() })
}

fn foreign(database: impl Display) -> OpenError {
    let reason = "it holds tables that Vitae did not make; name another home, database or schema".to_owned();
    OpenError::Unusable { database: database.to_string(), reason }
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table')", [], |row| row.get(0))
}
