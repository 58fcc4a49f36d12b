//! Entries that are the items of a list: the mark before a title tells of no sentence.

use crate::layout::{Layout, Line, looks_dated};

/// Bytes of a line that holds a date and how long that is.
const LONGEST_DATE: usize = 48;

/// Whether below most outer list marks among `lines` the next line is a date without a mark.
pub(super) fn are_entries(layout: &Layout, lines: &[Line]) -> bool {
    let is_date = |line: &Line| {
        let text = layout.text_of(line);
        line.bullet.is_none() && text.len() < LONGEST_DATE && looks_dated(text)
    };
    let (mut n_items, mut n_dated) = (0_usize, 0_usize);
    for (index, _) in lines.iter().enumerate().filter(|(_, line)| line.bullet == Some(0)) {
        let next = lines[index + 1..].iter().find(|next| !next.continues);
        n_items += 1;
        n_dated += usize::from(next.is_some_and(is_date));
    }
    n_dated > 0 && n_dated * 3 >= n_items * 2
}
