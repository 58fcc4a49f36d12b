//! Sections, headers and footers, text boxes, table rows: where text of a story stands. Source: MS-DOC 2.8.26, 2.8.22, 2.8.37, 2.6.3.

use std::ops::Range;

use super::compound::{u16_at, u32_at};
use super::sprm::Sprms;
use crate::flow::{Along, Anchor, ColumnLayout, Merge, Offset, PageLayout, Placement, Region, Row, SectionStart, Wrap};

const TWIP: f32 = 0.05;
/// Sections, headers and boxes of one document that are looked at.
const MOST: usize = 1024;

/// A section: the position behind it, and how it looks.
#[derive(Debug, Clone)]
pub(super) struct Section {
    pub(super) end: u32,
    pub(super) layout: (PageLayout, SectionStart, ColumnLayout),
}

/// Reads the table of sections; what each looks like stands in the main stream.
pub(super) fn sections(table: &[u8], stream: &[u8]) -> Vec<Section> {
    let count = (table.len().saturating_sub(4) / 16).min(MOST);
    let section = |index: usize| {
        let end = u32_at(table, 4 * index + 4)?;
        let place = u32_at(table, 4 * (count_of(table) + 1) + 12 * index + 2)?;
        let length = u16_at(stream, place as usize).unwrap_or(0);
        let start = (place as usize).saturating_add(2);
        let list = stream.get(start..start.saturating_add(usize::from(length))).unwrap_or_default();
        Some(Section { end, layout: layout(list) })
    };
    (0..count).map_while(section).collect()
}

fn count_of(table: &[u8]) -> usize {
    table.len().saturating_sub(4) / 16
}

fn layout(list: &[u8]) -> (PageLayout, SectionStart, ColumnLayout) {
    let mut page = PageLayout { left: 90.0, right: 90.0, ..PageLayout::default() };
    let (mut start, mut columns, mut gap) = (SectionStart::NewPage, 1, 36.0);
    for sprm in Sprms(list) {
        let length = f32::from(sprm.word()) * TWIP;
        let is_page = (72.0..=1584.0).contains(&length);
        match sprm.code {
            0xB01F if is_page => page.width = length,
            0xB020 if is_page => page.height = length,
            0xB021 => page.left = length,
            0xB022 => page.right = length,
            0x9023 => page.top = sprm.length().abs(),
            0x9024 => page.bottom = sprm.length().abs(),
            0xB017 => page.header = length.min(144.0),
            0xB018 => page.footer = length.min(144.0),
            0x500B => columns = usize::from(sprm.word()).min(11) + 1,
            0x900C => gap = sprm.length().clamp(0.0, 144.0),
            0x3009 if sprm.byte() < 2 => start = SectionStart::SamePage,
            _ => {}
        }
    }
    let (across, down) = (page.width / 2.0 - 18.0, page.height / 2.0 - 18.0);
    (page.left, page.right) = (page.left.min(across), page.right.min(across));
    (page.top, page.bottom) = (page.top.min(down), page.bottom.min(down));
    let width = (page.width - page.left - page.right - gap * (columns - 1) as f32) / columns as f32;
    let widths = if columns > 1 { vec![(width.max(36.0), gap); columns] } else { Vec::new() };
    (page, start, ColumnLayout { widths, balanced: false })
}

/// The stories of headers and footers in the order a reader meets them, each text once. `start` is where the first of them begins.
pub(super) fn margins(table: &[u8], start: u32, text: &[u16]) -> Vec<(Region, Range<u32>)> {
    // Six separators of notes come first; then each section has these.
    const FIRST: usize = 6;
    const KINDS: [(usize, Region); 6] =
        [(4, Region::Header), (1, Region::Header), (0, Region::Header), (5, Region::Footer), (3, Region::Footer), (2, Region::Footer)];
    // The last position is undefined; the one before ends the last story.
    let stories = (table.len() / 4).saturating_sub(2).min(MOST);
    let mut found: Vec<(Region, Range<u32>)> = Vec::new();
    for section in 0..stories.saturating_sub(FIRST).div_ceil(KINDS.len()) {
        for (kind, region) in KINDS {
            let story = FIRST + KINDS.len() * section + kind;
            if story >= stories {
                continue;
            }
            let at = 4 * story;
            let (Some(from), Some(to)) = (u32_at(table, at), u32_at(table, at + 4)) else { continue };
            let range = start.saturating_add(from)..start.saturating_add(to);
            let words = |range: &Range<u32>| text.get(range.start as usize..range.end as usize);
            let Some(content) = words(&range).filter(|content| content.iter().any(|unit| *unit > 0x20)) else { continue };
            if found.iter().take(32).all(|(known, other)| *known != region || words(other) != Some(content)) {
                found.push((region, range));
            }
        }
    }
    found
}

