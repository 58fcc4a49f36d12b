//! The words of one language and country, read from `data/<language>.words`.
//!
//! A line `key: a; b; c` gives a list; a line `- text` adds one item that may hold semicolons; `== US 5` opens the
//! part of a country with its weight, whose keys stand before those of the language. `#` at the start is a comment.

use crate::rng::Rng;
use std::collections::BTreeMap;

type Table = BTreeMap<String, Vec<String>>;

const SOURCES: &[(&str, &str)] = &[
    ("en", include_str!("../data/en.words")),
    ("fr", include_str!("../data/fr.words")),
    ("de", include_str!("../data/de.words")),
    ("es", include_str!("../data/es.words")),
    ("it", include_str!("../data/it.words")),
    ("pt", include_str!("../data/pt.words")),
    ("nl", include_str!("../data/nl.words")),
    ("sv", include_str!("../data/sv.words")),
    ("pl", include_str!("../data/pl.words")),
    ("tr", include_str!("../data/tr.words")),
    ("da", include_str!("../data/da.words")),
    ("nb", include_str!("../data/nb.words")),
    ("fi", include_str!("../data/fi.words")),
    ("cs", include_str!("../data/cs.words")),
    ("ro", include_str!("../data/ro.words")),
    ("hu", include_str!("../data/hu.words")),
];

/// Words that stand instead of those of the sources where a reader is judged only.
const HELD: &str = include_str!("../data/held.words");

/// One country's words over those of its language.
#[derive(Debug, Clone)]
pub struct Locale {
    /// ISO 639-1.
    pub language: &'static str,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    weight: usize,
    words: Table,
}

impl Locale {
    /// The list under `key`; empty when the language has none.
    #[must_use]
    pub fn list(&self, key: &str) -> &[String] {
        self.words.get(key).map_or(&[], Vec::as_slice)
    }

    /// The first item under `key`, or the empty string.
    #[must_use]
    pub fn first(&self, key: &str) -> &str {
        self.list(key).first().map_or("", String::as_str)
    }

    /// The item that `choice` falls on, or the empty string.
    #[must_use]
    pub fn nth(&self, key: &str, choice: usize) -> &str {
        let list = self.list(key);
        if list.is_empty() { "" } else { &list[choice % list.len()] }
    }

    /// Some item under `key`, or the empty string.
    pub fn any(&self, key: &str, rng: &mut Rng) -> &str {
        self.nth(key, rng.below(1 << 20))
    }
}

/// Every country of every language.
#[derive(Debug, Clone)]
pub struct Locales(Vec<Locale>);

impl Locales {
    /// Reads the data files that the crate carries.
    #[must_use]
    pub fn load() -> Self {
        Self(SOURCES.iter().flat_map(|&(language, source)| read(language, source)).collect())
    }

    /// The same with titles, employers, schools, departments and sentences that are for judging only.
    #[must_use]
    pub fn held() -> Self {
        let mut locales = Self::load();
        for part in HELD.split("\n@ ").skip(1) {
            let (language, source) = part.split_once('\n').unwrap_or((part, ""));
            let words = table(source);
            locales.0.iter_mut().filter(|locale| locale.language == language.trim()).for_each(|locale| locale.words.extend(words.clone()));
        }
        locales
    }

    /// Every country of every language, in the order of the files.
    #[must_use]
    pub fn all(&self) -> &[Locale] {
        &self.0
    }

    /// Draws a language evenly (or takes `language`), then one of its countries by weight.
    pub fn draw(&self, language: Option<&str>, rng: &mut Rng) -> Option<&Locale> {
        let drawn = rng.pick(SOURCES).0;
        let language = language.unwrap_or(drawn);
        let total = self.0.iter().filter(|locale| locale.language == language).map(|locale| locale.weight).sum();
        let mut ticket = rng.below(total);
        self.0.iter().filter(|locale| locale.language == language).find(|locale| {
            let hit = ticket < locale.weight;
            ticket = ticket.saturating_sub(locale.weight);
            hit
        })
    }
}

