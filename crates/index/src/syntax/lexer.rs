//! From characters to lexemes: operators, parentheses, fields and values, as recruiters type and paste them.

use crate::InvalidQuery;

/// Longest query, in characters.
const LONGEST: usize = 4096;

/// A piece of a query with its place, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lexeme {
    pub(super) kind: Kind,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// A field's name and what stands behind its point; the value follows.
    Field(String, Option<String>),
    /// A text, without its quotation marks where it has some.
    Text(String, bool),
}

/// Reads the lexemes of a query.
pub(super) fn lex(query: &str) -> Result<Vec<Lexeme>, InvalidQuery> {
    let symbols: Vec<char> = query.chars().collect();
    if symbols.len() > LONGEST {
        return Err(error(query, LONGEST, format!("the query is longer than {LONGEST} characters")));
    }
    let mut lexer = Lexer { query, symbols, place: 0, found: Vec::new() };
    while lexer.step()? {}
    Ok(lexer.found)
}

pub(super) fn error(query: &str, position: usize, message: impl Into<String>) -> InvalidQuery {
    InvalidQuery { query: query.to_owned(), position, message: message.into() }
}

struct Lexer<'a> {
    query: &'a str,
    symbols: Vec<char>,
    place: usize,
    found: Vec<Lexeme>,
}

