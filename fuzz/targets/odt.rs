#![no_main]
//! The content of an ODT in a good archive.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let kind = b"application/vnd.oasis.opendocument.text";
    vitae_fuzz::knock(&vitae_fuzz::archive(&[("mimetype", kind), ("content.xml", bytes)]));
});
