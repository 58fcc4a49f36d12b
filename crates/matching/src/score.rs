//! The weight of evidence that two records are one person.

use serde::{Deserialize, Serialize};

use crate::compare::{Comparison, Field, N_FIELDS, name};
use crate::corpus::Corpus;
use crate::features::Form;
use crate::weights::{FIELDS, prior};
use crate::{Features, Frequencies, Weights};

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The field, such as `email` or `family_name`.
    pub field: String,
    /// How the two values compare, such as `exact` or `related`.
    pub level: String,
    /// Evidence in bits; negative speaks against.
    pub bits: f32,
    /// The left record's value, in normal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<String>,
    /// The right record's value, in normal form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub right: Option<String>,
}

/// A scored pair of records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Match {
    /// Base-two logarithm of the odds that both are one person: the sum of the contributions.
    pub bits: f32,
    /// What each field adds, in a fixed order; the prior comes first.
    pub contributions: Vec<Contribution>,
    /// Whether something besides names agrees that is more than a resemblance.
    pub supported: bool,
    /// What forbids a merge without asking, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub veto: Option<String>,
}

/// Weighs the evidence that `left` and `right` are one person.
///
/// Symmetric: exchanging the two exchanges only `left` and `right` of each contribution.
#[must_use]
pub fn score(left: &Features, right: &Features, weights: &Weights, frequencies: &Frequencies) -> Match {
    // A fixed order makes sums of floating-point numbers the same both ways.
    let turned = right.id() < left.id();
    let corpus = Corpus::within(if turned { [right, left] } else { [left, right] }, frequencies);
    conclude(&corpus.compare(0, 1), left, right, weights, corpus.total)
}

/// Weighs the evidence that `one` and each of `others` are one person, as [`score`] does, all at once.
///
/// Besides what `frequencies` tells, the records count for one another: a telephone number that many of them hold under different names
/// says little of each.
#[must_use]
pub fn score_all(one: &Features, others: &[&Features], weights: &Weights, frequencies: &Frequencies) -> Vec<Match> {
    let corpus = Corpus::within([one].into_iter().chain(others.iter().copied()), frequencies);
    (1..).zip(others).map(|(row, other)| conclude(&corpus.compare(0, row), one, other, weights, corpus.total)).collect()
}

/// What follows from a comparison, and from where the records come from.
fn conclude(compared: &Comparison, left: &Features, right: &Features, weights: &Weights, total: f32) -> Match {
    let same_candidate = left.candidate.is_some() && left.candidate == right.candidate;
    let mut told = tell(compared, weights, total, &left.form, &right.form);
    if same_candidate {
        let bits = 40.0 - told.bits.min(20.0);
        told.contributions.push(Contribution { field: "candidate".into(), level: "exact".into(), bits, left: None, right: None });
        told.bits += bits;
        told.supported = true;
    }
    told
}

/// Below this sum of the fields' evidence a pair is not looked at further.
pub(crate) const HOPELESS: f32 = -5.0;

/// Puts a comparison into words and bits.
fn tell(compared: &Comparison, weights: &Weights, total: f32, left: &Form, right: &Form) -> Match {
    let before = prior(total);
    let mut contributions =
        vec![Contribution { field: "prior".into(), level: "one_in_all_records".into(), bits: before, left: None, right: None }];
    let bits = weights.bits(compared);
    let mut sum = before;
    for field in 0..N_FIELDS {
        let Some(level) = usize::from(compared.levels[field]).checked_sub(1).and_then(|level| weights.levels[field].get(level)) else {
            continue;
        };
        sum += bits[field];
        let value = |form: &Form| shown(form, field);
        contributions.push(Contribution {
            field: FIELDS[field].into(),
            level: level.name.into(),
            bits: bits[field],
            left: value(left),
            right: value(right),
        });
    }
    // The trees never saw what the fields deny by far, and know nothing of it.
    if let Some(layer) = weights.layer.as_ref().filter(|_| sum >= HOPELESS && layer_knows(compared)) {
        let decided = layer.bits(&inputs(compared, &bits, total));
        contributions.push(Contribution {
            field: "interaction".into(),
            level: "fields_together".into(),
            bits: decided - sum,
            left: None,
            right: None,
        });
        sum = decided;
    }
    Match { bits: sum, contributions, supported: supported(compared), veto: veto(compared).map(str::to_owned) }
}

/// What the interaction layer sees of a pair.
pub(crate) fn inputs(compared: &Comparison, bits: &[f32; N_FIELDS], total: f32) -> [f32; N_INPUTS] {
    let mut inputs = [0.0; N_INPUTS];
    inputs[..N_FIELDS].copy_from_slice(bits);
    inputs[N_FIELDS..N_INPUTS - 4].copy_from_slice(&compared.figures);
    inputs[N_INPUTS - 4] = bits.iter().sum::<f32>() + prior(total);
    inputs[N_INPUTS - 3] = total.max(crate::compare::FLOOR).log2();
    inputs[N_INPUTS - 2] = f32::from(u8::from(compared.swapped));
    inputs[N_INPUTS - 1] = f32::from(compared.levels[Field::Given as usize]) * 8.0 + f32::from(compared.levels[Field::Family as usize]);
    inputs
}

