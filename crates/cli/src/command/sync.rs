//! `vitae sync`: candidates and résumés from the ATS, once or again and again.

mod retry;
mod status;
mod tell;

use anyhow::Result;
use clap::{Args, Subcommand};
use vitae_ingest::{Account, Scope, Service, Stop, SyncOptions};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::signal;

/// Take candidates, résumés and jobs over from the ATS
///
/// Each account is asked for what changed since the last run; candidates are matched with the persons known, their résumés are downloaded,
/// parsed and kept. Without --once this goes on at each account's intervals until SIGINT or SIGTERM; what was applied until then is kept.
/// Several processes may share a database: each run is done by one of them. The status is 2 where an account failed or a candidate could not
/// be taken over; it is tried again by the next run.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Sync {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    run: Run,
}

#[derive(Debug, Subcommand)]
enum Action {
    Status(status::Status),
    Retry(retry::Retry),
}

#[derive(Debug, Args)]
struct Run {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Run once and end
    #[arg(long)]
    once: bool,
    /// Compare all candidates, not only those that changed, and erase those that the ATS erased; the first run alone, without --once
    #[arg(long)]
    full: bool,
    /// Say what one run would change, and change nothing; no résumé is downloaded
    #[arg(long)]
    dry_run: bool,
    /// Believe the ATS when most of its jobs are gone at once
    #[arg(long)]
    force: bool,
    /// Print what was done as one JSON object a run
    #[arg(long)]
    json: bool,
}

impl Sync {
    /// Syncs the accounts one beside the other, or looks at how they stand.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        match self.action {
            None => self.run.run(global, printer),
            Some(Action::Status(status)) => status.run(global, printer),
            Some(Action::Retry(retry)) => retry.run(global, printer),
        }
    }
}

impl Run {
    fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let mut options = SyncOptions::of(if self.full { Scope::Everything } else { Scope::Changes });
        options.preview = self.dry_run;
        options.accept_removals = self.force;
        let once = self.once || self.dry_run;
        serve(global, printer, &self.accounts, once, &options, tell::Style { json: self.json, preview: self.dry_run })
    }
}

/// Runs the accounts of these names, once or on and on.
fn serve(global: &Global, printer: &mut Printer, names: &[String], once: bool, options: &SyncOptions, style: tell::Style) -> Result<Exit> {
    let configuration = Configuration::load(&global.overrides())?;
    let mut accounts = Vec::new();
    for settings in configuration.accounts_named(names)? {
        accounts.push(Account::connect(settings.clone(), &configuration.key(settings)?)?);
    }
    let engine = configuration.open()?;
    let stop = Stop::default();
    signal::stop_when_asked(&stop)?;
    let (sender, results) = std::sync::mpsc::channel();
    let observer = tell::Teller::new(&accounts, printer, sender);
    let mut exit = Exit::Done;
    std::thread::scope(|scope| -> Result<()> {
        let service = Service::new(&engine, &accounts, &stop);
        scope.spawn(move || if once { service.once(options, &observer) } else { service.run(options, &observer) });
        for ended in results {
            if let Err(error) = style.tell(ended, &mut exit, printer) {
                stop.request();
                return Err(error);
            }
        }
        Ok(())
    })?;
    Ok(exit)
}
