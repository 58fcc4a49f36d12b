//! One file per command.

mod completions;
mod man;
mod parse;
mod schema;
mod text;

use anyhow::Result;
use clap::Subcommand;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Parse(parse::Parse),
    Text(text::Text),
    Schema(schema::Schema),
    Completions(completions::Completions),
    Man(man::Man),
}

/// Does what the command line asks for.
pub(crate) fn run(arguments: Arguments, printer: &mut Printer) -> Result<Exit> {
    match arguments.command {
        Command::Parse(command) => command.run(printer),
        Command::Text(command) => command.run(printer),
        Command::Schema(command) => command.run(printer),
        Command::Completions(command) => command.run(printer),
        Command::Man(command) => command.run(printer),
    }
}
