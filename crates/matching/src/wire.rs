//! One JSON line as it comes: read with patience, so that a crooked value costs itself and not its record.
//!
//! A value of the wrong type reads as absent, a number where a text belongs as its digits, a single thing where a list belongs
//! as a list of one. Only what is no JSON object at all is an error.

use std::borrow::Cow;

use crate::raw::{Month, Raw, RawJob, RawStudy};
use crate::scan::{ScanError, Scanner, known};

/// What can be read from any JSON value. It is read in place and keeps its memory from line to line.
trait Patient<'a>: Default {
    /// Back to nothing.
    fn clear(&mut self);

    /// From a text or the digits of a number.
    fn text(&mut self, text: Cow<'a, str>) {
        let _ = text;
    }

    /// From an object.
    fn object(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        scanner.skip()
    }

    /// From an array.
    fn array(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        scanner.skip()
    }

    /// From any value.
    fn read(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        self.clear();
        match scanner.peek()? {
            b'"' => match scanner.plain() {
                Some(text) => self.text(Cow::Borrowed(text)),
                None => self.text(scanner.string()?),
            },
            b'{' => self.object(scanner)?,
            b'[' => self.array(scanner)?,
            b'-' | b'0'..=b'9' => {
                if let Some(digits) = scanner.integer()? {
                    self.text(Cow::Borrowed(digits));
                }
            }
            _ => scanner.skip()?,
        }
        Ok(())
    }
}

/// A text, where there is one.
#[derive(Debug, Default)]
struct Text<'a>(Option<Cow<'a, str>>);

impl<'a> Patient<'a> for Text<'a> {
    fn clear(&mut self) {
        self.0 = None;
    }

    fn text(&mut self, text: Cow<'a, str>) {
        self.0 = Some(text);
    }
}

impl Text<'_> {
    fn get(&self) -> Option<&str> {
        self.0.as_deref().map(trimmed).filter(|text| !text.is_empty())
    }
}

/// A text without space around it; nearly all have none.
fn trimmed(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim(),
    }
}

/// A list; a single thing is a list of one.
#[derive(Debug)]
struct List<T> {
    items: Vec<T>,
    /// How many of the items belong to this line; the others wait to be used again.
    length: usize,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), length: 0 }
    }
}

impl<T> List<T> {
    fn iter(&self) -> impl Iterator<Item = &T> + Clone {
        self.items[..self.length].iter()
    }
}

impl<T: Default> List<T> {
    /// Room for one more item.
    fn next(&mut self) -> &mut T {
        if self.length == self.items.len() {
            self.items.push(T::default());
        }
        self.length += 1;
        &mut self.items[self.length - 1]
    }
}

impl<'a, T: Patient<'a>> Patient<'a> for List<T> {
    fn clear(&mut self) {
        self.length = 0;
    }

    fn text(&mut self, text: Cow<'a, str>) {
        let item = self.next();
        item.clear();
        item.text(text);
    }

    fn object(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        self.next().read(scanner)
    }

    fn array(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        // A record is one person; what lists thousands of things is cut.
        scanner.elements(|scanner| if self.length < 100 { self.next().read(scanner) } else { scanner.skip() })
    }
}

/// Declares an object whose fields are read with patience; the first name is ours, others are accepted as well.
macro_rules! object {
    ($name:ident { $($field:ident: $type:ty = $($key:literal)|+),+ $(,)? }) => {
        #[derive(Debug, Default)]
        pub(crate) struct $name<'a> {
            $($field: $type,)+
        }

        impl<'a> Patient<'a> for $name<'a> {
            fn clear(&mut self) {
                $(self.$field.clear();)+
            }

            fn object(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
                scanner.members(|scanner, key| {
                    $(if $(key == const { known($key) })||+ {
                        return self.$field.read(scanner);
                    })+
                    scanner.skip()
                })
            }
        }
    };
}

object!(Line {
    record_id: Text<'a> = "record_id" | "id" | "record" | "rec_id",
    basics: Basics<'a> = "basics",
    work: List<Work<'a>> = "work",
    education: List<Education<'a>> = "education",
    skills: List<Skill<'a>> = "skills",
    profile: Nested<'a> = "profile",
    name: Text<'a> = "name" | "full_name",
    given: Text<'a> = "given_name" | "first_name" | "givenName" | "firstName",
    family: Text<'a> = "surname" | "last_name" | "family_name" | "familyName" | "lastName",
    email: List<Text<'a>> = "email" | "emails",
    phone: List<Text<'a>> = "phone" | "phones" | "phone_number",
    birth: Text<'a> = "date_of_birth" | "birth_date" | "birthDate" | "dob",
    number: List<Text<'a>> = "soc_sec_id" | "ssn" | "national_id" | "employee_id",
    street: Text<'a> = "address_1" | "address" | "street",
    city: Text<'a> = "city" | "suburb" | "town",
    postcode: Text<'a> = "postcode" | "postal_code" | "zip",
    country: Text<'a> = "country" | "country_code",
    region: Text<'a> = "region" | "state" | "province",
});

