//! Throughput of each stage on one thread: `cargo bench -p vitae-benches [-- FILTER]`.
//!
//! Each bench first prints how much it works on and what it found, so that a fast wrong answer shows.
#![expect(missing_docs, clippy::print_stdout, reason = "criterion's macros make public functions, and a bench prints its counts")]

mod documents;
mod persons;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, documents::extraction, documents::parsing, persons::matching, persons::indexing, persons::search);
criterion_main!(benches);
