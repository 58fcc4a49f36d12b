//! The database server that tests may use, where there is one.

use std::path::Path;

/// The variable that names it; `tests/postgres COMMAND` starts a server and sets it.
const SERVER: &str = "VITAE_TEST_DATABASE";

/// The address of a schema that belongs to `home` alone; nothing where tests keep to SQLite.
#[expect(clippy::disallowed_methods, reason = "the test script names the server")]
#[must_use]
pub fn database_of(home: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let plain = |symbol: char| if symbol.is_ascii_alphanumeric() { symbol.to_ascii_lowercase() } else { '_' };
    let name: String = home.to_string_lossy().chars().map(plain).collect();
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-csearch_path%3Dt{}_{name}", std::process::id()))
}

/// Opens the engine of a home on that server, or in the home where there is none.
pub fn open(home: &Path) -> Result<vitae_engine::Engine, vitae_engine::OpenError> {
    let mut settings = vitae_engine::Settings::new(home);
    settings.database = database_of(home).map(|url| url.parse().expect("the script gives an address"));
    vitae_engine::Engine::with(settings)
}
