//! `vitae doctor`: whether all is well.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use vitae_engine::{Engine, Query};

use crate::arguments::Global;
use crate::config::{Configuration, FILE};
use crate::exit::Exit;
use crate::printer::Printer;

/// Check the home, the settings, the database, the index and the accounts' keys
///
/// Nothing is sent to an ATS. The status is 2 where something is wrong; what to do about it stands beside it.
#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// Delete files of documents that nothing refers to and that are older than an hour, as killed processes leave them behind
    #[arg(long)]
    repair: bool,
}

/// A document's transaction follows its file within seconds; what is older than this has none coming.
const ORPHANED: Duration = Duration::from_secs(60 * 60);

impl Doctor {
    /// Checks and prints a table.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let checks = check(global, self.repair);
        let rows: Vec<Vec<String>> = checks
            .iter()
            .map(|check| match &check.found {
                Ok(found) => vec![check.name.clone(), "ok".to_owned(), found.clone()],
                Err(error) => vec![check.name.clone(), "WRONG".to_owned(), format!("{error:#}")],
            })
            .collect();
        printer.table(&["what", "state", "found"], &rows)?;
        Ok(if checks.iter().any(|check| check.found.is_err()) { Exit::Failed } else { Exit::Done })
    }
}

struct Check {
    name: String,
    found: Result<String>,
}

impl Check {
    fn new(name: impl Into<String>, found: Result<String>) -> Self {
        Self { name: name.into(), found }
    }
}

fn check(global: &Global, repair: bool) -> Vec<Check> {
    let configuration = match Configuration::load(&global.overrides()) {
        Ok(configuration) => configuration,
        Err(error) => return vec![Check::new("settings", Err(error))],
    };
    let home = &configuration.home.value;
    let file = home.join(FILE);
    let settings = if file.is_file() { format!("{} is in order", file.display()) } else { format!("no {FILE}: defaults") };
    let mut checks = vec![Check::new("settings", Ok(settings))];
    if configuration.is_begun().unwrap_or(true) {
        checks.extend(engine(&configuration, repair));
    } else {
        checks.push(Check::new("home", Ok(format!("{} is empty; `vitae enrich PATH` fills it", home.display()))));
    }
    for account in configuration.accounts() {
        let found = configuration.key(account).map(|_| format!("key found in {}", account.secret_place()));
        checks.push(Check::new(format!("account {}", account.name), found));
    }
    checks
}

fn engine(configuration: &Configuration, repair: bool) -> Vec<Check> {
    let engine = match configuration.open() {
        Ok(engine) => engine,
        Err(error) => return vec![Check::new("home", Err(error))],
    };
    let home = format!("{} can be opened and written", configuration.home.value.display());
    vec![
        Check::new("home", Ok(home)),
        Check::new("database", database(&engine)),
        Check::new("index", index(&engine)),
        Check::new("documents", documents(&engine, repair)),
    ]
}

/// Files that nothing refers to do no harm but take room, and may hold what somebody erased.
fn documents(engine: &Engine, repair: bool) -> Result<String> {
    let found = engine.orphans(ORPHANED, repair)?;
    let (files, bytes) = (found.files, found.bytes);
    Ok(match (files, repair) {
        (0, _) => "no file without an owner".to_owned(),
        (_, true) => format!("{files} files without an owner were deleted, {bytes} bytes"),
        (_, false) => format!("{files} files without an owner, {bytes} bytes; `vitae doctor --repair` deletes them"),
    })
}

fn database(engine: &Engine) -> Result<String> {
    let stats = engine.stats()?;
    Ok(format!(
        "{} persons, {} records, {} documents, {} pairs to review, {} failed candidates",
        stats.persons, stats.records, stats.documents, stats.review, stats.dead_letters
    ))
}

/// Everybody in the database must be in the index.
fn index(engine: &Engine) -> Result<String> {
    let (persons, indexed) = (engine.stats()?.persons, engine.search(&Query::new(""))?.total);
    anyhow::ensure!(persons == indexed, "{indexed} persons are indexed of {persons}; run `vitae reindex`");
    Ok(format!("{indexed} persons"))
}
