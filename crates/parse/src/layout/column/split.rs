//! Where what stands beside each other above has nothing to do with what stands beside each other below.

use super::{Row, Strip, is_left};
use crate::layout::segment::Segment;

/// Parts a strip at a heading on its left in whose height its right side is empty: what stands at the right above, contact data beside
/// a name, has nothing to do with what stands at the right below, dates perhaps. Where nothing does, the strip ends there.
///
/// `tops` is a buffer.
pub(super) fn split(
    segments: &[Segment],
    block: &[u32],
    rows: &[Row],
    strip: Strip,
    tops: &mut Vec<f32>,
) -> Option<(Strip, Option<Strip>)> {
    let span = &rows[strip.first as usize..=strip.last as usize];
    let members = |row: &Row| block[row.start as usize..row.end as usize].iter().map(|&index| &segments[index as usize]);
    let on_right = |row: &Row| members(row).filter(|segment| !is_left(segment, strip)).map(|segment| segment.area);
    // For each row, from the last one up: the upper edge of what stands at the right from there on.
    tops.clear();
    let mut top = f32::INFINITY;
    tops.extend(span.iter().rev().map(|row| {
        top = on_right(row).map(|area| area.top).fold(top, f32::min);
        top
    }));
    // A column that begins with a heading of its own may have gaps.
    let headed = span.iter().flat_map(members).find(|segment| !is_left(segment, strip)).is_some_and(|segment| segment.heading);
    let first = span.iter().flat_map(members).find(|segment| is_left(segment, strip));
    let mut bottom = f32::INFINITY;
    for (offset, row) in span.iter().enumerate() {
        let heading = members(row).find(|segment| is_left(segment, strip) && segment.heading);
        // A heading of several lines stays in one piece, unless it is all that stands at the left.
        let above = offset.checked_sub(1).and_then(|above| members(&span[above]).find(|segment| is_left(segment, strip)));
        let above = above.filter(|above| first.is_some_and(|first| first.baseline < above.baseline));
        let goes_on = |heading: &&Segment| {
            above.is_some_and(|above| above.style == heading.style && heading.area.top - above.area.bottom < 0.4 * heading.area.height())
        };
        let heading = heading.filter(|heading| !goes_on(heading));
        if let Some(heading) = heading.filter(|_| bottom.is_finite() && offset > 0) {
            let top = tops[span.len() - 1 - offset];
            let white = (top - bottom) / heading.area.height();
            let is_wide = || white > 3.5 || white > 1.5 && stand_in_rows(segments, block, span, strip);
            let is_over = || white > 2.0 && ends_before_dates(segments, block, span.split_at(offset), strip);
            if top.is_infinite() || !headed && is_wide() || is_over() {
                let row = strip.first + offset as u32;
                let lower = top.is_finite().then_some(Strip { first: row, ..strip });
                return Some((Strip { last: row - 1, crossed: lower.is_some(), ..strip }, lower));
            }
        }
        bottom =
            on_right(row).map(|area| area.bottom).fold(bottom, |bottom, edge| if bottom.is_finite() { bottom.max(edge) } else { edge });
    }
    None
}

/// Whether everything right of `strip` stands in rows that begin at its left: short items side by side, not two columns.
fn stand_in_rows(segments: &[Segment], block: &[u32], span: &[Row], strip: Strip) -> bool {
    let members = |row: &Row| block[row.start as usize..row.end as usize].iter().map(|&index| &segments[index as usize]);
    span.iter().all(|row| !row.has_right(strip) || members(row).any(|segment| is_left(segment, strip)))
}

