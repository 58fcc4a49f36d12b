//! The query language: grammar, parser, and the place of an error.
//!
//! ```text
//! query  = or
//! or     = and { "OR" and }
//! and    = unary { ["AND"] unary }
//! unary  = ("NOT" | "-") unary | item
//! item   = "(" or ")" | field ":" ( "(" or ")" | value ) | value
//! value  = "\"" words "\"" | word | word "*" | word "~" [ "1" | "2" ]
//! ```
//!
//! `OR`, `AND` and `NOT` are operators in capitals only. Words side by side must all match; `OR` binds weaker than that, as in
//! `rust OR (go kubernetes)`.

use crate::InvalidQuery;
use crate::analysis;
use crate::query::Facet;
use crate::schema::Part;

/// What a value is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Everywhere.
    Any,
    /// In one part, word by word.
    Part(Part),
    /// A whole value.
    Facet(Facet),
    Email,
    Phone,
}

/// How a value must occur.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// These words in this order, side by side; usually one.
    Phrase(Vec<String>),
    /// Words of which the last only begins like this.
    Prefix(Vec<String>),
    /// A word with at most so many slips.
    Fuzzy(String, u8),
    /// A whole value in its normal form.
    Whole(String),
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    /// Everybody.
    All,
    Leaf(Target, Pattern),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

/// Longest query, in characters.
const LONGEST: usize = 4096;
/// Most values in a query.
const MOST: usize = 256;
/// Deepest nesting.
const DEEPEST: usize = 50;

/// Parses a query; an empty one finds everybody.
pub(crate) fn parse(query: &str) -> Result<Node, InvalidQuery> {
    let symbols: Vec<char> = query.chars().collect();
    let mut parser = Parser { query, symbols, place: 0, values: 0, depth: 0 };
    if parser.symbols.len() > LONGEST {
        return Err(parser.error(LONGEST, format!("the query is longer than {LONGEST} characters")));
    }
    parser.skip_space();
    if parser.peek().is_none() {
        return Ok(Node::All);
    }
    let node = parser.or(Target::Any)?;
    match parser.peek() {
        None => Ok(node),
        Some(_) => Err(parser.error(parser.place, "this closing parenthesis has no opening one".to_owned())),
    }
}

struct Parser<'a> {
    query: &'a str,
    symbols: Vec<char>,
    place: usize,
    values: usize,
    depth: usize,
}

