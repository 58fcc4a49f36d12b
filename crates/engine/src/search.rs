//! Search and the index, which is a cache of the database.

use vitae_index::{Page, Query};

use crate::{Engine, SearchError};

#[expect(clippy::todo, reason = "signatures first; bodies follow")]
impl Engine {
    /// Finds persons.
    ///
    /// What this process enriched before is found.
    pub fn search(&self, query: &Query) -> Result<Page, SearchError> {
        let _ = query;
        todo!()
    }

    /// Builds the index anew from the database; `progress` is told how many persons are done, and of how many. Returns their number.
    pub fn reindex(&self, progress: impl FnMut(usize, usize)) -> Result<usize, SearchError> {
        let _ = progress;
        todo!()
    }
}
