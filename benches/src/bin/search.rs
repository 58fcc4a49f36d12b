//! Search over a crowd: writes people and queries, indexes them, and times queries.
//!
//! ```text
//! search people N > people.jsonl           profiles, one a line
//! search queries N > queries.jsonl         queries of every kind, as recruiters type and paste them
//! search plain N > plain.jsonl             words and phrases that other engines know too, as text and as parts for them
//! search index people.jsonl FOLDER         builds the index; rate and size
//! search ask FOLDER queries.jsonl [ROUNDS] times the queries, facets included, after one round untimed; totals on stdout, one a line
//! search cold FOLDER QUERY                 opens the index and asks once
//! ```
//!
//! Times are by the clock (`wall`), the best round of each query (`best`), and of the processor, all threads together (`cpu`): on a busy
//! machine the last two are the ones to compare. The slowest queries are named.

#![expect(clippy::print_stdout, clippy::print_stderr, clippy::disallowed_methods, reason = "a program that reads files and prints")]

use std::io::{BufRead, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;
use vitae_benches::{Crowd, posed, queries};
use vitae_index::{Entry, Facet, Filter, Index, Query};
use vitae_model::{PersonId, Profile};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Persons read at a time.
const CHUNK: usize = 2_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["people", count] => write_people(count.parse().expect("a number")),
        ["queries", count] => posed(count.parse().expect("a number")).iter().for_each(|posed| println!("{}", json!(posed))),
        ["plain", count] => write_plain(count.parse().expect("a number")),
        ["index", people, folder] => build(Path::new(people), Path::new(folder)),
        ["ask", folder, queries] => ask(Path::new(folder), Path::new(queries), 2),
        ["ask", folder, queries, rounds] => ask(Path::new(folder), Path::new(queries), rounds.parse().expect("a number")),
        ["cold", folder, query] => cold(Path::new(folder), query),
        _ => eprintln!(
            "usage: search people N | queries N | plain N | index PEOPLE FOLDER | ask FOLDER QUERIES [ROUNDS] | cold FOLDER QUERY"
        ),
    }
}

fn write_people(count: u64) {
    let mut out = BufWriter::new(std::io::stdout().lock());
    let crowd = Crowd::default();
    for number in 0..count {
        serde_json::to_writer(&mut out, &crowd.person(number)).expect("stdout can be written");
        out.write_all(b"\n").expect("stdout can be written");
    }
}

fn write_plain(count: usize) {
    for asked in queries(count) {
        let mut line = serde_json::to_value(&asked).expect("plain data");
        line["text"] = json!(asked.text());
        println!("{line}");
    }
}

/// Time on the processor of the whole process.
fn cpu() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks: u64 = fields.get(11..13).map_or(0, |times| times.iter().filter_map(|ticks| ticks.parse::<u64>().ok()).sum());
    Duration::from_millis(ticks * 10)
}

/// Time of all threads on the processor, in nanoseconds.
fn threads_cpu() -> u64 {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let of_one = |thread: std::fs::DirEntry| {
        let stat = std::fs::read_to_string(thread.path().join("schedstat")).unwrap_or_default();
        stat.split_whitespace().next().and_then(|time| time.parse::<u64>().ok()).unwrap_or(0)
    };
    threads.map(of_one).sum()
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("the folder can be listed");
    entries.map(|entry| entry.expect("an entry").metadata().expect("its length").len()).sum()
}

fn build(people: &Path, folder: &Path) {
    let (start, start_cpu) = (Instant::now(), cpu());
    let index = Index::open(folder).expect("an index");
    let mut writer = index.bulk_writer(2).expect("a writer");
    let file = std::fs::File::open(people).expect("the file of people");
    let mut lines = std::io::BufReader::with_capacity(1 << 20, file).lines();
    let mut count = 0_usize;
    loop {
        let chunk: Vec<Entry> = lines.by_ref().take(CHUNK).map(|line| entry(count_up(&mut count), &line.expect("a line"))).collect();
        if chunk.is_empty() {
            break;
        }
        writer.insert_all(&chunk).expect("written");
    }
    writer.commit().expect("committed");
    writer.finish().expect("merged");
    let (wall, cpu) = (start.elapsed().as_secs_f64(), (cpu() - start_cpu).as_secs_f64());
    let json = std::fs::metadata(people).expect("its length").len();
    let persons = count as f64;
    println!(
        "index  {count} persons  wall {wall:.1} s ({:.0}/s)  cpu {cpu:.1} s ({:.0}/s of one processor)  {:.2} x the JSON ({} of {} bytes)",
        persons / wall,
        persons / cpu,
        size(folder) as f64 / json as f64,
        size(folder),
        json
    );
}

