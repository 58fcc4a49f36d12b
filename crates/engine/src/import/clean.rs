//! A profile out of JSON that somebody else wrote: what does not fit costs itself, and is told.

use serde_json::{Map, Value};
use vitae_model::{CountryCode, Email, PartialDate, Phone, Profile};

/// Most characters of a value that is told.
const TOLD: usize = 60;

/// Makes a profile of JSON in the shape of JSON Resume, and says which values could not be used.
pub(super) fn profile(mut value: Value, region: Option<CountryCode>) -> Result<(Profile, Vec<String>), String> {
    let mut notes = Vec::new();
    let Some(profile) = value.as_object_mut() else { return Err("the row is no JSON object".to_owned()) };
    drop_nulls(profile);
    if let Some(Value::Object(basics)) = profile.get_mut("basics") {
        tidy_basics(basics, region, &mut notes);
    }
    tidy_lists(profile, &mut notes);
    let profile: Profile = serde_json::from_value(value).map_err(|error| error.to_string())?;
    Ok((profile, notes))
}

/// Drops members without a value, as deep as a profile goes.
fn drop_nulls(object: &mut Map<String, Value>) {
    let mut waiting = vec![object];
    while let Some(object) = waiting.pop() {
        object.retain(|_, value| !value.is_null());
        for value in object.values_mut() {
            match value {
                Value::Object(inner) => waiting.push(inner),
                Value::Array(values) => {
                    values.retain(|value| !value.is_null());
                    waiting.extend(values.iter_mut().filter_map(Value::as_object_mut));
                }
                _ => {}
            }
        }
    }
}

fn tidy_basics(basics: &mut Map<String, Value>, region: Option<CountryCode>, notes: &mut Vec<String>) {
    for (other, own) in [("firstName", "givenName"), ("lastName", "familyName"), ("first_name", "givenName"), ("last_name", "familyName")] {
        if let Some(value) = basics.remove(other) {
            basics.entry(own).or_insert(value);
        }
    }
    for name in ["name", "givenName", "familyName", "label", "url", "summary", "image", "phone"] {
        as_text(basics, name);
    }
    if basics.get("name").is_none() {
        let parts: Vec<&str> = ["givenName", "familyName"].iter().filter_map(|part| basics.get(*part)?.as_str()).collect();
        let name = parts.join(" ");
        if !name.is_empty() {
            basics.insert("name".to_owned(), name.into());
        }
    }
    tidy_emails(basics, notes);
    tidy_phones(basics, region, notes);
    if let Some(Value::String(city)) = basics.get("location").cloned() {
        basics.insert("location".to_owned(), serde_json::json!({ "city": city }));
    }
    if let Some(Value::Object(location)) = basics.get_mut("location") {
        tidy_country(location);
    }
    if let Some(Value::Object(personal)) = basics.get_mut("personal") {
        tidy_date(personal, "birthDate", notes);
    }
}

/// All addresses, the best first, where they are addresses.
fn tidy_emails(basics: &mut Map<String, Value>, notes: &mut Vec<String>) {
    let mut emails: Vec<Email> = Vec::new();
    for text in taken(basics, "email").into_iter().chain(taken(basics, "emails")) {
        match Email::parse(&text) {
            Ok(email) if emails.contains(&email) => {}
            Ok(email) => emails.push(email),
            Err(_) => notes.push(format!("`{}` is no e-mail address", short(&text))),
        }
    }
    if let Some(first) = emails.first() {
        basics.insert("email".to_owned(), first.as_str().into());
        basics.insert("emails".to_owned(), emails.iter().map(Email::as_str).collect());
    }
}

/// All numbers that are numbers; the first also as it was written.
fn tidy_phones(basics: &mut Map<String, Value>, region: Option<CountryCode>, notes: &mut Vec<String>) {
    let country = basics.get("location").and_then(|location| location.get("countryCode")?.as_str()?.parse().ok());
    let written: Vec<String> = taken(basics, "phone").into_iter().chain(taken(basics, "phones")).collect();
    let mut phones: Vec<Phone> = Vec::new();
    for text in &written {
        match Phone::parse(text, country.or(region)) {
            Ok(phone) if phones.contains(&phone) => {}
            Ok(phone) => phones.push(phone),
            Err(_) => notes.push(format!("`{}` is no telephone number that can be called from abroad; name the region", short(text))),
        }
    }
    if let Some(first) = written.into_iter().next() {
        basics.insert("phone".to_owned(), first.into());
    }
    basics.insert("phones".to_owned(), phones.iter().map(Phone::as_str).collect());
}

