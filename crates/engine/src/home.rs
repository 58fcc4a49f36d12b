//! The engine and its home folder.

use std::path::Path;

use crate::{OpenError, Settings};

/// The CRM, its search index and its documents, behind one door. `Send + Sync`: share it by reference or `Arc`.
#[derive(Debug)]
pub struct Engine {
    settings: Settings,
}

impl Engine {
    /// Opens the engine that lives in `home`, with default settings; makes and migrates what is needed.
    pub fn open(home: impl AsRef<Path>) -> Result<Self, OpenError> {
        Self::with(Settings::new(home.as_ref()))
    }

    /// Opens an engine with settings.
    ///
    /// Where the index is behind the database (a crash, a deleted folder), it catches up before this returns.
    pub fn with(settings: Settings) -> Result<Self, OpenError> {
        std::fs::create_dir_all(&settings.home).map_err(|source| OpenError::Folder { path: settings.home.clone(), source })?;
        Ok(Self { settings })
    }

    /// The settings it was opened with.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }
}
