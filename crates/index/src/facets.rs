//! Exact counts of the values of a facet over all matching persons.

use std::collections::BTreeMap;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader};

use crate::analysis;
use crate::page::FacetCount;

/// Counts a facet's values.
#[derive(Debug)]
pub(crate) struct FacetCounts {
    pub(crate) column: String,
}

/// Counts by value as printed.
pub(crate) type Counts = BTreeMap<String, u64>;

pub(crate) struct OfSegment {
    column: Option<StrColumn>,
    counts: Vec<u32>,
}

impl Collector for FacetCounts {
    type Fruit = Counts;
    type Child = OfSegment;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<OfSegment> {
        let column = segment.fast_fields().str(&self.column)?;
        let terms = column.as_ref().map_or(0, |column| column.num_terms());
        Ok(OfSegment { column, counts: vec![0; terms] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<tantivy::Result<Counts>>) -> tantivy::Result<Counts> {
        let mut merged = Counts::new();
        for counts in segments {
            for (value, count) in counts? {
                *merged.entry(value).or_default() += count;
            }
        }
        Ok(merged)
    }
}

impl SegmentCollector for OfSegment {
    type Fruit = tantivy::Result<Counts>;

    fn collect(&mut self, doc: DocId, _: Score) {
        if let Some(column) = &self.column {
            for ord in column.term_ords(doc) {
                self.counts[usize::try_from(ord).expect("ordinals count the terms of one segment")] += 1;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        let Some(column) = self.column else { return Ok(Counts::new()) };
        let mut counts = Counts::new();
        let mut value = String::new();
        for (ord, count) in (0_u64..).zip(self.counts).filter(|&(_, count)| count > 0) {
            value.clear();
            column.ord_to_str(ord, &mut value)?;
            counts.insert(value.clone(), u64::from(count));
        }
        Ok(counts)
    }
}

/// Brings spellings that differ in case and accents only together under the most frequent one; most frequent values first.
pub(crate) fn ranked(counts: Counts, most: usize) -> Vec<FacetCount> {
    let mut by_whole: BTreeMap<String, (FacetCount, u64)> = BTreeMap::new();
    for (value, count) in counts {
        let whole = analysis::whole(&value);
        let (facet, best) = by_whole.entry(whole).or_insert_with(|| (FacetCount { value: value.clone(), count: 0 }, 0));
        facet.count += count;
        if count > *best {
            *best = count;
            facet.value = value;
        }
    }
    let mut ranked: Vec<FacetCount> = by_whole.into_values().map(|(facet, _)| facet).collect();
    ranked.sort_by(|left, right| right.count.cmp(&left.count).then_with(|| left.value.cmp(&right.value)));
    ranked.truncate(most);
    ranked
}
