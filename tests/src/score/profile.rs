//! One predicted profile against its truth.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::assign::assign;
use super::contact::{addresses, matched, same_phone};
use super::degree::{same_area, same_degree, same_score};
use super::tally::Tally;
use super::value::{employer, entries, field, items, text};
use super::words::{SAME, collapse, fold, organisation_similarity, same, same_organisation, shared, similarity, words};
use super::{date, name};

const WORK_DATES: [&str; 3] = ["work_start", "work_end", "work_dates"];
const STUDY_DATES: [&str; 3] = ["edu_start", "edu_end", "edu_dates"];

/// Scores one predicted profile. Anything may be predicted: what has not the shape of a profile counts as absent.
#[must_use]
pub fn score(predicted: &Value, truth: &Value) -> Tally {
    let mut tally = Tally::default();
    basics(&mut tally, &predicted["basics"], &truth["basics"]);
    work(&mut tally, predicted, truth);
    education(&mut tally, predicted, truth);
    skills(&mut tally, predicted, truth);
    languages(&mut tally, predicted, truth);
    let lists =
        [("certificates", "name"), ("projects", "name"), ("publications", "name"), ("awards", "title"), ("volunteer", "organization")];
    for (list, key) in lists {
        titles(&mut tally, list, key, predicted, truth);
    }
    tally
}

fn basics(tally: &mut Tally, predicted: &Value, truth: &Value) {
    let both = |key: &str| (field(predicted, key), field(truth, key));
    let (predicted_name, true_name) = both("name");
    tally.one("name", &predicted_name, &true_name, name::agrees(&predicted_name, &true_name));
    let (predicted_email, true_email) = both("email");
    tally.one("email", &predicted_email, &true_email, fold(&predicted_email) == fold(&true_email));
    let (predicted_phone, true_phone) = both("phone");
    let right = same_phone(&predicted_phone, &[field(truth, "phoneE164"), true_phone.clone()]);
    tally.one("phone", &predicted_phone, &true_phone, right);
    let (predicted_city, true_city) = (field(&predicted["location"], "city"), field(&truth["location"], "city"));
    tally.one("city", &predicted_city, &true_city, same(&predicted_city, &true_city));
    let (predicted_label, true_label) = both("label");
    tally.one("label", &predicted_label, &true_label, same(&predicted_label, &true_label));
    let (predicted_urls, true_urls) = (addresses(predicted), addresses(truth));
    tally.sets("urls", matched(&predicted_urls, &true_urls), predicted_urls.len(), true_urls.len());
    let (predicted_summary, true_summary) = both("summary");
    coverage(tally, "summary_coverage", &predicted_summary, &true_summary);
}

/// The share of the words of `truth` that `predicted` has.
fn coverage(tally: &mut Tally, ratio: &'static str, predicted: &str, truth: &str) {
    let truth = words(truth);
    if !truth.is_empty() {
        tally.ratio(ratio, shared(&truth, &words(predicted)) as f64, truth.len() as f64);
    }
}

/// Which prediction answers which truth: by truth, the index of the prediction. Pairs that have next to nothing in common are none.
fn pair(predicted: &[&Value], truth: &[&Value], likeness: impl Fn(&Value, &Value) -> f64) -> BTreeMap<usize, usize> {
    let matrix: Vec<Vec<f64>> = predicted.iter().map(|predicted| truth.iter().map(|truth| likeness(predicted, truth)).collect()).collect();
    assign(&matrix).into_iter().filter(|&(row, column)| matrix[row][column] >= 0.2).map(|(row, column)| (column, row)).collect()
}

/// Which predicted job answers which true one: by truth, the index of the prediction.
pub(super) fn pair_jobs(predicted: &[&Value], truth: &[&Value]) -> BTreeMap<usize, usize> {
    pair(predicted, truth, |predicted, truth| {
        0.4 * organisation_similarity(&employer(predicted), &employer(truth))
            + 0.35 * similarity(&field(predicted, "position"), &field(truth, "position"))
            + 0.25 * date::similarity(predicted, truth)
    })
}

