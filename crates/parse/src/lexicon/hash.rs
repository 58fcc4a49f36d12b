//! Where compiled lists keep a phrase: the build script, which writes them, and the program, which reads them, must agree.
#![expect(unreachable_pub, reason = "the build script compiles this file too")]

/// Hashes `text` to 64 well-mixed bits.
///
/// Each step multiplies to 128 bits and folds the halves, so that every bit of a phrase reaches every bit of its hash.
pub fn hash(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let mut state = SEED.wrapping_mul(bytes.len() as u64 + 1);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = fold_halves(state ^ u64::from_le_bytes(*word), STEP);
    }
    fold_halves(fold_halves(state ^ tail(rest), STEP), SEED)
}

/// Fewer than eight bytes in one number; which of them are told twice depends on their count alone.
fn tail(bytes: &[u8]) -> u64 {
    match *bytes {
        [] => 0,
        [.., a, b, c, d] => match *bytes {
            [e, f, g, h, ..] => u64::from(u32::from_le_bytes([e, f, g, h])) << 32 | u64::from(u32::from_le_bytes([a, b, c, d])),
            _ => 0,
        },
        [first, .., last] => u64::from(first) << 16 | u64::from(bytes[bytes.len() / 2]) << 8 | u64::from(last),
        [only] => u64::from(only),
    }
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
