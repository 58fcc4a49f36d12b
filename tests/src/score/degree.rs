//! Degrees: one degree has many spellings, and its subject may stand with it or apart.

use std::sync::LazyLock;

use regex::Regex;
use serde_json::Value;

use super::value::field;
use super::words::{SAME, same, similarity};

/// Degrees, each with the pattern of its spellings. The one that begins first in a text is meant; of two, the one listed first.
const DEGREES: &[(&str, &str)] = &[
    (
        "phd",
        r"ph\.?\s*d|d\.?\s*phil|doctor of philosophy|doctorate|doctorat|doctorado|doutorado|dottorato|promotion|dr\.?\s*(?:rer|ing|phil|med)\b|doktor",
    ),
    ("edd", r"ed\.?d\b|doctor of education"),
    ("md", r"\bm\.?d\.?(?:$|[\s,(])|doctor of medicine|mbbs|mb\s*chb"),
    ("jd", r"\bj\.?d\.?(?:$|[\s,(])|juris doctor"),
    ("pharmd", r"pharm\.?\s*d|doctor of pharmacy"),
    ("mba", r"\be?m\.?b\.?a\b|master of business administration"),
    ("llm", r"\bll\.?\s*m\b|master of laws"),
    ("llb", r"\bll\.?\s*b\b|bachelor of laws"),
    ("mphil", r"m\.?\s*phil\b|master of philosophy"),
    ("meng", r"\bm\.?\s*eng\b|master of engineering"),
    ("mtech", r"\bm\.?\s*tech\b|master of technology"),
    ("mph", r"\bm\.?p\.?h\b|master of public health"),
    ("mpa", r"\bm\.?p\.?a\b|master of public administration"),
    ("med", r"\bm\.?\s*ed\b|master of education"),
    ("mfa", r"\bm\.?f\.?a\b|master of fine arts"),
    ("mca", r"\bm\.?c\.?a\b|master of computer applications"),
    ("mdiv", r"\bm\.?\s*div\b|master of divinity"),
    ("msw", r"\bm\.?s\.?w\b|master of social work"),
    ("msn", r"\bm\.?s\.?n\b|master of science in nursing"),
    ("mcom", r"\bm\.?\s*com\b|master of commerce"),
    ("march", r"\bm\.?\s*arch\b|master of architecture"),
    ("msc", r"\bm\.?\s*sc\b|\bm\.?s\.?(?:$|[\s,(])|master of science|master in science|maîtrise ès sciences"),
    ("ma", r"\bm\.?a\.?(?:$|[\s,(])|master of arts"),
    ("master", r"\bmaster|\bmaestr|\bmestrado|\bmagister|\bmgr\b|\blaurea magistrale|\bmasterexamen|\byüksek lisans|\bmáster"),
    ("bsn", r"\bb\.?s\.?n\b|bachelor of science in nursing"),
    ("beng", r"\bb\.?\s*eng\b|bachelor of engineering|\bb\.?e\.?(?:$|[\s,(])"),
    ("btech", r"\bb\.?\s*tech\b|bachelor of technology"),
    ("bba", r"\bb\.?b\.?a\b|bachelor of business administration"),
    ("bcom", r"\bb\.?\s*com\b|bachelor of commerce"),
    ("bed", r"\bb\.?\s*ed\b|bachelor of education"),
    ("bfa", r"\bb\.?f\.?a\b|bachelor of fine arts"),
    ("bca", r"\bb\.?c\.?a\b|bachelor of computer applications"),
    ("barch", r"\bb\.?\s*arch\b|bachelor of architecture"),
    ("bpharm", r"\bb\.?\s*pharm\b|bachelor of pharmacy"),
    ("bmus", r"\bb\.?\s*mus\b|bachelor of music"),
    ("bsc", r"\bb\.?\s*sc\b|\bb\.?s\.?(?:$|[\s,(])|bachelor of science|bachelor in science"),
    ("ba", r"\bb\.?a\.?(?:$|[\s,(])|bachelor of arts"),
    (
        "bachelor",
        r"\bbachelor|\blicence\b|\blicenciatura|\bgrado\b|\blaurea\b|\bbacharelado|\bkandidatexamen|\blisans\b|\blicencjat|\binżynier",
    ),
    ("aas", r"\ba\.?a\.?s\b|associate of applied science"),
    ("as", r"\ba\.?s\.?(?:$|[\s,(])|associate of science"),
    ("aa", r"\ba\.?a\.?(?:$|[\s,(])|associate of arts"),
    ("associate", r"\bassociate"),
    ("ged", r"\bg\.?e\.?d\b"),
    ("hsd", r"high school diploma|\bhs diploma"),
    ("alevel", r"\ba[\s-]*levels?\b"),
    ("gcse", r"\bgcse"),
    ("hnd", r"\bhnd\b|higher national diploma"),
    ("pgce", r"\bpgce\b|postgraduate certificate in education"),
    ("pgdip", r"\bpg\s*dip|postgraduate diploma"),
    ("abitur", r"\babitur"),
    ("diplom", r"\bdiplom\b|\bdipl\."),
    ("staatsexamen", r"staatsexamen"),
    ("bts", r"\bbts\b"),
    ("dut", r"\bdut\b"),
    ("bac", r"\bbaccalaur"),
];

