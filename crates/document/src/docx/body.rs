//! The walk over a part with text: document, header, footer, notes. Source: ECMA-376 part 1, 17.
//!
//! Elements are told by local name, so any prefix and both namespaces do; those that only wrap others (content controls, smart
//! tags, insertions) need no word here. Nothing recurses: what nests is kept on stacks.

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;
use vitae_model::Outcome;

use super::drawing::Drawing;
use super::field::Fields;
use super::numbering::Numbering;
use super::paragraph::Paragraph;
use super::properties::number;
use super::rels::Relationships;
use super::section::{Margin, Section};
use super::styles::Styles;
use super::symbol::symbol;
use super::table::Table;
use crate::flow::{Flow, ParagraphStyle, TextStyle};
use crate::reading::Bounds;
use crate::{Fault, LinkId, xml};

/// Which kind of element the children of the current one belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Content,
    Paragraph,
    Mark,
    Run,
    Section,
    Table,
    Row,
    Cell,
}

/// What character data means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Characters {
    Ignored,
    Text,
    Instruction,
}

/// What all parts of a document share.
#[derive(Debug)]
pub(super) struct Shared<'x> {
    pub(super) styles: Styles<'x>,
    pub(super) numbering: Numbering<'x>,
    /// XML events that may still be read.
    pub(super) events: usize,
    /// Headers and footers, in the order sections name them.
    pub(super) margins: Vec<Margin>,
    /// Paragraphs of the diagrams that the main part shows, by the targets it names.
    pub(super) diagrams: FxHashMap<String, Vec<String>>,
}

struct Walker<'c, 'x> {
    flow: &'c mut Flow,
    shared: &'c mut Shared<'x>,
    relationships: &'c Relationships,
    places: Vec<Place>,
    /// Depth inside an element that is left out.
    skipped: usize,
    characters: Characters,
    paragraphs: Vec<Paragraph>,
    tables: Vec<Table>,
    drawings: Vec<Drawing>,
    /// For each `AlternateContent` whether a choice was taken.
    choices: Vec<bool>,
    fields: Fields,
    hyperlinks: Vec<Option<LinkId>>,
    section: Section,
    ends_section: bool,
    boxes: usize,
}

/// Reads one part into `flow`. What was read before a fault stays.
pub(super) fn read(
    text: &str,
    relationships: &Relationships,
    shared: &mut Shared<'_>,
    flow: &mut Flow,
    bounds: Bounds<'_>,
) -> Result<(), Fault> {
    let mut walker = Walker {
        flow,
        shared,
        relationships,
        places: Vec::with_capacity(8),
        skipped: 0,
        characters: Characters::Ignored,
        paragraphs: Vec::with_capacity(4),
        tables: Vec::new(),
        drawings: Vec::new(),
        choices: Vec::new(),
        fields: Fields::default(),
        hyperlinks: Vec::new(),
        section: Section::default(),
        ends_section: false,
        boxes: 0,
    };
    let result = walker.walk(text, bounds);
    walker.close();
    result
}

impl Walker<'_, '_> {
    fn walk(&mut self, text: &str, bounds: Bounds<'_>) -> Result<(), Fault> {
        let mut reader = xml::Reader::new(text);
        loop {
            self.shared.events = self.shared.events.checked_sub(1).ok_or_else(|| {
                Fault::new(Outcome::TooLarge, format!("the document has more than {} XML elements", bounds.limits.operations))
            })?;
            if self.shared.events.is_multiple_of(1024) && bounds.deadline.has_passed() {
                return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", bounds.limits.time)));
            }
            let at = reader.place();
            let event = reader.read_event().map_err(|error| broken(at, &error.to_string()))?;
            match event {
                Event::Start(element) => self.enter(xml::name(&element), &element),
                Event::Empty(element) => {
                    let name = xml::name(&element);
                    self.enter(name, &element);
                    self.leave(name);
                }
                Event::End(element) => self.leave(xml::local(element.name().into_inner())),
                Event::Text(characters) => self.characters(&characters),
                Event::CData(characters) => self.characters(&characters),
                Event::GeneralRef(reference) => {
                    if let Some(c) = xml::referenced(&reference) {
                        self.characters(c.encode_utf8(&mut [0; 4]));
                    }
                }
                Event::Eof if self.is_open() => return Err(broken(at, "it ends in the middle of a paragraph")),
                Event::Eof => return Ok(()),
                _ => {}
            }
            if self.flow.is_full() {
                let message = format!("the document has more than {} characters of text", bounds.limits.characters);
                return Err(Fault::new(Outcome::TooLarge, message));
            }
        }
    }

