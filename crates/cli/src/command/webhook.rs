//! `vitae webhook`: notifications from the ATS.

use anyhow::{Context, Result};
use clap::{Args, Subcommand};
use jiff::{SignedDuration, Timestamp};
use vitae_ingest::{Account, Interval, replay, subscribe, subscriptions, unsubscribe};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Manage notifications from the ATS
///
/// `vitae serve` takes them at /hooks/ACCOUNT, checks their signatures and keeps them; the next run of `vitae sync` sees to them. They make
/// a sync quicker and are never needed for it.
#[derive(Debug, Args)]
pub(crate) struct Webhook {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    List(List),
    Add(Add),
    Remove(Remove),
    Replay(Replay),
}

/// List the subscriptions of an account
#[derive(Debug, Args)]
struct List {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Print one JSON object a subscription
    #[arg(long)]
    json: bool,
}

/// Subscribe to what a sync wants to hear; `vitae serve` must be running at the address
///
/// May be run again: there is one subscription for each address, and one that was suspended is activated again.
#[derive(Debug, Args)]
struct Add {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Where `vitae serve` is reached from outside, such as `https://crm.example.com/hooks/acme`
    #[arg(value_name = "URL")]
    callback: String,
}

/// Remove a subscription
#[derive(Debug, Args)]
struct Remove {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// Its identifier or address
    #[arg(value_name = "ID|URL")]
    which: String,
}

/// Take over the notifications that the ATS could not deliver
#[derive(Debug, Args)]
struct Replay {
    /// The account's name
    #[arg(value_name = "ACCOUNT")]
    account: String,
    /// How far to look back; the ATS remembers thirty days
    #[arg(long, value_name = "TIME", default_value = "30d")]
    since: Interval,
}

impl Webhook {
    /// Does what was asked for.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        match self.action {
            Action::List(list) => list.run(&configuration, printer),
            Action::Add(add) => add.run(&configuration, printer),
            Action::Remove(remove) => remove.run(&configuration, printer),
            Action::Replay(replay) => replay.run(&configuration, printer),
        }
    }
}

fn connect(configuration: &Configuration, name: &str) -> Result<Account> {
    let named = configuration.accounts_named(&[name.to_owned()])?;
    let settings = *named.first().context("the account is not there")?;
    Ok(Account::connect(settings.clone(), &configuration.key(settings)?)?)
}

impl List {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let found = subscriptions(&connect(configuration, &self.account)?)?;
        if found.is_empty() {
            printer.say("there is no subscription");
            return Ok(Exit::Nothing);
        }
        if self.json {
            for one in &found {
                printer.line(&serde_json::to_string(one)?)?;
            }
            return Ok(Exit::Done);
        }
        let status = |active: bool| if active { "active" } else { "inactive" }.to_owned();
        let row = |one: &vitae_ingest::Subscription| vec![one.id.clone(), status(one.active), one.callback.clone(), one.events.join(" ")];
        printer.table(&["id", "status", "address", "events"], &found.iter().map(row).collect::<Vec<_>>())?;
        Ok(Exit::Done)
    }
}

impl Add {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let made = subscribe(&connect(configuration, &self.account)?, &self.callback)?;
        printer.say(&format!("subscription {} sends to {}", made.id, made.callback));
        Ok(Exit::Done)
    }
}

impl Remove {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let number = unsubscribe(&connect(configuration, &self.account)?, &self.which)?;
        printer.say(&format!("removed {number} subscriptions"));
        Ok(if number == 0 { Exit::Nothing } else { Exit::Done })
    }
}

impl Replay {
    fn run(self, configuration: &Configuration, printer: &mut Printer) -> Result<Exit> {
        let account = connect(configuration, &self.account)?;
        let back = SignedDuration::try_from(self.since.duration()).context("that is too far back")?;
        let since = Timestamp::now().checked_sub(back).context("that is too far back")?;
        let number = replay(&configuration.open()?, &account, since)?;
        printer.say(&format!("{number} notifications were new; the next `vitae sync` sees to them"));
        Ok(Exit::Done)
    }
}
