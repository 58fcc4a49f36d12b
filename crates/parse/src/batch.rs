//! Many documents in parallel, in flat memory, answers in the order of the questions.

use std::borrow::Cow;
use std::io;

use rayon::prelude::*;
use vitae_model::Extraction;

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
pub fn extract_all<S: Source>(sources: &[S], options: &ParseOptions, mut sink: impl FnMut(&S, io::Result<Extraction>)) {
    let width = rayon::current_num_threads() * 16;
    for window in sources.chunks(width.max(1)) {
        let answers: Vec<_> = window
            .par_iter()
            .map_init(Scratch::default, |scratch, source| {
                source.bytes(options.limits.bytes).map(|bytes| extract(&source.name(), &bytes, options, scratch))
            })
            .collect();
        for (source, answer) in window.iter().zip(answers) {
            sink(source, answer);
        }
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
