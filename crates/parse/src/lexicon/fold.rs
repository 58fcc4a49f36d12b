//! Text as lexicons compare it: words of lower-case letters without accents, one space between them.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends the folded words of `text` to `folded`, single spaces between them and before them where `folded` is not empty.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub fn fold_into(text: &str, folded: &mut String) {
    folded.reserve(text.len() + 1);
    let mut inside = false;
    let mut rest = text;
    loop {
        let n_plain = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if n_plain > 0 {
            part(folded, inside);
            let from = folded.len();
            folded.push_str(&rest[..n_plain]);
            folded[from..].make_ascii_lowercase();
            inside = true;
            rest = &rest[n_plain..];
        }
        let Some(symbol) = rest.chars().next() else { return };
        rest = &rest[symbol.len_utf8()..];
        // Dashes, quotes and bullets are frequent, and looking a symbol up is dear.
        if symbol.is_ascii() || matches!(symbol, '\u{2010}'..='\u{2027}') {
            inside = false;
        } else if symbol.is_alphanumeric() {
            part(folded, inside);
            inside = true;
            fold_letter(symbol, folded);
        } else if !is_combining_mark(symbol) {
            inside = false;
        }
    }
}

/// Puts a space before a word that begins.
fn part(folded: &mut String, inside: bool) {
    if !inside && !folded.is_empty() {
        folded.push(' ');
    }
}

/// The folded words of `text` in a string of its own.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

fn fold_letter(symbol: char, folded: &mut String) {
    decompose_compatible(symbol, |part| {
        if is_combining_mark(part) {
            return;
        }
        for low in part.to_lowercase() {
            match low {
                'ß' => folded.push_str("ss"),
                'ł' => folded.push('l'),
                'ø' => folded.push('o'),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'đ' | 'ð' => folded.push('d'),
                'ı' => folded.push('i'),
                'þ' => folded.push_str("th"),
                other if other.is_alphanumeric() => folded.push(other),
                _ => {}
            }
        }
    });
}
