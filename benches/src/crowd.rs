//! A crowd of invented people with the frequencies of real ones: few employers, cities and skills are common, most are rare.
//!
//! The same number gives the same person. Cities and names of skills come from the word lists of the crates.

use vitae_model::{Basics, CountryCode, Education, Email, Isced, Language, Location, PartialDate, Profile, Skill, Work};

use crate::Random;

const CITIES: &str = include_str!("../../crates/index/data/cities.tsv");
const SKILLS: &str = include_str!("../../crates/parse/data/skills.tsv");

pub(crate) const GIVEN: &[&str] = &[
    "Anna",
    "Bola",
    "Chen",
    "Dmitri",
    "Elif",
    "Farid",
    "Grace",
    "Hana",
    "Ines",
    "Jakub",
    "Kwame",
    "Lena",
    "Marek",
    "Nadia",
    "Omar",
    "Priya",
    "Quentin",
    "Rosa",
    "Søren",
    "Tomás",
    "Ulrike",
    "Valentina",
    "Wei",
    "Ximena",
    "Yusuf",
    "Zoë",
    "Amélie",
    "Björn",
    "Çağla",
    "Dieter",
    "Émile",
    "Fatima",
];
const SYLLABLES: &[&str] = &[
    "ba", "den", "fo", "gri", "hel", "jo", "kar", "lun", "mo", "nis", "pe", "ros", "sta", "tor", "vel", "wen", "ash", "bro", "cal", "dun",
    "er", "fal", "gar", "ham", "il", "kes", "lor", "mer", "nor", "ost", "pal", "quin",
];
const GRADES: &[&str] = &["", "", "", "Senior", "Junior", "Lead", "Principal", "Head of"];
pub(crate) const TRADES: &[&str] = &[
    "Software Engineer",
    "Data Analyst",
    "Nurse",
    "Site Manager",
    "Accountant",
    "Product Manager",
    "Teacher",
    "Electrician",
    "Web Developer",
    "Data Engineer",
    "Sales Manager",
    "Project Manager",
    "Business Analyst",
    "Systems Administrator",
    "Mechanical Engineer",
    "Civil Engineer",
    "Registered Nurse",
    "Physiotherapist",
    "Lawyer",
    "Chef",
    "Waiter",
    "Warehouse Worker",
    "Truck Driver",
    "Graphic Designer",
    "UX Designer",
    "Machine Learning Engineer",
    "Security Engineer",
    "Recruiter",
    "Office Manager",
    "Marketing Manager",
    "Copywriter",
    "Architect",
    "Pharmacist",
    "Softwareentwicklerin",
    "Krankenpfleger",
    "Buchhalterin",
    "Développeur",
    "Infirmière",
    "Ingeniero de Software",
    "Enfermera",
    "Sviluppatore",
];
pub(crate) const TECHNIQUES: &[&str] = &[
    "Rust",
    "Python",
    "SQL",
    "Java",
    "JavaScript",
    "TypeScript",
    "C++",
    "C#",
    "Go",
    "Kubernetes",
    "Docker",
    "AWS",
    "Azure",
    "Excel",
    "SAP",
    "AutoCAD",
    "Triage",
    "Welding",
    "Payroll",
    "Scrum",
    "React",
    "PostgreSQL",
    "Linux",
    "Terraform",
    "Spark",
    "Machine Learning",
    "Salesforce",
    "Photoshop",
];
const LEGAL: &[&str] = &["Ltd", "GmbH", "Inc", "SA", "AG", "BV", "Labs", "Group"];
const VERBS: &[&str] = &[
    "Led",
    "Built",
    "Maintained",
    "Reduced",
    "Designed",
    "Introduced",
    "Managed",
    "Trained",
    "Negotiated",
    "Automated",
    "Reviewed",
    "Planned",
];
const OBJECTS: &[&str] = &[
    "a team of nine people",
    "the reporting of the whole region",
    "services for payment",
    "the time from order to delivery",
    "contracts with suppliers",
    "the care of forty patients",
    "training for new colleagues",
    "a warehouse of two thousand pallets",
    "the migration to the cloud",
    "budgets of three sites",
];
const TONGUES: &[&str] = &["English", "German", "French", "Spanish", "Polish", "Turkish", "Italian", "Arabic", "Deutsch", "Français"];
const LEVELS: &[&str] = &["A2", "B1", "B2", "C1", "C2", "native"];

