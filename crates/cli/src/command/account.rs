//! `vitae account`: the ATS accounts that are set.

mod add;
mod test;

use anyhow::Result;
use clap::{Args, Subcommand};
use vitae_ingest::AccountSettings;

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use add::{Add, Remove};
use test::Test;

/// Add, look at, test and remove the ATS accounts
#[derive(Debug, Args)]
pub(crate) struct Account {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Add(Box<Add>),
    List(List),
    Show(Show),
    Test(Test),
    Remove(Remove),
}

/// List the accounts, with where each key is found and whether it is there
#[derive(Debug, Args)]
struct List {
    /// Print one JSON object an account
    #[arg(long)]
    json: bool,
}

/// Print one account's settings and its last runs
#[derive(Debug, Args)]
struct Show {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Account {
    /// Does what was asked for.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        match self.action {
            Action::Add(add) => add.run(&configuration, printer),
            Action::Remove(remove) => remove.run(&configuration, printer),
            Action::List(list) => list.run(&configuration, printer),
            Action::Show(show) => show.run(&configuration, printer),
            Action::Test(test) => test.run(&configuration, printer),
        }
    }
}

impl List {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let accounts = configuration.accounts();
        if accounts.is_empty() {
            printer.say("no account is set");
            return Ok(Exit::Nothing);
        }
        if self.json {
            for account in accounts {
                printer.line(&serde_json::to_string(account)?)?;
            }
            return Ok(Exit::Done);
        }
        let rows: Vec<Vec<String>> = accounts.iter().map(|account| row(account, configuration)).collect();
        printer.table(&["account", "provider", "company", "key", "every"], &rows)?;
        Ok(Exit::Done)
    }
}

fn row(account: &AccountSettings, configuration: &Configuration) -> Vec<String> {
    let provider = serde_json::to_value(account.provider).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default();
    let key = if configuration.key(account).is_ok() { "found" } else { "MISSING" };
    vec![
        account.name.clone(),
        provider,
        account.company.clone(),
        format!("{key}: {}", account.secret_place()),
        account.candidates.every.to_string(),
    ]
}

impl Show {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let accounts = configuration.accounts_named(std::slice::from_ref(&self.account))?;
        let engine = configuration.open_existing().ok();
        for account in accounts {
            let runs = engine.as_ref().map(|engine| engine.last_runs(Some(&account.name))).transpose()?.unwrap_or_default();
            let failed = engine.as_ref().map(|engine| engine.dead_letters(Some(&account.name))).transpose()?.unwrap_or_default();
            if self.json {
                printer.line(&serde_json::json!({"settings": account, "runs": runs, "failed": failed}).to_string())?;
                continue;
            }
            printer.text(&toml::to_string(account)?)?;
            for run in runs {
                let ended = run.ended_at.as_deref().unwrap_or("not ended");
                let error = run.error.map(|error| format!(": {error}")).unwrap_or_default();
                printer.line(&format!("\nlast run of {}: {} to {ended}{error}", run.stream, run.started_at))?;
                printer.line(&format!(
                    "  {} new, {} changed, {} unchanged, {} failed",
                    run.counts.new, run.counts.changed, run.counts.unchanged, run.counts.failed
                ))?;
            }
            for letter in failed {
                printer.line(&format!("  failed {} times: {} {}: {}", letter.attempts, letter.stream, letter.item, letter.reason))?;
            }
        }
        Ok(Exit::Done)
    }
}
