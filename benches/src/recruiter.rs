//! Queries as recruiters type and paste them: every kind the grammar knows, most with facets.

use crate::Random;
use crate::crowd::{Crowd, GIVEN, TECHNIQUES, TRADES, word};

/// A query in the query language, with what a page beside it restricts and counts.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Posed {
    /// The query.
    pub text: String,
    /// Which sort of query it is, to time them apart.
    pub kind: &'static str,
    /// Country of residence.
    pub country: Option<String>,
    /// City of residence.
    pub city: Option<String>,
    /// Fields to count.
    pub facets: Vec<&'static str>,
}

/// What people are asked for by one word, in the languages they are asked in.
const ROLES: &[&str] = &[
    "engineer",
    "developer",
    "nurse",
    "manager",
    "accountant",
    "designer",
    "analyst",
    "Entwickler",
    "Krankenpfleger",
    "ingénieur",
    "enfermera",
    "chef",
    "teacher",
    "driver",
    "architect",
    "recruiter",
];

/// Makes the parts of queries.
struct Poser {
    crowd: Crowd,
    random: Random,
    /// Skills of one word, the common ones first.
    skills: Vec<&'static str>,
}

impl Poser {
    fn skill(&mut self) -> String {
        self.random.common(&self.skills).to_lowercase()
    }

    fn city(&mut self) -> (&'static str, &'static str) {
        self.random.common(self.crowd.cities())
    }

    fn role(&mut self) -> &'static str {
        self.random.pick(ROLES)
    }

    fn trade(&mut self) -> String {
        self.random.common(TRADES).to_lowercase()
    }

    fn year(&mut self) -> usize {
        2003 + self.random.below(20)
    }

    /// A word with its third letter left out.
    fn slip(&mut self) -> String {
        let long: Vec<&str> = self.skills.iter().copied().filter(|skill| skill.len() > 6).collect();
        let skill = self.random.common(&long).to_lowercase();
        format!("{}{}", &skill[..2], &skill[3..])
    }

    /// The sort of a query and its text.
    fn text(&mut self, number: usize) -> (&'static str, String) {
        match number % 20 {
            0 | 1 => ("words", format!("{} {}", self.role(), self.skill())),
            2 => ("words", format!("{} {} {}", self.trade(), self.skill(), self.city().0)),
            3 => ("words", format!("{} {} {}", self.skill(), self.skill(), self.skill())),
            4 => ("near", format!("{} near:\"{}\",50km", self.skill(), self.city().0)),
            5 => ("near", format!("title.current:{} near:\"{}\",{}km", self.role(), self.city().0, 25 << self.random.below(4))),
            6 => ("range", format!("title:{} experience:>{}y {}", self.role(), 2 + self.random.below(8), self.skill())),
            7 => {
                let from = self.year();
                ("range", format!("graduated:{from}..{} level:>=bachelor {}", from + 5, self.skill()))
            }
            8 => ("range", format!("experience.{}:>{}y language.german:>=b2", self.skill(), 1 + self.random.below(4))),
            9 => ("prefix", format!("{}* {}", &self.skill()[..3], self.role())),
            10 => ("fuzzy", format!("{}~ {}", self.slip(), self.role())),
            11 => ("time", format!("at:{} before:{} {}", word(&mut self.random, 2), self.year(), self.role())),
            12 => ("time", format!("title:{} after:{} before:{}", self.role(), self.year(), 2024)),
            13 => ("phrase", format!("\"{} {}\"", self.random.pick(&["senior", "lead", "junior", "principal"]), self.trade())),
            14 => ("name", format!("name:{} {}", self.random.common(GIVEN), word(&mut self.random, 2))),
            15 => ("not", format!("({} OR {}) title:{} -junior NOT {}", self.skill(), self.skill(), self.role(), self.skill())),
            16 => (
                "pasted",
                format!(
                    "site:linkedin.com/in (“{}” OR \"{}\" OR {}) AND ({} OR {} OR {}) AND NOT (recruiter OR intern*)",
                    self.trade(),
                    self.trade(),
                    self.role(),
                    self.random.pick(TECHNIQUES),
                    self.skill(),
                    self.skill()
                ),
            ),
            17 => ("current", format!("title.current:{} -title.past:{} {}", self.role(), self.role(), self.skill())),
            18 => ("typo", self.slip()),
            _ => ("browse", if self.random.below(2) == 0 { String::new() } else { format!("updated:>=2025 {}", self.role()) }),
        }
    }
}

/// As many queries as asked for, the same each time.
#[must_use]
pub fn posed(count: usize) -> Vec<Posed> {
    let crowd = Crowd::default();
    let one_word = |skill: &&str| skill.len() > 3 && skill.bytes().all(|letter| letter.is_ascii_alphabetic());
    let skills = crowd.skills().iter().copied().filter(one_word).collect();
    let mut poser = Poser { crowd, random: Random::new(2026), skills };
    (0..count)
        .map(|number| {
            let (kind, text) = poser.text(number);
            let (city, country) = poser.city();
            let facets = ["skill", "city", "title", "employer", "country", "language"];
            // None to three of them; who browses looks at one place.
            let facets = facets[number % 4..number % 4 + (number / 20) % 4 % 3 + usize::from(number % 5 > 0)].to_vec();
            let place = if kind == "browse" { 1 + number / 20 % 2 } else { number / 20 % 5 };
            Posed { text, kind, country: (place == 1).then(|| country.to_owned()), city: (place == 2).then(|| city.to_owned()), facets }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_query_is_understood() {
        for posed in posed(400) {
            let read = vitae_index::Question::read(&vitae_index::Query::new(&posed.text));
            assert!(read.is_ok(), "{:?}", read.err().map(|error| error.pointed()));
        }
    }
}
