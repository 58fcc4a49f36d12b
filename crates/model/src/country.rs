//! Countries by their two-letter codes.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The officially assigned codes in alphabetical order, two bytes each, and `XK`, which telephony and payments use for Kosovo.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCUCVCWCX\
CYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKGKHKIKMKN\
KPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPY\
QARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSXKYEYTZAZMZW";

/// An ISO 3166-1 alpha-2 country code in upper case, such as `DE`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

/// Why a string is no [`CountryCode`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a two-letter country code (ISO 3166-1)")]
pub struct InvalidCountryCode(String);

impl CountryCode {
    /// Parses `raw` in either case; only assigned codes pass.
    pub fn parse(raw: &str) -> Result<Self, InvalidCountryCode> {
        Self::find(raw).ok_or_else(|| InvalidCountryCode(raw.trim().chars().take(20).collect()))
    }

    /// The code that `raw` is, in either case; for texts that are likely to be none.
    #[must_use]
    pub fn find(raw: &str) -> Option<Self> {
        let &[first, second] = raw.trim().as_bytes() else { return None };
        let code = [first.to_ascii_uppercase(), second.to_ascii_uppercase()];
        CODES.as_bytes().chunks_exact(2).any(|assigned| assigned == code).then_some(Self(code))
    }

    /// The two letters, upper case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("only assigned codes are stored, and they are ASCII")
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CountryCode {
    type Err = InvalidCountryCode;

    fn from_str(raw: &str) -> Result<Self, InvalidCountryCode> {
        Self::parse(raw)
    }
}

impl Serialize for CountryCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for CountryCode {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <std::borrow::Cow<'_, str>>::deserialize(deserializer)?;
        Self::parse(&raw).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assigned_codes_pass_in_either_case() {
        assert_eq!(CountryCode::parse("de").map(|code| code.to_string()), Ok("DE".to_owned()));
        assert_eq!(CODES.len() % 2, 0);
        assert!(CODES.len() / 2 >= 249);
    }

    #[test]
    fn a_pair_that_straddles_two_codes_is_refused() {
        for raw in ["DA", "", "D", "DEU", "ZZ", "é"] {
            assert!(CountryCode::parse(raw).is_err(), "{raw:?} was taken for a country");
        }
    }
}
