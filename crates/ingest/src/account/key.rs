//! Where an API key is found.

use std::fmt;
use std::path::PathBuf;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

/// Where an API key is found. The key itself never stands in a configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum KeySource {
    /// An environment variable's name.
    Env(String),
    /// A file that holds the key and nothing else.
    File(PathBuf),
    /// An entry of the operating system's keyring, by its name there.
    Keyring(String),
}

impl fmt::Display for KeySource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Env(name) => write!(f, "environment variable {name}"),
            Self::File(path) => write!(f, "file {}", path.display()),
            Self::Keyring(entry) => write!(f, "keyring entry {entry}"),
        }
    }
}

impl<'de> Deserialize<'de> for KeySource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SourceVisitor)
    }
}

/// Written by hand because a derived one repeats a misplaced key in its error.
struct SourceVisitor;

impl<'de> Visitor<'de> for SourceVisitor {
    type Value = KeySource;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{ env = \"NAME\" }, { file = \"PATH\" } or { keyring = \"ENTRY\" }")
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<KeySource, E> {
        Err(E::custom("a key must not stand in the configuration; give { env = \"NAME\" }, { file = \"PATH\" } or { keyring = \"ENTRY\" }"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<KeySource, A::Error> {
        let Some((word, value)) = map.next_entry::<String, String>()? else {
            return Err(A::Error::custom("empty; give { env = \"NAME\" }, { file = \"PATH\" } or { keyring = \"ENTRY\" }"));
        };
        let source = match word.as_str() {
            "env" if is_variable_name(&value) => KeySource::Env(value),
            "env" => return Err(A::Error::custom("`env` takes the name of an environment variable, not a key")),
            "file" => KeySource::File(value.into()),
            "keyring" if is_entry_name(&value) => KeySource::Keyring(value),
            "keyring" => {
                return Err(A::Error::custom("`keyring` takes the name of an entry: letters, digits, `-`, `_` and `.`, and no key"));
            }
            _ => return Err(A::Error::unknown_field(&word, &["env", "file", "keyring"])),
        };
        match map.next_key::<String>()? {
            None => Ok(source),
            Some(_) => Err(A::Error::custom("give one of `env`, `file` and `keyring`, not several")),
        }
    }
}

fn is_variable_name(raw: &str) -> bool {
    let allowed = |symbol: char| symbol.is_ascii_alphanumeric() || symbol == '_';
    raw.chars().all(allowed) && raw.chars().next().is_some_and(|first| !first.is_ascii_digit())
}

/// What looks like a key of the provider is refused as a name.
fn is_entry_name(raw: &str) -> bool {
    let allowed = |symbol: char| symbol.is_ascii_alphanumeric() || "-_.".contains(symbol);
    (1..=64).contains(&raw.len()) && raw.chars().all(allowed) && crate::client::redact_keys(raw) == raw
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "DCRA1-0123456789abcdef0123456789abcdef";

    fn read(json: &str) -> Result<KeySource, serde_json::Error> {
        serde_json::from_str(json)
    }

    #[test]
    fn the_places_are_read() {
        assert_eq!(read(r#"{"env": "KEY"}"#).expect("reads"), KeySource::Env("KEY".into()));
        assert_eq!(read(r#"{"file": "/run/key"}"#).expect("reads"), KeySource::File("/run/key".into()));
        assert_eq!(read(r#"{"keyring": "acme"}"#).expect("reads"), KeySource::Keyring("acme".into()));
    }

    #[test]
    fn a_key_in_the_wrong_place_is_refused_and_not_repeated() {
        for wrong in [
            format!("{KEY:?}"),
            format!("{{\"env\": {KEY:?}}}"),
            format!("{{\"keyring\": {KEY:?}}}"),
            "{}".into(),
            r#"{"env": "A", "file": "b"}"#.into(),
        ] {
            let error = read(&wrong).expect_err("no place").to_string();
            assert!(!error.contains("DCRA1"), "{error}");
        }
    }
}
