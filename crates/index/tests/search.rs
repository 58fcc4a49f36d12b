//! What a searcher sees.

use vitae_index::{Entry, Facet, Filter, Index, IndexError, Origin, Page, Query, Sort};
use vitae_model::{PersonId, Profile};

fn entry(id: &str, json: &str) -> Entry {
    let profile: Profile = serde_json::from_str(json).expect("a profile");
    Entry {
        person: PersonId::new(id),
        profile,
        origins: Vec::new(),
        sources: vec!["document".into()],
        statuses: Vec::new(),
        tags: Vec::new(),
        updated: 0,
    }
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
