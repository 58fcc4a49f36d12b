//! Telephone numbers as they identify: the last nine digits.

/// The last nine digits of a number, extension aside; `None` for fewer than seven digits and for placeholders.
///
/// Nine digits are what remains the same between `0151 …`, `+49 151 …` and `0049 (0)151 …`; two numbers of different countries
/// that agree in them are rarer than typing errors.
pub(crate) fn normalize(raw: &str) -> Option<String> {
    let lowered = raw.to_ascii_lowercase();
    let number = ["ext", "x", "#", "durchwahl"].iter().filter_map(|mark| lowered.find(mark)).min().map_or(&*lowered, |end| &lowered[..end]);
    let digits: Vec<u8> = number.replace("(0)", "").bytes().filter(u8::is_ascii_digit).collect();
    if digits.len() < 7 || digits.len() > 18 || is_placeholder(&digits) {
        return None;
    }
    let tail = &digits[digits.len().saturating_sub(9)..];
    Some(tail.iter().map(|&digit| digit as char).collect())
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
