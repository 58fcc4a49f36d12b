//! What is kept of the facets of a segment between queries. A segment never changes, so neither does what is kept of it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentId;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocId, DocSet, InvertedIndexReader, Searcher, SegmentReader, TERMINATED, TantivyError};

use crate::analysis;
use crate::document::hash;
use crate::numbers::Numbers;
use crate::query::Facet;
use crate::schema::{self, Fields};

/// Most values of a facet whose text is kept.
const MOST_TEXTS: usize = 4096;
/// Most counters of a facet that are kept for the next query.
const MOST_SPARE: usize = 4;

/// Numbers that no segment needs any more, beyond which all are given anew.
const MOST_STALE: usize = 100_000;

/// The facets of the segments that are in use.
#[derive(Default)]
pub(crate) struct Columns(Mutex<Open>);

#[derive(Default)]
struct Open {
    values: BTreeMap<(SegmentId, Facet), Arc<Values>>,
    numbers: BTreeMap<Facet, Arc<Numbers>>,
}

impl Columns {
    /// The values of a facet in a segment.
    pub(crate) fn of(&self, facet: Facet, segment: &SegmentReader, fields: &Fields) -> tantivy::Result<Arc<Values>> {
        let key = (segment.segment_id(), facet);
        let numbers = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(known) = all.values.get(&key) {
                return Ok(Arc::clone(known));
            }
            Arc::clone(all.numbers.entry(facet).or_default())
        };
        // Opened without the lock; of two that are opened at once, one is kept.
        let opened = Arc::new(Values::open(facet, segment, fields, numbers)?);
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(Arc::clone(all.values.entry(key).or_insert(opened)))
    }

    /// Forgets segments that are not read any more.
    pub(crate) fn keep(&self, searcher: &Searcher) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.values.retain(|(id, _), _| searcher.segment_readers().iter().any(|segment| segment.segment_id() == *id));
        let Open { values, numbers } = &mut *all;
        // Values that went with their segments leave their numbers behind.
        numbers.retain(|facet, numbers| {
            let of_facet = values.iter().filter(|((_, other), _)| other == facet);
            let is_kept = numbers.len() <= of_facet.map(|(_, values)| values.len()).sum::<usize>() + MOST_STALE;
            if !is_kept {
                values.retain(|(_, other), _| other != facet);
            }
            is_kept
        });
    }
}

/// The values of one facet in one segment, by number: the numbers have the order of the folded values.
pub(crate) struct Values {
    facet: Facet,
    column: Option<(StrColumn, Column<u64>)>,
    printed: Option<StrColumn>,
    index: Arc<InvertedIndexReader>,
    field: tantivy::schema::Field,
    /// Whether the postings hold the same values as the column; they answer in place, where the column's dictionary unpacks a block.
    has_same_terms: bool,
    n_docs: u32,
    looked_up: AtomicU64,
    flat: OnceLock<Flat>,
    hashed: AtomicU64,
    numbers: Arc<Numbers>,
    /// The numbers that the values have in all segments.
    shared: OnceLock<Vec<u32>>,
    folded: Texts,
    shown: Texts,
    spare: Mutex<Vec<Vec<u32>>>,
}

/// Texts of values by number; when there are too many, all are forgotten.
#[derive(Default)]
struct Texts(Mutex<BTreeMap<u32, Arc<str>>>);

impl Texts {
    fn get(&self, number: u32) -> Option<Arc<str>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&number).cloned()
    }

    fn keep(&self, number: u32, text: &Arc<str>) {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if texts.len() >= MOST_TEXTS {
            texts.clear();
        }
        texts.insert(number, Arc::clone(text));
    }
}

/// A column unpacked: the numbers of the values of all persons, and where those of each start.
struct Flat {
    starts: Vec<u32>,
    numbers: Vec<u32>,
}

