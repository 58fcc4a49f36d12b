//! Subscriptions to notifications, as the documentation has them.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::random::Random;

/// The version of the events.
const VERSION: &str = "v201910";

/// A subscription.
#[derive(Debug, Clone)]
pub(super) struct Subscription {
    pub(super) id: String,
    pub(super) callback: String,
    events: Value,
    pub(super) active: bool,
    pub(super) secret: Option<String>,
    /// What could not be delivered, oldest first.
    pub(super) failed: Vec<Value>,
}

/// All subscriptions.
#[derive(Debug)]
pub struct Hooks {
    pub(super) all: Vec<Subscription>,
    random: Random,
}

impl Hooks {
    pub(super) fn new(seed: u64) -> Self {
        Self { all: Vec::new(), random: Random::new(seed, 0x0400) }
    }

    /// How many subscriptions there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.all.len()
    }

    /// The secret keys that were made.
    #[must_use]
    pub fn secrets(&self) -> Vec<String> {
        self.all.iter().filter_map(|one| one.secret.clone()).collect()
    }

    /// Suspends every subscription, as happens when callbacks fail for long.
    pub fn suspend(&mut self) {
        self.all.iter_mut().for_each(|one| one.active = false);
    }

    /// Notes that a notification could not be delivered.
    pub fn fail(&mut self, event: &str, name: &str, body: &Value, moment: &str) {
        for one in &mut self.all {
            one.failed
                .push(json!({"status": "failed", "timestamp": moment, "requestDetails": {"url": one.callback, "body": body.to_string(),
                "headers": {"event-id": event, "event-name": name, "event-version": "v201910"}}}));
        }
    }

    /// Makes one of a request's body; the reason where it is refused.
    pub(super) fn add(&mut self, body: &Value) -> Result<Value, &'static str> {
        let callback = body.get("callbackUrl").and_then(Value::as_str).ok_or("callbackUrl is missing")?;
        let events = body.get("events").and_then(Value::as_array).filter(|events| !events.is_empty()).ok_or("events are missing")?;
        if !events.iter().all(|event| event.get("name").is_some_and(Value::is_string) && event.get("version").is_some_and(Value::is_string))
        {
            return Err("an event has a name and a version");
        }
        if self.all.len() >= 20 {
            return Err("there are twenty subscriptions");
        }
        let (id, callback, events) = (self.random.uuid(), callback.to_owned(), body["events"].clone());
        self.all.push(Subscription { id, callback, events, active: false, secret: None, failed: Vec::new() });
        Ok(self.all.last().map(Subscription::told).unwrap_or_default())
    }

    pub(super) fn find(&mut self, id: &str) -> Option<&mut Subscription> {
        self.all.iter_mut().find(|one| one.id == id)
    }

    pub(super) fn remove(&mut self, id: &str) -> bool {
        let before = self.all.len();
        self.all.retain(|one| one.id != id);
        self.all.len() < before
    }

    /// A new secret key of a subscription.
    pub(super) fn new_secret(&mut self, id: &str) -> Option<String> {
        let secret = format!("WhSecret{:016x}", self.random.next());
        let one = self.find(id)?;
        one.secret = Some(secret.clone());
        Some(secret)
    }
}

impl Subscription {
    pub(super) fn told(&self) -> Value {
        let status = if self.active { "active" } else { "inactive" };
        json!({"id": self.id, "callbackUrl": self.callback, "events": self.events, "status": status})
    }

    /// Sends a notification as the documentation has it, signed with the secret key; the status of the answer.
    pub(super) fn send(&self, event: &str, name: &str, body: &str) -> Option<u16> {
        let timestamp = jiff::Timestamp::now().as_second().to_string();
        let message = [&timestamp, body, event, name, VERSION, ""].join(".");
        let signature = self.secret.as_ref().map(|secret| format!("v1={}", hmac(secret.as_bytes(), message.as_bytes())));
        let mut headers =
            vec![("event-id", event), ("event-name", name), ("event-version", VERSION), ("smartrecruiters-timestamp", &timestamp)];
        headers.extend(signature.as_deref().map(|signature| ("smartrecruiters-signature", signature)));
        let answer = super::line::post(&self.callback, &headers, body)?;
        answer.split_whitespace().nth(1)?.parse().ok()
    }

    /// What could not be delivered between two moments, newest first.
    pub(super) fn log(&self, after: &str, before: Option<&str>, limit: usize) -> Value {
        let moment = |entry: &&Value| entry["timestamp"].as_str().unwrap_or_default().to_owned();
        let meant = |entry: &&Value| moment(entry).as_str() >= after && before.is_none_or(|before| moment(entry).as_str() < before);
        self.failed.iter().rev().filter(meant).take(limit).cloned().collect()
    }
}

/// HMAC with SHA-256, in hexadecimal digits. Source: RFC 2104.
fn hmac(key: &[u8], message: &[u8]) -> String {
    let mut block = [0_u8; 64];
    block[..key.len()].copy_from_slice(key);
    let padded = |pad: u8| block.map(|byte| byte ^ pad);
    let inner = Sha256::new().chain_update(padded(0x36)).chain_update(message).finalize();
    let outer = Sha256::new().chain_update(padded(0x5c)).chain_update(inner).finalize();
    outer.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector that the provider publishes.
    #[test]
    fn signatures_are_those_of_the_documentation() {
        let message = r#"1574080897.{"job_id":"jid","candidate_id":"cid"}.123.application.created.v201910.<http://smartrecruiters.com/endpoint>; rel=self"#;
        let expected = "2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f";
        assert_eq!(hmac(b"HeBVky2bccvvkcXPimH8c", message.as_bytes()), expected);
    }
}
