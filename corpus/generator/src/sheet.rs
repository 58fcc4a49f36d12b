//! A résumé laid out but not yet written in a format: what both writers read.

/// A stretch of text with its look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Span {
    /// What is printed.
    pub text: String,
    /// Bold.
    pub bold: bool,
    /// Italic.
    pub italic: bool,
    /// In the colour of accents.
    pub accent: bool,
    /// In a font of pictograms.
    pub icon: bool,
    /// Where a click leads.
    pub link: Option<String>,
}

impl Span {
    /// Text without a look of its own.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Bold text.
    pub fn bold(text: impl Into<String>) -> Self {
        Self { text: text.into(), bold: true, ..Self::default() }
    }
}

/// One line: what stands at the left, and at the right edge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// From the left.
    pub left: Vec<Span>,
    /// Up to the right edge.
    pub right: Vec<Span>,
}

impl Line {
    /// A line of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { left: vec![Span::plain(text)], right: Vec::new() }
    }

    /// A line of these spans.
    #[must_use]
    pub fn of(left: Vec<Span>) -> Self {
        Self { left, right: Vec::new() }
    }

    /// True when nothing would be printed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left.iter().chain(&self.right).all(|span| span.text.trim().is_empty())
    }
}

/// A piece of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of the document.
    Title(String),
    /// The name, on one or two lines.
    Name(Vec<String>),
    /// The headline under the name.
    Label(String),
    /// A line.
    Line(Line),
    /// A line with less weight, at the middle or an edge as the head is.
    Contact(Line),
    /// A paragraph.
    Paragraph(String),
    /// Sentences in the bullet style of the layout.
    Sentences(Vec<String>),
    /// Items in a list with round bullets.
    Items(Vec<String>),
    /// Small boxes.
    Chips(Vec<String>),
    /// A text and 1 to 5 of 5.
    Meter(String, usize),
    /// Cells without borders, or with.
    Table(Vec<Vec<Vec<Span>>>, bool),
    /// An entry: what stands in its rail, and the rest.
    Entry(Vec<Line>, Vec<Block>),
    /// Entries side by side, two in a row.
    Cards(Vec<Block>),
    /// A box for a photograph.
    Photo,
    /// Room between groups of lines.
    Gap,
}

/// A heading and what it heads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// `None` for what stands without.
    pub heading: Option<String>,
    /// The pictogram of the heading where the layout has them.
    pub icon: char,
    /// In order.
    pub blocks: Vec<Block>,
}

/// A résumé, laid out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// ISO 639-1.
    pub language: &'static str,
    /// The title in the properties of the file.
    pub title: String,
    /// Across the page.
    pub head: Vec<Block>,
    /// The narrow column, or the left one of two.
    pub aside: Vec<Section>,
    /// The other column.
    pub main: Vec<Section>,
    /// The page header of a DOCX.
    pub page_header: Vec<Block>,
    /// At the foot of each page.
    pub footer: String,
    /// The footer ends with `n / m` or the like: the words before and between.
    pub pages: Option<(String, String)>,
}
