//! `vitae match-job`: persons who have what a job asks for.

use std::path::Path;

use anyhow::{Context, Result, bail};
use clap::Args;
use vitae_document::{Deadline, Limits, Scratch, read};
use vitae_engine::Engine;

use super::search::shown::Form;
use super::search::{Narrowing, pointed};
use crate::arguments::Global;
use crate::config::Configuration;
use crate::exit::Exit;
use crate::printer::Printer;

/// Find persons who have what a job asks for
///
/// The title, the skills that somebody here has, languages and years of experience are looked for; names, addresses, age, sex and
/// nationality never are. It is a list to read with the reason for each hit, not a decision.
#[derive(Debug, Args)]
pub(crate) struct MatchJob {
    /// A job as a file (text, HTML, Word, PDF, or JSON with title and description), or a posting as ACCOUNT/ID
    #[arg(value_name = "FILE|POSTING")]
    job: String,
    #[command(flatten)]
    narrowing: Narrowing,
    #[command(flatten)]
    form: Form,
}

impl MatchJob {
    /// Prints those who fit best.
    pub(crate) fn run(self, global: &Global, printer: &mut Printer) -> Result<Exit> {
        let query = self.narrowing.query("")?;
        let engine = Configuration::load(&global.overrides())?.open_existing()?;
        let (title, text) =
            if Path::new(&self.job).exists() { from_file(Path::new(&self.job))? } else { from_posting(&engine, &self.job)? };
        let page = engine.match_job(&title, &text, &query).map_err(pointed)?;
        self.form.print(&page, printer)
    }
}

/// Title and text of a job in a file; the title is the first line where nothing else says what it is.
fn from_file(path: &Path) -> Result<(String, String)> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    if let Ok(job) = serde_json::from_slice::<serde_json::Value>(&bytes) {
        let title = ["title", "name", "position"].iter().find_map(|key| job[key].as_str()).unwrap_or_default();
        let mut texts = Vec::new();
        strings(&job, &mut texts);
        return Ok((title.to_owned(), plain(&texts.join("\n"))));
    }
    let limits = Limits::default();
    let reading = read(&bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
    if let Some(fault) = reading.fault.filter(|_| reading.document.runs.is_empty()) {
        bail!("{}: {fault}", path.display());
    }
    let lines: Vec<&str> = reading.document.runs.iter().map(|run| reading.document.text_of(run)).collect();
    let title = lines.iter().find(|line| line.chars().any(char::is_alphabetic)).copied().unwrap_or_default();
    Ok((title.to_owned(), lines.join("\n")))
}

/// All strings of a JSON value, without recursion.
fn strings(json: &serde_json::Value, into: &mut Vec<String>) {
    let mut rest = vec![json];
    while let Some(value) = rest.pop() {
        match value {
            serde_json::Value::String(text) => into.push(text.clone()),
            serde_json::Value::Array(items) => rest.extend(items.iter().rev()),
            serde_json::Value::Object(fields) => rest.extend(fields.values()),
            _ => {}
        }
    }
}

/// Title and text of a posting that a sync brought in.
fn from_posting(engine: &Engine, name: &str) -> Result<(String, String)> {
    let (account, id) = name.split_once('/').with_context(|| format!("{name} is neither a file nor ACCOUNT/POSTING"))?;
    let posting = engine
        .posting(account, id)?
        .with_context(|| format!("the account {account} has no posting {id}; `vitae sync` brings postings in"))?
        .item;
    let texts: Vec<String> = posting.sections.iter().map(|section| plain(&section.html)).collect();
    Ok((posting.title.unwrap_or_default(), texts.join("\n")))
}

/// The text of HTML: marks are left out, and what a mark parts stays apart.
fn plain(html: &str) -> String {
    let (mut text, mut in_mark) = (String::with_capacity(html.len()), false);
    for symbol in html.chars() {
        match symbol {
            '<' => in_mark = true,
            '>' if in_mark => {
                in_mark = false;
                text.push('\n');
            }
            _ if !in_mark => text.push(symbol),
            _ => {}
        }
    }
    text.replace("&amp;", "&").replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_left_out() {
        assert_eq!(plain("<p>Rust &amp; SQL</p><li>Go</li>").split_whitespace().collect::<Vec<_>>(), ["Rust", "&", "SQL", "Go"]);
    }

    #[test]
    fn jobs_are_read_from_json_and_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("job.json");
        std::fs::write(&path, r#"{"title": "Data Engineer", "description": "<b>Rust</b>", "skills": ["SQL"]}"#).expect("written");
        let (title, text) = from_file(&path).expect("a job");
        assert!(title == "Data Engineer" && text.contains("Rust") && text.contains("SQL"));
        let path = folder.path().join("job.txt");
        std::fs::write(&path, "Data Engineer\nYou know Rust.\n").expect("written");
        let (title, text) = from_file(&path).expect("a job");
        assert!(title.contains("Data Engineer") && text.contains("Rust"), "{title} / {text}");
    }
}
