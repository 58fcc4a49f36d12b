//! The words of folded texts.

use std::ops::Range;

use super::hash::{SHORT, hash, hash_bytes, hash_short};

/// The words of a text between single spaces; faster on short words than [`str::split`].
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> + Clone {
    let mut rest = Some(folded);
    std::iter::from_fn(move || {
        let text = rest?;
        let end = text.bytes().position(|byte| byte == b' ');
        rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    })
}

/// A word and its hash, by which all lists know it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hash<'a> {
    pub(crate) word: &'a str,
    pub(crate) hash: u64,
}

impl<'a> Hash<'a> {
    /// Hashes one word or phrase.
    pub(crate) fn of(word: &'a str) -> Self {
        Self { word, hash: hash(word) }
    }
}

/// Longer texts are not copied.
pub(super) const BLOCK: usize = 64;
const N_BLOCKS: usize = 4;

/// Tells `each` the words of a folded text with their hashes, empty ones left out.
///
/// Where words end, and how long they are, cannot be foreseen by a processor: ends are found for 64 bytes at once, and hashing asks for
/// no length.
pub(crate) fn for_each_word<'a>(folded: &'a str, mut each: impl FnMut(Hash<'a>)) {
    let Some(mut padded) = Padded::new(folded.len()) else {
        return words(folded).filter(|word| !word.is_empty()).map(Hash::of).for_each(each);
    };
    padded.bytes[..folded.len()].copy_from_slice(folded.as_bytes());
    padded.for_each_word(|word, hash| each(Hash { word: folded.get(word).unwrap_or_default(), hash }));
}

/// An ASCII letter or digit in lower case, a space for the rest.
pub(super) fn low(byte: u8) -> u8 {
    let small = byte | 0x20;
    let is_letter = small.wrapping_sub(b'a') < 26;
    let is_digit = byte.wrapping_sub(b'0') < 10;
    let kept = if is_letter { small } else { byte };
    if is_letter | is_digit { kept } else { b' ' }
}

/// Words in a row, blanks behind them: any may be read beyond its end.
struct Padded {
    bytes: [u8; BLOCK * N_BLOCKS + SHORT],
    length: usize,
}

impl Padded {
    /// Blanks only; `length` bytes are about to be written. None where that is too many.
    fn new(length: usize) -> Option<Self> {
        (length < BLOCK * N_BLOCKS).then_some(Self { bytes: [b' '; BLOCK * N_BLOCKS + SHORT], length })
    }

    /// Tells `each` where words stand and their hashes.
    fn for_each_word(&self, mut each: impl FnMut(Range<usize>, u64)) {
        let mut n_words = 0;
        let mut starts = [0_u8; BLOCK * N_BLOCKS / 2 + 1];
        let blocks = self.bytes.as_chunks::<BLOCK>().0.iter().enumerate().take(self.length / BLOCK + 1);
        // The first byte of each word, and then the first one behind it.
        let (mut was_word, mut n_ends) = (0, 0);
        for (number, block) in blocks {
            let words = !spaces(block);
            let shifted = words << 1 | was_word;
            was_word = words >> (BLOCK - 1);
            let base = number * BLOCK;
            let (mut firsts, mut ends) = (words & !shifted, !words & shifted);
            while firsts != 0 {
                starts[n_words] = (base + firsts.trailing_zeros() as usize) as u8;
                n_words += 1;
                firsts &= firsts - 1;
            }
            while ends != 0 {
                let (from, to) = (usize::from(starts[n_ends]), base + ends.trailing_zeros() as usize);
                n_ends += 1;
                ends &= ends - 1;
                each(from..to, self.hash(from..to));
            }
        }
    }

    /// The hash of the word that stands there.
    fn hash(&self, word: Range<usize>) -> u64 {
        match self.bytes[word.start..].first_chunk() {
            Some(bytes) if word.len() <= SHORT => hash_short(*bytes, word.len()),
            _ => hash_bytes(&self.bytes[word]),
        }
    }
}

/// A bit for each space of a block.
pub(super) fn spaces(block: &[u8; BLOCK]) -> u64 {
    gathered(block, spaces_of)
}

/// A bit for each byte of a block of which `marked`, asked for eight of them at once, sets the highest bit and nothing else.
#[inline]
pub(super) fn gathered(block: &[u8; BLOCK], marked: impl Fn(u64) -> u64) -> u64 {
    let (eights, _) = block.as_chunks::<8>();
    // A multiplication gathers the highest bits.
    let gather = |eight: &[u8; 8]| (marked(u64::from_le_bytes(*eight)) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().enumerate().fold(0, |bits, (number, eight)| bits | gather(eight) << (8 * number))
}

/// The highest bit of each space of eight bytes.
fn spaces_of(eight: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = eight ^ 0x2020_2020_2020_2020;
    // The highest bit of a byte is set by any bit of it, and no sum reaches the next byte.
    let is_other = ((differs & LOW) + LOW) | differs;
    !is_other & !LOW
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_hashes_of_the_lists() {
        let long = "a bc  def international straßenverkehrsordnung ".repeat(9);
        for text in ["", " ", "word", "senior software engineer", &long[..200], &long[..64], &long[..65], &long] {
            let mut found = Vec::new();
            for_each_word(text, |hash| found.push((hash.word, hash.hash)));
            let expected: Vec<_> = words(text).filter(|word| !word.is_empty()).map(|word| (word, hash(word))).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
