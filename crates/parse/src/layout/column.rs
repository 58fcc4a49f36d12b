//! Gutters: which white strips part columns, and which only part the cells of rows.
//!
//! A strip is followed down the rows of a block as long as nothing crosses it. What stands beside it is then judged: a column has text
//! of its own; a rail holds dates, places, labels or headings that belong to the rows beside them, and is read row by row.

mod card;
mod heading;
mod judge;
mod label;
mod level;
mod split;
mod table;
mod traits;

use vitae_document::Document;

use crate::layout::between;
use crate::layout::segment::Segment;
use card::{cards, grid};
pub(super) use heading::heads_anew;
use heading::{Rail, begin_with_headings, heads_rows, heads_rows_at_right};
use judge::parts_columns;
use split::{part_contact, part_dates, split};
use table::judge_table;

/// A white strip between two columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gutter {
    /// Middle of the strip.
    pub(super) x: f32,
    /// Upper edge of the rows it parts.
    pub(super) top: f32,
    /// Lower edge of the rows it parts.
    pub(super) bottom: f32,
    /// On this side of it stand nothing but headings, each beside the text that it heads.
    pub(super) headings: Option<Side>,
}

/// A side of a strip.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// Buffers reused from block to block.
#[derive(Debug, Default)]
pub(super) struct Buffers {
    rows: Vec<Row>,
    dividers: Vec<Divider>,
    active: Vec<Strip>,
    next: Vec<Strip>,
    closed: Vec<Strip>,
    gaps: Vec<(f32, f32)>,
    left: Vec<Mark>,
    right: Vec<Mark>,
    tops: Vec<f32>,
}

/// Segments of one baseline.
#[derive(Debug, Clone, Copy)]
struct Row {
    start: u32,
    end: u32,
    top: f32,
    bottom: f32,
    /// The middles of the first and the last of them from left to right, doubled.
    leftmost: f32,
    rightmost: f32,
}

impl Row {
    fn has_left(&self, strip: Strip) -> bool {
        self.leftmost < strip.left + strip.right
    }

    fn has_right(&self, strip: Strip) -> bool {
        self.rightmost >= strip.left + strip.right
    }
}

/// A line or bar across columns.
#[derive(Debug, Clone, Copy)]
struct Divider {
    left: f32,
    right: f32,
    y: f32,
}

/// A strip that is free of text from row `first` to row `last`.
#[derive(Debug, Clone, Copy)]
struct Strip {
    left: f32,
    right: f32,
    first: u32,
    last: u32,
    /// Something crosses it below; otherwise the block ends.
    crossed: bool,
}

/// One line of one side of a strip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    /// Its leftmost segment.
    pub(super) segment: u32,
    /// Its rightmost segment.
    pub(super) last: u32,
    baseline: f32,
    top: f32,
    bottom: f32,
    pub(super) left: f32,
    pub(super) right: f32,
}

/// Strips narrower than this many points part nothing.
pub(super) const NARROWEST: f32 = 7.0;
/// As many strips are followed at a time.
const MOST_STRIPS: usize = 32;

