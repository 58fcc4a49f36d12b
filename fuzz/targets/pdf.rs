#![cfg_attr(feature = "fuzzer", no_main)]
//! A PDF's body behind a good header.

vitae_fuzz::target!(|bytes| vitae_fuzz::knock(&[b"%PDF-1.7\n", bytes].concat()));
