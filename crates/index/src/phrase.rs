//! Words side by side, anywhere in a person.
//!
//! Phrases of titles are indexed as terms of their own, so that the places of words are only read for persons who have all the words but
//! no title that holds them in this order.

use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, TantivyError, Term};

use crate::schema::Part;

/// Longest phrase of a title that is a term, in words.
pub(crate) const LONGEST: usize = 4;

/// How much more often a word of a title counts beside all words than among titles.
const MORE_IN_TEXT: u32 = Part::Title.weight() as u32 - 1;

/// Finds words in this order.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// Two words or more, in the field that holds everything.
    words: Vec<Term>,
    /// The words as one phrase of a title.
    whole: Option<Term>,
}

impl Phrase {
    /// A phrase of two words at least; `whole` is the same as a phrase of titles, where phrases of that length are terms.
    pub(crate) fn new(words: Vec<Term>, whole: Option<Term>) -> Self {
        Self { words, whole }
    }
}

impl Query for Phrase {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let scores = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => Some(Bm25Weight::for_terms(statistics_provider, &self.words)?),
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PhraseWeight { phrase: self.clone(), scores }))
    }

    fn query_terms<'a>(&'a self, visitor: &mut dyn FnMut(&'a Term, bool)) {
        self.words.iter().for_each(|term| visitor(term, true));
    }
}

struct PhraseWeight {
    phrase: Phrase,
    /// `None` where nobody asks for scores.
    scores: Option<Bm25Weight>,
}

impl PhraseWeight {
    /// The scorer before its first person; `None` where a word does not occur.
    fn side_by_side(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Option<SideBySide>> {
        let field = self.phrase.words[0].field();
        let index = reader.inverted_index(field)?;
        let mut words = Vec::with_capacity(self.phrase.words.len());
        for (place, term) in (0_u32..).zip(&self.phrase.words) {
            let Some(postings) = index.read_postings(term, IndexRecordOption::WithFreqsAndPositions)? else { return Ok(None) };
            words.push(Word { place, postings });
        }
        // The rarest word leads.
        words.sort_by_key(|word| word.postings.doc_freq());
        let whole = match &self.phrase.whole {
            Some(term) => reader.inverted_index(term.field())?.read_postings(term, IndexRecordOption::WithFreqs)?,
            None => None,
        };
        let lengths = match &self.scores {
            Some(_) => reader.fieldnorms_readers().get_field(field)?,
            None => None,
        };
        Ok(Some(SideBySide {
            last: words.len() as u32 - 1,
            words,
            whole,
            lengths: lengths.unwrap_or_else(|| FieldNormReader::constant(reader.max_doc(), 1)),
            scores: self.scores.as_ref().map(|scores| scores.boost_by(boost)),
            count: 0,
            places: Vec::new(),
            others: Vec::new(),
        }))
    }
}

impl Weight for PhraseWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let Some(mut found) = self.side_by_side(reader, boost)? else { return Ok(Box::new(EmptyScorer)) };
        found.settle(0);
        Ok(Box::new(found))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() > doc || scorer.seek(doc) != doc {
            return Err(TantivyError::InvalidArgument("the person does not match".to_owned()));
        }
        Ok(Explanation::new("words side by side", scorer.score()))
    }
}

struct Word {
    /// Its place in the phrase.
    place: u32,
    postings: SegmentPostings,
}

struct SideBySide {
    /// The rarest first.
    words: Vec<Word>,
    whole: Option<SegmentPostings>,
    lengths: FieldNormReader,
    scores: Option<Bm25Weight>,
    /// Place of the last word in the phrase.
    last: u32,
    /// How often the phrase counts in the person at hand.
    count: u32,
    places: Vec<u32>,
    others: Vec<u32>,
}

impl SideBySide {
    /// Moves all words to a person from `target` on, if they stand there together; else tells a later person to look at.
    fn together(&mut self, target: DocId) -> Result<(), DocId> {
        for word in &mut self.words {
            let mut doc = word.postings.doc();
            if doc < target {
                doc = word.postings.seek(target);
            }
            if doc > target {
                return Err(doc);
            }
        }
        Ok(())
    }

