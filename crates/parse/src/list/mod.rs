//! Sections that are lists: skills, languages, certificates, projects, publications, awards, interests, references, and what has no field.
//!
//! `piece` cuts sections at cells and separators, `item` gathers lines to items of several lines, `rating` and `gauge` tell levels that
//! are printed and drawn; the others fill the profile.

mod anew;
mod gauge;
mod item;
mod piece;
mod project;
mod rating;
mod record;
mod rest;
mod sentence;
mod skill;
mod speech;
mod tongue;

pub(crate) use tongue::is_language;

/// Reads one line of contact data, given as its cells, where it is nothing but languages; whether it was.
pub(crate) fn read_languages(builder: &mut Builder<'_>, cells: &[Span]) -> bool {
    speech::read_line(builder, cells)
}

use vitae_document::Span;

use crate::evidence::Builder;
use crate::layout::Layout;
use crate::section::{Section, SectionKind};

/// Reads all sections that are lists or plain text into the profile of `builder`.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section]) {
    let mut parted = Vec::with_capacity(sections.len() + 4);
    sections.iter().for_each(|section| part(builder.layout(), *section, &mut parted));
    if let Some(last) = parted.last_mut().filter(|last| is_list(last.kind) || last.kind == SectionKind::Languages) {
        rest::end_unsigned(builder, last);
    }
    let is_rated = |section: &Section| matches!(section.kind, SectionKind::Skills | SectionKind::Languages);
    let gauges = if parted.iter().any(is_rated) { gauge::find(builder.document()) } else { Vec::new() };
    for section in &parted {
        match section.kind {
            SectionKind::Summary => rest::summary(builder, section),
            SectionKind::Skills => skill::read(builder, section, &gauges),
            SectionKind::Languages => speech::read(builder, section, &gauges),
            SectionKind::Certificates => record::certificates(builder, section),
            SectionKind::Awards => record::awards(builder, section),
            SectionKind::Publications => record::publications(builder, section),
            SectionKind::Projects => project::read(builder, section),
            SectionKind::Interests => rest::interests(builder, section),
            SectionKind::References => rest::references(builder, section),
            SectionKind::Other => rest::other(builder, section),
            SectionKind::Contact | SectionKind::Personal | SectionKind::Work | SectionKind::Education | SectionKind::Volunteer => {}
        }
    }
}

/// Adds a section to `parts`; one whose heading names languages and something else is cut where its lines change from one to the other.
fn part(layout: &Layout, section: Section, parts: &mut Vec<Section>) {
    let other = match (section.kind, section.also) {
        (SectionKind::Languages, Some(other)) | (other, Some(SectionKind::Languages)) => other,
        _ => return parts.push(section),
    };
    if !is_list(other) {
        return parts.push(section);
    }
    let first = parts.len();
    for index in section.lines() {
        let line = &layout.lines[index];
        let kind = if speech::begins_with_language(layout.text_of(line)) { SectionKind::Languages } else { other };
        match parts[first..].last_mut() {
            Some(last) if last.kind == kind || line.continues => last.end_line = index as u32 + 1,
            _ => {
                let heading = section.heading.filter(|_| parts.len() == first);
                parts.push(Section { kind, also: None, heading, first_line: index as u32, end_line: index as u32 + 1 });
            }
        }
    }
}

fn is_list(kind: SectionKind) -> bool {
    matches!(kind, SectionKind::Skills | SectionKind::Certificates | SectionKind::Interests | SectionKind::Awards)
}

#[cfg(test)]
mod tests;
