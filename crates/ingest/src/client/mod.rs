//! The provider's HTTP API, typed, within its limits, with patience, and with its key kept where it belongs.

mod clock;
mod error;
mod exchange;
mod guard;
mod limiter;
mod metrics;
mod redact;
mod registry;
mod retry;
mod transport;

use jiff::Timestamp;
use serde::de::DeserializeOwned;

pub use error::{ApiError, ApiErrorKind, Said};
pub use metrics::Traffic;
pub use redact::redact_keys;
pub use retry::Patience;
pub use transport::ConnectError;

use crate::account::{AccountSettings, ApiKey};
use crate::wire;
use transport::{Body, Door, Transport};

/// Bytes of a JSON answer that are accepted. A page of a hundred candidates has about a tenth of a megabyte.
const MAX_JSON: usize = 32 * 1024 * 1024;

/// The API of one account.
#[derive(Debug)]
pub(crate) struct Client {
    transport: Transport,
}

/// A page of a listing, and the server's time where it told it.
#[derive(Debug)]
pub(crate) struct Listed {
    pub(crate) page: wire::Page,
    pub(crate) server_time: Option<Timestamp>,
}

impl Client {
    /// Makes a client; nothing is sent yet.
    pub(crate) fn new(settings: &AccountSettings, key: &ApiKey, patience: Patience) -> Result<Self, ConnectError> {
        Ok(Self { transport: Transport::new(settings, key, patience)? })
    }

    /// What this client did so far.
    pub(crate) fn traffic(&self) -> Traffic {
        self.transport.traffic()
    }

    /// `GET /candidates`, one page of at most 100. One listing at a time per credential.
    pub(crate) async fn list_candidates(&self, updated_after: Option<Timestamp>, page_id: Option<&str>) -> Result<Listed, ApiError> {
        let mut query = vec![("limit", "100".to_owned())];
        query.extend(updated_after.map(|moment| ("updatedAfter", clock::filter(moment))));
        query.extend(page_id.map(|id| ("pageId", id.to_owned())));
        let url = self.transport.address(&["candidates"], &query);
        let _only_one = self.transport.one_listing().await;
        let body = self.transport.get(url, MAX_JSON).await?;
        Ok(Listed { server_time: body.server_time, page: read_json(&body)? })
    }

    /// `GET /candidates/{id}`.
    pub(crate) async fn candidate(&self, id: &str) -> Result<(wire::Candidate, Vec<u8>), ApiError> {
        let body = self.transport.get(self.transport.address(&["candidates", id], &[]), MAX_JSON).await?;
        Ok((read_json(&body)?, body.bytes))
    }

    /// `GET /candidates/{id}/attachments`.
    pub(crate) async fn attachments(&self, id: &str) -> Result<Vec<wire::Attachment>, ApiError> {
        let list: wire::AttachmentList = self.json(&["candidates", id, "attachments"]).await?;
        Ok(list.content)
    }

    /// `GET /candidates/{id}/jobs/{job}/status/history`.
    pub(crate) async fn history(&self, id: &str, job: &str) -> Result<wire::HistoryList, ApiError> {
        self.json(&["candidates", id, "jobs", job, "status", "history"]).await
    }

    /// Downloads an attachment from where the API says it is, at most `limit` bytes.
    pub(crate) async fn download(&self, candidate: &str, attachment: &wire::Attachment, limit: usize) -> Result<Vec<u8>, ApiError> {
        let told = attachment.download_url().and_then(|address| url::Url::parse(address).ok());
        let url = told.unwrap_or_else(|| self.transport.address(&["candidates", candidate, "attachments", &attachment.id], &[]));
        Ok(self.transport.get(url, limit).await?.bytes)
    }

    /// `GET /jobs`, one page of at most 100, in the only order in which pages lose nothing.
    pub(crate) async fn list_jobs(&self, page_id: Option<&str>) -> Result<Listed, ApiError> {
        let mut query = vec![("limit", "100".to_owned()), ("sort", "job_id".to_owned())];
        query.extend(page_id.map(|id| ("pageId", id.to_owned())));
        let body = self.transport.get(self.transport.address(&["jobs"], &query), MAX_JSON).await?;
        Ok(Listed { server_time: body.server_time, page: read_json(&body)? })
    }

    /// `GET /jobs/{jobId}`.
    pub(crate) async fn job(&self, id: &str) -> Result<(wire::Job, Vec<u8>), ApiError> {
        let body = self.transport.get(self.transport.address(&["jobs", id], &[]), MAX_JSON).await?;
        Ok((read_json(&body)?, body.bytes))
    }

    /// `GET /jobs/{jobId}/jobads`.
    pub(crate) async fn job_ads(&self, id: &str) -> Result<wire::Ads, ApiError> {
        self.json(&["jobs", id, "jobads"]).await
    }

    /// `GET /v1/companies/{companyIdentifier}/postings`, at most 100 from `offset` on. Sends no key.
    pub(crate) async fn list_postings(&self, company: &str, offset: usize) -> Result<Listed, ApiError> {
        let query = [("limit", "100".to_owned()), ("offset", offset.to_string())];
        let url = self.transport.address(&["v1", "companies", company, "postings"], &query);
        let body = self.transport.get_through(Door::Public, url, MAX_JSON).await?;
        Ok(Listed { server_time: body.server_time, page: read_json(&body)? })
    }

    /// `GET /v1/companies/{companyIdentifier}/postings/{postingId}`. Sends no key.
    pub(crate) async fn posting(&self, company: &str, id: &str) -> Result<(wire::Posting, Vec<u8>), ApiError> {
        let url = self.transport.address(&["v1", "companies", company, "postings", id], &[]);
        let body = self.transport.get_through(Door::Public, url, MAX_JSON).await?;
        Ok((read_json(&body)?, body.bytes))
    }

    async fn json<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, ApiError> {
        read_json(&self.transport.get(self.transport.address(path, &[]), MAX_JSON).await?)
    }
}

fn read_json<T: DeserializeOwned>(body: &Body) -> Result<T, ApiError> {
    // The reader's message may repeat personal data from the body, so only its place is told.
    serde_json::from_slice(&body.bytes).map_err(|error| {
        let place = format!("not the JSON that was expected, at byte {} of {}", byte_of(&body.bytes, &error), body.bytes.len());
        ApiError::new(&body.request, ApiErrorKind::Unreadable(place))
    })
}

fn byte_of(bytes: &[u8], error: &serde_json::Error) -> usize {
    let before: usize = bytes.split_inclusive(|byte| *byte == b'\n').take(error.line().saturating_sub(1)).map(<[u8]>::len).sum();
    before + error.column()
}
