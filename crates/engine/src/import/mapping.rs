//! Which column, or which value of a JSON object, is which field of a profile.

use serde_json::{Map, Value, json};

/// Fields that a column may be mapped to, with the headers under which they usually go, letters and digits alone.
const FIELDS: [(&str, &[&str]); 30] = [
    ("id", &["recordid", "contactid", "personid", "candidateid", "externalid", "uuid", "key", "nr", "no"]),
    ("name", &["fullname", "displayname", "contactname", "candidatename", "contact"]),
    ("givenName", &["firstname", "forename", "given", "vorname", "prenom", "nombre", "first"]),
    ("familyName", &["lastname", "surname", "family", "nachname", "nom", "apellido", "apellidos", "last"]),
    ("email", &["emailaddress", "mail", "primaryemail", "workemail", "personalemail", "email1", "email2", "emails"]),
    (
        "phone",
        &[
            "phonenumber",
            "mobile",
            "mobilephone",
            "cell",
            "tel",
            "telephone",
            "telefon",
            "phone1",
            "phone2",
            "phones",
            "workphone",
            "homephone",
        ],
    ),
    ("label", &["headline", "jobtitle", "currenttitle", "title", "position", "role"]),
    ("summary", &["about", "bio", "notes"]),
    ("url", &["website", "homepage", "web"]),
    ("linkedin", &["linkedinurl", "linkedinprofile"]),
    ("github", &["githuburl", "githubprofile"]),
    ("address", &["street", "streetaddress", "address1", "mailingstreet", "strasse"]),
    ("postalCode", &["postcode", "zip", "zipcode", "plz", "mailingpostalcode"]),
    ("city", &["town", "ort", "stadt", "ville", "mailingcity", "suburb"]),
    ("region", &["state", "province", "mailingstate"]),
    ("countryCode", &["country", "land", "mailingcountry"]),
    ("birthDate", &["dateofbirth", "dob", "birthday"]),
    ("employer", &["company", "companyname", "organization", "organisation", "currentcompany", "currentemployer", "accountname"]),
    ("jobTitle", &["employertitle"]),
    ("jobStart", &["jobstartdate", "hiredate"]),
    ("jobEnd", &["jobenddate"]),
    ("school", &["university", "college", "institution"]),
    ("degree", &["studytype", "qualification"]),
    ("area", &["major", "fieldofstudy"]),
    ("studyEnd", &["graduationyear", "graduationdate", "graduated"]),
    ("skills", &["skill", "keywords", "competencies"]),
    ("languages", &["language"]),
    ("tags", &["tag", "labels", "segments"]),
    ("updatedAt", &["lastmodified", "lastmodifieddate", "modified", "updated", "updatedon"]),
    ("ignore", &[]),
];

/// Which column goes where. What is not mapped by hand goes by its header.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping {
    fields: Vec<(&'static str, String)>,
}

/// Why a mapping cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidMapping {
    /// It does not have the form `field=column`.
    #[error("`{0}` is no mapping; write field=column, such as email=\"Work mail\" or email=/contact/mail")]
    Shape(String),
    /// There is no such field.
    #[error("`{field}` is no field; there are {known}")]
    Field {
        /// As given.
        field: String,
        /// All there are.
        known: String,
    },
}

impl Mapping {
    /// Reads `field=column`, one each. For JSON, a column is a member's name or an RFC 6901 pointer.
    pub fn parse(texts: &[String]) -> Result<Self, InvalidMapping> {
        let mut fields = Vec::new();
        for text in texts {
            let shape = || InvalidMapping::Shape(text.clone());
            let (field, column) = text.split_once('=').filter(|(_, column)| !column.is_empty()).ok_or_else(shape)?;
            let known = FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(field.trim()));
            let unknown = || InvalidMapping::Field { field: field.to_owned(), known: FIELDS.map(|(field, _)| field).join(", ") };
            fields.push((known.ok_or_else(unknown)?.0, column.to_owned()));
        }
        Ok(Self { fields })
    }

    /// Whether anything was mapped by hand.
    pub(super) fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The field of each column of a table.
    pub(super) fn of_header(&self, header: &[String]) -> Vec<Option<&'static str>> {
        header.iter().map(|column| self.of_column(column)).collect()
    }

    /// Columns that were mapped by hand and are not there.
    pub(super) fn missing<'m>(&'m self, header: &[String]) -> impl Iterator<Item = &'m str> {
        let there = |column: &str| header.iter().any(|known| known.trim() == column.trim());
        let missing: Vec<&str> = self.fields.iter().map(|(_, column)| column.as_str()).filter(|column| !there(column)).collect();
        missing.into_iter()
    }

    fn of_column(&self, column: &str) -> Option<&'static str> {
        if let Some((field, _)) = self.fields.iter().find(|(_, own)| own.trim() == column.trim()) {
            return Some(field);
        }
        let bare: String = column.chars().filter(char::is_ascii_alphanumeric).map(|symbol| symbol.to_ascii_lowercase()).collect();
        let usual = FIELDS.iter().find(|(field, usual)| field.eq_ignore_ascii_case(&bare) || usual.contains(&bare.as_str()))?.0;
        // What is mapped by hand comes from there alone, but for what a person may have several of.
        let taken = self.fields.iter().any(|(field, _)| *field == usual) && !matches!(usual, "email" | "phone" | "skills");
        (!taken).then_some(usual)
    }

    /// The values of an object: by the pointers mapped by hand, and its other members by their names.
    pub(super) fn of_object(&self, object: &Map<String, Value>) -> Vec<(&'static str, String)> {
        let whole = Value::Object(object.clone());
        let mut found = Vec::new();
        for (field, column) in &self.fields {
            let value = if column.starts_with('/') { whole.pointer(column) } else { object.get(column) };
            found.extend(value.into_iter().flat_map(texts).map(|text| (*field, text)));
        }
        for (name, value) in object {
            if let Some(field) = self.of_column(name).filter(|_| !self.fields.iter().any(|(_, column)| column == name)) {
                found.extend(texts(value).into_iter().map(|text| (field, text)));
            }
        }
        found
    }
}

