//! What a notification says: that something about some identifiers happened. The rest is fetched.

use serde::Deserialize;

/// Something happened in the ATS. Holds identifiers only; the present state is to be fetched.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Event {
    /// Names the notification; the same one may come twice.
    pub id: String,
    /// What happened, such as `application.status.updated`.
    pub name: String,
    /// The candidate it concerns.
    pub candidate: Option<String>,
    /// The job it concerns.
    pub job: Option<String>,
}

/// Bodies write identifiers in snake case, and plain `id` where the event's own kind is meant.
#[derive(Debug, Default, Deserialize)]
struct Body {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    candidate_id: Option<String>,
    #[serde(default)]
    job_id: Option<String>,
}

impl Event {
    /// Reads a notification's body; absent where it is no JSON object.
    pub(super) fn read(id: &str, name: &str, body: &[u8]) -> Option<Self> {
        let body: Body = serde_json::from_slice(body).ok()?;
        let own = |kind: &str| if name.split('.').next() == Some(kind) { body.id.clone() } else { None };
        let (candidate, job) = (own("candidate"), own("job"));
        Some(Self { id: id.to_owned(), name: name.to_owned(), candidate: body.candidate_id.or(candidate), job: body.job_id.or(job) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_found_whichever_kind_of_event_it_is() {
        let read = |name: &str, body: &str| Event::read("1", name, body.as_bytes()).map(|event| (event.candidate, event.job));
        let some = |id: &str| Some(id.to_owned());
        assert_eq!(read("candidate.updated", r#"{"id": "c"}"#), Some((some("c"), None)));
        assert_eq!(read("job.ad.created", r#"{"job_id": "j", "job_ad_id": "a"}"#), Some((None, some("j"))));
        assert_eq!(read("job.updated", r#"{"id": "j"}"#), Some((None, some("j"))));
        assert_eq!(
            read("application.created", r#"{"job_id": "j", "candidate_id": "c", "application_id": "a"}"#),
            Some((some("c"), some("j")))
        );
        assert_eq!(read("offer.approval.created", r#"{"id": "x"}"#), Some((None, None)));
        assert_eq!(read("candidate.updated", "7"), None);
    }
}
