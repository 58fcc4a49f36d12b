//! `vitae duplicates`: pairs that may be one person.

use std::io::{BufRead, IsTerminal, stdin};

use anyhow::{Result, bail};
use clap::Args;
use vitae_engine::{Duplicate, Engine};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;
use crate::styled::Styled;

/// List pairs of persons who may be one, with the evidence
///
/// What speaks for and against is told field by field in bits: one bit more doubles the odds. The status is 1 where there is nothing to review.
#[derive(Debug, Args)]
pub(crate) struct Duplicates {
    /// Most pairs to print
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    limit: usize,
    /// Decide pair by pair: merge, keep apart, or leave
    #[arg(long, conflicts_with = "json")]
    review: bool,
    /// Print one JSON object a pair
    #[arg(long)]
    json: bool,
}

impl Duplicates {
    /// Lists or reviews the pairs.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        if self.review && !stdin().is_terminal() {
            bail!("--review asks questions, which needs a terminal; `vitae merge` and `vitae distinguish` decide without");
        }
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let pairs = engine.duplicates(self.limit)?;
        for pair in &pairs {
            if self.json {
                printer.line(&serde_json::to_string(pair)?)?;
                continue;
            }
            let text = pair_text(&engine, pair, printer.start())?;
            printer.styled(&text)?;
            if self.review && !decide(&engine, pair, printer)? {
                break;
            }
        }
        if pairs.is_empty() {
            printer.say("there is nothing to review");
        }
        Ok(if pairs.is_empty() { Exit::Nothing } else { Exit::Done })
    }
}

fn pair_text(engine: &Engine, pair: &Duplicate, mut text: Styled) -> Result<Styled> {
    text.dim(&format!("{:+.1} bits", pair.bits)).newline();
    for id in [&pair.left, &pair.right] {
        let name = engine.person(id)?.and_then(|person| person.profile.basics.name);
        text.plain("  ").bold(name.as_deref().unwrap_or("(no name)")).plain("  ").dim(id.as_str()).newline();
    }
    for field in &pair.evidence {
        let values = [&field.left, &field.right].map(|value| value.as_deref().unwrap_or("–"));
        text.plain(&format!("    {:+6.1}  {:<14} {:<14} ", field.bits, field.field, field.level));
        text.plain(values[0]).dim(" / ").plain(values[1]).newline();
    }
    Ok(text)
}

/// Asks what is to be done with a pair; whether to go on.
fn decide(engine: &Engine, pair: &Duplicate, printer: &mut Printer) -> Result<bool> {
    loop {
        printer.text("one person? [y]es, [n]o, [l]ater, [q]uit: ")?;
        printer.flush()?;
        let mut answer = String::new();
        if stdin().lock().read_line(&mut answer)? == 0 {
            return Ok(false);
        }
        match answer.trim().to_lowercase().as_str() {
            "y" | "yes" => drop(engine.merge(&pair.left, &pair.right)?),
            "n" | "no" => engine.distinguish(&pair.left, &pair.right)?,
            "l" | "later" | "" => {}
            "q" | "quit" => return Ok(false),
            _ => continue,
        }
        return Ok(true);
    }
}
