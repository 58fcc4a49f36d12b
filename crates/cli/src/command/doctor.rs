//! `vitae doctor`: whether all is well.

use anyhow::Result;
use clap::Args;
use vitae_engine::{Engine, Query};

use crate::arguments::Global;
use crate::config::{Configuration, FILE};
use crate::exit::Exit;
use crate::printer::Printer;

/// Check the home, the settings, the database, the index and the accounts' keys
///
/// Nothing is sent anywhere. The status is 2 where something is wrong; what to do about it stands beside it.
#[derive(Debug, Args)]
pub(crate) struct Doctor {}

impl Doctor {
    /// Checks and prints a table.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let checks = check(global);
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

fn check(global: &Global) -> Vec<Check> {
    let configuration = match Configuration::load(&global.overrides()) {
        Ok(configuration) => configuration,
        Err(error) => return vec![Check::new("settings", Err(error))],
    };
    let home = &configuration.home.value;
    let file = home.join(FILE);
    let settings = if file.is_file() { format!("{} is in order", file.display()) } else { format!("no {FILE}: defaults") };
    let mut checks = vec![Check::new("settings", Ok(settings))];
    if home.join("vitae.db").is_file() {
        checks.extend(engine(&configuration));
    } else {
        checks.push(Check::new("home", Ok(format!("{} is empty; `vitae enrich PATH` fills it", home.display()))));
    }
    for account in configuration.accounts() {
        let found = configuration.key(account).map(|_| format!("key found in {}", account.secret_place()));
        checks.push(Check::new(format!("account {}", account.name), found));
    }
    checks
}

fn engine(configuration: &Configuration) -> Vec<Check> {
    let engine = match configuration.open() {
        Ok(engine) => engine,
        Err(error) => return vec![Check::new("home", Err(error))],
    };
    let home = format!("{} can be opened and written", configuration.home.value.display());
    vec![Check::new("home", Ok(home)), Check::new("database", database(&engine)), Check::new("index", index(&engine))]
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
