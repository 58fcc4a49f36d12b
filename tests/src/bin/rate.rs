//! Syncs a strict server without faults, and tells how much of the allowed rate was used, as the server saw it.
#![expect(clippy::print_stdout, reason = "a tool at the command line")]

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Parser;
use vitae_ingest::{Account, AccountSettings, ApiKey, Scope, SyncOptions, sync_once};
use vitae_tests::server::open;
use vitae_tests::standin::{Limits, Options, Standin};

/// Sync a strict server once, and fail where less than 95 % of the allowed rate was used, or a limit was exceeded
#[derive(Debug, Parser)]
struct Arguments {
    /// Candidates
    #[arg(long, default_value_t = 10_000)]
    candidates: usize,
    /// Requests allowed in any window of a second; the documentation says 10
    #[arg(long, default_value_t = 100)]
    rate: usize,
    /// Milliseconds that each answer takes
    #[arg(long, default_value_t = 20)]
    latency: u64,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let limits = Limits { rate: arguments.rate, ..Limits::default() };
    let latency = Duration::from_millis(arguments.latency);
    let standin = Standin::start(Options { candidates: arguments.candidates, limits, latency, ..Options::default() })?;
    let text = format!(
        "name = 'acme'\ncompany = '{}'\napi_key = {{ env = 'KEY' }}\nbase_url = '{}'\nmax_requests_per_second = {}.0",
        standin.company(),
        standin.url(),
        arguments.rate
    );
    let settings: AccountSettings = toml::from_str(&text)?;
    let account = Account::connect(settings, &ApiKey::new(standin.key()))?;
    let home = tempfile::tempdir()?;
    let engine = open(home.path())?;
    let start = Instant::now();
    let ledger = sync_once(&engine, &account, &SyncOptions::of(Scope::Changes), &())?;
    let counters = standin.counters();
    let (share, least) = (counters.share_of(arguments.rate), counters.least_share_of(arguments.rate));
    println!(
        "{} candidates, {} requests, {:.0} s, {} a second allowed",
        ledger.new,
        counters.total(),
        start.elapsed().as_secs_f64(),
        arguments.rate
    );
    println!("{:.2} % of the allowed rate used, {:.2} % in the slowest minute", share * 100.0, least.unwrap_or(share) * 100.0);
    println!(
        "at most {} in a second, {} at once, {} listings at once; answered with 429: {}",
        counters.max_in_a_second,
        counters.max_concurrent,
        counters.max_listings,
        counters.exceeded.values().sum::<u64>()
    );
    ensure!(ledger.new == arguments.candidates as u64 && ledger.failed == 0, "not everything arrived: {ledger:?}");
    ensure!(
        counters.exceeded.is_empty() && counters.max_concurrent <= 8 && counters.max_listings <= 1,
        "a limit was exceeded: {:?}",
        counters.exceeded
    );
    ensure!(share >= 0.95, "less than 95 % was used");
    Ok(())
}