    fn is_open(&self) -> bool {
        !self.paragraphs.is_empty() || !self.tables.is_empty()
    }

    /// Finishes what a cut-off part left open.
    fn close(&mut self) {
        while let Some(mut paragraph) = self.paragraphs.pop() {
            paragraph.finish(&mut self.shared.styles, &mut self.shared.numbering, self.flow);
            if self.boxes > 0 {
                self.boxes -= 1;
                self.flow.end_box();
            }
        }
        while let Some(mut table) = self.tables.pop() {
            table.end(self.flow);
        }
    }

    fn place(&self) -> Place {
        self.places.last().copied().unwrap_or(Place::Content)
    }

    fn enter(&mut self, name: &str, element: &BytesStart<'_>) {
        if self.skipped > 0 || self.leaves_out(name) {
            self.skipped += 1;
            return;
        }
        match self.place() {
            Place::Content => self.enter_content(name, element),
            Place::Paragraph => self.enter_paragraph_property(name, element),
            Place::Mark => self.enter_mark_property(name, element),
            Place::Run => self.enter_run_property(name, element),
            Place::Section => self.section.read(name, element),
            Place::Table => self.table(|table, _| table.read(name, element)),
            Place::Row => self.table(|table, _| table.read_row(name, element)),
            Place::Cell => self.table(|table, _| table.read_cell(name, element)),
        }
    }

    /// Earlier states of tracked changes, what only editors need, and alternatives to what was taken already.
    fn leaves_out(&self, name: &str) -> bool {
        match name {
            "r" | "t" | "p" | "rPr" | "pPr" | "b" | "i" | "sz" => false,
            "del" | "moveFrom" => self.place() == Place::Content,
            "pPrChange" | "rPrChange" | "sectPrChange" | "tblPrChange" | "trPrChange" | "tcPrChange" | "tblGridChange" | "sdtPr" | "rt"
            | "numberingChange" => true,
            "Choice" | "Fallback" => self.choices.last() == Some(&true),
            _ => false,
        }
    }

    fn leave(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match (self.place(), name) {
            (Place::Content, _) => self.leave_content(name),
            (Place::Paragraph, "pPr") | (Place::Mark | Place::Run, "rPr") | (Place::Row, "trPr") => {
                self.places.pop();
            }
            (Place::Cell, "tcPr") => {
                self.places.pop();
            }
            (Place::Table, "tblPr") => {
                self.places.pop();
            }
            (Place::Table, name) => self.table(|table, _| table.leave(name)),
            (Place::Section, "sectPr") => {
                self.places.pop();
                // The section ends with the paragraph that holds its properties, or here.
                if self.paragraphs.is_empty() { self.end_section() } else { self.ends_section = true }
            }
            _ => {}
        }
    }

    fn table(&mut self, act: impl FnOnce(&mut Table, &mut Flow)) {
        if let Some(table) = self.tables.last_mut() {
            act(table, self.flow);
        }
    }

    // ---- properties

