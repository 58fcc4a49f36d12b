//! How characters and paragraphs look: what modifications make of a style. Source: MS-DOC 2.6.1, 2.6.2.

use super::sprm::{Sprm, Sprms};
use crate::flow::{Align, LineSpacing, StopKind, TabStop};

/// Formatting of characters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Characters {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hidden: bool,
    pub(super) deleted: bool,
    pub(super) size: f32,
    pub(super) colour: u32,
    pub(super) font: u16,
    /// The character is a sign of a symbol font: font and code.
    pub(super) symbol: Option<(u16, u16)>,
}

impl Default for Characters {
    /// What Word means by nothing: 10 points.
    fn default() -> Self {
        Self { bold: false, italic: false, hidden: false, deleted: false, size: 10.0, colour: 0, font: 0, symbol: None }
    }
}

impl Characters {
    /// These characters after `list`; `style` is what "as in the style" and its opposite mean.
    pub(super) fn modified(mut self, list: &[u8], style: &Self) -> Self {
        for sprm in Sprms(list) {
            match sprm.code {
                0x0800 => self.deleted = sprm.is_on(),
                0x0835 => self.bold = toggled(sprm, style.bold),
                0x0836 => self.italic = toggled(sprm, style.italic),
                0x083C => self.hidden = toggled(sprm, style.hidden),
                0x4A43 => self.size = (f32::from(sprm.word()) / 2.0).clamp(1.0, 400.0),
                0x4A4F => self.font = sprm.word(),
                0x2A42 => self.colour = indexed_colour(sprm.byte()),
                0x6870 => self.colour = colour(sprm.long()),
                0x6A09 => self.symbol = Some((sprm.word(), (sprm.long() >> 16) as u16)),
                _ => {}
            }
        }
        self
    }
}

fn toggled(sprm: Sprm<'_>, in_style: bool) -> bool {
    match sprm.byte() {
        0 => false,
        0x80 => in_style,
        0x81 => !in_style,
        _ => true,
    }
}

/// Red first in the file, red last in ours; automatic is black.
fn colour(value: u32) -> u32 {
    if value >> 24 != 0 { 0 } else { ((value & 0xFF) << 16) | (value & 0xFF00) | ((value >> 16) & 0xFF) }
}

/// The sixteen colours of old.
pub(super) fn indexed_colour(index: u8) -> u32 {
    const COLOURS: [u32; 17] = [
        0, 0, 0x00_00FF, 0x00_FFFF, 0x00_FF00, 0xFF_00FF, 0xFF_0000, 0xFF_FF00, 0xFF_FFFF, 0x00_0080, 0x00_8080, 0x00_8000, 0x80_0080,
        0x80_0000, 0x80_8000, 0x80_8080, 0xC0_C0C0,
    ];
    COLOURS.get(usize::from(index)).copied().unwrap_or(0)
}

/// Formatting of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    pub(super) style: u16,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) first: f32,
    pub(super) before: f32,
    pub(super) after: f32,
    pub(super) line: LineSpacing,
    pub(super) align: Align,
    pub(super) stops: Vec<TabStop>,
    pub(super) outline: Option<u8>,
    /// Number of the list, counted from 1; 0 and beyond 0x7FF is none.
    pub(super) list: u16,
    pub(super) list_level: u8,
    /// The modifications themselves indent the paragraph, whatever its list does.
    pub(super) is_indented: bool,
    pub(super) page_break_before: bool,
    pub(super) contextual: bool,
    pub(super) rule_above: bool,
    pub(super) rule_below: bool,
    pub(super) right_to_left: bool,
    in_table: bool,
    depth: u8,
    pub(super) ends_row: bool,
    pub(super) ends_cell: bool,
}

impl Default for Paragraph {
    fn default() -> Self {
        Self {
            style: 0,
            left: 0.0,
            right: 0.0,
            first: 0.0,
            before: 0.0,
            after: 0.0,
            line: LineSpacing::Multiple(1.0),
            align: Align::Left,
            stops: Vec::new(),
            outline: None,
            list: 0,
            list_level: 0,
            is_indented: false,
            page_break_before: false,
            contextual: false,
            rule_above: false,
            rule_below: false,
            right_to_left: false,
            in_table: false,
            depth: 0,
            ends_row: false,
            ends_cell: false,
        }
    }
}

impl Paragraph {
    /// How many tables the paragraph stands in.
    pub(super) fn depth(&self) -> usize {
        usize::from(self.depth.max(u8::from(self.in_table)))
    }

    /// The list it is an item of, counted from 0.
    pub(super) fn list(&self) -> Option<usize> {
        (1..=0x07FE).contains(&self.list).then(|| usize::from(self.list) - 1)
    }

    /// Takes over the modifications in `list`.
    pub(super) fn modify(&mut self, list: &[u8]) {
        for sprm in Sprms(list) {
            self.take(sprm);
        }
    }

