//! Changes `vitae.toml` and leaves everything else in it as it was written.

use std::io::{ErrorKind, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, Value};
use vitae_ingest::{AccountSettings, CandidateSettings, JobSettings, KeySource};

use super::file::File;

/// Adds an account at the end of the file at `path`; makes the file where there is none.
pub(crate) fn add_account(path: &Path, account: &AccountSettings) -> Result<()> {
    let mut document = read(path)?;
    match document.entry("account").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new())) {
        Item::ArrayOfTables(tables) => tables.push(table(account)),
        Item::Value(Value::Array(tables)) => tables.push(table(account).into_inline_table()),
        _ => bail!("`account` in {} is no list of tables", path.display()),
    }
    write(path, &document.to_string())
}

/// Removes the account of this name from the file at `path`; whether there was one.
pub(crate) fn remove_account(path: &Path, name: &str) -> Result<bool> {
    let mut document = read(path)?;
    let found = match document.get_mut("account") {
        Some(Item::ArrayOfTables(tables)) => {
            let position = tables.iter().position(|table| table.get("name").and_then(Item::as_str) == Some(name));
            position.map(|position| tables.remove(position)).is_some()
        }
        Some(Item::Value(Value::Array(tables))) => remove_inline(tables, name),
        _ => false,
    };
    if found {
        write(path, &document.to_string())?;
    }
    Ok(found)
}

fn remove_inline(tables: &mut Array, name: &str) -> bool {
    let is_it = |table: &Value| table.as_inline_table().and_then(|table| table.get("name")?.as_str()) == Some(name);
    let position = tables.iter().position(is_it);
    position.map(|position| tables.remove(position)).is_some()
}

#[expect(clippy::disallowed_methods, reason = "the command line is one of the two crates that open files")]
fn read(path: &Path) -> Result<DocumentMut> {
    let text = match std::fs::read_to_string(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        text => text.with_context(|| format!("cannot read {}", path.display()))?,
    };
    // The error's own text repeats the line it is about, and that may hold a secret.
    text.parse().map_err(|error: toml_edit::TomlError| {
        anyhow::anyhow!("{} cannot be changed, for it is not well-formed: {}", path.display(), error.message())
    })
}

/// Writes the file under another name first, so that nobody ever reads half of it; refuses what could not be read again.
fn write(path: &Path, text: &str) -> Result<()> {
    File::parse(text).with_context(|| format!("{} is left as it was", path.display()))?;
    let told = || format!("cannot write {}", path.display());
    let folder = path.parent().context("the configuration has no folder")?;
    std::fs::create_dir_all(folder).with_context(told)?;
    let draft = path.with_extension(format!("toml.{}.part", std::process::id()));
    let written = write_new(&draft, text).and_then(|()| {
        if let Ok(metadata) = path.metadata() {
            std::fs::set_permissions(&draft, metadata.permissions())?;
        }
        std::fs::rename(&draft, path)
    });
    if written.is_err() {
        // It may not have come to be; what counts is the error before.
        let _ = std::fs::remove_file(&draft);
    }
    written.with_context(told)
}

