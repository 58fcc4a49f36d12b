//! Sections that are lists: skills, languages, certificates, projects, publications, awards, interests, references, and what has no field.
//!
//! `piece` cuts sections at cells and separators, `item` gathers lines to items of several lines; the others fill the profile.

mod item;
mod piece;
mod project;
mod record;
mod rest;
mod skill;
mod speech;
mod tongue;

pub(crate) use tongue::is_language;

use crate::evidence::Builder;
use crate::section::{Section, SectionKind};

/// Reads all sections that are lists or plain text into the profile of `builder`.
pub(crate) fn read(builder: &mut Builder<'_>, sections: &[Section]) {
    for section in sections {
        match section.kind {
            SectionKind::Summary => rest::summary(builder, section),
            SectionKind::Skills => skill::read(builder, section),
            SectionKind::Languages => speech::read(builder, section),
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
