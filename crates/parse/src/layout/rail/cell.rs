//! Text that goes on in a cell of a table that the format, or drawn lines, declare.

use vitae_document::TableCell;

use super::{Leaf, is_right_below};

/// White on both sides of the border between two cells, in multiples of the font size.
const CELL_MARGINS: f32 = 1.1;

impl Leaf<'_> {
    /// Whether `lower` goes on with `upper` in a cell of a table on a printed page, because the cell, one of three at least, was full. What
    /// else stands in the row of `lower` goes on with other cells of the same row of the table.
    pub(super) fn fills_cell(&self, upper: u32, lower_row: &[u32], lower: u32) -> bool {
        let Some(own) = self.cell_of(upper).filter(|_| !self.document.flowed) else { return false };
        let (above, below) = (&self.segments[upper as usize], &self.segments[lower as usize]);
        let is_mate = |&other: &u32| self.cell_of(other).is_some_and(|cell| (cell.table, cell.row) == (own.table, own.row));
        if self.cell_of(lower) != Some(own)
            || above.dated
            || below.contact
            || !is_right_below(above, below)
            || !lower_row.iter().all(is_mate)
            || !self.goes_on_in_look(upper, lower)
        {
            return false;
        }
        // A date beside an entry of many lines is a table too, and these lines are no one text.
        let is_third = |cell: TableCell| cell.table == own.table && cell.column > 1;
        if !self.order.iter().any(|&other| self.cell_of(other).is_some_and(is_third)) {
            return false;
        }
        let is_next = |cell: TableCell| cell.table == own.table && cell.column == own.column + 1;
        let next = self.order.iter().filter(|&&other| self.cell_of(other).is_some_and(is_next));
        let edge = next.map(|&other| self.segments[other as usize].area.left).fold(f32::INFINITY, f32::min).min(self.edges().1);
        self.needs(upper, lower) > edge - CELL_MARGINS * below.size
    }
}
