#![cfg_attr(feature = "fuzzer", no_main)]
//! The parts of a DOCX in a good archive: the main part and, behind zero bytes, the parts it refers to.

const PARTS: [&str; 6] = [
    "word/document.xml",
    "word/styles.xml",
    "word/numbering.xml",
    "word/_rels/document.xml.rels",
    "word/header1.xml",
    "word/footnotes.xml",
];

vitae_fuzz::target!(|bytes| {
    let mut entries = vec![("[Content_Types].xml", &b"<Types/>"[..])];
    entries.extend(vitae_fuzz::parts(bytes, &PARTS));
    vitae_fuzz::knock(&vitae_fuzz::archive(entries));
});