/// A country that is no code goes to the region, where that is free: it is not lost.
fn tidy_country(location: &mut Map<String, Value>) {
    for name in ["address", "postalCode", "city", "region"] {
        as_text(location, name);
    }
    for name in ["countryCode", "country"] {
        let Some(Value::String(text)) = location.remove(name) else { continue };
        match CountryCode::parse(text.trim()) {
            Ok(code) => drop(location.insert("countryCode".to_owned(), code.as_str().into())),
            Err(_) => drop(location.entry("region").or_insert(text.into())),
        }
    }
}

/// Entries of lists: dates that are dates, texts where texts belong, skills and languages that are mere words.
fn tidy_lists(profile: &mut Map<String, Value>, notes: &mut Vec<String>) {
    for (list, name) in [("skills", "name"), ("languages", "language"), ("interests", "name")] {
        if let Some(Value::Array(entries)) = profile.get_mut(list) {
            for entry in entries.iter_mut().filter(|entry| entry.is_string()) {
                *entry = serde_json::json!({ name: entry.take() });
            }
        }
    }
    for value in profile.values_mut() {
        let Value::Array(entries) = value else { continue };
        entries.retain(Value::is_object);
        for entry in entries.iter_mut().filter_map(Value::as_object_mut) {
            for (other, own) in [("company", "name"), ("employer", "name"), ("title", "position"), ("school", "institution")] {
                let is_job = own != "position" || entry.contains_key("startDate") || entry.contains_key("name");
                if is_job
                    && entry.get(own).is_none()
                    && let Some(value) = entry.remove(other)
                {
                    entry.insert(own.to_owned(), value);
                }
            }
            for name in ["startDate", "endDate", "date", "releaseDate"] {
                tidy_date(entry, name, notes);
            }
        }
    }
}

/// Keeps what a date tells: `2019`, `2019-04`, `2019-04-30`, a time of day aside.
fn tidy_date(entry: &mut Map<String, Value>, name: &str, notes: &mut Vec<String>) {
    as_text(entry, name);
    let Some(Value::String(text)) = entry.get(name) else {
        entry.remove(name);
        return;
    };
    let day = text.trim().split(['T', ' ']).next().unwrap_or_default();
    match day.parse::<PartialDate>() {
        Ok(date) => drop(entry.insert(name.to_owned(), date.to_string().into())),
        Err(_) => {
            if !matches!(text.trim().to_lowercase().as_str(), "" | "present" | "current" | "now" | "today") {
                notes.push(format!("`{}` is no date of the form YYYY, YYYY-MM or YYYY-MM-DD", short(text)));
            }
            entry.remove(name);
        }
    }
}

/// Numbers as their digits; what is no text at all goes.
fn as_text(object: &mut Map<String, Value>, name: &str) {
    let text = match object.get(name) {
        Some(Value::String(text)) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(_) => None,
        None => return,
    };
    match text {
        Some(text) => drop(object.insert(name.to_owned(), text.into())),
        None => drop(object.remove(name)),
    }
}

/// Takes the texts of a member out: one, or a list of them, or of objects that hold them as `value`.
fn taken(object: &mut Map<String, Value>, name: &str) -> Vec<String> {
    let text = |value: Value| match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(mut inner) => inner.remove("value").and_then(|value| value.as_str().map(str::to_owned)),
        _ => None,
    };
    let values = match object.remove(name) {
        Some(Value::Array(values)) => values,
        Some(value) => vec![value],
        None => Vec::new(),
    };
    let texts = values.into_iter().filter_map(text);
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn short(text: &str) -> String {
    text.chars().take(TOLD).collect()
}
