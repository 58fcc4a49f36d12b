//! What scoring, keys and merging promise, checked from outside.

use proptest::prelude::*;
use vitae_matching::{
    Decision, Features, Frequencies, IdentifierKind, Match, RecordView, Thresholds, Weights, blocking_keys, decide, identifiers, merge,
    score,
};
use vitae_model::{Profile, RecordId, RecordSource};

struct Held {
    id: RecordId,
    source: RecordSource,
    profile: Profile,
}

fn held(id: &str, json: &str) -> Held {
    let source = RecordSource::Import { source: "test".into(), row: id.into() };
    Held { id: RecordId::new(id), source, profile: serde_json::from_str(json).expect("a profile") }
}

impl Held {
    fn view(&self) -> RecordView<'_> {
        RecordView { id: &self.id, source: &self.source, profile: &self.profile }
    }

    fn features(&self) -> Features {
        Features::of(&self.view())
    }
}

fn compare(left: &str, right: &str) -> (Match, Decision) {
    let (left, right) = (held("a", left), held("b", right));
    let scored = score(&left.features(), &right.features(), &Weights::default(), &Frequencies::default());
    let decision = decide(&scored, &Thresholds::default());
    (scored, decision)
}

#[test]
fn one_person_told_twice_is_the_same() {
    for (left, right) in [
        (
            r#"{"basics": {"name": "Jane Beispiel", "email": "jane.beispiel@example.org"}}"#,
            r#"{"basics": {"name": "Beispiel, Jane", "email": "Jane.Beispiel@example.org"}}"#,
        ),
        (
            r#"{"basics": {"name": "Roberta Musterfrau", "phone": "(617) 555-0143"}, "work": [{"name": "Acme GmbH", "startDate": "2019-02"}]}"#,
            r#"{"basics": {"name": "Bobbie Musterfrau", "phones": ["+16175550143"]}, "work": [{"name": "ACME", "startDate": "2019-03"}]}"#,
        ),
        (
            r#"{"basics": {"name": "Dmitri Solovyov"}, "work": [{"name": "Zyx Labs", "startDate": "2019-02"}], "education": [{"institution": "University of Testville", "endDate": "2012"}]}"#,
            r#"{"basics": {"name": "Дмитрий Соловьёв"}, "work": [{"name": "Zyx Labs Inc.", "startDate": "2019-02"}], "education": [{"institution": "Testville University", "endDate": "2012"}]}"#,
        ),
    ] {
        let (scored, decision) = compare(left, right);
        assert_eq!(decision, Decision::Same, "{left} {right} {scored:#?}");
    }
}

#[test]
fn different_persons_stay_apart() {
    for (left, right) in [
        (
            r#"{"basics": {"name": "Jane Beispiel", "email": "jobs@agency.example.org"}}"#,
            r#"{"basics": {"name": "Peter Probe", "email": "jobs@agency.example.org"}}"#,
        ),
        (
            r#"{"basics": {"name": "John Example", "location": {"city": "Springfield"}}, "work": [{"name": "Acme"}]}"#,
            r#"{"basics": {"name": "Mary Sample", "location": {"city": "Springfield"}}, "work": [{"name": "Acme"}]}"#,
        ),
    ] {
        let (scored, decision) = compare(left, right);
        assert_eq!(decision, Decision::Different, "{left} {right} {scored:#?}");
    }
}

