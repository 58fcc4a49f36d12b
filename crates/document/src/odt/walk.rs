//! The walk over the text of a document, and over the headers and footers of its master pages.

use quick_xml::events::{BytesStart, Event};
use rustc_hash::FxHashMap;
use vitae_model::Outcome;

use super::styles::{Style, Styles, measure, value};
use crate::docx::count;
use crate::flow::{Along, Anchor, CellStyle, Flow, LineSpacing, Offset, ParagraphStyle, Placement, Region, SectionStart, TextStyle, Wrap};
use crate::reading::Bounds;
use crate::{Fault, LinkId, Role, xml};

/// Columns of a table that are laid out.
const MOST_COLUMNS: u16 = 64;
const DEEPEST_LIST: usize = 10;

/// A paragraph in progress.
#[derive(Debug)]
struct Paragraph {
    style: Style,
    style_name: String,
    heading: Option<u8>,
    spans: Vec<Style>,
    links: Vec<Option<LinkId>>,
    /// White space was seen: more of it adds nothing.
    ends_in_space: bool,
}

#[derive(Debug)]
struct List {
    style: String,
}

#[derive(Debug, Default)]
struct Table {
    is_started: bool,
    widths: Vec<f32>,
    column: u16,
}

struct Walker<'a> {
    flow: &'a mut Flow,
    styles: &'a Styles,
    paragraphs: Vec<Paragraph>,
    lists: Vec<List>,
    /// Counts by list style and level.
    counters: FxHashMap<(String, usize), u32>,
    /// A list item begins: its first paragraph gets the label.
    begins_item: bool,
    tables: Vec<Table>,
    placements: Vec<Placement>,
    /// For each open section its columns, if it has any.
    sections: Vec<Option<(usize, f32)>>,
    skipped: usize,
}

/// Reads the text of one part into `flow`. What was read before a fault stays.
pub(super) fn read(text: &str, styles: &Styles, events: &mut usize, flow: &mut Flow, bounds: Bounds<'_>) -> Result<(), Fault> {
    let mut walker = Walker {
        flow,
        styles,
        paragraphs: Vec::new(),
        lists: Vec::new(),
        counters: FxHashMap::default(),
        begins_item: false,
        tables: Vec::new(),
        placements: Vec::new(),
        sections: Vec::new(),
        skipped: 0,
    };
    let result = walker.walk(text, events, bounds);
    while !walker.paragraphs.is_empty() {
        walker.end_paragraph();
    }
    while walker.tables.pop().is_some() {
        walker.flow.end_table();
    }
    result
}