/// Finds the gutter that parts the most of `block`, whose segments are sorted by baseline.
pub(super) fn find(document: &Document, runs: &[u32], segments: &[Segment], block: &[u32], buffers: &mut Buffers) -> Option<Gutter> {
    if block.len() < 4 {
        return None;
    }
    group(segments, block, &mut buffers.rows);
    divide(document, segments, block, &mut buffers.dividers);
    follow(document, runs, segments, block, buffers);
    let mut best: Option<(f32, Gutter)> = None;
    let mut abreast: Option<Gutter> = None;
    let mut index = 0;
    while index < buffers.closed.len() {
        let mut strip = buffers.closed[index];
        index += 1;
        // Most strips are the white beside short lines.
        if !has_sides(&buffers.rows, strip) {
            continue;
        }
        if let Some((upper, lower)) = split(segments, block, &buffers.rows, strip, &mut buffers.tops) {
            strip = upper;
            buffers.closed.extend(lower);
        }
        if let Some((upper, lower)) = part_dates(segments, block, &buffers.rows, strip) {
            strip = upper;
            buffers.closed.push(lower);
        }
        if let Some((upper, lower)) = part_contact(segments, block, &buffers.rows, strip) {
            strip = upper;
            buffers.closed.push(lower);
        }
        let Some(strip) = trim(&buffers.rows, strip) else { continue };
        let (top, bottom) = extent(&buffers.rows, strip);
        sides(segments, block, &buffers.rows, strip, &mut buffers.left, &mut buffers.right);
        let top = match opening(segments, &buffers.left, &buffers.right) {
            Some(opening) => {
                buffers.left.retain(|mark| mark.bottom > opening);
                buffers.right.retain(|mark| mark.bottom > opening);
                opening
            }
            None => top,
        };
        let gutter = Gutter { x: (strip.left + strip.right) / 2.0, top, bottom, headings: None };
        match heads_rows((document, runs), segments, [&buffers.left, &buffers.right], gutter, strip.crossed) {
            Some(Rail { top, bottom, labels: false }) => return Some(Gutter { headings: Some(Side::Left), top, bottom, ..gutter }),
            Some(_) => continue,
            None => {}
        }
        if let Some(top) = heads_rows_at_right((document, runs), segments, [&buffers.left, &buffers.right], gutter, strip.crossed) {
            return Some(Gutter { headings: Some(Side::Right), top, ..gutter });
        }
        let is_tabbed = document.flowed && between::is_tabbed(document, runs, segments, (&buffers.left, &buffers.right));
        if is_tabbed || between::ends_rows(segments, &buffers.left, &buffers.right) {
            continue;
        }
        let few = buffers.left.len().min(buffers.right.len());
        let weight = (bottom - top) * (few.min(12) as f32) * if few < 2 { 0.0 } else { 1.0 };
        // A rail of dates between two columns belongs to the left one.
        let rail =
            buffers.right.iter().filter(|mark| segments[mark.segment as usize].dated && is_aligned(mark, 10.0, &buffers.left)).count();
        let is_rail = rail >= 3 && rail * 4 >= buffers.right.len() && !between::opens_rows(segments, &buffers.left, &buffers.right)
            || rail >= 2 && between::is_rail(segments, &buffers.left, &buffers.right)
            || between::is_inner_rail(segments, &buffers.left, &buffers.right);
        let weight = if is_rail { weight * 0.3 } else { weight };
        if weight <= 0.0 || best.is_some_and(|(most, _)| most >= weight) {
            continue;
        }
        let cards = cards(segments, &buffers.left, &buffers.right);
        let (left, right) = level::below_headings(segments, &buffers.left, &buffers.right);
        let are_cells = || cards.is_none() && level::are_cells(segments, left, right);
        if level::keep_step(segments, left, right) && (are_cells() || level::are_labelled(document, runs, segments, block, [left, right])) {
            continue;
        }
        if let Some((top, bottom)) = cards.filter(|_| judge_table(document, runs, segments, &buffers.left, &buffers.right) != Some(false)) {
            abreast = Some(Gutter { top, bottom, ..gutter });
            best = best.or(Some((weight.min(2.0), Gutter { top, bottom, ..gutter })));
        } else if parts_columns(document, runs, segments, &buffers.left, &buffers.right)
            && !label::announce((document, runs), segments, &buffers.left, &buffers.right)
        {
            best = Some((weight, gutter));
        } else if let Some((top, bottom)) = grid(segments, &buffers.left, &buffers.right) {
            best = best.or(Some((weight.min(1.0), Gutter { top, bottom, ..gutter })));
        }
    }
    // No column begins within entries that stand side by side.
    let cuts = |gutter: &Gutter| abreast.filter(|cards| gutter.top > cards.top + 1.0 && gutter.top < cards.bottom);
    best.map(|(_, gutter)| cuts(&gutter).unwrap_or(gutter))
}

fn group(segments: &[Segment], block: &[u32], rows: &mut Vec<Row>) {
    rows.clear();
    for (position, &index) in block.iter().enumerate() {
        let segment = &segments[index as usize];
        let (area, end) = (segment.area, position as u32 + 1);
        let middle = area.left + area.right;
        match rows.last_mut() {
            Some(row) if segment.baseline - segments[block[row.start as usize] as usize].baseline <= 0.25 * segment.size => {
                row.end = end;
                row.top = row.top.min(area.top);
                row.bottom = row.bottom.max(area.bottom);
                row.leftmost = row.leftmost.min(middle);
                row.rightmost = row.rightmost.max(middle);
            }
            _ => rows.push(Row { start: position as u32, end, top: area.top, bottom: area.bottom, leftmost: middle, rightmost: middle }),
        }
    }
}

/// Collects what is drawn across the page of `block` in its height: rules, and bars behind headings.
fn divide(document: &Document, segments: &[Segment], block: &[u32], dividers: &mut Vec<Divider>) {
    dividers.clear();
    let page = segments[block[0] as usize].page;
    let rules = document.rules.iter().filter(|rule| rule.page == page).map(|rule| rule.area);
    let bars = document.fillings.iter().filter(|filling| filling.page == page && filling.colour < 0xFA_FA_FA).map(|filling| filling.area);
    let flat = |area: &vitae_model::BoundingBox| area.width() > 120.0 && area.height() < 32.0 && area.width() > 5.0 * area.height();
    dividers.extend(rules.chain(bars).filter(flat).map(|area| Divider {
        left: area.left,
        right: area.right,
        y: (area.top + area.bottom) / 2.0,
    }));
    dividers.sort_by(|a, b| a.y.total_cmp(&b.y));
}