/// Which predicted study answers which true one: by truth, the index of the prediction.
pub(super) fn pair_studies(predicted: &[&Value], truth: &[&Value]) -> BTreeMap<usize, usize> {
    pair(predicted, truth, |predicted, truth| {
        let institutions = organisation_similarity(&field(predicted, "institution"), &field(truth, "institution"));
        let canonical = !field(truth, "studyType").is_empty() && same_degree(predicted, truth);
        let degrees = similarity(&degree_text(predicted), &degree_text(truth)).max(if canonical { 0.8 } else { 0.0 });
        0.45 * institutions + 0.3 * degrees + 0.25 * date::similarity(predicted, truth)
    })
}

/// Predictions that answer no truth.
fn unpaired<'a>(predicted: &[&'a Value], pairs: &BTreeMap<usize, usize>) -> Vec<&'a Value> {
    let paired: BTreeSet<usize> = pairs.values().copied().collect();
    (0..predicted.len()).filter(|index| !paired.contains(index)).map(|index| predicted[index]).collect()
}

fn work(tally: &mut Tally, predicted: &Value, truth: &Value) {
    let (predicted, truth) = (entries(predicted, "work"), entries(truth, "work"));
    let pairs = pair_jobs(&predicted, &truth);
    let mut right = 0;
    for (index, truth) in truth.iter().enumerate() {
        let answer = pairs.get(&index).map_or(&Value::Null, |&row| predicted[row]);
        right += usize::from(job(tally, answer, truth) && !answer.is_null());
    }
    for extra in unpaired(&predicted, &pairs) {
        tally.one("work_employer", &employer(extra), "", false);
        tally.one("work_title", &field(extra, "position"), "", false);
        date::count(tally, WORK_DATES, extra, &Value::Null);
        tally.one("work_location", &place(extra), "", false);
    }
    tally.sets("work_entry", right, predicted.len(), truth.len());
    tally.ratio("work_count_right", f64::from(u8::from(predicted.len() == truth.len())), 1.0);
}

/// Scores one job; says whether employer, title and dates are all right.
fn job(tally: &mut Tally, predicted: &Value, truth: &Value) -> bool {
    let (predicted_employer, true_employer) = (employer(predicted), employer(truth));
    let (predicted_title, true_title) = (field(predicted, "position"), field(truth, "position"));
    let employer_right = same_organisation(&predicted_employer, &true_employer);
    let title_right = same(&predicted_title, &true_title);
    tally.one("work_employer", &predicted_employer, &true_employer, employer_right);
    tally.one("work_title", &predicted_title, &true_title, title_right);
    let dates_right = date::count(tally, WORK_DATES, predicted, truth);
    let (predicted_place, true_place) = (place(predicted), field(truth, "location"));
    tally.one("work_location", &predicted_place, &true_place, same_place(&predicted_place, &true_place));
    coverage(tally, "highlights_coverage", &prose(predicted, &["summary", "description"]), &prose(truth, &["summary"]));
    (employer_right || true_employer.is_empty()) && (title_right || true_title.is_empty()) && dates_right
}

fn prose(entry: &Value, fields: &[&str]) -> String {
    let highlights = items(entry, "highlights").iter().filter_map(Value::as_str).map(str::to_owned);
    highlights.chain(fields.iter().map(|name| field(entry, name))).collect::<Vec<_>>().join(" ")
}

/// A place as text; an object's parts are joined.
pub(super) fn place(entry: &Value) -> String {
    match entry.get("location") {
        Some(Value::Object(parts)) => parts.values().map(|part| text(Some(part))).collect::<Vec<_>>().join(", "),
        other => text(other),
    }
}

pub(super) fn same_place(predicted: &str, truth: &str) -> bool {
    let first = |text: &str| collapse(text.split(',').next().unwrap_or_default());
    similarity(predicted, truth) >= 0.6 || (!first(truth).is_empty() && first(predicted) == first(truth))
}

fn education(tally: &mut Tally, predicted: &Value, truth: &Value) {
    let (predicted, truth) = (entries(predicted, "education"), entries(truth, "education"));
    let pairs = pair_studies(&predicted, &truth);
    let mut right = 0;
    for (index, truth) in truth.iter().enumerate() {
        let answer = pairs.get(&index).map_or(&Value::Null, |&row| predicted[row]);
        right += usize::from(study(tally, answer, truth) && !answer.is_null());
    }
    for extra in unpaired(&predicted, &pairs) {
        for (name, key) in [("edu_institution", "institution"), ("edu_degree", "studyType"), ("edu_area", "area"), ("edu_score", "score")] {
            tally.one(name, &field(extra, key), "", false);
        }
        date::count(tally, STUDY_DATES, extra, &Value::Null);
    }
    tally.sets("edu_entry", right, predicted.len(), truth.len());
    tally.ratio("edu_count_right", f64::from(u8::from(predicted.len() == truth.len())), 1.0);
}

