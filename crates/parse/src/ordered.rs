//! Work on all threads, answers in order, a bounded number of them held at a time.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Items that a thread takes at a time, where there are enough for all.
const WAVE: usize = 16;
/// Answers per thread that may wait for an earlier one.
const AHEAD: usize = 2 * WAVE;

/// Does `work` on all `items` on the threads of the current rayon pool and hands each answer to `sink` in the order of `items`.
///
/// `work` gets consecutive items and answers each of them. Every thread makes one scratch with `scratch` and keeps it. The thread that calls hands answers on as soon as they are next and works
/// in between, so that no thread waits for a round to end. A panic in `work` or `sink` ends the work and goes on to the caller.
pub(crate) fn in_order<S: Sync, T, A: Send>(
    items: &[S],
    scratch: impl Fn() -> T + Sync,
    work: impl Fn(&mut T, &[S]) -> Vec<A> + Sync,
    mut sink: impl FnMut(&S, A) + Send,
) {
    let n_threads = rayon::current_num_threads();
    let queue = Queue::new(items.len(), n_threads);
    rayon::scope(|scope| {
        for _ in 1..n_threads {
            scope.spawn(|_| {
                let mut scratch = scratch();
                while let Some(ticket) = queue.wait_for_work() {
                    let answers = work(&mut scratch, &items[ticket.items.clone()]);
                    ticket.answer(answers);
                }
            });
        }
        let whole = Whole(&queue);
        let mut scratch = scratch();
        loop {
            match queue.next_step() {
                Step::Hand(index, answer) => sink(&items[index], answer),
                Step::Work(ticket) => {
                    let answers = work(&mut scratch, &items[ticket.items.clone()]);
                    ticket.answer(answers);
                }
                Step::End => break,
            }
        }
        drop(whole);
    });
}

/// Which items are taken, and the answers that wait for earlier ones.
struct Queue<A> {
    state: Mutex<State<A>>,
    changed: Condvar,
    length: usize,
    n_threads: usize,
}

struct State<A> {
    /// The first item nobody has taken.
    untaken: usize,
    /// The first item whose answer was not handed on.
    unhanded: usize,
    /// Answers from `unhanded` on.
    answers: VecDeque<Option<A>>,
    /// Somebody panicked: nothing more is to be done.
    broken: bool,
}

enum Step<'a, A> {
    /// Hand on the answer to this item.
    Hand(usize, A),
    /// Work on some items.
    Work(Ticket<'a, A>),
    /// All is done, or somebody panicked.
    End,
}

impl<A> Queue<A> {
    fn new(length: usize, n_threads: usize) -> Self {
        let state = State { untaken: 0, unhanded: 0, answers: VecDeque::with_capacity(n_threads * AHEAD), broken: false };
        Self { state: Mutex::new(state), changed: Condvar::new(), length, n_threads }
    }

    fn lock(&self) -> MutexGuard<'_, State<A>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A wave of items, of few that are left only a part, so that no thread works on the last ones while the others have nothing to do.
    fn take<'a>(&'a self, state: &mut State<A>) -> Option<Ticket<'a, A>> {
        let share = (self.length - state.untaken).div_ceil(2 * self.n_threads - 1);
        let room = state.unhanded + self.n_threads * AHEAD - state.untaken;
        let items = state.untaken..state.untaken + share.min(WAVE).min(room);
        (!items.is_empty() && !state.broken).then(|| {
            state.untaken = items.end;
            state.answers.extend(items.clone().map(|_| None));
            Ticket { queue: self, items, answered: false }
        })
    }

    /// Items to work on, as soon as there is room for their answers; none when all are taken.
    fn wait_for_work(&self) -> Option<Ticket<'_, A>> {
        let mut state = self.lock();
        while state.untaken < self.length && !state.broken {
            if let Some(ticket) = self.take(&mut state) {
                return Some(ticket);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        None
    }

    /// What the thread that hands answers on should do. It waits only for an answer that another thread is working on.
    fn next_step(&self) -> Step<'_, A> {
        let mut state = self.lock();
        loop {
            if state.broken || state.unhanded == self.length {
                return Step::End;
            }
            if let Some(Some(_)) = state.answers.front() {
                let answer = state.answers.pop_front().flatten().expect("looked at just before");
                let index = state.unhanded;
                state.unhanded += 1;
                self.changed.notify_all();
                return Step::Hand(index, answer);
            }
            if let Some(ticket) = self.take(&mut state) {
                return Step::Work(ticket);
            }
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn break_off(&self) {
        self.lock().broken = true;
        self.changed.notify_all();
    }
}

/// The duty to answer some items; dropped without answers by a panic, it ends the work.
struct Ticket<'a, A> {
    queue: &'a Queue<A>,
    items: Range<usize>,
    answered: bool,
}

impl<A> Ticket<'_, A> {
    fn answer(mut self, answers: Vec<A>) {
        assert_eq!(answers.len(), self.items.len(), "each item has its answer");
        let mut state = self.queue.lock();
        let first = self.items.start - state.unhanded;
        for (slot, answer) in state.answers.range_mut(first..).zip(answers) {
            *slot = Some(answer);
        }
        self.answered = true;
        drop(state);
        self.queue.changed.notify_all();
    }
}

impl<A> Drop for Ticket<'_, A> {
    fn drop(&mut self) {
        if !self.answered {
            self.queue.break_off();
        }
    }
}

/// Ends the work where the thread that hands answers on panics.
struct Whole<'a, A>(&'a Queue<A>);

impl<A> Drop for Whole<'_, A> {
    fn drop(&mut self) {
        self.0.break_off();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::with_threads;

    #[test]
    fn answers_come_in_order_and_few_wait() {
        for n_threads in [1, 2, 5] {
            let items: Vec<usize> = (0..500).collect();
            let (held, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
            let mut handed = Vec::new();
            with_threads(n_threads, || {
                let answer = |item: &usize| {
                    most.fetch_max(held.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    if item.is_multiple_of(7) {
                        std::thread::yield_now();
                    }
                    item * 2
                };
                let work = |(): &mut (), items: &[usize]| items.iter().map(answer).collect();
                in_order(
                    &items,
                    || (),
                    work,
                    |item, answer| {
                        held.fetch_sub(1, Ordering::SeqCst);
                        handed.push((*item, answer));
                    },
                );
            })
            .expect("threads can be started");
            assert_eq!(handed, items.iter().map(|item| (*item, item * 2)).collect::<Vec<_>>());
            // One more is in hand: its place is given away just before it is told.
            assert!(most.into_inner() <= n_threads * AHEAD + 1);
        }
    }

    #[test]
    fn nothing_to_do_is_done_at_once() {
        in_order(&[] as &[u8], || (), |(), _| vec![()], |_, ()| panic!("there is nothing"));
    }

    #[test]
    fn a_panic_anywhere_reaches_the_caller() {
        let items: Vec<usize> = (0..200).collect();
        for (worker, hand) in [(57, 1000), (1000, 57)] {
            let run = || {
                with_threads(3, || {
                    let work = |(): &mut (), items: &[usize]| items.iter().map(|item| assert_ne!(*item, worker)).collect();
                    in_order(&items, || (), work, |item, ()| assert_ne!(*item, hand));
                })
            };
            assert!(std::panic::catch_unwind(run).is_err());
        }
    }
}
