//! Where the engine lives and how much it may do.

use std::num::NonZero;
use std::path::PathBuf;

use vitae_document::Limits;
use vitae_matching::Survivorship;
use vitae_model::CountryCode;
use vitae_store::DatabaseUrl;

/// Where the engine lives and how much it may do.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Settings {
    /// The folder of `vitae.db`, `index/` and `blobs/`; made where it is missing.
    pub home: PathBuf,
    /// The database, where it lies on a server and not in `home`. Processes that share it share the home's other folders too.
    pub database: Option<DatabaseUrl>,
    /// Bounds of one document.
    pub limits: Limits,
    /// Threads that [`Engine::enrich_all`](crate::Engine::enrich_all) reads on; the number of cores where absent.
    pub jobs: Option<NonZero<usize>>,
    /// The country that numbers and places without one are taken to be in, where neither document nor caller gives a hint.
    pub region: Option<CountryCode>,
    /// Which record's value the golden profile takes where several records of a person have one.
    pub survivorship: Survivorship,
}

impl Settings {
    /// The defaults for a home folder.
    #[must_use]
    pub fn new(home: impl Into<PathBuf>) -> Self {
        Self {
            home: home.into(),
            database: None,
            limits: Limits::default(),
            jobs: None,
            region: None,
            survivorship: Survivorship::default(),
        }
    }
}
