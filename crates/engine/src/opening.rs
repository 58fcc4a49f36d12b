//! Jobs and postings of the accounts.

use serde::{Deserialize, Serialize};
use vitae_model::{Job, Posting};
use vitae_store::{NewOpening, Opening, OpeningRow, StoreError, Writer};

use crate::{Engine, ReadError, Run, SyncError, preview};

/// A job or posting as the ATS tells it now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Update<T> {
    /// What it says; its HTML must be safe to show.
    pub item: T,
    /// The caller's digest of its line in the listing.
    pub line_hash: String,
    /// The caller's digest of everything the ATS said of it; equal digests are taken for equal content.
    pub content_hash: String,
    /// Whether to keep it out of what is published.
    pub hidden: bool,
}

/// Jobs or postings, new, changed or as before, and those that are gone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Updates<T> {
    /// What the ATS told now.
    pub told: Vec<Update<T>>,
    /// Identifiers of those whose hiding changed and nothing else, with whether they are hidden now.
    pub hidden: Vec<(String, bool)>,
    /// Identifiers of those that are gone.
    pub closed: Vec<String>,
}

/// One step of a sync of jobs and postings, taken over in one transaction.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JobBatch {
    /// The account's name.
    pub account: String,
    /// The stream, such as `jobs`.
    pub stream: String,
    /// Jobs.
    pub jobs: Updates<Job>,
    /// Postings.
    pub postings: Updates<Posting>,
    /// Where the stream goes on after this batch; `None` leaves the cursor as it is.
    pub cursor: Option<String>,
    /// The run this batch belongs to, with what it counted, this batch included.
    pub run: Option<Run>,
}

/// What became of jobs or postings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpeningOutcome {
    /// Seen for the first time.
    pub new: u64,
    /// Changed, hidden, shown, or open again.
    pub changed: u64,
    /// As before.
    pub unchanged: u64,
    /// Gone.
    pub closed: u64,
}

/// What a batch of jobs and postings came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct JobOutcome {
    /// What became of the jobs.
    pub jobs: OpeningOutcome,
    /// What became of the postings.
    pub postings: OpeningOutcome,
}

/// A job or posting as it was last seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningState<T> {
    /// What it says.
    pub item: T,
    /// The caller's digest of its line in the listing.
    pub line_hash: String,
    /// The caller's digest of everything the ATS said of it.
    pub content_hash: String,
    /// Whether it is kept out of what is published.
    pub hidden: bool,
    /// When it last changed here: RFC 3339, UTC.
    pub changed_at: String,
    /// When its details were last asked for: RFC 3339, UTC.
    pub checked_at: String,
    /// When it was found to be gone: RFC 3339, UTC.
    pub closed_at: Option<String>,
}

impl Engine {
    /// Takes over a batch of jobs and postings with the cursor and the run. Applying it again changes nothing.
    pub fn apply_jobs(&self, batch: &JobBatch) -> Result<JobOutcome, SyncError> {
        self.store.write(|store| take_over_all(store, batch))
    }

    /// Tells what [`Engine::apply_jobs`] would come to, and keeps nothing of it.
    pub fn preview_jobs(&self, batch: &JobBatch) -> Result<JobOutcome, SyncError> {
        preview::undone(&self.store, |store| take_over_all(store, batch))
    }

