//! Which single values of a predicted profile are right.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::contact::{addresses, is_among, same_phone};
use super::degree::{same_area, same_degree, same_score};
use super::profile::{fluencies, pair_jobs, pair_studies, place, same_place, skill_sets, split_at_commas};
use super::value::{employer, entries, field, items, numbered, text};
use super::words::{SAME, collapse, fold, organisation_similarity, same, same_organisation, shared, words};
use super::{date, name};

/// One value that was predicted, and whether truth has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The field, under the name that [`super::summary`] prints.
    pub field: &'static str,
    /// Its place in the predicted profile, a JSON pointer.
    pub pointer: String,
    /// Whether it is right.
    pub right: bool,
}

/// Judges the values of a predicted profile one by one. What truth does not label is not judged.
#[must_use]
pub fn verdicts(predicted: &Value, truth: &Value) -> Vec<Verdict> {
    let mut court = Court::default();
    court.basics(&predicted["basics"], &truth["basics"]);
    court.work(predicted, truth);
    court.education(predicted, truth);
    court.skills(predicted, truth);
    court.languages(predicted, truth);
    for (list, key) in
        [("certificates", "name"), ("projects", "name"), ("publications", "name"), ("awards", "title"), ("volunteer", "organization")]
    {
        court.titles(list, key, predicted, truth);
    }
    court.0
}

#[derive(Debug, Default)]
struct Court(Vec<Verdict>);

impl Court {
    /// Judges one value; an empty one is none.
    fn judge(&mut self, field: &'static str, pointer: String, value: &str, right: bool) {
        if !value.is_empty() {
            self.0.push(Verdict { field, pointer, right });
        }
    }

    fn basics(&mut self, predicted: &Value, truth: &Value) {
        let both = |key: &str| (field(predicted, key), field(truth, key));
        let (given, wanted) = both("name");
        self.judge("name", "/basics/name".to_owned(), &given, name::agrees(&given, &wanted));
        let (given, wanted) = both("email");
        self.judge("email", "/basics/email".to_owned(), &given, fold(&given) == fold(&wanted));
        let (given, wanted) = both("phone");
        self.judge("phone", "/basics/phone".to_owned(), &given, same_phone(&given, &[field(truth, "phoneE164"), wanted]));
        let (given, wanted) = both("label");
        self.judge("label", "/basics/label".to_owned(), &given, same(&given, &wanted));
        let (given, wanted) = (field(&predicted["location"], "city"), field(&truth["location"], "city"));
        self.judge("city", "/basics/location/city".to_owned(), &given, same(&given, &wanted));
        let links = addresses(truth);
        let homepage = field(predicted, "url");
        self.judge("urls", "/basics/url".to_owned(), &homepage, is_among(&homepage, "", &links));
        for (index, profile) in items(predicted, "profiles").iter().enumerate() {
            let (url, user) = (field(profile, "url"), field(profile, "username"));
            self.judge("urls", format!("/basics/profiles/{index}/url"), &url, is_among(&url, &user, &links));
        }
        let (given, wanted) = both("summary");
        self.judge("summary", "/basics/summary".to_owned(), &given, holds(&wanted, &given));
    }

    fn work(&mut self, predicted: &Value, truth: &Value) {
        let (numbers, jobs): (Vec<usize>, Vec<&Value>) = numbered(predicted, "work").into_iter().unzip();
        let truths = entries(truth, "work");
        let answers = by_prediction(&pair_jobs(&jobs, &truths), &truths);
        for (row, (number, job)) in numbers.into_iter().zip(jobs).enumerate() {
            let truth = answers.get(&row).copied().unwrap_or(&Value::Null);
            let at = |name: &str| format!("/work/{number}/{name}");
            self.judge("work_employer", at("name"), &employer(job), same_organisation(&employer(job), &employer(truth)));
            let title = field(job, "position");
            self.judge("work_title", at("position"), &title, same(&title, &field(truth, "position")));
            self.ends(["work_start", "work_end"], job, truth, &at);
            let printed = place(job);
            self.judge("work_location", at("location"), &printed, same_place(&printed, &field(truth, "location")));
            let prose: Vec<&str> = items(truth, "highlights").iter().filter_map(Value::as_str).collect();
            let prose = format!("{} {}", prose.join(" "), field(truth, "summary"));
            for (index, highlight) in items(job, "highlights").iter().enumerate() {
                let highlight = text(Some(highlight));
                self.judge("highlights", format!("/work/{number}/highlights/{index}"), &highlight, holds(&prose, &highlight));
            }
        }
    }

    fn education(&mut self, predicted: &Value, truth: &Value) {
        let (numbers, studies): (Vec<usize>, Vec<&Value>) = numbered(predicted, "education").into_iter().unzip();
        let truths = entries(truth, "education");
        let answers = by_prediction(&pair_studies(&studies, &truths), &truths);
        for (row, (number, study)) in numbers.into_iter().zip(studies).enumerate() {
            let truth = answers.get(&row).copied().unwrap_or(&Value::Null);
            let at = |name: &str| format!("/education/{number}/{name}");
            let both = |key: &str| (field(study, key), field(truth, key));
            let (given, wanted) = both("institution");
            self.judge("edu_institution", at("institution"), &given, same_organisation(&given, &wanted));
            let paired = !truth.is_null();
            self.judge("edu_degree", at("studyType"), &field(study, "studyType"), paired && same_degree(study, truth));
            self.judge("edu_area", at("area"), &field(study, "area"), paired && same_area(study, truth));
            let (given, wanted) = both("score");
            self.judge("edu_score", at("score"), &given, same_score(&given, &wanted));
            self.ends(["edu_start", "edu_end"], study, truth, &at);
        }
    }