/// The text of a value, or of each member of a list.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().filter(|value| !value.is_array()).flat_map(texts).collect(),
        _ => Vec::new(),
    }
}

/// What a flat row says, in the shape of JSON Resume.
#[derive(Debug, Default)]
pub(super) struct Flat {
    pub(super) id: Option<String>,
    pub(super) profile: Value,
    pub(super) tags: Vec<String>,
}

/// The values of a row, by field.
#[derive(Clone, Copy)]
struct Values<'v>(&'v [(&'static str, String)]);

impl<'v> Values<'v> {
    fn of(self, wanted: &str) -> Vec<&'v str> {
        let values = self.0.iter().filter(|(field, _)| *field == wanted).map(|(_, text)| text.trim());
        values.filter(|text| !text.is_empty()).collect()
    }

    fn first(self, wanted: &str) -> Option<&'v str> {
        self.of(wanted).into_iter().next()
    }

    /// The parts of all values of a field.
    fn several(self, wanted: &str, separators: &[char]) -> Vec<&'v str> {
        let parts = self.of(wanted).into_iter().flat_map(|text| text.split(separators)).map(str::trim);
        parts.filter(|text| !text.is_empty()).collect()
    }

    /// An object of the values that are there; none where there is none.
    fn object(self, members: &[(&str, &str)]) -> Option<Map<String, Value>> {
        let found = members.iter().filter_map(|(name, field)| Some(((*name).to_owned(), Value::from(self.first(field)?))));
        Some(found.collect::<Map<_, _>>()).filter(|members| !members.is_empty())
    }

    fn accounts(self) -> Vec<Value> {
        let of = |network: &str, field| self.of(field).into_iter().map(|url| json!({"network": network, "url": url})).collect::<Vec<_>>();
        [of("LinkedIn", "linkedin"), of("GitHub", "github")].concat()
    }

    /// The whole name, or its parts put together.
    fn name(self) -> Option<String> {
        let parts: Vec<&str> = self.first("givenName").into_iter().chain(self.first("familyName")).collect();
        self.first("name").map(str::to_owned).or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
    }

    fn job(self) -> Option<Map<String, Value>> {
        let mut job = self.object(&[("name", "employer"), ("position", "jobTitle"), ("startDate", "jobStart"), ("endDate", "jobEnd")])?;
        if let Some(title) = self.first("label") {
            job.entry("position").or_insert_with(|| title.into());
        }
        Some(job)
    }
}

/// Brings the values of a row into the shape of JSON Resume.
pub(super) fn unfold(values: &[(&'static str, String)]) -> Flat {
    const WORDS: [char; 3] = [';', ',', '\n'];
    // Numbers are written with commas here and there.
    const NUMBERS: [char; 2] = [';', '\n'];
    let values = Values(values);
    let place =
        [("address", "address"), ("postalCode", "postalCode"), ("city", "city"), ("region", "region"), ("countryCode", "countryCode")];
    let study = [("institution", "school"), ("studyType", "degree"), ("area", "area"), ("endDate", "studyEnd")];
    let named = |field: &str, name: &str| values.several(field, &WORDS).into_iter().map(|text| json!({ name: text })).collect::<Vec<_>>();
    let profile = json!({
        "basics": {
            "name": values.name(),
            "givenName": values.first("givenName"),
            "familyName": values.first("familyName"),
            "label": values.first("label"),
            "summary": values.first("summary"),
            "url": values.first("url"),
            "emails": values.several("email", &WORDS),
            "phones": values.several("phone", &NUMBERS),
            "location": values.object(&place),
            "profiles": values.accounts(),
            "personal": values.first("birthDate").map(|date| json!({"birthDate": date})),
        },
        "work": values.job().into_iter().collect::<Vec<_>>(),
        "education": values.object(&study).into_iter().collect::<Vec<_>>(),
        "skills": named("skills", "name"),
        "languages": named("languages", "language"),
        "meta": {"lastModified": values.first("updatedAt")},
    });
    let tags = values.several("tags", &WORDS).into_iter().map(str::to_owned).collect();
    Flat { id: values.first("id").map(str::to_owned), profile, tags }
}
