//! The values of a profile, in the order they are shown, each with the places it was read.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use vitae_model::{Evidence, Extraction};

use super::colour::Colour;

/// One value of a profile.
#[derive(Debug)]
pub(super) struct Value<'a> {
    /// The part of the profile, such as `work`.
    pub(super) part: &'static str,
    /// The entry within that part.
    pub(super) entry: Option<usize>,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) colour: Colour,
    /// Where it was read; nowhere for what was told from other values.
    pub(super) evidence: Vec<&'a Evidence>,
}

/// The parts in the order shown, with their titles.
const PARTS: [(&str, &str); 14] = [
    ("basics", "Person"),
    ("work", "Work"),
    ("volunteer", "Volunteer work"),
    ("education", "Education"),
    ("skills", "Skills"),
    ("languages", "Languages"),
    ("certificates", "Certificates"),
    ("projects", "Projects"),
    ("publications", "Publications"),
    ("awards", "Awards"),
    ("interests", "Interests"),
    ("references", "References"),
    ("sections", "More"),
    ("meta", "Told from the whole"),
];

/// Fields in the order shown, with their labels; a field that is not listed comes last under its own name.
const FIELDS: [(&str, &str); 69] = [
    ("name", "name"),
    ("givenName", "given name"),
    ("familyName", "family name"),
    ("honorifics", "honorific"),
    ("title", "title"),
    ("label", "headline"),
    ("position", "title"),
    ("organization", "organisation"),
    ("institution", "school"),
    ("studyType", "degree"),
    ("area", "field"),
    ("normalizedTitle", "occupation"),
    ("level", "level"),
    ("institutionCountry", "country of the school"),
    ("institutionDomain", "domain of the school"),
    ("email", "e-mail"),
    ("emails", "e-mail"),
    ("phone", "phone"),
    ("phones", "phone, E.164"),
    ("address", "address"),
    ("postalCode", "postal code"),
    ("city", "city"),
    ("region", "region"),
    ("countryCode", "country"),
    ("location", "place"),
    ("birthDate", "born"),
    ("birthPlace", "born in"),
    ("nationality", "nationality"),
    ("maritalStatus", "family"),
    ("drivingLicence", "licence"),
    ("image", "picture"),
    ("network", "network"),
    ("username", "user name"),
    ("profiles", "profile"),
    ("url", "link"),
    ("startDate", "from"),
    ("endDate", "until"),
    ("current", "goes on"),
    ("date", "date"),
    ("releaseDate", "date"),
    ("score", "grade"),
    ("issuer", "issuer"),
    ("awarder", "awarder"),
    ("publisher", "publisher"),
    ("entity", "for"),
    ("roles", "role"),
    ("type", "kind"),
    ("description", "about"),
    ("summary", "summary"),
    ("highlights", "point"),
    ("courses", "course"),
    ("keywords", "item"),
    ("language", "language"),
    ("rating", "of the highest"),
    ("firstMonth", "from"),
    ("lastMonth", "until"),
    ("months", "months"),
    ("fluency", "level"),
    ("cefr", "CEFR"),
    ("reference", "says"),
    ("lines", "line"),
    ("esco", "ESCO"),
    ("isco08", "ISCO-08"),
    ("monthsOfExperience", "months of work"),
    ("gaps", "months without work"),
    ("overlaps", "several jobs at once"),
    ("canonical", "address"),
    ("version", "version"),
    ("lastModified", "changed"),
];

/// The title of a part.
pub(super) fn title(part: &str) -> &'static str {
    PARTS.iter().find(|(name, _)| *name == part).map_or("", |(_, title)| *title)
}

