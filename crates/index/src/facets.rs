//! Exact counts of the values of a facet over all matching persons.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use tantivy::columnar::{Column, StrColumn};
use tantivy::schema::{Field, IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, TantivyError};

use crate::analysis;
use crate::page::FacetCount;
use crate::query::Facet;
use crate::schema::{self, Fields};

/// Counts the values of one facet in one segment.
pub(crate) struct Counter {
    column: Option<(StrColumn, Column<u64>)>,
    dictionary: Option<Dictionary>,
    counts: Vec<u32>,
}

/// The values of a facet by number.
///
/// The dictionary of a column is packed for size, and each look-up unpacks a block. The postings hold the same values in the same order in
/// a finite-state map, which answers in place.
struct Dictionary(Arc<InvertedIndexReader>);

impl Dictionary {
    fn of(field: Field, column: &StrColumn, segment: &SegmentReader) -> tantivy::Result<Option<Self>> {
        let index = segment.inverted_index(field)?;
        Ok((index.terms().num_terms() == column.num_terms()).then_some(Self(index)))
    }
}

impl Counter {
    pub(crate) fn of(facet: Facet, field: Field, segment: &SegmentReader) -> tantivy::Result<Self> {
        let column = segment.fast_fields().str(&schema::facet_column(facet))?;
        let dictionary = column.as_ref().map(|column| Dictionary::of(field, column, segment)).transpose()?.flatten();
        let column = column.map(|column| {
            let ords = column.ords().clone();
            (column, ords)
        });
        let terms = column.as_ref().map_or(0, |(column, _)| column.num_terms());
        Ok(Self { column, dictionary, counts: vec![0; terms] })
    }

    pub(crate) fn count(&mut self, doc: DocId) {
        if let Some((_, ords)) = &self.column {
            for ord in ords.values_for_doc(doc) {
                if let Some(count) = usize::try_from(ord).ok().and_then(|ord| self.counts.get_mut(ord)) {
                    *count += 1;
                }
            }
        }
    }

    /// Numbers of the values that occur with their counts, the most frequent first.
    fn ranked(&self) -> Vec<(u32, u64)> {
        let mut ranked: Vec<(u32, u64)> = self.counts.iter().copied().zip(0..).filter(|(count, _)| *count > 0).collect();
        ranked.sort_unstable_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(&right.1)));
        ranked
    }

    fn value(&self, ord: u64) -> tantivy::Result<String> {
        if let Some(Dictionary(index)) = &self.dictionary {
            let mut bytes = Vec::new();
            index.terms().ord_to_term(ord, &mut bytes)?;
            return Ok(String::from_utf8(bytes).unwrap_or_default());
        }
        let mut value = String::new();
        if let Some((column, _)) = &self.column {
            column.ord_to_str(ord, &mut value)?;
        }
        Ok(value)
    }

    fn count_of(&self, value: &str) -> tantivy::Result<u64> {
        let ord = match (&self.dictionary, &self.column) {
            (Some(Dictionary(index)), _) => index.terms().term_ord(value.as_bytes())?,
            (None, Some((column, _))) => column.dictionary().term_ord(value.as_bytes())?,
            (None, None) => None,
        };
        let count = ord.and_then(|ord| usize::try_from(ord).ok()).and_then(|ord| self.counts.get(ord)).copied();
        Ok(u64::from(count.unwrap_or(0)))
    }
}

/// The most frequent values over all segments with exact counts, folded; most frequent first, then by value.
///
/// Only the values that can be among the first are resolved: as long as those that were not looked at may reach the last one told, more are
/// looked at.
pub(crate) fn top(counters: &[Counter], most: usize) -> tantivy::Result<Vec<(String, u64)>> {
    let ranked: Vec<Vec<(u32, u64)>> = counters.iter().map(Counter::ranked).collect();
    let mut depth = if counters.len() == 1 { most } else { most * 4 };
    loop {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (counter, ranked) in counters.iter().zip(&ranked) {
            for &(_, ord) in ranked.iter().take(depth) {
                let value = counter.value(ord)?;
                if let Entry::Vacant(place) = counts.entry(value) {
                    let count = counters.iter().map(|counter| counter.count_of(place.key())).sum::<tantivy::Result<u64>>()?;
                    place.insert(count);
                }
            }
        }
        let mut top: Vec<(String, u64)> = counts.into_iter().collect();
        top.sort_by(|left, right| right.1.cmp(&left.1).then_with(|| left.0.cmp(&right.0)));
        top.truncate(most);
        // The dictionary is sorted: in one segment the first of equal counts come first by value too.
        let unseen: u64 = ranked.iter().filter_map(|ranked| ranked.get(depth)).map(|&(count, _)| u64::from(count)).sum();
        let last = top.last().filter(|_| top.len() == most).map_or(0, |(_, count)| *count);
        if unseen == 0 || counters.len() == 1 || unseen < last {
            return Ok(top);
        }
        depth *= 4;
    }
}

/// Values with their counts, as printed by the first person that has each.
pub(crate) fn printed(facet: Facet, top: Vec<(String, u64)>, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<FacetCount>> {
    // Opened once for all values.
    let segments =
        searcher.segment_readers().iter().map(|segment| Printed::of(facet, segment, fields)).collect::<tantivy::Result<Vec<_>>>()?;
    let one = |(value, count): (String, u64)| {
        let term = Term::from_field_text(fields.facet(facet), &value);
        let shown = segments.iter().find_map(|segment| segment.value(&term, &value).transpose()).transpose()?;
        Ok(FacetCount { value: shown.unwrap_or(value), count })
    };
    top.into_iter().map(one).collect()
}

/// The values of a facet as printed in one segment.
struct Printed {
    index: Arc<InvertedIndexReader>,
    dictionary: Option<Dictionary>,
    folded: Option<StrColumn>,
    printed: Option<StrColumn>,
}

impl Printed {
    fn of(facet: Facet, segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Self> {
        let (field, folded) = (fields.facet(facet), segment.fast_fields().str(&schema::facet_column(facet))?);
        Ok(Self {
            index: segment.inverted_index(field)?,
            dictionary: folded.as_ref().map(|folded| Dictionary::of(field, folded, segment)).transpose()?.flatten(),
            folded,
            printed: segment.fast_fields().str(&schema::printed_column(facet))?,
        })
    }

    /// A folded value as the first person of the segment that has it printed it.
    fn value(&self, term: &Term, value: &str) -> tantivy::Result<Option<String>> {
        let (Some(folded), Some(printed)) = (&self.folded, &self.printed) else { return Ok(None) };
        let postings = self.index.read_postings(term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        let Some(doc) = postings.map(|postings| postings.doc()).filter(|&doc| doc != TERMINATED) else { return Ok(None) };
        // Both columns tell the values of a person in the same order.
        let ord = match &self.dictionary {
            Some(Dictionary(index)) => index.terms().term_ord(value.as_bytes())?,
            None => folded.dictionary().term_ord(value.as_bytes())?,
        };
        let place = folded.term_ords(doc).position(|other| Some(other) == ord);
        let mut shown = String::new();
        for ord in place.and_then(|place| printed.term_ords(doc).nth(place)).into_iter().chain(printed.term_ords(doc)) {
            shown.clear();
            printed.ord_to_str(ord, &mut shown)?;
            if analysis::whole(&shown) == value {
                return Ok(Some(shown));
            }
        }
        Ok(None)
    }
}
