//! Where the person lives.

use vitae_document::Span;
use vitae_model::{CountryCode, Location};

use super::piece::Piece;
use crate::evidence::{Builder, Path};
use crate::layout;
use crate::lent::{Lent, lend};
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

lend!(Part);

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
        let parts = parts(builder.layout().slice(piece.span), piece.span.start);
        // An address may go on in the next piece of the same block: street above, city below.
        let mut all = parts;
        if let Some(next) = pieces.get(index + 1).filter(|next| next.block == piece.block && next.label.is_none() && goes_on(&all)) {
            all.extend_from_slice(&self::parts(builder.layout().slice(next.span), next.span.start));
        }
        if layout::looks_dated(text) && is_titled(text) {
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

fn parts(text: &str, offset: u32) -> Lent<Vec<Part>> {
    let mut parts = Lent::default();
    let mut from = 0;
    for (at, symbol) in text.char_indices().chain([(text.len(), ',')]) {
        let parts_here = match symbol {
            ',' | ';' | '(' | ')' => true,
            '\n' => !is_broken_name(text, at),
            _ => at == text.len() || is_spaced_dash(text, at, symbol),
        };
        if parts_here {
            let part = text.get(from..at).unwrap_or_default();
            let trimmed = part.trim();
            if !trimmed.is_empty() {
                let start = offset + (from + part.find(trimmed).unwrap_or_default()) as u32;
                push(trimmed, start, &mut parts);
            }
            from = (at + symbol.len_utf8()).min(text.len());
        }
    }
    settle_codes(text, offset, &mut parts);
    parts
}

/// Adds what stands between two commas: one part, or street, city and region where no comma parts them.
fn push(text: &str, start: u32, parts: &mut Vec<Part>) {
    let mut from = 0;
    let mut next = behind_number(text).filter(|at| *at > 0);
    loop {
        let rest = &text[from..];
        let is_known = || {
            let folded = fold(rest);
            lexicon::city(&folded).is_some() || lexicon::region(&folded).is_some() || lexicon::country(&folded).is_some()
        };
        let end = next.take().or_else(|| if is_known() { None } else { behind_city(rest).map(|at| from + at) }).unwrap_or(text.len());
        let part = text[from..end].trim();
        if !part.is_empty() {
            let start = start + (part.as_ptr() as usize - text.as_ptr() as usize) as u32;
            parts.push(classify(part, Span { start, end: start + part.len() as u32 }));
        }
        if end == text.len() {
            return;
        }
        from = end;
    }
}

/// `DE` is Germany behind Berlin, and Delaware behind Wilmington.
fn settle_codes(text: &str, offset: u32, parts: &mut [Part]) {
    // Granada is a country in some languages, and a town before its own country.
    for index in 0..parts.len() {
        let part = parts[index];
        let name = text.get((part.span.start - offset) as usize..(part.span.end - offset) as usize).unwrap_or_default();
        let Some(city) = lexicon::city(&fold(name)).filter(|_| part.role == Role::Country && name.len() > 2) else { continue };
        let agrees = parts[index + 1..].iter().any(|other| {
            let code = text.get((other.span.start - offset) as usize..(other.span.end - offset) as usize).unwrap_or_default();
            other.country == Some(city.country) || CountryCode::find(code) == Some(city.country)
        });
        if agrees {
            (parts[index].role, parts[index].country, parts[index].thousands) = (Role::City, Some(city.country), city.thousands);
        }
    }
    for index in 1..parts.len() {
        let code = text.get((parts[index].span.start - offset) as usize..(parts[index].span.end - offset) as usize).unwrap_or_default();
        // "Recife, PE": the state of the city's own country.
        let of_city = parts[..index].iter().rev().find(|part| part.role == Role::City).and_then(|part| part.country);
        if let Some(country) = of_city.filter(|country| parts[index].role == Role::State && lexicon::is_state(code, *country)) {
            parts[index].country = Some(country);
            continue;
        }
        let Some(country) = CountryCode::find(code) else { continue };
        let agrees = parts[..index].iter().any(|part| matches!(part.role, Role::City | Role::Region) && part.country == Some(country));
        if parts[index].role == Role::State && agrees {
            (parts[index].role, parts[index].country) = (Role::Country, Some(country));
        }
    }
}

/// Where a known city begins that follows a house number or a postal code without a comma: `Lale Sok. No: 9 D: 8 Çankaya`.
fn behind_number(text: &str) -> Option<usize> {
    let mut starts = text.match_indices(' ').map(|(at, _)| at + 1).filter(|&at| {
        let before = text[..at].trim_end().rsplit(' ').next().unwrap_or_default();
        before.bytes().any(|byte| byte.is_ascii_digit()) && !text[at..].bytes().any(|byte| byte.is_ascii_digit())
    });
    let at = starts.find(|&at| lexicon::city(&fold(&text[at..])).is_some())?;
    let head = text[..at].trim_end();
    // A postal code stays with its city.
    let code = head.rfind(' ').map_or(head, |space| &head[space + 1..]);
    if !is_postal(code) {
        return Some(at);
    }
    let at = at - (text[..at].len() - head.len()) - code.len();
    (at > 0).then_some(at)
}

/// Whether the line break at `at` is inside of a city's name: `São\nJosé dos Campos`.
fn is_broken_name(text: &str, at: usize) -> bool {
    let before = text[..at].rsplit([',', ';', '\n']).next().unwrap_or_default().trim();
    let behind = text[at + 1..].split([',', ';', '\n']).next().unwrap_or_default().trim();
    // A postal code may stand on either side.
    let is_code = |word: &&str| word.contains(|symbol: char| symbol.is_ascii_digit());
    let n_head = before.split(' ').rev().take_while(|word| !is_code(word)).count();
    let n_tail = behind.split(' ').take_while(|word| !is_code(word)).count();
    let is_joined = |n_head: usize| {
        let n_before = before.split(' ').count() - n_head;
        let mut folded = Lent::default();
        before.split(' ').skip(n_before).chain(behind.split(' ').take(n_tail)).for_each(|word| lexicon::fold_into(word, &mut folded));
        lexicon::city(&folded).is_some() || lexicon::region(&folded).is_some()
    };
    let is_open = before.ends_with('-') && !before.ends_with(" -");
    !before.is_empty() && n_tail > 0 && (is_open || is_joined(n_head) || n_head > 1 && is_joined(1))
}

fn is_spaced_dash(text: &str, at: usize, symbol: char) -> bool {
    matches!(symbol, '-' | '–') && text[..at].ends_with(' ') && text[at + symbol.len_utf8()..].starts_with(' ')
}

fn classify(text: &str, span: Span) -> Part {
    let (mut core, mut postal) = without_postal(text, span);
    // A number in front of a street's name is the house's.
    let opens = postal.is_some_and(|postal| postal.start == span.start && postal.end < span.end);
    let behind = || fold(&text[(core.start - span.start) as usize..]);
    if opens && is_street(&behind()) && lexicon::city(&behind()).is_none() {
        (core, postal) = (span, None);
    }
    let core_text = &text[(core.start - span.start) as usize..(core.end - span.start) as usize];
    let mut part = Part { span: core, postal, role: Role::Unknown, thousands: 0, country: None };
    let folded = fold(core_text);
    let is_long = core_text.len() == 3 && lexicon::state(core_text).is_some();
    let code = is_long || core_text.len() == 2 && core_text.bytes().all(|byte| byte.is_ascii_uppercase());
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
        part.country = state.or_else(|| CountryCode::find(core_text));
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
    } else if let Some(city) = part.postal.and_then(|_| city_before(core_text)) {
        (part.role, part.country, part.thousands) = (Role::City, Some(city.country), city.thousands);
    }
    part
}

