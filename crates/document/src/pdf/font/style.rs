//! A font's name and look.

use crate::pdf::value::{Value, unescape};

/// How a font looks.
#[derive(Debug, Clone, Default)]
pub(in crate::pdf) struct Style {
    /// Name without subset prefix.
    pub(in crate::pdf) name: String,
    pub(in crate::pdf) is_bold: bool,
    pub(in crate::pdf) is_italic: bool,
    pub(in crate::pdf) is_serif: bool,
    /// Height above the baseline, in ems.
    pub(in crate::pdf) ascent: f32,
    /// Depth below the baseline, in ems, positive.
    pub(in crate::pdf) descent: f32,
}

const SERIF: i64 = 1 << 1;
const ITALIC: i64 = 1 << 6;
const FORCE_BOLD: i64 = 1 << 18;

impl Style {
    /// Reads the look from the font's dictionaries and its name.
    pub(super) fn read(base_font: Option<Value<'_>>, descriptor: Option<Value<'_>>) -> Self {
        const KEYS: [&[u8]; 6] = [b"FontName", b"Flags", b"FontWeight", b"ItalicAngle", b"Ascent", b"Descent"];
        let entries = descriptor.map_or([None; 6], |descriptor| descriptor.get_each(KEYS)).map(|entry| entry.and_then(Value::present));
        let [font_name, flags, weight, angle, ascent, descent] = entries;
        let name = base_font.or(font_name).and_then(Value::name).unwrap_or_default();
        let name = unescape(name);
        let name = String::from_utf8_lossy(&name);
        let name = match name.split_once('+') {
            Some((prefix, rest)) if prefix.len() == 6 => rest,
            _ => &name,
        };
        let lower = Name::of(name);
        let flags = flags.and_then(Value::number).unwrap_or(0.0) as i64;
        let is_heavy = weight.and_then(Value::number).is_some_and(|weight| weight >= 600.0);
        let is_slanted = angle.and_then(Value::number).is_some_and(|angle| angle.abs() > 1.0 && angle.abs() < 60.0);
        let em = |entry: Option<Value<'_>>, default: f32, low: f32, high: f32| {
            let value = entry.and_then(Value::number).map_or(default, |value| value.abs() as f32 / 1000.0);
            if (low..=high).contains(&value) { value } else { default }
        };
        Self {
            is_bold: is_bold(&lower) || is_heavy || flags & FORCE_BOLD != 0,
            is_italic: is_italic(&lower) || is_slanted || flags & ITALIC != 0,
            is_serif: flags & SERIF != 0,
            ascent: em(ascent, 0.8, 0.6, 1.1),
            descent: em(descent, 0.2, 0.1, 0.4),
            name: name.to_owned(),
        }
    }
}

/// A font's name in small letters, to be asked for many words.
pub(super) struct Name {
    pub(super) lower: String,
    /// A bit for each letter that occurs: most words have one that does not.
    letters: u64,
}

impl Name {
    pub(super) fn of(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        Self { letters: letters(&lower), lower }
    }

    /// Whether `word` occurs in the name.
    pub(super) fn has(&self, word: &str) -> bool {
        letters(word) & !self.letters == 0 && self.lower.contains(word)
    }
}

fn letters(text: &str) -> u64 {
    text.bytes().fold(0, |letters, byte| letters | 1 << (byte & 63))
}

/// Whether a font of this name is bold. TeX's names hide it: `CMBX10`, `SFBX1095`, `ecbx`.
fn is_bold(name: &Name) -> bool {
    let is_light = name.has("demilight") || name.has("semilight");
    let words = ["bold", "black", "heavy", "demi", "cmbx", "sfbx", "ecbx", "cmssbx", "nimbusromno9l-medi", "nimbussanl-bold"];
    words.iter().any(|word| name.has(word)) && !is_light
        || ["-bd", "-b", ",b"].iter().any(|end| name.lower.ends_with(end))
        || name.lower.ends_with("-medi")
}

/// Whether a font of this name is slanted.
fn is_italic(name: &Name) -> bool {
    let words = ["italic", "oblique", "slanted", "cmti", "sfti", "ecti", "cmsl", "cmbxti", "kursiv"];
    words.iter().any(|word| name.has(word)) || ["-it", "-i", ",i", "-ital", "-bi", "medita"].iter().any(|end| name.lower.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_look() {
        let cases = [
            ("Lato-Bold", true, false),
            ("CMBX10", true, false),
            ("Arial,BoldItalic", true, true),
            ("Times-Italic", false, true),
            ("Roboto-Light", false, false),
            ("CMTI10", false, true),
            ("NimbusRomNo9L-Medi", true, false),
            ("NotoSansCJKjp-DemiLight", false, false),
            ("Inter-SemiBold", true, false),
        ];
        for (name, bold, italic) in cases {
            let lower = Name::of(name);
            assert_eq!((is_bold(&lower), is_italic(&lower)), (bold, italic), "{name}");
        }
    }
}
