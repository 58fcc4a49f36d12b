//! Where the person lives.

mod part;
mod postal;
mod street;

use vitae_document::Span;
use vitae_model::{CountryCode, Location};

use self::part::{Part, Role, parts};
pub(super) use self::street::is_street;
use super::piece::Piece;
use crate::evidence::{Builder, Path};
use crate::layout;
use crate::lent::Lent;
use crate::lexicon::{self, Label, fold};

/// Reads the place of residence from the piece that looks most like one.
///
/// `reachable` says of each block whether an e-mail address or a number stands in it.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece], reachable: &[bool]) {
    let mut best: Option<(f32, Lent<Vec<Part>>)> = None;
    for (index, piece) in pieces.iter().enumerate() {
        let text = builder.layout().slice(piece.span);
        let is_name = builder.profile.basics.name.as_deref().is_some_and(|name| name.contains(text));
        if is_name || builder.profile.basics.label.as_deref() == Some(text) {
            continue;
        }
        let mut all = parts(text, piece.span.start);
        // An address may go on in the next piece of the same block: street above, city below.
        if let Some(next) = pieces.get(index + 1).filter(|next| next.block == piece.block && next.label.is_none() && goes_on(&all)) {
            all.extend_from_slice(&parts(builder.layout().slice(next.span), next.span.start));
        }
        if layout::looks_dated(text) && (is_titled(text) || is_month(text)) {
            continue;
        }
        let is_reachable = reachable.get(usize::from(piece.block)).copied().unwrap_or_default();
        let score = score(&all, piece) + if is_reachable && piece.label.is_none() { alone(text, &all) } else { 0.0 };
        if score > best.as_ref().map_or(0.9, |(best, _)| *best) {
            best = Some((score, all));
        }
    }
    if let Some((score, parts)) = best {
        file(builder, &parts, score);
    }
}

/// What speaks for a town that stands alone beside an e-mail address: a small one that is known, or one behind its postal code.
fn alone(text: &str, parts: &[Part]) -> f32 {
    let [part] = parts else {
        return if parts.iter().any(|part| part.role == Role::City) { 0.2 } else { 0.0 };
    };
    let is_named = text.split_whitespace().count() <= 4 && text.contains(char::is_uppercase) && !part.span.is_empty();
    match part.role {
        Role::City if is_named => 0.3,
        Role::Unknown if is_named && part.postal.is_some() => 1.2,
        _ => 0.0,
    }
}

/// Whether a text is a month of a year and nothing else: `Nov 2026`.
fn is_month(text: &str) -> bool {
    let folded = fold(text);
    let is_part = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit()) || lexicon::month(word).is_some();
    !folded.is_empty() && folded.split(' ').all(is_part)
}

/// Whether a text is the document's title, with more behind it: `Curriculum Vitae – May 2023`.
fn is_titled(text: &str) -> bool {
    let head = text.split(['–', '—', '-', '|', ',']).next().unwrap_or(text);
    super::title::is_document_title(&fold(head))
}

