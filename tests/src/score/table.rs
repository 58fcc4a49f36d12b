//! Scores as tables for a reader.

use std::fmt::Write;

use super::{Group, HEADLINE, Report, Score};

pub(super) const FIELDS: &[&str] = &[
    "name",
    "email",
    "phone",
    "city",
    "urls",
    "label",
    "work_employer",
    "work_title",
    "work_start",
    "work_end",
    "work_dates",
    "work_location",
    "work_entry",
    "edu_institution",
    "edu_degree",
    "edu_area",
    "edu_start",
    "edu_end",
    "edu_dates",
    "edu_score",
    "edu_entry",
    "skills",
    "languages",
    "certificates",
    "projects",
    "publications",
    "awards",
    "volunteer",
];
pub(super) const RATIOS: &[&str] = &["work_count_right", "edu_count_right", "highlights_coverage", "summary_coverage", "language_fluency"];
const SHORT: &[&str] = &["name", "email", "phone", "w_empl", "w_titl", "w_date", "e_inst", "e_degr", "e_date", "skills"];

/// Precision, recall and F1 of every field; those of the headline carry a star.
#[must_use]
pub fn summary(report: &Report) -> String {
    let total = &report.total;
    let headline = total.headline().unwrap_or_default();
    let mut lines = vec![
        format!(
            "files {}   predicted {}   HEADLINE {headline:.4}   (mean of files {:.4})",
            total.files,
            total.predicted,
            report.mean_of_files().unwrap_or_default()
        ),
        String::new(),
        format!("{:18} {:>7} {:>7} {:>7} {:>6} {:>6} {:>6}", "metric", "P", "R", "F1", "tp", "fp", "fn"),
    ];
    for field in FIELDS {
        let Some(measure) = total.tally.measure(field) else { continue };
        let star = if HEADLINE.contains(field) { '*' } else { ' ' };
        let [right, extra, missed] = measure.counts;
        let name = format!("{star}{field}");
        lines.push(format!("{name:18} {:7.3} {:7.3} {:7.3} {right:6} {extra:6} {missed:6}", measure.precision, measure.recall, measure.f1));
    }
    lines.push(String::new());
    for ratio in RATIOS {
        if let Some(share) = total.tally.share(ratio) {
            lines.push(format!(" {ratio:20} {share:.3}"));
        }
    }
    lines.join("\n")
}

/// F1 of the headline's fields in every group, the worst group first.
#[must_use]
pub fn groups(report: &Report, by: Group) -> String {
    let mut table = format!("{:34} {:>4} {:>6}", by.as_str(), "n", "head");
    for name in SHORT {
        let _ = write!(table, " {name:>6}");
    }
    for (name, score) in sorted(report.groups.iter()) {
        let name: String = name.chars().take(34).collect();
        let _ = write!(table, "\n{name:34} {:4} {:6.3}", score.files, score.headline().unwrap_or_default());
        for field in HEADLINE {
            let _ = match score.tally.measure(field) {
                Some(measure) => write!(table, " {:6.3}", measure.f1),
                None => write!(table, "      -"),
            };
        }
    }
    table
}

/// The worst `count` files with their headlines.
#[must_use]
pub fn worst(report: &Report, count: usize) -> String {
    let files = sorted(report.files.iter()).into_iter().take(count);
    let lines = files.map(|(name, score)| format!("\n  {:.3}  {name}", score.headline().unwrap_or(-1.0)));
    format!("worst files:{}", lines.collect::<String>())
}

pub(super) fn sorted<'a>(scores: impl Iterator<Item = (&'a String, &'a Score)>) -> Vec<(&'a String, &'a Score)> {
    let mut scores: Vec<_> = scores.collect();
    scores.sort_by(|left, right| left.1.headline().unwrap_or_default().total_cmp(&right.1.headline().unwrap_or_default()));
    scores
}
