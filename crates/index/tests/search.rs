//! What a searcher sees.
#![expect(clippy::disallowed_methods, reason = "a test reads the files of the index")]

use vitae_index::{Entry, Facet, Filter, Index, IndexError, Origin, Page, Query, Question, Sort, Subject};
use vitae_model::{PersonId, Profile};

fn entry(id: &str, json: &str) -> Entry {
    let profile: Profile = serde_json::from_str(json).expect("a profile");
    Entry { sources: vec!["document".into()], ..Entry::new(PersonId::new(id), profile, 0) }
}

fn sample() -> Vec<Entry> {
    let ada = r#"{"basics": {"name": "Ada Beispiel", "label": "Software Engineer", "email": "ada@example.org", "phones": ["+4915123456780"],
            "location": {"city": "Berlin", "countryCode": "DE"}, "summary": "Writes compilers for embedded systems in Rust and C++."},
        "work": [{"name": "Acme GmbH", "position": "Senior Software Engineer", "startDate": "2019", "current": true}],
        "education": [{"institution": "Technische Universität Berlin", "studyType": "MSc", "area": "Informatik"}],
        "skills": [{"name": "Rust"}, {"name": "C++"}], "languages": [{"language": "German"}], "meta": {"monthsOfExperience": 72}}"#;
    let jose = r#"{"basics": {"name": "José Müller", "label": "Rust Developer", "location": {"city": "München", "countryCode": "DE"}},
        "work": [{"name": "Initech", "position": "Developer"}], "skills": [{"name": "rust"}, {"name": "Kubernetes"}], "meta": {"monthsOfExperience": 20}}"#;
    let mary = r#"{"basics": {"name": "Mary Meyer", "location": {"city": "Austin", "countryCode": "US"}},
        "work": [{"name": "Globex", "position": "Nurse Practitioner", "highlights": ["Triage in the emergency room of Berlin General"]}],
        "meta": {"monthsOfExperience": 150}}"#;
    let mut entries = vec![entry("p1", ada), entry("p2", jose), entry("p3", mary)];
    entries[0].updated = 30;
    entries[0].origins = vec![Origin { pointer: "/work/0".into(), source: "ada.pdf".into(), page: Some(2) }];
    entries[1].statuses = vec!["IN_REVIEW".into()];
    entries[1].updated = 50;
    entries[2].tags = vec!["silver medallist".into()];
    entries
}

fn index() -> Index {
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    for entry in sample() {
        writer.upsert(&entry).expect("written");
    }
    writer.commit().expect("committed");
    index
}

fn found(index: &Index, query: &str) -> Vec<String> {
    let mut persons: Vec<String> = index.search(&Query::new(query)).expect(query).hits.iter().map(|hit| hit.person.to_string()).collect();
    persons.sort();
    persons
}

#[test]
fn queries_find_whom_they_describe() {
    let index = index();
    for (query, expected) in [
        ("", &["p1", "p2", "p3"][..]),
        ("rust", &["p1", "p2"]),
        ("RUST berlin", &["p1"]),
        ("berlin", &["p1", "p3"]),
        ("city:berlin", &["p1"]),
        ("place:Berlin", &["p1"]),
        ("rust NOT kubernetes", &["p1"]),
        ("rust -kubernetes", &["p1"]),
        ("kubernetes OR triage", &["p2", "p3"]),
        ("(rust OR triage) -münchen", &["p1", "p3"]),
        ("-rust", &["p3"]),
        ("\"software engineer\"", &["p1"]),
        ("\"engineer software\"", &[]),
        ("engin*", &["p1"]),
        ("enginer~", &["p1"]),
        ("c++", &["p1"]),
        ("name:muller", &["p2"]),
        ("name:meier", &["p3"]),
        ("jose", &["p2"]),
        ("ADA@example.org", &["p1"]),
        ("phone:0151-23456780", &["p1"]),
        ("\"0049 151 23456780\"", &["p1"]),
        ("title:developer", &["p2"]),
        ("employer:acme", &["p1"]),
        ("status:in_review", &["p2"]),
        ("status:\"in review\"", &["p2"]),
        ("tag:medallist", &["p3"]),
        ("country:de rust", &["p1", "p2"]),
        ("school:(berlin universitat)", &["p1"]),
        ("nobody", &[]),
    ] {
        assert_eq!(found(&index, query), expected, "{query}");
    }
}

