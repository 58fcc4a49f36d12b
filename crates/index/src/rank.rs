//! The best hits of a query, from where the page before ended, and everything that is counted on the way.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal, SegmentReader};

use crate::columns::Columns;
use crate::facets::Counter;
use crate::query::{Facet, Sort};
use crate::schema::{Fields, Measure, ORDER};

/// The place of a hit: better ones are less.
///
/// What it is sorted by comes first, as a number that grows with it; ties are broken by what follows from the identifier alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    rank: Reverse<i64>,
    order: u64,
}

/// Letters that tell the cursors of the orders apart.
fn letter(sort: Sort) -> char {
    match sort {
        Sort::Relevance => 'r',
        Sort::Updated => 'u',
        Sort::Experience => 'e',
    }
}

impl Place {
    fn new(rank: i64, order: u64) -> Self {
        Self { rank: Reverse(rank), order }
    }

    /// The cursor of the page behind it.
    pub(crate) fn cursor(self, sort: Sort) -> String {
        format!("{}{:x}.{:x}", letter(sort), self.rank.0.cast_unsigned(), self.order)
    }

    /// Reads a cursor of that order.
    pub(crate) fn read(cursor: &str, sort: Sort) -> Option<Self> {
        let (rank, order) = cursor.strip_prefix(letter(sort))?.split_once('.')?;
        let number = |text: &str| u64::from_str_radix(text, 16).ok().filter(|_| text.bytes().all(|digit| digit.is_ascii_hexdigit()));
        Some(Self::new(number(rank)?.cast_signed(), number(order)?))
    }
}

/// The rank of a score: scores are not negative, and the bits of such floats grow with them.
fn rank_of(score: Score) -> i64 {
    i64::from(score.max(0.0).to_bits())
}

/// Collects the best hits and counts everything.
pub(crate) struct Ranking<'a> {
    pub(crate) sort: Sort,
    /// Whether scores tell hits apart.
    pub(crate) scored: bool,
    pub(crate) limit: usize,
    pub(crate) after: Option<Place>,
    pub(crate) facets: &'a [Facet],
    pub(crate) fields: &'a Fields,
    pub(crate) columns: &'a Columns,
}

impl<'a> Ranking<'a> {
    /// Collects the best hits by relevance and counts nothing.
    pub(crate) fn best(limit: usize, fields: &'a Fields, columns: &'a Columns) -> Self {
        Self { sort: Sort::Relevance, scored: false, limit, after: None, facets: &[], fields, columns }
    }
}

/// What was collected.
pub(crate) struct Ranked {
    pub(crate) total: u64,
    /// The best hits with their scores, best first.
    pub(crate) hits: Vec<(Place, Score, DocAddress)>,
    /// Counters of the facets, segment by segment.
    pub(crate) counters: Vec<Vec<Counter>>,
}

pub(crate) struct OfSegment {
    segment: SegmentOrdinal,
    sort: Sort,
    limit: usize,
    after: Option<Place>,
    values: Option<Column<i64>>,
    order: Column<u64>,
    total: u64,
    /// The worst of the best is on top.
    best: BinaryHeap<(Place, DocId, u32)>,
    counters: Vec<Counter>,
    /// Hits whose facets are still to be counted: facet by facet for many at once, so that each column stays at hand.
    uncounted: Vec<DocId>,
}

/// Hits that are counted at once.
const BLOCK: usize = 1024;

impl OfSegment {
    fn count(&mut self) {
        for counter in &mut self.counters {
            counter.count(&self.uncounted);
        }
        self.uncounted.clear();
    }
}

impl Collector for Ranking<'_> {
    type Fruit = Ranked;
    type Child = OfSegment;

    fn for_segment(&self, ordinal: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let column = |measure: Measure| segment.fast_fields().i64(measure.as_str());
        let values = match self.sort {
            Sort::Relevance => None,
            Sort::Updated => Some(column(Measure::Updated)?),
            Sort::Experience => Some(column(Measure::Experience)?),
        };
        let counter = |&facet: &Facet| self.columns.of(facet, segment, self.fields).map(Counter::new);
        Ok(OfSegment {
            segment: ordinal,
            sort: self.sort,
            limit: self.limit,
            after: self.after,
            values,
            order: segment.fast_fields().u64(ORDER)?,
            total: 0,
            best: BinaryHeap::with_capacity(self.limit.min(1000) + 1),
            counters: self.facets.iter().map(counter).collect::<Result<_, _>>()?,
            uncounted: Vec::with_capacity(if self.facets.is_empty() { 0 } else { BLOCK }),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance && self.scored
    }

    fn merge_fruits(&self, segments: Vec<Ranked>) -> tantivy::Result<Ranked> {
        let mut merged = Ranked { total: 0, hits: Vec::new(), counters: self.facets.iter().map(|_| Vec::new()).collect() };
        for segment in segments {
            merged.total += segment.total;
            merged.hits.extend(segment.hits);
            for (all, own) in merged.counters.iter_mut().zip(segment.counters) {
                all.extend(own);
            }
        }
        merged.hits.sort_by(|left, right| left.0.cmp(&right.0).then(left.2.cmp(&right.2)));
        merged.hits.truncate(self.limit);
        Ok(merged)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = Ranked;

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        if !self.counters.is_empty() {
            self.uncounted.push(doc);
            if self.uncounted.len() == BLOCK {
                self.count();
            }
        }
        let rank = match (&self.values, self.sort) {
            (Some(values), _) => values.first(doc).unwrap_or(i64::MIN),
            (None, _) => rank_of(score),
        };
        // Most hits are worse than what is there already; the column is read for the others only.
        let full = self.best.len() >= self.limit;
        if full && self.best.peek().is_some_and(|(worst, _, _)| rank < worst.rank.0) {
            return;
        }
        let place = Place::new(rank, self.order.first(doc).unwrap_or(0));
        let is_behind = full && self.best.peek().is_some_and(|(worst, _, _)| place > *worst);
        if is_behind || self.after.is_some_and(|after| place <= after) {
            return;
        }
        self.best.push((place, doc, score.to_bits()));
        if full {
            self.best.pop();
        }
    }

    fn harvest(mut self) -> Ranked {
        self.count();
        let segment = self.segment;
        let hits = self.best.into_sorted_vec().into_iter();
        let hits = hits.map(|(place, doc, score)| (place, Score::from_bits(score), DocAddress::new(segment, doc))).collect();
        Ranked { total: self.total, hits, counters: self.counters.into_iter().map(|counter| vec![counter]).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_places_come_first_and_cursors_are_read_back() {
        let place = |score: f32, order| Place::new(rank_of(score), order);
        assert!(place(2.0, 9) < place(1.5, 1) && place(1.5, 1) < place(1.5, 2));
        for sort in [Sort::Relevance, Sort::Updated, Sort::Experience] {
            for place in [Place::new(-5, u64::MAX), Place::new(i64::MAX, 0)] {
                assert_eq!(Place::read(&place.cursor(sort), sort), Some(place));
            }
        }
        assert_eq!(Place::read(&place(1.0, 1).cursor(Sort::Updated), Sort::Relevance), None);
        for cursor in ["", "r", "r1", "r+1.2", "rx.1", "o20"] {
            assert_eq!(Place::read(cursor, Sort::Relevance), None, "{cursor}");
        }
    }
}
