//! The words of folded texts.

use super::hash::{SHORT, hash, hash_short};

/// The words of a folded text; faster on short words than [`str::split`].
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
const BLOCK: usize = 64;
const N_BLOCKS: usize = 4;

/// Tells `each` the words of a folded text with their hashes, empty ones left out.
///
/// Where words end, and how long they are, cannot be foreseen by a processor: ends are found for 64 bytes at once, and hashing asks for
/// no length.
pub(crate) fn for_each_word<'a>(folded: &'a str, mut each: impl FnMut(Hash<'a>)) {
    let length = folded.len();
    if length >= BLOCK * N_BLOCKS {
        return words(folded).filter(|word| !word.is_empty()).map(Hash::of).for_each(each);
    }
    // A word may be read beyond its end.
    let mut padded = [0; BLOCK * N_BLOCKS + SHORT];
    padded[..length].copy_from_slice(folded.as_bytes());
    // The text ends like a word.
    padded[length] = b' ';
    let mut from = 0;
    for (number, block) in padded.as_chunks::<BLOCK>().0.iter().enumerate().take(length / BLOCK + 1) {
        let mut ends = spaces(block);
        while ends != 0 {
            let to = number * BLOCK + ends.trailing_zeros() as usize;
            ends &= ends - 1;
            let word = folded.get(from..to).unwrap_or_default();
            if let Some(bytes) = padded[from..].first_chunk().filter(|_| !word.is_empty()) {
                let hash = if word.len() <= SHORT { hash_short(*bytes, word.len()) } else { hash(word) };
                each(Hash { word, hash });
            }
            from = to + 1;
        }
    }
}

/// A bit for each space of a block.
fn spaces(block: &[u8; BLOCK]) -> u64 {
    let (eights, _) = block.as_chunks::<8>();
    eights.iter().enumerate().fold(0, |spaces, (number, eight)| spaces | spaces_of(u64::from_le_bytes(*eight)) << (8 * number))
}

/// A bit for each space of eight bytes.
fn spaces_of(eight: u64) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let differs = eight ^ 0x2020_2020_2020_2020;
    // The highest bit of a byte is set by any bit of it, and no sum reaches the next byte.
    let is_other = ((differs & LOW) + LOW) | differs;
    // A multiplication gathers the highest bits.
    ((!is_other & !LOW) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56
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
