//! Many documents in parallel, in flat memory, answers in the order of the questions.

use std::borrow::Cow;
use std::io;

use rayon::prelude::*;
use vitae_model::Extraction;

use crate::extract::Arrived;
use crate::ordered::in_order;
use crate::understand::understand_wave;
use crate::{ParseOptions, Scratch};

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
    in_order(sources, Scratch::default, |scratch, stretch| answer_stretch(stretch, options, scratch, &make), sink);
}

/// Answers consecutive sources, as many of them abreast as are light enough together.
fn answer_stretch<S: Source, T>(
    sources: &[S],
    options: &ParseOptions,
    scratch: &mut Scratch,
    make: &impl Fn(Extraction) -> T,
) -> Vec<io::Result<T>> {
    let mut answers = Vec::with_capacity(sources.len());
    while let rest @ [_, ..] = &sources[answers.len()..] {
        let wave = take_wave(rest, options, scratch);
        answer_wave(rest, wave, options, scratch, |answer| answers.push(answer.map(make)));
    }
    answers
}

/// Bytes of read documents that one thread holds before it understands them: a hundred résumés have less.
const HEAVY: usize = 4 << 20;

/// Fetches and reads sources until they are heavy together. Their bytes are let go at once.
fn take_wave<S: Source>(sources: &[S], options: &ParseOptions, scratch: &mut Scratch) -> Vec<io::Result<Arrived>> {
    let (mut wave, mut weight) = (Vec::with_capacity(sources.len()), 0);
    for source in sources {
        let arrived = source.bytes(options.limits.bytes).map(|bytes| Arrived::read(&bytes, options, &mut scratch.document));
        weight += arrived.as_ref().map_or(0, Arrived::weight);
        wave.push(arrived);
        if weight >= HEAVY {
            break;
        }
    }
    wave
}

/// Understands the documents of `wave`, the first of `sources`.
fn answer_wave<S: Source>(
    sources: &[S],
    wave: Vec<io::Result<Arrived>>,
    options: &ParseOptions,
    scratch: &mut Scratch,
    mut sink: impl FnMut(io::Result<Extraction>),
) {
    let questions: Vec<_> = wave.iter().flatten().map(|arrived| arrived.question(options)).collect();
    let mut understood = understand_wave(&questions, &mut scratch.understanding).into_iter();
    for (source, arrived) in sources.iter().zip(wave) {
        sink(arrived.map(|arrived| {
            let understood = understood.next().expect("there are as many answers as questions");
            arrived.answer(&source.name(), understood).0
        }));
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract;

    /// A plain text under its name; names that say so cannot be fetched.
    struct Text(String, String);

    impl Source for Text {
        fn name(&self) -> Cow<'_, str> {
            self.0.as_str().into()
        }

        fn bytes(&self, _limit: usize) -> io::Result<Vec<u8>> {
            if self.0.starts_with("missing") { Err(io::ErrorKind::NotFound.into()) } else { Ok(self.1.clone().into_bytes()) }
        }
    }

    fn texts(count: usize) -> Vec<Text> {
        let text = |number: usize| {
            let name = if number % 13 == 5 { format!("missing-{number}") } else { format!("{number}.txt") };
            let jobs =
                (0..number % 4).map(|job| format!("Sales Manager, Oakfield Foods {job} Ltd, Leeds\n{} - {}\n\n", 2010 + job, 2011 + job));
            Text(name, format!("Jane Doe\njane{number}@example.com\n\nExperience\n\n{}", jobs.collect::<String>()))
        };
        (0..count).map(text).collect()
    }

    #[test]
    fn a_wave_answers_as_each_document_alone_does() {
        let sources = texts(150);
        let options = ParseOptions::default();
        let mut scratch = Scratch::default();
        for threads in [1, 3] {
            let mut answers = Vec::new();
            with_threads(threads, || extract_all(&sources, &options, |source, answer| answers.push((source.0.clone(), answer))))
                .expect("threads can be started");
            assert_eq!(answers.len(), sources.len());
            for (Text(name, text), (told, answer)) in sources.iter().zip(answers) {
                assert_eq!(*name, told);
                let alone = (!name.starts_with("missing")).then(|| extract(name, text.as_bytes(), &options, &mut scratch));
                let same_time = answer.ok().map(|answer| Extraction { elapsed_us: 0, ..answer });
                assert_eq!(same_time, alone.map(|alone| Extraction { elapsed_us: 0, ..alone }));
            }
        }
    }
}
