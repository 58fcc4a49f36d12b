//! Rows of forms and tables: each line of one side stands level with one of the other.

use vitae_document::Document;

use super::heading::begin_with_headings;
use super::{Mark, words};
use crate::layout::label;
use crate::layout::segment::Segment;

/// Lines of a side at most that are compared; a longer one is a column whose lines happen to keep step.
const MOST: usize = 40;
/// Lines of a side from which on keeping step is no chance.
const FEWEST: usize = 3;

/// Both sides from the first line on that they share: what heads all of them stands above, at one edge.
pub(super) fn below_headings<'a>(segments: &[Segment], left: &'a [Mark], right: &'a [Mark]) -> (&'a [Mark], &'a [Mark]) {
    let (Some(first), Some(second)) = (left.first(), right.first()) else { return (left, right) };
    let top = first.top.max(second.top) - 1.0;
    let below = |side: &'a [Mark]| {
        let segment = |index: u32| &segments[index as usize];
        let heads = |mark: &Mark| segment(mark.segment).heading || segment(mark.segment).mark && segment(mark.last).heading;
        let n_above = side.iter().take_while(|mark| mark.bottom < top && heads(mark)).count();
        &side[n_above..]
    };
    (below(left), below(right))
}

/// Whether as many lines stand on either side, each at the height and in the size of one of the other.
pub(super) fn keep_step(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let is_level = |(one, other): (&Mark, &Mark)| {
        let (one, other) = (segment(one), segment(other));
        (one.baseline - other.baseline).abs() < 0.06 * one.size && (one.size - other.size).abs() < 0.03 * one.size
    };
    left.len() == right.len() && (2..=MOST).contains(&left.len()) && left.iter().zip(right).all(is_level)
}

/// Whether two sides that keep step are the cells of a table: it has three columns and more, or nothing heads both sides and the dates, if
/// there are any, stand in one of its columns.
pub(super) fn are_cells(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let contact = |mark: &Mark| segments[mark.segment as usize].contact;
    if left.iter().chain(right).any(contact) {
        return false;
    }
    let n_cells = |mark: &Mark| usize::from(mark.segment != mark.last);
    let in_columns = |side: &[Mark]| side.iter().map(n_cells).sum::<usize>() == side.len();
    let dated = |side: &[Mark]| side.iter().any(|mark| segments[mark.segment as usize].dated);
    let are_two = || left.len() >= FEWEST && !(dated(left) && dated(right)) && !begin_with_headings(segments, left, right);
    in_columns(left) || in_columns(right) || are_two()
}

/// Whether the words that both sides begin with stand once more in their columns: they are labels of a form, and head nothing.
pub(super) fn are_labelled(document: &Document, runs: &[u32], segments: &[Segment], block: &[u32], sides: [&[Mark]; 2]) -> bool {
    let (mut own, mut other_text) = (String::new(), String::new());
    sides.iter().all(|side| {
        let Some(first) = side.first().map(|mark| &segments[mark.segment as usize]) else { return false };
        words(document, runs, first, &mut own);
        let others = block.iter().map(|&index| &segments[index as usize]);
        label::is_said_again(others, first, |other| words(document, runs, other, &mut other_text) == own)
    })
}
