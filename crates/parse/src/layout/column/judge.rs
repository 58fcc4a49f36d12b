//! Whether two sides of a strip are columns.

use vitae_document::Document;

use super::heading::begin_with_headings;
use super::table::judge_table;
use super::traits::traits;
use super::{Mark, is_aligned, label, words};
use crate::layout::segment::Segment;
use crate::layout::{between, rail};

/// Whether the two sides are columns, each to be read by itself.
pub(super) fn parts_columns(document: &Document, runs: &[u32], segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    if let Some(columns) = judge_table(document, runs, segments, left, right) {
        return columns;
    }
    if are_labels(segments, left, right) || label::head_cells((document, runs), segments, left, right) {
        return false;
    }
    let ink = |side: &[Mark]| side.iter().map(|mark| mark.right - mark.left).sum::<f32>();
    let (narrow, wide) = if ink(left) <= ink(right) { (left, right) } else { (right, left) };
    if !stand_beside(narrow, wide) {
        return false;
    }
    let few = traits(document, runs, segments, narrow, wide);
    if few.wordless * 2 > few.lines {
        return false;
    }
    let on_right = narrow.first().zip(wide.first()).is_some_and(|(narrow, wide)| narrow.left > wide.left);
    // The date of one entry in a narrow cell, between headings perhaps where it stands at the left: a heading at the right begins a column.
    let is_short = few.dated > 0 && few.plain <= LONGEST_DATE && few.contact == 0 && few.aligned > 0 && !(on_right && few.headings > 0);
    if is_short && is_date(document, runs, segments, narrow) {
        return false;
    }
    // Dates alone are no column, whatever stands above the text that they are beside.
    let top = wide.first().map_or(f32::MIN, |mark| mark.top);
    let beside = &narrow[narrow.partition_point(|mark| mark.bottom < top)..];
    let is_level = || beside.iter().all(|mark| is_aligned(mark, segments[mark.segment as usize].size, wide));
    if (few.dated >= 3 && few.dated * 2 >= beside.len() || few.dated == 2 && beside.len() == 2 && is_level())
        && few.contact == 0
        && is_date(document, runs, segments, beside)
    {
        return false;
    }
    // Headings in the middle of the page, above short lists.
    if on_right && few.plain == 0 {
        return false;
    }
    let ink = narrow.iter().map(|mark| mark.right - mark.left).sum::<f32>();
    if on_right && few.headings == 0 && few.contact == 0 && few.dated * 3 >= few.lines && ink < 130.0 * few.lines as f32 {
        return false;
    }
    if few.contact == 0 && few.dates >= 3 && few.dates * 5 >= few.plain * 3 {
        return false;
    }
    // Headings flush right stand above dates flush right.
    if on_right && few.contact == 0 && few.plain > 0 && few.dated * 5 >= few.plain * 4 && few.aligned * 5 >= few.plain * 4 {
        return false;
    }
    if few.contact == 0 && between::are_entries(segments, left, right) {
        return false;
    }
    if few.lines >= 3 && begin_with_headings(segments, left, right) {
        return true;
    }
    if few.headings > 0 && (on_right || few.contact > 0 || few.owned * 3 >= few.plain.max(3)) {
        return true;
    }
    let many = traits(document, runs, segments, wide, narrow);
    // Several headings with text of their own are a column, even where its lines happen to stand at the height of the others.
    if few.headings >= 3 && many.headings > 0 && few.plain >= 2 * few.headings && few.dated * 4 <= few.lines {
        return true;
    }
    if few.dated * 5 >= few.blocks * 2 && few.anchored * 10 >= few.blocks * 7 {
        return false;
    }
    if few.lines >= 3 && few.headings > 0 && many.headings > 0 && few.aligned * 20 < few.plain * 17 {
        return true;
    }
    let listed = few.bulleted * 10 >= few.lines * 5 && many.bulleted * 10 >= many.lines * 5;
    if listed && few.lines >= 2 && few.dated == 0 {
        return true;
    }
    if few.aligned * 20 >= few.plain * 17 {
        return false;
    }
    if few.anchored == few.blocks
        && (few.blocks >= 2 || (few.contact == 0 && many.lines > 2 * few.lines))
        && few.lines <= few.blocks * 3
        && few.headings == 0
    {
        return false;
    }
    // A name of two lines beside a block of contact data.
    let contact = (few.contact > 0) != (many.contact > 0) && few.aligned < few.plain && few.lines.min(many.lines) >= 2;
    contact || few.lines >= 3 || few.aligned * 2 < few.lines
}

/// Whether the left side holds labels, flush right, each but headings at the height of what it announces.
fn are_labels(segments: &[Segment], left: &[Mark], right: &[Mark]) -> bool {
    let Some(first) = left.first().filter(|_| left.len() >= FEWEST_LABELS && right.len() <= 2 * left.len()) else { return false };
    let is_flush = left.iter().all(|mark| (mark.right - first.right).abs() < 1.5);
    if !is_flush || left.iter().all(|mark| (mark.left - first.left).abs() < 3.0) {
        return false;
    }
    let plain = || left.iter().filter(|mark| !segments[mark.segment as usize].heading);
    let n_aligned = plain().filter(|mark| is_aligned(mark, segments[mark.segment as usize].size, right)).count();
    n_aligned * 5 >= plain().count() * 4 && n_aligned > 1 && !plain().any(|mark| segments[mark.segment as usize].contact)
}

/// Lines of a column of labels at least.
const FEWEST_LABELS: usize = 4;

/// Lines that the date of one entry takes at most in a narrow cell.
const LONGEST_DATE: usize = 5;

/// Whether all lines of `side` but headings are parts of dates.
fn is_date(document: &Document, runs: &[u32], segments: &[Segment], side: &[Mark]) -> bool {
    let mut text = String::new();
    side.iter().all(|mark| {
        let segment = &segments[mark.segment as usize];
        segment.heading || rail::is_date_part(words(document, runs, segment, &mut text))
    })
}

/// Whether lines of `wide` stand in the height of `narrow`: an indented block between lines is no column.
fn stand_beside(narrow: &[Mark], wide: &[Mark]) -> bool {
    let (Some(first), Some(last)) = (narrow.first(), narrow.last()) else { return false };
    let beside = wide.iter().filter(|mark| mark.baseline > first.top && mark.baseline < last.bottom).count();
    beside > 0 && beside * 4 >= narrow.len()
}
