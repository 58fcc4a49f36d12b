//! Summary, interests, references, and sections that have no field.

use vitae_document::Span;
use vitae_model::{Interest, Reference, Section as Rest};

use crate::evidence::{Builder, Part, Path};
use crate::layout::Layout;
use crate::list::item;
use crate::list::piece;
use crate::section::Section;

/// Reads prose about the person; a second one is appended to the first.
pub(super) fn summary(builder: &mut Builder<'_>, section: &Section) {
    let Some(span) = span_of(builder.layout(), section.lines()) else { return };
    let Some(text) = builder.read(Path::basics("summary"), span, 0.9) else { return };
    match &mut builder.profile.basics.summary {
        Some(summary) => {
            summary.push('\n');
            summary.push_str(&text);
        }
        none => *none = Some(text),
    }
}

/// Reads interests, one an item.
pub(super) fn interests(builder: &mut Builder<'_>, section: &Section) {
    let layout = builder.layout();
    let mut items = Vec::new();
    for piece in piece::pieces(layout, section.lines()) {
        let start = items.len();
        piece::split(layout, piece.span, &mut items);
        // A sentence with commas in it is one item.
        let prose = items.len() > start + 1 && items[start..].iter().any(|item| layout.slice(*item).split_whitespace().count() > 8);
        if prose {
            items.truncate(start);
            items.push(piece.span);
        }
    }
    for item in items {
        let index = builder.profile.interests.len();
        if let Some(name) = builder.read(Path::entry(Part::Interests, index, "name"), item::tidy(layout, item), 0.85) {
            builder.profile.interests.push(Interest { name: Some(name), keywords: Vec::new() });
        }
    }
}

/// Reads references, one an item.
pub(super) fn references(builder: &mut Builder<'_>, section: &Section) {
    for item in item::items(builder.layout(), section.lines()) {
        let index = builder.profile.references.len();
        let Some(span) = span_of(builder.layout(), item.first..item.end) else { continue };
        if let Some(text) = builder.read(Path::entry(Part::References, index, "reference"), span, 0.7) {
            builder.profile.references.push(Reference { name: None, reference: Some(text) });
        }
    }
}

/// Keeps a section under its own title.
pub(super) fn other(builder: &mut Builder<'_>, section: &Section) {
    let layout = builder.layout();
    let index = builder.profile.sections.len();
    let title = section.heading.and_then(|heading| span_of(layout, heading as usize..section.first_line as usize));
    let title = title.and_then(|span| builder.read(Path::entry(Part::Sections, index, "title"), span, 0.9));
    let mut lines = Vec::new();
    let mut line = section.first_line as usize;
    while line < section.end_line as usize {
        let end = layout.paragraph_end(line, section.end_line as usize);
        let Some(span) = span_of(layout, line..end) else { break };
        lines.extend(builder.read(Path::item(Part::Sections, index, "lines", lines.len()), span, 0.9));
        line = end;
    }
    if title.is_some() || !lines.is_empty() {
        builder.profile.sections.push(Rest { title, lines });
    }
}

/// All text of `lines`.
fn span_of(layout: &Layout, lines: std::ops::Range<usize>) -> Option<Span> {
    let lines = layout.lines.get(lines)?;
    Some(Span { start: layout.span_of(lines.first()?).start, end: layout.span_of(lines.last()?).end })
}
