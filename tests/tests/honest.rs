//! Laws that hold for every document of the corpus: nothing is invented, and what is redacted is gone.
#![expect(clippy::disallowed_methods, reason = "this test reads the corpus")]

use std::collections::BTreeSet;
use std::io::Read;

use serde_json::Value;
use vitae_document::{Document, write};
use vitae_model::{BoundingBox, Evidence, Extraction};
use vitae_parse::redact::{Keep, blocks, redact};
use vitae_parse::{ParseOptions, Scratch, examine};
use vitae_tests::corpus;

/// Fields that say in their own form what another value says as printed.
const NORMAL_FORMS: &[&str] = &[
    "phones",
    "emails",
    "countryCode",
    "network",
    "username",
    "normalizedTitle",
    "level",
    "institutionCountry",
    "institutionDomain",
    "keywordEsco",
    "rating",
    "esco",
    "cefr",
    "meta",
    "current",
    "honorifics",
    "startDate",
    "endDate",
    "date",
    "releaseDate",
    "birthDate",
];

/// Reads every document of the corpus and hands it to `check`, which tells what is wrong with it.
fn offences(check: impl Fn(&Extraction, &Document) -> Vec<String>) -> String {
    let mut scratch = Scratch::default();
    let mut told = String::new();
    for path in corpus::documents() {
        let bytes = std::fs::read(&path).expect("the corpus can be read");
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (extraction, document) = examine(&name, &bytes, &ParseOptions::default(), &mut scratch);
        for offence in check(&extraction, &document) {
            told.push_str(&format!("  {name}: {offence}\n"));
        }
    }
    told
}

#[test]
fn every_value_stands_in_its_document() {
    let told = offences(|extraction, document| {
        let profile = serde_json::to_value(&extraction.profile).expect("a profile is JSON");
        let mut values = Vec::new();
        leaves(&profile, String::new(), &mut values);
        values.iter().filter_map(|(pointer, value)| unfounded(extraction, document, pointer, value)).collect()
    });
    assert!(told.is_empty(), "values without a ground:\n{told}");
}

/// What is wrong with the ground of one value.
fn unfounded(extraction: &Extraction, document: &Document, pointer: &str, value: &str) -> Option<String> {
    let normal = pointer.split('/').any(|part| NORMAL_FORMS.contains(&part));
    let grounds: Vec<&Evidence> = extraction.evidence.iter().filter(|evidence| evidence.pointer == pointer).collect();
    if grounds.is_empty() {
        return (!normal || pointer.ends_with("Date") || pointer.ends_with("/date"))
            .then(|| format!("{pointer} = {value:?} has no evidence"));
    }
    let printed: String = grounds.iter().map(|evidence| letters(&evidence.text)).collect();
    // Parts may stand in another order: "Desmond TAN Wei Xiang", a paragraph beside a heading.
    let stands = printed.contains(&letters(value)) || value.split(' ').all(|word| printed.contains(&letters(word)));
    let linked = || document.links.iter().any(|link| letters(&link.target).contains(&letters(value)));
    (!normal && !stands && !linked()).then(|| format!("{pointer} = {value:?} is not in {:?}", grounds[0].text))
}

/// The texts in `json` with their pointers. A profile's nesting is bounded by its type.
fn leaves(json: &Value, pointer: String, out: &mut Vec<(String, String)>) {
    match json {
        Value::String(text) => out.push((pointer, text.clone())),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| leaves(item, format!("{pointer}/{index}"), out)),
        Value::Object(fields) => fields.iter().for_each(|(name, item)| leaves(item, format!("{pointer}/{name}"), out)),
        Value::Number(number) => out.push((pointer, number.to_string())),
        _ => {}
    }
}

