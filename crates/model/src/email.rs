//! E-mail addresses as identifiers.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// An e-mail address as it identifies a person: trimmed, lower-cased, exactly one `@`, a dotted domain.
///
/// Grammar: the `dot-atom` form of RFC 5322 section 3.4.1, with letters beyond ASCII as RFC 6531 allows. Quoted local parts
/// and address literals do not occur in résumés and are refused. At most 254 bytes (RFC 5321 section 4.5.3.1.3).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Email(Box<str>);

/// Why a string is no [`Email`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an e-mail address")]
pub struct InvalidEmail(String);

impl Email {
    /// Parses `raw`; whoever holds an `Email` never checks it again.
    pub fn parse(raw: &str) -> Result<Self, InvalidEmail> {
        let trimmed = raw.trim();
        let refused = || InvalidEmail(trimmed.chars().take(80).collect());
        let (local, domain) = trimmed.split_once('@').ok_or_else(refused)?;
        let fits = trimmed.len() <= 254 && is_dot_atom(local, is_local) && is_dot_atom(domain, is_domain);
        let top_level = domain.rsplit('.').next().unwrap_or_default();
        let dotted = domain.contains('.') && top_level.chars().count() >= 2 && top_level.chars().any(char::is_alphabetic);
        if !fits || !dotted {
            return Err(refused());
        }
        Ok(Self(trimmed.to_lowercase().into_boxed_str()))
    }

    /// The whole address, lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the `@`.
    #[must_use]
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or(&self.0, |(local, _)| local)
    }

    /// What stands behind the `@`.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.0.split_once('@').map_or("", |(_, domain)| domain)
    }
}

fn is_dot_atom(text: &str, allowed: fn(char) -> bool) -> bool {
    !text.is_empty() && text.split('.').all(|atom| !atom.is_empty() && atom.chars().all(allowed))
}

fn is_local(symbol: char) -> bool {
    symbol.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(symbol)
}

fn is_domain(symbol: char) -> bool {
    symbol.is_alphanumeric() || symbol == '-'
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = InvalidEmail;

    fn from_str(raw: &str) -> Result<Self, InvalidEmail> {
        Self::parse(raw)
    }
}

impl Serialize for Email {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        Self::parse(&raw).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_space_do_not_tell_two_addresses_apart() {
        assert_eq!(Email::parse(" Jane.Doe@Example.COM "), Email::parse("jane.doe@example.com"));
    }

    #[test]
    fn parts_are_split_at_the_sign() {
        let email = Email::parse("jane+cv@mail.example.org").expect("an address");
        assert_eq!((email.local_part(), email.domain()), ("jane+cv", "mail.example.org"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for raw in ["", "@", "a@", "@b.c", "a@b", "a@b.c", "a b@c.de", "a@b@c.de", "a..b@c.de", "a@-.1", "a@b..de"] {
            assert!(Email::parse(raw).is_err(), "{raw:?} was taken for an address");
        }
    }
}
