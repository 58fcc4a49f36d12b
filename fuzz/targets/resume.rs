#![cfg_attr(feature = "fuzzer", no_main)]
//! A résumé's text, read and understood: sections, entries, dates and names of any lines whatever.

vitae_fuzz::target!(|bytes| vitae_fuzz::understand(&[b"Jane Doe\n", bytes].concat()));
