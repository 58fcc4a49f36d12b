//! Files of records in, persons out.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use vitae_matching::{Learning, Options, dedupe, link};

const RECORDS: &str = r#"
{"record_id":"a1","basics":{"name":"Jane Beispiel","email":"jane.beispiel@example.org","phone":"+49 151 23456780"},"work":[{"name":"Acme GmbH","position":"Engineer","startDate":"2019-02"}]}
{"record_id":"a2","basics":{"name":"Beispiel, Jane","emails":["Jane.Beispiel@example.org"]},"work":[{"name":"ACME","startDate":"2019"}]}
{"record_id":"a3","basics":{"name":"Jane Beispiel-Muster","phone":"0151 23456780"},"work":[{"name":"Acme","position":"Engineer","startDate":"2019-02"}]}

{"record_id":"b1","basics":{"name":"Peter Probe","email":"jobs@agency.example.org"}}
{"record_id":"c1","basics":{"name":"Maria Muster","email":"jobs@agency.example.org"}}
{"record_id":"d1","basics":{"name":"John Sample"}}
{"record_id":"d2","basics":{"name":"John Sample"}}
not a record
{"record_id":"e1","basics":{"name":"Kim Lee","email":"kim.lee"},"work":[{"name":"Zyx","startDate":"soon"}]}
"#;

fn persons(input: &str) -> BTreeSet<BTreeSet<String>> {
    let found = dedupe(&mut input.as_bytes(), &Options::default()).expect("reads from memory");
    let mut persons: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (record, cluster, _) in found.assignments() {
        persons.entry(cluster.to_owned()).or_default().insert(record.to_owned());
    }
    for (cluster, members) in &persons {
        assert_eq!(Some(cluster), members.first(), "a cluster goes by its first record");
    }
    persons.into_values().collect()
}

#[test]
fn records_of_one_person_share_a_cluster_and_namesakes_do_not() {
    let expected: [&[&str]; 6] = [&["a1", "a2", "a3"], &["b1"], &["c1"], &["d1"], &["d2"], &["e1"]];
    let expected: BTreeSet<BTreeSet<String>> = expected.iter().map(|group| group.iter().map(|id| (*id).to_owned()).collect()).collect();
    assert_eq!(persons(RECORDS), expected);
}

