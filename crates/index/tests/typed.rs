//! Whatever is typed is understood, or told where not: queries put together by chance and broken in places.
//!
//! `VITAE_SECONDS=300 cargo test -p vitae-index --test typed` goes on for five minutes.

use std::time::{Duration, Instant};

use vitae_index::{Entry, Facet, Index, IndexError, Query, Question};
use vitae_model::{PersonId, Profile};

mod random;

use random::Random;

const PIECES: &[&str] = &[
    "rust",
    "Müller",
    "software engineer",
    "c++",
    "王伟",
    "\u{301}",
    "ﬁ",
    "🦀",
    "\"",
    "“",
    "”",
    "‘",
    "’",
    "'",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "|",
    "||",
    "&",
    "&&",
    "AND",
    "OR",
    "NOT",
    "-",
    "–",
    "!",
    "+",
    "*",
    "~",
    "~2",
    "~9",
    ":",
    ".",
    "..",
    "…",
    ">",
    ">=",
    "<",
    "<=",
    "≥",
    ",",
    ";",
    "@",
    "/",
    "\\",
    "\t",
    "\n",
    "\u{0}",
    "\u{200b}",
    "title:",
    "title.current:",
    "at:",
    "at.past:",
    "name:",
    "skill:",
    "experience:",
    "experience.rust:",
    "experience.\"machine learning\":",
    "language.german:",
    "graduated:",
    "level:",
    "updated:",
    "near:",
    "before:",
    "after:",
    "during:",
    "email:",
    "phone:",
    "person:",
    "city:",
    "site:",
    "zzz:",
    "Berlin,50km",
    "\"New York\",30mi",
    "Paris,US,10km",
    "99999999999999999999km",
    ">5y",
    "2015..2020",
    "..",
    "5+",
    "18m..3y",
    "-5",
    "0",
    "9999",
    "NaN",
    "2024-02-30",
    "bachelor",
    "b2",
    "kuber*",
    "e*",
    "*",
    "engineer~",
    "AROUND(5)",
    "AROUND(",
    "NEAR/3",
    "a@b.c",
    "+49 (0)151 23456780",
    "((((((((((",
    "x x x x",
];

fn query(random: &mut Random) -> String {
    let mut text = String::new();
    for _ in 0..=random.below(12) {
        text.push_str(random.pick(PIECES));
        text.push_str(random.pick(&["", " ", " ", "  "]));
    }
    for _ in 0..random.below(3) {
        let mut symbols: Vec<char> = text.chars().collect();
        if symbols.is_empty() {
            break;
        }
        let (place, other) = (random.below(symbols.len()), random.below(symbols.len()));
        match random.below(3) {
            0 => drop(symbols.remove(place)),
            1 => symbols.swap(place, other),
            _ => symbols.insert(place, char::from_u32(u32::try_from(random.below(0x3000)).expect("small")).unwrap_or('x')),
        }
        text = symbols.into_iter().collect();
    }
    text
}

fn index() -> Index {
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    for (number, title) in ["Senior Software Engineer", "Softwareentwicklerin", "Chef de cuisine"].into_iter().enumerate() {
        let json = format!(
            r#"{{"basics": {{"name": "José Müller", "location": {{"city": "Berlin", "countryCode": "DE"}}}}, "skills": [{{"name": "Rust"}}],
            "languages": [{{"language": "German", "cefr": "C1"}}], "education": [{{"institution": "TU", "endDate": "2016", "level": 7}}],
            "work": [{{"name": "Acme", "position": "{title}", "startDate": "2015", "current": true, "highlights": ["Kubernetes in Rust."]}}]}}"#
        );
        let profile: Profile = serde_json::from_str(&json).expect("a profile");
        writer.upsert(&Entry::new(PersonId::new(format!("p{number}")), profile, 1_760_000_000)).expect("written");
    }
    writer.commit().expect("committed");
    index
}

#[test]
fn whatever_is_typed_is_understood_or_told_where_not() {
    let index = index();
    let seconds: u64 = option_env!("VITAE_SECONDS").and_then(|number| number.parse().ok()).unwrap_or(0);
    let end = Instant::now() + Duration::from_secs(seconds);
    let (mut random, mut asked, mut understood) = (Random(0x2545_F491_4F6C_DD1D), 0_u64, 0_u64);
    while asked < 2_000 || Instant::now() < end {
        let text = query(&mut random);
        let query = Query { facets: vec![Facet::Skill], explain: asked % 2 == 0, expand: asked % 3 > 0, ..Query::new(&text) };
        asked += 1;
        match (index.search(&query), Question::read(&query)) {
            (Ok(page), Ok(_)) => {
                understood += 1;
                for reason in page.hits.iter().flat_map(|hit| &hit.reasons) {
                    assert!(reason.highlights.iter().all(|&(start, end)| reason.text.get(start..end).is_some()), "{text:?}: {reason:?}");
                }
            }
            (Err(IndexError::Query(error)), Err(same)) => {
                assert_eq!(error, same, "{text:?}");
                assert!(error.position <= text.chars().count() && !error.pointed().is_empty(), "{text:?}: {error:?}");
            }
            (page, question) => panic!("{text:?}: {:?}, {:?}", page.map(|page| page.total), question.err()),
        }
    }
    println!("{asked} queries, {understood} understood");
    assert!(understood * 10 > asked, "only {understood} of {asked} queries were understood");
}
