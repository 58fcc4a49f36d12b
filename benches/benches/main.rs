//! Throughput of each stage on one thread: `cargo bench -p vitae-benches [-- FILTER]`.
//!
//! Each bench first prints how much it works on and what it found, so that a fast wrong answer shows.
#![expect(clippy::print_stdout, reason = "a bench prints its counts")]

mod documents;
mod persons;

use criterion::{criterion_group, criterion_main};

criterion_group!(benches, documents::extraction, documents::parsing, persons::matching, persons::indexing, persons::search);
criterion_main!(benches);