static PATTERNS: LazyLock<Vec<(&str, Regex)>> =
    LazyLock::new(|| DEGREES.iter().map(|(name, pattern)| (*name, Regex::new(pattern).expect("the patterns are well formed"))).collect());

static HONOURS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\(?\bhons?\b\.?\)?|\(?honours\)?|\(?honors\)?").expect("the pattern is well formed"));

/// Whether a predicted study leads to the true degree; the subject may stand in either field.
pub(crate) fn same_degree(predicted: &Value, truth: &Value) -> bool {
    let [degree, area] = fields(predicted);
    let [true_degree, true_area] = fields(truth);
    let (both, true_both) = (format!("{degree} {area}"), format!("{true_degree} {true_area}"));
    if same(&degree, &true_degree) || same(&both, &true_both) || (!degree.is_empty() && same(&degree, &true_both)) {
        return true;
    }
    canonical(&true_degree).is_some_and(|name| canonical(&degree) == Some(name))
}

/// Whether a predicted study has the true subject; it may stand with the degree.
pub(crate) fn same_area(predicted: &Value, truth: &Value) -> bool {
    let [degree, area] = fields(predicted);
    let [true_degree, true_area] = fields(truth);
    same(&area, &true_area) || similarity(&format!("{degree} {area}"), &format!("{true_degree} {true_area}")) >= SAME
}

/// Whether two grades are the same: their first numbers, or their words where truth has no number.
pub(crate) fn same_score(predicted: &str, truth: &str) -> bool {
    match (number(predicted), number(truth)) {
        (predicted, Some(truth)) => predicted.is_some_and(|predicted| predicted == truth),
        (_, None) => same(predicted, truth),
    }
}

fn fields(study: &Value) -> [String; 2] {
    ["studyType", "area"].map(|name| field(study, name))
}

fn canonical(degree: &str) -> Option<&'static str> {
    let folded = degree.to_lowercase();
    let bare = HONOURS.replace_all(&folded, " ");
    let found = PATTERNS.iter().filter_map(|(name, pattern)| pattern.find(&bare).map(|found| (found.start(), *name)));
    found.reduce(|best, next| if next.0 < best.0 { next } else { best }).map(|(_, name)| name)
}

fn number(text: &str) -> Option<String> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\d+(?:[.,]\d+)?").expect("the pattern is well formed"));
    NUMBER.find(text).map(|found| found.as_str().replace(',', "."))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_degree_has_many_spellings() {
        let cases = [
            ("Bachelor of Science", "B.S.", true),
            ("BSc (Hons)", "B.Sc.", true),
            ("Master of Business Administration", "MBA", true),
            ("Ph.D.", "DPhil", true),
            ("BA", "BSc", false),
            ("", "BSc", false),
        ];
        for (predicted, truth, expected) in cases {
            assert_eq!(same_degree(&json!({"studyType": predicted}), &json!({"studyType": truth})), expected, "{predicted} / {truth}");
        }
        assert!(same_degree(&json!({"studyType": "B.S. Nursing"}), &json!({"studyType": "B.S.", "area": "Nursing"})));
    }

    #[test]
    fn grades_are_compared_by_number() {
        assert!(same_score("3,62", "GPA 3.62/4.00"));
        assert!(!same_score("", "GPA 3.62/4.00"));
        assert!(same_score("With distinction", "with Distinction"));
    }
}
