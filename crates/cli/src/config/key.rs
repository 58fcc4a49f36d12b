//! Secrets, from the environment or a file of their own. They are never printed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use vitae_ingest::KeySource;

use crate::environment;

/// Fetches a secret that is called `what`; a relative path starts in `home`.
pub(crate) fn fetch(what: &str, source: &KeySource, home: &Path) -> Result<String> {
    match source {
        KeySource::Env(name) => {
            environment::text(name).with_context(|| format!("the {what} is missing: set the environment variable {name}"))
        }
        KeySource::File(path) => from_file(what, &home.join(path)),
        KeySource::Keyring(entry) => super::keyring::fetch(what, entry),
        other => bail!("this version cannot fetch a {what} from {other}"),
    }
}

fn from_file(what: &str, path: &Path) -> Result<String> {
    let told = || format!("the {what} is missing: cannot read {}", path.display());
    let metadata = path.metadata().with_context(told)?;
    if let Some(mode) = too_open(&metadata) {
        bail!("others may read the {what} in {path} (mode {mode:o}); run `chmod 600 {path}`", path = path.display());
    }
    let key = std::fs::read_to_string(path).with_context(told)?;
    if key.trim().is_empty() {
        bail!("the {what} is missing: {} is empty", path.display());
    }
    Ok(key)
}

/// The file's mode where it lets anybody but its owner in.
#[cfg(unix)]
fn too_open(metadata: &std::fs::Metadata) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt;
    let mode = metadata.permissions().mode() & 0o777;
    (mode & 0o077 != 0).then_some(mode)
}

#[cfg(not(unix))]
fn too_open(_: &std::fs::Metadata) -> Option<u32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_that_others_may_read_is_refused() {
        let home = tempfile::tempdir().expect("a folder can be made");
        let path = home.path().join("key");
        let source = KeySource::File("key".into());
        let error = |source: &KeySource| format!("{:#}", fetch("API key", source, home.path()).expect_err("refused"));
        assert!(error(&source).contains("cannot read"), "{}", error(&source));
        std::fs::write(&path, "DCRA1-00ff\n").expect("can be written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).expect("can be set");
        assert!(error(&source).contains("mode 644") && !error(&source).contains("DCRA1"), "{}", error(&source));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("can be set");
        assert!(fetch("API key", &source, home.path()).is_ok());
        assert!(error(&KeySource::Env("VITAE_TEST_NO_SUCH_KEY".into())).contains("VITAE_TEST_NO_SUCH_KEY"));
    }
}
