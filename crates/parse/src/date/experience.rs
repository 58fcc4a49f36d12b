//! How long somebody has worked.

use vitae_model::PartialDate;

/// A stretch of paid work; no end: it goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch {
    /// First day, month or year.
    pub(crate) start: PartialDate,
    /// Last day, month or year.
    pub(crate) end: Option<PartialDate>,
}

/// Months that `stretches` cover, overlaps counted once; what goes on ends at `today`.
///
/// Years without months count from January to January: `2018 – 2020` is two years, a single year one.
pub(crate) fn months(stretches: &[Stretch], today: PartialDate) -> u32 {
    let mut spans: Vec<(i32, i32)> = stretches.iter().filter_map(|stretch| span(stretch, today)).collect();
    spans.sort_unstable();
    let mut total = 0;
    let mut covered = i32::MIN;
    for (first, behind) in spans {
        total += (behind - first.max(covered)).max(0);
        covered = covered.max(behind);
    }
    u32::try_from(total).unwrap_or(0)
}

/// First month, and one behind the last.
fn span(stretch: &Stretch, today: PartialDate) -> Option<(i32, i32)> {
    let first = stretch.start.first_month();
    let behind = match stretch.end {
        None => today.last_month().min(today.first_month()) + 1,
        Some(end) if end.month().is_some() => end.last_month() + 1,
        Some(end) if end.year() == stretch.start.year() => end.last_month() + 1,
        Some(end) => end.first_month(),
    };
    (behind > first).then_some((first, behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(start: &str, end: &str) -> Stretch {
        Stretch { start: start.parse().expect("a date"), end: end.parse().ok() }
    }

    #[test]
    fn overlaps_count_once_and_open_ends_reach_today() {
        let today = "2024-06".parse().expect("a date");
        for (stretches, expected) in [
            (vec![stretch("2020-01", "2020-12")], 12),
            (vec![stretch("2020-01", "2020-12"), stretch("2020-06", "2021-06")], 18),
            (vec![stretch("2024-01", "")], 6),
            (vec![stretch("2018", "2020")], 24),
            (vec![stretch("2018", "2018")], 12),
            (vec![stretch("2020", "2018")], 0),
            (vec![], 0),
        ] {
            assert_eq!(months(&stretches, today), expected, "{stretches:?}");
        }
    }
}
