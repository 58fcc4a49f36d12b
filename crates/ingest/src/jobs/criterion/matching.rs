//! Whether a job or posting meets an expression.

use vitae_model::{Job, Posting, PostingField, PostingPlace, Term};

use super::{Expression, Field, Pattern};

/// What is known of a job: as the company keeps it, as it is posted, or both.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Facts<'a> {
    pub(crate) job: Option<&'a Job>,
    pub(crate) posting: Option<&'a Posting>,
}

impl Expression {
    /// The parser bounds nesting, and so this recursion.
    pub(super) fn is_met_by(&self, facts: Facts<'_>) -> bool {
        match self {
            Self::Any(parts) => parts.iter().any(|part| part.is_met_by(facts)),
            Self::All(parts) => parts.iter().all(|part| part.is_met_by(facts)),
            Self::Not(part) => !part.is_met_by(facts),
            Self::Is(field, pattern) => facts.values(field).iter().any(|value| pattern.is_met_by(value)),
        }
    }
}

impl<'a> Facts<'a> {
    /// Everything that a field may be compared with.
    fn values(self, field: &Field) -> Vec<&'a str> {
        let job = self.job.map(|job| job_values(job, field)).unwrap_or_default();
        let posting = self.posting.map(|posting| posting_values(posting, field)).unwrap_or_default();
        job.into_iter().chain(posting).collect()
    }

    /// Whether there is a field of the company's own of this name or identifier.
    pub(crate) fn has_custom(self, name: &str) -> bool {
        let fields = self.job.map(|job| job.fields.as_slice()).into_iter().chain(self.posting.map(|posting| posting.fields.as_slice()));
        fields.flatten().any(|field| is_named(field, name))
    }
}

fn job_values<'a>(job: &'a Job, field: &Field) -> Vec<&'a str> {
    match field {
        Field::Id => vec![&job.id],
        Field::Title => text(&job.title),
        Field::Reference => text(&job.reference),
        Field::Status => text(&job.status),
        Field::PostingStatus => text(&job.posting_status),
        Field::Department => term(&job.department),
        Field::Industry => term(&job.industry),
        Field::Function => term(&job.function),
        Field::Employment => term(&job.employment),
        Field::Experience => term(&job.experience),
        Field::Language => text(&job.language),
        Field::Custom(name) => custom(&job.fields, name),
        Field::Location | Field::City | Field::Region | Field::Country | Field::Remote => place(&job.place, field),
        Field::Visibility | Field::Company => Vec::new(),
    }
}

fn posting_values<'a>(posting: &'a Posting, field: &Field) -> Vec<&'a str> {
    match field {
        Field::Id => [Some(&posting.id), posting.uuid.as_ref()].into_iter().flatten().map(String::as_str).collect(),
        Field::Title => text(&posting.title),
        Field::Reference => text(&posting.reference),
        Field::Visibility => text(&posting.visibility),
        Field::Company => text(&posting.company),
        Field::Department => term(&posting.department),
        Field::Industry => term(&posting.industry),
        Field::Function => term(&posting.function),
        Field::Employment => term(&posting.employment),
        Field::Experience => term(&posting.experience),
        Field::Language => text(&posting.language),
        Field::Custom(name) => custom(&posting.fields, name),
        Field::Location | Field::City | Field::Region | Field::Country | Field::Remote => place(&posting.place, field),
        Field::Status | Field::PostingStatus => Vec::new(),
    }
}

fn text(value: &Option<String>) -> Vec<&str> {
    value.as_deref().into_iter().collect()
}

fn term(value: &Option<Term>) -> Vec<&str> {
    let parts = value.as_ref().map(|term| [term.id.as_deref(), term.label.as_deref()]);
    parts.into_iter().flatten().flatten().collect()
}

fn custom<'a>(fields: &'a [PostingField], name: &str) -> Vec<&'a str> {
    let named = fields.iter().filter(|field| is_named(field, name));
    named.flat_map(|field| [field.value_id.as_deref(), field.value.as_deref()]).flatten().collect()
}

