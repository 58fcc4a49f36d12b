//! Places in a profile.

/// The parts of a profile, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    Basics,
    Work,
    Volunteer,
    Education,
    Awards,
    Certificates,
    Publications,
    Skills,
    Languages,
    Interests,
    References,
    Projects,
    Sections,
}

/// The place of one value in a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Path {
    part: Part,
    index: u16,
    field: &'static str,
    /// Number of the field among those of its part.
    rank: u8,
    item: Option<u16>,
    sub: &'static str,
}

/// More than any part has fields.
const MOST_FIELDS: usize = 32;

impl Path {
    /// `/basics/<field>`; `field` may name a field of the location: `location/city`.
    pub(crate) fn basics(field: &'static str) -> Self {
        Self::entry(Part::Basics, 0, field)
    }

    /// `/basics/<field>/<item>`, such as the second e-mail address.
    pub(crate) fn basics_item(field: &'static str, item: usize) -> Self {
        Self::item(Part::Basics, 0, field, item)
    }

    /// `/basics/<field>/<item>/<sub>`, such as the address of the first network profile.
    pub(crate) fn basics_sub(field: &'static str, item: usize, sub: &'static str) -> Self {
        Self { sub, ..Self::item(Part::Basics, 0, field, item) }
    }

    /// `/<part>/<index>/<field>`.
    pub(crate) fn entry(part: Part, index: usize, field: &'static str) -> Self {
        let rank = part.rank_of(field);
        debug_assert!(rank < part.fields().len(), "{part:?} has no field {field}");
        Self { part, index: narrow(index), field, rank: rank as u8, item: None, sub: "" }
    }

    /// `/<part>/<index>/<field>/<item>`, such as the third highlight of the first job.
    pub(crate) fn item(part: Part, index: usize, field: &'static str, item: usize) -> Self {
        Self { item: Some(narrow(item)), ..Self::entry(part, index, field) }
    }

    /// A number that values of one kind have in common, such as the names of employers.
    pub(super) fn kind(&self) -> usize {
        self.part as usize * MOST_FIELDS + usize::from(self.rank)
    }

    /// The kind of the field called `field` of the part called `part`.
    pub(super) fn kind_named(part: &str, field: &str) -> Option<usize> {
        let part = Part::ALL.into_iter().find(|known| known.name() == part)?;
        let rank = part.rank_of(field);
        (rank < part.fields().len()).then_some(part as usize * MOST_FIELDS + rank)
    }

    /// Sorts as the profile prints.
    pub(super) fn rank(&self) -> (u64, &'static str) {
        // One number instead of four: the part, which entry, which field, which item, none before all.
        let item = self.item.map_or(0, |item| u64::from(item) + 1);
        let place = (self.part as u64) << 48 | u64::from(self.index) << 32 | u64::from(self.rank) << 24 | item;
        (place, self.sub)
    }
}

fn narrow(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

impl Path {
    /// The JSON pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        let mut text = String::with_capacity(32);
        push(&mut text, self.part.name());
        if self.part != Part::Basics {
            push_number(&mut text, self.index);
        }
        push(&mut text, self.field);
        if let Some(item) = self.item {
            push_number(&mut text, item);
        }
        if !self.sub.is_empty() {
            push(&mut text, self.sub);
        }
        text
    }
}

fn push(text: &mut String, part: &str) {
    text.push('/');
    text.push_str(part);
}

/// Appends a number; `format!` takes ten times as long.
fn push_number(text: &mut String, number: u16) {
    text.push('/');
    for power in [10_000, 1_000, 100, 10] {
        if number >= power {
            text.push(char::from(b'0' + (number / power % 10) as u8));
        }
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

impl Part {
    const ALL: [Self; 13] = [
        Self::Basics,
        Self::Work,
        Self::Volunteer,
        Self::Education,
        Self::Awards,
        Self::Certificates,
        Self::Publications,
        Self::Skills,
        Self::Languages,
        Self::Interests,
        Self::References,
        Self::Projects,
        Self::Sections,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Work => "work",
            Self::Volunteer => "volunteer",
            Self::Education => "education",
            Self::Awards => "awards",
            Self::Certificates => "certificates",
            Self::Publications => "publications",
            Self::Skills => "skills",
            Self::Languages => "languages",
            Self::Interests => "interests",
            Self::References => "references",
            Self::Projects => "projects",
            Self::Sections => "sections",
        }
    }

    /// Its fields that can have been read somewhere, in printed order.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Basics => &[
                "name",
                "givenName",
                "familyName",
                "honorifics",
                "label",
                "image",
                "email",
                "emails",
                "phone",
                "phones",
                "url",
                "summary",
                "location/address",
                "location/postalCode",
                "location/city",
                "location/countryCode",
                "location/region",
                "profiles",
                "personal/birthDate",
                "personal/birthPlace",
                "personal/nationality",
                "personal/maritalStatus",
                "personal/drivingLicence",
            ],
            Self::Work => &[
                "name",
                "position",
                "location",
                "description",
                "url",
                "startDate",
                "endDate",
                "current",
                "summary",
                "highlights",
                "normalizedTitle",
            ],
            Self::Volunteer => &["organization", "position", "url", "startDate", "endDate", "current", "summary", "highlights"],
            Self::Education => &[
                "institution",
                "url",
                "area",
                "studyType",
                "location",
                "startDate",
                "endDate",
                "current",
                "score",
                "courses",
                "summary",
                "level",
                "institutionCountry",
                "institutionDomain",
            ],
            Self::Awards => &["title", "date", "awarder", "summary"],
            Self::Certificates => &["name", "date", "issuer", "url"],
            Self::Publications => &["name", "publisher", "releaseDate", "url", "summary"],
            Self::Skills => &["name", "level", "rating", "keywords", "esco"],
            Self::Languages => &["language", "fluency", "cefr"],
            Self::Interests => &["name", "keywords"],
            Self::References => &["name", "reference"],
            Self::Projects => {
                &["name", "description", "highlights", "keywords", "startDate", "endDate", "current", "url", "roles", "entity", "type"]
            }
            Self::Sections => &["title", "lines"],
        }
    }

    fn rank_of(self, field: &str) -> usize {
        let fields = self.fields();
        fields.iter().position(|known| *known == field).unwrap_or(fields.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_print_as_json_pointers() {
        assert_eq!(Path::basics("location/city").pointer(), "/basics/location/city");
        assert_eq!(Path::basics_sub("profiles", 1, "url").pointer(), "/basics/profiles/1/url");
        assert_eq!(Path::item(Part::Work, 2, "highlights", 10).pointer(), "/work/2/highlights/10");
    }

    #[test]
    fn items_sort_by_number_and_fields_by_place() {
        assert!(Path::item(Part::Work, 0, "highlights", 2).rank() < Path::item(Part::Work, 0, "highlights", 10).rank());
        assert!(Path::entry(Part::Work, 0, "position").rank() < Path::entry(Part::Work, 0, "startDate").rank());
    }
}
