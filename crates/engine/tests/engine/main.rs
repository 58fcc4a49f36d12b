//! The engine as a program that embeds it sees it: real files, a real database, a real index.

mod batch;
mod documents;
mod persons;
mod recovery;
mod support;
mod sync;
