//! The `vitae` command: the only crate that prints, ends the process or reads the environment.
//!
//! In: the command line, the environment, `vitae.toml`, files. Out: data on stdout, talk on stderr, an [`Exit`] status.
//! Not here: any decision about documents, persons or matches; the libraries below decide, this crate acts.
#![expect(clippy::disallowed_methods, reason = "this crate alone opens what the user names and reads the environment")]

mod arguments;
mod command;
mod config;
mod environment;
mod exit;
mod printer;
mod records;
mod sanitize;
mod signal;
mod styled;
mod walk;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::exit::Exit;
use crate::printer::Printer;

/// Threads that parse side by side wait for each other in the C library's allocator: two of them were 1.4 times as fast as one, here 1.9
/// times.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut printer = Printer::from_arguments(&arguments.global);
    start_log(&arguments.global);
    let result = command::run(arguments, &mut printer).and_then(|exit| Ok(printer.flush().map(|()| exit)?));
    match result {
        Ok(exit) => exit.into(),
        Err(error) if exit::is_broken_pipe(&error) => Exit::Done.into(),
        Err(error) => {
            printer.error(&format!("{error:#}"));
            Exit::Failed.into()
        }
    }
}

/// Sends what the libraries log to stderr: warnings by default, more with each `--verbose`, nothing with `--quiet`.
fn start_log(global: &arguments::Global) {
    use tracing_subscriber::filter::{LevelFilter, Targets};
    use tracing_subscriber::layer::SubscriberExt;
    use tracing_subscriber::util::SubscriberInitExt;

    let level = match (global.quiet, global.verbose) {
        (true, _) => LevelFilter::OFF,
        (false, 0) => LevelFilter::WARN,
        (false, 1) => LevelFilter::INFO,
        (false, 2) => LevelFilter::DEBUG,
        (false, _) => LevelFilter::TRACE,
    };
    let ours = Targets::new().with_target("vitae", level);
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(global.colours_on_stderr()).without_time();
    tracing_subscriber::registry().with(ours).with(lines).init();
}
