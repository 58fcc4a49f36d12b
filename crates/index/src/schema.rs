//! The fields of the index.

use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

use crate::analysis::Analysis;
use crate::query::Facet;

/// Raised whenever what is written changes, so that an index of another version is rebuilt rather than misread.
pub(crate) const VERSION: u32 = 1;

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

    /// How much a match in this part weighs beside one in the full text.
    pub(crate) fn boost(self) -> f32 {
        match self {
            Self::Name => 4.0,
            Self::Title => 3.0,
            Self::Skill => 2.5,
            Self::Place | Self::Employer => 2.0,
            Self::School | Self::Degree | Self::Language | Self::Tag => 1.5,
            Self::Text => 1.0,
        }
    }
}

/// The fields by their use.
#[derive(Debug, Clone)]
pub(crate) struct Fields {
    pub(crate) person: Field,
    pub(crate) parts: [Field; Part::ALL.len()],
    pub(crate) sound: Field,
    pub(crate) email: Field,
    pub(crate) phone: Field,
    pub(crate) facets: [Field; Facet::ALL.len()],
    pub(crate) experience: Field,
    pub(crate) updated: Field,
    pub(crate) stored: Field,
}

impl Fields {
    pub(crate) fn part(&self, part: Part) -> Field {
        self.parts[part as usize]
    }

    pub(crate) fn facet(&self, facet: Facet) -> Field {
        self.facets[facet as usize]
    }
}

/// Name of the column a facet is counted in.
pub(crate) fn facet_column(facet: Facet) -> String {
    format!("{}_facet", facet.as_str())
}

fn text(analysis: Analysis, positions: IndexRecordOption) -> TextOptions {
    TextOptions::default().set_indexing_options(TextFieldIndexing::default().set_tokenizer(analysis.name()).set_index_option(positions))
}

/// Builds the schema.
pub(crate) fn build() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        person: builder.add_text_field("person", STRING | STORED),
        parts: Part::ALL.map(|part| builder.add_text_field(part.as_str(), text(Analysis::Words, IndexRecordOption::WithFreqsAndPositions))),
        sound: builder.add_text_field("sound", text(Analysis::Sounds, IndexRecordOption::Basic)),
        email: builder.add_text_field("email", STRING),
        phone: builder.add_text_field("phone", STRING),
        facets: Facet::ALL.map(|facet| {
            let options = text(Analysis::Whole, IndexRecordOption::Basic).set_fast("raw");
            builder.add_text_field(&facet_column(facet), options)
        }),
        experience: builder.add_u64_field("experience", INDEXED | FAST),
        updated: builder.add_i64_field("updated", INDEXED | FAST),
        stored: builder.add_bytes_field("stored", STORED),
    };
    (builder.build(), fields)
}
