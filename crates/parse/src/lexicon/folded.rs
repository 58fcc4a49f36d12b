//! A whole text folded once: where its words stand and by which hashes lists know them, for all who look words of it up.

use std::ops::Range;
use std::sync::LazyLock;

use unicode_normalization::char::is_combining_mark;

use super::fold::fold_letter;
use super::hash::{SHORT, hash_bytes, hash_short};
use super::words::{BLOCK, Hash, low, spaces};

/// The words of a text as [`super::fold_into`] makes them; its buffers are kept from text to text.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    /// The words, a blank behind each.
    text: String,
    words: Vec<Place>,
    /// Which bytes of the text words begin at, for blocks of it.
    blocks: Vec<Firsts>,
    /// How many bytes of a text have been folded; 0 where words cannot be told from each other.
    length: usize,
    is_common: bool,
    /// The text with ASCII in small letters and digits, blanks for its other marks.
    lows: Vec<u8>,
}

/// Where a word stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    hash: u64,
    /// One behind its last byte in the text.
    to: u32,
    /// First byte in [`Folded::text`], and one behind its last.
    at: u32,
    end: u32,
}

/// The words that begin in a block of a text.
#[derive(Debug, Clone, Copy, Default)]
struct Firsts {
    /// A bit for each byte at which one begins.
    at: u64,
    /// How many begin before.
    n_before: u32,
}

/// Consecutive words of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words<'a> {
    folded: &'a str,
    list: &'a [Place],
    /// Where `folded` begins.
    at: u32,
}

impl<'a> Words<'a> {
    /// The words, single spaces between them.
    pub(crate) fn folded(&self) -> &'a str {
        self.folded
    }

    /// The first `most` of them, among the same folded words.
    pub(super) fn first(&self, most: usize) -> Self {
        Self { list: &self.list[..self.list.len().min(most)], ..*self }
    }

    /// The same, `size` at a time.
    pub(super) fn chunks(&self, size: usize) -> impl Iterator<Item = Self> + use<'a> {
        let all = *self;
        self.list.chunks(size).map(move |list| Self { list, ..all })
    }

    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Their hashes, by which all lists know them.
    pub(crate) fn hashes(&self) -> impl Iterator<Item = u64> + use<'a> {
        self.list.iter().map(|place| place.hash)
    }

    /// The words and their hashes.
    pub(super) fn iter(&self) -> impl Iterator<Item = Hash<'a>> + use<'a> {
        let (folded, at) = (self.folded, self.at);
        self.list.iter().map(move |place| Hash {
            word: folded.get((place.at - at) as usize..(place.end - at) as usize).unwrap_or_default(),
            hash: place.hash,
        })
    }
}

impl Folded {
    /// Replaces the words by those of `text`.
    pub(crate) fn read(&mut self, text: &str) {
        self.text.clear();
        self.words.clear();
        self.blocks.clear();
        self.is_common = true;
        let n_blocks = text.len() / BLOCK + 1;
        self.blocks.resize(n_blocks, Firsts::default());
        self.lows.clear();
        // What is beyond ASCII stays, for a closer look.
        self.lows.extend(text.bytes().map(|byte| if byte < 0x80 { low(byte) } else { byte }));
        // Whole blocks, and words may be read beyond their ends.
        self.lows.resize(n_blocks * BLOCK + SHORT, b' ');
        self.length = text.len();
        self.gather(text);
        let mut n_before = 0;
        for block in &mut self.blocks {
            block.n_before = n_before;
            n_before += block.at.count_ones();
        }
    }

