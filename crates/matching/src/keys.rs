//! Blocking keys: records that share one are compared.

use std::borrow::Cow;

use crate::desk::Desk;
use crate::features::Form;
use crate::hash::{hash, hash_joined, join};
use crate::nickname;

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
    join(hash(0x100 + rule as u64, left), hash(rule as u64, right))
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
    if !given.is_empty() && !family.is_empty() {
        // The order of the two must not matter.
        let (one, other) = if given < family { (&given, &family) } else { (&family, &given) };
        give(Rule::Names, key(Rule::Names, one, other));
    }
    let Some(first) = form.name.given.first() else { return };
    if !family.is_empty() {
        of_spellings(desk.read(first), &given, &family, give);
    }
    let city = desk.read(&form.city);
    for part in &form.name.family {
        let (sound, part) = (desk.skeleton(part), desk.read(part));
        let (first_sound, first) = (desk.skeleton(first), desk.read(first));
        for group in nickname::groups(first).iter().take(4) {
            give(Rule::RelatedNames, join(hash(Rule::RelatedNames as u64, part), u64::from(*group)));
        }
        if form.name.given.len() > 1 || form.name.family.len() > 1 {
            let (one, other) = if first < part { (first, part) } else { (part, first) };
            give(Rule::Names, key(Rule::Names, one, other));
        }
        if sound.len() > 1 {
            give(Rule::Sound, key(Rule::Sound, &sound, &first_sound));
        }
        if !city.is_empty() {
            // `Li` and `Hu` have no more than a letter of sound, and stand for themselves.
            let sound = if sound.len() > 1 { &sound } else { part };
            give(Rule::FamilyCity, key(Rule::FamilyCity, sound, beginning(&desk.skeleton(&form.city), 4)));
        }
    }
    let first = desk.read(first);
    if !city.is_empty() && first.len() > 1 {
        give(Rule::GivenCity, key(Rule::GivenCity, first, city));
    }
}

/// The ways in which addresses spell a name.
fn of_spellings(first: &str, given: &str, family: &str, give: &mut impl FnMut(Rule, u64)) {
    let mut spell = |rule: Rule, one: &str, other: &str| {
        if one.len() + other.len() >= 4 {
            give(rule, join_spelled(one, other));
        }
    };
    // Records that tell an initial alone meet each other too, as if it were an address.
    spell(Rule::Address, beginning(first, 1), family);
    spell(Rule::Spelled, beginning(family, 1), first);
    spell(Rule::Spelled, first, beginning(family, 1));
    for given in [given, first].into_iter().take(1 + usize::from(given != first)) {
        spell(Rule::Spelled, given, family);
        spell(Rule::Spelled, family, given);
    }
}

fn join_spelled(one: &str, other: &str) -> u64 {
    join(hash_joined(0x100 + Rule::Spelled as u64, one, other), hash(Rule::Spelled as u64, ""))
}

/// The first `length` bytes of a folded text.
fn beginning(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}

fn of_career<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    let Some(family) = form.name.family.last() else { return };
    let names = || form.name.given.first().into_iter().chain([family]).map(|name| desk.read(name));
    for job in form.jobs.iter().filter(|job| !desk.read(&job.employer.core).is_empty()).take(6) {
        let core = desk.read(&job.employer.core);
        for name in names() {
            give(Rule::NameEmployer, key(Rule::NameEmployer, name, core));
        }
        if let Some(start) = job.start {
            let salt = u64::from(start.index);
            give(Rule::EmployerStart, join(hash(0x100 + Rule::EmployerStart as u64 + (salt << 16), core), salt));
        }
    }
    for study in form.studies.iter().take(4) {
        for name in names() {
            give(Rule::NameSchool, key(Rule::NameSchool, name, desk.read(&study.school.core)));
        }
    }
}