/// How many numbers the interaction layer sees.
pub(crate) const N_INPUTS: usize = N_FIELDS + crate::compare::N_FIGURES + 4;

/// The most that a pair weighs which agrees in nothing but names, or in neither a name nor a contact.
const NAMES_ALONE: f32 = -0.5;
/// The most that a pair weighs whose addresses or numbers only resemble each other: a human should look.
pub(crate) const RESEMBLANCE: f32 = 2.0;

/// The most that a pair may weigh, whatever all fields together say.
///
/// Names alone merge nobody. Addresses and numbers that differ in a digit may be one person's with a slip, or those of two namesakes
/// who took the next free one; where no contact agrees, that is for a human to tell, whatever else the two share. Where given and family
/// name are others too, a career does not make one person of two: people study together and begin at one employer.
pub(crate) fn ceiling(compared: &Comparison) -> f32 {
    let reaches = |&(field, level): &(Field, u8)| compared.levels[field as usize] >= level;
    let resembling = [(Field::Email, 2), (Field::Phone, 2), (Field::Number, 2), (Field::Birth, 2)];
    let others = [(Field::Employer, 2), (Field::School, 3), (Field::City, 4), (Field::Street, 2)];
    if has_contact(compared) {
        f32::INFINITY
    } else if has_other_name(compared) {
        NAMES_ALONE
    } else if resembling.iter().any(reaches) {
        RESEMBLANCE
    } else if others.iter().any(reaches) {
        f32::INFINITY
    } else {
        NAMES_ALONE
    }
}

/// Whether something agrees that belongs to one person, as a rule.
pub(crate) fn has_contact(compared: &Comparison) -> bool {
    let contacts = [(Field::Email, 3), (Field::Phone, 3), (Field::Link, 2), (Field::Birth, 3), (Field::Number, 3), (Field::Street, 3)];
    contacts.iter().any(|&(field, level)| compared.levels[field as usize] >= level)
}

/// Whether neither the given nor the family name is that of the other.
fn has_other_name(compared: &Comparison) -> bool {
    [Field::Given, Field::Family].iter().all(|&field| compared.levels[field as usize] == name::DIFFERENT)
}

/// Whether something besides names agrees that is more than a resemblance.
pub(crate) fn supported(compared: &Comparison) -> bool {
    ceiling(compared) == f32::INFINITY
}

/// What forbids a merge without asking.
///
/// A date of birth yields to a personal number only: registers mistake dates more often than numbers.
pub(crate) fn veto(compared: &Comparison) -> Option<&'static str> {
    if compared.levels[Field::Generation as usize] == 1 {
        return Some("one is the elder, the other the younger of two namesakes");
    }
    (compared.levels[Field::Birth as usize] == 1 && compared.levels[Field::Number as usize] < 2).then_some("the dates of birth differ")
}

/// Whether a vetoed pair is for a human rather than out of the question: where dates of birth and personal numbers are known of both, each
/// may be mistaken, and a third record that has one's date and the other's number may bring the two together.
pub(crate) fn arguable(compared: &Comparison) -> bool {
    compared.levels[Field::Generation as usize] != 1 && compared.levels[Field::Number as usize] == 1
}

/// Whether the interaction layer may be asked: it was fitted on records without dates of birth, personal numbers and streets.
pub(crate) fn layer_knows(compared: &Comparison) -> bool {
    [Field::Birth, Field::Number, Field::Street].iter().all(|&field| compared.levels[field as usize] == 0)
}

/// A field's value for explanations.
fn shown(form: &Form, field: usize) -> Option<String> {
    let text = match field {
        0 | 2 => form.name.given.join(" "),
        1 => form.name.family.join(" "),
        3 => ["", "senior", "junior", "III", "IV"].get(usize::from(form.name.generation)).copied().unwrap_or_default().to_owned(),
        4 | 7 => list(form.emails.iter().map(|email| email.address.as_str())),
        5 => list(form.phones.iter().map(String::as_str)),
        6 => list(form.links.iter().map(|link| link.address.as_str())),
        8 => list(form.jobs.iter().map(|job| job.employer.name.as_str())),
        9 => list(form.studies.iter().map(|study| study.school.name.as_str())),
        10 => list([form.city.as_str(), form.region.as_str()].into_iter()),
        11 => form.country.clone(),
        12 => list(form.skills.iter().map(String::as_str)),
        13 => list(form.jobs.iter().map(|job| job.title.as_str()).chain([form.label.as_str()])),
        14 => form.birth.clone(),
        15 => list(form.numbers.iter().map(String::as_str)),
        16 => form.street.clone(),
        _ => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

fn list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    values.filter(|value| !value.is_empty()).collect::<Vec<_>>().join(", ")
}
