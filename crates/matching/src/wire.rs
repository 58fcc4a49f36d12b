//! One JSON line as it comes: read with patience, so that a crooked value costs itself and not its record.
//!
//! A value of the wrong type reads as absent, a number where a text belongs as its digits, a single thing where a list belongs
//! as a list of one. Only what is no JSON object at all is an error.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::raw::{Month, Raw, RawJob, RawStudy};

/// What can be read from any JSON value.
pub(crate) trait Patient<'de>: Default {
    /// From a text or the digits of a number.
    fn of_text(text: Cow<'de, str>) -> Self {
        let _ = text;
        Self::default()
    }

    /// From an object.
    fn of_map<A: MapAccess<'de>>(mut map: A) -> Result<Self, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }

    /// From an array.
    fn of_seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Self::default())
    }
}

/// A value read with patience.
#[derive(Debug, Clone, Default)]
pub(crate) struct Any<T>(pub(crate) T);

impl<'de, T: Patient<'de>> Deserialize<'de> for Any<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor(PhantomData)).map(Any)
    }
}

struct AnyVisitor<T>(PhantomData<T>);

impl<'de, T: Patient<'de>> Visitor<'de> for AnyVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<T, E> {
        Ok(T::of_text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        Ok(T::of_text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<T, E> {
        Ok(T::of_text(Cow::Owned(number.to_string())))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<T, E> {
        Ok(T::of_text(Cow::Owned(number.to_string())))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_unit<E: Error>(self) -> Result<T, E> {
        Ok(T::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::of_map(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        T::of_seq(seq)
    }
}

/// A text, where there is one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text<'a>(Option<Cow<'a, str>>);

impl<'de> Patient<'de> for Text<'de> {
    fn of_text(text: Cow<'de, str>) -> Self {
        Self(Some(text))
    }
}

impl Text<'_> {
    fn get(&self) -> Option<&str> {
        self.0.as_deref().map(str::trim).filter(|text| !text.is_empty())
    }
}

/// A list; a single thing is a list of one.
#[derive(Debug, Clone)]
pub(crate) struct List<T>(Vec<T>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<'de, T: Patient<'de>> Patient<'de> for List<T> {
    fn of_text(text: Cow<'de, str>) -> Self {
        Self(vec![T::of_text(text)])
    }

    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        T::of_map(map).map(|one| Self(vec![one]))
    }

    fn of_seq<A: SeqAccess<'de>>(mut seq: A) -> Result<Self, A::Error> {
        let mut all = Vec::new();
        while let Some(Any(one)) = seq.next_element()? {
            // A record is one person; what lists thousands of things is cut.
            if all.len() < 100 {
                all.push(one);
            }
        }
        Ok(Self(all))
    }
}

/// Declares an object whose fields are read with patience; the first name is ours, others are accepted as well.
macro_rules! object {
    ($name:ident { $($field:ident: $type:ty = $($key:literal)|+),+ $(,)? }) => {
        #[derive(Debug, Clone, Default)]
        pub(crate) struct $name<'de> {
            $($field: $type,)+
            _life: PhantomData<&'de ()>,
        }

        impl<'de> Patient<'de> for $name<'de> {
            fn of_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
                struct Keys;
                impl<'de> Visitor<'de> for Keys {
                    type Value = $name<'de>;

                    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                        let mut read = $name::default();
                        while let Some(key) = map.next_key::<Key<'de>>()? {
                            match &*key.0 {
                                $($($key)|+ => read.$field = map.next_value::<Any<$type>>()?.0,)+
                                _ => { map.next_value::<IgnoredAny>()?; }
                            }
                        }
                        Ok(read)
                    }
                }
                MapAccessDeserializer::new(map).deserialize_any(Keys)
            }
        }
    };
}

/// A key, borrowed where it can be.
struct Key<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

object!(Line {
    record_id: Text<'de> = "record_id" | "id" | "record" | "rec_id",
    basics: Basics<'de> = "basics",
    work: List<Work<'de>> = "work",
    education: List<Education<'de>> = "education",
    skills: List<Skill<'de>> = "skills",
    profile: Nested<'de> = "profile",
    name: Text<'de> = "name" | "full_name",
    given: Text<'de> = "given_name" | "first_name" | "givenName" | "firstName",
    family: Text<'de> = "surname" | "last_name" | "family_name" | "familyName" | "lastName",
    email: List<Text<'de>> = "email" | "emails",
    phone: List<Text<'de>> = "phone" | "phones" | "phone_number",
    birth: Text<'de> = "date_of_birth" | "birth_date" | "birthDate" | "dob",
    number: List<Text<'de>> = "soc_sec_id" | "ssn" | "national_id" | "employee_id",
    street: Text<'de> = "address_1" | "address" | "street",
    city: Text<'de> = "city" | "suburb" | "town",
    postcode: Text<'de> = "postcode" | "postal_code" | "zip",
    country: Text<'de> = "country" | "country_code",
});

object!(Nested {
    basics: Basics<'de> = "basics",
    work: List<Work<'de>> = "work",
    education: List<Education<'de>> = "education",
    skills: List<Skill<'de>> = "skills",
});

object!(Basics {
    name: Text<'de> = "name",
    given: Text<'de> = "givenName" | "firstName" | "given_name" | "first_name",
    family: Text<'de> = "familyName" | "lastName" | "family_name" | "last_name",
    email: List<Text<'de>> = "email",
    emails: List<Text<'de>> = "emails",
    phone: List<Text<'de>> = "phone",
    phones: List<Text<'de>> = "phones",
    url: Text<'de> = "url",
    label: Text<'de> = "label",
    location: Location<'de> = "location",
    profiles: List<Social<'de>> = "profiles",
    birth: Text<'de> = "birthDate" | "birth_date" | "dateOfBirth" | "date_of_birth",
});

