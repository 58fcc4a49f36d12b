//! Tables on their way from XML to the flow. Source: ECMA-376 part 1, 17.4.

use quick_xml::events::BytesStart;

use super::drawing;
use super::properties::{RunProperties, length, number, shading};
use super::styles::{Styles, TableStyle};
use crate::flow::{CellStyle, Flow, Placement};
use crate::xml;

/// Grid columns a table may have; Word allows 63.
const MOST_COLUMNS: u16 = 128;
/// Space between a cell's sides and its text where the file says nothing (0.19 cm).
const PADDING: f32 = 5.4;
/// A floating table that is wider stands in the text's way rather than beside it.
const WIDEST_SIDEBAR: f32 = 250.0;
/// Space between the sides of a floating table and the text around it.
const AROUND: f32 = 9.0;

/// A table in progress.
#[derive(Debug)]
pub(super) struct Table {
    widths: Vec<f32>,
    indent: f32,
    /// Left, top, right, bottom.
    padding: [f32; 4],
    is_started: bool,
    in_row: bool,
    column: u16,
    cell: Option<Cell>,
    /// For each column the cell that later rows may go on with.
    origins: Vec<Option<usize>>,
    /// Which margins are being told.
    in_margins: bool,
    style_id: Option<String>,
    /// Whether the style of the first row, and of the first column, applies.
    look: (bool, bool),
    style: Option<TableStyle>,
    /// Rows begun.
    rows: usize,
    /// Where it floats, if it may.
    float: Option<Placement>,
    may_float: bool,
    is_boxed: bool,
}

/// A cell whose properties are being read; it starts when its content does.
#[derive(Debug)]
struct Cell {
    style: CellStyle,
    width: Option<f32>,
    merge: Merge,
    is_started: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Merge {
    None,
    Begins,
    GoesOn,
}

impl Table {
    /// A table that may float, if it says so, or one that stands where it is.
    pub(super) fn new(may_float: bool) -> Self {
        Self {
            widths: Vec::new(),
            indent: 0.0,
            padding: [PADDING, 0.0, PADDING, 0.0],
            is_started: false,
            in_row: false,
            column: 0,
            cell: None,
            origins: Vec::new(),
            in_margins: false,
            style_id: None,
            look: (false, false),
            style: None,
            rows: 0,
            float: None,
            may_float,
            is_boxed: false,
        }
    }

    pub(super) fn grid_column(&mut self, element: &BytesStart<'_>) {
        if self.widths.len() < usize::from(MOST_COLUMNS) {
            self.widths.push(xml::attribute(element, "w").and_then(|value| length(&value)).unwrap_or(0.0).max(0.0));
        }
    }

    /// Takes over a table property.
    pub(super) fn read(&mut self, name: &str, element: &BytesStart<'_>) {
        let width = || xml::attribute(element, "w").and_then(|value| length(&value));
        match name {
            "tblpPr" if self.may_float => self.float = Some(drawing::table_placement(element)),
            "tblStyle" => self.style_id = xml::attribute(element, "val").map(std::borrow::Cow::into_owned),
            "tblLook" => self.look = look(element),
            "tblInd" => self.indent = width().unwrap_or(0.0),
            "tblCellMar" => self.in_margins = true,
            "left" | "start" if self.in_margins => self.padding[0] = width().unwrap_or(PADDING).clamp(0.0, 36.0),
            "top" if self.in_margins => self.padding[1] = width().unwrap_or(0.0).clamp(0.0, 36.0),
            "right" | "end" if self.in_margins => self.padding[2] = width().unwrap_or(PADDING).clamp(0.0, 36.0),
            "bottom" if self.in_margins => self.padding[3] = width().unwrap_or(0.0).clamp(0.0, 36.0),
            _ => {}
        }
    }

    /// Notes the end of a table property.
    pub(super) fn leave(&mut self, name: &str) {
        if name == "tblCellMar" {
            self.in_margins = false;
        }
    }

    /// Takes over a row property.
    pub(super) fn read_row(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "gridBefore" {
            self.column = number(element, "val").map_or(0, |count| count.clamp(0.0, f32::from(MOST_COLUMNS)) as u16);
        }
    }

