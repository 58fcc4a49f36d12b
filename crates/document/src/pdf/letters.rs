//! Characters: what is blank, what is illegible, and the one form in which text leaves.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::font::is_private_use;

/// Whether `letter` shows nothing: spaces of all kinds, invisible marks, and icons of private meaning.
pub(super) fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || is_dropped(letter) || is_private_use(letter)
}

/// Whether `letter` never leaves: controls, marks of direction, and joiners that say nothing outside a layout program.
fn is_dropped(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{FFF0}'..='\u{FFFB}')
}

/// Whether a glyph's text does not say what it shows.
pub(super) fn is_illegible(text: &str) -> bool {
    text.chars().any(|letter| letter == '\u{FFFD}' || is_private_use(letter))
}

/// The combining mark that means what a free-standing accent shows; some typesetters draw accents over letters.
pub(super) fn combining(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let mark = match letters.next()? {
        '`' | 'ˋ' => '\u{300}',
        '´' | 'ˊ' => '\u{301}',
        '^' | 'ˆ' => '\u{302}',
        '~' | '˜' => '\u{303}',
        '¯' | 'ˉ' => '\u{304}',
        '˘' => '\u{306}',
        '˙' => '\u{307}',
        '¨' => '\u{308}',
        '˚' | '°' => '\u{30A}',
        '˝' => '\u{30B}',
        'ˇ' => '\u{30C}',
        '¸' => '\u{327}',
        '˛' => '\u{328}',
        _ => return None,
    };
    letters.next().is_none().then_some(mark)
}

/// Whether `text` is one letter, figure or mark.
pub(super) fn is_single_letter(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|letter| letter.is_alphanumeric() || matches!(letter, '&' | '/' | '.' | '-' | '·'))
        && letters.next().is_none()
}

/// Writes `text` into `out`: NFC, ligatures taken apart, one space for any blank, nothing invisible.
pub(super) fn clean(text: &str, out: &mut String) {
    out.clear();
    if text.is_ascii() && !text.bytes().any(|byte| byte < b' ' || byte == 0x7F) {
        if is_spaced_singly(text.as_bytes()) {
            out.push_str(text);
        } else {
            push_words(text.chars(), out);
        }
        return;
    }
    if is_settled(text.as_bytes()) {
        return out.push_str(text);
    }
    if text.chars().any(is_presentation_form) {
        let standard: String = text.nfkc().collect();
        push_words(standard.chars().flat_map(Plain::of).nfc(), out);
        return;
    }
    let plain = text.chars().flat_map(Plain::of);
    if is_nfc(text) {
        push_words(plain, out);
    } else {
        push_words(plain.nfc(), out);
    }
}

/// Whether `text` is in its one form as it stands, told by its bytes: words of Latin or Cyrillic letters, each a character of its own, with
/// the dashes, quotation marks and bullets of print, one blank between them.
fn is_settled(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(&byte) = bytes.next() {
        let is_sound = match byte {
            b' '..=b'~' => true,
            // U+00A1 to U+00BF but for the soft hyphen, U+00C0 to U+023F, U+0400 to U+047F.
            0xC2 => bytes.next().is_some_and(|next| *next > 0xA0 && *next != 0xAD),
            0xC3..=0xC8 | 0xD0 | 0xD1 => bytes.next().is_some(),
            // U+2010 to U+2027.
            0xE2 => bytes.next() == Some(&0x80) && bytes.next().is_some_and(|last| (0x90..=0xA7).contains(last)),
            _ => false,
        };
        if !is_sound {
            return false;
        }
    }
    is_spaced_singly(text)
}

/// Whether single blanks stand between words and none around them.
fn is_spaced_singly(text: &[u8]) -> bool {
    let is_blank_outside = text.first() == Some(&b' ') || text.last() == Some(&b' ');
    !is_blank_outside && !text.windows(2).any(|pair| pair == b"  ")
}

/// Whether `letter` is a positional form of an Arabic letter or a Hebrew ligature, which fonts use and text does not.
fn is_presentation_form(letter: char) -> bool {
    matches!(letter, '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

fn push_words(letters: impl Iterator<Item = char>, out: &mut String) {
    let mut is_space_due = false;
    for letter in letters {
        if letter.is_whitespace() {
            is_space_due = !out.is_empty();
            continue;
        }
        if is_space_due {
            out.push(' ');
            is_space_due = false;
        }
        out.push(letter);
    }
}

/// The plain form of one character: up to three characters.
struct Plain([char; 3], usize, usize);

impl Plain {
    fn of(letter: char) -> Self {
        let form: &[char] = match letter {
            'ﬀ' => &['f', 'f'],
            'ﬁ' => &['f', 'i'],
            'ﬂ' => &['f', 'l'],
            'ﬃ' => &['f', 'f', 'i'],
            'ﬄ' => &['f', 'f', 'l'],
            'ﬅ' | 'ﬆ' => &['s', 't'],
            // Fonts show a soft hyphen only where a word is broken.
            '\u{AD}' => &['-'],
            letter if is_private_use(letter) => &[' '],
            letter if is_dropped(letter) && !letter.is_whitespace() => &[],
            letter => return Self([letter, ' ', ' '], 0, 1),
        };
        let mut letters = [' '; 3];
        letters[..form.len()].copy_from_slice(form);
        Self(letters, 0, form.len())
    }
}

impl Iterator for Plain {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        (self.1 < self.2).then(|| {
            self.1 += 1;
            self.0[self.1 - 1]
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_leaves_in_one_form() {
        let cases = [
            ("  two\u{A0}\u{2003} words ", "two words"),
            ("e\u{301}t", "ét"),
            ("oﬃce ﬂow", "office flow"),
            ("a\u{200B}b\u{FEFF}c\u{202E}d", "abcd"),
            ("\u{F095} 555", "555"),
            ("co\u{AD}", "co-"),
            ("tab\there", "tab here"),
        ];
        let mut out = String::new();
        for (text, expected) in cases {
            clean(text, &mut out);
            assert_eq!(out, expected, "{text:?}");
        }
    }
}
