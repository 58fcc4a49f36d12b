//! What may stand on the command line.

use std::io::{IsTerminal, stderr, stdout};
use std::path::PathBuf;

use clap::{Args, Parser, ValueEnum};

use crate::command::Command;
use crate::config::Overrides;
use crate::environment;

/// Reads résumés, finds out who is who, and searches the result.
#[derive(Debug, Parser)]
#[command(
    name = "vitae",
    version,
    propagate_version = true,
    max_term_width = 110,
    about = "Read résumés, find out who is who, and search the result",
    after_help = "Exit status: 0 done, 1 nothing found, 2 something failed (the rest went on)."
)]
pub(crate) struct Arguments {
    /// What every command understands.
    #[command(flatten)]
    pub(crate) global: Global,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
pub(crate) struct Global {
    /// Keep everything in this folder [default: VITAE_HOME, else the user's data folder]
    #[arg(long, global = true, value_name = "FOLDER", help_heading = "Global options")]
    pub(crate) home: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = "Global options")]
    pub(crate) quiet: bool,
    /// Say more; may be repeated
    #[arg(long, short, global = true, action = clap::ArgAction::Count, help_heading = "Global options")]
    pub(crate) verbose: u8,
    /// Use colours: always, never, or auto (on a terminal where NO_COLOR is not set)
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        hide_possible_values = true,
        help_heading = "Global options"
    )]
    pub(crate) color: Colour,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Global {
    /// What the global options set.
    pub(crate) fn overrides(&self) -> Overrides {
        Overrides { home: self.home.clone(), jobs: None }
    }

    /// Whether data may be coloured.
    pub(crate) fn colours_on_stdout(&self) -> bool {
        self.colours(stdout().is_terminal())
    }

    /// Whether talk may be coloured.
    pub(crate) fn colours_on_stderr(&self) -> bool {
        self.colours(stderr().is_terminal())
    }

    fn colours(&self, terminal: bool) -> bool {
        let unwanted = environment::text(environment::NO_COLOR).is_some();
        match self.color {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && !unwanted,
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definitions_hold_together() {
        Arguments::command().debug_assert();
    }
}