    /// Postings of an account in the order of their identifiers, from after `after`, at most `limit`; hidden and gone ones among them.
    pub fn postings(&self, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningState<Posting>>, ReadError> {
        let rows = self.store.read(|store| store.openings(account, after, limit))?;
        Ok(rows.into_iter().map(OpeningState::from).collect())
    }

    /// A posting; hidden and gone ones too.
    pub fn posting(&self, account: &str, id: &str) -> Result<Option<OpeningState<Posting>>, ReadError> {
        Ok(self.store.read(|store| store.opening(account, id))?.map(OpeningState::from))
    }

    /// Jobs of an account in the order of their identifiers, from after `after`, at most `limit`; hidden and gone ones among them.
    pub fn jobs(&self, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningState<Job>>, ReadError> {
        let rows = self.store.read(|store| store.openings(account, after, limit))?;
        Ok(rows.into_iter().map(OpeningState::from).collect())
    }

    /// A job; hidden and gone ones too.
    pub fn job(&self, account: &str, id: &str) -> Result<Option<OpeningState<Job>>, ReadError> {
        Ok(self.store.read(|store| store.opening(account, id))?.map(OpeningState::from))
    }
}

fn take_over_all(store: &Writer<'_>, batch: &JobBatch) -> Result<JobOutcome, SyncError> {
    let account = &batch.account;
    let jobs = take_over(store, account, &batch.jobs)?;
    let postings = take_over(store, account, &batch.postings)?;
    if let Some(cursor) = &batch.cursor {
        store.set_cursor(account, &batch.stream, Some(cursor))?;
    }
    if let Some(run) = &batch.run {
        store.put_run(&run.clone().into())?;
    }
    Ok(JobOutcome { jobs, postings })
}

fn take_over<T: Opening>(store: &Writer<'_>, account: &str, updates: &Updates<T>) -> Result<OpeningOutcome, StoreError> {
    let mut outcome = OpeningOutcome::default();
    for update in &updates.told {
        let id = update.item.id();
        match store.opening::<T>(account, id)? {
            Some(known) if is_as(&known, update) => {
                store.check_opening::<T>(account, id, &update.line_hash)?;
                outcome.unchanged += 1;
            }
            known => {
                let Update { item, line_hash, content_hash, hidden } = update;
                store.put_opening(account, NewOpening { item, line_hash, content_hash, hidden: *hidden })?;
                *if known.is_some() { &mut outcome.changed } else { &mut outcome.new } += 1;
            }
        }
    }
    for (id, hidden) in &updates.hidden {
        outcome.changed += u64::from(store.hide_opening::<T>(account, id, *hidden)?);
    }
    for id in &updates.closed {
        outcome.closed += u64::from(store.close_opening::<T>(account, id)?);
    }
    Ok(outcome)
}

fn is_as<T>(known: &OpeningRow<T>, update: &Update<T>) -> bool {
    known.content_hash == update.content_hash && known.hidden == update.hidden && known.closed_at.is_none()
}

impl<T> From<OpeningRow<T>> for OpeningState<T> {
    fn from(row: OpeningRow<T>) -> Self {
        let OpeningRow { account: _, line_hash, content_hash, hidden, changed_at, checked_at, closed_at, item } = row;
        Self { item, line_hash, content_hash, hidden, changed_at, checked_at, closed_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(id: &str, hash: &str, hidden: bool) -> Update<Posting> {
        let item = Posting { id: id.into(), ..Posting::default() };
        Update { item, content_hash: hash.into(), line_hash: hash.into(), hidden }
    }

    fn batch(told: Vec<Update<Posting>>, closed: &[&str]) -> JobBatch {
        let closed = closed.iter().map(|id| (*id).to_owned()).collect();
        JobBatch { account: "acme".into(), postings: Updates { told, closed, ..Updates::default() }, ..JobBatch::default() }
    }

    #[test]
    fn postings_come_change_go_and_come_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(folder.path()).expect("an engine");
        let apply = |batch: JobBatch| engine.apply_jobs(&batch).expect("applies").postings;
        let both = || batch(vec![update("1", "a", false), update("2", "a", false)], &[]);
        assert_eq!(apply(both()), OpeningOutcome { new: 2, ..OpeningOutcome::default() });
        assert_eq!(apply(both()), OpeningOutcome { unchanged: 2, ..OpeningOutcome::default() });
        let outcome = apply(batch(vec![update("1", "b", false)], &["2", "3"]));
        assert_eq!(outcome, OpeningOutcome { changed: 1, closed: 1, ..OpeningOutcome::default() });
        assert!(engine.posting("acme", "2").expect("readable").is_some_and(|state| state.closed_at.is_some()));
        assert_eq!(apply(batch(vec![update("1", "b", true), update("2", "a", false)], &[])).changed, 2);
        let mut shown = batch(Vec::new(), &[]);
        shown.postings.hidden = vec![("1".into(), false), ("2".into(), false)];
        assert_eq!((apply(shown).changed, engine.posting("acme", "1").expect("readable").map(|state| state.hidden)), (1, Some(false)));
        let states = engine.postings("acme", Some("1"), 10).expect("readable");
        assert_eq!(states.iter().map(|state| (state.item.id.as_str(), state.closed_at.is_none())).collect::<Vec<_>>(), [("2", true)]);
        assert_eq!(engine.postings("other", None, 10).expect("readable"), []);
    }

    #[test]
    fn jobs_lie_beside_postings_with_cursor_and_run() {
        let folder = tempfile::tempdir().expect("a folder");
        let engine = Engine::open(folder.path()).expect("an engine");
        let job = Update { item: Job { id: "1".into(), ..Job::default() }, content_hash: "a".into(), ..Update::default() };
        let run = Run { account: "acme".into(), stream: "jobs".into(), started_at: "2026-01-15T10:00:00Z".into(), ..Run::default() };
        let outcome = engine.apply_jobs(&JobBatch {
            account: "acme".into(),
            stream: "jobs".into(),
            jobs: Updates { told: vec![job], ..Updates::default() },
            cursor: Some("here".into()),
            run: Some(run.clone()),
            ..JobBatch::default()
        });
        assert_eq!(outcome.expect("applies").jobs.new, 1);
        assert_eq!(engine.postings("acme", None, 10).expect("readable"), []);
        assert_eq!(engine.jobs("acme", None, 10).expect("readable").len(), 1);
        assert_eq!(engine.cursor("acme", "jobs").expect("readable").as_deref(), Some("here"));
        assert_eq!(engine.last_runs(Some("acme")).expect("readable"), [run]);
    }
}
