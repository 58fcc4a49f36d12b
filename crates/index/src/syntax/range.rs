//! Numbers with units, and ranges of them.

use crate::facts;
use crate::lexicon::level_of;
use crate::schema::{Measure, Rated};

/// What numbers are read as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Months; years where no unit is told.
    Months,
    Year,
    /// ISCED 2011, by number or by name.
    Level,
    /// Seconds since 1970, by date.
    Date,
    /// Common European Framework.
    Fluency,
}

impl Unit {
    pub(super) fn of(measure: Measure) -> Self {
        match measure {
            Measure::Experience => Self::Months,
            Measure::Graduated | Measure::Worked => Self::Year,
            Measure::Level => Self::Level,
            Measure::Updated => Self::Date,
        }
    }

    pub(super) fn of_rated(rated: Rated) -> Self {
        match rated {
            Rated::Skill => Self::Months,
            Rated::Language => Self::Fluency,
        }
    }

    /// How to write a value.
    fn example(self) -> &'static str {
        match self {
            Self::Months => "write years or months, such as >5y, 18m.. or 3y..5y",
            Self::Year => "write years, such as 2015, >=2015 or 2015..2020",
            Self::Level => "write a level, such as >=bachelor, master, doctorate, or an ISCED number from 0 to 8",
            Self::Date => "write dates, such as >=2024, 2024-03 or 2024-01-15..2024-06-30",
            Self::Fluency => "write a level, such as >=b2, c1 or native",
        }
    }

    /// The first and the last number that a value stands for.
    fn read(self, text: &str) -> Option<(i64, i64)> {
        match self {
            Self::Months => months(text),
            Self::Year => year(text).map(|year| (year, year)),
            Self::Level => level(text).map(|level| (level, level)),
            Self::Date => date(text),
            Self::Fluency => level_of(text).map(|level| (level, level)),
        }
    }

    /// What `>` and `<=` are measured from: durations from their first month, spans of the calendar from their last day.
    fn edge(self, (low, high): (i64, i64)) -> i64 {
        if self == Self::Months { low } else { high }
    }
}

/// Reads a range; both ends are included.
pub(super) fn range(text: &str, unit: Unit) -> Result<(i64, i64), String> {
    let text = text.trim();
    let one = |text: &str| {
        unit.read(text.trim())
            .ok_or_else(|| format!("`{}` is no value here; {}", text.chars().take(40).collect::<String>(), unit.example()))
    };
    let (low, high) = if let Some(rest) = text.strip_prefix(">=").or_else(|| text.strip_prefix('≥')) {
        (one(rest)?.0, i64::MAX)
    } else if let Some(rest) = text.strip_prefix("<=").or_else(|| text.strip_prefix('≤')) {
        (i64::MIN, unit.edge(one(rest)?))
    } else if let Some(rest) = text.strip_prefix('>') {
        (unit.edge(one(rest)?) + 1, i64::MAX)
    } else if let Some(rest) = text.strip_prefix('<') {
        (i64::MIN, one(rest)?.0 - 1)
    } else if let Some((from, to)) = text.split_once("..").or_else(|| text.split_once('…')) {
        let low = if from.trim().is_empty() { i64::MIN } else { one(from)?.0 };
        let high = if to.trim().is_empty() { i64::MAX } else { unit.edge(one(to)?) };
        (low, high)
    } else if let Some(rest) = text.strip_suffix('+') {
        (one(rest)?.0, i64::MAX)
    } else {
        one(text)?
    };
    if (low, high) == (i64::MIN, i64::MAX) {
        return Err(format!("a range has an end; {}", unit.example()));
    }
    if low > high { Err("the range ends before it begins".to_owned()) } else { Ok((low, high)) }
}

fn months(text: &str) -> Option<(i64, i64)> {
    let end = text.find(|symbol: char| !symbol.is_ascii_digit() && symbol != '.' && symbol != ',').unwrap_or(text.len());
    let number: f64 = text[..end].replace(',', ".").parse().ok().filter(|number| (0.0..=100.0 * 12.0).contains(number))?;
    let rounded = |months: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "numbers up to 14,400 were let in")]
        let whole = months.round() as i64;
        whole
    };
    match text[end..].trim().to_ascii_lowercase().as_str() {
        "" | "y" | "yr" | "yrs" | "year" | "years" => {
            let first = rounded(number * 12.0);
            // Five years are not over before the sixth is.
            Some((first, if number.fract() == 0.0 { first + 11 } else { first }))
        }
        "m" | "mo" | "month" | "months" => Some((rounded(number), rounded(number))),
        _ => None,
    }
}

pub(super) fn year(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse().ok().filter(|year| text.len() == 4 && (1000..=2999).contains(year))
}

fn level(text: &str) -> Option<i64> {
    let lower = text.to_ascii_lowercase();
    let one = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('s').filter(|one| one.len() > 4)).unwrap_or(&lower);
    match one {
        "secondary" | "school" => Some(3),
        "associate" => Some(5),
        "bachelor" | "ba" | "bsc" | "bs" => Some(6),
        "master" | "ma" | "msc" | "ms" | "mba" => Some(7),
        "doctorate" | "doctor" | "doctoral" | "phd" => Some(8),
        number => number.parse().ok().filter(|level| (0..=8).contains(level)),
    }
}

/// The first and the last second of a year, a month or a day.
fn date(text: &str) -> Option<(i64, i64)> {
    let date: vitae_model::PartialDate = text.parse().ok()?;
    let year = i32::from(date.year());
    let first = facts::seconds(year, date.month().unwrap_or(1), date.day().unwrap_or(1));
    let next = match (date.month(), date.day()) {
        (_, Some(_)) => first + 86_400,
        (None | Some(12), None) => facts::seconds(year + 1, 1, 1),
        (Some(month), None) => facts::seconds(year, month + 1, 1),
    };
    Some((first, next - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        for (text, unit, expected) in [
            (">5y", Unit::Months, Ok((61, i64::MAX))),
            (">=5", Unit::Months, Ok((60, i64::MAX))),
            ("5+", Unit::Months, Ok((60, i64::MAX))),
            ("5y", Unit::Months, Ok((60, 71))),
            ("2.5y", Unit::Months, Ok((30, 30))),
            ("18m..3y", Unit::Months, Ok((18, 36))),
            ("<2y", Unit::Months, Ok((i64::MIN, 23))),
            ("2015..2020", Unit::Year, Ok((2015, 2020))),
            (">2015", Unit::Year, Ok((2016, i64::MAX))),
            ("..2020", Unit::Year, Ok((i64::MIN, 2020))),
            (">=bachelor", Unit::Level, Ok((6, i64::MAX))),
            ("1970-01-02", Unit::Date, Ok((86_400, 172_799))),
            (">=b2", Unit::Fluency, Ok((4, i64::MAX))),
        ] {
            assert_eq!(range(text, unit), expected, "{text}");
        }
        for (text, unit) in
            [("..", Unit::Year), ("soon", Unit::Year), ("2020..2015", Unit::Year), ("5 parsecs", Unit::Months), ("", Unit::Date)]
        {
            assert!(range(text, unit).is_err(), "{text}");
        }
    }
}
