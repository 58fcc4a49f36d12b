//! Persons of a CRM, imported.

use vitae_engine::{
    Before, Candidate, Decision, Engine, ImportCounts, ImportFault, ImportFormat, ImportOptions, ImportedRow, Mapping, Rows, Settings,
    Survivorship, SyncBatch, SyncOutcome, Unknown,
};
use vitae_model::PersonId;

use crate::support::{self, batch, engine, enrich, jane, other_jane};

const CRM: &str = "Contact ID,First name,Last name,Work mail,Mobile,City,Company,Job title,Skills\r\n\
    7,Jane,Example,jane.example@example.com,+1 617 555 0143,Berlin,Quarry Systems GmbH,Senior Software Engineer,Rust; SQL\r\n\
    8,Otto,Beispiel,otto@example.org,,Wien,\"Brook, Sons & Co\",Clerk,\r\n\
    9,,,not an address,12,,,,\r\n\
    10,Ida,\"Muster\n\",ida@example.org,,,,,\r\n";

fn candidate(id: &str, given: &str, family: &str, email: &str) -> Candidate {
    support::candidate(id, support::profile(&format!("{given} {family}"), email, ""))
}

fn sync(engine: &Engine, candidates: Vec<Candidate>, unknown: Unknown) -> SyncOutcome {
    let batch = SyncBatch { unknown, ..batch(candidates, "1") };
    engine.apply(&batch).expect("applies")
}

fn mapping(texts: &[&str]) -> Mapping {
    Mapping::parse(&texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>()).expect("a mapping")
}

fn rows(text: &str, format: ImportFormat, mapping: Mapping) -> Rows<'_> {
    Rows::open(Box::new(text.as_bytes()), format, mapping, None).expect("opens")
}

fn import(engine: &Engine, rows: Rows<'_>, change: impl FnOnce(&mut ImportOptions)) -> (ImportCounts, Vec<ImportedRow>, Vec<ImportFault>) {
    let mut options = ImportOptions { source: "crm".to_owned(), unknown: Unknown::Import, dry_run: false };
    change(&mut options);
    let (mut done, mut faults) = (Vec::new(), Vec::new());
    let counts = engine.import(rows, &options, |row| row.map_or_else(|fault| faults.push(fault), |row| done.push(row)));
    (counts.expect("imports"), done, faults)
}

fn crm() -> Rows<'static> {
    rows(CRM, ImportFormat::Csv, mapping(&["email=Work mail"]))
}

#[test]
fn rows_become_persons_join_them_and_are_told_when_they_cannot() {
    let (_home, engine) = engine();
    let resume = enrich(&engine, "a.txt", &jane()).person.expect("a person");
    let (counts, done, faults) = import(&engine, crm(), |_| ());
    assert_eq!(counts, ImportCounts { new: 2, matched: 1, failed: 1, ..ImportCounts::default() }, "{done:#?} {faults:?}");
    assert_eq!(done[0].person.as_ref(), Some(&resume));
    assert_eq!((faults.len(), faults[0].line), (1, 4));
    let otto = engine.person(done[1].person.as_ref().expect("kept")).expect("reads").expect("is there").profile;
    assert_eq!((otto.basics.name.as_deref(), otto.work[0].name.as_deref()), (Some("Otto Beispiel"), Some("Brook, Sons & Co")));
    let run = &engine.last_runs(Some("crm")).expect("reads")[0];
    assert_eq!((run.stream.as_str(), run.counts.new, run.counts.failed), ("import", 3, 1));

    // The same again changes nothing; a changed row changes in place.
    let (counts, ..) = import(&engine, crm(), |_| ());
    assert_eq!(counts, ImportCounts { unchanged: 3, failed: 1, ..ImportCounts::default() });
    let moved = CRM.replace("Wien", "Graz");
    let (counts, done, _) = import(&engine, rows(&moved, ImportFormat::Csv, mapping(&["email=Work mail"])), |_| ());
    assert_eq!((counts.changed, counts.unchanged, done[1].before), (1, 2, Before::Changed));
    assert_eq!(engine.stats().expect("counts").records, 4);
}

#[test]
fn a_dry_run_tells_and_keeps_nothing() {
    let (_home, engine) = engine();
    let twice = format!("{CRM}11,Otto,Beispiel,otto@example.org,,Wien,\"Brook, Sons & Co\",Clerk,\r\n");
    let (counts, ..) = import(&engine, rows(&twice, ImportFormat::Csv, mapping(&["email=Work mail"])), |options| options.dry_run = true);
    assert_eq!((counts.new, counts.matched, counts.failed), (3, 1, 1), "rows of a dry run meet each other");
    assert_eq!(engine.stats().expect("counts").records, 0);
    assert!(engine.last_runs(None).expect("reads").is_empty());
}

