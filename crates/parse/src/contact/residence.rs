//! Where the person lives.

use vitae_document::Span;
use vitae_model::{CountryCode, Location};

use super::piece::Piece;
use crate::evidence::{Builder, Path};
use crate::lexicon::{self, Label, fold};

/// A comma-separated part of an address.
#[derive(Debug, Clone, Copy)]
struct Part {
    span: Span,
    /// The postal code in front of it or behind it.
    postal: Option<Span>,
    role: Role,
    /// Inhabitants in thousands, where it is a known city.
    thousands: u32,
    country: Option<CountryCode>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    City,
    Region,
    State,
    Country,
    Street,
    Unknown,
}

/// Reads the place of residence from the piece that looks most like one.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece]) {
    let mut best: Option<(f32, Vec<Part>)> = None;
    for (index, piece) in pieces.iter().enumerate() {
        let text = builder.layout().slice(piece.span);
        let is_name = builder.profile.basics.name.as_deref().is_some_and(|name| name.contains(text));
        if is_name || builder.profile.basics.label.as_deref() == Some(text) {
            continue;
        }
        let parts = parts(builder.layout().slice(piece.span), piece.span.start);
        // An address may go on in the next piece of the same block: street above, city below.
        let mut all = parts;
        if let Some(next) = pieces.get(index + 1).filter(|next| next.block == piece.block && next.label.is_none() && goes_on(&all)) {
            all.extend(self::parts(builder.layout().slice(next.span), next.span.start));
        }
        let score = score(&all, piece);
        if score > best.as_ref().map_or(0.9, |(best, _)| *best) {
            best = Some((score, all));
        }
    }
    if let Some((score, parts)) = best {
        file(builder, &parts, score);
    }
}

/// Whether the city is still missing.
fn goes_on(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.role == Role::Street)
        && !parts.iter().any(|part| matches!(part.role, Role::City | Role::State) || part.postal.is_some())
}

fn parts(text: &str, offset: u32) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, symbol) in text.char_indices().chain([(text.len(), ',')]) {
        if matches!(symbol, ',' | ';' | '(' | ')' | '\n') || at == text.len() || is_spaced_dash(text, at, symbol) {
            let part = text.get(from..at).unwrap_or_default();
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let start = offset + (from + part.find(trimmed).unwrap_or_default()) as u32;
                parts.push(classify(trimmed, Span { start, end: start + trimmed.len() as u32 }));
            }
            from = (at + symbol.len_utf8()).min(text.len());
        }
    }
    settle_codes(text, offset, &mut parts);
    parts
}

/// `DE` is Germany behind Berlin, and Delaware behind Wilmington.
fn settle_codes(text: &str, offset: u32, parts: &mut [Part]) {
    // Granada is a country in some languages, and a town before its own country.
    let n_countries = parts.iter().filter(|part| part.role == Role::Country).count();
    if n_countries > 1
        && let Some(first) = parts.iter_mut().find(|part| part.role == Role::Country)
    {
        first.role = Role::City;
    }
    for index in 1..parts.len() {
        let code = text.get((parts[index].span.start - offset) as usize..(parts[index].span.end - offset) as usize).unwrap_or_default();
        let Ok(country) = CountryCode::parse(code) else { continue };
        let agrees = parts[..index].iter().any(|part| matches!(part.role, Role::City | Role::Region) && part.country == Some(country));
        if parts[index].role == Role::State && agrees {
            (parts[index].role, parts[index].country) = (Role::Country, Some(country));
        }
    }
}

fn is_spaced_dash(text: &str, at: usize, symbol: char) -> bool {
    matches!(symbol, '-' | '–') && text[..at].ends_with(' ') && text[at + symbol.len_utf8()..].starts_with(' ')
}

