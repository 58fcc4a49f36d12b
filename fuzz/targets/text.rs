#![cfg_attr(feature = "fuzzer", no_main)]
//! Plain text in any encoding.

vitae_fuzz::target!(|bytes| vitae_fuzz::knock(&[b"Jane Doe\n", bytes].concat()));
