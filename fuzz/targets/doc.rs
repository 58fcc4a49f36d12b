#![cfg_attr(feature = "fuzzer", no_main)]
//! The two streams of a binary Word file in a good compound file: the first two bytes tell where the second begins.

vitae_fuzz::target!(|bytes| {
    let [low, high, rest @ ..] = bytes else { return };
    let (main, tables) = rest.split_at(usize::from(u16::from_le_bytes([*low, *high])).min(rest.len()));
    vitae_fuzz::knock(&vitae_fuzz::compound(&[("WordDocument", main), ("0Table", tables), ("1Table", tables)]));
});
