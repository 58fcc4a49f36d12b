#![cfg_attr(feature = "fuzzer", no_main)]
//! The parts of an ODT in a good archive: the content and, behind zero bytes, styles and metadata.

const PARTS: [&str; 3] = ["content.xml", "styles.xml", "meta.xml"];

vitae_fuzz::target!(|bytes| {
    let mut entries = vec![("mimetype", &b"application/vnd.oasis.opendocument.text"[..])];
    entries.extend(vitae_fuzz::parts(bytes, &PARTS));
    vitae_fuzz::knock(&vitae_fuzz::archive(entries));
});
