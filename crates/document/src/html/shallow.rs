//! A reader that stops the tokenizer before it has used up the stack.
//!
//! The tokenizer goes from state to state by calling one from the other, and only comes back where a tag ends or a value is written in
//! single quotes: the depth of the calls grows with the attributes of one tag, and a page of a megabyte ended the process.

use html5gum::{Readable, Reader, StringReader};

/// Bytes of stack that the tokenizer may use: some thousand attributes, a hundred times what pages have. The smallest stacks have two MiB.
const STACK: usize = 512 << 10;

/// A tag has more attributes than can be read.
#[derive(Debug, thiserror::Error)]
#[error("a tag of the page has more attributes than can be read")]
pub(super) struct TooManyAttributes;

/// Hands text to the tokenizer while the stack is as good as it was at the start.
pub(super) struct Shallow<'a> {
    text: StringReader<'a>,
    /// Where the stack stood.
    bottom: usize,
}

impl<'a> Shallow<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text: text.to_reader(), bottom: depth() }
    }

    #[inline]
    fn check(&self) -> Result<(), TooManyAttributes> {
        if depth().abs_diff(self.bottom) > STACK { Err(TooManyAttributes) } else { Ok(()) }
    }
}

/// Where the stack stands: the address of something on it.
#[inline]
fn depth() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)).addr()
}

impl Reader for Shallow<'_> {
    type Error = TooManyAttributes;

    #[inline]
    fn read_byte(&mut self) -> Result<Option<u8>, Self::Error> {
        self.check()?;
        let Ok(byte) = self.text.read_byte();
        Ok(byte)
    }

    #[inline]
    fn try_read_string(&mut self, expected: &[u8], case_sensitive: bool) -> Result<bool, Self::Error> {
        let Ok(is_there) = self.text.try_read_string(expected, case_sensitive);
        Ok(is_there)
    }

    #[inline]
    fn read_until<'b>(&'b mut self, needle: &[u8], buffer: &'b mut [u8; 4]) -> Result<Option<&'b [u8]>, Self::Error> {
        self.check()?;
        let Ok(bytes) = self.text.read_until(needle, buffer);
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use html5gum::{Token, Tokenizer};

    use super::*;

    #[test]
    fn a_hundred_attributes_are_read_and_a_hundred_thousand_are_refused() {
        let page = |n: usize| format!("<p{}>x", " a=\"b\"".repeat(n));
        let few = page(100);
        let tokens: Vec<_> = Tokenizer::new(Shallow::new(&few)).collect::<Result<_, _>>().expect("is an ordinary page");
        assert!(matches!(tokens.as_slice(), [.., Token::StartTag(_), Token::String(_)]), "{tokens:?}");
        let many = page(200_000);
        assert!(Tokenizer::new(Shallow::new(&many)).any(|token| token.is_err()));
    }
}
