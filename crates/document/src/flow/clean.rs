//! Text as runs promise it: NFC, no ligatures, no invisible characters.

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Appends `raw` to `out`: line ends and controls become spaces, invisible characters vanish, ligatures fall apart, the rest is NFC.
pub(super) fn append(out: &mut String, raw: &str) {
    if raw.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        out.push_str(raw);
        return;
    }
    let start = out.len();
    for c in raw.chars() {
        append_char(out, c);
    }
    if needs_composing(&out[start..]) {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

fn needs_composing(text: &str) -> bool {
    !text.is_ascii() && is_nfc_quick(text.chars()) != IsNormalized::Yes
}

fn append_char(out: &mut String, c: char) {
    match c {
        '\u{20}'..='\u{7E}' => out.push(c),
        // A private character is an icon: unreadable, but it separates what stands beside it.
        '\0'..='\u{1F}' | '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{E000}'..='\u{F8FF}' => out.push(' '),
        '\u{AD}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' => {}
        '\u{FE00}'..='\u{FE0F}' | '\u{FFF9}'..='\u{FFFC}' | '\u{F0000}'.. => {}
        '\u{FB00}'..='\u{FB06}' => out.push_str(ligature(c)),
        _ => out.push(c),
    }
}

fn ligature(c: char) -> &'static str {
    match c {
        '\u{FB00}' => "ff",
        '\u{FB01}' => "fi",
        '\u{FB02}' => "fl",
        '\u{FB03}' => "ffi",
        '\u{FB04}' => "ffl",
        _ => "st",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        let mut out = String::new();
        append(&mut out, raw);
        assert_eq!(out, expected);
    }

    #[test]
    fn text_is_composed_and_free_of_invisible_characters() {
        check("plain", "plain");
        check("Zoe\u{308} Mu\u{308}ller", "Zoë Müller");
        check("o\u{FB03}ce co\u{AD}op\u{200B}", "office coop");
        check("a\u{F095}b\u{7}c", "a b c");
        check("日本\u{FEFF}", "日本");
    }
}
