//! What can be said about two words or numbers without reading them: which of them cannot be alike.
//!
//! Every answer errs on one side: what *may* be alike is compared letter by letter, what may not surely is not.

/// From here on two words are close, by Jaro and Winkler.
pub(crate) const CLOSE: f64 = 0.88;

/// The outline of a folded word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    /// Which letters and digits it has.
    pub(crate) letters: u32,
    /// Its first four bytes, 0 where it is shorter.
    head: [u8; 4],
    /// Its length; 255 for longer words too.
    length: u8,
}

impl Shape {
    pub(crate) fn of(text: &str) -> Self {
        let mut head = [0; 4];
        head.iter_mut().zip(text.bytes()).for_each(|(cell, byte)| *cell = byte);
        Self { letters: letters(text), head, length: u8::try_from(text.len()).unwrap_or(u8::MAX) }
    }

    /// Its length; 255 for longer words too.
    pub(crate) fn length(&self) -> u8 {
        self.length
    }

    /// Its first byte; 0 for an empty word.
    pub(crate) fn first(&self) -> u8 {
        self.head[0]
    }

    /// Whether one of the two may begin with the other.
    pub(crate) fn may_begin(&self, other: &Self) -> bool {
        self.head[..3] == other.head[..3]
    }

    /// How many letters of each the other has not, at least.
    fn missing(&self, other: &Self) -> (u32, u32) {
        ((self.letters & !other.letters).count_ones(), (other.letters & !self.letters).count_ones())
    }

    /// Whether the two may differ by one letter too many, too few, another, or two exchanged.
    pub(crate) fn may_slip(&self, other: &Self) -> bool {
        let (left, right) = self.missing(other);
        self.length.abs_diff(other.length) <= 1 && left <= 1 && right <= 1
    }

    /// Whether the two may be [`CLOSE`].
    pub(crate) fn may_resemble(&self, other: &Self) -> bool {
        /// What the shares of agreeing letters in the two words have to come to, in thousandths rounded down, by the length of a common
        /// beginning: with all letters in order, the likeness is `(shares + 1) / 3`, and a tenth of what it lacks more for each letter of it.
        const LEAST: [u32; 5] = {
            let mut least = [0; 5];
            let mut prefix = 0;
            while prefix < least.len() {
                let tenths = 0.1 * prefix as f64;
                least[prefix] = ((3.0 * (CLOSE - tenths) / (1.0 - tenths) - 1.0) * 1000.0 - 0.01) as u32;
                prefix += 1;
            }
            least
        };
        let (left, right) = (u32::from(self.length), u32::from(other.length));
        let (left_missing, right_missing) = self.missing(other);
        // No more letters can agree than neither word lacks.
        let common = left.saturating_sub(left_missing).min(right.saturating_sub(right_missing));
        let prefix = (u32::from_le_bytes(self.head) ^ u32::from_le_bytes(other.head)).trailing_zeros() / 8;
        // Of a longer word the length is not known.
        let is_long = self.length.max(other.length) == u8::MAX;
        is_long || common > 0 && 1000 * common * (left + right) >= LEAST[prefix as usize] * left * right
    }
}

/// One bit for each letter that a folded text has, and six that digits share.
pub(crate) fn letters(text: &str) -> u32 {
    text.bytes().fold(0, |letters, byte| {
        letters
            | match byte {
                b'a'..=b'z' => 1 << (byte - b'a'),
                other => 1 << (26 + other % 6),
            }
    })
}

/// At most nine digits as a number, and how many there are, less six, in the two highest bits.
pub(crate) fn number(digits: &str) -> u32 {
    let value = digits.bytes().take(9).fold(0_u32, |value, digit| value * 10 + u32::from(digit.wrapping_sub(b'0')) % 10);
    value | ((digits.len().clamp(6, 9) - 6) as u32) << 30
}

/// Whether two numbers, as [`number`] gives them, may differ by one slip.
pub(crate) fn numbers_may_slip(left: u32, right: u32) -> bool {
    if left >> 30 != right >> 30 {
        return true;
    }
    // Another digit is a difference of one digit and noughts; two exchanged are nine times such a difference.
    let mut difference = left.abs_diff(right);
    while difference != 0 && difference.is_multiple_of(10) {
        difference /= 10;
    }
    difference < 10 || (difference < 100 && difference.is_multiple_of(9))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rapidfuzz::distance::jaro_winkler;

    use super::*;
    use crate::compare::one_slip;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn what_is_alike_may_be_alike(left in "[a-e0-2]{1,9}", right in "[a-e0-2]{1,9}", cut in 0..9_usize) {
            let mut near = left.clone();
            near.replace_range(cut.min(left.len() - 1)..=cut.min(left.len() - 1), &right[..1]);
            for other in [&right, &near] {
                let (one, two) = (Shape::of(&left), Shape::of(other));
                let likeness = jaro_winkler::similarity(left.bytes(), other.bytes());
                prop_assert!(likeness < CLOSE || one.may_resemble(&two), "{left} {other} {likeness}");
                prop_assert!(!one_slip(&left, other) || one.may_slip(&two), "{left} {other}");
            }
        }

        #[test]
        fn numbers_that_slipped_may_have_slipped(left in "[0-9]{7,9}", at in 0..8_usize, digit in "[0-9]") {
            let mut exchanged = left.clone().into_bytes();
            let at = at.min(left.len() - 2);
            exchanged.swap(at, at + 1);
            let mut another = left.clone();
            another.replace_range(at..=at, &digit);
            for other in [String::from_utf8(exchanged).expect("digits"), another, left[1..].to_owned()] {
                prop_assert!(!one_slip(&left, &other) || numbers_may_slip(number(&left), number(&other)), "{left} {other}");
            }
        }
    }

    #[test]
    fn most_others_are_told_apart() {
        assert!(!Shape::of("smith").may_resemble(&Shape::of("jones")));
        assert!(!Shape::of("smith").may_slip(&Shape::of("jones")));
        assert!(!numbers_may_slip(number("175550143"), number("175558143") + 11));
    }
}
