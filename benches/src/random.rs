//! Numbers that only look random.

/// A xorshift generator: the same numbers everywhere.
#[derive(Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from `seed`.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }

    /// One of `from`, each as likely.
    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }

    /// One of `from`, the first ones far more often: the place is the bound to the power of an even number.
    pub fn common<T: Copy>(&mut self, from: &[T]) -> T {
        #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lists are short")]
        let place = (from.len() as f64).powf(self.below(10_000) as f64 / 10_000.0) as usize - 1;
        from[place.min(from.len() - 1)]
    }
}
