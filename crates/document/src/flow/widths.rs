//! How wide text is, near enough to place it.

/// Advance widths of Helvetica for U+0020 to U+007E, thousandths of the size (Adobe Core 14 metrics).
const REGULAR: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278,
    278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556,
    556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];

/// The same for Helvetica-Bold.
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333,
    333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722,
    667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611,
    611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

/// How a font's widths differ from Helvetica's.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Metrics {
    /// Proportional, this many times as wide.
    Proportional(f32),
    /// Every glyph 0.6 of the size.
    Monospaced,
}

impl Metrics {
    /// Judges a font by its name: families with a width of their own that résumés are commonly set in.
    pub(super) fn of(name: &str) -> Self {
        const NARROW: [&str; 9] = ["calibri", "carlito", "times", "garamond", "narrow", "condensed", "cambria", "lato", "liberation serif"];
        if is_monospaced(name) {
            return Self::Monospaced;
        }
        let name = name.to_lowercase();
        if NARROW.iter().any(|family| name.contains(family)) { Self::Proportional(0.9) } else { Self::Proportional(1.0) }
    }
}

/// Width of `text` at size 1.
pub(super) fn width(text: &str, bold: bool, metrics: Metrics) -> f32 {
    match metrics {
        Metrics::Monospaced => text.chars().map(cells).sum::<u32>() as f32,
        Metrics::Proportional(factor) => {
            let table = if bold { &BOLD } else { &REGULAR };
            thousandths(text, table) as f32 * factor / 1000.0
        }
    }
    .max(0.0)
        * if metrics == Metrics::Monospaced { 0.6 } else { 1.0 }
}

/// Width of `text` in thousandths of its size; most text is plain, which is told for all of it at once.
fn thousandths(text: &str, table: &[u16; 95]) -> u32 {
    let place = |byte: u8| usize::from(byte.wrapping_sub(b' '));
    if text.bytes().fold(true, |plain, byte| plain & (place(byte) < table.len())) {
        return text.bytes().filter_map(|byte| table.get(place(byte))).map(|width| u32::from(*width)).sum();
    }
    text.chars().map(|c| u32::from(advance(c, table))).sum()
}

/// Which share of the width of `text` goes before byte `from`, and which before byte `to`: 0 to 1.
///
/// `name` is its font's. What a format leaves untold is divided as Helvetica would have it, or evenly where the font is monospaced.
pub(crate) fn shares(text: &str, (from, to): (usize, usize), bold: bool, name: &str) -> (f32, f32) {
    let even = is_monospaced(name);
    let table = if bold { &BOLD } else { &REGULAR };
    let sum = |text: &str| if even { text.chars().map(cells).sum() } else { thousandths(text, table) };
    let (from, to) = (from.min(to), to.min(text.len()));
    let part = |from: usize, to: usize| text.get(from..to).map_or(0, sum);
    let (before, inside, behind) = (part(0, from), part(from, to), part(to, text.len()));
    let whole = (before + inside + behind).max(1) as f32;
    (before as f32 / whole, (before + inside) as f32 / whole)
}

/// Whether a font of this name is monospaced, told without a copy.
fn is_monospaced(name: &str) -> bool {
    let bytes = name.as_bytes();
    let has = |at: usize, word: &str| bytes.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()));
    bytes.array_windows().enumerate().any(|(at, [one, two])| match [one | 0x20, two | 0x20] {
        [b'c', b'o'] => has(at, "courier") || has(at, "consolas"),
        [b'l', b'u'] => has(at, "lucida console"),
        [b'm', b'o'] => has(at, "mono") || has(at, "monaco"),
        [b'm', b'e'] => has(at, "menlo"),
        [b't', b'y'] => has(at, "typewriter"),
        _ => false,
    })
}

fn cells(c: char) -> u32 {
    match advance(c, &REGULAR) {
        0 => 0,
        _ if is_wide(c) => 2,
        _ => 1,
    }
}

fn advance(c: char, table: &[u16; 95]) -> u16 {
    let code = c as u32;
    if let Some(width) = code.checked_sub(0x20).and_then(|index| table.get(index as usize)) {
        return *width;
    }
    match code {
        0..0x20 | 0x300..0x370 | 0x200B..0x2010 | 0xFE00..0xFE10 => 0,
        0xA0 | 0x2002..0x200B | 0x202F => 278,
        0x2013 => 556,
        0x2014 | 0x2026 => 1000,
        0x2018..=0x201B => 222,
        0x201C..=0x201F => 333,
        0x2022 => 350,
        _ if is_wide(c) => 1000,
        _ if c.is_uppercase() => 690,
        _ => 540,
    }
}

/// East Asian wide characters and pictographs.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c as u32, 0x1100..0x1160 | 0x2E80..0xA4D0 | 0xAC00..0xD7A4 | 0xF900..0xFB00 | 0xFE30..0xFE70 | 0xFF00..0xFF61 | 0xFFE0..0xFFE7 | 0x1F300..0x1FB00 | 0x20000..0x3FFFE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helvetica_measures_as_published() {
        assert!((width("Hello", false, Metrics::Proportional(1.0)) - 2.278).abs() < 1e-4);
        assert!((width("Hello", true, Metrics::Proportional(1.0)) - 2.445).abs() < 1e-4);
    }

    #[test]
    fn monospaced_text_counts_cells() {
        assert!((width("abc 日本", false, Metrics::of("Courier New")) - 8.0 * 0.6).abs() < 1e-4);
    }

    #[test]
    fn widths_are_shared_among_letters() {
        let near = |one: (f32, f32), other: (f32, f32)| (one.0 - other.0).abs() < 1e-3 && (one.1 - other.1).abs() < 1e-3;
        let narrow = 222.0 / (222.0 + 944.0);
        assert!(near(shares("iW", (0, 1), false, "Arial"), (0.0, narrow)));
        assert!(near(shares("iW", (1, 2), false, "Arial"), (narrow, 1.0)));
        assert!(near(shares("iW", (0, 1), false, "DejaVuSansMono"), (0.0, 0.5)));
        assert!(near(shares("", (0, 9), false, ""), (0.0, 0.0)));
        assert!(is_monospaced("CourierNewPSMT") && is_monospaced("lmmono10") && !is_monospaced("Times-Roman"));
    }

    #[test]
    fn accents_cost_nothing() {
        assert_eq!(width("e\u{301}", false, Metrics::Proportional(1.0)), width("e", false, Metrics::Proportional(1.0)));
    }
}
