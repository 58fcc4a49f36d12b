//! Exact counts of the values of a facet over all matching persons.
//!
//! Values are counted by their number in a segment, in one array; the same value has different numbers in different segments. So that
//! counts can be added up without looking at every value as text, a hash of each value is kept, by number.

use std::collections::BTreeMap;
use std::sync::Arc;

use tantivy::DocId;

use crate::columns::Values;
use crate::numbers::Numbers;
use crate::page::FacetCount;

/// Share of the values from which on it is cheaper to look at all counts than to remember which values were met.
const MANY: usize = 8;

/// Counts the values of one facet in one segment.
pub(crate) struct Counter {
    values: Arc<Values>,
    counts: Vec<u32>,
    /// The numbers of the values that occur, in the order in which they were met; `None` where they are many.
    met: Option<Vec<u32>>,
}

/// A value that may be among the most frequent: its hash, its count, and where it is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    hash: u64,
    segment: usize,
    number: u32,
    count: u32,
}

impl Counter {
    pub(crate) fn new(values: Arc<Values>) -> Self {
        let counts = values.spare();
        Self { values, counts, met: Some(Vec::new()) }
    }

    /// Counts the values of these persons.
    pub(crate) fn count(&mut self, docs: &[DocId]) {
        let Self { values, counts, met } = self;
        let Some(met) = met else {
            return values.each(docs, |number| {
                if let Some(count) = counts.get_mut(number as usize) {
                    *count += 1;
                }
            });
        };
        values.each(docs, |number| {
            if let Some(count) = counts.get_mut(number as usize) {
                if *count == 0 {
                    met.push(number);
                }
                *count += 1;
            }
        });
        if met.len() > self.counts.len() / MANY {
            self.met = None;
        }
    }

    /// The numbers of all segments, and which of them the values here have.
    fn shared(&self) -> Option<(&Numbers, &[u32])> {
        self.values.shared().map(|(numbers, own)| (numbers.as_ref(), own))
    }

    fn count_of(&self, number: u32) -> u32 {
        self.counts.get(number as usize).copied().unwrap_or(0)
    }