    /// Moves to the first match from `target` on.
    fn settle(&mut self, mut target: DocId) -> DocId {
        while target < TERMINATED {
            match self.together(target) {
                Ok(()) if self.counts(target) => return target,
                Ok(()) => target += 1,
                Err(later) => target = later,
            }
        }
        self.end()
    }

    /// Leaves the leading word behind the last person: that is where [`DocSet::doc`] looks.
    fn end(&mut self) -> DocId {
        let lead = &mut self.words[0].postings;
        if lead.doc() < TERMINATED {
            lead.seek(TERMINATED);
        }
        TERMINATED
    }

    /// Whether a person who has all the words has them side by side; counts how often.
    fn counts(&mut self, doc: DocId) -> bool {
        if let Some(whole) = &mut self.whole {
            let here = if whole.doc() < doc { whole.seek(doc) } else { whole.doc() };
            if here == doc {
                self.count = whole.term_freq() + MORE_IN_TEXT;
                return true;
            }
        }
        let (first, rest) = self.words.split_first_mut().expect("a phrase has words");
        first.postings.positions_with_offset(self.last - first.place, &mut self.places);
        for word in rest {
            word.postings.positions_with_offset(self.last - word.place, &mut self.others);
            keep_common(&mut self.places, &self.others);
            if self.places.is_empty() {
                return false;
            }
        }
        self.count = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        true
    }
}

/// Keeps what both sorted lists hold, as often as the one that holds it less often.
fn keep_common(places: &mut Vec<u32>, others: &[u32]) {
    let (mut kept, mut other) = (0, 0);
    for place in 0..places.len() {
        while others.get(other).is_some_and(|&value| value < places[place]) {
            other += 1;
        }
        match others.get(other) {
            Some(&value) if value == places[place] => {
                places[kept] = value;
                kept += 1;
                other += 1;
            }
            Some(_) => {}
            None => break,
        }
    }
    places.truncate(kept);
}

impl DocSet for SideBySide {
    fn advance(&mut self) -> DocId {
        let doc = self.doc();
        if doc == TERMINATED { TERMINATED } else { self.settle(doc + 1) }
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target { self.doc() } else { self.settle(target) }
    }

    fn seek_danger(&mut self, target: DocId) -> SeekDangerResult {
        if target >= TERMINATED {
            return SeekDangerResult::SeekLowerBound(TERMINATED);
        }
        match self.together(target) {
            Ok(()) if self.counts(target) => SeekDangerResult::Found,
            Ok(()) => SeekDangerResult::SeekLowerBound(target + 1),
            Err(later) => SeekDangerResult::SeekLowerBound(later),
        }
    }

    fn doc(&self) -> DocId {
        self.words[0].postings.doc()
    }

    fn size_hint(&self) -> u32 {
        let whole = self.whole.as_ref().map_or(0, |whole| whole.size_hint());
        whole.max(self.words[0].postings.size_hint() / (10 * self.words.len() as u32))
    }

    fn cost(&self) -> u64 {
        u64::from(self.words[0].postings.size_hint()) * 4 * self.words.len() as u64
    }
}

impl Scorer for SideBySide {
    fn score(&mut self) -> Score {
        match &self.scores {
            Some(scores) => scores.score(self.lengths.fieldnorm_id(self.doc()), self.count),
            None => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_places_are_kept_as_often_as_both_have_them() {
        for (left, right, expected) in
            [(&[1, 1, 4, 9][..], &[1, 2, 9, 9][..], &[1, 9][..]), (&[3, 3], &[3, 3, 3], &[3, 3]), (&[5], &[], &[]), (&[], &[5], &[])]
        {
            let mut places = left.to_vec();
            keep_common(&mut places, right);
            assert_eq!(places, expected, "{left:?} {right:?}");
        }
    }
}
