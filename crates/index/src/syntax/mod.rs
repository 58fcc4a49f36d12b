//! The query language: what a query means, and the grammar.
//!
//! ```text
//! query  = or
//! or     = and { ( "OR" | "|" ) and }
//! and    = unary { [ "AND" | "&" ] unary }
//! unary  = ( "NOT" | "-" ) unary | item
//! item   = "(" or ")" | field ":" ( "(" or ")" | value ) | value
//! field  = name [ "." qualifier ]
//! value  = "\"" words "\"" | word | word "*" | word "~" [ "1" | "2" ] | range | place
//! range  = ( ">" | ">=" | "<" | "<=" ) number | number ".." number | number ".." | ".." number | number [ "+" ]
//! place  = city [ "," country ] [ "," distance ]
//! ```
//!
//! Operators are in capitals only. Words side by side must all match; `OR` binds weaker than that, as in `rust OR (go kubernetes)`.
//! `before:`, `after:` and `during:` narrow the title or employer before them. `docs/search.md` tells it with examples.

mod field;
mod lexer;
mod parser;
mod range;

pub(crate) use parser::parse;

use crate::lexicon::City;
use crate::query::Facet;
use crate::schema::{Measure, Part, Rated, Role};

/// What a value is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Target {
    /// Everywhere.
    Any,
    /// In one part, word by word.
    Part(Part),
    /// In titles or employers of jobs that go on, or that do not.
    Role {
        role: Role,
        current: bool,
    },
    /// A whole value.
    Facet(Facet),
    Email,
    Phone,
    /// The person of that identifier.
    Person,
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

/// A text that is looked for.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Text {
    pub(crate) target: Target,
    pub(crate) pattern: Pattern,
    /// Whether it stood in quotation marks: then nothing else is looked for in its stead.
    pub(crate) quoted: bool,
    /// What does as well.
    pub(crate) also: Vec<(Target, Pattern)>,
    /// How many of these, the last ones, are further from what was asked for.
    pub(crate) further: usize,
    /// Years, both included, one of which the job must have covered.
    pub(crate) years: Option<(i32, i32)>,
    /// Characters of the query it was read from.
    pub(crate) span: (usize, usize),
}

/// The surroundings of a city.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Near {
    pub(crate) city: City,
    pub(crate) km: f32,
}

/// A parsed query.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// Everybody.
    All,
    Text(Box<Text>),
    /// A number between two, both included.
    Number {
        measure: Measure,
        low: i64,
        high: i64,
    },
    /// One of these names with a number between two, both included.
    Rated {
        rated: Rated,
        names: Vec<String>,
        low: i64,
        high: i64,
    },
    Near(Near),
    And(Vec<Node>),
    Or(Vec<Node>),
    /// Any of these, each of its own weight. Not written by anybody: made for persons and jobs that are compared.
    Weighed(Vec<(f32, Node)>),
    Not(Box<Node>),
}

impl Node {
    /// All of the parts.
    pub(crate) fn all(mut parts: Vec<Self>) -> Self {
        if parts.len() == 1 { parts.remove(0) } else { Self::And(parts) }
    }

    /// Collects the numbers, times and places that must or may hold.
    pub(crate) fn measured<'a>(&'a self, found: &mut Vec<&'a Node>) {
        match self {
            Self::Number { .. } | Self::Rated { .. } | Self::Near(_) => found.push(self),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.measured(found)),
            Self::Weighed(parts) => parts.iter().for_each(|(_, part)| part.measured(found)),
            Self::All | Self::Not(_) | Self::Text(_) => {}
        }
    }

    /// Collects the texts that must or may occur; what must not is no reason.
    pub(crate) fn positive<'a>(&'a self, texts: &mut Vec<&'a Text>) {
        match self {
            Self::Text(text) => texts.push(text),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.positive(texts)),
            Self::Weighed(parts) => parts.iter().for_each(|(_, part)| part.positive(texts)),
            Self::All | Self::Not(_) | Self::Number { .. } | Self::Rated { .. } | Self::Near(_) => {}
        }
    }
}
