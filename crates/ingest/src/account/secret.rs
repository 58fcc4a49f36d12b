//! A secret on its way from whoever found it to the header it travels in.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// An API key: cannot be printed, and its memory is wiped when it goes.
#[derive(Clone)]
pub struct ApiKey(SecretString);

impl ApiKey {
    /// Takes a key over; white space around it, such as a file's last line end, is no part of it.
    #[must_use]
    pub fn new(raw: impl Into<String>) -> Self {
        let raw = SecretString::from(raw.into());
        Self(raw.expose_secret().trim().into())
    }

    /// The key itself.
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiKey([redacted])")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_trimmed_and_never_shown() {
        let key = ApiKey::new(" DCRA1-00ff\n");
        assert_eq!(key.expose(), "DCRA1-00ff");
        assert_eq!(format!("{key:?}"), "ApiKey([redacted])");
    }
}
