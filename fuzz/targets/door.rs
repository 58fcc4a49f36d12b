//! What all targets do with their bytes, and what must hold whatever the bytes are.

use std::io::{Cursor, Write};
use std::time::Duration;

use vitae_document::{Deadline, Limits, Reading, Scratch, read, svg};
use zip::write::{SimpleFileOptions, ZipWriter};

/// Reads one file and checks what the crate promises of every reading.
pub fn knock(bytes: &[u8]) {
    let mut limits = Limits::default();
    limits.time = Duration::from_secs(5);
    let reading = read(bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
    check(&reading);
}

fn check(reading: &Reading) {
    let document = &reading.document;
    if let Some(fault) = &reading.fault {
        // The boundary caught a panic: the crate promises an outcome, the fuzzer wants to know.
        assert!(!fault.message.contains("contradicts itself"), "{}", fault.message);
    }
    for run in &document.runs {
        let text = document.text_of(run);
        assert!(!text.trim().is_empty(), "a run says nothing");
        assert!(usize::from(run.page) < document.pages.len().max(1), "a run on a page that is not there");
        assert!(usize::from(run.font.0) < document.fonts.len().max(1), "a run in a font that is not there");
        assert!(run.link.is_none() || document.target_of(run).is_some(), "a link that leads nowhere");
    }
    if !document.pages.is_empty() {
        let _ = svg(document, 0);
    }
}

/// A ZIP archive of the entries given, stored.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, data) in entries {
        writer.start_file(*name, options).expect("few small entries");
        writer.write_all(data).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}
