//! Text as lexicons compare it: words of lower-case letters without accents, one space between them.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// Appends the folded words of `text` to `folded`, single spaces between them and before them where `folded` is not empty.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub fn fold_into(text: &str, folded: &mut String) {
    let mut bytes = std::mem::take(folded).into_bytes();
    let start = bytes.len();
    bytes.reserve(text.len() + 1);
    if start > 0 {
        bytes.push(b' ');
    }
    // Inside a word or behind nothing, a mark begins a gap; behind a gap it adds nothing.
    let mut inside = false;
    let is_ascii = text.is_ascii();
    let mut rest = text.as_bytes();
    loop {
        let n_ascii = if is_ascii { rest.len() } else { rest.iter().take_while(|byte| byte.is_ascii()).count() };
        inside = fold_ascii(&rest[..n_ascii], inside, &mut bytes);
        rest = &rest[n_ascii..];
        let Some(symbol) = text[text.len() - rest.len()..].chars().next() else { break };
        rest = &rest[symbol.len_utf8()..];
        // Dashes, quotes and bullets are frequent, and looking a symbol up is dear.
        if matches!(symbol, '\u{2010}'..='\u{2027}') {
            part(inside, &mut bytes);
            inside = false;
        } else if symbol.is_alphanumeric() {
            inside = true;
            fold_letter(symbol, &mut bytes);
        } else if !is_combining_mark(symbol) {
            part(inside, &mut bytes);
            inside = false;
        }
    }
    if !inside && bytes.len() > start && bytes.ends_with(b" ") {
        bytes.pop();
    }
    *folded = String::from_utf8(bytes).unwrap_or_default();
}

/// ASCII letters and digits in lower case; spaces for the rest.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub static LOW: [u8; 128] = {
    let mut low = [b' '; 128];
    let mut byte = 0_u8;
    while byte < 128 {
        if byte.is_ascii_alphanumeric() {
            low[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    low
};

/// Folds ASCII; `inside` a word or not, before and behind.
fn fold_ascii(text: &[u8], mut inside: bool, folded: &mut Vec<u8>) -> bool {
    let mut at = folded.len();
    // Room for all of it: what is not used is cut off, and every step writes without asking.
    folded.resize(at + text.len(), 0);
    for &byte in text {
        let low = LOW[usize::from(byte & 0x7F)];
        let is_word = low != b' ';
        if let Some(place) = folded.get_mut(at) {
            *place = low;
        }
        at += usize::from(is_word | (inside & (at > 0)));
        inside = is_word;
    }
    folded.truncate(at);
    inside
}

/// Puts a space behind a word that ends.
fn part(inside: bool, folded: &mut Vec<u8>) {
    if inside && !folded.is_empty() {
        folded.push(b' ');
    }
}

/// The folded words of `text` in a string of its own.
#[allow(dead_code, unreachable_pub, reason = "for the build script, which compiles this file too")]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + 1);
    fold_into(text, &mut folded);
    folded
}

/// Appends what a letter or a digit folds to.
#[expect(unreachable_pub, reason = "the build script compiles this file too")]
pub fn fold_letter(symbol: char, folded: &mut Vec<u8>) {
    let mut push = |text: &str| folded.extend_from_slice(text.as_bytes());
    decompose_compatible(symbol, |part| {
        if is_combining_mark(part) {
            return;
        }
        for low in part.to_lowercase() {
            match low {
                'ß' => push("ss"),
                'ł' => push("l"),
                'ø' => push("o"),
                'æ' => push("ae"),
                'œ' => push("oe"),
                'đ' | 'ð' => push("d"),
                'ı' => push("i"),
                'þ' => push("th"),
                // Capitals do not tell the one at a word's end.
                'ς' => push("σ"),
                other if other.is_alphanumeric() => push(other.encode_utf8(&mut [0; 4])),
                _ => {}
            }
        }
    });
}

/// `text` with the marks in words that folding would drop and that tell languages apart: `C#`, `C++`.
pub(crate) fn spelt(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['#', '+']) { text.replace('#', " sharp ").replace('+', " plus ").into() } else { text.into() }
}
