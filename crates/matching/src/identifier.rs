//! Values that name a person, and keys under which likely matches meet.

use serde::{Deserialize, Serialize};

use crate::Features;
use crate::desk::Plain;

/// What an identifier is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierKind {
    /// A personal e-mail address in its provider's normal form.
    Email,
    /// The last nine digits of a telephone number.
    Phone,
    /// A profile in a network or a homepage.
    Link,
    /// A candidate of an ATS account.
    Candidate,
}

impl IdentifierKind {
    /// The word used in tables.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Link => "link",
            Self::Candidate => "candidate",
        }
    }
}

/// A normalised value that names a person, as far as nobody else holds it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Identifier {
    /// What it is.
    pub kind: IdentifierKind,
    /// Its normal form.
    pub value: String,
}

/// A blocking key: records that share one are worth comparing. Stable between runs and versions of one schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key(pub u64);

/// The identifiers of a record, sorted, each once.
///
/// Addresses of functions (`jobs@…`) are no identifiers.
#[must_use]
pub fn identifiers(features: &Features) -> Vec<Identifier> {
    let form = &features.form;
    let mut found = Vec::new();
    let mut add = |kind, value: &str| found.push(Identifier { kind, value: value.to_owned() });
    form.emails.iter().filter(|email| !email.role).for_each(|email| add(IdentifierKind::Email, &email.address));
    form.phones.iter().for_each(|phone| add(IdentifierKind::Phone, phone));
    form.links.iter().for_each(|link| add(IdentifierKind::Link, &link.address));
    if let Some((account, candidate)) = &features.candidate {
        add(IdentifierKind::Candidate, &format!("{account}/{candidate}"));
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The blocking keys of a record, sorted, each once.
///
/// A key that very many records share (`John Smith`) finds little; whoever looks records up by key caps what one key may yield.
#[must_use]
pub fn blocking_keys(features: &Features) -> Vec<Key> {
    let mut keys = Vec::new();
    crate::keys::of(&Plain, &features.form, &mut |_, key| keys.push(Key(key)));
    keys.sort_unstable();
    keys.dedup();
    keys
}