    /// Judges the dates of one entry.
    fn ends(&mut self, fields: [&'static str; 2], entry: &Value, truth: &Value, at: &dyn Fn(&str) -> String) {
        for (name, key) in fields.into_iter().zip(["startDate", "endDate"]) {
            if let Some(right) = date::end_is_right(key, entry, truth) {
                self.judge(name, at(key), "date", right);
            }
        }
        if entry["current"] == true {
            let open = truth.get("endDate").is_some_and(|end| date::normal(Some(end)).is_none());
            self.judge(fields[1], at("current"), "open", open);
        }
    }

    fn skills(&mut self, predicted: &Value, truth: &Value) {
        let (wanted, groups) = skill_sets(truth);
        for (number, skill) in items(predicted, "skills").iter().enumerate() {
            let keywords = items(skill, "keywords");
            if keywords.is_empty() {
                self.skill(format!("/skills/{number}/name"), &field(skill, "name"), &wanted, &groups);
            }
            for (index, keyword) in keywords.iter().enumerate() {
                self.skill(format!("/skills/{number}/keywords/{index}"), &text(Some(keyword)), &wanted, &groups);
            }
        }
    }

    fn skill(&mut self, pointer: String, skill: &str, wanted: &BTreeSet<String>, groups: &BTreeSet<String>) {
        let parts: Vec<String> = split_at_commas(skill).into_iter().map(collapse).filter(|part| !part.is_empty()).collect();
        // The title of a group is neither asked for nor wrong.
        if parts.iter().all(|part| groups.contains(part) && !wanted.contains(part)) {
            return;
        }
        self.judge("skills", pointer, skill, parts.iter().all(|part| wanted.contains(part)));
    }

    fn languages(&mut self, predicted: &Value, truth: &Value) {
        let wanted = fluencies(truth);
        for (number, item) in items(predicted, "languages").iter().enumerate() {
            let (language, fluency) = (field(item, "language"), field(item, "fluency"));
            let known = wanted.get(&collapse(&language));
            self.judge("languages", format!("/languages/{number}/language"), &language, known.is_some());
            let right = known.is_some_and(|wanted| same(&fluency, wanted));
            self.judge("language_fluency", format!("/languages/{number}/fluency"), &fluency, right);
        }
    }

    fn titles(&mut self, list: &'static str, key: &str, predicted: &Value, truth: &Value) {
        let wanted: Vec<String> = entries(truth, list).iter().map(|entry| field(entry, key)).collect();
        for (number, entry) in numbered(predicted, list) {
            let title = field(entry, key);
            let right = wanted.iter().any(|wanted| organisation_similarity(&title, wanted) >= SAME);
            self.judge(list, format!("/{list}/{number}/{key}"), &title, right);
        }
    }
}

/// The truth that each prediction answers, by the prediction's row.
fn by_prediction<'a>(pairs: &BTreeMap<usize, usize>, truths: &[&'a Value]) -> BTreeMap<usize, &'a Value> {
    pairs.iter().map(|(&truth, &row)| (row, truths[truth])).collect()
}

/// Whether nearly all words of `part` stand in `whole`.
fn holds(whole: &str, part: &str) -> bool {
    let (whole, part) = (words(whole), words(part));
    shared(&part, &whole) as f64 >= 0.85 * part.len() as f64
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_value_is_judged_by_itself() {
        let truth = json!({
            "basics": {"name": "Ada Example", "email": "ada@example.com"},
            "work": [{"name": "ACME Corp.", "position": "Clerk", "startDate": "2019", "endDate": null}],
            "skills": [{"name": "Tools", "keywords": ["Excel"]}],
        });
        let predicted = json!({
            "basics": {"name": "ADA EXAMPLE", "email": "eve@example.com"},
            "work": [{}, {"name": "ACME", "position": "Baker", "startDate": "2019-01", "current": true}],
            "skills": [{"name": "Tools"}, {"name": "Word"}, {"name": "Excel"}],
        });
        let told: Vec<(&str, String, bool)> =
            verdicts(&predicted, &truth).into_iter().map(|verdict| (verdict.field, verdict.pointer, verdict.right)).collect();
        let expected = [
            ("name", "/basics/name", true),
            ("email", "/basics/email", false),
            ("work_employer", "/work/1/name", true),
            ("work_title", "/work/1/position", false),
            ("work_start", "/work/1/startDate", true),
            ("work_end", "/work/1/current", true),
            ("skills", "/skills/1/name", false),
            ("skills", "/skills/2/name", true),
        ];
        assert_eq!(told, expected.map(|(field, pointer, right)| (field, pointer.to_owned(), right)));
    }
}
