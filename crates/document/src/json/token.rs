//! JSON as tokens, forgiving and without a tree. Source: RFC 8259.

/// One token; commas and colons separate and mean nothing more.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    /// `{` (true) or `[`.
    Open(bool),
    Close,
    String(String),
    /// A number, `true`, `false`, `null` or what stands in their place.
    Word(&'a str),
}

/// The tokens of a text.
#[derive(Debug)]
pub(super) struct Tokens<'a> {
    rest: &'a str,
}

impl<'a> Tokens<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text }
    }

    /// Whether a colon follows: the string before it was a name.
    pub(super) fn at_colon(&self) -> bool {
        self.rest.trim_start().starts_with(':')
    }

    /// Reads a string up to its closing quote or the end of the text.
    fn string(&mut self) -> String {
        let mut out = String::new();
        let mut chars = self.rest.char_indices();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match chars.next().map(|(_, escaped)| escaped) {
                    Some('n' | 'r' | 't' | 'b' | 'f') => out.push(' '),
                    Some('u') => out.extend(unicode(&mut chars)),
                    Some(other) => out.push(other),
                    None => {}
                },
                _ => out.push(c),
            }
        }
        self.rest = &self.rest[end..];
        out
    }
}

/// The character of a `\u` escape, and of the second half that may follow it.
fn unicode(chars: &mut std::str::CharIndices<'_>) -> Option<char> {
    let first = unit(chars)?;
    if !(0xD800..0xDC00).contains(&first) {
        return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    let mut ahead = chars.clone();
    let is_escape = ahead.next().is_some_and(|(_, c)| c == '\\') && ahead.next().is_some_and(|(_, c)| c == 'u');
    let second = if is_escape { unit(&mut ahead) } else { None };
    let second = second.filter(|second| (0xDC00..0xE000).contains(second));
    let Some(second) = second else { return Some(char::REPLACEMENT_CHARACTER) };
    *chars = ahead;
    char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + (second - 0xDC00))
}

fn unit(chars: &mut std::str::CharIndices<'_>) -> Option<u32> {
    (0..4).try_fold(0, |value, _| Some(value * 16 + chars.next()?.1.to_digit(16)?))
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.rest = self.rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '\u{FEFF}'));
        let first = self.rest.chars().next()?;
        if matches!(first, '{' | '}' | '[' | ']' | '"') {
            self.rest = &self.rest[1..];
        }
        Some(match first {
            '{' | '[' => Token::Open(first == '{'),
            '}' | ']' => Token::Close,
            '"' => Token::String(self.string()),
            _ => {
                let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ':' | '{' | '}' | '[' | ']' | '"');
                let end = self.rest.find(is_end).unwrap_or(self.rest.len());
                let (word, rest) = self.rest.split_at(end);
                self.rest = rest;
                Token::Word(word)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        let tokens: Vec<Token<'_>> = Tokens::new(r#"["a\"\u00e9\ud83d\ude00\ud83dx", -1.5e3]"#).collect();
        let string = Token::String("a\"é😀\u{FFFD}x".to_owned());
        assert_eq!(tokens, [Token::Open(false), string, Token::Word("-1.5e3"), Token::Close]);
    }
}
