//! Runs a check against every database there is: SQLite always, PostgreSQL where `VITAE_TEST_DATABASE` names a server.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{DatabaseUrl, Store};

/// The variable that names a server on which tests may make schemas; `tests/postgres COMMAND` starts one and sets it.
const SERVER: &str = "VITAE_TEST_DATABASE";

/// An empty database of its own.
pub(crate) enum Trial {
    File(tempfile::TempDir),
    Server(Box<DatabaseUrl>),
}

impl Trial {
    /// Opens it; several times gives several stores on one database.
    pub(crate) fn open(&self) -> Store {
        self.try_open().expect("opens")
    }

    pub(crate) fn try_open(&self) -> Result<Store, crate::OpenError> {
        match self {
            Self::File(folder) => Store::open(&folder.path().join("vitae.db")),
            Self::Server(url) => Store::connect(url),
        }
    }

    /// The file, where it is one.
    pub(crate) fn path(&self) -> Option<PathBuf> {
        if let Self::File(folder) = self { Some(folder.path().join("vitae.db")) } else { None }
    }
}

/// Runs `check` against each.
pub(crate) fn each(check: impl Fn(&Trial)) {
    check(&Trial::File(tempfile::tempdir().expect("a folder")));
    match server() {
        Some(url) => check(&Trial::Server(Box::new(url))),
        None => eprintln!("skipped on PostgreSQL: {SERVER} is not set; `tests/postgres cargo test -p vitae-store` starts a server"),
    }
}

/// The addresses of a schema by which connections are encrypted: one that the server's certificate names, and one that it does not.
#[expect(clippy::disallowed_methods, reason = "the test script says whether the server can")]
pub(crate) fn encrypted() -> Option<(DatabaseUrl, DatabaseUrl)> {
    let can = std::env::var("VITAE_TEST_ENCRYPTED").is_ok();
    let Some(server) = std::env::var(SERVER).ok().filter(|server| can && server.contains("@127.0.0.1:")) else {
        eprintln!("skipped: no server for tests that encrypts; `tests/postgres cargo test -p vitae-store` starts one where openssl is");
        return None;
    };
    let joint = if server.contains('?') { '&' } else { '?' };
    let address = |server: &str| format!("{server}{joint}sslmode=require").parse().expect("an address");
    Some((address(&server), address(&server.replace("@127.0.0.1:", "@localhost:"))))
}

/// The address of a schema that nobody used before.
#[expect(clippy::disallowed_methods, reason = "the test script names the server")]
fn server() -> Option<DatabaseUrl> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    let server = std::env::var(SERVER).ok()?;
    let (process, number) = (std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let joint = if server.contains('?') { '&' } else { '?' };
    Some(format!("{server}{joint}options=-csearch_path%3Dt{process}_{number}").parse().expect("an address"))
}