/// Whether the city is still missing.
fn goes_on(parts: &[Part]) -> bool {
    parts.iter().any(|part| part.role == Role::Street)
        && !parts.iter().any(|part| matches!(part.role, Role::City | Role::State) || part.postal.is_some() && !part.span.is_empty())
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

/// How many times as many people as in a quarter of it live in a city at least.
const QUARTERS: u32 = 4;

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
    let first_known = all.clone().find(|index| known(index) && named(index));
    // "Shibuya, Tokyo 150-0002": the postal code stands beside the city that a quarter belongs to.
    let thousands = first_known.map_or(0, |index| parts[index].thousands);
    let is_whole = |index: &usize| parts[*index].postal.is_some() && parts[*index].thousands / QUARTERS > thousands;
    all.clone()
        .find(|index| known(index) && named(index) && is_whole(index))
        .or(first_known)
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
        // "Yaba, Lagos": the city behind its district.
        let part = parts.get(city?).filter(|part| part.country.is_some()).or_else(|| parts.iter().rfind(|part| part.role == Role::City))?;
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
            ("Springfield MA 01101", "Springfield", "US", "01101"),
            ("New York NY", "New York", "US", ""),
            ("New York", "New York", "US", ""),
            ("Recife, PE", "Recife", "BR", ""),
            ("Yaba, Lagos", "Yaba", "NG", ""),
            ("Galway, Co. Galway", "Galway", "IE", ""),
            ("Galway, Co. Galway IE", "Galway", "IE", ""),
            ("DENVER, COLORADO US", "DENVER", "US", ""),
            ("NANTES PAYS DE LA LOIRE (FR)", "NANTES", "FR", ""),
            ("C/ Puentezuelas, 23, 2.º B, 18002, Granada (ES), Andalucía", "Granada", "ES", "18002"),
            ("3 bis, rue des Hauts-Pavés, 44000\nNantes, Pays de la Loire", "Nantes", "FR", "44000"),
            ("Bd. Unirii 74, bl. B8, ap. 81, 430001\nBaia Mare", "Baia Mare", "RO", "430001"),
            ("Cumhuriyet Cad. No: 13/2, Kütahya", "Kütahya", "TR", ""),
            ("Stationsstraat 47, 3500\nHasselt", "Hasselt", "BE", "3500"),
            ("Carrera 39 # 9-47, barrio\nDepartamental, Cali, Valle del\nCauca", "Cali", "CO", ""),
            ("352 30 Växjö", "Växjö", "SE", "352 30"),
            ("Via Garibaldi, 66, 95124\nCatania", "Catania", "IT", "95124"),
            ("4611 Kristiansand", "Kristiansand", "NO", "4611"),
            ("Umhlanga, KwaZulu-Natal, 4319", "Umhlanga", "ZA", "4319"),
            ("44-100 Gliwice, śląskie", "Gliwice", "PL", "44-100"),
            ("8011 PK Zwolle", "Zwolle", "NL", "8011 PK"),
            ("6 Heol-y-Deri, Cardiff, CF14 6HA", "Cardiff", "GB", "CF14 6HA"),
            ("Lyon, Auvergne-Rhône-Alpes, FR", "Lyon", "FR", ""),
            ("Portland, OR (US)", "Portland", "US", ""),
            ("Rua de Cedofeita, 318, 2.º Esq., 4050-174 Porto", "Porto", "PT", "4050-174"),
            ("Otepoti / Dunedin, Otago", "Otepoti / Dunedin", "NZ", ""),
            ("Lale Sok. No: 2 D: 3 İzmir", "İzmir", "TR", ""),
            ("Lale Sok. No: 4 D: 1, 63000 Şanlıurfa", "Şanlıurfa", "TR", "63000"),
            ("Lale Sok. No: 4 D: 1 63000 Şanlıurfa", "Şanlıurfa", "TR", "63000"),
            ("Implerstraße 41 81371 München", "München", "DE", "81371"),
            ("Rua XV de\nNovembro, 167, apto 44, São\nJosé dos Campos, SP", "São\nJosé dos Campos", "BR", ""),
            ("2100 København Ø", "København Ø", "DK", "2100"),
            ("ul. 3 Maja 2, Kielce", "Kielce", "PL", ""),
            ("Marrickville, NSW 2204", "Marrickville", "AU", "2204"),
            ("Nerang, QLD 4211", "Nerang", "AU", "4211"),
            ("Toronto, ON M5V 2T6", "Toronto", "CA", "M5V 2T6"),
            ("12 Harbour Road, Cork, Co. Cork", "Cork", "IE", ""),
            ("6000 Kecskemét, Kossuth Lajos utca 87.", "Kecskemét", "HU", "6000"),
            ("Flat 3, 47 Station Road, Truro, TR1 2HB", "Truro", "GB", "TR1 2HB"),
            ("2-21-1 Shibuya, Shibuya-ku, Tokyo 150-0002, Japan", "Tokyo", "JP", "150-0002"),
            ("100 Century Avenue, Pudong, Shanghai 200120, China", "Shanghai", "CN", "200120"),
            ("9000 St. Gallen", "St. Gallen", "CH", "9000"),
            ("Rosenbergstrasse 12, 9000 St. Gallen", "St. Gallen", "CH", "9000"),
            ("12 St Mary Street, Cardiff", "Cardiff", "GB", ""),
            ("Ft. Worth, TX 76102", "Ft. Worth", "US", "76102"),
            ("3 BIS, RUE DES HAUTS-PAVÉS\nNANTES PAYS DE LA LOIRE\n44000", "NANTES", "FR", "44000"),
        ] {
            assert_eq!(told(text), (city.to_owned(), country.to_owned(), postal.to_owned()), "{text}");
        }
    }
}
