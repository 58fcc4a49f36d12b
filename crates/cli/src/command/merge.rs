//! `vitae merge`, `split`, `distinguish`, `undo` and `forget`: what people decide about persons.

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Result, bail};
use clap::Args;
use vitae_engine::PersonError;
use vitae_model::{PersonId, RecordId};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Say that two persons are one
///
/// Remembered for ever, and undone by `vitae split`.
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// One person
    #[arg(value_name = "PERSON")]
    left: String,
    /// The other
    #[arg(value_name = "PERSON")]
    right: String,
}

impl Merge {
    /// Merges and prints the person that remains.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let remains = engine.merge(&person(&self.left), &person(&self.right))?;
        printer.line(remains.as_str())?;
        Ok(Exit::Done)
    }
}

/// Say that records of a person are another human
///
/// Remembered for ever, and undone by `vitae merge`. `vitae show PERSON` lists a person's records.
#[derive(Debug, Args)]
pub(crate) struct Split {
    /// The person
    #[arg(value_name = "PERSON")]
    person: String,
    /// The records of the other human
    #[arg(value_name = "RECORD", required = true)]
    records: Vec<String>,
}

impl Split {
    /// Splits and prints the new person.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let records: Vec<RecordId> = self.records.iter().map(|id| RecordId::new(id.as_str())).collect();
        let new = engine.split(&person(&self.person), &records)?;
        printer.line(new.as_str())?;
        Ok(Exit::Done)
    }
}

/// Say that two persons are different humans
///
/// Remembered for ever: the pair is never proposed or merged again, unless you merge it.
#[derive(Debug, Args)]
pub(crate) struct Distinguish {
    /// One person
    #[arg(value_name = "PERSON")]
    left: String,
    /// The other
    #[arg(value_name = "PERSON")]
    right: String,
}

impl Distinguish {
    /// Keeps the two apart.
    pub(crate) fn run(self, global: &Global) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        engine.distinguish(&person(&self.left), &person(&self.right))?;
        Ok(Exit::Done)
    }
}

/// Take back the latest merge, split or distinction
///
/// Each call takes back one more. What was said with it is forgotten; a merge that was made without asking is remembered as wrong, or it would
/// be made again. A person that comes back has the identifier it had.
#[derive(Debug, Args)]
pub(crate) struct Undo {
    /// Only what was done to this person
    #[arg(value_name = "PERSON")]
    person: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
}

impl Undo {
    /// Takes it back and prints the persons as they are now.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let undone = match engine.undo(self.person.as_deref().map(person).as_ref()) {
            Err(PersonError::NothingToUndo) => {
                printer.say(&PersonError::NothingToUndo.to_string());
                return Ok(Exit::Nothing);
            }
            undone => undone?,
        };
        if self.json {
            printer.line(&serde_json::to_string(&undone)?)?;
            return Ok(Exit::Done);
        }
        printer.say(&format!("took back a {} by {} at {}", undone.action, undone.actor, undone.at));
        undone.persons.iter().try_for_each(|id| printer.line(id.as_str()))?;
        Ok(Exit::Done)
    }
}

/// Erase a person with all records and documents
///
/// This cannot be undone. What the files themselves or an ATS hold is not touched, and comes back with the next run unless it is erased there.
#[derive(Debug, Args)]
pub(crate) struct Forget {
    /// The person
    #[arg(value_name = "PERSON")]
    person: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Forget {
    /// Erases the person after asking.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let id = person(&self.person);
        let Some(found) = engine.person(&id)? else { bail!("there is no person {id}; `vitae search` shows identifiers") };
        let name = found.profile.basics.name.as_deref().unwrap_or("(no name)");
        if !self.yes {
            if !stdin().is_terminal() {
                bail!("erasing cannot be undone; give --yes to do it without being asked");
            }
            printer.text(&format!("erase {name} with {} records? [y/N] ", found.records.len()))?;
            printer.flush()?;
            let mut answer = String::new();
            stdin().lock().read_line(&mut answer)?;
            if !matches!(answer.trim(), "y" | "Y" | "yes") {
                return Ok(Exit::Nothing);
            }
        }
        let erased = engine.forget(&id)?;
        printer.say(&format!("erased {name}: {erased} records"));
        Ok(Exit::Done)
    }
}

fn person(id: &str) -> PersonId {
    PersonId::new(id)
}
