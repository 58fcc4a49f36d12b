//! Invented people: a career, studies and everything else that a résumé may tell.

use crate::date::{Month, Stretch};
use crate::fill::Fill;
use crate::locale::Locale;
use crate::rng::Rng;
use crate::vary;

/// One invented person.
#[derive(Debug, Clone)]
pub struct Person {
    /// What the files are called by.
    pub id: String,
    /// Given names.
    pub given: String,
    /// Family names with their particles.
    pub family: String,
    /// `RN`, `PhD`: empty for most.
    pub suffix: String,
    /// `Dr.`, `Dipl.-Ing.`: empty for most.
    pub prefix: String,
    /// The headline; empty for some.
    pub label: String,
    /// An address at example.com and the like.
    pub email: String,
    /// As printed.
    pub phone: String,
    /// The same number in E.164.
    pub phone_e164: String,
    /// Home.
    pub home: Place,
    /// Network and address.
    pub links: Vec<Link>,
    /// A paragraph about themselves; empty for some.
    pub summary: String,
    /// Newest first.
    pub jobs: Vec<Job>,
    /// Newest first.
    pub studies: Vec<Study>,
    /// Groups; a single group without a name is a flat list.
    pub skills: Vec<Group>,
    /// Language and level.
    pub languages: Vec<(String, String)>,
    /// Name and year; the year may be empty.
    pub certificates: Vec<(String, String)>,
    /// Unpaid work.
    pub volunteer: Vec<Volunteer>,
    /// Name and description.
    pub projects: Vec<(String, String)>,
    /// Leisure.
    pub interests: Vec<String>,
    /// Born on, nationality, driving licence: label and value.
    pub personal: Vec<(String, String)>,
    /// The month in which the résumé was written.
    pub today: Month,
}

/// Where somebody lives or works.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Place {
    /// Street and number; empty for employers.
    pub street: String,
    /// City.
    pub city: String,
    /// State, county or canton, as printed behind the city.
    pub region: String,
    /// Postal code.
    pub postcode: String,
    /// The address in the order of the country, with `{street}` and the like.
    pub pattern: String,
}

/// A page of the person elsewhere.
#[derive(Debug, Clone)]
pub struct Link {
    /// `LinkedIn`; empty for a page of their own.
    pub network: &'static str,
    /// Without a scheme.
    pub address: String,
}

/// Work for one employer in one or more roles.
#[derive(Debug, Clone)]
pub struct Job {
    /// As printed.
    pub employer: String,
    /// City, or city and region.
    pub place: String,
    /// Newest first; never empty.
    pub roles: Vec<Role>,
}

/// One title at one employer.
#[derive(Debug, Clone)]
pub struct Role {
    /// As printed.
    pub title: String,
    /// When.
    pub stretch: Stretch,
    /// Sentences, each a bullet.
    pub bullets: Vec<String>,
}

/// One stay at a school.
#[derive(Debug, Clone)]
pub struct Study {
    /// As printed.
    pub school: String,
    /// `BSc`, `Abitur`.
    pub degree: String,
    /// `Mathematics`; empty for school leavers.
    pub area: String,
    /// City.
    pub place: String,
    /// When.
    pub stretch: Stretch,
    /// `GPA 3.4/4.0`; empty for most.
    pub grade: String,
    /// A sentence on the thesis or courses; empty for most.
    pub note: String,
}

/// Skills that belong together.
#[derive(Debug, Clone)]
pub struct Group {
    /// Empty for a flat list.
    pub name: String,
    /// As printed.
    pub skills: Vec<String>,
}

/// Unpaid work.
#[derive(Debug, Clone)]
pub struct Volunteer {
    /// As printed.
    pub organization: String,
    /// As printed.
    pub position: String,
    /// When.
    pub stretch: Stretch,
}

/// Invents the person number `number` of `seed`.
#[must_use]
pub fn invent(seed: u64, number: usize, locale: &Locale) -> Person {
    let mut rng = Rng::new(seed, 1_000 + number as u64);
    Maker { locale, rng: &mut rng, female: number.is_multiple_of(2), today: Month::new(2022, 6) }.person(number)
}

struct Maker<'a> {
    locale: &'a Locale,
    rng: &'a mut Rng,
    female: bool,
    today: Month,
}

