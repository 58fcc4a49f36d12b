//! Makes a person up, from the words of a language.

mod career;

use super::{Group, Job, Link, Person, Place, Volunteer, ascii};
use crate::date::{Month, Stretch};
use crate::fill::Fill;
use crate::locale::Locale;
use crate::rng::Rng;

/// Who is being made up.
pub(super) struct Maker<'a> {
    pub(super) locale: &'a Locale,
    pub(super) rng: &'a mut Rng,
    pub(super) female: bool,
    pub(super) today: Month,
}

impl Maker<'_> {
    /// Makes up all of the person.
    pub(super) fn person(mut self, number: usize) -> Person {
        self.female = self.rng.chance(50);
        self.today = Month::new(2022, 1 + self.rng.below(12)).back(0);
        self.today = Month(self.today.0 + self.rng.below(54));
        let (given, family) = self.name();
        let home = self.home();
        let (phone, phone_e164) = self.phone();
        let (jobs, field) = self.career();
        let studies = self.studies(jobs.last(), usize::from(jobs.len() < 2));
        let handle = handle(&given, &family, self.rng);
        let title = jobs.first().map_or_else(|| self.title(field), |job| job.roles[0].title.clone());
        let label = if self.rng.chance(45) { strip_note(&title) } else { String::new() };
        let skills = self.skills();
        Person {
            id: format!("{}{number:04}", self.locale.language),
            suffix: if self.rng.chance(6) { self.any("suffix") } else { String::new() },
            prefix: if self.rng.chance(4) { self.any("prefix") } else { String::new() },
            email: self.email(&handle),
            links: self.links(&handle),
            summary: if self.rng.chance(50) { self.summary(&jobs, &title, &skills) } else { String::new() },
            languages: self.languages(),
            certificates: self.certificates(),
            volunteer: self.volunteer(),
            projects: self.projects(),
            interests: if self.rng.chance(35) {
                let n = self.rng.between(2, 6);
                self.rng.some(self.locale.list("interest"), n)
            } else {
                Vec::new()
            },
            personal: self.personal(),
            today: self.today,
            given,
            family,
            label,
            phone,
            phone_e164,
            home,
            jobs,
            studies,
            skills,
        }
    }

    fn any(&mut self, key: &str) -> String {
        self.locale.any(key, self.rng).to_owned()
    }

    /// Picks a form for the person's sex from `masculine|feminine`.
    fn gendered(&self, text: &str) -> String {
        let mut forms = text.split('|');
        let first = forms.next().unwrap_or_default();
        if self.female { forms.next().unwrap_or(first).to_owned() } else { first.to_owned() }
    }

    fn name(&mut self) -> (String, String) {
        let key = if self.female { "first_f" } else { "first_m" };
        let mut given = self.any(key);
        let middle = self.any(key);
        if middle != given && self.rng.chance(14) {
            let initial = middle.chars().next().unwrap_or('A');
            given = if self.rng.chance(50) { format!("{given} {initial}.") } else { format!("{given} {middle}") };
        }
        let last = self.any("last");
        let mut family = self.gendered(&last);
        let double = self.rng.chance(self.locale.first("double").parse().unwrap_or(5));
        let second = self.any("last");
        let second = self.gendered(&second);
        if double && second != family && !second.contains('-') {
            let mark = if self.locale.first("doublemark").is_empty() { "-" } else { " " };
            family = format!("{family}{mark}{second}");
        }
        (given, family)
    }

    fn home(&mut self) -> Place {
        let mut place = self.place();
        let street = self.any("street");
        place.street = self.fill(&street);
        place.pattern = self.any("address");
        place
    }

    fn place(&mut self) -> Place {
        let city = self.any("city");
        let mut parts = city.split('|').map(str::to_owned);
        let mut next = || parts.next().unwrap_or_default();
        let (city, region, postcode) = (next(), next(), next());
        Place { city, region, postcode, ..Place::default() }
    }

    fn work_place(&mut self) -> String {
        if self.rng.chance(6) {
            let remote = self.any("remote");
            if !remote.is_empty() {
                return remote;
            }
        }
        let place = self.place();
        if place.region.is_empty() || self.rng.chance(60) { place.city } else { format!("{}, {}", place.city, place.region) }
    }

    fn filler(&mut self) -> Fill<'_> {
        Fill { locale: self.locale, rng: self.rng, female: self.female, today: self.today }
    }

    fn fill(&mut self, pattern: &str) -> String {
        self.filler().text(pattern)
    }

    /// Draws a number and writes it as printed and in E.164.
    fn phone(&mut self) -> (String, String) {
        let pattern = self.any("phone");
        let printed = self.fill(&pattern);
        let code = self.locale.first("code");
        let digits: String = printed.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
        let e164 = if printed.trim_start().starts_with('+') {
            format!("+{digits}")
        } else if let Some(rest) = digits.strip_prefix("00") {
            format!("+{rest}")
        } else {
            let trunk = self.locale.first("trunk");
            format!("+{code}{}", digits.strip_prefix(trunk).unwrap_or(&digits))
        };
        (printed, e164)
    }

    fn email(&mut self, handle: &str) -> String {
        let host = *self.rng.pick(&["example.com", "example.org", "example.net", "mail.example.com", "post.example.org"]);
        format!("{handle}@{host}")
    }

    fn links(&mut self, handle: &str) -> Vec<Link> {
        let mut links = Vec::new();
        let slug = handle.replace(['.', '_', '+'], "-");
        if self.rng.chance(45) {
            let country = self.locale.country.to_lowercase();
            let host = if self.rng.chance(15) && country != "us" {
                format!("{country}.linkedin.com")
            } else if self.rng.chance(40) {
                "www.linkedin.com".to_owned()
            } else {
                "linkedin.com".to_owned()
            };
            links.push(Link { network: "LinkedIn", address: format!("{host}/in/{slug}") });
        }
        if self.rng.chance(15) {
            links.push(Link { network: "GitHub", address: format!("github.com/{slug}") });
        }
        if self.rng.chance(12) {
            links.push(Link {
                network: "",
                address: if self.rng.chance(50) { format!("{slug}.example") } else { format!("www.{slug}.example") },
            });
        }
        if self.rng.chance(4) {
            links.push(Link { network: "XING", address: format!("www.xing.com/profile/{}", slug.replace('-', "_")) });
        }
        links
    }

    fn summary(&mut self, jobs: &[Job], title: &str, skills: &[Group]) -> String {
        let patterns = {
            let n = self.rng.between(1, 3);
            self.rng.some(self.locale.list("summary"), n)
        };
        let skill = skills.first().and_then(|group| group.skills.first()).cloned().unwrap_or_default();
        let employer = jobs.first().map_or("", |job| job.employer.as_str());
        let mut sentences: Vec<String> = Vec::new();
        for pattern in patterns {
            if (pattern.contains("{employer}") && employer.is_empty()) || (pattern.contains("{skill}") && skill.is_empty()) {
                continue;
            }
            let pattern = pattern.replace("{title}", &strip_note(title)).replace("{employer}", employer).replace("{skill}", &skill);
            sentences.push(self.fill(&pattern));
        }
        sentences.join(" ")
    }

    fn skills(&mut self) -> Vec<Group> {
        let all = self.locale.list("skill");
        if self.rng.chance(10) {
            return Vec::new();
        }
        let start = self.rng.below(all.len());
        let window: Vec<String> = (0..18).map(|step| all[(start + step) % all.len()].clone()).collect();
        let names = self.locale.list("skillgroup");
        if names.len() >= 3 && self.rng.chance(35) {
            let count = self.rng.between(2, 4);
            let names = self.rng.some(names, count);
            let mut left = self.rng.some(&window, 18);
            return names
                .into_iter()
                .map(|name| Group {
                    name,
                    skills: {
                        let n = self.rng.between(2, 5).min(left.len());
                        left.split_off(left.len() - n)
                    },
                })
                .filter(|group| !group.skills.is_empty())
                .collect();
        }
        let count = self.rng.between(3, 12);
        vec![Group { name: String::new(), skills: self.rng.some(&window, count) }]
    }

    fn languages(&mut self) -> Vec<(String, String)> {
        if self.rng.chance(40) {
            return Vec::new();
        }
        let count = self.rng.between(1, 4);
        let mut names = self.rng.some(&self.locale.list("language")[1..], count);
        let own = self.locale.first("language").to_owned();
        if self.rng.chance(75) {
            names.insert(0, own);
        }
        let levels = self.locale.list("level");
        let cefr = self.rng.chance(35);
        let mother = levels[self.rng.below(2)].clone();
        names
            .into_iter()
            .map(|name| {
                let level = if name == self.locale.first("language") {
                    mother.clone()
                } else if cefr {
                    (*self.rng.pick(&["A1", "A2", "B1", "B2", "C1", "C2"])).to_owned()
                } else {
                    levels[2 + self.rng.below(levels.len() - 2)].clone()
                };
                (name, level)
            })
            .collect()
    }

    fn certificates(&mut self) -> Vec<(String, String)> {
        if self.rng.chance(65) {
            return Vec::new();
        }
        let names = {
            let n = self.rng.between(1, 4);
            self.rng.some(self.locale.list("certificate"), n)
        };
        let years = self.rng.chance(60);
        names
            .into_iter()
            .map(|name| (name, if years { (self.today.year() - self.rng.below(9)).to_string() } else { String::new() }))
            .collect()
    }

    fn volunteer(&mut self) -> Vec<Volunteer> {
        if self.locale.list("volunteer").is_empty() || self.rng.chance(84) {
            return Vec::new();
        }
        let item = self.any("volunteer");
        let (position, organization) = item.split_once('|').unwrap_or((&item, ""));
        let start = self.today.back(self.rng.between(14, 70));
        let organization = self.fill(organization);
        vec![Volunteer {
            position: position.to_owned(),
            organization,
            stretch: if self.rng.chance(50) { Stretch::Open(start) } else { Stretch::Closed(start, Month(start.0 + 12)) },
        }]
    }

    fn projects(&mut self) -> Vec<(String, String)> {
        if self.locale.list("project").is_empty() || self.rng.chance(88) {
            return Vec::new();
        }
        let items = {
            let n = self.rng.between(1, 2);
            self.rng.some(self.locale.list("project"), n)
        };
        items
            .iter()
            .map(|item| {
                let (name, text) = item.split_once('|').unwrap_or((item, ""));
                (name.to_owned(), self.fill(text))
            })
            .collect()
    }

    fn personal(&mut self) -> Vec<(String, String)> {
        let share = self.locale.first("personal_share").parse().unwrap_or(10);
        if !self.rng.chance(share) {
            return Vec::new();
        }
        let count = self.rng.between(1, 3);
        let items = self.rng.some(self.locale.list("personal"), count);
        items
            .iter()
            .map(|item| {
                let (label, value) = item.split_once('=').unwrap_or((item, ""));
                let value = self.gendered(value);
                (label.trim().to_owned(), self.fill(value.trim()))
            })
            .collect()
    }
}

/// A title without what stands in brackets or behind a comma: what people put under their name.
fn strip_note(title: &str) -> String {
    title.split([',', '(']).next().unwrap_or(title).trim().to_owned()
}

fn handle(given: &str, family: &str, rng: &mut Rng) -> String {
    let (first, last) = (ascii(given.split(' ').next().unwrap_or(given)), ascii(family));
    let initial: String = first.chars().take(1).collect();
    match rng.below(6) {
        0 => format!("{initial}{last}"),
        1 => format!("{first}{last}"),
        2 => format!("{first}_{last}"),
        3 => format!("{initial}.{last}{}", rng.between(70, 99)),
        _ => format!("{first}.{last}"),
    }
}
