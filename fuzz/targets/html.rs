#![cfg_attr(feature = "fuzzer", no_main)]
//! A page's body behind a good opening.

vitae_fuzz::target!(|bytes| vitae_fuzz::knock(&[b"<!DOCTYPE html><html>", bytes].concat()));
