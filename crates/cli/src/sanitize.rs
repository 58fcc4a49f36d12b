//! Résumé text is untrusted: on a terminal it must neither move the cursor nor reorder what stands beside it.

use std::borrow::Cow;

/// `text` without control characters (but line feeds and tabs) and without characters that change the direction of writing.
pub(crate) fn sanitize(text: &str) -> Cow<'_, str> {
    if text.contains(is_harmful) {
        Cow::Owned(text.chars().filter(|&character| !is_harmful(character)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_harmful(character: char) -> bool {
    let steers = matches!(character, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    steers || (character.is_control() && !matches!(character, '\n' | '\t'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_bidirectional_marks_go_and_letters_stay() {
        let cases = [
            ("Zoë Łukasiewicz\tالعربية\n", "Zoë Łukasiewicz\tالعربية\n"),
            ("\u{1b}[2Jcleared", "[2Jcleared"),
            ("\u{9b}31mred\r", "31mred"),
            ("user\u{202e}fdp.exe\u{202c}", "userfdp.exe"),
            ("\u{2066}isolated\u{2069}", "isolated"),
        ];
        for (raw, expected) in cases {
            assert_eq!(sanitize(raw), expected, "{raw:?}");
        }
    }
}
