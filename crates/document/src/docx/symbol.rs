//! Characters of symbol fonts as Unicode.

/// The character that code `code` of the symbol font `font` shows; `None` where Unicode has none that matters in running text.
pub(crate) fn symbol(font: &str, code: u32) -> Option<char> {
    // Symbol fonts live at U+F000 to U+F0FF of the private area, or below 256.
    let low = if (0xF000..0xF100).contains(&code) { code - 0xF000 } else { code };
    if low > 0xFF {
        return char::from_u32(low).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
    }
    let is = |part: &str| font.as_bytes().windows(part.len()).any(|window| window.eq_ignore_ascii_case(part.as_bytes()));
    if is("wingdings") || is("webdings") {
        return wingding(low);
    }
    if is("symbol") || code >= 0xF000 {
        return greek(low);
    }
    char::from_u32(low)
}

/// Wingdings: bullets, arrows and the signs that stand before contact details.
fn wingding(code: u32) -> Option<char> {
    Some(match code {
        0x20 => ' ',
        0x28 | 0x29 => '☎',
        0x2A..=0x2C => '✉',
        0x3A | 0xC8 => '🖥',
        0x6C | 0x9F | 0x6D => '•',
        0x6E | 0x67 => '■',
        0x6F | 0x70 | 0x71 | 0x72 | 0xA8 => '□',
        0x73..=0x77 => '◆',
        0xA7 => '▪',
        0xA1 | 0x99 | 0xA2 => '○',
        0xAB | 0xAF | 0xB2 => '★',
        0xD8 => '➢',
        0xE0 | 0xE8 | 0xF0 => '→',
        0xDF => '←',
        0xFB => '✗',
        0xFC => '✓',
        0xFD => '☒',
        0xFE => '☑',
        0x4A => '☺',
        _ => return None,
    })
}

/// Adobe Symbol: the bullet, Greek letters and a few operators.
fn greek(code: u32) -> Option<char> {
    const CAPITALS: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    const SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    Some(match code {
        0x41..=0x5A => CAPITALS.chars().nth(code as usize - 0x41)?,
        0x61..=0x7A => SMALL.chars().nth(code as usize - 0x61)?,
        0x20..=0x2C | 0x2E..=0x3F | 0x5B | 0x5D | 0x5F | 0x7B..=0x7D => char::from_u32(code)?,
        0x2D => '−',
        0xA3 => '≤',
        0xA5 => '∞',
        0xA8 => '♦',
        0xAE | 0xDE => '→',
        0xB0 => '°',
        0xB1 => '±',
        0xB3 => '≥',
        0xB4 => '×',
        0xB7 => '•',
        0xD2 | 0xE2 => '®',
        0xD3 | 0xE3 => '©',
        0xD4 | 0xE4 => '™',
        _ => return None,
    })
}

/// The label of a bulleted list level: what its font shows, a plain bullet where that says nothing.
pub(crate) fn bullet(text: &str, font: &str) -> char {
    let Some(c) = text.trim().chars().next() else { return '•' };
    match c {
        '\u{F000}'..='\u{F0FF}' => symbol(font, c as u32).filter(|c| !c.is_whitespace()).unwrap_or('•'),
        '\u{E000}'..='\u{F8FF}' => '•',
        // The circle that Word draws with the letter of a typewriter font.
        'o' => '◦',
        _ if font.to_ascii_lowercase().contains("wingdings") => wingding(c as u32).unwrap_or('•'),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbol_fonts_become_unicode() {
        assert_eq!(symbol("Wingdings", 0xF028), Some('☎'));
        assert_eq!(symbol("Symbol", 0xF0B7), Some('•'));
        assert_eq!(symbol("Symbol", 0x61), Some('α'));
        assert_eq!(symbol("Arial", 0x2022), Some('•'));
        assert_eq!(symbol("FontAwesome", 0xE0F3), None);
    }

    #[test]
    fn every_bullet_has_a_label() {
        assert_eq!(bullet("\u{F0B7}", "Symbol"), '•');
        assert_eq!(bullet("\u{F0A7}", "Wingdings"), '▪');
        assert_eq!(bullet("o", "Courier New"), '◦');
        assert_eq!(bullet("-", ""), '-');
        assert_eq!(bullet("", ""), '•');
        assert_eq!(bullet("\u{F111}", "FontAwesome"), '•');
    }
}
