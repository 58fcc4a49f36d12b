//! The encodings of ISO 32000-1 annex D and the widths of the fonts that every reader knows (9.6.2.2).

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::style::Name;

/// An encoding that a font may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Standard,
    WinAnsi,
    MacRoman,
    Symbol,
    ZapfDingbats,
}

static ENCODINGS: LazyLock<[[u16; 256]; 5]> = LazyLock::new(|| {
    let mut tables = [[0; 256]; 5];
    for line in include_str!("../../../data/encodings.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('\t').map(|field| u16::from_str_radix(field, 16).unwrap_or(0));
        let code = usize::from(fields.next().unwrap_or(0)) & 0xFF;
        for (table, value) in tables.iter_mut().zip(fields) {
            table[code] = value;
        }
    }
    tables
});

impl Encoding {
    /// The encoding called `name`.
    pub(super) fn from_name(name: &[u8]) -> Option<Self> {
        match name {
            b"WinAnsiEncoding" => Some(Self::WinAnsi),
            b"MacRomanEncoding" => Some(Self::MacRoman),
            b"StandardEncoding" => Some(Self::Standard),
            _ => None,
        }
    }

    /// The character at `code`.
    pub(super) fn character(self, code: u8) -> Option<char> {
        let value = ENCODINGS[self as usize][usize::from(code)];
        (value != 0).then(|| char::from_u32(u32::from(value))).flatten()
    }
}

/// Columns of the widths table.
const COLUMNS: usize = 8;

static WIDTHS: LazyLock<FxHashMap<char, [u16; COLUMNS]>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/widths.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| {
        let mut fields = line.split('\t');
        let letter = char::from_u32(u32::from_str_radix(fields.next()?, 16).ok()?)?;
        let mut widths = [0; COLUMNS];
        for (slot, field) in widths.iter_mut().zip(fields) {
            *slot = field.parse().unwrap_or(0);
        }
        Some((letter, widths))
    })
    .collect()
});

/// A font whose widths every reader knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standard {
    Courier,
    /// Column of the widths table.
    Proportional(usize),
}

impl Standard {
    /// The standard font that `name` means or resembles most: metrics for a font that brings none.
    pub(super) fn resembling(name: &str, is_bold: bool, is_italic: bool, is_serif: bool) -> Self {
        let name = Name::of(name);
        let has = |parts: &[&str]| parts.iter().any(|part| name.has(part));
        if has(&["courier", "mono", "consol", "typewriter"]) {
            Self::Courier
        } else if has(&["zapf", "dingbat"]) {
            Self::Proportional(7)
        } else if name.lower.starts_with("symbol") {
            Self::Proportional(6)
        } else if has(&["times", "roman", "serif", "georgia", "garamond", "cambria", "palatino", "bookman", "century"]) && !has(&["sans"])
            || is_serif
        {
            Self::Proportional(2 + usize::from(is_bold) + 2 * usize::from(is_italic))
        } else {
            Self::Proportional(usize::from(is_bold))
        }
    }

    /// The encoding built into the font.
    pub(super) fn encoding(self) -> Encoding {
        match self {
            Self::Proportional(7) => Encoding::ZapfDingbats,
            Self::Proportional(6) => Encoding::Symbol,
            _ => Encoding::Standard,
        }
    }

    /// Width of `letter` in thousandths of an em; what the font lacks counts as an average letter.
    pub(super) fn width(self, letter: char) -> f32 {
        match self {
            Self::Courier => 600.0,
            Self::Proportional(column) => {
                let known = WIDTHS.get(&letter).map(|widths| widths[column]).filter(|width| *width > 0);
                known.map_or(500.0, f32::from)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_differ_where_they_should() {
        assert_eq!(Encoding::WinAnsi.character(0xE9), Some('é'));
        assert_eq!(Encoding::MacRoman.character(0x8E), Some('é'));
        assert_eq!(Encoding::Standard.character(0xE9), Some('Ø'));
        assert_eq!(Encoding::Standard.character(0x27), Some('’'));
        assert_eq!(Encoding::WinAnsi.character(0x80), Some('€'));
        assert_eq!(Encoding::Symbol.character(0x61), Some('α'));
        assert_eq!(Encoding::ZapfDingbats.character(0x6C), Some('●'));
        assert_eq!(Encoding::Standard.character(0x80), None);
    }

    #[test]
    fn widths_are_those_of_the_font() {
        let width = |name, bold, italic, letter| Standard::resembling(name, bold, italic, false).width(letter);
        assert_eq!(width("Helvetica", false, false, 'W'), 944.0);
        assert_eq!(width("Helvetica-Bold", true, false, 'a'), 556.0);
        assert_eq!(width("Times-Roman", false, false, 'a'), 444.0);
        assert_eq!(width("Times-BoldItalic", true, true, 'a'), 500.0);
        assert_eq!(width("Courier", false, false, 'i'), 600.0);
        assert_eq!(width("Helvetica", false, false, 'é'), 556.0);
    }
}
