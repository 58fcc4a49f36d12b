//! `vitae alerts`: saved searches, and whom they find that they did not find before.

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use super::search::pointed;
use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Ask saved searches again, and tell whom they find that they did not find before
///
/// `vitae search QUERY --save NAME` keeps a search. Each person is told of once.
#[derive(Debug, Args)]
pub(crate) struct Alerts {
    #[command(subcommand)]
    what: What,
}

/// What to do with saved searches.
#[derive(Debug, Subcommand)]
enum What {
    /// Tell who is new; the status is 1 where nobody is
    Run {
        /// Saved searches; without one all of them
        #[arg(value_name = "NAME")]
        names: Vec<String>,
        /// Print one JSON object a search: name, query, new, total
        #[arg(long)]
        json: bool,
    },
    /// List the saved searches
    List {
        /// Print one JSON object a search
        #[arg(long)]
        json: bool,
    },
    /// Forget a saved search
    Remove {
        /// Its name
        #[arg(value_name = "NAME")]
        name: String,
    },
}

impl Alerts {
    /// Does what was asked for.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        match self.what {
            What::Run { names, json } => {
                let known = engine.saved_searches()?;
                if let Some(strange) = names.iter().find(|name| !known.iter().any(|saved| saved.name == **name)) {
                    bail!("no search is saved as {strange}; `vitae alerts list` shows names");
                }
                let alerts = engine.run_alerts(&names).map_err(pointed)?;
                for alert in &alerts {
                    if json {
                        printer.line(&serde_json::to_string(alert)?)?;
                    } else {
                        alert.new.iter().try_for_each(|person| printer.line(&format!("{}\t{person}", alert.name)))?;
                        printer.say(&format!("{}: {} new of {}", alert.name, alert.new.len(), alert.total));
                    }
                }
                Ok(if alerts.iter().all(|alert| alert.new.is_empty()) { Exit::Nothing } else { Exit::Done })
            }
            What::List { json } => {
                let saved = engine.saved_searches()?;
                for search in &saved {
                    if json {
                        printer.line(&serde_json::to_string(search)?)?;
                    } else {
                        let mut parts = vec![search.name.clone(), search.query.text.clone()];
                        parts.extend(search.query.filters.iter().cloned());
                        printer.line(&parts.join("\t"))?;
                    }
                }
                Ok(if saved.is_empty() { Exit::Nothing } else { Exit::Done })
            }
            What::Remove { name } => {
                if !engine.drop_search(&name)? {
                    bail!("no search is saved as {name}; `vitae alerts list` shows names");
                }
                Ok(Exit::Done)
            }
        }
    }
}
