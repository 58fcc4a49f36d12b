//! Invented people: a career, studies and everything else that a résumé may tell.

mod maker;

use self::maker::Maker;
use crate::date::{Month, Stretch};
use crate::locale::Locale;
use crate::rng::Rng;

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
