//! The walk over the tokens of a page.

mod gauge;
mod layout;
mod look;
mod names;
mod table;
mod text;

use std::collections::BTreeMap;

use html5gum::{DefaultEmitter, HtmlString, StartTag, Token, Tokenizer};
use vitae_model::Outcome;

use self::names::{is_block, is_silent};
use super::css::{Display, Style};
use super::shallow::Shallow;
use super::sheet::{Sheet, Traits};
use crate::flow::{Align, ColumnLayout, Flow, SectionStart, TextStyle};
use crate::reading::Bounds;
use crate::{Fault, Metadata, metadata};

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
    /// How far it is filled if nothing stands in it, and what stood before it.
    level: Option<(f32, usize)>,
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
    /// Texts, pictures and bars so far.
    n_contents: usize,
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
        n_contents: 0,
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

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attributes = &tag.attributes;
        match name.as_str() {
            "br" => return self.flow.line_break(self.state.text),
            "hr" => return self.rule(),
            "img" | "input" | "embed" => {
                self.n_contents += 1;
                return;
            }
            "wbr" | "meta" | "link" | "area" | "base" | "col" | "source" | "track" | "param" => return,
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
        self.gauge(&name, attributes);
        let (kind, before, after) = self.begin(&name, attributes, &style);
        self.apply(&name, attributes, &style);
        if kind != Kind::Inline && !self.state.is_hidden {
            self.before = self.before.max(before);
        }
        // Only foreign elements close themselves.
        if !tag.self_closing || kind != Kind::Inline {
            let level = if matches!(kind, Kind::Inline | Kind::Block) { gauge::level(attributes) } else { None };
            let level = level.map(|share| (share, self.n_contents));
            self.open.push(Element { traits, kind, outer, after, level });
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
        if let Some((share, n_before)) = element.level {
            self.fill(share, n_before);
        }
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
}

fn attribute(attributes: &Attributes, name: &str) -> Option<String> {
    attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}
