//! Composite fonts: codes of several bytes, by way of character identifiers (ISO 32000-1, 9.7).

use std::cell::OnceCell;

use super::cmap::CMap;
use super::collection::Collection;
use super::legacy::Legacy;
use super::program::Lazy;
use super::{Code, Pictures, decoded, names, plain, unicode_map};
use crate::pdf::value::Value;

/// Width entries one font may have.
const MAX_WIDTHS: usize = 1 << 16;

/// Widths of a font that is cut down to the letters of a document.
const USUAL_WIDTHS: usize = 128;

/// A Type 0 font with its descendant.
pub(super) struct Composite<'f> {
    /// Codes to identifiers; `None` for Identity and for predefined CMaps.
    encoding: Option<CMap>,
    /// What the codes of a predefined CMap are, or of the one that `encoding` extends.
    legacy: Option<Legacy>,
    /// For what the map to Unicode leaves out: the program, and the glyph of each identifier where they differ.
    program: Lazy<'f>,
    glyph_of: OnceCell<Vec<u8>>,
    descendant: Value<'f>,
    /// What the identifiers stand for where the font follows one of the great collections.
    collection: Option<Collection>,
    name: String,
    pictures: Pictures,
    is_vertical: bool,
    to_unicode: CMap,
    /// Widths are how far a glyph moves along the line: downwards in vertical fonts.
    default_width: f32,
    /// Stretches of identifiers and where their widths stand, sorted by identifier.
    stretches: Vec<Stretch>,
    widths: Vec<f32>,
    /// Width and text of the low codes of an Identity font, looked up when they are met: subsets use nothing else.
    low: Vec<Low>,
    low_text: String,
}

#[derive(Debug, Clone, Copy, Default)]
struct Low {
    is_known: bool,
    start: u32,
    end: u32,
    width: f32,
    /// The text where it is one character of ASCII, else 0.
    plain: u8,
}

/// Codes that [`Composite::low`] may hold.
const MAX_LOW: usize = 2048;

#[derive(Debug, Clone, Copy)]
struct Stretch {
    first: u32,
    last: u32,
    /// Place of the first width in `widths`.
    at: u32,
    /// Whether all identifiers share that one width.
    is_uniform: bool,
}

impl<'f> Composite<'f> {
    /// Reads a descendant font and the `encoding` and `to_unicode` of the one it descends from.
    pub(super) fn load(
        encoding: Option<Value<'f>>,
        to_unicode: Option<Value<'f>>,
        descendant: Value<'f>,
        descriptor: Option<Value<'f>>,
        font: &str,
    ) -> Self {
        let name = encoding.and_then(Value::name).unwrap_or_default();
        let map = encoding.filter(|encoding| encoding.is_dictionary()).and_then(CMap::load);
        let predefined = map.as_ref().map_or(name, CMap::extends);
        let is_vertical = name.ends_with(b"-V") || name == b"V" || map.as_ref().is_some_and(|map| map.is_vertical);
        let to_unicode = unicode_map(to_unicode);
        let (breadths, standing) = ([&b"W"[..], b"DW"], [&b"W2"[..], b"DW2"]);
        let [widths, default] = if is_vertical { standing } else { breadths };
        let entries = descendant.get_each([widths, default, b"CIDSystemInfo"]);
        let [widths, default, system] = entries.map(|entry| entry.and_then(Value::present));
        let mut composite = Self {
            name: font.to_owned(),
            pictures: Pictures::of(font),
            is_vertical,
            legacy: Legacy::from_name(predefined),
            encoding: map,
            program: Lazy::new(descriptor),
            glyph_of: OnceCell::new(),
            descendant,
            collection: system.and_then(Collection::of),
            to_unicode,
            default_width: default_width(default, is_vertical),
            stretches: Vec::new(),
            widths: Vec::new(),
            low: Vec::new(),
            low_text: String::with_capacity(USUAL_WIDTHS),
        };
        if let Some(widths) = widths {
            composite.read_widths(widths);
        }
        composite
    }

    /// Notes what a low code of an Identity font says.
    #[cold]
    fn learn(&mut self, code: usize) {
        if code >= self.low.len() {
            self.low.resize((code + 1).next_multiple_of(256), Low::default());
        }
        let mut text = std::mem::take(&mut self.low_text);
        let start = text.len() as u32;
        self.push_text(code as u32, &mut text);
        let plain = plain(&text[start as usize..]);
        self.low[code] = Low { is_known: true, start, end: text.len() as u32, width: self.width(code as u32), plain };
        self.low_text = text;
    }

    pub(super) fn is_vertical(&self) -> bool {
        self.is_vertical
    }

    /// `first [w1 w2 …]` or `first last w`, in any order (9.7.4.3). Vertical fonts have three numbers a glyph: how far it moves upwards, and
    /// where its origin is, which runs do not ask.
    fn read_widths(&mut self, array: Value<'_>) {
        let (fields, sign) = if self.is_vertical { (3, -1.0) } else { (1, 1.0) };
        self.widths.reserve(USUAL_WIDTHS);
        self.stretches.reserve(USUAL_WIDTHS / 8);
        let mut elements = array.elements();
        let identifier = |value: Value<'_>| value.number().map(|number| number.clamp(0.0, 65535.0) as u32);
        while let (Some(first), Some(second)) = (elements.next().and_then(identifier), elements.next()) {
            let at = self.widths.len() as u32;
            if second.is_array() {
                let room = MAX_WIDTHS.saturating_sub(self.widths.len());
                let widths = second.elements().step_by(fields).take(room);
                self.widths.extend(widths.map(|width| sign * width.number().unwrap_or(0.0) as f32));
                let count = self.widths.len() as u32 - at;
                if count > 0 {
                    self.stretches.push(Stretch { first, last: first + count - 1, at, is_uniform: false });
                }
            } else {
                let (Some(last), Some(width)) = (identifier(second), elements.next().and_then(Value::number)) else { break };
                self.widths.push(sign * width as f32);
                if fields > 1 {
                    elements.nth(fields - 2);
                }
                self.stretches.push(Stretch { first, last, at, is_uniform: true });
            }
            if self.widths.len() >= MAX_WIDTHS {
                break;
            }
        }
        self.stretches.sort_by_key(|stretch| stretch.first);
    }