impl Walker<'_> {
    fn walk(&mut self, text: &str, events: &mut usize, bounds: Bounds<'_>) -> Result<(), Fault> {
        let mut reader = xml::Reader::new(text);
        loop {
            *events = events.checked_sub(1).ok_or_else(|| {
                Fault::new(Outcome::TooLarge, format!("the document has more than {} XML elements", bounds.limits.operations))
            })?;
            if events.is_multiple_of(1024) && bounds.deadline.has_passed() {
                return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", bounds.limits.time)));
            }
            if self.flow.is_full() {
                let message = format!("the document has more than {} characters of text", bounds.limits.characters);
                return Err(Fault::new(Outcome::TooLarge, message));
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
                Event::Eof if !self.paragraphs.is_empty() => return Err(broken(at, "it ends in the middle of a paragraph")),
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    fn enter(&mut self, name: &str, element: &BytesStart<'_>) {
        if self.skipped > 0 || is_left_out(name) {
            self.skipped += 1;
            return;
        }
        match name {
            "p" | "h" => self.begin_paragraph(name == "h", element),
            "span" => self.begin_span(element),
            "a" => {
                let link = value(element, "href").filter(|target| !target.starts_with('#')).and_then(|target| self.flow.link(&target));
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.links.push(link);
                }
            }
            "s" => {
                let spaces = value(element, "c").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).min(200);
                self.push_text(&" ".repeat(spaces));
            }
            "tab" => self.with_look(Flow::tab),
            "line-break" => self.with_look(Flow::line_break),
            "list" => self.begin_list(element),
            "section" => self.begin_section(element),
            "list-item" | "list-header" => self.begins_item = name == "list-item",
            "table" | "table-column" | "table-row" | "table-cell" | "covered-table-cell" => self.enter_table(name, element),
            "frame" => {
                let placement = self.placement(element);
                self.placements.push(placement);
            }
            "custom-shape" => {
                let placement = shape(self.placement(element));
                self.placements.push(placement);
                self.flow.start_box(placement);
            }
            "text-box" => self.flow.start_box(self.placements.last().copied().unwrap_or_default()),
            "image" => {
                if let Some(placement) = self.placements.last().filter(|placement| placement.height > 40.0) {
                    self.flow.image(*placement);
                }
            }
            "header" | "header-first" | "header-left" => self.flow.begin_aside(Region::Header),
            "footer" | "footer-first" | "footer-left" => self.flow.begin_aside(Region::Footer),
            "note-body" => self.flow.begin_aside(Region::Notes),
            _ => {}
        }
    }

    fn leave(&mut self, name: &str) {
        if self.skipped > 0 {
            self.skipped -= 1;
            return;
        }
        match name {
            "p" | "h" => self.end_paragraph(),
            "span" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.spans.pop();
                }
            }
            "a" => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.links.pop();
                }
            }
            "list" => {
                self.lists.pop();
            }
            "section" => self.end_section(),
            "table" | "table-row" | "table-cell" => self.leave_table(name),
            "frame" => {
                self.placements.pop();
            }
            "text-box" => self.flow.end_box(),
            "custom-shape" => {
                self.placements.pop();
                self.flow.end_box();
            }
            "header" | "header-first" | "header-left" | "footer" | "footer-first" | "footer-left" | "note-body" => self.flow.end_aside(),
            _ => {}
        }
    }

    fn placement(&self, element: &BytesStart<'_>) -> Placement {
        placement(element, &self.styles.resolve("graphic", value(element, "style-name").as_deref()))
    }

    // ---- sections

    /// What stands in front of a section with columns is a section of its own.
    fn begin_section(&mut self, element: &BytesStart<'_>) {
        let is_free = self.tables.is_empty() && self.placements.is_empty() && self.sections.iter().all(Option::is_none);
        let style = self.styles.resolve("section", value(element, "style-name").as_deref());
        let columns = style.columns.filter(|(count, _)| is_free && *count > 1);
        if columns.is_some() {
            self.flow.end_section(self.styles.page(), SectionStart::SamePage, self.styles.page_columns());
        }
        self.sections.push(columns);
    }

    fn end_section(&mut self) {
        if let Some(columns) = self.sections.pop().flatten() {
            let layout = self.styles.column_layout(Some(columns), true);
            self.flow.end_section(self.styles.page(), SectionStart::SamePage, layout);
        }
    }

    // ---- text

    /// White space collapses; `text:s` and `text:tab` say where it does not.
    fn characters(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let mut collapsed = String::with_capacity(text.len());
        for c in text.chars() {
            let is_space = matches!(c, ' ' | '\t' | '\r' | '\n');
            if !is_space {
                collapsed.push(c);
            } else if !paragraph.ends_in_space {
                collapsed.push(' ');
            }
            paragraph.ends_in_space = is_space;
        }
        self.push_text(&collapsed);
    }

    fn push_text(&mut self, text: &str) {
        self.with_look(|flow, look| flow.text(text, look));
    }

    fn with_look(&mut self, act: impl FnOnce(&mut Flow, TextStyle)) {
        let Some(paragraph) = self.paragraphs.last() else { return };
        let style = paragraph.spans.last().unwrap_or(&paragraph.style);
        if style.hidden != Some(true) {
            let link = paragraph.links.iter().rev().find_map(|link| *link);
            act(self.flow, look(style, link));
        }
    }

    fn begin_span(&mut self, element: &BytesStart<'_>) {
        let Some(paragraph) = self.paragraphs.last_mut() else { return };
        let mut style = paragraph.spans.last().unwrap_or(&paragraph.style).clone();
        // Spans nested without end inherit nothing more.
        if paragraph.spans.len() < 64 {
            let own = self.styles.resolve("text", value(element, "style-name").as_deref());
            style.overlay(&own);
        }
        paragraph.spans.push(style);
    }

    fn begin_paragraph(&mut self, is_heading: bool, element: &BytesStart<'_>) {
        let name = value(element, "style-name").unwrap_or_default();
        let style = self.styles.resolve("paragraph", Some(&name));
        let level = value(element, "outline-level").and_then(|level| level.parse::<u8>().ok()).unwrap_or(1);
        let heading = if is_heading { Some(level.clamp(1, 9)) } else { (name == "Title").then_some(1) };
        if style.breaks_before == Some(true) && self.tables.is_empty() {
            self.flow.page_break();
        }
        if style.breaks_column == Some(true) && self.tables.is_empty() {
            self.flow.column_break();
        }
        self.paragraphs.push(Paragraph { style, style_name: name, heading, spans: Vec::new(), links: Vec::new(), ends_in_space: true });
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let label = self.label(&paragraph);
        let own = &paragraph.style;
        let level = self.lists.len().saturating_sub(1);
        let unstyled = (18.0 * (level + 1) as f32, -18.0);
        let indents =
            self.lists.last().map(|list| self.styles.level(&list.style, level).map_or(unstyled, |level| (level.left, level.first)));
        let (left, first) = match indents {
            Some((left, first)) => (left, if label.is_some() { first } else { 0.0 }),
            None => (own.left.unwrap_or(0.0), own.first.unwrap_or(0.0)),
        };
        let role = match (paragraph.heading, &label) {
            (Some(level), _) => Role::Heading(level),
            (None, Some(_)) => Role::ListItem(level as u8),
            (None, None) => Role::Body,
        };
        let style = ParagraphStyle {
            left,
            right: own.right.unwrap_or(0.0),
            first,
            before: own.before.unwrap_or(0.0).clamp(0.0, 400.0),
            after: own.after.unwrap_or(0.0).clamp(0.0, 400.0),
            line: own.line.unwrap_or(LineSpacing::Multiple(1.0)),
            align: own.align.unwrap_or_default(),
            role,
            size: own.size.unwrap_or(12.0),
            rule_below: own.rule_below == Some(true),
            filling: own.filling,
            ..ParagraphStyle::default()
        };
        let look = look(own, None);
        self.flow.end_paragraph(style, own.stops.as_deref().unwrap_or_default(), label.as_deref().map(|label| (label, look)));
    }

    fn label(&mut self, paragraph: &Paragraph) -> Option<String> {
        if self.lists.is_empty() || self.flow.paragraph_is_empty() || !std::mem::take(&mut self.begins_item) {
            return None;
        }
        let depth = self.lists.len() - 1;
        let named = paragraph.style.list.clone().filter(|_| paragraph.style_name.is_empty());
        let style = named.unwrap_or_else(|| self.lists[depth].style.clone());
        let Some(level) = self.styles.level(&style, depth) else { return Some("•".to_owned()) };
        if let Some(bullet) = level.bullet {
            return Some(bullet.to_string());
        }
        let next = self.counters.entry((style, depth)).or_insert(level.start);
        let number = *next;
        *next = next.saturating_add(1);
        let format = match level.format.as_str() {
            "a" => "lowerLetter",
            "A" => "upperLetter",
            "i" => "lowerRoman",
            "I" => "upperRoman",
            "" => "none",
            _ => "decimal",
        };
        Some(format!("{}{}{}", level.prefix, count(number, format), level.suffix))
    }

    fn begin_list(&mut self, element: &BytesStart<'_>) {
        let outer = self.lists.last().map(|list| list.style.clone());
        let named = value(element, "style-name");
        let style = named.or(outer).unwrap_or_default();
        if value(element, "continue-numbering").as_deref() != Some("true") {
            self.counters.remove(&(style.clone(), self.lists.len()));
        }
        if self.lists.len() < DEEPEST_LIST * 8 {
            self.lists.push(List { style });
        }
    }

    // ---- tables

    fn enter_table(&mut self, name: &str, element: &BytesStart<'_>) {
        if name == "table" {
            self.tables.push(Table::default());
            return;
        }
        let Some(table) = self.tables.last_mut() else { return };
        match name {
            "table-column" => {
                let repeated = value(element, "number-columns-repeated").and_then(|text| text.parse::<usize>().ok()).unwrap_or(1);
                let style = self.styles.resolve("table-column", value(element, "style-name").as_deref());
                let room = usize::from(MOST_COLUMNS).saturating_sub(table.widths.len());
                table.widths.extend(std::iter::repeat_n(style.column_width.unwrap_or(0.0).max(0.0), repeated.min(room)));
            }
            "table-row" => {
                if !std::mem::replace(&mut table.is_started, true) {
                    self.flow.start_table(table.widths.clone(), 0.0);
                }
                table.column = 0;
                self.flow.start_row();
            }
            "table-cell" if table.is_started => {
                let number = |name: &str| value(element, name).and_then(|text| text.parse::<u16>().ok()).unwrap_or(1);
                let style = self.styles.resolve("table-cell", value(element, "style-name").as_deref());
                self.flow.start_cell(CellStyle {
                    column: table.column,
                    columns: number("number-columns-spanned").clamp(1, MOST_COLUMNS),
                    rows: number("number-rows-spanned").clamp(1, 1000),
                    filling: style.filling,
                    padding: [3.0, 2.0, 3.0, 2.0],
                });
                table.column = (table.column + 1).min(MOST_COLUMNS);
            }
            _ => table.column = (table.column + 1).min(MOST_COLUMNS),
        }
    }

    fn leave_table(&mut self, name: &str) {
        let is_started = self.tables.last().is_some_and(|table| table.is_started);
        match name {
            "table-cell" if is_started => self.flow.end_cell(),
            "table-row" if is_started => self.flow.end_row(),
            "table" => {
                let table = self.tables.pop();
                if table.is_some_and(|table| table.is_started) {
                    self.flow.end_table();
                }
            }
            _ => {}
        }
    }
}

