//! The names of all environment variables that mean something here.

use std::path::PathBuf;

/// The folder where everything is kept.
pub(crate) const HOME: &str = "VITAE_HOME";
/// The number of threads.
pub(crate) const JOBS: &str = "VITAE_JOBS";
/// The country of numbers and places without one.
pub(crate) const REGION: &str = "VITAE_REGION";
/// The address of the database, where it lies on a server.
pub(crate) const DATABASE: &str = "VITAE_DATABASE";
/// What callers of `vitae serve` must show.
pub(crate) const TOKEN: &str = "VITAE_TOKEN";
/// No colours, where it is set to anything.
pub(crate) const NO_COLOR: &str = "NO_COLOR";

/// The value of a variable; one that is empty counts as unset.
pub(crate) fn text(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The value of a variable that names a path.
pub(crate) fn path(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}
