//! The two object models side by side: whatever finds the objects, the pages say the same.
#![expect(clippy::disallowed_methods, reason = "the résumés of the corpus lie in files")]

use std::path::Path;
use std::time::{Duration, Instant};

use super::super::{Lazy, Loaded, Scratch, read_objects};
use super::{Chance, encrypted, mutate};
use crate::reading::Bounds;
use crate::{Deadline, Document, Limits};

/// The PDF files of the corpus by name.
fn corpus() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/resumes");
    let entries = std::fs::read_dir(folder).expect("the corpus is there").flatten().map(|entry| entry.path());
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|extension| extension == "pdf")).collect();
    files.sort();
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files.iter().map(|path| (name(path), std::fs::read(path).expect("a file of the corpus is readable"))).collect()
}

/// Which object model reads.
#[derive(Debug, Clone, Copy)]
enum Model {
    Lazy,
    Loaded,
}

/// What a model makes of a file, without the verdict on it.
fn document(bytes: &[u8], model: Model, scratch: &mut Scratch) -> Document {
    let limits = Limits::default();
    let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
    let mut document = Document::default();
    let summary = match model {
        Model::Lazy => read_objects(&Lazy::new(bytes), bounds, &mut document, scratch),
        Model::Loaded => Loaded::load(bytes, bounds).and_then(|model| read_objects(&model, bounds, &mut document, scratch)),
    };
    assert!(summary.is_ok_and(|summary| summary.is_some()), "{model:?} finds no page");
    document
}

/// `cargo test --release -p vitae-document both_models_give -- --nocapture` says what either takes.
#[test]
fn both_models_give_the_same_runs_on_the_whole_corpus() {
    let mut scratch = Scratch::default();
    let files = corpus();
    assert!(files.len() > 30, "only {} files", files.len());
    let mut totals = [Duration::ZERO; 2];
    for (name, bytes) in files {
        let [lazy, loaded] = [Model::Lazy, Model::Loaded].map(|model| timed(&bytes, model, &mut scratch));
        println!("{:8.1} {:8.1} µs  {name}", lazy.1.as_secs_f64() * 1e6, loaded.1.as_secs_f64() * 1e6);
        totals = [totals[0] + lazy.1, totals[1] + loaded.1];
        assert_same(&name, &lazy.0, &loaded.0);
    }
    println!("lopdf's objects take {:.2} times as long", totals[1].as_secs_f64() / totals[0].as_secs_f64());
}

/// The same, and the fastest of a few times.
fn timed(bytes: &[u8], model: Model, scratch: &mut Scratch) -> (Document, Duration) {
    let mut fastest = Duration::MAX;
    for _ in 0..5 {
        let started = Instant::now();
        let _ = document(bytes, model, scratch);
        fastest = started.elapsed().min(fastest);
    }
    (document(bytes, model, scratch), fastest)
}

#[test]
fn both_models_decipher() {
    let mut scratch = Scratch::default();
    for key_length in [None, Some(128)] {
        let bytes = encrypted(key_length, "");
        let [lazy, loaded] = [Model::Lazy, Model::Loaded].map(|model| document(&bytes, model, &mut scratch));
        assert_eq!(lazy.metadata.title.as_deref(), Some("Secret é"));
        assert_same("an encrypted file", &lazy, &loaded);
    }
}

/// Numbers of lopdf have the precision of `f32`, so that places may differ by a thousandth of a point.
#[track_caller]
fn assert_same(name: &str, one: &Document, other: &Document) {
    let texts = |document: &Document| -> Vec<String> { document.runs.iter().map(|run| document.text_of(run).to_owned()).collect() };
    assert_eq!(texts(one), texts(other), "{name}");
    assert_eq!((one.pages.len(), &one.metadata), (other.pages.len(), &other.metadata), "{name}");
    for (run, twin) in one.runs.iter().zip(&other.runs) {
        let [place, other_place]: [[f32; 4]; 2] = [run.area.into(), twin.area.into()];
        let is_near = place.iter().zip(other_place).all(|(one, other)| (one - other).abs() < 0.01);
        assert!(is_near, "{name}: {place:?} is not {other_place:?}");
        let dress = |document: &Document, run: &crate::Run| {
            let font = document.fonts.get(usize::from(run.font.0)).map(|font| font.name.clone());
            (run.page, run.bold, run.italic, run.colour, font, document.target_of(run).map(str::to_owned))
        };
        assert_eq!(dress(one, run), dress(other, twin), "{name}: {}", one.text_of(run));
    }
    let shapes = |document: &Document| (document.rules.len(), document.fillings.len(), document.images.len());
    assert_eq!(shapes(one), shapes(other), "{name}");
}

/// lopdf knows repairs of its own. What it finds in damaged files the fast path must find too; where it does not, this says what to mend.
#[test]
fn the_lazy_model_finds_pages_wherever_lopdf_does() {
    let (mut scratch, limits, mut chance) = (Scratch::default(), Limits::default(), Chance(77));
    let files = corpus();
    for round in 0..1200 {
        let (name, whole) = &files[round % files.len()];
        let mut bytes = whole.clone();
        (0..4).for_each(|_| mutate(&mut bytes, &mut chance));
        let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
        let [mut found, mut rescued] = [Document::default(), Document::default()];
        if matches!(read_objects(&Lazy::new(&bytes), bounds, &mut found, &mut scratch), Ok(Some(_))) {
            continue;
        }
        let _ = Loaded::load(&bytes, bounds).and_then(|model| read_objects(&model, bounds, &mut rescued, &mut scratch));
        assert!(rescued.runs.is_empty(), "round {round} of {name}: lopdf reads `{}`", rescued.text);
    }
}
