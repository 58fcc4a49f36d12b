//! What can go wrong, for whoever starts the server and for whoever calls it.

use std::net::SocketAddr;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use vitae_engine::{IndexError, ReadError, SearchError};

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ServeError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {addr}; choose another address")]
    Bind {
        /// The address.
        addr: SocketAddr,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// Others could read everything.
    #[error("{addr} can be reached from outside: set a token, or serve on a loopback address such as 127.0.0.1")]
    Unprotected {
        /// The address.
        addr: SocketAddr,
    },
    /// The server stopped by itself.
    #[error("the server stopped")]
    Run(#[source] std::io::Error),
}

/// Why a request is not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ApiError {
    Parameter { name: String, message: String },
    Query { message: String, position: usize },
    Unauthorized,
    Misdirected,
    NotFound,
    Method,
    Busy,
    TimedOut,
    Internal,
}

#[derive(Serialize)]
struct Body {
    error: Detail,
}

#[derive(Serialize)]
struct Detail {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    position: Option<usize>,
}

impl ApiError {
    fn parts(self) -> (StatusCode, Detail) {
        let plain = |code, message: &str| Detail { code, message: message.to_owned(), parameter: None, position: None };
        match self {
            Self::Parameter { name, message } => {
                (StatusCode::BAD_REQUEST, Detail { code: "invalid_parameter", message, parameter: Some(name), position: None })
            }
            Self::Query { message, position } => (
                StatusCode::BAD_REQUEST,
                Detail { code: "invalid_query", message, parameter: Some("q".to_owned()), position: Some(position) },
            ),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, plain("unauthorized", "show the token as `Authorization: Bearer …`")),
            Self::Misdirected => (StatusCode::MISDIRECTED_REQUEST, plain("misdirected", "this server answers to the name localhost only")),
            Self::NotFound => (StatusCode::NOT_FOUND, plain("not_found", "there is nothing at this address")),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, plain("method_not_allowed", "this address answers GET only")),
            Self::Busy => (StatusCode::SERVICE_UNAVAILABLE, plain("busy", "too many requests at once; try again in a second")),
            Self::TimedOut => (StatusCode::GATEWAY_TIMEOUT, plain("timed_out", "the request took too long; ask for less")),
            Self::Internal => (StatusCode::INTERNAL_SERVER_ERROR, plain("internal", "the server failed; its log says why")),
        }
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Index(IndexError::Query(query)) => Self::Query { message: query.message, position: query.position },
            other => {
                tracing::error!(error = %other, "a search failed");
                Self::Internal
            }
        }
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        tracing::error!(%error, "something kept cannot be read");
        Self::Internal
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, error) = self.parts();
        let mut response = (status, Json(Body { error })).into_response();
        match status {
            StatusCode::SERVICE_UNAVAILABLE => response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1")),
            StatusCode::UNAUTHORIZED => response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
            StatusCode::METHOD_NOT_ALLOWED => response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD")),
            _ => None,
        };
        response
    }
}