fn write_new(path: &Path, text: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The account's table: what differs from the defaults, in the order of the documentation.
fn table(account: &AccountSettings) -> Table {
    let mut table = Table::new();
    table.insert("name", account.name.as_str().into_item());
    table.insert("company", account.company.as_str().into_item());
    if let Some(source) = &account.api_key {
        table.insert("api_key", Item::Value(Value::InlineTable(key_table(source))));
    }
    if let Some(client) = &account.oauth {
        let mut inline = InlineTable::new();
        inline.insert("client_id", client.client_id.as_str().into());
        inline.insert("client_secret", Value::InlineTable(key_table(&client.client_secret)));
        table.insert("oauth", Item::Value(Value::InlineTable(inline)));
    }
    if account.base_url != vitae_ingest::BaseUrl::default() {
        table.insert("base_url", account.base_url.to_string().as_str().into_item());
    }
    table.insert("jobs", Item::Value(Value::InlineTable(jobs_table(&account.jobs))));
    table.insert("candidates", Item::Value(Value::InlineTable(candidates_table(&account.candidates))));
    table
}

trait IntoItem {
    fn into_item(self) -> Item;
}

impl IntoItem for &str {
    fn into_item(self) -> Item {
        Item::Value(self.into())
    }
}

fn key_table(source: &KeySource) -> InlineTable {
    let (word, value) = match source {
        KeySource::Env(name) => ("env", name.clone()),
        KeySource::File(path) => ("file", path.display().to_string()),
        KeySource::Keyring(entry) => ("keyring", entry.clone()),
        other => ("unknown", other.to_string()),
    };
    InlineTable::from_iter([(word, Value::from(value))])
}

fn jobs_table(jobs: &JobSettings) -> InlineTable {
    let mut inline = InlineTable::from_iter([("every", Value::from(jobs.every.to_string()))]);
    if let Some(criterion) = &jobs.hidden {
        inline.insert("hidden", criterion.to_string().into());
    }
    inline
}

fn candidates_table(candidates: &CandidateSettings) -> InlineTable {
    let mut inline = InlineTable::from_iter([("every", Value::from(candidates.every.to_string()))]);
    inline.insert("import_unknown", candidates.import_unknown.into());
    inline.insert("sync_resumes", candidates.sync_resumes.into());
    inline.insert("parse_resumes", candidates.parse_resumes.into());
    inline
}

#[cfg(test)]
mod tests {
    use super::*;

    fn account(name: &str) -> AccountSettings {
        let text = format!(
            "name = '{name}'\ncompany = 'Acme'\napi_key = {{ env = 'KEY' }}\njobs = {{ hidden = 'department:\"A B\" OR custom.x:yes' }}"
        );
        toml::from_str(&text).expect("settings")
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at the file that was written")]
    fn what_was_written_by_hand_stays_as_it_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vitae.toml");
        add_account(&path, &account("first")).expect("added");
        let by_hand = "# mine\njobs = 3   # threads\n\n[limits]\nseconds = 2.5\n\n# the old one\n[[account]]\nname = 'old'\ncompany = 'Old'\napi_key = { file = 'key' }\n";
        std::fs::write(&path, by_hand).expect("written");
        add_account(&path, &account("acme")).expect("added");
        let text = std::fs::read_to_string(&path).expect("readable");
        assert!(text.starts_with(by_hand), "{text}");
        let file = File::read(&path).expect("reads");
        assert_eq!(file.values.account.iter().map(|known| known.name.as_str()).collect::<Vec<_>>(), ["old", "acme"]);
        assert_eq!(file.values.account[1], account("acme"));
        assert!(format!("{:#}", add_account(&path, &account("acme")).expect_err("twice")).contains("two accounts are named `acme`"));
        assert!(remove_account(&path, "acme").expect("removed") && !remove_account(&path, "acme").expect("looked"));
        assert_eq!(std::fs::read_to_string(&path).expect("readable"), by_hand);
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "the test looks at the file that was written")]
    fn a_list_in_one_line_is_understood_and_what_is_broken_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("vitae.toml");
        std::fs::write(&path, "account = [{ name = 'old', company = 'Old', api_key = { env = 'A' } }]\n").expect("written");
        add_account(&path, &account("acme")).expect("added");
        assert_eq!(File::read(&path).expect("reads").values.account.len(), 2);
        assert!(remove_account(&path, "old").expect("removed"));
        assert_eq!(File::read(&path).expect("reads").values.account[0].name, "acme");
        let broken = "[[account]\nname = 'DCRA1-00ff00ff'\n";
        std::fs::write(&path, broken).expect("written");
        let error = format!("{:#}", add_account(&path, &account("x")).expect_err("broken"));
        assert!(!error.contains("DCRA1") && error.contains("not well-formed"), "{error}");
        assert_eq!(std::fs::read_to_string(&path).expect("readable"), broken);
    }
}
