//! Which values look alike.

/// A family of values that share a colour. Colour never says anything alone: every row and box has its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Colour {
    Person,
    Contact,
    Place,
    Employer,
    Title,
    Date,
    School,
    Degree,
    Skill,
    Language,
    Prose,
    Other,
}

impl Colour {
    pub(super) const ALL: [Self; 12] = [
        Self::Person,
        Self::Contact,
        Self::Place,
        Self::Employer,
        Self::Title,
        Self::Date,
        Self::School,
        Self::Degree,
        Self::Skill,
        Self::Language,
        Self::Prose,
        Self::Other,
    ];

    /// The colour of the value at `field` of `part`.
    pub(super) fn of(part: &str, field: &str) -> Self {
        match (part, field) {
            ("basics", "name" | "givenName" | "familyName" | "honorifics") | ("references", "name") => Self::Person,
            ("basics", "label") | (_, "position" | "normalizedTitle") => Self::Title,
            (_, "location") => Self::Place,
            ("basics", "summary") => Self::Prose,
            ("basics", _) => Self::Contact,
            ("work", "name") | (_, "organization") => Self::Employer,
            (_, "startDate" | "endDate" | "current" | "date" | "releaseDate") => Self::Date,
            (_, "institution" | "institutionCountry" | "institutionDomain") => Self::School,
            (_, "studyType" | "area" | "score" | "level") if part == "education" => Self::Degree,
            ("skills", _) => Self::Skill,
            ("languages", _) => Self::Language,
            (_, "summary" | "highlights" | "description" | "courses" | "reference" | "lines") => Self::Prose,
            _ => Self::Other,
        }
    }

    pub(super) fn class(self) -> &'static str {
        self.told().0
    }

    pub(super) fn title(self) -> &'static str {
        self.told().1
    }

    /// Degrees on the colour wheel, far enough apart to be told from each other side by side.
    pub(super) fn hue(self) -> u16 {
        self.told().2
    }

    fn told(self) -> (&'static str, &'static str, u16) {
        match self {
            Self::Person => ("person", "name", 340),
            Self::Contact => ("contact", "contact", 200),
            Self::Place => ("place", "place", 95),
            Self::Employer => ("employer", "employer", 220),
            Self::Title => ("title", "title", 25),
            Self::Date => ("date", "date", 280),
            Self::School => ("school", "school", 170),
            Self::Degree => ("degree", "degree", 50),
            Self::Skill => ("skill", "skill", 130),
            Self::Language => ("language", "language", 310),
            Self::Prose => ("prose", "prose", 250),
            Self::Other => ("other", "other", 0),
        }
    }
}
