//! The schema and its history.

use std::path::Path;

use rusqlite::Connection;
use rusqlite_migration::{M, Migrations};

use crate::OpenError;
use crate::error::Fault;

const STEPS: &[M<'_>] = &[
    M::up(include_str!("../migrations/0001.sql")),
    M::up(include_str!("../migrations/0300.sql")),
    M::up(include_str!("../migrations/0200.sql")),
];

/// Brings the database to the schema of this version; refuses one that a later version wrote.
pub(crate) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), OpenError> {
    let unusable = |reason: String| OpenError::Unusable { path: path.to_owned(), reason };
    let found: usize =
        connection.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(|error| unusable(Fault::Sql(error).reason()))?;
    if found > STEPS.len() {
        return Err(OpenError::TooNew { path: path.to_owned(), found, known: STEPS.len() });
    }
    if found == STEPS.len() {
        return Ok(());
    }
    if found == 0 && has_tables(connection).map_err(|error| unusable(Fault::Sql(error).reason()))? {
        return Err(unusable("it holds tables that Vitae did not make; name another home".to_owned()));
    }
    Migrations::from_slice(STEPS).to_latest(connection).map_err(|error| unusable(error.to_string()))
}

fn has_tables(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE type = 'table')", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_steps_fit_each_other() {
        assert_eq!(Migrations::from_slice(STEPS).validate(), Ok(()));
    }
}