/// Follows all white strips down the rows; `closed` holds them afterwards.
fn follow(document: &Document, runs: &[u32], segments: &[Segment], block: &[u32], buffers: &mut Buffers) {
    let (mut left, mut right) = (f32::MAX, f32::MIN);
    for &index in block {
        let area = segments[index as usize].area;
        left = left.min(area.left);
        right = right.max(area.right);
    }
    buffers.active.clear();
    buffers.closed.clear();
    // The row above stands in a table.
    let mut within = false;
    for row_index in 0..buffers.rows.len() {
        let row = buffers.rows[row_index];
        close_divided(segments, block, buffers, row_index);
        let members = &block[row.start as usize..row.end as usize];
        // Where a table begins or ends, whatever stands beside something above stands beside nothing.
        let is_declared = document.flowed && members.iter().any(|&index| in_table(document, runs, &segments[index as usize]));
        if row_index > 0 && is_declared != within {
            let Buffers { active, closed, .. } = &mut *buffers;
            closed.extend(active.drain(..).map(|strip| Strip { crossed: true, ..strip }));
        }
        within = is_declared;
        free_of(segments, (block, members), left, right, &mut buffers.gaps);
        if let &[only] = members
            && is_centred(document, segments, block, &segments[only as usize], (left, right))
        {
            buffers.gaps.clear();
        }
        step(buffers, segments, block, row_index as u32);
    }
    buffers.closed.append(&mut buffers.active);
}

/// Whether a segment stands in a table that the format declares.
fn in_table(document: &Document, runs: &[u32], segment: &Segment) -> bool {
    let run = runs.get(segment.first_run as usize).and_then(|&run| document.runs.get(run as usize));
    run.is_some_and(|run| run.cell.is_some())
}

/// Whether `heading` is one that stands in the middle of the text from `left` to `right`, or of the page that both sides of it share, at no
/// other line's edge: nothing beside it is a column.
fn is_centred(document: &Document, segments: &[Segment], block: &[u32], heading: &Segment, (left, right): (f32, f32)) -> bool {
    let area = heading.area;
    if !heading.heading || area.left - left <= 40.0 {
        return false;
    }
    let is_middle = |sum: f32, tolerance: f32| (area.left + area.right - sum).abs() < tolerance;
    let page = document.pages.get(usize::from(heading.page)).map_or(0.0, |page| page.width);
    let of_page = is_middle(page, 3.0) && left < 0.5 * page && right > 0.5 * page;
    if !of_page && !is_middle(left + right, 6.0) {
        return false;
    }
    let at_edge = |index: &&u32| {
        let other = &segments[**index as usize];
        let ends = !of_page && (other.area.right - area.right).abs() < 2.0;
        !other.heading && ((other.area.left - area.left).abs() < 2.0 || ends)
    };
    // One line may begin there by chance.
    block.iter().filter(at_edge).nth(usize::from(of_page)).is_none()
}

/// Closes the strips that a divider between the row at `row_index` and the one before crosses.
fn close_divided(segments: &[Segment], block: &[u32], buffers: &mut Buffers, row_index: usize) {
    let Some(before) = row_index.checked_sub(1).map(|before| buffers.rows[before]) else { return };
    let row = buffers.rows[row_index];
    let (above, below) = ((before.top + before.bottom) / 2.0, (row.top + row.bottom) / 2.0 + 2.0);
    let first = buffers.dividers.partition_point(|divider| divider.y <= above);
    for divider in buffers.dividers[first..].iter().take_while(|divider| divider.y <= below) {
        let (active, closed) = (&mut buffers.active, &mut buffers.closed);
        let near = &block[buffers.rows[row_index.saturating_sub(4)].start as usize
            ..buffers.rows[(row_index + 3).min(buffers.rows.len() - 1)].end as usize];
        active.retain(|strip| {
            let spans = divider.left < strip.left - 10.0 && divider.right > strip.right + 10.0;
            let crossed =
                spans && !runs_through(segments, near, *strip, divider.y, true) && !runs_through(segments, near, *strip, divider.y, false);
            if crossed {
                closed.push(Strip { crossed: true, ..*strip });
            }
            !crossed
        });
    }
}

