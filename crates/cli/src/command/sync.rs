//! `vitae sync`: candidates and résumés from the ATS, once or again and again.

use anyhow::{Context, Result};
use clap::Args;
use indicatif::ProgressBar;
use vitae_engine::Engine;
use vitae_ingest::{Account, Ledger, Progress, Scope, Stop, SyncOptions, sync_once};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Take candidates and résumés over from the ATS
///
/// Each account is asked for what changed since the last run; candidates are matched with the persons known, their résumés are downloaded,
/// parsed and kept. Without --once this goes on at each account's interval until interrupted. The status is 2 where an account failed or a
/// candidate could not be taken over; it is tried again by the next run.
#[derive(Debug, Args)]
pub(crate) struct Sync {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Run once and end
    #[arg(long)]
    once: bool,
    /// Compare all candidates, not only those that changed, and erase those that the ATS erased
    #[arg(long, conflicts_with = "failed")]
    full: bool,
    /// Only try again what failed before
    #[arg(long)]
    failed: bool,
    /// Print what was done as one JSON object an account
    #[arg(long)]
    json: bool,
}

impl Sync {
    /// Syncs the accounts one beside the other.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let mut accounts = Vec::new();
        for settings in configuration.accounts_named(&self.accounts)? {
            accounts.push(Account::connect(settings.clone(), &configuration.key(settings)?)?);
        }
        let engine = configuration.open()?;
        let stop = Stop::default();
        stop_when_interrupted(&stop)?;
        let mut exit = Exit::Done;
        std::thread::scope(|scope| -> Result<()> {
            let (sender, results) = std::sync::mpsc::channel();
            for account in &accounts {
                let (sender, engine, stop, sync) = (sender.clone(), &engine, stop.clone(), &self);
                let bar = printer.progress(0, false);
                scope.spawn(move || sync.repeat(engine, account, &stop, &bar, &|result| drop(sender.send((account, result)))));
            }
            drop(sender);
            for (account, result) in results {
                if let Err(error) = self.tell(account, result, &mut exit, printer) {
                    stop.request();
                    return Err(error);
                }
            }
            Ok(())
        })?;
        Ok(exit)
    }

    /// Runs one account until it is done or the end is asked for.
    fn repeat(&self, engine: &Engine, account: &Account, stop: &Stop, bar: &ProgressBar, tell: &dyn Fn(Result<Ledger>)) {
        let mut options = SyncOptions::of(match (self.full, self.failed) {
            (true, _) => Scope::Everything,
            (_, true) => Scope::DeadLetters,
            _ => Scope::Changes,
        });
        options.stop = stop.clone();
        loop {
            bar.set_message(account.settings().name.clone());
            let result = sync_once(engine, account, &options, &Bar(bar)).map_err(anyhow::Error::new);
            bar.reset();
            tell(result);
            if self.once || stop.wait(account.settings().candidates.every.duration()) {
                bar.finish_and_clear();
                return;
            }
        }
    }

    fn tell(&self, account: &Account, result: Result<Ledger>, exit: &mut Exit, printer: &mut Printer) -> Result<()> {
        let name = &account.settings().name;
        let ledger = match result {
            Ok(ledger) => ledger,
            Err(error) => {
                *exit = Exit::Failed;
                printer.error(&format!("{error:#}"));
                return Ok(());
            }
        };
        if ledger.failed > 0 {
            *exit = Exit::Failed;
        }
        if self.json {
            let mut object = serde_json::to_value(ledger)?;
            object["account"] = name.as_str().into();
            printer.line(&object.to_string())?;
        } else {
            printer.line(&sentence(name, &ledger))?;
        }
        Ok(printer.flush()?)
    }
}

/// What a run did, in one line.
fn sentence(account: &str, ledger: &Ledger) -> String {
    let counts = [
        (ledger.new, "new"),
        (ledger.changed, "changed"),
        (ledger.unchanged, "unchanged"),
        (ledger.skipped_unknown, "unknown and left out"),
        (ledger.erased, "erased"),
        (ledger.failed, "failed"),
    ];
    let counts: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    let counts = if counts.is_empty() { "nothing new".to_owned() } else { counts.join(", ") };
    let stopped = if ledger.stopped { "; stopped early" } else { "" };
    format!("{account}: {counts}; {} documents downloaded, {} parsed{stopped}", ledger.downloaded, ledger.parsed)
}

/// Moves a bar as a run goes on.
struct Bar<'a>(&'a ProgressBar);

impl Progress for Bar<'_> {
    fn update(&self, ledger: &Ledger) {
        if let Some(total) = ledger.total {
            self.0.set_length(total);
        }
        self.0.set_position(ledger.done());
    }
}

/// Asks for the end at the first Ctrl-C; what was applied is kept. A second one ends the process.
fn stop_when_interrupted(stop: &Stop) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().context("cannot listen for Ctrl-C")?;
    let stop = stop.clone();
    std::thread::spawn(move || {
        runtime.block_on(async {
            if tokio::signal::ctrl_c().await.is_ok() {
                stop.request();
            }
            if tokio::signal::ctrl_c().await.is_ok() {
                std::process::exit(Exit::Failed as i32);
            }
        });
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_told_in_one_line() {
        assert_eq!(sentence("acme", &Ledger::default()), "acme: nothing new; 0 documents downloaded, 0 parsed");
    }
}
