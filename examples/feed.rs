//! A sync service of one's own: candidates of any system, taken over so that being killed anywhere loses and doubles nothing.
//!
//! The system appends a line to FEED whenever a candidate changes: `{"id": "7", "profile": {…JSON Resume…}, "resume": "cv.pdf"}`.
//!
//! `cargo run -p vitae-engine --example feed -- HOME FEED`
#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program")]

use std::error::Error;
use std::time::Duration;

use vitae_engine::{Attachment, Candidate, Content, Engine, SyncBatch};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, home, feed] = arguments.as_slice() else { return Err("usage: feed HOME FEED".into()) };
    let engine = Engine::open(home)?;
    loop {
        println!("{} candidates taken over", pass(&engine, feed)?);
        std::thread::sleep(Duration::from_secs(60));
    }
}

/// Takes over what is new in the feed. Each candidate and the cursor behind it are one transaction.
pub(crate) fn pass(engine: &Engine, feed: &str) -> Result<usize, Box<dyn Error>> {
    let done: usize = engine.cursor("feed", "candidates")?.map_or(Ok(0), |cursor| cursor.parse())?;
    let mut batch = SyncBatch { account: "feed".to_owned(), stream: "candidates".to_owned(), ..SyncBatch::default() };
    for (line_idx, line) in std::fs::read_to_string(feed)?.lines().enumerate().skip(done) {
        let told: serde_json::Value = serde_json::from_str(line)?;
        let [id, path] = ["id", "resume"].map(|name| told[name].as_str().unwrap_or_default().to_owned());
        let content = Content::Bytes(std::fs::read(&path)?);
        let attachments = vec![Attachment { id: path.clone(), name: path, parse: true, content }];
        let profile = serde_json::from_value(told["profile"].clone())?;
        batch.candidates = vec![Candidate { id, profile, attachments, ..Candidate::default() }];
        batch.cursor = Some((line_idx + 1).to_string());
        engine.apply(&batch)?;
    }
    Ok(engine.candidates("feed", None, usize::MAX)?.len())
}