/// Whether text on one side of `strip` goes on over height `y` line by line.
fn runs_through(segments: &[Segment], near: &[u32], strip: Strip, y: f32, on_left: bool) -> bool {
    let side = || near.iter().map(|&index| &segments[index as usize]).filter(|segment| is_left(segment, strip) == on_left);
    let above = side().filter(|segment| segment.baseline < y).map(|segment| segment.area.bottom).reduce(f32::max);
    let below = side().filter(|segment| segment.baseline >= y).min_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let (Some(above), Some(below)) = (above, below) else { return false };
    !below.heading && below.area.top - above < 0.42 * below.area.height()
}

/// The strips of `left..right` that no segment of one row covers.
fn free_of(segments: &[Segment], (block, row): (&[u32], &[u32]), left: f32, right: f32, gaps: &mut Vec<(f32, f32)>) {
    gaps.clear();
    let mut edge = left - NARROWEST;
    loop {
        // Rows hold few segments: looking for the next one to the right beats sorting them.
        let reach = row.iter().map(|&index| &segments[index as usize]).filter(|one| one.area.left <= edge + NARROWEST && one.reach > edge);
        if let Some((further, start)) = reach.map(|one| (one.reach, one.area.left)).reduce(|a, b| (a.0.max(b.0), a.1.min(b.1))) {
            // Text that comes too near to the next column, or reaches it, bridges no gutter.
            if start > edge + 1.0 && edge > left && begins_column(segments, block, start) {
                gaps.push((start - 1.01 * NARROWEST, start));
            }
            edge = further;
            continue;
        }
        let next = row.iter().map(|&index| segments[index as usize].area.left).filter(|&start| start > edge).reduce(f32::min);
        let end = next.unwrap_or(right + NARROWEST);
        if end - edge >= NARROWEST {
            gaps.push((edge, end));
        }
        let Some(next) = next else { break };
        edge = next;
    }
}

/// Whether several lines of `block` begin at `left`.
fn begins_column(segments: &[Segment], block: &[u32], left: f32) -> bool {
    block.iter().filter(|&&index| (segments[index as usize].area.left - left).abs() < 0.6).nth(COLUMN - 1).is_some()
}

/// So many lines that begin at one place make a column.
const COLUMN: usize = 5;

fn step(buffers: &mut Buffers, segments: &[Segment], block: &[u32], row: u32) {
    buffers.next.clear();
    for strip in &buffers.active {
        let mut goes_on = false;
        for &(start, end) in &buffers.gaps {
            let (left, right) = (strip.left.max(start), strip.right.min(end));
            if right - left >= NARROWEST {
                goes_on = true;
                remember(&mut buffers.next, Strip { left, right, last: row, ..*strip });
            }
        }
        if goes_on {
            continue;
        }
        // A line that nearly fills its column, beside none of the next one, bridges no gutter.
        let nearly = |&(start, end): &(f32, f32)| start + 1.0 < strip.right && end > strip.right + 1.0;
        if buffers.gaps.iter().any(nearly) && begins_column(segments, block, strip.right) {
            remember(&mut buffers.next, Strip { left: strip.right - 1.01 * NARROWEST, last: row, ..*strip });
        } else {
            buffers.closed.push(Strip { crossed: true, ..*strip });
        }
    }
    for &(left, right) in &buffers.gaps {
        remember(&mut buffers.next, Strip { left, right, first: row, last: row, crossed: false });
    }
    std::mem::swap(&mut buffers.active, &mut buffers.next);
}

/// Adds `strip` unless one that is as wide and longer is known.
fn remember(strips: &mut Vec<Strip>, strip: Strip) {
    // All are asked, none decides: there are few, and which one covers it cannot be foreseen.
    let covers = |known: &Strip| (known.left <= strip.left + 0.5) & (known.right >= strip.right - 0.5) & (known.first <= strip.first);
    let covered = strips.iter().fold(false, |covered, known| covered | covers(known));
    if strips.len() < MOST_STRIPS && !covered {
        strips.push(strip);
    }
}

/// Whether something stands on either side of `strip`.
fn has_sides(rows: &[Row], strip: Strip) -> bool {
    let span = &rows[strip.first as usize..=strip.last as usize];
    let (left, right) = span.iter().fold((false, false), |(left, right), row| (left | row.has_left(strip), right | row.has_right(strip)));
    left && right
}

