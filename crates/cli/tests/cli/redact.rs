//! `vitae redact`: résumés without their persons.

use vitae_tests::corpus;

use crate::{folder, text, vitae};

/// The first document of the corpus, and what of its person must not be seen.
fn person() -> (std::path::PathBuf, Vec<String>) {
    let home = folder();
    let document = corpus::documents().remove(0);
    let line = vitae(home.path(), &["parse", text(&document)]).lines().remove(0);
    let basics = &line["profile"]["basics"];
    let secrets: Vec<String> =
        ["familyName", "email", "phone"].map(|field| basics[field].as_str().unwrap_or_default().to_lowercase()).into();
    assert!(secrets.iter().all(|secret| secret.len() > 4), "{secrets:?}");
    (document, secrets)
}

#[track_caller]
fn hides(text: &str, secrets: &[String]) {
    let text = text.to_lowercase();
    for secret in secrets {
        assert!(!text.contains(secret), "{secret} is left");
    }
}

#[test]
fn a_line_says_what_was_done_and_not_by_whom() {
    let (document, secrets) = person();
    let home = folder();
    let ran = vitae(home.path(), &["redact", text(&document)]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    hides(&ran.stdout, &secrets);
    let line = ran.lines().remove(0);
    assert!(line["profile"]["work"][0]["position"].is_string() && line["removed"]["name"].as_u64() >= Some(1), "{line}");
    assert!(line["profile"]["education"][0]["startDate"].is_null() && line["source"].is_null());
    assert!(line["profile"]["basics"]["location"]["city"].is_null());
    let kept = vitae(home.path(), &["redact", "--keep", "school-years,city", text(&document)]).lines().remove(0);
    assert!(kept["profile"]["education"][0]["endDate"].is_string() && kept["profile"]["basics"]["location"]["city"].is_string());
}

#[test]
fn pages_and_word_files_are_written_where_they_are_wanted() {
    let (document, secrets) = person();
    let home = folder();
    let page = vitae(home.path(), &["redact", "--html", text(&document)]).stdout;
    assert!(page.starts_with("<!doctype html>") && page.contains("<h2>Work</h2>"));
    hides(&page, &secrets);
    let file = home.path().join("blind.docx");
    assert_eq!(vitae(home.path(), &["redact", "--docx", "--out", text(&file), text(&document)]).status, 0);
    let read = vitae(home.path(), &["parse", text(&file)]).lines().remove(0);
    assert_eq!((read["format"].as_str(), read["outcome"].as_str()), (Some("docx"), Some("parsed")), "{read}");
    hides(&read.to_string().replace(text(&file), ""), &secrets);
}

#[test]
fn several_files_need_a_folder_and_are_named_by_their_digests() {
    let home = folder();
    let documents = corpus::documents();
    let (first, second) = (text(&documents[0]), text(&documents[2]));
    vitae(home.path(), &["redact", "--docx", first, second]).failed_with("2 documents need a folder to go to");
    let out = home.path().join("blind");
    assert_eq!(vitae(home.path(), &["redact", "--html", "--out", text(&out), first, second]).status, 0);
    let mut names: Vec<String> = std::fs::read_dir(&out)
        .expect("the folder is made")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert!(names.len() == 2 && names.iter().all(|name| name.len() == 21 && name.ends_with(".html")), "{names:?}");
}
