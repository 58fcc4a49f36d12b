//! Blocking keys: records that share one are compared.

use std::borrow::Cow;

use crate::corpus::Table;
use crate::desk::Desk;
use crate::features::Form;
use crate::hash::{Piece, hash, hash_joined, join};

/// The rules that make keys, in the order in which yields are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Rule {
    // The numbers take four bits of a key, and one more where it matters on which side of a block a record stands.
    Email = 1,
    Phone = 2,
    Link = 3,
    Names = 4,
    RelatedNames = 5,
    NameEmployer = 6,
    NameSchool = 7,
    FamilyCity = 8,
    Sound = 9,
    User = 10,
    Number = 11,
    GivenCity = 12,
    Birth = 13,
    Street = 14,
    Spelled = 15,
    EmployerStart = 0,
    /// What an address spells: the blocks of [`Rule::Spelled`], told apart from names by one more bit.
    Address = 31,
}

/// The bits of a key that tell its rule.
pub(crate) const RULE: u64 = 0xf;
/// Those and the bit that tells the side of a block on which the record stands.
pub(crate) const RULE_AND_SIDE: u64 = 0x1f;

impl Rule {
    pub(crate) const ALL: [Self; 16] = [
        Self::Email,
        Self::Phone,
        Self::Link,
        Self::Names,
        Self::RelatedNames,
        Self::NameEmployer,
        Self::NameSchool,
        Self::FamilyCity,
        Self::Sound,
        Self::User,
        Self::Number,
        Self::GivenCity,
        Self::Birth,
        Self::Street,
        Self::Spelled,
        Self::EmployerStart,
    ];

    /// The word in tables.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Link => "link",
            Self::Names => "names",
            Self::RelatedNames => "related_names",
            Self::NameEmployer => "name_employer",
            Self::NameSchool => "name_school",
            Self::FamilyCity => "family_city",
            Self::Sound => "sound",
            Self::User => "email_user",
            Self::Number => "number",
            Self::GivenCity => "given_city",
            Self::Birth => "birth",
            Self::Street => "street",
            Self::Spelled | Self::Address => "spelled",
            Self::EmployerStart => "employer_start",
        }
    }
}

/// Most records in a block of a rule. What more records share says little about any two of them; rarer keys of the same records
/// still bring them together.
pub(crate) fn cap(rule: usize) -> usize {
    const NAMES: usize = Rule::Names as usize;
    const SOUND: usize = Rule::Sound as usize;
    const RELATED: usize = Rule::RelatedNames as usize;
    const EMAIL: usize = Rule::Email as usize;
    const PHONE: usize = Rule::Phone as usize;
    const FAMILY_CITY: usize = Rule::FamilyCity as usize;
    const GIVEN_CITY: usize = Rule::GivenCity as usize;
    const EMPLOYER_START: usize = Rule::EmployerStart as usize;
    match rule {
        NAMES => 150,
        EMAIL | PHONE => 40,
        FAMILY_CITY | GIVEN_CITY => 28,
        RELATED | SOUND => 12,
        EMPLOYER_START => 8,
        _ => 14,
    }
}

fn key(rule: Rule, left: &str, right: &str) -> u64 {
    join(left_hash(rule, left), right_hash(rule, right))
}

fn left_hash(rule: Rule, text: &str) -> u64 {
    hash(0x100 + rule as u64, text)
}

fn right_hash(rule: Rule, text: &str) -> u64 {
    hash(rule as u64, text)
}

/// What one text gives to a key of two. It depends on the text alone, so that whoever meets a text again has it already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Half {
    // Of a word of a name.
    FirstName,
    OtherName,
    Related,
    FamilySound,
    GivenSound,
    /// The sound of a family name beside a city.
    FamilyOfCity,
    GivenOfCity,
    NameOfEmployer,
    NameOfSchool,
    // Of a city.
    City,
    /// How a city's name begins to sound.
    CitySound,
    // Of what tells an employer and a school from others.
    Employer,
    School,
}

