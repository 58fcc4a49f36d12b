//! The fields of the index.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STRING, Schema, TextFieldIndexing, TextOptions};

use crate::query::Facet;
use crate::terms;

/// Raised whenever what is written changes, so that an index of another version is rebuilt rather than misread.
pub(crate) const VERSION: u32 = 4;

/// The parts of a profile that a query can name, word by word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    Name,
    Title,
    Employer,
    School,
    Degree,
    Skill,
    Place,
    Language,
    Tag,
    Text,
}

impl Part {
    pub(crate) const ALL: [Self; 10] = [
        Self::Name,
        Self::Title,
        Self::Employer,
        Self::School,
        Self::Degree,
        Self::Skill,
        Self::Place,
        Self::Language,
        Self::Tag,
        Self::Text,
    ];

    /// The name in queries, answers and the schema.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Title => "title",
            Self::Employer => "employer",
            Self::School => "school",
            Self::Degree => "degree",
            Self::Skill => "skill",
            Self::Place => "place",
            Self::Language => "language",
            Self::Tag => "tag",
            Self::Text => "text",
        }
    }

    /// How often a word in this part counts where one in prose counts once.
    pub(crate) const fn weight(self) -> u8 {
        match self {
            Self::Name => 4,
            Self::Title | Self::Skill => 3,
            Self::Place | Self::Employer | Self::School | Self::Degree | Self::Language | Self::Tag => 2,
            Self::Text => 1,
        }
    }
}

/// The parts of a job that are searched by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Employer,
}

impl Role {
    pub(crate) const ALL: [Self; 2] = [Self::Title, Self::Employer];

    pub(crate) fn part(self) -> Part {
        match self {
            Self::Title => Part::Title,
            Self::Employer => Part::Employer,
        }
    }

    /// The role that a part is of.
    pub(crate) fn of(part: Part) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.part() == part)
    }
}

/// What is searched by number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Months of experience.
    Experience,
    /// Years in which studies ended.
    Graduated,
    /// Years with a job.
    Worked,
    /// Highest level of education, ISCED 2011.
    Level,
    /// Seconds since 1970 of the last change.
    Updated,
}

impl Measure {
    pub(crate) const ALL: [Self; 5] = [Self::Experience, Self::Graduated, Self::Worked, Self::Level, Self::Updated];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Experience => "experience",
            Self::Graduated => "graduated",
            Self::Worked => "worked",
            Self::Level => "level",
            Self::Updated => "updated",
        }
    }
}

/// What has a number by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rated {
    /// Months of experience with a skill.
    Skill,
    /// How well a language is spoken.
    Language,
}

impl Rated {
    pub(crate) const ALL: [Self; 2] = [Self::Skill, Self::Language];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Skill => "experience",
            Self::Language => "language",
        }
    }

    /// The term of a name with a number: the numbers of a name lie side by side in the dictionary.
    pub(crate) fn term(name: &str, number: i64) -> String {
        format!("{name}{}", Self::digits(number).as_str())
    }

    /// What follows a name in its term.
    pub(crate) fn digits(number: i64) -> Digits {
        let number = number.clamp(0, 9999);
        let digit = |unit| b'0' + u8::try_from(number / unit % 10).expect("one digit");
        Digits([b'@', digit(1000), digit(100), digit(10), digit(1)])
    }
}

/// An `@` and four digits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Digits([u8; 5]);

impl Digits {
    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("ASCII")
    }
}

/// What stands before a word of a job that goes on or not; no word holds an `@`.
pub(crate) fn time_mark(current: bool) -> &'static str {
    if current { "now@" } else { "was@" }
}

/// A word of a job that goes on or not.
pub(crate) fn in_time(word: &str, current: bool) -> String {
    format!("{}{word}", time_mark(current))
}

/// The fields by their use.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) person: Field,
    parts: [Field; Part::ALL.len()],
    roles: [Field; Role::ALL.len()],
    /// Phrases of titles.
    pub(crate) title_phrase: Field,
    pub(crate) sound: Field,
    pub(crate) email: Field,
    pub(crate) phone: Field,
    facets: [Field; Facet::ALL.len()],
    printed: [Field; Facet::ALL.len()],
    measures: [Field; Measure::ALL.len()],
    rated: [Field; Rated::ALL.len()],
    pub(crate) city: Field,
    pub(crate) order: Field,
    pub(crate) stored: Field,
}

impl Fields {
    pub(crate) fn part(&self, part: Part) -> Field {
        self.parts[part as usize]
    }

    pub(crate) fn role(&self, role: Role) -> Field {
        self.roles[role as usize]
    }

    pub(crate) fn facet(&self, facet: Facet) -> Field {
        self.facets[facet as usize]
    }

    /// The values of a facet as printed, in the order of [`Fields::facet`].
    pub(crate) fn printed(&self, facet: Facet) -> Field {
        self.printed[facet as usize]
    }

    pub(crate) fn measure(&self, measure: Measure) -> Field {
        self.measures[measure as usize]
    }

    pub(crate) fn rated(&self, rated: Rated) -> Field {
        self.rated[rated as usize]
    }
}

/// Name of the column a facet is counted in.
pub(crate) fn facet_column(facet: Facet) -> String {
    format!("{}_facet", facet.as_str())
}

/// Name of the column of a facet's values as printed.
pub(crate) fn printed_column(facet: Facet) -> String {
    format!("{}_printed", facet.as_str())
}

/// Name of the column that breaks ties.
pub(crate) const ORDER: &str = "order";

/// Words whose matches are ranked; phrases of them are found.
fn words() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(terms::NAME).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    TextOptions::default().set_indexing_options(indexing)
}

/// Terms that are ranked by how often they occur.
fn counted() -> TextOptions {
    let indexing =
        TextFieldIndexing::default().set_tokenizer(terms::NAME).set_index_option(IndexRecordOption::WithFreqs).set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Terms that match or do not.
fn exact() -> TextOptions {
    let indexing = TextFieldIndexing::default().set_tokenizer(terms::NAME).set_index_option(IndexRecordOption::Basic).set_fieldnorms(false);
    TextOptions::default().set_indexing_options(indexing)
}

/// Builds the schema.
pub(crate) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        person: builder.add_text_field("person", STRING),
        parts: Part::ALL.map(|part| builder.add_text_field(part.as_str(), words())),
        roles: Role::ALL.map(|role| builder.add_text_field(&format!("{}_time", role.part().as_str()), words())),
        title_phrase: builder.add_text_field("title_phrase", counted()),
        sound: builder.add_text_field("sound", exact()),
        email: builder.add_text_field("email", exact()),
        phone: builder.add_text_field("phone", exact()),
        facets: Facet::ALL.map(|facet| builder.add_text_field(&facet_column(facet), exact().set_fast(terms::NAME))),
        printed: Facet::ALL.map(|facet| builder.add_text_field(&printed_column(facet), TextOptions::default().set_fast(terms::NAME))),
        measures: Measure::ALL.map(|measure| builder.add_i64_field(measure.as_str(), FAST)),
        rated: Rated::ALL.map(|rated| builder.add_text_field(&format!("{}_rated", rated.as_str()), exact())),
        city: builder.add_u64_field("city", INDEXED),
        order: builder.add_u64_field(ORDER, FAST),
        stored: builder.add_text_field("stored", TextOptions::default().set_stored()),
    };
    (builder.build(), fields)
}
