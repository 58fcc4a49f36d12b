//! `vitae account test`.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use vitae_ingest::{AccountSettings, Checkup, Patience, Probe, check_account, test_account};

use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Ask each endpoint of the ATS that a sync uses, and keep nothing
///
/// Tells which endpoints answer, which scope or role is missing, and whether the company identifier looks right. The status is 2 where
/// something that the account's settings need does not work.
#[derive(Debug, Args)]
pub(super) struct Test {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Print one JSON object an endpoint
    #[arg(long)]
    json: bool,
}

impl Test {
    pub(super) fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let mut exit = Exit::Done;
        for settings in configuration.accounts_named(&self.accounts)? {
            match ask(settings, configuration) {
                Ok(checkup) => {
                    self.tell(settings, &checkup, printer)?;
                    if !checkup.is_well() {
                        exit = Exit::Failed;
                    }
                }
                Err(error) => {
                    printer.error(&format!("{error:#}"));
                    exit = Exit::Failed;
                }
            }
        }
        Ok(exit)
    }

    fn tell(&self, settings: &AccountSettings, checkup: &Checkup, printer: &mut Printer) -> Result<()> {
        if self.json {
            for probe in &checkup.probes {
                printer.line(&object(settings, probe).to_string())?;
            }
            for warning in &checkup.warnings {
                printer.line(&serde_json::json!({"account": settings.name, "warning": warning}).to_string())?;
            }
            return Ok(());
        }
        let rows: Vec<Vec<String>> = checkup.probes.iter().map(row).collect();
        printer.line(&format!("{}: {}", settings.name, if checkup.is_well() { "ok" } else { "not everything works" }))?;
        printer.table(&["endpoint", "serves", "answer", "what to do"], &rows)?;
        for warning in &checkup.warnings {
            printer.line(&format!("warning: {warning}"))?;
        }
        Ok(())
    }
}

fn row(probe: &Probe) -> Vec<String> {
    let answer = match &probe.outcome {
        Ok(told) => told.clone(),
        Err(error) if probe.needed => error.kind().to_string(),
        Err(error) => format!("not needed; {}", error.kind()),
    };
    vec![probe.endpoint.to_owned(), probe.serves.to_owned(), answer, probe.advice().unwrap_or_default()]
}

fn object(settings: &AccountSettings, probe: &Probe) -> serde_json::Value {
    serde_json::json!({
        "account": settings.name,
        "endpoint": probe.endpoint,
        "serves": probe.serves,
        "scope": probe.scope,
        "needed": probe.needed,
        "works": probe.outcome.is_ok(),
        "answer": probe.outcome.as_ref().map_or_else(|error| error.kind().to_string(), Clone::clone),
        "advice": probe.advice(),
    })
}

fn ask(settings: &AccountSettings, configuration: &Configuration) -> Result<Checkup> {
    // Whoever tests an account sits and waits: a few seconds of patience tell as much as minutes.
    let patience = Patience::between(Duration::from_millis(200), Duration::from_secs(1));
    let account = vitae_ingest::Account::connect_with(settings.clone(), &configuration.key(settings)?, patience)?;
    // Where nothing answers, or the credential is not taken, one sentence says more than a table.
    test_account(&account)?;
    Ok(check_account(&account))
}