fn look(style: &Style, link: Option<LinkId>) -> TextStyle {
    TextStyle {
        size: style.size.unwrap_or(12.0),
        colour: style.colour.unwrap_or(0),
        font: style.font.unwrap_or_default(),
        link,
        bold: style.bold == Some(true),
        italic: style.italic == Some(true),
    }
}

/// A frame's place: relative to what its style says, or to the page where it is anchored there, in line with the text as a character.
fn placement(element: &BytesStart<'_>, style: &Style) -> Placement {
    let anchor = value(element, "anchor-type");
    let from = if anchor.as_deref() == Some("page") { Anchor::Page } else { Anchor::Text };
    let offset = |anchor: Option<Anchor>, name: &str| Offset {
        from: if from == Anchor::Page { from } else { anchor.unwrap_or(from) },
        along: Along::Offset(measure(element, name).unwrap_or(0.0)),
        shift: 0.0,
    };
    Placement {
        wrap: match (anchor.as_deref(), style.is_run_through) {
            (Some("as-char"), _) => Wrap::Inline,
            (_, Some(true)) => Wrap::Over,
            _ => Wrap::Beside,
        },
        x: offset(style.anchors.0, "x"),
        y: offset(style.anchors.1, "y"),
        width: measure(element, "width").unwrap_or(0.0),
        height: measure(element, "height").or(measure(element, "min-height")).unwrap_or(0.0),
        filling: None,
        padding: 3.0,
    }
}

/// The place of a drawn shape, which may hold text.
fn shape(placement: Placement) -> Placement {
    match placement.wrap {
        Wrap::Inline => Placement { height: 0.0, padding: 0.0, ..placement },
        _ => Placement { wrap: Wrap::Over, ..placement },
    }
}

/// What is no text of the document's final state.
fn is_left_out(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note-citation"
            | "ruby-text"
            | "forms"
            | "styles"
            | "automatic-styles"
            | "font-face-decls"
            | "sequence-decls"
            | "desc"
            | "title"
            | "object"
            | "object-ole"
            | "script"
    )
}

fn broken(at: usize, what: &str) -> Fault {
    Fault::new(Outcome::Damaged, format!("the document's text breaks off at byte {at}: {what}; ask for the file again"))
}
