//! Calendar dates at the precision that was printed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar date known to the year, the month or the day: `2019`, `2019-04` or `2019-04-30`.
///
/// Precision is kept, never padded: `2019` is not `2019-01`. Dates order by their first possible day, the less precise
/// first. Source: JSON Resume 1.0.0, definition `iso8601`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: i16,
    month: u8,
    day: u8,
}

/// Why a string or a triple of numbers is no [`PartialDate`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidDate {
    /// The text does not have the shape `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
    #[error("`{0}` is not a date of the form YYYY, YYYY-MM or YYYY-MM-DD")]
    Shape(String),
    /// A number lies outside of the calendar.
    #[error("year {year}, month {month}, day {day} is not in the calendar (years 1000 to 2999)")]
    Range {
        /// Year as given.
        year: i16,
        /// Month as given, 0 where there was none.
        month: u8,
        /// Day as given, 0 where there was none.
        day: u8,
    },
}

impl PartialDate {
    /// Makes a date of year precision; years 1000 to 2999.
    pub fn from_year(year: i16) -> Result<Self, InvalidDate> {
        Self::checked(year, 0, 0)
    }

    /// Makes a date of month precision; `month` is 1 to 12.
    pub fn from_month(year: i16, month: u8) -> Result<Self, InvalidDate> {
        if month == 0 {
            return Err(InvalidDate::Range { year, month, day: 0 });
        }
        Self::checked(year, month, 0)
    }

    /// Makes a date of day precision; the day must exist in that month.
    pub fn from_day(year: i16, month: u8, day: u8) -> Result<Self, InvalidDate> {
        if month == 0 || day == 0 {
            return Err(InvalidDate::Range { year, month, day });
        }
        Self::checked(year, month, day)
    }

    fn checked(year: i16, month: u8, day: u8) -> Result<Self, InvalidDate> {
        let in_calendar = (1000..=2999).contains(&year) && month <= 12 && (day == 0 || day <= days_in_month(year, month));
        if in_calendar { Ok(Self { year, month, day }) } else { Err(InvalidDate::Range { year, month, day }) }
    }

    /// The year, 1000 to 2999.
    #[must_use]
    pub fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, where it is known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        (self.month != 0).then_some(self.month)
    }

    /// The day of the month, 1 to 31, where it is known.
    #[must_use]
    pub fn day(self) -> Option<u8> {
        (self.day != 0).then_some(self.day)
    }

    /// Months since year 0 of the first month this date may lie in. Differences of it are durations in months.
    #[must_use]
    pub fn first_month(self) -> i32 {
        i32::from(self.year) * 12 + i32::from(self.month.max(1)) - 1
    }

    /// Months since year 0 of the last month this date may lie in.
    #[must_use]
    pub fn last_month(self) -> i32 {
        i32::from(self.year) * 12 + if self.month == 0 { 11 } else { i32::from(self.month) - 1 }
    }
}

fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if self.month != 0 {
            write!(f, "-{:02}", self.month)?;
        }
        if self.day != 0 {
            write!(f, "-{:02}", self.day)?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = InvalidDate;

    fn from_str(raw: &str) -> Result<Self, InvalidDate> {
        let shape = || InvalidDate::Shape(raw.to_owned());
        let mut parts = raw.split('-');
        let mut next = |width: usize| -> Result<Option<i16>, InvalidDate> {
            match parts.next() {
                None => Ok(None),
                Some(part) if part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit()) => {
                    part.parse().map(Some).map_err(|_| shape())
                }
                Some(_) => Err(shape()),
            }
        };
        let year = next(4)?.ok_or_else(shape)?;
        let month = next(2)?;
        let day = next(2)?;
        if parts.next().is_some() {
            return Err(shape());
        }
        let small = |number: i16| u8::try_from(number).map_err(|_| shape());
        match (month, day) {
            (None, _) => Self::from_year(year),
            (Some(month), None) => Self::from_month(year, small(month)?),
            (Some(month), Some(day)) => Self::from_day(year, small(month)?, small(day)?),
        }
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PartialDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        raw.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn precision_survives_the_round_trip() {
        for raw in ["2019", "2019-04", "2019-04-30", "2024-02-29"] {
            assert_eq!(raw.parse::<PartialDate>().map(|date| date.to_string()), Ok(raw.to_owned()));
        }
    }

    #[test]
    fn what_is_not_in_the_calendar_is_refused() {
        for raw in ["", "19", "2019-13", "2019-00", "2023-02-29", "2019-4", "2019-04-31", "2019-04-01-02", "0999", "+201"] {
            assert!(raw.parse::<PartialDate>().is_err(), "{raw:?} was taken for a date");
        }
    }

    #[test]
    fn months_count_from_the_printed_precision() {
        let year: PartialDate = "2019".parse().expect("a date");
        let month: PartialDate = "2020-03".parse().expect("a date");
        assert_eq!(month.first_month() - year.first_month(), 14);
        assert_eq!(year.last_month() - year.first_month(), 11);
    }

    proptest! {
        #[test]
        fn any_text_is_a_date_or_an_error(raw in ".{0,12}") {
            if let Ok(date) = raw.parse::<PartialDate>() {
                prop_assert_eq!(date.to_string(), raw);
            }
        }
    }
}