impl Flat {
    fn of(column: &Column<u64>, n_docs: u32) -> Self {
        let (mut starts, mut numbers) = (Vec::with_capacity(n_docs as usize + 1), Vec::new());
        starts.push(0);
        for doc in 0..n_docs {
            numbers.extend(column.values_for_doc(doc).map(|number| u32::try_from(number).unwrap_or(u32::MAX)));
            starts.push(u32::try_from(numbers.len()).unwrap_or(u32::MAX));
        }
        numbers.shrink_to_fit();
        Self { starts, numbers }
    }

    fn of_doc(&self, doc: DocId) -> &[u32] {
        let doc = doc as usize;
        match (self.starts.get(doc), self.starts.get(doc + 1)) {
            (Some(&start), Some(&end)) => self.numbers.get(start as usize..end as usize).unwrap_or_default(),
            _ => &[],
        }
    }
}

impl Values {
    fn open(facet: Facet, segment: &SegmentReader, fields: &Fields, numbers: Arc<Numbers>) -> tantivy::Result<Self> {
        let field = fields.facet(facet);
        let (columns, index) = (segment.fast_fields(), segment.inverted_index(field)?);
        let column = columns.str(&schema::facet_column(facet))?;
        Ok(Self {
            facet,
            has_same_terms: column.as_ref().is_some_and(|column| index.terms().num_terms() == column.num_terms()),
            column: column.map(|column| {
                let numbers = column.ords().clone();
                (column, numbers)
            }),
            printed: columns.str(&schema::printed_column(facet))?,
            index,
            field,
            n_docs: segment.max_doc(),
            looked_up: AtomicU64::new(0),
            flat: OnceLock::new(),
            hashed: AtomicU64::new(0),
            numbers,
            shared: OnceLock::new(),
            folded: Texts::default(),
            shown: Texts::default(),
            spare: Mutex::default(),
        })
    }

    /// How many values there are.
    pub(crate) fn len(&self) -> usize {
        self.column.as_ref().map_or(0, |(column, _)| column.num_terms())
    }

    /// Tells the number of each value of these persons.
    ///
    /// A packed column is slower to read than a flat one, and unpacking it costs as much as reading it once from end to end: it is unpacked
    /// when that much has been read.
    pub(crate) fn each(&self, docs: &[DocId], mut tell: impl FnMut(u32)) {
        let Some((_, numbers)) = &self.column else { return };
        if let Some(flat) = self.flat.get() {
            for &doc in docs {
                flat.of_doc(doc).iter().for_each(|&number| tell(number));
            }
            return;
        }
        for &doc in docs {
            for number in numbers.values_for_doc(doc) {
                tell(u32::try_from(number).unwrap_or(u32::MAX));
            }
        }
        if self.looked_up.fetch_add(docs.len() as u64, Ordering::Relaxed) > u64::from(self.n_docs) {
            self.flat.get_or_init(|| Flat::of(numbers, self.n_docs));
        }
    }

    /// Makes everything at once that is otherwise made when it has become worth it.
    pub(crate) fn prepare(&self) -> tantivy::Result<()> {
        let Some((_, numbers)) = &self.column else { return Ok(()) };
        self.flat.get_or_init(|| Flat::of(numbers, self.n_docs));
        self.share().map(drop)
    }

    /// As many zeros as there are values.
    pub(crate) fn spare(&self) -> Vec<u32> {
        let spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop();
        spare.unwrap_or_else(|| vec![0; self.len()])
    }

    /// Keeps counters that were set back to zero for the next query.
    pub(crate) fn give_back(&self, counts: Vec<u32>) {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < MOST_SPARE && counts.len() == self.len() {
            spare.push(counts);
        }
    }

    /// The numbers of all segments, and which of the values here have which, once they are worth their making.
    pub(crate) fn shared(&self) -> Option<(&Arc<Numbers>, &[u32])> {
        self.shared.get().map(|shared| (&self.numbers, shared.as_slice()))
    }

    /// Says how many values [`Values::hash_of`] will be asked of: those of all are made and kept where that has become less work.
    pub(crate) fn will_hash(&self, asked: usize) -> tantivy::Result<()> {
        // To find one value takes as long as to pass by eight.
        let sum = self.hashed.fetch_add(asked as u64, Ordering::Relaxed) + asked as u64;
        if self.shared.get().is_none() && sum * 8 > self.len() as u64 { self.share().map(drop) } else { Ok(()) }
    }

