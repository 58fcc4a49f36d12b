//! Keeps all requests of one credential inside the provider's limits: so many a second, so many at once.
//!
//! A strict server counts *arrivals* in any window of a second, and it alone knows when a request arrived: after it was
//! sent and before its answer came. Spacing departures evenly is therefore not enough; one slow departure followed by
//! punctual ones is a burst for the server. Here a place in the window is freed one period after the latest moment its
//! request can have arrived, which the answer tells.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

/// A request that has not been answered for this long is taken to have arrived.
const LONGEST_FLIGHT: Duration = Duration::from_secs(1);

/// What a busy machine at this end may add to the time a request takes to leave: it tells nothing of the way back.
const BUSY: Duration = Duration::from_millis(25);

/// The longest pause a server may ask for; longer ones are cut.
const LONGEST_PAUSE: Duration = Duration::from_secs(300);

/// The shared limits of one credential.
#[derive(Debug)]
pub(crate) struct Limiter {
    window: Mutex<Window>,
    concurrency: Arc<Semaphore>,
    /// Candidate listings: one at a time.
    pub(super) listing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Window {
    /// Requests the settings allow in one period.
    allowed: usize,
    /// Requests the server was last heard to allow, if fewer.
    capacity: usize,
    period: Duration,
    /// When each place taken becomes free again; the first field tells which request took it.
    places: VecDeque<(u64, Instant)>,
    next_ticket: u64,
    /// Nothing is sent before this moment.
    paused_until: Option<Instant>,
    /// Places used by others who share the credential, and until when that is believed.
    foreign: (usize, Option<Instant>),
    concurrent: usize,
    /// The shortest time an answer took lately: no answer travels faster.
    fastest: Duration,
}

/// Leave to send one request. Dropping it frees the place among the concurrent ones.
#[derive(Debug)]
pub(crate) struct Leave {
    ticket: u64,
    sent: Instant,
    /// Places taken when this one was, itself among them.
    held: usize,
    _concurrent: OwnedSemaphorePermit,
}

/// What an answer's headers tell of the limits.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) limit: Option<usize>,
    pub(crate) remaining: Option<usize>,
    pub(crate) concurrent_limit: Option<usize>,
    /// How long to send nothing at all.
    pub(crate) pause: Option<Duration>,
}

impl Limiter {
    /// Makes one for `rate` requests a second, `concurrent` of them at once.
    pub(crate) fn new(rate: f64, concurrent: usize) -> Self {
        let capacity = rate.ceil().max(1.0);
        Self {
            window: Mutex::new(Window {
                allowed: capacity as usize,
                capacity: capacity as usize,
                period: Duration::from_secs_f64(capacity / rate),
                places: VecDeque::new(),
                next_ticket: 0,
                paused_until: None,
                foreign: (0, None),
                concurrent,
                fastest: LONGEST_FLIGHT,
            }),
            concurrency: Arc::new(Semaphore::new(concurrent)),
            listing: tokio::sync::Mutex::new(()),
        }
    }

    /// Waits until one more request may be sent.
    pub(crate) async fn leave(&self) -> Leave {
        let permit = Arc::clone(&self.concurrency).acquire_owned().await.expect("this semaphore is never closed");
        loop {
            let wait = match self.window().try_take(Instant::now()) {
                Ok((ticket, held)) => return Leave { ticket, sent: Instant::now(), held, _concurrent: permit },
                Err(free_at) => free_at,
            };
            tokio::time::sleep_until(wait).await;
        }
    }

