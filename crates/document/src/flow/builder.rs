//! What readers push into.

use super::clean;
use super::item::{
    CellStyle, ColumnLayout, Item, PageLayout, ParagraphStyle, Piece, PieceKind, Placement, Region, SectionStart, TabStop, TextStyle,
};
use crate::{FontId, Link, LinkId};

/// Tables and boxes deeper than this are flattened into what surrounds them.
const DEEPEST: usize = 32;

/// A table while its rows arrive.
#[derive(Debug)]
struct OpenTable {
    /// Where its start stands in the items, or `None` when it is flattened.
    start: Option<usize>,
    widths: Vec<f32>,
}

/// A document as a list of steps, in reading order.
#[derive(Debug)]
pub(crate) struct Flow {
    pub(super) text: String,
    pub(super) pieces: Vec<Piece>,
    pub(super) stops: Vec<TabStop>,
    pub(super) widths: Vec<f32>,
    /// One list for each [`Region`].
    pub(super) items: [Vec<Item>; 4],
    pub(super) fonts: Vec<String>,
    pub(super) links: Vec<Link>,
    region: Region,
    /// Regions that asides return to.
    asides: Vec<Region>,
    /// Pieces of the paragraphs in progress; a box inside a paragraph begins another.
    pending: Vec<Vec<Piece>>,
    /// Emptied lists of pieces that the next paragraphs may have.
    spare: Vec<Vec<Piece>>,
    tables: Vec<OpenTable>,
    boxes: Vec<bool>,
    table_count: u16,
    section: usize,
    characters: usize,
}

impl Flow {
    /// An empty flow that takes at most `characters` characters.
    pub(crate) fn new(characters: usize) -> Self {
        let mut body = Vec::with_capacity(128);
        body.push(Item::SectionStart { page: PageLayout::default(), start: SectionStart::SamePage, columns: ColumnLayout::default() });
        Self {
            text: String::with_capacity(8 << 10),
            pieces: Vec::with_capacity(256),
            stops: Vec::new(),
            widths: Vec::new(),
            items: [Vec::new(), body, Vec::new(), Vec::new()],
            fonts: vec![String::new()],
            links: Vec::new(),
            region: Region::Body,
            asides: Vec::new(),
            pending: vec![Vec::with_capacity(16)],
            spare: Vec::new(),
            tables: Vec::new(),
            boxes: Vec::new(),
            table_count: 0,
            section: 0,
            characters,
        }
    }

    /// Whether the limit on characters was reached; what comes behind it is dropped.
    pub(crate) fn is_full(&self) -> bool {
        self.text.len() >= self.characters
    }

    /// Sends what follows to `region`.
    pub(crate) fn enter(&mut self, region: Region) {
        self.region = region;
    }

    /// The id of the font called `name`.
    pub(crate) fn font(&mut self, name: &str) -> FontId {
        let known = self.fonts.iter().position(|font| font == name);
        // Text names a few dozen fonts at most; what comes later is nameless rather than slow.
        let index = known.unwrap_or_else(|| {
            if self.fonts.len() >= 256 {
                return 0;
            }
            self.fonts.push(name.to_owned());
            self.fonts.len() - 1
        });
        FontId(u16::try_from(index).unwrap_or_default())
    }

    /// Whether a font has been asked for by this name.
    pub(crate) fn has_font(&self, name: &str) -> bool {
        self.fonts.iter().any(|font| font == name)
    }

    /// Gives the font called `from` another name.
    pub(crate) fn rename_font(&mut self, from: &str, to: &str) {
        if let Some(font) = self.fonts.iter_mut().find(|font| *font == from) {
            to.clone_into(font);
        }
    }

    /// The name behind an id.
    pub(crate) fn font_name(&self, id: FontId) -> &str {
        self.fonts.get(usize::from(id.0)).map_or("", String::as_str)
    }

    /// The id of a link to `target`; `None` for an empty target and behind the 65,535th.
    pub(crate) fn link(&mut self, target: &str) -> Option<LinkId> {
        let target = target.trim();
        if target.is_empty() {
            return None;
        }
        if self.links.last().is_none_or(|last| last.target != target) {
            let id = u16::try_from(self.links.len()).ok()?;
            self.links.push(Link { target: target.to_owned() });
            return Some(LinkId(id));
        }
        u16::try_from(self.links.len() - 1).ok().map(LinkId)
    }

    /// Adds text to the paragraph in progress.
    pub(crate) fn text(&mut self, raw: &str, style: TextStyle) {
        if self.is_full() {
            return;
        }
        let start = self.text.len();
        clean::append(&mut self.text, raw);
        self.push_piece(start, style);
    }

