//! Prints what the stages before fields make of documents, or with `--profile` the lines that `vitae parse` prints (`--rules`: without
//! the trained model).
//!
//! `cargo run --profile quick -p vitae-parse --example sketch -- [--profile|--rules] FILE|DIR…`
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for the terminal")]

use std::path::{Path, PathBuf};

use vitae_document::Deadline;
use vitae_parse::{ParseOptions, Scratch, extract, sketch};

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let rules_only = arguments.first().is_some_and(|first| first == "--rules");
    let profiles = rules_only || arguments.first().is_some_and(|first| first == "--profile");
    if profiles {
        arguments.remove(0);
    }
    let mut files = Vec::new();
    for argument in &arguments {
        collect(Path::new(argument), &mut files)?;
    }
    let options = ParseOptions { rules_only, ..ParseOptions::default() };
    let mut scratch = Scratch::default();
    let mut readers = vitae_document::Scratch::default();
    for file in files {
        let bytes = std::fs::read(&file)?;
        if profiles {
            let extraction = extract(&file.to_string_lossy(), &bytes, &options, &mut scratch);
            println!("{}", serde_json::to_string(&extraction).map_err(std::io::Error::other)?);
        } else {
            let reading = vitae_document::read(&bytes, &options.limits, Deadline::start(&options.limits), &mut readers);
            println!("#### {}\n{}", file.display(), sketch(&reading.document, &mut scratch));
        }
    }
    Ok(())
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if path.is_dir() {
        let mut entries = std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        entries.sort();
        entries.iter().try_for_each(|entry| collect(entry, files))
    } else {
        files.push(path.to_owned());
        Ok(())
    }
}
