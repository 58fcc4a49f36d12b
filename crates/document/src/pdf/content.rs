//! Content streams as tokens (ISO 32000-1, 7.8.2), without copying.

use super::lexer;

/// One token of a content stream; what is composite stays bytes until somebody looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Token<'c> {
    Number(f64),
    Name(&'c [u8]),
    /// A string with its delimiters.
    String(&'c [u8]),
    /// What stands between the brackets.
    Array(&'c [u8]),
    /// A dictionary with its delimiters.
    Dictionary(&'c [u8]),
    /// An operator, packed by [`pack`].
    Operator(u32),
}

/// What an array in content holds: what `TJ` shows, and by how much it moves between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Element {
    Number(f64),
    /// Where a string begins and ends in the array, with its delimiters.
    String(u32, u32),
}

/// Packs an operator of up to four characters into one word, so that telling operators apart is one comparison.
pub(super) const fn pack(name: &[u8]) -> u32 {
    let mut packed = 0;
    let mut at = 0;
    while at < name.len() && at < 4 {
        packed = packed << 8 | name[at] as u32;
        at += 1;
    }
    packed
}

/// Walks through a content stream, or through the inside of an array.
#[derive(Debug, Clone)]
pub(super) struct Tokens<'c> {
    bytes: &'c [u8],
    at: usize,
    word: (usize, usize),
}

impl<'c> Tokens<'c> {
    pub(super) fn new(bytes: &'c [u8]) -> Self {
        Self { bytes, at: 0, word: (0, 0) }
    }

    /// The place of the next token, or of white space before it.
    pub(super) fn place(&self) -> usize {
        self.at
    }

    /// Goes on at `place`.
    pub(super) fn go_to(&mut self, place: usize) {
        self.at = place;
    }

    /// The latest operator in full, for languages whose operators are longer than four characters.
    pub(super) fn word(&self) -> &'c [u8] {
        self.slice(self.word.0, self.word.1)
    }

    /// Steps over an inline image whose `BI` was just read: its dictionary and its data up to `EI`.
    pub(super) fn skip_inline_image(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let Some(data) = memchr::memmem::find(rest, b"ID").map(|at| at + 2) else {
            self.at = self.bytes.len();
            return;
        };
        let ends = memchr::memmem::find_iter(&rest[data..], b"EI").map(|at| at + data);
        // Two letters occur in picture data too: the true end stands alone and text follows it.
        let is_end = |at: &usize| {
            let behind = rest.get(at + 2..).unwrap_or_default();
            let stands_alone = lexer::is_space(rest[at - 1]) && behind.first().is_none_or(|byte| lexer::is_space(*byte));
            stands_alone && behind.iter().take(12).all(|byte| matches!(byte, b' '..=b'~') || lexer::is_space(*byte) && *byte != 0)
        };
        self.at += ends.into_iter().find(is_end).map_or(rest.len(), |at| at + 2);
    }

    fn slice(&self, start: usize, end: usize) -> &'c [u8] {
        self.bytes.get(start..end).unwrap_or_default()
    }
}

impl<'c> Iterator for Tokens<'c> {
    type Item = Token<'c>;

    fn next(&mut self) -> Option<Token<'c>> {
        self.read()
    }
}

