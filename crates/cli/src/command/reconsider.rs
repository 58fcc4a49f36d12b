//! `vitae reconsider`: who is who, decided anew.

use anyhow::{Context, Result};
use clap::Args;

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Decide anew who is who, by what is known now
///
/// Each record is judged when it comes in, by what is stored then. A number that two records share says they are one person, until twenty
/// more turn out to share it. This judges all records again, as if they came in all at once; what humans decided stays. `vitae undo`
/// takes single steps back.
#[derive(Debug, Args)]
pub(crate) struct Reconsider {
    /// Print the counts as one JSON object
    #[arg(long)]
    json: bool,
}

impl Reconsider {
    /// Decides anew and tells what changed.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let found = printer.following(|progress| engine.reconsider(progress)).context("not all records were looked at")?;
        if self.json {
            printer.line(&serde_json::to_string(&found)?)?;
        } else {
            printer.say(&format!("{} records: {} persons merged, {} parted", found.records, found.merged, found.parted));
        }
        Ok(Exit::Done)
    }
}