#[test]
fn records_alike_in_everything_are_one_person_only_where_a_contact_says_so() {
    const MANY: usize = 2000;
    let cases = [
        (r#""basics":{"name":"Jane Beispiel","email":"jane.beispiel@example.org"}"#, 1),
        (
            r#""basics":{"name":"Jane Beispiel","phone":"+49 151 23456780","location":{"city":"Berlin"}},"work":[{"name":"Acme","startDate":"2019"}]"#,
            1,
        ),
        (r#""basics":{"name":"Jane Beispiel"}"#, MANY),
        (r#""basics":{"name":"Jane Beispiel","location":{"city":"Berlin"}}"#, MANY),
    ];
    for (told, expected) in cases {
        let lines: String = (0..MANY).map(|number| format!("{{\"record_id\":\"{number}\",{told}}}\n")).collect();
        let found = dedupe(&mut lines.as_bytes(), &Options::default()).expect("reads from memory");
        assert_eq!(found.clusters(), expected, "{told}");
        let sure: BTreeSet<&str> = found.assignments().map(|(_, _, sure)| sure).collect();
        assert_eq!(sure.len(), expected, "{told}");
    }
}

#[test]
fn colleagues_who_studied_together_are_two() {
    let told = |number: u8, name: &str, rest: &str| {
        format!(
            "{{\"record_id\":\"{number}\",\"basics\":{{\"name\":\"{name}\",{rest}}},\
             \"work\":[{{\"name\":\"Quarry Systems GmbH\",\"position\":\"Senior Software Engineer\",\"startDate\":\"2019-03\"}}],\
             \"education\":[{{\"institution\":\"Technical University of Berlin\",\"area\":\"Computer Science\",\"studyType\":\"BSc\",\"endDate\":\"2014\"}}],\
             \"skills\":[{{\"name\":\"Rust\"}},{{\"name\":\"SQL\"}},{{\"name\":\"Linux\"}}]}}\n"
        )
    };
    let jane = told(1, "Jane Example", r#""email":"jane.example@example.com""#);
    for other in ["Zebediah Quillfeather", "Zoltán Kovács"] {
        assert_eq!(persons(&format!("{jane}{}", told(2, other, r#""email":"zed@example.org""#))).len(), 2, "{other}");
    }
    assert_eq!(persons(&format!("{jane}{}", told(2, "J. Example", r#""email":"jane.example@example.com""#))).len(), 1);
}

#[test]
fn records_alike_in_everything_stand_for_one_another_beside_others() {
    let twin = r#""basics":{"name":"Jane Beispiel","email":"jane.beispiel@example.org"}"#;
    let other =
        r#""basics":{"name":"Jane Beispiel","emails":["jane.beispiel@example.org","jane@work.example.org"],"phone":"+49 151 23456780"}"#;
    let each = (0..300).map(|number| format!("{{\"record_id\":\"{number:03}\",{}}}\n", if number == 150 { other } else { twin }));
    let found = dedupe(&mut each.collect::<String>().as_bytes(), &Options::default()).expect("reads from memory");
    assert!(found.assignments().all(|(_, cluster, sure)| (cluster, sure) == ("000", "000")));
}

#[test]
fn crooked_lines_and_values_are_told_by_their_line() {
    let found = dedupe(&mut RECORDS.as_bytes(), &Options::default()).expect("reads from memory");
    let notes: Vec<(usize, &str)> = found.notes.iter().map(|note| (note.line, note.message.as_str())).collect();
    assert_eq!(notes, [(10, "the line is no JSON object"), (11, "`soon` is no date"), (11, "`kim.lee` is no e-mail address")]);
    assert_eq!((found.len(), found.n_notes), (8, 3));
}

#[test]
fn every_record_is_written_once() {
    let found = dedupe(&mut RECORDS.as_bytes(), &Options::default()).expect("reads from memory");
    let mut out = Vec::new();
    found.write(&mut out).expect("memory takes it");
    let lines: Vec<serde_json::Value> =
        String::from_utf8(out).expect("text").lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), found.len());
    assert!(lines.iter().all(|line| line["record_id"].is_string() && line["cluster_id"].is_string() && line["sure_id"].is_string()));
}

#[test]
fn two_files_are_linked_across_but_not_within() {
    let (one, other): (Vec<&str>, Vec<&str>) = RECORDS.trim().lines().partition(|line| line.contains("\"a1\"") || line.contains("\"b1\""));
    let linked = link(&mut one.join("\n").as_bytes(), &mut other.join("\n").as_bytes(), &Options::default()).expect("reads from memory");
    let pairs: Vec<(&str, &str)> = linked.pairs.iter().map(|pair| (pair.left.as_str(), pair.right.as_str())).collect();
    assert_eq!(BTreeSet::from_iter(pairs), BTreeSet::from([("a1", "a2"), ("a1", "a3")]));
    assert!(linked.pairs.windows(2).all(|pair| pair[0].bits >= pair[1].bits));
}

#[test]
fn records_alike_in_everything_are_linked_however_many_they_are() {
    let twin = r#""basics":{"name":"Jane Beispiel","email":"jane.beispiel@example.org"}"#;
    let other = r#""basics":{"name":"Jane Beispiel","emails":["jane.beispiel@example.org","jane@work.example.org"]}"#;
    let lines = |file: &str, n: usize, told: &str| {
        (0..n).map(|number| format!("{{\"record_id\":\"{file}{number}\",{told}}}\n")).collect::<String>()
    };
    let linked = |left: String, right: String| -> Vec<(String, String)> {
        let linked = link(&mut left.as_bytes(), &mut right.as_bytes(), &Options::default()).expect("reads from memory");
        linked.pairs.into_iter().map(|pair| (pair.left, pair.right)).collect()
    };
    for (n_left, told, n_right) in [(200, other, 1), (1, other, 200), (20, twin, 20), (200, other, 2)] {
        let pairs = linked(lines("l", n_left, twin), lines("r", n_right, told));
        assert_eq!(pairs.len(), n_left * n_right, "{n_left} with {n_right}");
    }
    // So many are told with one of the other file each.
    for told in [twin, other] {
        let pairs = linked(lines("l", 300, twin), lines("r", 500, told));
        let each: BTreeSet<&String> = pairs.iter().flat_map(|(left, right)| [left, right]).collect();
        assert_eq!((pairs.len(), each.len()), (799, 800));
    }
}

#[test]
fn nothing_in_nothing_out() {
    let found = dedupe(&mut "".as_bytes(), &Options::default()).expect("reads from memory");
    assert!(found.is_empty() && found.clusters() == 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn the_order_of_records_does_not_matter(seed in any::<u64>()) {
        let mut lines: Vec<&str> = RECORDS.lines().collect();
        let mut state = seed | 1;
        for place in (1..lines.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            lines.swap(place, (state >> 33) as usize % (place + 1));
        }
        prop_assert_eq!(persons(&lines.join("\n")), persons(RECORDS));
    }

    #[test]
    fn any_bytes_are_read_without_a_crash(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let found = dedupe(&mut &bytes[..], &Options::default()).expect("reads from memory");
        prop_assert!(found.len() <= bytes.len());
    }
}

/// Two hundred persons of two to three records each, some with slips and other contacts.
fn population(seed: u64) -> Vec<String> {
    const GIVEN: [&str; 8] = ["Jane", "Roberta", "Wei", "Olga", "Tariq", "Ines", "Björn", "Chidi"];
    const FAMILY: [&str; 9] = ["Example", "Sample", "Beispiel", "Muster", "Probe", "Ejemplo", "Exempel", "Prueba", "Vorlage"];
    const CITY: [&str; 5] = ["Berlin", "Boston", "Lyon", "Lagos", "Pune"];
    let mut state = seed | 1;
    let mut next = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut lines = Vec::new();
    for person in 0..200 {
        let (given, family, city) = (GIVEN[next(8) as usize], FAMILY[next(9) as usize], CITY[next(5) as usize]);
        let phone = 200_000_000 + next(700_000_000);
        for record in 0..2 + next(2) {
            let email =
                if next(3) == 0 { String::new() } else { format!(r#","email":"{family}.{given}{}@example.org""#, person + next(2) * 1000) };
            let phone = if next(3) == 0 { String::new() } else { format!(r#","phone":"+49{phone}""#) };
            let birth =
                if next(4) == 0 { format!(r#","birthDate":"19{:02}-05-0{}""#, 50 + person % 50, 1 + next(2)) } else { String::new() };
            lines.push(format!(
                r#"{{"record_id":"p{person:03}-{record}","basics":{{"name":"{given} {family}"{email}{phone}{birth},"location":{{"city":"{city}"}}}},"work":[{{"name":"Firm {} Ltd","startDate":"201{}-03"}}]}}"#,
                person % 37,
                next(9)
            ));
        }
    }
    lines
}

fn clusters(lines: &[String], options: &Options) -> BTreeMap<String, (String, String)> {
    let found = dedupe(&mut lines.join("\n").as_bytes(), options).expect("reads from memory");
    found.assignments().map(|(record, cluster, sure)| (record.to_owned(), (cluster.to_owned(), sure.to_owned()))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn clusters_and_their_names_do_not_depend_on_the_order(seed in any::<u64>(), learn in any::<bool>()) {
        let options = Options { learn: if learn { Learning::Always } else { Learning::Never }, ..Options::default() };
        let mut lines = population(seed);
        let expected = clusters(&lines, &options);
        lines.reverse();
        prop_assert_eq!(&clusters(&lines, &options), &expected);
        let half = lines.len() / 3;
        lines.rotate_left(half);
        prop_assert_eq!(&clusters(&lines, &options), &expected);
    }

    #[test]
    fn namesakes_of_one_domain_are_never_surely_one(given in "[A-Z][a-z]{3,8}", family in "[A-Z][a-z]{3,10}", n in 2_usize..60) {
        let line = |place: usize| format!(r#"{{"record_id":"r{place}","basics":{{"name":"{given} {family}","email":"{given}.{family}{place}@example.org"}}}}"#);
        let lines: Vec<String> = (0..n).map(line).collect();
        for (record, (_, sure)) in clusters(&lines, &Options::default()) {
            prop_assert_eq!(record, sure);
        }
    }
}

#[test]
fn too_few_records_leave_the_weights_as_they_are() {
    let options = Options { learn: Learning::Always, ..Options::default() };
    assert!(!dedupe(&mut RECORDS.as_bytes(), &options).expect("reads from memory").learnt);
}