fn opens_quote(symbol: char) -> bool {
    matches!(symbol, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂')
}

fn is_dash(symbol: char) -> bool {
    matches!(symbol, '-' | '–' | '—' | '−')
}

/// Ends a word.
fn ends_word(symbol: char) -> bool {
    symbol.is_whitespace() || matches!(symbol, '(' | ')' | '[' | ']' | '{' | '}' | '|') || opens_quote(symbol)
}

impl Lexer<'_> {
    fn at(&self, place: usize) -> Option<char> {
        self.symbols.get(place).copied()
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.found.push(Lexeme { kind, start: self.place, end });
        self.place = end;
    }

    /// Reads one lexeme; whether there may be more.
    fn step(&mut self) -> Result<bool, InvalidQuery> {
        let Some(symbol) = self.at(self.place) else { return Ok(false) };
        let here = self.place;
        let next = self.at(here + 1);
        match symbol {
            _ if symbol.is_whitespace() => self.place += 1,
            '(' | '[' | '{' => self.push(Kind::Open, here + 1),
            ')' | ']' | '}' => self.push(Kind::Close, here + 1),
            '|' => self.push(Kind::Or, here + 1 + usize::from(next == Some('|'))),
            '&' if next.is_none_or(char::is_whitespace) => self.push(Kind::And, here + 1),
            '&' if next == Some('&') => self.push(Kind::And, here + 2),
            // A dash by itself stands between words, as in `Engineer - Berlin`.
            _ if is_dash(symbol) && next.is_none_or(|next| next.is_whitespace() || is_dash(next)) => self.place += 1,
            _ if is_dash(symbol) => self.push(Kind::Not, here + 1),
            '!' if next.is_some_and(|next| !next.is_whitespace()) => self.push(Kind::Not, here + 1),
            // What must occur anyway.
            '+' if next.is_some_and(|next| next.is_alphanumeric() || opens_quote(next)) => self.place += 1,
            // The mark after an operator of another engine, as in `AND,`.
            ',' | ';' => self.place += 1,
            _ if self.quotes() => self.quoted()?,
            _ => self.word()?,
        }
        Ok(true)
    }

    /// Whether a quotation starts here; a single quote does where another one ends a word later on.
    fn quotes(&self) -> bool {
        let symbol = self.symbols[self.place];
        let closes = |place: usize| self.symbols[place] == '’' && self.at(place + 1).is_none_or(ends_word);
        opens_quote(symbol) || (symbol == '‘' && (self.place + 1..self.symbols.len()).any(closes))
    }

    /// The place behind a quotation that starts at `start`.
    fn end_of_quote(&self, start: usize) -> Result<usize, InvalidQuery> {
        let single = self.symbols[start] == '‘';
        let closes = |symbol: char| if single { symbol == '’' } else { opens_quote(symbol) };
        let end = (start + 1..self.symbols.len()).find(|&place| closes(self.symbols[place]));
        end.map(|end| end + 1).ok_or_else(|| error(self.query, start, "this quotation mark is never closed"))
    }

    fn text(&self, start: usize, end: usize) -> String {
        self.symbols[start..end].iter().collect()
    }

    fn quoted(&mut self) -> Result<(), InvalidQuery> {
        let end = self.end_of_quote(self.place)?;
        self.push(Kind::Text(self.text(self.place + 1, end - 1), true), end);
        Ok(())
    }

    fn word(&mut self) -> Result<(), InvalidQuery> {
        if let Some(end) = self.end_of_field()? {
            return self.field(end);
        }
        let start = self.place;
        let end = (start..self.symbols.len()).find(|&place| ends_word(self.symbols[place])).unwrap_or(self.symbols.len());
        let text = self.text(start, end);
        // `AROUND(5)` and `NEAR/5` of other engines ask for both sides; how near they are is not looked at.
        let other =
            text == "AROUND" && self.at(end) == Some('(') || text.strip_prefix("NEAR/").is_some_and(|number| number.parse::<u8>().is_ok());
        let kind = match text.as_str() {
            "AND" => Kind::And,
            "OR" => Kind::Or,
            "NOT" => Kind::Not,
            _ if other => {
                let close = (end..self.symbols.len()).find(|&place| self.symbols[place] == ')').filter(|_| text == "AROUND");
                self.push(Kind::And, close.map_or(end, |close| close + 1));
                return Ok(());
            }
            _ => Kind::Text(text, false),
        };
        self.push(kind, end);
        Ok(())
    }

    /// The place of the colon, where a field starts here. `https://…` is none, and neither is a colon at the end of a word.
    fn end_of_field(&self) -> Result<Option<usize>, InvalidQuery> {
        let is_name = |symbol: char| symbol.is_ascii_alphanumeric() || symbol == '_';
        let mut end = self.place;
        while self.at(end).is_some_and(is_name) {
            end += 1;
        }
        let named = end > self.place && self.symbols[self.place].is_ascii_alphabetic();
        if named && self.at(end) == Some('.') {
            end += 1;
            if self.at(end).is_some_and(opens_quote) {
                end = self.end_of_quote(end)?;
            } else {
                while self.at(end).is_some_and(|symbol| symbol.is_alphanumeric() || matches!(symbol, '_' | '+' | '#' | '-' | '.')) {
                    end += 1;
                }
            }
        }
        let follows = self.at(end + 1).is_some_and(|next| !next.is_whitespace() && next != '/');
        Ok((named && self.at(end) == Some(':') && follows).then_some(end))
    }

    fn field(&mut self, colon: usize) -> Result<(), InvalidQuery> {
        let whole = self.text(self.place, colon);
        let (name, qualifier) = whole.split_once('.').map_or((whole.as_str(), None), |(name, rest)| (name, Some(rest)));
        let qualifier = qualifier.map(|rest| rest.trim_matches(opens_quote).to_owned());
        let name = name.to_ascii_lowercase();
        let mixed = super::field::takes_places(&name);
        self.push(Kind::Field(name, qualifier), colon + 1);
        // A place may be quoted in part: `near:"New York",50km`.
        if mixed && self.at(self.place).is_some_and(opens_quote) {
            let quote = self.end_of_quote(self.place)?;
            let end = (quote..self.symbols.len()).find(|&place| ends_word(self.symbols[place])).unwrap_or(self.symbols.len());
            let text = format!("{}{}", self.text(self.place + 1, quote - 1), self.text(quote, end));
            self.push(Kind::Text(text, true), end);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> String {
        let one = |lexeme: Lexeme| match lexeme.kind {
            Kind::Open => "(".to_owned(),
            Kind::Close => ")".to_owned(),
            Kind::And => "&".to_owned(),
            Kind::Or => "|".to_owned(),
            Kind::Not => "!".to_owned(),
            Kind::Field(name, None) => format!("{name}:"),
            Kind::Field(name, Some(qualifier)) => format!("{name}.{qualifier}:"),
            Kind::Text(text, false) => text,
            Kind::Text(text, true) => format!("'{text}'"),
        };
        lex(query).expect(query).into_iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pieces_are_told_apart() {
        for (query, expected) in [
            ("rust OR(go -java)", "rust | ( go ! java )"),
            ("“New York” || 'x'", "'New York' | 'x'"),
            ("‘New York’ O’Neil", "'New York' O’Neil"),
            ("Engineer – Berlin –java", "Engineer Berlin ! java"),
            ("R&D & c++ +rust", "R&D & c++ rust"),
            ("a AROUND(5) b NEAR/3 c", "a & b & c"),
            ("near:\"New York\",50km x", "near: 'New York,50km' x"),
            ("experience.\"machine learning\":>3y", "experience.machine learning: >3y"),
            ("https://example.com 10:30 note: x", "https://example.com 10:30 note: x"),
            ("[java, kotlin]", "( java, kotlin )"),
        ] {
            assert_eq!(told(query).replace("''x''", "'x'"), expected, "{query}");
        }
    }
}
