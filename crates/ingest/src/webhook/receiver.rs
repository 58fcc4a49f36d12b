//! Notifications of one account, from the request to the database.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use vitae_engine::{Engine, Notification};

use super::subscription::{self, SubscriptionError};
use super::{Event, Received, Refusal, Webhooks};
use crate::account::Account;
use crate::client::ApiError;

/// Keys are fetched anew at most this often, when a signature was made with another one.
const KEYS_EVERY: Duration = Duration::from_secs(60);

/// Entries of the log of callbacks on one page.
const PAGE: usize = 100;

/// Pages of the log of callbacks that are read at once.
const MOST_PAGES: usize = 200;

/// Receives the notifications of an account and keeps them until a run of its candidates sees to them. Whoever listens for HTTP mounts
/// [`Receiver::receive`].
#[derive(Debug)]
pub struct Receiver {
    engine: Arc<Engine>,
    account: Account,
    hooks: RwLock<Arc<Webhooks>>,
    fetched: Mutex<Option<Instant>>,
}

impl Receiver {
    /// Makes one. The keys that notifications are signed with are fetched when the first one comes.
    #[must_use]
    pub fn new(engine: Arc<Engine>, account: Account) -> Self {
        Self { engine, account, hooks: RwLock::new(Arc::new(Webhooks::new(Vec::new()))), fetched: Mutex::new(None) }
    }

    /// The account's name.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account.settings().name
    }

    /// Looks at one request: its headers by name in lower case, and its body as it came. Blocks; an event is kept before this returns.
    ///
    /// A notification that cannot be kept is refused, so that the ATS sends it again.
    pub fn receive<'a>(&self, header: impl Fn(&str) -> Option<&'a str> + Copy, body: &[u8], now: Timestamp) -> Received {
        let mut received = self.hooks().receive(header, body, now);
        if received == Received::Refused(Refusal::Signature) && header("smartrecruiters-signature").is_some() && self.fetch_keys() {
            received = self.hooks().receive(header, body, now);
        }
        match received {
            Received::Event(event) => self.keep(event, now),
            other => other,
        }
    }

    fn keep(&self, event: Event, now: Timestamp) -> Received {
        match self.engine.add_notification(self.account(), &notification(&event, now)) {
            Ok(true) => Received::Event(event),
            Ok(false) => Received::Repeated,
            Err(error) => {
                tracing::error!(account = self.account(), %error, "a notification could not be kept");
                // Otherwise the next one of the same name would count as a repetition.
                self.hooks().forget(&event.id);
                Received::Refused(Refusal::Unkept)
            }
        }
    }

    fn hooks(&self) -> Arc<Webhooks> {
        Arc::clone(&self.hooks.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Fetches the keys, unless that was done a moment ago; whether there are other ones now.
    fn fetch_keys(&self) -> bool {
        let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
        if fetched.is_some_and(|moment| moment.elapsed() < KEYS_EVERY) {
            return false;
        }
        *fetched = Some(Instant::now());
        match self.account.block_on(subscription::secret_keys(self.account.client())) {
            Ok(keys) => {
                *self.hooks.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(Webhooks::new(keys));
                true
            }
            Err(error) => {
                tracing::warn!(account = self.account(), %error, "the keys of notifications cannot be fetched");
                false
            }
        }
    }
}

/// Keeps what the ATS tried to notify of since `since` and could not; how many notifications were new.
///
/// The log of callbacks reaches back thirty days.
pub fn replay(engine: &Engine, account: &Account, since: Timestamp) -> Result<u64, SubscriptionError> {
    let settings = account.settings();
    let told = account.block_on(failed_callbacks(account, since)).map_err(|reason| subscription::refused(account, reason))?;
    let mut n_new = 0;
    for event in told {
        let added = engine.add_notification(&settings.name, &notification(&event, Timestamp::now()));
        n_new += u64::from(added.map_err(|source| SubscriptionError::Keep { account: settings.name.clone(), source })?);
    }
    Ok(n_new)
}

/// The callbacks that failed. How pages are named is not documented, so each page is asked for by the time before which it ends.
async fn failed_callbacks(account: &Account, since: Timestamp) -> Result<Vec<Event>, ApiError> {
    let client = account.client();
    let mut found: Vec<Event> = Vec::new();
    for subscription in client.subscriptions().await? {
        let mut before: Option<Timestamp> = None;
        for _ in 0..MOST_PAGES {
            let page = client.callbacks(&subscription.id, since, before, PAGE).await?;
            found.extend(page.iter().filter_map(event));
            let oldest = page.iter().filter_map(|entry| entry.get("timestamp")?.as_str()?.parse::<Timestamp>().ok()).min();
            // One millisecond later than the oldest: others of the same moment may stand on the next page.
            let next = oldest.and_then(|oldest| oldest.checked_add(SignedDuration::from_millis(1)).ok());
            if page.len() < PAGE || next.is_none() || next == before {
                break;
            }
            before = next;
        }
    }
    found.reverse();
    Ok(found)
}

/// An event out of the log, which repeats the request: its body as text, its headers by name.
fn event(entry: &Value) -> Option<Event> {
    let request = entry.get("requestDetails")?;
    let headers = request.get("headers")?.as_object()?;
    let header = |name: &str| headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| first(value));
    let body = request.get("body")?;
    let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
    let event = Event::read(header("event-id").flatten()?, header("event-name").flatten().unwrap_or_default(), body.as_bytes())?;
    (!event.id.is_empty()).then_some(event)
}

/// Headers are told as text or as a list of texts.
fn first(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_array()?.first()?.as_str())
}

/// What the database keeps of an event. One without a name is named by the moment: it cannot be told from a repetition.
fn notification(event: &Event, now: Timestamp) -> Notification {
    let id = if event.id.is_empty() { format!("at-{}", now.as_nanosecond()) } else { event.id.clone() };
    let (name, candidate, job) = (event.name.clone(), event.candidate.clone(), event.job.clone());
    Notification { id, name, candidate, job, received_at: now.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_of_the_log_is_an_event() {
        let entry = serde_json::json!({"status": "failed", "timestamp": "2026-01-15T10:00:00.000Z", "requestDetails": {
            "url": "https://crm.example.com/hooks/acme", "body": "{\"id\":\"c-1\"}",
            "headers": {"Event-Id": "e-1", "event-name": ["candidate.updated"]}}});
        let read = event(&entry).expect("reads");
        assert_eq!((read.id.as_str(), read.candidate.as_deref()), ("e-1", Some("c-1")));
        assert_eq!(event(&serde_json::json!({"requestDetails": {"headers": {}, "body": {}}})), None);
    }
}
