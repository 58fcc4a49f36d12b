//! The country whose numbering plan a document's numbers follow.

use vitae_model::CountryCode;

use crate::evidence::Builder;
use crate::lexicon::{self, fold};

/// Languages that are written in one country for the most part, with that country.
const LANGUAGES: [(&str, &str); 10] = [
    ("cs", "CZ"),
    ("da", "DK"),
    ("fi", "FI"),
    ("hu", "HU"),
    ("it", "IT"),
    ("no", "NO"),
    ("pl", "PL"),
    ("ro", "RO"),
    ("sv", "SE"),
    ("tr", "TR"),
];

/// The country of the document: where the person lives, else what the person's links and other numbers say, else where they worked and
/// studied last, else where its language is spoken, else `region`.
pub(super) fn of(builder: &Builder<'_>, region: Option<CountryCode>) -> Option<CountryCode> {
    let basics = &builder.profile.basics;
    let residence = basics.location.as_ref().and_then(|location| location.country_code);
    let language = || {
        let spoken = builder.profile.meta.language.as_deref()?;
        let (_, country) = LANGUAGES.iter().find(|(language, _)| *language == spoken)?;
        CountryCode::parse(country).ok()
    };
    residence.or_else(|| of_links(builder)).or_else(|| of_places(builder)).or_else(language).or(region)
}

/// `de.linkedin.com/in/…`, `ada@post.fi`, `www.ada.co.uk`.
fn of_links(builder: &Builder<'_>) -> Option<CountryCode> {
    let basics = &builder.profile.basics;
    let addresses = basics.profiles.iter().filter_map(|profile| profile.url.as_deref());
    let prefix = addresses.filter_map(|address| super::network::bare(address).split_once('.')).map(|(prefix, _)| prefix);
    let hosts = basics.emails.iter().filter_map(|email| email.as_str().split_once('@')).map(|(_, host)| host);
    let hosts = hosts.chain(basics.url.as_deref().map(|url| super::network::bare(url).split('/').next().unwrap_or_default()));
    // Endings that stand for a trade rather than for a country.
    let endings = hosts.filter_map(|host| host.rsplit('.').next()).filter(|ending| !matches!(*ending, "io" | "me" | "co" | "ai" | "tv"));
    let codes = prefix.chain(endings).filter(|code| code.len() == 2);
    codes.map(|code| if code == "uk" { "gb" } else { code }).find_map(|code| CountryCode::parse(&code.to_ascii_uppercase()).ok())
}

/// The country of the last place of work or study that names one or a large city.
fn of_places(builder: &Builder<'_>) -> Option<CountryCode> {
    let profile = &builder.profile;
    let work = profile.work.iter().filter_map(|entry| entry.location.as_deref());
    let places = work.chain(profile.education.iter().filter_map(|entry| entry.location.as_deref()));
    places.flat_map(|place| place.rsplit([',', '(']).map(fold)).find_map(|part| {
        let city = || lexicon::city(&part).filter(|city| city.thousands >= 50).map(|city| city.country);
        lexicon::country(&part).or_else(city)
    })
}