#[test]
fn the_elder_and_the_younger_are_never_merged_unasked() {
    let person = |suffix: &str| {
        format!(r#"{{"basics": {{"name": "John Example {suffix}", "email": "john@example.org", "phone": "+1 617 555 0143"}}}}"#)
    };
    let (scored, decision) = compare(&person("Sr."), &person("Jr."));
    assert!(scored.veto.is_some());
    assert_ne!(decision, Decision::Same);
}

#[test]
fn a_shared_address_weighs_less_the_more_records_hold_it() {
    let record = r#"{"basics": {"name": "Jane Beispiel", "email": "office@example.org"}}"#;
    let (left, right) = (held("a", record), held("b", record));
    let mut frequencies = Frequencies::default();
    frequencies.set_records(20_000);
    let alone = score(&left.features(), &right.features(), &Weights::independent(), &frequencies);
    let email = vitae_matching::Identifier { kind: IdentifierKind::Email, value: "office@example.org".into() };
    frequencies.set_holders(&email, 500, 400);
    let crowded = score(&left.features(), &right.features(), &Weights::independent(), &frequencies);
    assert!(crowded.bits + 6.0 < alone.bits, "{} {}", crowded.bits, alone.bits);
}

#[test]
fn identifiers_are_normal_forms_and_keys_meet() {
    let left = held("a", r#"{"basics": {"name": "Jane Beispiel", "email": "jane.beispiel+cv@gmail.com", "phones": ["+4915123456780"]}}"#);
    let right = held("b", r#"{"basics": {"name": "Jane Beispiel", "emails": ["janebeispiel@gmail.com"], "phone": "0151 2345 6780"}}"#);
    assert_eq!(identifiers(&left.features()), identifiers(&right.features()));
    assert_eq!(identifiers(&left.features()).len(), 2);
    let keys = blocking_keys(&left.features());
    assert!(blocking_keys(&right.features()).iter().any(|key| keys.contains(key)));
    let office = held("c", r#"{"basics": {"email": "info@example.org"}}"#);
    assert!(identifiers(&office.features()).is_empty());
}

#[test]
fn counting_and_taking_back_is_nothing() {
    let record = held("a", r#"{"basics": {"name": "Jane Beispiel", "email": "jane@example.org"}, "skills": [{"name": "Rust"}]}"#);
    let mut frequencies = Frequencies::default();
    frequencies.observe(&record.features());
    assert_eq!(frequencies.records(), 1);
    frequencies.forget(&record.features());
    assert_eq!(frequencies, Frequencies::default());
}

#[test]
fn golden_profiles_unite_without_doubling() {
    let resume = Held {
        source: RecordSource::Document { sha256: "00".repeat(32).parse().expect("a digest") },
        ..held(
            "a",
            r#"{"basics": {"name": "Jane Beispiel", "email": "jane@example.org", "personal": {"birthDate": "1990-05-02"}},
                "work": [{"name": "Acme GmbH", "position": "Engineer", "startDate": "2019-02", "endDate": "2021-05", "highlights": ["Built it"]},
                         {"name": "Acme GmbH", "position": "Junior Engineer", "startDate": "2017-01", "endDate": "2019-01"}],
                "education": [{"institution": "Universität Probstadt", "studyType": "Master of Science", "endDate": "2016"}],
                "skills": [{"name": "Languages", "keywords": ["Rust", "C++"]}]}"#,
        )
    };
    let candidate = held(
        "b",
        r#"{"basics": {"name": "J. Beispiel", "email": "jb@example.com", "phone": "+49 30 23125 123", "phones": ["+493023125123"],
                        "personal": {"drivingLicence": "B"}},
            "work": [{"name": "Neue Firma", "position": "Lead", "startDate": "2021-06", "current": true},
                     {"name": "ACME", "position": "Engineer", "startDate": "2019", "location": "Berlin"}],
            "education": [{"institution": "Uni Probstadt", "studyType": "MSc", "area": "Informatik"}],
            "skills": [{"name": "rust"}, {"name": "SQL"}]}"#,
    );
    let golden = merge(&[candidate.view(), resume.view()]);
    assert_eq!(golden, merge(&[resume.view(), candidate.view()]), "order matters");
    let profile = &golden.profile;
    assert_eq!(profile.basics.name.as_deref(), Some("Jane Beispiel"));
    assert_eq!(profile.basics.emails.len(), 2);
    let personal = profile.basics.personal.as_ref().expect("facts of both");
    assert_eq!(
        (personal.birth_date.map(|date| date.to_string()), personal.driving_licence.as_deref()),
        (Some("1990-05-02".to_owned()), Some("B"))
    );
    let jobs: Vec<_> = profile.work.iter().map(|job| (job.name.as_deref(), job.position.as_deref(), job.location.as_deref())).collect();
    assert_eq!(
        jobs,
        [
            (Some("Neue Firma"), Some("Lead"), None),
            (Some("Acme GmbH"), Some("Engineer"), Some("Berlin")),
            (Some("Acme GmbH"), Some("Junior Engineer"), None)
        ]
    );
    assert_eq!(profile.education.len(), 1);
    assert_eq!(profile.education[0].area.as_deref(), Some("Informatik"));
    assert_eq!(profile.skills.len(), 2, "{:?}", profile.skills);
    let printed = serde_json::to_value(profile).expect("serialises");
    for note in &golden.provenance {
        let from = if note.record == resume.id { &resume } else { &candidate };
        let source = serde_json::to_value(&from.profile).expect("serialises");
        assert!(printed.pointer(&note.pointer).is_some(), "{note:?}");
        assert!(source.pointer(&note.from).is_some(), "{note:?}");
    }
    assert!(golden.provenance.iter().any(|note| note.pointer == "/work/1/location" && note.record == candidate.id));
}

#[test]
fn merging_one_record_or_none_keeps_what_it_says() {
    assert!(merge(&[]).profile.is_empty());
    let alone = held(
        "a",
        r#"{"basics": {"name": "Jane Beispiel", "label": "Engineer"}, "work": [{"name": "Acme"}], "skills": [{"name": "Rust"}]}"#,
    );
    assert_eq!(merge(&[alone.view()]).profile, alone.profile);
}

fn profiles() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["Anna", "Jane", "Li", "王伟", "O'Neil", "García", "J.", "van", "Beispiel", "Probe", "", "Jr."]);
    let email = prop::sample::select(vec!["jane@example.org", "j.probe@example.com", "jobs@example.org"]);
    let firm = prop::sample::select(vec!["Acme", "ACME Inc.", "Zyx Labs", "ZL", "IBM"]);
    (
        prop::collection::vec(word, 0..4),
        prop::option::of(email),
        prop::collection::vec(firm, 0..3),
        2001..2020_u16,
        prop::option::of(0..3_u8),
    )
        .prop_map(|(words, email, firms, year, city)| {
            let work: Vec<_> = firms.iter().map(|firm| serde_json::json!({"name": firm, "startDate": year.to_string()})).collect();
            let cities = ["Berlin", "Köln", "Cologne"];
            let location = city.map(|city| serde_json::json!({"city": cities[usize::from(city)]}));
            serde_json::json!({"basics": {"name": words.join(" "), "email": email, "location": location}, "work": work}).to_string()
        })
}

