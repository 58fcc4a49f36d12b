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

/// A text and, where it has at most sixteen bytes, these as a number, the first of them lowest: two such are joined by a shift.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    text: &'a str,
    number: u128,
}

impl<'a> Piece<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let (words, rest) = text.as_bytes().as_chunks::<8>();
        let last = if rest.is_empty() { 0 } else { u128::from(tail(text.as_bytes(), rest)) };
        let number = match words {
            [] => last,
            [word] => u128::from(u64::from_le_bytes(*word)) | last << 64,
            [word, next, ..] => u128::from(u64::from_le_bytes(*word)) | u128::from(u64::from_le_bytes(*next)) << 64,
        };
        Self { text, number }
    }

    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.text.len()
    }

    /// Its first byte; all of it, where that is no letter by itself.
    pub(crate) fn initial(&self) -> Self {
        self.text.get(..1).map_or(*self, |text| Self { text, number: self.number & 0xff })
    }
}

/// Hashes two texts as if they were one.
pub(crate) fn hash_joined(salt: u64, left: Piece<'_>, right: Piece<'_>) -> u64 {
    let length = left.len() + right.len();
    if length > 16 {
        return hash(salt, &[left.text, right.text].concat());
    }
    // A shift by the whole width, which would be none, comes with nothing on the right.
    let number = left.number | right.number.checked_shl(8 * left.len() as u32).unwrap_or(0);
    let mut state = fold(salt ^ SEED, 0xd6e8_feb8_6659_fd93) ^ length as u64;
    if length > 0 {
        state = fold(state ^ number as u64, STEP);
    }
    if length > 8 {
        state = fold(state ^ (number >> 64) as u64, STEP);
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
            assert_eq!(hash_joined(7, Piece::of(&text[..from]), Piece::of(&text[from..to])), plain(7, &text[..to]));
        }
    }
}
