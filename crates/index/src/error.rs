//! What can go wrong with an index.

/// Why an index cannot be opened, written or searched.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IndexError {
    /// The index was written by another version.
    #[error("the index has schema {found}, this version writes schema {expected}; run `vitae reindex`")]
    Schema {
        /// What the directory holds.
        found: String,
        /// What this version writes.
        expected: u32,
    },
    /// Files of the index cannot be read or written.
    #[error("cannot {action} the index at {path}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// Where.
        path: std::path::PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Another process writes the index.
    #[error("another process is writing the index; wait for it or stop it")]
    Busy,
    /// The index is damaged, or the engine below failed.
    #[error("the index cannot {action}: {reason}; `vitae reindex` rebuilds it")]
    Engine {
        /// What was tried.
        action: &'static str,
        /// Why not.
        reason: String,
    },
    /// A query cannot be understood.
    #[error(transparent)]
    Query(#[from] crate::InvalidQuery),
}
