//! The words of a criterion.

use super::{InvalidCriterion, Problem};

/// One word, with the character it begins at, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) at: usize,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    Colon,
    /// Bare text; `*` in it stands for anything.
    Word(String),
    /// Text between quotation marks, as it is.
    Quoted(String),
}

impl Kind {
    /// How it is named in an error.
    pub(super) fn shown(&self) -> String {
        match self {
            Self::Open => "`(`".to_owned(),
            Self::Close => "`)`".to_owned(),
            Self::And => "AND".to_owned(),
            Self::Or => "OR".to_owned(),
            Self::Not => "NOT".to_owned(),
            Self::Colon => "`:`".to_owned(),
            Self::Word(word) | Self::Quoted(word) => format!("`{word}`"),
        }
    }
}

/// Splits `text` into words.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, InvalidCriterion> {
    let mut symbols = text.chars().enumerate().map(|(index, symbol)| (index + 1, symbol)).peekable();
    let mut found = Vec::new();
    while let Some((at, symbol)) = symbols.next() {
        let kind = match symbol {
            symbol if symbol.is_whitespace() => continue,
            '(' => Kind::Open,
            ')' => Kind::Close,
            ':' => Kind::Colon,
            '"' => quoted(&mut symbols).ok_or_else(|| InvalidCriterion::new(text, at, Problem::Unclosed("\"")))?,
            first => {
                let mut word = String::from(first);
                while let Some((_, symbol)) = symbols.next_if(|(_, symbol)| !symbol.is_whitespace() && !"():\"".contains(*symbol)) {
                    word.push(symbol);
                }
                operator(&word).unwrap_or(Kind::Word(word))
            }
        };
        found.push(Token { at, kind });
    }
    Ok(found)
}

fn operator(word: &str) -> Option<Kind> {
    let is = |other: &str| word.eq_ignore_ascii_case(other);
    [("and", Kind::And), ("or", Kind::Or), ("not", Kind::Not)].into_iter().find(|(other, _)| is(other)).map(|(_, kind)| kind)
}

/// Reads to the closing quotation mark; a backslash lets the next character stand for itself.
fn quoted(symbols: &mut impl Iterator<Item = (usize, char)>) -> Option<Kind> {
    let mut text = String::new();
    loop {
        match symbols.next()?.1 {
            '"' => return Some(Kind::Quoted(text)),
            '\\' => text.push(symbols.next()?.1),
            symbol => text.push(symbol),
        }
    }
}