#[test]
fn unknown_rows_are_left_out_and_counted() {
    let (_home, engine) = engine();
    enrich(&engine, "a.txt", &jane());
    let (counts, done, _) = import(&engine, crm(), |options| options.unknown = Unknown::LeaveOut);
    assert_eq!((counts.matched, counts.unknown, counts.failed), (1, 2, 1));
    assert_eq!((done[1].decision, done[1].record.as_ref()), (Decision::Unknown, None));
    assert_eq!(engine.stats().expect("counts").persons, 1);
    assert_eq!(engine.last_runs(Some("crm")).expect("reads")[0].counts.skipped_unknown, 2);
}

#[test]
fn candidates_of_an_ats_find_the_persons_of_a_crm() {
    let (_home, engine) = engine();
    let (_, done, _) = import(&engine, crm(), |_| ());
    let outcome = sync(&engine, vec![candidate("c1", "Jane", "Example", "jane.example@example.com")], Unknown::LeaveOut);
    assert_eq!((outcome.new, outcome.unknown), (1, 0));
    assert_eq!(outcome.candidates[0].person, done[0].person);
    let outcome = sync(&engine, vec![candidate("c2", "Nobody", "Known", "nobody@example.net")], Unknown::LeaveOut);
    assert_eq!((outcome.new, outcome.unknown), (0, 1));
}

#[test]
fn json_is_read_in_three_shapes() {
    let resume = r#"{"id": 7, "basics": {"name": "Jane Example", "email": "jane@example.com", "phone": 5, "location": {"city": "Bern", "countryCode": "Switzerland"}},
        "work": [{"company": "Acme", "position": "Clerk", "startDate": "Fall 2012", "endDate": "present"}], "skills": ["Rust", null]}"#;
    for text in [resume.to_owned(), format!("[{resume}]")] {
        let row = rows(&text, ImportFormat::Json, Mapping::default()).next().expect("a row").expect("reads");
        assert_eq!((row.id.as_str(), row.profile.work[0].name.as_deref()), ("7", Some("Acme")));
        assert_eq!(row.profile.basics.location.as_ref().and_then(|place| place.region.as_deref()), Some("Switzerland"));
        assert_eq!((row.profile.skills.len(), row.notes.len()), (1, 2), "{:?}", row.notes);
    }
    let flat = "{\"contact\": {\"mail\": \"ida@example.org\"}, \"first_name\": \"Ida\", \"last_name\": \"Muster\"}\n\n[1]\n{\"a\"\n";
    let mapping = || mapping(&["email=/contact/mail"]);
    let read: Vec<_> = rows(flat, ImportFormat::JsonLines, mapping()).collect();
    let ida = read[0].as_ref().expect("reads");
    assert_eq!((ida.id.as_str(), ida.profile.basics.name.as_deref()), ("ida@example.org", Some("Ida Muster")));
    assert_eq!(read.iter().skip(1).map(|row| row.as_ref().map_err(|fault| fault.line).err()).collect::<Vec<_>>(), [Some(3), Some(4)]);
}

#[test]
fn mappings_that_lead_nowhere_are_refused() {
    assert!(Mapping::parse(&["email".to_owned()]).is_err());
    assert!(Mapping::parse(&["shoe=Size".to_owned()]).is_err());
    let refused = Rows::open(Box::new(CRM.as_bytes()), ImportFormat::Csv, mapping(&["email=E-mail"]), None).expect_err("no such column");
    assert!(refused.reason.contains("Work mail"), "{refused}");
    assert!(Rows::open(Box::new(&b"a,b\n1,2\n"[..]), ImportFormat::Csv, Mapping::default(), None).is_err());
}

#[test]
fn a_human_is_believed_after_every_import() {
    let (_home, engine) = engine();
    let (_, done, _) = import(&engine, crm(), |_| ());
    let resume = enrich(&engine, "a.txt", &jane());
    let person = resume.person.clone().expect("a person");
    assert_eq!(done[0].person.as_ref(), Some(&person));
    let record = resume.record.expect("a record");
    let apart = engine.split(&person, std::slice::from_ref(&record)).expect("splits");
    let twice = CRM.replace("Berlin", "Potsdam");
    for text in [CRM, &twice, CRM] {
        import(&engine, rows(text, ImportFormat::Csv, mapping(&["email=Work mail"])), |_| ());
        enrich(&engine, "b.txt", &jane());
        let of = |id: &PersonId| engine.person(id).expect("reads").expect("is there").id;
        assert_ne!(of(&person), of(&apart));
    }
}

