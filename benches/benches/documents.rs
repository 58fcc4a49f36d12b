//! Bytes to positioned text, and bytes to profiles.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use vitae_benches::{bytes, documents};
use vitae_document::{Deadline, Limits, read};
use vitae_parse::{ParseOptions, Scratch, extract};

/// Bytes to positioned runs.
pub(crate) fn extraction(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract");
    for ending in ["pdf", "docx"] {
        let documents = documents(ending);
        let (limits, mut scratch) = (Limits::default(), vitae_document::Scratch::default());
        let mut all = || -> usize {
            documents
                .iter()
                .map(|document| read(&document.bytes, &limits, Deadline::start(&limits), &mut scratch).document.text.len())
                .sum()
        };
        println!("extract/{ending}: {} documents, {} bytes of text", documents.len(), all());
        group.throughput(Throughput::Bytes(bytes(&documents)));
        group.bench_function(ending, |bencher| bencher.iter(|| black_box(all())));
    }
    group.finish();
}

/// Bytes to profiles with evidence.
pub(crate) fn parsing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("parse");
    for ending in ["pdf", "docx"] {
        let documents = documents(ending);
        let (options, mut scratch) = (ParseOptions::default(), Scratch::default());
        let mut all = || -> usize {
            documents.iter().map(|document| extract(&document.name, &document.bytes, &options, &mut scratch).evidence.len()).sum()
        };
        println!("parse/{ending}: {} documents, {} values with evidence", documents.len(), all());
        group.throughput(Throughput::Elements(documents.len() as u64));
        group.bench_function(ending, |bencher| bencher.iter(|| black_box(all())));
    }
    group.finish();
}