fn degree_text(study: &Value) -> String {
    format!("{} {}", field(study, "studyType"), field(study, "area"))
}

/// Scores one study; says whether institution, degree and end date are all right.
fn study(tally: &mut Tally, predicted: &Value, truth: &Value) -> bool {
    let (predicted_school, true_school) = (field(predicted, "institution"), field(truth, "institution"));
    let (true_degree, true_area) = (field(truth, "studyType"), field(truth, "area"));
    let school_right = same_organisation(&predicted_school, &true_school);
    let (degree_right, area_right) = (same_degree(predicted, truth), same_area(predicted, truth));
    tally.one("edu_institution", &predicted_school, &true_school, school_right);
    let (degree, area) = (field(predicted, "studyType"), field(predicted, "area"));
    let degree_answer = if degree.is_empty() && degree_right && !true_degree.is_empty() { &area } else { &degree };
    tally.one("edu_degree", degree_answer, &true_degree, degree_right);
    let area_answer = if area.is_empty() && area_right && !true_area.is_empty() { &degree } else { &area };
    tally.one("edu_area", area_answer, &true_area, area_right);
    date::count(tally, STUDY_DATES, predicted, truth);
    let (predicted_score, true_score) = (field(predicted, "score"), field(truth, "score"));
    tally.one("edu_score", &predicted_score, &true_score, same_score(&predicted_score, &true_score));
    let ends = |study: &Value| date::normal(study.get("endDate"));
    let end_right = truth.get("endDate").is_none() || date::agrees(ends(predicted).as_deref(), ends(truth).as_deref());
    (school_right || true_school.is_empty()) && (degree_right || true_degree.is_empty()) && end_right
}

fn skills(tally: &mut Tally, predicted: &Value, truth: &Value) {
    let (mut predicted, _) = skill_sets(predicted);
    let (truth, groups) = skill_sets(truth);
    predicted.retain(|skill| truth.contains(skill) || !groups.contains(skill));
    tally.sets("skills", predicted.intersection(&truth).count(), predicted.len(), truth.len());
}

/// Skills, and the names of groups of skills. A run of items joined by commas prints no border between them, so it is split there.
pub(super) fn skill_sets(profile: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut skills, mut groups) = (Vec::new(), BTreeSet::new());
    for skill in items(profile, "skills") {
        let keywords: Vec<&str> =
            items(skill, "keywords").iter().filter_map(Value::as_str).filter(|word| !collapse(word).is_empty()).collect();
        match skill {
            Value::String(name) => skills.push(name.clone()),
            Value::Object(_) if keywords.is_empty() => skills.push(field(skill, "name")),
            Value::Object(_) => {
                skills.extend(keywords.into_iter().map(str::to_owned));
                groups.insert(collapse(&field(skill, "name")));
            }
            _ => {}
        }
    }
    let mut skills: BTreeSet<String> = skills.iter().flat_map(|skill| split_at_commas(skill)).map(collapse).collect();
    skills.remove("");
    groups.remove("");
    (skills, groups)
}

