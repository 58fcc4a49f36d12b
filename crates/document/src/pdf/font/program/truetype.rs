//! TrueType and OpenType: character maps and glyph names.

use super::{MAX_GLYPHS, ORDER, Program, cff, u16_at, u32_at};
use crate::pdf::font::names::is_private_use;

/// Segments and groups of a character map that are looked at.
const MAX_GROUPS: usize = 1 << 14;

/// Reads the tables `cmap` and `post` (and `CFF`) of a font.
pub(super) fn read(font: &[u8]) -> Option<Program> {
    let start = if font.starts_with(b"ttcf") { u32_at(font, 12)? as usize } else { 0 };
    let table = |tag: &[u8; 4]| {
        let count = usize::from(u16_at(font, start + 4)?);
        let record = (0..count).map(|index| start + 12 + 16 * index).find(|at| font.get(*at..*at + 4) == Some(tag))?;
        let (offset, length) = (u32_at(font, record + 8)? as usize, u32_at(font, record + 12)? as usize);
        font.get(offset..offset.saturating_add(length).min(font.len()))
    };
    let mut program = table(b"CFF ").and_then(cff::read).unwrap_or_default();
    let maps = table(b"cmap").map(subtables).unwrap_or_default();
    for map in maps.iter().filter(|map| map.is_unicode()) {
        map.each(&mut |code, glyph| {
            let letter = char::from_u32(code).filter(|letter| !is_private_use(*letter) && !letter.is_control());
            if let Some(letter) = letter.filter(|_| glyph != 0) {
                let start = program.text.len() as u32;
                program.text.push(letter);
                let end = program.text.len() as u32;
                program.set_glyph(usize::from(glyph), (start, end));
            }
        });
    }
    if let Some(post) = table(b"post") {
        read_names(post, &mut program);
    }
    // A symbol map stands before the old Macintosh one (9.6.6.4).
    for wanted in [(1, 0), (3, 0)] {
        for map in maps.iter().filter(|map| (map.platform, map.encoding) == wanted) {
            map.each(&mut |code, glyph| {
                if code < 0x100 || code & 0xFF00 == 0xF000 {
                    program.set_code((code & 0xFF) as u8, usize::from(glyph));
                }
            });
        }
    }
    Some(program)
}

struct Subtable<'a> {
    platform: u16,
    encoding: u16,
    bytes: &'a [u8],
}

fn subtables(cmap: &[u8]) -> Vec<Subtable<'_>> {
    let count = usize::from(u16_at(cmap, 2).unwrap_or(0)).min(64);
    let record = |index: usize| {
        let at = 4 + 8 * index;
        let bytes = cmap.get(u32_at(cmap, at + 4)? as usize..)?;
        Some(Subtable { platform: u16_at(cmap, at)?, encoding: u16_at(cmap, at + 2)?, bytes })
    };
    (0..count).filter_map(record).collect()
}

