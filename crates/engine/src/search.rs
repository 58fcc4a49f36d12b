//! Search and the index, which is a cache of the database.

use std::sync::atomic::Ordering;

use vitae_index::{Entry, Index, IndexError, Origin, Page, Query, Writer};
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
        self.freshen()?;
        Ok(self.index().search(query)?)
    }

    /// Finds persons who do what this one does; `None` where there is no such person. What a query restricts and counts holds here too, its
    /// text does not. Names, addresses, age, sex and nationality are not compared.
    pub fn similar(&self, person: &PersonId, query: &Query) -> Result<Option<Page>, SearchError> {
        self.freshen()?;
        Ok(self.index().similar(person, query)?)
    }

    /// Finds persons who have what a job asks for: title, skills, languages, years of experience. It is a list to read, not a decision.
    pub fn match_job(&self, title: &str, text: &str, query: &Query) -> Result<Page, SearchError> {
        self.freshen()?;
        Ok(self.index().match_job(title, text, query)?)
    }

    /// The persons a query finds by identifier, best first, at most `limit`.
    pub fn identifiers(&self, query: &Query, limit: usize) -> Result<Vec<PersonId>, SearchError> {
        self.freshen()?;
        Ok(self.index().identifiers(query, limit)?)
    }

    /// Catches up, unless another process is at it.
    fn freshen(&self) -> Result<(), SearchError> {
        match self.catch_up() {
            Ok(0) | Err(SearchError::Index(IndexError::Busy)) => Ok(self.index().refresh()?),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Reads once what searches need again and again; a service calls it when it starts.
    pub fn warm(&self) -> Result<(), SearchError> {
        Ok(self.index().warm()?)
    }

    /// Brings the index up to date with the database; the number of persons that were behind.
    ///
    /// [`Engine::search`] does this by itself; a service calls it when it has time.
    pub fn catch_up(&self) -> Result<usize, SearchError> {
        self.drain(|_| ())
    }

    /// Builds the index anew from the database, beside the one in use, and puts it in its place when it is whole. `progress` is told how many
    /// persons are done, and of how many. Returns their number.
    ///
    /// Searches go on in the old one meanwhile. A building that is cut short leaves the old one in place; what changed in the meantime is
    /// still marked, and taken in afterwards.
    pub fn reindex(&self, mut progress: impl FnMut(usize, usize)) -> Result<usize, SearchError> {
        let done = {
            let _guard = locked(&self.indexing);
            self.follow()?;
            // Whoever writes the old index would write to what is thrown away.
            let _old = self.index().writer()?;
            let total = usize::try_from(self.store.read(|reader| reader.counts())?.persons).unwrap_or(usize::MAX);
            let (generation, folder) = self.next_index()?;
            let index = Index::open(&folder)?;
            let mut writer = index.bulk_writer(2)?;
            let (mut done, mut last) = (0, None);
            progress(0, total);
            loop {
                let persons = self.store.read(|reader| reader.person_ids(last.as_ref(), CHUNK))?;
                let rows: Vec<EntryRow<Vec<Provenance>>> = self.store.read(|reader| reader.entries(&persons))?;
                writer.insert_all(&rows.into_iter().map(entry).collect::<Vec<_>>())?;
                done += persons.len();
                progress(done, total.max(done));
                match persons.into_iter().next_back() {
                    Some(person) => last = Some(person),
                    None => break,
                }
            }
            writer.commit()?;
            writer.finish()?;
            self.swap_index(generation, index)?;
            done
        };
        self.catch_up()?;
        Ok(done)
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
        self.follow()?;
        if self.store.read(|reader| reader.pending(1))?.is_empty() {
            return Ok(0);
        }
        let _guard = locked(&self.indexing);
        let mut writer = self.index().writer()?;
        let (mut done, mut erased) = (0, Vec::new());
        loop {
            let group = self.store.read(|reader| reader.pending(GROUP))?;
            if group.is_empty() {
                break;
            }
            for chunk in group.chunks(CHUNK) {
                erased.extend(self.write_chunk(&mut writer, chunk)?);
                progress(done + chunk.len());
                done += chunk.len();
            }
            writer.commit()?;
            if !erased.is_empty() {
                // Before they are taken off the list: what is cut short here is done again.
                writer.purge(&std::mem::take(&mut erased))?;
            }
            self.store.write(|store| store.clear_pending(&group))?;
        }
        Ok(done)
    }

    /// Writes changed persons; those that were erased, not merged into others.
    fn write_chunk(&self, writer: &mut Writer, chunk: &[Pending]) -> Result<Vec<PersonId>, SearchError> {
        let persons: Vec<PersonId> = chunk.iter().map(|pending| pending.person.clone()).collect();
        let entries: Vec<EntryRow<Vec<Provenance>>> = self.store.read(|reader| reader.entries(&persons))?;
        let gone: Vec<PersonId> = persons.into_iter().filter(|person| !entries.iter().any(|entry| entry.person == *person)).collect();
        for person in &gone {
            writer.delete(person)?;
        }
        entries.into_iter().try_for_each(|row| writer.upsert(&entry(row)))?;
        let is_merged = |person: &PersonId| self.store.read(|reader| reader.find_person(person)).map(|found| found.is_some());
        let mut erased = Vec::new();
        for person in gone {
            if !is_merged(&person)? {
                erased.push(person);
            }
        }
        Ok(erased)
    }
}

fn entry(row: EntryRow<Vec<Provenance>>) -> Entry {
    let origins = row.provenance.iter().filter_map(|value| origin(value, &row.records)).collect();
    let mut sources: Vec<_> = row.records.iter().map(|record| source(&record.source)).collect();
    let mut tags: Vec<_> = row.records.iter().flat_map(|record| record.tags.iter().cloned()).collect();
    let consents = row.records.iter().flat_map(|record| &record.consents);
    let mut consents: Vec<_> = consents
        .map(|consent| [consent.scope.as_deref(), Some(&consent.status)].into_iter().flatten().collect::<Vec<_>>().join(" "))
        .collect();
    for values in [&mut sources, &mut tags, &mut consents] {
        values.sort_unstable();
        values.dedup();
    }
    Entry { person: row.person, profile: row.profile, origins, sources, statuses: row.statuses, tags, consents, updated: row.updated_at }
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
