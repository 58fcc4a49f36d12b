//! One run of the candidates stream of one account.

use std::collections::{BTreeSet, HashSet};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use futures_util::{Stream, StreamExt, TryStreamExt, stream};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc::Sender;
use vitae_engine::{Engine, Notification};

use super::cursor::Cursor;
use super::digest::Digest;
use super::fetch::{Fetched, Fetcher};
use super::heard;
use super::keep::Message;
use super::ledger::{Ledger, Progress};
use super::listing::{Line, Listing};
use super::{STREAM, Scope, SyncError, SyncOptions};
use crate::account::{Account, AccountSettings};

/// A dead letter is tried again with every run until it has been tried this often, and then only when asked for.
const MAX_ATTEMPTS: u32 = 20;

/// How long a notification is remembered after it was seen to: as long as the source repeats them, and its log reaches back.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(31 * 24);

/// How soon a wish to end is noticed.
const GLANCE: Duration = Duration::from_millis(100);

/// What one run shares between its two sides.
pub(super) struct Run<'a> {
    pub(super) engine: &'a Engine,
    pub(super) account: &'a Account,
    pub(super) options: &'a SyncOptions,
    pub(super) progress: &'a dyn Progress,
    pub(super) ledger: Mutex<Ledger>,
    pub(super) started: Timestamp,
    /// What the account notified of and nobody saw to yet.
    pub(super) notified: Vec<Notification>,
}

/// A candidate to fetch.
struct Job {
    line: Line,
    known: Option<vitae_engine::CandidateState>,
}