object!(Nested {
    basics: Basics<'a> = "basics",
    work: List<Work<'a>> = "work",
    education: List<Education<'a>> = "education",
    skills: List<Skill<'a>> = "skills",
});

object!(Basics {
    name: Text<'a> = "name",
    given: Text<'a> = "givenName" | "firstName" | "given_name" | "first_name",
    family: Text<'a> = "familyName" | "lastName" | "family_name" | "last_name",
    email: List<Text<'a>> = "email",
    emails: List<Text<'a>> = "emails",
    phone: List<Text<'a>> = "phone",
    phones: List<Text<'a>> = "phones",
    url: Text<'a> = "url",
    label: Text<'a> = "label",
    location: Location<'a> = "location",
    profiles: List<Social<'a>> = "profiles",
    birth: Text<'a> = "birthDate" | "birth_date" | "dateOfBirth" | "date_of_birth",
});

object!(Location {
    address: Text<'a> = "address",
    postcode: Text<'a> = "postalCode",
    city: Text<'a> = "city",
    country: Text<'a> = "countryCode" | "country",
    region: Text<'a> = "region" | "state",
});

object!(Social {
    url: Text<'a> = "url",
});

object!(Work {
    name: Text<'a> = "name" | "company" | "employer",
    position: Text<'a> = "position" | "title",
    start: Text<'a> = "startDate",
    end: Text<'a> = "endDate",
});

object!(Education {
    institution: Text<'a> = "institution" | "school",
    area: Text<'a> = "area",
    degree: Text<'a> = "studyType" | "degree",
    end: Text<'a> = "endDate",
});

object!(NamedSkill {
    name: Text<'a> = "name",
    keywords: List<Text<'a>> = "keywords",
});

/// A skill: an object, or just its name.
#[derive(Debug, Default)]
struct Skill<'a>(NamedSkill<'a>);

impl<'a> Patient<'a> for Skill<'a> {
    fn clear(&mut self) {
        self.0.clear();
    }

    fn text(&mut self, text: Cow<'a, str>) {
        self.0.name.text(text);
    }

    fn object(&mut self, scanner: &mut Scanner<'a>) -> Result<(), ScanError> {
        self.0.object(scanner)
    }
}

impl<'a> Line<'a> {
    /// Reads a line in place of what was read before; the error says what is wrong and where.
    pub(crate) fn parse(&mut self, line: &'a [u8]) -> Result<(), String> {
        self.clear();
        if line.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err("the line is no JSON object".to_owned());
        }
        // Checked once as a whole, its strings need not be checked one by one.
        let mut scanner = Scanner::new(std::str::from_utf8(line).map_err(|error| error.to_string())?);
        self.object(&mut scanner).and_then(|()| scanner.end()).map_err(|error| error.to_string())
    }

    /// The record's identifier.
    pub(crate) fn id(&self) -> Option<&str> {
        self.record_id.get()
    }

    /// The text that matching looks at, and what could not be read, in words.
    pub(crate) fn raw(&self) -> (Raw<'_>, Vec<String>) {
        let nested = &self.profile;
        let basics = if self.basics.is_empty() { &nested.basics } else { &self.basics };
        let either = |left: &'_ Text<'_>, right: &'_ Text<'_>| -> bool { left.get().is_some() || right.get().is_none() };
        let pick = |left, right| if either(left, right) { left.get() } else { right.get() };
        let mut crooked = Vec::new();
        let mut month = |text: &Text<'_>| {
            let text = text.get()?;
            let read = Month::parse(text);
            if read.is_none() && !is_open(text) {
                crooked.push(format!("`{}` is no date", text.chars().take(40).collect::<String>()));
            }
            read
        };
        let jobs = self.work.iter().chain(nested.work.iter()).map(|job| RawJob {
            employer: job.name.get().unwrap_or_default(),
            title: job.position.get().unwrap_or_default(),
            start: month(&job.start),
            end: month(&job.end),
        });
        let jobs = jobs.collect();
        let studies = self.education.iter().chain(nested.education.iter()).map(|study| RawStudy {
            school: study.institution.get().unwrap_or_default(),
            area: study.area.get().unwrap_or_default(),
            degree: study.degree.get().unwrap_or_default(),
            end: month(&study.end),
        });
        let studies = studies.collect();
        let emails = texts(&[&basics.email, &basics.emails, &self.email]);
        for email in &emails {
            if crate::email::is_crooked(email) {
                crooked.push(format!("`{}` is no e-mail address", email.chars().take(80).collect::<String>()));
            }
        }
        let raw = Raw {
            name: pick(&basics.name, &self.name),
            given: pick(&basics.given, &self.given),
            family: pick(&basics.family, &self.family),
            emails,
            phones: texts(&[&basics.phone, &basics.phones, &self.phone]),
            links: basics.url.get().into_iter().chain(basics.profiles.iter().filter_map(|social| social.url.get())).collect(),
            label: basics.label.get(),
            address: pick(&basics.location.address, &self.street),
            postcode: pick(&basics.location.postcode, &self.postcode),
            city: pick(&basics.location.city, &self.city),
            country: pick(&basics.location.country, &self.country),
            region: pick(&basics.location.region, &self.region),
            birth: pick(&basics.birth, &self.birth).map(Cow::Borrowed),
            numbers: texts(&[&self.number]),
            jobs,
            studies,
            skills: skills(&self.skills, &nested.skills),
        };
        (raw, crooked)
    }
}

