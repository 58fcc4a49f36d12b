//! Subscriptions to notifications: made, looked at and removed by the account's own credential.

use serde::Serialize;
use serde_json::{Value, json};
use url::Url;

use crate::account::{Account, ApiKey};
use crate::client::{ApiError, Client};

/// The version of the events that are subscribed to.
const VERSION: &str = "v201910";

/// What a sync wants to hear of.
const EVENTS: [&str; 13] = [
    "candidate.created",
    "candidate.updated",
    "candidate.deleted",
    "application.created",
    "application.status.updated",
    "application.fields.updated",
    "application.source.updated",
    "application.attachment.created",
    "job.created",
    "job.updated",
    "job.status.updated",
    "job.ad.updated",
    "job.ad.postings.updated",
];

/// A subscription of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Subscription {
    /// Its identifier.
    pub id: String,
    /// Where notifications are sent.
    pub callback: String,
    /// The names of the events, sorted.
    pub events: Vec<String>,
    /// Whether notifications are sent. The ATS suspends a subscription whose callback fails for long.
    pub active: bool,
}

/// Why subscriptions cannot be managed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SubscriptionError {
    /// The callback is no address that the ATS could call.
    #[error("`{0}` cannot be called back: give an https address without user, password and fragment")]
    Callback(String),
    /// The ATS refused.
    #[error("account `{account}`: {reason}")]
    Api {
        /// The account's name.
        account: String,
        /// What went wrong.
        reason: ApiError,
    },
    /// The handshake failed: the ATS called the callback and did not get its answer.
    #[error("account `{account}`: `{callback}` did not answer the handshake: is `vitae serve` running there and reachable? ({reason})")]
    Handshake {
        /// The account's name.
        account: String,
        /// Where it called.
        callback: String,
        /// What it said.
        reason: ApiError,
    },
    /// The engine could not keep what was replayed.
    #[error("account `{account}`: cannot keep a notification")]
    Keep {
        /// The account's name.
        account: String,
        /// What went wrong.
        source: vitae_engine::SyncError,
    },
}

/// The account's subscriptions.
pub fn subscriptions(account: &Account) -> Result<Vec<Subscription>, SubscriptionError> {
    account.block_on(account.client().subscriptions()).map_err(|reason| refused(account, reason))
}

/// Makes sure that there is exactly one subscription to what a sync wants to hear, sent to `callback`, and that it is active.
///
/// May be called again and again. A subscription to other events at the same address is replaced.
pub fn subscribe(account: &Account, callback: &str) -> Result<Subscription, SubscriptionError> {
    let callback = checked(callback)?;
    let name = || account.settings().name.clone();
    account.block_on(async {
        let client = account.client();
        let mut ours = of_callback(client, &callback).await.map_err(|reason| refused(account, reason))?;
        if !ours.iter().any(Subscription::is_wanted) {
            client.add_subscription(&callback).await.map_err(|reason| refused(account, reason))?;
            // Asked for again, for a request whose answer was lost may have made two.
            ours = of_callback(client, &callback).await.map_err(|reason| refused(account, reason))?;
        }
        let kept = ours.iter().filter(|one| one.is_wanted()).max_by_key(|one| one.active).cloned();
        let kept =
            kept.ok_or_else(|| refused(account, ApiError::unreadable("POST subscriptions", "the new subscription is not listed")))?;
        for other in ours.iter().filter(|one| one.id != kept.id) {
            client.remove_subscription(&other.id).await.map_err(|reason| refused(account, reason))?;
        }
        if !kept.active {
            let activated = client.activate(&kept.id).await;
            activated.map_err(|reason| SubscriptionError::Handshake { account: name(), callback: callback.clone(), reason })?;
        }
        // Without a key notifications would come unsigned, and be refused.
        client.webhook_secret(&kept.id).await.map_err(|reason| refused(account, reason))?;
        Ok(Subscription { active: true, ..kept })
    })
}

