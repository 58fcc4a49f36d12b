//! The list of candidates, page by page.

use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;

use super::digest;
use crate::client::{ApiError, ApiErrorKind, Client};

/// A listing is begun anew this often when the source refuses to go on with it.
const MAX_RESTARTS: u32 = 3;

/// One candidate of the listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: String,
    /// Digest of everything the line said.
    pub(super) digest: String,
    /// Whether the line tells when the candidate changed: without it, the details must be asked for.
    pub(super) dated: bool,
    /// What the candidate agreed to; only lists tell it.
    pub(super) consent: Option<String>,
}

impl Line {
    /// A line for a candidate that no list told of.
    pub(super) fn unlisted(id: String) -> Self {
        Self { id, digest: String::new(), dated: false, consent: None }
    }

    pub(super) fn is_listed(&self) -> bool {
        !self.digest.is_empty()
    }
}

/// A listing under way.
#[derive(Debug)]
pub(super) struct Listing<'a> {
    client: &'a Client,
    updated_after: Option<Timestamp>,
    next: Next,
    pages: HashSet<u128>,
    seen: HashSet<u128>,
    restarts: u32,
    /// How many there are, where the source says so.
    pub(super) total: Option<u64>,
    /// The source's time when it began, where it says so.
    pub(super) begun: Option<Timestamp>,
    /// Lines without an identifier.
    pub(super) unreadable: u64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Next {
    First,
    Page(String),
    End,
}

impl<'a> Listing<'a> {
    pub(super) fn new(client: &'a Client, updated_after: Option<Timestamp>) -> Self {
        Self {
            client,
            updated_after,
            next: Next::First,
            pages: HashSet::new(),
            seen: HashSet::new(),
            restarts: 0,
            total: None,
            begun: None,
            unreadable: 0,
        }
    }

    /// Whether the candidate was listed so far.
    pub(super) fn has(&self, id: &str) -> bool {
        self.seen.contains(&digest::of_id(id))
    }

    /// Candidates listed so far.
    pub(super) fn n_listed(&self) -> u64 {
        self.seen.len() as u64
    }

    /// Whether the source counted more candidates than it listed before its pages went in a circle.
    pub(super) fn is_complete(&self) -> bool {
        self.total.is_none_or(|total| self.n_listed() >= total)
    }

    /// The candidates of the next page that were not on one before; `None` after the last.
    pub(super) async fn next_page(&mut self) -> Result<Option<Vec<Line>>, ApiError> {
        loop {
            let page_id = match &self.next {
                Next::First => None,
                Next::Page(id) => Some(id.clone()),
                Next::End => return Ok(None),
            };
            let listed = match self.client.list_candidates(self.updated_after, page_id.as_deref()).await {
                Ok(listed) => listed,
                Err(error) if page_id.is_some() && self.restarts < MAX_RESTARTS && is_refused_page(&error) => {
                    tracing::info!(%error, "the listing is begun anew");
                    self.restarts += 1;
                    self.pages.clear();
                    self.next = Next::First;
                    continue;
                }
                Err(error) => return Err(error),
            };
            self.begun = self.begun.or(listed.server_time);
            self.total = listed.page.total_found.or(self.total);
            self.next = self.after(listed.page.next_page_id, listed.page.content.is_empty());
            return Ok(Some(self.lines(&listed.page.content)));
        }
    }

    /// Where to go on: not after an empty page, and never to a page again.
    fn after(&mut self, next: Option<String>, empty: bool) -> Next {
        match next {
            Some(id) if !empty && self.pages.insert(digest::of_id(&id)) => Next::Page(id),
            _ => Next::End,
        }
    }

    fn lines(&mut self, content: &[Value]) -> Vec<Line> {
        let mut lines = Vec::with_capacity(content.len());
        for item in content {
            let Some(id) = item.get("id").and_then(Value::as_str).filter(|id| !id.trim().is_empty()) else {
                self.unreadable += 1;
                continue;
            };
            if self.seen.insert(digest::of_id(id)) {
                let dated = item.get("updatedOn").is_some_and(Value::is_string);
                let consent = item.pointer("/consent/status").and_then(Value::as_str).map(str::to_owned);
                lines.push(Line { id: id.to_owned(), digest: digest::of_values([item]), dated, consent });
            }
        }
        lines
    }
}

/// Whether a page is refused as such: its identifier may have expired.
fn is_refused_page(error: &ApiError) -> bool {
    match error.kind() {
        ApiErrorKind::NotFound(_) => true,
        ApiErrorKind::Refused { status, .. } => matches!(status, 400 | 410 | 422),
        _ => false,
    }
}
