//! The boundary that a panic does not cross: whatever one document does, the others are read.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    static INSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Runs `work`; a panic in it is swallowed, with its message unprinted, and gives `None`.
///
/// What `work` borrowed mutably may be half changed after a panic: callers keep only what stays meaningful then.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    install_quiet_hook();
    let before = INSIDE.replace(true);
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    INSIDE.set(before);
    result.ok()
}

/// Panic hooks are global, so one is put in front of the program's own, once; it is silent only for threads inside [`guarded`].
fn install_quiet_hook() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let programs_own = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            // The thread-local may be gone while a thread is being torn down; then the program's own hook speaks.
            if !INSIDE.try_with(Cell::get).unwrap_or(false) {
                programs_own(info);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_none_and_the_next_call_works() {
        assert_eq!(guarded(|| -> u32 { panic!("unseen") }), None);
        assert_eq!(guarded(|| 7), Some(7));
        assert!(!INSIDE.get());
    }

    #[test]
    fn nesting_keeps_the_outer_boundary() {
        let inner_panicked = guarded(|| {
            let inner = guarded(|| -> u32 { panic!("unseen") });
            (inner, INSIDE.get())
        });
        assert_eq!(inner_panicked, Some((None, true)));
    }
}
