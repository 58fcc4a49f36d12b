//! Prints what the stages before fields make of documents, or with `--profile` the lines that `vitae parse` prints (`--rules`: without
//! the trained model), or with `--html` the page that `vitae parse --html` prints, with
//! `--blind` what `vitae redact` does. `--time` measures instead.
//!
//! `cargo run --profile quick -p vitae-parse --example sketch -- [--profile|--rules|--html|--blind|--time] FILE|DIR…`
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for the terminal")]

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use vitae_document::Deadline;
use vitae_parse::redact::{Keep, redact};
use vitae_parse::view::View;
use vitae_parse::{ParseOptions, Scratch, Source, examine, extract, extract_all, line, sketch};

fn main() -> std::io::Result<()> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let rules_only = arguments.first().is_some_and(|first| first == "--rules");
    let profiles = rules_only || arguments.first().is_some_and(|first| first == "--profile");
    if profiles {
        arguments.remove(0);
    }
    let drawn = arguments.first().is_some_and(|first| first == "--html");
    if drawn {
        arguments.remove(0);
        print!("{}", View::head("sketch"));
    }
    let blind = arguments.first().is_some_and(|first| first == "--blind");
    if blind {
        arguments.remove(0);
    }
    let timed = arguments.first().is_some_and(|first| first == "--time");
    if timed {
        arguments.remove(0);
    }
    let mut files = Vec::new();
    for argument in &arguments {
        collect(Path::new(argument), &mut files)?;
    }
    let options = ParseOptions { rules_only, ..ParseOptions::default() };
    let mut scratch = Scratch::default();
    let mut readers = vitae_document::Scratch::default();
    let mut view = View::default();
    if timed {
        return time(&files, &options);
    }
    if profiles {
        return print_profiles(files, &options);
    }
    for file in files {
        let bytes = std::fs::read(&file)?;
        if blind {
            let extraction = extract(&file.to_string_lossy(), &bytes, &options, &mut scratch);
            println!("{}", serde_json::to_string(&redact(&extraction, Keep::default())).map_err(std::io::Error::other)?);
        } else if drawn {
            let (extraction, document) = examine(&file.to_string_lossy(), &bytes, &options, &mut scratch);
            print!("{}", view.article(&extraction, &document));
        } else {
            let reading = vitae_document::read(&bytes, &options.limits, Deadline::start(&options.limits), &mut readers);
            println!("#### {}\n{}", file.display(), sketch(&reading.document, &mut scratch));
        }
    }
    Ok(())
}

/// Prints the lines that `vitae parse` prints.
fn print_profiles(files: Vec<PathBuf>, options: &ParseOptions) -> std::io::Result<()> {
    let files: Vec<File> = files.into_iter().map(File).collect();
    let mut done = Ok(());
    extract_all(&files, options, |_, extraction| match extraction.and_then(|extraction| line(&extraction)) {
        Ok(line) => println!("{line}"),
        Err(error) => done = Err(error),
    });
    done
}

/// A document on disk.
struct File(PathBuf);

impl Source for File {
    fn name(&self) -> Cow<'_, str> {
        self.0.to_string_lossy()
    }

    fn bytes(&self, _limit: usize) -> std::io::Result<Vec<u8>> {
        std::fs::read(&self.0)
    }
}

/// Prints the time that reading and understanding take, in microseconds: the best of ten rounds of each file, their mean, median and 99th
/// percentile over `files`.
fn time(files: &[PathBuf], options: &ParseOptions) -> std::io::Result<()> {
    let mut readers = vitae_document::Scratch::default();
    let mut scratch = Scratch::default();
    let (mut reading, mut understanding) = (0, 0);
    let mut totals = Vec::with_capacity(files.len());
    for file in files {
        let bytes = std::fs::read(file)?;
        let (mut best_read, mut best_parse) = (u128::MAX, u128::MAX);
        for _ in 0..10 {
            let deadline = Deadline::start(&options.limits);
            let started = std::time::Instant::now();
            let document = vitae_document::read(&bytes, &options.limits, deadline, &mut readers).document;
            best_read = best_read.min(started.elapsed().as_micros());
            let started = std::time::Instant::now();
            std::hint::black_box(vitae_parse::parse(&document, options, deadline, &mut scratch));
            best_parse = best_parse.min(started.elapsed().as_micros());
        }
        reading += best_read;
        understanding += best_parse;
        totals.push(best_read + best_parse);
    }
    totals.sort_unstable();
    let count = files.len().max(1) as u128;
    let at = |hundredths: usize| totals.get((totals.len() * hundredths / 100).min(totals.len().saturating_sub(1))).copied().unwrap_or(0);
    println!("{count} files, mean: reading {} µs, understanding {} µs", reading / count, understanding / count);
    println!("both: median {} µs, 99th percentile {} µs, longest {} µs", at(50), at(99), at(100));
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
