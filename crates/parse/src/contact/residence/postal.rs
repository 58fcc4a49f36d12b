//! Postal codes.

use vitae_document::Span;

use crate::lent::Lent;

/// Takes a postal code off either end of `text`.
pub(super) fn without(text: &str, span: Span) -> (Span, Option<Span>) {
    // All of them have figures.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return (span, None);
    }
    let words: Lent<Vec<(usize, usize)>> = text
        .split([' ', '\n'])
        .filter(|word| !word.is_empty() && !matches!(*word, "–" | "-"))
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        })
        .collect();
    let at = |from: usize, to: usize| Span { start: span.start + from as u32, end: span.start + to as u32 };
    for n_words in [2, 1] {
        let n_words: usize = n_words;
        if words.len() < n_words {
            continue;
        }
        let (first, last) = (words[0].0, words[n_words - 1].1);
        if is_code(&text[first..last]) {
            let core = words.get(n_words).map_or(last, |word| word.0);
            return (at(core, text.len()), Some(at(first, last)));
        }
        let (first, last) = (words[words.len() - n_words].0, text.len());
        if is_code(&text[first..last]) {
            let core = words.get(words.len() - n_words - 1).filter(|_| words.len() > n_words).map_or(first, |word| word.1);
            return (at(0, core.min(first)), Some(at(first, last)));
        }
    }
    (span, None)
}

/// Bytes that a postal code has at most: ten signs, of which one may be a dash of three bytes.
const LONGEST_CODE: usize = 12;

/// Whether `text` has the shape of a postal code: `53212`, `44-100`, `8011 PK`, `CF14 6HA`, `M5V 2T6`, `D-10115`, `01310-100`.
pub(super) fn is_code(text: &str) -> bool {
    if text.len() > LONGEST_CODE {
        return false;
    }
    let shape = text.chars().map(|symbol| match symbol {
        symbol if symbol.is_ascii_digit() => '9',
        symbol if symbol.is_ascii_uppercase() => 'A',
        '-' | '–' | '‐' => '-',
        ' ' => ' ',
        _ => '?',
    });
    const SHAPES: &[&str] = &[
        "9999",
        "99999",
        "999999",
        "99-999",
        "9999-999",
        "99999-999",
        "999-9999",
        "99999-9999",
        "999 99",
        "9999 AA",
        "9999AA",
        "A-99999",
        "A-9999",
        "AA-9999",
        "AA-99999",
        "A9 9AA",
        "A99 9AA",
        "AA9 9AA",
        "AA99 9AA",
        "A9A 9AA",
        "AA9A 9AA",
        "A9A 9A9",
        "A9A9A9",
        "A99 A999",
        "A99 AA99",
        "A99 A9A9",
        "A9A-9A9",
    ];
    SHAPES.iter().any(|known| known.chars().eq(shape.clone()))
}