fn classify(text: &str, span: Span) -> Part {
    let (mut core, mut postal) = without_postal(text, span);
    // A number in front of a street's name is the house's.
    let opens = postal.is_some_and(|postal| postal.start == span.start && postal.end < span.end);
    if opens && is_street(&fold(&text[(core.start - span.start) as usize..])) {
        (core, postal) = (span, None);
    }
    let core_text = &text[(core.start - span.start) as usize..(core.end - span.start) as usize];
    let mut part = Part { span: core, postal, role: Role::Unknown, thousands: 0, country: None };
    let folded = fold(core_text);
    let code = core_text.len() == 2 && core_text.bytes().all(|byte| byte.is_ascii_uppercase());
    if folded.is_empty() {
        return part;
    }
    if let Some(country) = lexicon::country(&folded) {
        // Singapore and its like are both.
        let is_city = lexicon::city(&folded).is_some_and(|city| city.country == country && city.thousands > 400 || postal.is_some());
        part.thousands = if is_city { 1000 } else { 0 };
        (part.role, part.country) = (if is_city { Role::City } else { Role::Country }, Some(country));
    } else if code {
        let state = lexicon::state(core_text);
        part.country = state.or_else(|| CountryCode::parse(core_text).ok());
        part.role = if state.is_some() { Role::State } else { Role::Country };
        if part.country.is_none() {
            part.role = Role::Unknown;
        }
    } else if let Some(city) = lexicon::city(&folded) {
        (part.role, part.country, part.thousands) = (Role::City, Some(city.country), city.thousands);
        if let Some(region) = lexicon::region(&folded).filter(|_| city.thousands < 100) {
            (part.role, part.country) = (Role::Region, Some(region));
        }
    } else if let Some(region) = lexicon::region(&folded) {
        (part.role, part.country) = (Role::Region, Some(region));
    } else if core_text.bytes().any(|byte| byte.is_ascii_digit()) || is_street(&folded) {
        part.role = Role::Street;
    } else if let Some((head, country)) = city_and_state(core_text) {
        part.span.end = part.span.start + head as u32;
        (part.role, part.country) = (Role::City, Some(country));
        part.thousands = lexicon::city(&fold(&core_text[..head])).map_or(0, |city| city.thousands);
    }
    part
}

/// `Springfield MA`, `Marrickville NSW`: the length of the city's name, and the country.
fn city_and_state(text: &str) -> Option<(usize, CountryCode)> {
    let (city, state) = text.rsplit_once(' ')?;
    let country =
        if matches!(state, "NSW" | "VIC" | "QLD" | "ACT" | "TAS") { CountryCode::parse("AU").ok()? } else { lexicon::state(state)? };
    Some((city.trim_end().len(), country))
}

fn is_street(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "street",
        "st",
        "road",
        "rd",
        "avenue",
        "ave",
        "lane",
        "drive",
        "blvd",
        "boulevard",
        "court",
        "place",
        "square",
        "apt",
        "flat",
        "suite",
        "rue",
        "allee",
        "chemin",
        "quai",
        "impasse",
        "via",
        "viale",
        "piazza",
        "corso",
        "calle",
        "carrera",
        "avenida",
        "plaza",
        "paseo",
        "rua",
        "praca",
        "travessa",
        "ulica",
        "ul",
        "al",
        "straat",
        "laan",
        "weg",
        "gasse",
        "platz",
        "gatan",
        "vagen",
        "vej",
        "gade",
        "nagar",
        "colony",
        "plot",
        "estate",
        "building",
        "house",
        "block",
        "floor",
        "col",
        "barrio",
        "bairro",
    ];
    folded.split(' ').any(|word| {
        WORDS.contains(&word)
            || ["strasse", "str", "weg", "gasse", "platz", "straat", "laan", "gatan", "vagen"]
                .iter()
                .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
    })
}

/// Takes a postal code off either end of `text`.
fn without_postal(text: &str, span: Span) -> (Span, Option<Span>) {
    let words: Vec<(usize, usize)> = text
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        })
        .collect();
    let at = |from: usize, to: usize| Span { start: span.start + from as u32, end: span.start + to as u32 };
    for n_words in [2, 1] {
        let n_words: usize = n_words;
        if words.len() < n_words {
            continue;
        }
        let (first, last) = (words[0].0, words[n_words - 1].1);
        if is_postal(&text[first..last]) {
            let core = words.get(n_words).map_or(last, |word| word.0);
            return (at(core, text.len()), Some(at(first, last)));
        }
        let (first, last) = (words[words.len() - n_words].0, text.len());
        if is_postal(&text[first..last]) {
            let core = words.get(words.len() - n_words - 1).filter(|_| words.len() > n_words).map_or(first, |word| word.1);
            return (at(0, core.min(first)), Some(at(first, last)));
        }
    }
    (span, None)
}

