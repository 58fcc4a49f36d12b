//! The provider's HTTP API, typed, within its limits, with patience, and with its key kept where it belongs.

mod breaker;
mod clock;
mod error;
mod exchange;
mod guard;
mod limiter;
mod metrics;
mod pace;
mod redact;
mod registry;
mod retry;
mod token;
mod transport;

use jiff::Timestamp;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;
use vitae_engine::{Draft, Received};

pub use error::{ApiError, ApiErrorKind, Said};
pub use metrics::Traffic;
pub use redact::redact_keys;
pub use retry::Patience;
pub use transport::ConnectError;

use crate::account::{AccountSettings, ApiKey};
use crate::webhook::Subscription;
use crate::wire;
use transport::{Body, Door, Transport};

/// Bytes of a JSON answer that are accepted. A page of a hundred candidates has about a tenth of a megabyte.
const MAX_JSON: usize = 8 * 1024 * 1024;

/// Where subscriptions to notifications are managed.
const SUBSCRIPTIONS: [&str; 3] = ["webhooks-api", "v201907", "subscriptions"];

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

    /// `GET /candidates/{id}/consent`.
    pub(crate) async fn consent(&self, id: &str) -> Result<wire::Consent, ApiError> {
        self.json(&["candidates", id, "consent"]).await
    }

    /// `GET /candidates/{id}/consents`: for companies that ask for consent by scope.
    pub(crate) async fn consents(&self, id: &str) -> Result<wire::Consents, ApiError> {
        self.json(&["candidates", id, "consents"]).await
    }

    /// `GET /candidates/{id}/jobs/{job}/screening-answers`.
    pub(crate) async fn screening_answers(&self, id: &str, job: &str) -> Result<wire::ScreeningAnswers, ApiError> {
        self.json(&["candidates", id, "jobs", job, "screening-answers"]).await
    }

    /// `GET /audit-api/v201910/audit-events` of the names from a moment on, one page. Its shape is not documented.
    pub(crate) async fn audit_events(&self, names: &[&str], after: Timestamp, page_id: Option<&str>) -> Result<Value, ApiError> {
        let mut query = vec![("eventDateAfter", clock::filter(after)), ("limit", "100".to_owned())];
        query.extend(names.iter().map(|name| ("eventName", (*name).to_owned())));
        query.extend(page_id.map(|id| ("nextPageId", id.to_owned())));
        self.look(&["audit-api", "v201910", "audit-events"], &query).await
    }

    /// Downloads an attachment from where the API says it is, at most `limit` bytes, to disk.
    pub(crate) async fn download(
        &self,
        candidate: &str,
        attachment: &wire::Attachment,
        limit: usize,
        draft: Draft,
    ) -> Result<Received, ApiError> {
        let told = attachment.download_url().and_then(|address| url::Url::parse(address).ok());
        let url = told.unwrap_or_else(|| self.transport.address(&["candidates", candidate, "attachments", &attachment.id], &[]));
        self.transport.save(url, limit, draft).await
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

    /// `GET /webhooks-api/v201907/subscriptions`, all of them: there are at most twenty.
    pub(crate) async fn subscriptions(&self) -> Result<Vec<Subscription>, ApiError> {
        let told: Value = self.json(&SUBSCRIPTIONS).await?;
        Ok(list(&told).iter().filter_map(Subscription::read).collect())
    }

    /// `POST /webhooks-api/v201907/subscriptions`.
    pub(crate) async fn add_subscription(&self, callback: &str) -> Result<(), ApiError> {
        let body = Subscription::wanted(callback).to_string().into_bytes();
        let url = self.transport.address(&SUBSCRIPTIONS, &[]);
        self.transport.change(Method::POST, url, Some(body), MAX_JSON).await.map(drop)
    }

    /// `DELETE /webhooks-api/v201907/subscriptions/{id}`; one that is gone is fine.
    pub(crate) async fn remove_subscription(&self, id: &str) -> Result<(), ApiError> {
        match self.transport.change(Method::DELETE, self.subscription(id, &[], &[]), None, MAX_JSON).await {
            Err(error) if !error.is_gone() => Err(error),
            _ => Ok(()),
        }
    }

    /// `PUT /webhooks-api/v201907/subscriptions/{id}/activation`: the server calls the callback before it answers.
    pub(crate) async fn activate(&self, id: &str) -> Result<(), ApiError> {
        self.transport.change(Method::PUT, self.subscription(id, &["activation"], &[]), None, MAX_JSON).await.map(drop)
    }

    /// `GET /webhooks-api/v201907/subscriptions/{id}/secret-key`; makes one where there is none.
    pub(crate) async fn webhook_secret(&self, id: &str) -> Result<Option<ApiKey>, ApiError> {
        let url = || self.subscription(id, &["secret-key"], &[]);
        let body = match self.transport.get(url(), MAX_JSON).await {
            Err(error) if error.is_gone() => self.transport.change(Method::POST, url(), None, MAX_JSON).await?,
            other => other?,
        };
        let told: Value = read_json(&body)?;
        let key = told.get("secretKey").and_then(Value::as_str).map(ApiKey::new);
        key.iter().for_each(|key| self.transport.learn(key.clone()));
        Ok(key)
    }

    /// `GET /webhooks-api/v201907/subscriptions/{id}/callbacks-log`: what failed since `after`, newest first.
    pub(crate) async fn callbacks(
        &self,
        id: &str,
        after: Timestamp,
        before: Option<Timestamp>,
        limit: usize,
    ) -> Result<Vec<Value>, ApiError> {
        let mut query = vec![("limit", limit.to_string()), ("callbackStatus", "failed".to_owned()), ("after", clock::filter(after))];
        query.extend(before.map(|moment| ("before", clock::filter(moment))));
        let told: Value = read_json(&self.transport.get(self.subscription(id, &["callbacks-log"], &query), MAX_JSON).await?)?;
        Ok(list(&told).to_vec())
    }

    fn subscription(&self, id: &str, more: &[&str], query: &[(&str, String)]) -> url::Url {
        let path: Vec<&str> = SUBSCRIPTIONS.into_iter().chain([id]).chain(more.iter().copied()).collect();
        self.transport.address(&path, query)
    }

    /// `GET` of an endpoint that is only asked to see whether it answers, as JSON.
    pub(crate) async fn look(&self, path: &[&str], query: &[(&str, String)]) -> Result<Value, ApiError> {
        read_json(&self.transport.get(self.transport.address(path, query), MAX_JSON).await?)
    }

    async fn json<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, ApiError> {
        read_json(&self.transport.get(self.transport.address(path, &[]), MAX_JSON).await?)
    }
}

/// A bare list, or one inside of an object.
fn list(told: &Value) -> &[Value] {
    told.as_array().or_else(|| told.get("content")?.as_array()).map(Vec::as_slice).unwrap_or_default()
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
