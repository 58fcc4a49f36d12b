//! Which jobs are kept out of what is published: `department:"Stealth" OR custom.confidential:yes`.

mod matching;
mod parse;
mod token;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub(crate) use matching::Facts;

/// Parentheses inside of parentheses that are followed.
const MOST_NESTED: usize = 32;

/// Longest criterion, in characters.
const MOST_CHARACTERS: usize = 4_000;

/// A condition on jobs and postings.
///
/// Terms are `field:value`, joined by `AND`, `OR` and `NOT` with parentheses; `NOT` binds closest, `OR` least. Values are compared without
/// regard to case with the names and the identifiers that the ATS gives; `*` in a value without quotation marks stands for anything.
/// `custom.NAME` is a field that the company added, by its name or identifier. A field that a job does not have meets nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct Criterion {
    text: Box<str>,
    expression: Expression,
}

/// What a criterion says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expression {
    Any(Vec<Expression>),
    All(Vec<Expression>),
    Not(Box<Expression>),
    Is(Field, Pattern),
}

/// What a term looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Field {
    Id,
    Title,
    Reference,
    Status,
    PostingStatus,
    Visibility,
    Department,
    Location,
    City,
    Region,
    Country,
    Remote,
    Industry,
    Function,
    Employment,
    Experience,
    Language,
    Company,
    /// A field that the company added, by name or identifier.
    Custom(String),
}

/// The names of the fields; the first of several is the one that is told.
const NAMES: [(&str, Field); 20] = [
    ("id", Field::Id),
    ("title", Field::Title),
    ("reference", Field::Reference),
    ("status", Field::Status),
    ("posting_status", Field::PostingStatus),
    ("visibility", Field::Visibility),
    ("department", Field::Department),
    ("location", Field::Location),
    ("city", Field::City),
    ("region", Field::Region),
    ("country", Field::Country),
    ("remote", Field::Remote),
    ("industry", Field::Industry),
    ("function", Field::Function),
    ("employment", Field::Employment),
    ("experience", Field::Experience),
    ("language", Field::Language),
    ("company", Field::Company),
    ("type", Field::Employment),
    ("ref", Field::Reference),
];

/// Text to compare with, in lower case, split at its stars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pattern(Vec<String>);

/// Why a text is no [`Criterion`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the criterion `{text}` cannot be understood at character {at}: {problem}")]
pub struct InvalidCriterion {
    text: Box<str>,
    at: usize,
    problem: Problem,
}

/// What is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Problem {
    #[error("it is empty; write a term such as department:\"Stealth\"")]
    Empty,
    #[error("it is longer than {MOST_CHARACTERS} characters")]
    TooLong,
    #[error("this `{0}` is never closed")]
    Unclosed(&'static str),
    #[error("this `)` was never opened")]
    Unopened,
    #[error("parentheses are nested more than {MOST_NESTED} deep")]
    Nested,
    #[error("write AND or OR before {0}; a value of several words stands between quotation marks")]
    Joined(String),
    #[error("there is no field `{0}`; fields are {fields}, and custom.NAME", fields = Field::list())]
    UnknownField(String),
    #[error("{}", no_field(.0.as_deref()))]
    NoField(Option<String>),
    #[error("after custom. comes the field's name; one of several words stands between quotation marks: custom.\"Cost centre\":4711")]
    NoCustom,
    #[error("after {0} comes a colon and a value, such as {0}:\"…\"")]
    NoColon(String),
    #[error("after {0}: comes a value")]
    NoValue(String),
}

fn no_field(found: Option<&str>) -> String {
    match found {
        Some(found) => format!("a term such as department:\"Stealth\" is missing before {found}"),
        None => "a term such as department:\"Stealth\" is missing at the end".to_owned(),
    }
}

impl InvalidCriterion {
    fn new(text: &str, at: usize, problem: Problem) -> Self {
        Self { text: text.chars().take(200).collect::<String>().into(), at, problem }
    }
}

impl Field {
    fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| name.eq_ignore_ascii_case(known)).map(|(_, field)| field.clone())
    }

    fn list() -> String {
        let mut names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).filter(|name| !["type", "ref"].contains(name)).collect();
        names.sort_unstable();
        names.join(", ")
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Custom(name) if name.contains(char::is_whitespace) => write!(f, "custom.\"{name}\""),
            Self::Custom(name) => write!(f, "custom.{name}"),
            other => f.write_str(NAMES.iter().find(|(_, field)| field == other).map_or("?", |(name, _)| name)),
        }
    }
}

impl Criterion {
    /// Whether a job or posting meets it.
    pub(crate) fn is_met_by(&self, facts: Facts<'_>) -> bool {
        self.expression.is_met_by(facts)
    }