/// Makes people.
#[derive(Debug)]
pub struct Crowd {
    cities: Vec<(&'static str, &'static str)>,
    skills: Vec<&'static str>,
}

impl Default for Crowd {
    fn default() -> Self {
        let city = |line: &'static str| {
            let mut columns = line.split('\t');
            Some((columns.next()?.split(';').next()?, columns.next()?))
        };
        let skills = TECHNIQUES.iter().copied().chain(SKILLS.lines().skip(1).step_by(5).filter_map(|line| line.split('\t').next()));
        Self { cities: CITIES.lines().skip(1).take(3000).filter_map(city).collect(), skills: skills.collect() }
    }
}

impl Crowd {
    /// Names and countries of cities, the ones most people live in first.
    pub(crate) fn cities(&self) -> &[(&'static str, &'static str)] {
        &self.cities
    }

    /// Names of skills, the common ones first.
    pub(crate) fn skills(&self) -> &[&'static str] {
        &self.skills
    }

    /// The person of that number.
    #[must_use]
    pub fn person(&self, number: u64) -> Profile {
        let mut random = Random::new(number);
        let random = &mut random;
        random.below(2);
        let given = random.common(GIVEN);
        let family = word(random, 2 + number as usize % 2);
        let name = format!("{given} {family}");
        let (city, country) = random.common(&self.cities);
        let skills: Vec<&str> = (0..4 + random.below(9)).map(|_| random.common(&self.skills)).collect();
        let trade = random.common(TRADES);
        let n_jobs = 1 + random.below(5);
        let work: Vec<Work> = (0..n_jobs).map(|place| self.job(random, place, trade, &skills)).collect();
        let email = Email::parse(&format!("{}.{number}@example.com", family.to_lowercase())).ok();
        let basics = Basics {
            label: work.first().and_then(|job| job.position.clone()).filter(|_| number.is_multiple_of(3)),
            summary: number
                .is_multiple_of(2)
                .then(|| format!("{} with years in {} and {}.", trade, random.pick(&skills), random.pick(OBJECTS))),
            location: Some(Location { city: Some(city.to_owned()), country_code: CountryCode::parse(country).ok(), ..Location::default() }),
            given_name: Some(given.to_owned()),
            family_name: Some(family),
            name: Some(name),
            emails: email.clone().into_iter().collect(),
            email,
            ..Basics::default()
        };
        let languages = (0..1 + random.below(3)).map(|_| tongue(random)).collect();
        let skills = skills.into_iter().map(|skill| Skill { name: Some(skill.to_owned()), ..Skill::default() }).collect();
        let education = vec![study(random, city)];
        Profile { basics, work, education, skills, languages, ..Profile::default() }
    }

    fn job(&self, random: &mut Random, place: usize, trade: &str, skills: &[&str]) -> Work {
        let last = 2025 - 4 * place;
        let start = last - 1 - random.below(4);
        let date = |year: usize, month: usize| format!("{year}-{month:02}").parse::<PartialDate>().ok();
        let trade = if random.below(4) == 0 { random.common(TRADES) } else { trade };
        let title = format!("{} {trade}", random.pick(GRADES)).trim().to_owned();
        let current = place == 0 && random.below(3) > 0;
        // Two syllables make a common employer, three a rare one.
        let syllables = 2 + usize::from(random.below(3) > 0);
        let employer = format!("{} {}", word(random, syllables), random.pick(LEGAL));
        let highlight = |random: &mut Random| format!("{} {} with {}.", random.pick(VERBS), random.pick(OBJECTS), random.pick(skills));
        Work {
            name: Some(employer),
            position: Some(title),
            location: Some(random.common(&self.cities).0.to_owned()),
            start_date: date(start, 1 + random.below(12)),
            end_date: (!current).then(|| date(last, 1 + random.below(12))).flatten(),
            current,
            highlights: (0..2 + random.below(3)).map(|_| highlight(random)).collect(),
            ..Work::default()
        }
    }
}

pub(crate) fn word(random: &mut Random, syllables: usize) -> String {
    let text: String = (0..syllables).map(|_| random.pick(SYLLABLES)).collect();
    text[..1].to_uppercase() + &text[1..]
}

fn tongue(random: &mut Random) -> Language {
    Language { language: Some(random.common(TONGUES).to_owned()), cefr: Some(random.pick(LEVELS).to_owned()), ..Language::default() }
}

