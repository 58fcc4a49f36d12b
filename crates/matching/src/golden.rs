//! One profile out of several records of a person.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vitae_model::{Basics, Career, Profile, RecordId};

use crate::{RecordView, Survivorship, align};

/// Which record a value of the golden profile came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// RFC 6901 pointer into the golden profile.
    pub pointer: String,
    /// The record.
    pub record: RecordId,
    /// The same value's pointer in that record's profile.
    pub from: String,
}

/// The merged profile of a person.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Golden {
    /// What all records say together.
    pub profile: Profile,
    /// Where each value came from, in the profile's order.
    pub provenance: Vec<Provenance>,
}

/// Merges the records of one person by the default rules: see [`merge_by`].
#[must_use]
pub fn merge(records: &[RecordView<'_>]) -> Golden {
    merge_by(records, &Survivorship::default())
}

/// Merges the records of one person.
///
/// Single values come from the record that the rules put first. Jobs and studies that several records tell are told
/// once, each with its fullest account; contacts, skills and languages are united. The order of `records` does not matter.
#[must_use]
pub fn merge_by(records: &[RecordView<'_>], rules: &Survivorship) -> Golden {
    let ranked = Ranked {
        usual: rules.ranked(records, None),
        own: rules.fields.keys().map(|field| (field.as_str(), rules.ranked(records, Some(field)))).collect(),
    };
    let mut golden = Golden::default();
    merge_basics(&ranked, &mut golden);
    merge_lists(&ranked, &mut golden);
    merge_meta(&ranked.usual, &mut golden);
    golden
}

/// The records in the order in which their values are taken.
struct Ranked<'r, 'v> {
    usual: Vec<&'r RecordView<'v>>,
    own: BTreeMap<&'r str, Vec<&'r RecordView<'v>>>,
}

impl<'r, 'v> Ranked<'r, 'v> {
    fn of(&self, field: &str) -> &[&'r RecordView<'v>] {
        self.own.get(field).unwrap_or(&self.usual)
    }
}

impl Golden {
    fn note(&mut self, pointer: String, record: &RecordId, from: String) {
        self.provenance.push(Provenance { pointer, record: record.clone(), from });
    }
}

/// Takes each single value of a part of the profile, whose pointer is `place`, from the first record that has it: `read` is the part of
/// a record's profile, `made` that of the golden one.
macro_rules! first_of {
    ($ranked:expr, $golden:expr, $place:literal, |$profile:ident| $read:expr => $made:expr, $($field:ident => $key:literal),+ $(,)?) => {$(
        let first = $ranked.of($key).iter().find_map(|view| {
            let $profile = view.profile;
            Some((view.id, $read.$field.clone()?))
        });
        if let Some((record, value)) = first {
            $made.$field = Some(value);
            let pointer = concat!($place, "/", $key);
            $golden.note(pointer.to_owned(), record, pointer.to_owned());
        }
    )+};
}

fn merge_basics(ranked: &Ranked<'_, '_>, golden: &mut Golden) {
    // The parts of a name belong together: they come from the record that gave the name.
    if let Some(view) = ranked.of("name").iter().find(|view| view.profile.basics.name.is_some()) {
        let from = &view.profile.basics;
        golden.profile.basics = Basics {
            name: from.name.clone(),
            given_name: from.given_name.clone(),
            family_name: from.family_name.clone(),
            honorifics: from.honorifics.clone(),
            ..Basics::default()
        };
        golden.note("/basics/name".to_owned(), view.id, "/basics/name".to_owned());
    }
    first_of!(ranked, golden, "/basics", |profile| profile.basics => golden.profile.basics, label => "label", image => "image", email => "email", phone => "phone", url => "url", summary => "summary", location => "location");
    if golden.profile.basics.name.is_none() {
        first_of!(ranked, golden, "/basics", |profile| profile.basics => golden.profile.basics, given_name => "givenName", family_name => "familyName");
    }
    first_of!(
        ranked, golden, "/basics/personal", |profile| profile.basics.personal.as_ref()? => golden.profile.basics.personal.get_or_insert_default(),
        birth_date => "birthDate", birth_place => "birthPlace", nationality => "nationality",
        marital_status => "maritalStatus", driving_licence => "drivingLicence",
    );
    merge_contacts(ranked, golden);
}

fn merge_contacts(ranked: &Ranked<'_, '_>, golden: &mut Golden) {
    for view in ranked.of("email") {
        let basics = &view.profile.basics;
        let listed = (0..).zip(&basics.emails).map(|(place, email)| (format!("/basics/emails/{place}"), email));
        for (from, email) in basics.email.iter().map(|email| ("/basics/email".to_owned(), email)).chain(listed) {
            if !golden.profile.basics.emails.contains(email) {
                golden.note(format!("/basics/emails/{}", golden.profile.basics.emails.len()), view.id, from);
                golden.profile.basics.emails.push(email.clone());
            }
        }
    }
    for view in ranked.of("phone") {
        for (place, phone) in view.profile.basics.phones.iter().enumerate() {
            if !golden.profile.basics.phones.contains(phone) {
                golden.note(format!("/basics/phones/{}", golden.profile.basics.phones.len()), view.id, format!("/basics/phones/{place}"));
                golden.profile.basics.phones.push(phone.clone());
            }
        }
    }
    for view in ranked.of("profiles") {
        for (place, social) in view.profile.basics.profiles.iter().enumerate() {
            let known = &golden.profile.basics.profiles;
            if !known.iter().any(|known| align::same_account(known, social)) {
                golden.note(format!("/basics/profiles/{}", known.len()), view.id, format!("/basics/profiles/{place}"));
                golden.profile.basics.profiles.push(social.clone());
            }
        }
    }
}

/// Unites a list of entries: an entry that says the same as one before completes it, any other is added.
macro_rules! unite {
    ($ranked:expr, $golden:expr, $($list:ident),+ $(,)?) => {$(
        for view in $ranked.of(stringify!($list)) {
            // Entries of one record are different by its author's will; only those of others may be the same.
            let known = $golden.profile.$list.len();
            let mut taken = vec![false; known];
            for (place, entry) in view.profile.$list.iter().enumerate() {
                let same = (0..known).find(|&other| !taken[other] && align::Entry::same(&$golden.profile.$list[other], entry));
                let from = format!(concat!("/", stringify!($list), "/{}"), place);
                if let Some(other) = same {
                    taken[other] = true;
                    for key in align::Entry::complete(&mut $golden.profile.$list[other], entry) {
                        $golden.note(format!(concat!("/", stringify!($list), "/{}/{}"), other, key), view.id, format!("{from}/{key}"));
                    }
                } else {
                    $golden.note(format!(concat!("/", stringify!($list), "/{}"), $golden.profile.$list.len()), view.id, from);
                    $golden.profile.$list.push(entry.clone());
                }
            }
        }
    )+};
}

fn merge_lists(ranked: &Ranked<'_, '_>, golden: &mut Golden) {
    unite!(
        ranked,
        golden,
        work,
        volunteer,
        education,
        awards,
        certificates,
        publications,
        languages,
        interests,
        projects,
        references,
        sections
    );
    merge_skills(ranked.of("skills"), golden);
    sort_by_date(golden);
}

/// Unites skills word by word: a group of the best record stays a group, what others add follows.
fn merge_skills(ranked: &[&RecordView<'_>], golden: &mut Golden) {
    let mut known: Vec<String> = Vec::new();
    for view in ranked {
        for (place, skill) in view.profile.skills.iter().enumerate() {
            let mut kept = skill.clone();
            let is_new = |word: &String, known: &mut Vec<String>| {
                let folded = crate::features::fold_skill(word);
                let new = !folded.is_empty() && !known.contains(&folded);
                if new {
                    known.push(folded);
                }
                new
            };
            let grouped = !kept.keywords.is_empty();
            kept.keywords.retain(|word| is_new(word, &mut known));
            let stays = if grouped { !kept.keywords.is_empty() } else { kept.name.as_ref().is_some_and(|name| is_new(name, &mut known)) };
            if stays {
                golden.note(format!("/skills/{}", golden.profile.skills.len()), view.id, format!("/skills/{place}"));
                golden.profile.skills.push(kept);
            }
        }
    }
}

/// Puts jobs and studies in order, latest first, and keeps the provenance in step. One record's order stays where dates are silent.
fn sort_by_date(golden: &mut Golden) {
    let work_order = align::order(golden.profile.work.iter().map(|job| (job.current, job.end_date.or(job.start_date), job.start_date)));
    let education_order =
        align::order(golden.profile.education.iter().map(|study| (study.current, study.end_date.or(study.start_date), study.start_date)));
    golden.profile.work = work_order.iter().map(|&place| golden.profile.work[place].clone()).collect();
    golden.profile.education = education_order.iter().map(|&place| golden.profile.education[place].clone()).collect();
    for (list, order) in [("work", work_order), ("education", education_order)] {
        for note in &mut golden.provenance {
            align::move_pointer(&mut note.pointer, list, &order);
        }
    }
}

fn merge_meta(ranked: &[&RecordView<'_>], golden: &mut Golden) {
    let metas = || ranked.iter().map(|view| &view.profile.meta);
    golden.profile.meta.language = metas().find_map(|meta| meta.language.clone());
    golden.profile.meta.last_modified = metas().filter_map(|meta| meta.last_modified.clone()).max();
    golden.profile.meta.set_career(Career::of(&golden.profile.work, None).filter(|career| career.months > 0));
    let told = || metas().filter_map(|meta| meta.months_of_experience).max();
    golden.profile.meta.months_of_experience = golden.profile.meta.months_of_experience.or_else(told);
}
