//! Style sheet, fonts and lists of a document. Source: MS-DOC 2.9.271, 2.9.286, 2.9.131, 2.9.150.

use super::compound::{u16_at, u32_at};
use super::look::{Characters, Paragraph};
use crate::FontId;
use crate::flow::Flow;

/// A chain of styles longer than this is a loop.
const LONGEST_CHAIN: usize = 32;
/// The number that means no style.
const NONE: u16 = 0x0FFF;

/// One style without what it inherits.
#[derive(Debug, Clone, Copy, Default)]
struct Style<'a> {
    /// Number of the built-in style it is: 1 to 9 are headings, 62 is the title.
    built_in: u16,
    base: u16,
    paragraph: &'a [u8],
    characters: &'a [u8],
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles<'a> {
    all: Vec<Style<'a>>,
}

impl<'a> Styles<'a> {
    pub(super) fn parse(sheet: &'a [u8]) -> Self {
        let header = usize::from(u16_at(sheet, 0).unwrap_or(0));
        let (count, base) = (u16_at(sheet, 2).unwrap_or(0), usize::from(u16_at(sheet, 4).unwrap_or(0)));
        let mut rest = sheet.get(2 + header..).unwrap_or_default();
        let mut all = Vec::new();
        for _ in 0..count {
            let Some(length) = u16_at(rest, 0).map(usize::from) else { break };
            let definition = rest.get(2..).unwrap_or_default();
            let definition = definition.get(..length).unwrap_or(definition);
            all.push(style(definition, base).unwrap_or(Style { base: NONE, ..Style::default() }));
            rest = rest.get(2 + length + length % 2..).unwrap_or_default();
        }
        Self { all }
    }

    /// Paragraph and characters of the style with this number, and the level of heading it is.
    pub(super) fn paragraph(&self, number: u16) -> (Paragraph, Characters, Option<u8>) {
        let (mut paragraph, mut characters, mut heading) = (Paragraph::default(), Characters::default(), None);
        for style in self.chain(number).into_iter().rev() {
            paragraph.modify(style.paragraph);
            characters = characters.modified(style.characters, &characters);
            heading = match style.built_in {
                level @ 1..=9 => Some(level as u8),
                62 => Some(1),
                _ => heading,
            };
        }
        paragraph.style = number;
        paragraph.is_indented = false;
        (paragraph, characters, heading)
    }

    /// `characters` with the character style of this number over them.
    pub(super) fn over(&self, characters: Characters, number: u16) -> Characters {
        let mut over = characters;
        for style in self.chain(number).into_iter().rev() {
            over = over.modified(style.characters, &characters);
        }
        over
    }

    fn chain(&self, number: u16) -> Vec<Style<'a>> {
        let mut chain = Vec::new();
        let mut next = number;
        while let Some(style) = self.all.get(usize::from(next)).filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(*style);
            next = style.base;
        }
        chain
    }
}

fn style(definition: &[u8], base_length: usize) -> Option<Style<'_>> {
    let (first, second, third) = (u16_at(definition, 0)?, u16_at(definition, 2)?, u16_at(definition, 4)?);
    let (kind, count) = (second & 15, third & 15);
    let name = definition.get(base_length..)?;
    let name_length = 2 + 2 * usize::from(u16_at(name, 0)?) + 2;
    let mut rest = name.get(name_length..)?;
    let mut parts: [&[u8]; 2] = [&[], &[]];
    for part in parts.iter_mut().take(usize::from(count)) {
        let length = usize::from(u16_at(rest, 0)?);
        *part = rest.get(2..2 + length)?;
        rest = rest.get(2 + length + length % 2..).unwrap_or_default();
    }
    let (paragraph, characters) = match kind {
        // A paragraph's part begins with the style's own number.
        1 => (parts[0].get(2..).unwrap_or_default(), parts[1]),
        2 => (&[][..], parts[0]),
        _ => (&[][..], &[][..]),
    };
    Some(Style { built_in: first & 0x0FFF, base: second >> 4, paragraph, characters })
}

