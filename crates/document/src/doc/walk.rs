//! The walk over the stories of a document. Source: MS-DOC 2.4.2 to 2.4.6.

use std::ops::Range;
use std::rc::Rc;

use rustc_hash::FxHashMap;
use vitae_model::Outcome;

use super::compound::u16_at;
use super::fib::Story;
use super::look::{Characters, Paragraph};
use super::sprm::Sprms;
use super::styles::Level;
use super::{Source, section};
use crate::docx::symbol::{bullet, symbol};
use crate::docx::{Fields, count};
use crate::flow::{Align, Flow, ParagraphStyle, Region, Row, Tables, TextStyle};
use crate::reading::Bounds;
use crate::{Fault, FontId, LinkId, Role};

/// Marks that end a paragraph: its own, a cell's, a page's or section's.
const MARKS: [u16; 3] = [0x0D, 0x07, 0x0C];
/// Paragraphs of one row that are searched for its end.
const LONGEST_ROW: usize = 2048;

/// A paragraph style with what it inherits, and its level of heading.
type Styled = Rc<(Paragraph, Characters, Option<u8>)>;

pub(super) struct Walker<'a, 's> {
    pub(super) source: &'s Source<'a>,
    pub(super) flow: &'s mut Flow,
    fonts: Vec<FontId>,
    bounds: Bounds<'s>,
    styles: FxHashMap<u16, Styled>,
    /// For each list definition how far its levels have counted.
    counters: FxHashMap<usize, [Option<u32>; 9]>,
    /// Boxes that were met.
    are_set: Vec<bool>,
    paragraphs: usize,
}

/// Where in a story the walk stands.
#[derive(Debug, Default)]
struct Standing {
    tables: Tables,
    fields: Fields,
    /// The row in progress, once it was looked for.
    row: Option<Row>,
    /// The paragraph goes on behind a page break.
    goes_on: bool,
    is_main: bool,
}

impl<'a, 's> Walker<'a, 's> {
    pub(super) fn new(source: &'s Source<'a>, fonts: Vec<FontId>, flow: &'s mut Flow, bounds: Bounds<'s>) -> Self {
        let are_set = vec![false; source.boxes.len()];
        let (styles, counters) = (FxHashMap::default(), FxHashMap::default());
        Self { source, flow, fonts, bounds, styles, counters, are_set, paragraphs: 0 }
    }

    /// Walks over everything that is shown: the body with its boxes, headers and footers, notes.
    pub(super) fn walk(&mut self) -> Result<(), Fault> {
        let source = self.source;
        self.story(source.fib.story(Story::Main), true)?;
        for index in 0..self.are_set.len() {
            self.text_box(index)?;
        }
        let (page, start, columns) = source.sections.last().map(|section| section.layout.clone()).unwrap_or_default();
        self.flow.end_section(page, start, columns);
        for (region, range) in &source.margins {
            self.flow.enter(*region);
            self.story(range.clone(), false)?;
        }
        self.flow.enter(Region::Notes);
        for story in [Story::Footnotes, Story::Endnotes] {
            self.story(source.fib.story(story), false)?;
        }
        self.flow.enter(Region::Body);
        Ok(())
    }

    fn story(&mut self, range: Range<u32>, is_main: bool) -> Result<(), Fault> {
        let mut standing = Standing { is_main, ..Standing::default() };
        let end = range.end.min(self.source.text.len() as u32);
        let mut start = range.start;
        while start < end {
            self.check()?;
            let rest = &self.source.text[start as usize..end as usize];
            let mark = start + rest.iter().position(|unit| MARKS.contains(unit)).unwrap_or(rest.len()) as u32;
            self.paragraph(start..mark, &mut standing)?;
            start = mark + 1;
        }
        if !self.flow.paragraph_is_empty() && is_main {
            self.flow.end_paragraph(ParagraphStyle::default(), &[], None);
        }
        standing.tables.leave(0, self.flow);
        Ok(())
    }

