#![cfg_attr(feature = "fuzzer", no_main)]
//! Any bytes at all, by whatever format they look like.

vitae_fuzz::target!(|bytes| vitae_fuzz::knock(bytes));
