//! How well profiles agree with labelled truth: precision, recall and F1 of every field.
//!
//! In: predicted profiles and truth, both JSON Resume as JSON values, so that any parser's output can be scored. Out: a [`Report`].
//! Comparing is lenient where a reader would be (case, accents, punctuation, legal forms, the order of a name) and strict elsewhere.
//! Files count together (micro average); the headline is the mean F1 of ten fields.

mod assign;
pub mod calibration;
mod contact;
mod date;
mod degree;
mod markdown;
mod name;
mod profile;
mod reliability;
mod report;
mod table;
mod tally;
mod value;
mod verdict;
mod words;

pub use markdown::{accuracy, everything};
pub use reliability::{BUCKETS, Bucket, Reliability, reliability};
pub use report::{Group, Prediction, Report, Score, predictions, report, truths};
pub use table::{groups, summary, worst};
pub use tally::{Counts, Measure, Tally};
pub use verdict::{Verdict, verdicts};

/// The fields whose mean F1 is the headline.
pub const HEADLINE: &[&str] =
    &["name", "email", "phone", "work_employer", "work_title", "work_dates", "edu_institution", "edu_degree", "edu_dates", "skills"];

pub use profile::score;
