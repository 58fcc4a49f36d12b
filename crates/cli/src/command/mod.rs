//! One file per command.

mod account;
mod alerts;
mod completions;
mod config;
mod dedupe;
mod doctor;
mod duplicates;
mod enrich;
mod explain;
mod fit;
mod import;
mod link;
mod man;
mod merge;
mod parse;
mod reconsider;
mod redact;
mod reindex;
mod schema;
mod search;
mod serve;
mod show;
mod similar;
mod sync;
mod text;
mod webhook;

use anyhow::Result;
use clap::Subcommand;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Enrich(enrich::Enrich),
    Search(search::Search),
    Similar(similar::Similar),
    MatchJob(fit::MatchJob),
    Alerts(alerts::Alerts),
    Show(show::Show),
    Sync(sync::Sync),
    Account(account::Account),
    Webhook(webhook::Webhook),
    Serve(serve::Serve),
    Duplicates(duplicates::Duplicates),
    Explain(explain::Explain),
    Dedupe(dedupe::Dedupe),
    Match(link::Match),
    Import(import::Import),
    Merge(merge::Merge),
    Split(merge::Split),
    Undo(merge::Undo),
    Distinguish(merge::Distinguish),
    Forget(merge::Forget),
    Parse(parse::Parse),
    Redact(redact::Redact),
    Text(text::Text),
    Reconsider(reconsider::Reconsider),
    Reindex(reindex::Reindex),
    Doctor(doctor::Doctor),
    Config(config::Config),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Does what the command line asks for.
pub(crate) fn run(arguments: Arguments, printer: &mut Printer) -> Result<Exit> {
    let global = &arguments.global;
    match arguments.command {
        Command::Enrich(command) => command.run(global, printer),
        Command::Search(command) => command.run(global, printer),
        Command::Similar(command) => command.run(global, printer),
        Command::MatchJob(command) => command.run(global, printer),
        Command::Alerts(command) => command.run(global, printer),
        Command::Show(command) => command.run(global, printer),
        Command::Sync(command) => command.run(global, printer),
        Command::Account(command) => command.run(global, printer),
        Command::Webhook(command) => command.run(global, printer),
        Command::Serve(command) => command.run(global, printer),
        Command::Duplicates(command) => command.run(global, printer),
        Command::Explain(command) => command.run(global, printer),
        Command::Dedupe(command) => command.run(global, printer),
        Command::Match(command) => command.run(global, printer),
        Command::Import(command) => command.run(global, printer),
        Command::Merge(command) => command.run(global, printer),
        Command::Undo(command) => command.run(global, printer),
        Command::Split(command) => command.run(global, printer),
        Command::Distinguish(command) => command.run(global),
        Command::Forget(command) => command.run(global, printer),
        Command::Parse(command) => command.run(global, printer),
        Command::Redact(command) => command.run(global, printer),
        Command::Text(command) => command.run(printer),
        Command::Reconsider(command) => command.run(global, printer),
        Command::Reindex(command) => command.run(global, printer),
        Command::Doctor(command) => command.run(global, printer),
        Command::Config(command) => command.run(global, printer),
        Command::Schema(command) => command.run(printer),
        Command::Completions(command) => command.run(printer),
        Command::Man(command) => command.run(printer),
    }
}
