//! Reads very many damaged files as `vitae parse` would, and tells how each kind of reading ended, the slowest, and the memory it took.
//!
//! The reading happens in child processes, so that an abort or an overflowing stack is one line of the report and not the end of it.
#![expect(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, reason = "a program for people")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Parser;
use vitae_parse::{ParseOptions, Scratch, extract};
use vitae_tests::mutant::Pool;
use vitae_tests::trap::{self, Trap};

/// What the boundaries say of a panic that they caught.
const PANICKED: [&str; 2] = ["contradicts itself", "a fault of this program"];

/// Read damaged documents and tell how that went
#[derive(Debug, Parser)]
struct Arguments {
    /// Mutants to make
    #[arg(long, default_value_t = 20_000)]
    files: u64,
    /// Everything random follows from it
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Processes at once
    #[arg(long, default_value_t = 2)]
    jobs: u64,
    /// Seconds after which a file counts as hanging; the limit for reading is 5
    #[arg(long, default_value_t = 15)]
    patience: u64,
    /// Read the files that were made to ask for endless work instead
    #[arg(long)]
    traps: bool,
    /// Keep the files that went wrong in this folder
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Read these files here and now, one line each; what the child processes do
    #[arg(long, num_args = 2, value_names = ["FROM", "TO"], hide = true)]
    child: Option<Vec<u64>>,
}

