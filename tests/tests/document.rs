//! Files and what reading them gives: every folder under `cases/document` is a test.
#![expect(clippy::disallowed_methods, reason = "this test reads the cases and, when asked to, rewrites what they expect")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use vitae_document::{Deadline, Document, Limits, Metadata, Reading, Run, Scratch, read};

/// Larger inputs cannot be reviewed.
const LARGEST_INPUT: u64 = 64 << 10;

struct Case {
    name: String,
    folder: PathBuf,
    input: PathBuf,
}

impl Case {
    /// The document: `input.pdf.txt` describes one that is written from it, any other input is one.
    fn bytes(&self) -> Vec<u8> {
        let bytes = std::fs::read(&self.input).expect("the input of a case is readable");
        let is_described = self.input.to_string_lossy().ends_with(".pdf.txt");
        if is_described { vitae_tests::written::pdf(&String::from_utf8_lossy(&bytes)) } else { bytes }
    }
}

#[test]
fn documents_read_as_expected() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut scratch = Scratch::default();
    let mut failures = String::new();
    for case in cases() {
        let bytes = case.bytes();
        let limits = Limits::default();
        let found = describe(&read(&bytes, &limits, Deadline::start(&limits), &mut scratch));
        let expected_path = case.folder.join("expected.txt");
        let expected = std::fs::read_to_string(&expected_path).unwrap_or_default();
        if found == expected {
            continue;
        }
        if bless {
            std::fs::write(&expected_path, &found).expect("the expectation of a case is writable");
        } else {
            let _ = writeln!(failures, "--- {}\n{}", case.name, difference(&expected, &found));
        }
    }
    assert!(failures.is_empty(), "BLESS=1 rewrites the expectations, after review:\n{failures}");
}

#[test]
fn no_case_is_forgotten() {
    let blesses = std::env::var_os("BLESS").is_some();
    for case in cases() {
        let has = |name: &str| case.folder.join(name).is_file();
        assert!(has("note.md"), "{} lacks note.md", case.name);
        assert!(has("expected.txt") || blesses, "{} lacks expected.txt: run with BLESS=1", case.name);
        let size = std::fs::metadata(&case.input).expect("the input of a case is readable").len();
        assert!(size <= LARGEST_INPUT, "the input of {} has {size} bytes, more than {LARGEST_INPUT}", case.name);
        let strangers: Vec<String> = names_in(&case.folder).into_iter().filter(|name| !is_known(name)).collect();
        assert!(strangers.is_empty(), "{} holds {strangers:?}", case.name);
    }
}

fn is_known(name: &str) -> bool {
    name == "note.md" || name == "expected.txt" || name.starts_with("input.")
}

/// All cases, sorted: `<topic>/<case>/input.<extension>`.
fn cases() -> Vec<Case> {
    let top = vitae_tests::root().join("tests/cases/document");
    let mut cases = Vec::new();
    for topic in names_in(&top) {
        for name in names_in(&top.join(&topic)) {
            let folder = top.join(&topic).join(&name);
            let inputs: Vec<String> = names_in(&folder).into_iter().filter(|file| file.starts_with("input.")).collect();
            assert_eq!(inputs.len(), 1, "{topic}/{name} needs one input, has {inputs:?}");
            cases.push(Case { name: format!("{topic}/{name}"), input: folder.join(&inputs[0]), folder });
        }
    }
    assert!(cases.len() > 20, "only {} cases found", cases.len());
    cases
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A reading as lines a person can review: what it says of the file, then one line a run.
fn describe(reading: &Reading) -> String {
    let document = &reading.document;
    let mut out = format!("format {}, pages {}\n", reading.format, document.page_count);
    if let Some(fault) = &reading.fault {
        let _ = writeln!(out, "fault {}: {}", fault.outcome, fault.message);
    }
    describe_metadata(&document.metadata, &mut out);
    for note in &document.notes {
        let _ = writeln!(out, "note {note}");
    }
    for page in 0..document.pages.len() {
        describe_page(document, page, &mut out);
    }
    out
}

fn describe_metadata(metadata: &Metadata, out: &mut String) {
    let fields = [
        ("title", &metadata.title),
        ("author", &metadata.author),
        ("producer", &metadata.producer),
        ("creator", &metadata.creator),
        ("language", &metadata.language),
        ("created", &metadata.created),
        ("modified", &metadata.modified),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            let _ = writeln!(out, "{name} {value}");
        }
    }
}

fn describe_page(document: &Document, page: usize, out: &mut String) {
    let size = document.pages[page];
    let _ = writeln!(out, "page {} of {:.0} x {:.0}", page + 1, size.width, size.height);
    for run in document.runs.iter().filter(|run| usize::from(run.page) == page) {
        let area = run.area;
        let _ = write!(out, "{:6.1}{:6.1}{:7.1}  ", area.left, area.right, run.baseline);
        let _ = writeln!(out, "{}{}", document.text_of(run), looks(document, run));
    }
    for rule in document.rules.iter().filter(|rule| usize::from(rule.page) == page) {
        let area = rule.area;
        let _ = writeln!(out, "rule {:.1} {:.1} {:.1} {:.1}", area.left, area.top, area.right, area.bottom);
    }
    for filling in document.fillings.iter().filter(|filling| usize::from(filling.page) == page) {
        let area = filling.area;
        let _ = writeln!(out, "filling {:.1} {:.1} {:.1} {:.1} #{:06x}", area.left, area.top, area.right, area.bottom, filling.colour);
    }
    for image in document.images.iter().filter(|image| usize::from(image.page) == page) {
        let area = image.area;
        let _ = writeln!(out, "image {:.1} {:.1} {:.1} {:.1}", area.left, area.top, area.right, area.bottom);
    }
}

