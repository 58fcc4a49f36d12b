//! Takes secrets out of text that somebody will read.

use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use crate::account::ApiKey;

/// What stands in a secret's place.
const HIDDEN: &str = "[redacted]";

/// How keys of the provider begin.
const PREFIX: &str = "DCRA1-";

/// Access tokens that are remembered beside the credential itself: the last ones that were bought.
const TOKENS: usize = 4;

/// Takes one credential, the tokens it bought, and whatever looks like a key of the provider, out of text. Clones share what they know.
#[derive(Clone)]
pub(crate) struct Redactor(Arc<RwLock<Vec<ApiKey>>>);

impl Redactor {
    pub(crate) fn new(secret: ApiKey) -> Self {
        Self(Arc::new(RwLock::new(vec![secret])))
    }

    /// Takes one more secret out from now on.
    pub(crate) fn learn(&self, secret: ApiKey) {
        let mut secrets = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if secrets.len() > TOKENS {
            secrets.remove(1);
        }
        secrets.push(secret);
    }

    fn without_secrets(&self, text: &str) -> String {
        let secrets = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let known = secrets.iter().map(ApiKey::expose).filter(|secret| !secret.is_empty());
        known.fold(text.to_owned(), |text, secret| text.replace(secret, HIDDEN))
    }

    /// Makes text from elsewhere fit to be shown: no secret, no control characters, at most `limit` characters.
    pub(crate) fn clean(&self, text: &str, limit: usize) -> String {
        let without = self.without_secrets(text);
        let mut shown = String::new();
        let visible = redact_keys(&without);
        for symbol in visible.chars().map(|symbol| if symbol.is_control() { ' ' } else { symbol }) {
            if !(symbol == ' ' && (shown.is_empty() || shown.ends_with(' '))) {
                shown.push(symbol);
            }
        }
        if let Some((end, _)) = shown.char_indices().nth(limit) {
            shown.truncate(end);
            shown.push('…');
        }
        shown.trim_end().to_owned()
    }
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor")
    }
}

/// Replaces whatever looks like an API key of the provider.
#[must_use]
pub fn redact_keys(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = find_prefix(rest) {
        shown.push_str(&rest[..start]);
        shown.push_str(HIDDEN);
        let key = &rest[start + PREFIX.len()..];
        rest = key.trim_start_matches(|symbol: char| symbol.is_ascii_alphanumeric());
    }
    shown.push_str(rest);
    shown
}

fn find_prefix(text: &str) -> Option<usize> {
    text.as_bytes().windows(PREFIX.len()).position(|window| window.eq_ignore_ascii_case(PREFIX.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_vanish_wherever_they_stand() {
        let key = format!("{PREFIX}{}", "0f".repeat(16));
        let shown = redact_keys(&format!("token {key}, again dcra1-abc; Ünïcode {key}"));
        assert_eq!(shown, "token [redacted], again [redacted]; Ünïcode [redacted]");
        assert_eq!(redact_keys("nothing here"), "nothing here");
    }

    #[test]
    fn a_credential_of_any_shape_vanishes() {
        let redactor = Redactor::new(ApiKey::new("s3cret value"));
        assert_eq!(redactor.clean("you sent s3cret value\r\n\u{1b}[31m!", 100), "you sent [redacted] [31m!");
        assert_eq!(redactor.clean("a long sentence", 6), "a long…");
        assert_eq!(format!("{redactor:?}"), "Redactor");
    }
}
