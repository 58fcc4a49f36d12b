//! A profile without what tells who somebody is: name, contact, photograph, links, and cues of gender and age.
//!
//! In: an extraction. Out: [`Blind`], which holds a profile and nothing of the source: no file name, no evidence, no notes.
//! Whole values go where they identify by nature; in prose, what identifies is replaced by a placeholder such as `[name]`.
//! Not here: deciding anything about a person; hiding what only the substance of a life tells (a rare employer, a known publication).

mod cue;
mod name;
mod other;
mod page;
mod text;
mod title;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;
use vitae_model::{Extraction, Format, Outcome, Profile, Sha256};

use text::{Kind, Scrubber};

pub use page::blocks;

/// What stays although it may tell something. Nothing, by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Keep {
    /// The years of studies, which tell the age.
    pub school_years: bool,
    /// City and region of residence; the country always stays.
    pub city: bool,
    /// Job titles as inflected by gender (`Krankenpflegerin`, `enfermera`).
    pub inflection: bool,
}

/// A document without its person: one line of `vitae redact`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blind {
    /// Names the bytes of the document, so that whoever has it finds back.
    pub sha256: Sha256,
    /// The kind of file.
    pub format: Format,
    /// Pages the document has.
    pub pages: u32,
    /// How reading ended.
    pub outcome: Outcome,
    /// What happened and what to do; absent when `outcome` is `parsed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What is left of the profile; absent where nothing was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// How many values or words were taken out, by what they tell.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<&'static str, usize>,
}

/// Takes out of `extraction` what tells who the person is.
#[must_use]
pub fn redact(extraction: &Extraction, keep: Keep) -> Blind {
    let mut removed = BTreeMap::new();
    let profile = extraction.profile.as_ref().map(|profile| blind(profile, keep, &mut removed));
    Blind {
        sha256: extraction.sha256,
        format: extraction.format,
        pages: extraction.pages,
        outcome: extraction.outcome,
        error: extraction.error.clone(),
        profile,
        removed,
    }
}

type Removed = BTreeMap<&'static str, usize>;

fn blind(profile: &Profile, keep: Keep, removed: &mut Removed) -> Profile {
    let scrubber = Scrubber::new(profile);
    let mut profile = profile.clone();
    drop_identity(&mut profile, keep, removed);
    if !keep.school_years {
        drop_school_years(&mut profile, removed);
    }
    if !keep.inflection {
        neutral_titles(&mut profile, removed);
    }
    let language = profile.meta.language.clone().unwrap_or_default();
    let mut value = serde_json::to_value(&profile).expect("a profile is JSON");
    walk(&mut value, "", &mut |field, text| {
        if !keep.inflection
            && matches!(field, "summary" | "highlights" | "studyType" | "lines" | "description" | "reference" | "courses")
            && let Some(neutral) = title::neutral_prose(text, &language)
        {
            *text = neutral;
            count(removed, "gender", 1);
        }
        scrub(&scrubber, field, text, removed)
    });
    serde_json::from_value(value).expect("only prose changed, and prose may be any text")
}

/// Clears the values that identify by nature.
fn drop_identity(profile: &mut Profile, keep: Keep, removed: &mut Removed) {
    let basics = &mut profile.basics;
    let names = [basics.name.take(), basics.given_name.take(), basics.family_name.take()];
    count(removed, "name", names.iter().flatten().count() + basics.honorifics.len());
    basics.honorifics.clear();
    count(removed, "photo", usize::from(basics.image.take().is_some()));
    count(removed, "email", usize::from(basics.email.take().is_some()) + basics.emails.len());
    basics.emails.clear();
    count(removed, "phone", usize::from(basics.phone.take().is_some()) + basics.phones.len());
    basics.phones.clear();
    count(removed, "link", usize::from(basics.url.take().is_some()) + basics.profiles.len());
    basics.profiles.clear();
    if let Some(location) = &mut basics.location {
        let mut dropped = usize::from(location.address.take().is_some()) + usize::from(location.postal_code.take().is_some());
        if !keep.city {
            dropped += usize::from(location.city.take().is_some()) + usize::from(location.region.take().is_some());
        }
        count(removed, "address", dropped);
    }
    if basics.location.as_ref().is_some_and(|location| *location == vitae_model::Location::default()) {
        basics.location = None;
    }
    if let Some(personal) = basics.personal.take() {
        count(removed, "age", usize::from(personal.birth_date.is_some()));
        count(removed, "origin", usize::from(personal.birth_place.is_some()) + usize::from(personal.nationality.is_some()));
        count(removed, "gender", usize::from(personal.marital_status.is_some()));
    }
    drop_links(profile, removed);
    // Who vouches is another person, with a name and often a telephone number.
    count(removed, "referee", profile.references.iter_mut().filter_map(|reference| reference.name.take()).count());
    profile.references.retain(|reference| reference.reference.is_some());
    profile.meta.canonical = None;
}