/// A text box: its story, and where it is anchored if anywhere in the body.
#[derive(Debug, Clone)]
pub(super) struct TextBox {
    pub(super) story: Range<u32>,
    pub(super) anchor: Option<u32>,
    pub(super) placement: Placement,
}

/// Reads the boxes of `table`, and finds each one's shape in `shapes`. `start` is where the first story begins.
pub(super) fn boxes(table: &[u8], shapes: &[u8], start: u32) -> Vec<TextBox> {
    const BOX: usize = 22;
    const SHAPE: usize = 26;
    let count = table.len().saturating_sub(4) / (4 + BOX);
    let shape_count = shapes.len().saturating_sub(4) / (4 + SHAPE);
    let shape_of = |id: u32| {
        (0..shape_count.min(MOST)).find_map(|index| {
            let shape = shapes.get(4 * (shape_count + 1) + SHAPE * index..)?;
            (u32_at(shape, 0)? == id).then_some((u32_at(shapes, 4 * index)?, placement(shape)))
        })
    };
    let text_box = |index: usize| {
        let (from, to) = (u32_at(table, 4 * index)?, u32_at(table, 4 * index + 4)?);
        let id = u32_at(table, 4 * (count + 1) + BOX * index + 14)?;
        let found = shape_of(id);
        Some(TextBox {
            story: start.saturating_add(from)..start.saturating_add(to),
            anchor: found.map(|(anchor, _)| anchor),
            placement: found.map(|(_, placement)| placement).unwrap_or_default(),
        })
    };
    // The last one is an end mark.
    (0..count.saturating_sub(1).min(MOST)).map_while(text_box).filter(|found| !found.story.is_empty()).collect()
}

fn placement(shape: &[u8]) -> Placement {
    let length = |at: usize| (u32_at(shape, at).unwrap_or(0) as i32 as f32 * TWIP).clamp(-1584.0, 1584.0);
    let (left, top, right, bottom) = (length(4), length(8), length(12), length(16));
    let flags = u16_at(shape, 20).unwrap_or(0);
    let anchor = |code: u16| match code & 3 {
        0 => Anchor::Margin,
        1 => Anchor::Page,
        _ => Anchor::Text,
    };
    let offset = |from, distance| Offset { from, along: Along::Offset(distance), shift: 0.0 };
    Placement {
        wrap: match (flags >> 5) & 15 {
            1 => Wrap::Below,
            3 => Wrap::Over,
            _ => Wrap::Beside,
        },
        x: offset(anchor(flags >> 1), left),
        y: offset(anchor(flags >> 3), top),
        width: (right - left).max(0.0),
        height: (bottom - top).max(0.0),
        filling: None,
        padding: 5.0,
    }
}

/// The row that the modifications at its end describe.
pub(super) fn row(list: &[u8]) -> Row {
    const CELL: usize = 20;
    let mut row = Row::new();
    for sprm in Sprms(list) {
        match sprm.code {
            0x9602 => row.gap = sprm.length().clamp(0.0, 36.0),
            0xD608 => {
                let count = usize::from(sprm.byte());
                let edge = |index: usize| Some(f32::from(u16_at(sprm.operand, 1 + 2 * index)? as i16) * TWIP);
                row.left = edge(0).unwrap_or(0.0).clamp(-144.0, 600.0);
                for index in 0..count {
                    let Some(right) = edge(index + 1) else { break };
                    let flags = u16_at(sprm.operand, 1 + 2 * (count + 1) + CELL * index).unwrap_or(0);
                    let merge = match (flags >> 5) & 3 {
                        0 => Merge::None,
                        1 => Merge::GoesOn,
                        _ => Merge::Begins,
                    };
                    row.add(right, merge);
                }
            }
            _ => {}
        }
    }
    row
}
