//! Labels before what they announce: `Employer`, `Period` and `Place` beside a name, a date and a town.

use vitae_document::Document;

use super::{Mark, mate, words};
use crate::layout::label;
use crate::layout::segment::Segment;
use crate::lexicon;

/// Labels of one entry at least.
const FEWEST: usize = 2;

/// Whether the left side is mostly labels of what stands beside them: every entry says them again, what they announce begins with their
/// colon, or they are known to announce contact data, which stands beside them.
pub(super) fn announce((document, runs): (&Document, &[u32]), segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let is_plain = |one: &Segment| !(one.heading || one.dated || one.contact || one.bulleted || one.wordless);
    let is_reached = !left.iter().any(|mark| segment(mark).contact) && right.iter().any(|mark| segment(mark).contact);
    let (mut text, mut other_text) = (String::new(), String::new());
    // Where most of them are known to announce values of an entry, the others do so too.
    let mut announces = |mark: &&Mark| crate::entry::announces(words(document, runs, segment(mark), &mut other_text));
    let is_form = left.iter().filter(|mark| announces(mark)).count().max(2) * 3 > left.len() * 2;
    let mut is_label = |mark: &Mark| {
        let one = segment(mark);
        let Some(mate) = mate(mark, one.size, right).filter(|_| mark.segment == mark.last) else { return false };
        if is_form {
            return true;
        }
        if !is_plain(one) {
            return one.heading && is_caption(words(document, runs, one, &mut text));
        }
        if words(document, runs, segment(mate), &mut text).starts_with(':') {
            return true;
        }
        let own = words(document, runs, one, &mut text);
        is_caption(own)
            || is_reached && lexicon::label(&lexicon::fold(own.trim_end_matches([':', ' ']))).is_some()
            || label::is_said_again(segments.iter(), one, |other| words(document, runs, other, &mut other_text) == own)
    };
    let (mut n_labels, mut widths) = (0, (f32::MAX, f32::MIN));
    for mark in left.iter().filter(|mark| is_label(mark)) {
        n_labels += 1;
        widths = (widths.0.min(mark.right - mark.left), widths.1.max(mark.right - mark.left));
    }
    // One word said over and over labels nothing.
    n_labels >= FEWEST && widths.1 - widths.0 > 0.5 && n_labels * 2 >= left.iter().filter(|mark| !segment(mark).heading).count()
}

/// Whether `text` announces a value of an entry and has a colon behind it, whatever else it may head: `Degree:`.
fn is_caption(text: &str) -> bool {
    text.ends_with(':') && crate::entry::announces(text)
}

/// Whether both sides begin with captions side by side and go on with what these announce: `Employer` and `Period` above a name and a date.
pub(super) fn head_cells((document, runs): (&Document, &[u32]), segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let [first, second, ..] = right else { return false };
    let segment = &segments[first.segment as usize];
    let (Some(beside), Some(_)) = (mate(first, segment.size, left), mate(second, segment.size, left)) else { return false };
    let beside = &segments[beside.segment as usize];
    if right.len() > MOST_BELOW || segment.dated || segment.style != beside.style {
        return false;
    }
    let mut text = String::new();
    let mut announces = |one: &Segment| crate::entry::is_caption(&lexicon::fold(words(document, runs, one, &mut text)));
    announces(segment) && announces(beside)
}

/// Lines of such a side at most.
const MOST_BELOW: usize = 8;