/// What is worth saying of a run besides its text and place.
fn looks(document: &Document, run: &Run) -> String {
    let mut looks = vec![format!("{}", (run.size * 100.0).round() / 100.0)];
    let font = document.fonts.get(usize::from(run.font.0)).map_or("", |font| font.name.as_str());
    looks.extend((!font.is_empty()).then(|| font.to_owned()));
    looks.extend(run.bold.then(|| "bold".to_owned()));
    looks.extend(run.italic.then(|| "italic".to_owned()));
    looks.extend((run.colour != 0).then(|| format!("#{:06x}", run.colour)));
    looks.extend((run.rotation != 0).then(|| format!("rotated {}", run.rotation)));
    looks.extend((run.role != vitae_document::Role::Body).then(|| format!("{:?}", run.role)));
    looks.extend(run.cell.map(|cell| format!("table {} row {} column {}", cell.table, cell.row, cell.column)));
    looks.extend(document.target_of(run).map(|target| format!("-> {target}")));
    format!("    [{}]", looks.join(", "))
}

/// The lines that differ, those expected first.
fn difference(expected: &str, found: &str) -> String {
    let (expected, found): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), found.lines().collect());
    let missing = expected.iter().filter(|line| !found.contains(line)).map(|line| format!("- {line}"));
    let added = found.iter().filter(|line| !expected.contains(line)).map(|line| format!("+ {line}"));
    missing.chain(added).take(40).collect::<Vec<_>>().join("\n")
}

/// Thousands of slightly broken files: none may crash, hang or contradict itself. The same seed gives the same files.
#[test]
fn broken_files_do_no_harm() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut scratch = Scratch::default();
    let mut limits = Limits::default();
    limits.time = std::time::Duration::from_secs(2);
    for case in cases() {
        let bytes = case.bytes();
        let parts = unpacked(&bytes);
        for round in 0..25 {
            let broken = match &parts {
                Some(parts) if round % 5 != 0 => repacked(parts, &mut random),
                _ => random.mutate(bytes.clone()),
            };
            let start = std::time::Instant::now();
            let reading = read(&broken, &limits, Deadline::start(&limits), &mut scratch);
            assert!(start.elapsed().as_secs() < 10, "{} round {round} took {:?}", case.name, start.elapsed());
            check_spans(&reading.document, &case.name);
        }
    }
}

#[track_caller]
fn check_spans(document: &Document, name: &str) {
    for run in &document.runs {
        assert!(!document.text_of(run).trim().is_empty(), "{name}: a blank run");
        assert!(usize::from(run.page) < document.pages.len(), "{name}: a run on page {}", run.page);
        assert!(usize::from(run.font.0) < document.fonts.len().max(1), "{name}: a run in font {}", run.font.0);
        assert!(run.area.left.is_finite() && run.baseline.is_finite(), "{name}: a run at {:?}", run.area);
    }
}

/// The entries of an archive, or `None` for another file.
fn unpacked(bytes: &[u8]) -> Option<Vec<(String, Vec<u8>)>> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).ok()?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).ok()?;
        let mut content = Vec::new();
        // Entries that lie about their size do not come out whole, and need not.
        let _ = std::io::Read::read_to_end(&mut std::io::Read::take(&mut entry, 1 << 20), &mut content);
        parts.push((entry.name().ok()?.into_owned(), content));
    }
    Some(parts)
}

/// The archive with one of its entries mutated.
fn repacked(parts: &[(String, Vec<u8>)], random: &mut Random) -> Vec<u8> {
    let target = random.below(parts.len());
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (index, (name, content)) in parts.iter().enumerate() {
        let content = if index == target { random.mutate(content.clone()) } else { content.clone() };
        if writer.start_file(name.as_str(), options).is_ok() {
            std::io::Write::write_all(&mut writer, &content).expect("memory is writable");
        }
    }
    writer.finish().expect("memory is writable").into_inner()
}

/// Xorshift: enough to break files with.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound.max(1) as u64) as usize
    }

    /// Flips, cuts, repeats and moves a few stretches.
    fn mutate(&mut self, mut bytes: Vec<u8>) -> Vec<u8> {
        for _ in 0..=self.below(6) {
            let start = self.below(bytes.len());
            let end = (start + 1 + self.below(64)).min(bytes.len());
            match self.below(5) {
                0 if start < bytes.len() => bytes[start] = self.next() as u8,
                1 => drop(bytes.drain(start..end)),
                2 => bytes.truncate(end),
                3 => {
                    let stretch = bytes[start..end].to_vec();
                    let at = self.below(bytes.len() + 1);
                    bytes.splice(at..at, stretch);
                }
                _ if start < bytes.len() => bytes[start] ^= 1 << self.below(8),
                _ => {}
            }
        }
        bytes
    }
}
