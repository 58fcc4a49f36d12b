//! Entries that are the items of a list: the mark before a title tells of no sentence.

use crate::layout::{Layout, Line, looks_dated};

/// Bytes of a line that holds a date and how long that is.
const LONGEST_DATE: usize = 48;

/// Bytes of a line that ends in a date.
const LONGEST_END: usize = 80;

/// Whether below most outer list marks among `lines` the next line is a date without a mark, or nothing stands above the first one and
/// each has a date.
pub(super) fn are_entries(layout: &Layout, lines: &[Line]) -> bool {
    let is_date = |line: &Line| {
        let text = layout.text_of(line);
        line.bullet.is_none() && text.len() < LONGEST_DATE && looks_dated(text)
    };
    // A school, its town and a year below a degree.
    let ends_in_date = |line: &Line| {
        let text = layout.text_of(line);
        line.bullet.is_none() && text.len() < LONGEST_END && text.ends_with(|symbol: char| symbol.is_ascii_digit()) && looks_dated(text)
    };
    let (mut n_items, mut n_dated, mut n_ended) = (0_usize, 0_usize, 0_usize);
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.bullet == Some(0)) {
        let next = lines[index + 1..].iter().find(|next| !next.continues);
        n_items += 1;
        n_dated += usize::from(next.is_some_and(is_date));
        n_ended += usize::from(next.is_some_and(ends_in_date));
    }
    n_items > 1 && n_ended == n_items || n_dated > 0 && n_dated * 3 >= n_items * 2 || n_items > 1 && are_dated(layout, lines)
}

/// Whether `lines` begin with a list mark, and behind every outer one stands a date.
fn are_dated(layout: &Layout, lines: &[Line]) -> bool {
    let mut items = lines.chunk_by(|_, line| line.bullet != Some(0));
    let is_dated = |item: &[Line]| {
        let text = item.iter().enumerate().take_while(|(at, line)| *at == 0 || line.continues).map(|(_, line)| layout.text_of(line));
        item.first().is_some_and(|line| line.bullet == Some(0)) && { text }.any(looks_dated)
    };
    items.all(is_dated)
}
