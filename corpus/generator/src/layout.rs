//! Layouts: named combinations of everything that decides how a résumé looks, each reproducible from its number.

use crate::date::{JOINS, Join, STYLES, Style};
use crate::mix;
use crate::rng::Rng;
use crate::template::{self, Book};

/// What writes the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// HTML printed by Chromium.
    Chromium,
    /// HTML printed by WeasyPrint.
    Weasy,
    /// DOCX as it is.
    Docx,
    /// DOCX printed by LibreOffice.
    Office,
}

/// How the page is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// One column.
    Single,
    /// A narrow column at the left.
    Left,
    /// A narrow column at the right.
    Right,
    /// Two columns of one width below the head.
    Halves,
    /// Headings in a column at the left, what they head beside them.
    Rail,
    /// A coloured band across the top.
    Band,
}

/// How a heading stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingStyle {
    /// Larger and bold.
    Large,
    /// Capitals.
    Caps,
    /// Small capitals.
    SmallCaps,
    /// Capitals with space between the letters.
    Spaced,
    /// A rule below.
    Ruled,
    /// A rule above.
    Overlined,
    /// White on colour.
    Boxed,
    /// A pictogram before it.
    Icon,
    /// `1. `, `2. `
    Numbered,
    /// `Heading:`
    Colon,
    /// Bold, of the size of the text.
    Plain,
    /// Underlined.
    Underlined,
    /// In the middle, between rules.
    Centred,
}

/// How the name is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameStyle {
    /// Given and family name.
    Plain,
    /// In capitals.
    Caps,
    /// Given names above, family names below.
    TwoLines,
    /// `Jean DUPONT`
    FamilyCaps,
    /// `DUPONT Jean`
    FamilyFirst,
    /// `Name: Jean Dupont` in the first lines, below the title of the document.
    Labelled,
}

/// How the ways to reach somebody are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactStyle {
    /// In a line with a mark between.
    Inline,
    /// One below the other.
    Stacked,
    /// One below the other behind their labels.
    Labelled,
    /// Label and value in two columns.
    Table,
    /// Behind pictograms.
    Icons,
    /// At the right of the name.
    Beside,
    /// In a section of its own.
    Section,
}

/// Where the ways to reach somebody stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactPlace {
    /// Below the name.
    Head,
    /// At the end of the document.
    End,
    /// In the page header of a DOCX, with the name; below the name elsewhere.
    PageHeader,
}

const PLACES: &[ContactPlace] = &[
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::Head,
    ContactPlace::End,
    ContactPlace::PageHeader,
    ContactPlace::PageHeader,
];

/// How skills are laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SkillStyle {
    /// `a, b, c`
    Commas,
    /// `a | b | c`
    Pipes,
    /// `a • b • c`
    Dots,
    /// One a line behind a bullet.
    Bullets,
    /// One a line without.
    Lines,
    /// In small boxes.
    Chips,
    /// With a bar, dots or stars behind.
    Meters,
    /// In two or three columns.
    Columns,
}

/// Marks before the sentences under a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulletStyle {
    /// A list of the format, with this sign.
    List(&'static str),
    /// The sign typed in the text.
    Typed(&'static str),
    /// One paragraph each.
    Paragraphs,
    /// All in one paragraph.
    Joined,
    /// `1.`, `2.`
    Numbered,
}

/// Where the dates of an entry stand when they have a column of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateRail {
    /// In the text.
    None,
    /// A column at the left.
    Left,
    /// A column at the right.
    Right,
}

