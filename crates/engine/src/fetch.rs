//! The reading side of a batch: threads that fetch and parse.

use std::collections::HashMap;
use std::io;
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

use vitae_model::{Extraction, Outcome, Sha256};
use vitae_parse::{Scratch, extract, in_windows, with_threads};
use vitae_store::StoreError;

use crate::enrich::digest;
use crate::home::locked;
use crate::keeper::Keeper;
use crate::{Answer, Engine, EnrichError, EnrichOptions, Known, Progress, Source, Stamp, Summary, Unknown};

/// Windows that may be parsed before the first of them is kept: one in the channel, one on either side, and one to spare.
const WINDOWS_IN_FLIGHT: u64 = 4;

/// What a thread brings to the writer.
#[derive(Debug)]
pub(crate) enum Fetched {
    Unchanged { sha256: Sha256, well: bool },
    Known { sha256: Sha256, stamp: Option<Stamp>, size: u64 },
    Parsed { extraction: Box<Extraction>, stamp: Option<Stamp>, size: u64, bytes: Option<Vec<u8>> },
    Failed(EnrichError),
}

/// The fetching side of a batch.
struct Fetcher<'a> {
    engine: &'a Engine,
    options: &'a EnrichOptions,
    /// Digests whose parsing was begun, with the window it was begun in, so that copies side by side are parsed once.
    begun: Mutex<HashMap<Sha256, u64>>,
    window: AtomicU64,
    stopped: AtomicBool,
}

impl Engine {
    /// Enriches many documents: parsed in parallel, stored by one writer, indexed in groups, handed to `sink` in the order of `sources`.
    ///
    /// Memory does not grow with their number. One document's failure is its [`Answer`]; an error of the whole means that the
    /// database itself failed, and everything handed to `sink` before is kept.
    pub fn enrich_all<S: Source>(
        &self,
        sources: &[S],
        options: &EnrichOptions,
        progress: impl FnMut(&Progress),
        sink: impl FnMut(Answer),
    ) -> Result<Summary, EnrichError> {
        let fetcher = Fetcher::new(self, options);
        let (sender, receiver) = sync_channel(1);
        let n_threads = self.settings.jobs.map_or(0, NonZero::get);
        let summary = std::thread::scope(|scope| {
            let fetching = scope.spawn(|| with_threads(n_threads, || fetcher.run(sources, sender)).map_err(EnrichError::Threads));
            let mut keeper = Keeper { engine: self, options, summary: Summary::default(), progress, sink };
            let kept = keeper.run(sources, &receiver);
            fetcher.stopped.store(true, Ordering::Relaxed);
            drop(receiver);
            let fetched = fetching.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            kept.and(fetched).map(|()| keeper.summary)
        })?;
        self.index_or_tell();
        Ok(summary)
    }
}

impl<'a> Fetcher<'a> {
    fn new(engine: &'a Engine, options: &'a EnrichOptions) -> Self {
        Self { engine, options, begun: Mutex::default(), window: AtomicU64::new(0), stopped: AtomicBool::new(false) }
    }

    fn run<S: Source>(&self, sources: &[S], sender: SyncSender<Vec<Fetched>>) {
        let work = |scratch: &mut Scratch, source: &S| self.fetch(scratch, source);
        in_windows(sources, work, |_, window| {
            // A writer that gave up has told why; what is left is dropped quickly.
            if sender.send(window).is_err() {
                self.stopped.store(true, Ordering::Relaxed);
            }
            let current = self.window.fetch_add(1, Ordering::Relaxed);
            locked(&self.begun).retain(|_, window| *window + WINDOWS_IN_FLIGHT > current);
        });
    }

    fn fetch<S: Source>(&self, scratch: &mut Scratch, source: &S) -> Fetched {
        if self.stopped.load(Ordering::Relaxed) {
            // Never seen: the writer has gone.
            return Fetched::Failed(EnrichError::Stopped);
        }
        self.try_fetch(scratch, source).unwrap_or_else(Fetched::Failed)
    }

    fn try_fetch<S: Source>(&self, scratch: &mut Scratch, source: &S) -> Result<Fetched, EnrichError> {
        let unreadable = |error: io::Error| EnrichError::Read { name: source.name().into_owned(), source: error };
        let stamp = source.stamp().map_err(unreadable)?;
        if let Some((sha256, well)) = self.unchanged(source, stamp)? {
            return Ok(Fetched::Unchanged { sha256, well });
        }
        let bytes = source.bytes(self.engine.settings.limits.bytes).map_err(unreadable)?;
        let (sha256, size) = (digest(&bytes), bytes.len() as u64);
        if !self.begin(sha256)? {
            return Ok(Fetched::Known { sha256, stamp, size });
        }
        let known = source.known();
        let extraction = Box::new(extract(&source.name(), &bytes, &self.engine.parse_options(&known), scratch));
        let bytes = self.store_bytes(&extraction, bytes, &known)?;
        Ok(Fetched::Parsed { extraction, stamp, size, bytes })
    }

    /// The document under a name, where its stamp is as before, and whether it was read without trouble.
    fn unchanged<S: Source>(&self, source: &S, stamp: Option<Stamp>) -> Result<Option<(Sha256, bool)>, StoreError> {
        let Some(stamp) = stamp.filter(|_| !self.options.force) else { return Ok(None) };
        self.engine.store.read(|store| {
            let sighting = store.sighting(&source.key())?.filter(|seen| seen.stamp == Some((stamp.size, stamp.modified_ns)));
            let Some(sighting) = sighting else { return Ok(None) };
            Ok(store.was_read(&sighting.sha256, vitae_parse::VERSION)?.map(|well| (sighting.sha256, well)))
        })
    }

    /// Whether the caller shall parse these bytes: nobody did before, and nobody is about to.
    fn begin(&self, sha256: Sha256) -> Result<bool, StoreError> {
        let first = locked(&self.begun).insert(sha256, self.window.load(Ordering::Relaxed)).is_none();
        if !first || self.options.force {
            return Ok(first);
        }
        let was_read = self.engine.store.read(|store| store.was_read(&sha256, vitae_parse::VERSION))?;
        Ok(was_read.is_none())
    }

    /// Writes the bytes to disk, unless the document may yet be left out: then the writer gets them.
    fn store_bytes(&self, extraction: &Extraction, bytes: Vec<u8>, known: &Known) -> Result<Option<Vec<u8>>, EnrichError> {
        if known.unknown == Unknown::LeaveOut {
            return Ok(Some(bytes));
        }
        if !matches!(extraction.outcome, Outcome::Unsupported | Outcome::TooLarge) {
            self.engine.blobs.put(&extraction.sha256, &bytes)?;
        }
        Ok(None)
    }
}
