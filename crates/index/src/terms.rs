//! The terms of one field of a person on their way into the index: folded once, told in the engine's own way.
//!
//! A control character stands before each term and tells how often it counts and whether it has a place of its own; no term holds such
//! characters.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// The name under which the engine knows how such fields are taken apart.
pub(crate) const NAME: &str = "vitae_terms";

/// Added to the weight of a term that shares the place of the one before it.
const BESIDE: u8 = 0x10;
/// Keeps values apart: no phrase reaches over it.
const GAP: char = '\u{1f}';
/// Most often a term counts.
const MOST: u8 = 8;

/// The terms of one field.
#[derive(Debug, Default)]
pub(crate) struct Terms(String);

impl Terms {
    /// Adds a term behind those that are there.
    pub(crate) fn push(&mut self, term: &str, weight: u8) {
        self.0.push(char::from(weight.clamp(1, MOST)));
        self.0.push_str(term);
    }

    /// Adds a term in the place of the one before it.
    pub(crate) fn beside(&mut self, term: &str, weight: u8) {
        self.0.push(char::from(BESIDE | weight.clamp(1, MOST)));
        self.0.push_str(term);
    }

    /// Adds text as it is to the term before it.
    pub(crate) fn extend(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Adds a value that may hold anything.
    pub(crate) fn push_raw(&mut self, value: &str) {
        self.0.push('\u{1}');
        if value.bytes().any(|byte| byte < b' ') {
            self.0.extend(value.chars().map(|symbol| if symbol < ' ' { ' ' } else { symbol }));
        } else {
            self.0.push_str(value);
        }
    }

    /// Ends a value.
    pub(crate) fn gap(&mut self) {
        self.0.push(GAP);
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

/// Takes apart what [`Terms`] put together.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Splitter;

impl Tokenizer for Splitter {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { text, from: 0, again: 0, token: Token::default() }
    }
}

/// The terms of one text, one by one in one buffer.
#[derive(Debug)]
pub(crate) struct Stream<'a> {
    text: &'a str,
    from: usize,
    /// How often the term at hand is still to be told.
    again: u8,
    token: Token,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        let bytes = self.text.as_bytes();
        while let Some(&mark) = bytes.get(self.from) {
            self.from += 1;
            if mark == GAP as u8 {
                self.token.position = self.token.position.wrapping_add(1);
                continue;
            }
            let length = bytes[self.from..].iter().position(|&byte| byte < b' ').unwrap_or(bytes.len() - self.from);
            self.token.text.clear();
            self.token.text.push_str(&self.text[self.from..self.from + length]);
            self.from += length;
            if mark & BESIDE == 0 {
                // The first place is 0, which wraps around from the start value of a token.
                self.token.position = self.token.position.wrapping_add(1);
            }
            self.again = (mark & (MOST * 2 - 1)).saturating_sub(1);
            return true;
        }
        false
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

    #[test]
    fn terms_count_as_often_as_they_weigh_and_keep_their_place() {
        let mut terms = Terms::default();
        terms.push("a", 2);
        terms.push("softwareentwicklerin", 1);
        terms.beside("entwicklerin", 3);
        terms.gap();
        terms.push("new york", 1);
        terms.push_raw("x\ny");
        let mut splitter = Splitter;
        let mut stream = splitter.token_stream(terms.as_str());
        let mut told = Vec::new();
        while stream.advance() {
            told.push(format!("{}{}", stream.token().position, stream.token().text));
        }
        let expected = ["0a", "0a", "1softwareentwicklerin", "1entwicklerin", "1entwicklerin", "1entwicklerin", "3new york", "4x y"];
        assert_eq!(told, expected);
    }
}
