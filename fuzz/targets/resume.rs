#![no_main]
//! A résumé's text, read and understood: sections, entries, dates and names of any lines whatever.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::understand(&[b"Jane Doe\n", bytes].concat()));