proptest! {
    #[test]
    fn scores_are_symmetric_and_sum_up(left in profiles(), right in profiles()) {
        let (left, right) = (held("a", &left), held("b", &right));
        let forth = score(&left.features(), &right.features(), &Weights::default(), &Frequencies::default());
        let back = score(&right.features(), &left.features(), &Weights::default(), &Frequencies::default());
        prop_assert_eq!(forth.bits, back.bits);
        prop_assert_eq!(forth.supported, back.supported);
        prop_assert_eq!(&forth.veto, &back.veto);
        let sum: f32 = forth.contributions.iter().map(|part| part.bits).sum();
        prop_assert!((sum - forth.bits).abs() < 0.01, "{} {}", sum, forth.bits);
    }

    #[test]
    fn names_alone_never_merge(name in "[A-Za-z' -]{1,30}", known in 0_u64..10_000_000) {
        let record = serde_json::json!({"basics": {"name": name}}).to_string();
        let (left, right) = (held("a", &record), held("b", &record));
        let mut frequencies = Frequencies::default();
        frequencies.set_records(known);
        let scored = score(&left.features(), &right.features(), &Weights::default(), &frequencies);
        prop_assert_ne!(decide(&scored, &Thresholds { same: -1e9, review: -1e9 }), Decision::Same);
    }

    #[test]
    fn merging_ignores_order_and_loses_no_address(left in profiles(), right in profiles()) {
        let (left, right) = (held("a", &left), held("b", &right));
        let golden = merge(&[left.view(), right.view()]);
        prop_assert_eq!(&golden, &merge(&[right.view(), left.view()]));
        for email in left.profile.basics.email.iter().chain(&right.profile.basics.email) {
            prop_assert!(golden.profile.basics.emails.contains(email));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn namesakes_whose_addresses_differ_in_digits_are_for_a_human(
        given in "[A-Z][a-z]{2,8}",
        family in "[A-Z][a-z]{3,12}",
        (one, other) in (0_u32..10_000, 0_u32..10_000),
        city in prop::option::of("[A-Z][a-z]{4,9}"),
        phones in any::<bool>(),
    ) {
        prop_assume!(one != other);
        let person = |number: u32| {
            let place = city.as_ref().map(|city| format!(r#","location":{{"city":"{city}"}}"#)).unwrap_or_default();
            let phone = if phones { format!(r#","phone":"+1 617 55{:05}""#, number) } else { String::new() };
            format!(r#"{{"basics":{{"name":"{given} {family}","email":"{given}.{family}{number}@example.org"{phone}{place}}}}}"#)
        };
        let (scored, decision) = compare(&person(one), &person(other));
        prop_assert_ne!(decision, Decision::Same, "{:#?}", scored);
    }
}