impl<'c> Tokens<'c> {
    /// The next token. [`Iterator::next`] is this out of line; a page's content, thousands of tokens, is worth a copy of its own.
    #[inline(always)]
    pub(super) fn read(&mut self) -> Option<Token<'c>> {
        self.read_with(skip_array)
    }

    /// The same; what an array holds goes into `elements` where that `is_wanted`: read once, not skipped and then read.
    #[inline(always)]
    pub(super) fn read_into(&mut self, elements: &mut Vec<Element>, is_wanted: bool) -> Option<Token<'c>> {
        self.read_with(|bytes, start| if is_wanted { collect(bytes, start, elements) } else { skip_array(bytes, start) })
    }

    /// The next token; `array` tells where the array ends that begins at a place.
    #[inline(always)]
    fn read_with(&mut self, array: impl FnOnce(&'c [u8], usize) -> usize) -> Option<Token<'c>> {
        loop {
            let start = lexer::skip_space(self.bytes, self.at);
            let byte = *self.bytes.get(start)?;
            return Some(match byte {
                b'0'..=b'9' | b'-' | b'+' | b'.' => {
                    let (value, end) = lexer::number(self.bytes, start)?;
                    self.at = end.max(start + 1);
                    Token::Number(value)
                }
                b'/' => {
                    let (name, end) = lexer::name(self.bytes, start);
                    self.at = end;
                    Token::Name(name)
                }
                b'(' => {
                    self.at = lexer::skip_literal(self.bytes, start);
                    Token::String(self.slice(start, self.at))
                }
                b'<' if self.bytes.get(start + 1) != Some(&b'<') => {
                    self.at = lexer::skip_hexadecimal(self.bytes, start);
                    Token::String(self.slice(start, self.at))
                }
                b'<' => {
                    self.at = lexer::skip_object(self.bytes, start);
                    Token::Dictionary(self.slice(start, self.at))
                }
                b'[' => {
                    self.at = array(self.bytes, start);
                    Token::Array(self.slice(start + 1, self.at))
                }
                b']' | b')' | b'>' | b'{' | b'}' => {
                    self.at = start + 1;
                    continue;
                }
                _ => {
                    self.at = lexer::skip_regular(self.bytes, start);
                    self.word = (start, self.at);
                    Token::Operator(match self.slice(start, self.at) {
                        [one] => u32::from(*one),
                        [one, two] => u32::from(*one) << 8 | u32::from(*two),
                        longer => pack(longer),
                    })
                }
            });
        }
    }
}

/// Elements of an array that are kept: a page of text has a few thousand.
const MOST_ELEMENTS: usize = 1 << 18;

/// Reads the numbers and strings of the array at `at` into `elements`; tells where it ends.
#[inline]
fn collect(bytes: &[u8], at: usize, elements: &mut Vec<Element>) -> usize {
    elements.clear();
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end).filter(|_| elements.len() < MOST_ELEMENTS) {
        let start = end;
        let behind = match byte {
            b'(' => lexer::skip_literal(bytes, start),
            b'<' if bytes.get(start + 1) != Some(&b'<') => lexer::skip_hexadecimal(bytes, start),
            b'0'..=b'9' | b'-' | b'.' => {
                let Some((number, behind)) = lexer::number(bytes, start) else { break };
                elements.push(Element::Number(number));
                end = behind;
                continue;
            }
            b' ' | b'\n' | b'\r' => {
                end += 1;
                continue;
            }
            b']' => return end + 1,
            _ => break,
        };
        elements.push(string(start - at - 1, behind - at - 1));
        end = behind;
    }
    collect_odd(bytes, at, elements)
}

/// The same for an array that holds anything else, too much, or is not closed.
#[cold]
fn collect_odd(bytes: &[u8], at: usize, elements: &mut Vec<Element>) -> usize {
    let end = skip_array(bytes, at);
    elements.clear();
    let inside = bytes.get(at + 1..end).unwrap_or_default();
    let told = Tokens::new(inside).filter_map(|token| match token {
        Token::Number(number) => Some(Element::Number(number)),
        Token::String(raw) => {
            let start = raw.as_ptr() as usize - inside.as_ptr() as usize;
            Some(string(start, start + raw.len()))
        }
        _ => None,
    });
    elements.extend(told.take(MOST_ELEMENTS));
    end
}

/// The string between two places of an array; content has less than four gigabytes.
fn string(start: usize, end: usize) -> Element {
    Element::String(start as u32, end as u32)
}