fn drop_links(profile: &mut Profile, removed: &mut Removed) {
    let mut urls: Vec<&mut Option<String>> = Vec::new();
    urls.extend(profile.work.iter_mut().map(|entry| &mut entry.url));
    urls.extend(profile.volunteer.iter_mut().map(|entry| &mut entry.url));
    urls.extend(profile.education.iter_mut().map(|entry| &mut entry.url));
    urls.extend(profile.certificates.iter_mut().map(|entry| &mut entry.url));
    urls.extend(profile.publications.iter_mut().map(|entry| &mut entry.url));
    urls.extend(profile.projects.iter_mut().map(|entry| &mut entry.url));
    count(removed, "link", urls.into_iter().filter_map(Option::take).count());
}

fn drop_school_years(profile: &mut Profile, removed: &mut Removed) {
    let mut dropped = 0;
    for study in &mut profile.education {
        dropped += usize::from(study.start_date.take().is_some()) + usize::from(study.end_date.take().is_some());
        for told in [&mut study.study_type, &mut study.area, &mut study.summary] {
            let Some(text) = told else { continue };
            let (kept, times) = text::without_years(text);
            if times > 0 {
                *told = Some(kept).filter(|kept| kept.contains(char::is_alphanumeric));
                dropped += times;
            }
        }
    }
    count(removed, "age", dropped);
}

fn neutral_titles(profile: &mut Profile, removed: &mut Removed) {
    let language = profile.meta.language.clone().unwrap_or_default();
    let mut titles: Vec<&mut String> = profile.basics.label.iter_mut().collect();
    titles.extend(profile.work.iter_mut().filter_map(|work| work.position.as_mut()));
    titles.extend(profile.volunteer.iter_mut().filter_map(|work| work.position.as_mut()));
    for text in titles {
        if let Some(neutral) = title::neutral(text, &language) {
            *text = neutral;
            count(removed, "gender", 1);
        }
    }
}

/// Takes what identifies out of one text; true where nothing of worth is left.
fn scrub(scrubber: &Scrubber, field: &str, text: &mut String, removed: &mut Removed) -> bool {
    // Dates and codes have their own form; no part of them is prose.
    if matches!(field, "startDate" | "endDate" | "date" | "releaseDate" | "countryCode" | "esco" | "isco08" | "cefr")
        || field == "language" && text.len() == 2
    {
        return false;
    }
    let (clean, found) = scrubber.scrub(text, Kind::of(field));
    for (what, times) in found {
        count(removed, what, times);
    }
    if clean != *text {
        *text = clean;
    }
    !text.contains(char::is_alphanumeric)
}

/// Hands every string of `value` with its field's name to `edit` and drops those for which it says so. A profile's nesting is bounded by
/// its type.
fn walk(value: &mut Value, field: &str, edit: &mut impl FnMut(&str, &mut String) -> bool) {
    let worthless = match value {
        Value::String(text) => edit(field, text),
        Value::Array(items) => {
            items.iter_mut().for_each(|item| walk(item, field, edit));
            items.retain(|item| !item.is_null());
            false
        }
        Value::Object(fields) => {
            // What a list of occupations calls a title tells of nobody.
            let own = fields.iter_mut().filter(|(name, _)| *name != "normalizedTitle");
            own.for_each(|(name, item)| walk(item, name, edit));
            fields.retain(|_, item| !item.is_null());
            false
        }
        _ => false,
    };
    if worthless {
        *value = Value::Null;
    }
}

fn count(removed: &mut Removed, what: &'static str, times: usize) {
    if times > 0 {
        *removed.entry(what).or_default() += times;
    }
}

#[cfg(test)]
mod tests;
