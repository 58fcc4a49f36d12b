//! Where and how to serve.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use crate::Hooks;

/// A secret that a caller must show as `Authorization: Bearer …`. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Box<str>);

impl Token {
    /// Takes a token of 16 characters and more; a shorter one can be guessed.
    #[must_use]
    pub fn new(secret: &str) -> Option<Self> {
        let trimmed = secret.trim();
        (trimmed.len() >= 16).then(|| Self(trimmed.into()))
    }

    /// Compares without telling by its duration how much agrees.
    pub(crate) fn is(&self, shown: &str) -> bool {
        let (own, shown) = (self.0.as_bytes(), shown.as_bytes());
        let differences = own.iter().zip(shown).fold(0, |differences, (left, right)| differences | (left ^ right));
        own.len() == shown.len() && differences == 0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// Where and how to serve.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Address and port; port 0 takes a free one.
    pub addr: SocketAddr,
    /// Required of every caller of the API; must be set where `addr` is not a loopback address.
    pub token: Option<Token>,
    /// Requests worked on at once: more than one for each processor and one to come only make each other wait.
    pub concurrency: usize,
    /// Longest time a request waits for its turn; then the caller is told to come back.
    pub patience: Duration,
    /// Longest time from opening a connection, or from the last answer on it, to the whole head of a request; then it is closed.
    pub silence: Duration,
    /// Connections open at once; the next one is taken when one of them ends.
    pub connections: usize,
    /// Longest time a request may take.
    pub timeout: Duration,
    /// Longest time that requests in flight are given when the server stops.
    pub grace: Duration,
    /// The accounts whose notifications are taken, each at `/hooks/` and its name.
    pub hooks: Hooks,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            addr: (Ipv4Addr::LOCALHOST, 7878).into(),
            token: None,
            concurrency: 1 + std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            patience: Duration::from_millis(40),
            silence: Duration::from_secs(15),
            connections: 1024,
            timeout: Duration::from_secs(10),
            grace: Duration::from_secs(10),
            hooks: Hooks::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_long_and_never_shown() {
        assert!(Token::new("short").is_none());
        let token = Token::new(" 0123456789abcdef ").expect("long enough");
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeF") && !token.is("0123456789abcde") && !token.is(""));
        assert!(!format!("{token:?}").contains("0123"));
    }
}
