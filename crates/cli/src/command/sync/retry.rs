//! `vitae sync retry`: what could not be taken over, once more.

use anyhow::Result;
use clap::Args;
use vitae_ingest::{Scope, SyncOptions};

use super::{serve, tell};
use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Try again what could not be taken over, however often it failed
#[derive(Debug, Args)]
pub(super) struct Retry {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Only print what failed, how often and why
    #[arg(long)]
    list: bool,
    /// Print JSON objects
    #[arg(long)]
    json: bool,
}

impl Retry {
    pub(super) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        if self.list {
            return self.print(global, printer);
        }
        let options = SyncOptions::of(Scope::DeadLetters);
        serve(global, printer, &self.accounts, true, &options, tell::Style { json: self.json, preview: false })
    }

    fn print(&self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let accounts = configuration.accounts_named(&self.accounts)?;
        let mut letters = configuration.open_existing()?.dead_letters(None)?;
        letters.retain(|letter| accounts.iter().any(|account| account.name == letter.account));
        if self.json {
            for letter in &letters {
                printer.line(&serde_json::to_string(letter)?)?;
            }
        } else if !letters.is_empty() {
            let row = |letter: &vitae_engine::DeadLetter| {
                let vitae_engine::DeadLetter { account, stream, item, reason, attempts, last_failed_at } = letter.clone();
                vec![account, stream, item, attempts.to_string(), last_failed_at, reason]
            };
            printer.table(&["account", "stream", "item", "tries", "last", "why"], &letters.iter().map(row).collect::<Vec<_>>())?;
        }
        Ok(if letters.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}
