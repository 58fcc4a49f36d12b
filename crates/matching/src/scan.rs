//! Reads JSON text piece by piece, where it stands: no value is built, and what nobody asks for is only stepped over.
//!
//! Grammar: RFC 8259. Nesting is counted, not recursed into, so that no text overflows the stack.

use std::borrow::Cow;

/// Deepest nesting.
const DEEPEST: u32 = 127;

/// What is wrong with a text, and at which byte, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ScanError {
    #[error("column {at}: expected {what}")]
    Expected { at: usize, what: &'static str },
    #[error("column {at}: nested more than {DEEPEST} deep")]
    TooDeep { at: usize },
}

/// A place in a text.
#[derive(Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// Whether the text has a backslash or a control character: if not, as most have none, every string ends at the next quote.
    is_marked: bool,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        // All bytes are looked at, as so many can be looked at together.
        let is_marked = text.bytes().fold(false, |marked, byte| marked | (byte == b'\\') | (byte < 0x20));
        Self { text, at: 0, is_marked }
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    fn expected<T>(&self, what: &'static str) -> Result<T, ScanError> {
        Err(ScanError::Expected { at: self.at + 1, what })
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.bytes().get(self.at) {
            self.at += 1;
        }
    }

    /// The first byte of what comes next; spaces are skipped.
    #[inline]
    pub(crate) fn peek(&mut self) -> Result<u8, ScanError> {
        // Most lines have no spaces between their values.
        match self.bytes().get(self.at) {
            Some(&byte) if byte > b' ' => Ok(byte),
            _ => self.peek_past_space(),
        }
    }

    fn peek_past_space(&mut self) -> Result<u8, ScanError> {
        self.skip_space();
        match self.bytes().get(self.at) {
            Some(&byte) => Ok(byte),
            None => self.expected("more"),
        }
    }

    /// Steps over one byte that must come next.
    fn step(&mut self, byte: u8, what: &'static str) -> Result<(), ScanError> {
        if self.peek()? != byte {
            return self.expected(what);
        }
        self.at += 1;
        Ok(())
    }

    /// Ends reading: nothing more may come.
    pub(crate) fn end(mut self) -> Result<(), ScanError> {
        self.skip_space();
        if self.at < self.text.len() { self.expected("the end") } else { Ok(()) }
    }

    /// Reads an object; `take` gets the [`number`] of each key and reads or skips the value.
    pub(crate) fn members(&mut self, mut take: impl FnMut(&mut Self, u128) -> Result<(), ScanError>) -> Result<(), ScanError> {
        self.step(b'{', "an object")?;
        if self.peek()? == b'}' {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.peek()?;
            let key = match self.short() {
                Some(key) => key,
                None => number(&self.string()?),
            };
            self.step(b':', "`:`")?;
            take(self, key)?;
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.step(b'}', "`,` or `}`"),
            }
        }
    }

    /// The number of a string of at most fifteen bytes in which nothing is escaped, as nearly all keys are; steps over nothing where it is another.
    ///
    /// So read, a key is neither searched for its end byte by byte nor compared letter by letter.
    #[inline]
    fn short(&mut self) -> Option<u128> {
        let &[b'"', ref letters @ ..] = self.bytes().get(self.at..)?.first_chunk::<{ LONGEST + 2 }>()? else { return None };
        if self.is_marked {
            return None;
        }
        let number = u128::from_le_bytes(*letters);
        let [low, high] = [number as u64, (number >> 64) as u64].map(|word| nought(word ^ (ONES * u64::from(b'"'))));
        let length = match (low, high) {
            (0, 0) => return None,
            (0, high) => 8 + high.trailing_zeros() / 8,
            (low, _) => low.trailing_zeros() / 8,
        };
        self.at += length as usize + 2;
        Some(number & ((1 << (8 * length)) - 1))
    }

    /// Reads an array; `take` reads or skips each element.
    pub(crate) fn elements(&mut self, mut take: impl FnMut(&mut Self) -> Result<(), ScanError>) -> Result<(), ScanError> {
        self.step(b'[', "an array")?;
        if self.peek()? == b']' {
            self.at += 1;
            return Ok(());
        }
        loop {
            take(self)?;
            match self.peek()? {
                b',' => self.at += 1,
                _ => return self.step(b']', "`,` or `]`"),
            }
        }
    }

    /// Reads a string in which nothing is escaped, as nearly all are; steps over nothing where it is another.
    pub(crate) fn plain(&mut self) -> Option<&'a str> {
        let bytes = self.bytes();
        if bytes.get(self.at) != Some(&b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = if self.is_marked { special(bytes, start) } else { quote(bytes, start) };
        if bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        Some(&self.text[start..end])
    }

    /// Reads a string; it is borrowed where nothing in it is escaped.
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, ScanError> {
        if self.bytes().get(self.at) != Some(&b'"') {
            return self.expected("a string");
        }
        if let Some(plain) = self.plain() {
            return Ok(Cow::Borrowed(plain));
        }
        let start = self.at + 1;
        self.at = special(self.bytes(), start);
        let mut read = String::with_capacity(self.at - start + 32);
        let mut from = start;
        loop {
            read.push_str(&self.text[from..self.at]);
            match self.bytes().get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => read.push(self.escape()?),
                _ => return self.expected("a string to end"),
            }
            from = self.at;
            self.at = special(self.bytes(), from);
        }
        self.at += 1;
        Ok(Cow::Owned(read))
    }

    fn skip_string(&mut self) -> Result<(), ScanError> {
        if self.bytes().get(self.at) != Some(&b'"') {
            return self.expected("a string");
        }
        self.at += 1;
        loop {
            // What is skipped is often long.
            self.at = if self.is_marked { special(self.bytes(), self.at) } else { long_quote(self.bytes(), self.at) };
            match self.bytes().get(self.at) {
                Some(b'"') => break,
                Some(b'\\') => self.escape()?,
                _ => return self.expected("a string to end"),
            };
        }
        self.at += 1;
        Ok(())
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, ScanError> {
        let Some(&mark) = self.bytes().get(self.at + 1) else { return self.expected("an escape") };
        let plain = match mark {
            b'"' | b'\\' | b'/' => mark as char,
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.escaped_unit(),
            _ => return self.expected("an escape"),
        };
        self.at += 2;
        Ok(plain)
    }

    fn escaped_unit(&mut self) -> Result<char, ScanError> {
        let unit = |at: usize| {
            let digits = self.bytes().get(at..at + 6)?.strip_prefix(b"\\u")?;
            digits.iter().try_fold(0, |unit, &digit| Some(unit << 4 | (digit as char).to_digit(16)?))
        };
        let (read, length) = match (unit(self.at), unit(self.at + 6)) {
            (Some(high @ 0xd800..0xdc00), Some(low @ 0xdc00..0xe000)) => (Some(0x1_0000 + ((high - 0xd800) << 10 | (low - 0xdc00))), 12),
            (one, _) => (one, 6),
        };
        let Some(symbol) = read.and_then(char::from_u32) else { return self.expected("an escaped character") };
        self.at += length;
        Ok(symbol)
    }

    /// Reads a number; the text of it where it is an integer of 64 bits.
    pub(crate) fn integer(&mut self) -> Result<Option<&'a str>, ScanError> {
        let start = self.at;
        let is_whole = self.number()?;
        let text = &self.text[start..self.at];
        let fits = is_whole && text != "-0" && (text.parse::<u64>().is_ok() || text.parse::<i64>().is_ok());
        Ok(fits.then_some(text))
    }

    /// Steps over a number; whether it has neither fraction nor exponent.
    fn number(&mut self) -> Result<bool, ScanError> {
        if self.bytes().get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        match self.bytes().get(self.at) {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        let whole_end = self.at;
        if self.bytes().get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.bytes().get(self.at) {
            self.at += 1;
            if let Some(b'+' | b'-') = self.bytes().get(self.at) {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(self.at == whole_end)
    }

    fn digits(&mut self) -> Result<(), ScanError> {
        let n_digits = self.bytes()[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += n_digits;
        if n_digits == 0 { self.expected("a digit") } else { Ok(()) }
    }

    /// Steps over a string, a number, or `true`, `false` and `null`.
    fn skip_plain(&mut self) -> Result<(), ScanError> {
        match self.peek()? {
            b'"' => self.skip_string(),
            b'-' | b'0'..=b'9' => self.number().map(|_| ()),
            _ => {
                let Some(word) = ["true", "false", "null"].into_iter().find(|word| self.bytes()[self.at..].starts_with(word.as_bytes()))
                else {
                    return self.expected("a value");
                };
                self.at += word.len();
                Ok(())
            }
        }
    }

    /// Steps over a key and its colon.
    fn skip_key(&mut self) -> Result<(), ScanError> {
        self.skip_space();
        self.skip_string()?;
        self.step(b':', "`:`")
    }

    /// Steps over any value.
    pub(crate) fn skip(&mut self) -> Result<(), ScanError> {
        // The lowest bit tells whether the innermost open thing is an object, the next whether that around it is, and so on.
        let (mut objects, mut depth) = (0_u128, 0);
        loop {
            let first = self.peek()?;
            if first == b'{' || first == b'[' {
                self.at += 1;
                if self.peek()? != first + 2 {
                    depth += 1;
                    objects = objects << 1 | u128::from(first == b'{');
                    if depth > DEEPEST {
                        return Err(ScanError::TooDeep { at: self.at });
                    }
                    if first == b'{' {
                        self.skip_key()?;
                    }
                    continue;
                }
                self.at += 1;
            } else {
                self.skip_plain()?;
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let is_object = objects & 1 == 1;
                if self.peek()? == b',' {
                    self.at += 1;
                    if is_object {
                        self.skip_key()?;
                    }
                    break;
                }
                if is_object { self.step(b'}', "`,` or `}`") } else { self.step(b']', "`,` or `]`") }?;
                (objects, depth) = (objects >> 1, depth - 1);
            }
        }
    }
}

/// Most bytes of a key that a [`number`] tells.
const LONGEST: usize = 15;

/// The [`number`] of a key that is known, which must not be longer.
pub(crate) const fn known(key: &str) -> u128 {
    assert!(key.len() <= LONGEST);
    number(key)
}

/// A key as a number, the first of its bytes lowest, by which it is compared with all keys that are known at once; all bits for a longer one.
const fn number(key: &str) -> u128 {
    let (bytes, mut number, mut at) = (key.as_bytes(), 0, 0);
    while at < bytes.len() {
        // Noughts tell the end.
        if bytes[at] == 0 || at == LONGEST {
            return u128::MAX;
        }
        number |= (bytes[at] as u128) << (8 * at);
        at += 1;
    }
    number
}

const ONES: u64 = u64::MAX / 255;

/// The highest bit of each byte of a word that is nought; of others too, but only above such a one.
fn nought(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & (ONES << 7)
}

/// The place of the first byte from `at` on that `find` marks in a word of eight by its highest bit, and `is` by itself; the end where there is none.
#[inline]
fn first(bytes: &[u8], mut at: usize, find: impl Fn(u64) -> u64, is: impl Fn(u8) -> bool) -> usize {
    while let Some(word) = bytes.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        let found = find(u64::from_le_bytes(*word));
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| is(byte)).unwrap_or(rest.len())
}

/// The place of the first quote, backslash or control character from `at` on; the end where there is none.
fn special(bytes: &[u8], at: usize) -> usize {
    let find = |word: u64| {
        let control = word.wrapping_sub(ONES * 0x20) & !word & (ONES << 7);
        nought(word ^ (ONES * u64::from(b'"'))) | nought(word ^ (ONES * u64::from(b'\\'))) | control
    };
    first(bytes, at, find, |byte| matches!(byte, b'"' | b'\\' | 0..0x20))
}

/// The place of the first quote from `at` on; the end where there is none.
#[inline]
fn quote(bytes: &[u8], at: usize) -> usize {
    first(bytes, at, |word| nought(word ^ (ONES * u64::from(b'"'))), |byte| byte == b'"')
}

/// The same, where it is far.
fn long_quote(bytes: &[u8], at: usize) -> usize {
    bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)).map_or(bytes.len(), |place| at + place)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn skipped(text: &str) -> Result<(), ScanError> {
        let mut scanner = Scanner::new(text);
        scanner.skip()?;
        scanner.end()
    }

    #[test]
    fn what_is_json_is_stepped_over_and_nothing_else() {
        for text in
            [r#"{"a": [1, -2.5e+3, 0, {"b": {}}, [], [[true, false]], null], "c\n\"é😀": "x"} "#, "\"\\u00e9\\ud83d\\ude00\"", " 7\t"]
        {
            assert_eq!(skipped(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{1:2}",
            "[1 2]",
            "01",
            "-",
            "1.",
            "1e",
            ".5",
            "nul",
            "\"a",
            "\"\u{1}\"",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"\\ud83d\"",
            "1 2",
            "[}",
            "{]",
            "+1",
        ] {
            assert!(skipped(text).is_err(), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(skipped(&nested(127)), Ok(()));
        assert_eq!(skipped(&nested(128)), Err(ScanError::TooDeep { at: 128 }));
        assert!(skipped(&"[".repeat(3_000_000)).is_err());
    }

    #[test]
    fn integers_are_told_by_their_digits() {
        for (text, expected) in
            [("12", Some("12")), ("-7", Some("-7")), ("1.0", None), ("1e3", None), ("-0", None), ("99999999999999999999", None)]
        {
            assert_eq!(Scanner::new(text).integer(), Ok(expected), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn strings_come_as_another_reader_reads_them(text in "(\\PC|[\"\\\\/\n\t\u{1}]){0,24}", crooked in "(\\PC|[\"\\\\u0-9a-f]){0,12}") {
            let written = serde_json::to_string(&text).expect("a string can be written");
            prop_assert_eq!(Scanner::new(&written).string(), Ok(Cow::Owned(text)));
            let doubtful = format!("\"{crooked}\"");
            let mut scanner = Scanner::new(&doubtful);
            let read = scanner.string().and_then(|read| scanner.end().map(|()| read.into_owned()));
            prop_assert_eq!(read.ok(), serde_json::from_str::<String>(&doubtful).ok());
        }

        #[test]
        fn keys_are_known_by_their_numbers(key in "(\\PC|[a-z\"\\\\/\n\u{0}]){0,20}", space in " {0,20}") {
            let text = format!("{{{}:1{space}}}", serde_json::to_string(&key).expect("a string can be written"));
            let mut read = Vec::new();
            let members = Scanner::new(&text).members(|scanner, key| {
                read.push(key);
                scanner.skip()
            });
            prop_assert_eq!(members, Ok(()));
            prop_assert_eq!(read, [number(&key)]);
            prop_assert_eq!(number(&key) == u128::MAX, key.len() > LONGEST || key.contains('\0'));
        }

        #[test]
        fn whatever_another_reader_refuses_is_refused(text in "[\\[\\]{}:,\"0-9eE.+\\- truefalsn]{0,16}") {
            prop_assert_eq!(skipped(&text).is_ok(), serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(), "{}", text);
        }
    }
}
