//! `vitae man`: the manual page, from the same definitions as the help.

use anyhow::Result;
use clap::{Args, CommandFactory};

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// Print the manual page (roff)
#[derive(Debug, Args)]
pub(crate) struct Man {}

impl Man {
    /// Prints the page.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        let mut page = Vec::new();
        clap_mangen::Man::new(Arguments::command()).render(&mut page)?;
        printer.text(&String::from_utf8_lossy(&page))?;
        Ok(Exit::Done)
    }
}
