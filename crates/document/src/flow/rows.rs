//! Tables whose rows say what they look like before, behind or between their cells: those of RTF and of binary Word files.

use super::Flow;
use super::item::CellStyle;

/// Cells of a row that are laid out.
const MOST_CELLS: usize = 64;

/// The cells of one row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row {
    pub(crate) left: f32,
    /// Half the space between two cells' texts.
    pub(crate) gap: f32,
    /// Right edges.
    edges: Vec<f32>,
    /// For each cell whether it goes on with the one above.
    merges: Vec<Merge>,
}

/// How a cell belongs to the one above or below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Merge {
    #[default]
    None,
    Begins,
    GoesOn,
}

impl Row {
    /// A row without cells whose texts stand as far apart as usual.
    pub(crate) fn new() -> Self {
        Self { gap: 5.4, ..Self::default() }
    }

    /// Adds a cell by its right edge.
    pub(crate) fn add(&mut self, right: f32, merge: Merge) {
        if self.edges.len() < MOST_CELLS {
            self.edges.push(right.clamp(-144.0, 1584.0));
            self.merges.push(merge);
        }
    }

    fn widths(&self) -> Vec<f32> {
        let starts = std::iter::once(self.left).chain(self.edges.iter().copied());
        self.edges.iter().zip(starts).map(|(right, left)| (right - left).max(0.0)).collect()
    }
}

/// A table in progress.
#[derive(Debug, Default)]
struct Table {
    edges: Vec<f32>,
    in_row: bool,
    in_cell: bool,
    column: usize,
    origins: Vec<Option<usize>>,
}

/// The tables around a place in the text, the outermost first.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    open: Vec<Table>,
}

impl Tables {
    /// Makes sure that text at `depth` stands in a cell of a table that deep, described by `row`; depth 0 is outside all tables.
    pub(crate) fn reach(&mut self, depth: usize, row: &Row, flow: &mut Flow) {
        let depth = depth.min(16);
        self.leave(depth, flow);
        while self.open.len() < depth {
            // A cell may hold nothing but a table.
            self.start_cell(row, flow);
            let is_described = self.open.is_empty() && !row.edges.is_empty();
            let (widths, edges) = if is_described { (row.widths(), row.edges.clone()) } else { (Vec::new(), Vec::new()) };
            flow.start_table(widths, if is_described { row.left } else { 0.0 });
            self.open.push(Table { edges, ..Table::default() });
        }
        self.start_cell(row, flow);
    }

    /// Ends tables deeper than `depth`.
    pub(crate) fn leave(&mut self, depth: usize, flow: &mut Flow) {
        while self.open.len() > depth {
            self.end_row_of_innermost(flow);
            self.open.pop();
            flow.end_table();
        }
    }

    fn start_cell(&mut self, row: &Row, flow: &mut Flow) {
        let is_outermost = self.open.len() == 1;
        let Some(table) = self.open.last_mut() else { return };
        if table.in_cell {
            return;
        }
        if !table.in_row {
            // A row of another shape is another table.
            if is_outermost && !row.edges.is_empty() && table.edges != row.edges {
                flow.end_table();
                flow.start_table(row.widths(), row.left);
                *table = Table { edges: row.edges.clone(), ..Table::default() };
            }
            table.in_row = true;
            table.column = 0;
            flow.start_row();
        }
        table.in_cell = true;
        let column = table.column.min(MOST_CELLS);
        let merge = if is_outermost { row.merges.get(column).copied().unwrap_or_default() } else { Merge::None };
        let padding = [row.gap.max(2.0), 0.0, row.gap.max(2.0), 0.0];
        let handle = flow.start_cell(CellStyle { column: column as u16, columns: 1, rows: 1, filling: None, padding });
        table.origins.resize(table.origins.len().max(column + 1), None);
        match merge {
            Merge::GoesOn => {
                if let Some(origin) = table.origins[column] {
                    flow.extend_cell(origin);
                }
            }
            Merge::Begins => table.origins[column] = Some(handle),
            Merge::None => table.origins[column] = None,
        }
    }

    /// Ends the innermost cell.
    pub(crate) fn end_cell(&mut self, flow: &mut Flow) {
        if let Some(table) = self.open.last_mut().filter(|table| table.in_cell) {
            flow.end_cell();
            table.in_cell = false;
            table.column += 1;
        }
    }

    /// Ends the row of the table at `depth`; a row definition that came late tells its widths.
    pub(crate) fn end_row(&mut self, depth: usize, row: &Row, flow: &mut Flow) {
        self.leave(depth, flow);
        if self.open.len() < depth {
            return;
        }
        if let Some(table) = self.open.last_mut()
            && table.edges.is_empty()
        {
            for (column, width) in row.widths().into_iter().enumerate() {
                flow.set_column_width(column as u16, width);
            }
            table.edges = row.edges.clone();
        }
        self.end_row_of_innermost(flow);
    }

    fn end_row_of_innermost(&mut self, flow: &mut Flow) {
        self.end_cell(flow);
        if let Some(table) = self.open.last_mut().filter(|table| table.in_row) {
            flow.end_row();
            table.in_row = false;
        }
    }
}
