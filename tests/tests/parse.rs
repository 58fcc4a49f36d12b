//! Small documents and what is understood of them: every folder under `cases/parse` is a test.
//!
//! A case is `input.*` (any format that is read, or `input.page`, positioned text), `expected.json` and `note.md`. Expected is a part of the
//! line that `vitae parse` prints: what it names must be there; lists must be as long as expected.
#![expect(clippy::disallowed_methods, reason = "this test reads the cases")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use vitae_document::{Deadline, Document, Limits, Page, Run};
use vitae_model::BoundingBox;
use vitae_parse::{ParseOptions, Scratch, extract, parse};

/// Larger inputs cannot be reviewed.
const LARGEST_INPUT: u64 = 16 << 10;

struct Case {
    name: String,
    input: PathBuf,
    expected: Value,
}

#[test]
fn small_documents_are_understood() {
    let mut scratch = Scratch::default();
    let mut failures = String::new();
    let cases = cases();
    assert!(cases.len() >= 10, "only {} cases found", cases.len());
    for case in &cases {
        let found = understood(&case.input, &mut scratch);
        let mut lacks = Vec::new();
        compare(&case.expected, &found, String::new(), &mut lacks);
        if !lacks.is_empty() {
            let _ = writeln!(failures, "--- {}\n{}", case.name, lacks.join("\n"));
        }
    }
    assert!(failures.is_empty(), "not as expected:\n{failures}");
}

/// Every case, sorted: `<topic>/<case>`; whatever lies beside its three files is an offence.
fn cases() -> Vec<Case> {
    let top = vitae_tests::root().join("tests/cases/parse");
    let mut cases = Vec::new();
    for topic in names_in(&top) {
        for name in names_in(&top.join(&topic)) {
            let folder = top.join(&topic).join(&name);
            let names = names_in(&folder);
            let [expected, input, note] = &names[..] else { panic!("{topic}/{name} holds {names:?}") };
            assert!(expected == "expected.json" && input.starts_with("input.") && note == "note.md", "{topic}/{name} holds {names:?}");
            let size = std::fs::metadata(folder.join(input)).expect("the input is there").len();
            assert!(size <= LARGEST_INPUT, "the input of {topic}/{name} has {size} bytes, more than {LARGEST_INPUT}");
            let text = std::fs::read_to_string(folder.join(expected)).expect("the expectation is there");
            let expected = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{topic}/{name}/expected.json: {error}"));
            cases.push(Case { name: format!("{topic}/{name}"), input: folder.join(input), expected });
        }
    }
    cases
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("cannot list {}: {error}", folder.display()));
    let mut names: Vec<String> = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// What is understood of a file, as `vitae parse` prints it.
fn understood(input: &Path, scratch: &mut Scratch) -> Value {
    let bytes = std::fs::read(input).expect("the input is readable");
    let options = ParseOptions::default();
    if input.extension().is_some_and(|ending| ending == "page") {
        let document = page(&String::from_utf8(bytes).expect("positioned text is UTF-8"));
        let parsed = parse(&document, &options, Deadline::start(&Limits::default()), scratch);
        let outcome = if parsed.not_a_resume.is_some() { "not_a_resume" } else { "parsed" };
        return json!({"outcome": outcome, "profile": parsed.profile, "evidence": parsed.evidence});
    }
    let extraction = extract(&input.to_string_lossy(), &bytes, &options, scratch);
    serde_json::to_value(extraction).expect("an extraction is JSON")
}

/// One page of A4 from lines of `x y size style text`: the baseline's start, the size in points, `b` and `i` or `-`. Letters are half as wide
/// as they are high. A line that begins with `#` is a comment; `# right to left` says how the page is read.
fn page(text: &str) -> Document {
    let mut document = Document { pages: vec![Page { width: 595.0, height: 842.0 }], page_count: 1, ..Document::default() };
    document.right_to_left = text.lines().any(|line| line == "# right to left");
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let fields: Vec<&str> = line.splitn(5, ' ').collect();
        let [x, y, size, style, text] = fields[..] else { panic!("five fields, not {line:?}") };
        let [x, y, size] = [x, y, size].map(|number| number.parse::<f32>().unwrap_or_else(|error| panic!("{error} in {line:?}")));
        let right = x + text.chars().count() as f32 * size * 0.5;
        let span = document.push_text(text);
        document.runs.push(Run {
            span,
            area: BoundingBox { left: x, top: y - 0.75 * size, right, bottom: y + 0.25 * size },
            baseline: y,
            size,
            bold: style.contains('b'),
            italic: style.contains('i'),
            ..Run::default()
        });
    }
    document.intern_font("Test");
    document
}

/// Tells where `found` lacks what is expected. A case's nesting is a profile's.
fn compare(expected: &Value, found: &Value, pointer: String, lacks: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(fields), Value::Object(_)) => {
            for (name, value) in fields {
                compare(value, &found[name], format!("{pointer}/{name}"), lacks);
            }
        }
        (Value::Array(wanted), Value::Array(given)) if wanted.len() == given.len() => {
            for (index, (wanted, given)) in wanted.iter().zip(given).enumerate() {
                compare(wanted, given, format!("{pointer}/{index}"), lacks);
            }
        }
        _ if expected == found => {}
        _ => lacks.push(format!("  {pointer}: expected {expected}, found {found}")),
    }
}
