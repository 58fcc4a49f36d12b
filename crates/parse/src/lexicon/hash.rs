//! Where compiled lists keep a phrase: the build script, which writes them, and the program, which reads them, must agree.
#![expect(unreachable_pub, reason = "the build script compiles this file too")]

/// Bytes of a text whose hash takes no loop.
pub const SHORT: usize = 16;

/// Hashes `text` to 64 well-mixed bits.
pub fn hash(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

/// The same of its bytes.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let (pairs, rest) = bytes.as_chunks::<SHORT>();
    let mut tail = [0; SHORT];
    tail[..rest.len()].copy_from_slice(rest);
    match pairs {
        [] => mix(u128::from_le_bytes(tail), bytes.len() as u64),
        [only] if rest.is_empty() => mix(u128::from_le_bytes(*only), bytes.len() as u64),
        _ => {
            let state = pairs.iter().fold(bytes.len() as u64, |state, pair| mix(u128::from_le_bytes(*pair), state));
            mix(u128::from_le_bytes(tail), state)
        }
    }
}

/// Hashes the first `length` bytes of `bytes`, from 1 to [`SHORT`] of them, as [`hash`] does, without asking how many they are.
#[allow(dead_code, reason = "the build script has no use for it")]
pub fn hash_short(bytes: [u8; SHORT], length: usize) -> u64 {
    let kept = u128::MAX >> (128 - 8 * length.clamp(1, SHORT));
    mix(u128::from_le_bytes(bytes) & kept, length as u64)
}

/// Each step multiplies to 128 bits and folds the halves, so that every bit of a phrase reaches every bit of its hash.
fn mix(pair: u128, state: u64) -> u64 {
    let first = fold_halves(pair as u64 ^ SEED.wrapping_mul(state + 1), STEP);
    fold_halves(first ^ (pair >> 64) as u64, SEED)
}

const SEED: u64 = 0x9E37_79B9_7F4A_7C15;
const STEP: u64 = 0xD6E8_FEB8_6659_FD93;

fn fold_halves(left: u64, right: u64) -> u64 {
    let product = u128::from(left) * u128::from(right);
    product as u64 ^ (product >> 64) as u64
}

/// The slot, of `n_slots`, where the search for a hash begins.
pub fn slot(hash: u64, n_slots: usize) -> usize {
    (((hash >> 32) * n_slots as u64) >> 32) as usize
}

/// The 48 bits that a slot keeps of a hash; never 0, which marks an empty slot.
pub fn tag(hash: u64) -> u64 {
    (hash & 0xFFFF_FFFF_FFFF).max(1)
}
