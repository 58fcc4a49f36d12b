//! One pass over the jobs and postings of one account.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{Stream, StreamExt, stream};
use jiff::Timestamp;
use vitae_engine::{DeadLetter, Engine, JobBatch, JobOutcome, OpeningOutcome, Run, Update, Updates};
use vitae_model::{Job, Posting};

use super::STREAM;
use super::criterion::Facts;
use super::details::{self, Got};
use super::guard::{self, Memory};
use super::known::{self, All, Item, Known};
use super::links::Links;
use super::listing::{self, Lines};
use crate::account::{Account, AccountSettings};
use crate::client::{ApiError, ApiErrorKind};
use crate::sync::{Ledger, Progress, Scope, SyncError, SyncOptions};

/// Jobs or postings in one transaction.
const BATCH: usize = 100;

/// Failures in a row after which the source is taken to be ill.
const MAX_FAILURES: u64 = 25;

/// Details that are looked at again at every pass, whatever the interval, although nothing in the list says that they changed.
const LEAST_REVISITS: f64 = 100.0;

/// The part of the allowed requests that goes into such revisits.
const REVISIT_SHARE: f64 = 0.2;

/// How soon a wish to end is noticed.
const GLANCE: Duration = Duration::from_millis(100);

/// One pass under way.
pub(super) struct Pass<'a> {
    engine: &'a Engine,
    account: &'a Account,
    options: &'a SyncOptions,
    progress: &'a dyn Progress,
    started: Timestamp,
    ledger: Ledger,
    memory: Memory,
    /// Items with a dead letter.
    dead: BTreeSet<String>,
    failures: u64,
    /// Postings that are listed and say that they are taken down.
    inactive: Vec<String>,
    /// What the run's row in the ledger says beside its numbers.
    remark: Option<String>,
}

impl<'a> Pass<'a> {
    /// Writes into the ledger that a run begins.
    pub(super) fn begin(
        engine: &'a Engine,
        account: &'a Account,
        options: &'a SyncOptions,
        progress: &'a dyn Progress,
        started: Timestamp,
    ) -> Result<Self, SyncError> {
        let settings = account.settings();
        let read = |error| SyncError::read(settings, error);
        let stored = engine.cursor(&settings.name, STREAM).map_err(read)?;
        let letters = engine.dead_letters(Some(&settings.name)).map_err(read)?;
        let dead = letters.into_iter().filter(|letter| letter.stream == STREAM).map(|letter| letter.item).collect();
        let memory = Memory { company: settings.company.clone(), ..Memory::read(stored.as_deref()) };
        let (ledger, failures, inactive, remark) = (Ledger::default(), 0, Vec::new(), None);
        let pass = Self { engine, account, options, progress, started, ledger, memory, dead, failures, inactive, remark };
        pass.record(&pass.run(None))?;
        Ok(pass)
    }

    /// Writes into the ledger how it ended. A run that came to its end has done so already, with its last batch.
    pub(super) fn end(self, result: Result<bool, SyncError>) -> Result<Ledger, SyncError> {
        if !matches!(result, Ok(true)) {
            // One that was asked to stop has not ended: it is due again at once.
            let ended = result.is_err().then(Timestamp::now);
            self.record(&Run { error: result.as_ref().err().map(ToString::to_string), ..self.run(ended) })?;
        }
        result.map(|ended| Ledger { stopped: !ended, ..self.ledger })
    }

    /// Whether the pass came to its end.
    pub(super) async fn work(&mut self) -> Result<bool, SyncError> {
        if self.options.scope == Scope::DeadLetters && self.dead.is_empty() {
            return self.finish(Updates::default(), Updates::default()).map(|()| true);
        }
        let mut jobs: All<Job> =
            known::load(self.engine, &self.settings().name).map_err(|error| SyncError::read(self.settings(), error))?;
        let listed = self.list_jobs().await?;
        let mut gone_jobs = Updates::default();
        if let Some(lines) = &listed {
            if !self.refresh_jobs(lines, &mut jobs).await? {
                return Ok(false);
            }
            let missing = known::missing(lines, &jobs);
            gone_jobs.closed = self.believed::<Job>(missing, jobs.values().filter(|job| job.is_open).count(), lines.lines.len());
        }
        let links = Links::of(&jobs, listed.as_ref());
        let mut postings: All<Posting> =
            known::load(self.engine, &self.settings().name).map_err(|error| SyncError::read(self.settings(), error))?;
        let lines = self.list_postings(&postings).await?;
        if !self.refresh_postings(&lines, &mut postings, &jobs, &links).await? {
            return Ok(false);
        }
        let mut gone = Updates { hidden: self.rehidden(&lines, &postings, &jobs), ..Updates::default() };
        let missing = known::missing(&lines, &postings);
        gone.closed = self.believed::<Posting>(missing, postings.values().filter(|posting| posting.is_open).count(), lines.lines.len());
        self.inactive.retain(|id| postings.get(id).is_some_and(|kept| kept.is_open));
        gone.closed.append(&mut self.inactive);
        self.warn_of_unknown_fields(&jobs, &postings);
        self.finish(gone_jobs, gone).map(|()| true)
    }