fn study(random: &mut Random, city: &str) -> Education {
    let level = 5 + random.below(4);
    Education {
        institution: Some(format!("University of {city}")),
        study_type: Some(["HND", "BSc", "MSc", "PhD"][level - 5].to_owned()),
        area: Some(random.pick(&["Computing", "Nursing", "Economics", "Engineering", "Design", "Law"]).to_owned()),
        end_date: format!("{}", 1990 + random.below(33)).parse().ok(),
        level: u8::try_from(level).ok().and_then(|level| Isced::try_from(level).ok()),
        ..Education::default()
    }
}

/// A query as its parts, so that other engines can be asked the same.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Asked {
    /// Words that must all occur somewhere.
    pub all: Vec<String>,
    /// Words of which one must occur.
    pub any: Vec<String>,
    /// A phrase that must occur.
    pub phrase: Option<String>,
    /// A word that must not occur.
    pub none: Option<String>,
    /// A word of a job title.
    pub title: Option<String>,
    /// A beginning of a word.
    pub prefix: Option<String>,
    /// Country and city of residence.
    pub country: Option<String>,
    /// City of residence.
    pub city: Option<String>,
    /// Fields to count.
    pub facets: Vec<&'static str>,
}

impl Asked {
    /// The query in the query language.
    #[must_use]
    pub fn text(&self) -> String {
        let mut parts: Vec<String> = self.all.iter().map(|word| format!("\"{word}\"")).collect();
        if !self.any.is_empty() {
            parts.push(format!("({})", self.any.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(" OR ")));
        }
        parts.extend(self.phrase.iter().map(|phrase| format!("\"{phrase}\"")));
        parts.extend(self.title.iter().map(|word| format!("title:\"{word}\"")));
        parts.extend(self.prefix.iter().map(|start| format!("{start}*")));
        parts.extend(self.none.iter().map(|word| format!("-\"{word}\"")));
        parts.join(" ")
    }
}

/// Queries that any engine knows how to answer: a skill or two and a place, a title, a phrase, alternatives, a name; most count two or three facets.
#[must_use]
pub fn queries(count: usize) -> Vec<Asked> {
    let crowd = Crowd::default();
    let mut random = Random::new(77);
    let one_word: Vec<&str> =
        crowd.skills.iter().copied().filter(|skill| skill.bytes().all(|letter| letter.is_ascii_alphabetic())).collect();
    let roles = ["engineer", "manager", "developer", "nurse", "analyst", "teacher", "chef", "accountant", "designer", "driver"];
    (0..count)
        .map(|number| {
            let skill = |random: &mut Random| random.common(&one_word).to_owned();
            let (city, country) = random.common(&crowd.cities);
            let mut asked = Asked {
                facets: ["skill", "city", "title", "employer", "country"][number % 3..number % 3 + number % 4].to_vec(),
                ..Asked::default()
            };
            match number % 10 {
                0 | 1 => {
                    asked.all = vec![skill(&mut random)];
                    asked.city = Some(city.to_owned());
                }
                2 | 3 => {
                    asked.title = Some(random.pick(&roles).to_owned());
                    asked.all = vec![skill(&mut random)];
                    asked.country = Some(country.to_owned());
                }
                4 => {
                    asked.phrase = Some(format!("{} {}", random.pick(&["senior", "lead", "junior"]), random.common(TRADES).to_lowercase()))
                }
                5 => {
                    asked.any = (0..3).map(|_| skill(&mut random)).collect();
                    asked.title = Some(random.pick(&roles).to_owned());
                }
                6 => asked.all = vec![random.common(GIVEN).to_owned(), word(&mut random, 2)],
                7 => {
                    asked.all = (0..3).map(|_| skill(&mut random)).collect();
                }
                8 => {
                    asked.title = Some(random.pick(&roles).to_owned());
                    asked.city = Some(city.to_owned());
                    asked.none = Some(skill(&mut random));
                }
                _ => {
                    asked.prefix = Some(word(&mut random, 2).to_lowercase());
                    asked.country = Some(country.to_owned());
                }
            }
            asked
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_person_and_queries_are_read() {
        let crowd = Crowd::default();
        assert_eq!(crowd.person(7), crowd.person(7));
        assert_ne!(crowd.person(7).basics.name, crowd.person(8).basics.name);
        for asked in queries(100) {
            let query = vitae_index::Query::new(asked.text());
            vitae_index::Question::read(&query).expect("a query");
        }
    }
}