/// One way of setting a résumé.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Its number.
    pub number: usize,
    /// What writes the file.
    pub medium: Medium,
    /// The page.
    pub frame: Frame,
    /// The narrow column is filled with colour.
    pub tinted: bool,
    /// Headings.
    pub heading: HeadingStyle,
    /// The name.
    pub name: NameStyle,
    /// Alignment of the head: 0 left, 1 middle, 2 right.
    pub align: usize,
    /// The document says what it is above the name.
    pub doctitle: bool,
    /// An empty box for the photograph.
    pub photo: bool,
    /// The ways to reach the person.
    pub contact: ContactStyle,
    /// Links print the name of the network and carry the address.
    pub hidden_links: bool,
    /// Dates in a column.
    pub rail: DateRail,
    /// Entries stand in a table with borders.
    pub borders: bool,
    /// The template of a job (`crate::template`).
    pub work: usize,
    /// The template of a study.
    pub study: usize,
    /// What stands where a template leaves the mark open.
    pub mark: &'static str,
    /// Titles of one employer stand under it once.
    pub grouped: bool,
    /// One month.
    pub date: Style,
    /// Two months.
    pub join: Join,
    /// `since` for open stretches.
    pub since: bool,
    /// Open stretches without a word.
    pub silent: bool,
    /// Length in brackets.
    pub duration: bool,
    /// The year once where both ends share it.
    pub once: bool,
    /// Sentences.
    pub bullets: BulletStyle,
    /// Skills.
    pub skills: SkillStyle,
    /// Languages: 0 commas, 1 lines, 2 table, 3 meters, 4 bullets.
    pub languages: usize,
    /// Order of the sections, as a number.
    pub order: usize,
    /// Chooses among the words of the language.
    pub variant: usize,
    /// Family of typefaces.
    pub font: usize,
    /// Size of the text in tenths of a point.
    pub size: usize,
    /// Colour of accents, as `rrggbb`.
    pub colour: &'static str,
    /// How lines with two ends are made: 0 float, 1 flex, 2 table.
    pub engine: usize,
    /// What stands at the foot of each page: 0 nothing, 1 the name and page, 2 a line on the document, 3 `Page n of m`.
    pub footer: usize,
    /// Place, date and signature at the end.
    pub signed: bool,
    /// The clause on personal data, or when the document was changed.
    pub clause: bool,
    /// Room between entries in tenths of a point.
    pub gap: usize,
    /// Where the ways to reach the person stand when they are not in a column.
    pub contact_place: ContactPlace,
    /// The file holds the second column before the first.
    pub reversed: bool,
    /// Letter-spaced headings are spaced with blanks.
    pub typed_spaces: bool,
    /// People are named who will speak for the person.
    pub referees: bool,
    /// Studies stand side by side, each in a box of its own.
    pub cards: bool,
    /// The narrow column takes nearly half of the page.
    pub roomy: bool,
    /// The first sentence on a job stands as a paragraph before the others.
    pub intro: bool,
    /// Jobs end with a line of what was used there.
    pub tools: bool,
    /// A line with a dot at each entry stands between the rail of dates and the entries.
    pub timeline: bool,
    /// It is for judging only.
    pub held: bool,
    /// Its templates are made by chance.
    pub mixed: bool,
}

const MEDIA: &[Medium] = &[
    Medium::Chromium,
    Medium::Chromium,
    Medium::Chromium,
    Medium::Chromium,
    Medium::Weasy,
    Medium::Weasy,
    Medium::Weasy,
    Medium::Docx,
    Medium::Docx,
    Medium::Docx,
    Medium::Office,
    Medium::Office,
];

const FRAMES: &[Frame] = &[
    Frame::Single,
    Frame::Single,
    Frame::Single,
    Frame::Single,
    Frame::Single,
    Frame::Left,
    Frame::Left,
    Frame::Left,
    Frame::Right,
    Frame::Right,
    Frame::Halves,
    Frame::Rail,
    Frame::Rail,
    Frame::Band,
];

const HEADINGS: &[HeadingStyle] = &[
    HeadingStyle::Large,
    HeadingStyle::Large,
    HeadingStyle::Caps,
    HeadingStyle::Caps,
    HeadingStyle::SmallCaps,
    HeadingStyle::Spaced,
    HeadingStyle::Ruled,
    HeadingStyle::Ruled,
    HeadingStyle::Overlined,
    HeadingStyle::Boxed,
    HeadingStyle::Icon,
    HeadingStyle::Numbered,
    HeadingStyle::Colon,
    HeadingStyle::Plain,
    HeadingStyle::Underlined,
    HeadingStyle::Centred,
];

