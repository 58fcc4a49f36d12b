//! Text as lexicons compare it: words of lower-case letters without accents, one space between them.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends the folded words of `text` to `folded`, single spaces between them and before them where `folded` is not empty.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub fn fold_into(text: &str, folded: &mut String) {
    let mut inside = false;
    for symbol in text.chars() {
        if symbol.is_alphanumeric() {
            if !inside && !folded.is_empty() {
                folded.push(' ');
            }
            inside = true;
            fold_letter(symbol, folded);
        } else if !is_combining_mark(symbol) {
            inside = false;
        }
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
    if symbol.is_ascii() {
        folded.push(symbol.to_ascii_lowercase());
        return;
    }
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