/// The known city that `text` begins with, before a district's letter or the like: `København Ø`, `Lyon Cedex 03`.
fn city_before(text: &str) -> Option<lexicon::City> {
    let (head, rest) = text.rsplit_once(' ')?;
    let is_short = rest.chars().count() <= 2 || matches!(rest, "Cedex" | "CEDEX");
    is_short.then(|| lexicon::city(&fold(head)))?
}

/// Where a state, a region or a country begins that follows a city without a comma: `Springfield MA`, `Marrickville NSW 2204`.
fn behind_city(text: &str) -> Option<usize> {
    text.match_indices([' ', '\n']).map(|(at, _)| at + 1).find(|&at| {
        let (head, tail) = (text[..at].trim_end(), &text[at..]);
        let (core, _) = without_postal(tail, Span { start: 0, end: tail.len() as u32 });
        let tail = &tail[core.start as usize..core.end as usize];
        let is_wide = || {
            let folded = fold(tail);
            lexicon::region(&folded).is_some() || lexicon::country(&folded).is_some()
        };
        let head_core = without_postal(head, Span { start: 0, end: head.len() as u32 }).0;
        let city = &head[head_core.start as usize..head_core.end as usize];
        let is_code = tail.len() == 2 && tail.bytes().all(|byte| byte.is_ascii_uppercase()) && CountryCode::find(tail).is_some();
        let is_place = || {
            let city = fold(city);
            lexicon::city(&city).is_some() || lexicon::region(&city).is_some()
        };
        lexicon::state(tail).is_some() && !is_street(&fold(city)) || (is_code || is_wide()) && is_place()
    })
}

/// Whether a word of `folded` names streets or parts of houses.
pub(super) fn is_street(folded: &str) -> bool {
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
        "sok",
        "sokak",
        "sokagi",
        "cad",
        "cadde",
        "caddesi",
        "mah",
        "mahallesi",
        "bulvari",
        "daire",
        "strada",
        "aleea",
        "bd",
        "bulevardul",
        "utca",
        "ut",
        "ter",
        "korut",
        "ulice",
        "namesti",
        "trida",
        "largo",
        "vicolo",
        "strasse",
        "ring",
        "nabrezi",
    ];
    folded.split(' ').any(|word| {
        WORDS.contains(&word)
            || [
                "strasse", "str", "weg", "gasse", "platz", "straat", "laan", "gatan", "vagen", "gata", "gaten", "veien", "vegen", "gade",
                "katu", "tie", "kuja",
            ]
            .iter()
            .any(|end| word.len() > end.len() + 2 && word.ends_with(end))
    })
}

/// Takes a postal code off either end of `text`.
fn without_postal(text: &str, span: Span) -> (Span, Option<Span>) {
    // All of them have figures.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return (span, None);
    }
    let words: Lent<Vec<(usize, usize)>> = text
        .split([' ', '\n'])
        .filter(|word| !word.is_empty() && !matches!(*word, "–" | "-"))
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

/// Bytes that a postal code has at most: ten signs, of which one may be a dash of three bytes.
const LONGEST_CODE: usize = 12;

/// Whether `text` has the shape of a postal code: `53212`, `44-100`, `8011 PK`, `CF14 6HA`, `M5V 2T6`, `D-10115`, `01310-100`.
fn is_postal(text: &str) -> bool {
    if text.len() > LONGEST_CODE {
        return false;
    }
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
        "999-9999",
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
