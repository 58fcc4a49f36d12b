//! The walk over the tokens of a page.

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use vitae_model::Outcome;

use super::css::{self, Display, Float, Style};
use super::shallow::Shallow;
use super::sheet::{Sheet, Traits};
use crate::flow::{
    Align, Along, CellStyle, ColumnLayout, Flow, Offset, ParagraphStyle, Placement, SectionStart, StopKind, TabStop, TextStyle, Wrap,
};
use crate::reading::Bounds;
use crate::{Fault, Metadata, Role, metadata};

type Attributes = BTreeMap<HtmlString, html5gum::Spanned<HtmlString, ()>>;

/// Elements nested deeper change nothing.
const DEEPEST: usize = 512;
/// Font size of unstyled text.
const SIZE: f32 = 12.0;
/// Indent of lists and quotations.
const INDENT: f32 = 30.0;
/// Cells of a row that are laid out.
const MOST_CELLS: u16 = 64;
/// Characters of style sheets that are read.
const LONGEST_SHEET: usize = 1 << 20;
/// Space between what a layout puts side by side.
const GAP: f32 = 12.0;

/// What inner elements inherit.
#[derive(Debug, Clone, Copy)]
struct State {
    text: TextStyle,
    align: Align,
    left: f32,
    heading: Option<u8>,
    is_hidden: bool,
    is_preformatted: bool,
    is_title: bool,
    has_no_label: bool,
}

/// What the end of an element brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Block,
    List,
    Table,
    Row,
    Cell,
    /// Not an element but what its style makes of its content: children side by side, one of those, a box beside the text, columns.
    Layout,
    Part,
    Float,
    Columns(usize),
}

/// An open element.
#[derive(Debug)]
struct Element {
    /// Without a name for what only a style makes.
    traits: Traits,
    kind: Kind,
    outer: State,
    /// Space below.
    after: f32,
}

#[derive(Debug)]
struct List {
    next: Option<u32>,
}

#[derive(Debug, Default)]
struct Table {
    in_row: bool,
    column: u16,
    /// Children in a row of a layout.
    most: Option<u16>,
    /// Rows that cells from above still cover, for each column.
    covered: Vec<u16>,
}

struct Walker<'a> {
    flow: &'a mut Flow,
    metadata: &'a mut Metadata,
    state: State,
    open: Vec<Element>,
    lists: Vec<List>,
    tables: Vec<Table>,
    label: Option<String>,
    /// Space the paragraph in progress wants above.
    before: f32,
    /// White space waits for the next word.
    has_space: bool,
    right_stop: bool,
    title: String,
    sheet: Sheet,
    /// The style element in progress.
    sheet_text: String,
}

/// Reads the page into `flow`.
pub(super) fn read(text: &str, bounds: Bounds<'_>, flow: &mut Flow, metadata: &mut Metadata) -> Result<(), Fault> {
    let look = TextStyle { size: SIZE, ..TextStyle::default() };
    let state = State {
        text: look,
        align: Align::Left,
        left: 0.0,
        heading: None,
        is_hidden: false,
        is_preformatted: false,
        is_title: false,
        has_no_label: false,
    };
    let mut walker = Walker {
        flow,
        metadata,
        state,
        open: Vec::new(),
        lists: Vec::new(),
        tables: Vec::new(),
        label: None,
        before: 0.0,
        has_space: false,
        right_stop: false,
        title: String::new(),
        sheet: Sheet::default(),
        sheet_text: String::new(),
    };
    let result = walker.walk(text, bounds);
    walker.close_all();
    result
}

