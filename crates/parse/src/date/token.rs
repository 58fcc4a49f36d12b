//! Numbers, folded words and marks.

use std::cell::RefCell;
use std::thread::LocalKey;

use crate::lent::Lendable;
use crate::lexicon::{self, SHORT, Times, fold_into};

/// One number, word or mark of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
    /// White space, or nothing, stands before it.
    pub(super) is_spaced: bool,
    /// It is a word with which the name of a month or a phrase about time begins: its number in [`Tokens::phrases`].
    opens: Option<u32>,
}

/// Words that a phrase about time has at most.
const LONGEST_PHRASE: usize = 3;

/// What the phrases of one, two and three words say about time that begin with one token, and where they end.
type Phrases = [(Times, usize); LONGEST_PHRASE];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of ASCII digits: its value and how many they are.
    Number(u32, u8),
    /// A run of letters; its folded form is kept in [`Tokens::folded`].
    Word(u32, u32),
    /// Anything else; all dashes become `-`, all apostrophes `'`.
    Mark(char),
}

/// The tokens of a text; reused from text to text.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    list: Vec<Token>,
    /// The phrases that words open.
    phrases: Vec<Phrases>,
    /// The words, each with a blank behind it.
    folded: String,
    /// One word.
    word: String,
    /// Months have the names that they have in Croatian.
    is_croatian: bool,
}

impl Lendable for Tokens {
    fn shelf() -> &'static LocalKey<RefCell<Vec<Self>>> {
        thread_local!(static SHELF: RefCell<Vec<Tokens>> = const { RefCell::new(Vec::new()) });
        &SHELF
    }

    fn empty(&mut self) {
        self.clear();
        self.is_croatian = false;
    }

    fn room(&self) -> usize {
        self.list.capacity() * size_of::<Token>() + self.phrases.capacity() * size_of::<Phrases>() + self.folded.capacity()
    }
}

impl Tokens {
    /// The texts read from now on are of a document in `language`, an ISO 639-1 code.
    pub(super) fn speak(&mut self, language: Option<&str>) {
        self.is_croatian = language == Some("hr");
    }

    fn clear(&mut self) {
        self.list.clear();
        self.phrases.clear();
        self.folded.clear();
    }

    /// Replaces the tokens by those of `text`.
    pub(super) fn read(&mut self, text: &str) {
        self.clear();
        let mut is_spaced = true;
        let mut at = 0;
        while let Some(byte) = text.as_bytes().get(at) {
            let from = at;
            if byte.is_ascii_alphabetic()
                && let Some((word, to)) = self.plain_word(text, from)
            {
                let opens = word.opens.then(|| self.opener());
                self.list.push(Token { kind: word.kind, from, to, is_spaced, opens });
                (is_spaced, at) = (false, to);
                continue;
            }
            let (kind, to) = match byte {
                b' ' | b'\t'..=b'\r' => {
                    is_spaced |= *byte != b'\n' || !self.is_cut(text, at);
                    at += 1;
                    continue;
                }
                b'0'..=b'9' => number(text, from),
                b'a'..=b'z' | b'A'..=b'Z' => self.word_at(text, from),
                0..0x80 => (Kind::Mark(mark(char::from(*byte))), from + 1),
                _ => {
                    let symbol = text[from..].chars().next().unwrap_or_default();
                    if symbol.is_whitespace() {
                        (is_spaced, at) = (true, at + symbol.len_utf8());
                        continue;
                    }
                    if symbol.is_alphabetic() { self.word_at(text, from) } else { (Kind::Mark(mark(symbol)), from + symbol.len_utf8()) }
                }
            };
            let is_opener = matches!(kind, Kind::Word(from, to) if lexicon::opens_time(&self.folded[from as usize..to as usize]));
            let opens = is_opener.then(|| self.opener());
            self.list.push(Token { kind, from, to, is_spaced, opens });
            (is_spaced, at) = (false, to);
        }
        self.look_up();
    }