/// The values of `extraction`'s profile.
pub(super) fn values(extraction: &Extraction) -> Vec<Value<'_>> {
    let Some(profile) = extraction.profile.as_ref().and_then(|profile| serde_json::to_value(profile).ok()) else {
        return Vec::new();
    };
    let mut places: BTreeMap<&str, Vec<&Evidence>> = BTreeMap::new();
    for evidence in &extraction.evidence {
        places.entry(evidence.pointer.as_str()).or_default().push(evidence);
    }
    let mut found = Vec::new();
    for (part, _) in PARTS {
        match &profile[part] {
            Json::Array(entries) => {
                for (index, entry) in entries.iter().enumerate() {
                    fields(&mut found, &places, part, Some(index), entry);
                }
            }
            Json::Null => {}
            whole => fields(&mut found, &places, part, None, whole),
        }
    }
    found
}

fn fields<'a>(
    found: &mut Vec<Value<'a>>,
    places: &BTreeMap<&str, Vec<&'a Evidence>>,
    part: &'static str,
    entry: Option<usize>,
    object: &Json,
) {
    let pointer = entry.map_or_else(|| format!("/{part}"), |index| format!("/{part}/{index}"));
    let mut leaves = Vec::new();
    gather(object, &pointer, &mut leaves);
    let mut shown: Vec<Value> = Vec::new();
    for (pointer, text) in leaves {
        let mut names = pointer.split('/').skip(if entry.is_some() { 3 } else { 2 });
        let (field, leaf) = (names.next().unwrap_or_default(), pointer.split('/').rfind(|name| name.parse::<usize>().is_err()));
        // What is kept beside a normal form only to be counted with says nothing to a reader.
        if matches!(leaf, Some("esco" | "score")) && part != "education" {
            continue;
        }
        let nested = matches!(field, "location" | "normalizedTitle" | "profiles" | "personal").then_some(leaf).flatten();
        let label = match (field, nested) {
            ("normalizedTitle", Some("label")) => "occupation".to_owned(),
            ("name", None) if part == "work" => "employer".to_owned(),
            (field, None) => label(field),
            (_, Some(leaf)) => label(leaf),
        };
        let told = places.get(pointer.as_str()).or_else(|| places.get(origin(&pointer, field).as_str()));
        let evidence = told.cloned().unwrap_or_default();
        let same = |other: &Value| other.text == text && other.label == label;
        if shown.iter().any(same) && matches!(field, "emails" | "phones") {
            continue;
        }
        shown.push(Value { part, entry, label, text, colour: Colour::of(part, field), evidence });
    }
    found.append(&mut shown);
}

/// Where the evidence of a part of a value stands, if not at `pointer` itself.
fn origin(pointer: &str, field: &str) -> String {
    match (field, pointer.rsplit_once('/')) {
        ("normalizedTitle", Some((parent, _))) => parent.to_owned(),
        ("profiles", Some((parent, _))) => format!("{parent}/url"),
        _ => String::new(),
    }
}

fn label(field: &str) -> String {
    FIELDS.iter().find(|(name, _)| *name == field).map_or_else(|| field.to_owned(), |(_, label)| (*label).to_owned())
}

fn rank(field: &str) -> usize {
    FIELDS.iter().position(|(name, _)| *name == field).unwrap_or(FIELDS.len())
}

/// The texts in `json`, with their pointers, in the order shown. A profile's nesting is bounded by its type.
fn gather(json: &Json, pointer: &str, out: &mut Vec<(String, String)>) {
    match json {
        Json::Null => {}
        Json::String(text) => out.push((pointer.to_owned(), text.clone())),
        Json::Bool(truth) => out.push((pointer.to_owned(), if *truth { "yes" } else { "no" }.to_owned())),
        Json::Number(number) if pointer.ends_with("/rating") => {
            out.push((pointer.to_owned(), format!("{:.0} %", number.as_f64().unwrap_or_default() * 100.0)));
        }
        Json::Number(number) => out.push((pointer.to_owned(), number.to_string())),
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                gather(item, &format!("{pointer}/{index}"), out);
            }
        }
        Json::Object(fields) => {
            let mut names: Vec<&String> = fields.keys().collect();
            names.sort_by_key(|name| rank(name));
            for name in names {
                gather(&fields[name], &format!("{pointer}/{name}"), out);
            }
        }
    }
}
