//! Summary, interests, references, and sections that have no field.

use vitae_document::Span;
use vitae_model::{Interest, Reference, Section as Rest};

use crate::evidence::{Builder, Part, Path};
use crate::layout::{self, Layout};
use crate::lent::Lent;
use crate::lexicon::fold;
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
    let mut items = Lent::<Vec<Span>>::default();
    for piece in &piece::pieces(layout, section.lines()) {
        let start = items.len();
        piece::split(layout, piece.span, &mut items);
        // A sentence with commas in it is one item.
        let prose = items.len() > start + 1 && items[start..].iter().any(|item| layout.slice(*item).split_whitespace().count() > 8);
        if prose {
            items.truncate(start);
            items.push(piece.span);
        }
    }
    add_interests(builder, &items);
}

/// Whether `label`, a heading of interests, says so, and not that what follows is of any kind: `Other`, `Divers`.
pub(super) fn names_interests(label: &str) -> bool {
    fold(label).split(' ').any(|word| INTERESTS.iter().any(|stem| word.starts_with(stem)))
}

/// How words for interests and leisure begin, folded.
const INTERESTS: [&str; 18] = [
    "interes",
    "hobb",
    "hobi",
    "loisir",
    "aficion",
    "pasatiemp",
    "passatemp",
    "freizeit",
    "fritid",
    "zainteres",
    "zajm",
    "konick",
    "harrast",
    "kiinnost",
    "erdeklod",
    "ilgi",
    "leisure",
    "pastime",
];

/// Adds interests, one an item.
pub(super) fn add_interests(builder: &mut Builder<'_>, items: &[Span]) {
    let layout = builder.layout();
    for &item in items {
        let index = builder.profile.interests.len();
        if let Some(name) = builder.read(Path::entry(Part::Interests, index, "name"), item::tidy(layout, item), 0.85) {
            builder.profile.interests.push(Interest { name: Some(name), keywords: Vec::new() });
        }
    }
}

/// Reads references, one an item: the referee's name, and all that is said.
///
/// Lines of contact data go with the referee above them; a place, a date and the person's own name below sign the document.
pub(super) fn references(builder: &mut Builder<'_>, section: &Section) {
    let layout = builder.layout();
    let end = unsigned_end(builder, section);
    let mut items = Lent::<Vec<item::Item>>::default();
    for &item in &item::items(layout, section.first_line as usize..end) {
        let text = layout.text_of(&layout.lines[item.first]);
        match items.last_mut() {
            Some(last) if layout::is_contact(text) && referee(text).is_none() => last.end = item.end,
            _ => items.push(item),
        }
    }
    for item in &items {
        let index = builder.profile.references.len();
        let Some(span) = span_of(layout, item.first..item.end) else { continue };
        let Some(text) = builder.read(Path::entry(Part::References, index, "reference"), span, 0.7) else { continue };
        let name = referee(layout.slice(span)).map(|length| Span { start: span.start, end: span.start + length as u32 });
        let name = name.and_then(|span| builder.read(Path::entry(Part::References, index, "name"), span, 0.7));
        builder.profile.references.push(Reference { name, reference: Some(text) });
    }
}

/// Bytes at the start of a reference that are the referee's name: two to five capitalised words before a comma, a bracket or the line's end.
fn referee(text: &str) -> Option<usize> {
    let end = text.find([',', '\n', '(', ':', '|', '–', '—', ';', '•']).unwrap_or(text.len());
    let name = text[..end].trim_end();
    let is_part = |word: &str| word.chars().next().is_some_and(char::is_uppercase) || word.len() <= 3;
    let count = name.split_whitespace().count();
    let is_name = (2..=5).contains(&count) && !name.contains(|symbol: char| symbol.is_ascii_digit() || symbol == '@');
    (is_name && !name.ends_with('.') && name.split_whitespace().all(is_part)).then_some(name.len())
}

/// Ends `section`, the last one, before the lines that sign the document with the person's own name.
pub(super) fn end_unsigned(builder: &Builder<'_>, section: &mut Section) {
    let Some(last) = builder.layout().lines.get(section.end_line.saturating_sub(1) as usize) else { return };
    if section.first_line < section.end_line && is_own_name(builder, builder.layout().text_of(last)) {
        section.end_line = unsigned_end(builder, section) as u32;
    }
}

/// Whether `text` is nothing but words of the person's name.
fn is_own_name(builder: &Builder<'_>, text: &str) -> bool {
    let name = builder.profile.basics.name.as_deref().map(fold).unwrap_or_default();
    let folded = fold(text);
    !folded.is_empty() && !name.is_empty() && folded.split(' ').all(|word| name.split(' ').any(|own| own == word))
}

/// Where the lines that sign the document begin: `Berlin, 3 May 2024` and the person's name.
fn unsigned_end(builder: &Builder<'_>, section: &Section) -> usize {
    let layout = builder.layout();
    let mut end = section.end_line as usize;
    while end > section.first_line as usize {
        let text = layout.text_of(&layout.lines[end - 1]);
        let is_place_and_date = text.len() < 40 && layout::looks_dated(text) && text.split_whitespace().count() <= 5 && !text.contains('@');
        if !is_own_name(builder, text) && !is_place_and_date {
            break;
        }
        end -= 1;
    }
    end
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn referees_are_named_at_the_start() {
        for (text, name) in [
            ("Sevgi Güneş, Anaokulu Öğretmeni, Umut Vakfı", Some("Sevgi Güneş")),
            ("Dr Ruth van der Berg (former manager)", Some("Dr Ruth van der Berg")),
            ("Jane Doe\nHead of Sales, Acme", Some("Jane Doe")),
            ("+90 555 555 65 44, sevgi.gunes@example.net", None),
            ("Available on request.", None),
            ("References: on request", None),
            ("She is the best colleague I had.", None),
        ] {
            assert_eq!(referee(text).map(|length| &text[..length]), name, "{text}");
        }
    }
}