impl Basics<'_> {
    fn is_empty(&self) -> bool {
        self.name.get().is_none()
            && self.given.get().is_none()
            && self.family.get().is_none()
            && self.email.length == 0
            && self.phone.length == 0
    }
}

/// Words for an end that has not come.
fn is_open(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "present" | "current" | "now" | "today" | "ongoing" | "null")
}

fn texts<'a>(lists: &[&'a List<Text<'a>>]) -> Vec<&'a str> {
    let mut texts = Vec::with_capacity(lists.iter().map(|list| list.length).sum());
    for list in lists {
        texts.extend(list.iter().filter_map(Text::get));
    }
    texts
}

fn skills<'a>(own: &'a List<Skill<'a>>, nested: &'a List<Skill<'a>>) -> Vec<&'a str> {
    let mut skills = Vec::with_capacity(own.length + nested.length);
    for Skill(skill) in own.iter().chain(nested.iter()) {
        match skill.keywords.length {
            0 => skills.extend(skill.name.get()),
            _ => skills.extend(skill.keywords.iter().filter_map(Text::get)),
        }
    }
    skills
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Form;

    fn parsed(line: &[u8]) -> Line<'_> {
        let mut read = Line::default();
        // What an earlier line left behind must not show.
        let before = br#"{"id": "before", "name": "Max", "basics": {"name": "Max", "emails": ["a@example.org", "b@example.org"]}, "skills": ["A", "B", "C"],
            "work": [{"name": "Before", "startDate": "2001"}, {"name": "Before"}], "phone": ["1", "2"], "profile": {"basics": {"email": "c@example.org"}}}"#;
        read.parse(before).expect("an object");
        read.parse(line).expect("an object");
        read
    }

    #[test]
    fn crooked_values_cost_themselves_and_are_told() {
        let line = br#"{"record_id": 7, "basics": {"name": "Jane Example", "email": "nobody", "phone": 5, "emails": ["jane@example.org", null, {}],
            "location": "Berlin", "profiles": {"url": "https://github.com/jane"}}, "work": [{"name": "Acme", "startDate": "Fall 2012", "endDate": "present"}, 3],
            "education": null, "skills": ["Rust", {"name": "Tools", "keywords": ["Git"]}, false], "unknown": [[1]]}"#;
        let line = parsed(line);
        assert_eq!(line.id(), Some("7"));
        let (raw, crooked) = line.raw();
        assert_eq!(crooked, ["`Fall 2012` is no date", "`nobody` is no e-mail address"]);
        let form = Form::of(&raw);
        assert_eq!((form.emails.len(), form.links.len(), form.jobs.len(), form.skills.len()), (1, 1, 1, 2));
    }

    #[test]
    fn nested_and_flat_records_read_alike() {
        let nested = parsed(br#"{"record": "a", "profile": {"basics": {"name": "Jane Example"}}}"#);
        assert_eq!(nested.raw().0.name, Some("Jane Example"));
        let flat = parsed(
            br#"{"rec_id": "rec-1", "given_name": "jane", "surname": "example", "date_of_birth": "19560409", "soc_sec_id": 1804974}"#,
        );
        let (raw, _) = flat.raw();
        assert_eq!(
            (raw.given, raw.family, raw.birth.as_deref(), raw.numbers),
            (Some("jane"), Some("example"), Some("19560409"), vec!["1804974"])
        );
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for line in [&b"[1]"[..], b"", b"{", b"\"text\"", b"{\"a\": }", b"{} {}"] {
            assert!(Line::default().parse(line).is_err(), "{line:?}");
        }
    }
}
