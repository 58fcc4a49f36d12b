//! A fast string hash whose values may be stored: the same on every platform and in every version.

const SEED: u64 = 0x9e37_79b9_7f4a_7c15;

const STEP: u64 = 0xa076_1d64_78bd_642f;

fn fold(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    (product as u64) ^ ((product >> 64) as u64)
}

/// Hashes `text` under `salt`; different salts give unrelated values.
pub(crate) fn hash(salt: u64, text: &str) -> u64 {
    hash_bytes(salt, text.as_bytes())
}

fn hash_bytes(salt: u64, bytes: &[u8]) -> u64 {
    let mut state = fold(salt ^ SEED, 0xd6e8_feb8_6659_fd93) ^ bytes.len() as u64;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = fold(state ^ u64::from_le_bytes(*word), STEP);
    }
    if !rest.is_empty() {
        state = fold(state ^ tail(bytes, rest), STEP);
    }
    fold(state, 0xe703_7ed1_a0b4_28db)
}

/// A text and, as a number, its first sixteen bytes, the first of them lowest: two such are joined by a shift, compared and hashed in registers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    number: u128,
    length: usize,
    /// The text, where it is longer than the number.
    text: &'a str,
}

impl<'a> Piece<'a> {
    /// Bytes that the number tells.
    pub(crate) const WIDTH: usize = 16;

    #[inline]
    pub(crate) fn of(text: &'a str) -> Self {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let last = if rest.is_empty() { 0 } else { u128::from(tail(text.as_bytes(), rest)) };
        let number = match words {
            [] => last,
            [word] => u128::from(u64::from_le_bytes(*word)) | last << 64,
            [word, next, ..] => u128::from(u64::from_le_bytes(*word)) | u128::from(u64::from_le_bytes(*next)) << 64,
        };
        Self { number, length: text.len(), text }
    }

    /// A text of at most [`WIDTH`](Self::WIDTH) bytes by its [`number`](Self::number).
    pub(crate) fn short(number: u128, length: usize) -> Self {
        Self { number, length: length.min(Self::WIDTH), text: "" }
    }

    /// Its first bytes.
    pub(crate) fn number(&self) -> u128 {
        self.number
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// Whether it has none.
    pub(crate) fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Whether the number tells all of it.
    fn is_short(&self) -> bool {
        self.length <= Self::WIDTH
    }

    /// Its first byte; all of it, where that is no letter by itself.
    pub(crate) fn initial(&self) -> Self {
        if self.number as u8 >= 0x80 { *self } else { self.beginning(1) }
    }

    /// Its first `length` bytes, fewer than [`WIDTH`](Self::WIDTH); all of a shorter one.
    pub(crate) fn beginning(&self, length: usize) -> Self {
        if self.length <= length { *self } else { Self::short(self.number & ((1 << (8 * length)) - 1), length) }
    }

    /// Whether it comes before another, byte by byte. Neither may have a nought in it.
    pub(crate) fn is_before(&self, other: &Self) -> bool {
        if self.is_short() && other.is_short() {
            return self.number.swap_bytes() < other.number.swap_bytes();
        }
        self.bytes() < other.bytes()
    }

    fn bytes(&self) -> Vec<u8> {
        if self.is_short() { self.number.to_le_bytes()[..self.length].to_vec() } else { self.text.as_bytes().to_vec() }
    }
}

/// Hashes a text.
#[inline]
pub(crate) fn hash_piece(salt: u64, text: Piece<'_>) -> u64 {
    if !text.is_short() {
        return hash(salt, text.text);
    }
    hash_words(salt, text.length, [text.number as u64, (text.number >> 64) as u64])
}

/// Hashes two texts as if they were one.
pub(crate) fn hash_joined(salt: u64, left: Piece<'_>, right: Piece<'_>) -> u64 {
    if !left.is_short() || !right.is_short() {
        return hash_bytes(salt, &[left.bytes(), right.bytes()].concat());
    }
    // A shift by the whole width, which would be none, comes with nothing on one side.
    let shift = 8 * left.length as u32;
    let low = left.number | right.number.checked_shl(shift).unwrap_or(0);
    let high = right.number.checked_shr(u128::BITS - shift).unwrap_or(0);
    hash_words(salt, left.length + right.length, [low as u64, (low >> 64) as u64, high as u64, (high >> 64) as u64])
}

/// Hashes a text of `length` bytes in words, noughts after its end.
#[inline]
fn hash_words<const N: usize>(salt: u64, length: usize, words: [u64; N]) -> u64 {
    let mut state = fold(salt ^ SEED, 0xd6e8_feb8_6659_fd93) ^ length as u64;
    for (place, word) in words.into_iter().enumerate() {
        if length > 8 * place {
            state = fold(state ^ word, STEP);
        }
    }
    fold(state, 0xe703_7ed1_a0b4_28db)
}

/// The last bytes of a text as a number, the first of them lowest; they are read in whole words where there are so many.
fn tail(bytes: &[u8], rest: &[u8]) -> u64 {
    if let Some(last) = bytes.last_chunk::<8>() {
        return u64::from_le_bytes(*last) >> (8 * (8 - rest.len()));
    }
    match (rest.first_chunk::<4>(), rest.last_chunk::<4>()) {
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << (8 * (rest.len() - 4)),
        _ => rest.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// Joins two hashes in an order that matters.
pub(crate) fn join(left: u64, right: u64) -> u64 {
    fold(left ^ SEED, right.rotate_left(23) ^ 0x8ebc_6af0_9c88_c6e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_pinned_because_databases_hold_them() {
        assert_eq!(hash(1, ""), hash(1, ""));
        assert_ne!(hash(1, "a"), hash(2, "a"));
        assert_ne!(hash(1, "a"), hash(1, "a\0"));
        assert_ne!(join(1, 2), join(2, 1));
        // Letter by letter, as databases of any version have it.
        let plain = |salt: u64, text: &str| {
            let mut state = fold(salt ^ SEED, 0xd6e8_feb8_6659_fd93) ^ text.len() as u64;
            for chunk in text.as_bytes().chunks(8) {
                let word = chunk.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
                state = fold(state ^ word, STEP);
            }
            fold(state, 0xe703_7ed1_a0b4_28db)
        };
        let text = "the quick brown fox jumps over the lazy dog, and then over all others";
        for (from, to) in (0..text.len()).flat_map(|from| (from..text.len()).map(move |to| (from, to))) {
            assert_eq!(hash(7, &text[from..to]), plain(7, &text[from..to]));
            let (left, right) = (Piece::of(&text[..from]), Piece::of(&text[from..to]));
            assert_eq!(hash_piece(7, right), plain(7, &text[from..to]));
            assert_eq!(hash_joined(7, left, right), plain(7, &text[..to]));
            assert_eq!(left.is_before(&right), text[..from] < text[from..to]);
            assert_eq!(hash_piece(7, right.beginning(4)), plain(7, text[from..to].get(..4).unwrap_or(&text[from..to])));
        }
    }
}