impl Parser<'_> {
    fn error(&self, position: usize, message: String) -> InvalidQuery {
        InvalidQuery { query: self.query.to_owned(), position, message }
    }

    fn peek(&self) -> Option<char> {
        self.symbols.get(self.place).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.place += 1;
        }
    }

    /// Whether the operator stands here, as a word of its own.
    fn at(&self, operator: &str) -> bool {
        let end = self.place + operator.len();
        let ends = self.symbols.get(end).is_none_or(|symbol| symbol.is_whitespace() || matches!(symbol, '(' | ')' | '"'));
        ends && self.symbols.len() >= end && self.symbols[self.place..end].iter().copied().eq(operator.chars())
    }

    fn take(&mut self, operator: &str) -> bool {
        let here = self.at(operator);
        if here {
            self.place += operator.len();
            self.skip_space();
        }
        here
    }

    fn or(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.error(self.place, format!("parentheses are nested more than {DEEPEST} deep")));
        }
        let mut branches = vec![self.and(target)?];
        while self.take("OR") {
            branches.push(self.and(target)?);
        }
        self.depth -= 1;
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Or(branches) })
    }

    fn and(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        let mut parts = vec![self.unary(target)?];
        loop {
            let operator = self.take("AND");
            if !operator && (self.peek().is_none() || self.peek() == Some(')') || self.at("OR")) {
                break;
            }
            parts.push(self.unary(target)?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Node::And(parts) })
    }

    fn unary(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        let mut negated = false;
        loop {
            let minus = self.peek() == Some('-') && self.symbols.get(self.place + 1).is_some_and(|next| !next.is_whitespace());
            if minus {
                self.place += 1;
            } else if !self.take("NOT") {
                break;
            }
            negated = !negated;
        }
        let item = self.item(target)?;
        Ok(if negated { Node::Not(Box::new(item)) } else { item })
    }

    fn item(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        match self.peek() {
            None => Err(self.error(self.place, "something to look for is missing".to_owned())),
            Some(')') => Err(self.error(self.place, "something to look for is missing before this parenthesis".to_owned())),
            Some('(') => self.group(target),
            _ if self.at("OR") || self.at("AND") => {
                Err(self.error(self.place, "something to look for is missing before this operator".to_owned()))
            }
            _ => self.fielded(target),
        }
    }

    fn group(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        let open = self.place;
        self.place += 1;
        self.skip_space();
        let node = self.or(target)?;
        if self.peek() != Some(')') {
            return Err(self.error(open, "this parenthesis is never closed".to_owned()));
        }
        self.place += 1;
        self.skip_space();
        Ok(node)
    }

    fn fielded(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        let start = self.place;
        let mut end = start;
        while self.symbols.get(end).is_some_and(|symbol| symbol.is_ascii_alphanumeric() || matches!(symbol, '_' | '.')) {
            end += 1;
        }
        let follows = self.symbols.get(end + 1);
        // `https://…` is no field, and neither is a colon at the end of a word.
        let field = end > start && self.symbols.get(end) == Some(&':') && follows.is_some_and(|next| !next.is_whitespace() && *next != '/');
        if !field {
            return self.value(target);
        }
        let name: String = self.symbols[start..end].iter().collect();
        let named = target_of(&name).ok_or_else(|| self.error(start, unknown_field(&name)))?;
        self.place = end + 1;
        if self.peek() == Some('(') { self.group(named) } else { self.value(named) }
    }

    fn value(&mut self, target: Target) -> Result<Node, InvalidQuery> {
        let start = self.place;
        self.values += 1;
        if self.values > MOST {
            return Err(self.error(start, format!("the query looks for more than {MOST} things")));
        }
        let (text, quoted) = self.text()?;
        self.skip_space();
        self.leaf(target, &text, quoted, start)
    }

    /// Reads a quoted text or a word.
    fn text(&mut self) -> Result<(String, bool), InvalidQuery> {
        let start = self.place;
        let quote = self.peek().filter(|symbol| matches!(symbol, '"' | '“' | '”' | '„'));
        if quote.is_none() {
            while self.peek().is_some_and(|symbol| !symbol.is_whitespace() && !matches!(symbol, '(' | ')' | '"')) {
                self.place += 1;
            }
            return Ok((self.symbols[start..self.place].iter().collect(), false));
        }
        self.place += 1;
        while let Some(symbol) = self.peek() {
            self.place += 1;
            if matches!(symbol, '"' | '“' | '”') {
                return Ok((self.symbols[start + 1..self.place - 1].iter().collect(), true));
            }
        }
        Err(self.error(start, "this quotation mark is never closed".to_owned()))
    }

    fn leaf(&self, target: Target, text: &str, quoted: bool, start: usize) -> Result<Node, InvalidQuery> {
        let nothing = || self.error(start, format!("`{text}` holds no word to look for"));
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let like_phone = digits >= 7 && text.chars().all(|symbol| symbol.is_ascii_digit() || "+-/(). ".contains(symbol));
        let target = match target {
            Target::Any if text.contains('@') && !text.contains(char::is_whitespace) => Target::Email,
            Target::Any if like_phone => Target::Phone,
            target => target,
        };
        let pattern = match target {
            Target::Email => Pattern::Whole(text.to_lowercase()),
            Target::Phone => Pattern::Whole(analysis::phone(text)),
            Target::Facet(_) => Pattern::Whole(analysis::whole(text)),
            Target::Any | Target::Part(_) => pattern(text, quoted).ok_or_else(nothing)?,
        };
        if pattern == Pattern::Whole(String::new()) {
            return Err(nothing());
        }
        Ok(Node::Leaf(target, pattern))
    }
}

/// The pattern a text asks for; `None` where it holds no word.
fn pattern(text: &str, quoted: bool) -> Option<Pattern> {
    let mut words: Vec<String> = analysis::words(text).into_iter().map(|word| word.text).collect();
    if words.is_empty() {
        return None;
    }
    if !quoted && text.ends_with('*') {
        return Some(Pattern::Prefix(words));
    }
    let slips = match text.rsplit_once('~') {
        Some((_, "" | "1")) if !quoted => 1,
        Some((_, "2")) if !quoted => 2,
        _ => 0,
    };
    if slips > 0 {
        // The number after the sign is no word of the query.
        words = analysis::words(text.rsplit_once('~').map_or(text, |(before, _)| before)).into_iter().map(|word| word.text).collect();
        if let [only] = words.as_slice() {
            return Some(Pattern::Fuzzy(only.clone(), slips));
        }
    }
    (!words.is_empty()).then_some(Pattern::Phrase(words))
}

