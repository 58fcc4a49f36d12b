//! The walk over the tokens of a file.

mod gather;
mod words;

use encoding_rs::{Encoding, WINDOWS_1252};
use rustc_hash::FxHashMap;
use vitae_model::Outcome;

use super::state::{Characters, Destination, Exit, Paragraph, State};
use super::table::Definition;
use super::token::{Token, Tokens};
use crate::docx::symbol::symbol;
use crate::flow::{
    Align, Along, Anchor, ColumnLayout, Flow, Offset, PageLayout, ParagraphStyle, Placement, Region, SectionStart, StopKind, Tables,
    TextStyle, Wrap,
};
use crate::reading::Bounds;
use crate::{Fault, FontId, Metadata, Role};

const TWIP: f32 = 0.05;
/// Groups nested deeper change nothing.
const DEEPEST: usize = 256;

/// A font of the font table.
#[derive(Debug, Clone, Copy)]
struct Font {
    id: FontId,
    encoding: Option<&'static Encoding>,
    is_symbol: bool,
}

struct Reader<'a> {
    flow: &'a mut Flow,
    metadata: &'a mut Metadata,
    tokens: Tokens<'a>,
    state: State,
    stack: Vec<State>,
    /// Open groups beyond the deepest.
    beyond: usize,
    /// Text bytes that wait for their neighbours: characters may take two.
    bytes: Vec<u8>,
    /// First half of a character beyond U+FFFF.
    surrogate: Option<u16>,
    /// Bytes of fallback text still to be passed over.
    skip: usize,
    is_starred: bool,
    skips_next_group: bool,
    encoding: &'static Encoding,
    fonts: FxHashMap<i32, Font>,
    default_font: i32,
    font: (i32, i32),
    colours: Vec<u32>,
    colour: [u8; 3],
    headings: FxHashMap<i32, u8>,
    /// What a destination other than the body gathers.
    text: String,
    date: [i32; 5],
    instructions: Vec<String>,
    label: Option<(String, TextStyle)>,
    definition: Definition,
    /// The definition that waits while a nested row tells its own.
    outer_definition: Option<Definition>,
    /// Tables of the body, of the note in it, of the box in that; and the labels that wait outside.
    tables: Vec<Tables>,
    outer_labels: Vec<Option<(String, TextStyle)>>,
    page: PageLayout,
    start: SectionStart,
    columns: usize,
    column_gap: f32,
    shape: [f32; 4],
    shape_from: (Anchor, Anchor),
    stop: StopKind,
    border: Option<bool>,
}

/// Reads the file into `flow`. What was read before a fault stays.
pub(super) fn read(bytes: &[u8], bounds: Bounds<'_>, flow: &mut Flow, metadata: &mut Metadata) -> Result<(), Fault> {
    let mut reader = Reader {
        flow,
        metadata,
        tokens: Tokens::new(bytes),
        state: State::default(),
        stack: Vec::new(),
        beyond: 0,
        bytes: Vec::new(),
        surrogate: None,
        skip: 0,
        is_starred: false,
        skips_next_group: false,
        encoding: WINDOWS_1252,
        fonts: FxHashMap::default(),
        default_font: 0,
        font: (0, 0),
        colours: Vec::new(),
        colour: [0; 3],
        headings: FxHashMap::default(),
        text: String::new(),
        date: [0; 5],
        instructions: Vec::new(),
        label: None,
        definition: Definition::default(),
        outer_definition: None,
        tables: vec![Tables::default()],
        outer_labels: Vec::new(),
        page: PageLayout { left: 90.0, right: 90.0, ..PageLayout::default() },
        start: SectionStart::NewPage,
        columns: 1,
        column_gap: 36.0,
        shape: [0.0; 4],
        shape_from: (Anchor::Text, Anchor::Text),
        stop: StopKind::Left,
        border: None,
    };
    let result = reader.walk(bounds);
    reader.close();
    result
}

