//! What runs do, told while they go on and when they end.

use std::collections::BTreeMap;
use std::sync::mpsc::Sender;

use anyhow::Result;
use indicatif::ProgressBar;
use vitae_ingest::{Account, Ledger, Observer, Stream, SyncError};

use crate::exit::Exit;
use crate::printer::Printer;

/// A run that ended.
pub(super) struct Ended {
    account: String,
    stream: Stream,
    result: Result<Ledger, SyncError>,
}

/// Moves a bar for each stream, and passes on what ended.
pub(super) struct Teller {
    bars: BTreeMap<(String, Stream), ProgressBar>,
    sender: Sender<Ended>,
}

/// How ended runs are printed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) json: bool,
    /// Nothing was kept: it is told as what would be.
    pub(super) preview: bool,
}

impl Teller {
    pub(super) fn new(accounts: &[Account], printer: &Printer, sender: Sender<Ended>) -> Self {
        let names = accounts.iter().map(|account| account.settings().name.clone());
        let keys = names.flat_map(|name| Stream::ALL.map(|stream| (name.clone(), stream)));
        let bars = keys.map(|key| {
            let bar = printer.progress(0, false);
            bar.set_message(format!("{} {}", key.0, key.1.name()));
            (key, bar)
        });
        Self { bars: bars.collect(), sender }
    }
}

impl Observer for Teller {
    fn update(&self, account: &str, stream: Stream, ledger: &Ledger) {
        if let Some(bar) = self.bars.get(&(account.to_owned(), stream)) {
            if let Some(total) = ledger.total {
                bar.set_length(total);
            }
            bar.set_position(ledger.done());
        }
    }

    fn ended(&self, account: &str, stream: Stream, result: Result<Ledger, SyncError>) {
        if let Some(bar) = self.bars.get(&(account.to_owned(), stream)) {
            bar.reset();
        }
        // Nobody listens only where nothing can be printed any more, and then the end was asked for.
        let _ = self.sender.send(Ended { account: account.to_owned(), stream, result });
    }
}

impl Style {
    /// Prints how a run ended.
    pub(super) fn tell(self, ended: Ended, exit: &mut Exit, printer: &mut Printer) -> Result<()> {
        let Ended { account, stream, result } = ended;
        let ledger = match result {
            Ok(ledger) => ledger,
            // Whoever is at it does what was asked for.
            Err(error @ SyncError::Busy { .. }) => {
                printer.say(&error.to_string());
                return Ok(());
            }
            Err(error) => {
                *exit = Exit::Failed;
                printer.error(&format!("{:#}", anyhow::Error::new(error)));
                return Ok(());
            }
        };
        if ledger.failed > 0 {
            *exit = Exit::Failed;
        }
        if self.json {
            let mut object = serde_json::to_value(ledger)?;
            object["account"] = account.into();
            object["stream"] = stream.name().into();
            if self.preview {
                object["dry_run"] = true.into();
            }
            printer.line(&object.to_string())?;
        } else {
            printer.line(&self.sentence(&account, stream, &ledger))?;
        }
        Ok(printer.flush()?)
    }

    /// What a run did, or would do, in one line.
    fn sentence(self, account: &str, stream: Stream, ledger: &Ledger) -> String {
        let counts = [
            (ledger.new, "new"),
            (ledger.changed, "changed"),
            (ledger.unchanged, "unchanged"),
            (ledger.skipped_unknown, "unknown and left out"),
            (ledger.erased, if stream == Stream::Jobs { "closed" } else { "erased" }),
            (ledger.withheld, "gone and kept for now (--force believes it)"),
            (ledger.failed, "failed"),
        ];
        let counts: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let counts = if counts.is_empty() { "nothing new".to_owned() } else { counts.join(", ") };
        let stopped = if ledger.stopped { "; stopped early" } else { "" };
        match (stream, self.preview) {
            (Stream::Candidates, true) => format!("{account}: would be {counts}; {} documents to download{stopped}", ledger.missing),
            (Stream::Candidates, false) => {
                format!("{account}: {counts}; {} documents downloaded, {} parsed{stopped}", ledger.downloaded, ledger.parsed)
            }
            (Stream::Jobs, true) => format!("{account}, jobs: would be {counts}{stopped}"),
            (Stream::Jobs, false) => format!("{account}, jobs: {counts}{stopped}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_told_in_one_line() {
        let told = |preview| Style { json: false, preview }.sentence("acme", Stream::Candidates, &Ledger::default());
        assert_eq!(told(false), "acme: nothing new; 0 documents downloaded, 0 parsed");
        assert_eq!(told(true), "acme: would be nothing new; 0 documents to download");
    }
}
