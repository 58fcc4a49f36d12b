//! Serves the CRM over HTTP: search, persons, documents, the review queue, health and metrics.
//!
//! In: an [`Engine`](vitae_engine::Engine) and [`Settings`]. Out: answers at the addresses that
//! `/openapi.json` describes, errors included as JSON, and
//! notifications of the ATS taken at `/hooks/{account}`.
//! Bound to the loopback address unless a token is set; each request and the silence before it have a time limit, and no more than a
//! fixed number are answered at once. Not here: TLS (put a proxy before it), pages, deciding anything about a person.

mod api;
mod connection;
mod error;
mod hooks;
mod metrics;
mod openapi;
mod server;
mod settings;

pub use error::ServeError;
pub use hooks::Hooks;
pub use server::{Server, serve};
pub use settings::{Settings, Token};
