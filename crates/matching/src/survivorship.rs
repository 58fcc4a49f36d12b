//! Which record's value the golden profile takes where several records have one.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use vitae_model::{Profile, RecordSource};

use crate::RecordView;

/// What lets one record's value come before another's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// It comes from a more trusted source.
    Source,
    /// Its record changed later.
    Recent,
    /// It says more: the value itself for a field with a rule of its own, the whole record otherwise.
    Complete,
}

/// A kind of source, or one source of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(into = "String")]
pub struct Origin {
    kind: &'static str,
    name: Option<String>,
}

/// Which record's value survives, field by field.
///
/// ```
/// use vitae_matching::{Criterion, Survivorship};
///
/// let rules: Survivorship = serde_json::from_str(r#"{"sources": ["import:crm", "document"], "fields": {"location": ["recent"]}}"#).unwrap();
/// assert_eq!(rules.fields["location"], [Criterion::Recent]);
/// assert!(serde_json::from_str::<Survivorship>(r#"{"fields": {"shoe_size": ["recent"]}}"#).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Survivorship {
    /// Sources, the most trusted first; what is not named comes last.
    pub sources: Vec<Origin>,
    /// What decides, the most important first.
    pub rules: Vec<Criterion>,
    /// Rules of single fields of the profile in place of `rules`.
    #[serde(deserialize_with = "known_fields")]
    pub fields: BTreeMap<String, Vec<Criterion>>,
}

/// Fields that may have rules of their own.
const FIELDS: [&str; 23] = [
    "name",
    "label",
    "image",
    "email",
    "phone",
    "url",
    "summary",
    "location",
    "profiles",
    "work",
    "volunteer",
    "education",
    "awards",
    "certificates",
    "publications",
    "skills",
    "languages",
    "interests",
    "projects",
    "references",
    "sections",
    "givenName",
    "familyName",
];

impl Default for Survivorship {
    fn default() -> Self {
        let kind = |kind| Origin { kind, name: None };
        Self {
            // Candidates write résumés themselves; what they type into forms is short and hasty.
            sources: vec![kind("document"), kind("import"), kind("candidate")],
            rules: vec![Criterion::Source, Criterion::Recent, Criterion::Complete],
            fields: BTreeMap::new(),
        }
    }
}

impl Survivorship {
    /// The records in the order in which their values of a field are taken.
    pub(crate) fn ranked<'r, 'v>(&self, records: &'r [RecordView<'v>], field: Option<&str>) -> Vec<&'r RecordView<'v>> {
        let own = field.and_then(|field| Some((field, self.fields.get(field)?)));
        let rules = own.map_or(&self.rules, |(_, rules)| rules);
        let says = |view: &RecordView<'_>| match own {
            Some((field, _)) => value_length(view.profile, field),
            None => serde_json::to_string(view.profile).map_or(0, |text| text.len()),
        };
        let measured = rules.contains(&Criterion::Complete);
        let mut ranked: Vec<_> = records.iter().map(|view| (view, if measured { says(view) } else { 0 })).collect();
        ranked.sort_by(|(left, left_says), (right, right_says)| {
            let by = |rule: &Criterion| match rule {
                Criterion::Source => self.trust(left.source).cmp(&self.trust(right.source)),
                Criterion::Recent => right.profile.meta.last_modified.cmp(&left.profile.meta.last_modified),
                Criterion::Complete => right_says.cmp(left_says),
            };
            let decided = rules.iter().map(by).find(|order| *order != Ordering::Equal);
            decided.unwrap_or(Ordering::Equal).then_with(|| left.id.cmp(right.id))
        });
        ranked.into_iter().map(|(view, _)| view).collect()
    }

    /// The place of a source among the trusted ones; the lowest is trusted most.
    fn trust(&self, source: &RecordSource) -> usize {
        let (kind, name) = match source {
            RecordSource::Document { .. } => ("document", None),
            RecordSource::Import { source, .. } => ("import", Some(source)),
            RecordSource::Candidate { account, .. } => ("candidate", Some(account)),
            _ => ("", None),
        };
        let is = |origin: &Origin| origin.kind == kind && origin.name.as_ref().is_none_or(|own| Some(own) == name);
        self.sources.iter().position(is).unwrap_or(self.sources.len())
    }
}