/// Whether `text` has the shape of a postal code: `53212`, `44-100`, `8011 PK`, `CF14 6HA`, `M5V 2T6`, `D-10115`, `01310-100`.
fn is_postal(text: &str) -> bool {
    let shape = text.chars().map(|symbol| match symbol {
        symbol if symbol.is_ascii_digit() => '9',
        symbol if symbol.is_ascii_uppercase() => 'A',
        '-' | '–' | '‐' => '-',
        ' ' => ' ',
        _ => '?',
    });
    const SHAPES: &[&str] = &[
        "9999",
        "99999",
        "999999",
        "99-999",
        "9999-999",
        "99999-999",
        "99999-9999",
        "999 99",
        "9999 AA",
        "9999AA",
        "A-99999",
        "A-9999",
        "AA-9999",
        "AA-99999",
        "A9 9AA",
        "A99 9AA",
        "AA9 9AA",
        "AA99 9AA",
        "A9A 9AA",
        "AA9A 9AA",
        "A9A 9A9",
        "A9A9A9",
        "A99 A999",
        "A99 AA99",
        "A99 A9A9",
        "A9A-9A9",
    ];
    SHAPES.iter().any(|known| known.chars().eq(shape.clone()))
}

/// How much `parts` looks like a place of residence.
fn score(parts: &[Part], piece: &Piece) -> f32 {
    if parts.is_empty() || parts.len() > 8 {
        return 0.0;
    }
    let mut score = 0.0;
    for (index, part) in parts.iter().enumerate() {
        score += match part.role {
            Role::City if part.thousands >= 50 => 1.0,
            Role::City => 0.8,
            Role::Region | Role::State if index > 0 => 0.8,
            Role::Country if index > 0 => 0.8,
            Role::Region | Role::Country | Role::State => 0.3,
            Role::Street => 0.2,
            Role::Unknown => -0.2,
        };
        score += if part.postal.is_some() { 0.6 } else { 0.0 };
    }
    // "Unknown town, known region".
    let opens_place = parts.len() >= 2
        && parts[0].role == Role::Unknown
        && matches!(parts[1].role, Role::Region | Role::State | Role::Country | Role::City);
    score += if opens_place { 0.5 } else { 0.0 };
    let unknown = parts.iter().filter(|part| part.role == Role::Unknown && !part.span.is_empty()).count();
    if unknown * 2 > parts.len() + 1 {
        score -= 1.0;
    }
    match piece.label {
        Some(Label::Address) => score + 1.5,
        None => score,
        Some(_) => 0.0,
    }
}

fn file(builder: &mut Builder<'_>, parts: &[Part], score: f32) {
    let confidence = (0.6 + score * 0.12).min(0.97);
    let city = city_index(parts);
    let mut location = Location::default();
    let read = |builder: &mut Builder<'_>, field: &'static str, span: Span| builder.read(Path::basics(field), span, confidence);
    if let Some(index) = city {
        location.city = read(builder, "location/city", parts[index].span);
        let street = parts[..index].iter().filter(|part| !part.span.is_empty()).map(|part| part.span);
        if let Some(span) = street.reduce(|first, last| Span { start: first.start, end: last.end }) {
            location.address = read(builder, "location/address", span);
        }
    }
    if let Some(span) = postal(parts, city) {
        location.postal_code = read(builder, "location/postalCode", span);
    }
    let behind = city.map_or(0, |index| index + 1);
    let is_region = |part: &&Part| matches!(part.role, Role::Region | Role::State) || part.role == Role::City && !part.span.is_empty();
    if let Some(part) = parts.iter().skip(behind).find(is_region) {
        location.region = read(builder, "location/region", part.span);
    }
    if let Some((part, country)) = country(parts, city) {
        location.country_code = Some(country);
        builder.mark(Path::basics("location/countryCode"), part.span, confidence * 0.95);
    }
    if location != Location::default() {
        builder.profile.basics.location = Some(location);
    }
}

