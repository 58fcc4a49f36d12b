//! Which entries of two records tell the same thing, and how one completes the other.

use vitae_model::{
    Award, Certificate, Education, Interest, Language, PartialDate, Project, Publication, Reference, Section, SocialProfile, Volunteer,
    Work,
};

use crate::fold::fold;
use crate::link;
use crate::organisation;

/// An entry of a list of the profile.
pub(crate) trait Entry {
    /// Whether both tell the same thing.
    fn same(&self, other: &Self) -> bool;
    /// Fills what is missing from `other`; the keys that were filled.
    fn complete(&mut self, other: &Self) -> Vec<&'static str>;
}

fn text(value: Option<&String>) -> String {
    value.map(|value| fold(value)).unwrap_or_default()
}

/// Equal where both say something, and at least one says something.
fn agree(left: &str, right: &str) -> Option<bool> {
    (!left.is_empty() && !right.is_empty()).then(|| left == right)
}

/// Whether two spans have a common month, or lie at most two months apart at the start; an unknown end is open.
fn spans_meet(left: (Option<PartialDate>, Option<PartialDate>), right: (Option<PartialDate>, Option<PartialDate>)) -> Option<bool> {
    let (left_start, right_start) = (left.0?, right.0?);
    let end = |span: (Option<PartialDate>, Option<PartialDate>)| span.1.map_or(i32::MAX, PartialDate::last_month);
    let near = |one: i32, other: i32| (one - other).abs() <= 3;
    let same_start = near(left_start.first_month(), right_start.first_month()) || left_start.year() == right_start.year();
    let overlap = left_start.first_month() <= end(right) && right_start.first_month() <= end(left);
    Some(same_start && overlap)
}

fn organisations_agree(left: &organisation::OrganisationForm, right: &organisation::OrganisationForm) -> bool {
    !left.name.is_empty()
        && (left.name == right.name || left.core == right.core || (!left.acronym.is_empty() && left.acronym == right.acronym))
}

/// Fills listed fields from another entry.
macro_rules! fill {
    ($into:expr, $from:expr, options: [$($option:ident => $option_key:literal),* $(,)?], lists: [$($list:ident => $list_key:literal),* $(,)?]) => {{
        let mut filled = Vec::new();
        $(if $into.$option.is_none() && $from.$option.is_some() {
            $into.$option.clone_from(&$from.$option);
            filled.push($option_key);
        })*
        $(if $into.$list.is_empty() && !$from.$list.is_empty() {
            $into.$list.clone_from(&$from.$list);
            filled.push($list_key);
        })*
        filled
    }};
}

impl Entry for Work {
    fn same(&self, other: &Self) -> bool {
        let forms = [self, other].map(|job| organisation::employer(job.name.as_deref().unwrap_or_default()));
        let titles = agree(&text(self.position.as_ref()), &text(other.position.as_ref()));
        let spans = spans_meet((self.start_date, self.end_date), (other.start_date, other.end_date));
        match (organisations_agree(&forms[0], &forms[1]), titles) {
            // Promotions under one employer are jobs of their own.
            (true, Some(true)) => spans.unwrap_or(true),
            (true, _) => spans.unwrap_or(titles.is_none()),
            (false, Some(true)) => (forms[0].name.is_empty() || forms[1].name.is_empty()) && spans.unwrap_or(false),
            (false, _) => false,
        }
    }

    fn complete(&mut self, other: &Self) -> Vec<&'static str> {
        let known_end = self.end_date.is_some() || self.current;
        let mut filled = fill!(self, other,
            options: [name => "name", position => "position", location => "location", description => "description", url => "url",
                      start_date => "startDate", summary => "summary", normalized_title => "normalizedTitle"],
            lists: [highlights => "highlights"]);
        if !known_end {
            self.current = other.current;
            if other.end_date.is_some() {
                self.end_date = other.end_date;
                filled.push("endDate");
            }
        }
        filled
    }
}

impl Entry for Volunteer {
    fn same(&self, other: &Self) -> bool {
        agree(&text(self.organization.as_ref()), &text(other.organization.as_ref())) == Some(true)
            && agree(&text(self.position.as_ref()), &text(other.position.as_ref())) != Some(false)
            && spans_meet((self.start_date, self.end_date), (other.start_date, other.end_date)) != Some(false)
    }

    fn complete(&mut self, other: &Self) -> Vec<&'static str> {
        fill!(self, other,
            options: [position => "position", url => "url", start_date => "startDate", end_date => "endDate", summary => "summary"],
            lists: [highlights => "highlights"])
    }
}