/// Parts of `text` at commas and semicolons outside brackets.
pub(super) fn split_at_commas(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (index, character) in text.char_indices() {
        match character {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            ',' | ';' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn languages(tally: &mut Tally, predicted: &Value, truth: &Value) {
    let (predicted, truth) = (fluencies(predicted), fluencies(truth));
    let hits = truth.keys().filter(|language| predicted.contains_key(*language)).count();
    tally.sets("languages", hits, predicted.len(), truth.len());
    for (language, fluency) in truth.iter().filter(|(_, fluency)| !fluency.is_empty()) {
        let right = predicted.get(language).is_some_and(|predicted| same(predicted, fluency));
        tally.ratio("language_fluency", f64::from(u8::from(right)), 1.0);
    }
}

pub(super) fn fluencies(profile: &Value) -> BTreeMap<String, String> {
    let language = |item: &Value| if item.is_object() { field(item, "language") } else { text(Some(item)) };
    let named = items(profile, "languages").iter().map(|item| (collapse(&language(item)), field(item, "fluency")));
    named.filter(|(language, _)| !language.is_empty()).collect()
}

/// Scores a list of which only the titles count.
fn titles(tally: &mut Tally, list: &'static str, key: &str, predicted: &Value, truth: &Value) {
    let titles = |profile| -> Vec<String> {
        entries(profile, list).iter().map(|entry| field(entry, key)).filter(|title| !title.is_empty()).collect()
    };
    let (predicted, truth) = (titles(predicted), titles(truth));
    let likeness = |predicted: &String| truth.iter().map(|truth| organisation_similarity(predicted, truth)).collect();
    let matrix: Vec<Vec<f64>> = predicted.iter().map(likeness).collect();
    let hits = assign(&matrix).into_iter().filter(|&(row, column)| matrix[row][column] >= SAME).count();
    tally.sets(list, hits, predicted.len(), truth.len());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn truth() -> Value {
        json!({
            "basics": {"name": "Danielle R. Kowalczyk", "email": "d.k@example.com", "phone": "(414) 555-0168", "phoneE164": "+14145550168"},
            "work": [
                {"name": "Harborlight Systems, Inc.", "position": "Staff Nurse", "startDate": "2022-04", "endDate": null, "highlights": ["Led nine people"]},
                {"name": "Froedtert Hospital", "position": "Registered Nurse", "startDate": "2018-01", "endDate": "2022-03", "highlights": ["Worked nights"]},
            ],
            "education": [{"institution": "Marquette University", "studyType": "B.S.", "area": "Nursing", "startDate": "2010", "endDate": "2014"}],
            "skills": [{"name": "Clinical", "keywords": ["ECMO", "Triage"]}, {"name": "Epic"}],
        })
    }

    fn counts(predicted: &Value, name: &str) -> [usize; 3] {
        score(predicted, &truth()).measure(name).map(|measure| measure.counts).unwrap_or_default()
    }

    #[test]
    fn the_truth_scores_one_and_nothing_scores_nought() {
        for name in ["name", "email", "phone", "work_entry", "edu_entry", "skills"] {
            assert_eq!(score(&truth(), &truth()).measure(name).map(|measure| measure.f1), Some(1.0), "{name}");
            assert_eq!(score(&json!(null), &truth()).measure(name).map(|measure| measure.f1), Some(0.0), "{name}");
        }
    }

    #[test]
    fn order_does_not_matter_and_ghosts_count_against() {
        let mut predicted = truth();
        predicted["work"].as_array_mut().expect("an array").reverse();
        assert_eq!(counts(&predicted, "work_entry"), [2, 0, 0]);
        predicted["work"].as_array_mut().expect("an array").push(json!({"name": "Ghost", "position": "X", "startDate": "1999"}));
        assert_eq!(counts(&predicted, "work_employer"), [2, 1, 0]);
        assert_eq!(counts(&predicted, "work_dates"), [4, 1, 0]);
    }

    #[test]
    fn a_title_in_the_employers_place_is_wrong() {
        let predicted = json!({"work": [{"name": "Staff Nurse", "position": "Harborlight Systems", "startDate": "2022-04"}]});
        assert_eq!(counts(&predicted, "work_employer"), [0, 1, 2]);
        assert_eq!(counts(&predicted, "work_dates"), [2, 0, 2]);
    }

    #[test]
    fn names_of_groups_are_no_skills() {
        let predicted = json!({"skills": [{"name": "ecmo, TRIAGE"}, {"name": "Clinical"}]});
        assert_eq!(counts(&predicted, "skills"), [2, 0, 1]);
    }

    #[test]
    fn a_single_date_may_be_start_or_end() {
        let single = json!({"education": [{"institution": "Marquette", "startDate": "2014", "endDate": "2014"}]});
        let predicted = json!({"education": [{"institution": "Marquette", "endDate": "2014"}]});
        assert_eq!(score(&predicted, &single).measure("edu_dates").map(|measure| measure.counts), Some([1, 0, 0]));
    }

    #[test]
    fn any_shape_is_taken() {
        for odd in [
            json!({"basics": null, "work": null, "skills": "x"}),
            json!({"work": ["x"], "education": {}}),
            json!({"basics": {"name": 5, "location": "x", "profiles": ["y"]}, "skills": [null, 3], "languages": ["a", null]}),
            json!("text"),
            json!([]),
        ] {
            assert_eq!(score(&odd, &truth()).measure("email").map(|measure| measure.counts), Some([0, 0, 1]), "{odd}");
        }
    }
}
