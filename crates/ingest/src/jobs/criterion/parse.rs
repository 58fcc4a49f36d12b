//! From words to an expression.

use super::token::{Kind, Token, tokens};
use super::{Expression, Field, InvalidCriterion, MOST_NESTED, Pattern, Problem};

/// Parses a criterion: `OR` binds least, then `AND`, then `NOT`.
pub(super) fn parse(text: &str) -> Result<Expression, InvalidCriterion> {
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, depth: 0 };
    if parser.tokens.is_empty() {
        return Err(InvalidCriterion::new(text, 1, Problem::Empty));
    }
    let expression = parser.any()?;
    match parser.peek() {
        None => Ok(expression),
        Some(Kind::Close) => Err(parser.wrong(Problem::Unopened)),
        Some(other) => Err(parser.wrong(Problem::Joined(other.shown()))),
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    next: usize,
    depth: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.next).map(|token| &token.kind)
    }

    fn take(&mut self, wanted: &Kind) -> bool {
        let there = self.peek() == Some(wanted);
        self.next += usize::from(there);
        there
    }

    /// An error at the next word, or behind the last one.
    fn wrong(&self, problem: Problem) -> InvalidCriterion {
        let at = self.tokens.get(self.next).map_or_else(|| self.text.chars().count() + 1, |token| token.at);
        InvalidCriterion::new(self.text, at, problem)
    }

    fn any(&mut self) -> Result<Expression, InvalidCriterion> {
        let mut parts = vec![self.all()?];
        while self.take(&Kind::Or) {
            parts.push(self.all()?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expression::Any(parts) })
    }

    fn all(&mut self) -> Result<Expression, InvalidCriterion> {
        let mut parts = vec![self.one()?];
        while self.take(&Kind::And) {
            parts.push(self.one()?);
        }
        Ok(if parts.len() == 1 { parts.swap_remove(0) } else { Expression::All(parts) })
    }

    fn one(&mut self) -> Result<Expression, InvalidCriterion> {
        let mut negated = false;
        while self.take(&Kind::Not) {
            negated = !negated;
        }
        let expression = if self.take(&Kind::Open) { self.group()? } else { self.term()? };
        Ok(if negated { Expression::Not(Box::new(expression)) } else { expression })
    }

    fn group(&mut self) -> Result<Expression, InvalidCriterion> {
        let opened = self.tokens[self.next - 1].at;
        self.depth += 1;
        if self.depth > MOST_NESTED {
            return Err(self.wrong(Problem::Nested));
        }
        let expression = self.any()?;
        self.depth -= 1;
        if self.take(&Kind::Close) {
            return Ok(expression);
        }
        match self.peek() {
            None => Err(InvalidCriterion::new(self.text, opened, Problem::Unclosed("("))),
            Some(other) => Err(self.wrong(Problem::Joined(other.shown()))),
        }
    }

    fn term(&mut self) -> Result<Expression, InvalidCriterion> {
        let field = self.field()?;
        if !self.take(&Kind::Colon) {
            return Err(self.wrong(Problem::NoColon(field.to_string())));
        }
        let pattern = match self.peek() {
            Some(Kind::Word(word)) => Pattern::with_stars(word),
            Some(Kind::Quoted(text)) => Pattern::literal(text),
            _ => return Err(self.wrong(Problem::NoValue(field.to_string()))),
        };
        self.next += 1;
        Ok(Expression::Is(field, pattern))
    }

    /// A field's name, or `custom.` and a name of the company's own, which may stand between quotation marks.
    fn field(&mut self) -> Result<Field, InvalidCriterion> {
        let Some(Kind::Word(word)) = self.peek().cloned() else {
            let found = self.peek().map(Kind::shown);
            return Err(self.wrong(Problem::NoField(found)));
        };
        let Some(custom) = word.get(..7).filter(|start| start.eq_ignore_ascii_case("custom.")).map(|_| &word[7..]) else {
            let field = Field::named(&word).ok_or_else(|| self.wrong(Problem::UnknownField(word.clone())))?;
            self.next += 1;
            return Ok(field);
        };
        self.next += 1;
        if !custom.is_empty() {
            return Ok(Field::Custom(custom.to_owned()));
        }
        match self.peek().cloned() {
            Some(Kind::Quoted(name)) if !name.trim().is_empty() => {
                self.next += 1;
                Ok(Field::Custom(name))
            }
            _ => Err(self.wrong(Problem::NoCustom)),
        }
    }
}