/// The fonts of a document in the order of the file.
pub(super) fn fonts(table: &[u8], flow: &mut Flow) -> Vec<FontId> {
    let count = u16_at(table, 0).unwrap_or(0);
    let mut rest = table.get(4..).unwrap_or_default();
    let mut fonts = Vec::new();
    for _ in 0..count {
        let Some(length) = rest.first().map(|length| usize::from(*length) + 1) else { break };
        let name: Vec<u16> = rest
            .get(..length)
            .and_then(|font| font.get(40..))
            .unwrap_or_default()
            .chunks_exact(2)
            .map(|unit| u16::from_le_bytes([unit[0], unit[1]]))
            .take_while(|unit| *unit != 0)
            .collect();
        fonts.push(flow.font(&String::from_utf16_lossy(&name)));
        rest = rest.get(length..).unwrap_or_default();
    }
    fonts
}

/// One level of a list.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Level {
    pub(super) start: u32,
    /// Number format, as MS-OSHARED 2.2.1.3 counts them.
    pub(super) format: u8,
    /// Characters below 9 stand for the number of that level.
    pub(super) text: Vec<u16>,
    /// Modifications of the paragraph, and of the label's characters.
    pub(super) paragraph: Vec<u8>,
    pub(super) characters: Vec<u8>,
}

/// The lists that paragraphs name by number, each with the definition it counts by.
#[derive(Debug, Default)]
pub(super) struct Lists {
    definitions: Vec<(u32, Vec<Level>)>,
    /// For each number the index of its definition.
    numbers: Vec<Option<usize>>,
}

/// Lists of one document that are kept.
const MOST_LISTS: usize = 2048;

impl Lists {
    /// `definitions` reaches to the end of the table stream: the levels stand behind what the header says is there.
    pub(super) fn parse(definitions: &[u8], overrides: &[u8]) -> Self {
        let definitions = read_definitions(definitions);
        let count = (u32_at(overrides, 0).unwrap_or(0) as usize).min(MOST_LISTS);
        let number = |index: usize| u32_at(overrides, 4 + 16 * index);
        let place = |id: u32| definitions.iter().position(|(known, _)| *known == id);
        let numbers = (0..count).map_while(number).map(place).collect();
        Self { definitions, numbers }
    }

    /// The definition behind a list's number, and what tells definitions apart.
    pub(super) fn get(&self, number: usize) -> Option<(usize, &[Level])> {
        let index = (*self.numbers.get(number)?)?;
        Some((index, &self.definitions.get(index)?.1))
    }
}

fn read_definitions(bytes: &[u8]) -> Vec<(u32, Vec<Level>)> {
    const DEFINITION: usize = 28;
    let count = usize::from(u16_at(bytes, 0).unwrap_or(0)).min(MOST_LISTS);
    let mut levels_at = 2 + DEFINITION * count;
    let mut found = Vec::new();
    for index in 0..count {
        let at = 2 + DEFINITION * index;
        let (Some(id), Some(flags)) = (u32_at(bytes, at), bytes.get(at + 26)) else { break };
        let mut levels = Vec::new();
        for _ in 0..if flags & 1 != 0 { 1 } else { 9 } {
            let Some((level, length)) = bytes.get(levels_at..).and_then(level) else { break };
            levels.push(level);
            levels_at += length;
        }
        found.push((id, levels));
    }
    found
}

/// One level and how many bytes it takes.
fn level(bytes: &[u8]) -> Option<(Level, usize)> {
    const HEADER: usize = 28;
    let (characters, paragraph) = (usize::from(*bytes.get(24)?), usize::from(*bytes.get(25)?));
    let text_at = HEADER + paragraph + characters;
    let length = usize::from(u16_at(bytes, text_at)?);
    let text = bytes.get(text_at + 2..text_at + 2 + 2 * length)?;
    let level = Level {
        start: u32_at(bytes, 0)?,
        format: *bytes.get(4)?,
        text: text.chunks_exact(2).map(|unit| u16::from_le_bytes([unit[0], unit[1]])).collect(),
        paragraph: bytes.get(HEADER..HEADER + paragraph)?.to_vec(),
        characters: bytes.get(HEADER + paragraph..text_at)?.to_vec(),
    };
    Some((level, text_at + 2 + 2 * length))
}