impl Maker<'_> {
    fn person(mut self, number: usize) -> Person {
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

    fn title(&mut self, field: usize) -> String {
        let titles = self.locale.list("title");
        // Neighbours in the list are of one walk of life: most careers stay there.
        let index = if self.rng.chance(86) { (field + self.rng.below(5)) % titles.len() } else { self.rng.below(titles.len()) };
        let title = self.gendered(&titles[index]);
        let ranked = ["Junior", "Senior", "Head", "Sous", "Staff", "Lead", "Assistant"].iter().any(|rank| title.starts_with(rank));
        if self.rng.chance(14) && !ranked {
            let modifier = self.any("modifier");
            let modifier = self.fill(&modifier);
            return if modifier.ends_with('_') {
                format!("{} {title}", modifier.trim_end_matches('_'))
            } else {
                format!("{title}{}{modifier}", if modifier.starts_with(',') { "" } else { " " })
            };
        }
        title
    }

    fn career(&mut self) -> (Vec<Job>, usize) {
        let field = self.rng.below(self.locale.list("title").len());
        let count = *self.rng.pick(&[0, 1, 1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8]);
        let mut cursor = if self.rng.chance(65) { self.today } else { self.today.back(self.rng.between(1, 20)) };
        let current = cursor == self.today;
        let dates = !self.rng.chance(3);
        let depth = self.rng.below(5);
        let jobs = (0..count)
            .map(|nth| {
                let employer = self.any("employer");
                let employer = self.fill(&employer);
                let employer = vary::employer(employer, &mut self.filler());
                let mut place = self.work_place();
                if employer.contains(&place) && self.rng.chance(50) {
                    place = String::new();
                }
                let roles = if self.rng.chance(14) { self.rng.between(2, 3) } else { 1 };
                let roles = (0..roles).map(|role| self.role(field, &mut cursor, current && nth == 0 && role == 0, dates, depth)).collect();
                cursor = match self.rng.below(10) {
                    0 => Month(cursor.0 + 3).min(self.today),
                    1 => cursor.back(self.rng.between(4, 16)),
                    2..=4 => cursor.back(1),
                    _ => cursor,
                };
                Job { employer, place, roles }
            })
            .collect();
        (jobs, field)
    }

    fn role(&mut self, field: usize, cursor: &mut Month, current: bool, dates: bool, depth: usize) -> Role {
        let end = *cursor;
        let length = *self.rng.pick(&[2, 3, 5, 8, 11, 14, 19, 23, 26, 31, 37, 44, 52, 66, 90]);
        let start = end.back(length);
        *cursor = start.back(usize::from(self.rng.chance(50)));
        let stretch = match (dates, current) {
            (false, _) => Stretch::None,
            (true, true) => Stretch::Open(start),
            (true, false) => Stretch::Closed(start, end),
        };
        let count = match depth {
            0 => 0,
            1 => self.rng.below(2),
            2 | 3 => self.rng.between(1, 4),
            _ => self.rng.between(3, 6),
        };
        let bullets = self.sentences(count);
        let title = self.title(field);
        Role { title: vary::title(title, &mut self.filler()), stretch, bullets }
    }

    fn sentences(&mut self, count: usize) -> Vec<String> {
        let patterns = self.rng.some(self.locale.list("bullet"), count);
        patterns.iter().map(|pattern| self.fill(pattern)).collect()
    }

    fn studies(&mut self, first_job: Option<&Job>, least: usize) -> Vec<Study> {
        let count = (*self.rng.pick(&[0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 4])).max(least);
        let begun = first_job.and_then(|job| match job.roles.last().map(|role| role.stretch) {
            Some(Stretch::Closed(start, _) | Stretch::Open(start)) => Some(start),
            _ => None,
        });
        let running = begun.is_none() || self.rng.chance(7);
        let mut cursor = begun.unwrap_or(self.today).back(self.rng.below(6));
        let dates = !self.rng.chance(4);
        let shape = self.rng.below(10);
        // Highest first: university, vocation, school.
        let mut levels: Vec<&str> = (0..count).map(|_| *self.rng.pick(&["u", "u", "u", "v", "v", "h"])).collect();
        levels.sort_by_key(|level| match *level {
            "u" => 0,
            "v" => 1,
            _ => 2,
        });
        let mut seen_school = false;
        levels.retain(|level| *level != "h" || !std::mem::replace(&mut seen_school, true));
        let mut studies: Vec<Study> = Vec::new();
        for (nth, level) in levels.into_iter().enumerate() {
            let study = self.study(level, nth == 0 && running, &mut cursor, dates, shape, &studies);
            studies.push(study);
        }
        studies
    }

    /// A degree that is not among `before`, if three tries find one.
    fn new_degree(&mut self, level: &str, before: &[Study]) -> (String, String) {
        let mut degree = self.degree(level);
        for _ in 0..3 {
            if before.iter().all(|study| study.degree != degree.0) {
                break;
            }
            degree = self.degree(level);
        }
        degree
    }

    fn study(&mut self, level: &str, running: bool, cursor: &mut Month, dates: bool, shape: usize, before: &[Study]) -> Study {
        let (degree, area) = self.new_degree(level, before);
        let school = self.of_level("school", level);
        let school = self.fill(school.split('|').next().unwrap_or_default());
        let school = vary::school(school, level, &mut self.filler());
        let june = Month::new(cursor.year(), 6).back(0);
        let end = if june > *cursor { june.back(12) } else { june };
        let start = end.back(*self.rng.pick(&[9, 21, 33, 33, 45, 57]));
        *cursor = start.back(2);
        let stretch = match (dates, running, shape) {
            (false, ..) => Stretch::None,
            (true, true, 0..=4) => Stretch::Expected(Month(self.today.0 + self.rng.between(3, 20))),
            (true, true, _) => Stretch::Open(start),
            (true, false, 0..=3) => Stretch::On(end),
            (true, false, _) => Stretch::Closed(start, end),
        };
        let grade = if self.rng.chance(20) {
            let grade = self.of_level("grade", level);
            self.fill(grade.split('|').next().unwrap_or_default())
        } else {
            String::new()
        };
        let note = if level == "u" && self.rng.chance(18) {
            let note = self.any("thesis");
            self.fill(&note)
        } else {
            String::new()
        };
        let place = if school.chars().count() < 60 { self.place().city } else { String::new() };
        let place = if school.contains(&place) { String::new() } else { place };
        Study { school, degree, area, place, stretch, grade, note }
    }

    /// An item under `key` whose last field names `level`, or any where none does.
    fn of_level(&mut self, key: &str, level: &str) -> String {
        let fitting: Vec<&String> = self.locale.list(key).iter().filter(|item| item.rsplit('|').next() == Some(level)).collect();
        if fitting.is_empty() { String::new() } else { (*self.rng.pick(&fitting)).clone() }
    }

    fn degree(&mut self, level: &str) -> (String, String) {
        let item = self.of_level("degree", level);
        let parts: Vec<&str> = item.split('|').collect();
        match parts.as_slice() {
            [degree, areas, _] => {
                let areas: Vec<&str> = areas.split('/').collect();
                ((*degree).to_owned(), (*self.rng.pick(&areas)).to_owned())
            }
            [degree, _] => ((*degree).to_owned(), String::new()),
            _ => (item, String::new()),
        }
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

/// Letters without accents, lower case; what is no letter is left out.
#[must_use]
pub fn ascii(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.to_lowercase().chars() {
        match letter {
            'a'..='z' => plain.push(letter),
            'à'..='å' | 'ă' | 'ą' => plain.push('a'),
            'æ' => plain.push_str("ae"),
            'ç' | 'ć' | 'č' => plain.push('c'),
            'ď' | 'đ' => plain.push('d'),
            'è'..='ë' | 'ę' | 'ě' => plain.push('e'),
            'ğ' => plain.push('g'),
            'ì'..='ï' | 'ı' => plain.push('i'),
            'ł' => plain.push('l'),
            'ñ' | 'ń' | 'ň' => plain.push('n'),
            'ò'..='ö' | 'ø' | 'ő' => plain.push('o'),
            'œ' => plain.push_str("oe"),
            'ř' => plain.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => plain.push('s'),
            'ß' => plain.push_str("ss"),
            'ť' | 'ţ' | 'ț' => plain.push('t'),
            'ù'..='ü' | 'ű' | 'ů' => plain.push('u'),
            'ý' | 'ÿ' => plain.push('y'),
            'ź' | 'ż' | 'ž' => plain.push('z'),
            _ => {}
        }
    }
    plain
}
