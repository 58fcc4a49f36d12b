//! `vitae reindex`: the search index anew from the database.

use anyhow::{Context, Result};
use clap::Args;

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Build the search index anew from the database
#[derive(Debug, Args)]
pub(crate) struct Reindex {}

impl Reindex {
    /// Builds the index and tells how many persons it holds.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let count = printer.following(|progress| engine.reindex(progress));
        printer.say(&format!("{} persons indexed", count.context("the index was not built")?));
        Ok(Exit::Done)
    }
}
