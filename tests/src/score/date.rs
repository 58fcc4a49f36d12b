//! Dates at the precision that truth gives.

use serde_json::Value;

use super::tally::Tally;
use super::value::text;

const PRESENT: &[&str] = &["present", "current", "now", "ongoing", "today", "null", "none"];

/// A date as `YYYY` or `YYYY-MM`; `?` where it cannot be read; nothing for absent and for "present".
pub(crate) fn normal(value: Option<&Value>) -> Option<String> {
    let raw = text(value);
    if raw.is_empty() || PRESENT.contains(&raw.to_lowercase().as_str()) {
        return None;
    }
    let digits = |text: &str, most: usize| text.bytes().take(most).take_while(u8::is_ascii_digit).count();
    if digits(&raw, 4) < 4 {
        return Some("?".to_owned());
    }
    let (year, rest) = raw.split_at(4);
    let month = rest.strip_prefix('-').map(|rest| &rest[..digits(rest, 2)]).and_then(|month| month.parse::<u8>().ok());
    Some(month.map_or_else(|| year.to_owned(), |month| format!("{year}-{month:02}")))
}

/// Whether a predicted date is the true one, at the precision of the true one.
pub(crate) fn agrees(predicted: Option<&str>, truth: Option<&str>) -> bool {
    match (predicted, truth) {
        (None, None) => true,
        (Some(predicted), Some(truth)) => {
            let precision = if truth.len() == 7 { 7 } else { truth.len().min(4) };
            predicted.get(..predicted.len().min(precision)) == truth.get(..precision)
        }
        _ => false,
    }
}

/// How well the dates of two entries agree, 0 to 1; what neither states does not count.
pub(crate) fn similarity(predicted: &Value, truth: &Value) -> f64 {
    let mut sum = 0.0;
    for key in ["startDate", "endDate"] {
        let (stated, true_date) = (normal(predicted.get(key)), normal(truth.get(key)));
        let both = is_stated(predicted.get(key)) && is_stated(truth.get(key));
        let open = key == "endDate" && truth.get(key).is_some_and(Value::is_null);
        let open_here = stated.is_none() && normal(predicted.get("startDate")).is_some();
        if (both && agrees(stated.as_deref(), true_date.as_deref())) || (open && open_here) {
            sum += 0.5;
        }
    }
    sum
}

fn is_stated(value: Option<&Value>) -> bool {
    !text(value).is_empty()
}

/// What an entry says about one end of its span.
#[derive(Debug, Clone, PartialEq)]
enum Claim {
    /// Nothing.
    Silent,
    /// It goes on.
    Open,
    /// A date.
    Date(String),
}

impl Claim {
    fn start(entry: &Value) -> Self {
        normal(entry.get("startDate")).map_or(Self::Silent, Self::Date)
    }

    /// A missing end beside a start means "present" in a prediction; truth says so with an explicit `null`.
    fn end(entry: &Value, is_truth: bool) -> Self {
        let starts = Self::start(entry) != Self::Silent;
        let open = starts && (!is_truth || entry.get("endDate").is_some());
        match normal(entry.get("endDate")) {
            Some(date) => Self::Date(date),
            None if open => Self::Open,
            None => Self::Silent,
        }
    }

    fn date(&self) -> Option<&str> {
        if let Self::Date(date) = self { Some(date) } else { None }
    }
}

/// Counts start and end of one entry under `start`, `end` and `both`; says whether all that truth states is right and nothing more is claimed.
pub(crate) fn count(tally: &mut Tally, fields: [&'static str; 3], predicted: &Value, truth: &Value) -> bool {
    let [start, end, both] = fields;
    let predicted = [Claim::start(predicted), Claim::end(predicted, false)];
    let truth = [Claim::start(truth), Claim::end(truth, true)];
    // A single date is printed once: which of the two ends it stands for is a matter of taste.
    let printed_once = truth[0] != Claim::Silent && truth[0] == truth[1];
    let mut right = true;
    for (index, field) in [start, end].into_iter().enumerate() {
        let optional = printed_once && index == 0;
        let counts = match (&predicted[index], &truth[index]) {
            (Claim::Silent, Claim::Silent) => continue,
            (Claim::Silent, _) if optional => continue,
            // An open end that truth does not state is no claim.
            (Claim::Open, Claim::Silent) => continue,
            (Claim::Silent, _) => [0, 0, 1],
            (_, Claim::Silent) => [0, 1, 0],
            (predicted, truth) if optional || agrees(predicted.date(), truth.date()) => [1, 0, 0],
            _ => [0, 1, 1],
        };
        tally.add(field, counts);
        tally.add(both, counts);
        right &= counts == [1, 0, 0];
    }
    right
}

/// Whether one end that an entry states is right; none where it states nothing.
pub(crate) fn end_is_right(field: &str, predicted: &Value, truth: &Value) -> Option<bool> {
    let stated = normal(predicted.get(field))?;
    let once = normal(truth.get("startDate")).is_some() && normal(truth.get("startDate")) == normal(truth.get("endDate"));
    let right = |name: &str| normal(truth.get(name)).is_some_and(|date| agrees(Some(&stated), Some(&date)));
    Some(right(field) || (once && right("endDate")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn truth_decides_the_precision() {
        let cases = [("2020-05", "2020", true), ("2020", "2020-05", false), ("2020-05-01", "2020-05", true), ("2021", "2020", false)];
        for (predicted, truth, expected) in cases {
            let (predicted, truth) = (normal(Some(&json!(predicted))), normal(Some(&json!(truth))));
            assert_eq!(agrees(predicted.as_deref(), truth.as_deref()), expected, "{predicted:?} {truth:?}");
        }
        assert_eq!(normal(Some(&json!("Present"))), None);
        assert_eq!(normal(Some(&json!("2020-5"))).as_deref(), Some("2020-05"));
        assert_eq!(normal(Some(&json!("May 2020"))).as_deref(), Some("?"));
    }
}
