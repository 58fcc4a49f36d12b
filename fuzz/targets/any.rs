#![no_main]
//! Any bytes at all, by whatever format they look like.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::knock(bytes));
