//! `vitae sync status`: how each stream of each account stands.

use anyhow::Result;
use clap::Args;
use vitae_ingest::{State, StreamStatus, status};

use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Tell how each stream stands: its last run, counts, lag and next run
///
/// The lag is how long ago the ATS was last known to be taken over completely. Nothing is asked of the ATS. The status is 2 where a last run
/// failed or something waits to be tried again.
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Names of accounts; all of them where none is named
    #[arg(value_name = "ACCOUNT")]
    accounts: Vec<String>,
    /// Print one JSON object a stream
    #[arg(long)]
    json: bool,
}

const COLUMNS: [&str; 11] =
    ["account", "stream", "state", "last run", "new", "changed", "unchanged", "skipped", "failed", "lag", "next run"];

impl Status {
    pub(super) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let configuration = Configuration::load(&global.overrides())?;
        let accounts = configuration.accounts_named(&self.accounts)?;
        let engine = configuration.open_existing()?;
        let streams = status(&engine, accounts)?;
        if self.json {
            for stream in &streams {
                printer.line(&serde_json::to_string(stream)?)?;
            }
        } else {
            printer.table(&COLUMNS, &streams.iter().map(row).collect::<Vec<_>>())?;
            for stream in &streams {
                for remark in remarks(stream) {
                    printer.line(&remark)?;
                }
            }
        }
        let well = |stream: &StreamStatus| stream.dead_letters == 0 && stream.state != State::Failed;
        Ok(if streams.iter().all(well) { Exit::Done } else { Exit::Failed })
    }
}

fn row(stream: &StreamStatus) -> Vec<String> {
    let counts = stream.last_run.as_ref().map(|run| run.counts);
    let count = |count: Option<u64>| count.map_or_else(String::new, |count| count.to_string());
    vec![
        stream.account.clone(),
        stream.stream.name().to_owned(),
        word(stream.state).to_owned(),
        stream.last_run.as_ref().map_or_else(String::new, |run| to_the_second(&run.started_at)),
        count(counts.map(|counts| counts.new)),
        count(counts.map(|counts| counts.changed)),
        count(counts.map(|counts| counts.unchanged)),
        count(counts.map(|counts| counts.skipped_unknown)),
        count(counts.map(|counts| counts.failed)),
        stream.lag_seconds.map_or_else(|| "incomplete".to_owned(), span),
        stream.next_run.map_or_else(|| "now".to_owned(), |moment| format!("{moment:.0}")),
    ]
}

/// What needs more than a cell.
fn remarks(stream: &StreamStatus) -> Vec<String> {
    let name = format!("{} {}", stream.account, stream.stream.name());
    let error = stream.last_run.as_ref().and_then(|run| run.error.as_ref()).map(|error| format!("{name}: {error}"));
    let waiting = (stream.dead_letters > 0)
        .then(|| format!("{name}: {} could not be taken over; `vitae sync retry` tells why and tries again", stream.dead_letters));
    error.into_iter().chain(waiting).collect()
}

fn word(state: State) -> &'static str {
    match state {
        State::Never => "never ran",
        State::Running => "running",
        State::Done => "done",
        State::Failed => "failed",
        State::BrokenOff => "broken off",
    }
}

/// A stored moment without fractions of a second.
fn to_the_second(moment: &str) -> String {
    moment.parse::<jiff::Timestamp>().map_or_else(|_| moment.to_owned(), |moment| format!("{moment:.0}"))
}

/// A length of time in its two largest units.
fn span(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3600 % 24, seconds / 60 % 60);
    match (days, hours, minutes) {
        (0, 0, 0) => format!("{seconds}s"),
        (0, 0, minutes) => format!("{minutes}m {}s", seconds % 60),
        (0, hours, minutes) => format!("{hours}h {minutes}m"),
        (days, hours, _) => format!("{days}d {hours}h"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lag_is_told_in_two_units() {
        assert_eq!([7, 61, 3_660, 90_061].map(span), ["7s", "1m 1s", "1h 1m", "1d 1h"]);
    }
}
