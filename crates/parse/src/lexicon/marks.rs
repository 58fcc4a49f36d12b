//! Which kinds of characters a text holds.

/// Kinds of characters that a text holds at least once, a bit each: told in one pass without a branch, for all who ask.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Marks(u16);

impl Marks {
    pub(crate) const DIGIT: Self = Self(1);
    /// An ASCII letter, small.
    pub(crate) const SMALL: Self = Self(1 << 1);
    /// An ASCII letter, capital.
    pub(crate) const CAPITAL: Self = Self(1 << 2);
    /// Anything beyond ASCII.
    pub(crate) const WIDE: Self = Self(1 << 3);
    pub(crate) const AT: Self = Self(1 << 4);
    pub(crate) const COLON: Self = Self(1 << 5);
    pub(crate) const STOP: Self = Self(1 << 6);
    pub(crate) const HYPHEN: Self = Self(1 << 7);
    pub(crate) const AMPERSAND: Self = Self(1 << 8);
    pub(crate) const SLASH: Self = Self(1 << 9);
    pub(crate) const PERCENT: Self = Self(1 << 10);

    /// What `text` holds.
    pub(crate) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |marks, byte| marks | KINDS[usize::from(byte)]))
    }

    /// Whether there is one of `marks`, which may be several.
    pub(crate) fn has(self, marks: Self) -> bool {
        self.0 & marks.0 != 0
    }

    /// This or that.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

static KINDS: [u16; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' => Marks::DIGIT,
            b'a'..=b'z' => Marks::SMALL,
            b'A'..=b'Z' => Marks::CAPITAL,
            0x80.. => Marks::WIDE,
            b'@' => Marks::AT,
            b':' => Marks::COLON,
            b'.' => Marks::STOP,
            b'-' => Marks::HYPHEN,
            b'&' => Marks::AMPERSAND,
            b'/' => Marks::SLASH,
            b'%' => Marks::PERCENT,
            _ => Marks(0),
        }
        .0;
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_text_holds_is_told() {
        let marks = Marks::of("Jane (B.Sc.) 2019");
        assert!(marks.has(Marks::DIGIT) && marks.has(Marks::SMALL) && marks.has(Marks::STOP));
        assert!(!marks.has(Marks::AT.or(Marks::WIDE)) && marks.has(Marks::AT.or(Marks::CAPITAL)));
        assert!(Marks::of("é").has(Marks::WIDE));
    }
}
