#![no_main]
//! The main part of a DOCX in a good archive.

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    vitae_fuzz::knock(&vitae_fuzz::archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", bytes)]));
});
