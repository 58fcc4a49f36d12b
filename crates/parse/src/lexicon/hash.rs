//! Where compiled lists keep a phrase: the build script, which writes them, and the program, which reads them, must agree.
#![expect(unreachable_pub, reason = "the build script compiles this file too")]

use std::hint::select_unpredictable;

/// Bytes of a text whose hash takes no loop.
pub const SHORT: usize = 16;

/// Hashes `text` to 64 well-mixed bits.
pub fn hash(text: &str) -> u64 {
    hash_bytes(text.as_bytes())
}

/// The same of its bytes.
pub fn hash_bytes(bytes: &[u8]) -> u64 {
    let (pairs, rest) = bytes.as_chunks::<SHORT>();
    match pairs {
        [] => mix(short(bytes), bytes.len() as u64),
        [only] if rest.is_empty() => mix(u128::from_le_bytes(*only), bytes.len() as u64),
        _ => {
            let state = pairs.iter().fold(bytes.len() as u64, |state, pair| mix(u128::from_le_bytes(*pair), state));
            // The last bytes, those that are hashed already shifted out.
            let last = bytes.last_chunk().map_or(0, |last| u128::from_le_bytes(*last));
            mix(last.checked_shr(8 * (SHORT - rest.len()) as u32).unwrap_or(0), state)
        }
    }
}

/// Less than [`SHORT`] bytes as a number: two halves that overlap, since copying asks for each length apart.
fn short(bytes: &[u8]) -> u128 {
    let length = bytes.len() as u32;
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let high = u64::from_le_bytes(*last).checked_shr(8 * (16 - length)).unwrap_or(0);
        return u128::from(u64::from_le_bytes(*first)) | u128::from(high) << 64;
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let high = u32::from_le_bytes(*last).checked_shr(8 * (8 - length)).unwrap_or(0);
        return u128::from(u64::from(u32::from_le_bytes(*first)) | u64::from(high) << 32);
    }
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u128::from(*byte))
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

/// Slots that are looked at at once: which of them has a hash, or whether one is empty, cannot be foreseen, so that nothing asks in
/// between.
pub const GROUP: usize = 4;

/// The group of slots, of `n_groups`, where the search for a hash begins.
pub fn home(hash: u64, n_groups: usize) -> usize {
    (((hash >> 32) * n_groups as u64) >> 32) as usize
}

/// The group that is searched behind another.
pub fn next(at: usize, n_groups: usize) -> usize {
    if at + 1 == n_groups { 0 } else { at + 1 }
}

/// The slot of a hash in a list of `n_groups`; 0 where the list has none. Some group of the list has an empty slot.
#[allow(dead_code, reason = "the build script has no use for it")]
pub fn find(hash: u64, n_groups: usize, group: impl Fn(usize) -> Option<[u64; GROUP]>) -> u64 {
    let (mut at, tag) = (home(hash, n_groups), tag(hash));
    loop {
        let Some(slots) = group(at) else { return 0 };
        // Said aloud: the compiler would make a branch of every slot.
        let found = slots.iter().fold(0, |found, slot| found | select_unpredictable(slot >> 16 == tag, *slot, 0));
        // Groups are filled from their first slot on.
        let is_full = slots[GROUP - 1] != 0;
        if (found != 0) | !is_full {
            return found;
        }
        at = next(at, n_groups);
    }
}

/// Bytes of a filter: a bit for each of a million hashes, six times as many as there are phrases, and no more than a second cache holds.
pub const FILTER_SIZE: usize = 1 << 17;

/// The byte of a filter that has the bit of a hash, and the bit.
pub fn filter_bit(hash: u64) -> (usize, u8) {
    let bit = (hash >> 44) as usize;
    (bit / 8 % FILTER_SIZE, 1 << (bit % 8))
}

/// The 48 bits that a slot keeps of a hash; never 0, which marks an empty slot.
pub fn tag(hash: u64) -> u64 {
    (hash & 0xFFFF_FFFF_FFFF).max(1)
}
