//! What the ATS says of jobs and postings, in the model's words.

use serde_json::Value;
use vitae_model::{CountryCode, Job, Pay, Posting, PostingField, PostingPlace, PostingSection, Term};

use super::html;
use crate::wire;

/// The order in which the sections of an advertisement are shown; others follow by name.
const ORDER: [&str; 4] = ["companyDescription", "jobDescription", "qualifications", "additionalInformation"];

/// A posting, its text made safe to show.
pub(super) fn posting(raw: &wire::Posting) -> Posting {
    let ad = raw.job_ad.as_ref();
    Posting {
        id: raw.id.clone(),
        uuid: raw.uuid.clone(),
        title: raw.name.clone(),
        reference: raw.ref_number.clone(),
        job_id: None,
        ad_id: raw.job_ad_id.clone(),
        company: raw.company.as_ref().and_then(|company| company.name.clone()),
        department: term(raw.department.as_ref()),
        place: raw.location.as_ref().map(place).unwrap_or_default(),
        released_on: raw.released_date.clone(),
        language: raw.language.as_ref().and_then(|language| language.code.clone()),
        industry: term(raw.industry.as_ref()),
        function: term(raw.function.as_ref()),
        employment: term(raw.type_of_employment.as_ref()),
        experience: term(raw.experience_level.as_ref()),
        visibility: raw.visibility.clone(),
        fields: raw.custom_field.iter().map(custom_field).collect(),
        sections: ad.map(sections).unwrap_or_default(),
        videos: ad.map(videos).unwrap_or_default(),
        apply_url: raw.apply_url.as_deref().and_then(web_address),
        url: raw.posting_url.as_deref().and_then(web_address),
    }
}

/// A job, its text made safe to show.
pub(super) fn job(raw: &wire::Job, ads: Vec<String>) -> Job {
    Job {
        id: raw.id.clone(),
        title: raw.title.clone(),
        reference: raw.ref_number.clone(),
        status: raw.status.clone(),
        posting_status: raw.posting_status.clone(),
        department: term(raw.department.as_ref()),
        place: raw.location.as_ref().map(place).unwrap_or_default(),
        language: raw.language.as_ref().and_then(|language| language.code.clone()),
        industry: term(raw.industry.as_ref()),
        function: term(raw.function.as_ref()),
        employment: term(raw.type_of_employment.as_ref()),
        experience: term(raw.experience_level.as_ref()),
        pay: raw.compensation.as_ref().map(|pay| Pay { min: pay.min.clone(), max: pay.max.clone(), currency: pay.currency.clone() }),
        created_on: raw.created_on.clone(),
        updated_on: raw.updated_on.clone(),
        target_date: raw.target_hiring_date.clone(),
        fields: raw.properties.iter().map(property).collect(),
        ads,
        sections: raw.job_ad.as_ref().map(sections).unwrap_or_default(),
    }
}

fn term(raw: Option<&wire::Labeled>) -> Option<Term> {
    let raw = raw?;
    let term = Term { id: raw.id.clone(), label: raw.label.clone().or_else(|| raw.name.clone()) };
    (term != Term::default()).then_some(term)
}

fn place(raw: &wire::Place) -> PostingPlace {
    let code = |text: &Option<String>| text.as_deref().and_then(|text| CountryCode::parse(text).ok());
    PostingPlace {
        address: raw.address.clone(),
        postal_code: raw.postal_code.clone(),
        city: raw.city.clone(),
        region: raw.region.clone(),
        country_code: code(&raw.country_code).or_else(|| code(&raw.country)),
        remote: raw.remote,
        hybrid: raw.hybrid,
        text: raw.full_location.clone(),
    }
}

fn custom_field(raw: &wire::CustomField) -> PostingField {
    PostingField {
        id: raw.field_id.clone(),
        label: raw.field_label.clone(),
        value_id: raw.value_id.clone(),
        value: raw.value_label.clone(),
    }
}

