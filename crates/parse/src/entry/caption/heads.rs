//! Rows that head the columns of a table: `Period`, `Employer` and `Position` side by side say what stands below each.

use super::words::heads_column;
use super::{Bit, Edge, Kind, LONGEST, announced, tell};
use crate::entry::row::{Look, Row};
use crate::layout::{Cell, Layout, Line};
use crate::lexicon::fold;

/// A column of a table, as its head says.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Column {
    /// The line of its head.
    line: u32,
    left: f32,
    right: f32,
    kind: Option<Kind>,
}

/// Lines of a row at most.
const MOST_LINES: usize = 8;

/// Takes out the rows that head the columns of a table: `Period`, `Employer` and `Position` side by side.
pub(in super::super) fn take(layout: &Layout, rows: &mut Vec<Row>) -> Vec<Column> {
    let (mut above, mut columns): (Option<(Look, Heads)>, _) = (None, Vec::new());
    rows.retain(|row| {
        let heads = heads_columns(layout, row);
        if heads.is_some() {
            add_columns(layout, row, &mut columns);
        }
        let goes_on = |(_, heads): (Look, Heads)| goes_on_heading(layout, row, heads).then_some(Heads::Whole);
        let heads = heads.or_else(|| above.filter(|(look, _)| *look == row.look).and_then(goes_on));
        above = heads.map(|heads| (row.look, heads));
        heads.is_none()
    });
    columns
}

/// Appends the columns that `row` heads. Where one tells the school, the board of examiners is none: `Board / University`.
fn add_columns(layout: &Layout, row: &Row, columns: &mut Vec<Column>) {
    let names_board = |bit: &Bit| fold(layout.slice(bit.span)).split(' ').any(|word| word == "board");
    let own = || row.bits.iter().filter_map(|bit| Some((bit, column(layout, row, bit)?)));
    let has_school = own().any(|(bit, column)| column.kind == Some(Kind::School) && !names_board(bit));
    columns.extend(own().map(|(bit, column)| match column.kind {
        Some(Kind::School) | None if has_school && names_board(bit) => Column { kind: Some(Kind::Remark), ..column },
        _ => column,
    }));
}

fn column(layout: &Layout, row: &Row, bit: &Bit) -> Option<Column> {
    let area = cell_of(layout, row.line, bit)?.area;
    Some(Column {
        line: row.line,
        left: area.left,
        right: area.right,
        kind: layout.slice(bit.span).split('/').find_map(|part| announced(&fold(part))),
    })
}

/// The cell that `bit` stands in, of a row whose first line is `first_line`.
fn cell_of<'l>(layout: &'l Layout, first_line: u32, bit: &Bit) -> Option<&'l Cell> {
    let lines = layout.lines.get(first_line as usize..)?.iter();
    let mut cells = lines.take(MOST_LINES).flat_map(|line: &Line| layout.cells_of(line));
    cells.find(|cell| cell.span.start <= bit.span.start && bit.span.start < cell.span.end)
}

/// Says of the values below the heads of `columns` what they are; a row of one cell goes from column to column.
pub(in super::super) fn tell_columns(layout: &Layout, columns: &[Column], rows: &mut [Row]) {
    let Some(first) = columns.first() else { return };
    for row in rows.iter_mut().filter(|row| row.line > first.line && !row.is_bullet && has_cells(row)) {
        let line = columns.iter().rev().find(|column| column.line < row.line).map_or(first.line, |column| column.line);
        let first_line = row.line;
        row.bits.retain_mut(|bit| {
            let Some(cell) = cell_of(layout, first_line, bit) else { return true };
            let of_table = columns.iter().filter(|column| column.line == line);
            let nearest = of_table.min_by(|one, other| one.distance(cell).total_cmp(&other.distance(cell)));
            if let Some(kind) = nearest.and_then(|column| column.kind) {
                tell(bit, kind, bit.span.start == cell.span.start);
                return kind != Kind::Remark || !nearest.is_some_and(|column| column.distance(cell) < ALIGNED);
            }
            true
        });
    }
}

/// How far a value stands from the edge or middle of the head of its column at most, in points.
const ALIGNED: f32 = 3.0;

/// Whether a row has more than one cell.
fn has_cells(row: &Row) -> bool {
    !row.dates.is_empty() || row.bits.iter().skip(1).any(|bit| bit.edge == Edge::Cell)
}