/// Removes the subscriptions of this identifier or callback address; how many there were.
pub fn unsubscribe(account: &Account, which: &str) -> Result<usize, SubscriptionError> {
    account.block_on(async {
        let all = account.client().subscriptions().await.map_err(|reason| refused(account, reason))?;
        let meant: Vec<_> = all.into_iter().filter(|one| one.id == which || one.callback == which).collect();
        for one in &meant {
            account.client().remove_subscription(&one.id).await.map_err(|reason| refused(account, reason))?;
        }
        Ok(meant.len())
    })
}

/// The keys that notifications of the account's subscriptions are signed with; makes one where there is none.
pub(super) async fn secret_keys(client: &Client) -> Result<Vec<ApiKey>, ApiError> {
    let mut keys = Vec::new();
    for subscription in client.subscriptions().await? {
        keys.extend(client.webhook_secret(&subscription.id).await?);
    }
    Ok(keys)
}

pub(super) fn refused(account: &Account, reason: ApiError) -> SubscriptionError {
    SubscriptionError::Api { account: account.settings().name.clone(), reason }
}

async fn of_callback(client: &Client, callback: &str) -> Result<Vec<Subscription>, ApiError> {
    Ok(client.subscriptions().await?.into_iter().filter(|one| one.callback == callback).collect())
}

/// The ATS calls from outside, so by https; http is for a callback on this machine, as in tests.
fn checked(callback: &str) -> Result<String, SubscriptionError> {
    let refused =
        || SubscriptionError::Callback(if callback.contains('@') { "…".to_owned() } else { callback.chars().take(200).collect() });
    let url = Url::parse(callback).map_err(|_| refused())?;
    let safe = url.scheme() == "https" || (url.scheme() == "http" && crate::account::is_loopback(&url));
    let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
    if safe && plain { Ok(url.to_string()) } else { Err(refused()) }
}

impl Subscription {
    /// Reads one as the API tells it; nothing where it has no identifier.
    pub(crate) fn read(told: &Value) -> Option<Self> {
        let text = |name: &str| told.get(name).and_then(Value::as_str).map(str::to_owned);
        let named = told.get("events").and_then(Value::as_array).into_iter().flatten();
        let mut events: Vec<String> = named.filter_map(|event| event.get("name")?.as_str().map(str::to_owned)).collect();
        events.sort();
        let active = text("status").is_some_and(|status| status.eq_ignore_ascii_case("active"));
        Some(Self { id: text("id")?, callback: text("callbackUrl").unwrap_or_default(), events, active })
    }

    /// The body that asks for one.
    pub(crate) fn wanted(callback: &str) -> Value {
        let events: Vec<Value> = EVENTS.iter().map(|name| json!({"name": name, "version": VERSION})).collect();
        json!({"callbackUrl": callback, "events": events})
    }

    fn is_wanted(&self) -> bool {
        let mut wanted = EVENTS.to_vec();
        wanted.sort_unstable();
        self.events == wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_called_from_outside_is_a_callback() {
        assert_eq!(checked("https://crm.example.com/hooks/acme").expect("fits"), "https://crm.example.com/hooks/acme");
        assert!(checked("http://127.0.0.1:7878/hooks/acme").is_ok());
        for bad in ["http://crm.example.com/hooks", "crm.example.com", "https://u:secret@crm.example.com/", "ftp://127.0.0.1/"] {
            let error = checked(bad).expect_err(bad).to_string();
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn what_is_asked_for_is_recognised_in_any_order() {
        let mut told = Subscription::wanted("https://x.example.com/");
        told["id"] = json!("s-1");
        told["events"].as_array_mut().expect("a list").reverse();
        let read = Subscription::read(&told).expect("reads");
        assert!(read.is_wanted() && !read.active);
        assert_eq!(Subscription::read(&json!({"status": "active"})), None);
    }
}