const NAMES: &[NameStyle] = &[
    NameStyle::Plain,
    NameStyle::Plain,
    NameStyle::Plain,
    NameStyle::Caps,
    NameStyle::Caps,
    NameStyle::TwoLines,
    NameStyle::FamilyCaps,
    NameStyle::FamilyFirst,
    NameStyle::Labelled,
];

const CONTACTS: &[ContactStyle] = &[
    ContactStyle::Inline,
    ContactStyle::Inline,
    ContactStyle::Inline,
    ContactStyle::Stacked,
    ContactStyle::Labelled,
    ContactStyle::Labelled,
    ContactStyle::Table,
    ContactStyle::Icons,
    ContactStyle::Beside,
    ContactStyle::Section,
];

const SKILLS: &[SkillStyle] = &[
    SkillStyle::Commas,
    SkillStyle::Commas,
    SkillStyle::Pipes,
    SkillStyle::Dots,
    SkillStyle::Bullets,
    SkillStyle::Bullets,
    SkillStyle::Lines,
    SkillStyle::Chips,
    SkillStyle::Meters,
    SkillStyle::Columns,
];

const BULLETS: &[BulletStyle] = &[
    BulletStyle::List("•"),
    BulletStyle::List("•"),
    BulletStyle::List("•"),
    BulletStyle::List("–"),
    BulletStyle::List("▪"),
    BulletStyle::List("◦"),
    BulletStyle::Typed("-"),
    BulletStyle::Typed("►"),
    BulletStyle::Typed("•"),
    BulletStyle::Typed("✓"),
    BulletStyle::Typed("*"),
    BulletStyle::Paragraphs,
    BulletStyle::Joined,
    BulletStyle::Numbered,
];

const MARKS: &[&str] = &[", ", ", ", ", ", " | ", " | ", " – ", " - ", " · ", " • ", " / ", " — ", " // "];

const HELD_MARKS: &[&str] = &[" › ", "; ", " ∙ ", " ► ", " ⋄ ", " ‖ "];

const HELD_JOINS: &[Join] = &[Join::Between(" ~ "), Join::Between("—"), Join::Between(" ‒ "), Join::Between(" -> ")];

const HELD_BULLETS: &[BulletStyle] = &[
    BulletStyle::List("»"),
    BulletStyle::List("✦"),
    BulletStyle::Typed("➤"),
    BulletStyle::Typed("❖"),
    BulletStyle::Typed("+"),
    BulletStyle::Typed("—"),
    BulletStyle::Paragraphs,
];

const COLOURS: &[&str] =
    &["000000", "000000", "1f3a5f", "2b6777", "8b1e3f", "5b3a8c", "b4520a", "2e7d32", "37474f", "006d77", "c2185b", "455a64"];

