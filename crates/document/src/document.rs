//! The one geometry that every format becomes.

use vitae_model::BoundingBox;

/// Bytes `start..end` of one document's [`Document::text`]: 8 bytes, `Copy`, meaningless without that document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// First byte behind it.
    pub end: u32,
}

impl Span {
    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether it covers nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }
}

/// Index into [`Document::fonts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct FontId(pub u16);

/// Index into [`Document::links`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct LinkId(pub u16);

/// A piece of text on one line, in one style, without a gap that could separate two columns.
///
/// Within a run words are separated by single spaces; the text is Unicode NFC without ligatures, soft hyphens and control characters.
/// Runs of one page come in the file's drawing order (PDF) or reading order (all other formats).
/// The default has no text yet; whoever makes a run fills it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Run {
    /// The text, in [`Document::text`]. Never empty, never blank.
    pub span: Span,
    /// Page, counted from 0.
    pub page: u16,
    /// The area the glyphs' advance boxes cover: top = baseline - ascent, bottom = baseline + descent.
    pub area: BoundingBox,
    /// Height of the baseline, y downwards; for text that runs up or down (90 and 270 degrees) its distance from the left edge.
    pub baseline: f32,
    /// Font size in points after all transformations.
    pub size: f32,
    /// The font.
    pub font: FontId,
    /// Drawn in a bold font, or thickened.
    pub bold: bool,
    /// Drawn in an italic or oblique font.
    pub italic: bool,
    /// Fill colour, 0xRRGGBB.
    pub colour: u32,
    /// Rotation in degrees, anticlockwise, a multiple of 90; 0 for upright text.
    pub rotation: u16,
    /// The link the run lies on.
    pub link: Option<LinkId>,
    /// What the format itself says the run is. A PDF says nothing: [`Role::Body`].
    pub role: Role,
    /// The table cell it stands in, where the format has tables.
    pub cell: Option<TableCell>,
}

/// What a format itself says a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Role {
    /// Running text, or nothing known.
    #[default]
    Body,
    /// A heading of this level, 1 for the highest (title counts as 1).
    Heading(u8),
    /// First run of a list item at this nesting level, 0 for the outermost.
    ListItem(u8),
    /// Repeated at the top of pages.
    Header,
    /// Repeated at the foot of pages.
    Footer,
    /// A footnote or endnote.
    Note,
}

/// A cell of a table that the format declares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TableCell {
    /// The table, counted from 0 in document order; nested tables have numbers of their own.
    pub table: u16,
    /// Row, counted from 0.
    pub row: u16,
    /// Grid column, counted from 0.
    pub column: u16,
}

/// A font that runs refer to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Font {
    /// Its name without the subset prefix, such as `Lato-Bold`; empty where unknown.
    pub name: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The address, as the file gives it.
    pub target: String,
}

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Page {
    /// Width in points, after rotation.
    pub width: f32,
    /// Height in points, after rotation.
    pub height: f32,
}

/// A drawn straight line, horizontal or vertical.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Page, counted from 0.
    pub page: u16,
    /// Its area; the thin side may be 0.
    pub area: BoundingBox,
}

/// A filled rectangle large enough to hold text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Filling {
    /// Page, counted from 0.
    pub page: u16,
    /// Its area.
    pub area: BoundingBox,
    /// Colour, 0xRRGGBB.
    pub colour: u32,
}

/// A small drawn shape: a dot, a star, a bar. Too small to hold text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Mark {
    /// Page, counted from 0.
    pub page: u16,
    /// Its area.
    pub area: BoundingBox,
    /// Fill colour as 0xRRGGBB; none where only its outline is drawn.
    pub colour: Option<u32>,
}

/// A picture's place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Image {
    /// Page, counted from 0.
    pub page: u16,
    /// Its area.
    pub area: BoundingBox,
}

/// What the file says of itself. Dates are ISO 8601 (`2024-05-30T08:54:57Z`, or only a date).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Metadata {
    /// Title.
    pub title: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// The program that wrote the file.
    pub producer: Option<String>,
    /// The program the content was made with.
    pub creator: Option<String>,
    /// Natural language, BCP 47.
    pub language: Option<String>,
    /// When it was made.
    pub created: Option<String>,
    /// When it was last changed.
    pub modified: Option<String>,
}

/// One document as positioned text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// The text of all runs, each followed by a newline. At most 4 GiB, so that spans fit; [`crate::Limits`] keep it far below.
    pub text: String,
    /// Pages that were read.
    pub pages: Vec<Page>,
    /// Number of pages the file has; larger than `pages.len()` where a limit cut reading short.
    pub page_count: u32,
    /// All runs, page by page.
    pub runs: Vec<Run>,
    /// Fonts that runs refer to.
    pub fonts: Vec<Font>,
    /// Links that runs refer to.
    pub links: Vec<Link>,
    /// Drawn lines.
    pub rules: Vec<Rule>,
    /// Filled boxes.
    pub fillings: Vec<Filling>,
    /// Small drawn shapes, in the order they are drawn.
    pub marks: Vec<Mark>,
    /// Pictures.
    pub images: Vec<Image>,
    /// What the file says of itself.
    pub metadata: Metadata,
    /// The pages are drawn for readers from right to left: lines begin at the right, the first column is the right one. Not so where
    /// the format leaves the drawing to us: there what is read first stands on the left, whatever the script.
    pub right_to_left: bool,
    /// The format leaves the drawing to us: what tabs part on one line is read in one go.
    pub flowed: bool,
    /// What a careful person should know, whole sentences.
    pub notes: Vec<String>,
}

impl Document {
    /// The text of `run`.
    #[must_use]
    pub fn text_of(&self, run: &Run) -> &str {
        self.slice(run.span)
    }

    /// Left and right edge of bytes `from..to` of the text of `run`, which is upright, in points.
    ///
    /// A run tells its own width; among its letters it is divided as Helvetica divides it, or evenly in a monospaced font.
    #[must_use]
    pub fn edges(&self, run: &Run, from: usize, to: usize) -> (f32, f32) {
        let name = self.fonts.get(usize::from(run.font.0)).map_or("", |font| font.name.as_str());
        let (left, right) = crate::flow::shares(self.text_of(run), (from, to), run.bold, name);
        (run.area.left + run.area.width() * left, run.area.left + run.area.width() * right)
    }

    /// The text under `span`; empty where the span is not of this document.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Where the link of `run` leads.
    #[must_use]
    pub fn target_of(&self, run: &Run) -> Option<&str> {
        run.link.and_then(|link| self.links.get(usize::from(link.0))).map(|link| link.target.as_str())
    }

    /// Appends `text` and a newline to the buffer and returns where it stands.
    pub fn push_text(&mut self, text: &str) -> Span {
        let start = self.text.len() as u32;
        self.text.push_str(text);
        let end = self.text.len() as u32;
        self.text.push('\n');
        Span { start, end }
    }

    /// The id of the font called `name`, added where it is new.
    pub fn intern_font(&mut self, name: &str) -> FontId {
        let position = self.fonts.iter().position(|font| font.name == name).unwrap_or_else(|| {
            self.fonts.push(Font { name: name.to_owned() });
            self.fonts.len() - 1
        });
        FontId(u16::try_from(position).unwrap_or(u16::MAX))
    }
}
