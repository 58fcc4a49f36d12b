//! The Compact Font Format: glyph names and the built-in encoding (Adobe Technical Note 5176).

use super::{MAX_GLYPHS, ORDER, Program, u16_at};
use crate::pdf::font::standard::Encoding;

/// Reads a CFF program. Fonts keyed by character identifiers have no names: nothing is known of their glyphs.
pub(super) fn read(font: &[u8]) -> Option<Program> {
    let (_, names_end) = index(font, usize::from(*font.get(2)?))?;
    let (tops, tops_end) = index(font, names_end)?;
    let (strings, _) = index(font, tops_end)?;
    let top = Top::read(tops.first()?)?;
    if top.is_keyed_by_identifier {
        return None;
    }
    let count = index_count(font, top.glyphs)?.min(MAX_GLYPHS);
    let mut program = Program::default();
    let names = charset(font, top.charset, count);
    for (glyph, name) in names.iter().enumerate() {
        let name = match usize::from(*name).checked_sub(ORDER.strings.len()) {
            None => ORDER.strings[usize::from(*name)].as_bytes(),
            Some(own) => strings.get(own).copied().unwrap_or_default(),
        };
        let span = program.add_name(name);
        program.set_glyph(glyph, span);
    }
    encode(font, top.encoding, &mut program);
    Some(program)
}

/// The offsets that the top dictionary gives.
struct Top {
    charset: usize,
    encoding: usize,
    glyphs: usize,
    is_keyed_by_identifier: bool,
}

impl Top {
    fn read(dictionary: &[u8]) -> Option<Self> {
        let mut top = Self { charset: 0, encoding: 0, glyphs: 0, is_keyed_by_identifier: false };
        let (mut at, mut last) = (0, 0_i32);
        while let Some(&byte) = dictionary.get(at) {
            at += 1;
            let offset = usize::try_from(last).unwrap_or(0);
            match byte {
                12 => {
                    top.is_keyed_by_identifier |= dictionary.get(at) == Some(&30);
                    at += 1;
                }
                15 => top.charset = offset,
                16 => top.encoding = offset,
                17 => top.glyphs = offset,
                0..=21 => {}
                28 => {
                    last = i32::from(u16_at(dictionary, at)? as i16);
                    at += 2;
                }
                29 => {
                    last = i32::from_be_bytes(*dictionary.get(at..)?.first_chunk()?);
                    at += 4;
                }
                30 => {
                    while dictionary.get(at).is_some_and(|byte| byte & 0x0F != 0x0F && byte >> 4 != 0x0F) {
                        at += 1;
                    }
                    at += 1;
                }
                32..=246 => last = i32::from(byte) - 139,
                247..=250 => {
                    last = (i32::from(byte) - 247) * 256 + i32::from(*dictionary.get(at)?) + 108;
                    at += 1;
                }
                251..=254 => {
                    last = -(i32::from(byte) - 251) * 256 - i32::from(*dictionary.get(at)?) - 108;
                    at += 1;
                }
                _ => {}
            }
        }
        (top.glyphs > 0).then_some(top)
    }
}

fn index_count(font: &[u8], at: usize) -> Option<usize> {
    u16_at(font, at).map(usize::from)
}

/// The entries of the index at `at`, and the place behind it.
fn index(font: &[u8], at: usize) -> Option<(Vec<&[u8]>, usize)> {
    let count = index_count(font, at)?;
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let width = usize::from(*font.get(at + 2)?);
    let offset = |entry: usize| {
        let start = at + 3 + entry * width;
        Some(font.get(start..start + width)?.iter().fold(0_usize, |value, byte| value << 8 | usize::from(*byte)))
    };
    let data = at + 2 + (count + 1) * width;
    let mut entries = Vec::with_capacity(count);
    for entry in 0..count {
        entries.push(font.get(data.checked_add(offset(entry)?)?..data.checked_add(offset(entry + 1)?)?)?);
    }
    Some((entries, data.checked_add(offset(count)?)?))
}

/// The string number of each glyph's name.
fn charset(font: &[u8], at: usize, count: usize) -> Vec<u16> {
    // The predefined charsets: the first names the standard strings in order; the expert ones have no letters worth reading.
    if at <= 2 {
        return (0..=228).take(count).collect();
    }
    let mut names = vec![0];
    let Some(format) = font.get(at).copied() else { return names };
    let mut at = at + 1;
    while names.len() < count {
        let Some(first) = u16_at(font, at) else { break };
        let more = match format {
            0 => Some(0),
            1 => font.get(at + 2).copied().map(u16::from),
            _ => u16_at(font, at + 2),
        };
        let Some(more) = more else { break };
        let room = count - names.len();
        names.extend((first..=first.saturating_add(more)).take(room));
        at += 2 + usize::from(format.min(2));
    }
    names
}

/// Reads the built-in encoding into the program's codes.
fn encode(font: &[u8], at: usize, program: &mut Program) -> Option<()> {
    if at <= 1 {
        program.codes = vec![(0, 0); 256];
        for code in 0..=255_u8 {
            let start = program.text.len() as u32;
            program.text.extend(Encoding::Standard.character(code));
            program.codes[usize::from(code)] = (start, program.text.len() as u32);
        }
        return Some(());
    }
    let (format, count) = (font.get(at)? & 0x7F, usize::from(*font.get(at + 1)?));
    let mut glyph = 1;
    for entry in 0..count {
        if format == 0 {
            program.set_code(*font.get(at + 2 + entry)?, glyph);
            glyph += 1;
        } else {
            let (first, more) = (*font.get(at + 2 + 2 * entry)?, *font.get(at + 3 + 2 * entry)?);
            for code in first..=first.saturating_add(more) {
                program.set_code(code, glyph);
                glyph += 1;
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font with one own name (`uni0416`) for glyph 2, encoded at 200, and the standard name `A` (34) for glyph 1 at 7.
    fn font() -> Vec<u8> {
        let mut font = vec![1, 0, 4, 1];
        font.extend([0, 1, 1, 1, 2, b'F']);
        let top_length = 15;
        font.extend([0, 1, 1, 1, 1 + top_length]);
        let (strings, globals) = (font.len() + usize::from(top_length), 2);
        let charset = strings + 5 + 7 + globals;
        let (encoding, glyphs) = (charset + 5, charset + 5 + 4);
        for (offset, operator) in [(charset, 15), (encoding, 16), (glyphs, 17)] {
            font.extend([29, 0, 0, (offset >> 8) as u8, offset as u8]);
            font.truncate(font.len() - 5);
            font.extend([28, (offset >> 8) as u8, offset as u8, operator, 139]);
        }
        font.extend([0, 1, 1, 1, 8]);
        font.extend(b"uni0416");
        font.extend([0, 0]);
        font.extend([0, 0, 34, 391_u16.to_be_bytes()[0], 391_u16.to_be_bytes()[1]]);
        font.extend([0, 2, 7, 200]);
        font.extend([0, 3, 1, 1, 2, 3, 4, 14, 14, 14]);
        font
    }

    #[test]
    fn names_and_codes_are_read() {
        let program = read(&font()).expect("a font");
        assert_eq!((program.text_of_glyph(1), program.text_of_glyph(2)), ("A", "Ж"));
        assert_eq!((program.text_of_code(7), program.text_of_code(200), program.text_of_code(8)), ("A", "Ж", ""));
    }

    #[test]
    fn truncated_fonts_do_no_harm() {
        let whole = font();
        for length in 0..whole.len() {
            let _ = read(&whole[..length]);
        }
    }
}