/// A value is an entry of a list, or plain text, number or truth.
fn property(raw: &wire::Property) -> PostingField {
    let (value_id, value) = match &raw.value {
        Value::Object(fields) => {
            let part = |name: &str| fields.get(name).and_then(plain);
            (part("id"), part("label").or_else(|| part("value")))
        }
        other => (None, plain(other)),
    };
    PostingField { id: raw.id.clone(), label: raw.label.clone(), value_id, value }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The sections that have text, in the order they are shown.
fn sections(ad: &wire::JobAd) -> Vec<PostingSection> {
    let known = ORDER.into_iter().filter_map(|kind| Some((kind, ad.sections.get(kind)?)));
    let others = ad.sections.iter().map(|(kind, value)| (kind.as_str(), value)).filter(|(kind, _)| !ORDER.contains(kind));
    known.chain(others).filter_map(|(kind, value)| section(kind, value)).collect()
}

fn section(kind: &str, value: &Value) -> Option<PostingSection> {
    let raw: wire::Section = serde_json::from_value(value.clone()).ok()?;
    let html = html::clean(raw.text.as_deref()?);
    (!html.is_empty()).then(|| PostingSection { kind: kind.to_owned(), title: raw.title, html })
}

fn videos(ad: &wire::JobAd) -> Vec<String> {
    let raw = ad.sections.get("videos").and_then(|value| serde_json::from_value::<wire::Section>(value.clone()).ok()).unwrap_or_default();
    raw.urls.iter().filter_map(|address| web_address(address)).collect()
}

/// An address that may be linked to: by http or https.
fn web_address(text: &str) -> Option<String> {
    let url = url::Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then(|| url.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: Value) -> Posting {
        posting(&serde_json::from_value(json).expect("reads"))
    }

    #[test]
    fn a_documented_posting_is_taken_over() {
        let told = read(serde_json::json!({
            "id": "744000099001234", "uuid": "5b0c8a52", "name": "Maintenance Engineer (m/f/d)", "jobAdId": "0d9c", "refNumber": "REF118K",
            "company": {"identifier": "ExampleCorp", "name": "Example Corp"}, "releasedDate": "2026-01-10T07:00:00.000Z",
            "location": {"city": "Utrecht", "country": "nl", "remote": false, "latitude": "52.0907", "fullLocation": "Utrecht, Netherlands"},
            "department": {"id": "18554", "label": "Operations"}, "experienceLevel": {"id": "associate", "name": "Associate"},
            "customField": [{"fieldId": "52d9", "fieldLabel": "Hide", "valueId": "no", "valueLabel": "No"}], "visibility": "PUBLIC",
            "language": {"code": "en"}, "applyUrl": "https://jobs.example.com/apply", "postingUrl": "javascript:alert(1)",
            "jobAd": {"sections": {
                "qualifications": {"title": "Qualifications", "text": "<ul><li>BSc</li></ul>"},
                "jobDescription": {"title": "Job", "text": "<p onclick=x>Repair</p>"},
                "extra": {"text": "more"}, "additionalInformation": {"title": "More", "text": " "},
                "videos": {"urls": ["https://video.example.com/1", "ftp://x"]}}}
        }));
        assert_eq!((told.title.as_deref(), told.reference.as_deref()), (Some("Maintenance Engineer (m/f/d)"), Some("REF118K")));
        assert_eq!(told.place.country_code.as_ref().map(CountryCode::as_str), Some("NL"));
        assert_eq!(told.experience.and_then(|level| level.label).as_deref(), Some("Associate"));
        assert_eq!(told.sections.iter().map(|part| part.kind.as_str()).collect::<Vec<_>>(), ["jobDescription", "qualifications", "extra"]);
        assert_eq!(told.sections[0].html, "<p>Repair</p>");
        assert_eq!((told.apply_url.as_deref(), told.url), (Some("https://jobs.example.com/apply"), None));
        assert_eq!(told.videos, ["https://video.example.com/1"]);
        assert_eq!(told.fields[0].value_id.as_deref(), Some("no"));
    }

    #[test]
    fn only_an_identifier_is_needed_and_nonsense_costs_only_itself() {
        let odd = read(
            serde_json::json!({"id": "1", "location": "Utrecht", "department": [], "customField": {"a": 1}, "jobAd": {"sections": [1]},
            "language": "en", "name": null, "released": 7}),
        );
        assert_eq!(odd, Posting { id: "1".into(), ..Posting::default() });
    }

    #[test]
    fn a_jobs_own_fields_are_entries_or_plain() {
        let raw = serde_json::json!({"id": "j", "properties": [
            {"id": "p-1", "label": "Cost centre", "value": {"id": "v-9", "label": "4711"}}, {"id": "p-2", "value": true}, {"id": "p-3", "value": 7},
            {"id": "p-4", "value": []}], "compensation": {"min": 42000, "max": "56000", "currency": "EUR"}});
        let job = job(&serde_json::from_value(raw).expect("reads"), vec!["ad".into()]);
        let values: Vec<_> = job.fields.iter().map(|field| (field.value_id.as_deref(), field.value.as_deref())).collect();
        assert_eq!(values, [(Some("v-9"), Some("4711")), (None, Some("true")), (None, Some("7")), (None, None)]);
        assert_eq!(job.pay.and_then(|pay| pay.min).as_deref(), Some("42000"));
    }
}
