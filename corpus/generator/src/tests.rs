//! What holds for every document that the generator makes.

use super::*;
use serde_json::Value;
use std::collections::BTreeMap;

fn documents(count: usize) -> Vec<(Layout, Document)> {
    let mut all = Vec::new();
    make(&Order { count, seed: 7, language: None, layouts: (0, 300), held: false, mixed: false }, |layout, document| {
        all.push((layout.clone(), document))
    });
    all
}

/// The text of a page: tags out, entities back, white space as single blanks.
fn text(html: &str) -> String {
    let body = html.split_once("<body>").map_or(html, |parts| parts.1);
    let mut text = String::new();
    let mut inside = false;
    for letter in body.chars() {
        match letter {
            '<' => {
                inside = true;
                // Spans of a line touch each other; blocks do not.
                text.push('\u{1}');
            }
            '>' => inside = false,
            _ if !inside => text.push(letter),
            _ => {}
        }
    }
    let text = text.replace('\n', " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    squeeze(&text.replace('\u{1}', " "))
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Every string of the truth that must stand on the page as it is.
fn strings(value: &Value, key: &str, into: &mut Vec<(String, String)>) {
    match value {
        Value::Object(map) => map
            .iter()
            .filter(|(key, _)| !["meta", "phoneE164", "network"].contains(&key.as_str()))
            .for_each(|(key, value)| strings(value, key, into)),
        Value::Array(list) => list.iter().for_each(|value| strings(value, key, into)),
        Value::String(text) => into.push((key.to_owned(), text.clone())),
        _ => {}
    }
}

#[test]
fn truth_holds_only_what_is_printed() {
    for (layout, document) in documents(600) {
        let raw = html::write(&document.sheet, &layout);
        let page = text(&raw);
        let mut truths = Vec::new();
        strings(&document.truth, "", &mut truths);
        assert!(truths.len() > 4, "{}: hardly anything is labelled", document.stem);
        for (key, truth) in truths {
            let printed = match key.as_str() {
                "url" => raw.contains(truth.trim_start_matches("https://")),
                "startDate" | "endDate" => page.contains(&truth[2..4]),
                _ => page.contains(&squeeze(&truth)),
            };
            assert!(printed, "{}: {key} {truth:?} is not on the page\n{page}", document.stem);
        }
    }
}

#[test]
fn a_seed_gives_the_same_bytes() {
    let bytes = || {
        documents(40)
            .into_iter()
            .map(|(layout, document)| {
                (
                    html::write(&document.sheet, &layout),
                    docx::write(&document.sheet, &layout).expect("a small package"),
                    document.truth.to_string(),
                )
            })
            .collect::<Vec<_>>()
    };
    assert!(bytes() == bytes());
}

#[test]
fn a_person_comes_in_different_layouts() {
    let mut layouts: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (_, document) in documents(200) {
        let (person, layout) = document.stem.split_once("--").expect("a stem has two parts");
        layouts.entry(person.to_owned()).or_default().push(layout.to_owned());
    }
    assert!(layouts.values().filter(|names| names[0] == names[1]).count() == 0, "{layouts:?}");
}

#[test]
fn no_slot_stays_open() {
    for (layout, document) in documents(600) {
        let page = html::write(&document.sheet, &layout);
        let page = page.split_once("<body>").map_or("", |parts| parts.1);
        assert!(!page.contains(['{', '}']), "{}: {page}", document.stem);
    }
}

#[test]
fn every_phone_number_has_a_plausible_length() {
    for (_, document) in documents(600) {
        let number = document.truth["basics"]["phoneE164"].as_str().expect("everybody has a telephone");
        assert!((10..=16).contains(&number.len()) && number.starts_with('+'), "{}: {number}", document.stem);
    }
}

#[test]
fn every_locale_prints_every_style_of_date() {
    use crate::date::{JOINS, Month, Printer, STYLES, Stretch};
    let stretch = Stretch::Closed(Month::new(2018, 3), Month::new(2021, 11));
    for locale in Locales::load().all() {
        for (&style, &join) in STYLES.iter().flat_map(|style| JOINS.iter().map(move |join| (style, join))) {
            let today = Month::new(2025, 6);
            let printer = Printer { style, join, since: false, silent: false, duration: false, once: false, variant: 0, today };
            let printed = printer.print(stretch, locale);
            assert!(printed.contains("18") && printed.contains("21"), "{}: {printed}", locale.country);
            assert!(!printed.contains(['{', '}']), "{}: {printed}", locale.country);
        }
    }
}