    /// Notes that the request of `leave` was answered just now, and what the answer told.
    pub(crate) fn answered(&self, leave: &Leave, told: Told) {
        let surplus = self.window().answered(leave, Instant::now(), told);
        self.concurrency.forget_permits(surplus);
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        // A panic while it was held cannot leave it in a state worse than a wrong count.
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Window {
    /// Takes a place, or tells when to ask again.
    fn try_take(&mut self, now: Instant) -> Result<(u64, usize), Instant> {
        if let Some(until) = self.paused_until.filter(|until| *until > now) {
            return Err(until);
        }
        self.places.retain(|(_, free_at)| *free_at > now);
        let capacity = self.capacity.saturating_sub(self.foreign_places(now)).max(1);
        if self.places.len() >= capacity {
            let earliest = self.places.iter().map(|(_, free_at)| *free_at).min();
            return Err(earliest.unwrap_or(now + self.period));
        }
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.places.push_back((ticket, now + LONGEST_FLIGHT + self.period));
        Ok((ticket, self.places.len()))
    }

    fn foreign_places(&self, now: Instant) -> usize {
        match self.foreign {
            (places, Some(until)) if until > now => places,
            _ => 0,
        }
    }

    /// Returns how many concurrent requests fewer are allowed than was thought.
    fn answered(&mut self, leave: &Leave, now: Instant, told: Told) -> usize {
        let took = now.duration_since(leave.sent);
        // Grows slowly, so that one lucky answer does not count for ever.
        self.fastest = took.min(self.fastest + self.fastest / 64);
        // An answer that was about as quick as the fastest spent half of that on its way back, but for what a busy machine adds to the way
        // there. One that was slow may have been slow on its way there.
        let way_back = (self.fastest / 2).saturating_sub(BUSY);
        let arrived_by = if took < self.fastest * 2 { now - way_back } else { now };
        if let Some(place) = self.places.iter_mut().find(|(ticket, _)| *ticket == leave.ticket) {
            place.1 = place.1.min(arrived_by + self.period);
        }
        if let Some(pause) = told.pause {
            let until = now + pause.min(LONGEST_PAUSE);
            self.paused_until = Some(self.paused_until.map_or(until, |earlier| earlier.max(until)));
        }
        self.heed_rate(leave, told, now);
        self.heed_concurrency(told)
    }

    fn heed_rate(&mut self, leave: &Leave, told: Told, now: Instant) {
        let Some(limit) = told.limit.filter(|limit| *limit > 0) else { return };
        if self.period <= Duration::from_secs(1) {
            self.capacity = self.allowed.min(limit);
        }
        // What the server counted beyond the requests that were ours at that time is somebody else's.
        let counted = limit.saturating_sub(told.remaining.unwrap_or(limit));
        let taken_since = usize::try_from(self.next_ticket - leave.ticket).unwrap_or(usize::MAX) - 1;
        let foreign = counted.saturating_sub(leave.held + taken_since);
        if foreign > 0 || self.foreign_places(now) == 0 {
            self.foreign = (foreign, Some(now + Duration::from_secs(1)));
        }
    }

    fn heed_concurrency(&mut self, told: Told) -> usize {
        let Some(limit) = told.concurrent_limit.filter(|limit| (1..self.concurrent).contains(limit)) else { return 0 };
        let surplus = self.concurrent - limit;
        self.concurrent = limit;
        surplus
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Departures of `n` requests through a limiter, each answered after `flight`.
    async fn departures(rate: f64, n: usize, flight: Duration) -> Vec<Duration> {
        let limiter = Arc::new(Limiter::new(rate, 8));
        let start = Instant::now();
        let tasks: Vec<_> = (0..n)
            .map(|_| {
                let limiter = Arc::clone(&limiter);
                tokio::spawn(async move {
                    let leave = limiter.leave().await;
                    let departed = start.elapsed();
                    tokio::time::sleep(flight).await;
                    limiter.answered(&leave, Told::default());
                    departed
                })
            })
            .collect();
        let mut times = Vec::new();
        for task in tasks {
            times.push(task.await.expect("no panic"));
        }
        times.sort_unstable();
        times
    }

    #[tokio::test(start_paused = true)]
    async fn no_window_of_a_second_holds_more_than_the_limit() {
        for flight in [1, 30, 90, 700] {
            let flight = Duration::from_millis(flight);
            let times = departures(10.0, 60, flight).await;
            // The request may arrive at any moment of its flight.
            let tightest = times.windows(11).map(|window| window[10] - window[0]).min().expect("60 departures");
            assert!(tightest >= Duration::from_secs(1), "11 requests within {tightest:?} at a flight of {flight:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nearly_all_of_the_rate_is_used() {
        let times = departures(10.0, 201, Duration::from_millis(5)).await;
        let rate = 200.0 / times[200].as_secs_f64();
        assert!((9.5..=10.6).contains(&rate), "{rate} requests a second");
    }

    #[tokio::test(start_paused = true)]
    async fn slower_than_one_a_second_is_possible() {
        let times = departures(0.5, 3, Duration::from_millis(5)).await;
        assert!(times[2] >= Duration::from_secs(4), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_back() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave().await;
        limiter.answered(&leave, Told { pause: Some(Duration::from_secs(7)), ..Told::default() });
        let start = Instant::now();
        let _next = limiter.leave().await;
        assert!(start.elapsed() >= Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn lower_limits_are_obeyed_once_told() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave().await;
        limiter.answered(&leave, Told { limit: Some(2), concurrent_limit: Some(1), ..Told::default() });
        drop(leave);
        let first = limiter.leave().await;
        let second = tokio::time::timeout(Duration::from_secs(5), limiter.leave()).await;
        assert!(second.is_err(), "two at once where one is allowed");
        drop(first);
        assert_eq!(limiter.window().capacity, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn room_is_left_for_others_who_share_the_key() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave().await;
        limiter.answered(&leave, Told { limit: Some(10), remaining: Some(1), ..Told::default() });
        drop(leave);
        let start = Instant::now();
        for _ in 0..2 {
            limiter.leave().await;
        }
        assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    }
}