fn is_named(field: &PostingField, name: &str) -> bool {
    let name = name.trim().to_lowercase();
    [&field.id, &field.label].into_iter().flatten().any(|own| own.trim().to_lowercase() == name)
}

fn place<'a>(place: &'a PostingPlace, field: &Field) -> Vec<&'a str> {
    let country = place.country_code.as_ref().map(vitae_model::CountryCode::as_str);
    match field {
        Field::City => text(&place.city),
        Field::Region => text(&place.region),
        Field::Country => country.into_iter().collect(),
        Field::Remote => vec![if place.remote { "yes" } else { "no" }],
        Field::Location => [place.text.as_deref(), place.city.as_deref(), place.region.as_deref(), country].into_iter().flatten().collect(),
        _ => Vec::new(),
    }
}

impl Pattern {
    /// Text that is compared as it is.
    pub(super) fn literal(text: &str) -> Self {
        Self(vec![folded(text)])
    }

    /// Text in which each `*` stands for anything.
    pub(super) fn with_stars(text: &str) -> Self {
        Self(text.split('*').map(folded).collect())
    }

    /// Whether `value` is it, whatever the case; `yes` and `true` are one, as are `no` and `false`.
    fn is_met_by(&self, value: &str) -> bool {
        let value = folded(value);
        let [first, rest @ ..] = self.0.as_slice() else { return false };
        let [middle @ .., last] = rest else { return truth(first) == truth(&value) };
        let Some(mut left) = value.strip_prefix(first.as_str()) else { return false };
        for part in middle {
            let Some(found) = left.find(part.as_str()) else { return false };
            left = &left[found + part.len()..];
        }
        left.ends_with(last.as_str())
    }
}

fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// One word for truths that different fields write differently.
fn truth(text: &str) -> &str {
    match text {
        "true" => "yes",
        "false" => "no",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Criterion;
    use super::*;

    fn job() -> Job {
        Job {
            id: "j-1".into(),
            title: Some("Senior  Welder (m/f/d)".into()),
            department: Some(Term { id: Some("18556".into()), label: Some("Stealth".into()) }),
            place: PostingPlace { city: Some("Köln".into()), country_code: "DE".parse().ok(), ..PostingPlace::default() },
            fields: vec![PostingField {
                id: Some("p-1".into()),
                label: Some("Cost centre".into()),
                value: Some("true".into()),
                ..PostingField::default()
            }],
            ..Job::default()
        }
    }

    #[test]
    fn values_are_compared_by_name_or_identifier_whatever_the_case() {
        let job = job();
        let facts = Facts { job: Some(&job), posting: None };
        let met = |text: &str| text.parse::<Criterion>().expect(text).is_met_by(facts);
        for text in [
            "department:stealth",
            "department:18556",
            "title:\"senior welder (M/F/D)\"",
            "title:*welder*",
            "title:senior*",
            "title:*",
            "city:KÖLN AND country:de",
            "location:köln",
            "custom.\"cost CENTRE\":yes",
            "custom.p-1:true",
            "remote:no",
            "NOT department:Care",
            "NOT industry:x",
        ] {
            assert!(met(text), "{text} is not met");
        }
        for text in ["department:steal", "title:\"*\"", "industry:*", "custom.other:yes", "city:Köln AND status:FILLED", "title:*cook*"] {
            assert!(!met(text), "{text} is met");
        }
    }

    #[test]
    fn what_the_company_keeps_and_what_is_posted_count_together() {
        let (job, posting) = (job(), Posting { visibility: Some("PUBLIC".into()), ..Posting::default() });
        let met = |text: &str, facts: Facts<'_>| text.parse::<Criterion>().expect(text).is_met_by(facts);
        let both = Facts { job: Some(&job), posting: Some(&posting) };
        assert!(met("department:Stealth AND visibility:public", both));
        assert!(!met("department:Stealth", Facts { posting: Some(&posting), ..Facts::default() }));
        assert!(both.has_custom("COST centre") && !both.has_custom("cost"));
    }
}
