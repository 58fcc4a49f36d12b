//! How text becomes the words that are searched for, the same for documents, queries and highlights.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, ASCII.
    pub(crate) text: String,
    /// Bytes of the text it stands for.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Longest word that is indexed, in bytes; longer ones are noise and would bloat the dictionary.
const LONGEST: usize = 100;

/// Splits `text` into folded words: letters and digits, and the signs that tell `C++` and `C#` from `C`.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut current: Option<Word> = None;
    for (place, symbol) in text.char_indices() {
        let end = place + symbol.len_utf8();
        let sign = matches!(symbol, '+' | '#') && current.is_some();
        if symbol.is_alphanumeric() || sign || is_mark(symbol) {
            let word = current.get_or_insert_with(|| Word { text: String::new(), start: place, end });
            word.end = end;
            push_folded(&mut word.text, symbol);
            // Scripts without spaces are searched sign by sign.
            if is_ideograph(symbol) {
                found.extend(current.take());
            }
        } else if !matches!(symbol, '\'' | '’' | '\u{ad}') {
            found.extend(current.take());
        }
    }
    found.extend(current.take());
    found.retain(|word| !word.text.is_empty() && word.text.len() <= LONGEST);
    found
}

/// A combining mark, which belongs to the letter before it.
fn is_mark(symbol: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&symbol)
}

fn is_ideograph(symbol: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&symbol) || ('\u{3040}'..='\u{30ff}').contains(&symbol)
}

fn push_folded(into: &mut String, symbol: char) {
    if symbol.is_ascii() {
        into.push(symbol.to_ascii_lowercase());
    } else if !is_mark(symbol) {
        let latin = deunicode::deunicode_char(symbol).unwrap_or_default();
        into.extend(latin.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
    }
}

/// A whole value as one folded term: its words joined by single spaces.
pub(crate) fn whole(text: &str) -> String {
    words(text).into_iter().map(|word| word.text).collect::<Vec<_>>().join(" ")
}

/// The consonants of a folded word as they sound, for names whose spelling is uncertain.
pub(crate) fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut symbols = word.chars().peekable();
    while let Some(symbol) = symbols.next() {
        let next = symbols.peek().copied();
        let sound = match (symbol, next) {
            ('p', Some('h')) => 'f',
            ('s' | 'c', Some('h')) | ('c', Some('z' | 'e' | 'i' | 'y')) | ('z' | 's' | 'x', _) => 's',
            ('c' | 'q' | 'g' | 'k', _) => 'k',
            ('d' | 't', _) => 't',
            ('b' | 'p', _) => 'p',
            ('w' | 'v', _) => 'v',
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j', _) => 'a',
            ('h', _) => continue,
            (other, _) => other,
        };
        if (sound != 'a' || out.is_empty()) && !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

/// The last nine digits of a telephone number: the same in every notation.
pub(crate) fn phone(text: &str) -> String {
    let digits: Vec<char> = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].iter().collect()
}

/// Which form of analysis a field uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Analysis {
    /// Word by word.
    Words,
    /// Word by word, by sound.
    Sounds,
    /// The whole value.
    Whole,
}

impl Analysis {
    /// The name under which the engine knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Words => "vitae_words",
            Self::Sounds => "vitae_sounds",
            Self::Whole => "vitae_whole",
        }
    }

    /// All of them.
    pub(crate) const ALL: [Self; 3] = [Self::Words, Self::Sounds, Self::Whole];

    fn tokens(self, text: &str) -> Vec<Word> {
        match self {
            Self::Words => words(text),
            Self::Sounds => words(text).into_iter().map(|word| Word { text: sound(&word.text), ..word }).collect(),
            Self::Whole => vec![Word { text: whole(text), start: 0, end: text.len() }],
        }
    }
}

impl Tokenizer for Analysis {
    type TokenStream<'a> = Words;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Words {
        Words { words: self.tokens(text), next: 0, token: Token::default() }
    }
}

/// The words of one text on their way into the index.
#[derive(Debug)]
pub(crate) struct Words {
    words: Vec<Word>,
    next: usize,
    token: Token,
}

impl TokenStream for Words {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.get_mut(self.next) else { return false };
        self.token.position = self.next;
        self.token.offset_from = word.start;
        self.token.offset_to = word.end;
        self.token.text = std::mem::take(&mut word.text);
        self.next += 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_folded_and_signs_that_matter_stay() {
        assert_eq!(texts("Café-Müller, C++ & C# (O'Neil)"), ["cafe", "muller", "c++", "c#", "oneil"]);
        assert_eq!(texts("Node.js"), ["node", "js"]);
        assert_eq!(texts("王伟"), ["wang", "wei"]);
        assert!(texts("— … +").is_empty());
    }

    #[test]
    fn places_of_words_are_bytes_of_the_text() {
        let text = "Zürich, Straße";
        for word in words(text) {
            assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
        }
        assert_eq!(&text[words(text)[1].start..words(text)[1].end], "Straße");
    }

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (left, right) in [("meier", "mayer"), ("schmidt", "shmit"), ("katherine", "catherina"), ("philip", "filip")] {
            assert_eq!(sound(left)[..2], sound(right)[..2], "{left} {right}");
        }
    }
}
