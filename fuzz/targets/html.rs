#![no_main]
//! A page's body behind a good opening.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| vitae_fuzz::knock(&[b"<!DOCTYPE html><html>", bytes].concat()));
