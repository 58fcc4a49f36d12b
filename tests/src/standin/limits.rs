//! The documented limits, counted as strictly as they can be meant.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Limits of one credential.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests in any window of one second.
    pub rate: usize,
    /// Requests at once.
    pub concurrent: usize,
    /// Candidate listings at once.
    pub listings: usize,
}

impl Default for Limits {
    /// The documented ones.
    fn default() -> Self {
        Self { rate: 10, concurrent: 8, listings: 1 }
    }
}

/// Counts requests against the limits.
#[derive(Debug)]
pub(super) struct Meter {
    limits: Limits,
    since: Instant,
    arrivals: Mutex<VecDeque<Instant>>,
    concurrent: Arc<AtomicUsize>,
    listings: Arc<AtomicUsize>,
}

/// A request under way.
#[derive(Debug)]
pub(super) struct Underway {
    /// What was still allowed when it came.
    pub(super) remaining: usize,
    pub(super) concurrent: usize,
    pub(super) in_window: usize,
    pub(super) listings: usize,
    /// When it came, from the start of the server on.
    pub(super) at: Duration,
    /// Which limit it exceeds.
    pub(super) exceeded: Option<&'static str>,
    _places: Vec<Place>,
}

#[derive(Debug)]
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(counter: &Arc<AtomicUsize>) -> (Self, usize) {
        let number = counter.fetch_add(1, Ordering::SeqCst) + 1;
        (Self(Arc::clone(counter)), number)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Meter {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, since: Instant::now(), arrivals: Mutex::default(), concurrent: Arc::default(), listings: Arc::default() }
    }

    pub(super) fn limits(&self) -> Limits {
        self.limits
    }

    /// Counts a request that just arrived. Those that exceed a limit count too.
    pub(super) fn arrive(&self, listing: bool) -> Underway {
        let in_window = self.count_arrival();
        let (place, concurrent) = Place::take(&self.concurrent);
        let mut places = vec![place];
        let mut listings = 0;
        if listing {
            let (place, number) = Place::take(&self.listings);
            places.push(place);
            listings = number;
        }
        let exceeded = if in_window > self.limits.rate {
            Some("rate")
        } else if concurrent > self.limits.concurrent {
            Some("concurrency")
        } else if listings > self.limits.listings {
            Some("concurrent listings")
        } else {
            None
        };
        let remaining = self.limits.rate.saturating_sub(in_window);
        Underway { remaining, concurrent, in_window, listings, at: self.since.elapsed(), exceeded, _places: places }
    }

    fn count_arrival(&self) -> usize {
        let now = Instant::now();
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        while arrivals.front().is_some_and(|earliest| now.duration_since(*earliest) >= Duration::from_secs(1)) {
            arrivals.pop_front();
        }
        arrivals.push_back(now);
        arrivals.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_told_by_name() {
        let meter = Meter::new(Limits { rate: 3, concurrent: 2, listings: 1 });
        let first = meter.arrive(true);
        assert_eq!((first.exceeded, first.remaining), (None, 2));
        assert_eq!(meter.arrive(true).exceeded, Some("concurrent listings"));
        drop(first);
        assert_eq!(meter.arrive(true).exceeded, None);
        assert_eq!(meter.arrive(false).exceeded, Some("rate"));
    }
}
