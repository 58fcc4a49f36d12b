//! Scored pairs of records.

use serde::Serialize;
use serde::de::DeserializeOwned;
use vitae_model::{PersonId, RecordId};

use crate::client::Row;
use crate::error::{Fault, during};
use crate::session::{json, params};
use crate::{PersonNo, Reader, RecordNo, StoreError, Writer};

/// What was decided about a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PairDecision {
    /// One person.
    Same,
    /// A human should look.
    Review,
    /// Two persons.
    Different,
}

impl PairDecision {
    fn as_str(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Review => "review",
            Self::Different => "different",
        }
    }
}

/// Two records of different persons that may be one. `E` is the evidence as the caller writes it.
#[derive(Debug, Clone, PartialEq)]
pub struct PairRow<E> {
    /// The records.
    pub records: (RecordId, RecordId),
    /// Their persons.
    pub persons: (PersonId, PersonId),
    /// Evidence in bits.
    pub bits: f32,
    /// The evidence.
    pub evidence: E,
}

impl Reader<'_> {
    /// Pairs that wait for a human, most alike first: at most `limit` after the first `skip`.
    pub fn review_queue<E: DeserializeOwned>(&self, skip: usize, limit: usize) -> Result<Vec<PairRow<E>>, StoreError> {
        const SQL: &str = "SELECT a.id, b.id, p.id, q.id, m.bits, m.evidence FROM matches m
            JOIN records a ON a.no = m.a JOIN records b ON b.no = m.b JOIN persons p ON p.no = a.person JOIN persons q ON q.no = b.person
            WHERE m.decision = 'review' AND a.person <> b.person ORDER BY m.bits DESC, m.a, m.b LIMIT ?2 OFFSET ?1";
        during("list pairs for review", || {
            let [skip, limit] = [skip, limit].map(|number| i64::try_from(number).unwrap_or(i64::MAX));
            self.rows(SQL, params![skip, limit], pair_row)
        })
    }

    /// The records that kept pairs of at least `bits` join with one of `records`.
    pub fn linked(&self, records: &[RecordNo], bits: f32) -> Result<Vec<RecordNo>, StoreError> {
        const SQL: &str = "SELECT b FROM matches WHERE bits >= ?2 AND a IN (SELECT value FROM json_each(?1))
            UNION SELECT a FROM matches WHERE bits >= ?2 AND b IN (SELECT value FROM json_each(?1)) ORDER BY 1";
        during("look up pairs", || {
            let numbers: Vec<i64> = records.iter().map(|no| no.0).collect();
            Ok(self.column(SQL, params![serde_json::to_string(&numbers)?, bits])?.into_iter().map(RecordNo).collect())
        })
    }
}

impl Writer<'_> {
    /// Keeps the score of a pair.
    pub fn put_pair(
        &self,
        records: (RecordNo, RecordNo),
        bits: f32,
        decision: PairDecision,
        evidence: &impl Serialize,
    ) -> Result<(), StoreError> {
        const SQL: &str = "INSERT INTO matches (a, b, bits, decision, evidence) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (a, b) DO UPDATE SET bits = excluded.bits, decision = excluded.decision, evidence = excluded.evidence";
        during("keep a match", || {
            let (a, b) = (records.0.min(records.1), records.0.max(records.1));
            self.execute(SQL, params![a.0, b.0, bits, decision.as_str(), serde_json::to_string(evidence)?])?;
            Ok(())
        })
    }

    /// Drops what was kept of the pairs of a record.
    pub fn drop_pairs(&self, no: RecordNo) -> Result<(), StoreError> {
        during("drop pairs", || {
            self.execute("DELETE FROM matches WHERE a = ?1", [no.0])?;
            self.execute("DELETE FROM matches WHERE b = ?1", [no.0])?;
            Ok(())
        })
    }

    /// Sets the decision of all kept pairs between two persons.
    pub fn decide_between(&self, left: PersonNo, right: PersonNo, decision: PairDecision) -> Result<(), StoreError> {
        const SQL: &str = "UPDATE matches SET decision = ?3
            WHERE (a IN (SELECT no FROM records WHERE person = ?1) AND b IN (SELECT no FROM records WHERE person = ?2))
               OR (a IN (SELECT no FROM records WHERE person = ?2) AND b IN (SELECT no FROM records WHERE person = ?1))";
        during("decide about pairs", || {
            self.execute(SQL, params![left.0, right.0, decision.as_str()])?;
            Ok(())
        })
    }
}

fn pair_row<E: DeserializeOwned>(row: &Row<'_>) -> Result<PairRow<E>, Fault> {
    let text = |column: usize| row.get::<String>(column);
    Ok(PairRow {
        records: (RecordId::new(text(0)?), RecordId::new(text(1)?)),
        persons: (PersonId::new(text(2)?), PersonId::new(text(3)?)),
        bits: row.get(4)?,
        evidence: json(row, 5)?,
    })
}
