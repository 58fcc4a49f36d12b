//! Leaves a server alone that only fails.

use std::collections::HashSet;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Different addresses that must fail one after the other, with nothing in between that works. One that fails for itself is no sign.
const MANY: usize = 16;

/// The longest time a server is left alone.
const LONGEST_REST: Duration = Duration::from_secs(600);

/// Counts failures in a row, and refuses requests for a while after too many.
#[derive(Debug)]
pub(super) struct Breaker {
    /// How long the server is left alone the first time; longer from time to time.
    rest: Duration,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failing: HashSet<u128>,
    /// Times in a row that it was left alone.
    n_rests: u32,
    until: Option<Instant>,
    /// Somebody looks whether it works again.
    probing: bool,
}

impl Breaker {
    pub(super) fn new(rest: Duration) -> Self {
        Self { rest, state: Mutex::default() }
    }

    /// Whether a request may be sent now; the time left where it may not.
    pub(super) fn ask(&self) -> Result<(), Duration> {
        let mut state = self.state();
        let Some(until) = state.until else { return Ok(()) };
        let left = until.saturating_duration_since(Instant::now());
        if !left.is_zero() {
            return Err(left);
        }
        if std::mem::replace(&mut state.probing, true) {
            return Err(Duration::ZERO);
        }
        Ok(())
    }

    /// Notes how a request for `address` ended.
    pub(super) fn ended(&self, address: &str, failed: bool) {
        let mut state = self.state();
        if !failed {
            *state = State::default();
            return;
        }
        state.failing.insert(crate::sync::digest::of_id(address));
        if std::mem::take(&mut state.probing) || (state.until.is_none() && state.failing.len() >= MANY) {
            let rest = (self.rest * 2_u32.saturating_pow(state.n_rests.min(10))).min(LONGEST_REST);
            tracing::warn!(seconds = rest.as_secs_f64(), "the server only fails and is left alone");
            state.n_rests += 1;
            state.until = Some(Instant::now() + rest);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_server_that_only_fails_is_left_alone_and_looked_at_by_one() {
        let breaker = Breaker::new(Duration::from_secs(60));
        for number in 0..MANY {
            assert_eq!(breaker.ask(), Ok(()), "after {number}");
            breaker.ended(&number.to_string(), true);
        }
        assert_eq!(breaker.ask(), Err(Duration::from_secs(60)));
        tokio::time::advance(Duration::from_secs(61)).await;
        assert_eq!((breaker.ask(), breaker.ask()), (Ok(()), Err(Duration::ZERO)), "one looks, the others wait");
        breaker.ended("x", true);
        assert_eq!(breaker.ask(), Err(Duration::from_secs(120)), "and longer each time");
        tokio::time::advance(Duration::from_secs(121)).await;
        assert_eq!(breaker.ask(), Ok(()));
        breaker.ended("x", false);
        assert_eq!((breaker.ask(), breaker.ask()), (Ok(()), Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn one_address_that_fails_again_and_again_is_no_sign() {
        let breaker = Breaker::new(Duration::from_secs(60));
        (0..1000).for_each(|_| breaker.ended("the same", true));
        (0..MANY - 2).for_each(|number| breaker.ended(&number.to_string(), true));
        assert_eq!(breaker.ask(), Ok(()));
        breaker.ended("good", false);
        (0..MANY - 1).for_each(|number| breaker.ended(&number.to_string(), true));
        assert_eq!(breaker.ask(), Ok(()), "what works in between starts the count anew");
    }
}
