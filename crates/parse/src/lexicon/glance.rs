//! Short plain texts, looked at all at once: where their words begin and end is told without a branch for each letter.

use super::hash::{SHORT, hash_bytes, hash_short};
use super::words::{low, spaces};

/// Bytes that are looked at.
const BLOCK: usize = 64;

/// The words of a short text of plain ASCII.
#[derive(Debug)]
pub(crate) struct Glance {
    /// Letters and digits in lower case, spaces for the rest; a word may be read beyond its end.
    low: [u8; BLOCK + SHORT],
    /// A bit for each byte that is part of a word.
    words: u64,
}

impl Glance {
    /// Looks at `text`; none where it is too long, goes beyond ASCII, or has a mark that stands for a word in headings.
    pub(crate) fn of(text: &str) -> Option<Self> {
        Self::unless(text, |byte| (byte >= 0x80) | (byte == b'&') | (byte == b'+') | (byte == b'/'))
    }

    /// The same, whatever marks it has.
    pub(crate) fn plain(text: &str) -> Option<Self> {
        Self::unless(text, |byte| byte >= 0x80)
    }

    /// Looks at `text`; none where it is too long, or has a byte that is `odd`.
    #[inline]
    fn unless(text: &str, odd: impl Fn(u8) -> bool) -> Option<Self> {
        let mut low_bytes = [b' '; BLOCK + SHORT];
        let block = low_bytes.first_chunk_mut::<BLOCK>()?;
        block.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        if block.iter().fold(false, |any, byte| any | odd(*byte)) {
            return None;
        }
        block.iter_mut().for_each(|byte| *byte = low(*byte));
        let words = !spaces(block);
        Some(Self { low: low_bytes, words })
    }

    /// Words of one letter.
    pub(crate) fn n_letters_alone(&self) -> u32 {
        let (starts, ends) = (self.words & !(self.words << 1), self.words & !(self.words >> 1));
        (starts & ends).count_ones()
    }

    /// The hash of the first word, by which all lists know it; none where there is no word.
    pub(crate) fn first_hash(&self) -> Option<u64> {
        let (start, end) = next_word(self.words)?;
        match self.low.get(start..)?.first_chunk() {
            Some(bytes) if end - start <= SHORT => Some(hash_short(*bytes, end - start)),
            _ => self.low.get(start..end).map(hash_bytes),
        }
    }

    /// Whether nothing but one blank or mark stands between its words: then they are folded where they stand.
    fn is_spaced(&self) -> bool {
        if self.words == 0 {
            return false;
        }
        // From the first word to the last.
        let within = u64::MAX >> self.words.leading_zeros() & u64::MAX << self.words.trailing_zeros();
        let blanks = !self.words & within;
        blanks & blanks << 1 == 0
    }

    /// Appends the words, single spaces between them and before them where `folded` is not empty.
    pub(crate) fn fold_into(&self, folded: &mut String) {
        if self.words != 0 && !folded.is_empty() {
            folded.push(' ');
        }
        if self.is_spaced() {
            let (start, end) = (self.words.trailing_zeros(), u64::BITS - self.words.leading_zeros());
            let low = self.low.first_chunk::<BLOCK>().and_then(|low| std::str::from_utf8(low).ok());
            return folded.push_str(low.and_then(|low| low.get(start as usize..end as usize)).unwrap_or_default());
        }
        // A space behind each word, and room for what is copied beyond its end.
        let mut out = [0; BLOCK + 1 + SHORT];
        let (mut at, mut rest) = (0, self.words);
        while let Some((start, end)) = next_word(rest) {
            match (self.low[start..].first_chunk::<SHORT>(), out[at..].first_chunk_mut::<SHORT>()) {
                (Some(word), Some(place)) if end - start <= SHORT => *place = *word,
                _ => out[at..at + end - start].copy_from_slice(&self.low[start..end]),
            }
            at += end - start + 1;
            out[at - 1] = b' ';
            rest &= u64::MAX.checked_shl(end as u32).unwrap_or(0);
        }
        // All of it is looked through, which is as long each time.
        let words = std::str::from_utf8(&out).ok().and_then(|out| out.get(..at.saturating_sub(1)));
        folded.push_str(words.unwrap_or_default());
    }
}

/// Where the first word begins and ends of which there are bits.
fn next_word(words: u64) -> Option<(usize, usize)> {
    let start = words.trailing_zeros();
    let length = (!words.checked_shr(start)?).trailing_zeros();
    Some((start as usize, (start + length) as usize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{fold, words};

    #[test]
    fn a_glance_sees_what_folding_sees() {
        let long = "Internationalisation of everything-under-the-sun, 1999 to 2024!!";
        for text in ["", "  ", "W O R K", "Work: Experience", "a", "3D. x y", long, &long[..63], "Verantwortlichkeitsbereichsleiter x"] {
            let (glance, mut folded) = (Glance::of(text).expect("it is plain"), String::new());
            glance.fold_into(&mut folded);
            assert_eq!(folded, *fold(text));
            for before in ["", "before"] {
                let (mut glanced, mut slow) = (before.to_owned(), before.to_owned());
                glance.fold_into(&mut glanced);
                fold::fold_into(text, &mut slow);
                assert_eq!(glanced, slow, "{text}");
            }
            assert_eq!(glance.n_letters_alone() as usize, words(&folded).filter(|word| word.len() == 1).count(), "{text}");
            let first = words(&folded).next().filter(|word| !word.is_empty());
            assert_eq!(glance.first_hash(), first.map(crate::lexicon::hash), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_is_not_looked_at() {
        for text in ["é", "a & b", "a/b", "c++", &"long ".repeat(13)] {
            assert!(Glance::of(text).is_none(), "{text}");
        }
        assert!(Glance::plain("a & b/c++").is_some() && Glance::plain("é").is_none());
    }
}
