//! Runs a target without a fuzzer: once over every file it is given.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs `target` over the files, and the files in the folders, that the command line names. Fails where one of them makes it panic.
pub fn replay(target: impl Fn(&[u8])) -> ExitCode {
    let mut waiting: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let (mut n_files, mut failures) = (0, Vec::new());
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap_or_else(|error| panic!("cannot list {}: {error}", path.display()));
            waiting.extend(entries.flatten().map(|entry| entry.path()));
            continue;
        }
        let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("cannot read {}: {error}", path.display()));
        n_files += 1;
        if catch_unwind(AssertUnwindSafe(|| target(&bytes))).is_err() {
            failures.push(path);
        }
    }
    println!("{n_files} files, {} failures", failures.len());
    for path in &failures {
        println!("failed: {}", path.display());
    }
    if n_files > 0 && failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