#[test]
fn every_word_of_a_query_has_its_reason_however_often_another_matches() {
    let jobs: Vec<String> = (1..9).map(|number| format!(r#"{{"name": "Acme {number}", "position": "Engineer {number}"}}"#)).collect();
    let json = format!(r#"{{"basics": {{"name": "Ada Beispiel", "location": {{"city": "Lagos"}}}}, "work": [{}]}}"#, jobs.join(", "));
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    writer.upsert(&entry("p1", &json)).expect("written");
    writer.commit().expect("committed");
    let page = index.search(&Query::new("engineer lagos")).expect("an answer");
    let reasons = &page.hits[0].reasons;
    assert!(reasons.iter().any(|reason| reason.text.contains("Lagos")), "{reasons:?}");
    assert!(reasons.iter().any(|reason| reason.text.contains("Engineer")), "{reasons:?}");
}

#[test]
fn reasons_name_the_field_and_mark_the_words() {
    let index = index();
    let page = index.search(&Query::new("senior rust")).expect("an answer");
    let hit = &page.hits[0];
    assert_eq!(
        (hit.name.as_deref(), hit.title.as_deref(), hit.employer.as_deref(), hit.place.as_deref()),
        (Some("Ada Beispiel"), Some("Software Engineer"), Some("Acme GmbH"), Some("Berlin, DE"))
    );
    let title = hit.reasons.iter().find(|reason| reason.field == "title").expect("a reason");
    assert_eq!(title.text, "Senior Software Engineer");
    assert_eq!(title.highlights, [(0, 6)]);
    assert_eq!((title.source.as_deref(), title.page), (Some("ada.pdf"), Some(2)));
    assert!(hit.reasons.iter().any(|reason| reason.field == "skill" && reason.text == "Rust"));
    assert!(hit.reasons.iter().all(|reason| reason.highlights.iter().all(|&(start, end)| reason.text.get(start..end).is_some())));
}

#[test]
fn what_matches_in_the_title_ranks_before_what_matches_in_prose() {
    let index = index();
    let page = index.search(&Query::new("developer OR engineer OR berlin")).expect("an answer");
    assert_eq!(page.hits.last().map(|hit| hit.person.as_str()), Some("p3"));
}

#[test]
fn facets_count_all_hits_and_filters_restrict() {
    let index = index();
    let mut query = Query { facets: vec![Facet::Country, Facet::Skill], limit: 1, ..Query::new("") };
    let page = index.search(&query).expect("an answer");
    assert_eq!((page.total, page.hits.len()), (3, 1));
    let facet = |page: &Page, name: &str| -> Vec<(String, u64)> {
        page.facets
            .iter()
            .find(|(facet, _)| facet == name)
            .expect("asked for")
            .1
            .iter()
            .map(|value| (value.value.clone(), value.count))
            .collect()
    };
    assert_eq!(facet(&page, "country"), [("DE".to_owned(), 2), ("US".to_owned(), 1)]);
    assert_eq!(facet(&page, "skill")[0].1, 2, "rust and Rust are one value");
    query.filters = vec![Filter { facet: Facet::City, value: "berlin".into() }, Filter { facet: Facet::City, value: "Munchen".into() }];
    query.filters.push(Filter { facet: Facet::Skill, value: "RUST".into() });
    let page = index.search(&query).expect("an answer");
    assert_eq!(page.total, 2);
    assert_eq!(facet(&page, "country"), [("DE".to_owned(), 2)]);
}

#[test]
fn answers_can_be_sorted_and_paged() {
    let index = index();
    let order = |sort| {
        let query = Query { sort, ..Query::new("") };
        index.search(&query).expect("an answer").hits.iter().map(|hit| hit.person.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(order(Sort::Updated), ["p2", "p1", "p3"]);
    assert_eq!(order(Sort::Experience), ["p3", "p1", "p2"]);
    let mut query = Query { sort: Sort::Updated, limit: 2, ..Query::new("") };
    let first = index.search(&query).expect("an answer");
    query.cursor = first.cursor;
    assert!(query.cursor.is_some());
    let second = index.search(&query).expect("an answer");
    assert_eq!((second.hits.len(), second.hits[0].person.as_str(), second.cursor), (1, "p3", None));
    query.cursor = Some("nonsense".into());
    assert!(matches!(index.search(&query), Err(IndexError::Query(_))));
}

#[test]
fn replaced_and_removed_persons_are_found_no_more() {
    let index = index();
    let mut writer = index.writer().expect("a writer");
    writer.upsert(&entry("p1", r#"{"basics": {"name": "Ada Neuname"}}"#)).expect("written");
    writer.delete(&PersonId::new("p2")).expect("removed");
    assert_eq!(found(&index, "beispiel"), ["p1"], "nothing changes before the commit");
    writer.commit().expect("committed");
    assert_eq!(found(&index, "beispiel"), [""; 0]);
    assert_eq!(found(&index, "neuname"), ["p1"]);
    assert_eq!(index.len(), 2);
    writer.clear().expect("emptied");
    writer.commit().expect("committed");
    assert!(index.is_empty());
}

#[test]
fn an_index_outlives_its_process_and_knows_its_version() {
    let directory = tempfile::tempdir().expect("a directory");
    let path = directory.path().join("index");
    {
        let index = Index::open(&path).expect("made");
        let mut writer = index.writer().expect("a writer");
        assert!(matches!(index.writer(), Err(IndexError::Busy)), "one writer at a time");
        writer.upsert(&sample()[0]).expect("written");
        writer.commit().expect("committed");
    }
    assert_eq!(found(&Index::open(&path).expect("opened"), "beispiel"), ["p1"]);
    std::fs::copy(path.join("meta.json"), path.join("vitae-schema")).expect("spoiled");
    let error = Index::open(&path).expect_err("another version");
    assert!(error.to_string().contains("vitae reindex"), "{error}");
}

#[test]
fn a_reader_sees_what_another_handle_wrote_after_a_refresh() {
    let directory = tempfile::tempdir().expect("a directory");
    let (one, other) = (Index::open(directory.path()).expect("made"), Index::open(directory.path()).expect("opened"));
    let mut writer = one.writer().expect("a writer");
    writer.upsert(&sample()[0]).expect("written");
    writer.commit().expect("committed");
    other.refresh().expect("refreshed");
    assert_eq!(other.len(), 1);
}

#[test]
fn broken_queries_say_where() {
    let index = index();
    let Err(IndexError::Query(error)) = index.search(&Query::new("rust (go")) else { panic!("the query is broken") };
    assert_eq!(error.position, 5);
    assert!(error.to_string().contains("never closed"), "{error}");
}

/// Rows of the tables of the documentation: the query, and the first names of those it finds.
fn documented(page: &str) -> Vec<(String, Vec<String>)> {
    let rows = page.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.map(|row| {
        let (query, rest) = row.split_once("` |").unwrap_or_else(|| panic!("{row}"));
        let names = rest.trim_start().split('|').next().unwrap_or_default();
        let names = names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
        (query.replace("\\|", "|"), names.collect())
    });
    rows.collect()
}

#[test]
fn the_documentation_is_true() {
    let page = include_str!("../../../docs/search.md");
    let json = page.split("```json").nth(1).and_then(|rest| rest.split("```").next()).expect("a block of persons");
    let profiles: Vec<Profile> = serde_json::from_str(json).expect("profiles");
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    let entries: Vec<Entry> = profiles
        .into_iter()
        .map(|profile| {
            let name = profile.basics.name.clone().expect("a name");
            let person = PersonId::new(name.split(' ').next().unwrap_or_default());
            Entry { person, profile, updated: 1_760_000_000, ..entry("", r#"{"basics": {}}"#) }
        })
        .collect();
    for entry in &entries {
        writer.upsert(entry).expect("written");
    }
    writer.commit().expect("committed");
    let rows = documented(page);
    assert!(rows.len() > 40, "the tables are read");
    for (query, mut expected) in rows {
        expected.sort();
        assert_eq!(found(&index, &query), expected, "{query}");
        let question = Question::read(&Query::new(&query)).expect("a query");
        let mut judged: Vec<String> =
            entries.iter().filter(|entry| question.finds(&Subject::of(entry))).map(|entry| entry.person.to_string()).collect();
        judged.sort();
        assert_eq!(judged, expected, "{query}, without the index");
    }
    let told = index.search(&Query::new("rust experiense:5y")).expect_err("a slip");
    let IndexError::Query(told) = told else { panic!("{told}") };
    assert!(page.contains(&told.pointed()), "{}", told.pointed());
}

#[test]
fn words_that_occur_nowhere_get_the_closest_that_does() {
    let index = index();
    for (query, meant) in [
        ("kubernets", Some("kubernetes")),
        ("jubernetes", Some("kubernetes")),
        ("ubernetes", Some("kubernetes")),
        ("xkubernetes", Some("kubernetes")),
        ("ukbernetse", Some("kubernetes")),
        ("title:enginere rust", Some("title:engineer rust")),
        ("\"Nurse Practitionar\"", Some("\"Nurse practitioner\"")),
        ("qqqqqq", None),
    ] {
        let page = index.search(&Query::new(query)).expect("an answer");
        assert_eq!((page.total, page.suggestion.as_deref()), (0, meant), "{query}");
    }
    assert_eq!(index.search(&Query::new("rust")).expect("an answer").suggestion, None);
}

#[test]
fn what_does_as_well_is_told_and_can_be_switched_off() {
    let index = index();
    let told = index.search(&Query::new("k8s")).expect("an answer");
    assert_eq!((told.total, told.expansions[0].also.as_slice()), (1, &["kubernetes".to_owned()][..]));
    assert_eq!(told.hits[0].reasons[0].text, "Kubernetes");
    let exact = index.search(&Query { expand: false, ..Query::new("k8s") }).expect("an answer");
    assert_eq!((exact.total, exact.expansions.len()), (0, 0));
}

#[test]
fn scores_are_explained_by_the_parts_of_the_query() {
    let index = index();
    let page = index.search(&Query { explain: true, ..Query::new("software berlin") }).expect("an answer");
    let hit = &page.hits[0];
    let sum: f32 = hit.explanation.iter().map(|because| because.points).sum();
    assert!((sum - hit.score).abs() < 0.01 * hit.score, "{sum} {}", hit.score);
    let software = hit.explanation.iter().find(|because| because.text == "software").expect("a part");
    assert!(software.occurs.iter().any(|occurs| occurs.field == "title" && occurs.current && occurs.weight == 5), "{software:?}");
}

#[test]
fn a_present_title_ranks_before_a_former_one() {
    let index = Index::in_memory().expect("an index");
    let mut writer = index.writer().expect("a writer");
    for (id, job) in [("old", r#""endDate": "2009""#), ("now", r#""current": true"#), ("recent", r#""endDate": "2024-12""#)] {
        let json =
            format!(r#"{{"basics": {{"name": "Ada"}}, "work": [{{"position": "Welder", "name": "Acme", "startDate": "2005", {job}}}]}}"#);
        writer.upsert(&Entry { updated: 1_760_000_000, ..entry(id, &json) }).expect("written");
    }
    writer.commit().expect("committed");
    let page = index.search(&Query::new("welder")).expect("an answer");
    assert_eq!(page.hits.iter().map(|hit| hit.person.as_str()).collect::<Vec<_>>(), ["now", "recent", "old"]);
}

#[test]
fn similar_persons_and_fitting_persons_have_reasons() {
    let index = index();
    let page = index.similar(&PersonId::new("p1"), &Query::new("")).expect("an answer").expect("the person is there");
    assert_eq!(page.hits[0].person.as_str(), "p2");
    assert!(page.hits.iter().all(|hit| hit.person.as_str() != "p1" && !hit.reasons.is_empty()));
    assert!(page.hits[0].reasons.iter().any(|reason| reason.text.eq_ignore_ascii_case("rust")));
    assert_eq!(index.similar(&PersonId::new("nobody"), &Query::new("")).expect("an answer"), None);
    let job =
        index.match_job("Backend Developer", "You know Kubernetes and Rust, 3+ years, in any city.", &Query::new("")).expect("an answer");
    assert_eq!(job.hits[0].person.as_str(), "p2");
    assert!(job.hits[0].reasons.iter().any(|reason| reason.text == "Kubernetes"));
}

#[test]
fn erased_persons_leave_the_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let index = Index::open(folder.path()).expect("an index");
    let mut writer = index.writer().expect("a writer");
    let secret = r#"{"basics": {"name": "Zyxwvut Qponmlk", "email": "zyxwvut@example.org", "summary": "Zyxwvutish."}}"#;
    for (id, json) in [("p1", secret), ("p2", r#"{"basics": {"name": "Other Person"}}"#)] {
        writer.upsert(&entry(id, json)).expect("written");
    }
    writer.commit().expect("committed");
    let holding = || -> Vec<String> {
        let files = std::fs::read_dir(folder.path()).expect("a folder").map(|file| file.expect("a file").path());
        let holds = |path: &std::path::PathBuf| {
            let bytes = std::fs::read(path).expect("readable").to_ascii_lowercase();
            bytes.windows(7).any(|window| window == b"zyxwvut")
        };
        files.filter(holds).map(|path| path.display().to_string()).collect()
    };
    assert!(!holding().is_empty(), "the words are in the files before");
    writer.delete(&PersonId::new("p1")).expect("removed");
    assert_eq!(writer.purge(&[PersonId::new("p1")]).expect("purged"), 1);
    assert_eq!(holding(), [""; 0]);
    assert_eq!(found(&index, "other"), ["p2"]);
}
