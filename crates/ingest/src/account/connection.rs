//! An account that can be asked.

use std::fmt;

use super::{AccountSettings, ApiKey};
use crate::client::{Client, ConnectError, Patience, Traffic};

/// An account with its key: settings, a client, and the threads it works on.
///
/// The key is handed in, wherever the caller found it, and never comes out again.
pub struct Account {
    settings: AccountSettings,
    client: Client,
    /// Absent only while being dropped.
    runtime: Option<tokio::runtime::Runtime>,
}

/// Why an account cannot be asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AccountError {
    /// The settings make no sense.
    #[error(transparent)]
    Settings(#[from] super::InvalidAccount),
    /// No client can be made.
    #[error("account `{account}` cannot be asked")]
    Connect {
        /// The account's name.
        account: String,
        /// Why.
        source: ConnectError,
    },
    /// No threads can be started.
    #[error("cannot start the threads that talk to the network")]
    Threads(#[source] std::io::Error),
}

impl Account {
    /// Checks the settings and makes a client. Nothing is sent yet.
    pub fn connect(settings: AccountSettings, key: &ApiKey) -> Result<Self, AccountError> {
        Self::connect_with(settings, key, Patience::default())
    }

    /// As [`Account::connect`], with another patience for failures that may pass.
    pub fn connect_with(settings: AccountSettings, key: &ApiKey, patience: Patience) -> Result<Self, AccountError> {
        settings.check()?;
        let client =
            Client::new(&settings, key, patience).map_err(|source| AccountError::Connect { account: settings.name.clone(), source })?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("vitae-ingest")
            .enable_all()
            .build()
            .map_err(AccountError::Threads)?;
        Ok(Self { settings, client, runtime: Some(runtime) })
    }

    /// The settings it was made with.
    #[must_use]
    pub fn settings(&self) -> &AccountSettings {
        &self.settings
    }

    /// The requests it made so far.
    #[must_use]
    pub fn traffic(&self) -> Traffic {
        self.client.traffic()
    }

    pub(crate) fn client(&self) -> &Client {
        &self.client
    }

    /// Runs `future` to its end on this thread.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.as_ref().expect("present until dropped").block_on(future)
    }
}

impl Drop for Account {
    fn drop(&mut self) {
        // An ordinary drop waits for threads and so panics inside another runtime, where an embedding program may be.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Account").field("settings", &self.settings).finish_non_exhaustive()
    }
}