    fn push_piece(&mut self, start: usize, style: TextStyle) {
        let (start, end) = (start as u32, self.text.len() as u32);
        if start == end {
            return;
        }
        let pending = self.open_paragraph();
        match pending.last_mut() {
            Some(last) if last.end == start && last.kind == PieceKind::Text && last.style == style => last.end = end,
            _ => pending.push(Piece { start, end, style, kind: PieceKind::Text, label: false }),
        }
    }

    /// Adds a tab to the paragraph in progress.
    pub(crate) fn tab(&mut self, style: TextStyle) {
        self.push_mark(PieceKind::Tab, style);
    }

    /// Ends the line but not the paragraph.
    pub(crate) fn line_break(&mut self, style: TextStyle) {
        self.push_mark(PieceKind::Break, style);
    }

    /// A bar that is filled to `share`, 0 to 1, as browsers draw it for how well something is known.
    pub(crate) fn gauge(&mut self, share: f32, style: TextStyle) {
        self.push_mark(PieceKind::Gauge((share.clamp(0.0, 1.0) * 100.0) as u8), style);
    }

    fn push_mark(&mut self, kind: PieceKind, style: TextStyle) {
        if self.is_full() {
            return;
        }
        // Marks count as characters, or a file of nothing but tabs would have no limit.
        let at = self.text.len() as u32;
        self.text.push('\n');
        self.open_paragraph().push(Piece { start: at, end: at, style, kind, label: false });
    }

    /// Whether nothing was added to the paragraph in progress yet.
    pub(crate) fn paragraph_is_empty(&self) -> bool {
        self.pending.last().is_none_or(Vec::is_empty)
    }

    /// Ends the paragraph in progress. `label` is what a list puts in front of it.
    pub(crate) fn end_paragraph(&mut self, style: ParagraphStyle, stops: &[TabStop], label: Option<(&str, TextStyle)>) {
        if self.is_full() && self.paragraph_is_empty() {
            return;
        }
        let first = self.pieces.len() as u32;
        if let Some((label, label_style)) = label {
            self.push_label(label, label_style);
        }
        if let Some(pending) = self.pending.last_mut() {
            self.pieces.append(pending);
        }
        self.mark_list_item(first, style);
        let first_stop = self.stops.len() as u32;
        self.stops.extend_from_slice(stops);
        let item = Item::Paragraph { pieces: (first, self.pieces.len() as u32), stops: (first_stop, self.stops.len() as u32), style };
        // Empty paragraphs count too.
        self.text.push('\n');
        self.push(item);
    }

    fn push_label(&mut self, label: &str, style: TextStyle) {
        let start = self.text.len() as u32;
        clean::append(&mut self.text, label);
        let end = self.text.len() as u32;
        if self.text[start as usize..].trim().is_empty() {
            self.text.truncate(start as usize);
            return;
        }
        self.pieces.push(Piece { start, end, style, kind: PieceKind::Text, label: true });
        self.pieces.push(Piece { start: end, end, style, kind: PieceKind::Tab, label: true });
    }

    /// Where a list has no label of its own, the first text carries the role.
    fn mark_list_item(&mut self, first: u32, style: ParagraphStyle) {
        if matches!(style.role, crate::Role::ListItem(_))
            && let Some(piece) = self.pieces[first as usize..].iter_mut().find(|piece| piece.kind == PieceKind::Text)
        {
            piece.label = true;
        }
    }

    /// Begins a table whose grid has these column widths, as far as they are known.
    pub(crate) fn start_table(&mut self, widths: Vec<f32>, indent: f32) {
        if self.tables.len() + self.boxes.len() >= DEEPEST {
            self.tables.push(OpenTable { start: None, widths });
            return;
        }
        let table = self.table_count;
        self.table_count = self.table_count.saturating_add(1);
        self.push(Item::TableStart { table, widths: (0, 0), indent });
        let start = self.current().len() - 1;
        self.tables.push(OpenTable { start: Some(start), widths });
    }

    /// Tells the width of a cell that covers one column; the first one told counts.
    pub(crate) fn set_column_width(&mut self, column: u16, width: f32) {
        let Some(table) = self.tables.last_mut() else { return };
        let column = usize::from(column.min(512));
        if table.widths.len() <= column {
            table.widths.resize(column + 1, 0.0);
        }
        table.widths[column] = width;
    }

    /// Begins a row of the table in progress.
    pub(crate) fn start_row(&mut self) {
        self.push_in_table(Item::RowStart);
    }

    /// Begins a cell and returns its handle for [`Flow::extend_cell`].
    pub(crate) fn start_cell(&mut self, style: CellStyle) -> usize {
        if let Some(table) = self.tables.last_mut() {
            let columns = usize::from(style.column.saturating_add(style.columns).min(512));
            table.widths.resize(table.widths.len().max(columns), 0.0);
        }
        self.push_in_table(Item::CellStart(style));
        self.begin_paragraphs();
        self.current().len() - 1
    }

