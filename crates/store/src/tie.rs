//! Records that came in together and are one person for that.

use crate::error::during;
use crate::session::params;
use crate::{Reader, RecordNo, StoreError, Writer};

impl Reader<'_> {
    /// Those of some records that came in with another record, and that record.
    pub fn ties(&self, records: &[RecordNo]) -> Result<Vec<(RecordNo, RecordNo)>, StoreError> {
        const SQL: &str = "SELECT record, anchor FROM ties WHERE record IN (SELECT value FROM json_each(?1)) ORDER BY record";
        during("read which records came together", || {
            let numbers: Vec<i64> = records.iter().map(|no| no.0).collect();
            self.rows(SQL, [serde_json::to_string(&numbers)?], |row| Ok((RecordNo(row.get(0)?), RecordNo(row.get(1)?))))
        })
    }
}

impl Writer<'_> {
    /// Keeps that a record came in with another; one that came with a record before stays with that.
    pub fn put_tie(&self, record: RecordNo, anchor: RecordNo) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO ties (record, anchor) VALUES (?1, ?2) ON CONFLICT (record) DO NOTHING";
        during("keep which records came together", || {
            if record != anchor {
                self.execute(SQL, params![record.0, anchor.0])?;
            }
            Ok(())
        })
    }
}
