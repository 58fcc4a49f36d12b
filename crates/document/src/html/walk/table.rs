//! Rows and cells.

use super::super::css::{self, Style};
use super::{Attributes, MOST_CELLS, SIZE, Walker, attribute};
use crate::flow::CellStyle;

impl Walker<'_> {
    pub(super) fn start_row(&mut self) {
        self.end_row();
        let Some(table) = self.tables.last_mut() else { return };
        table.in_row = true;
        table.column = 0;
        for covered in &mut table.covered {
            *covered = covered.saturating_sub(1);
        }
        self.flow.start_row();
    }

    pub(super) fn end_row(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && std::mem::take(&mut table.in_row)
        {
            self.flow.end_row();
        }
    }

    pub(super) fn start_cell(&mut self, attributes: &Attributes, style: &Style) {
        if self.tables.last().is_some_and(|table| !table.in_row) {
            self.start_row();
        }
        let Some(table) = self.tables.last_mut() else { return };
        while table.covered.get(usize::from(table.column)).is_some_and(|covered| *covered > 0) {
            table.column += 1;
        }
        let number = |name| attribute(attributes, name).and_then(|value| value.trim().parse::<u16>().ok()).unwrap_or(1);
        let columns = number("colspan").clamp(1, MOST_CELLS);
        let rows = number("rowspan").clamp(1, 1000);
        let column = table.column.min(MOST_CELLS);
        let end = usize::from((column + columns).min(MOST_CELLS + 1));
        table.covered.resize(table.covered.len().max(end), 0);
        for covered in &mut table.covered[usize::from(column)..end] {
            *covered = rows;
        }
        table.column = column + columns;
        let filling = attribute(attributes, "bgcolor").and_then(|value| css::colour(&value)).or(style.background);
        self.flow.start_cell(CellStyle { column, columns, rows, filling, padding: [2.0, 1.0, 6.0, 1.0] });
        let told = attribute(attributes, "width").filter(|value| !value.ends_with('%')).and_then(|value| css::length(&value, SIZE));
        if let Some(width) = style.width.or(told).filter(|width| columns == 1 && *width > 0.0) {
            self.flow.set_column_width(column, width);
        }
        self.state.left = 0.0;
    }

    pub(super) fn end_cell(&mut self) {
        self.flow.end_cell();
    }
}
