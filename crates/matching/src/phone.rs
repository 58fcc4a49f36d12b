//! Telephone numbers as they identify: the last nine digits.

use std::borrow::Cow;

/// The last nine digits of a number, extension aside; `None` for fewer than seven digits and for placeholders.
///
/// Nine digits are what remains the same between `0151 …`, `+49 151 …` and `0049 (0)151 …`; two numbers of different countries
/// that agree in them are rarer than typing errors.
pub(crate) fn normalize(raw: &str) -> Option<String> {
    // Most have no letters, marks or brackets. All bytes are looked at, as so many can be looked at together.
    let is_plain = raw.bytes().fold(true, |plain, byte| plain & !(byte.is_ascii_alphabetic() | (byte == b'#') | (byte == b'(')));
    let number = if is_plain { Cow::Borrowed(raw) } else { Cow::Owned(without_extension(&raw.to_ascii_lowercase()).replace("(0)", "")) };
    let mut digits = [0; MOST_DIGITS];
    let mut n_digits = 0;
    for digit in number.bytes().filter(u8::is_ascii_digit) {
        *digits.get_mut(n_digits)? = digit;
        n_digits += 1;
    }
    let digits = &digits[..n_digits];
    if digits.len() < 7 || is_placeholder(digits) {
        return None;
    }
    let tail = &digits[digits.len().saturating_sub(9)..];
    Some(std::str::from_utf8(tail).expect("digits are letters of ASCII").to_owned())
}

/// Most digits of a number.
const MOST_DIGITS: usize = 18;

fn without_extension(number: &str) -> &str {
    ["ext", "x", "#", "durchwahl"].iter().filter_map(|mark| number.find(mark)).min().map_or(number, |end| &number[..end])
}

/// Whether the digits are all alike (a country code aside) or count up or down.
fn is_placeholder(digits: &[u8]) -> bool {
    let tail = &digits[digits.len() - 7..];
    let steps = |step: i16| tail.windows(2).all(|pair| (i16::from(pair[1]) - i16::from(pair[0]) - step).rem_euclid(10) == 0);
    steps(0) || steps(1) || steps(-1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_one_number_agree() {
        for raw in ["+49 151 23456780", "0151/2345 6780", "0049 (0)151 23456780", "+49 (0) 151-23456780 ext. 12"] {
            assert_eq!(normalize(raw).as_deref(), Some("123456780"), "{raw}");
        }
    }

    #[test]
    fn placeholders_and_fragments_are_nothing() {
        for raw in ["0000000000", "1234567890", "9999999999", "+10000000000", "123-456-7890", "N/A", "12345", ""] {
            assert_eq!(normalize(raw), None, "{raw}");
        }
    }
}