/// Takes rows off the strip's ends that stand on one side only, at its foot where something crosses it below.
fn trim(rows: &[Row], strip: Strip) -> Option<Strip> {
    let side_rows = |has: fn(&Row, Strip) -> bool| {
        let span = &rows[strip.first as usize..=strip.last as usize];
        let first = span.iter().position(|row| has(row, strip))?;
        let last = span.iter().rposition(|row| has(row, strip))?;
        Some((strip.first + first as u32, strip.first + last as u32))
    };
    let (left, right) = (side_rows(Row::has_left)?, side_rows(Row::has_right)?);
    let both_last = left.1.min(right.1);
    let mut trimmed = Strip { first: left.0.min(right.0), last: left.1.max(right.1), ..strip };
    if strip.crossed && trimmed.last > both_last {
        let widest = (both_last + 1..=trimmed.last + 1).max_by(|&a, &b| gap_above(rows, a).total_cmp(&gap_above(rows, b)));
        trimmed.last = widest.map_or(both_last, |row| row - 1);
    }
    (trimmed.first <= trimmed.last).then_some(trimmed)
}

/// White space above `row`, in multiples of its height.
fn gap_above(rows: &[Row], row: u32) -> f32 {
    let Some(row_below) = rows.get(row as usize) else { return 0.0 };
    let above = rows[..row as usize].iter().rev().take(4).map(|row| row.bottom).fold(f32::MIN, f32::max);
    (row_below.top - above) / (row_below.bottom - row_below.top).max(1.0)
}

fn is_left(segment: &Segment, strip: Strip) -> bool {
    (segment.area.left + segment.area.right) < strip.left + strip.right
}

fn extent(rows: &[Row], strip: Strip) -> (f32, f32) {
    let span = &rows[strip.first as usize..=strip.last as usize];
    (span.iter().map(|row| row.top).fold(f32::MAX, f32::min), span.iter().map(|row| row.bottom).fold(f32::MIN, f32::max))
}

/// The lines on both sides of `strip`, top down.
fn sides(segments: &[Segment], block: &[u32], rows: &[Row], strip: Strip, left: &mut Vec<Mark>, right: &mut Vec<Mark>) {
    left.clear();
    right.clear();
    for row in &rows[strip.first as usize..=strip.last as usize] {
        for &index in &block[row.start as usize..row.end as usize] {
            let segment = &segments[index as usize];
            let side = if is_left(segment, strip) { &mut *left } else { &mut *right };
            let area = segment.area;
            match side.last_mut() {
                Some(mark) if (segment.baseline - mark.baseline).abs() <= 0.25 * segment.size => {
                    mark.left = mark.left.min(area.left);
                    mark.right = mark.right.max(area.right);
                    mark.top = mark.top.min(area.top);
                    mark.bottom = mark.bottom.max(area.bottom);
                    if area.left <= mark.left {
                        mark.segment = index;
                    }
                    if area.right >= mark.right {
                        mark.last = index;
                    }
                }
                _ => side.push(Mark {
                    segment: index,
                    last: index,
                    baseline: segment.baseline,
                    top: area.top,
                    bottom: area.bottom,
                    left: area.left,
                    right: area.right,
                }),
            }
        }
    }
}

/// The height at which both sides begin with a heading in one dress, below lines that stand on one side of the strip by chance: those
/// of a name and contact data in the middle of the page.
fn opening(segments: &[Segment], left: &[Mark], right: &[Mark]) -> Option<f32> {
    let (first, second) = (left.first()?, right.first()?);
    let (late, others) = if first.top > second.top { (first, right) } else { (second, left) };
    let segment = |mark: &Mark| &segments[mark.segment as usize];
    let at = others.iter().skip(1).position(|mate| (mate.baseline - late.baseline).abs() < 2.0)? + 1;
    let (left, right) = if first.top > second.top { (left, &right[at..]) } else { (&left[at..], right) };
    let headed = segment(late).style == segment(&others[at]).style && begin_with_headings(segments, left, right);
    headed.then(|| late.top.min(others[at].top) - 0.5)
}

pub(super) fn is_aligned(mark: &Mark, size: f32, other: &[Mark]) -> bool {
    mate(mark, size, other).is_some()
}

/// The line of the `other` side that shares its baseline with `mark`, of text in `size`.
pub(super) fn mate<'a>(mark: &Mark, size: f32, other: &'a [Mark]) -> Option<&'a Mark> {
    let at = other.partition_point(|line| line.baseline < mark.baseline - 0.3 * size);
    other.get(at).filter(|line| line.baseline <= mark.baseline + 0.3 * size)
}

/// The words of `segment`, read into `text`.
fn words<'a>(document: &Document, runs: &[u32], segment: &Segment, text: &'a mut String) -> &'a str {
    text.clear();
    super::text::assemble(document, &runs[segment.first_run as usize..segment.end_run as usize], text);
    text
}