    /// Whether the line's end at byte `at` cuts a number: its mark stands above, its digits go on below.
    fn is_cut(&self, text: &str, at: usize) -> bool {
        let below = text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit);
        below && self.list.last().is_some_and(|last| !last.is_spaced && matches!(last.kind, Kind::Mark('-' | '/')))
    }

    /// Makes room for the phrases of a word that opens some.
    fn opener(&mut self) -> u32 {
        self.phrases.push(Phrases::default());
        self.phrases.len() as u32 - 1
    }

    /// The short word of ASCII letters that begins at byte `from`, and where it ends; none where it is longer, or other letters follow.
    fn plain_word(&mut self, text: &str, from: usize) -> Option<(PlainWord, usize)> {
        let bytes = text.as_bytes().get(from..)?;
        let mut low = match bytes.first_chunk::<SHORT>() {
            Some(bytes) => *bytes,
            None => {
                let mut padded = [0; SHORT];
                padded.get_mut(..bytes.len())?.copy_from_slice(bytes);
                padded
            }
        };
        low.iter_mut().for_each(|byte| *byte |= 0x20);
        let length = n_letters(low);
        if length == SHORT && bytes.len() > SHORT || bytes.get(length).is_some_and(|byte| !byte.is_ascii()) {
            return None;
        }
        let start = self.folded.len();
        // All of it is looked through, which is as long each time.
        let letters = low.map(|byte| byte & 0x7F);
        self.folded.push_str(std::str::from_utf8(&letters).ok()?.get(..length)?);
        self.folded.push(' ');
        let kind = Kind::Word(start as u32, (start + length) as u32);
        Some((PlainWord { kind, opens: lexicon::opens_time_hashed(lexicon::hash_short(low, length)) }, from + length))
    }

    /// Looks up the phrases that words open, once for all who ask.
    fn look_up(&mut self) {
        for index in 0..self.list.len() {
            if let Some(number) = self.list[index].opens {
                self.phrases[number as usize] = self.phrases_at(index);
            }
        }
    }

    fn phrases_at(&self, index: usize) -> Phrases {
        let mut phrases = Phrases::default();
        let Some(Kind::Word(from, _)) = self.list.get(index).map(|token| token.kind) else { return phrases };
        let mut next = index;
        for (n_before, phrase) in phrases.iter_mut().enumerate() {
            while n_before > 0 && self.is_mark(next, "'./-") && self.is_glued(next) {
                next += 1;
            }
            let Some(Kind::Word(_, to)) = self.list.get(next).map(|token| token.kind) else { break };
            next += 1;
            // Between the words that follow each other in the buffer stands one blank, whatever the text has there.
            *phrase = (lexicon::times(&self.folded[from as usize..to as usize]), next);
        }
        phrases
    }

    /// The word that begins at byte `from`, and where it ends.
    fn word_at(&mut self, text: &str, from: usize) -> (Kind, usize) {
        let to = from + word_length(&text[from..]);
        (self.word(&text[from..to]), to)
    }

    /// Whether `text` begins with a dash or a word about time. Nothing of it is kept.
    pub(super) fn may_open(&mut self, text: &str) -> bool {
        let text = text.trim_start();
        match text.chars().next() {
            Some(symbol) if symbol.is_alphabetic() => {
                self.folded.clear();
                if let Some((word, _)) = self.plain_word(text, 0) {
                    return word.opens;
                }
                self.folded.clear();
                let Kind::Word(from, to) = self.word(&text[..word_length(text)]) else { return false };
                lexicon::opens_time(&self.folded[from as usize..to as usize])
            }
            Some(symbol) => mark(symbol) == '-',
            None => false,
        }
    }

    fn word(&mut self, text: &str) -> Kind {
        let from = self.folded.len();
        if text.is_ascii() && text.len() <= LONGEST {
            self.folded.push_str(text);
            self.folded[from..].make_ascii_lowercase();
        } else if text.len() <= LONGEST {
            self.word.clear();
            fold_into(text, &mut self.word);
            self.folded.push_str(&self.word);
        }
        let to = self.folded.len();
        self.folded.push(' ');
        Kind::Word(from as u32, to as u32)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn text(&self, index: usize) -> &str {
        match self.list.get(index).map(|token| token.kind) {
            Some(Kind::Word(from, to)) => &self.folded[from as usize..to as usize],
            _ => "",
        }
    }

    /// The month that the word at `index` names.
    pub(super) fn month(&self, index: usize) -> Option<u8> {
        let text = self.text(index);
        if self.is_croatian { lexicon::croatian_month(text) } else { lexicon::month(text) }
    }

    pub(super) fn number(&self, index: usize) -> Option<(u32, u8)> {
        match self.list.get(index)?.kind {
            Kind::Number(value, n_digits) => Some((value, n_digits)),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, index: usize, marks: &str) -> bool {
        matches!(self.list.get(index).map(|token| token.kind), Some(Kind::Mark(symbol)) if marks.chars().any(|mark| mark == symbol))
    }

    /// Whether a day stands behind its month somewhere: `09/01/2013 – 06/30/2018`.
    pub(super) fn is_american(&self) -> bool {
        let is_date = |at: &usize| self.is_mark(at + 1, "/") && self.is_mark(at + 3, "/") && matches!(self.number(at + 4), Some((_, 4)));
        let dates = (0..self.len()).filter(is_date);
        dates.filter_map(|at| self.number(at).zip(self.number(at + 2))).any(|((first, _), (second, _))| first <= 12 && second > 12)
    }

    /// Whether no white space stands between the token and the one before it.
    pub(super) fn is_glued(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|token| !token.is_spaced)
    }

    /// Whether a date, or a word that announces one, can begin at `index`.
    pub(super) fn may_begin(&self, index: usize) -> bool {
        match self.list.get(index) {
            Some(token) => match token.kind {
                Kind::Number(..) => true,
                Kind::Mark(symbol) => symbol == '\'' || symbol == '-' && index == 0,
                // A letter may name a quarter.
                Kind::Word(from, to) => token.opens.is_some() || to == from + 1,
            },
            None => false,
        }
    }

    /// The longest phrase of up to three words from `index` on of which `wanted` is true; one behind its last token.
    pub(super) fn phrase(&self, index: usize, wanted: fn(Times) -> bool) -> Option<usize> {
        let phrases = self.phrases.get(self.list.get(index)?.opens? as usize)?;
        phrases.iter().rev().find(|(times, _)| wanted(*times)).map(|(_, behind)| *behind)
    }
}