/// How much a profile says of one field: the length of its serialised form.
fn value_length(profile: &Profile, field: &str) -> usize {
    let Ok(value) = serde_json::to_value(profile) else { return 0 };
    let found = value.get("basics").and_then(|basics| basics.get(field)).or_else(|| value.get(field));
    found.map_or(0, |value| value.to_string().len())
}

impl std::str::FromStr for Origin {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, name) = text.split_once(':').map_or((text, None), |(kind, name)| (kind, Some(name)));
        let known = ["document", "import", "candidate"].into_iter().find(|known| *known == kind);
        match (known, name) {
            (Some("document"), Some(_)) | (None, _) => {
                Err(format!("`{text}` is no source; there are document, import, import:NAME, candidate and candidate:ACCOUNT"))
            }
            (Some(kind), name) => Ok(Self { kind, name: name.map(str::to_owned) }),
        }
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.name.map_or_else(|| origin.kind.to_owned(), |name| format!("{}:{name}", origin.kind))
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

fn known_fields<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Vec<Criterion>>, D::Error> {
    let fields = BTreeMap::<String, Vec<Criterion>>::deserialize(deserializer)?;
    match fields.keys().find(|field| !FIELDS.contains(&field.as_str())) {
        Some(field) => Err(serde::de::Error::custom(format!("`{field}` is no field with rules; there are {}", FIELDS.join(", ")))),
        None => Ok(fields),
    }
}

#[cfg(test)]
mod tests {
    use vitae_model::RecordId;

    use super::*;
    use crate::merge_by;

    fn profile(label: &str, modified: &str) -> Profile {
        serde_json::from_value(serde_json::json!({"basics": {"name": "Jane Example", "label": label}, "meta": {"lastModified": modified}}))
            .expect("a profile")
    }

    #[test]
    fn sources_dates_and_fullness_decide_as_configured() {
        let records = [
            (RecordSource::Import { source: "crm".into(), row: "1".into() }, profile("Engineer of software", "2020-01-01")),
            (RecordSource::Import { source: "old".into(), row: "1".into() }, profile("Clerk", "2024-01-01")),
            (RecordSource::Candidate { account: "acme".into(), candidate: "1".into() }, profile("Lead", "2022-01-01")),
        ];
        let ids: Vec<RecordId> = records.iter().map(|(source, _)| source.record_id()).collect();
        let views: Vec<_> = records.iter().zip(&ids).map(|((source, profile), id)| RecordView { id, source, profile }).collect();
        for (rules, expected) in [
            (r"{}", "Clerk"),
            (r#"{"sources": ["candidate"]}"#, "Lead"),
            (r#"{"sources": ["import:crm", "candidate"]}"#, "Engineer of software"),
            (r#"{"rules": ["recent"]}"#, "Clerk"),
            (r#"{"rules": ["recent"], "fields": {"label": ["complete"]}}"#, "Engineer of software"),
        ] {
            let rules: Survivorship = serde_json::from_str(rules).expect("rules");
            let golden = merge_by(&views, &rules);
            assert_eq!(golden.profile.basics.label.as_deref(), Some(expected), "{rules:?}");
            let from = golden.provenance.iter().find(|note| note.pointer == "/basics/label").expect("told");
            let record = views.iter().find(|view| view.id == &from.record).expect("one of them");
            assert_eq!(record.profile.basics.label.as_deref(), Some(expected));
        }
    }

    #[test]
    fn sources_that_are_none_are_refused() {
        for text in ["documents", "document:x", ""] {
            assert!(text.parse::<Origin>().is_err(), "{text}");
        }
    }
}
