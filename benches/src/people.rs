//! Invented people: profiles of a plausible shape, the same for the same number.

use vitae_model::{Basics, Education, Email, Location, Profile, Skill, Work};

use crate::Random;

const GIVEN: &[&str] = &[
    "Anna", "Bola", "Chen", "Dmitri", "Elif", "Farid", "Grace", "Hana", "Ines", "Jakub", "Kwame", "Lena", "Marek", "Nadia", "Omar", "Priya",
];
const FAMILY: &[&str] = &[
    "Novak", "Okafor", "Schmidt", "Tanaka", "Usman", "Varga", "Weber", "Xavier", "Yilmaz", "Zhang", "Adeyemi", "Baptiste", "Costa",
    "Dubois", "Eriksen", "Fischer",
];
const SYLLABLES: &[&str] = &["ba", "den", "fo", "gri", "hel", "jo", "kar", "lun", "mo", "nis", "pe", "ros", "sta", "tor", "vel", "wen"];
const TITLES: &[&str] =
    &["Software Engineer", "Data Analyst", "Nurse", "Site Manager", "Accountant", "Product Manager", "Teacher", "Electrician"];
const CITIES: &[&str] = &["Berlin", "Lagos", "Leeds", "Lyon", "Madrid", "Porto", "Toronto", "Utrecht"];
const SKILLS: &[&str] =
    &["Rust", "Python", "SQL", "Triage", "AutoCAD", "Excel", "Kubernetes", "French", "Welding", "Payroll", "Java", "Scrum"];

/// `count` people; each tenth is the one before once more, told by another document.
#[must_use]
pub fn people(count: usize) -> Vec<Profile> {
    let mut random = Random::new(0);
    let mut people: Vec<Profile> = Vec::with_capacity(count);
    for index in 0..count {
        let again = people.last().filter(|_| index % 10 == 9).cloned();
        people.push(again.map_or_else(|| person(&mut random, index), told_again));
    }
    people
}

fn person(random: &mut Random, index: usize) -> Profile {
    let given = random.pick(GIVEN);
    let family = format!("{}{}", random.pick(FAMILY), random.pick(SYLLABLES));
    let email = Email::parse(&format!("{given}.{family}.{index}@example.com")).ok();
    let basics = Basics {
        name: Some(format!("{given} {family}")),
        given_name: Some(given.to_owned()),
        family_name: Some(family),
        emails: email.clone().into_iter().collect(),
        email,
        location: Some(Location { city: Some(random.pick(CITIES).to_owned()), ..Location::default() }),
        ..Basics::default()
    };
    let work = (0..1 + random.below(4)).map(|_| job(random)).collect();
    let skills = (0..3 + random.below(6)).map(|_| Skill { name: Some(random.pick(SKILLS).to_owned()), ..Skill::default() }).collect();
    let school = Some(format!("University of {}", random.pick(CITIES)));
    let education = vec![Education { institution: school, study_type: Some("BSc".to_owned()), ..Education::default() }];
    Profile { basics, work, education, skills, ..Profile::default() }
}

fn job(random: &mut Random) -> Work {
    let start = 2000 + random.below(20);
    let date = |year: usize| format!("{year}-{:02}", 1 + year % 12).parse().ok();
    Work {
        name: Some(format!("{}{} Ltd", random.pick(SYLLABLES), random.pick(SYLLABLES))),
        position: Some(random.pick(TITLES).to_owned()),
        start_date: date(start),
        end_date: date(start + 1 + random.below(4)),
        highlights: vec!["Led a team of nine people and halved the time from order to delivery".to_owned()],
        ..Work::default()
    }
}

/// The same person without an e-mail address.
fn told_again(mut profile: Profile) -> Profile {
    profile.basics.email = None;
    profile.basics.emails.clear();
    profile
}
