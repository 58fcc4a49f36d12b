//! `vitae schema`: the shape of a profile.

use anyhow::Result;
use clap::Args;

use crate::exit::Exit;
use crate::printer::Printer;

/// Print the JSON Schema of a profile (draft 2020-12)
#[derive(Debug, Args)]
pub(crate) struct Schema {}

impl Schema {
    /// Prints the schema, indented.
    pub(crate) fn run(self, printer: &mut Printer) -> Result<Exit> {
        printer.line(&serde_json::to_string_pretty(&vitae_model::profile_schema())?)?;
        Ok(Exit::Done)
    }
}
