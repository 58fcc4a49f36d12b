//! Prints how well the parser reads a folder of labelled documents, as Markdown.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool at the command line reads files and prints")]

use std::collections::BTreeMap;
use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Parser;
use vitae_tests::score::{self, Prediction};
use vitae_tests::{labelled, root};

/// Report accuracy by field, layout, producer, language and format, the worst files, and how far confidence can be trusted
#[derive(Debug, Parser)]
struct Arguments {
    /// Folder of documents [default: the corpus of this repository]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// Folder of labelled profiles, `<name>.json` for `<name>.pdf` [default: tests/truth]
    #[arg(long, value_name = "FOLDER")]
    truth: Option<PathBuf>,
    /// Take these predictions, the output of `vitae parse`, instead of parsing the documents; producers are then unknown
    #[arg(long, value_name = "FILE", conflicts_with = "folder")]
    predictions: Option<PathBuf>,
    /// Print the short table of the README alone
    #[arg(long)]
    short: bool,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let truth = arguments.truth.clone().unwrap_or_else(|| root().join("tests/truth"));
    let truths = score::truths(&truth).map_err(anyhow::Error::msg)?;
    let mut found = predictions(&arguments)?;
    found.retain(|name, _| truths.contains_key(name));
    print!("{}", if arguments.short { score::accuracy(&found, &truths) } else { score::everything(&found, &truths) });
    Ok(())
}

fn predictions(arguments: &Arguments) -> Result<BTreeMap<String, Prediction>> {
    if let Some(file) = &arguments.predictions {
        let lines = read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        return score::predictions(&lines).map_err(anyhow::Error::msg).context("predictions are one JSON object a line");
    }
    let folder = arguments.folder.clone().unwrap_or_else(|| root().join("corpus/resumes"));
    labelled::read(documents(&folder)?).map_err(anyhow::Error::msg)
}

/// The files of a folder, sorted.
fn documents(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = read_dir(folder).with_context(|| format!("cannot list {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files)
}
