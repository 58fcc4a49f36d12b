//! Did you mean: the words of the index that are closest to one that does not occur.

use tantivy::Searcher;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, Term};

use crate::analysis;
use crate::reason::distance;
use crate::schema::{Fields, Part};
use crate::syntax::{Node, Pattern, Target, Text};

/// The query as it may have been meant, where a word that must occur does not and one like it does.
pub(crate) fn suggestion(query: &str, node: &Node, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Option<String>> {
    let mut texts = Vec::new();
    node.positive(&mut texts);
    let mut slips: Vec<(&Text, String, String)> = Vec::new();
    for text in texts {
        let (Pattern::Phrase(words), Some(part)) = (&text.pattern, part_of(text.target)) else { continue };
        for word in words {
            if searcher.doc_freq(&Term::from_field_text(fields.part(part), word))? == 0
                && let Some(meant) = closest(word, fields.part(part), searcher)?
            {
                slips.push((text, word.clone(), meant));
            }
        }
    }
    let corrected = corrected(query, &slips);
    Ok(Some(corrected).filter(|corrected| corrected != query))
}

fn part_of(target: Target) -> Option<Part> {
    match target {
        Target::Any => Some(Part::Text),
        Target::Part(part) => Some(part),
        Target::Role { role, .. } => Some(role.part()),
        Target::Facet(_) | Target::Email | Target::Phone | Target::Person => None,
    }
}

/// The word with the fewest slips to `word`, the most frequent where there are several: one slip in short words, two in long ones.
fn closest(word: &str, field: Field, searcher: &Searcher) -> tantivy::Result<Option<String>> {
    let most_slips = match word.len() {
        0..=3 => return Ok(None),
        4..=5 => 1,
        _ => 2,
    };
    let mut best: Option<(usize, u32, String)> = None;
    for segment in searcher.segment_readers() {
        let index = segment.inverted_index(field)?;
        let near = FuzzyTermQuery::new(Term::from_field_text(field, word), most_slips, true).automaton()?;
        let mut terms = index.terms().search(near).into_stream()?;
        while terms.advance() {
            let Ok(term) = std::str::from_utf8(terms.key()) else { continue };
            // What tells of years and of the present is no word that anybody types.
            if term.bytes().any(|letter| letter == b'@') {
                continue;
            }
            let (slips, frequency) = (distance(term, word), terms.value().doc_freq);
            if best.as_ref().is_none_or(|(least, most, _)| slips < *least || (slips == *least && frequency > *most)) {
                best = Some((slips, frequency, term.to_owned()));
            }
        }
    }
    Ok(best.map(|(_, _, term)| term))
}

/// Puts the words that were meant in the place of those that were typed.
fn corrected(query: &str, slips: &[(&Text, String, String)]) -> String {
    let places: Vec<usize> = query.char_indices().map(|(place, _)| place).chain([query.len()]).collect();
    let mut changes: Vec<(usize, usize, &str)> = Vec::new();
    for (text, word, meant) in slips {
        let (Some(&start), Some(&end)) = (places.get(text.span.0), places.get(text.span.1)) else { continue };
        let written = analysis::words(&query[start..end]).into_iter().find(|written| written.text == *word);
        changes.extend(written.map(|written| (start + written.start, start + written.end, meant.as_str())));
    }
    changes.sort_unstable();
    changes.dedup();
    let (mut corrected, mut from) = (String::new(), 0);
    for (start, end, meant) in changes.into_iter() {
        if start >= from {
            corrected.push_str(&query[from..start]);
            corrected.push_str(meant);
            from = end;
        }
    }
    corrected.push_str(&query[from..]);
    corrected
}
