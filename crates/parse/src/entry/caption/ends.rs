//! Captions of the two ends of a range, above them in forms: `From` and `To` above `04/2021` and `Current`.

use super::super::row::Row;
use super::super::stack;
use super::words::names_end;
use crate::layout::Layout;
use crate::lexicon::{WordSet, fold};

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

/// Makes one range of the two ends of a stay that stand behind captions, in one row or in two: `From: 07/2015` above `To: 02/2021`.
pub(in super::super) fn join_ends(layout: &Layout, rows: &mut Vec<Row>) {
    let mut n_kept = 0;
    for index in 0..rows.len() {
        let (above, below) = rows.split_at_mut(index);
        if let Some(last) = above[..n_kept].last_mut()
            && is_end(layout, last, 1)
            && is_end(layout, &below[0], 1)
            && last.dates[0].range.end <= below[0].dates[0].range.end
        {
            let range = below[0].dates[0].range;
            stack::close(&mut last.dates[0].range, range.end, range.end_at);
            last.dates[0].range.to = range.to;
            last.bits.clear();
            last.span.end = last.span.end.max(below[0].span.end);
            continue;
        }
        join_in_row(layout, &mut rows[index]);
        rows.swap(n_kept, index);
        n_kept += 1;
    }
    rows.truncate(n_kept);
    let mut is_on = false;
    for row in rows {
        if let Some(answer) = says_still(layout, row) {
            is_on = answer;
            row.bits.clear();
        }
        if is_end(layout, row, 1) {
            begin(layout, row, is_on);
            is_on = false;
        }
    }
}

/// Takes the caption off the only date of `row`; behind one of a beginning, it is open, until today where the person `is_on` there.
fn begin(layout: &Layout, row: &mut Row, is_on: bool) {
    if row.bits.iter().any(|bit| BEGINS.has(&fold(layout.slice(bit.span)))) {
        let range = &mut row.dates[0].range;
        let (end, end_at) = (range.end, range.end_at);
        stack::close(range, None, end_at);
        (range.start, range.start_at, range.end_at, range.to) = (end, end_at, (0, 0), end_at.1);
        range.current = is_on;
    }
    row.bits.clear();
}

/// Captions of a beginning, folded.
static BEGINS: WordSet = WordSet::new(&[
    "from",
    "start",
    "start date",
    "started",
    "started on",
    "date started",
    "date joined",
    "date from",
    "first year attended",
    "first year",
    "start year",
    "von",
    "beginn",
    "eintritt",
    "eingetreten",
    "debut",
    "date de debut",
    "desde",
    "inicio",
    "fecha de inicio",
    "data de inicio",
    "dal",
    "da",
    "inizio",
    "data inizio",
    "van",
    "begin",
    "vanaf",
    "fran",
    "fra",
    "od",
    "poczatek",
    "zacatek",
    "alkaen",
    "baslangic",
]);

/// What a row of a form answers that asks whether the person still works there: `I currently work here: Yes`.
fn says_still(layout: &Layout, row: &Row) -> Option<bool> {
    const ASKED: [&str; 5] = ["i currently work here", "currently employed", "currently employed here", "current job", "still employed"];
    const YES: [&str; 10] = ["yes", "y", "ja", "oui", "si", "sim", "tak", "true", "ano", "da"];
    let [caption, answer] = row.bits.as_slice() else { return None };
    let text = |span| fold(layout.slice(span));
    (answer.span.len() < 6 && ASKED.contains(&text(caption.span).as_str())).then(|| YES.contains(&text(answer.span).as_str()))
}

/// Whether the first `n_captions` bits of the row name ends of a stay, and there are as many dates and nothing else.
fn is_end(layout: &Layout, row: &Row, n_captions: usize) -> bool {
    row.bits.len() == n_captions
        && row.dates.len() == n_captions
        && row.dates.iter().all(stack::is_single)
        && row.bits.iter().all(|bit| names_one(layout.slice(bit.span)))
}

/// `Date started`, `01/2015`, `Date left` and `04/2019` or a word for today, each in a cell.
fn join_in_row(layout: &Layout, row: &mut Row) {
    let is_caption = |at: usize| row.bits.get(at).is_some_and(|bit| names_one(layout.slice(bit.span)));
    if !is_caption(0) || !is_caption(1) {
        return;
    }
    if is_end(layout, row, 2) && row.dates[0].range.end <= row.dates[1].range.end {
        let last = row.dates.remove(1).range;
        stack::close(&mut row.dates[0].range, last.end, last.end_at);
        row.bits.clear();
    } else if let ([_, _], [first, last]) = (row.bits.as_slice(), row.dates.as_mut_slice())
        && stack::is_single(first)
        && last.range.current
        && last.range.start.is_none()
    {
        stack::close(&mut first.range, None, (last.range.from, last.range.to));
        row.dates.truncate(1);
        row.bits.clear();
    } else if let ([_, _, word], [first]) = (row.bits.as_slice(), row.dates.as_mut_slice())
        && stack::is_single(first)
        && stack::is_today(layout, word.span)
    {
        stack::close(&mut first.range, None, (word.span.start as usize, word.span.end as usize));
        row.bits.clear();
    }
}

/// Whether `text` says which end of a stay follows.
fn names_one(text: &str) -> bool {
    text.len() < LONGEST && names_end(&fold(text))
}

/// Whether the row holds the captions of a beginning and an end, or of one of them, and nothing else.
fn names_ends(layout: &Layout, row: &Row) -> bool {
    let are_ends = || row.bits.iter().all(|bit| names_one(layout.slice(bit.span)));
    !row.is_bullet && row.dates.is_empty() && (1..=2).contains(&row.bits.len()) && are_ends()
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
