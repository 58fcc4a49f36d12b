//! Where an API answers.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::{Host, Url};

/// The address an API answers under: `https`, or `http` on a loopback host; no user, no query, no fragment.
#[derive(Clone, PartialEq, Eq)]
pub struct BaseUrl(Url);

/// Why a string is no [`BaseUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` cannot be a base_url: {reason}")]
pub struct InvalidBaseUrl {
    text: String,
    reason: &'static str,
}

impl BaseUrl {
    /// Parses `raw`.
    pub fn parse(raw: &str) -> Result<Self, InvalidBaseUrl> {
        // What stands before an `@` may be a secret, so such a text is never repeated.
        let shown = if raw.contains('@') { "…" } else { raw };
        let refused = |reason| InvalidBaseUrl { text: shown.chars().take(200).collect(), reason };
        let url = Url::parse(raw).map_err(|_| refused("it is no address"))?;
        let secure = url.scheme() == "https" || (url.scheme() == "http" && is_loopback(&url));
        if !secure {
            return Err(refused("a key must travel by https; http is for a loopback host only"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("credentials must not stand in it"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("it must end with its path"));
        }
        Ok(Self(url))
    }

    /// Appends `segments`, each percent-encoded, to the path.
    pub(crate) fn join<'a>(&self, segments: impl IntoIterator<Item = &'a str>) -> Url {
        let mut url = self.0.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(segments);
        }
        url
    }

    /// Whether `url` leads to the same scheme, host and port, so that a key may be sent there.
    pub(crate) fn is_home_of(&self, url: &Url) -> bool {
        self.0.origin() == url.origin()
    }

    /// Whether this is a server on the same machine, as in tests.
    pub(crate) fn is_loopback(&self) -> bool {
        is_loopback(&self.0)
    }
}

/// Whether `url` names the same machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

impl Default for BaseUrl {
    fn default() -> Self {
        Self::parse("https://api.smartrecruiters.com").expect("a constant https address without credentials, query or fragment")
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str().trim_end_matches('/'))
    }
}

impl fmt::Debug for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BaseUrl({self})")
    }
}

impl Serialize for BaseUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for BaseUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_at_home() {
        for good in
            ["https://api.example.com", "https://api.example.com/eu/", "http://127.0.0.1:8080", "http://[::1]:1", "http://localhost:3"]
        {
            assert!(BaseUrl::parse(good).is_ok(), "{good} was refused");
        }
        for bad in
            ["http://api.example.com", "ftp://127.0.0.1", "api.example.com", "https://u:p@example.com", "https://example.com/?a=b", ""]
        {
            assert!(BaseUrl::parse(bad).is_err(), "{bad} was taken");
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = BaseUrl::parse("http://user:secret@example.com").expect_err("refused").to_string();
        assert!(!error.contains("secret"), "{error}");
    }

    #[test]
    fn segments_are_encoded() {
        let base = BaseUrl::parse("http://127.0.0.1:1/api/").expect("an address");
        assert_eq!(base.join(["candidates", "a/b?c"]).as_str(), "http://127.0.0.1:1/api/candidates/a%2Fb%3Fc");
    }
}
