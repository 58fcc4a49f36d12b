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
        let bar = printer.progress(0, false);
        let count = engine.reindex(|done, total| {
            bar.set_length(total as u64);
            bar.set_position(done as u64);
        });
        bar.finish_and_clear();
        printer.say(&format!("{} persons indexed", count.context("the index was not built")?));
        Ok(Exit::Done)
    }
}
