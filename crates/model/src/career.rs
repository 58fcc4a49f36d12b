//! What dated jobs cover together: months of work, and where they leave gaps or overlap.

use serde::{Deserialize, Serialize};

use crate::{PartialDate, Work};

/// Whole months, from the first to the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Period {
    /// The first month.
    pub first_month: PartialDate,
    /// The last month.
    pub last_month: PartialDate,
    /// How many they are.
    pub months: u32,
}

/// The time that jobs take together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Career {
    /// Months of work, overlaps counted once.
    ///
    /// Years without months count from January to January: `2018 – 2020` is two years, a single year one.
    pub months: u32,
    /// Months between jobs in which there was certainly none, oldest first: a year without month may reach to either end of it.
    pub gaps: Vec<Period>,
    /// Months in which there were certainly several jobs, oldest first. The month of a hand-over is none.
    pub overlaps: Vec<Period>,
}

/// Months, counted from year 0; the second is the first behind the end.
type Span = (i32, i32);

impl Career {
    /// Adds up jobs; `None` where none of them has a start and either an end or a present.
    ///
    /// What goes on is counted up to `today`, or up to the latest date of any job where the day is not known. A job that began no sooner
    /// than that has then lasted for nobody knows how long, and is not counted.
    #[must_use]
    pub fn of(work: &[Work], today: Option<PartialDate>) -> Option<Self> {
        let latest = || work.iter().flat_map(|job| [job.start_date, job.end_date]).flatten().max();
        let is_known = today.is_some();
        let today = today.or_else(latest)?;
        let mut dated: Vec<(PartialDate, Option<PartialDate>)> = Vec::with_capacity(work.len());
        dated.extend(
            work.iter()
                .filter(|job| job.end_date.is_some() || job.current)
                .filter_map(|job| Some((job.start_date?, job.end_date)))
                .filter(|&(start, end)| end.is_some() || start < today || is_known && start == today),
        );
        let spans = |span: fn(PartialDate, Option<PartialDate>, PartialDate) -> Span| {
            sorted(dated.iter().map(|&(start, end)| span(start, end, today)))
        };
        let career = || Self { months: covered(&spans(counted)), gaps: gaps(&spans(possible)), overlaps: overlaps(&spans(certain)) };
        (!dated.is_empty()).then(career)
    }
}

impl Period {
    fn of((first, behind): Span) -> Option<Self> {
        let month = |months: i32| {
            PartialDate::from_month(months.div_euclid(12).try_into().ok()?, u8::try_from(months.rem_euclid(12) + 1).ok()?).ok()
        };
        let months = u32::try_from(behind - first).ok().filter(|&months| months > 0)?;
        Some(Self { first_month: month(first)?, last_month: month(behind - 1)?, months })
    }
}

/// Spans that end behind their start, by their start.
fn sorted(spans: impl ExactSizeIterator<Item = Span>) -> Vec<Span> {
    let mut sorted = Vec::with_capacity(spans.len());
    sorted.extend(spans.filter(|(first, behind)| behind > first));
    sorted.sort_unstable();
    sorted
}

/// The span that a job is counted with.
fn counted(start: PartialDate, end: Option<PartialDate>, today: PartialDate) -> Span {
    let behind = match end {
        None => today.first_month() + 1,
        Some(end) if end.month().is_some() || end.year() == start.year() => end.last_month() + 1,
        Some(end) => end.first_month(),
    };
    (start.first_month(), behind)
}

/// The longest span that a job's dates allow.
fn possible(start: PartialDate, end: Option<PartialDate>, today: PartialDate) -> Span {
    (start.first_month(), end.map_or_else(|| today.first_month().max(start.last_month()), PartialDate::last_month) + 1)
}

/// The shortest span that a job's dates allow, without its last month.
fn certain(start: PartialDate, end: Option<PartialDate>, today: PartialDate) -> Span {
    (start.last_month(), end.map_or_else(|| today.first_month() + 1, PartialDate::first_month))
}

fn covered(spans: &[Span]) -> u32 {
    let (mut total, mut reached) = (0, i32::MIN);
    for &(first, behind) in spans {
        total += (behind - first.max(reached)).max(0);
        reached = reached.max(behind);
    }
    u32::try_from(total).unwrap_or(0)
}

