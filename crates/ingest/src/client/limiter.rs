//! Keeps all requests of one credential inside the provider's limits: so many a second, so many at once.
//!
//! A strict server counts *arrivals* in any window of a second, and it alone knows when a request arrived. Spacing departures
//! evenly is therefore not enough; one slow departure followed by punctual ones is a burst for the server. Freeing a place a
//! second after the answer is safe and wastes the time of the answer. What counts is how much *later* than the quickest
//! request one can have arrived, and answers tell that too: one that came as soon as the soonest of its kind was late on none
//! of its ways. A place in the window is freed one period after the departure, and as much later as its answer was late.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use super::pace::{Kind, Paces};

/// A request that has not been answered for this long is taken to have arrived.
const LONGEST_FLIGHT: Duration = Duration::from_secs(1);

/// What a request may be quicker than all those lately seen of its kind.
const SPREAD: Duration = Duration::from_millis(10);

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
    paces: Paces,
}

/// Leave to send one request. Dropping it frees the place among the concurrent ones.
#[derive(Debug)]
pub(crate) struct Leave {
    ticket: u64,
    kind: Kind,
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
                paces: Paces::default(),
            }),
            concurrency: Arc::new(Semaphore::new(concurrent)),
            listing: tokio::sync::Mutex::new(()),
        }
    }

    /// Waits until one more request, of this kind, may be sent.
    pub(crate) async fn leave(&self, kind: Kind) -> Leave {
        let permit = Arc::clone(&self.concurrency).acquire_owned().await.expect("this semaphore is never closed");
        loop {
            let wait = match self.window().try_take(Instant::now()) {
                Ok((ticket, held)) => return Leave { ticket, kind, sent: Instant::now(), held, _concurrent: permit },
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
        let late = self.paces.lateness(leave.kind, now.duration_since(leave.sent)) + SPREAD;
        if let Some(place) = self.places.iter_mut().find(|(ticket, _)| *ticket == leave.ticket) {
            place.1 = place.1.min(leave.sent + late + self.period);
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

    fn kind() -> Kind {
        Kind::of("/candidates/1")
    }

    /// How long a request is on its way, is worked on, and its answer is on its way, in milliseconds from and to.
    #[derive(Clone, Copy)]
    struct Road {
        out: (u64, u64),
        work: (u64, u64),
        back: (u64, u64),
    }

    impl Road {
        fn even(flight: u64) -> Self {
            Self { out: (0, 0), work: (flight, flight), back: (0, 0) }
        }

        /// The two stretches of the request of a number: until it arrives, and until its answer does.
        fn of(self, number: u64) -> [Duration; 2] {
            let mut state = number + 1;
            let mut between = |(from, to): (u64, u64)| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                Duration::from_micros(from * 1000 + (state >> 33) % ((to - from) * 1000 + 1))
            };
            [between(self.out), between(self.work) + between(self.back)]
        }
    }

    /// Arrivals of `n` requests through a limiter.
    async fn arrivals(rate: f64, n: u64, road: Road) -> Vec<Duration> {
        let limiter = Arc::new(Limiter::new(rate, 8));
        let start = Instant::now();
        let tasks: Vec<_> = (0..n)
            .map(|number| {
                let limiter = Arc::clone(&limiter);
                tokio::spawn(async move {
                    let leave = limiter.leave(kind()).await;
                    let [out, rest] = road.of(number);
                    tokio::time::sleep(out).await;
                    let arrived = start.elapsed();
                    tokio::time::sleep(rest).await;
                    limiter.answered(&leave, Told::default());
                    arrived
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

    /// Near and far, even and uneven, on the way there and back.
    const ROADS: [Road; 6] = [
        Road { out: (0, 1), work: (1, 3), back: (0, 1) },
        Road { out: (10, 12), work: (30, 40), back: (10, 12) },
        Road { out: (90, 95), work: (20, 30), back: (90, 95) },
        Road { out: (0, 5), work: (195, 205), back: (0, 5) },
        Road { out: (5, 25), work: (190, 200), back: (5, 15) },
        Road { out: (50, 55), work: (500, 520), back: (50, 55) },
    ];

    #[tokio::test(start_paused = true)]
    async fn no_window_of_a_second_holds_more_than_the_limit() {
        let wild = [Road { out: (5, 400), work: (5, 300), back: (5, 100) }, Road { out: (0, 0), work: (1, 700), back: (0, 0) }];
        for road in ROADS.into_iter().chain(wild) {
            let times = arrivals(10.0, 600, road).await;
            let tightest = times.windows(11).map(|window| window[10] - window[0]).min().expect("600 arrivals");
            assert!(tightest >= Duration::from_secs(1), "11 requests within {tightest:?} on {:?}", (road.out, road.work, road.back));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn nearly_all_of_the_rate_is_used_however_far_the_server_is() {
        for road in ROADS {
            let times = arrivals(10.0, 1201, road).await;
            // The first ones go slower, until it is known how long an answer takes.
            let rate = 1000.0 / (times[1200] - times[200]).as_secs_f64();
            assert!((9.5..=10.0).contains(&rate), "{rate} requests a second on {:?}", (road.out, road.work, road.back));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_that_takes_long_is_no_measure_for_the_next_ones() {
        let limiter = Arc::new(Limiter::new(10.0, 8));
        let mut sent = Vec::new();
        for number in 0..30 {
            let leave = limiter.leave(kind()).await;
            sent.push(Instant::now());
            tokio::time::sleep(Duration::from_millis(if number < 10 { 60 } else { 5 })).await;
            limiter.answered(&leave, Told::default());
        }
        assert!(sent[10] - sent[0] >= Duration::from_millis(1060), "the first may have arrived as late as its answer came");
    }

    #[tokio::test(start_paused = true)]
    async fn slower_than_one_a_second_is_possible() {
        let times = arrivals(0.5, 3, Road::even(5)).await;
        assert!(times[2] >= Duration::from_secs(4), "{times:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_holds_everybody_back() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave(kind()).await;
        limiter.answered(&leave, Told { pause: Some(Duration::from_secs(7)), ..Told::default() });
        let start = Instant::now();
        let _next = limiter.leave(kind()).await;
        assert!(start.elapsed() >= Duration::from_secs(7));
    }

    #[tokio::test(start_paused = true)]
    async fn lower_limits_are_obeyed_once_told() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave(kind()).await;
        limiter.answered(&leave, Told { limit: Some(2), concurrent_limit: Some(1), ..Told::default() });
        drop(leave);
        let first = limiter.leave(kind()).await;
        let second = tokio::time::timeout(Duration::from_secs(5), limiter.leave(kind())).await;
        assert!(second.is_err(), "two at once where one is allowed");
        drop(first);
        assert_eq!(limiter.window().capacity, 2);
    }

    #[tokio::test(start_paused = true)]
    async fn room_is_left_for_others_who_share_the_key() {
        let limiter = Limiter::new(10.0, 8);
        let leave = limiter.leave(kind()).await;
        limiter.answered(&leave, Told { limit: Some(10), remaining: Some(1), ..Told::default() });
        drop(leave);
        let start = Instant::now();
        for _ in 0..2 {
            limiter.leave(kind()).await;
        }
        assert!(start.elapsed() >= Duration::from_millis(900), "{:?}", start.elapsed());
    }
}