impl Reader<'_> {
    fn walk(&mut self, bounds: Bounds<'_>) -> Result<(), Fault> {
        let mut left = bounds.limits.operations;
        while let Some(token) = self.tokens.next() {
            left = left
                .checked_sub(1)
                .ok_or_else(|| Fault::new(Outcome::TooLarge, format!("the file has more than {} RTF tokens", bounds.limits.operations)))?;
            if left.is_multiple_of(1024) {
                if bounds.deadline.has_passed() {
                    return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", bounds.limits.time)));
                }
                if self.flow.is_full() {
                    let message = format!("the document has more than {} characters of text", bounds.limits.characters);
                    return Err(Fault::new(Outcome::TooLarge, message));
                }
            }
            self.step(token);
        }
        // Programs forget the last brace; a file that was cut off usually lacks more.
        let depth = self.stack.len() + self.beyond;
        if depth > 1 {
            return Err(Fault::new(Outcome::Damaged, format!("the file is cut off inside {depth} groups; ask for it again")));
        }
        Ok(())
    }

    fn close(&mut self) {
        self.flush();
        while !self.stack.is_empty() {
            self.end_group();
        }
        if !self.flow.paragraph_is_empty() {
            self.end_paragraph();
        }
        for tables in &mut self.tables {
            tables.leave(0, self.flow);
        }
        self.end_section();
    }

    fn step(&mut self, token: Token<'_>) {
        match token {
            Token::Text(text) => return self.plain(text),
            Token::Byte(byte) => return self.plain(&[byte]),
            _ => {}
        }
        let is_starred = std::mem::take(&mut self.is_starred);
        match token {
            Token::GroupStart => {
                self.skip = 0;
                self.flush();
                self.start_group();
            }
            Token::GroupEnd => {
                self.skip = 0;
                self.flush();
                self.end_group();
            }
            Token::Symbol(b'*') => self.is_starred = true,
            Token::Symbol(byte) => self.symbol(byte),
            Token::Word("bin", number) => self.tokens.pass(number.unwrap_or(0).max(0) as usize),
            // A control word in the fallback text counts as one of its bytes.
            Token::Word(word, _) if self.skip > 0 && word != "u" => self.skip -= 1,
            Token::Word("u", Some(code)) => self.unicode(code),
            Token::Word(word, number) => {
                self.flush();
                self.word(word, number, is_starred);
            }
            Token::Text(_) | Token::Byte(_) => {}
        }
    }

    // ---- text

    fn plain(&mut self, text: &[u8]) {
        let passed = self.skip.min(text.len());
        self.skip -= passed;
        if self.state.destination != Destination::Nothing {
            self.bytes.extend_from_slice(&text[passed..]);
        }
    }

    fn symbol(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        match byte {
            // Decoded with what stands around it; no code page of RTF has another hyphen or space there.
            b'~' => self.plain(b" "),
            b'_' => self.plain(b"-"),
            b'\\' | b'{' | b'}' => self.plain(&[byte]),
            _ => {}
        }
    }

    fn unicode(&mut self, code: i32) {
        self.flush();
        self.skip = self.state.fallback;
        // Numbers are signed 16-bit by the book; some writers go beyond.
        let code = if code < 0 { (code + 65_536).max(0) as u32 } else { code as u32 };
        match (code, self.surrogate.take()) {
            (0xD800..=0xDBFF, _) => self.surrogate = Some(code as u16),
            (0xDC00..=0xDFFF, Some(high)) => {
                let c = char::decode_utf16([high, code as u16]).next().and_then(Result::ok);
                self.character(c.unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            (0xF000..=0xF0FF, _) => self.sign(code),
            _ => self.character(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }

    fn character(&mut self, c: char) {
        self.characters(c.encode_utf8(&mut [0; 4]));
    }

    /// A character of a symbol font.
    fn sign(&mut self, code: u32) {
        let name = self.current_font().map_or("", |font| self.flow.font_name(font.id)).to_owned();
        self.character(symbol(&name, code).unwrap_or(' '));
    }

    fn current_font(&self) -> Option<Font> {
        let number = if self.state.characters.font < 0 { self.default_font } else { self.state.characters.font };
        self.fonts.get(&number).copied()
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.current_font();
        if font.is_some_and(|font| font.is_symbol) && matches!(self.state.destination, Destination::Body | Destination::Label) {
            for byte in &bytes {
                self.sign(0xF000 + u32::from(*byte));
            }
        } else {
            let encoding = font.and_then(|font| font.encoding).unwrap_or(self.encoding);
            let (text, _) = encoding.decode_without_bom_handling(&bytes);
            self.characters(&text);
        }
        self.bytes = bytes;
        self.bytes.clear();
    }

    /// Sends text to the destination.
    fn characters(&mut self, text: &str) {
        match self.state.destination {
            Destination::Nothing => {}
            Destination::Body => {
                if self.is_shown() {
                    self.reach();
                    self.flow.text(text, self.look());
                }
            }
            Destination::Fonts => self.gather_fonts(text),
            Destination::Colours => self.gather_colours(text),
            Destination::Instruction => {
                if let Some(instruction) = self.instructions.last_mut().filter(|instruction| instruction.len() < 4096) {
                    instruction.push_str(text);
                }
            }
            Destination::Styles | Destination::Property(_) | Destination::Label => {
                if self.text.len() < 4096 {
                    self.text.push_str(text);
                }
            }
        }
    }

    fn is_shown(&self) -> bool {
        !self.state.characters.hidden && !self.state.characters.deleted
    }

    fn look(&self) -> TextStyle {
        let Characters { size, colour, bold, italic, .. } = self.state.characters;
        TextStyle {
            size,
            colour: self.colours.get(colour).copied().unwrap_or(0),
            font: self.current_font().map_or(FontId::default(), |font| font.id),
            link: self.state.link,
            bold,
            italic,
        }
    }

    // ---- groups

    fn start_group(&mut self) {
        if self.stack.len() >= DEEPEST {
            self.beyond += 1;
            return;
        }
        self.stack.push(self.state.clone());
        self.state.exit = Exit::Nothing;
        if self.state.destination == Destination::Styles {
            self.state.exit = Exit::Style;
            self.text.clear();
        }
        if std::mem::take(&mut self.skips_next_group) {
            self.state.destination = Destination::Nothing;
        }
    }

    fn end_group(&mut self) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(outer) = self.stack.pop() else { return };
        self.exit();
        let paragraph_goes_on = self.state.exit == Exit::Nothing && self.state.destination == Destination::Body;
        let inner = std::mem::replace(&mut self.state, outer);
        // Whether a paragraph stands in a table is known at its end, which may be outside the group that said so.
        if paragraph_goes_on && !self.flow.paragraph_is_empty() {
            self.state.paragraph.table_depth = self.state.paragraph.table_depth.max(inner.paragraph.table_depth);
        }
    }

    /// What the end of a group brings about.
    fn exit(&mut self) {
        match self.state.exit {
            Exit::Nothing => {}
            Exit::Aside => {
                self.leave_tables();
                self.flow.end_aside();
            }
            Exit::Box => {
                self.leave_tables();
                self.flow.end_box();
            }
            Exit::Field => {
                self.instructions.pop();
            }
            Exit::Font => self.gather_fonts(";"),
            Exit::Style => self.define_style(),
            Exit::Property => self.set_property(),
            Exit::Label => self.set_label(),
        }
    }

    fn leave_tables(&mut self) {
        if !self.flow.paragraph_is_empty() {
            self.end_paragraph();
        }
        if let Some(mut tables) = self.tables.pop() {
            tables.leave(0, self.flow);
        }
        self.label = self.outer_labels.pop().flatten();
    }

    fn enter(&mut self, destination: Destination, exit: Exit) {
        self.state.destination = destination;
        self.state.exit = exit;
        self.text.clear();
    }

    /// Text of a header or note goes elsewhere, and the paragraph it is called from waits.
    fn enter_aside(&mut self, region: Region) {
        if self.state.destination != Destination::Body {
            return;
        }
        self.flow.begin_aside(region);
        self.tables.push(Tables::default());
        self.outer_labels.push(self.label.take());
        self.state.exit = Exit::Aside;
        self.state.paragraph = Paragraph::default();
        self.state.characters = Characters::default();
    }

    fn enter_box(&mut self, placement: Placement) {
        if self.state.destination != Destination::Body {
            return;
        }
        self.reach();
        self.flow.start_box(placement);
        self.tables.push(Tables::default());
        self.outer_labels.push(self.label.take());
        self.state.exit = Exit::Box;
        self.state.paragraph = Paragraph::default();
        self.state.characters = Characters::default();
    }

    fn shape_placement(&self) -> Placement {
        let [left, top, right, bottom] = self.shape;
        let offset = |from, distance| Offset { from, along: Along::Offset(distance), shift: 0.0 };
        Placement {
            wrap: Wrap::Over,
            x: offset(self.shape_from.0, left),
            y: offset(self.shape_from.1, top),
            width: (right - left).max(0.0),
            height: (bottom - top).max(0.0),
            filling: None,
            padding: 5.0,
        }
    }

    // ---- paragraphs

    /// Makes the flow stand where the paragraph does: in a cell, or outside all tables.
    fn reach(&mut self) {
        if !self.flow.paragraph_is_empty() {
            return;
        }
        let depth = self.state.paragraph.table_depth;
        if let Some(tables) = self.tables.last_mut() {
            tables.reach(depth, &self.definition.row, self.flow);
        }
    }

    fn end_paragraph(&mut self) {
        self.reach();
        let label = self.label.take();
        let paragraph = &self.state.paragraph;
        let heading = self.headings.get(&paragraph.style).copied().or(paragraph.outline.map(|outline| outline + 1));
        let role = match (heading, &label) {
            (Some(level), _) => Role::Heading(level),
            (None, Some(_)) => Role::ListItem(paragraph.list_level.unwrap_or(0)),
            (None, None) => Role::Body,
        };
        let align = match (paragraph.align, paragraph.right_to_left) {
            (Align::Left, true) => Align::Right,
            (align, _) => align,
        };
        let style = ParagraphStyle {
            left: paragraph.left,
            right: paragraph.right,
            first: paragraph.first,
            before: paragraph.before,
            after: paragraph.after,
            line: paragraph.line_spacing(),
            align,
            role,
            size: self.state.characters.size,
            kin: 0,
            close_to_kin: false,
            rule_above: paragraph.rule_above,
            rule_below: paragraph.rule_below,
            filling: self.colours.get(paragraph.filling).copied().filter(|_| paragraph.filling > 0),
        };
        let label = label.as_ref().map(|(text, look)| (text.as_str(), *look));
        self.flow.end_paragraph(style, &paragraph.stops, label);
    }

    fn end_cell(&mut self) {
        self.state.paragraph.table_depth = self.state.paragraph.table_depth.max(1);
        self.end_paragraph();
        let flow = &mut *self.flow;
        if let Some(tables) = self.tables.last_mut() {
            tables.end_cell(flow);
        }
    }

    fn end_row(&mut self, depth: usize) {
        if let Some(tables) = self.tables.last_mut() {
            tables.end_row(depth, &self.definition.row, self.flow);
        }
    }

    fn end_section(&mut self) {
        let text = self.page.width - self.page.left - self.page.right;
        let count = self.columns.clamp(1, 12);
        let width = (text - self.column_gap * (count - 1) as f32) / count as f32;
        let widths = if count > 1 { vec![(width.max(36.0), self.column_gap); count] } else { Vec::new() };
        self.flow.end_section(self.page, self.start, ColumnLayout { widths, balanced: false });
    }

    fn break_page(&mut self) {
        if self.state.destination != Destination::Body || self.state.paragraph.table_depth > 0 {
            return;
        }
        if !self.flow.paragraph_is_empty() {
            self.end_paragraph();
        }
        if let Some(tables) = self.tables.last_mut() {
            tables.leave(0, self.flow);
        }
        self.flow.page_break();
    }
}