object!(Location {
    address: Text<'de> = "address",
    postcode: Text<'de> = "postalCode",
    city: Text<'de> = "city",
    country: Text<'de> = "countryCode" | "country",
});

object!(Social {
    url: Text<'de> = "url",
});

object!(Work {
    name: Text<'de> = "name" | "company" | "employer",
    position: Text<'de> = "position" | "title",
    start: Text<'de> = "startDate",
    end: Text<'de> = "endDate",
});

object!(Education {
    institution: Text<'de> = "institution" | "school",
    area: Text<'de> = "area",
    degree: Text<'de> = "studyType" | "degree",
    end: Text<'de> = "endDate",
});

/// A skill: an object, or just its name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Skill<'a> {
    name: Text<'a>,
    keywords: Vec<Text<'a>>,
}

object!(SkillObject {
    name: Text<'de> = "name",
    keywords: List<Text<'de>> = "keywords",
});

impl<'de> Patient<'de> for Skill<'de> {
    fn of_text(text: Cow<'de, str>) -> Self {
        Self { name: Text(Some(text)), keywords: Vec::new() }
    }

    fn of_map<A: MapAccess<'de>>(map: A) -> Result<Self, A::Error> {
        let object = SkillObject::of_map(map)?;
        Ok(Self { name: object.name, keywords: object.keywords.0 })
    }
}

impl Line<'_> {
    /// Reads a line; the error says what is wrong and where.
    pub(crate) fn parse(line: &[u8]) -> Result<Line<'_>, String> {
        if line.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'{') {
            return Err("the line is no JSON object".to_owned());
        }
        // Checked once as a whole, its strings need not be checked one by one.
        let line = std::str::from_utf8(line).map_err(|error| error.to_string())?;
        serde_json::from_str::<Any<Line<'_>>>(line).map(|line| line.0).map_err(|error| error.to_string())
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
        let jobs = self.work.0.iter().chain(&nested.work.0).map(|job| RawJob {
            employer: job.name.get().unwrap_or_default(),
            title: job.position.get().unwrap_or_default(),
            start: month(&job.start),
            end: month(&job.end),
        });
        let jobs = jobs.collect();
        let studies = self.education.0.iter().chain(&nested.education.0).map(|study| RawStudy {
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
            links: basics.url.get().into_iter().chain(basics.profiles.0.iter().filter_map(|social| social.url.get())).collect(),
            label: basics.label.get(),
            address: pick(&basics.location.address, &self.street),
            postcode: pick(&basics.location.postcode, &self.postcode),
            city: pick(&basics.location.city, &self.city),
            country: pick(&basics.location.country, &self.country),
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
            && self.email.0.is_empty()
            && self.phone.0.is_empty()
    }
}

/// Words for an end that has not come.
fn is_open(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "present" | "current" | "now" | "today" | "ongoing" | "null")
}

fn texts<'a>(lists: &[&'a List<Text<'a>>]) -> Vec<&'a str> {
    lists.iter().flat_map(|list| list.0.iter().filter_map(Text::get)).collect()
}

fn skills<'a>(own: &'a List<Skill<'a>>, nested: &'a List<Skill<'a>>) -> Vec<&'a str> {
    let each = own.0.iter().chain(&nested.0);
    each.flat_map(|skill| skill.keywords.iter().filter_map(Text::get).chain(skill.name.get().filter(|_| skill.keywords.is_empty())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::Form;

    #[test]
    fn crooked_values_cost_themselves_and_are_told() {
        let line = br#"{"record_id": 7, "basics": {"name": "Jane Example", "email": "nobody", "phone": 5, "emails": ["jane@example.org", null, {}],
            "location": "Berlin", "profiles": {"url": "https://github.com/jane"}}, "work": [{"name": "Acme", "startDate": "Fall 2012", "endDate": "present"}, 3],
            "education": null, "skills": ["Rust", {"name": "Tools", "keywords": ["Git"]}, false], "unknown": [[1]]}"#;
        let line = Line::parse(line).expect("an object");
        assert_eq!(line.id(), Some("7"));
        let (raw, crooked) = line.raw();
        assert_eq!(crooked, ["`Fall 2012` is no date", "`nobody` is no e-mail address"]);
        let form = Form::of(&raw);
        assert_eq!((form.emails.len(), form.links.len(), form.jobs.len(), form.skills.len()), (1, 1, 1, 2));
    }

    #[test]
    fn nested_and_flat_records_read_alike() {
        let nested = Line::parse(br#"{"record": "a", "profile": {"basics": {"name": "Jane Example"}}}"#).expect("an object");
        assert_eq!(nested.raw().0.name, Some("Jane Example"));
        let flat = Line::parse(
            br#"{"rec_id": "rec-1", "given_name": "jane", "surname": "example", "date_of_birth": "19560409", "soc_sec_id": 1804974}"#,
        );
        let flat = flat.expect("an object");
        let (raw, _) = flat.raw();
        assert_eq!(
            (raw.given, raw.family, raw.birth.as_deref(), raw.numbers),
            (Some("jane"), Some("example"), Some("19560409"), vec!["1804974"])
        );
    }

    #[test]
    fn what_is_no_object_is_an_error() {
        for line in [&b"[1]"[..], b"", b"{", b"\"text\"", b"{\"a\": }", b"{} {}"] {
            assert!(Line::parse(line).is_err(), "{line:?}");
        }
    }
}