    /// A hash of a value.
    pub(crate) fn hash_of(&self, number: u32) -> tantivy::Result<u64> {
        if let Some(known) = self.shared.get() {
            return Ok(self.numbers.tie(known.get(number as usize).copied().unwrap_or(u32::MAX)));
        }
        Ok(hash(self.unpacked(number)?.as_bytes()))
    }

    /// The number of a folded value.
    pub(crate) fn number(&self, value: &str) -> tantivy::Result<Option<u32>> {
        let number = match &self.column {
            _ if self.has_same_terms => self.index.terms().term_ord(value.as_bytes())?,
            Some((column, _)) => column.dictionary().term_ord(value.as_bytes())?,
            None => None,
        };
        Ok(number.and_then(|number| u32::try_from(number).ok()))
    }

    fn share(&self) -> tantivy::Result<&[u32]> {
        if let Some(known) = self.shared.get() {
            return Ok(known);
        }
        let shared = self.numbers.of_all(|tell| {
            if self.has_same_terms {
                let mut terms = self.index.terms().stream()?;
                while terms.advance() {
                    tell(terms.key());
                }
            } else if let Some((column, _)) = &self.column {
                let mut terms = column.dictionary().stream()?;
                while terms.advance() {
                    tell(terms.key());
                }
            }
            Ok(())
        })?;
        Ok(self.shared.get_or_init(|| shared))
    }

    /// The folded value of a number; those that are told again and again are kept.
    pub(crate) fn value(&self, number: u32) -> tantivy::Result<Arc<str>> {
        if let Some(known) = self.folded.get(number) {
            return Ok(known);
        }
        let value: Arc<str> = self.unpacked(number)?.into();
        self.folded.keep(number, &value);
        Ok(value)
    }

    fn unpacked(&self, number: u32) -> tantivy::Result<String> {
        let mut value = String::new();
        if self.has_same_terms {
            let mut bytes = Vec::new();
            self.index.terms().ord_to_term(number.into(), &mut bytes)?;
            value = String::from_utf8(bytes).unwrap_or_default();
        } else if let Some((column, _)) = &self.column {
            column.ord_to_str(number.into(), &mut value)?;
        }
        Ok(value)
    }

    /// The value of a number as the first person of the segment that has it printed it; `folded` is its folded form.
    pub(crate) fn printed(&self, number: u32, folded: &str) -> tantivy::Result<String> {
        if let Some(known) = self.shown.get(number) {
            return Ok(known.as_ref().to_owned());
        }
        let printed = self.look_up(number, folded)?.unwrap_or_else(|| folded.to_owned());
        self.shown.keep(number, &printed.as_str().into());
        Ok(printed)
    }

    fn look_up(&self, number: u32, folded: &str) -> tantivy::Result<Option<String>> {
        let (Some((_, numbers)), Some(printed)) = (&self.column, &self.printed) else { return Ok(None) };
        let term = Term::from_field_text(self.field, folded);
        let postings = self.index.read_postings(&term, IndexRecordOption::Basic).map_err(TantivyError::from)?;
        let Some(doc) = postings.map(|postings| postings.doc()).filter(|&doc| doc != TERMINATED) else { return Ok(None) };
        // Both columns tell the values of a person in the same order.
        let place = numbers.values_for_doc(doc).position(|other| other == u64::from(number));
        let mut shown = String::new();
        for ord in place.and_then(|place| printed.term_ords(doc).nth(place)).into_iter().chain(printed.term_ords(doc)) {
            shown.clear();
            printed.ord_to_str(ord, &mut shown)?;
            if analysis::whole(&shown) == folded {
                return Ok(Some(shown));
            }
        }
        Ok(None)
    }
}

impl std::fmt::Debug for Values {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Values").field("facet", &self.facet).field("values", &self.len()).finish_non_exhaustive()
    }
}
