//! Telephone numbers as identifiers.

use std::fmt;

use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL, PhoneNumberFormat};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::CountryCode;

/// A telephone number in E.164 form: `+`, country calling code, national number, at most 15 digits.
///
/// Normalised by the numbering plans of libphonenumber. A number that is possible but not assigned (such as the ranges
/// reserved for fiction) is kept; [`Phone::is_valid`] tells the two apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Phone(Box<str>);

/// Why a string is no [`Phone`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a telephone number{hint}", hint = if *.1 { "" } else { "; without a country code a country must be known" })]
pub struct InvalidPhone(String, bool);

impl Phone {
    /// Parses `raw` as it is printed in `region`, which is needed for numbers without a country calling code.
    pub fn parse(raw: &str, region: Option<CountryCode>) -> Result<Self, InvalidPhone> {
        let refused = || InvalidPhone(raw.chars().take(40).collect(), region.is_some());
        // Without a country only a number that tells its own can be read.
        if region.is_none() && !raw.contains(['+', '＋']) {
            return Err(refused());
        }
        let plan = region.and_then(|code| code.as_str().parse().ok());
        let number = PHONE_NUMBER_UTIL.parse(raw, plan).map_err(|_| refused())?;
        // The end of a number that is only dialled inside one town has no form that others can dial.
        if matches!(PHONE_NUMBER_UTIL.is_possible_number_with_reason(&number), Ok(NumberLengthType::IsPossibleLocalOnly)) {
            return Err(refused());
        }
        let text = PHONE_NUMBER_UTIL.format(&number, PhoneNumberFormat::E164);
        let n_digits = text.bytes().filter(u8::is_ascii_digit).count();
        if (7..=15).contains(&n_digits) { Ok(Self(text.into_owned().into_boxed_str())) } else { Err(refused()) }
    }

    /// The number in E.164 form, such as `+493012345678`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the numbering plan of its country assigns this number.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        PHONE_NUMBER_UTIL.parse(&*self.0, None).is_ok_and(|number| PHONE_NUMBER_UTIL.is_valid_number(&number))
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Phone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Phone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        Self::parse(&raw, None).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn e164(raw: &str, region: &str) -> Option<String> {
        let region = CountryCode::parse(region).ok();
        Phone::parse(raw, region).ok().map(|phone| phone.to_string())
    }

    #[test]
    fn national_notations_become_one_form() {
        assert_eq!(e164("(617) 555-0143", "US").as_deref(), Some("+16175550143"));
        assert_eq!(e164("030 23125 123", "DE").as_deref(), Some("+493023125123"));
        assert_eq!(e164("+44 (0)20 7946 0958", "").as_deref(), Some("+442079460958"));
    }

    #[test]
    fn numbers_reserved_for_fiction_are_kept() {
        assert!(e164("+1 617 555 0143", "").is_some());
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for raw in ["", "abc", "12", "555-0143", "+1 2345678901234567890"] {
            assert_eq!(e164(raw, ""), None, "{raw:?} was taken for a number");
        }
    }
}
