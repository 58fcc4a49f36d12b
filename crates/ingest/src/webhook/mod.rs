//! Notifications from the ATS: handshake, signature, age, repetition. Whoever listens for HTTP mounts [`Webhooks::receive`].
//!
//! A notification is answered at once and only remembered: the service fetches the present state of what it names.

mod event;
mod receiver;
mod signature;
mod subscription;

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

pub use event::Event;
pub use receiver::{Receiver, replay};
pub use subscription::{Subscription, SubscriptionError, subscribe, subscriptions, unsubscribe};

use crate::account::ApiKey;
use signature::Signed;

/// Notifications older or newer than this are refused: somebody may repeat what was overheard.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Notifications remembered to tell repetitions.
const REMEMBERED: usize = 10_000;

/// Bytes of a notification that are accepted; it holds identifiers only.
const MAX_BODY: usize = 64 * 1024;

/// Receives the notifications of one subscription.
#[derive(Debug)]
pub struct Webhooks {
    keys: Vec<ApiKey>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    order: VecDeque<String>,
    all: HashSet<String>,
}

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Received {
    /// Somebody activates the subscription: answer 200 with the header `X-Hook-Secret` set to this.
    Handshake(String),
    /// Something happened: answer 202, then see to it.
    Event(Event),
    /// It was received before: answer 202.
    Repeated,
    /// It is not from the ATS, or too old, or no notification: answer 401.
    Refused(Refusal),
}

/// Why a notification is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// No signature of a known key.
    #[error("the signature is missing or was not made with the subscription's secret key")]
    Signature,
    /// Sent at another time than now.
    #[error("the notification was sent more than five minutes ago, or the clocks differ")]
    Age,
    /// No event in it.
    #[error("the body is no notification")]
    Body,
    /// It could not be kept: answer 503, so that it comes again.
    #[error("the notification could not be kept")]
    Unkept,
}

impl Webhooks {
    /// Accepts notifications signed with any of `keys`: two while one replaces the other.
    #[must_use]
    pub fn new(keys: Vec<ApiKey>) -> Self {
        Self { keys, seen: Mutex::default() }
    }

    /// Looks at one request: its headers by name in lower case, and its body as it came.
    pub fn receive<'a>(&self, header: impl Fn(&str) -> Option<&'a str>, body: &[u8], now: Timestamp) -> Received {
        if let Some(secret) = header("x-hook-secret") {
            return Received::Handshake(secret.to_owned());
        }
        let read = |name: &str| header(name).unwrap_or_default();
        let signed = Signed {
            timestamp: read("smartrecruiters-timestamp"),
            event_id: read("event-id"),
            event_name: read("event-name"),
            event_version: read("event-version"),
            link: read("link"),
            body,
        };
        if body.len() > MAX_BODY || !signed.is_signed_by(read("smartrecruiters-signature"), &self.keys) {
            return Received::Refused(Refusal::Signature);
        }
        if !is_recent(signed.timestamp, now) {
            return Received::Refused(Refusal::Age);
        }
        let Some(event) = Event::read(signed.event_id, signed.event_name, body) else { return Received::Refused(Refusal::Body) };
        if self.is_new(&event.id) { Received::Event(event) } else { Received::Repeated }
    }

    /// Remembers a notification; whether it was not remembered before. One without a name always counts as new.
    fn is_new(&self, id: &str) -> bool {
        if id.is_empty() {
            return true;
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if !seen.all.insert(id.to_owned()) {
            return false;
        }
        seen.order.push_back(id.to_owned());
        if seen.order.len() > REMEMBERED
            && let Some(oldest) = seen.order.pop_front()
        {
            seen.all.remove(&oldest);
        }
        true
    }
}

impl Webhooks {
    /// Forgets that a notification was seen.
    pub(crate) fn forget(&self, id: &str) {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.all.remove(id) {
            seen.order.retain(|known| known != id);
        }
    }
}

fn is_recent(seconds: &str, now: Timestamp) -> bool {
    let sent = seconds.trim().parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
    sent.is_some_and(|sent| now.duration_since(sent).abs() <= TOLERANCE)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &[u8] = br#"{"job_id":"jid","candidate_id":"cid"}"#;

    fn headers(name: &str) -> Option<&'static str> {
        match name {
            "smartrecruiters-timestamp" => Some("1574080897"),
            "event-id" => Some("123"),
            "event-name" => Some("application.created"),
            "event-version" => Some("v201910"),
            "link" => Some("<http://smartrecruiters.com/endpoint>; rel=self"),
            "smartrecruiters-signature" => Some("v1=2e9291f10d44ca10204a4cd81b05d73b6a316b2b605d4e2e0e0b37b40198ce1f"),
            _ => None,
        }
    }

    fn hooks() -> Webhooks {
        Webhooks::new(vec![ApiKey::new("HeBVky2bccvvkcXPimH8c")])
    }

    fn sent() -> Timestamp {
        Timestamp::from_second(1_574_080_897).expect("a moment")
    }

    #[test]
    fn a_notification_is_taken_once() {
        let hooks = hooks();
        let Received::Event(event) = hooks.receive(headers, BODY, sent()) else { panic!("refused") };
        assert_eq!((event.candidate.as_deref(), event.job.as_deref()), (Some("cid"), Some("jid")));
        assert_eq!(hooks.receive(headers, BODY, sent()), Received::Repeated);
    }

    #[test]
    fn what_is_old_or_changed_is_refused() {
        let later = sent() + SignedDuration::from_mins(6);
        assert_eq!(hooks().receive(headers, BODY, later), Received::Refused(Refusal::Age));
        assert_eq!(hooks().receive(headers, b"{}", sent()), Received::Refused(Refusal::Signature));
        let without = |name: &str| headers(name).filter(|_| name != "smartrecruiters-signature");
        assert_eq!(hooks().receive(without, BODY, sent()), Received::Refused(Refusal::Signature));
    }

    #[test]
    fn the_handshake_returns_what_it_was_sent() {
        let header = |name: &str| (name == "x-hook-secret").then_some("abc");
        assert_eq!(hooks().receive(header, b"", sent()), Received::Handshake("abc".into()));
    }
}
