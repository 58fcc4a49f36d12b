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
