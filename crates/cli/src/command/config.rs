//! `vitae config`: what is set, and where.

use anyhow::Result;
use clap::{Args, Subcommand};
use serde_json::Value;

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
/// Flags come before the environment (VITAE_HOME, VITAE_JOBS, VITAE_REGION, VITAE_TOKEN), the environment before `vitae.toml` in the home, the file before
/// defaults. Keys and tokens are never printed, only where they are found.
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
        let configuration = Configuration::load(&global.overrides())?;
        let mut rows = general(&configuration);
        rows.extend(survivorship(&configuration)?);
        rows.extend(accounts(&configuration)?);
        if show.json {
            for [name, value, origin] in rows {
                printer.line(&serde_json::json!({"name": name, "value": value, "from": origin}).to_string())?;
            }
        } else {
            let rows: Vec<Vec<String>> = rows.into_iter().map(Vec::from).collect();
            printer.table(&["name", "value", "from"], &rows)?;
        }
        Ok(Exit::Done)
    }
}

fn general(configuration: &Configuration) -> Vec<[String; 3]> {
    let Configuration { home, jobs, region, bytes, pages, time, addr, .. } = configuration;
    let told = |number: &usize| if *number == 0 { "0 (one per core)".to_owned() } else { number.to_string() };
    vec![
        row("home", home, |path| path.display().to_string()),
        row("database", &configuration.database_place(), Clone::clone),
        row("jobs", jobs, told),
        row("region", region, |region| region.map_or_else(|| "none".to_owned(), |region| region.to_string())),
        row("limits.bytes", bytes, usize::to_string),
        row("limits.pages", pages, usize::to_string),
        row("limits.seconds", time, |time| time.as_secs_f64().to_string()),
        row("serve.addr", addr, ToString::to_string),
        row("serve.token", &configuration.token_source(), Clone::clone),
    ]
}

/// The rules of golden profiles.
fn survivorship(configuration: &Configuration) -> Result<Vec<[String; 3]>> {
    let rules = configuration.survivorship();
    let told = |name: String, value: Value| {
        let words: Vec<&str> = value.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let origin = configuration.origin(&name).to_string();
        [name, words.join(", "), origin]
    };
    let mut rows = vec![
        told("survivorship.sources".to_owned(), serde_json::to_value(&rules.sources)?),
        told("survivorship.rules".to_owned(), serde_json::to_value(&rules.rules)?),
    ];
    for (field, rules) in &rules.fields {
        rows.push(told(format!("survivorship.fields.{field}"), serde_json::to_value(rules)?));
    }
    Ok(rows)
}

fn row<T>(name: &str, setting: &Setting<T>, told: impl Fn(&T) -> String) -> [String; 3] {
    [name.to_owned(), told(&setting.value), setting.origin.to_string()]
}

/// All values of all accounts. An account's settings hold where its key is found, not the key.
fn accounts(configuration: &Configuration) -> Result<Vec<[String; 3]>> {
    let mut rows = Vec::new();
    for (index, account) in configuration.accounts().iter().enumerate() {
        let mut waiting = vec![(String::new(), serde_json::to_value(account)?)];
        while let Some((path, value)) = waiting.pop() {
            if let Value::Object(fields) = value {
                waiting.extend(fields.into_iter().rev().map(|(name, value)| (format!("{path}.{name}"), value)));
                continue;
            }
            let told = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let origin = configuration.origin(&format!("account.{index}{path}"));
            rows.push([format!("account.{}{path}", account.name), told, origin.to_string()]);
        }
    }
    Ok(rows)
}
