//! Load on a server: many connections at once, each asking one query after the other.
//!
//! ```text
//! load 127.0.0.1:7878 queries.jsonl [SECONDS] [CONNECTIONS] [PID]
//! ```
//!
//! Counts answers by status, times them, and, where the server's process is told, watches its memory. The token is read from VITAE_TOKEN.

#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that reads files and prints")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, usual: u64| arguments.get(place).and_then(|text| text.parse().ok()).unwrap_or(usual);
    let (address, file) = (arguments[0].as_str(), arguments[1].as_str());
    let (seconds, connections, server) = (number(2, 60), number(3, 64), arguments.get(4));
    let targets = targets(file);
    let end = Instant::now() + Duration::from_secs(seconds);
    let mut memories: Vec<u64> = Vec::new();
    let answers: Vec<(BTreeMap<u16, u64>, Vec<u64>)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|first| {
                scope.spawn({
                    let targets = &targets;
                    move || ask(address, targets, first as usize, end)
                })
            })
            .collect();
        // At the start, and after each quarter.
        for quarter in 0..4_u32 {
            memories.extend(server.map(|pid| memory(pid)));
            std::thread::sleep((end - Duration::from_secs(seconds) / 4 * (3 - quarter)).saturating_duration_since(Instant::now()));
        }
        memories.extend(server.map(|pid| memory(pid)));
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    let (mut statuses, mut times) = (BTreeMap::<u16, u64>::new(), Vec::new());
    for (by_status, own) in answers {
        for (status, count) in by_status {
            *statuses.entry(status).or_default() += count;
        }
        times.extend(own);
    }
    times.sort_unstable();
    let at = |share: f64| times.get((times.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(0) as f64 / 1e3;
    println!("load   {connections} connections  {seconds} s  {:.0} answers/s  statuses {statuses:?}", times.len() as f64 / seconds as f64);
    println!("       200 and 503: p50 {:.1} ms  p90 {:.1} ms  p99 {:.1} ms  max {:.1} ms", at(0.5), at(0.9), at(0.99), at(1.0));
    if server.is_some() {
        println!("       memory of the server at the start and after each quarter, MB: {memories:?}");
    }
}

/// Memory of a process of its own, in megabytes: what is mapped of the index belongs to the page cache.
fn memory(pid: &str) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|number| number.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The addresses to ask for, one a query.
fn targets(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(file).expect("the file of queries");
    let target = |line: &str| {
        let asked: serde_json::Value = serde_json::from_str(line).expect("a query");
        let mut target = format!("/api/search?q={}", escaped(asked["text"].as_str().unwrap_or_default()));
        for facet in asked["facets"].as_array().into_iter().flatten().filter_map(serde_json::Value::as_str) {
            target.push_str("&facet=");
            target.push_str(facet);
        }
        for name in ["country", "city"] {
            if let Some(value) = asked[name].as_str() {
                target.push_str(&format!("&filter={name}:{}", escaped(value)));
            }
        }
        target
    };
    text.lines().map(target).collect()
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Asks until the end; statuses and times in microseconds. A connection that breaks counts as status 0 and is made anew.
fn ask(address: &str, targets: &[String], first: usize, end: Instant) -> (BTreeMap<u16, u64>, Vec<u64>) {
    let (mut statuses, mut times) = (BTreeMap::new(), Vec::new());
    let token = std::env::var("VITAE_TOKEN").map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let mut connection: Option<BufReader<TcpStream>> = None;
    for number in first * 7.. {
        if Instant::now() >= end {
            break;
        }
        let start = Instant::now();
        let target = &targets[number % targets.len()];
        let status = match connection.as_mut() {
            Some(stream) => one(stream, address, target, &token),
            None => {
                TcpStream::connect(address).ok().and_then(|stream| one(connection.insert(BufReader::new(stream)), address, target, &token))
            }
        };
        times.push(start.elapsed().as_micros() as u64);
        *statuses.entry(status.unwrap_or(0)).or_default() += 1;
        match status {
            Some(503 | 429) => std::thread::sleep(Duration::from_millis(20)),
            Some(_) => {}
            None => connection = None,
        }
    }
    (statuses, times)
}

/// One request and its whole answer.
fn one(stream: &mut BufReader<TcpStream>, address: &str, target: &str, token: &str) -> Option<u16> {
    write!(stream.get_mut(), "GET {target} HTTP/1.1\r\nHost: {address}\r\n{token}\r\n").ok()?;
    let (mut line, mut status, mut length) = (String::new(), None, 0);
    loop {
        line.clear();
        stream.read_line(&mut line).ok().filter(|&read| read > 0)?;
        if line == "\r\n" {
            break;
        }
        if status.is_none() {
            status = line.split(' ').nth(1)?.parse().ok();
        } else if let Some((_, value)) = line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length")) {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    status
}