impl Walker<'_> {
    fn walk(&mut self, text: &str, bounds: Bounds<'_>) -> Result<(), Fault> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let mut left = bounds.limits.operations;
        for token in Tokenizer::new_with_emitter(Shallow::new(text), emitter) {
            let token = token.map_err(|error| Fault::new(Outcome::TooLarge, error.to_string()))?;
            left = left
                .checked_sub(1)
                .ok_or_else(|| Fault::new(Outcome::TooLarge, format!("the page has more than {} elements", bounds.limits.operations)))?;
            if left.is_multiple_of(512) && bounds.deadline.has_passed() {
                return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", bounds.limits.time)));
            }
            if self.flow.is_full() {
                let message = format!("the document has more than {} characters of text", bounds.limits.characters);
                return Err(Fault::new(Outcome::TooLarge, message));
            }
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                _ => {}
            }
        }
        Ok(())
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.pop();
        }
        self.end_block(0.0);
    }

    // ---- text

    fn text(&mut self, text: &str) {
        if self.state.is_title {
            self.title.push_str(text);
        } else if self.open.last().is_some_and(|element| element.traits.name == "style") {
            if self.sheet_text.len() + text.len() <= LONGEST_SHEET {
                self.sheet_text.push_str(text);
            }
        } else if self.state.is_hidden {
        } else if self.open.last().is_some_and(|element| element.kind == Kind::Layout) {
            if !text.trim().is_empty() {
                self.begin_part(&Style::default());
                self.text(text);
            }
        } else if self.state.is_preformatted {
            self.preformatted(text);
        } else {
            self.collapsed(text);
        }
    }

    fn preformatted(&mut self, text: &str) {
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.flow.line_break(self.state.text);
            }
            for (index, cell) in line.trim_end_matches('\r').split('\t').enumerate() {
                if index > 0 {
                    self.flow.tab(self.state.text);
                }
                self.flow.text(cell, self.state.text);
            }
        }
    }

    /// Any amount of white space is one space, and none at the edges of a block.
    fn collapsed(&mut self, text: &str) {
        let is_blank = |c: char| c.is_ascii_whitespace();
        for (index, word) in text.split(is_blank).enumerate() {
            self.has_space |= index > 0;
            if word.is_empty() {
                continue;
            }
            if std::mem::take(&mut self.has_space) && !self.flow.paragraph_is_empty() {
                self.flow.text(" ", self.state.text);
            }
            self.flow.text(word, self.state.text);
        }
    }

    /// Ends the paragraph in progress, if there is one.
    fn end_block(&mut self, after: f32) {
        self.has_space = false;
        if self.flow.paragraph_is_empty() {
            return;
        }
        let label = self.label.take();
        let level = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(u8::MAX).min(8);
        let role = match (self.state.heading, &label) {
            (Some(level), _) => Role::Heading(level),
            (None, Some(_)) => Role::ListItem(level),
            (None, None) => Role::Body,
        };
        let style = ParagraphStyle {
            left: self.state.left,
            first: if label.is_some() { -12.0 } else { 0.0 },
            before: std::mem::take(&mut self.before),
            after,
            align: self.state.align,
            role,
            size: self.state.text.size,
            ..ParagraphStyle::default()
        };
        let stop = TabStop { x: f32::INFINITY, kind: StopKind::Right };
        let stops = if std::mem::take(&mut self.right_stop) { std::slice::from_ref(&stop) } else { &[] };
        let look = TextStyle { link: None, ..self.state.text };
        self.flow.end_paragraph(style, stops, label.as_deref().map(|label| (label, look)));
    }

    // ---- elements

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attributes = &tag.attributes;
        match name.as_str() {
            "br" => return self.flow.line_break(self.state.text),
            "hr" => return self.rule(),
            "wbr" | "img" | "input" | "meta" | "link" | "area" | "base" | "col" | "embed" | "source" | "track" | "param" => return,
            _ => {}
        }
        if self.open.len() >= DEEPEST {
            return;
        }
        self.end_implied(&name);
        let traits = Traits::new(&name, attribute(attributes, "id"), attribute(attributes, "class"));
        let style = self.style(&traits, attributes);
        if self.open.last().is_some_and(|element| element.kind == Kind::Part) {
            self.pop();
        }
        if self.open.last().is_some_and(|element| element.kind == Kind::Layout) && style.is_hidden != Some(true) && !is_silent(&name) {
            self.begin_part(&style);
        }
        let outer = self.state;
        let (kind, before, after) = self.begin(&name, attributes, &style);
        self.apply(&name, attributes, &style);
        if kind != Kind::Inline && !self.state.is_hidden {
            self.before = self.before.max(before);
        }
        // Only foreign elements close themselves.
        if !tag.self_closing || kind != Kind::Inline {
            self.open.push(Element { traits, kind, outer, after });
            if !self.state.is_hidden {
                self.lay_out(kind, &style);
            }
        }
    }

    /// What the page's sheets and the element itself say, in this order.
    fn style(&self, traits: &Traits, attributes: &Attributes) -> Style {
        let size = self.state.text.size;
        let mut style = self.sheet.style(traits, self.open.iter().map(|element| &element.traits), size);
        if let Some(own) = attribute(attributes, "style") {
            style.take(&own, size);
        }
        style
    }

    fn rule(&mut self) {
        self.end_block(0.0);
        if !self.state.is_hidden {
            self.flow.rule();
        }
    }

    /// Ends what the start of `name` ends without saying so.
    fn end_implied(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr", "td", "th"], &["table"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "thead" | "tbody" | "tfoot" => (&["thead", "tbody", "tfoot", "tr", "td", "th"], &["table"]),
            _ if is_block(name) => (&["p"], &["table", "td", "th", "div", "li"]),
            _ => return,
        };
        let barrier = self.open.iter().rposition(|element| within.contains(&element.traits.name.as_str())).map_or(0, |index| index + 1);
        let first = self.open[barrier..].iter().position(|element| ends.contains(&element.traits.name.as_str()));
        if let Some(first) = first {
            self.pop_to(barrier + first);
        }
    }

    fn end(&mut self, name: &str) {
        if name == "br" {
            return self.flow.line_break(self.state.text);
        }
        // An end tag in a cell does not reach out of it, except those of the table itself.
        let is_table_part = matches!(name, "table" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "body" | "html");
        let barrier = if is_table_part { None } else { self.open.iter().rposition(|element| element.kind == Kind::Cell) };
        let from = barrier.map_or(0, |index| index + 1);
        if let Some(index) = self.open[from..].iter().rposition(|element| element.traits.name == name) {
            self.pop_to(from + index);
        }
    }

    fn pop_to(&mut self, index: usize) {
        while self.open.len() > index {
            self.pop();
        }
    }

    fn pop(&mut self) {
        let Some(element) = self.open.pop() else { return };
        if element.kind != Kind::Inline {
            self.end_block(element.after);
        }
        match element.kind {
            Kind::List => {
                self.lists.pop();
            }
            Kind::Cell => self.end_cell(),
            Kind::Row => self.end_row(),
            Kind::Table => {
                self.end_row();
                if self.tables.pop().is_some() {
                    self.flow.end_table();
                }
            }
            Kind::Layout => {
                self.flow.end_row();
                if self.tables.pop().is_some() {
                    self.flow.end_table();
                }
            }
            Kind::Part => self.flow.end_cell(),
            Kind::Float => self.flow.end_box(),
            Kind::Columns(count) => {
                let width = (super::TEXT_WIDTH - GAP * (count - 1) as f32) / count as f32;
                let columns = ColumnLayout { widths: vec![(width, GAP); count], balanced: true };
                self.flow.end_section(super::page(), SectionStart::SamePage, columns);
            }
            Kind::Inline | Kind::Block => {}
        }
        if element.traits.name == "li" {
            self.label = None;
        }
        if element.traits.name == "style" {
            self.sheet.add(&std::mem::take(&mut self.sheet_text));
        }
        if element.traits.name == "title" {
            let title = std::mem::take(&mut self.title);
            if self.metadata.title.is_none() {
                metadata::keep(&mut self.metadata.title, &title.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
        self.state = element.outer;
    }

    /// Begins an element: its kind and the space it wants above and below.
    fn begin(&mut self, name: &str, attributes: &Attributes, style: &Style) -> (Kind, f32, f32) {
        // Only boxes without a meaning of their own become parts of tables, or stop being boxes, by their style.
        let is_plain = matches!(name, "div" | "span" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "p");
        let is_block = match style.display {
            Some(Display::Inline) if is_plain => false,
            Some(_) if is_plain => true,
            _ => is_block(name),
        };
        if !is_block {
            return (Kind::Inline, 0.0, 0.0);
        }
        self.end_block(0.0);
        let as_table = match style.display {
            Some(Display::Table) => "table",
            Some(Display::Row) => "tr",
            Some(Display::Cell) => "td",
            _ => name,
        };
        match if is_plain { as_table } else { name } {
            "ul" | "ol" | "menu" | "dir" => {
                let start = attribute(attributes, "start").and_then(|value| value.trim().parse().ok()).unwrap_or(1);
                self.lists.push(List { next: (name == "ol").then_some(start) });
                self.state.left += INDENT;
                (Kind::List, 2.0, 2.0)
            }
            "li" => {
                self.label = Some(self.next_label());
                (Kind::Block, 0.0, 0.0)
            }
            "dd" | "blockquote" => {
                self.state.left += INDENT;
                (Kind::Block, 0.0, 2.0)
            }
            "p" => (Kind::Block, 6.0, 6.0),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (Kind::Block, 10.0, 6.0),
            "table" => {
                self.flow.start_table(Vec::new(), self.state.left);
                self.state.left = 0.0;
                self.tables.push(Table::default());
                (Kind::Table, 0.0, 0.0)
            }
            "tr" if !self.tables.is_empty() => {
                self.start_row();
                (Kind::Row, 0.0, 0.0)
            }
            "td" | "th" if !self.tables.is_empty() => {
                self.start_cell(attributes, style);
                (Kind::Cell, 0.0, 0.0)
            }
            _ => (Kind::Block, 0.0, 0.0),
        }
    }

    fn next_label(&mut self) -> String {
        match self.lists.last_mut().and_then(|list| list.next.as_mut()) {
            Some(next) => {
                let label = format!("{next}.");
                *next = next.saturating_add(1);
                label
            }
            None => "•".to_owned(),
        }
    }

    // ---- layouts

    /// Begins what the style of the element that was just opened makes of its content.
    fn lay_out(&mut self, kind: Kind, style: &Style) {
        let is_beside = style.float.is_some() && style.width.is_some_and(|width| width < super::TEXT_WIDTH * 0.9);
        if kind == Kind::Block && is_beside {
            self.begin_float(style);
        }
        match (&style.display, style.columns) {
            (Some(Display::Flex), _) if !style.is_stacked && kind != Kind::Table => self.begin_layout(Vec::new()),
            (Some(Display::Grid(widths)), _) if kind != Kind::Table => self.begin_layout(widths.clone()),
            (_, Some(count @ 2..=6)) if kind != Kind::Inline && self.is_free() => {
                self.flow.end_section(super::page(), SectionStart::SamePage, ColumnLayout::default());
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
        self.open.push(Element { traits: Traits::default(), kind, outer: self.state, after: 0.0 });
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
    fn begin_part(&mut self, style: &Style) {
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

    /// Changes the look: by the element's name, then by its attributes, then by its style.
    fn apply(&mut self, name: &str, attributes: &Attributes, style: &Style) {
        self.apply_name(name, attributes);
        if let Some(align) = attribute(attributes, "align") {
            self.state.align = css::align(&align);
        }
        self.state.is_hidden |= attributes.contains_key(b"hidden".as_slice());
        let text = &mut self.state.text;
        text.bold = style.bold.unwrap_or(text.bold);
        text.italic = style.italic.unwrap_or(text.italic);
        text.size = style.size.unwrap_or(text.size);
        text.colour = style.colour.unwrap_or(text.colour);
        if let Some(font) = &style.font {
            text.font = self.flow.font(font);
        }
        self.state.align = style.align.unwrap_or(self.state.align);
        self.state.is_hidden |= style.is_hidden == Some(true);
        self.state.has_no_label = style.has_no_label.unwrap_or(self.state.has_no_label);
        if name == "li" && self.state.has_no_label {
            self.label = None;
        }
        if style.float == Some(Float::Right) && !is_block(name) && !self.flow.paragraph_is_empty() {
            self.flow.tab(self.state.text);
            self.right_stop = true;
        }
    }

    fn apply_name(&mut self, name: &str, attributes: &Attributes) {
        let text = &mut self.state.text;
        match name {
            "b" | "strong" | "th" | "dt" => text.bold = true,
            "i" | "em" | "cite" | "var" | "dfn" | "address" => text.italic = true,
            "small" | "sub" | "sup" => text.size *= 0.83,
            "big" => text.size *= 1.2,
            "a" => {
                if let Some(target) = attribute(attributes, "href").filter(|target| !target.starts_with('#')) {
                    text.link = self.flow.link(&target);
                }
            }
            "font" => {
                text.colour = attribute(attributes, "color").and_then(|value| css::colour(&value)).unwrap_or(text.colour);
                if let Some(face) = attribute(attributes, "face") {
                    text.font = self.flow.font(face.split(',').next().unwrap_or_default().trim());
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.as_bytes()[1] - b'0';
                self.state.heading = Some(level);
                text.bold = true;
                text.size = [24.0, 18.0, 14.0, 12.0, 10.0, 8.0][usize::from(level - 1)];
            }
            "pre" | "textarea" => {
                self.state.is_preformatted = true;
                text.font = self.flow.font("Courier");
            }
            "code" | "tt" | "kbd" | "samp" => text.font = self.flow.font("Courier"),
            "center" => self.state.align = Align::Centre,
            "title" => self.state.is_title = true,
            "script" | "style" | "template" | "noscript" | "svg" | "math" | "head" | "select" | "object" | "iframe" | "canvas"
            | "audio" | "video" | "datalist" => self.state.is_hidden = true,
            _ => {}
        }
    }

    // ---- tables

    fn start_row(&mut self) {
        self.end_row();
        let Some(table) = self.tables.last_mut() else { return };
        table.in_row = true;
        table.column = 0;
        for covered in &mut table.covered {
            *covered = covered.saturating_sub(1);
        }
        self.flow.start_row();
    }

    fn end_row(&mut self) {
        if let Some(table) = self.tables.last_mut()
            && std::mem::take(&mut table.in_row)
        {
            self.flow.end_row();
        }
    }

    fn start_cell(&mut self, attributes: &Attributes, style: &Style) {
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

    fn end_cell(&mut self) {
        self.flow.end_cell();
    }
}

fn attribute(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// Elements without a place on the page.
fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "noscript" | "title" | "head")
}

/// Elements that begin and end a line.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dir"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "option"
            | "p"
            | "pre"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "title"
            | "tr"
            | "ul"
    )
}
