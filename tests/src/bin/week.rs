//! Lets a week of polls pass in minutes, and compares what is kept with the source afterwards.
#![expect(clippy::print_stdout, reason = "a tool at the command line")]

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use jiff::{SignedDuration, Timestamp};
use vitae_engine::Engine;
use vitae_ingest::{Account, AccountSettings, ApiKey, Ledger, Scope, SyncOptions, sync_once};
use vitae_tests::server::open;
use vitae_tests::standin::{Limits, Options, Standin, World};

/// Sync a pretended ATS in accelerated time while it changes, and compare the end with the source
#[derive(Debug, Parser)]
struct Arguments {
    /// Candidates at the start
    #[arg(long, default_value_t = 20_000)]
    candidates: usize,
    /// Polls, a sweep for deletions among them once a day
    #[arg(long, default_value_t = 7 * 24 * 4)]
    polls: u32,
    /// Minutes between two polls
    #[arg(long, default_value_t = 15)]
    minutes: i64,
    /// Changes between two polls: steps, new people, documents, deletions
    #[arg(long, default_value_t = 30)]
    changes: usize,
    /// Probability that a request fails
    #[arg(long, default_value_t = 0.01)]
    faults: f64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let standin = Standin::start(Options {
        candidates: arguments.candidates,
        faults: arguments.faults,
        limits: Limits { rate: 100_000, concurrent: 64, ..Limits::default() },
        latency: std::time::Duration::ZERO,
        stall: std::time::Duration::ZERO,
        ..Options::default()
    })?;
    let home = tempfile::tempdir()?;
    let engine = open(home.path())?;
    let account = account(&standin)?;
    let (start, begun) = (Instant::now(), Timestamp::now());
    let mut total = run(&engine, &account, begun, Scope::Changes)?;
    println!("{} candidates after {:.0} s", total.new, start.elapsed().as_secs_f64());
    let polls_a_day = u32::try_from(24 * 60 / arguments.minutes.max(1)).unwrap_or(1).max(1);
    for poll in 1..=arguments.polls {
        standin.world(|world| {
            world.pass(SignedDuration::from_mins(arguments.minutes));
            (0..arguments.changes).for_each(|_| World::churn(world));
        });
        let scope = if poll.is_multiple_of(polls_a_day) || poll == arguments.polls { Scope::Sweep } else { Scope::Changes };
        let now = begun + SignedDuration::from_mins(arguments.minutes * i64::from(poll)) + SignedDuration::try_from(start.elapsed())?;
        let ledger = run(&engine, &account, now, scope)?;
        total.new += ledger.new;
        total.changed += ledger.changed;
        total.erased += ledger.erased;
        if poll.is_multiple_of(polls_a_day) {
            println!("day {}: {:.0} s", poll / polls_a_day, start.elapsed().as_secs_f64());
        }
    }
    compare(&engine, &standin)?;
    println!("{} new, {} changed, {} erased; what is kept equals the source", total.new, total.changed, total.erased);
    Ok(())
}

fn account(standin: &Standin) -> Result<Account> {
    let text = format!(
        "name = 'acme'\ncompany = '{}'\napi_key = {{ env = 'KEY' }}\nbase_url = '{}'\nmax_requests_per_second = 10000.0\nmax_concurrent_requests = 32",
        standin.company(),
        standin.url()
    );
    let settings: AccountSettings = toml::from_str(&text)?;
    Ok(Account::connect(settings, &ApiKey::new(standin.key()))?)
}

fn run(engine: &Engine, account: &Account, now: Timestamp, scope: Scope) -> Result<Ledger> {
    let mut options = SyncOptions::of(scope);
    options.now = Some(now);
    let ledger = sync_once(engine, account, &options, &())?;
    ensure!(ledger.failed == 0, "{} candidates failed", ledger.failed);
    Ok(ledger)
}

/// Everybody of the source is kept as last changed, with the same documents, and nobody else.
fn compare(engine: &Engine, standin: &Standin) -> Result<()> {
    let mut ids = standin.world(|world| world.ids());
    ids.sort();
    let kept = engine.candidates("acme", None, usize::MAX)?;
    ensure!(kept == ids, "{} candidates are kept, the source has {}", kept.len(), ids.len());
    for id in ids {
        let state = engine.candidate_state("acme", &id)?.context("a candidate is kept")?;
        let (updated, resumes) = standin.world(|world| (world.updated(&id), world.resumes(&id)));
        ensure!(state.updated_on == updated, "{id} is kept as of {:?}, the source has {updated:?}", state.updated_on);
        let mut documents: Vec<String> =
            state.attachments.into_iter().filter(|document| document.sha256.is_some()).map(|document| document.id).collect();
        documents.sort();
        ensure!(documents == resumes, "{id} has other documents here");
    }
    ensure!(engine.stats()?.dead_letters == 0, "dead letters are left");
    Ok(())
}
