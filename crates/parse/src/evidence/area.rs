//! Where on the page a piece of text stands.

use std::ops::Range;

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

/// The part of `cell`'s area that `span` covers.
fn part_of(document: &Document, layout: &Layout, cell: &Cell, span: Span) -> BoundingBox {
    if span.start <= cell.span.start && span.end >= cell.span.end {
        return cell.area;
    }
    let (start, end) = (span.start.clamp(cell.span.start, cell.span.end), span.end.clamp(cell.span.start, cell.span.end));
    let runs = layout.runs.get(cell.first_run as usize..cell.end_run as usize).unwrap_or_default();
    let bytes = (start - cell.span.start) as usize..(end - cell.span.start) as usize;
    let text = layout.slice(cell.span);
    let part = part_by_bytes(document, runs, text, bytes.clone()).or_else(|| part_by_counting(document, runs, text, bytes));
    part.unwrap_or(cell.area)
}

/// The area of `bytes` of a cell that says `text`, by counting visible characters through its `runs`: marks may be lost between them. None
/// where nothing visible lies there.
fn part_by_counting(document: &Document, runs: &[u32], text: &str, bytes: Range<usize>) -> Option<BoundingBox> {
    let n_visible_in = |bytes: Range<usize>| n_visible(text.get(bytes).unwrap_or_default());
    let from = n_visible_in(0..bytes.start);
    let to = from + n_visible_in(bytes);
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
    covered
}

/// The area of `bytes` of a cell that says `text`, byte by byte what its `runs` say with white space between them: then no characters have
/// to be counted. None where that is not so, or nothing visible lies there.
fn part_by_bytes(document: &Document, runs: &[u32], text: &str, bytes: Range<usize>) -> Option<BoundingBox> {
    let mut covered: Option<BoundingBox> = None;
    let mut rest = text;
    for run in runs.iter().filter_map(|run| document.runs.get(*run as usize)) {
        rest = rest.trim_start();
        let at = text.len() - rest.len();
        if at >= bytes.end {
            break;
        }
        let whole = document.text_of(run).trim_end();
        let said = whole.trim_start();
        rest = rest.strip_prefix(said)?;
        let within = bytes.start.max(at) - at..(bytes.end - at).min(said.len());
        if within.start >= within.end {
            continue;
        }
        let visible = said.get(within.clone())?.trim_end();
        let first = within.start + visible.len() - visible.trim_start().len();
        let behind = within.start + visible.len();
        if first < behind {
            let n_before = whole.len() - said.len();
            let is_whole = run.rotation != 0 || (first, behind) == (0, said.len());
            let edges = || document.edges(run, n_before + first, n_before + behind);
            let (left, right) = if is_whole { (run.area.left, run.area.right) } else { edges() };
            let part = BoundingBox { left, right, ..run.area };
            covered = Some(covered.map_or(part, |known| known.union(part)));
        }
    }
    covered
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

#[cfg(test)]
mod tests {
    use super::*;

    /// A document of `texts`, a run each, side by side.
    fn document(texts: &[&str]) -> (Document, Vec<u32>) {
        let mut document = Document::default();
        for (number, text) in texts.iter().enumerate() {
            let left = 100.0 * number as f32;
            let area = BoundingBox { left, top: 0.0, right: left + 90.0, bottom: 10.0 };
            let run = Run { span: document.push_text(text), area, size: 10.0, ..Run::default() };
            document.runs.push(run);
        }
        let runs = (0..texts.len() as u32).collect();
        (document, runs)
    }

    #[test]
    fn bytes_and_counts_tell_the_same_areas() {
        let cells: [(&[&str], &str); 5] = [
            (&["Engineer, ACME"], "Engineer, ACME"),
            (&["Engineer – ", "Żabka\u{a0}Sp. z o.o.", " (Łódź)"], "Engineer – Żabka\u{a0}Sp. z o.o. (Łódź)"),
            (&["", "2019–2020 ", "Köln"], "2019–2020 Köln"),
            (&["•", "Jane  Doe"], "Jane Doe"),
            (&["one"], "one two"),
        ];
        for (texts, text) in cells {
            let (document, runs) = document(texts);
            let places = || text.char_indices().map(|(at, _)| at).chain([text.len()]);
            for (from, to) in places().flat_map(|from| places().filter(move |to| from <= *to).map(move |to| (from, to))) {
                if let Some(part) = part_by_bytes(&document, &runs, text, from..to) {
                    assert_eq!(Some(part), part_by_counting(&document, &runs, text, from..to), "{text} {from}..{to}");
                }
            }
            let known = part_by_bytes(&document, &runs, text, 0..3).is_some();
            assert_eq!(known, !text.starts_with("Jane"), "{text}");
        }
    }
}
