//! Who is who, and who can be found.

use std::hint::black_box;

use criterion::{BatchSize, Criterion, Throughput};
use vitae_benches::people;
use vitae_index::{Entry, Facet, Index, Query};
use vitae_matching::{Features, Frequencies, RecordView, Weights, blocking_keys, score};
use vitae_model::{PersonId, Profile, RecordId, RecordSource};

fn id(index: usize) -> (RecordId, RecordSource) {
    let source = RecordSource::Import { source: "bench".to_owned(), row: index.to_string() };
    (source.record_id(), source)
}

fn features(profiles: &[Profile]) -> Vec<Features> {
    let ids: Vec<_> = (0..profiles.len()).map(id).collect();
    let views = profiles.iter().zip(&ids).map(|(profile, (id, source))| RecordView { id, source, profile });
    views.map(|view| Features::of(&view)).collect()
}

/// Normal forms, keys, and scores of pairs.
pub(crate) fn matching(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("match");
    let profiles = people(2_000);
    let all = features(&profiles);
    let mut frequencies = Frequencies::default();
    all.iter().for_each(|features| frequencies.observe(features));
    let weights = Weights::default();
    group.throughput(Throughput::Elements(profiles.len() as u64));
    group.bench_function("features", |bencher| bencher.iter(|| black_box(features(&profiles))));
    let keys = || -> usize { all.iter().map(|features| blocking_keys(features).len()).sum() };
    println!("match/keys: {} people, {} keys", profiles.len(), keys());
    group.bench_function("keys", |bencher| bencher.iter(|| black_box(keys())));
    let pairs = || all.windows(2).filter(|pair| score(&pair[0], &pair[1], &weights, &frequencies).bits > 0.0).count();
    println!("match/score: {} pairs of neighbours, {} more likely one person than not", all.len() - 1, pairs());
    group.bench_function("score", |bencher| bencher.iter(|| black_box(pairs())));
    group.finish();
}

fn entries(count: usize) -> Vec<Entry> {
    let people = people(count).into_iter().enumerate();
    people
        .map(|(index, profile)| Entry {
            person: PersonId::new(format!("p-{index}")),
            profile,
            origins: Vec::new(),
            sources: vec!["bench".to_owned()],
            statuses: Vec::new(),
            tags: Vec::new(),
            consents: Vec::new(),
            updated: index as i64,
        })
        .collect()
}

fn filled(entries: &[Entry]) -> Index {
    let index = Index::in_memory().expect("an index in memory can be made");
    let mut writer = index.writer().expect("nobody else writes");
    entries.iter().for_each(|entry| writer.upsert(entry).expect("an entry can be added"));
    writer.commit().expect("an index in memory can be committed");
    index
}

/// Golden profiles into an index in memory.
pub(crate) fn indexing(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("index");
    let entries = entries(5_000);
    println!("index/fill: {} people, {} in the index", entries.len(), filled(&entries).len());
    group.sample_size(10).throughput(Throughput::Elements(entries.len() as u64));
    group.bench_function("fill", |bencher| bencher.iter_batched(|| (), |()| black_box(filled(&entries)), BatchSize::PerIteration));
    group.finish();
}

/// Queries over 50,000 persons.
pub(crate) fn search(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("search");
    let index = filled(&entries(50_000));
    let queries = [
        ("word", Query::new("rust")),
        ("two-words", Query::new("engineer berlin")),
        ("name", Query::new("anna schmidtvel")),
        ("facets", Query { facets: vec![Facet::City, Facet::Skill], ..Query::new("nurse") }),
    ];
    for (name, query) in queries {
        let find = || index.search(&query).expect("the query is well formed").total;
        println!("search/{name}: {} of {} persons", find(), index.len());
        group.bench_function(name, |bencher| bencher.iter(|| black_box(find())));
    }
    group.finish();
}
