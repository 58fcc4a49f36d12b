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

/// Hashes two texts as if they were one.
pub(crate) fn hash_joined(salt: u64, left: &str, right: &str) -> u64 {
    let mut bytes = [0; 64];
    let (n_left, length) = (left.len(), left.len() + right.len());
    if length > bytes.len() {
        return hash(salt, &[left, right].concat());
    }
    bytes[..n_left].copy_from_slice(left.as_bytes());
    bytes[n_left..length].copy_from_slice(right.as_bytes());
    hash_bytes(salt, &bytes[..length])
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
            assert_eq!(hash_joined(7, &text[..from], &text[from..to]), plain(7, &text[..to]));
        }
    }
}
