//! RTF as tokens: groups, control words, bytes of text. Source: RTF specification 1.9.1, "RTF syntax".

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    GroupStart,
    GroupEnd,
    /// A control word with its number, if it has one.
    Word(&'a str, Option<i32>),
    /// A backslash and a character that is no letter.
    Symbol(u8),
    /// One byte of text in the font's encoding.
    Byte(u8),
    /// Plain bytes of text.
    Text(&'a [u8]),
}

/// The tokens of a file. Never fails: what makes no sense is text.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Passes over `count` bytes of binary data.
    pub(super) fn pass(&mut self, count: usize) {
        self.at = self.at.saturating_add(count).min(self.bytes.len());
    }

    fn control(&mut self) -> Token<'a> {
        match self.peek() {
            Some(byte) if byte.is_ascii_alphabetic() => self.word(),
            Some(b'\'') => {
                self.at += 1;
                self.hexadecimal()
            }
            // A backslash in front of a line end is a paragraph end.
            Some(b'\r' | b'\n') => {
                self.at += 1;
                Token::Word("par", None)
            }
            Some(byte) => {
                self.at += 1;
                Token::Symbol(byte)
            }
            None => Token::Text(b""),
        }
    }

    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) && self.at - start < 32 {
            self.at += 1;
        }
        let name = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        let number = self.number();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        Token::Word(name, number)
    }

    fn number(&mut self) -> Option<i32> {
        let is_negative = self.peek() == Some(b'-') && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit);
        if is_negative {
            self.at += 1;
        }
        let start = self.at;
        let mut value: i32 = 0;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = value.saturating_mul(10).saturating_add(i32::from(digit - b'0'));
            self.at += 1;
        }
        (self.at > start).then_some(if is_negative { -value } else { value })
    }

    fn hexadecimal(&mut self) -> Token<'a> {
        let digits = self.bytes.get(self.at..self.at + 2).and_then(|pair| std::str::from_utf8(pair).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                self.at += 2;
                Token::Byte(byte)
            }
            None => Token::Text(b""),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        // Line ends mean nothing.
        while matches!(self.peek(), Some(b'\r' | b'\n' | 0)) {
            self.at += 1;
        }
        let first = self.peek()?;
        self.at += 1;
        Some(match first {
            b'{' => Token::GroupStart,
            b'}' => Token::GroupEnd,
            b'\\' => self.control(),
            b'\t' => Token::Word("tab", None),
            _ => {
                let start = self.at - 1;
                let rest = &self.bytes[start..];
                let length =
                    rest.iter().position(|byte| matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n' | b'\t' | 0)).unwrap_or(rest.len());
                self.at = start + length;
                Token::Text(&rest[..length])
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_falls_into_tokens() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"{\\rtf1\\fs-24 a b\\'e9\\~\\u8226?\r\n\\b}").collect();
        assert_eq!(
            tokens,
            [
                Token::GroupStart,
                Token::Word("rtf", Some(1)),
                Token::Word("fs", Some(-24)),
                Token::Text(b"a b"),
                Token::Byte(0xE9),
                Token::Symbol(b'~'),
                Token::Word("u", Some(8226)),
                Token::Text(b"?"),
                Token::Word("b", None),
                Token::GroupEnd,
            ]
        );
    }

    #[test]
    fn cut_off_files_end_quietly() {
        for file in [&b"\\"[..], b"\\'", b"\\'f", b"\\u-", b"{\\rtf1\\bin99999 x"] {
            assert!(Tokens::new(file).count() < 6, "{}", file.escape_ascii());
        }
    }
}