    fn width(&self, identifier: u32) -> f32 {
        self.own_width(identifier).unwrap_or(self.default_width)
    }

    /// The width that the font gives for just this identifier.
    fn own_width(&self, identifier: u32) -> Option<f32> {
        let behind = self.stretches.partition_point(|stretch| stretch.first <= identifier);
        let stretch = behind.checked_sub(1).map(|at| self.stretches[at]).filter(|stretch| stretch.last >= identifier)?;
        let offset = if stretch.is_uniform { 0 } else { identifier - stretch.first };
        self.widths.get((stretch.at + offset) as usize).copied()
    }

    #[inline]
    pub(super) fn next_code(&mut self, bytes: &[u8], out: &mut String) -> Code {
        if let [high, low, ..] = bytes
            && let code @ ..MAX_LOW = usize::from(*high) << 8 | usize::from(*low)
            && self.encoding.is_none()
            && self.legacy.is_none()
        {
            if !self.low.get(code).is_some_and(|entry| entry.is_known) {
                self.learn(code);
            }
            let entry = self.low[code];
            match entry.plain {
                0 => out.push_str(&self.low_text[entry.start as usize..entry.end as usize]),
                plain => out.push(char::from(plain)),
            }
            return Code { length: 2, width: entry.width, is_space: false };
        }
        self.look_up(bytes, out)
    }

    fn look_up(&self, bytes: &[u8], out: &mut String) -> Code {
        if let Some(legacy) = self.legacy.filter(|_| !self.encodes(bytes)) {
            return self.look_up_legacy(legacy, bytes, out);
        }
        let (value, length) = match &self.encoding {
            Some(map) => map.next_code(bytes),
            None => match bytes {
                [high, low, ..] => (u32::from(*high) << 8 | u32::from(*low), 2),
                [byte, ..] => (u32::from(*byte), 1),
                [] => (0, 1),
            },
        };
        self.push_text(value, out);
        Code { length, width: self.width(self.identifier(value)), is_space: length == 1 && value == 32 }
    }

    /// Whether the font's own CMap has the first code of `bytes`, and not the one it extends.
    fn encodes(&self, bytes: &[u8]) -> bool {
        self.encoding.as_ref().is_some_and(|map| map.identifier(map.next_code(bytes).0).is_some())
    }

    fn identifier(&self, code: u32) -> u32 {
        self.encoding.as_ref().map_or(code, |map| map.identifier(code).unwrap_or(0))
    }

    /// The identifier that gives the width is found by way of the character. Without one: full width for all but the Latin letters, which
    /// are half as wide.
    fn look_up_legacy(&self, legacy: Legacy, bytes: &[u8], out: &mut String) -> Code {
        let start = out.len();
        let length = legacy.next(bytes, out);
        let is_narrow = out[start..].chars().all(|letter| letter < '\u{250}' || ('\u{FF61}'..='\u{FF9F}').contains(&letter));
        let identifier = out[start..].chars().next().and_then(|letter| self.collection?.identifier(letter));
        let own_width = identifier.and_then(|identifier| self.own_width(identifier));
        let code = bytes.iter().take(length).fold(0, |code: u32, byte| code << 8 | u32::from(*byte));
        // A map to Unicode in the file itself knows better.
        let mut own = String::new();
        if self.to_unicode.push_text(code, &mut own) {
            out.truncate(start);
            out.push_str(&own);
        }
        Code {
            length,
            width: own_width.unwrap_or(if is_narrow && !self.is_vertical { 500.0 } else { self.default_width }),
            is_space: length == 1 && bytes[0] == 32,
        }
    }

    fn push_text(&self, code: u32, out: &mut String) {
        let start = out.len();
        if self.to_unicode.push_text(code, out) {
            if let Some(meant) = self.pictures.picture(&self.name, &out[start..]).or_else(|| names::plain_variant(&out[start..])) {
                out.truncate(start);
                out.push(meant);
            }
            if !out[start..].chars().all(names::is_private_use) {
                return;
            }
        }
        out.truncate(start);
        let identifier = self.identifier(code);
        let text = self.program.get().map_or("", |program| program.text_of_glyph(self.glyph(identifier)));
        out.push_str(text);
        if text.is_empty() {
            out.push(self.collection.and_then(|collection| collection.letter(identifier)).unwrap_or('\u{FFFD}'));
        }
    }

    fn glyph(&self, identifier: u32) -> u32 {
        let glyph_of = self.glyph_of.get_or_init(|| self.descendant.get(b"CIDToGIDMap").and_then(decoded).unwrap_or_default());
        let pair = glyph_of.get(identifier as usize * 2..).and_then(<[u8]>::first_chunk::<2>);
        pair.map_or(identifier, |pair| u32::from(u16::from_be_bytes(*pair)))
    }
}

/// What glyphs without a width of their own take: across, or downwards in vertical fonts (`DW2` holds an origin and a movement upwards).
fn default_width(entry: Option<Value<'_>>, is_vertical: bool) -> f32 {
    let width = if is_vertical { entry.and_then(Value::numbers::<2>).map(|[_, up]| -up) } else { entry.and_then(Value::number) };
    width.unwrap_or(1000.0) as f32
}
