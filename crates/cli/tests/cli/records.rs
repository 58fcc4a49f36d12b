//! `vitae dedupe` and `vitae match`: files of profiles in, clusters and pairs out.

use crate::{folder, text, vitae};

const RECORDS: &str = r#"{"record_id":"a1","basics":{"name":"Jane Beispiel","email":"jane.beispiel@example.org"},"work":[{"name":"Acme GmbH","startDate":"2019-02"}]}
{"record_id":"a2","basics":{"name":"Beispiel, Jane","emails":["Jane.Beispiel@example.org"]},"work":[{"name":"ACME","startDate":"2019"}]}
{"record_id":"b1","basics":{"name":"Peter Probe","email":"peter@example.org"}}
nonsense
"#;

#[test]
fn dedupe_writes_one_line_a_record() {
    let home = folder();
    let (input, output) = (home.path().join("in.jsonl"), home.path().join("out.jsonl"));
    std::fs::write(&input, RECORDS).expect("written");
    let printed = vitae(home.path(), &["dedupe", text(&input)]);
    assert_eq!(printed.status, 0, "{printed:?}");
    let clusters: Vec<(String, String)> = printed
        .lines()
        .iter()
        .map(|line| (line["record_id"].as_str().unwrap_or_default().to_owned(), line["cluster_id"].as_str().unwrap_or_default().to_owned()))
        .collect();
    assert_eq!(clusters, [("a1", "a1"), ("a2", "a1"), ("b1", "b1")].map(|(record, cluster)| (record.to_owned(), cluster.to_owned())));
    assert!(printed.stderr.contains("line 4: the line is no JSON object"), "{printed:?}");
    let written = vitae(home.path(), &["dedupe", text(&input), "--out", text(&output)]);
    assert_eq!((written.status, written.stdout.as_str()), (0, ""));
    assert_eq!(std::fs::read_to_string(&output).expect("written"), printed.stdout);
}

#[test]
fn match_tells_pairs_of_two_files() {
    let home = folder();
    let (left, right) = (home.path().join("left.jsonl"), home.path().join("right.jsonl"));
    let (first, rest) = RECORDS.split_once('\n').expect("lines");
    std::fs::write(&left, first).expect("written");
    std::fs::write(&right, rest).expect("written");
    let printed = vitae(home.path(), &["match", text(&left), "--against", text(&right)]);
    assert_eq!(printed.status, 0, "{printed:?}");
    let lines = printed.lines();
    assert_eq!((lines.len(), lines[0]["left"].as_str(), lines[0]["right"].as_str()), (1, Some("a1"), Some("a2")));
    std::fs::write(&right, "").expect("written");
    assert_eq!(vitae(home.path(), &["match", text(&left), "--against", text(&right)]).status, 1);
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let home = folder();
    vitae(home.path(), &["dedupe", "missing.jsonl"]).failed_with("cannot open missing.jsonl");
    vitae(home.path(), &["match", "-", "--against", "-"]).failed_with("only one of the two");
    let input = home.path().join("in.jsonl");
    std::fs::write(&input, RECORDS).expect("written");
    vitae(home.path(), &["dedupe", text(&input), "--same", "-5"]).failed_with("--same");
}

#[test]
fn a_place_that_cannot_be_written_is_told_before_the_work_and_nothing_is_left_behind() {
    let home = folder();
    let nowhere = home.path().join("no-folder").join("out.jsonl");
    vitae(home.path(), &["dedupe", "missing.jsonl", "--out", text(&nowhere)]).failed_with("cannot write");
    let output = home.path().join("out.jsonl");
    vitae(home.path(), &["dedupe", "missing.jsonl", "--out", text(&output)]).failed_with("cannot open missing.jsonl");
    let left = std::fs::read_dir(home.path()).expect("a folder").filter_map(Result::ok).map(|entry| entry.file_name());
    assert_eq!(left.filter(|name| name.to_string_lossy().contains("out.jsonl")).count(), 0);
}

#[cfg(unix)]
#[test]
fn a_device_is_written_and_not_replaced() {
    let home = folder();
    let (input, link) = (home.path().join("in.jsonl"), home.path().join("sink"));
    std::fs::write(&input, RECORDS).expect("written");
    std::os::unix::fs::symlink("/dev/null", &link).expect("a link");
    assert_eq!(vitae(home.path(), &["dedupe", text(&input), "--out", text(&link)]).status, 0);
    assert!(link.is_symlink());
    let printed = vitae(home.path(), &["dedupe", text(&input), "--out", "-"]);
    assert_eq!(printed.lines().len(), 3);
}
