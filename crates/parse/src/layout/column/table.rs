//! What tables that the format declares say of two sides of a page.

use vitae_document::Document;

use super::Mark;
use crate::layout::segment::Segment;

/// Whether most lines of both sides stand in one row of a declared table and have headings: a page set in two cells.
fn share_row(segments: &[Segment], row_of: impl Fn(&Mark) -> Option<(u16, u16)>, left: &[Mark], right: &[Mark]) -> bool {
    let lines_of = |side: &[Mark], row| side.iter().filter(|mark| row_of(mark) == Some(row)).count();
    let mut rows: Vec<(u16, u16)> = right.iter().filter_map(&row_of).collect();
    rows.dedup();
    let Some(row) = rows.into_iter().max_by_key(|&row| lines_of(right, row)) else { return false };
    let headed = |side: &[Mark]| side.iter().any(|mark| row_of(mark) == Some(row) && segments[mark.segment as usize].heading);
    let most = |side: &[Mark]| lines_of(side, row) >= 6 && lines_of(side, row) * 5 >= side.len() * 3;
    most(left) && most(right) && headed(left) && headed(right)
}

/// What tables that the format declares say: several rows of short cells are rows. A single row may be either.
pub(super) fn judge_table(document: &Document, runs: &[u32], segments: &[Segment], left: &[Mark], right: &[Mark]) -> Option<bool> {
    let cell_of = |mark: &Mark| {
        let run = *runs.get(segments[mark.segment as usize].first_run as usize)?;
        document.runs[run as usize].cell
    };
    let row_of = |mark: &Mark| cell_of(mark).map(|cell| (cell.table, cell.row));
    let rows = || right.iter().filter_map(row_of);
    let shared = |row: (u16, u16)| left.iter().filter_map(row_of).any(|other| other == row);
    let in_rows = rows().filter(|&row| shared(row)).count();
    if in_rows * 2 < right.len() {
        return None;
    }
    if share_row(segments, row_of, left, right) {
        return Some(true);
    }
    // Lines of one row follow each other: each change of row is another row.
    let mut last = None;
    let mut count = 0;
    for row in rows().filter(|&row| shared(row)) {
        count += usize::from(last != Some(row));
        last = Some(row);
    }
    let few = left.len().min(right.len());
    (count > 1 && few < 12 * count).then_some(false)
}
