//! What all targets do with their bytes, and what must hold whatever the bytes are.

mod replay;

use std::io::{Cursor, Write};

use vitae_document::{Deadline, Document, Limits, Reading, Run, Scratch, read, svg};
use vitae_parse::ParseOptions;
use zip::write::{SimpleFileOptions, ZipWriter};

pub use replay::replay;

/// What a target does with its bytes: for libFuzzer, or without the feature `fuzzer` in a program that goes through files once.
#[macro_export]
macro_rules! target {
    (|$bytes:ident| $body:expr) => {
        #[cfg(feature = "fuzzer")]
        libfuzzer_sys::fuzz_target!(|$bytes: &[u8]| $body);
        #[cfg(not(feature = "fuzzer"))]
        fn main() -> std::process::ExitCode {
            $crate::replay(|$bytes: &[u8]| $body)
        }
    };
}

/// Reads one file and checks what the crate promises of every reading.
pub fn knock(bytes: &[u8]) {
    let limits = Limits::default();
    check(&read(bytes, &limits, Deadline::start(&limits), &mut Scratch::default()));
}

/// Reads one file and understands it: every piece of evidence quotes the document.
pub fn understand(bytes: &[u8]) {
    let extraction = vitae_parse::extract("fuzz", bytes, &ParseOptions::default(), &mut vitae_parse::Scratch::default());
    check_message(extraction.error.as_deref());
    for evidence in &extraction.evidence {
        assert!(!evidence.text.is_empty(), "{} was read nowhere", evidence.pointer);
    }
}

fn check(reading: &Reading) {
    let document = &reading.document;
    check_message(reading.fault.as_ref().map(|fault| fault.message.as_str()));
    for run in &document.runs {
        check_run(document, run);
    }
    let _ = svg(document, 0..1);
}

/// The boundary caught a panic: the crate promises an outcome, the fuzzer wants to know.
fn check_message(message: Option<&str>) {
    let said = ["contradicts itself", "a fault of this program"];
    assert!(!message.is_some_and(|message| said.iter().any(|what| message.contains(what))), "{message:?}");
}

fn check_run(document: &Document, run: &Run) {
    assert!(!document.text_of(run).trim().is_empty(), "a run says nothing");
    assert!(usize::from(run.page) < document.pages.len(), "a run on a page that is not there");
    assert!(usize::from(run.font.0) < document.fonts.len().max(1), "a run in a font that is not there");
    assert!(run.link.is_none() || document.target_of(run).is_some(), "a link that leads nowhere");
    let place: [f32; 4] = run.area.into();
    assert!(place.iter().chain([&run.baseline, &run.size]).all(|number| number.is_finite()), "a run at {place:?}");
    assert!(run.area.left <= run.area.right && run.area.top <= run.area.bottom, "a run inside out at {place:?}");
}

/// A ZIP archive of the entries given, stored.
pub fn archive<'a>(entries: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, data) in entries {
        writer.start_file(name, options).expect("few small entries");
        writer.write_all(data).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// A compound file of at most three streams, in sectors of 512 bytes.
pub fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    let sectors: usize = 1 + streams.iter().map(|(_, content)| content.len().div_ceil(SECTOR)).sum::<usize>();
    let tables = (sectors + 4).div_ceil(SECTOR / 4 - 1);
    let mut next: Vec<u32> = vec![0xFFFF_FFFD; tables];
    next.push(END);
    let mut directory = entry("Root Entry", 5, END, 0, 1);
    let mut body = Vec::new();
    for (index, (name, content)) in streams.iter().enumerate() {
        let (first, count) = (next.len() as u32, content.len().div_ceil(SECTOR) as u32);
        directory.extend(entry(name, 2, if count == 0 { END } else { first }, content.len() as u32, index as u32 + 2));
        next.extend((1..=count).map(|step| if step == count { END } else { first + step }));
        body.extend_from_slice(content);
        body.resize(body.len().next_multiple_of(SECTOR), 0);
    }
    directory.resize(SECTOR, 0);
    next.resize(tables * SECTOR / 4, u32::MAX);
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.resize(SECTOR, 0xFF);
    out[0x1E..0x22].copy_from_slice(&[9, 0, 6, 0]);
    // First sector of the directory, smallest stream outside the mini stream, no mini table, no further list of tables.
    for (at, value) in [(0x30, tables as u32), (0x38, 0), (0x3C, END), (0x44, END)] {
        out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }
    for table in 0..tables.min(109) {
        out[0x4C + 4 * table..0x50 + 4 * table].copy_from_slice(&(table as u32).to_le_bytes());
    }
    out.extend(next.iter().flat_map(|number| number.to_le_bytes()));
    out.extend(directory);
    out.extend(body);
    out
}

/// A directory entry; `other` is the root's first child and a stream's right sibling.
fn entry(name: &str, kind: u8, start: u32, size: u32, other: u32) -> Vec<u8> {
    let mut out: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = out.len() as u16 + 2;
    out.resize(64, 0);
    out.extend(length.to_le_bytes());
    out.extend([kind, 1]);
    let (right, child) = if kind == 5 { (u32::MAX, other) } else { (other, u32::MAX) };
    for number in [u32::MAX, right, child] {
        out.extend(number.to_le_bytes());
    }
    out.resize(116, 0);
    out.extend(start.to_le_bytes());
    out.extend(size.to_le_bytes());
    out.resize(128, 0);
    out
}

/// Gives the pieces of `bytes` between zero bytes, which no XML holds, to the names in their order. Names without a piece are left out.
pub fn parts<'a>(bytes: &'a [u8], names: &[&'a str]) -> Vec<(&'a str, &'a [u8])> {
    names.iter().copied().zip(bytes.split(|byte| *byte == 0)).filter(|(_, part)| !part.is_empty()).collect()
}