    /// Tells the values that occur, with their counts.
    fn some(&self, mut tell: impl FnMut(u32, u32)) {
        match &self.met {
            Some(met) => met.iter().for_each(|&number| tell(self.count_of(number), number)),
            None => (0..).zip(&self.counts).filter(|(_, count)| **count > 0).for_each(|(number, &count)| tell(count, number)),
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        let mut counts = std::mem::take(&mut self.counts);
        match &self.met {
            Some(met) => {
                for &number in met {
                    if let Some(count) = counts.get_mut(number as usize) {
                        *count = 0;
                    }
                }
            }
            None => counts.fill(0),
        }
        self.values.give_back(counts);
    }
}

/// The most frequent values over all segments with exact counts, as printed; most frequent first, then by value.
///
/// Which of the values of the last count told are among them depends on the values alone.
pub(crate) fn top(counters: &[Counter], most: usize) -> tantivy::Result<Vec<FacetCount>> {
    match shared(counters) {
        Some((numbers, shared)) => by_number(counters, numbers, &shared, most),
        None => by_hash(counters, most),
    }
}

/// The numbers that the values have in all segments, and those of each segment's own; `None` where a segment has none yet.
fn shared(counters: &[Counter]) -> Option<(&Numbers, Vec<&[u32]>)> {
    let (first, _) = counters.first()?.values.shared()?;
    let of_one = |counter| Counter::shared(counter).filter(|(numbers, _)| std::ptr::eq(*numbers, Arc::as_ptr(first)));
    let all: Option<Vec<_>> = counters.iter().map(|counter| of_one(counter).map(|(_, own)| own)).collect();
    all.map(|all| (first.as_ref(), all))
}

/// The same, added up by the numbers that values have in all segments.
fn by_number(counters: &[Counter], numbers: &Numbers, shared: &[&[u32]], most: usize) -> tantivy::Result<Vec<FacetCount>> {
    let mut sums = numbers.zeros();
    let mut met = Vec::new();
    for (counter, own) in counters.iter().zip(shared) {
        counter.some(|count, number| {
            let number = own[number as usize];
            let sum = &mut sums[number as usize];
            if *sum == 0 {
                met.push(number);
            }
            *sum += count;
        });
    }
    let chosen = most_frequent(&met, &sums, numbers, most);
    let counts: Vec<u32> = chosen.iter().map(|&number| sums[number as usize]).collect();
    met.iter().for_each(|&number| sums[number as usize] = 0);
    // From here on a place among the chosen, from 1.
    for (place, &number) in (1..).zip(&chosen) {
        sums[number as usize] = place;
    }
    let mut found: Vec<Option<(usize, u32)>> = vec![None; chosen.len()];
    for (segment, (counter, own)) in counters.iter().zip(shared).enumerate() {
        counter.some(|_, number| {
            if let Some(place) = (sums[own[number as usize] as usize] as usize).checked_sub(1) {
                found[place].get_or_insert((segment, number));
            }
        });
    }
    chosen.iter().for_each(|&number| sums[number as usize] = 0);
    numbers.give_back(sums);
    let text = |(count, place): (u32, (usize, u32))| Ok((count, counters[place.0].values.value(place.1)?, place));
    let mut told = counts.into_iter().zip(found.into_iter().flatten()).map(text).collect::<tantivy::Result<Vec<_>>>()?;
    told.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let shown = |(count, value, (segment, number)): (u32, Arc<str>, (usize, u32))| {
        Ok(FacetCount { value: counters[segment].values.printed(number, &value)?, count: count.into() })
    };
    told.into_iter().map(shown).collect()
}

/// The numbers with the greatest sums, in no order.
fn most_frequent(met: &[u32], sums: &[u32], numbers: &Numbers, most: usize) -> Vec<u32> {
    if met.len() <= most || most == 0 {
        return met[..met.len().min(most)].to_vec();
    }
    let sum = |&number: &u32| sums[number as usize];
    let mut counts: Vec<u32> = met.iter().map(sum).collect();
    let least = *counts.select_nth_unstable_by(most - 1, |left, right| right.cmp(left)).1;
    let mut chosen: Vec<u32> = met.iter().copied().filter(|number| sum(number) > least).collect();
    let last = met.iter().copied().filter(|number| sum(number) == least).collect();
    let room = most - chosen.len();
    chosen.extend(numbers.first(last, room));
    chosen
}

/// The same where values have no numbers of all segments yet.
fn by_hash(counters: &[Counter], most: usize) -> tantivy::Result<Vec<FacetCount>> {
    let mut found = candidates(counters, most)?;
    found.sort_unstable();
    let mut told = Vec::with_capacity(most);
    for (count, same) in chosen(&found, most) {
        let value = counters[same[0].segment].values.value(same[0].number)?;
        for other in &same[1..] {
            if counters[other.segment].values.value(other.number)? != value {
                return by_text(counters, most);
            }
        }
        told.push((count, value, same[0]));
    }
    told.sort_by(|left, right| right.0.cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    let shown = |(count, value, of): (u64, Arc<str>, Candidate)| {
        let shown = counters[of.segment].values.printed(of.number, &value)?;
        Ok(FacetCount { value: shown, count })
    };
    told.into_iter().map(shown).collect()
}

/// Every value that may be among the `most` frequent, from every segment in which it occurs.
///
/// A value that is as frequent as the last of them has its share of that count in some segment at least.
fn candidates(counters: &[Counter], most: usize) -> tantivy::Result<Vec<Candidate>> {
    let segments = u32::try_from(counters.len().max(1)).unwrap_or(u32::MAX);
    // Of so many counts, `most` at least are of different values.
    let least = frequent(counters, most * counters.len());
    let share = least.div_ceil(segments).max(1);
    let mut found = Vec::new();
    for (segment, counter) in counters.iter().enumerate() {
        let mut own: Vec<(u32, u32)> = Vec::new();
        counter.some(|count, number| own.extend((count >= share).then_some((count, number))));
        counter.values.will_hash(own.len())?;
        for (count, number) in own {
            found.push(Candidate { hash: counter.values.hash_of(number)?, segment, number, count });
        }
    }
    if share > 1 && segments > 1 { complete(found, counters, least, share) } else { Ok(found) }
}

/// The count of that place among all counts, from the greatest; 1 where there are fewer.
fn frequent(counters: &[Counter], place: usize) -> u32 {
    /// Counts from this one on are told apart one by one.
    const GREAT: usize = 4096;
    let mut numbers = [0_usize; GREAT];
    let mut great: Vec<u32> = Vec::new();
    for counter in counters {
        counter.some(|count, _| match numbers.get_mut(count as usize) {
            Some(number) => *number += 1,
            None => great.push(count),
        });
    }
    if great.len() >= place.max(1) {
        return *great.select_nth_unstable_by(place.max(1) - 1, |left, right| right.cmp(left)).1;
    }
    let mut above = great.len();
    let reached = (1..GREAT).rev().find(|&count| {
        above += numbers[count];
        above >= place
    });
    reached.and_then(|count| u32::try_from(count).ok()).unwrap_or(1)
}

/// Adds what the candidates of one segment count in the others, where that is less than the share; those that cannot reach the least count
/// with it are dropped.
fn complete(mut found: Vec<Candidate>, counters: &[Counter], least: u32, share: u32) -> tantivy::Result<Vec<Candidate>> {
    found.sort_unstable();
    let mut completed = Vec::with_capacity(found.len());
    for same in found.chunk_by(|left, right| left.hash == right.hash) {
        let count: u64 = same.iter().map(|candidate| u64::from(candidate.count)).sum();
        let missing = counters.len().saturating_sub(same.len()) as u64;
        if count + missing * u64::from(share - 1) < u64::from(least) {
            continue;
        }
        completed.extend_from_slice(same);
        if missing > 0 {
            let value = counters[same[0].segment].values.value(same[0].number)?;
            for (segment, counter) in counters.iter().enumerate().filter(|(segment, _)| same.iter().all(|one| one.segment != *segment)) {
                if let Some(number) = counter.values.number(&value)? {
                    let count = counter.count_of(number);
                    completed.push(Candidate { hash: same[0].hash, segment, number, count });
                }
            }
        }
    }
    Ok(completed)
}

/// The `most` frequent of sorted candidates with their counts, in no order.
fn chosen(found: &[Candidate], most: usize) -> Vec<(u64, &[Candidate])> {
    let same = found.chunk_by(|left, right| left.hash == right.hash);
    let sum = |same: &[Candidate]| same.iter().map(|candidate| u64::from(candidate.count)).sum::<u64>();
    let mut sums: Vec<_> = same.map(|same| (sum(same), same)).collect();
    if sums.len() > most {
        sums.select_nth_unstable_by(most - 1, |left, right| right.0.cmp(&left.0).then(left.1[0].hash.cmp(&right.1[0].hash)));
        sums.truncate(most);
    }
    sums
}

/// The same where two values have one hash: by text, every value looked at.
fn by_text(counters: &[Counter], most: usize) -> tantivy::Result<Vec<FacetCount>> {
    let mut sums: BTreeMap<Arc<str>, (u64, usize, u32)> = BTreeMap::new();
    for (segment, counter) in counters.iter().enumerate() {
        let mut own = Vec::new();
        counter.some(|count, number| own.push((count, number)));
        for (count, number) in own {
            sums.entry(counter.values.value(number)?).or_insert((0, segment, number)).0 += u64::from(count);
        }
    }
    let mut told: Vec<_> = sums.into_iter().collect();
    told.sort_by_key(|(_, (count, _, _))| std::cmp::Reverse(*count));
    told.truncate(most);
    let shown = |(value, (count, segment, number)): (Arc<str>, (u64, usize, u32))| {
        Ok(FacetCount { value: counters[segment].values.printed(number, &value)?, count })
    };
    told.into_iter().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Facet;
    use crate::schema;
    use crate::terms::{self, Splitter, Terms};

    /// A few values that are frequent, many that are rare, over segments of different sizes.
    fn counters(segments: &[u64]) -> Vec<Counter> {
        let (built, fields) = schema::build();
        let index = tantivy::Index::create_in_ram(built);
        index.tokenizers().register(terms::NAME, Splitter);
        index.fast_field_tokenizer().register(terms::NAME, Splitter);
        let mut writer: tantivy::IndexWriter = index.writer_with_num_threads(1, 20 << 20).expect("a writer");
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        let mut state = 7_u64;
        for &size in segments {
            for _ in 0..size {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let (mut folded, mut printed) = (Terms::default(), Terms::default());
                let value = if state >> 62 == 0 { (state >> 33) % 5 } else { (state >> 33) % 400 };
                folded.push(&format!("value {value}"), 1);
                printed.push_raw(&format!("Value {value}"));
                let mut document = tantivy::TantivyDocument::default();
                document.add_text(fields.facet(Facet::Employer), folded.as_str());
                document.add_text(fields.printed(Facet::Employer), printed.as_str());
                writer.add_document(document).expect("added");
            }
            writer.commit().expect("committed");
        }
        let searcher = index.reader().expect("a reader").searcher();
        let columns = crate::columns::Columns::default();
        let counter = |segment: &tantivy::SegmentReader| {
            let mut counter = Counter::new(columns.of(Facet::Employer, segment, &fields).expect("values"));
            for round in 0..3 {
                let docs: Vec<DocId> = (0..segment.max_doc()).filter(|doc| doc % 3 == round).collect();
                counter.count(&docs);
            }
            counter
        };
        searcher.segment_readers().iter().map(counter).collect()
    }

    #[test]
    fn the_most_frequent_are_those_that_a_look_at_every_value_finds() {
        for segments in [&[3][..], &[900], &[700, 20, 300], &[1, 1, 1], &[200, 200, 200, 200, 200]] {
            let counters = counters(segments);
            for most in [1, 5, 50, 1000] {
                let slow = by_text(&counters, usize::MAX).expect("counts");
                for (round, fast) in [by_hash(&counters, most), top(&counters, most)].into_iter().enumerate() {
                    let fast = fast.expect("counts");
                    assert_eq!(fast.len(), slow.len().min(most), "{segments:?} {most} {round}");
                    let counts = |told: &[FacetCount]| told.iter().map(|told| told.count).take(most).collect::<Vec<_>>();
                    assert_eq!(counts(&fast), counts(&slow), "{segments:?} {most} {round}");
                    assert!(fast.iter().all(|told| slow.contains(told) && told.value.starts_with("Value")), "{fast:?}");
                }
            }
            assert!(shared(&counters).is_some(), "{segments:?}");
        }
    }

    #[test]
    fn counts_are_given_back_empty() {
        let counters = counters(&[300, 10]);
        let values: Vec<Arc<Values>> = counters.iter().map(|counter| Arc::clone(&counter.values)).collect();
        drop(counters);
        for values in values {
            assert!(values.spare().iter().all(|&count| count == 0));
        }
    }
}
