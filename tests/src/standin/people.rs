//! Fictional people: names, careers, and the ways to reach them that are reserved for fiction.

use serde_json::{Value, json};

use crate::random::Random;

const GIVEN: [&str; 61] = [
    "Ada", "Bela", "Carlo", "Dunja", "Elif", "Fumiko", "Goran", "Hanna", "Ines", "Jonas", "Kamala", "Leif", "Maren", "Nadia", "Oskar",
    "Priya", "Quentin", "Rosa", "Soren", "Tariq", "Uma", "Viktor", "Wanda", "Ximena", "Yusuf", "Zofia", "Amara", "Bruno", "Chidi", "Dalia",
    "Emre", "Freya", "Gustav", "Hiro", "Ilse", "Jorge", "Kiran", "Lucia", "Mateo", "Noor", "Olga", "Paolo", "Rania", "Stefan", "Tove",
    "Ulrich", "Vera", "Walid", "Xavier", "Yara", "Zane", "Anouk", "Bogdan", "Celine", "Dario", "Esther", "Farid", "Greta", "Hugo", "Irena",
    "Jamal",
];

const FAMILY: [&str; 83] = [
    "Adler",
    "Brandvold",
    "Castellan",
    "Dremmel",
    "Eskildsen",
    "Fontaine",
    "Grabowski",
    "Halvorsen",
    "Ibarra",
    "Jankovic",
    "Keppler",
    "Lindqvist",
    "Marchetti",
    "Nakagawa",
    "Oyelaran",
    "Pfister",
    "Quiroga",
    "Rasmussen",
    "Santoro",
    "Tilborg",
    "Umarov",
    "Valentin",
    "Wojcik",
    "Xanthos",
    "Yilmaz",
    "Zimmer",
    "Abernathy",
    "Blomqvist",
    "Corvino",
    "Dalgaard",
    "Ekström",
    "Farkas",
    "Giraud",
    "Hollander",
    "Ivanić",
    "Jauregui",
    "Kowalczyk",
    "Laurent",
    "Moravec",
    "Nordahl",
    "Okonkwo",
    "Petrović",
    "Quist",
    "Reinholt",
    "Szabó",
    "Thorne",
    "Urbanek",
    "Vasquez",
    "Weidmann",
    "Yamada",
    "Zeller",
    "Ansari",
    "Bergström",
    "Cisse",
    "Duarte",
    "Engel",
    "Fischbach",
    "Gallo",
    "Hakimi",
    "Isaksen",
    "Jensen",
    "Kaminski",
    "Lopes",
    "Müller",
    "Novak",
    "Orsini",
    "Pereira",
    "Rahman",
    "Schreiber",
    "Tanaka",
    "Ueda",
    "Virtanen",
    "Winther",
    "Yeboah",
    "Zapata",
    "Araya",
    "Boateng",
    "Chandra",
    "Dimitrov",
    "Echeverría",
    "Ferreira",
    "Gunnarsson",
    "Horvat",
];

const TITLES: [&str; 14] = [
    "Software Engineer",
    "Maintenance Engineer",
    "Nurse",
    "Data Analyst",
    "Accountant",
    "Product Manager",
    "Electrician",
    "Marketing Manager",
    "Project Coordinator",
    "Mechanical Designer",
    "Sales Representative",
    "Laboratory Technician",
    "Warehouse Supervisor",
    "Teacher",
];

const EMPLOYERS: [&str; 17] = [
    "Example Pumps Ltd",
    "Borealis Freight",
    "Kestrel Analytics",
    "Hollow Oak Clinic",
    "Meridian Foundry",
    "Lantern Software",
    "Quarry & Stone",
    "Tidewater Energy",
    "Umbra Optics",
    "Vantage Mills",
    "Willow School",
    "Northgate Bakery",
    "Cobalt Systems",
    "Fern Valley Farms",
    "Granite Insurance",
    "Harbour Textiles",
    "Iris Mobility",
];

const SCHOOLS: [&str; 11] = [
    "Example University",
    "Institute of Applied Craft",
    "Northern Polytechnic",
    "Riverside College",
    "Hogeschool Voorbeeld",
    "Universidad Ejemplo",
    "Beispiel Universität",
    "Lakeshore Technical School",
    "Academy of Works",
    "Eastfield University",
    "Alpine School of Trade",
];

const MAJORS: [&str; 9] =
    ["Computer Science", "Mechanical Engineering", "Nursing", "Economics", "Physics", "Marketing", "Chemistry", "Education", "Logistics"];

const SKILLS: [&str; 16] = [
    "Rust",
    "Python",
    "SQL",
    "Welding",
    "Bookkeeping",
    "Triage",
    "CAD",
    "Forklift",
    "Negotiation",
    "Scheduling",
    "Kubernetes",
    "Spectroscopy",
    "Teaching",
    "Excel",
    "Copywriting",
    "Wiring",
];

