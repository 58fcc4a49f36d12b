//! `vitae similar`: persons who do what one person does.

use anyhow::{Result, bail};
use clap::Args;
use vitae_model::PersonId;

use super::search::shown::Form;
use super::search::{Narrowing, pointed};
use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Find persons who do what this one does
///
/// Titles, skills, fields of study and languages are compared; names, addresses, age, sex and nationality never are. Each hit tells why it
/// was found.
#[derive(Debug, Args)]
pub(crate) struct Similar {
    /// Identifier of a person, as `vitae search` prints it
    #[arg(value_name = "PERSON")]
    person: String,
    #[command(flatten)]
    narrowing: Narrowing,
    #[command(flatten)]
    form: Form,
}

impl Similar {
    /// Prints those who are most alike.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let query = self.narrowing.query("")?;
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let Some(page) = engine.similar(&PersonId::new(self.person.as_str()), &query).map_err(pointed)? else {
            bail!("there is no person {}; `vitae search` shows identifiers", self.person);
        };
        self.form.print(&page, printer)
    }
}
