#![no_main]
//! A PDF's body behind a good header.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::knock(&[b"%PDF-1.7\n", bytes].concat()));
