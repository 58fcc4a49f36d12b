//! `vitae man`: manual pages, from the same definitions as the help.

use anyhow::{Context, Result};
use clap::{Args, CommandFactory};

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// Print a manual page (roff): of vitae, or of one of its commands
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// The command
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    /// Prints the page.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        let mut page = Vec::new();
        let mut all = Arguments::command();
        all.build();
        let (title, command) = match &self.command {
            None => ("vitae".to_owned(), all),
            Some(name) => {
                let found = all.find_subcommand(name).with_context(|| format!("there is no command `{name}`; see `vitae --help`"))?;
                (format!("vitae-{name}"), found.clone())
            }
        };
        clap_mangen::Man::new(command).title(title).render(&mut page)?;
        printer.text(&String::from_utf8_lossy(&page))?;
        Ok(Exit::Done)
    }
}
