//! Candidates that something happened to, heard of beside the listing: notifications that wait, and the audit where it may be read.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use crate::client::{ApiError, Client};

/// Events of the audit that a listing does not tell of.
const EVENTS: [&str; 4] =
    ["CANDIDATE_DELETED", "CANDIDATE_DELETED_DUE_TO_MERGE", "CANDIDATE_PROFILE_UPDATED_DUE_TO_MERGE", "CANDIDATE_PERSONAL_DATA_MODIFIED"];

/// Pages of the audit that are read in one run; a full sweep finds what lies behind them.
const MOST_PAGES: usize = 100;

/// Where an event names its candidate; the shape is not documented.
const NAMES: [&str; 5] = ["/entityId", "/entity/id", "/candidateId", "/candidate/id", "/profileId"];

/// The candidates that the audit tells of from `after` on; none where it may not be read.
pub(super) async fn audited(client: &Client, after: Timestamp) -> Result<BTreeSet<String>, ApiError> {
    let (mut found, mut pages) = (BTreeSet::new(), BTreeSet::new());
    let mut page: Option<String> = None;
    while pages.len() < MOST_PAGES {
        let told = match client.audit_events(&EVENTS, after, page.as_deref()).await {
            Ok(told) => told,
            Err(error) if error.is_lasting() => {
                tracing::debug!(%error, "the audit cannot be read; deletions are found by full sweeps");
                break;
            }
            Err(error) => return Err(error),
        };
        found.extend(events(&told).iter().filter_map(candidate));
        page = told.get("nextPageId").and_then(Value::as_str).filter(|id| !id.is_empty()).map(str::to_owned);
        let goes_on = !events(&told).is_empty() && page.clone().is_some_and(|id| pages.insert(id));
        if !goes_on {
            break;
        }
    }
    Ok(found)
}

/// The events of a page: a bare list, or one inside of an object.
fn events(told: &Value) -> &[Value] {
    let list = told.as_array().or_else(|| ["content", "events", "items"].iter().find_map(|name| told.get(name)?.as_array()));
    list.map(Vec::as_slice).unwrap_or_default()
}

fn candidate(event: &Value) -> Option<String> {
    let about = event.get("entityType").and_then(Value::as_str);
    if about.is_some_and(|kind| !kind.to_ascii_uppercase().contains("CANDIDATE") && !kind.to_ascii_uppercase().contains("PROFILE")) {
        return None;
    }
    NAMES.iter().find_map(|name| event.pointer(name)?.as_str()).filter(|id| !id.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_understood_whatever_their_shape() {
        for told in [
            serde_json::json!([{"eventName": "CANDIDATE_DELETED", "entityType": "CANDIDATE", "entityId": "c-1"}]),
            serde_json::json!({"content": [{"entity": {"id": "c-1"}}, {"entityType": "JOB", "entityId": "j-1"}, {"entityId": ""}, 7]}),
            serde_json::json!({"events": [{"candidateId": "c-1"}]}),
        ] {
            assert_eq!(events(&told).iter().filter_map(candidate).collect::<Vec<_>>(), ["c-1"], "{told}");
        }
        assert!(events(&serde_json::json!({"message": "x"})).is_empty());
    }
}
