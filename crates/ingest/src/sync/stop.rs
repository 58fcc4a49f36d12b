//! A wish to end, shared between threads.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// A wish to end, shared by clones: a run ends soon after [`Stop::request`], keeping what was applied.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<(Mutex<bool>, Condvar)>);

impl Stop {
    /// Asks everybody who holds a clone to end.
    pub fn request(&self) {
        *self.wish() = true;
        self.0.1.notify_all();
    }

    /// Whether the end was asked for.
    #[must_use]
    pub fn is_requested(&self) -> bool {
        *self.wish()
    }

    /// Sleeps for `time`, or until the end is asked for; whether it was.
    #[must_use]
    pub fn wait(&self, time: Duration) -> bool {
        let (wish, _) = self.0.1.wait_timeout_while(self.wish(), time, |wish| !*wish).unwrap_or_else(PoisonError::into_inner);
        *wish
    }

    fn wish(&self) -> MutexGuard<'_, bool> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
