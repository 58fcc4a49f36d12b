//! Scores as Markdown.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

use super::table::{FIELDS, RATIOS, sorted};
use super::{BUCKETS, Group, HEADLINE, Prediction, Reliability, Report, Score, reliability, report};

/// Files listed as the worst.
const WORST: usize = 20;

/// Fields of the short table, each with its title; the first ten are the headline's.
const SHORT: [(&str, &str); 14] = [
    ("name", "name"),
    ("email", "e-mail"),
    ("phone", "phone"),
    ("work_employer", "employer"),
    ("work_title", "title"),
    ("work_dates", "dates of work"),
    ("edu_institution", "school"),
    ("edu_degree", "degree"),
    ("edu_dates", "dates of education"),
    ("skills", "skills"),
    ("work_entry", "whole job: employer, title and dates"),
    ("edu_entry", "whole study: school, degree and end"),
    ("languages", "languages"),
    ("urls", "links"),
];

/// The short table that stands in the README: F1 by field and format, and the headline by language.
#[must_use]
pub fn accuracy(predictions: &BTreeMap<String, Prediction>, truths: &BTreeMap<String, Value>) -> String {
    let formats = report(predictions, truths, Some(Group::Format));
    let languages = report(predictions, truths, Some(Group::Language));
    let mut header = "| F1 | all".to_owned();
    let mut line = "| --- | ---".to_owned();
    for (name, score) in &formats.groups {
        let _ = write!(header, " | {} ({})", name.to_uppercase(), score.files);
        line.push_str(" | ---");
    }
    let mut out = format!("{header} |\n{line} |\n");
    row(&mut out, "**mean of the first ten**", &formats, |score| score.headline());
    for (field, title) in SHORT {
        row(&mut out, title, &formats, |score| score.tally.measure(field).map(|measure| measure.f1));
    }
    let told = languages.groups.iter().map(|(name, score)| format!("{name} {} ({})", three(score.headline()), score.files));
    let _ = writeln!(out, "\nMean by language: {}.", told.collect::<Vec<_>>().join(" · "));
    out
}

fn row(out: &mut String, title: &str, report: &Report, value: impl Fn(&Score) -> Option<f64>) {
    let _ = write!(out, "| {title} | {}", three(value(&report.total)));
    for score in report.groups.values() {
        let _ = write!(out, " | {}", three(value(score)));
    }
    out.push_str(" |\n");
}

fn three(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

/// Everything there is to tell of how well `predictions` agree with `truths`: by field, layout, producer, language and format, the worst
/// first, and whether the parser is right as often as it says.
#[must_use]
pub fn everything(predictions: &BTreeMap<String, Prediction>, truths: &BTreeMap<String, Value>) -> String {
    let all = report(predictions, truths, None);
    let mut out = format!(
        "# Accuracy\n\n{} files, {} with a profile. Mean F1 of ten fields (★): **{:.4}**; mean of the files' own means: {:.4}.\n",
        all.total.files,
        all.total.predicted,
        all.total.headline().unwrap_or_default(),
        all.mean_of_files().unwrap_or_default()
    );
    worst(&mut out, &all);
    fields(&mut out, &all);
    for (title, group) in [
        ("layout", Group::Kind),
        ("template", Group::Renderer),
        ("producer", Group::Producer),
        ("language", Group::Language),
        ("format", Group::Format),
    ] {
        groups(&mut out, title, &report(predictions, truths, Some(group)));
    }
    certainty(&mut out, &reliability(predictions, truths));
    out
}

fn fields(out: &mut String, report: &Report) {
    out.push_str(
        "\n## By field\n\n| field | precision | recall | F1 | right | wrong | missed |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for field in FIELDS {
        let Some(measure) = report.total.tally.measure(field) else { continue };
        let star = if HEADLINE.contains(field) { " ★" } else { "" };
        let [right, wrong, missed] = measure.counts;
        let _ = writeln!(
            out,
            "| {field}{star} | {:.3} | {:.3} | {:.3} | {right} | {wrong} | {missed} |",
            measure.precision, measure.recall, measure.f1
        );
    }
    out.push_str("\n| share | |\n| --- | --- |\n");
    for ratio in RATIOS {
        let _ = writeln!(out, "| {ratio} | {} |", three(report.total.tally.share(ratio)));
    }
}

fn groups(out: &mut String, title: &str, report: &Report) {
    let titles: Vec<&str> = SHORT.iter().take(HEADLINE.len()).map(|(_, title)| *title).collect();
    let _ = writeln!(out, "\n## By {title}\n\n| {title} | files | mean | {} |", titles.join(" | "));
    let _ = writeln!(out, "| --- | --- | ---{} |", " | ---".repeat(HEADLINE.len()));
    for (name, score) in sorted(report.groups.iter()) {
        let _ = write!(out, "| {} | {} | {}", cell(name), score.files, three(score.headline()));
        for field in HEADLINE {
            let _ = write!(out, " | {}", three(score.tally.measure(field).map(|measure| measure.f1)));
        }
        out.push_str(" |\n");
    }
}

/// Names come from files: a bar would open another column.
fn cell(name: &str) -> String {
    name.replace('|', "\\|").replace(['\n', '\r'], " ")
}

fn worst(out: &mut String, report: &Report) {
    out.push_str("\n## The worst files\n\n| file | mean | below 1 |\n| --- | --- | --- |\n");
    for (name, score) in sorted(report.files.iter()).into_iter().take(WORST) {
        let low: Vec<String> = HEADLINE
            .iter()
            .filter_map(|field| score.tally.measure(field).map(|measure| (field, measure.f1)))
            .filter(|(_, f1)| *f1 < 1.0)
            .map(|(field, f1)| format!("{field} {f1:.2}"))
            .collect();
        let _ = writeln!(out, "| {} | {} | {} |", cell(name), three(score.headline()), low.join(", "));
    }
}

fn certainty(out: &mut String, reliability: &Reliability) {
    out.push_str("\n## How sure, and how right\n\nShare of the values given with that confidence that are right, and their number.\n\n");
    out.push_str("| field | ≥ 0.9 | 0.7 to 0.9 | 0.5 to 0.7 | < 0.5 |\n| --- | --- | --- | --- | --- |\n");
    for field in FIELDS.iter().chain(&["highlights", "summary", "language_fluency"]) {
        let Some(buckets) = reliability.get(field) else { continue };
        let _ = write!(out, "| {field}");
        for (bucket, least) in buckets.iter().zip(BUCKETS) {
            let _ = match bucket.share() {
                // Who says 0.9 and is right less often says too much.
                Some(share) if share < least => write!(out, " | **{share:.3}** of {}", bucket.given),
                Some(share) => write!(out, " | {share:.3} of {}", bucket.given),
                None => write!(out, " | –"),
            };
        }
        out.push_str(" |\n");
    }
}
