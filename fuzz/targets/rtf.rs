#![no_main]
//! An RTF's body behind a good opening.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::knock(&[b"{\\rtf1\\ansi ", bytes].concat()));