impl Run<'_> {
    pub(super) fn settings(&self) -> &AccountSettings {
        self.account.settings()
    }

    /// Counts something, and tells how the run stands.
    pub(super) fn count(&self, change: impl FnOnce(&mut Ledger)) {
        let ledger = {
            let mut ledger = self.ledger.lock().unwrap_or_else(PoisonError::into_inner);
            change(&mut ledger);
            ledger.traffic = self.account.traffic();
            *ledger
        };
        self.progress.update(&ledger);
    }

    /// Fetches everything of the run's scope and hands it over; ends early when the other side does or the end is asked for.
    pub(super) async fn fetch_all(&self, dead: &HashSet<String>, sender: Sender<Message>) -> Result<(), SyncError> {
        let cursor = self.cursor()?;
        let outgrown = cursor.is_some_and(|cursor| cursor.is_outgrown_by(&self.settings().candidates));
        let sweeps = matches!(self.options.scope, Scope::Everything | Scope::Sweep);
        let thorough = self.options.scope == Scope::Everything || outgrown;
        let from = if thorough || sweeps { None } else { cursor.map(Cursor::ask_from) };
        let listing = tokio::sync::Mutex::new(Listing::new(self.account.client(), from));
        if self.options.scope != Scope::DeadLetters && !self.fetch_listed(&listing, thorough, &sender).await? {
            return Ok(());
        }
        let listing = listing.into_inner();
        let mut forgotten: BTreeSet<String> = dead.iter().filter(|id| !listing.has(id)).cloned().collect();
        if self.options.scope != Scope::DeadLetters {
            forgotten.extend(self.notified.iter().filter_map(|notification| notification.candidate.clone()));
            forgotten.extend(self.audited(cursor).await?);
        }
        if !self.fetch_stream(stream::iter(&forgotten).map(|id| self.unlisted(id.clone())), &sender).await? {
            return Ok(());
        }
        if sweeps && !self.sweep(|id| listing.has(id) || forgotten.contains(id), &sender).await? {
            return Ok(());
        }
        let reached = match self.options.scope {
            Scope::DeadLetters => None,
            Scope::Changes | Scope::Sweep | Scope::Everything => {
                Some(Cursor::after_run(self.begun(&listing), &self.settings().candidates).to_text())
            }
        };
        // The other side is gone only where it failed, and then its error counts.
        let _ = sender.send(Message::End(reached)).await;
        Ok(())
    }

    /// Candidates kept here that the audit tells of since the last run: a deletion or a merge leaves no trace in the listing.
    async fn audited(&self, cursor: Option<Cursor>) -> Result<BTreeSet<String>, SyncError> {
        let Some(cursor) = cursor else { return Ok(BTreeSet::new()) };
        let told =
            heard::audited(self.account.client(), cursor.ask_from()).await.map_err(|error| SyncError::api(self.settings(), error))?;
        let mut known = BTreeSet::new();
        for id in told {
            let state = self.engine.candidate_state(&self.settings().name, &id).map_err(|error| SyncError::read(self.settings(), error))?;
            known.extend(state.map(|_| id));
        }
        Ok(known)
    }

    /// Notes that the notifications were seen to. They are remembered for a while, to tell repetitions.
    pub(super) fn settle(&self) -> Result<(), SyncError> {
        if self.notified.is_empty() || self.options.scope == Scope::DeadLetters {
            return Ok(());
        }
        let ids: Vec<String> = self.notified.iter().map(|notification| notification.id.clone()).collect();
        let forget = self.started.checked_sub(REMEMBERED).unwrap_or(self.started).to_string();
        let settled = self.engine.settle_notifications(&self.settings().name, &ids, &forget);
        settled.map_err(|error| SyncError::apply(self.settings(), error))
    }

    /// When the run began, by the source's clock where it differs.
    fn begun(&self, listing: &Listing<'_>) -> Timestamp {
        listing.begun.map_or(self.started, |told| told.min(self.started))
    }

    fn cursor(&self) -> Result<Option<Cursor>, SyncError> {
        let stored = self.engine.cursor(&self.settings().name, STREAM).map_err(|error| SyncError::read(self.settings(), error))?;
        Ok(Cursor::read(stored.as_deref()))
    }

    /// Fetches what the source lists; whether all of it was.
    async fn fetch_listed(
        &self,
        listing: &tokio::sync::Mutex<Listing<'_>>,
        thorough: bool,
        sender: &Sender<Message>,
    ) -> Result<bool, SyncError> {
        let jobs = stream::try_unfold((), |()| async {
            let page = listing.lock().await.next_page().await.map_err(|error| SyncError::api(self.settings(), error))?;
            let Some(lines) = page else { return Ok(None) };
            let (n_listed, total) = { (lines.len() as u64, listing.lock().await.total) };
            self.count(|ledger| {
                ledger.listed += n_listed;
                ledger.total = total.or(ledger.total);
            });
            Ok(Some((stream::iter(self.worth_fetching(lines, thorough)?.into_iter().map(Ok)), ())))
        });
        if !self.fetch_stream(jobs.try_flatten(), sender).await? {
            return Ok(false);
        }
        let listing = listing.lock().await;
        if listing.is_complete() {
            return Ok(true);
        }
        let (listed, total) = (listing.n_listed(), listing.total.unwrap_or_default());
        Err(SyncError::Incomplete { account: self.settings().name.clone(), what: STREAM, listed, total })
    }

    /// Leaves out candidates that are as they were, unless everything is to be looked at.
    fn worth_fetching(&self, lines: Vec<Line>, thorough: bool) -> Result<Vec<Job>, SyncError> {
        let mut jobs = Vec::new();
        let mut n_unchanged = 0;
        for line in lines {
            let job = self.job(line)?;
            if !thorough && self.is_unchanged(&job) { n_unchanged += 1 } else { jobs.push(job) }
        }
        self.count(|ledger| ledger.unchanged += n_unchanged);
        Ok(jobs)
    }

    fn job(&self, line: Line) -> Result<Job, SyncError> {
        let known = self.engine.candidate_state(&self.settings().name, &line.id);
        Ok(Job { known: known.map_err(|error| SyncError::read(self.settings(), error))?, line })
    }

    fn is_unchanged(&self, job: &Job) -> bool {
        let Some(known) = &job.known else { return false };
        let wanted_now = known.left_out && self.settings().candidates.import_unknown;
        let same = known.content_hash.as_deref().is_some_and(|stored| Digest::is_listed_as(stored, &job.line.digest));
        job.line.dated && same && !wanted_now
    }

    /// A candidate to fetch that no listing told of.
    fn unlisted(&self, id: String) -> Result<Job, SyncError> {
        self.job(Line::unlisted(id))
    }

    /// Looks for candidates that are kept here and were not asked for yet: the source may have erased them.
    async fn sweep(&self, is_asked_for: impl Fn(&str) -> bool, sender: &Sender<Message>) -> Result<bool, SyncError> {
        let mut after: Option<String> = None;
        loop {
            let kept = self.engine.candidates(&self.settings().name, after.as_deref(), 1000);
            let kept = kept.map_err(|error| SyncError::read(self.settings(), error))?;
            let Some(last) = kept.last().cloned() else { return Ok(true) };
            let unlisted = kept.into_iter().filter(|id| !is_asked_for(id)).map(|id| self.unlisted(id));
            if !self.fetch_stream(stream::iter(unlisted), sender).await? {
                return Ok(false);
            }
            after = Some(last);
        }
    }

    /// Fetches `jobs`, several at once; whether all of them were.
    async fn fetch_stream(&self, jobs: impl Stream<Item = Result<Job, SyncError>>, sender: &Sender<Message>) -> Result<bool, SyncError> {
        let fetcher =
            Fetcher { account: self.settings(), client: self.account.client(), engine: self.engine, downloads: !self.options.preview };
        let fetcher = &fetcher;
        let fetched = jobs
            .map(|job| async move {
                let job = job?;
                Ok(fetcher.fetch(&job.line, job.known.as_ref()).await)
            })
            .buffer_unordered(self.settings().max_concurrent_requests);
        let mut fetched = std::pin::pin!(fetched);
        loop {
            let next = tokio::select! {
                next = fetched.next() => next,
                () = self.end_asked_for() => return Ok(false),
            };
            match next {
                None => return Ok(true),
                Some(Err(error)) => return Err(error),
                Some(Ok(Fetched::Failed(_, error))) if error.is_hopeless() => return Err(SyncError::api(self.settings(), error)),
                Some(Ok(fetched)) => {
                    if sender.send(Message::Fetched(fetched)).await.is_err() {
                        return Ok(false);
                    }
                }
            }
        }
    }

    async fn end_asked_for(&self) {
        while !self.options.stop.is_requested() {
            tokio::time::sleep(GLANCE).await;
        }
    }

    /// Candidates with a dead letter that are due to be tried again.
    pub(super) fn dead_letters(&self) -> Result<HashSet<String>, SyncError> {
        let account = &self.settings().name;
        let letters = self.engine.dead_letters(Some(account)).map_err(|error| SyncError::read(self.settings(), error))?;
        let due = |attempts: u32| attempts < MAX_ATTEMPTS || matches!(self.options.scope, Scope::Everything | Scope::DeadLetters);
        Ok(letters.into_iter().filter(|letter| letter.stream == STREAM && due(letter.attempts)).map(|letter| letter.item).collect())
    }
}
