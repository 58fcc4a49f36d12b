//! One record against many stored ones: how long the CRM needs to say who it may be, and whether it is right.
//!
//! ```text
//! lookup RECORDS.jsonl TRUTH.csv [QUERIES]
//! ```
//!
//! Every so manieth record is a query, the others are stored, each as a person of its own. `TRUTH.csv` has the record's and the person's
//! identifiers in its first two columns. The tables are filled at once, in the order of their keys, with the same values that keeping record by
//! record would give them; asking goes through the engine.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that reads files and prints")]

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::time::Instant;

use rusqlite::{Connection, params};
use serde_json::{Value, json};
use vitae_engine::{Engine, PairDecision};
use vitae_matching::{Features, RecordView, blocking_keys, identifiers, value_hashes};
use vitae_model::{Profile, RecordId, RecordSource};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [records, truth, rest @ ..] = arguments.as_slice() else { return Err("usage: lookup RECORDS.jsonl TRUTH.csv [QUERIES]".into()) };
    let n_queries = rest.first().map_or(Ok(2000), |number| number.parse::<usize>())?;
    let home = tempfile::tempdir()?;
    drop(Engine::open(home.path())?);
    let n_lines = BufReader::with_capacity(1 << 20, File::open(records)?).lines().count();
    let every = (n_lines / n_queries).max(2);
    let started = Instant::now();
    let (queries, n_stored) = fill(&home.path().join("vitae.db"), records, every)?;
    let file = std::fs::metadata(home.path().join("vitae.db"))?.len() >> 20;
    println!("{n_stored} records stored in {:.0} s, {file} MB", started.elapsed().as_secs_f64());
    let engine = Engine::open(home.path())?;
    let persons = persons(truth)?;
    // The first round fills the caches of the database and the system; the second is what a server at work would see.
    ask(&engine, &queries, &persons, "first round")?;
    ask(&engine, &queries, &persons, "second round")
}

/// A record's identifier and profile.
type Query = (String, Profile);

/// The person of each record.
fn persons(truth: &str) -> Result<HashMap<String, String>, Box<dyn Error>> {
    let row = |line: &str| {
        let mut cells = line.split(',');
        Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
    };
    Ok(std::fs::read_to_string(truth)?.lines().skip(1).filter_map(row).collect())
}

/// Asks who each query may be.
fn ask(engine: &Engine, queries: &[(String, Profile)], persons: &HashMap<String, String>, round: &str) -> Result<(), Box<dyn Error>> {
    let asked: HashSet<&str> = queries.iter().map(|(id, _)| id.as_str()).collect();
    let stored: HashSet<&str> =
        persons.iter().filter(|(record, _)| !asked.contains(record.as_str())).map(|(_, person)| person.as_str()).collect();
    let mut times = Vec::new();
    let (mut known, mut found, mut joined, mut right) = (0, 0, 0, 0);
    for (id, profile) in queries {
        let started = Instant::now();
        let likely = engine.likely(profile)?;
        times.push(started.elapsed().as_micros());
        let person = persons.get(id);
        let is_right = |other: &str| persons.get(other) == person;
        known += usize::from(person.is_some_and(|person| stored.contains(person.as_str())));
        found += usize::from(likely.iter().any(|likely| is_right(likely.person.as_str())));
        if let Some(best) = likely.first().filter(|best| best.decision == PairDecision::Same) {
            joined += 1;
            right += usize::from(is_right(best.person.as_str()));
        }
    }
    times.sort_unstable();
    let at = |share: f64| times[(times.len().saturating_sub(1) as f64 * share) as usize] as f64 / 1e3;
    println!("{round}: p50 {:.2} ms  p90 {:.2} ms  p99 {:.2} ms  max {:.2} ms", at(0.5), at(0.9), at(0.99), at(1.0));
    println!(
        "{} queries, {known} of stored persons: {found} found; {joined} would join somebody unasked, {right} of them rightly",
        queries.len()
    );
    Ok(())
}