#[test]
fn the_golden_profile_follows_the_rules_of_the_configuration() {
    let home = tempfile::tempdir().expect("a folder");
    let mut settings = Settings::new(home.path());
    settings.survivorship = Survivorship { sources: vec!["import:crm".parse().expect("a source")], ..Survivorship::default() };
    let engine = Engine::with(settings).expect("opens");
    enrich(&engine, "a.txt", &jane());
    let (_, done, _) = import(&engine, rows(&CRM.replace("Berlin", "Potsdam"), ImportFormat::Csv, mapping(&["email=Work mail"])), |_| ());
    let person = engine.person(done[0].person.as_ref().expect("kept")).expect("reads").expect("is there");
    assert_eq!(person.profile.basics.location.and_then(|place| place.city).as_deref(), Some("Potsdam"));
    let told = person.provenance.iter().find(|value| value.pointer == "/basics/location").expect("told");
    assert_eq!(Some(&told.record), done[0].record.as_ref());
}

#[test]
fn merges_and_splits_are_taken_back_one_by_one() {
    let (_home, engine) = engine();
    let one = enrich(&engine, "a.txt", &jane()).person.expect("a person");
    let two = enrich(&engine, "b.txt", &other_jane()).person.expect("a person");
    engine.merge(&one, &two).expect("merges");
    let record = engine.person(&one).expect("reads").expect("is there").records[1].id.clone();
    let three = engine.split(&one, &[record]).expect("splits");

    let undone = engine.undo(None).expect("undoes the split");
    assert_eq!((undone.action.as_str(), undone.persons), ("split", vec![one.clone()]));
    assert_eq!(engine.person(&three).expect("reads").expect("leads on").id, one);
    let undone = engine.undo(Some(&two)).expect("undoes the merge");
    assert_eq!((undone.action.as_str(), undone.persons), ("merge", vec![one.clone(), two.clone()]));
    assert_eq!(engine.person(&two).expect("reads").expect("is back").id, two);
    assert!(engine.undo(None).is_err());

    engine.distinguish(&one, &two).expect("decides");
    assert_eq!(engine.undo(None).expect("undoes").action, "distinguish");
    engine.merge(&one, &two).expect("nothing stands in the way");
}

#[test]
fn what_was_said_before_holds_again_once_the_latest_word_is_taken_back() {
    let (_home, engine) = engine();
    let one = enrich(&engine, "a.txt", &jane()).person.expect("a person");
    let two = enrich(&engine, "b.txt", &other_jane()).person.expect("a person");
    let said = |engine: &Engine| engine.explain(one.as_str(), two.as_str()).expect("two persons").verdict;
    engine.distinguish(&one, &two).expect("decides");
    engine.merge(&one, &two).expect("merges all the same");
    assert_eq!(engine.undo(None).expect("undoes").action, "merge");
    assert_eq!(said(&engine), Some(false), "they were told apart before");
    assert!(engine.duplicates(10).expect("reads").is_empty(), "nobody is asked again");
    assert_eq!(engine.undo(None).expect("undoes").action, "distinguish");
    assert_eq!(said(&engine), None);
}

#[test]
fn who_a_profile_may_be_is_told_without_keeping_it() {
    let (_home, engine) = engine();
    let jane = enrich(&engine, "a.txt", &jane()).person.expect("a person");
    let known = engine.person(&jane).expect("reads").expect("is there").profile;
    let likely = engine.likely(&known).expect("looks");
    assert_eq!(likely.iter().map(|likely| &likely.person).collect::<Vec<_>>(), [&jane]);
    assert_eq!(likely[0].decision, vitae_engine::PairDecision::Same);
    let stranger = serde_json::from_str(r#"{"basics": {"name": "Max Sample", "email": "max.sample@example.org"}}"#).expect("a profile");
    assert!(engine.likely(&stranger).expect("looks").is_empty());
    assert_eq!(engine.stats().expect("counts").records, 1, "nothing was kept");
}

#[test]
fn a_merge_made_unasked_is_not_made_again_once_taken_back() {
    let (_home, engine) = engine();
    // Two candidates of one name, of whom a third record shows that they are one.
    let bare = |id: &str, email: &str| {
        let mut bare = candidate(id, "Jane", "Example", email);
        bare.profile.work.clear();
        bare.profile.basics.location = None;
        bare
    };
    sync(&engine, vec![bare("c1", "jane.example@example.com"), bare("c2", "je77@example.org")], Unknown::Import);
    assert_eq!(engine.stats().expect("counts").persons, 2);
    let mut both = bare("c3", "jane.example@example.com");
    both.profile.basics.emails.extend("je77@example.org".parse());
    sync(&engine, vec![both.clone()], Unknown::Import);
    assert_eq!(engine.stats().expect("counts").persons, 1);

    assert_eq!(engine.undo(None).expect("undoes").actor, "vitae");
    assert_eq!(engine.stats().expect("counts").persons, 2);
    both.tags.push("again".to_owned());
    sync(&engine, vec![both], Unknown::Import);
    assert_eq!(engine.stats().expect("counts").persons, 2, "a human said otherwise");
}
