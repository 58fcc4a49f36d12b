//! Blocking keys: records that share one are compared.

use crate::desk::Desk;
use crate::features::Form;
use crate::hash::{Piece, hash_joined, hash_piece, join};

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

#[inline]
fn key(rule: Rule, left: &str, right: &str) -> u64 {
    key_of(rule, Piece::of(left), Piece::of(right))
}

#[inline]
fn key_of(rule: Rule, left: Piece<'_>, right: Piece<'_>) -> u64 {
    join(left_hash(rule, left), right_hash(rule, right))
}

#[inline]
fn left_hash(rule: Rule, text: Piece<'_>) -> u64 {
    hash_piece(0x100 + rule as u64, text)
}

#[inline]
fn right_hash(rule: Rule, text: Piece<'_>) -> u64 {
    hash_piece(rule as u64, text)
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

/// Words as one; several are written into `whole`.
fn joined<'a, D: Desk>(desk: &'a D, words: &'a [D::Text], whole: &'a mut String) -> Piece<'a> {
    match words {
        [only] => desk.piece(only),
        several => {
            several.iter().for_each(|word| whole.push_str(desk.read(word)));
            Piece::of(whole)
        }
    }
}

fn of_names<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    let (mut all_given, mut all_family) = (String::new(), String::new());
    let (given, family) = (joined(desk, &form.name.given, &mut all_given), joined(desk, &form.name.family, &mut all_family));
    if !given.is_empty() && !family.is_empty() {
        give(Rule::Names, of_two(given, family));
    }
    let Some(first) = form.name.given.first() else { return };
    let groups = desk.groups(first);
    let mut sound = String::new();
    let sound_given = right_hash(Rule::Sound, desk.sound(first, &mut sound));
    let first = desk.piece(first);
    if !family.is_empty() {
        of_spellings(first, given, family, give);
    }
    let city = Some(&form.city).filter(|city| !desk.is_empty(city));
    let sound_city = city.map(|city| right_hash(Rule::FamilyCity, desk.sound(city, &mut sound).beginning(4)));
    for part in &form.name.family {
        let (sound, part) = (desk.sound(part, &mut sound), desk.piece(part));
        for group in groups.iter().take(4) {
            give(Rule::RelatedNames, join(right_hash(Rule::RelatedNames, part), u64::from(*group)));
        }
        if form.name.given.len() > 1 || form.name.family.len() > 1 {
            give(Rule::Names, of_two(first, part));
        }
        let is_heard = sound.len() > 1;
        if is_heard {
            give(Rule::Sound, join(left_hash(Rule::Sound, sound), sound_given));
        }
        if let Some(city) = sound_city {
            // `Li` and `Hu` have no more than a letter of sound, and stand for themselves.
            give(Rule::FamilyCity, join(left_hash(Rule::FamilyCity, if is_heard { sound } else { part }), city));
        }
    }
    if let Some(city) = city.filter(|_| first.len() > 1) {
        give(Rule::GivenCity, key_of(Rule::GivenCity, first, desk.piece(city)));
    }
}

/// The key of two names or words of them, whichever comes first.
fn of_two(one: Piece<'_>, other: Piece<'_>) -> u64 {
    if one.is_before(&other) { key_of(Rule::Names, one, other) } else { key_of(Rule::Names, other, one) }
}

/// The ways in which addresses spell a name.
fn of_spellings(first: Piece<'_>, given: Piece<'_>, family: Piece<'_>, give: &mut impl FnMut(Rule, u64)) {
    let mut spell = |rule: Rule, one: Piece<'_>, other: Piece<'_>| {
        if one.len() + other.len() >= 4 {
            give(rule, join_spelled(one, other));
        }
    };
    // Records that tell an initial alone meet each other too, as if it were an address.
    spell(Rule::Address, first.initial(), family);
    spell(Rule::Spelled, family.initial(), first);
    spell(Rule::Spelled, first, family.initial());
    // The first of several words is shorter than all.
    for given in [given, first].into_iter().take(1 + usize::from(first.len() != given.len())) {
        spell(Rule::Spelled, given, family);
        spell(Rule::Spelled, family, given);
    }
}

fn join_spelled(one: Piece<'_>, other: Piece<'_>) -> u64 {
    join(hash_joined(0x100 + Rule::Spelled as u64, one, other), right_hash(Rule::Spelled, Piece::of("")))
}

/// The first `length` bytes of a folded text.
fn beginning(text: &str, length: usize) -> &str {
    text.get(..length).unwrap_or(text)
}

fn of_career<D: Desk>(desk: &D, form: &Form<D::Text>, give: &mut impl FnMut(Rule, u64)) {
    let Some(family) = form.name.family.last() else { return };
    let names = || form.name.given.first().into_iter().chain([family]).map(|name| desk.piece(name));
    for job in form.jobs.iter().filter(|job| !desk.is_empty(&job.employer.core)).take(6) {
        let core = desk.piece(&job.employer.core);
        for name in names() {
            give(Rule::NameEmployer, key_of(Rule::NameEmployer, name, core));
        }
        if let Some(start) = job.start {
            let salt = u64::from(start.index);
            give(Rule::EmployerStart, join(hash_piece(0x100 + Rule::EmployerStart as u64 + (salt << 16), core), salt));
        }
    }
    for study in form.studies.iter().take(4) {
        let core = desk.piece(&study.school.core);
        for name in names() {
            give(Rule::NameSchool, key_of(Rule::NameSchool, name, core));
        }
    }
}
