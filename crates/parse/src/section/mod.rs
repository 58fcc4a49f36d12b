//! Sections: which lines stand under which heading, and what that heading means.

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
    /// Index of the heading's line in `Layout::lines`; none for what stands before the first heading.
    pub(crate) heading: Option<u32>,
    /// First line of the body in `Layout::lines`.
    pub(crate) first_line: u32,
    /// One behind its last line.
    pub(crate) end_line: u32,
}
