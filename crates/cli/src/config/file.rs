//! `vitae.toml`, read once; a key that is not known is refused.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use vitae_engine::Survivorship;
use vitae_ingest::{AccountSettings, KeySource, redact_keys};
use vitae_model::CountryCode;

use super::{FILE, Origin, nearest};

/// What the file sets, and in which lines.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) values: Values,
    /// Line of each key, counted from 1, by its path: `limits.bytes`, `account.0.name`.
    lines: BTreeMap<String, usize>,
}

/// The values that a file may set.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Values {
    pub(crate) jobs: Option<usize>,
    pub(crate) region: Option<CountryCode>,
    pub(crate) database: Option<DatabaseValue>,
    pub(crate) limits: LimitValues,
    pub(crate) serve: ServeValues,
    pub(crate) account: Vec<AccountSettings>,
    pub(crate) survivorship: Survivorship,
}

/// The key `database`: an address without a password, or where one is found.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum DatabaseValue {
    Address(String),
    Secret(KeySource),
}

/// The table `serve`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ServeValues {
    pub(crate) addr: Option<SocketAddr>,
    pub(crate) token: Option<KeySource>,
}

/// The table `limits`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct LimitValues {
    pub(crate) bytes: Option<usize>,
    pub(crate) pages: Option<usize>,
    pub(crate) seconds: Option<f64>,
}

impl File {
    /// Reads the file at `path`; one that is not there sets nothing.
    pub(crate) fn read(path: &Path) -> Result<Self> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).with_context(|| format!("{} cannot be used", path.display())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let values: Values = match toml::from_str(text) {
            Ok(values) => values,
            Err(error) => bail!(explain(text, &error)),
        };
        AccountSettings::check_all(&values.account)?;
        Ok(Self { values, lines: lines(text) })
    }

    /// Where the key at `path` was set.
    pub(crate) fn origin(&self, path: &str) -> Origin {
        self.lines.get(path).map_or(Origin::Default, |&line| Origin::File(line))
    }
}

/// The line of every key.
fn lines(text: &str) -> BTreeMap<String, usize> {
    let mut lines = BTreeMap::new();
    let Ok(table) = DeTable::parse(text) else { return lines };
    let mut waiting = vec![(String::new(), DeValue::Table(table.into_inner()))];
    while let Some((path, value)) = waiting.pop() {
        let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
        match value {
            DeValue::Table(table) => {
                for (key, value) in table {
                    let path = below(key.get_ref());
                    lines.insert(path.clone(), line_of(text, key.span().start));
                    waiting.push((path, value.into_inner()));
                }
            }
            DeValue::Array(items) => {
                let items = items.into_iter().enumerate();
                waiting.extend(items.map(|(index, item)| (below(&index.to_string()), item.into_inner())));
            }
            _ => {}
        }
    }
    lines
}

/// The line, counted from 1, that holds byte `offset`.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

/// One sentence: the line, the key, and what was probably meant.
fn explain(text: &str, error: &toml::de::Error) -> String {
    let place = error.span().map_or_else(|| FILE.to_owned(), |span| format!("line {}", line_of(text, span.start)));
    let message = error.message();
    let Some(rest) = message.strip_prefix("unknown field `") else { return format!("{place}: {}", redact_keys(&one_line(message))) };
    // `key`, expected one of `a`, `b`
    let mut words = rest.split('`').step_by(2);
    let key = words.next().unwrap_or_default();
    let known: Vec<&str> = rest.split('`').skip(2).step_by(2).collect();
    let advice = match nearest(key, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known here are {}", known.join(", ")),
    };
    format!("{place}: unknown key `{key}`; {advice}")
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        format!("{:#}", File::parse(text).expect_err("refused"))
    }

    #[test]
    fn values_know_their_lines() {
        let text =
            "# mine\njobs = 3\n\n[limits]\nseconds = 2.5\n\n[[account]]\nname = 'acme'\ncompany = 'Acme'\napi_key = { env = 'KEY' }\n";
        let file = File::parse(text).expect("fits");
        assert_eq!((file.values.jobs, file.origin("jobs")), (Some(3), Origin::File(2)));
        assert_eq!((file.values.limits.seconds, file.origin("limits.seconds")), (Some(2.5), Origin::File(5)));
        assert_eq!(file.origin("account.0.api_key.env"), Origin::File(10));
        assert_eq!(file.origin("limits.bytes"), Origin::Default);
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest() {
        assert_eq!(error("jobs = 1\njbos = 3\n"), "line 2: unknown key `jbos`; did you mean `jobs`?");
        assert_eq!(error("[limits]\npage = 3\n"), "line 2: unknown key `page`; did you mean `pages`?");
        assert_eq!(error("[limits]\nweight = 3\n"), "line 2: unknown key `weight`; known here are bytes, pages, seconds");
        let account = error("[[account]]\nname = 'acme'\ncompny = 'Acme'\napi_key = { env = 'KEY' }\n");
        assert_eq!(account, "line 3: unknown key `compny`; did you mean `company`?");
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_line_and_a_key_is_never_repeated() {
        assert!(error("\njobs = \"many\"\n").starts_with("line 2: invalid type"), "{}", error("\njobs = \"many\"\n"));
        assert!(error("jobs = \n").starts_with("line 1: "), "{}", error("jobs = \n"));
        assert!(!error("jobs = 'DCRA1-00ff00ff'\n").contains("00ff"), "{}", error("jobs = 'DCRA1-00ff00ff'\n"));
        let misplaced = error("[[account]]\nname = 'acme'\ncompany = 'Acme'\napi_key = 'DCRA1-00ff00ff'\n");
        assert!(misplaced.starts_with("line 4: ") && !misplaced.contains("DCRA1"), "{misplaced}");
    }
}