    /// Finds the stretches of letters, digits and whatever is beyond ASCII.
    fn gather(&mut self, text: &str) {
        let lows = std::mem::take(&mut self.lows);
        let mut folded = std::mem::take(&mut self.text).into_bytes();
        // Where the stretch begins that is open, and whether something in it may be beyond ASCII.
        let (mut was_inside, mut from, mut may_be_wide) = (0, 0, false);
        for (number, block) in lows.as_chunks::<BLOCK>().0.iter().enumerate().take(self.blocks.len()) {
            let base = number * BLOCK;
            let inside = !spaces(block);
            let shifted = inside << 1 | was_inside;
            may_be_wide = was_inside != 0 && may_be_wide || block.iter().fold(0, |all, byte| all | byte) >= 0x80;
            was_inside = inside >> (BLOCK - 1);
            let (mut firsts, mut ends) = (inside & !shifted, !inside & shifted);
            while ends != 0 {
                let (first, end) = (firsts.trailing_zeros(), ends.trailing_zeros());
                // What was open before the block ends before anything begins in it.
                if first < end {
                    from = base + first as usize;
                    firsts &= firsts - 1;
                }
                ends &= ends - 1;
                let stretch = from..base + end as usize;
                if may_be_wide && text.as_bytes().get(stretch.clone()).is_some_and(|bytes| !bytes.is_ascii()) {
                    self.fold_wide(text, stretch, &mut folded);
                } else {
                    self.push_plain(&lows, stretch, &mut folded);
                }
            }
            if firsts != 0 {
                from = base + firsts.trailing_zeros() as usize;
            }
        }
        self.text = String::from_utf8(folded).unwrap_or_default();
        self.lows = lows;
    }

    /// Adds a word of ASCII letters and digits.
    fn push_plain(&mut self, lows: &[u8], word: Range<usize>, folded: &mut Vec<u8>) {
        let at = folded.len();
        let hash = match lows.get(word.start..).and_then(<[u8]>::first_chunk::<SHORT>) {
            Some(bytes) if word.len() <= SHORT => {
                // What is copied beyond its end is cut off again.
                folded.extend_from_slice(bytes);
                folded.truncate(at + word.len());
                hash_short(*bytes, word.len())
            }
            _ => {
                let bytes = lows.get(word.clone()).unwrap_or_default();
                folded.extend_from_slice(bytes);
                hash_bytes(bytes)
            }
        };
        self.push(hash, word, at, folded);
    }

    /// Adds the word that `folded` ends with, from byte `at` on, and ends it.
    fn push(&mut self, hash: u64, word: Range<usize>, at: usize, folded: &mut Vec<u8>) {
        self.words.push(Place { hash, to: word.end as u32, at: at as u32, end: folded.len() as u32 });
        if let Some(block) = self.blocks.get_mut(word.start / BLOCK) {
            block.at |= 1 << (word.start % BLOCK);
        }
        folded.push(b' ');
    }

    /// Adds the words of a stretch that goes beyond ASCII.
    fn fold_wide(&mut self, text: &str, stretch: Range<usize>, folded: &mut Vec<u8>) {
        let letters = &*LETTERS;
        // Where the word that is open begins, and where its folded letters do.
        let mut open: Option<(usize, usize)> = None;
        for (offset, symbol) in text.get(stretch.clone()).unwrap_or_default().char_indices() {
            let from = stretch.start + offset;
            let n_before = folded.len();
            if symbol.is_ascii() {
                folded.push(low(symbol as u8));
            } else if let Some(letter) = letters.get((symbol as usize).wrapping_sub(FIRST)).filter(|letter| letter.length > 0) {
                letter.push(folded);
                self.is_common &= letter.is_common;
            } else if !matches!(symbol, '\u{2010}'..='\u{2027}') && symbol.is_alphanumeric() {
                self.is_common = false;
                fold_letter(symbol, folded);
                if folded.len() == n_before {
                    self.length = 0;
                }
            } else {
                if !is_combining_mark(symbol) {
                    self.close(open.take(), from, folded);
                }
                continue;
            }
            open.get_or_insert((from, n_before));
        }
        self.close(open, stretch.end, folded);
    }

    /// Ends the word that is open at byte `to`.
    fn close(&mut self, open: Option<(usize, usize)>, to: usize, folded: &mut Vec<u8>) {
        if let Some((from, at)) = open {
            let hash = hash_bytes(folded.get(at..).unwrap_or_default());
            self.push(hash, from..to, at, folded);
        }
    }