fn main() -> Result<ExitCode> {
    let arguments = Arguments::parse();
    let files = Files::load(&arguments);
    if let Some(range) = &arguments.child {
        read_here(&files, range[0], range[1])?;
        return Ok(ExitCode::SUCCESS);
    }
    let share = files.len().div_ceil(arguments.jobs.max(1)).max(1);
    let ranges: Vec<(u64, u64)> = (0..files.len()).step_by(share as usize).map(|from| (from, files.len().min(from + share))).collect();
    let reports: Vec<Result<Report>> = std::thread::scope(|scope| {
        let workers: Vec<_> = ranges
            .iter()
            .map(|&(from, to)| {
                scope.spawn({
                    let arguments = &arguments;
                    move || oversee(arguments, from, to)
                })
            })
            .collect();
        workers.into_iter().map(|worker| worker.join().expect("an overseer does not panic")).collect()
    });
    let mut whole = Report::default();
    for report in reports {
        whole.add(report?);
    }
    whole.print();
    keep(&arguments, &files, &whole)?;
    Ok(if whole.wrong.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is read.
enum Files {
    Mutants { pool: Pool, seed: u64, count: u64 },
    Traps(Vec<Trap>),
}

impl Files {
    fn load(arguments: &Arguments) -> Self {
        if arguments.traps {
            Self::Traps(trap::all())
        } else {
            Self::Mutants { pool: Pool::load(), seed: arguments.seed, count: arguments.files }
        }
    }

    fn len(&self) -> u64 {
        match self {
            Self::Mutants { count, .. } => *count,
            Self::Traps(traps) => traps.len() as u64,
        }
    }

    /// Where file `index` comes from, and its bytes.
    fn get(&self, index: u64) -> (String, Vec<u8>) {
        match self {
            Self::Mutants { pool, seed, .. } => {
                let mutant = pool.mutant(*seed, index);
                (mutant.origin, mutant.bytes)
            }
            Self::Traps(traps) => traps.get(index as usize).map(|trap| (trap.name.to_owned(), trap.bytes.clone())).unwrap_or_default(),
        }
    }
}

/// Reads the files `from..to` and prints what became of each. The number is printed before the reading begins.
fn read_here(files: &Files, from: u64, to: u64) -> Result<()> {
    let (options, mut scratch) = (ParseOptions::default(), Scratch::default());
    let mut out = std::io::stdout().lock();
    for index in from..to {
        let (origin, bytes) = files.get(index);
        writeln!(out, "begin {index}")?;
        out.flush()?;
        let extraction = extract(&origin, &bytes, &options, &mut scratch);
        let caught = extraction.error.as_deref().is_some_and(|error| PANICKED.iter().any(|what| error.contains(what)));
        let outcome = if caught { "panicked" } else { extraction.outcome.as_str() };
        writeln!(out, "end {outcome} {} {} {}", extraction.elapsed_us, peak_memory(), origin)?;
    }
    Ok(())
}

/// The most memory this process ever held, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Has `from..to` read by child processes, a new one behind each file that ends one.
fn oversee(arguments: &Arguments, mut from: u64, to: u64) -> Result<Report> {
    let mut report = Report::default();
    while from < to {
        from = run_child(arguments, from, to, &mut report)?;
    }
    Ok(report)
}

/// Runs one child process and gives the number of the first file that is still to be read.
fn run_child(arguments: &Arguments, from: u64, to: u64, report: &mut Report) -> Result<u64> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--seed", &arguments.seed.to_string(), "--child", &from.to_string(), &to.to_string()])
        .args(arguments.traps.then_some("--traps"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("cannot start a process to read in")?;
    let output = child.stdout.take().context("the child's output is piped")?;
    let (sender, lines) = mpsc::channel();
    let reader = std::thread::spawn(move || BufReader::new(output).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    let mut begun = None;
    let mut hangs = false;
    loop {
        match lines.recv_timeout(Duration::from_secs(arguments.patience)) {
            Ok(line) => match line.strip_prefix("begin ") {
                Some(index) => begun = Some(index.parse::<u64>()?),
                None => report.take(&line, begun.take().context("an end has a beginning")?)?,
            },
            Err(mpsc::RecvTimeoutError::Timeout) => {
                hangs = true;
                child.kill()?;
                break;
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    drop(lines);
    let _ = reader.join();
    match begun {
        Some(index) => {
            let what = if hangs { "hangs" } else { "aborts" };
            eprintln!("file {index} {what}: {status}");
            report.count(what, index);
            Ok(index + 1)
        }
        None => {
            anyhow::ensure!(status.success(), "a child ended outside of any file: {status}");
            Ok(to)
        }
    }
}

/// How readings ended.
#[derive(Debug, Default)]
struct Report {
    outcomes: BTreeMap<String, u64>,
    /// Microseconds, number and origin of each file that was read.
    times: Vec<(u64, u64, String)>,
    /// Numbers of the files that must not end as they did.
    wrong: Vec<u64>,
    memory: u64,
}

impl Report {
    /// Takes a line of a child: `end OUTCOME MICROSECONDS KIB ORIGIN`.
    fn take(&mut self, line: &str, index: u64) -> Result<()> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let ["end", outcome, time, memory, origin] = words[..] else { anyhow::bail!("a child said `{line}`") };
        self.times.push((time.parse()?, index, origin.to_owned()));
        self.memory = self.memory.max(memory.parse()?);
        self.count(outcome, index);
        Ok(())
    }

    fn count(&mut self, outcome: &str, index: u64) {
        *self.outcomes.entry(outcome.to_owned()).or_default() += 1;
        if matches!(outcome, "panicked" | "hangs" | "aborts") {
            self.wrong.push(index);
        }
    }

    fn add(&mut self, other: Self) {
        for (outcome, count) in other.outcomes {
            *self.outcomes.entry(outcome).or_default() += count;
        }
        self.times.extend(other.times);
        self.wrong.extend(other.wrong);
        self.memory = self.memory.max(other.memory);
    }

    fn print(&mut self) {
        let total: u64 = self.outcomes.values().sum();
        println!("{total} files");
        for (outcome, count) in &self.outcomes {
            println!("{count:8}  {outcome}");
        }
        for missing in ["panicked", "hangs", "aborts"].iter().filter(|name| !self.outcomes.contains_key(**name)) {
            println!("{:8}  {missing}", 0);
        }
        self.times.sort_unstable();
        let at = |share: f64| self.times.get(((self.times.len() as f64 * share) as usize).min(self.times.len().saturating_sub(1)));
        let milliseconds = |time: u64| time as f64 / 1000.0;
        let quantiles = [0.5, 0.99, 0.999].map(|share| milliseconds(at(share).map_or(0, |entry| entry.0)));
        println!("median {:.2} ms, 99 % within {:.2} ms, 99.9 % within {:.2} ms; the slowest:", quantiles[0], quantiles[1], quantiles[2]);
        for (time, index, origin) in self.times.iter().rev().take(5) {
            println!("{:8.1} ms  {index}, {origin}", milliseconds(*time));
        }
        println!("peak memory of a process {} MiB", self.memory >> 10);
        self.wrong.sort_unstable();
        for index in &self.wrong {
            println!("wrong: file {index}");
        }
    }
}

/// Writes the files that went wrong, and the slowest, where that was asked for.
fn keep(arguments: &Arguments, files: &Files, report: &Report) -> Result<()> {
    let Some(folder) = &arguments.keep else { return Ok(()) };
    std::fs::create_dir_all(folder)?;
    let slowest = report.times.iter().rev().take(5).map(|(_, index, _)| index);
    for index in report.wrong.iter().chain(slowest) {
        let (origin, bytes) = files.get(*index);
        let ending = origin.rsplit('.').next().unwrap_or("bin").to_owned();
        std::fs::write(folder.join(format!("{}-{index}.{ending}", arguments.seed)), &bytes)?;
    }
    Ok(())
}
