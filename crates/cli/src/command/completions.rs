//! `vitae completions`: scripts that complete the command line.

use anyhow::Result;
use clap::{Args, CommandFactory};

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// Print a script that completes commands in a shell
#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: clap_complete::Shell,
}

impl Completions {
    /// Prints the script.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "vitae", &mut script);
        printer.text(&String::from_utf8_lossy(&script))?;
        Ok(Exit::Done)
    }
}
