//! What a change would come to, without making it.

use std::convert::Infallible;

use vitae_store::{Store, StoreError, Writer};

use crate::SyncError;

/// How a transaction ended that keeps nothing.
enum Ended<T> {
    Previewed(T),
    Failed(SyncError),
}

impl<T> From<StoreError> for Ended<T> {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

/// Runs `work` in a transaction and undoes it: one that ends with an error is rolled back.
pub(crate) fn undone<T>(store: &Store, work: impl FnOnce(&Writer<'_>) -> Result<T, SyncError>) -> Result<T, SyncError> {
    let ended = store.write(|writer| match work(writer) {
        Ok(outcome) => Err(Ended::Previewed(outcome)),
        Err(error) => Err::<Infallible, _>(Ended::Failed(error)),
    });
    match ended {
        Ok(never) => match never {},
        Err(Ended::Previewed(outcome)) => Ok(outcome),
        Err(Ended::Failed(error)) => Err(error),
    }
}
