//! When a stream is due.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use vitae_engine::Run;

use crate::account::Interval;
use crate::sync::digest;

/// A run that failed is tried again after this, where the interval is longer.
const AFTER_FAILURE: Duration = Duration::from_secs(5 * 60);

/// Most that is added to an interval.
const MOST_JITTER: Duration = Duration::from_secs(60);

/// The moment of the run after `last`: at once where there was none or it was broken off.
///
/// A little is added to each interval, another little each time and the same whoever asks, so that accounts do not march in step.
pub(super) fn next(last: Option<&Run>, every: Interval) -> Option<Timestamp> {
    let last = last.filter(|run| run.ended_at.is_some())?;
    let started: Timestamp = last.started_at.parse().ok()?;
    let every = every.duration();
    let interval = if last.error.is_some() { every.min(AFTER_FAILURE) } else { every };
    let most = (interval / 10).min(MOST_JITTER);
    let share = digest::of_id(&format!("{} {} {}", last.account, last.stream, last.started_at)) % 1000;
    let jitter = most.mul_f64(share as f64 / 1000.0);
    started.checked_add(SignedDuration::try_from(interval + jitter).ok()?).ok()
}

/// How long to wait for the run after `last`.
pub(super) fn wait(last: Option<&Run>, every: Interval, now: Timestamp) -> Duration {
    let Some(next) = next(last, every) else { return Duration::ZERO };
    let wait = Duration::try_from(next.duration_since(now)).unwrap_or(Duration::ZERO);
    // A clock that was set back must not stop the service for years.
    if wait > every.duration() + MOST_JITTER { Duration::ZERO } else { wait }
}

#[cfg(test)]
mod tests {
    use super::*;
    use vitae_engine::RunCounts;

    fn run(started_at: &str, ended: bool, error: Option<&str>) -> Run {
        Run {
            account: "acme".into(),
            stream: "candidates".into(),
            started_at: started_at.into(),
            ended_at: ended.then(|| "2026-01-15T10:01:00Z".into()),
            error: error.map(Into::into),
            counts: RunCounts::default(),
        }
    }

    fn minutes(wait: Duration) -> f64 {
        wait.as_secs_f64() / 60.0
    }

    #[test]
    fn the_interval_counts_from_the_beginning_with_a_little_added() {
        let now: Timestamp = "2026-01-15T10:05:00Z".parse().expect("a moment");
        let every = Interval::QUARTER_HOUR;
        let last = run("2026-01-15T10:00:00.000000Z", true, None);
        let waits = minutes(wait(Some(&last), every, now));
        assert!((10.0..=11.0).contains(&waits), "{waits}");
        assert_eq!(wait(Some(&last), every, now), wait(Some(&last), every, now), "everybody who asks hears the same");
        let other = run("2026-01-15T10:00:00.000001Z", true, None);
        assert_ne!(wait(Some(&last), every, now), wait(Some(&other), every, now));
        let failed = minutes(wait(Some(&run("2026-01-15T10:04:00Z", true, Some("ill"))), every, now));
        assert!((4.0..=4.5).contains(&failed), "{failed}");
    }

    #[test]
    fn what_never_ran_or_was_broken_off_or_is_overdue_or_lies_ahead_is_due() {
        let now: Timestamp = "2026-01-15T10:05:00Z".parse().expect("a moment");
        let broken_off = run("2026-01-15T10:04:00Z", false, None);
        let overdue = run("2026-01-15T09:00:00Z", true, None);
        let ahead = run("2027-01-15T09:00:00Z", true, None);
        for last in [None, Some(&broken_off), Some(&overdue), Some(&ahead)] {
            assert_eq!(wait(last, Interval::QUARTER_HOUR, now), Duration::ZERO, "{last:?}");
        }
    }
}
