//! Digests of what the source said, to tell changed from unchanged.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// Links and averages change without the candidate changing.
const IGNORED: [&str; 2] = ["actions", "averageRating"];

/// A digest of everything told of a candidate: one part for the listing, one for the details.
///
/// The listing's part alone decides whether the details are asked for again; both together whether anything changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Digest {
    listed: String,
    details: String,
}

impl Digest {
    pub(super) fn new(listed: &str, details: &str) -> Self {
        Self { listed: listed.to_owned(), details: details.to_owned() }
    }

    pub(super) fn to_text(&self) -> String {
        format!("{}.{}", self.listed, self.details)
    }

    /// Whether a stored digest was made from the same line of the listing.
    pub(super) fn is_listed_as(stored: &str, listed: &str) -> bool {
        stored.split_once('.').is_some_and(|(earlier, _)| earlier == listed)
    }
}

/// Digests JSON whatever the order of its keys, without what changes by itself.
pub(crate) fn of_values<'a>(values: impl IntoIterator<Item = &'a Value>) -> String {
    let mut hasher = Sha256::new();
    for value in values {
        feed(&mut hasher, value);
    }
    hasher.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// The reader bounds nesting at 128, and so this recursion.
fn feed(hasher: &mut Sha256, value: &Value) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<&String> = map.keys().filter(|key| !IGNORED.contains(&key.as_str())).collect();
            keys.sort_unstable();
            hasher.update(b"{");
            for key in keys {
                feed_text(hasher, key);
                feed(hasher, &map[key]);
            }
            hasher.update(b"}");
        }
        Value::Array(items) => {
            hasher.update(b"[");
            items.iter().for_each(|item| feed(hasher, item));
            hasher.update(b"]");
        }
        Value::String(text) => feed_text(hasher, text),
        Value::Null | Value::Bool(_) | Value::Number(_) => hasher.update(format!("{value};")),
    }
}

fn feed_text(hasher: &mut Sha256, text: &str) {
    hasher.update(text.len().to_le_bytes());
    hasher.update(text);
}

/// Names an identifier in few bytes; two that differ have different ones for all practical purposes.
pub(crate) fn of_id(id: &str) -> u128 {
    let digest: [u8; 32] = Sha256::digest(id).into();
    let (first, _) = digest.split_at(16);
    u128::from_le_bytes(first.try_into().expect("sixteen bytes were split off"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digest(text: &str) -> String {
        of_values([&serde_json::from_str(text).expect("JSON")])
    }

    #[test]
    fn order_and_links_do_not_matter_and_values_do() {
        let first = digest(r#"{"id": "1", "name": "A", "actions": {"details": "x"}, "list": [1, 2]}"#);
        assert_eq!(first, digest(r#"{"list": [1, 2], "averageRating": 4.2, "name": "A", "id": "1"}"#));
        for other in [
            r#"{"id": "1", "name": "B", "list": [1, 2]}"#,
            r#"{"id": "1", "name": "A", "list": [2, 1]}"#,
            r#"{"id": "1name", "A": "list"}"#,
        ] {
            assert_ne!(first, digest(other), "{other}");
        }
    }

    #[test]
    fn the_listing_is_recognised_in_the_whole() {
        let whole = Digest::new("aa", "bb").to_text();
        assert!(Digest::is_listed_as(&whole, "aa") && !Digest::is_listed_as(&whole, "bb") && !Digest::is_listed_as("", "aa"));
    }
}