impl Entry for Education {
    fn same(&self, other: &Self) -> bool {
        let forms = [self, other].map(|study| organisation::school(study.institution.as_deref().unwrap_or_default()));
        let levels = self.level.zip(other.level).map(|(left, right)| left == right);
        let degrees = levels.or_else(|| {
            let [left, right] = [self, other].map(|study| crate::features::degree(study.study_type.as_deref().unwrap_or_default()));
            (left != 0 && right != 0).then_some(left == right)
        });
        let years = self.end_date.zip(other.end_date).map(|(left, right)| (i32::from(left.year()) - i32::from(right.year())).abs() <= 1);
        organisations_agree(&forms[0], &forms[1]) && degrees != Some(false) && years != Some(false)
    }

    fn complete(&mut self, other: &Self) -> Vec<&'static str> {
        let known_end = self.end_date.is_some() || self.current;
        let mut filled = fill!(self, other,
            options: [institution => "institution", url => "url", area => "area", study_type => "studyType", location => "location",
                      start_date => "startDate", score => "score", summary => "summary", level => "level",
                      institution_country => "institutionCountry", institution_domain => "institutionDomain"],
            lists: [courses => "courses"]);
        if !known_end {
            self.current = other.current;
            if other.end_date.is_some() {
                self.end_date = other.end_date;
                filled.push("endDate");
            }
        }
        filled
    }
}

/// Entries that are the same when one field is, and are completed field by field.
macro_rules! by_name {
    ($($type:ty, $field:ident, options: [$($option:ident => $option_key:literal),*], lists: [$($list:ident => $list_key:literal),*];)+) => {$(
        impl Entry for $type {
            fn same(&self, other: &Self) -> bool {
                agree(&text(self.$field.as_ref()), &text(other.$field.as_ref())) == Some(true)
            }

            fn complete(&mut self, other: &Self) -> Vec<&'static str> {
                fill!(self, other, options: [$($option => $option_key),*], lists: [$($list => $list_key),*])
            }
        }
    )+};
}

by_name! {
    Award, title, options: [date => "date", awarder => "awarder", summary => "summary"], lists: [];
    Certificate, name, options: [date => "date", issuer => "issuer", url => "url"], lists: [];
    Publication, name, options: [publisher => "publisher", release_date => "releaseDate", url => "url", summary => "summary"], lists: [];
    Language, language, options: [fluency => "fluency", cefr => "cefr"], lists: [];
    Interest, name, options: [], lists: [keywords => "keywords"];
    Reference, name, options: [reference => "reference"], lists: [];
    Project, name, options: [description => "description", start_date => "startDate", end_date => "endDate", url => "url", entity => "entity", kind => "type"],
        lists: [highlights => "highlights", keywords => "keywords", roles => "roles"];
    Section, title, options: [], lists: [lines => "lines"];
}

/// Whether two network profiles are one account.
pub(crate) fn same_account(left: &SocialProfile, right: &SocialProfile) -> bool {
    let address = |social: &SocialProfile| social.url.as_deref().and_then(link::normalize).map(|link| link.address);
    match (address(left), address(right)) {
        (Some(left), Some(right)) => left == right,
        _ => {
            agree(&text(left.network.as_ref()), &text(right.network.as_ref())) == Some(true)
                && agree(&text(left.username.as_ref()), &text(right.username.as_ref())) == Some(true)
        }
    }
}

/// Places of entries given as (current, last date, first date): current ones first, then by date, latest first; those without dates keep
/// their place after what they followed.
pub(crate) fn order(dates: impl Iterator<Item = (bool, Option<PartialDate>, Option<PartialDate>)>) -> Vec<usize> {
    let mut keyed: Vec<(bool, i32, i32, usize)> = Vec::new();
    for (place, (current, last, first)) in dates.enumerate() {
        let before = keyed.last().map_or((false, i32::MAX, i32::MAX), |&(current, last, first, _)| (current, last, first));
        let key = last.map_or(before, |last| (current, last.last_month(), first.map_or(0, PartialDate::first_month)));
        keyed.push((key.0, key.1, key.2, place));
    }
    keyed.sort_by(|left, right| (right.0, right.1, right.2).cmp(&(left.0, left.1, left.2)).then(left.3.cmp(&right.3)));
    keyed.into_iter().map(|(_, _, _, place)| place).collect()
}

/// Rewrites a pointer into a list whose entries were put in a new order.
pub(crate) fn move_pointer(pointer: &mut String, list: &str, order: &[usize]) {
    let Some(rest) = pointer.strip_prefix('/').and_then(|rest| rest.strip_prefix(list)).and_then(|rest| rest.strip_prefix('/')) else {
        return;
    };
    let (number, tail) = rest.split_once('/').map_or((rest, None), |(number, tail)| (number, Some(tail)));
    let Some(now) = number.parse().ok().and_then(|old: usize| order.iter().position(|&place| place == old)) else { return };
    *pointer = tail.map_or_else(|| format!("/{list}/{now}"), |tail| format!("/{list}/{now}/{tail}"));
}