/// The letters and digits of `text`, in lower case: blanks, hyphens and other marks may be mended.
fn letters(text: &str) -> String {
    text.chars().filter(|symbol| symbol.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[test]
fn evidence_says_what_stands_under_its_box() {
    let told = offences(|extraction, document| extraction.evidence.iter().filter_map(|evidence| misplaced(document, evidence)).collect());
    assert!(told.is_empty(), "evidence that is not where it says:\n{told}");
}

fn misplaced(document: &Document, evidence: &Evidence) -> Option<String> {
    let told = |what: &str| Some(format!("{} {:?} {what}", evidence.pointer, evidence.text));
    let Some(page) = (evidence.page as usize).checked_sub(1).and_then(|page| document.pages.get(page)) else {
        return told(&format!("on page {} of {}", evidence.page, document.pages.len()));
    };
    let area = evidence.area;
    if !(area.left < area.right && area.top < area.bottom) {
        return told(&format!("in an empty box {area:?}"));
    }
    // A point of slack: letters may lean over the edge.
    if area.left < -1.0 || area.top < -1.0 || area.right > page.width + 1.0 || area.bottom > page.height + 1.0 {
        return told(&format!("in a box {area:?} beyond the page of {} by {}", page.width, page.height));
    }
    let under = words_under(document, evidence);
    let missing: Vec<&str> =
        evidence.text.split_whitespace().filter(|word| !letters(word).is_empty() && !under.contains(&letters(word))).collect();
    (!missing.is_empty()).then(|| format!("{} {missing:?} not under the box of {:?}", evidence.pointer, evidence.text))
}

/// The letters of the runs that the box of `evidence` meets, run together; a value may go on at the top of the next page.
fn words_under(document: &Document, evidence: &Evidence) -> String {
    let page = evidence.page as u16 - 1;
    let met = document.runs.iter().filter(|run| (run.page == page && meets(run.area, evidence.area)) || run.page == page + 1);
    met.map(|run| letters(document.text_of(run))).collect()
}

fn meets(left: BoundingBox, right: BoundingBox) -> bool {
    left.left < right.right + 0.5 && right.left < left.right + 0.5 && left.top < right.bottom && right.top < left.bottom
}

#[test]
fn what_is_redacted_is_gone_from_every_output() {
    let told = offences(|extraction, _| {
        let blind = redact(extraction, Keep::default());
        let json = serde_json::to_string(&blind).expect("a blind profile is JSON");
        let page = write::html(&blocks(&blind));
        let word = unzipped(&write::docx(&blocks(&blind)).expect("memory is writable"));
        [("JSON", json), ("HTML", page), ("DOCX", word)].iter().flat_map(|(kind, text)| leaks(extraction, kind, text)).collect()
    });
    assert!(told.is_empty(), "left after redaction:\n{told}");
}

/// All parts of an Office file and their names, one after the other.
fn unzipped(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let mut text = String::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).expect("an entry");
        text.push_str(&entry.name().expect("a name"));
        entry.read_to_string(&mut text).expect("XML is text");
    }
    text
}

/// What of the person still stands in `text`.
fn leaks(extraction: &Extraction, kind: &str, text: &str) -> Vec<String> {
    let Some(basics) = extraction.profile.as_ref().map(|profile| &profile.basics) else { return Vec::new() };
    let mut found = Vec::new();
    let words: BTreeSet<String> = text.split(|symbol: char| !symbol.is_alphanumeric()).map(letters).collect();
    for word in [&basics.given_name, &basics.family_name].into_iter().flatten().flat_map(|name| name.split([' ', '-', '.', '\''])) {
        if word.chars().count() > 2 && word.starts_with(char::is_uppercase) && words.contains(&letters(word)) && !is_word_of_prose(word) {
            found.push(format!("{kind} holds the name {word:?}"));
        }
    }
    let lower = text.to_lowercase();
    let links = basics.profiles.iter().flat_map(|profile| profile.url.iter().chain(&profile.username)).chain(&basics.url);
    let bare = |link: &str| link.to_lowercase().trim_start_matches("https://").trim_start_matches("http://").to_owned();
    for link in
        links.map(|link| bare(link)).chain(basics.emails.iter().map(|email| email.as_str().to_owned())).filter(|link| link.len() > 3)
    {
        if lower.contains(&link) {
            found.push(format!("{kind} holds {link}"));
        }
    }
    let digits: String = text.chars().filter(|symbol| !matches!(symbol, ' ' | '-' | '.' | '(' | ')' | '/')).collect();
    for phone in &basics.phones {
        let number = phone.to_string();
        if digits.contains(&number[number.len() - 7..]) {
            found.push(format!("{kind} holds the number {number}"));
        }
    }
    // A town may be that of a school as well.
    let stands_elsewhere = |text: &str| {
        let others = extraction.evidence.iter().filter(|evidence| !evidence.pointer.starts_with("/basics/"));
        others.into_iter().any(|evidence| evidence.text.contains(text))
    };
    let told_of_life = extraction.evidence.iter().filter(|evidence| evidence.pointer.starts_with("/basics/personal/"));
    for evidence in told_of_life.filter(|evidence| evidence.text.len() > 3 && !evidence.pointer.ends_with("drivingLicence")) {
        if text.contains(&evidence.text) && !stands_elsewhere(&evidence.text) {
            found.push(format!("{kind} holds {:?} of {}", evidence.text, evidence.pointer));
        }
    }
    if text.contains(&extraction.source) {
        found.push(format!("{kind} holds the file's name"));
    }
    found
}

/// Words that stand in names and in any prose.
fn is_word_of_prose(word: &str) -> bool {
    ["de", "den", "der", "la", "van", "von"].contains(&word.to_lowercase().as_str())
}