    /// Takes over a cell property.
    pub(super) fn read_cell(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(cell) = &mut self.cell else { return };
        match name {
            "gridSpan" => cell.style.columns = number(element, "val").map_or(1, |count| count.clamp(1.0, f32::from(MOST_COLUMNS)) as u16),
            "vMerge" => {
                let begins = xml::attribute(element, "val").as_deref() == Some("restart");
                cell.merge = if begins { Merge::Begins } else { Merge::GoesOn };
            }
            "shd" => cell.style.filling = shading(element),
            "tcW" if xml::attribute(element, "type").as_deref().unwrap_or("dxa") == "dxa" => {
                cell.width = xml::attribute(element, "w").and_then(|value| length(&value)).filter(|width| *width > 0.0);
            }
            _ => {}
        }
    }

    pub(super) fn start_row(&mut self, flow: &mut Flow) {
        if !self.is_started {
            self.is_started = true;
            self.start_box(flow);
            flow.start_table(self.widths.clone(), self.indent);
        }
        if self.in_row {
            self.end_row(flow);
        }
        self.in_row = true;
        self.rows += 1;
        self.column = 0;
        flow.start_row();
    }

    /// A narrow table that floats is a box that text goes on beside.
    fn start_box(&mut self, flow: &mut Flow) {
        let width: f32 = self.widths.iter().sum();
        let Some(mut placement) = self.float.take().filter(|_| width > 0.0 && width <= WIDEST_SIDEBAR) else { return };
        placement.width = width + 2.0 * AROUND;
        placement.padding = AROUND;
        placement.x.shift = -AROUND;
        flow.start_box(placement);
        self.is_boxed = true;
    }

    pub(super) fn end_row(&mut self, flow: &mut Flow) {
        self.end_cell(flow);
        if std::mem::take(&mut self.in_row) {
            flow.end_row();
        }
    }

    pub(super) fn start_cell(&mut self, flow: &mut Flow) {
        if !self.in_row {
            self.start_row(flow);
        }
        self.end_cell(flow);
        let style = CellStyle { column: self.column, columns: 1, rows: 1, filling: None, padding: self.padding };
        self.cell = Some(Cell { style, width: None, merge: Merge::None, is_started: false });
    }

    /// Starts the cell in the flow once its properties are known. Call it before anything is put into the cell.
    pub(super) fn reach_content(&mut self, flow: &mut Flow) {
        let Some(cell) = self.cell.as_mut().filter(|cell| !cell.is_started) else { return };
        cell.is_started = true;
        // What a cell prefers counts more than the grid, which some writers never update.
        if let (1, Some(width)) = (cell.style.columns, cell.width) {
            flow.set_column_width(cell.style.column, width);
        }
        let column = usize::from(cell.style.column);
        if self.origins.len() <= column {
            self.origins.resize(column + 1, None);
        }
        let handle = flow.start_cell(cell.style);
        match cell.merge {
            Merge::GoesOn => {
                if let Some(origin) = self.origins[column] {
                    flow.extend_cell(origin);
                }
            }
            Merge::Begins => self.origins[column] = Some(handle),
            Merge::None => self.origins[column] = None,
        }
    }

    /// What the table's style says of text in the cell in progress.
    pub(super) fn text_style(&mut self, styles: &mut Styles<'_>, flow: &mut Flow) -> RunProperties {
        let Some(id) = self.style_id.as_deref() else { return RunProperties::default() };
        let style = *self.style.get_or_insert_with(|| styles.table(id, flow));
        let is_first_column = self.cell.as_ref().is_some_and(|cell| cell.style.column == 0);
        let mut text = style.whole;
        if self.look.1 && is_first_column {
            text = text.overlaid(style.first_column);
        }
        if self.look.0 && self.rows == 1 {
            text = text.overlaid(style.first_row);
        }
        text
    }

    pub(super) fn end_cell(&mut self, flow: &mut Flow) {
        if self.cell.is_none() {
            return;
        }
        self.reach_content(flow);
        if let Some(cell) = self.cell.take() {
            flow.end_cell();
            self.column = (self.column + cell.style.columns).min(MOST_COLUMNS);
        }
    }

    pub(super) fn end(&mut self, flow: &mut Flow) {
        self.end_row(flow);
        if self.is_started {
            flow.end_table();
        }
        if self.is_boxed {
            flow.end_box();
        }
    }
}

/// Which parts of a table its style treats apart: flags of their own, or bits of a number in files of Word 2007.
fn look(element: &BytesStart<'_>) -> (bool, bool) {
    let bits = xml::attribute(element, "val").and_then(|value| u32::from_str_radix(&value, 16).ok()).unwrap_or(0);
    let flag = |name, bit| xml::attribute(element, name).map_or(bits & bit != 0, |value| matches!(&*value, "1" | "true" | "on"));
    (flag("firstRow", 0x20), flag("firstColumn", 0x80))
}