/// Which part is the city: one with a postal code, a known one, or what stands before the region.
fn city_index(parts: &[Part]) -> Option<usize> {
    let named = |index: &usize| !parts[*index].span.is_empty();
    let known = |index: &usize| parts[*index].role == Role::City;
    let all = 0..parts.len();
    let before_region = || {
        let region =
            parts.iter().position(|part| matches!(part.role, Role::Region | Role::State | Role::Country)).filter(|index| *index > 0)?;
        Some(region - 1).filter(|index| matches!(parts[*index].role, Role::Unknown | Role::Street) && named(index))
    };
    let is_placed =
        |index: &usize| matches!(parts[*index].role, Role::Unknown | Role::City | Role::Region) && parts[*index].postal.is_some();
    // "Yaba, Lagos": the part of a large city that stands before it.
    let is_district = parts.len() == 2
        && parts[0].role == Role::Unknown
        && parts[1].role == Role::City
        && parts[1].thousands > 1000
        && parts[1].postal.is_none();
    if is_district && named(&0) {
        return Some(0);
    }
    all.clone()
        .find(|index| known(index) && named(index))
        .or_else(|| all.clone().find(|index| is_placed(index) && named(index)))
        .or_else(before_region)
        .or_else(|| all.clone().find(|index| parts[*index].role == Role::Region && named(index)))
        .or_else(|| all.clone().find(|index| parts[*index].role == Role::Unknown && named(index)))
}

/// The postal code: the city's own, else one behind it, else any.
fn postal(parts: &[Part], city: Option<usize>) -> Option<Span> {
    parts.iter().skip(city.unwrap_or(0)).chain(parts).find_map(|part| part.postal)
}

/// The country: what is named as one, else the one of the state or region, else the city's.
fn country(parts: &[Part], city: Option<usize>) -> Option<(&Part, CountryCode)> {
    let of = |role: Role| parts.iter().rev().find(|part| part.role == role).and_then(|part| part.country.map(|country| (part, country)));
    of(Role::Country).or_else(|| of(Role::State)).or_else(|| of(Role::Region)).or_else(|| {
        let part = parts.get(city?)?;
        Some((part, part.country?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> (String, String, String) {
        let parts = parts(text, 0);
        let slice = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let city = city_index(&parts);
        let code = country(&parts, city).map_or(String::new(), |(_, code)| code.to_string());
        let postal = postal(&parts, city).map_or(String::new(), slice);
        (city.map_or(String::new(), |index| slice(parts[index].span)), code, postal)
    }

    #[test]
    fn cities_are_found_in_addresses_of_many_countries() {
        for (text, city, country, postal) in [
            ("Somerville, MA", "Somerville", "US", ""),
            ("2218 N Humboldt Blvd, Apt 4, Milwaukee, WI 53212", "Milwaukee", "US", "53212"),
            ("Implerstraße 41, 81371 München", "München", "DE", "81371"),
            ("Berlin, Berlin, DE", "Berlin", "DE", ""),
            ("MARRICKVILLE NSW 2204", "MARRICKVILLE", "AU", "2204"),
            ("Umhlanga, KwaZulu-Natal, 4319", "Umhlanga", "ZA", "4319"),
            ("44-100 Gliwice, śląskie", "Gliwice", "PL", "44-100"),
            ("8011 PK Zwolle", "Zwolle", "NL", "8011 PK"),
            ("6 Heol-y-Deri, Cardiff, CF14 6HA", "Cardiff", "GB", "CF14 6HA"),
            ("Lyon, Auvergne-Rhône-Alpes, FR", "Lyon", "FR", ""),
            ("Portland, OR (US)", "Portland", "US", ""),
            ("Rua de Cedofeita, 318, 2.º Esq., 4050-174 Porto", "Porto", "PT", "4050-174"),
            ("Otepoti / Dunedin, Otago", "Otepoti / Dunedin", "NZ", ""),
        ] {
            assert_eq!(told(text), (city.to_owned(), country.to_owned(), postal.to_owned()), "{text}");
        }
    }
}
