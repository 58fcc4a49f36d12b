//! The index on disk.

use std::path::Path;

use vitae_model::PersonId;

use crate::{Entry, IndexError, Page, Query};

/// An index, open for search. Cheap to share between threads.
#[derive(Debug)]
pub struct Index {}

impl Index {
    /// Opens the index in `directory`, or makes an empty one.
    pub fn open(directory: &Path) -> Result<Self, IndexError> {
        let _ = directory;
        Ok(Self {})
    }

    /// Makes an empty index in memory.
    pub fn in_memory() -> Result<Self, IndexError> {
        Ok(Self {})
    }

    /// Starts writing. One writer at a time, across processes.
    pub fn writer(&self) -> Result<Writer, IndexError> {
        Ok(Writer {})
    }

    /// Answers a query.
    pub fn search(&self, query: &Query) -> Result<Page, IndexError> {
        let _ = query;
        Ok(Page::default())
    }

    /// How many persons are indexed.
    #[must_use]
    pub fn len(&self) -> u64 {
        0
    }

    /// Whether nobody is indexed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Writes to an index. What was written is found after [`Writer::commit`].
#[derive(Debug)]
pub struct Writer {}

impl Writer {
    /// Adds a person, or replaces the one of the same identifier.
    pub fn upsert(&mut self, entry: &Entry) -> Result<(), IndexError> {
        let _ = entry;
        Ok(())
    }

    /// Removes a person.
    pub fn delete(&mut self, person: &PersonId) -> Result<(), IndexError> {
        let _ = person;
        Ok(())
    }

    /// Removes everybody.
    pub fn clear(&mut self) -> Result<(), IndexError> {
        Ok(())
    }

    /// Makes everything written so far durable and searchable.
    pub fn commit(&mut self) -> Result<(), IndexError> {
        Ok(())
    }
}
