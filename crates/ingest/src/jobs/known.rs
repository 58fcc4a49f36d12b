//! What is kept of the jobs and postings of an account.

use std::collections::BTreeMap;

use vitae_engine::{Engine, OpeningState, ReadError};
use vitae_model::{Job, Posting};

use super::listing::{Line, Lines};

/// Read from the database at once.
const PAGE: usize = 500;

/// A job or posting as it was last seen, without its text.
#[derive(Debug, Clone)]
pub(super) struct Known<T> {
    pub(super) item: T,
    pub(super) line_hash: String,
    pub(super) hidden: bool,
    pub(super) is_open: bool,
    pub(super) checked_at: String,
}

/// All of an account's, by identifier.
pub(super) type All<T> = BTreeMap<String, Known<T>>;

/// Something with an identifier and a text.
pub(super) trait Item: Sized {
    /// Which kind, in dead letters.
    const KIND: &'static str;
    /// Several of it, for people.
    const MANY: &'static str;

    fn id(&self) -> &str;
    fn drop_text(&mut self);
    fn page(engine: &Engine, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningState<Self>>, ReadError>;
}

impl Item for Job {
    const KIND: &'static str = "job";
    const MANY: &'static str = "jobs";

    fn id(&self) -> &str {
        &self.id
    }

    fn drop_text(&mut self) {
        self.sections = Vec::new();
    }

    fn page(engine: &Engine, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningState<Self>>, ReadError> {
        engine.jobs(account, after, limit)
    }
}

impl Item for Posting {
    const KIND: &'static str = "posting";
    const MANY: &'static str = "postings";

    fn id(&self) -> &str {
        &self.id
    }

    fn drop_text(&mut self) {
        self.sections = Vec::new();
    }

    fn page(engine: &Engine, account: &str, after: Option<&str>, limit: usize) -> Result<Vec<OpeningState<Self>>, ReadError> {
        engine.postings(account, after, limit)
    }
}

/// Reads all of an account's.
pub(super) fn load<T: Item>(engine: &Engine, account: &str) -> Result<All<T>, ReadError> {
    let mut all = All::new();
    let mut after: Option<String> = None;
    loop {
        let page = T::page(engine, account, after.as_deref(), PAGE)?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.item.id().to_owned());
        all.extend(page.into_iter().map(|state| (state.item.id().to_owned(), Known::from(state))));
    }
}

impl<T: Item> From<OpeningState<T>> for Known<T> {
    fn from(state: OpeningState<T>) -> Self {
        let OpeningState { mut item, line_hash, hidden, checked_at, closed_at, .. } = state;
        item.drop_text();
        Self { item, line_hash, hidden, is_open: closed_at.is_none(), checked_at }
    }
}

/// The lines whose details are to be asked for: those that are new or changed or that `wanted` names, and of the others the `budget` that
/// was looked at longest ago. Not every change shows in the list.
pub(super) fn due<'a, T>(lines: &'a Lines, known: &All<T>, budget: usize, wanted: impl Fn(&Line, &Known<T>) -> bool) -> Vec<&'a Line> {
    let (mut due, mut others) = (Vec::new(), Vec::new());
    for line in &lines.lines {
        match known.get(&line.id) {
            Some(kept) if kept.is_open && kept.line_hash == line.digest && !wanted(line, kept) => others.push((&kept.checked_at, line)),
            _ => due.push(line),
        }
    }
    others.sort_by_key(|(checked_at, _)| *checked_at);
    due.extend(others.into_iter().take(budget).map(|(_, line)| line));
    due
}

/// Identifiers of what is open here and was not listed.
pub(super) fn missing<T>(lines: &Lines, known: &All<T>) -> Vec<String> {
    known.iter().filter(|(id, kept)| kept.is_open && !lines.has(id)).map(|(id, _)| id.clone()).collect()
}