    /// The words of `text[span]` of the text that was read; none where the span begins or ends within one, and where they are not certain.
    pub(crate) fn of(&self, span: Range<usize>) -> Option<Words<'_>> {
        if span.end > self.length {
            return None;
        }
        let (first, end) = (self.n_before(span.start)?, self.n_before(span.end)?);
        let ends_by = |number: usize, limit: usize| self.words.get(number).is_none_or(|place| place.to as usize <= limit);
        let is_whole = first == 0 || ends_by(first - 1, span.start);
        if !is_whole || end == 0 || !ends_by(end - 1, span.end) {
            return (end == 0).then_some(Words { folded: "", list: &[], at: 0 });
        }
        let list = self.words.get(first..end)?;
        let (Some(head), Some(tail)) = (list.first(), list.last()) else { return Some(Words { folded: "", list, at: 0 }) };
        Some(Words { folded: self.text.get(head.at as usize..tail.end as usize)?, list, at: head.at })
    }

    /// Whether the same words come of folding as headings are folded, but for marks that stand for words.
    pub(crate) fn is_common(&self) -> bool {
        self.is_common
    }

    /// How many words begin before byte `at`.
    fn n_before(&self, at: usize) -> Option<usize> {
        let block = self.blocks.get(at / BLOCK)?;
        let before = block.at & ((1_u64 << (at % BLOCK)) - 1);
        Some((block.n_before + before.count_ones()) as usize)
    }
}

/// The first of [`LETTERS`].
const FIRST: usize = 0xC0;
/// How many letters of the European languages are kept folded.
const N_LETTERS: usize = 0x190;

/// A letter folded.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Letter {
    folded: [u8; 3],
    /// 0 for what is no letter, and for what folds to more.
    length: u8,
    /// Headings fold it to the same.
    is_common: bool,
}

impl Letter {
    /// The letter `symbol`, if it is one of those that are kept and headings fold it to the same.
    pub(crate) fn common(symbol: char) -> Option<&'static Self> {
        LETTERS.get((symbol as usize).wrapping_sub(FIRST)).filter(|letter| letter.length > 0 && letter.is_common)
    }

    /// Appends what it folds to.
    pub(crate) fn push(&self, folded: &mut Vec<u8>) {
        let length = folded.len();
        folded.extend_from_slice(&self.folded);
        folded.truncate(length + usize::from(self.length));
    }
}

static LETTERS: LazyLock<[Letter; N_LETTERS]> = LazyLock::new(|| {
    std::array::from_fn(|number| {
        let symbol = u32::try_from(FIRST + number).ok().and_then(char::from_u32).filter(|symbol| symbol.is_alphanumeric());
        let (mut folded, mut heading) = (Vec::new(), Vec::new());
        if let Some(symbol) = symbol {
            fold_letter(symbol, &mut folded);
            crate::section::fold_symbol(symbol, &mut heading);
        }
        let mut letter = Letter { is_common: heading == folded, ..Letter::default() };
        if let Some(place) = letter.folded.get_mut(..folded.len()) {
            place.copy_from_slice(&folded);
            letter.length = folded.len() as u8;
        }
        letter
    })
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{fold, hash, words};

    #[test]
    fn stretches_of_a_text_have_the_words_that_folding_them_gives() {
        let long = "Senior (Software) Engineer, 2019–2021: C3PO; internationalisation-of-everything • e\u{301}cole Łódź/Œuvre ½ Straße №5 ";
        let texts = ["", "a", " ", "x\u{301} \u{301}y", "日本語 テキスト", "…", long, &long.repeat(5)];
        let mut folded = Folded::default();
        for text in texts {
            folded.read(text);
            let ends: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
            for (number, from) in ends.iter().enumerate() {
                for to in ends[number..].iter().take(150) {
                    let Some(words_of) = folded.of(*from..*to) else { continue };
                    let expected = fold(&text[*from..*to]);
                    assert_eq!(words_of.folded(), expected.as_str(), "{:?}", &text[*from..*to]);
                    let hashes: Vec<u64> = words(&expected).filter(|word| !word.is_empty()).map(hash).collect();
                    assert_eq!(words_of.hashes().collect::<Vec<_>>(), hashes);
                    assert!(words_of.iter().map(|hash| hash.word).eq(words(&expected).filter(|word| !word.is_empty())));
                }
            }
            assert_eq!(folded.of(0..text.len()).map(|words| words.folded().to_owned()), Some(fold(text).to_owned()));
        }
    }

    #[test]
    fn a_stretch_that_cuts_a_word_has_none() {
        let mut folded = Folded::default();
        folded.read("one two, größer");
        assert!(folded.of(0..3).is_some() && folded.of(3..8).is_some() && folded.of(4..7).is_some());
        assert!(folded.of(1..7).is_none() && folded.of(0..5).is_none() && folded.of(9..11).is_none());
        assert!(folded.of(0..99).is_none());
    }
}
