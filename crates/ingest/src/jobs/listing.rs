//! The lists of jobs and of postings, page by page, whole.

use std::collections::HashSet;

use serde_json::Value;

use crate::client::{ApiError, ApiErrorKind, Client, Listed};
use crate::sync::digest;

/// A listing is begun anew this often when the source refuses to go on with it.
const MAX_RESTARTS: u32 = 3;

/// Pages after which a listing is taken to have no end.
const MOST_PAGES: usize = 10_000;

/// What moves by itself: who looked at a job last.
const MOVING: [&str; 1] = ["lastActivityOn"];

/// One job or posting of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: String,
    /// Digest of what the line said.
    pub(super) digest: String,
    /// The job's reference number.
    pub(super) reference: Option<String>,
}

/// A whole list.
#[derive(Debug, Default)]
pub(super) struct Lines {
    pub(super) lines: Vec<Line>,
    /// How many there are, where the source says so.
    pub(super) total: Option<u64>,
    pub(super) n_pages: usize,
    seen: HashSet<u128>,
}

impl Lines {
    pub(super) fn has(&self, id: &str) -> bool {
        self.seen.contains(&digest::of_id(id))
    }

    /// Whether the source listed all that it counted.
    pub(super) fn is_complete(&self) -> bool {
        self.total.is_none_or(|total| self.lines.len() as u64 >= total)
    }

    /// This list, and what another one had beside.
    pub(super) fn with(mut self, other: Self) -> Self {
        for line in other.lines {
            if self.seen.insert(digest::of_id(&line.id)) {
                self.lines.push(line);
            }
        }
        self
    }

    /// Takes a page; the number of items on it, and whether any was not on one before.
    fn take(&mut self, listed: Listed) -> (usize, bool) {
        self.n_pages += 1;
        self.total = listed.page.total_found.or(self.total);
        let (n_items, n_before) = (listed.page.content.len(), self.lines.len());
        for item in listed.page.content {
            let Some(id) = item.get("id").and_then(Value::as_str).map(str::to_owned).filter(|id| !id.trim().is_empty()) else { continue };
            if self.seen.insert(digest::of_id(&id)) {
                let reference = item.get("refNumber").and_then(Value::as_str).map(str::to_owned);
                self.lines.push(Line { id, digest: of_line(item), reference });
            }
        }
        (n_items, self.lines.len() > n_before)
    }
}

fn of_line(mut item: Value) -> String {
    if let Some(fields) = item.as_object_mut() {
        fields.retain(|name, _| !MOVING.contains(&name.as_str()));
    }
    digest::of_values([&item])
}

/// Lists all postings of a company.
pub(super) async fn postings(client: &Client, company: &str) -> Result<Lines, ApiError> {
    let mut lines = Lines::default();
    let mut offset = 0;
    while lines.n_pages < MOST_PAGES {
        let (n_items, any_new) = lines.take(client.list_postings(company, offset).await?);
        offset += n_items;
        if !any_new || lines.total.is_some_and(|total| offset as u64 >= total) {
            break;
        }
    }
    Ok(lines)
}

/// Lists all jobs of the company.
pub(super) async fn jobs(client: &Client) -> Result<Lines, ApiError> {
    let mut lines = Lines::default();
    let mut page: Option<String> = None;
    let mut pages = HashSet::new();
    let mut restarts = 0;
    while lines.n_pages < MOST_PAGES {
        let listed = match client.list_jobs(page.as_deref()).await {
            Ok(listed) => listed,
            Err(error) if page.is_some() && restarts < MAX_RESTARTS && is_refused_page(&error) => {
                tracing::info!(%error, "the listing of jobs is begun anew");
                restarts += 1;
                pages.clear();
                page = None;
                continue;
            }
            Err(error) => return Err(error),
        };
        page = listed.page.next_page_id.clone();
        let (n_items, _) = lines.take(listed);
        let goes_on = n_items > 0 && page.as_deref().is_some_and(|id| pages.insert(digest::of_id(id)));
        if !goes_on {
            break;
        }
    }
    Ok(lines)
}

/// Whether a page is refused as such: its identifier may have expired.
fn is_refused_page(error: &ApiError) -> bool {
    match error.kind() {
        ApiErrorKind::NotFound(_) => true,
        ApiErrorKind::Refused { status, .. } => matches!(status, 400 | 410 | 422),
        _ => false,
    }
}
