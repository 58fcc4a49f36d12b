//! The index against a look at every person: both must find the same, whatever is asked.
//!
//! `VITAE_PERSONS=10000 VITAE_QUERIES=2000 cargo test -p vitae-index --test agree` does it with more than the usual few.

use std::collections::{BTreeMap, BTreeSet};

use vitae_index::{Entry, Facet, Filter, Index, Query, Question, Sort, Subject};
use vitae_model::{PersonId, Profile};

mod random;

use random::Random;

const TITLES: &[&str] = &[
    "Software Engineer",
    "Senior Software Engineer",
    "Softwareentwicklerin",
    "Data Analyst",
    "Krankenschwester",
    "Nurse Practitioner",
    "Développeur Web",
    "Site Manager",
    "Head Chef",
    "Koch",
    "Accountant",
    "Buchhalter",
    "Machine Learning Engineer",
    "Web Developer",
];
const EMPLOYERS: &[&str] = &["Acme GmbH", "Acme Labs", "Globex", "Initech Ltd", "Müller & Söhne", "Hospital São João", "Site Labs"];
const SKILLS: &[&str] =
    &["Rust", "C++", "C#", "Python", "Machine Learning", "Kubernetes", "k8s", "Node.js", "Triage", "Excel", "SQL", "Project Management"];
const CITIES: &[(&str, &str)] = &[
    ("Berlin", "DE"),
    ("Potsdam", "DE"),
    ("München", "DE"),
    ("Hamburg", "DE"),
    ("Paris", "FR"),
    ("Paris", "US"),
    ("New York", "US"),
    ("Nowhereburg", "DE"),
];
const LANGUAGES: &[&str] = &["German", "Deutsch", "English", "Français", "Spanish"];
const NAMES: &[&str] = &["Ada Beispiel", "José Müller", "Mary Meyer", "Maria Maier", "Jean-Luc Dupont", "Søren Ågård", "Katherine Smith"];
const PROSE: &[&str] =
    &["Built services in Rust and Python.", "Led a team of nine.", "Machine learning for search.", "Cooked for 200 guests in Berlin."];

fn person(number: usize, random: &mut Random) -> Entry {
    let (city, country) = random.pick(CITIES);
    let jobs: Vec<String> = (0..random.below(4)).map(|_| job(random)).collect();
    let skills: Vec<String> = (0..random.below(5)).map(|_| format!(r#"{{"name": "{}"}}"#, random.pick(SKILLS))).collect();
    let levels = ["A2", "B1", "B2", "C1", "native"];
    let languages: Vec<String> = (0..random.below(3))
        .map(|_| format!(r#"{{"language": "{}", "cefr": "{}"}}"#, random.pick(LANGUAGES), random.pick(&levels)))
        .collect();
    let study = format!(
        r#"{{"institution": "University of {}", "studyType": "MSc", "area": "Informatik", "endDate": "{}", "level": {}}}"#,
        random.pick(CITIES).0,
        1995 + random.below(28),
        5 + random.below(4)
    );
    let json = format!(
        r#"{{"basics": {{"name": "{}", "label": "{}", "email": "p{number}@example.org", "summary": "{}",
            "location": {{"city": "{city}", "countryCode": "{country}"}}}},
            "work": [{}], "skills": [{}], "languages": [{}], "education": [{study}]}}"#,
        random.pick(NAMES),
        random.pick(TITLES),
        random.pick(PROSE),
        jobs.join(","),
        skills.join(","),
        languages.join(",")
    );
    let profile: Profile = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    let some =
        |random: &mut Random, values: &[&str]| -> Vec<String> { (0..random.below(3)).map(|_| random.pick(values).to_owned()).collect() };
    Entry {
        person: PersonId::new(format!("p{number}")),
        profile,
        origins: Vec::new(),
        sources: some(random, &["document", "acme"]),
        statuses: some(random, &["NEW", "IN_REVIEW", "HIRED"]),
        tags: some(random, &["silver medallist", "referral"]),
        consents: some(random, &["marketing", "storage"]),
        updated: 1_700_000_000 + i64::try_from(random.below(50_000_000)).expect("small"),
    }
}

