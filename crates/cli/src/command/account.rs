//! `vitae account`: the ATS accounts that are set.

use std::time::Duration;

use anyhow::Result;
use clap::{Args, Subcommand};
use vitae_ingest::{AccountSettings, Patience, test_account};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Look at the ATS accounts
#[derive(Debug, Args)]
pub(crate) struct Account {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(List),
    Show(Show),
    Test(Test),
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

/// Ask the ATS for one page of candidates, and keep nothing
///
/// Tells whether the address answers and the key may read. The status is 2 where one does not.
#[derive(Debug, Args)]
struct Test {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
}

impl Account {
    /// Lists, shows or tests.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        match self.action {
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
        format!("{key}: {}", account.api_key),
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

impl Test {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let mut exit = Exit::Done;
        for settings in configuration.accounts_named(&self.accounts)? {
            match ask(settings, configuration) {
                Ok(Some(total)) => printer.line(&format!("{}: ok, {total} candidates", settings.name))?,
                Ok(None) => printer.line(&format!("{}: ok", settings.name))?,
                Err(error) => {
                    printer.error(&format!("{error:#}"));
                    exit = Exit::Failed;
                }
            }
        }
        Ok(exit)
    }
}

fn ask(settings: &AccountSettings, configuration: &Configuration) -> Result<Option<u64>> {
    // Whoever tests an account sits and waits: a few seconds of patience tell as much as minutes.
    let patience = Patience::between(Duration::from_millis(200), Duration::from_secs(1));
    let account = vitae_ingest::Account::connect_with(settings.clone(), &configuration.key(settings)?, patience)?;
    Ok(test_account(&account)?)
}