impl Layout {
    /// The layout of this number.
    #[must_use]
    pub fn numbered(number: usize) -> Self {
        let rng = &mut Rng::new(0x1A70, number as u64);
        let frame = *rng.pick(FRAMES);
        let wide = !matches!(frame, Frame::Halves);
        let rail = match rng.below(10) {
            0 | 1 if wide => DateRail::Left,
            2 if wide => DateRail::Right,
            _ => DateRail::None,
        };
        Self {
            number,
            medium: *rng.pick(MEDIA),
            frame,
            tinted: rng.chance(55),
            heading: *rng.pick(HEADINGS),
            name: *rng.pick(NAMES),
            align: *rng.pick(&[0, 0, 1, 1, 2]),
            doctitle: rng.chance(14),
            photo: rng.chance(14),
            contact: *rng.pick(CONTACTS),
            hidden_links: rng.chance(12),
            rail,
            borders: rng.chance(8),
            work: rng.below(1 << 16),
            study: rng.below(1 << 16),
            mark: *rng.pick::<&str>(MARKS),
            grouped: rng.chance(60),
            date: *rng.pick(STYLES),
            join: *rng.pick(JOINS),
            since: rng.chance(12),
            silent: rng.chance(3),
            duration: rng.chance(7),
            once: rng.chance(12),
            bullets: *rng.pick(BULLETS),
            skills: *rng.pick(SKILLS),
            languages: rng.below(5),
            order: rng.below(1 << 16),
            variant: rng.below(1 << 16),
            font: rng.below(1 << 16),
            size: rng.between(85, 115),
            colour: *rng.pick::<&str>(COLOURS),
            engine: rng.below(3),
            footer: *rng.pick(&[0, 0, 0, 0, 1, 2, 3]),
            signed: rng.chance(8),
            clause: rng.chance(14),
            gap: rng.between(20, 110),
            contact_place: *rng.pick(PLACES),
            reversed: rng.chance(30),
            typed_spaces: rng.chance(40),
            referees: rng.chance(14),
            cards: rng.chance(7) && rail == DateRail::None && matches!(frame, Frame::Single | Frame::Band),
            roomy: rng.chance(25),
            intro: rng.chance(12),
            tools: rng.chance(8),
            timeline: rng.chance(30),
            held: false,
            mixed: false,
        }
    }

    /// The layout of this number for judging only: with templates, marks and bullets that no other layout has.
    #[must_use]
    pub fn held(number: usize) -> Self {
        let rng = &mut Rng::new(0x4E1D, number as u64);
        let open = Self::numbered(number);
        let join = if rng.chance(40) { *rng.pick(HELD_JOINS) } else { open.join };
        Self { mark: *rng.pick::<&str>(HELD_MARKS), bullets: *rng.pick(HELD_BULLETS), join, held: true, ..open }
    }

    /// The layout of this number with templates made by chance, which are the most various where a column stands beside the entries.
    #[must_use]
    pub fn mixed(number: usize) -> Self {
        let rng = &mut Rng::new(0x3A1D, number as u64);
        let open = Self::numbered(number);
        let railed = open.rail == DateRail::None && open.frame != Frame::Halves && rng.chance(25);
        let rail = if railed { DateRail::Left } else { open.rail };
        Self { mixed: true, rail, cards: open.cards && !railed, ..open }
    }

    /// The templates of entries.
    #[must_use]
    pub fn book(&self) -> &'static Book {
        match self {
            Self { held: true, .. } => &template::HELD,
            Self { mixed: true, .. } => &mix::MIXED,
            _ => &template::OPEN,
        }
    }

    /// The name of the layout: what writes the file, how the page is divided, and the number.
    #[must_use]
    pub fn label(&self) -> String {
        let medium = match self.medium {
            Medium::Chromium => "chromium",
            Medium::Weasy => "weasy",
            Medium::Docx => "docx",
            Medium::Office => "office",
        };
        let frame = format!("{:?}", self.frame).to_lowercase();
        let kind = if self.held {
            "h"
        } else if self.mixed {
            "m"
        } else {
            ""
        };
        format!("{medium}-{frame}-{kind}{:03}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn numbers_name_different_layouts() {
        let all: BTreeSet<String> = (0..300)
            .map(|number| {
                let layout = Layout::numbered(number);
                format!("{:?}", Layout { number: 0, ..layout })
            })
            .collect();
        assert_eq!(all.len(), 300);
    }

    #[test]
    fn every_page_division_and_writer_occurs_early() {
        let labels: BTreeSet<String> = (0..120)
            .map(|number| Layout::numbered(number).label().rsplit_once('-').map(|parts| parts.0.to_owned()).unwrap_or_default())
            .collect();
        assert!(labels.len() >= 20, "{labels:?}");
    }
}
