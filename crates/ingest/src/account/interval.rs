//! Lengths of time as people write them: `15m`.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time of at least one second: a whole number with `s`, `m`, `h` or `d`, such as `15m`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval(u32);

/// Why a string is no [`Interval`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no length of time: write a whole number and a unit, such as 90s, 15m, 2h or 1d (at most 366d)")]
pub struct InvalidInterval(String);

impl Interval {
    /// Fifteen minutes.
    pub const QUARTER_HOUR: Self = Self(15 * 60);
    /// Twenty-four hours.
    pub const DAY: Self = Self(24 * 60 * 60);

    /// Makes one of whole seconds; less than one counts as one.
    #[must_use]
    pub const fn from_secs(seconds: u32) -> Self {
        Self(if seconds == 0 { 1 } else { seconds })
    }

    /// As the standard library has it.
    #[must_use]
    pub fn duration(self) -> Duration {
        Duration::from_secs(u64::from(self.0))
    }
}

impl FromStr for Interval {
    type Err = InvalidInterval;

    fn from_str(raw: &str) -> Result<Self, InvalidInterval> {
        let refused = || InvalidInterval(raw.chars().take(40).collect());
        let trimmed = raw.trim();
        let (number, unit) = trimmed.split_at(trimmed.find(|symbol: char| !symbol.is_ascii_digit()).ok_or_else(refused)?);
        let seconds_a_unit = match unit.trim() {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 86_400,
            _ => return Err(refused()),
        };
        let seconds = number.parse::<u32>().ok().and_then(|number| number.checked_mul(seconds_a_unit)).ok_or_else(refused)?;
        if (1..=366 * 86_400).contains(&seconds) { Ok(Self(seconds)) } else { Err(refused()) }
    }
}

impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (seconds_a_unit, unit) =
            [(86_400, "d"), (3600, "h"), (60, "m")].into_iter().find(|(seconds, _)| self.0.is_multiple_of(*seconds)).unwrap_or((1, "s"));
        write!(f, "{}{unit}", self.0 / seconds_a_unit)
    }
}

impl Serialize for Interval {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Interval {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_units_round_trip() {
        for text in ["90s", "15m", "2h", "1d"] {
            assert_eq!(text.parse::<Interval>().map(|interval| interval.to_string()), Ok(text.to_owned()));
        }
        assert_eq!("15 m".parse::<Interval>(), Ok(Interval::QUARTER_HOUR));
    }

    #[test]
    fn what_is_no_length_of_time_is_refused() {
        for text in ["", "15", "m", "0s", "-5m", "1.5h", "15 minutes", "9999999999s", "400d"] {
            assert!(text.parse::<Interval>().is_err(), "{text:?} was taken");
        }
    }
}