/// A word that needed no care.
struct PlainWord {
    kind: Kind,
    /// Names of months or phrases about time begin with it.
    opens: bool,
}

/// How many small letters `bytes` begins with.
fn n_letters(bytes: [u8; SHORT]) -> usize {
    const HIGH: u128 = 0x8080_8080_8080_8080_8080_8080_8080_8080;
    const ONES: u128 = HIGH >> 7;
    let all = u128::from_le_bytes(bytes);
    let low = all & !HIGH;
    // The highest bit of each byte: of those from `a` on, and of those behind `z`. No sum reaches the next byte.
    let (from_a, behind_z) = (low + ONES * (0x80 - b'a' as u128), low + ONES * (0x7F - b'z' as u128));
    let others = !(from_a & !behind_z & !all) & HIGH;
    (others.trailing_zeros() / 8) as usize
}

/// The number that begins at byte `from`, and where it ends.
fn number(text: &str, from: usize) -> (Kind, usize) {
    let digits = text.as_bytes()[from..].iter().take_while(|byte| byte.is_ascii_digit());
    let (value, n_digits) = digits
        .fold((0_u32, 0), |(value, n_digits), digit| (value.saturating_mul(10).saturating_add(u32::from(digit - b'0')), n_digits + 1));
    (Kind::Number(value, n_digits.min(255) as u8), from + n_digits)
}

/// How many bytes the word takes with which `text` begins.
fn word_length(text: &str) -> usize {
    let mut length = 0;
    loop {
        length += text.as_bytes()[length..].iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        match text[length..].chars().next() {
            Some(symbol) if !symbol.is_ascii() && is_wordy(symbol) => length += symbol.len_utf8(),
            _ => return length,
        }
    }
}

/// Longer words have nothing to do with dates.
const LONGEST: usize = 40;

fn is_wordy(symbol: char) -> bool {
    symbol.is_alphabetic() || unicode_normalization::char::is_combining_mark(symbol)
}

fn mark(symbol: char) -> char {
    match symbol {
        '-' | '–' | '—' | '‐' | '‑' | '‒' | '―' | '−' | '\u{2043}' | '~' | '→' => '-',
        '\'' | '’' | '‘' | '´' | '`' | 'ʼ' => '\'',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_counted_up_to_what_is_none() {
        for (text, count) in
            [("", 0), ("abcxyz", 6), ("jan 2019", 3), ("a`b", 1), ("z{", 1), ("zz\u{7f}", 2), ("abcdefghijklmnop", 16), ("a\u{e9}", 1)]
        {
            let mut bytes = [0; SHORT];
            bytes[..text.len()].copy_from_slice(text.as_bytes());
            assert_eq!(n_letters(bytes), count, "{text}");
        }
    }

    #[test]
    fn plain_words_are_what_words_are() {
        let mut tokens = Tokens::default();
        for text in ["Jan", "January", "abcdefghijklmnop", "until 2019", "Sept."] {
            let (plain, to) = tokens.plain_word(text, 0).expect("it is plain");
            let (Kind::Word(from, end), Kind::Word(first, last)) = (plain.kind, tokens.word_at(text, 0).0) else { panic!("{text}") };
            assert_eq!(tokens.folded[from as usize..end as usize], tokens.folded[first as usize..last as usize]);
            assert_eq!(to, word_length(text));
            assert_eq!(plain.opens, lexicon::opens_time(&tokens.folded[from as usize..end as usize]), "{text}");
        }
        for text in ["é", "fév", "abcdefghijklmnopq"] {
            assert!(tokens.plain_word(text, 0).is_none(), "{text}");
        }
    }
}
