//! What to look for where a person or a job is given instead of a query.
//!
//! Only what people do is compared: titles, skills, fields of study, languages, years of experience. Names, photographs, dates and
//! places of birth, addresses, sex and nationality are never looked at.

use std::collections::BTreeSet;

use vitae_model::Profile;

use crate::analysis;
use crate::lexicon::names_of;
use crate::query::Facet;
use crate::schema::{Measure, Part};
use crate::syntax::{Node, Pattern, Target, Text};
use crate::values;

/// Most things of a kind that are compared.
const MOST: usize = 24;
/// Longest name of a skill that is looked for in a job's text, in words.
const LONGEST: usize = 4;

/// How much each kind of likeness weighs.
const TITLE: f32 = 2.0;
const WORD: f32 = 0.5;
const SKILL: f32 = 1.5;
const AREA: f32 = 0.7;
const TONGUE: f32 = 0.5;

/// Collects what is compared, each thing once.
#[derive(Debug, Default)]
struct Signals {
    parts: Vec<(f32, Node)>,
    seen: BTreeSet<(Part, String)>,
    counts: [usize; Part::ALL.len()],
}

impl Signals {
    fn add(&mut self, weight: f32, part: Part, text: &str) {
        let words: Vec<String> = analysis::words(text).into_iter().map(|word| word.text).collect();
        let fresh = !words.is_empty() && words.len() <= 8 && self.counts[part as usize] < MOST && self.seen.insert((part, words.join(" ")));
        if fresh {
            self.counts[part as usize] += 1;
            let text = Text {
                target: Target::Part(part),
                pattern: Pattern::Phrase(words),
                quoted: true,
                also: Vec::new(),
                further: 0,
                years: None,
                span: (0, 0),
            };
            self.parts.push((weight, Node::Text(Box::new(text))));
        }
    }

    fn title(&mut self, title: &str) {
        self.add(TITLE, Part::Title, title);
        for word in analysis::words(title) {
            if word.text.len() > 2 {
                self.add(WORD, Part::Title, &word.text);
            }
        }
    }
}

/// What persons like this one have.
pub(crate) fn of_profile(profile: &Profile) -> Option<Node> {
    let mut signals = Signals::default();
    signals.title(profile.basics.label.as_deref().unwrap_or_default());
    for job in profile.work.iter().take(4) {
        signals.title(job.position.as_deref().unwrap_or_default());
    }
    for skill in values::facet(profile, Facet::Skill) {
        signals.add(SKILL, Part::Skill, skill);
    }
    for study in &profile.education {
        signals.add(AREA, Part::Degree, study.area.as_deref().unwrap_or_default());
    }
    for language in values::facet(profile, Facet::Language) {
        signals.add(TONGUE, Part::Language, language);
    }
    (!signals.parts.is_empty()).then_some(Node::Weighed(signals.parts))
}

/// What a job asks for: its title, the skills that somebody in the index has, languages, years of experience.
///
/// `is_skill` tells whether a folded phrase is the name of a skill.
pub(crate) fn of_job(title: &str, text: &str, mut is_skill: impl FnMut(&str) -> bool) -> Option<Node> {
    let mut signals = Signals::default();
    signals.title(title);
    let words: Vec<String> = analysis::words(text).into_iter().map(|word| word.text).collect();
    let mut place = 0;
    while place < words.len() {
        let longest = LONGEST.min(words.len() - place);
        let skill = (1..=longest).rev().map(|length| (length, words[place..place + length].join(" "))).find(|(_, phrase)| is_skill(phrase));
        if let Some((_, phrase)) = &skill {
            signals.add(SKILL, Part::Skill, phrase);
            signals.add(WORD, Part::Text, phrase);
        }
        if names_of(&words[place]).next().is_some() {
            for name in names_of(&words[place]).filter(|name| !name.contains(' ')).take(8) {
                signals.add(TONGUE, Part::Language, name);
            }
        }
        place += skill.map_or(1, |(length, _)| length);
    }
    let mut parts = signals.parts;
    if parts.is_empty() {
        return None;
    }
    if let Some(years) = years_asked(&words) {
        parts.push((1.0, Node::Number { measure: Measure::Experience, low: years * 12, high: i64::MAX }));
    }
    Some(Node::Weighed(parts))
}

/// Words for years in the languages that jobs are written in.
const YEARS: [&str; 10] = ["years", "year", "jahre", "jahren", "ans", "annees", "anos", "anni", "jaar", "lat"];

/// The fewest years of experience that a text asks for, as in `5+ years`.
fn years_asked(words: &[String]) -> Option<i64> {
    let pairs = words.windows(2).filter(|pair| YEARS.contains(&pair[1].as_str()));
    pairs.filter_map(|pair| pair[0].trim_end_matches('+').parse::<i64>().ok()).filter(|years| (1..=30).contains(years)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looked_for(node: &Node) -> Vec<String> {
        let mut texts = Vec::new();
        node.positive(&mut texts);
        texts.iter().map(|text| format!("{:?} {:?}", text.target, text.pattern)).collect()
    }

    #[test]
    fn only_what_people_do_is_compared() {
        let profile: Profile = serde_json::from_str(
            r#"{"basics": {"name": "Ada Beispiel", "label": "Engineer", "email": "ada@example.org", "location": {"city": "Berlin", "countryCode": "DE"}},
            "work": [{"name": "Acme", "position": "Data Engineer"}], "skills": [{"name": "Rust"}]}"#,
        )
        .expect("a profile");
        let all = looked_for(&of_profile(&profile).expect("something")).join("\n");
        assert!(all.contains("rust") && all.contains("data"), "{all}");
        for never in ["ada", "beispiel", "berlin", "\"de\"", "acme"] {
            assert!(!all.contains(&format!("\"{never}\"")), "{never}: {all}");
        }
        assert!(of_profile(&Profile::default()).is_none());
    }

    #[test]
    fn jobs_ask_for_skills_languages_and_years() {
        let skills = ["machine learning", "rust"];
        let node = of_job("Data Engineer", "We want 5+ years of machine learning, Rust and German.", |phrase| skills.contains(&phrase));
        let Some(Node::Weighed(parts)) = node else { panic!("{node:?}") };
        assert!(parts.iter().any(|(_, part)| matches!(part, Node::Number { low: 60, .. })));
        let all = looked_for(&Node::Weighed(parts)).join("\n");
        assert!(all.contains("\"machine\", \"learning\"") && all.contains("deutsch") && all.contains("rust"), "{all}");
    }
}
