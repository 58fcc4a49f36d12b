//! Tables: cells side by side.

use vitae_model::BoundingBox;

use super::super::columns;
use super::super::item::{CellStyle, Item, PieceKind};
use super::super::widths::{self, Metrics};
use super::{Frame, FrameKind, Grid, Typesetter};
use crate::TableCell;

impl Typesetter<'_> {
    pub(super) fn start_table(&mut self, table: u16, (first, end): (u32, u32), indent: f32) {
        let frame = *self.frame();
        let mut widths = self.flow.widths[first as usize..end as usize].to_vec();
        if widths.iter().any(|width| *width <= 0.0) {
            let natural = self.natural_widths(widths.len());
            columns::complete(&mut widths, &natural, frame.right - frame.left - indent);
        }
        let mut x = frame.left + indent.clamp(-36.0, 300.0);
        let mut edges = vec![x];
        for width in widths {
            x += width;
            edges.push(x);
        }
        self.grids.push(Grid { table, edges, row: 0, top: frame.y, bottom: frame.y, tall: Vec::new() });
    }

    /// The widest line of each column of the table that begins here, with its padding.
    pub(super) fn natural_widths(&self, count: usize) -> Vec<f32> {
        let items = &self.flow.items[self.region as usize];
        let mut natural = vec![0.0f32; count];
        let (mut depth, mut column, mut padding) = (0usize, None, 0.0);
        for item in &items[self.index..] {
            match item {
                Item::TableStart { .. } => {
                    depth += 1;
                    // What a table inside wants is not known before it is laid out: all it can get.
                    if let Some(widest) = column.filter(|_| depth == 2).and_then(|column| natural.get_mut(column)) {
                        *widest = f32::INFINITY;
                    }
                }
                Item::TableEnd => depth -= 1,
                Item::CellStart(style) if depth == 1 => {
                    column = (style.columns == 1).then_some(usize::from(style.column));
                    padding = style.padding[0] + style.padding[2];
                }
                Item::Paragraph { pieces, style, .. } => {
                    if let Some(widest) = column.and_then(|column| natural.get_mut(column)) {
                        *widest = widest.max(self.natural_width(*pieces) + style.left + style.right + padding + 1.0);
                    }
                }
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        natural
    }

    pub(super) fn natural_width(&self, (first, end): (u32, u32)) -> f32 {
        let (mut widest, mut width) = (0.0f32, 0.0);
        for piece in &self.flow.pieces[first as usize..end as usize] {
            match piece.kind {
                PieceKind::Text => {
                    let text = self.flow.text.get(piece.start as usize..piece.end as usize).unwrap_or_default();
                    width += widths::width(text, piece.style.bold, self.metrics_of(piece.style.font)) * piece.style.size;
                }
                PieceKind::Tab => width += 36.0,
                PieceKind::Gauge(_) => width += 68.0,
                PieceKind::Break => width = 0.0,
            }
            widest = widest.max(width);
        }
        widest
    }

    pub(super) fn metrics_of(&self, font: crate::FontId) -> Metrics {
        self.metrics.get(usize::from(font.0)).copied().unwrap_or(Metrics::Proportional(1.0))
    }

    pub(super) fn start_row(&mut self) {
        if let Some(grid) = self.grids.last_mut() {
            grid.top = grid.bottom;
        }
    }

    pub(super) fn start_cell(&mut self, style: &CellStyle) {
        let Some(grid) = self.grids.last() else { return };
        let edge = |column: usize| grid.edges.get(column).or(grid.edges.last()).copied().unwrap_or(0.0);
        let column = usize::from(style.column);
        let (outer_left, outer_right) = (edge(column), edge(column + usize::from(style.columns.max(1))));
        let [left, top, right, below] = style.padding;
        let cell = TableCell { table: grid.table, row: grid.row, column: style.column };
        let kind = FrameKind::Cell { rows: style.rows.max(1), top: grid.top, outer_left, outer_right, filling: style.filling, below };
        let frame = Frame {
            left: outer_left + left,
            right: (outer_right - right).max(outer_left + left + 12.0),
            y: grid.top + top,
            cell: Some(cell),
            above: None,
            kind,
        };
        self.frames.push(frame);
    }

    pub(super) fn end_cell(&mut self) {
        // Boxes that a damaged file left open end with their cell.
        while matches!(self.frames.last().map(|frame| frame.kind), Some(FrameKind::Box { .. })) {
            self.end_box();
        }
        let Some(&Frame { kind: FrameKind::Cell { rows, top, outer_left, outer_right, filling, below }, y, above, .. }) =
            self.frames.last()
        else {
            return;
        };
        self.frames.pop();
        let bottom = y + above.map_or(0.0, |(_, _, after)| after) + below;
        if let Some(colour) = filling {
            self.fill(BoundingBox { left: outer_left, top, right: outer_right, bottom }, colour);
        }
        let Some(grid) = self.grids.last_mut() else { return };
        if rows > 1 {
            grid.tall.push((grid.row.saturating_add(rows - 1), bottom));
        } else {
            grid.bottom = grid.bottom.max(bottom);
        }
    }

    pub(super) fn end_row(&mut self) {
        let Some(grid) = self.grids.last_mut() else { return };
        let row = grid.row;
        for (_, bottom) in grid.tall.iter().filter(|(last, _)| *last <= row) {
            grid.bottom = grid.bottom.max(*bottom);
        }
        grid.tall.retain(|(last, _)| *last > row);
        grid.row = grid.row.saturating_add(1);
    }

    pub(super) fn end_table(&mut self) {
        let Some(grid) = self.grids.pop() else { return };
        let bottom = grid.tall.iter().fold(grid.bottom, |bottom, (_, tall)| bottom.max(*tall));
        let frame = self.frame();
        frame.y = frame.y.max(bottom);
        frame.above = None;
    }
}
