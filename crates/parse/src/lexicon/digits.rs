//! The digits of a text, many places asked at once.

use super::words::{BLOCK, gathered};

/// Places of a block at which a number may begin: one byte more is seen in front, and four behind.
const STEP: usize = BLOCK - 5;

/// Which bytes of a stretch of a text are digits.
///
/// Where a number begins and how long it is cannot be foreseen by a processor: all places are asked by a few steps on bits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digits {
    /// A bit for each digit; the first is of the byte in front of the stretch.
    bits: u64,
    /// Where the stretch begins.
    start: usize,
}

impl Digits {
    /// Those of `text`, stretch by stretch. A number is found in the stretch in which it begins.
    pub(crate) fn of(text: &str) -> impl Iterator<Item = Self> {
        let bytes = text.as_bytes();
        (0..bytes.len()).step_by(STEP).map(|start| {
            let mut block = [b' '; BLOCK];
            let near = &bytes[start.saturating_sub(1)..bytes.len().min(start + BLOCK - 1)];
            let from = usize::from(start == 0);
            block[from..from + near.len()].copy_from_slice(near);
            Self { bits: gathered(&block, digits_of), start }
        })
    }

    /// Whether there is one.
    pub(crate) fn any(self) -> bool {
        self.bits != 0
    }

    /// Where numbers of four digits begin.
    pub(crate) fn fours(self) -> impl Iterator<Item = usize> {
        let behind = |place: u32| self.bits >> place;
        self.places(behind(1) & behind(2) & behind(3) & !behind(4))
    }

    /// Where numbers of two digits begin.
    pub(crate) fn twos(self) -> impl Iterator<Item = usize> {
        self.places(self.bits >> 1 & !(self.bits >> 2))
    }

    /// The places in the text of `holds` at which numbers begin.
    fn places(self, holds: u64) -> impl Iterator<Item = usize> {
        const WITHIN: u64 = (1 << STEP) - 1;
        let mut rest = (self.bits & !(self.bits << 1) & holds) >> 1 & WITHIN;
        std::iter::from_fn(move || {
            let place = (rest != 0).then_some(self.start + rest.trailing_zeros() as usize);
            rest &= rest.wrapping_sub(1);
            place
        })
    }
}

/// The highest bit of each digit of eight bytes.
fn digits_of(eight: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    // Digits become the numbers below ten; what is more reaches the highest bit of its byte, and no sum the next one.
    let value = eight ^ 0x3030_3030_3030_3030;
    let is_other = ((value & LOW) + 0x7676_7676_7676_7676) | value;
    !is_other & !LOW
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where numbers of `length` digits begin, one place after the other.
    fn numbers(text: &str, length: usize) -> Vec<usize> {
        let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
        let begins = |at: &usize| !(*at > 0 && is_digit(at - 1)) && (0..length).all(|more| is_digit(at + more)) && !is_digit(at + length);
        (0..text.len()).filter(begins).collect()
    }

    #[test]
    fn numbers_are_found_wherever_they_begin() {
        for number in ["1", "12", "123", "2019", "12345", "09/2019", "’19–21", "é20é", "/:0129@"] {
            for before in (0..5).chain(50..70).chain([118, 119, 200]) {
                for after in [0, 1, 4, 70] {
                    let text = "-".repeat(before) + number + &"-".repeat(after);
                    assert_eq!(Digits::of(&text).flat_map(Digits::fours).collect::<Vec<_>>(), numbers(&text, 4), "{text}");
                    assert_eq!(Digits::of(&text).flat_map(Digits::twos).collect::<Vec<_>>(), numbers(&text, 2), "{text}");
                    assert!(Digits::of(&text).any(Digits::any), "{text}");
                }
            }
        }
        assert!(!Digits::of("").any(Digits::any) && !Digits::of("no number").any(Digits::any));
    }
}
