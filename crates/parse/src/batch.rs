//! Many documents in parallel, in flat memory, answers in the order of the questions.

use std::borrow::Cow;
use std::io;

use rayon::prelude::*;
use vitae_model::Extraction;

use crate::ordered::in_order;
use crate::{ParseOptions, Scratch, extract};

/// A document that can be fetched when its turn comes.
pub trait Source: Sync {
    /// The name it is told under.
    fn name(&self) -> Cow<'_, str>;

    /// Fetches its bytes, at most `limit` + 1 of them: one too many tells that it is too large.
    fn bytes(&self, limit: usize) -> io::Result<Vec<u8>>;
}

/// Reads and understands `sources` on the threads of the current rayon pool and hands each answer to `sink` in the order of `sources`.
///
/// At most a few documents per thread are held at a time. A source that cannot be fetched is handed on as its error.
pub fn extract_all<S: Source>(sources: &[S], options: &ParseOptions, sink: impl FnMut(&S, io::Result<Extraction>) + Send) {
    extract_all_with(sources, options, |extraction| extraction, sink);
}

/// Does as [`extract_all`], and makes something else of each answer on the thread that read it, such as the line to be printed.
///
/// Only that crosses to the thread of `sink`: an answer is in the cache of the thread that made it, and its memory is that thread's.
pub fn extract_all_with<S: Source, T: Send>(
    sources: &[S],
    options: &ParseOptions,
    make: impl Fn(Extraction) -> T + Sync,
    sink: impl FnMut(&S, io::Result<T>) + Send,
) {
    let work = |scratch: &mut Scratch, source: &S| {
        source.bytes(options.limits.bytes).map(|bytes| make(extract(&source.name(), &bytes, options, scratch)))
    };
    in_order(sources, Scratch::default, work, sink);
}

/// Does `work` on all `items` on the threads of the current rayon pool and hands the answers on window by window, in order.
///
/// A window is a few items per thread: what is held at a time does not grow with their number.
pub fn in_windows<S: Sync, A: Send>(items: &[S], work: impl Fn(&mut Scratch, &S) -> A + Sync, mut sink: impl FnMut(&[S], Vec<A>)) {
    let width = rayon::current_num_threads() * 16;
    for window in items.chunks(width.max(1)) {
        let answers = window.par_iter().map_init(Scratch::default, |scratch, item| work(scratch, item)).collect();
        sink(window, answers);
    }
}

/// Runs `work` on a pool of `threads` threads of its own; 0 stands for one per core.
///
/// # Errors
/// Where the operating system refuses so many threads.
pub fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> io::Result<T> {
    // Guest libraries recurse over nested objects; address space is free.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).stack_size(8 << 20).build().map_err(io::Error::other)?;
    Ok(pool.install(work))
}