impl Half {
    /// All that a text of a table may give, each at its [`place`](Self::place).
    pub(crate) fn of(table: Table) -> &'static [Self] {
        match table {
            Table::Name => &[
                Self::FirstName,
                Self::OtherName,
                Self::Related,
                Self::FamilySound,
                Self::GivenSound,
                Self::FamilyOfCity,
                Self::GivenOfCity,
                Self::NameOfEmployer,
                Self::NameOfSchool,
            ],
            Table::City => &[Self::City, Self::CitySound],
            Table::EmployerCore => &[Self::Employer],
            Table::SchoolCore => &[Self::School],
            _ => &[],
        }
    }

    /// Its place among all that a text of its table gives.
    pub(crate) fn place(self) -> usize {
        match self {
            Self::City | Self::Employer | Self::School => 0,
            Self::CitySound => 1,
            of_name => of_name as usize,
        }
    }

    /// The half that `text` gives; `sound` tells its consonants.
    pub(crate) fn hash<S: AsRef<str>>(self, text: &str, sound: impl FnOnce() -> S) -> u64 {
        match self {
            Self::FirstName => left_hash(Rule::Names, text),
            Self::OtherName => right_hash(Rule::Names, text),
            Self::Related => right_hash(Rule::RelatedNames, text),
            Self::FamilySound => left_hash(Rule::Sound, sound().as_ref()),
            Self::GivenSound => right_hash(Rule::Sound, sound().as_ref()),
            // `Li` and `Hu` have no more than a letter of sound, and stand for themselves.
            Self::FamilyOfCity => left_hash(Rule::FamilyCity, Some(sound().as_ref()).filter(|sound| sound.len() > 1).unwrap_or(text)),
            Self::GivenOfCity => left_hash(Rule::GivenCity, text),
            Self::NameOfEmployer => left_hash(Rule::NameEmployer, text),
            Self::NameOfSchool => left_hash(Rule::NameSchool, text),
            Self::City => right_hash(Rule::GivenCity, text),
            Self::CitySound => right_hash(Rule::FamilyCity, beginning(sound().as_ref(), 4)),
            Self::Employer => right_hash(Rule::NameEmployer, text),
            Self::School => right_hash(Rule::NameSchool, text),
        }
    }
}

/// Calls `give` with every key of a record. Keys may come twice.
pub(crate) fn of<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    of_contacts(form, give);
    of_names(desk, form, give);
    of_career(desk, form, give);
    for number in &form.numbers {
        give(Rule::Number, key(Rule::Number, number, ""));
    }
    if !form.birth.is_empty() {
        give(Rule::Birth, key(Rule::Birth, &form.birth, ""));
    }
    of_address(desk, form, give);
}

/// A street by itself, and the house by its number and the code, should the street be misspelt.
fn of_address<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    if form.street.is_empty() {
        return;
    }
    give(Rule::Street, key(Rule::Street, &form.street, ""));
    let house = form.street.split(' ').next().filter(|first| first.bytes().all(|byte| byte.is_ascii_digit()));
    for place in [form.postcode.as_str(), desk.read(&form.city)].into_iter().filter(|place| !place.is_empty()) {
        if let Some(house) = house {
            give(Rule::Street, key(Rule::Street, house, place));
        }
        if let Some(first) = form.name.given.first() {
            give(Rule::Street, key(Rule::Street, beginning(desk.read(first), 2), place));
        }
    }
}

fn of_contacts<T>(form: &Form<T>, give: &mut impl FnMut(Rule, u64)) {
    for email in &form.emails {
        give(Rule::Email, key(Rule::Email, &email.address, ""));
        if !email.role && email.user.len() + email.digits.len() >= 5 {
            give(Rule::User, key(Rule::User, &email.user, &email.digits));
        }
    }
    // An address often spells a name that its record gives otherwise: in full, before a marriage, without a typing error.
    for email in form.emails.iter().filter(|email| !email.role && email.user.len() >= 4) {
        give(Rule::Address, key(Rule::Spelled, &email.user, ""));
    }
    for phone in &form.phones {
        give(Rule::Phone, key(Rule::Phone, phone, ""));
    }
    for link in &form.links {
        give(Rule::Link, key(Rule::Link, &link.address, ""));
    }
}

/// Words as one.
pub(crate) fn joined<'a, D: Desk>(desk: &'a D, words: &'a [D::Text]) -> Cow<'a, str> {
    match words {
        [] => Cow::Borrowed(""),
        [only] => Cow::Borrowed(desk.read(only)),
        several => Cow::Owned(several.iter().map(|word| desk.read(word)).collect()),
    }
}