impl Column {
    /// How far the text of a cell lies from that of the head, by the edges or centres that are nearest.
    fn distance(&self, cell: &Cell) -> f32 {
        let (left, right) = (self.left - cell.area.left, self.right - cell.area.right);
        left.abs().min(right.abs()).min((left + right).abs() / 2.0)
    }
}

/// A row that heads columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heads {
    /// All its cells are captions.
    Whole,
    /// One is none by itself: `Period of` above `Service`.
    Broken,
}

/// Bytes of the rest of a caption at most.
const LONGEST_REST: usize = 16;

/// Whether a row below one that heads columns is the rest of a caption that had no room: `University` below `Institute /`.
fn goes_on_heading(layout: &Layout, row: &Row, heads: Heads) -> bool {
    let is_rest = |bit: &Bit| heads == Heads::Broken && row.bits.len() == 1 && bit.span.len() <= LONGEST_REST;
    let is_known = |bit: &Bit| is_rest(bit) || bit.span.len() < LONGEST && read_heading(layout.slice(bit.span)).is_some();
    row.dates.is_empty() && !row.is_bullet && !row.bits.is_empty() && row.bits.iter().all(is_known)
}

/// What the caption of a column announces, each of the words that a slash parts; none where one of them is no caption.
fn read_heading(text: &str) -> Option<u16> {
    let mut kinds = 0;
    for part in text.split('/').map(fold).filter(|part| !part.is_empty()) {
        kinds |= read_part(&part).or_else(|| read_joined(&part))?;
    }
    Some(kinds)
}

/// What one caption, folded, announces.
fn read_part(folded: &str) -> Option<u16> {
    match announced(folded) {
        Some(kind) => Some(1 << kind as u8),
        None => heads_column(folded).then_some(0),
    }
}

/// What two captions announce that a word joins: `employer and position`.
fn read_joined(folded: &str) -> Option<u16> {
    let mut at = 0;
    folded.split(' ').find_map(|word| {
        let (from, to) = (at, at + word.len());
        at = to + 1;
        let parts = (AND.contains(&word) && from > 0 && to < folded.len()).then(|| (&folded[..from - 1], &folded[to + 1..]))?;
        Some(read_part(parts.0)? | read_part(parts.1)?)
    })
}

/// Words for "and", folded.
const AND: [&str; 17] = ["and", "und", "et", "y", "e", "i", "en", "og", "och", "ja", "es", "si", "ve", "a", "in", "και", "та"];

/// Whether the cells of a row are captions, and one announces a value; of four and more, one may be broken.
fn heads_columns(layout: &Layout, row: &Row) -> Option<Heads> {
    let [_, others @ ..] = row.bits.as_slice() else { return None };
    // A slash in a caption may part it: `Institute / University`.
    let are_cells = others.iter().all(|bit| matches!(bit.edge, Edge::Cell | Edge::Bar)) && others.iter().any(|bit| bit.edge == Edge::Cell);
    if !are_cells || !row.dates.is_empty() || row.is_bullet {
        return None;
    }
    let known = |bit: &Bit| {
        let text = layout.slice(bit.span);
        // Without a slash all of it was asked for as a part.
        let is_column = || text.contains('/') && heads_column(&fold(text));
        (text.len() < LONGEST).then(|| read_heading(text).or_else(|| is_column().then_some(0)))?
    };
    let (mut kinds, mut n_broken) = (0_u16, 0);
    for bit in &row.bits {
        match known(bit) {
            Some(more) => kinds |= more,
            None => n_broken += 1,
        }
    }
    match n_broken {
        0 => (kinds != 0).then_some(Heads::Whole),
        // One among many may have any words: `Hospital / Trust`, `Period of` above `Service`.
        1 => (row.bits.len() > 3 && kinds.count_ones() > 1).then_some(Heads::Broken),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_headed_by_captions_and_other_words() {
        for text in ["Year of passing", "Board / University", "S. No.", "von – bis"] {
            assert!(heads_column(&fold(text)), "{text}");
        }
    }

    #[test]
    fn slashes_part_the_words_that_head_a_column() {
        for text in ["Percentage / CGPA", "Institute / University", "Institute /"] {
            assert!(read_heading(text).is_some(), "{text}");
        }
        assert!(read_heading("Institute / Acme").is_none());
        for text in ["Employer and position", "Arbejdsgiver og stilling", "Escola e grau"] {
            assert!(read_heading(text).is_some(), "{text}");
        }
        assert!(read_heading("Baker and employer").is_none());
    }
}