    /// Makes the cell with this handle one row taller.
    pub(crate) fn extend_cell(&mut self, handle: usize) {
        if let Some(Item::CellStart(style)) = self.current().get_mut(handle) {
            style.rows = style.rows.saturating_add(1);
        }
    }

    /// Ends the cell in progress.
    pub(crate) fn end_cell(&mut self) {
        self.flush_open();
        self.push_in_table(Item::CellEnd);
    }

    /// Ends the row in progress.
    pub(crate) fn end_row(&mut self) {
        self.push_in_table(Item::RowEnd);
    }

    /// Ends the table in progress.
    pub(crate) fn end_table(&mut self) {
        let Some(table) = self.tables.pop() else { return };
        let Some(start) = table.start else { return };
        let first = self.widths.len() as u32;
        self.widths.extend_from_slice(&table.widths);
        let range = (first, self.widths.len() as u32);
        if let Some(Item::TableStart { widths, .. }) = self.current().get_mut(start) {
            *widths = range;
        }
        self.push(Item::TableEnd);
    }

    /// Begins a box of text; it may stand inside a paragraph.
    pub(crate) fn start_box(&mut self, placement: Placement) {
        let flattened = self.tables.len() + self.boxes.len() >= DEEPEST;
        if !flattened {
            self.push(Item::BoxStart(placement));
        }
        self.boxes.push(!flattened);
        self.begin_paragraphs();
    }

    /// Ends the box in progress.
    pub(crate) fn end_box(&mut self) {
        let Some(real) = self.boxes.pop() else { return };
        self.flush_open();
        if real {
            self.push(Item::BoxEnd);
        }
    }

    /// Sends what follows to `region` while the paragraph in progress waits.
    pub(crate) fn begin_aside(&mut self, region: Region) {
        self.asides.push(self.region);
        self.region = region;
        self.begin_paragraphs();
    }

    /// Goes back to where the aside began.
    pub(crate) fn end_aside(&mut self) {
        let Some(region) = self.asides.pop() else { return };
        self.flush_open();
        self.region = region;
    }

    /// Goes on at the top of a new page.
    pub(crate) fn page_break(&mut self) {
        self.push(Item::PageBreak);
    }

    /// Goes on at the top of the next column.
    pub(crate) fn column_break(&mut self) {
        self.push(Item::ColumnBreak);
    }

    /// A picture.
    pub(crate) fn image(&mut self, placement: Placement) {
        self.push(Item::Image { placement });
    }

    /// A line across the frame.
    pub(crate) fn rule(&mut self) {
        self.push(Item::Rule);
    }

    /// Describes the section that ends here; the next one begins.
    pub(crate) fn end_section(&mut self, page: PageLayout, start: SectionStart, columns: ColumnLayout) {
        let body = &mut self.items[Region::Body as usize];
        let is_first = self.section == 0;
        body[self.section] = Item::SectionStart { page, start: if is_first { SectionStart::SamePage } else { start }, columns };
        self.section = body.len();
        body.push(Item::SectionStart { page, start: SectionStart::SamePage, columns: ColumnLayout::default() });
    }

    /// What follows stands in paragraphs of its own until the one in progress goes on.
    fn begin_paragraphs(&mut self) {
        self.pending.push(self.spare.pop().unwrap_or_default());
    }

    fn open_paragraph(&mut self) -> &mut Vec<Piece> {
        if self.pending.is_empty() {
            self.pending.push(Vec::new());
        }
        let last = self.pending.len() - 1;
        &mut self.pending[last]
    }

    /// What stands unfinished at the end of a cell or box becomes a paragraph of its own.
    fn flush_open(&mut self) {
        if !self.paragraph_is_empty() {
            self.end_paragraph(ParagraphStyle::default(), &[], None);
        }
        if self.pending.len() > 1 {
            self.spare.extend(self.pending.pop());
        }
    }

    fn push_in_table(&mut self, item: Item) {
        if self.tables.last().is_some_and(|table| table.start.is_some()) {
            self.push(item);
        }
    }

    fn push(&mut self, item: Item) {
        self.current().push(item);
    }

    fn current(&mut self) -> &mut Vec<Item> {
        &mut self.items[self.region as usize]
    }

    /// Closes everything a cut-off file left open, and the section that nothing stands in.
    pub(super) fn close(&mut self) {
        if !self.paragraph_is_empty() {
            self.end_paragraph(ParagraphStyle::default(), &[], None);
        }
        let body = &mut self.items[Region::Body as usize];
        if self.section > 0 && self.section + 1 == body.len() {
            body.pop();
        }
    }
}