/// The field of a name, usual other names included.
fn target_of(name: &str) -> Option<Target> {
    Some(match name.to_ascii_lowercase().as_str() {
        "name" => Target::Part(Part::Name),
        "title" | "position" | "role" | "job" => Target::Part(Part::Title),
        "employer" | "company" | "at" => Target::Part(Part::Employer),
        "school" | "education" | "university" | "institution" => Target::Part(Part::School),
        "degree" | "area" | "studied" => Target::Part(Part::Degree),
        "skill" | "skills" => Target::Part(Part::Skill),
        "place" | "location" | "in" => Target::Part(Part::Place),
        "language" | "languages" | "speaks" => Target::Part(Part::Language),
        "tag" | "tags" => Target::Part(Part::Tag),
        "text" | "any" => Target::Part(Part::Text),
        "email" | "mail" => Target::Email,
        "phone" | "tel" => Target::Phone,
        "city" => Target::Facet(Facet::City),
        "country" => Target::Facet(Facet::Country),
        "status" => Target::Facet(Facet::Status),
        "source" => Target::Facet(Facet::Source),
        _ => return None,
    })
}

fn unknown_field(name: &str) -> String {
    let known = "name, title, employer, school, degree, skill, place, city, country, language, email, phone, status, source, tag, text";
    format!("there is no field `{name}`; there are {known}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str) -> Node {
        Node::Leaf(Target::Any, Pattern::Phrase(vec![text.to_owned()]))
    }

    #[test]
    fn operators_bind_as_documented() {
        let expected = Node::Or(vec![word("rust"), Node::And(vec![word("go"), Node::Not(Box::new(word("java")))])]);
        for query in ["rust OR go NOT java", "rust OR (go -java)", "rust OR go AND NOT java", " rust  OR\tgo -java "] {
            assert_eq!(parse(query), Ok(expected.clone()), "{query}");
        }
    }

    #[test]
    fn small_operators_are_words_and_double_negation_is_none() {
        assert_eq!(parse("or"), Ok(word("or")));
        assert_eq!(parse("NOT NOT rust"), Ok(word("rust")));
        assert_eq!(parse("c++"), Ok(word("c++")));
        assert_eq!(parse(""), Ok(Node::All));
    }

    #[test]
    fn fields_reach_into_parentheses() {
        let leaf = |text: &str| Node::Leaf(Target::Part(Part::Title), Pattern::Phrase(vec![text.to_owned()]));
        assert_eq!(parse("title:(cook OR chef)"), Ok(Node::Or(vec![leaf("cook"), leaf("chef")])));
        assert_eq!(
            parse("company:\"Acme Labs\""),
            Ok(Node::Leaf(Target::Part(Part::Employer), Pattern::Phrase(vec!["acme".into(), "labs".into()])))
        );
        assert_eq!(parse("city:\"New York\""), Ok(Node::Leaf(Target::Facet(Facet::City), Pattern::Whole("new york".into()))));
    }

    #[test]
    fn addresses_numbers_beginnings_and_slips_are_known() {
        assert_eq!(parse("Jane@Example.org"), Ok(Node::Leaf(Target::Email, Pattern::Whole("jane@example.org".into()))));
        assert_eq!(parse("\"+49 (0)151 23456780\""), Ok(Node::Leaf(Target::Phone, Pattern::Whole("123456780".into()))));
        assert_eq!(parse("develop*"), Ok(Node::Leaf(Target::Any, Pattern::Prefix(vec!["develop".into()]))));
        assert_eq!(parse("enginer~"), Ok(Node::Leaf(Target::Any, Pattern::Fuzzy("enginer".into(), 1))));
        assert_eq!(parse("enginer~2"), Ok(Node::Leaf(Target::Any, Pattern::Fuzzy("enginer".into(), 2))));
    }

    #[test]
    fn errors_point_at_their_place() {
        for (query, position) in [
            ("rust (go", 5),
            ("rust)", 4),
            ("\"open", 0),
            ("a OR", 4),
            ("OR a", 0),
            ("colour:red", 0),
            ("a AND )", 6),
            ("rust --- ", 7),
            ("()", 1),
        ] {
            let error = parse(query).expect_err(query);
            assert_eq!(error.position, position, "{query}: {error}");
        }
    }

    #[test]
    fn deep_nesting_is_an_error_not_a_crash() {
        assert!(parse(&"(".repeat(4000)).is_err());
        assert!(parse(&"a ".repeat(2000)).is_err());
        assert!(parse(&"-".repeat(4000)).is_err());
        assert!(parse(&"NOT ".repeat(1000)).is_err());
    }
}
