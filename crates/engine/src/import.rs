//! Persons of a CRM, imported row by row.

mod clean;
mod csv;
mod mapping;
mod row;

use serde::Serialize;
use vitae_model::{PersonId, Record, RecordId, RecordSource};
use vitae_store::{StoreError, Writer};

pub use mapping::{InvalidMapping, Mapping};
pub use row::{ImportFault, ImportFormat, ImportRow, Rows};

use crate::incoming::Incoming;
use crate::{Decision, Engine, Run, RunCounts, SyncError, Unknown};

/// Rows that are kept in one transaction.
const ROWS_AT_ONCE: usize = 256;

/// How rows are imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportOptions {
    /// The import's name: the same name and row are the same record the next time.
    pub source: String,
    /// What happens to rows that match nobody.
    pub unknown: Unknown,
    /// Whether to tell what would happen and keep nothing.
    pub dry_run: bool,
}

/// What became of one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportedRow {
    /// Its place in the file, counted from 1: the line it began on, or its number in an array.
    pub line: usize,
    /// Its identifier in the import.
    pub row: String,
    /// Its record; absent where it was left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<RecordId>,
    /// Its person; absent where it was left out, and in a dry run where it would be new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// What was decided.
    pub decision: Decision,
    /// What it was before this import.
    pub before: Before,
    /// Values that could not be used, and why.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

/// What a row was before an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Before {
    /// It was not there.
    Absent,
    /// It was there and differs now.
    Changed,
    /// It was there as it is now.
    Unchanged,
}

/// What an import came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ImportCounts {
    /// New persons.
    pub new: u64,
    /// Rows that joined a person of the CRM.
    pub matched: u64,
    /// New persons who may be somebody of the CRM.
    pub review: u64,
    /// Rows imported before that differ now.
    pub changed: u64,
    /// Rows as last time.
    pub unchanged: u64,
    /// Rows left out because nobody matched.
    pub unknown: u64,
    /// Rows that could not be read.
    pub failed: u64,
}

/// How a transaction of rows ends.
enum End {
    /// A dry run: everything is taken back.
    Dry(Vec<ImportedRow>),
    Failed(StoreError),
}

impl From<StoreError> for End {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

impl Engine {
    /// Imports persons: each row is matched with everything that is kept, and joins a person, becomes one, or is left out.
    ///
    /// A row that was imported before under the same name is changed in place. Rows that cannot be read are told and counted; the others go
    /// on. Each transaction holds some hundred rows; a dry run is one transaction that is taken back, so that its rows meet each other too.
    /// What it came to stands in the ledger, under the import's name and the stream `import`, unless it was a dry run.
    pub fn import(
        &self,
        rows: impl IntoIterator<Item = Result<ImportRow, ImportFault>>,
        options: &ImportOptions,
        mut tell: impl FnMut(Result<ImportedRow, ImportFault>),
    ) -> Result<ImportCounts, SyncError> {
        let started_at = now();
        let mut counts = ImportCounts::default();
        let mut rows = rows.into_iter();
        let at_once = if options.dry_run { usize::MAX } else { ROWS_AT_ONCE };
        loop {
            let mut batch = Vec::new();
            let mut n_read = 0;
            for row in rows.by_ref().take(at_once) {
                n_read += 1;
                match row {
                    Ok(row) => batch.push(row),
                    Err(fault) => {
                        counts.failed += 1;
                        tell(Err(fault));
                    }
                }
            }
            for imported in self.import_batch(&batch, options)? {
                counts.add(&imported);
                tell(Ok(imported));
            }
            if n_read < at_once {
                break;
            }
        }
        if !options.dry_run {
            self.record_run(&Run {
                account: options.source.clone(),
                stream: "import".to_owned(),
                started_at,
                ended_at: Some(now()),
                error: None,
                counts: counts.into(),
            })?;
            self.index_or_tell();
        }
        Ok(counts)
    }

    fn import_batch(&self, batch: &[ImportRow], options: &ImportOptions) -> Result<Vec<ImportedRow>, SyncError> {
        let done = self.store.write(|store| {
            let imported = batch.iter().map(|row| self.import_row(store, row, options)).collect::<Result<Vec<_>, _>>()?;
            if options.dry_run { Err(End::Dry(imported)) } else { Ok(imported) }
        });
        match done {
            Ok(imported) | Err(End::Dry(imported)) => Ok(imported),
            Err(End::Failed(error)) => Err(SyncError::Store(error)),
        }
    }

    fn import_row(&self, store: &Writer<'_>, row: &ImportRow, options: &ImportOptions) -> Result<ImportedRow, StoreError> {
        let source = RecordSource::Import { source: options.source.clone(), row: row.id.clone() };
        let record = Record {
            id: source.record_id(),
            source,
            profile: row.profile.clone(),
            applications: Vec::new(),
            tags: row.tags.clone(),
            consents: Default::default(),
        };
        let told = |record: Option<RecordId>, person, decision, before| ImportedRow {
            line: row.line,
            row: row.id.clone(),
            record,
            person,
            decision,
            before,
            notes: row.notes.clone(),
        };
        let known = store.record(&record.id)?;
        if let Some(stored) = known.as_ref().filter(|stored| stored.record == record) {
            return Ok(told(Some(record.id), Some(store.person_id(stored.person)?), Decision::Matched, Before::Unchanged));
        }
        let id = record.id.clone();
        let Some(settled) = self.judge.settle(store, &[Incoming::from_system(record)], options.unknown)? else {
            return Ok(told(None, None, Decision::Unknown, Before::Absent));
        };
        let (decision, before) = if known.is_some() { (Decision::Matched, Before::Changed) } else { (settled.decision, Before::Absent) };
        let person = (!options.dry_run || decision == Decision::Matched).then_some(settled.person);
        Ok(told(Some(id), person, decision, before))
    }
}

impl ImportCounts {
    fn add(&mut self, row: &ImportedRow) {
        let place = match (row.before, row.decision) {
            (Before::Unchanged, _) => &mut self.unchanged,
            (Before::Changed, _) => &mut self.changed,
            (Before::Absent, Decision::Unknown) => &mut self.unknown,
            (Before::Absent, Decision::New) => &mut self.new,
            (Before::Absent, Decision::Review) => &mut self.review,
            (Before::Absent, _) => &mut self.matched,
        };
        *place += 1;
    }
}

impl From<ImportCounts> for RunCounts {
    fn from(counts: ImportCounts) -> Self {
        Self {
            new: counts.new + counts.matched + counts.review,
            changed: counts.changed,
            unchanged: counts.unchanged,
            skipped_unknown: counts.unknown,
            failed: counts.failed,
            ..Self::default()
        }
    }
}

/// The time, RFC 3339 in UTC.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}