    fn settings(&self) -> &'a AccountSettings {
        self.account.settings()
    }

    fn run(&self, ended: Option<Timestamp>) -> Run {
        Run {
            account: self.settings().name.clone(),
            stream: STREAM.to_owned(),
            started_at: format!("{:.6}", self.started),
            ended_at: ended.map(|moment| format!("{moment:.0}")),
            error: self.remark.clone(),
            counts: self.ledger.counts(),
        }
    }

    fn record(&self, run: &Run) -> Result<(), SyncError> {
        if self.options.preview {
            return Ok(());
        }
        self.engine.record_run(run).map_err(|error| SyncError::apply(self.settings(), error))
    }

    fn keep(&self, batch: &JobBatch) -> Result<JobOutcome, SyncError> {
        let outcome = if self.options.preview { self.engine.preview_jobs(batch) } else { self.engine.apply_jobs(batch) };
        outcome.map_err(|error| SyncError::apply(self.settings(), error))
    }

    fn count(&mut self, change: impl FnOnce(&mut Ledger)) {
        change(&mut self.ledger);
        self.ledger.traffic = self.account.traffic();
        self.progress.update(&self.ledger);
    }

    /// All jobs; nothing where the key may not read them, for postings are public.
    async fn list_jobs(&mut self) -> Result<Option<Lines>, SyncError> {
        match listing::jobs(self.account.client()).await {
            Ok(lines) => self.listed::<Job>(lines).map(Some),
            Err(error) if matches!(error.kind(), ApiErrorKind::Forbidden(_) | ApiErrorKind::NotFound(_)) => {
                tracing::warn!(account = self.settings().name, %error, "jobs cannot be read; hiding looks at what the postings say alone");
                Ok(None)
            }
            Err(error) => Err(SyncError::api(self.settings(), error)),
        }
    }

    /// All postings. Pages by number shift while postings come and go, so what a first listing of several pages lacks is looked for in
    /// a second one.
    async fn list_postings(&mut self, known: &All<Posting>) -> Result<Lines, SyncError> {
        let company = &self.settings().company;
        let mut lines = self.postings_once(company).await?;
        if lines.n_pages > 1 && (!lines.is_complete() || !known::missing(&lines, known).is_empty()) {
            let again = self.postings_once(company).await?;
            lines = again.with(lines);
        }
        self.listed::<Posting>(lines)
    }

    async fn postings_once(&self, company: &str) -> Result<Lines, SyncError> {
        listing::postings(self.account.client(), company).await.map_err(|error| SyncError::api(self.settings(), error))
    }

    fn listed<T: Item>(&mut self, lines: Lines) -> Result<Lines, SyncError> {
        let (n_listed, total) = (lines.lines.len() as u64, lines.total);
        self.count(|ledger| {
            ledger.listed += n_listed;
            ledger.total = Some(ledger.total.unwrap_or_default() + total.unwrap_or(n_listed));
        });
        if lines.is_complete() {
            return Ok(lines);
        }
        let account = self.settings().name.clone();
        Err(SyncError::Incomplete { account, what: T::MANY, listed: n_listed, total: total.unwrap_or_default() })
    }

    /// How many details that nothing says to have changed are looked at again: all of a small company's, a part of a large one's.
    fn revisits(&self, rate: f64) -> usize {
        match self.options.scope {
            Scope::Everything => usize::MAX,
            Scope::DeadLetters => 0,
            Scope::Changes | Scope::Sweep => {
                (rate * self.settings().jobs.every.duration().as_secs_f64() * REVISIT_SHARE).max(LEAST_REVISITS) as usize
            }
        }
    }

    /// Asks for the details of jobs where they are due; whether all were.
    async fn refresh_jobs(&mut self, lines: &Lines, jobs: &mut All<Job>) -> Result<bool, SyncError> {
        let budget = self.revisits(self.settings().max_requests_per_second);
        let due = known::due(lines, jobs, budget, |line, _| self.dead.contains(&item_name::<Job>(&line.id)));
        self.count(|ledger| ledger.unchanged += (lines.lines.len() - due.len()) as u64);
        let (account, before) = (self.account, jobs.clone());
        let got = stream::iter(due).map(|line| details::job(account, line, before.get(&line.id)));
        let got = got.buffer_unordered(self.settings().max_concurrent_requests);
        self.take(got, |update| {
            jobs.insert(update.item.id.clone(), Known::of(update));
        })
        .await
    }

    /// Asks for the details of postings where they are due; whether all were.
    async fn refresh_postings(
        &mut self,
        lines: &Lines,
        postings: &mut All<Posting>,
        jobs: &All<Job>,
        links: &Links,
    ) -> Result<bool, SyncError> {
        let budget = self.revisits(self.settings().max_public_requests_per_second);
        let due = known::due(lines, postings, budget, |line, kept| {
            self.dead.contains(&item_name::<Posting>(&line.id)) || links.job_of(&kept.item) != kept.item.job_id
        });
        self.count(|ledger| ledger.unchanged += (lines.lines.len() - due.len()) as u64);
        let (account, settings) = (self.account, self.settings());
        let got =
            stream::iter(due).map(|line| details::posting(account, line, jobs, links)).buffer_unordered(settings.max_concurrent_requests);
        self.take(got, |update| {
            postings.insert(update.item.id.clone(), Known::of(update));
        })
        .await
    }

    /// Keeps what was got, in batches; whether all was before the end was asked for.
    async fn take<T: Item + Applied>(
        &mut self,
        got: impl Stream<Item = Got<T>>,
        mut note: impl FnMut(&Update<T>),
    ) -> Result<bool, SyncError> {
        let mut got = std::pin::pin!(got);
        let mut updates: Vec<Update<T>> = Vec::new();
        loop {
            let stop = self.options.stop.clone();
            let next = tokio::select! {
                next = got.next() => next,
                () = async { while !stop.is_requested() { tokio::time::sleep(GLANCE).await; } } => {
                    self.apply(updates)?;
                    return Ok(false);
                }
            };
            match next {
                None => break,
                Some(Got::Vanished) => {}
                Some(Got::Closed(id)) => self.inactive.push(id),
                Some(Got::Told(update)) => {
                    self.failures = 0;
                    note(&update);
                    updates.push(*update);
                }
                Some(Got::Failed(_, error)) if error.is_hopeless() => {
                    self.apply(updates)?;
                    return Err(SyncError::api(self.settings(), error));
                }
                Some(Got::Failed(id, error)) => self.failed::<T>(&id, &error)?,
            }
            if updates.len() >= BATCH {
                self.apply(std::mem::take(&mut updates))?;
            }
        }
        self.apply(updates)?;
        Ok(true)
    }

    fn apply<T: Item + Applied>(&mut self, told: Vec<Update<T>>) -> Result<(), SyncError> {
        if told.is_empty() {
            return Ok(());
        }
        let items: Vec<String> = told.iter().map(|update| item_name::<T>(update.item.id())).collect();
        let mut batch = JobBatch { account: self.settings().name.clone(), stream: STREAM.to_owned(), ..JobBatch::default() };
        T::updates(&mut batch).told = told;
        let outcome = self.keep(&batch)?;
        self.add(outcome);
        for item in items {
            if self.dead.remove(&item) && !self.options.preview {
                let cleared = self.engine.clear_dead_letter(&self.settings().name, STREAM, &item);
                cleared.map_err(|error| SyncError::apply(self.settings(), error))?;
            }
        }
        Ok(())
    }

    fn add(&mut self, outcome: JobOutcome) {
        let add = |ledger: &mut Ledger, part: OpeningOutcome| {
            ledger.new += part.new;
            ledger.changed += part.changed;
            ledger.unchanged += part.unchanged;
            ledger.erased += part.closed;
        };
        self.count(|ledger| {
            add(ledger, outcome.jobs);
            add(ledger, outcome.postings);
        });
    }

    /// Remembers what could not be taken over.
    fn failed<T: Item>(&mut self, id: &str, error: &ApiError) -> Result<(), SyncError> {
        self.failures += 1;
        let (account, item) = (self.settings().name.clone(), item_name::<T>(id));
        tracing::warn!(account, item, %error, "it was not taken over");
        let letter = DeadLetter {
            account: account.clone(),
            stream: STREAM.to_owned(),
            item: item.clone(),
            reason: error.to_string(),
            attempts: 0,
            last_failed_at: String::new(),
        };
        if !self.options.preview {
            self.engine.add_dead_letter(&letter).map_err(|error| SyncError::apply(self.settings(), error))?;
        }
        self.dead.insert(item);
        self.count(|ledger| ledger.failed += 1);
        if self.failures < MAX_FAILURES {
            return Ok(());
        }
        Err(SyncError::Broken { account, what: T::MANY, number: self.failures, last: error.to_string() })
    }

    /// Postings that were not asked for and are to be hidden or shown now: the criterion or their job changed.
    fn rehidden(&self, lines: &Lines, postings: &All<Posting>, jobs: &All<Job>) -> Vec<(String, bool)> {
        let judged = postings.iter().filter(|(id, kept)| kept.is_open && lines.has(id)).map(|(id, kept)| {
            let job = kept.item.job_id.as_ref().and_then(|job| jobs.get(job)).map(|job| &job.item);
            (id, kept.hidden, details::is_hidden(self.settings(), &kept.item, job))
        });
        judged.filter(|(_, before, now)| before != now).map(|(id, _, now)| (id.clone(), now)).collect()
    }

    /// The identifiers that may be closed: none where too much is gone at once for the first time.
    fn believed<T: Item>(&mut self, missing: Vec<String>, n_open: usize, n_listed: usize) -> Vec<String> {
        let doubtful = guard::is_doubtful(missing.len(), n_open, n_listed);
        let doubted = if T::KIND == Job::KIND { &mut self.memory.jobs_doubted } else { &mut self.memory.postings_doubted };
        let said_twice = std::mem::replace(doubted, doubtful);
        if !doubtful || said_twice || self.options.accept_removals {
            *doubted = false;
            return missing;
        }
        let remark = format!(
            "{} of {n_open} {} are gone at once and are kept until the next run finds the same, or `--force`: is company = \"{}\" right, also in \
             its capitals?",
            missing.len(),
            T::MANY,
            self.settings().company
        );
        tracing::warn!(account = self.settings().name, "{remark}");
        self.remark = Some(remark);
        self.count(|ledger| ledger.withheld += missing.len() as u64);
        Vec::new()
    }

    /// Tells of a criterion that looks at a field nobody has: probably a slip of the finger.
    fn warn_of_unknown_fields(&self, jobs: &All<Job>, postings: &All<Posting>) {
        let Some(criterion) = &self.settings().jobs.hidden else { return };
        for name in criterion.custom_fields() {
            let on_jobs = jobs.values().any(|job| Facts { job: Some(&job.item), posting: None }.has_custom(name));
            let on_postings = || postings.values().any(|posting| Facts { job: None, posting: Some(&posting.item) }.has_custom(name));
            if !jobs.is_empty() | !postings.is_empty() && !on_jobs && !on_postings() {
                tracing::warn!(account = self.settings().name, field = name, "no job and no posting has the field that `hidden` looks at");
            }
        }
    }

    /// Applies what is gone, with the cursor and the end of the run.
    fn finish(&mut self, jobs: Updates<Job>, postings: Updates<Posting>) -> Result<(), SyncError> {
        let account = self.settings().name.clone();
        // What was counted as unchanged, for the list said nothing new, and is hidden or shown now, counts as changed.
        let n_rehidden = postings.hidden.len() as u64;
        self.count(|ledger| ledger.unchanged = ledger.unchanged.saturating_sub(n_rehidden));
        let outcome = JobOutcome {
            jobs: OpeningOutcome { closed: jobs.closed.len() as u64, ..OpeningOutcome::default() },
            postings: OpeningOutcome { changed: n_rehidden, closed: postings.closed.len() as u64, ..OpeningOutcome::default() },
        };
        self.add(outcome);
        let run = Some(self.run(Some(Timestamp::now())));
        let cursor = Some(self.memory.to_text());
        let batch = JobBatch { account, stream: STREAM.to_owned(), jobs, postings, cursor, run };
        self.keep(&batch)?;
        Ok(())
    }
}

/// Where a kind lies in a batch.
trait Applied: Sized {
    fn updates(batch: &mut JobBatch) -> &mut Updates<Self>;
}

impl Applied for Job {
    fn updates(batch: &mut JobBatch) -> &mut Updates<Self> {
        &mut batch.jobs
    }
}

impl Applied for Posting {
    fn updates(batch: &mut JobBatch) -> &mut Updates<Self> {
        &mut batch.postings
    }
}

impl<T: Item + Clone> Known<T> {
    fn of(update: &Update<T>) -> Self {
        let mut item = update.item.clone();
        item.drop_text();
        Self { item, line_hash: update.line_hash.clone(), hidden: update.hidden, is_open: true, checked_at: String::new() }
    }
}

fn item_name<T: Item>(id: &str) -> String {
    format!("{}/{id}", T::KIND)
}