fn job(random: &mut Random) -> String {
    let start = 1998 + random.below(25);
    let end = match random.below(3) {
        0 => r#""current": true"#.to_owned(),
        1 => format!(r#""endDate": "{}-0{}""#, start + random.below(6), 1 + random.below(9)),
        _ => format!(r#""endDate": "{}""#, start + random.below(6)),
    };
    format!(
        r#"{{"name": "{}", "position": "{}", "startDate": "{start}-0{}", {end}, "highlights": ["{}"]}}"#,
        random.pick(EMPLOYERS),
        random.pick(TITLES),
        1 + random.below(9),
        random.pick(PROSE)
    )
}

fn persons() -> usize {
    option_env!("VITAE_PERSONS").and_then(|number| number.parse().ok()).unwrap_or(400)
}

fn queries() -> usize {
    option_env!("VITAE_QUERIES").and_then(|number| number.parse().ok()).unwrap_or(300)
}

/// Makes queries out of everything the grammar knows.
struct Asking {
    random: Random,
    words: Vec<String>,
}

const RANGES: &[&str] = &[
    "experience:>5y",
    "experience:<2y",
    "experience:3y..8y",
    "experience:24m+",
    "graduated:2015..2020",
    "graduated:<2000",
    "graduated:2010",
    "level:>=master",
    "level:bachelor",
    "updated:>2024",
    "updated:2023-12",
    "experience.rust:>1y",
    "experience.\"machine learning\":12m..",
    "experience.k8s:>0m",
    "language.german:>=b2",
    "language.english:native",
    "before:2005",
    "after:2022",
    "during:2010..2012",
    "near:Berlin,50km",
    "near:Hamburg,300km",
    "near:Paris,US,10km",
    "near:\"New York\"",
    "city:Berlin",
    "country:de",
    "status:in_review",
    "source:acme",
    "tag:referral",
    "consent:marketing",
    "person:p7",
    "*",
    "p3@example.org",
];
const FIELDS: &[&str] = &[
    "name",
    "title",
    "employer",
    "skill",
    "school",
    "place",
    "language",
    "tag",
    "degree",
    "title.current",
    "title.past",
    "at.current",
    "at.past",
];

impl Asking {
    fn new() -> Self {
        let all = [TITLES, EMPLOYERS, SKILLS, LANGUAGES, NAMES, PROSE].concat();
        let words = all.iter().flat_map(|text| text.split(' ')).map(|word| word.trim_matches(['.', '&']).to_owned());
        // Some that do not occur, and some that occur in another language.
        let words = words.filter(|word| !word.is_empty()).chain(["zzz", "developer", "cook"].map(str::to_owned));
        Self { random: Random(0xA076_1D64_78BD_642F), words: words.collect() }
    }

    fn word(&mut self) -> String {
        self.words[self.random.below(self.words.len())].clone()
    }

    fn value(&mut self) -> String {
        let word = self.word();
        match self.random.below(10) {
            0..=5 => word,
            6 | 7 => format!("\"{}\"", self.random.pick(&[TITLES, EMPLOYERS, SKILLS].concat())),
            8 => format!("{}*", word.chars().take(1 + self.random.below(5)).collect::<String>()),
            _ => {
                let gone = self.random.below(word.len());
                let kept: String = word.char_indices().filter(|(place, _)| *place != gone).map(|(_, symbol)| symbol).collect();
                if kept.chars().any(char::is_alphanumeric) { format!("{kept}~{}", self.random.pick(&["", "2"])) } else { word }
            }
        }
    }

    fn leaf(&mut self) -> String {
        match self.random.below(13) {
            0..=4 => self.value(),
            5..=7 => format!("{}:{}", self.random.pick(FIELDS), self.value()),
            8..=10 => self.random.pick(RANGES).to_owned(),
            _ => self.in_time(),
        }
    }

    fn in_time(&mut self) -> String {
        let (field, year) = (self.random.pick(&["at", "title"]), 1998 + self.random.below(26));
        let value = loop {
            let value = self.value();
            if !value.contains(['*', '~']) {
                break value;
            }
        };
        match self.random.below(3) {
            0 => format!("{field}:{value} {}:{year}", self.random.pick(&["before", "after", "during"])),
            _ => format!("{field}:{value} after:{year} before:{}", year + 2 + self.random.below(4)),
        }
    }

    fn query(&mut self, depth: usize) -> String {
        let shape = if depth == 0 { 0 } else { self.random.below(6) };
        let mut several = |by: &str| {
            let parts: Vec<String> = (0..2 + self.random.below(2)).map(|_| self.query(depth - 1)).collect();
            parts.join(by)
        };
        match shape {
            0 | 1 => self.leaf(),
            2 => several(" "),
            3 => format!("({})", several(" OR ")),
            4 => format!("-({})", self.query(depth - 1)),
            _ => format!("({}) AND NOT ({})", self.query(depth - 1), self.query(depth - 1)),
        }
    }
}

/// Several segments, and replaced persons among them.
fn index(entries: &[Entry]) -> Index {
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    for chunk in entries.chunks(entries.len() / 3 + 1) {
        for entry in chunk {
            writer.upsert(entry).expect("written");
        }
        writer.upsert(&chunk[0]).expect("written");
        writer.commit().expect("committed");
    }
    index
}

#[test]
fn the_index_finds_whom_a_look_at_everybody_finds() {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let entries: Vec<Entry> = (0..persons()).map(|number| person(number, &mut random)).collect();
    let index = index(&entries);
    let subjects: Vec<Subject<'_>> = entries.iter().map(Subject::of).collect();
    let (mut asking, mut some) = (Asking::new(), 0);
    for _ in 0..queries() {
        let text = asking.query(3);
        for expand in [true, false] {
            let query = Query { expand, ..Query::new(&text) };
            let question = match Question::read(&query) {
                Ok(question) => question,
                // What was put together by chance may ask for the years of a beginning of a word.
                Err(error) if error.message.starts_with("years go") => continue,
                Err(error) => panic!("{}", error.pointed()),
            };
            let found_by_looking = entries.iter().zip(&subjects).filter(|(_, subject)| question.finds(subject));
            let mut expected: Vec<&str> = found_by_looking.map(|(entry, _)| entry.person.as_str()).collect();
            expected.sort_unstable();
            let found = index.identifiers(&query, entries.len()).expect("an answer");
            let mut found: Vec<&str> = found.iter().map(PersonId::as_str).collect();
            found.sort_unstable();
            some += usize::from(!expected.is_empty());
            assert_eq!(found, expected, "{text} (expand: {expand})");
        }
    }
    assert!(some * 2 > queries(), "only {some} queries found anybody");
}

#[test]
fn facets_are_counted_exactly_and_pages_tell_everybody_once() {
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    let entries: Vec<Entry> = (0..persons()).map(|number| person(number, &mut random)).collect();
    let index = index(&entries);
    for (text, sort) in
        [("", Sort::Relevance), ("rust OR berlin", Sort::Relevance), ("title:engineer", Sort::Updated), ("-excel", Sort::Experience)]
    {
        let filters = vec![Filter { facet: Facet::Country, value: "de".into() }, Filter { facet: Facet::Country, value: "FR".into() }];
        let mut query = Query { facets: Facet::ALL.to_vec(), sort, limit: 37, filters, ..Query::new(text) };
        let question = Question::read(&query).expect("a query");
        let expected: Vec<&Entry> = entries.iter().filter(|entry| question.finds(&Subject::of(entry))).collect();
        let first = index.search(&query).expect("an answer");
        assert_eq!(first.total, expected.len() as u64, "{text}");
        check_facets(&first.facets, &expected);
        let mut seen = BTreeSet::new();
        loop {
            let page = index.search(&query).expect("an answer");
            for hit in &page.hits {
                assert!(seen.insert(hit.person.to_string()), "{text}: {} twice", hit.person);
            }
            match page.cursor {
                Some(cursor) => query.cursor = Some(cursor),
                None => break,
            }
        }
        assert_eq!(seen.len(), expected.len(), "{text}");
    }
}

fn check_facets(told: &[(String, Vec<vitae_index::FacetCount>)], expected: &[&Entry]) {
    let fold = |text: &str| text.to_lowercase();
    for (name, counts) in told {
        let own = |entry: &Entry| -> BTreeSet<String> {
            let basics = &entry.profile.basics;
            match name.as_str() {
                "status" => entry.statuses.iter().map(|value| fold(value)).collect(),
                "tag" => entry.tags.iter().map(|value| fold(value)).collect(),
                "consent" => entry.consents.iter().map(|value| fold(value)).collect(),
                "city" => basics.location.iter().filter_map(|place| place.city.as_deref()).map(fold).collect(),
                "skill" => entry.profile.skills.iter().filter_map(|skill| skill.name.as_deref()).map(fold).collect(),
                "employer" => entry.profile.work.iter().filter_map(|job| job.name.as_deref()).map(fold).collect(),
                _ => BTreeSet::new(),
            }
        };
        let mut sums: BTreeMap<String, u64> = BTreeMap::new();
        for value in expected.iter().flat_map(|entry| own(entry)) {
            *sums.entry(value).or_default() += 1;
        }
        if !sums.is_empty() {
            let told: BTreeMap<String, u64> = counts.iter().map(|count| (fold(&count.value), count.count)).collect();
            assert_eq!(told, sums, "{name}");
        }
    }
}
