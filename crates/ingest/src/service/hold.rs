//! One process at a time works on an account, since the provider counts requests per credential.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use vitae_engine::{Engine, Lease};

use crate::account::Account;
use crate::sync::{SyncError, alone};

/// An account's lease, shared by the streams that are at work.
#[derive(Debug)]
pub(super) struct Hold<'a> {
    engine: &'a Engine,
    account: &'a Account,
    lease: Mutex<Weak<Lease>>,
}

impl<'a> Hold<'a> {
    pub(super) fn new(engine: &'a Engine, account: &'a Account) -> Self {
        Self { engine, account, lease: Mutex::new(Weak::new()) }
    }

    /// Takes the account for this process, or joins the stream that has it; [`SyncError::Busy`] where another process is at it.
    pub(super) fn take(&self) -> Result<Arc<Lease>, SyncError> {
        let mut held = self.lease.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lease) = held.upgrade() {
            return Ok(lease);
        }
        let lease = Arc::new(alone(self.engine, self.account, &self.account.settings().name)?);
        *held = Arc::downgrade(&lease);
        Ok(lease)
    }
}