fn of_names<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    let (given, family) = (joined(desk, &form.name.given), joined(desk, &form.name.family));
    of_pair(desk, form, (&given, &family), give);
    let Some(first) = form.name.given.first() else { return };
    if !family.is_empty() {
        of_spellings(desk.read(first), &given, &family, give);
    }
    let city = Some(&form.city).filter(|city| !desk.is_empty(city));
    for part in &form.name.family {
        for group in desk.groups(first).iter().take(4) {
            give(Rule::RelatedNames, join(desk.half(Half::Related, part), u64::from(*group)));
        }
        if form.name.given.len() > 1 || form.name.family.len() > 1 {
            give(Rule::Names, of_words(desk, first, part));
        }
        if desk.skeleton(part).len() > 1 {
            give(Rule::Sound, join(desk.half(Half::FamilySound, part), desk.half(Half::GivenSound, first)));
        }
        if let Some(city) = city {
            give(Rule::FamilyCity, join(desk.half(Half::FamilyOfCity, part), desk.half(Half::CitySound, city)));
        }
    }
    if let Some(city) = city.filter(|_| desk.read(first).len() > 1) {
        give(Rule::GivenCity, join(desk.half(Half::GivenOfCity, first), desk.half(Half::City, city)));
    }
}

/// Given and family name as wholes. The order of the two must not matter.
fn of_pair<D: Desk>(desk: &D, form: &Form<D::Text>, (given, family): (&str, &str), give: &mut impl FnMut(Rule, u64)) {
    if given.is_empty() || family.is_empty() {
        return;
    }
    let pair = match (form.name.given.as_slice(), form.name.family.as_slice()) {
        ([given], [family]) => of_words(desk, given, family),
        _ if given < family => key(Rule::Names, given, family),
        _ => key(Rule::Names, family, given),
    };
    give(Rule::Names, pair);
}

/// The key of two words of a name, whichever comes first.
fn of_words<D: Desk>(desk: &D, one: &D::Text, other: &D::Text) -> u64 {
    let (one, other) = if desk.read(one) < desk.read(other) { (one, other) } else { (other, one) };
    join(desk.half(Half::FirstName, one), desk.half(Half::OtherName, other))
}

/// The ways in which addresses spell a name.
fn of_spellings(first: &str, given: &str, family: &str, give: &mut impl FnMut(Rule, u64)) {
    let mut spell = |rule: Rule, one: Piece<'_>, other: Piece<'_>| {
        if one.len() + other.len() >= 4 {
            give(rule, join_spelled(one, other));
        }
    };
    let is_short = first != given;
    let [first, given, family] = [first, given, family].map(Piece::of);
    // Records that tell an initial alone meet each other too, as if it were an address.
    spell(Rule::Address, first.initial(), family);
    spell(Rule::Spelled, family.initial(), first);
    spell(Rule::Spelled, first, family.initial());
    for given in [given, first].into_iter().take(1 + usize::from(is_short)) {
        spell(Rule::Spelled, given, family);
        spell(Rule::Spelled, family, given);
    }
}

fn join_spelled(one: Piece<'_>, other: Piece<'_>) -> u64 {
    join(hash_joined(0x100 + Rule::Spelled as u64, one, other), hash(Rule::Spelled as u64, ""))
}

/// The first `length` bytes of a folded text.
fn beginning(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}

fn of_career<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    let Some(family) = form.name.family.last() else { return };
    let halves = |half: Half| form.name.given.first().into_iter().chain([family]).map(move |name| desk.half(half, name));
    for job in form.jobs.iter().filter(|job| !desk.is_empty(&job.employer.core)).take(6) {
        let core = &job.employer.core;
        for name in halves(Half::NameOfEmployer) {
            give(Rule::NameEmployer, join(name, desk.half(Half::Employer, core)));
        }
        if let Some(start) = job.start {
            let salt = u64::from(start.index);
            give(Rule::EmployerStart, join(hash(0x100 + Rule::EmployerStart as u64 + (salt << 16), desk.read(core)), salt));
        }
    }
    for study in form.studies.iter().take(4) {
        for name in halves(Half::NameOfSchool) {
            give(Rule::NameSchool, join(name, desk.half(Half::School, &study.school.core)));
        }
    }
}
