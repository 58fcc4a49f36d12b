//! Where a record may have its like: identifiers and blocking keys.

use crate::error::during;
use crate::record::hashes;
use crate::session::params;
use crate::{Reader, RecordNo, StoreError};

/// A value that names a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentifierRef<'a> {
    /// What it is, such as `email`.
    pub kind: &'a str,
    /// Its normal form.
    pub value: &'a str,
}

/// Who holds an identifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holders {
    /// The records, at most the asked for number.
    pub records: Vec<RecordNo>,
    /// How many there are in all, counted to a thousand.
    pub count: u32,
    /// How many names they have; those kept before names were count for one each.
    pub names: u32,
}

/// Counting stops here: a value that a thousand records share names nobody.
const MANY: u32 = 1_000;

impl Reader<'_> {
    /// The records that hold an identifier, at most `limit` of them, oldest first, and their number.
    pub fn holders(&self, identifier: IdentifierRef<'_>, limit: usize) -> Result<Holders, StoreError> {
        const SOME: &str = "SELECT record FROM identifiers WHERE kind = ?1 AND value = ?2 ORDER BY record LIMIT ?3";
        const COUNT: &str = "SELECT count(*) FROM (SELECT 1 FROM identifiers WHERE kind = ?1 AND value = ?2 LIMIT ?3) AS held";
        const NAMES: &str = "SELECT count(*) FROM
            (SELECT DISTINCT coalesce(name, -record) FROM identifiers WHERE kind = ?1 AND value = ?2 LIMIT ?3) AS named";
        during("look up an identifier", || {
            let IdentifierRef { kind, value } = identifier;
            let found: Vec<i64> = self.column(SOME, params![kind, value, as_limit(limit)])?;
            let count = if found.len() < limit {
                u32::try_from(found.len()).unwrap_or(u32::MAX)
            } else {
                self.value(COUNT, params![kind, value, MANY])?.unwrap_or_default()
            };
            let names = if found.len() > 1 { self.value(NAMES, params![kind, value, MANY])?.unwrap_or_default() } else { count };
            Ok(Holders { records: found.into_iter().map(RecordNo).collect(), count, names })
        })
    }

    /// How many records hold each of `values`; those that none holds are missing.
    pub fn value_counts(&self, values: &[u64]) -> Result<Vec<(u64, u32)>, StoreError> {
        const SQL: &str = "SELECT hash, count FROM value_counts WHERE hash IN (SELECT value FROM json_each(?1))";
        during("look up how rare values are", || {
            self.rows(SQL, [hashes(values)?], |row| Ok((row.get::<i64>(0)?.cast_unsigned(), row.get(1)?)))
        })
    }

    /// The records under each of some blocking keys; those with none and those with more than `limit`, which say nothing, are missing.
    pub fn blocks(&self, keys: &[u64], limit: usize) -> Result<Vec<Vec<RecordNo>>, StoreError> {
        const SQL: &str = "SELECT record FROM blocking_keys WHERE key = ?1 LIMIT ?2";
        during("look up blocking keys", || {
            let mut blocks = Vec::new();
            for key in keys {
                let found: Vec<i64> = self.column(SQL, params![key.cast_signed(), as_limit(limit.saturating_add(1))])?;
                if (1..=limit).contains(&found.len()) {
                    blocks.push(found.into_iter().map(RecordNo).collect());
                }
            }
            Ok(blocks)
        })
    }
}

fn as_limit(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