    fn enter_paragraph_property(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "rPr" => self.places.push(Place::Mark),
            "sectPr" => self.begin_section(),
            "pStyle" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.style_id = xml::attribute(element, "val").map(|id| self.shared.styles.name(&id));
                }
            }
            _ => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.direct.read(name, element);
                }
            }
        }
    }

    fn enter_mark_property(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match name {
            "del" | "moveFrom" => paragraph.is_joined = true,
            _ => paragraph.mark.read(name, element, self.flow),
        }
    }

    fn enter_run_property(&mut self, name: &str, element: &BytesStart<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        match name {
            "rStyle" => paragraph.run_style = xml::attribute(element, "val").map(|id| self.shared.styles.name(&id)),
            _ => paragraph.run.read(name, element, self.flow),
        }
        paragraph.touch_run();
    }

    // ---- content

    fn enter_content(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "t" => self.characters = Characters::Text,
            "r" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.start_run();
                }
            }
            "p" => self.begin_paragraph(),
            "rPr" => self.places.push(Place::Run),
            "pPr" => self.places.push(Place::Paragraph),
            "tab" | "ptab" => self.with_look(|flow, look| flow.tab(look)),
            "br" => self.line_break(element),
            "cr" => self.with_look(|flow, look| flow.line_break(look)),
            "noBreakHyphen" => self.text("-"),
            "sym" => self.symbol(element),
            "instrText" => self.characters = Characters::Instruction,
            "fldChar" => self.field(element),
            "fldSimple" => self.simple_field(element),
            "hyperlink" => self.hyperlink(element),
            "sectPr" => self.begin_section(),
            "AlternateContent" => self.choices.push(false),
            "Choice" => {
                if let Some(taken) = self.choices.last_mut() {
                    *taken = true;
                }
            }
            "tbl" | "gridCol" | "tr" | "tc" | "tblPr" | "trPr" | "tcPr" => self.enter_table(name, element),
            "footnote" | "endnote" if xml::attribute(element, "type").is_some_and(|kind| kind != "normal") => self.skipped = 1,
            _ => self.enter_shape(name, element),
        }
    }

    fn leave_content(&mut self, name: &str) {
        match name {
            "t" | "instrText" => self.characters = Characters::Ignored,
            "p" => self.end_paragraph(),
            "r" => {}
            "fldSimple" => self.fields.end(),
            "hyperlink" => {
                self.hyperlinks.pop();
            }
            "AlternateContent" => {
                self.choices.pop();
            }
            "tc" => self.table(Table::end_cell),
            "tr" => self.table(Table::end_row),
            "tbl" => {
                if let Some(mut table) = self.tables.pop() {
                    table.end(self.flow);
                }
            }
            _ => self.leave_shape(name),
        }
    }

    fn begin_paragraph(&mut self) {
        self.table(Table::reach_content);
        let shared = &mut *self.shared;
        let table = self.tables.last_mut().map(|table| table.text_style(&mut shared.styles, self.flow));
        self.paragraphs.push(Paragraph::inside(table.unwrap_or_default()));
    }

    fn end_paragraph(&mut self) {
        let Some(mut paragraph) = self.paragraphs.pop() else { return };
        if !paragraph.is_joined {
            paragraph.finish(&mut self.shared.styles, &mut self.shared.numbering, self.flow);
        }
        if std::mem::take(&mut self.ends_section) {
            self.end_section();
        }
    }

    fn begin_section(&mut self) {
        self.section = Section::default();
        self.places.push(Place::Section);
    }

    fn end_section(&mut self) {
        let (page, start, columns) = self.section.layout();
        self.shared.margins.append(&mut self.section.margins);
        self.flow.end_section(page, start, columns);
    }

    fn link(&self) -> Option<LinkId> {
        self.hyperlinks.iter().rev().find_map(|link| *link).or_else(|| self.fields.link())
    }

    fn with_look(&mut self, act: impl FnOnce(&mut Flow, TextStyle)) {
        let link = self.link();
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let (look, is_hidden) = paragraph.look(&mut self.shared.styles, self.flow, link);
        if !is_hidden {
            act(self.flow, look);
        }
    }

    fn text(&mut self, text: &str) {
        self.with_look(|flow, look| flow.text(text, look));
    }

    fn characters(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        match self.characters {
            Characters::Text => self.text(text),
            Characters::Instruction => self.fields.instruct(text),
            Characters::Ignored => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.text(text);
                }
            }
        }
    }

    fn line_break(&mut self, element: &BytesStart<'_>) {
        let is_free = self.tables.is_empty() && self.boxes == 0;
        match xml::attribute(element, "type").as_deref() {
            Some("page") if is_free => {
                self.split_paragraph();
                self.flow.page_break();
            }
            Some("column") if is_free => {
                self.split_paragraph();
                self.flow.column_break();
            }
            _ => self.with_look(|flow, look| flow.line_break(look)),
        }
    }

    /// Ends what the paragraph holds so far, if anything; the rest follows behind a break.
    fn split_paragraph(&mut self) {
        if self.flow.paragraph_is_empty() {
            return;
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.finish(&mut self.shared.styles, &mut self.shared.numbering, self.flow);
        }
    }

    fn symbol(&mut self, element: &BytesStart<'_>) {
        let font = xml::attribute(element, "font").unwrap_or_default();
        let code = xml::attribute(element, "char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let c = code.and_then(|code| symbol(&font, code)).unwrap_or(' ');
        self.text(c.encode_utf8(&mut [0; 4]));
    }

    fn field(&mut self, element: &BytesStart<'_>) {
        match xml::attribute(element, "fldCharType").as_deref() {
            Some("begin") => self.fields.begin(),
            Some("separate") => self.fields.separate(|target| self.flow.link(target)),
            Some("end") => self.fields.end(),
            _ => {}
        }
    }

    fn simple_field(&mut self, element: &BytesStart<'_>) {
        self.fields.begin();
        self.fields.instruct(&xml::attribute(element, "instr").unwrap_or_default());
        self.fields.separate(|target| self.flow.link(target));
    }

    fn hyperlink(&mut self, element: &BytesStart<'_>) {
        let id = xml::attribute(element, "id");
        let relationship = id.and_then(|id| self.relationships.get(&id));
        let link = relationship.and_then(|found| self.flow.link(found.target));
        self.hyperlinks.push(link);
    }

    // ---- tables

    fn enter_table(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "tbl" => {
                self.table(Table::reach_content);
                let may_float = self.tables.is_empty() && self.boxes == 0;
                self.tables.push(Table::new(may_float));
            }
            "gridCol" => self.table(|table, _| table.grid_column(element)),
            "tr" => self.table(Table::start_row),
            "tc" => self.table(Table::start_cell),
            "tblPr" => self.places.push(Place::Table),
            "trPr" => self.places.push(Place::Row),
            _ => self.places.push(Place::Cell),
        }
    }

    // ---- shapes

    fn enter_shape(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "anchor" | "inline" => self.drawings.push(Drawing::new(name == "anchor")),
            "shape" | "rect" | "roundrect" | "oval" | "group" => {
                let drawing = self.drawings.last().and_then(Drawing::member).unwrap_or_else(|| Drawing::vml(element, name == "group"));
                self.drawings.push(drawing);
            }
            "txbxContent" => {
                let placement = self.drawings.last().map(Drawing::text_box).unwrap_or_default();
                self.flow.start_box(placement);
                self.boxes += 1;
            }
            "pic" | "imagedata" => {
                if let Some(drawing) = self.drawings.last() {
                    self.flow.image(drawing.picture());
                }
            }
            "textpath" => self.word_art(element),
            "relIds" => self.diagram(element),
            _ => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.read(name, element);
                }
            }
        }
    }

    fn leave_shape(&mut self, name: &str) {
        match name {
            "anchor" | "inline" | "shape" | "rect" | "roundrect" | "oval" | "group" => {
                self.drawings.pop();
            }
            "txbxContent" => {
                self.boxes = self.boxes.saturating_sub(1);
                self.flow.end_box();
            }
            _ => {
                if let Some(drawing) = self.drawings.last_mut() {
                    drawing.leave(name);
                }
            }
        }
    }

    /// The words of a diagram, which stand in a part of their own.
    fn diagram(&mut self, element: &BytesStart<'_>) {
        let target = xml::attribute(element, "dm").and_then(|id| self.relationships.get(&id));
        let Some(paragraphs) = target.and_then(|found| self.shared.diagrams.get(found.target)) else { return };
        self.flow.start_box(self.drawings.last().map(Drawing::text_box).unwrap_or_default());
        for paragraph in paragraphs {
            self.flow.text(paragraph, TextStyle::default());
            self.flow.end_paragraph(ParagraphStyle::default(), &[], None);
        }
        self.flow.end_box();
    }

    /// Text drawn along a path: a name as a title, or a watermark.
    fn word_art(&mut self, element: &BytesStart<'_>) {
        let text = xml::attribute(element, "string").unwrap_or_default();
        let Some(drawing) = self.drawings.last() else { return };
        let placement = drawing.text_box();
        let size = number(element, "size").unwrap_or(placement.height / 2.0).clamp(8.0, 48.0);
        self.flow.start_box(placement);
        self.flow.text(&text, TextStyle { size, ..TextStyle::default() });
        self.flow.end_box();
    }
}

fn broken(at: usize, what: &str) -> Fault {
    Fault::new(Outcome::Damaged, format!("the document's text breaks off at byte {at}: {what}; ask for the file again"))
}
