//! Sections: which lines stand under which heading, and what that heading means.
//!
//! `lexicon` knows the words that head sections, `heading` tells headings from other lines by word and dress, `content` tells what a
//! section is about whose heading says nothing, `language` and `script` the document's language, `genre` documents that are no résumé.

mod blocks;
mod closing;
mod colophon;
mod content;
mod genre;
mod heading;
mod headless;
mod language;
mod lexicon;
mod script;

pub(crate) use genre::{is_bare, not_a_resume};
pub(crate) use language::of as language_of;
pub(crate) use lexicon::{fold, fold_symbol, is_aside};

use vitae_document::Role;

use crate::date::Dates;
use crate::layout::{self, Layout, Place};
use crate::lent::Lent;

/// What a section is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum SectionKind {
    /// Everything before the first heading, and headed contact blocks: name, headline, contact.
    Contact,
    /// Personal data beside contact: birth, nationality, driving licence.
    Personal,
    Summary,
    Work,
    Volunteer,
    Education,
    Skills,
    Languages,
    Certificates,
    Projects,
    Publications,
    Awards,
    Interests,
    References,
    /// A heading this program has no field for; its title is kept.
    Other,
}

/// Consecutive lines of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Section {
    pub(crate) kind: SectionKind,
    /// A second subject, where a heading names two: "Education & Training", "Certificates and Languages".
    pub(crate) also: Option<SectionKind>,
    /// Index of the heading's first line in `Layout::lines`, the heading ends before `first_line`; none for what stands before the first
    /// heading.
    pub(crate) heading: Option<u32>,
    /// First line of the body in `Layout::lines`.
    pub(crate) first_line: u32,
    /// One behind its last line.
    pub(crate) end_line: u32,
}

impl Section {
    /// Indices of its lines, the heading left out.
    pub(crate) fn lines(&self) -> std::ops::Range<usize> {
        self.first_line as usize..self.end_line as usize
    }
}

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    heading: heading::Buffers,
}

/// Cuts `layout`, which is in `language`, into sections. Headings that stand in a rail beside their text become lines of their own.
pub(crate) fn segment(layout: &mut Layout, language: Option<&str>, sections: &mut Vec<Section>, buffers: &mut Buffers) {
    sections.clear();
    let buffers = &mut buffers.heading;
    heading::find(layout, buffers);
    let mut open = Section { kind: SectionKind::Contact, also: None, heading: None, first_line: 0, end_line: 0 };
    let mut line = 0;
    while line < layout.lines.len() {
        if let Some(found) = buffers.found.get(line).copied().flatten() {
            close(sections, open, line);
            let body = line + usize::from(found.lines);
            let (kind, also) = found.sense.map_or((SectionKind::Other, None), |sense| (sense.kind, sense.also));
            open = Section { kind, also, heading: Some(line as u32), first_line: body as u32, end_line: body as u32 };
            line = body;
            continue;
        }
        if line > 0 && open.kind == SectionKind::Contact && begins_list(layout, line) {
            close(sections, open, line);
            open = Section { kind: SectionKind::Other, also: None, heading: None, first_line: line as u32, end_line: line as u32 };
        }
        let tells_contact = || open.kind == SectionKind::Summary && begins_contact(layout, line);
        let is_awaited = || open.heading.is_some() && open.first_line as usize == line && turns_page(layout, line);
        if line > 0 && (begins_apart(layout, line) && !is_awaited() || tells_contact()) {
            if open.kind == SectionKind::Summary && begins_contact(layout, line) && is_address(layout, open.first_line as usize..line) {
                open.kind = SectionKind::Contact;
            }
            close(sections, open, line);
            open = Section { kind: SectionKind::Contact, also: None, heading: None, first_line: line as u32, end_line: line as u32 };
        }
        line += 1;
    }
    close(sections, open, layout.lines.len());
    colophon::part(layout, sections);
    blocks::part(layout, sections);
    headless::part(layout, sections);
    headless::part_list(layout, sections);
    content::settle(layout, sections, buffers);
    closing::trim(layout, sections, &mut Dates::in_language(language));
}

