//! What is asked.

/// A query that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}, at character {}: {query}", position + 1)]
pub struct InvalidQuery {
    /// The query as typed.
    pub query: String,
    /// Where the trouble is, in characters from 0.
    pub position: usize,
    /// What the trouble is.
    pub message: String,
}

impl InvalidQuery {
    /// The message over the query, with a caret under the place; for fixed-width letters.
    #[must_use]
    pub fn pointed(&self) -> String {
        let flat: String = self.query.chars().map(|symbol| if symbol.is_whitespace() { ' ' } else { symbol }).collect();
        format!("{}\n  {flat}\n  {}^", self.message, " ".repeat(self.position))
    }
}

/// A facet, and a field that can be filtered by exact value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Facet {
    /// Country of residence.
    Country,
    /// City of residence.
    City,
    /// Skill.
    Skill,
    /// Employer.
    Employer,
    /// Job title.
    Title,
    /// Language.
    Language,
    /// Status of an application.
    Status,
    /// Where the person's records came from.
    Source,
    /// Highest level of education.
    Level,
    /// Tag.
    Tag,
    /// What the person consented to.
    Consent,
}

impl Facet {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Country,
        Self::City,
        Self::Skill,
        Self::Employer,
        Self::Title,
        Self::Language,
        Self::Status,
        Self::Source,
        Self::Level,
        Self::Tag,
        Self::Consent,
    ];

    /// The name used in queries and answers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::City => "city",
            Self::Skill => "skill",
            Self::Employer => "employer",
            Self::Title => "title",
            Self::Language => "language",
            Self::Status => "status",
            Self::Source => "source",
            Self::Level => "level",
            Self::Tag => "tag",
            Self::Consent => "consent",
        }
    }

    /// The facet of that name.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.as_str().eq_ignore_ascii_case(raw.trim()))
    }
}

/// A restriction to persons with one exact value (case and accents aside).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filter {
    /// The field.
    pub facet: Facet,
    /// The value.
    pub value: String,
}

/// The order of the hits. Ties keep an order that depends on the persons' identifiers alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Sort {
    /// Best match first.
    #[default]
    Relevance,
    /// Latest change first.
    Updated,
    /// Most months of experience first.
    Experience,
}

impl Sort {
    /// Reads `relevance`, `updated` or `experience`.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        match raw {
            "relevance" => Some(Self::Relevance),
            "updated" => Some(Self::Updated),
            "experience" => Some(Self::Experience),
            _ => None,
        }
    }
}

/// What is asked, and how the answer shall look.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// The query as typed; empty finds everybody.
    pub text: String,
    /// Restrictions; values of one facet are alternatives, different facets all apply.
    pub filters: Vec<Filter>,
    /// Facets to count.
    pub facets: Vec<Facet>,
    /// Order.
    pub sort: Sort,
    /// Hits on a page, at most 1,000.
    pub limit: usize,
    /// Where to go on: [`crate::Page::cursor`] of the page before.
    pub cursor: Option<String>,
    /// Whether titles in other languages, short forms and names of languages are looked for too.
    pub expand: bool,
    /// Whether each hit tells how its score came about.
    pub explain: bool,
}

impl Query {
    /// A query for `text` with ten hits, by relevance.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            filters: Vec::new(),
            facets: Vec::new(),
            sort: Sort::Relevance,
            limit: 10,
            cursor: None,
            expand: true,
            explain: false,
        }
    }
}
