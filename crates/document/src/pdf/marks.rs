//! Finds the first of a few marks in strings of a few bytes, as those of content streams are: eight bytes at once, without a call and without
//! a branch for each byte.

const LOWEST: u64 = u64::from_le_bytes([0x01; 8]);
const HIGHEST: u64 = u64::from_le_bytes([0x80; 8]);

/// The place of the first of `marks` in `bytes`, at `at` or behind it.
#[inline]
pub(super) fn find<const N: usize>(bytes: &[u8], mut at: usize, marks: [u8; N]) -> Option<usize> {
    while let Some(chunk) = bytes.get(at..).and_then(<[u8]>::first_chunk) {
        let chunk = u64::from_le_bytes(*chunk);
        let hits = marks.iter().fold(0, |hits, mark| hits | noughts(chunk ^ (LOWEST * u64::from(*mark))));
        if hits != 0 {
            return Some(at + hits.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    let rest = bytes.get(at..)?;
    rest.iter().position(|byte| marks.contains(byte)).map(|place| at + place)
}

/// The highest bit of the lowest byte that is nought; those above it may have theirs without being so.
fn noughts(chunk: u64) -> u64 {
    chunk.wrapping_sub(LOWEST) & !chunk & HIGHEST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_mark_is_found_wherever_it_stands() {
        let mut bytes: Vec<u8> = (0..40).map(|n| b"a\x80\x29\xA8\x5D\x00\xFF\x27"[n % 8]).collect();
        for place in 0..bytes.len() {
            for mark in [b'(', b'\\'] {
                let before = std::mem::replace(&mut bytes[place], mark);
                bytes.push(b'\\');
                for from in 0..bytes.len() + 2 {
                    let expected = bytes.iter().skip(from).position(|byte| matches!(byte, b'(' | b'\\')).map(|found| from + found);
                    assert_eq!(find(&bytes, from, [b'\\', b'(']), expected, "{mark} at {place}, from {from}");
                }
                bytes.pop();
                bytes[place] = before;
            }
        }
        assert_eq!(find(b"", 0, [b'(']), None);
    }
}
