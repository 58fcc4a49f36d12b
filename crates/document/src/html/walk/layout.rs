//! What a style makes of an element's content: children side by side, a box beside the text, columns.

use super::super::css::{Display, Float, Style};
use super::super::sheet::Traits;
use super::super::{TEXT_WIDTH, page};
use super::{Element, GAP, Kind, MOST_CELLS, Table, Walker};
use crate::flow::{Along, CellStyle, ColumnLayout, Offset, Placement, SectionStart, Wrap};

impl Walker<'_> {
    /// Begins what the style of the element that was just opened makes of its content.
    pub(super) fn lay_out(&mut self, kind: Kind, style: &Style) {
        let is_beside = style.float.is_some() && style.width.is_some_and(|width| width < TEXT_WIDTH * 0.9);
        if kind == Kind::Block && is_beside {
            self.begin_float(style);
        }
        match (&style.display, style.columns) {
            (Some(Display::Flex), _) if !style.is_stacked && kind != Kind::Table => self.begin_layout(Vec::new()),
            (Some(Display::Grid(widths)), _) if kind != Kind::Table => self.begin_layout(widths.clone()),
            (_, Some(count @ 2..=6)) if kind != Kind::Inline && self.is_free() => {
                self.flow.end_section(page(), SectionStart::SamePage, ColumnLayout::default());
                self.push_anonymous(Kind::Columns(count));
            }
            _ => {}
        }
    }

    /// Whether nothing surrounds the place that would keep a section from ending there.
    fn is_free(&self) -> bool {
        self.open.iter().all(|element| matches!(element.kind, Kind::Inline | Kind::Block | Kind::List))
    }

    fn push_anonymous(&mut self, kind: Kind) {
        self.open.push(Element { traits: Traits::default(), kind, outer: self.state, after: 0.0, level: None });
    }

    fn begin_layout(&mut self, widths: Vec<f32>) {
        let most = u16::try_from(widths.len()).ok().filter(|count| *count > 0);
        self.end_block(0.0);
        self.flow.start_table(widths, self.state.left);
        self.flow.start_row();
        self.tables.push(Table { most, ..Table::default() });
        self.push_anonymous(Kind::Layout);
    }

    /// Begins the place of one child in the layout around it.
    pub(super) fn begin_part(&mut self, style: &Style) {
        let Some(table) = self.tables.last_mut() else { return };
        if table.most.is_some_and(|most| table.column >= most) {
            self.flow.end_row();
            self.flow.start_row();
            table.column = 0;
        }
        let column = table.column.min(MOST_CELLS);
        table.column = column + 1;
        let is_grid = table.most.is_some();
        self.flow.start_cell(CellStyle { column, columns: 1, rows: 1, filling: style.background, padding: [0.0, 0.0, GAP, 0.0] });
        if let Some(width) = style.width.filter(|_| !is_grid) {
            self.flow.set_column_width(column, width);
        }
        self.push_anonymous(Kind::Part);
        self.state.left = 0.0;
    }

    fn begin_float(&mut self, style: &Style) {
        let along = if style.float == Some(Float::Right) { Along::End } else { Along::Start };
        self.flow.start_box(Placement {
            wrap: Wrap::Beside,
            x: Offset { along, ..Offset::default() },
            width: style.width.unwrap_or_default(),
            filling: style.background,
            ..Placement::default()
        });
        self.push_anonymous(Kind::Float);
        self.state.left = 0.0;
    }
}