fn close(sections: &mut Vec<Section>, open: Section, end: usize) {
    let section = Section { end_line: (end as u32).max(open.first_line), ..open };
    if section.heading.is_some() || section.end_line > section.first_line {
        sections.push(section);
    }
}

/// Whether the text from `line` on belongs to no section before: the top of a column on the first page, or a page's margin.
fn begins_apart(layout: &Layout, line: usize) -> bool {
    let (before, line) = (layout.lines[line - 1], layout.lines[line]);
    let Some(region) = layout.regions.get(usize::from(line.region)) else { return false };
    if line.region == before.region {
        return false;
    }
    match region.place {
        Place::Margin => true,
        Place::Beside => region.page == 0,
        Place::Flow | Place::Continued => false,
    }
}

/// Whether `line` is the first of a page: what a heading at the foot of the page before waits for, however near the edge it stands.
fn turns_page(layout: &Layout, line: usize) -> bool {
    layout.lines[line].page == layout.lines[line - 1].page + 1
}

/// Whether a list without a heading begins at `line`, far below contact data: short lines without numbers.
fn begins_list(layout: &Layout, line: usize) -> bool {
    let short = |index: usize| {
        let text = layout.text_of(&layout.lines[index]);
        !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@' || byte == b',') && text.split(' ').count() <= 5
    };
    let gap = layout.lines[line].gap;
    if gap <= 2.2 || !gap.is_finite() {
        return false;
    }
    let region = layout.lines[line].region;
    let end = (line + 1..layout.lines.len())
        .find(|&next| layout.lines[next].region != region || layout.lines[next].gap > 1.2)
        .unwrap_or(layout.lines.len());
    let narrow = layout.regions.get(usize::from(region)).is_some_and(|region| region.area.width() < 220.0);
    narrow && end - line >= 3 && (line..end).all(short)
}

/// Whether contact data begins at `line`, below prose: a line of its own on the first page, behind white space.
fn begins_contact(layout: &Layout, line: usize) -> bool {
    let shown = layout.lines[line];
    shown.page == 0
        && !shown.continues
        && shown.gap > 0.3
        && layout.text_of(&shown).len() < 80
        && layout::is_contact(layout.text_of(&shown))
}

/// Whether `lines`, above contact data, are nothing but an address: short ones that do not go on with each other, with a place or a number.
fn is_address(layout: &Layout, lines: std::ops::Range<usize>) -> bool {
    let lines = layout.lines.get(lines).unwrap_or_default();
    let is_part = |line: &layout::Line| {
        let text = layout.text_of(line);
        !line.continues && text.len() < 60 && !text.ends_with(['.', '!', '?']) && text.split(' ').count() <= 8
    };
    let tells_place = |line: &layout::Line| {
        let text = layout.text_of(line);
        let is_place = |part: &str| {
            let folded = crate::lexicon::fold(part.trim());
            let known = crate::lexicon::phrase(&folded);
            known.city().is_some() || known.region().is_some() || known.country().is_some()
        };
        text.bytes().any(|byte| byte.is_ascii_digit()) || text.split(',').any(is_place)
    };
    (1..=3).contains(&lines.len()) && lines.iter().all(is_part) && lines.iter().any(tells_place)
}

/// Whether `text` reads like a section's heading, whatever its dress. `folded` is a buffer.
pub(crate) fn reads_as_heading(text: &str, folded: &mut String) -> bool {
    lexicon::known(text, folded).is_some()
}

/// What `text` heads, where all of it is a known heading. `folded` is a buffer.
pub(crate) fn kind_of_heading(text: &str, folded: &mut String) -> Option<SectionKind> {
    lexicon::known(text, folded).map(|sense| sense.kind)
}

/// Whether a heading's words say that `kind` follows.
pub(crate) fn heads(text: &str, kind: SectionKind) -> bool {
    lexicon::sense(text, &mut Lent::default()).is_some_and(|sense| sense.whole || sense.kind == kind)
}

/// The level that the format gives a heading.
pub(crate) fn declared_level(role: Role) -> Option<u8> {
    match role {
        Role::Heading(level) => Some(level),
        _ => None,
    }
}