fn count_up(count: &mut usize) -> usize {
    *count += 1;
    *count - 1
}

fn entry(number: usize, line: &str) -> Entry {
    let profile: Profile = serde_json::from_str(line).expect("a profile");
    let updated = 1_760_000_000 - i64::try_from(number % 100_000).expect("small") * 600;
    Entry {
        sources: vec!["document".to_owned()],
        statuses: vec![["NEW", "IN_REVIEW", "HIRED", "REJECTED"][number % 4].to_owned()],
        ..Entry::new(PersonId::new(format!("p-{number:010}")), profile, updated)
    }
}

/// The query of a line.
fn query(line: &str) -> Query {
    let asked: serde_json::Value = serde_json::from_str(line).expect("a query");
    let filter = |name: &str, facet| asked[name].as_str().map(|value| Filter { facet, value: value.to_owned() });
    let mut query = Query::new(asked["text"].as_str().expect("its text"));
    query.filters = [filter("country", Facet::Country), filter("city", Facet::City)].into_iter().flatten().collect();
    let facets = asked["facets"].as_array().expect("its facets").iter();
    query.facets = facets.filter_map(|name| Facet::parse(name.as_str()?)).collect();
    query
}

/// What one query took, round by round.
struct Took {
    kind: String,
    text: String,
    total: u64,
    wall: Vec<u64>,
    own: Vec<u64>,
}

impl Took {
    fn best(&self) -> u64 {
        self.wall.iter().copied().min().unwrap_or(0)
    }
}

fn ask(folder: &Path, queries: &Path, rounds: usize) {
    let index = Index::open(folder).expect("an index");
    let text = std::fs::read_to_string(queries).expect("the file of queries");
    let queries: Vec<Query> = text.lines().map(query).collect();
    let mut took: Vec<Took> = text
        .lines()
        .zip(&queries)
        .map(|(line, query)| Took {
            kind: serde_json::from_str::<serde_json::Value>(line).expect("a query")["kind"].as_str().unwrap_or("plain").to_owned(),
            text: query.text.clone(),
            total: index.search(query).expect("an answer").total,
            wall: Vec::new(),
            own: Vec::new(),
        })
        .collect();
    for _ in 0..rounds {
        for (query, took) in queries.iter().zip(&mut took) {
            let (start_cpu, start) = (threads_cpu(), Instant::now());
            let page = index.search(query).expect("an answer");
            took.wall.push(start.elapsed().as_nanos() as u64);
            took.own.push(threads_cpu() - start_cpu);
            assert_eq!(page.total, took.total, "{}", took.text);
        }
    }
    took.iter().for_each(|took| println!("{}", took.total));
    let all: Vec<&Took> = took.iter().collect();
    told(&format!("ask    {} persons  wall", index.len()), all.iter().flat_map(|took| took.wall.clone()).collect());
    told("       best of each query", all.iter().map(|took| took.best()).collect());
    told("       cpu", all.iter().flat_map(|took| took.own.clone()).collect());
    let kinds: std::collections::BTreeSet<&str> = took.iter().map(|took| took.kind.as_str()).collect();
    for kind in kinds {
        let of_kind = took.iter().filter(|took| took.kind == kind);
        told(&format!("       best of {kind:<8}"), of_kind.map(Took::best).collect());
    }
    let mut slow = all;
    slow.sort_by_key(|took| std::cmp::Reverse(took.best()));
    for took in slow.iter().take(15) {
        let own = took.own.iter().min().copied().unwrap_or(0);
        eprintln!(
            "       {:>7.2} ms  cpu {:>7.2} ms  {:>7} persons  {}",
            took.best() as f64 / 1e6,
            own as f64 / 1e6,
            took.total,
            took.text
        );
    }
}

fn told(name: &str, mut times: Vec<u64>) {
    times.sort_unstable();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize] as f64 / 1e6;
    let mean = times.iter().sum::<u64>() as f64 / times.len() as f64 / 1e6;
    eprintln!("{name}  p50 {:.2}  p90 {:.2}  p99 {:.2}  mean {mean:.2} ms  of {}", at(0.5), at(0.9), at(0.99), times.len());
}

fn cold(folder: &Path, text: &str) {
    let (start, start_cpu) = (Instant::now(), threads_cpu());
    let index = Index::open(folder).expect("an index");
    let page = index.search(&Query::new(text)).expect("an answer");
    let (wall, own) = (start.elapsed().as_secs_f64() * 1e3, (threads_cpu() - start_cpu) as f64 / 1e6);
    println!("cold   {} of {} persons  wall {wall:.1} ms  cpu {own:.1} ms", page.total, index.len());
}
