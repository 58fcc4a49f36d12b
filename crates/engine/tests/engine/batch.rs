//! Many documents.

use std::fs;
use std::path::Path;

use vitae_engine::{EnrichOptions, FileSource, Reading, Summary};

use crate::support::{engine, jane, jane_later, stranger};

fn sources(folder: &Path) -> Vec<FileSource> {
    let mut paths: Vec<_> = fs::read_dir(folder).expect("lists").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.into_iter().map(FileSource::new).collect()
}

fn run(engine: &vitae_engine::Engine, folder: &Path, options: &EnrichOptions) -> (Summary, Vec<Reading>) {
    let mut readings = Vec::new();
    let mut last = 0;
    let sources = sources(folder);
    let summary = engine
        .enrich_all(
            &sources,
            options,
            |progress| {
                assert!(progress.done >= last && progress.done <= progress.total);
                last = progress.done;
            },
            |answer| {
                assert!(readings.len() <= answer.position, "answers come in order");
                readings.push(answer.reading);
            },
        )
        .expect("runs");
    assert_eq!(last, sources.len(), "every file is accounted for");
    (summary, readings)
}

#[test]
fn a_second_run_opens_nothing() {
    let (_home, engine) = engine();
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..100 {
        fs::write(folder.path().join(format!("{n:03}.txt")), stranger(n)).expect("writes");
    }
    let (first, readings) = run(&engine, folder.path(), &EnrichOptions::default());
    assert_eq!((first.progress.parsed, first.matched, readings.len()), (100, 0, 100));
    let (second, readings) = run(&engine, folder.path(), &EnrichOptions::default());
    assert_eq!((second.progress.unchanged, second.progress.parsed, readings.len()), (100, 0, 0));

    let mut options = EnrichOptions::default();
    options.with_unchanged = true;
    let (_, readings) = run(&engine, folder.path(), &options);
    assert_eq!(readings, vec![Reading::Unchanged; 100]);

    options.force = true;
    let (forced, _) = run(&engine, folder.path(), &options);
    assert_eq!(forced.progress.parsed, 100);
    assert_eq!(engine.stats().expect("counts").persons, 100);
}

#[test]
fn copies_are_parsed_once_and_a_changed_file_again() {
    let (_home, engine) = engine();
    let folder = tempfile::tempdir().expect("a folder");
    for n in 0..200 {
        fs::write(folder.path().join(format!("{n:03}.txt")), jane()).expect("writes");
    }
    let (first, _) = run(&engine, folder.path(), &EnrichOptions::default());
    assert_eq!((first.progress.parsed, first.progress.reused), (1, 199));
    fs::write(folder.path().join("100.txt"), jane_later()).expect("writes");
    let (second, _) = run(&engine, folder.path(), &EnrichOptions::default());
    assert_eq!((second.progress.parsed, second.progress.unchanged), (1, 199));
    let stats = engine.stats().expect("counts");
    assert_eq!((stats.persons, stats.records, stats.documents), (1, 2, 2));
}

#[test]
fn one_bad_file_stops_nothing() {
    let (_home, engine) = engine();
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), jane()).expect("writes");
    fs::write(folder.path().join("b.pdf"), b"%PDF-1.7 and then nothing").expect("writes");
    fs::create_dir(folder.path().join("c.pdf")).expect("makes");
    let mut sources = sources(folder.path());
    sources.push(FileSource::new(folder.path().join("missing.pdf")));
    let mut failures = Vec::new();
    let summary = engine
        .enrich_all(
            &sources,
            &EnrichOptions::default(),
            |_| (),
            |answer| failures.extend(answer.result.err().map(|error| error.to_string())),
        )
        .expect("runs");
    assert_eq!((summary.progress.done, summary.progress.failed, summary.new), (4, 3, 1));
    assert_eq!(failures.len(), 2, "{failures:?}");
    assert!(failures.iter().all(|failure| failure.contains(".pdf")), "{failures:?}");
}
