//! The writing side of a batch: one transaction a window.

use std::collections::{BTreeSet, HashMap};
use std::sync::mpsc::Receiver;

use vitae_model::{Extraction, Outcome, Sha256};
use vitae_store::Writer;

use crate::enrich::{ReadDocument, keeps_bytes};
use crate::fetch::Fetched;
use crate::{Answer, Decision, Engine, EnrichError, EnrichOptions, Enriched, NamedBytes, Progress, Reading, Source, Stamp, Summary};

/// Keeps what the threads bring, in the order of the sources, and tells it.
pub(crate) struct Keeper<'a, P, K> {
    pub(crate) engine: &'a Engine,
    pub(crate) options: &'a EnrichOptions,
    pub(crate) summary: Summary,
    pub(crate) progress: P,
    pub(crate) sink: K,
}

/// A document that is done.
struct Done {
    reading: Reading,
    size: u64,
    failed: bool,
    result: Option<Result<Enriched, EnrichError>>,
}

/// A document to be kept.
struct Arrival {
    reading: Reading,
    read: ReadDocument,
    stamp: Option<Stamp>,
    bytes: Option<Vec<u8>>,
}

impl<P: FnMut(&Progress), K: FnMut(Answer)> Keeper<'_, P, K> {
    /// Keeps all windows; an error means that the last one was not kept.
    pub(crate) fn run<S: Source>(&mut self, sources: &[S], windows: &Receiver<Vec<Fetched>>) -> Result<(), EnrichError> {
        self.summary.progress.total = sources.len();
        (self.progress)(&self.summary.progress);
        let mut start = 0;
        for window in windows {
            let end = start + window.len();
            let done = self.keep_window(&sources[start..end], window)?;
            for (offset, document) in done.into_iter().enumerate() {
                self.tell(start + offset, document);
            }
            self.engine.index_now_and_then(end - start);
            start = end;
        }
        Ok(())
    }

    fn keep_window<S: Source>(&self, sources: &[S], window: Vec<Fetched>) -> Result<Vec<Done>, EnrichError> {
        let copies = copies(&window);
        self.engine.store.write(|store| {
            let documents = sources.iter().zip(window);
            documents.map(|(source, fetched)| self.keep_fetched(store, source, fetched, &copies)).collect()
        })
    }

    fn keep_fetched<S: Source>(
        &self,
        store: &Writer<'_>,
        source: &S,
        fetched: Fetched,
        copies: &HashMap<Sha256, Extraction>,
    ) -> Result<Done, EnrichError> {
        let arrival = match fetched {
            Fetched::Unchanged { sha256, well } => return self.unchanged(source, &sha256, well),
            Fetched::Failed(error) => return Ok(Done::failed(error)),
            Fetched::Known { sha256, stamp, size } => self.known_before(source, &sha256, stamp, size, copies)?,
            Fetched::Parsed { extraction, stamp, size, bytes } => {
                let read = ReadDocument { extraction: *extraction, size, reused: false };
                Arrival { reading: Reading::Parsed, read, stamp, bytes }
            }
        };
        let (reading, size, sha256) = (arrival.reading, arrival.read.size, arrival.read.extraction.sha256);
        let known = source.known();
        let enriched = self.engine.keep(store, arrival.read, &known, &source.name(), &source.key(), arrival.stamp)?;
        if let Some(bytes) = arrival.bytes.filter(|_| keeps_bytes(&enriched)) {
            self.engine.blobs.put(&sha256, &bytes)?;
        }
        let failed = enriched.extraction.outcome != Outcome::Parsed;
        Ok(Done { reading, size, failed, result: Some(Ok(enriched)) })
    }

    fn unchanged<S: Source>(&self, source: &S, sha256: &Sha256, well: bool) -> Result<Done, EnrichError> {
        let read = if self.options.with_unchanged { self.engine.read_before(sha256, &source.name())? } else { None };
        let result = read.map(|read| Ok(Enriched::told(read, None)));
        Ok(Done { reading: Reading::Unchanged, size: 0, failed: !well, result })
    }

    /// A document whose bytes were parsed before: in an earlier batch or window, or further on in this window.
    fn known_before<S: Source>(
        &self,
        source: &S,
        sha256: &Sha256,
        stamp: Option<Stamp>,
        size: u64,
        copies: &HashMap<Sha256, Extraction>,
    ) -> Result<Arrival, EnrichError> {
        let name = source.name();
        if let Some(read) = self.engine.read_before(sha256, &name)? {
            return Ok(Arrival { reading: Reading::Reused, read, stamp, bytes: None });
        }
        if let Some(copy) = copies.get(sha256) {
            let extraction = Extraction { source: name.into_owned(), ..copy.clone() };
            let read = ReadDocument { extraction, size, reused: false };
            return Ok(Arrival { reading: Reading::Reused, read, stamp, bytes: None });
        }
        // Its first copy was left out, so that nothing of it was kept.
        let limit = self.engine.settings.limits.bytes;
        let bytes = source.bytes(limit).map_err(|source| EnrichError::Read { name: name.clone().into_owned(), source })?;
        let read = self.engine.parse(NamedBytes { name: &name, bytes: &bytes }, &source.known());
        Ok(Arrival { reading: Reading::Parsed, read, stamp, bytes: Some(bytes) })
    }

    fn tell(&mut self, position: usize, done: Done) {
        let progress = &mut self.summary.progress;
        progress.done += 1;
        progress.bytes += done.size;
        progress.failed += usize::from(done.failed);
        match done.reading {
            Reading::Parsed => progress.parsed += 1,
            Reading::Reused => progress.reused += 1,
            Reading::Unchanged => progress.unchanged += 1,
            Reading::Failed => {}
        }
        if let Some(Ok(enriched)) = &done.result {
            match enriched.decision {
                Decision::New => self.summary.new += 1,
                Decision::Matched => self.summary.matched += 1,
                Decision::Review => self.summary.review += 1,
                Decision::Unknown | Decision::Unreadable => {}
            }
        }
        (self.progress)(&self.summary.progress);
        if let Some(result) = done.result {
            (self.sink)(Answer { position, reading: done.reading, result });
        }
    }
}

impl Done {
    fn failed(error: EnrichError) -> Self {
        Self { reading: Reading::Failed, size: 0, failed: true, result: Some(Err(error)) }
    }
}

/// What was parsed in this window and is needed a second time in it.
fn copies(window: &[Fetched]) -> HashMap<Sha256, Extraction> {
    let wanted: BTreeSet<_> =
        window.iter().filter_map(|fetched| if let Fetched::Known { sha256, .. } = fetched { Some(*sha256) } else { None }).collect();
    let parsed = window.iter().filter_map(|fetched| if let Fetched::Parsed { extraction, .. } = fetched { Some(extraction) } else { None });
    parsed
        .filter(|extraction| wanted.contains(&extraction.sha256))
        .map(|extraction| (extraction.sha256, Extraction::clone(extraction)))
        .collect()
}