/// City, region, country, country code in the provider's lower case.
const PLACES: [(&str, &str, &str, &str); 9] = [
    ("Utrecht", "Utrecht", "Netherlands", "nl"),
    ("Berlin", "Berlin", "Germany", "de"),
    ("Boston", "Massachusetts", "United States", "us"),
    ("Leeds", "England", "United Kingdom", "gb"),
    ("Lyon", "Auvergne-Rhône-Alpes", "France", "fr"),
    ("Seville", "Andalusia", "Spain", "es"),
    ("Turin", "Piedmont", "Italy", "it"),
    ("Kraków", "Lesser Poland", "Poland", "pl"),
    ("Toronto", "Ontario", "Canada", "ca"),
];

/// Area codes whose 555-0100 to 555-0199 are reserved for fiction, as are all of North America's.
const AREAS: [u16; 40] = [
    201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 301, 302, 303, 304, 305, 307, 308, 309, 310, 312,
    313, 314, 315, 316, 317, 318, 319, 401, 402, 404, 405, 406, 407,
];

/// A job somebody had.
#[derive(Debug, Clone)]
pub struct Post {
    /// Job title.
    pub title: &'static str,
    /// Employer.
    pub employer: &'static str,
    /// First month, `YYYY-MM`.
    pub start: String,
    /// Last month, or nothing for the present job.
    pub end: Option<String>,
}

/// Somebody who does not exist.
#[derive(Debug, Clone)]
pub struct Person {
    /// Given name.
    pub given: &'static str,
    /// Family name.
    pub family: &'static str,
    /// Unique among the first hundred million.
    pub email: String,
    /// Unique among the first four thousand, absent after them.
    pub phone: Option<String>,
    /// City, region, country, country code.
    pub place: (&'static str, &'static str, &'static str, &'static str),
    /// Jobs, the latest first.
    pub posts: Vec<Post>,
    /// School, degree, major, first and last year.
    pub study: (&'static str, &'static str, &'static str, u16, u16),
    /// Skills.
    pub skills: Vec<&'static str>,
}

impl Person {
    /// The person of a number: always the same, and no two alike.
    #[must_use]
    pub fn new(seed: u64, number: usize) -> Self {
        let mut random = Random::new(seed, number as u64);
        let given = GIVEN[number % GIVEN.len()];
        let family = FAMILY[(number / GIVEN.len() + number) % FAMILY.len()];
        let graduated = 2004 + random.below(16) as u16;
        Self {
            given,
            family,
            email: format!("{}.{}{number}@example.com", deaccented(given), deaccented(family)),
            phone: AREAS.get(number / 100).map(|area| format!("+1 {area} 555 {:04}", 100 + number % 100)),
            place: random.pick(&PLACES),
            posts: posts(&mut random, graduated),
            study: (random.pick(&SCHOOLS), random.pick(&["BSc", "MSc", "Diploma"]), random.pick(&MAJORS), graduated - 4, graduated),
            skills: (0..4).map(|_| random.pick(&SKILLS)).collect(),
        }
    }

    /// Education as the provider's API tells it.
    #[must_use]
    pub fn education(&self) -> Value {
        let (institution, degree, major, start, end) = self.study;
        json!([{"institution": institution, "degree": degree, "major": major, "current": false, "startDate": start.to_string(), "endDate": format!("{end}-06")}])
    }

    /// Employment as the provider's API tells it, with its odd free-text places.
    #[must_use]
    pub fn experience(&self) -> Value {
        let tell = |post: &Post| {
            let mut told = json!({"title": post.title, "company": post.employer, "current": post.end.is_none(), "startDate": post.start,
                "location": format!("{}, , {}", self.place.0, self.place.3.to_uppercase()), "description": "Day-to-day work.\n- and reports"});
            if let Some(end) = &post.end {
                told["endDate"] = json!(end);
            }
            told
        };
        self.posts.iter().map(tell).collect()
    }
}

fn posts(random: &mut Random, graduated: u16) -> Vec<Post> {
    let mut posts = Vec::new();
    let mut year = graduated;
    for _ in 0..1 + random.below(3) {
        let end = year + 1 + random.below(4) as u16;
        let last = end >= 2024;
        posts.push(Post {
            title: random.pick(&TITLES),
            employer: random.pick(&EMPLOYERS),
            start: format!("{year}-{:02}", 1 + random.below(12)),
            end: (!last).then(|| format!("{end}-{:02}", 1 + random.below(12))),
        });
        if last {
            break;
        }
        year = end + 1;
    }
    posts.reverse();
    posts
}

fn deaccented(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    name.nfd().filter(char::is_ascii_alphabetic).collect::<String>().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_number_gives_the_same_person_and_another_another() {
        assert_eq!(Person::new(1, 7).experience(), Person::new(1, 7).experience());
        let people: Vec<Person> = (0..4000).map(|number| Person::new(1, number)).collect();
        let emails: std::collections::BTreeSet<_> = people.iter().map(|person| &person.email).collect();
        let phones: std::collections::BTreeSet<_> = people.iter().filter_map(|person| person.phone.as_ref()).collect();
        assert_eq!((emails.len(), phones.len()), (4000, 4000));
        assert!(phones.iter().all(|phone| phone.contains(" 555 01")));
    }
}