    fn take(&mut self, sprm: Sprm<'_>) {
        match sprm.code {
            // The second of each pair is Word 97's; later versions write both.
            0x845E | 0x840F => (self.left, self.is_indented) = (sprm.length(), true),
            0x845D | 0x840E => self.right = sprm.length(),
            0x8460 | 0x8411 => (self.first, self.is_indented) = (sprm.length(), true),
            0xA413 => self.before = sprm.length().clamp(0.0, 400.0),
            0xA414 => self.after = sprm.length().clamp(0.0, 400.0),
            0x6412 => self.line = line_spacing(sprm),
            0x2461 | 0x2403 => self.align = align(sprm.byte()),
            0x2441 => self.right_to_left = sprm.is_on(),
            0xC60D => self.change_stops(sprm.operand, 0),
            0xC615 => self.change_stops(sprm.operand, 2),
            0x2640 => self.outline = Some(sprm.byte()).filter(|level| *level < 9),
            0x460B => self.list = sprm.word(),
            0x260A => self.list_level = sprm.byte().min(8),
            0x2407 => self.page_break_before = sprm.is_on(),
            0x246D => self.contextual = sprm.is_on(),
            0x6424 | 0xC64E => self.rule_above = is_drawn(sprm),
            0x6426 | 0xC650 => self.rule_below = is_drawn(sprm),
            0x2416 => self.in_table = sprm.is_on(),
            0x6649 => self.depth = sprm.long().min(32) as u8,
            0x2417 | 0x244C => self.ends_row = sprm.is_on(),
            0x244B => self.ends_cell = sprm.is_on(),
            _ => {}
        }
    }

    /// Removes and adds tab stops; each removed one takes `tolerance` more bytes than its place.
    fn change_stops(&mut self, operand: &[u8], tolerance: usize) {
        let place = |at: usize| Some(f32::from(super::compound::u16_at(operand, at)? as i16) * 0.05);
        let removed = usize::from(operand.first().copied().unwrap_or(0));
        for index in 0..removed {
            let Some(x) = place(1 + 2 * index) else { return };
            self.stops.retain(|stop| (stop.x - x).abs() > 0.5);
        }
        let added_at = 1 + (2 + tolerance) * removed;
        let added = usize::from(operand.get(added_at).copied().unwrap_or(0));
        for index in 0..added {
            let kind = operand.get(added_at + 1 + 2 * added + index).map_or(0, |descriptor| descriptor & 7);
            let (Some(x), true) = (place(added_at + 1 + 2 * index), kind != 4 && self.stops.len() < 64) else { return };
            let kind = match kind {
                1 => StopKind::Centre,
                2 | 3 => StopKind::Right,
                _ => StopKind::Left,
            };
            self.stops.push(TabStop { x, kind });
        }
    }
}

/// 240ths of a line where the second number says so; else points, negative for exactly.
fn line_spacing(sprm: Sprm<'_>) -> LineSpacing {
    let is_multiple = sprm.long() >> 16 != 0;
    match sprm.length() {
        line if is_multiple && line > 0.0 => LineSpacing::Multiple(line / 12.0),
        line if line < 0.0 => LineSpacing::Exactly(-line),
        line => LineSpacing::AtLeast(line),
    }
}

fn align(code: u8) -> Align {
    match code {
        1 => Align::Centre,
        2 => Align::Right,
        _ => Align::Left,
    }
}

/// Width of the line: the first byte of the old form, the fifth of the new; its kind is the byte behind it.
fn is_drawn(sprm: Sprm<'_>) -> bool {
    let (width, kind) = if sprm.operand.len() >= 8 { (4, 5) } else { (0, 1) };
    let byte = |at: usize| sprm.operand.get(at).copied().unwrap_or(0);
    !matches!(byte(kind), 0 | 0xFF) && byte(width) > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toggles_follow_the_style() {
        let style = Characters { bold: true, ..Characters::default() };
        let check = |value: u8, expected: bool| assert_eq!(style.modified(&[0x35, 0x08, value], &style).bold, expected, "{value}");
        check(0, false);
        check(1, true);
        check(0x80, true);
        check(0x81, false);
    }

    #[test]
    fn paragraphs_take_over_what_is_said() {
        let mut paragraph = Paragraph::default();
        paragraph.modify(&[0x5E, 0x84, 0xD0, 0x02, 0x60, 0x84, 0x98, 0xFE, 0x03, 0x24, 1, 0x0D, 0xC6, 5, 0, 1, 0x80, 0x25, 2]);
        assert_eq!((paragraph.left, paragraph.first, paragraph.align), (36.0, -18.0, Align::Centre));
        assert_eq!(paragraph.stops, [TabStop { x: 480.0, kind: StopKind::Right }]);
    }

    #[test]
    fn colours_are_red_first() {
        assert_eq!(Characters::default().modified(&[0x70, 0x68, 0x10, 0x20, 0x30, 0], &Characters::default()).colour, 0x10_2030);
        assert_eq!(Characters::default().modified(&[0x42, 0x2A, 6], &Characters::default()).colour, 0xFF_0000);
    }
}
