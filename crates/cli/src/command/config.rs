//! `vitae config`: what is set, and where.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::arguments::Global;
use crate::config::{Configuration, Setting};
use crate::exit::Exit;
use crate::printer::Printer;

/// Show what is set
#[derive(Debug, Args)]
pub(crate) struct Config {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Show(Show),
}

/// Print each value and where it came from
///
/// Flags come before the environment (VITAE_HOME, VITAE_JOBS, VITAE_REGION), the environment before `vitae.toml` in the home, the file before
/// defaults. Keys of accounts are never printed, only where they are found.
#[derive(Debug, Args)]
struct Show {
    /// Print one JSON object a value
    #[arg(long)]
    json: bool,
}

impl Config {
    /// Prints the table.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let Action::Show(show) = self.action;
        let rows = rows(&Configuration::load(&global.overrides())?);
        if show.json {
            for [name, value, origin] in rows {
                printer.line(&serde_json::json!({"name": name, "value": value, "from": origin}).to_string())?;
            }
        } else {
            printer.table(&["name", "value", "from"], &rows.map(Vec::from))?;
        }
        Ok(Exit::Done)
    }
}

fn rows(configuration: &Configuration) -> [[String; 3]; 6] {
    let Configuration { home, jobs, region, bytes, pages, time } = configuration;
    let told = |number: usize| if number == 0 { "0 (one per core)".to_owned() } else { number.to_string() };
    [
        row("home", home, |path| path.display().to_string()),
        row("jobs", jobs, |jobs| told(*jobs)),
        row("region", region, |region| region.map_or_else(|| "none".to_owned(), |region| region.to_string())),
        row("limits.bytes", bytes, usize::to_string),
        row("limits.pages", pages, usize::to_string),
        row("limits.seconds", time, |time| time.as_secs_f64().to_string()),
    ]
}

fn row<T>(name: &str, setting: &Setting<T>, told: impl Fn(&T) -> String) -> [String; 3] {
    [name.to_owned(), told(&setting.value), setting.origin.to_string()]
}
