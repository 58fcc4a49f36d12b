//! Why a person was found where a number, a time or a place was asked for: the value that it follows from.

use std::ops::RangeInclusive;

use vitae_model::{Education, Profile, Work};

use crate::document::Stored;
use crate::facts::{self, AsOf};
use crate::page::Reason;
use crate::reason::origin;
use crate::schema::{Measure, Part, Rated};
use crate::syntax::{Near, Node};

/// A value with its pointer; what follows the comma is what was asked for.
struct Told {
    field: &'static str,
    value: String,
    asked: String,
    pointer: String,
}

/// Tells the reasons, one for each number, time or place that was asked for and that the person has.
pub(crate) fn reasons(node: &Node, stored: &Stored, as_of: AsOf) -> Vec<Reason> {
    let mut asked = Vec::new();
    node.measured(&mut asked);
    let profile = &stored.profile;
    let told = asked.into_iter().filter_map(|node| match node {
        Node::Number { measure, low, high } => number(*measure, *low..=*high, profile, as_of),
        Node::Rated { rated, names, low, high } => named(*rated, names, *low..=*high, profile, as_of),
        Node::Near(near) => place(near, profile),
        _ => None,
    });
    told.map(|told| reason(told, stored)).collect()
}

fn reason(told: Told, stored: &Stored) -> Reason {
    let Told { field, value, asked, pointer } = told;
    let origin = origin(&pointer, &stored.origins);
    let text = [value.as_str(), asked.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    Reason {
        field: field.to_owned(),
        highlights: vec![(text.len() - asked.len(), text.len())],
        text,
        source: origin.map(|origin| origin.source.clone()),
        page: origin.and_then(|origin| origin.page),
    }
}

fn number(measure: Measure, range: RangeInclusive<i64>, profile: &Profile, as_of: AsOf) -> Option<Told> {
    let field = measure.as_str();
    match measure {
        Measure::Experience => {
            let months = facts::experience(profile, as_of).filter(|months| range.contains(months))?;
            Some(Told { field, value: String::new(), asked: span(months), pointer: "/work".to_owned() })
        }
        Measure::Graduated => {
            let year = |study: &Education| Some(i64::from(study.end_date?.year())).filter(|year| range.contains(year));
            let (place, study) = profile.education.iter().enumerate().find(|(_, study)| !study.current && year(study).is_some())?;
            let asked = year(study)?.to_string();
            Some(Told { field, value: name_of_study(study), asked, pointer: format!("/education/{place}/endDate") })
        }
        Measure::Worked => {
            let is_meant = |job: &Work| facts::years(job, as_of).iter().any(|&year| range.contains(&year.into()));
            let (place, job) = profile.work.iter().enumerate().find(|(_, job)| is_meant(job))?;
            let value = job.name.clone().or_else(|| job.position.clone()).unwrap_or_default();
            Some(Told { field, value, asked: years_of_job(job), pointer: format!("/work/{place}/startDate") })
        }
        Measure::Level => {
            let is_meant = |study: &Education| study.level.is_some_and(|level| range.contains(&level.number().into()));
            let (place, study) = profile.education.iter().enumerate().find(|(_, study)| is_meant(study))?;
            let asked = study.study_type.clone().or_else(|| study.area.clone()).unwrap_or_default();
            let value = study.institution.clone().unwrap_or_default();
            Some(Told { field, value, asked, pointer: format!("/education/{place}/studyType") })
        }
        Measure::Updated => None,
    }
}

fn named(rated: Rated, names: &[String], range: RangeInclusive<i64>, profile: &Profile, as_of: AsOf) -> Option<Told> {
    let field = rated.as_str();
    match rated {
        Rated::Skill => {
            let (skill, months) =
                facts::skills(profile, as_of).into_iter().find(|(name, months)| names.contains(name) && range.contains(months))?;
            Some(Told { field, value: skill, asked: span(months), pointer: "/work".to_owned() })
        }
        Rated::Language => {
            let (place, language) = profile.languages.iter().enumerate().find(|(_, language)| {
                let of_one = Profile { languages: vec![(*language).clone()], ..Profile::default() };
                facts::tongues(&of_one).iter().any(|(name, level)| names.contains(name) && range.contains(level))
            })?;
            let (value, asked) = (language.language.clone().unwrap_or_default(), language.cefr.clone().unwrap_or_default());
            Some(Told { field, value, asked, pointer: format!("/languages/{place}/language") })
        }
    }
}

fn place(near: &Near, profile: &Profile) -> Option<Told> {
    let city = facts::city(profile).filter(|city| near.city.distance(city.latitude, city.longitude) <= near.km)?;
    let (own, km) = (profile.basics.location.as_ref()?.city.clone()?, near.city.distance(city.latitude, city.longitude));
    Some(Told { field: Part::Place.as_str(), value: own, asked: format!("{km:.0} km"), pointer: "/basics/location/city".to_owned() })
}

fn name_of_study(study: &Education) -> String {
    study.institution.clone().or_else(|| study.study_type.clone()).or_else(|| study.area.clone()).unwrap_or_default()
}

/// The years of a job as they are printed: `2014–2018`, `2019–`.
fn years_of_job(job: &Work) -> String {
    let year = |date: Option<vitae_model::PartialDate>| date.map(|date| date.year().to_string()).unwrap_or_default();
    format!("{}–{}", year(job.start_date), year(job.end_date.filter(|_| !job.current)))
}

/// Months as people say them: `5 years 3 months`.
fn span(months: i64) -> String {
    let part = |number: i64, one: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {one}s")),
    };
    [part(months / 12, "year"), part(months % 12, "month")].into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_places_have_their_reasons() {
        let profile: Profile = serde_json::from_str(
            r#"{"basics": {"location": {"city": "Potsdam", "countryCode": "DE"}}, "languages": [{"language": "Deutsch", "cefr": "C1"}],
            "skills": [{"name": "Rust"}], "education": [{"institution": "TU Berlin", "studyType": "MSc", "endDate": "2014", "level": 7}],
            "work": [{"name": "Acme", "position": "Rust Developer", "startDate": "2014-01", "endDate": "2019-03"}]}"#,
        )
        .expect("a profile");
        let stored =
            Stored { person: vitae_model::PersonId::new("p".to_owned()), profile, origins: Vec::new(), tags: Vec::new(), updated: 0 };
        for (query, field, text) in [
            ("experience:>5y", "experience", "5 years 3 months"),
            ("graduated:2010..2015", "graduated", "TU Berlin, 2014"),
            ("during:2016", "worked", "Acme, 2014–2019"),
            ("level:>=master", "level", "TU Berlin, MSc"),
            ("experience.rust:>3y", "experience", "rust, 5 years 3 months"),
            ("language.german:>=b2", "language", "Deutsch, C1"),
            ("near:Berlin,50km", "place", "Potsdam, 27 km"),
        ] {
            let node = crate::syntax::parse(query).expect(query).node;
            let told = reasons(&node, &stored, AsOf::of(facts::seconds(2025, 1, 1)));
            assert_eq!(told.iter().map(|told| (told.field.as_str(), told.text.as_str())).collect::<Vec<_>>(), [(field, text)], "{query}");
            assert!(told[0].text.is_char_boundary(told[0].highlights[0].0), "{query}");
        }
        for query in ["experience:<5y", "graduated:2015", "-near:Berlin,50km", "near:Hamburg,10km", "updated:>=2020"] {
            let node = crate::syntax::parse(query).expect(query).node;
            assert!(reasons(&node, &stored, AsOf::of(0)).is_empty(), "{query}");
        }
    }
}