    fn check(&mut self) -> Result<(), Fault> {
        self.paragraphs += 1;
        let limits = self.bounds.limits;
        if self.flow.is_full() {
            let message = format!("the document has more than {} characters of text", limits.characters);
            return Err(Fault::new(Outcome::TooLarge, message));
        }
        if self.paragraphs.is_multiple_of(64) && self.bounds.deadline.has_passed() {
            return Err(Fault::new(Outcome::TimedOut, format!("reading took longer than {:?}", limits.time)));
        }
        Ok(())
    }

    // ---- paragraphs

    /// One paragraph: the characters of `range`, and the mark behind them.
    fn paragraph(&mut self, range: Range<u32>, standing: &mut Standing) -> Result<(), Fault> {
        let mark = self.source.text.get(range.end as usize).copied().unwrap_or(0x0D);
        let (properties, styled) = self.properties(range.end);
        let depth = properties.depth().max(usize::from(mark == 0x07));
        if properties.ends_row {
            let row = standing.row.take().unwrap_or_default();
            standing.tables.end_row(depth.max(1), &row, self.flow);
            if depth > 1 {
                standing.row = Some(row);
            }
            return Ok(());
        }
        if depth > 0 && standing.row.is_none() {
            standing.row = Some(self.row(range.start));
        }
        standing.tables.reach(depth, standing.row.as_ref().unwrap_or(&Row::default()), self.flow);
        if depth == 0 {
            standing.row = None;
            if properties.page_break_before && standing.is_main {
                self.flow.page_break();
            }
        }
        self.characters(range.clone(), &styled.1, standing)?;
        let label = if standing.goes_on || self.flow.paragraph_is_empty() { None } else { self.label(&properties, &styled.1) };
        let style = paragraph_style(&properties, &styled, label.is_some());
        let label = label.as_ref().map(|(text, look)| (text.as_str(), *look));
        if mark != 0x0C || !self.flow.paragraph_is_empty() {
            self.flow.end_paragraph(style, &properties.stops, label);
        }
        standing.goes_on = false;
        if mark == 0x07 || properties.ends_cell {
            standing.tables.end_cell(self.flow);
        }
        if standing.is_main && depth == 0 {
            standing.goes_on = self.end_page(range.end, mark);
        }
        Ok(())
    }

    /// Ends a section or page behind the mark at `position`; tells whether the paragraph goes on there.
    fn end_page(&mut self, position: u32, mark: u16) -> bool {
        let sections = &self.source.sections;
        if let Some(section) = sections.iter().find(|section| section.end == position + 1).filter(|_| mark == 0x0C) {
            let (page, start, columns) = section.layout.clone();
            self.flow.end_section(page, start, columns);
            return false;
        }
        if mark == 0x0C {
            self.flow.page_break();
        }
        mark == 0x0C
    }

    /// The formatting of the paragraph whose mark stands at `mark`, and its style's.
    fn properties(&mut self, mark: u32) -> (Paragraph, Styled) {
        let (list, _) = self.source.paragraphs.at(self.source.pieces.offset(mark));
        let (number, list) = (u16_at(list, 0).unwrap_or(0), list.get(2..).unwrap_or_default());
        let styled = Rc::clone(self.styles.entry(number).or_insert_with(|| Rc::new(self.source.styles.paragraph(number))));
        let mut properties = styled.0.clone();
        properties.modify(list);
        if let Some(level) = self.level(&properties) {
            // What the list says comes behind the style and before the paragraph itself.
            let mut with_list = styled.0.clone();
            if properties.list != styled.0.list || (with_list.left == 0.0 && with_list.first == 0.0) {
                with_list.modify(&level.paragraph);
            }
            with_list.modify(list);
            properties = with_list;
        }
        (properties, styled)
    }

