#![no_main]
//! Plain text in any encoding.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::knock(&[b"Jane Doe\n", bytes].concat()));
