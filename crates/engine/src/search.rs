//! Search and the index, which is a cache of the database.

use crate::{Engine, SearchError};

#[expect(clippy::todo, reason = "signatures first; bodies follow")]
impl Engine {
    /// Builds the index anew from the database; `progress` is told how many persons are done, and of how many. Returns their number.
    pub fn reindex(&self, progress: impl FnMut(usize, usize)) -> Result<usize, SearchError> {
        let _ = progress;
        todo!()
    }
}