/// The lists of a source without countries.
fn table(source: &str) -> Table {
    read("", &format!("{source}\n== XX")).pop().map(|locale| locale.words).unwrap_or_default()
}

fn read(language: &'static str, source: &str) -> Vec<Locale> {
    let mut common = Table::new();
    let mut countries: Vec<(String, usize, Table)> = Vec::new();
    let mut key = String::new();
    for line in source.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(head) = line.strip_prefix("== ") {
            let (country, weight) = head.split_once(' ').unwrap_or((head, "1"));
            countries.push((country.to_owned(), weight.parse().unwrap_or(1), Table::new()));
            continue;
        }
        let table = countries.last_mut().map_or(&mut common, |country| &mut country.2);
        if let Some(item) = line.strip_prefix("- ") {
            table.entry(key.clone()).or_default().push(item.to_owned());
        } else if let Some((name, items)) = line.split_once(':') {
            name.clone_into(&mut key);
            let items = items.split(';').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned);
            table.entry(key.clone()).or_default().extend(items);
        }
    }
    countries
        .into_iter()
        .map(|(country, weight, own)| {
            let mut words = common.clone();
            words.extend(own);
            Locale { language, country, weight, words }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Least number of items each language must offer.
    const NEEDED: &[(&str, usize)] = &[
        ("first_m", 12),
        ("first_f", 12),
        ("last", 12),
        ("city", 8),
        ("street", 2),
        ("address", 2),
        ("phone", 2),
        ("code", 1),
        ("title", 25),
        ("employer", 25),
        ("school", 9),
        ("degree", 12),
        ("bullet", 12),
        ("summary", 4),
        ("skill", 30),
        ("unit", 12),
        ("faculty", 4),
        ("via", 2),
        ("month", 12),
        ("mon", 12),
        ("season", 4),
        ("present", 2),
        ("language", 6),
        ("level", 5),
        ("certificate", 5),
        ("interest", 6),
        ("h_work", 3),
        ("h_education", 3),
        ("h_skills", 3),
        ("h_languages", 2),
        ("h_profile", 3),
        ("h_contact", 2),
        ("h_interests", 2),
        ("h_certificates", 2),
        ("h_references", 1),
        ("h_volunteer", 1),
        ("h_projects", 1),
        ("l_phone", 2),
        ("l_email", 2),
        ("l_address", 1),
        ("my", 1),
        ("degjoin", 2),
    ];

    #[test]
    fn every_country_has_what_people_are_made_of() {
        for locale in Locales::load().all() {
            for &(key, least) in NEEDED {
                let found = locale.list(key).len();
                assert!(found >= least, "{}-{}: {key} has {found} of {least}", locale.language, locale.country);
            }
            assert_eq!((locale.list("month").len(), locale.list("mon").len()), (12, 12), "{}", locale.language);
        }
    }

    #[test]
    fn held_words_are_of_every_language_and_of_no_other_set() {
        let (open, held) = (Locales::load(), Locales::held());
        for (open, held) in open.all().iter().zip(held.all()) {
            for (key, least) in [("title", 8), ("employer", 8), ("school", 4), ("unit", 4), ("bullet", 3)] {
                let own = held.list(key);
                assert!(own.len() >= least, "{}: {key} has {} of {least}", held.language, own.len());
                assert!(own.iter().all(|item| !open.list(key).contains(item)), "{}: {key}", held.language);
            }
        }
    }

    #[test]
    fn a_country_stands_before_its_language() {
        let read = read("xx", "a: 1; 2\nb: 3\n- 4; 5\n== US 2\na: 9\n== GB\n");
        assert_eq!(read[0].list("a"), ["9"]);
        assert_eq!(read[0].list("b"), ["3", "4; 5"]);
        assert_eq!(read[1].list("a"), ["1", "2"]);
        assert_eq!(read[0].weight, 2);
    }
}
