//! Cities, countries, universities.

use vitae_model::CountryCode;

use super::table::Table;

static CITIES: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/cities.table")));
static COUNTRIES: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/countries.table")));
static REGIONS: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/regions.table")));
static UNIVERSITIES: Table = Table::new(include_bytes!(concat!(env!("OUT_DIR"), "/universities.table")));

/// Country (16 bits) and inhabitants in thousands, by the values of [`CITIES`].
const TOWNS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/cities.bin"));

/// The largest city of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct City {
    /// Where it lies.
    pub(crate) country: CountryCode,
    /// Its inhabitants in thousands.
    pub(crate) thousands: u32,
}

/// The largest city that `folded` is the name of, in its own language or another.
pub(crate) fn city(folded: &str) -> Option<City> {
    let packed = super::table::value(TOWNS, CITIES.get(folded)?);
    Some(City { country: code(packed as u16)?, thousands: u32::try_from(packed >> 16).unwrap_or(u32::MAX) })
}

/// The country that `folded` names, in any supported language.
pub(crate) fn country(folded: &str) -> Option<CountryCode> {
    COUNTRIES.get(folded).and_then(code)
}

/// The country of the state, province or county that `folded` names.
pub(crate) fn region(folded: &str) -> Option<CountryCode> {
    REGIONS.get(folded).and_then(code)
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
];

/// The country in which `code`, two capital letters, may be a state or province: the likeliest first.
pub(crate) fn state(code: &str) -> Option<CountryCode> {
    let &[first, second] = code.as_bytes() else { return None };
    let holds = |codes: &str| codes.as_bytes().chunks_exact(2).any(|pair| pair == [first, second]);
    let (country, _) = STATES.iter().find(|(_, codes)| holds(codes))?;
    CountryCode::parse(country).ok()
}

/// The country of the university that `folded` names.
pub(crate) fn university_country(folded: &str) -> Option<CountryCode> {
    UNIVERSITIES.get(folded).and_then(code)
}

fn code(packed: u16) -> Option<CountryCode> {
    let letters = [(packed >> 8) as u8, packed as u8];
    std::str::from_utf8(&letters).ok().and_then(|text| CountryCode::parse(text).ok())
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
        assert_eq!(state("XX"), None);
        assert_eq!(country("allemagne").map(|code| code.to_string()).as_deref(), Some("DE"));
        assert_eq!(country("uk").map(|code| code.to_string()).as_deref(), Some("GB"));
        assert_eq!(university_country("marquette university").map(|code| code.to_string()).as_deref(), Some("US"));
        assert_eq!(city("excel"), None);
    }
}
