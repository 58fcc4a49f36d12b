#![cfg_attr(feature = "fuzzer", no_main)]
//! An RTF's body behind a good opening.

vitae_fuzz::target!(|bytes| vitae_fuzz::knock(&[b"{\\rtf1\\ansi ", bytes].concat()));
