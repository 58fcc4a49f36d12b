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
    let (start, end) = (span.start.clamp(cell.span.start, cell.span.end), span.end.clamp(cell.span.start, cell.span.end));
    let from = visible(layout, Span { start: cell.span.start, end: start });
    let to = from + visible(layout, Span { start, end });
    let runs = layout.runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    let mut covered: Option<BoundingBox> = None;
    let mut before = 0;
    for run in runs.iter().filter_map(|run| document.runs.get(*run as usize)) {
        if before >= to {
            break;
        }
        let text = document.text_of(run);
        let n_visible = n_visible(text);
        let (low, high) = (from.max(before), to.min(before + n_visible));
        if low < high {
            let part = stretch(document, run, (low - before, high - before), n_visible);
            covered = Some(covered.map_or(part, |known| known.union(part)));
        }
        before += n_visible;
    }
    covered.unwrap_or(cell.area)
}

/// The area of the visible characters `from..to` of `run`, which has `n_visible`.
fn stretch(document: &Document, run: &Run, (from, to): (usize, usize), n_visible: usize) -> BoundingBox {
    if run.rotation != 0 || (from == 0 && to == n_visible) {
        return run.area;
    }
    let text = document.text_of(run);
    let last = to.saturating_sub(1);
    let (first, behind) = if text.is_ascii() {
        let first = place_of(text.as_bytes(), from).unwrap_or_default();
        (first, first + place_of(&text.as_bytes()[first..], last.saturating_sub(from)).unwrap_or_default() + 1)
    } else {
        let mut places = text.char_indices().filter(|(_, symbol)| !symbol.is_whitespace());
        let first = places.nth(from).unwrap_or_default();
        let last = if last > from { places.nth(last - from - 1).unwrap_or(first) } else { first };
        (first.0, last.0 + last.1.len_utf8())
    };
    let (left, right) = document.edges(run, first, behind);
    BoundingBox { left, right, ..run.area }
}

/// At which of its characters the visible one number `visible` of `text`, which is ASCII, stands, both counted from 0.
fn place_of(text: &[u8], visible: usize) -> Option<usize> {
    let mut n_left = visible + 1;
    text.iter().position(|byte| {
        n_left -= usize::from(!is_blank(*byte));
        n_left == 0
    })
}

fn visible(layout: &Layout, span: Span) -> usize {
    n_visible(layout.slice(span))
}

/// Characters of `text` that are no white space.
pub(crate) fn n_visible(text: &str) -> usize {
    let (blocks, rest) = text.as_bytes().as_chunks::<BLOCK>();
    let mut last = [b' '; BLOCK];
    last[..rest.len()].copy_from_slice(rest);
    let mut any_wide = [false; BLOCK];
    // As many blocks at a time as a byte can count.
    let of_blocks: usize = blocks.chunks(usize::from(u8::MAX)).map(|blocks| count(blocks, &mut any_wide)).sum();
    let n_visible = of_blocks + count(&[last], &mut any_wide);
    if any_wide.contains(&true) { text.chars().filter(|symbol| !symbol.is_whitespace()).count() } else { n_visible }
}

/// Whether a byte is white space of ASCII.
fn is_blank(byte: u8) -> bool {
    (byte == b' ') | (byte.wrapping_sub(b'\t') < 5)
}

/// Bytes that are counted at once.
const BLOCK: usize = 16;

/// How many characters begin in `blocks` that are not white space of ASCII; `any_wide` is told of bytes that other white space begins with.
fn count(blocks: &[[u8; BLOCK]], any_wide: &mut [bool; BLOCK]) -> usize {
    let mut counts = [0_u8; BLOCK];
    for block in blocks {
        for ((count, wide), &byte) in counts.iter_mut().zip(&mut *any_wide).zip(block) {
            *count += u8::from((byte & 0xC0 != 0x80) & !is_blank(byte));
            *wide |= (byte == 0xC2) | (byte.wrapping_sub(0xE1) < 3);
        }
    }
    counts.iter().map(|count| usize::from(*count)).sum()
}