/// What the rows of a record make in other tables.
#[derive(Default)]
struct Details {
    keys: Vec<(i64, i64)>,
    identifiers: Vec<(&'static str, String, i64)>,
    counts: HashMap<i64, u32>,
}

/// Stores all but every so manieth record; those are returned.
fn fill(database: &Path, records: &str, every: usize) -> Result<(Vec<Query>, i64), Box<dyn Error>> {
    let mut connection = Connection::open(database)?;
    connection
        .execute_batch("PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -400000;")?;
    let indexes: BTreeMap<String, String> = connection
        .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('records', 'identifiers', 'blocking_keys')")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    indexes.keys().try_for_each(|index| connection.execute_batch(&format!("DROP INDEX {index}")))?;
    let transaction = connection.transaction()?;
    let (mut queries, mut details, mut no) = (Vec::new(), Details::default(), 0);
    for (line, number) in BufReader::with_capacity(1 << 20, File::open(records)?).lines().zip(1_usize..) {
        let (id, profile) = read(&line?).map_err(|error| format!("line {number}: {error}"))?;
        if number.is_multiple_of(every) {
            queries.push((id, profile));
        } else {
            no += 1;
            store(&transaction, no, &id, &profile, &mut details)?;
        }
    }
    finish(&transaction, details)?;
    indexes.values().try_for_each(|sql| transaction.execute_batch(sql))?;
    transaction.commit()?;
    connection.execute_batch("ANALYZE; PRAGMA journal_mode = WAL;")?;
    Ok((queries, no))
}

/// A record's identifier and profile; values that a profile does not take are left out.
fn read(line: &str) -> Result<Query, Box<dyn Error>> {
    let mut record: Value = serde_json::from_str(line)?;
    let id = record["record_id"].as_str().ok_or("no `record_id`")?.to_owned();
    let basics = &mut record["basics"];
    if let Some(phones) = basics.as_object_mut().and_then(|basics| basics.remove("phones"))
        && basics["phone"].is_null()
    {
        basics["phone"] = phones[0].clone();
    }
    let is_address = |value: &Value| value.as_str().is_some_and(|text| vitae_model::Email::parse(text).is_ok());
    if !is_address(&basics["email"]) {
        basics["email"] = Value::Null;
    }
    if let Some(emails) = basics["emails"].as_array_mut() {
        emails.retain(is_address);
    }
    if let Some(skills) = record["skills"].as_array_mut() {
        skills.iter_mut().for_each(|skill| *skill = json!({"name": skill}));
    }
    let empty = |_: &String, value: &mut Value| !value.is_null();
    record["basics"].as_object_mut().ok_or("no `basics`")?.retain(|name, value| empty(name, value));
    let parts = json!({"basics": record["basics"], "work": record["work"], "education": record["education"], "skills": record["skills"]});
    let Value::Object(mut parts) = parts else { unreachable!("an object was made") };
    parts.retain(|_, value| !value.is_null());
    Ok((id, serde_json::from_value(Value::Object(parts))?))
}

fn store(connection: &Connection, no: i64, id: &str, profile: &Profile, details: &mut Details) -> Result<(), Box<dyn Error>> {
    let source = RecordSource::Import { source: "bench".to_owned(), row: id.to_owned() };
    let record = RecordId::new(id);
    let mut facts = profile.clone();
    facts.basics.summary = None;
    let features = Features::of(&RecordView { id: &record, source: &source, profile: &facts });
    let values: Vec<i64> = value_hashes(&features).into_iter().map(u64::cast_signed).collect();
    connection
        .prepare_cached("INSERT INTO persons (no, id, updated_at, profile, provenance) VALUES (?1, ?2, 0, '{}', '[]')")?
        .execute(params![no, id])?;
    connection
        .prepare_cached(
            "INSERT INTO records (no, id, person, label, source, profile, facts, pages, tags, hashes) VALUES (?1, ?2, ?1, ?2, ?3, ?4, ?5, '[]', '[]', ?6)",
        )?
        .execute(params![
            no,
            id,
            serde_json::to_string(&source)?,
            serde_json::to_string(profile)?,
            serde_json::to_string(&facts)?,
            serde_json::to_string(&values)?
        ])?;
    details.keys.extend(blocking_keys(&features).iter().map(|key| (key.0.cast_signed(), no)));
    details.identifiers.extend(identifiers(&features).into_iter().map(|identifier| (identifier.kind.as_str(), identifier.value, no)));
    values.into_iter().for_each(|value| *details.counts.entry(value).or_default() += 1);
    Ok(())
}

/// Fills the tables of keys, each in its order.
fn finish(connection: &Connection, mut details: Details) -> rusqlite::Result<()> {
    details.keys.sort_unstable();
    let mut insert = connection.prepare("INSERT INTO blocking_keys (key, record) VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
    details.keys.iter().try_for_each(|key| insert.execute(*key).map(|_| ()))?;
    details.identifiers.sort_unstable();
    let mut insert = connection.prepare("INSERT INTO identifiers (kind, value, record) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    details.identifiers.iter().try_for_each(|(kind, value, no)| insert.execute(params![kind, value, no]).map(|_| ()))?;
    let mut counts: Vec<(i64, u32)> = details.counts.into_iter().collect();
    counts.sort_unstable();
    let mut insert = connection.prepare("INSERT INTO value_counts (hash, count) VALUES (?1, ?2)")?;
    counts.iter().try_for_each(|count| insert.execute(*count).map(|_| ()))
}