impl Subtable<'_> {
    fn is_unicode(&self) -> bool {
        matches!((self.platform, self.encoding), (0, _) | (3, 1 | 10))
    }

    /// Calls `take` with each code and its glyph.
    fn each(&self, take: &mut impl FnMut(u32, u16)) {
        // What a malformed table does not hold is not there.
        let _ = match u16_at(self.bytes, 0) {
            Some(0) => self.each_byte(take),
            Some(4) => self.each_segment(take),
            Some(6) => self.each_trimmed(take),
            Some(12) => self.each_group(take),
            _ => None,
        };
    }

    fn each_byte(&self, take: &mut impl FnMut(u32, u16)) -> Option<()> {
        let glyphs = self.bytes.get(6..262)?;
        (0..).zip(glyphs).for_each(|(code, glyph)| take(code, u16::from(*glyph)));
        Some(())
    }

    fn each_trimmed(&self, take: &mut impl FnMut(u32, u16)) -> Option<()> {
        let (first, count) = (u32::from(u16_at(self.bytes, 6)?), usize::from(u16_at(self.bytes, 8)?));
        for index in 0..count {
            take(first + index as u32, u16_at(self.bytes, 10 + 2 * index)?);
        }
        Some(())
    }

    fn each_segment(&self, take: &mut impl FnMut(u32, u16)) -> Option<()> {
        let doubled = usize::from(u16_at(self.bytes, 6)?);
        let mut budget = MAX_GLYPHS * 2;
        for at in (0..doubled).step_by(2) {
            let (end, start) = (u16_at(self.bytes, 14 + at)?, u16_at(self.bytes, 16 + doubled + at)?);
            let delta = u16_at(self.bytes, 16 + 2 * doubled + at)?;
            let place = 16 + 3 * doubled + at;
            let offset = usize::from(u16_at(self.bytes, place)?);
            for code in start..=end {
                budget = budget.checked_sub(1)?;
                let glyph = if offset == 0 {
                    code.wrapping_add(delta)
                } else {
                    match u16_at(self.bytes, place + offset + 2 * usize::from(code - start)) {
                        None | Some(0) => 0,
                        Some(glyph) => glyph.wrapping_add(delta),
                    }
                };
                if code != 0xFFFF {
                    take(u32::from(code), glyph);
                }
            }
        }
        Some(())
    }

    fn each_group(&self, take: &mut impl FnMut(u32, u16)) -> Option<()> {
        let count = (u32_at(self.bytes, 12)? as usize).min(MAX_GROUPS);
        let mut budget = MAX_GLYPHS * 2;
        for at in (0..count).map(|index| 16 + 12 * index) {
            let (start, end, glyph) = (u32_at(self.bytes, at)?, u32_at(self.bytes, at + 4)?, u32_at(self.bytes, at + 8)?);
            for code in start..=end {
                budget = budget.checked_sub(1)?;
                take(code, glyph.wrapping_add(code - start) as u16);
            }
        }
        Some(())
    }
}

/// Glyph names, for glyphs that no character map names.
fn read_names(post: &[u8], program: &mut Program) -> Option<()> {
    match u32_at(post, 0)? {
        0x0001_0000 => {
            for (glyph, name) in ORDER.macintosh.iter().take(258).enumerate() {
                let span = program.add_name(name.as_bytes());
                program.set_glyph(glyph, span);
            }
        }
        0x0002_0000 => {
            let count = usize::from(u16_at(post, 32)?);
            let mut names = Vec::new();
            let mut at = 34 + 2 * count;
            while let Some(length) = post.get(at).map(|length| usize::from(*length)) {
                names.push(post.get(at + 1..at + 1 + length).unwrap_or_default());
                at += 1 + length;
            }
            for glyph in 0..count {
                let index = usize::from(u16_at(post, 34 + 2 * glyph)?);
                let name = match index.checked_sub(258) {
                    None => ORDER.macintosh[index].as_bytes(),
                    Some(own) => names.get(own).copied().unwrap_or_default(),
                };
                let span = program.add_name(name);
                program.set_glyph(glyph, span);
            }
        }
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of a `cmap` with one subtable.
    fn font(platform: u16, encoding: u16, subtable: &[u8]) -> Vec<u8> {
        let mut cmap = [0, 0, 0, 1].to_vec();
        cmap.extend(platform.to_be_bytes());
        cmap.extend(encoding.to_be_bytes());
        cmap.extend(12_u32.to_be_bytes());
        cmap.extend_from_slice(subtable);
        let mut font = [0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0].to_vec();
        font.extend(b"cmap\0\0\0\0");
        font.extend(28_u32.to_be_bytes());
        font.extend((cmap.len() as u32).to_be_bytes());
        font.extend(cmap);
        font
    }

    fn words(values: &[u16]) -> Vec<u8> {
        values.iter().flat_map(|value| value.to_be_bytes()).collect()
    }

    #[test]
    fn segments_give_glyphs_their_characters() {
        let segments = words(&[4, 32, 0, 4, 0, 0, 0, 0x43, 0xFFFF, 0, 0x41, 0xFFFF, 0xFFC2, 1, 0, 0]);
        let program = read(&font(3, 1, &segments)).expect("a font");
        assert_eq!((program.text_of_glyph(3), program.text_of_glyph(5), program.text_of_glyph(6)), ("A", "C", ""));
    }

    #[test]
    fn damaged_tables_give_nothing() {
        for length in 0..60 {
            let whole = font(3, 1, &words(&[4, 32, 0, 0xFFFF, 0, 0, 0, 0x43, 0xFFFF]));
            let _ = read(&whole[..length.min(whole.len())]);
        }
        let _ = read(&font(
            3,
            10,
            &[0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 1],
        ));
    }
}