    /// The company's own fields that it looks at.
    pub(crate) fn custom_fields(&self) -> Vec<&str> {
        let mut found = Vec::new();
        let mut waiting = vec![&self.expression];
        while let Some(expression) = waiting.pop() {
            match expression {
                Expression::Any(parts) | Expression::All(parts) => waiting.extend(parts.iter().rev()),
                Expression::Not(part) => waiting.push(part),
                Expression::Is(Field::Custom(name), _) => found.push(name.as_str()),
                Expression::Is(..) => {}
            }
        }
        found
    }
}

impl FromStr for Criterion {
    type Err = InvalidCriterion;

    fn from_str(text: &str) -> Result<Self, InvalidCriterion> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(InvalidCriterion::new(text, MOST_CHARACTERS, Problem::TooLong));
        }
        Ok(Self { text: text.into(), expression: parse::parse(text)? })
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Criterion({})", self.text)
    }
}

impl Serialize for Criterion {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Criterion {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is(name: &str, text: &str) -> Expression {
        let field = match name.strip_prefix("custom.") {
            Some(name) => Field::Custom(name.to_owned()),
            None => Field::named(name).expect("a field"),
        };
        Expression::Is(field, Pattern::literal(text))
    }

    fn read(text: &str) -> Expression {
        text.parse::<Criterion>().unwrap_or_else(|error| panic!("{error}")).expression
    }

    #[test]
    fn terms_are_joined_as_everywhere() {
        assert_eq!(read(r#"department:"Stealth""#), is("department", "Stealth"));
        let documented = Expression::Any(vec![is("department", "Stealth"), is("custom.confidential", "yes")]);
        assert_eq!(read(r#"department:"Stealth" OR custom.confidential:yes"#), documented);
        assert_eq!(read(r#"Department : "stealth" or custom."confidential":YES"#), documented);
        let both = Expression::All(vec![is("city", "Bonn"), Expression::Not(Box::new(is("status", "filled")))]);
        assert_eq!(read("city:Bonn AND NOT status:FILLED"), both);
        let either = Expression::Any(vec![both.clone(), is("remote", "yes")]);
        assert_eq!(read("city:Bonn AND NOT status:FILLED OR remote:yes"), either);
        let grouped = Expression::All(vec![Expression::Any(vec![is("city", "a"), is("city", "b")]), is("type", "c")]);
        assert_eq!(read("(city:a OR city:b) AND type:c"), grouped);
        assert_eq!(read("NOT NOT city:a"), is("city", "a"));
        assert_eq!(read(r#"title:"a \"b\" c""#), is("title", "a \"b\" c"));
    }

    #[test]
    fn what_cannot_be_understood_is_told_with_its_place() {
        for (text, at, told) in [
            ("", 1, "is empty"),
            ("departmnt:Stealth", 1, "there is no field `departmnt`; fields are city, company,"),
            ("department", 11, "after department comes a colon"),
            ("department:", 12, "after department: comes a value"),
            ("department:Very Secret", 17, "write AND or OR before `Secret`; a value of several words"),
            ("city:a OR", 10, "missing at the end"),
            ("OR city:a", 1, "missing before OR"),
            ("city:\"Bonn", 6, "this `\"` is never closed"),
            ("(city:Bonn", 1, "this `(` is never closed"),
            ("city:Bonn)", 10, "this `)` was never opened"),
            ("custom.:yes", 8, "after custom. comes the field's name"),
            ("city:Bonn AND (title:x OR )", 27, "missing before `)`"),
        ] {
            let error = text.parse::<Criterion>().expect_err(text);
            assert_eq!(error.at, at, "{error}");
            assert!(error.to_string().contains(told), "{error}");
        }
    }

    #[test]
    fn hostile_texts_are_refused() {
        let deep = format!("{}city:a{}", "(".repeat(5000), ")".repeat(5000));
        assert!(deep.parse::<Criterion>().is_err_and(|error| error.to_string().len() < 500));
        let deep = format!("{}city:a{}", "(".repeat(40), ")".repeat(40));
        assert!(deep.parse::<Criterion>().is_err_and(|error| error.problem == Problem::Nested));
        assert!(format!("{}city:a", "NOT ".repeat(900)).parse::<Criterion>().is_ok());
    }

    #[test]
    fn it_is_written_as_it_was_read() {
        let text = r#"department:"Stealth" OR custom.confidential:yes"#;
        let read: Criterion = serde_json::from_value(text.into()).expect("reads");
        assert_eq!((serde_json::to_value(&read).expect("writes"), read.custom_fields()), (text.into(), vec!["confidential"]));
    }
}