fn gaps(spans: &[Span]) -> Vec<Period> {
    let mut reached = spans.first().map_or(0, |&(first, _)| first);
    let mut gaps = Vec::new();
    for &(first, behind) in spans {
        gaps.extend(Period::of((reached, first)));
        reached = reached.max(behind);
    }
    gaps
}

fn overlaps(spans: &[Span]) -> Vec<Period> {
    let mut found: Vec<Span> = Vec::new();
    let mut reached = i32::MIN;
    for &(first, behind) in spans {
        let shared = (first, behind.min(reached));
        match found.last_mut() {
            Some(last) if shared.0 <= last.1 => last.1 = last.1.max(shared.1),
            _ if shared.0 < shared.1 => found.push(shared),
            _ => {}
        }
        reached = reached.max(behind);
    }
    found.into_iter().filter_map(Period::of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn career(jobs: &[(&str, &str)]) -> Option<Career> {
        let job = |&(start, end): &(&str, &str)| Work {
            start_date: start.parse().ok(),
            end_date: end.parse().ok(),
            current: end == "now",
            ..Work::default()
        };
        Career::of(&jobs.iter().map(job).collect::<Vec<_>>(), "2024-06".parse().ok())
    }

    fn told(periods: &[Period]) -> Vec<String> {
        periods.iter().map(|period| format!("{}..{} {}", period.first_month, period.last_month, period.months)).collect()
    }

    #[test]
    fn overlaps_count_once_and_what_goes_on_reaches_today() {
        for (jobs, expected) in [
            (vec![("2020-01", "2020-12")], Some(12)),
            (vec![("2020-01", "2020-12"), ("2020-06", "2021-06")], Some(18)),
            (vec![("2024-01", "now")], Some(6)),
            (vec![("2018", "2020")], Some(24)),
            (vec![("2018", "2018")], Some(12)),
            (vec![("2020", "2018")], Some(0)),
            (vec![("2025", "now")], None),
            (vec![("2020-01", "")], None),
            (vec![], None),
        ] {
            assert_eq!(career(&jobs).map(|career| career.months), expected, "{jobs:?}");
        }
    }

    #[test]
    fn a_present_that_nothing_dates_reaches_what_is_dated() {
        let job = |start: &str, end: &str| Work {
            start_date: start.parse().ok(),
            end_date: end.parse().ok(),
            current: end.is_empty(),
            ..Work::default()
        };
        for (jobs, months) in [
            (vec![job("2019-01", "")], None),
            (vec![job("2019-01", ""), job("2015-01", "2018-12")], Some(48)),
            (vec![job("2019-01", ""), job("2020-01", "2020-12")], Some(24)),
        ] {
            assert_eq!(Career::of(&jobs, None).map(|career| career.months), months, "{jobs:?}");
        }
    }

    #[test]
    fn only_what_is_certain_is_a_gap_or_an_overlap() {
        for (jobs, gaps, overlaps) in [
            (vec![("2018-02", "2019-03"), ("2019-04", "2020-01")], vec![], vec![]),
            (vec![("2019-03", "2020-01"), ("2018-02", "2019-03")], vec![], vec![]),
            (vec![("2018-02", "2019-03"), ("2019-06", "2020-01")], vec!["2019-04..2019-05 2"], vec![]),
            (vec![("2018", "2019"), ("2020", "2022")], vec![], vec![]),
            (vec![("2015", "2017"), ("2019", "2022")], vec!["2018-01..2018-12 12"], vec![]),
            (vec![("2018-02", "2019-06"), ("2019-03", "now")], vec![], vec!["2019-03..2019-05 3"]),
            (
                vec![("2018-01", "2022-01"), ("2018-06", "2018-08"), ("2020-01", "2020-03")],
                vec![],
                vec!["2018-06..2018-07 2", "2020-01..2020-02 2"],
            ),
            (vec![("2018-01", "2020-01"), ("2018-06", "2019-01"), ("2018-09", "2019-06")], vec![], vec!["2018-06..2019-05 12"]),
            (vec![("2010-01", "2011-01"), ("2024-01", "now")], vec!["2011-02..2023-12 155"], vec![]),
        ] {
            let found = career(&jobs).expect("jobs with dates");
            assert_eq!(
                (told(&found.gaps), told(&found.overlaps)),
                (gaps.iter().map(ToString::to_string).collect(), overlaps.iter().map(ToString::to_string).collect()),
                "{jobs:?}"
            );
        }
    }
}
