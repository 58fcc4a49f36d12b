//! Job titles that stand for each other. Source: ESCO, occupations and their labels in nine languages.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::table::Table;

const TITLES: Table =
    Table { text: include_str!(concat!(env!("OUT_DIR"), "/titles.txt")), keys: include_bytes!(concat!(env!("OUT_DIR"), "/titles.keys")) };
const RELATED: Table =
    Table { text: include_str!(concat!(env!("OUT_DIR"), "/related.txt")), keys: include_bytes!(concat!(env!("OUT_DIR"), "/related.keys")) };
const FIELDS: Table =
    Table { text: include_str!(concat!(env!("OUT_DIR"), "/fields.txt")), keys: include_bytes!(concat!(env!("OUT_DIR"), "/fields.keys")) };
const HEADS: &str = include_str!(concat!(env!("OUT_DIR"), "/heads.txt"));

/// The other labels, folded, of the occupation that is called so first of all, else of those that are called so as well.
pub(crate) fn same_occupation(label: &str) -> impl Iterator<Item = &'static str> + use<> {
    let label = label.to_owned();
    let mut lines: Vec<&'static str> = TITLES.lines(&label).map(|(_, line)| line).collect();
    let is_first = |line: &&str| line.split(';').next() == Some(&label);
    if lines.iter().any(is_first) {
        lines.retain(is_first);
    }
    lines.into_iter().flat_map(|line| line.split(';')).filter(move |other| *other != label)
}

/// Words that stand for `word` in titles of other languages, and its other forms, the closest first.
pub(crate) fn related(word: &str) -> impl Iterator<Item = &'static str> + use<> {
    RELATED.lines(word).filter_map(|(_, line)| line.split_once('\t')).flat_map(|(_, others)| others.split(';'))
}

/// Words that stand in the place of `word` in titles of other languages, where it tells what an occupation is about: `logiciel` for `software`.
pub(crate) fn same_field(word: &str) -> impl Iterator<Item = &'static str> + use<> {
    FIELDS.lines(word).filter_map(|(_, line)| line.split_once('\t')).flat_map(|(_, others)| others.split(';'))
}

/// Whether titles are known by `word`: it names an occupation, not what one is about.
pub(crate) fn is_head(word: &str) -> bool {
    RELATED.lines(word).next().is_some()
}

/// The head of a compound: `entwickler` of `softwareentwickler`. The longest where there are several.
pub(crate) fn head(word: &str) -> Option<&'static str> {
    static ALL: OnceLock<HashSet<&'static str>> = OnceLock::new();
    // Three letters at least stand before a head of five.
    if word.len() < 8 || !word.is_ascii() {
        return None;
    }
    let heads = ALL.get_or_init(|| HEADS.lines().collect());
    (3..=word.len() - 5).find_map(|start| heads.get(&word[start..]).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_known_in_other_languages() {
        let all: Vec<&str> = related("developer").collect();
        assert!(all.contains(&"entwickler") && all.contains(&"entwicklerin") && all.contains(&"developers"), "{all:?}");
        let back: Vec<&str> = related("entwicklerin").collect();
        assert!(back.contains(&"developer"), "{back:?}");
        assert!(same_occupation("software developer").any(|label| label == "softwareentwicklerin"));
        assert!(same_field("software").any(|word| word == "logiciel"));
        assert!(is_head("developer") && !is_head("software"));
        assert_eq!(related("zzz").count(), 0);
    }

    #[test]
    fn compounds_have_heads() {
        assert_eq!(head("softwareentwicklerin"), Some("entwicklerin"));
        assert_eq!(head("developer"), None);
    }
}