    fn level(&self, properties: &Paragraph) -> Option<&'s Level> {
        let (_, levels) = self.source.lists.get(properties.list()?)?;
        levels.get(usize::from(properties.list_level))
    }

    /// The definition of the row that begins at `start`: it stands at the row's end.
    fn row(&self, start: u32) -> Row {
        let text = &self.source.text;
        let marks = (start as usize..text.len()).filter(|position| MARKS.contains(&text[*position]));
        for mark in marks.take(LONGEST_ROW) {
            let (list, _) = self.source.paragraphs.at(self.source.pieces.offset(mark as u32));
            let list = list.get(2..).unwrap_or_default();
            if text[mark] == 0x07 && Sprms(list).any(|sprm| sprm.code == 0x2417 && sprm.is_on()) {
                return section::row(list);
            }
        }
        Row::default()
    }

    // ---- lists

    fn label(&mut self, properties: &Paragraph, base: &Characters) -> Option<(String, TextStyle)> {
        let level = self.level(properties)?;
        let (definition, levels) = self.source.lists.get(properties.list()?)?;
        let depth = usize::from(properties.list_level);
        let counter = self.counters.entry(definition).or_default();
        let start = |level: usize| levels.get(level).map_or(1, |level| level.start);
        counter[depth] = Some(counter[depth].map_or(start(depth), |count| count.saturating_add(1)));
        for deeper in counter.iter_mut().skip(depth + 1) {
            *deeper = None;
        }
        let counts = std::array::from_fn(|level| counter[level].unwrap_or_else(|| start(level)));
        let characters = base.modified(&level.characters, base);
        let font = self.font(characters.font);
        let text = match level.format {
            23 => bullet(&String::from_utf16_lossy(&level.text), self.flow.font_name(font)).to_string(),
            255 => return None,
            _ => numbered(&level.text, levels, &counts),
        };
        Some((text, self.look(&characters, None)))
    }

    // ---- characters

    /// Sends the characters of `range` to the flow, stretch by stretch of one look.
    fn characters(&mut self, range: Range<u32>, base: &Characters, standing: &mut Standing) -> Result<(), Fault> {
        let source = self.source;
        let mut at = range.start;
        while at < range.end {
            let (list, until) = source.characters.at(source.pieces.offset(at));
            let stretch = source.pieces.characters_to(at, until).max(1);
            let end = range.end.min(source.pieces.boundary(at)).min(at.saturating_add(stretch));
            let style = Sprms(list).find(|sprm| sprm.code == 0x4A30).map(|sprm| sprm.word());
            let styled = style.map_or(*base, |number| source.styles.over(*base, number));
            self.stretch(at..end, styled.modified(list, &styled), standing)?;
            at = end;
        }
        Ok(())
    }

    fn stretch(&mut self, range: Range<u32>, characters: Characters, standing: &mut Standing) -> Result<(), Fault> {
        let source = self.source;
        let units = &source.text[range.start as usize..range.end as usize];
        let mut from = 0;
        for (index, unit) in units.iter().enumerate() {
            if *unit >= 0x20 && !(0xF000..=0xF0FF).contains(unit) && characters.symbol.is_none() {
                continue;
            }
            self.text(&units[from..index], &characters, standing);
            from = index + 1;
            self.sign(*unit, range.start + index as u32, &characters, standing)?;
        }
        self.text(&units[from..], &characters, standing);
        Ok(())
    }

    fn text(&mut self, units: &[u16], characters: &Characters, standing: &mut Standing) {
        if !units.is_empty() {
            self.words(&String::from_utf16_lossy(units), characters, standing);
        }
    }

    fn words(&mut self, text: &str, characters: &Characters, standing: &mut Standing) {
        if standing.fields.in_instruction() {
            standing.fields.instruct(text);
        } else if !characters.hidden && !characters.deleted {
            let look = self.look(characters, standing.fields.link());
            self.flow.text(text, look);
        }
    }

    /// A character that is no text: MS-DOC 2.4.1 and 2.4.6.1 list them.
    fn sign(&mut self, unit: u16, position: u32, characters: &Characters, standing: &mut Standing) -> Result<(), Fault> {
        let is_shown = !standing.fields.in_instruction() && !characters.hidden && !characters.deleted;
        match unit {
            0x13 => standing.fields.begin(),
            0x14 => {
                let flow = &mut *self.flow;
                standing.fields.separate(|target| flow.link(target));
            }
            0x15 => standing.fields.end(),
            0x09 if is_shown => self.flow.tab(self.look(characters, standing.fields.link())),
            0x0B if is_shown => self.flow.line_break(self.look(characters, standing.fields.link())),
            0x0E if standing.is_main => self.flow.column_break(),
            0x1E => self.words("-", characters, standing),
            0x08 if standing.is_main => return self.drawn(position),
            0xF000..=0xF0FF => self.symbol(characters.font, unit, characters, standing),
            0x20.. => {
                if let Some((font, code)) = characters.symbol {
                    self.symbol(font, code, characters, standing);
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn symbol(&mut self, font: u16, code: u16, characters: &Characters, standing: &mut Standing) {
        let sign = symbol(self.flow.font_name(self.font(font)), u32::from(code)).unwrap_or(' ');
        self.words(sign.encode_utf8(&mut [0; 4]), characters, standing);
    }

    fn font(&self, number: u16) -> FontId {
        self.fonts.get(usize::from(number)).copied().unwrap_or_default()
    }

    fn look(&self, characters: &Characters, link: Option<LinkId>) -> TextStyle {
        TextStyle {
            size: characters.size,
            colour: characters.colour,
            font: self.font(characters.font),
            link,
            bold: characters.bold,
            italic: characters.italic,
        }
    }

    // ---- boxes

    /// The shape that is anchored at `position`.
    fn drawn(&mut self, position: u32) -> Result<(), Fault> {
        match self.source.boxes.iter().position(|candidate| candidate.anchor == Some(position)) {
            Some(index) => self.text_box(index),
            None => Ok(()),
        }
    }

    fn text_box(&mut self, index: usize) -> Result<(), Fault> {
        if std::mem::replace(&mut self.are_set[index], true) {
            return Ok(());
        }
        let text_box = &self.source.boxes[index];
        self.flow.start_box(text_box.placement);
        let result = self.story(text_box.story.clone(), false);
        self.flow.end_box();
        result
    }
}

fn paragraph_style(properties: &Paragraph, styled: &Styled, is_labelled: bool) -> ParagraphStyle {
    let heading = properties.outline.map(|outline| outline + 1).or(styled.2);
    let role = match (heading, is_labelled) {
        (Some(level), _) => Role::Heading(level),
        (None, true) => Role::ListItem(properties.list_level),
        (None, false) => Role::Body,
    };
    let align = match (properties.align, properties.right_to_left) {
        (Align::Left, true) => Align::Right,
        (align, _) => align,
    };
    ParagraphStyle {
        left: properties.left,
        right: properties.right,
        first: properties.first,
        before: properties.before,
        after: properties.after,
        line: properties.line,
        align,
        role,
        size: styled.1.size,
        kin: u32::from(properties.style) + 1,
        close_to_kin: properties.contextual,
        rule_above: properties.rule_above,
        rule_below: properties.rule_below,
        filling: None,
    }
}

/// Replaces the characters below 9 by the numbers of those levels.
fn numbered(text: &[u16], levels: &[Level], counts: &[u32; 9]) -> String {
    let mut out = String::new();
    for unit in char::decode_utf16(text.iter().copied()).take(64) {
        let c = unit.unwrap_or(char::REPLACEMENT_CHARACTER);
        match counts.get(c as usize) {
            Some(number) => {
                let format = match levels.get(c as usize).map_or(0, |level| level.format) {
                    1 => "upperRoman",
                    2 => "lowerRoman",
                    3 => "upperLetter",
                    4 => "lowerLetter",
                    22 => "decimalZero",
                    _ => "decimal",
                };
                out.push_str(&count(*number, format));
            }
            None => out.push(c),
        }
    }
    out
}