/// Whether right of `strip` nothing but the dates of what stands at their left is in the rows `below`, and no date in those `above`: a
/// column has ended.
fn ends_before_dates(segments: &[Segment], block: &[u32], (above, below): (&[Row], &[Row]), strip: Strip) -> bool {
    let rights = |row: &Row| {
        let members = block[row.start as usize..row.end as usize].iter().map(|&index| &segments[index as usize]);
        members.filter(move |segment| !is_left(segment, strip))
    };
    let mut dated = below.iter().filter(|row| row.has_right(strip));
    dated.all(|row| row.has_left(strip) && rights(row).all(|segment| segment.dated))
        && !above.iter().flat_map(rights).any(|segment| segment.dated)
}

/// Parts a strip below contact data at the top of its left side, where white space parts these from a rail: dates and labels, each in a row
/// of the right side. Sections begin at the right where the lower part does.
pub(super) fn part_contact(segments: &[Segment], block: &[u32], rows: &[Row], strip: Strip) -> Option<(Strip, Strip)> {
    let span = &rows[strip.first as usize..=strip.last as usize];
    let members = |row: &Row| block[row.start as usize..row.end as usize].iter().map(|&index| &segments[index as usize]);
    let on_left = |row: &Row| members(row).find(|segment| is_left(segment, strip));
    let foot = span.iter().rposition(|row| on_left(row).is_some_and(|segment| segment.contact))?;
    // What else belongs to the block of contact data.
    let mut last = on_left(&span[foot])?;
    let mut below = span.iter().enumerate().skip(foot + 1).filter_map(|(at, row)| Some((at, on_left(row)?)));
    let (at, first) = below.by_ref().find(|(_, segment)| {
        let is_apart = segment.area.top - last.area.bottom > CONTACT_WHITE * segment.area.height();
        last = segment;
        is_apart
    })?;
    let bottom = span[..at].iter().filter_map(on_left).map(|segment| segment.area.bottom).fold(f32::MIN, f32::max);
    let lines = || span[at..].iter().filter_map(|row| Some((on_left(row)?, row.has_right(strip))));
    let (all, level) = lines().fold((0, 0), |(all, level), (_, is_level)| (all + 1, level + usize::from(is_level)));
    let dated = lines().filter(|(segment, _)| segment.dated).count();
    if !first.dated && !span[at].has_right(strip)
        || dated < 2
        || level * 5 < all * 4
        || lines().any(|(segment, is_level)| segment.heading && !is_level)
    {
        return None;
    }
    let is_heading = |row: &Row| row.top > bottom && members(row).any(|segment| segment.heading && !is_left(segment, strip));
    let begin = span[..at].iter().position(is_heading).unwrap_or(at);
    let row = strip.first + begin as u32;
    (begin > 0).then_some((Strip { last: row - 1, crossed: true, ..strip }, Strip { first: row, ..strip }))
}

/// Parts a strip where headings in one dress begin on both sides, below rows that show nothing but dates at their right: what is read
/// with its row above has nothing to do with the columns below.
pub(super) fn part_dates(segments: &[Segment], block: &[u32], rows: &[Row], strip: Strip) -> Option<(Strip, Strip)> {
    let span = &rows[strip.first as usize..=strip.last as usize];
    let members = |row: &Row| block[row.start as usize..row.end as usize].iter().map(|&index| &segments[index as usize]);
    let on = |row: &Row, left: bool| members(row).find(|segment| is_left(segment, strip) == left);
    let mut has_dates = false;
    for (offset, row) in span.iter().enumerate() {
        let (left, right) = (on(row, true), on(row, false));
        let Some(right) = right else { continue };
        if has_dates && right.heading && left.is_some_and(|left| left.heading && left.style == right.style) {
            let row = strip.first + offset as u32;
            return Some((Strip { last: row - 1, crossed: true, ..strip }, Strip { first: row, ..strip }));
        }
        let is_date = right.dated && !right.bulleted && left.is_some();
        if !is_date || members(row).filter(|segment| !is_left(segment, strip)).count() > 1 {
            return None;
        }
        has_dates = true;
    }
    None
}

/// White space below contact data, in multiples of a line's height.
const CONTACT_WHITE: f32 = 1.5;
