//! Names of fields.

use super::Target;
use crate::query::Facet;
use crate::schema::{Measure, Part, Rated, Role};

/// What a field's name asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asked {
    Text(Target),
    Measure(Measure),
    Rated(Rated, String),
    /// Years of the job before it.
    Years(Side),
    Near,
    /// An operator of a search engine on the web, which has no meaning here.
    Web,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
    During,
}

/// Whether the value is a place, which may be quoted in part.
pub(super) fn takes_places(name: &str) -> bool {
    name == "near"
}

/// What the field of that name asks for, usual other names included. An error names what is known instead.
pub(super) fn asked(name: &str, qualifier: Option<&str>) -> Result<Asked, String> {
    let Some(qualifier) = qualifier else { return plain(name).ok_or_else(|| unknown(name)) };
    match (plain(name), qualifier) {
        (Some(Asked::Text(Target::Part(part))), "current" | "now" | "past" | "former") if Role::of(part).is_some() => {
            let role = Role::of(part).expect("it was asked for just now");
            Ok(Asked::Text(Target::Role { role, current: matches!(qualifier, "current" | "now") }))
        }
        (Some(Asked::Measure(Measure::Experience)) | Some(Asked::Text(Target::Part(Part::Skill))), skill) => {
            Ok(Asked::Rated(Rated::Skill, skill.to_owned()))
        }
        (Some(Asked::Text(Target::Part(Part::Language))), language) => Ok(Asked::Rated(Rated::Language, language.to_owned())),
        (Some(_), _) => Err(format!(
            "`{name}` has nothing called `{qualifier}`; there are title.current, title.past, employer.current, employer.past, experience.SKILL and language.NAME"
        )),
        (None, _) => Err(unknown(name)),
    }
}

fn plain(name: &str) -> Option<Asked> {
    Some(match name {
        "name" => Asked::Text(Target::Part(Part::Name)),
        "title" | "position" | "role" | "job" => Asked::Text(Target::Part(Part::Title)),
        "employer" | "company" | "at" => Asked::Text(Target::Part(Part::Employer)),
        "school" | "education" | "university" | "institution" => Asked::Text(Target::Part(Part::School)),
        "degree" | "area" | "studied" => Asked::Text(Target::Part(Part::Degree)),
        "skill" | "skills" => Asked::Text(Target::Part(Part::Skill)),
        "place" | "location" | "in" => Asked::Text(Target::Part(Part::Place)),
        "language" | "languages" | "speaks" => Asked::Text(Target::Part(Part::Language)),
        "tag" | "tags" => Asked::Text(Target::Part(Part::Tag)),
        "text" | "any" => Asked::Text(Target::Part(Part::Text)),
        "email" | "mail" => Asked::Text(Target::Email),
        "phone" | "tel" => Asked::Text(Target::Phone),
        "person" | "id" => Asked::Text(Target::Person),
        "city" => Asked::Text(Target::Facet(Facet::City)),
        "country" => Asked::Text(Target::Facet(Facet::Country)),
        "status" => Asked::Text(Target::Facet(Facet::Status)),
        "source" => Asked::Text(Target::Facet(Facet::Source)),
        "consent" => Asked::Text(Target::Facet(Facet::Consent)),
        "experience" | "years" => Asked::Measure(Measure::Experience),
        "graduated" | "graduation" => Asked::Measure(Measure::Graduated),
        "level" => Asked::Measure(Measure::Level),
        "updated" | "changed" => Asked::Measure(Measure::Updated),
        "before" | "until" => Asked::Years(Side::Before),
        "after" | "since" => Asked::Years(Side::After),
        "during" => Asked::Years(Side::During),
        "near" => Asked::Near,
        "site" | "intitle" | "inurl" | "intext" | "inanchor" | "allintitle" | "allinurl" | "allintext" | "filetype" | "ext" | "cache"
        | "related" => Asked::Web,
        _ => return None,
    })
}

/// All names that a message offers.
const KNOWN: [&str; 27] = [
    "name",
    "title",
    "employer",
    "at",
    "school",
    "degree",
    "skill",
    "place",
    "city",
    "country",
    "near",
    "language",
    "email",
    "phone",
    "status",
    "source",
    "consent",
    "tag",
    "text",
    "experience",
    "graduated",
    "level",
    "updated",
    "before",
    "after",
    "during",
    "person",
];

fn unknown(name: &str) -> String {
    let shown: String = name.chars().take(40).collect();
    let meant = KNOWN.into_iter().map(|known| (crate::reason::distance(known, name), known)).min().filter(|(slips, _)| *slips <= 2);
    match meant {
        Some((_, meant)) if name.len() > 3 => format!("there is no field `{shown}`; did you mean `{meant}`?"),
        _ => format!("there is no field `{shown}`; there are {}", KNOWN.join(", ")),
    }
}
