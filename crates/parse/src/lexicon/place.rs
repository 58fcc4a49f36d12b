//! Cities, countries, universities.

use vitae_model::CountryCode;

use super::phrase::{City, phrase};

/// The largest city that `folded` is the name of, in its own language or another.
pub(crate) fn city(folded: &str) -> Option<City> {
    phrase(folded).city()
}

/// The country that `folded` names, in any supported language.
pub(crate) fn country(folded: &str) -> Option<CountryCode> {
    phrase(folded).country()
}

/// The country of the state, province or county that `folded` names.
pub(crate) fn region(folded: &str) -> Option<CountryCode> {
    phrase(folded).region()
}

/// Two-letter codes of states and provinces as they follow a city's name.
const STATES: &[(&str, &str)] = &[
    ("US", "ALAKAZARCACOCTDEFLGAHIIDILINIAKSKYLAMEMDMAMIMNMSMOMTNENVNHNJNMNYNCNDOHOKORPARISCSDTNTXUTVTVAWAWVWIWYDCPR"),
    ("CA", "ONQCBCABMBSKNSNBNLPEYTNUNT"),
    ("BR", "SPRJMGESPRSCRSBAPECEGODFMAMTMSPAPBPIRNROSEALAMAPACRRTO"),
    (
        "IT",
        "AGALANAOAPAQARATAVBABGBIBLBNBOBRBSBTBZCACBCECHCLCNCOCRCSCTCZENFCFEFGFIFMFRGEGOGRIMISKRLCLELILOLTLUMBMCMEMIMNMOMSMTNANONUORPAPCPDPEPGPIPNPOPRPTPUPVPZRARCRERGRIRMRNROSASISOSPSRSSSUSVTATETNTOTPTRTSTVUDVAVBVCVEVIVRVTVV",
    ),
    ("AU", "WANTSA"),
    ("CH", "ZHURSZOWNWZGSOBSBLSHAIAGTGTIVDVSNEJU"),
];

/// Codes of Australian states with more letters.
const LONG_STATES: &[&str] = &["NSW", "QLD", "VIC", "TAS", "ACT"];

/// The country in which `code`, two or three capital letters, may be a state or province: the likeliest first.
pub(crate) fn state(code: &str) -> Option<CountryCode> {
    if LONG_STATES.contains(&code) {
        return CountryCode::parse("AU").ok();
    }
    let &[first, second] = code.as_bytes() else { return None };
    let holds = |codes: &str| codes.as_bytes().chunks_exact(2).any(|pair| pair == [first, second]);
    let (country, _) = STATES.iter().find(|(_, codes)| holds(codes))?;
    CountryCode::parse(country).ok()
}

/// Whether `code` is a state or province of `country`.
pub(crate) fn is_state(code: &str, country: CountryCode) -> bool {
    let codes = STATES.iter().find(|(known, _)| *known == country.as_str()).map_or("", |(_, codes)| *codes);
    code.len() == 2 && codes.as_bytes().chunks_exact(2).any(|pair| pair == code.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_have_countries() {
        assert_eq!(city("munchen").map(|city| city.country.to_string()).as_deref(), Some("DE"));
        assert!(city("paris").is_some_and(|city| city.country.as_str() == "FR" && city.thousands > 1000));
        assert_eq!(region("nordrhein westfalen").map(|code| code.to_string()).as_deref(), Some("DE"));
        assert_eq!(state("MA").map(|code| code.to_string()).as_deref(), Some("US"));
        assert_eq!(state("QLD").map(|code| code.to_string()).as_deref(), Some("AU"));
        assert_eq!(state("JU").map(|code| code.to_string()).as_deref(), Some("CH"));
        assert_eq!(state("XX"), None);
        assert_eq!(country("allemagne").map(|code| code.to_string()).as_deref(), Some("DE"));
        assert_eq!(country("uk").map(|code| code.to_string()).as_deref(), Some("GB"));
        assert_eq!(phrase("marquette university").university_country().map(|code| code.to_string()).as_deref(), Some("US"));
        assert_eq!(city("excel"), None);
        for (short, code) in [("st gallen", "CH"), ("st polten", "AT"), ("ft worth", "US")] {
            assert_eq!(city(short).map(|city| city.country.to_string()).as_deref(), Some(code), "{short}");
        }
    }
}
