//! Fonts: how wide a code's glyph is, and what it says.

mod cmap;
mod collection;
mod composite;
mod legacy;
mod names;
mod program;
mod simple;
mod standard;
mod style;

pub(super) use names::is_private_use;

use super::matrix::Matrix;
use super::value::Value;
use crate::docx::symbol::symbol;
use cmap::CMap;
use composite::Composite;
use simple::Simple;
pub(super) use style::Style;

/// A font as showing text needs it.
pub(super) struct Font<'f> {
    pub(super) style: Style,
    /// From glyph space to text space; only Type 3 fonts have one of their own.
    pub(super) unit: Matrix,
    pub(super) is_vertical: bool,
    /// For Type 3, whose font size says little: how tall an em is in text space.
    pub(super) em: f64,
    codes: Codes<'f>,
}

enum Codes<'f> {
    Simple(Box<Simple<'f>>),
    Composite(Box<Composite<'f>>),
}

/// One code of a string: its length in bytes, its glyph's advance and whether it is the code 32 of one byte.
#[derive(Debug, Clone, Copy)]
struct Code {
    length: usize,
    width: f32,
    is_space: bool,
}

impl<'f> Font<'f> {
    /// Reads a font dictionary. What it lacks is made up as readers do; there is no error.
    pub(super) fn load(dictionary: Value<'f>) -> Self {
        const KEYS: [&[u8]; 10] = [
            b"Subtype",
            b"DescendantFonts",
            b"FontDescriptor",
            b"BaseFont",
            b"FontMatrix",
            b"FontBBox",
            b"Widths",
            b"FirstChar",
            b"ToUnicode",
            b"Encoding",
        ];
        let entries = dictionary.get_each(KEYS).map(|entry| entry.and_then(Value::present));
        let [subtype, descendants, descriptor, base_font, matrix, font_box, widths, first, to_unicode, encoding] = entries;
        let subtype = subtype.and_then(Value::name).unwrap_or_default();
        let descendant = descendants.and_then(|fonts| fonts.elements().next());
        let descriptor = descendant.map_or(descriptor, |descendant| descendant.get(b"FontDescriptor"));
        let style = Style::read(base_font, descriptor);
        if let Some(descendant) = descendant.filter(|_| subtype != b"Type3") {
            let composite = Composite::load(encoding, to_unicode, descendant, descriptor, &style.name);
            let is_vertical = composite.is_vertical();
            return Self { style, unit: THOUSANDTHS, is_vertical, em: 1.0, codes: Codes::Composite(Box::new(composite)) };
        }
        let is_type3 = subtype == b"Type3";
        let entries = simple::Entries { subtype, font_box, widths, first, to_unicode, encoding };
        let mut simple = Simple::load(entries, descriptor, &style);
        let unit = matrix.filter(|_| is_type3).and_then(Value::numbers).map(Matrix::from_array);
        let unit = unit.filter(|unit| unit.is_finite() && unit.a != 0.0).unwrap_or(THOUSANDTHS);
        let em = if is_type3 { simple.em() * unit.width() } else { 1.0 };
        Self { style, unit, is_vertical: false, em, codes: Codes::Simple(Box::new(simple)) }
    }

    /// Reads the codes of `bytes` and appends the text of each to `out`: nothing where it says nothing, U+FFFD where nobody knows what it
    /// says. `take` is told where that text starts, the glyph's advance (glyph space) and whether it is the code 32 of one byte, which word
    /// spacing applies to.
    #[inline]
    pub(super) fn each_code(&mut self, bytes: &[u8], out: &mut String, mut take: impl FnMut(u32, f32, bool)) {
        match &mut self.codes {
            Codes::Simple(simple) => {
                for &code in bytes {
                    let start = out.len() as u32;
                    take(start, simple.show(code, out), code == 32);
                }
            }
            Codes::Composite(composite) => {
                let mut rest = bytes;
                while !rest.is_empty() {
                    let start = out.len() as u32;
                    let code = composite.next_code(rest, out);
                    rest = rest.get(code.length..).unwrap_or_default();
                    take(start, code.width, code.is_space);
                }
            }
        }
    }
}

/// Glyph space of all fonts but Type 3.
const THOUSANDTHS: Matrix = Matrix { a: 0.001, b: 0.0, c: 0.0, d: 0.001, e: 0.0, f: 0.0 };

/// What the glyphs of a font are by its name: some fonts have pictures at the keys of letters, or at codes of private meaning.
#[derive(Debug, Clone, Copy)]
struct Pictures {
    /// At all keys.
    is_pictorial: bool,
    /// At private codes.
    is_symbolic: bool,
    /// At all keys, icons that no character stands for.
    has_icons: bool,
}

/// Parts of the names of fonts that have icons at the keys of letters, as their files for TeX and older kits for the web do.
const ICON_FONTS: [&str; 8] = ["marvosym", "fontawesome", "icomoon", "ionicon", "glyphicon", "typicon", "academicon", "fontello"];

impl Pictures {
    fn of(font: &str) -> Self {
        let is = |part: &str| font.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()));
        let is_pictorial = is("wingdings") || is("webdings");
        Self { is_pictorial, is_symbolic: is_pictorial || is("symbol"), has_icons: ICON_FONTS.into_iter().any(is) }
    }

    /// What a glyph of `font` shows where the map to Unicode says a private code, or the Latin letter that lies at the same key.
    fn picture(self, font: &str, text: &str) -> Option<char> {
        if self.has_icons {
            // A glyph's letter, or the name of the icon: `Map-marker`.
            let is_name = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            return (is_name && !text.is_empty()).then_some('\u{FFFD}');
        }
        if !self.is_symbolic {
            return None;
        }
        let mut letters = text.chars();
        let code = letters.next().filter(|_| letters.next().is_none())? as u32;
        let is_private = (0xF000..0xF100).contains(&code);
        (is_private || code < 0x100 && self.is_pictorial).then(|| symbol(font, code).unwrap_or('•'))
    }
}

/// `text` where it is one character of ASCII, else 0.
fn plain(text: &str) -> u8 {
    match text.as_bytes() {
        [byte] => *byte,
        _ => 0,
    }
}

/// The map to Unicode that a font has, empty where it has none. The name of an identity stands for codes that are UTF-16.
fn unicode_map(map: Option<Value<'_>>) -> CMap {
    let Some(map) = map else { return CMap::default() };
    if map.name().is_some_and(|name| name.starts_with(b"Identity")) {
        return CMap::identity();
    }
    CMap::load(map).unwrap_or_default()
}

/// Decodes the stream `value` into a buffer of its own.
fn decoded(value: Value<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    value.file().decode(value, &mut out)?;
    Some(out)
}
