//! `vitae parse`: one line a document, whatever the document.

use std::io::Read;
use std::process::{Command, Stdio};

use vitae_tests::{corpus, hostile};

use crate::{folder, text, vitae};

#[test]
fn hostile_files_give_one_line_each_with_the_right_outcome() {
    let folder = folder();
    let files = hostile::all();
    for file in &files {
        std::fs::write(folder.path().join(file.name), &file.bytes).expect("can be written");
    }
    let ran = vitae(folder.path(), &["parse", text(folder.path())]);
    let told: Vec<(String, String)> =
        ran.lines().iter().map(|line| (name(line), line["outcome"].as_str().unwrap_or_default().to_owned())).collect();
    let expected: Vec<(String, String)> = files.iter().map(|file| (file.name.to_owned(), file.outcome.to_string())).collect();
    assert_eq!(told, expected);
    for line in ran.lines() {
        let error = line["error"].as_str().unwrap_or_default();
        assert!(error.len() > 20, "{} says too little: {error:?}", line["source"]);
    }
    assert_eq!((ran.status, ran.stderr.as_str()), (2, ""));
}

fn name(line: &serde_json::Value) -> String {
    line["source"].as_str().unwrap_or_default().rsplit('/').next().unwrap_or_default().to_owned()
}

#[test]
fn a_missing_file_is_told_and_the_others_are_read() {
    let home = folder();
    let document = corpus::documents().remove(0);
    let ran = vitae(home.path(), &["parse", "no-such.pdf", text(&document)]);
    ran.failed_with("cannot read no-such.pdf: no such file or folder");
    assert_eq!(ran.lines().len(), 1);
}

#[test]
fn an_empty_folder_gives_nothing_and_status_1() {
    let home = folder();
    let ran = vitae(home.path(), &["parse", text(home.path())]);
    assert_eq!((ran.status, ran.stdout.as_str()), (1, ""));
}

#[test]
fn formats_hold_the_same_objects() {
    let home = folder();
    let documents = corpus::documents();
    let (first, second) = (text(&documents[0]), text(&documents[1]));
    let run = |format: &str| vitae(home.path(), &["parse", first, second, "--format", format]);
    let strip = |mut objects: Vec<serde_json::Value>| {
        for object in &mut objects {
            object["elapsed_us"] = 0.into();
        }
        objects
    };
    let lines = strip(run("jsonl").lines());
    let array: Vec<serde_json::Value> = serde_json::from_str(&run("json").stdout).expect("is an array");
    assert_eq!(lines, strip(array));
    let yaml = run("yaml").stdout;
    assert_eq!(yaml.matches("---\n").count(), 2);
    assert!(yaml.contains(&format!("sha256: {}", lines[0]["sha256"].as_str().unwrap_or_default())));
}

#[test]
fn a_page_shows_every_document_and_loads_nothing() {
    let home = folder();
    let documents = corpus::documents();
    let (first, second) = (text(&documents[0]), text(&documents[1]));
    let ran = vitae(home.path(), &["parse", "--html", first, second]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    let page = ran.stdout;
    assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
    assert_eq!((page.matches("<!doctype").count(), page.matches("<article>").count()), (1, 2));
    for forbidden in ["<script", "<link", "<img", "src=", "url(", "@import"] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
    let line = &vitae(home.path(), &["parse", first]).lines()[0];
    let name = line["profile"]["basics"]["name"].as_str().expect("the first document names its person");
    assert!(page.contains(&format!("<span class=\"value\">{name}</span>")), "{name}");
    // Every row that leads to a box leads to one that is there.
    let ids = |mark: &str| -> std::collections::BTreeSet<String> {
        page.split(mark).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
    };
    let (targets, boxes) = (ids("href=\"#b"), ids("id=\"b"));
    assert!(!targets.is_empty() && targets.is_subset(&boxes), "{:?}", targets.difference(&boxes));
    assert_eq!(vitae(home.path(), &["parse", "--html", "--format", "yaml", first]).status, 2);
}

#[test]
fn standard_input_is_a_document() {
    let home = folder();
    let document = std::fs::read(&corpus::documents()[0]).expect("the corpus can be read");
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_vitae"));
    let output = command.env("VITAE_HOME", home.path()).args(["parse", "-"]).write_stdin(document).output().expect("starts");
    let line: serde_json::Value = serde_json::from_slice(&output.stdout).expect("one object");
    assert_eq!(
        (line["source"].as_str(), line["format"].as_str()),
        (Some("-"), Some(if corpus::documents()[0].extension().is_some_and(|ending| ending == "pdf") { "pdf" } else { "docx" }))
    );
}

#[test]
fn whoever_stops_reading_is_no_error() {
    let home = folder();
    let documents = corpus::documents();
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitae"));
    command.env("VITAE_HOME", home.path()).arg("parse").args(documents.iter().cycle().take(200));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    let mut start = [0; 10];
    child.stdout.take().expect("piped").read_exact(&mut start).expect("prints something");
    let output = child.wait_with_output().expect("ends");
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn threads_do_not_change_the_answer() {
    let home = folder();
    let documents = corpus::documents();
    let answer = |jobs: &str| {
        let mut arguments = vec!["parse", "--jobs", jobs];
        arguments.extend(documents.iter().map(|path| text(path)));
        let mut lines = vitae(home.path(), &arguments).lines();
        lines.iter_mut().for_each(|line| line["elapsed_us"] = 0.into());
        lines
    };
    let alone = answer("1");
    assert_eq!(alone.len(), documents.len());
    assert_eq!(alone, answer("4"));
}

/// Many copies must not need more memory than few: files are opened when their turn comes.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_number_of_files() {
    let (few, many) = (peak_memory(60), peak_memory(300));
    assert!(few > 0 && many < few + 24 * 1024, "60 files need {few} KiB, 300 need {many} KiB");
}

/// The most memory that parsing `copies` of corpus files needs, in KiB.
#[cfg(target_os = "linux")]
fn peak_memory(copies: usize) -> usize {
    let home = folder();
    let documents = corpus::documents();
    for (index, document) in documents.iter().cycle().take(copies).enumerate() {
        let ending = document.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        std::fs::copy(document, home.path().join(format!("{index:04}.{ending}"))).expect("can be copied");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitae"));
    command.env("VITAE_HOME", home.path()).args(["parse", "--jobs", "2"]).arg(home.path());
    let mut child = command.stdout(Stdio::null()).spawn().expect("starts");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The kernel keeps the high-water mark for as long as the process runs.
    while child.try_wait().expect("can be waited for").is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = peak.max(line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default());
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    peak
}
