//! A sync service of one's own: an account, an engine, a loop.
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "an example is a program")]

use std::error::Error;

use vitae_engine::Engine;
use vitae_ingest::{Account, AccountSettings, ApiKey, Ledger, Progress, Stop, SyncOptions, sync_once};

/// Prints how far a run is.
struct Dots;

impl Progress for Dots {
    fn update(&self, ledger: &Ledger) {
        println!("{} of {:?} candidates", ledger.done(), ledger.total);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let settings: AccountSettings = toml::from_str(
        "name = 'acme'\ncompany = 'AcmeCorp'\napi_key = { env = 'SMARTRECRUITERS_API_KEY' }\ncandidates = { every = '15m' }",
    )?;
    let key = ApiKey::new(std::env::var("SMARTRECRUITERS_API_KEY")?);
    let every = settings.candidates.every.duration();
    let account = Account::connect(settings, &key)?;
    let engine = Engine::open("crm")?;
    // Hand a clone of it to whatever ends your program.
    let stop = Stop::default();
    let mut options = SyncOptions::default();
    options.stop = stop.clone();
    loop {
        match sync_once(&engine, &account, &options, &Dots) {
            Ok(ledger) => println!("{} new, {} changed, {} failed", ledger.new, ledger.changed, ledger.failed),
            Err(error) => println!("{error}"),
        }
        if stop.wait(every) {
            return Ok(());
        }
    }
}