/// The place of the `]` that closes the array at `at`, or behind it. Arrays in content hold numbers and strings.
fn skip_array(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    let mut depth = 1_usize;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'(' => end = lexer::skip_literal(bytes, end),
            b'<' if bytes.get(end + 1) != Some(&b'<') => end = lexer::skip_hexadecimal(bytes, end),
            b'[' => {
                depth += 1;
                end += 1;
            }
            b']' => {
                depth -= 1;
                end += 1;
                if depth == 0 {
                    break;
                }
            }
            _ => end += 1,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_come_in_order() {
        let tokens: Vec<Token<'_>> = Tokens::new(b"BT /F1 12 Tf[(a]\\)) -5<41>]TJ % note\n(x)' ET").collect();
        let expected = [
            Token::Operator(pack(b"BT")),
            Token::Name(b"F1"),
            Token::Number(12.0),
            Token::Operator(pack(b"Tf")),
            Token::Array(b"(a]\\)) -5<41>]"),
            Token::Operator(pack(b"TJ")),
            Token::String(b"(x)"),
            Token::Operator(pack(b"'")),
            Token::Operator(pack(b"ET")),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn an_array_read_at_once_holds_what_its_tokens_say() {
        let arrays: [&[u8]; 12] = [
            b"[]",
            b"[(a)-5(b(c))12.5<4142>]",
            b"[ 1 2\n-.5\r--3 1-2 +4 ]",
            b"[(a\\))%]\n(b)]",
            b"[(a)[(b)]3]",
            b"[/Name(a)true<< /A (b) >>4]",
            b"[\t(a)\0 5]",
            b"[- . (a)]",
            b"[(a) 5",
            b"[(a",
            b"[<41",
            b"[1 2)]",
        ];
        for array in arrays {
            let content = [array, b" (x) TJ"].concat();
            let mut elements = vec![Element::Number(7.0)];
            let (mut at_once, mut tokens) = (Tokens::new(&content), Tokens::new(&content));
            let (token, expected) = (at_once.read_into(&mut elements, true), tokens.read());
            assert_eq!((token, at_once.place()), (expected, tokens.place()), "{}", array.escape_ascii());
            let Some(Token::Array(inside)) = expected else { panic!("{}", array.escape_ascii()) };
            let expected = Tokens::new(inside).filter(|token| matches!(token, Token::Number(_) | Token::String(_)));
            let told = elements.iter().map(|element| match *element {
                Element::Number(number) => Token::Number(number),
                Element::String(from, to) => Token::String(&inside[from as usize..to as usize]),
            });
            assert!(told.eq(expected), "{}", array.escape_ascii());
        }
    }

    #[test]
    fn an_endless_array_takes_no_endless_memory() {
        let content = [&b"["[..], &b"1 ".repeat(MOST_ELEMENTS + 5), b"](x)"].concat();
        let (mut elements, mut tokens) = (Vec::new(), Tokens::new(&content));
        assert!(matches!(tokens.read_into(&mut elements, true), Some(Token::Array(_))));
        assert_eq!((elements.len(), tokens.read()), (MOST_ELEMENTS, Some(Token::String(b"(x)"))));
    }

    #[test]
    fn inline_images_are_stepped_over() {
        let mut tokens = Tokens::new(b"BI /W 2 ID \x01 EI\x02\xFF\x00 EI Q (t) Tj");
        assert_eq!(tokens.next(), Some(Token::Operator(pack(b"BI"))));
        tokens.skip_inline_image();
        assert_eq!(tokens.next(), Some(Token::Operator(pack(b"Q"))));
    }

    #[test]
    fn broken_streams_end() {
        for bytes in [&b"(never closed"[..], b"[1 2", b"<41", b"<<", b">>>]])", b"/", b"-", b"BI"] {
            let mut tokens = Tokens::new(bytes);
            let count = tokens.by_ref().take(100).count();
            assert!(count < 100, "{}", bytes.escape_ascii());
            tokens.skip_inline_image();
            assert_eq!(tokens.next(), None);
        }
    }
}
