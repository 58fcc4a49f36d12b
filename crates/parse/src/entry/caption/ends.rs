//! Captions of the two ends of a range, above them in forms: `From` and `To` above `04/2021` and `Current`.

use super::super::row::Row;
use super::words::names_end;
use crate::layout::Layout;
use crate::lexicon::fold;

/// Takes out the rows that say nothing but which end of a range stands below in each cell.
pub(in super::super) fn drop_ends(layout: &Layout, rows: &mut Vec<Row>) {
    let mut n_kept = 0;
    for index in 0..rows.len() {
        let is_above = rows.get(index + 1).is_some_and(|below| !below.dates.is_empty());
        if is_above && names_ends(layout, &rows[index]) {
            continue;
        }
        rows.swap(n_kept, index);
        n_kept += 1;
    }
    rows.truncate(n_kept);
}

/// Whether the row holds the captions of a beginning and an end, or of one of them, and nothing else.
fn names_ends(layout: &Layout, row: &Row) -> bool {
    let is_end = |text: &str| text.len() < LONGEST && names_end(&fold(text));
    !row.is_bullet && row.dates.is_empty() && (1..=2).contains(&row.bits.len()) && row.bits.iter().all(|bit| is_end(layout.slice(bit.span)))
}

/// Bytes of such a caption at most.
const LONGEST: usize = 24;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captions_of_both_ends_are_known() {
        for text in ["From", "Bis", "First year", "Début", "Bitiş", "End date"] {
            assert!(names_end(&fold(text)), "{text}");
        }
        assert!(!names_end(&fold("Endless Ltd")));
    }
}
