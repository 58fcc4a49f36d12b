//! The engine as a program that embeds it sees it: real files, a real database, a real index.

#![expect(clippy::disallowed_methods, reason = "tests lay out the files that they read")]

mod batch;
mod documents;
mod example;
mod import;
mod incremental;
mod killed;
mod parting;
mod persons;
mod recovery;
mod search;
mod support;
mod sync;
