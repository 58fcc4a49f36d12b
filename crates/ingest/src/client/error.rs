//! What can go wrong with one request.

use std::fmt;

/// A request that did not give what it was for, after all the retries that were worth it.
///
/// Shows the method and the path, never a query, a key or a signed address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiError {
    request: Box<str>,
    kind: ApiErrorKind,
}

/// The ways a request fails, by what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ApiErrorKind {
    /// The key is not accepted: wrong, revoked or empty.
    #[error("the API key was not accepted (401){0}")]
    Unauthorized(Said),
    /// The key is accepted but lacks a scope or a system role.
    #[error("the API key may not do this (403); it needs the scope and a system role that allow it{0}")]
    Forbidden(Said),
    /// There is no such thing, or not any more.
    #[error("not found (404){0}")]
    NotFound(Said),
    /// The limits were exceeded, and waiting did not help.
    #[error("too many requests (429), also after waiting{0}")]
    Throttled(Said),
    /// The request was refused for another reason.
    #[error("refused ({status}){said}")]
    Refused {
        /// HTTP status.
        status: u16,
        /// What the server gave as reason.
        said: Said,
    },
    /// The server failed.
    #[error("the server failed ({status}), also when asked again{said}")]
    Server {
        /// HTTP status.
        status: u16,
        /// What the server gave as reason.
        said: Said,
    },
    /// No answer in time.
    #[error("no answer in time, also when asked again")]
    TimedOut,
    /// No connection.
    #[error("no connection: {0}")]
    Unreachable(String),
    /// The server only failed lately and is left alone for a while.
    #[error("not asked: the server only failed lately and is left alone for {seconds} more seconds")]
    Resting {
        /// How long still.
        seconds: u64,
    },
    /// The answer broke off.
    #[error("the answer broke off, also when asked again: {0}")]
    Interrupted(String),
    /// The answer is longer than is accepted.
    #[error("the answer is longer than {limit} bytes")]
    TooLarge {
        /// The bound, in bytes.
        limit: usize,
    },
    /// The answer cannot be kept here.
    #[error("{0}")]
    Unwritable(String),
    /// The answer is not what was asked for.
    #[error("the answer cannot be read: {0}")]
    Unreadable(String),
    /// The answer sends to a place where this client does not go.
    #[error("the answer leads elsewhere: {0}")]
    Redirected(&'static str),
}

/// What a server gave as reason, made fit to be shown; may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Said(pub(crate) String);

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() { Ok(()) } else { write!(f, ": {}", self.0) }
    }
}

impl ApiError {
    pub(crate) fn new(request: &str, kind: ApiErrorKind) -> Self {
        Self { request: request.into(), kind }
    }

    /// An answer that is not what was asked for.
    pub(crate) fn unreadable(request: &str, why: &str) -> Self {
        Self::new(request, ApiErrorKind::Unreadable(why.to_owned()))
    }

    /// What went wrong.
    #[must_use]
    pub fn kind(&self) -> &ApiErrorKind {
        &self.kind
    }

    /// Whether the thing asked for does not exist (any more), or an address to it has expired.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        match self.kind {
            ApiErrorKind::NotFound(_) => true,
            ApiErrorKind::Refused { status, .. } => status == 410,
            _ => false,
        }
    }

    /// Whether asking again later would give the same: it is refused, or not there.
    pub(crate) fn is_lasting(&self) -> bool {
        matches!(self.kind, ApiErrorKind::NotFound(_) | ApiErrorKind::Forbidden(_) | ApiErrorKind::Refused { .. })
    }

    /// Whether going on with other requests is pointless: the key is refused, or nothing answers.
    #[must_use]
    pub fn is_hopeless(&self) -> bool {
        matches!(
            self.kind,
            ApiErrorKind::Unauthorized(_) | ApiErrorKind::Unreachable(_) | ApiErrorKind::Resting { .. } | ApiErrorKind::Unwritable(_)
        )
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.request, self.kind)
    }
}

impl std::error::Error for ApiError {}
