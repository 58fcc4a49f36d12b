//! Where on the page a piece of text stands.

use vitae_document::{Document, Run, Span};
use vitae_model::BoundingBox;

use crate::layout::{Cell, Layout};

/// The page, counted from 0, and the area that `span` of [`Layout::text`] covers.
///
/// A value that goes on over a page's end is told by its part on the first page. None where the span meets no cell.
pub(super) fn locate(document: &Document, layout: &Layout, span: Span) -> Option<(u16, BoundingBox)> {
    let first = layout.cells.partition_point(|cell| cell.span.end <= span.start);
    let mut found: Option<(u16, BoundingBox)> = None;
    for (index, cell) in layout.cells.iter().enumerate().skip(first).take_while(|(_, cell)| cell.span.start < span.end) {
        let page = page_of(layout, index);
        let area = part_of(document, layout, cell, span);
        found = match found {
            None => Some((page, area)),
            Some((first_page, covered)) if first_page == page => Some((page, covered.union(area))),
            Some(_) => break,
        };
    }
    found
}

fn page_of(layout: &Layout, cell: usize) -> u16 {
    let line = layout.lines.partition_point(|line| line.end_cell as usize <= cell);
    layout.lines.get(line).map_or(0, |line| line.page)
}

/// The part of `cell`'s area that `span` covers, by counting visible characters through its runs.
fn part_of(document: &Document, layout: &Layout, cell: &Cell, span: Span) -> BoundingBox {
    if span.start <= cell.span.start && span.end >= cell.span.end {
        return cell.area;
    }
    let from = visible(layout, Span { start: cell.span.start, end: span.start.clamp(cell.span.start, cell.span.end) });
    let to = visible(layout, Span { start: cell.span.start, end: span.end.clamp(cell.span.start, cell.span.end) });
    let runs = layout.runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    let mut covered: Option<BoundingBox> = None;
    let mut before = 0;
    for run in runs.iter().filter_map(|run| document.runs.get(*run as usize)) {
        let text = document.text_of(run);
        let n_visible = n_visible(text);
        let (low, high) = (from.max(before), to.min(before + n_visible));
        if low < high {
            let part = stretch(run, text, low - before, high - before);
            covered = Some(covered.map_or(part, |known| known.union(part)));
        }
        before += n_visible;
    }
    covered.unwrap_or(cell.area)
}

/// The area of the visible characters `from..to` of `run`, as if all its characters were equally wide.
fn stretch(run: &Run, text: &str, from: usize, to: usize) -> BoundingBox {
    if run.rotation != 0 {
        return run.area;
    }
    let n_characters = text.chars().count().max(1) as f32;
    let [first, last] = places(text, [from, to.saturating_sub(1)]).map(|place| place as f32);
    let last = last + 1.0;
    let width = run.area.width() / n_characters;
    BoundingBox { left: run.area.left + width * first, right: run.area.left + width * last, ..run.area }
}

/// Which characters of `text` those are that come at these places when only visible ones are counted; 0 where there is none. The second
/// comes no earlier than the first.
fn places(text: &str, wanted: [usize; 2]) -> [usize; 2] {
    let mut found = [0; 2];
    let mut n_visible = 0;
    for (place, symbol) in text.chars().enumerate() {
        if symbol.is_whitespace() {
            continue;
        }
        if n_visible == wanted[0] {
            found[0] = place;
        }
        if n_visible == wanted[1] {
            found[1] = place;
            break;
        }
        n_visible += 1;
    }
    found
}

fn visible(layout: &Layout, span: Span) -> usize {
    n_visible(layout.slice(span))
}

/// Characters of `text` that are no white space.
pub(crate) fn n_visible(text: &str) -> usize {
    if text.is_ascii() {
        return text.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).count();
    }
    // The white space beyond ASCII begins with one of these bytes; other characters are counted where they begin.
    if text.bytes().all(|byte| !matches!(byte, 0xC2 | 0xE1..=0xE3)) {
        return text.bytes().filter(|byte| byte & 0xC0 != 0x80 && !matches!(byte, b' ' | b'\t'..=b'\r')).count();
    }
    text.chars().filter(|symbol| !symbol.is_whitespace()).count()
}
