//! `vitae.toml`, read once; a key that is not known is refused.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use toml::Spanned;
use vitae_model::CountryCode;

use super::{FILE, Origin, Setting, nearest};

/// What the file sets.
#[derive(Debug, Default)]
pub(crate) struct File {
    pub(crate) jobs: Option<Found<usize>>,
    pub(crate) region: Option<Found<CountryCode>>,
    pub(crate) limits: FoundLimits,
}

/// What the table `limits` sets.
#[derive(Debug, Default)]
pub(crate) struct FoundLimits {
    pub(crate) bytes: Option<Found<usize>>,
    pub(crate) pages: Option<Found<usize>>,
    pub(crate) seconds: Option<Found<f64>>,
}

/// A value and its line, counted from 1.
#[derive(Debug, Clone)]
pub(crate) struct Found<T> {
    pub(crate) value: T,
    pub(crate) line: usize,
}

impl<T: Clone> Found<T> {
    pub(crate) fn setting(&self) -> Setting<T> {
        Setting::new(self.value.clone(), Origin::File(self.line))
    }
}

/// The file's shape.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Shape {
    jobs: Option<Spanned<usize>>,
    region: Option<Spanned<CountryCode>>,
    limits: LimitsShape,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitsShape {
    bytes: Option<Spanned<usize>>,
    pages: Option<Spanned<usize>>,
    seconds: Option<Spanned<f64>>,
}

/// Reads the file at `path`; one that is not there sets nothing.
pub(crate) fn read(path: &Path) -> Result<File> {
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&text).with_context(|| format!("{} cannot be used", path.display())),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

fn parse(text: &str) -> Result<File> {
    let shape: Shape = match toml::from_str(text) {
        Ok(shape) => shape,
        Err(error) => bail!(explain(text, &error)),
    };
    Ok(File {
        jobs: shape.jobs.map(|value| found(text, value)),
        region: shape.region.map(|value| found(text, value)),
        limits: FoundLimits {
            bytes: shape.limits.bytes.map(|value| found(text, value)),
            pages: shape.limits.pages.map(|value| found(text, value)),
            seconds: shape.limits.seconds.map(|value| found(text, value)),
        },
    })
}

fn found<T>(text: &str, value: Spanned<T>) -> Found<T> {
    let line = line_of(text, value.span().start);
    Found { value: value.into_inner(), line }
}

/// The line, counted from 1, that holds byte `offset`.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|&byte| byte == b'\n').count()
}

/// One sentence: the line, the key, and what was probably meant. Values are not repeated: one may be a misplaced secret.
fn explain(text: &str, error: &toml::de::Error) -> String {
    let place = error.span().map_or_else(|| FILE.to_owned(), |span| format!("line {}", line_of(text, span.start)));
    let message = error.message();
    let Some(rest) = message.strip_prefix("unknown field `") else { return format!("{place}: {}", one_line(message)) };
    let mut quoted = rest.split('`').step_by(2);
    let key = quoted.next().unwrap_or_default();
    let known: Vec<&str> = quoted_words(rest);
    let advice = match nearest(key, known.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("known here are {}", known.join(", ")),
    };
    format!("{place}: unknown key `{key}`; {advice}")
}

/// The words in backquotes behind the first one: `a`, expected one of `b`, `c`.
fn quoted_words(rest: &str) -> Vec<&str> {
    rest.split('`').skip(2).step_by(2).collect()
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        format!("{:#}", parse(text).expect_err("refused"))
    }

    #[test]
    fn values_know_their_lines() {
        let file = parse("# mine\njobs = 3\n\n[limits]\nseconds = 2.5\n").expect("fits");
        assert_eq!(file.jobs.map(|found| (found.value, found.line)), Some((3, 2)));
        assert_eq!(file.limits.seconds.map(|found| (found.value, found.line)), Some((2.5, 5)));
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line_and_the_nearest() {
        assert_eq!(error("jobs = 1\njbos = 3\n"), "line 2: unknown key `jbos`; did you mean `jobs`?");
        assert_eq!(error("[limits]\npage = 3\n"), "line 2: unknown key `page`; did you mean `pages`?");
        assert_eq!(error("[limits]\nweight = 3\n"), "line 2: unknown key `weight`; known here are bytes, pages, seconds");
    }

    #[test]
    fn what_does_not_fit_is_told_with_its_line() {
        assert!(error("\njobs = \"many\"\n").starts_with("line 2: invalid type"), "{}", error("\njobs = \"many\"\n"));
        assert!(error("jobs = \n").starts_with("line 1: "), "{}", error("jobs = \n"));
    }
}
