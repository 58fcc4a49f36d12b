//! Sections that are lists: skills, languages, certificates, projects, publications, awards, interests, references, and what has no field.

mod tongue;

pub(crate) use tongue::is_language;
