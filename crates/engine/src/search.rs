//! Search and the index, which is a cache of the database.

use std::sync::atomic::Ordering;

use vitae_index::{Entry, IndexError, Origin, Page, Query, Writer};
use vitae_matching::Provenance;
use vitae_model::{PersonId, RecordSource};
use vitae_store::{EntryRecord, EntryRow, Pending};

use crate::home::locked;
use crate::{Engine, SearchError};

/// Persons read from the database at a time.
const CHUNK: usize = 500;
/// Changes that may wait for the index.
const MOST_UNINDEXED: usize = 5_000;
/// Persons between two commits of the index.
const GROUP: usize = 20_000;

impl Engine {
    /// Finds persons.
    ///
    /// What was enriched before is found, whoever enriched it; only while another process is writing the index its work may be missing.
    pub fn search(&self, query: &Query) -> Result<Page, SearchError> {
        match self.catch_up() {
            Ok(_) | Err(SearchError::Index(IndexError::Busy)) => {}
            Err(error) => return Err(error),
        }
        Ok(self.index.search(query)?)
    }

    /// Brings the index up to date with the database; the number of persons that were behind.
    ///
    /// [`Engine::search`] does this by itself; a service calls it when it has time.
    pub fn catch_up(&self) -> Result<usize, SearchError> {
        self.drain(|_| ())
    }

    /// Builds the index anew from the database; `progress` is told how many persons are done, and of how many. Returns their number.
    pub fn reindex(&self, mut progress: impl FnMut(usize, usize)) -> Result<usize, SearchError> {
        let total = {
            let _guard = locked(&self.indexing);
            let mut writer = self.index.writer()?;
            let total = self.store.write(|store| store.mark_all_pending())?;
            writer.clear()?;
            writer.commit()?;
            usize::try_from(total).unwrap_or(usize::MAX)
        };
        progress(0, total);
        self.drain(|done| progress(done.min(total), total))
    }

    /// Counts changes and brings the index up to date every few thousand, so that no search pays for all of them.
    pub(crate) fn index_now_and_then(&self, changes: usize) {
        if self.unindexed.fetch_add(changes, Ordering::Relaxed) + changes >= MOST_UNINDEXED {
            self.unindexed.store(0, Ordering::Relaxed);
            self.index_or_tell();
        }
    }

    /// Brings the index up to date. What fails here fails again, and is told, at the next search.
    pub(crate) fn index_or_tell(&self) {
        match self.catch_up() {
            Ok(_) => {}
            Err(SearchError::Index(IndexError::Busy)) => tracing::debug!("another process is writing the index"),
            Err(error) => tracing::warn!(%error, "the index is behind the database; it catches up at the next search"),
        }
    }

    fn drain(&self, mut progress: impl FnMut(usize)) -> Result<usize, SearchError> {
        if self.store.read(|reader| reader.pending(1))?.is_empty() {
            return Ok(0);
        }
        let _guard = locked(&self.indexing);
        let mut writer = self.index.writer()?;
        let mut done = 0;
        loop {
            let group = self.store.read(|reader| reader.pending(GROUP))?;
            if group.is_empty() {
                return Ok(done);
            }
            for chunk in group.chunks(CHUNK) {
                self.write_chunk(&mut writer, chunk)?;
                progress(done + chunk.len());
                done += chunk.len();
            }
            writer.commit()?;
            self.store.write(|store| store.clear_pending(&group))?;
        }
    }

    fn write_chunk(&self, writer: &mut Writer, chunk: &[Pending]) -> Result<(), SearchError> {
        let persons: Vec<PersonId> = chunk.iter().map(|pending| pending.person.clone()).collect();
        let entries: Vec<EntryRow<Vec<Provenance>>> = self.store.read(|reader| reader.entries(&persons))?;
        for gone in persons.iter().filter(|person| !entries.iter().any(|entry| entry.person == **person)) {
            writer.delete(gone)?;
        }
        entries.into_iter().try_for_each(|row| writer.upsert(&entry(row)))?;
        Ok(())
    }
}

fn entry(row: EntryRow<Vec<Provenance>>) -> Entry {
    let origins = row.provenance.iter().filter_map(|value| origin(value, &row.records)).collect();
    let mut sources: Vec<_> = row.records.iter().map(|record| source(&record.source)).collect();
    let mut tags: Vec<_> = row.records.iter().flat_map(|record| record.tags.iter().cloned()).collect();
    for values in [&mut sources, &mut tags] {
        values.sort_unstable();
        values.dedup();
    }
    Entry { person: row.person, profile: row.profile, origins, sources, statuses: row.statuses, tags, updated: row.updated_at }
}

fn origin(value: &Provenance, records: &[EntryRecord]) -> Option<Origin> {
    let record = records.iter().find(|record| record.id == value.record)?;
    Some(Origin { pointer: value.pointer.clone(), source: record.label.clone(), page: page(&record.pages, &value.from) })
}

/// The page of the value at `pointer`, or of the first value below it. `pages` are sorted by pointer.
fn page(pages: &[(String, u32)], pointer: &str) -> Option<u32> {
    let first = pages.partition_point(|(place, _)| place.as_str() < pointer);
    let (place, page) = pages.get(first)?;
    let below = place.strip_prefix(pointer)?;
    (below.is_empty() || below.starts_with('/')).then_some(*page)
}

fn source(source: &RecordSource) -> String {
    match source {
        RecordSource::Candidate { account, .. } => account.clone(),
        RecordSource::Import { source, .. } => source.clone(),
        _ => "document".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_found_by_the_value_or_by_what_lies_below() {
        let pages = [("/basics/name", 1), ("/work/0/name", 2), ("/work/1/name", 3)].map(|(place, page)| (place.to_owned(), page));
        for (pointer, expected) in
            [("/basics/name", Some(1)), ("/work/0", Some(2)), ("/work/1/name", Some(3)), ("/work/0/na", None), ("/zzz", None)]
        {
            assert_eq!(page(&pages, pointer), expected, "{pointer}");
        }
    }
}
