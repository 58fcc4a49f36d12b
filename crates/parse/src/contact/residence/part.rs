//! The parts of an address, and what each of them is.

use vitae_document::Span;
use vitae_model::CountryCode;

use super::postal;
use super::street::is_street;
use crate::lent::{Lent, lend};
use crate::lexicon::{self, fold};

/// A comma-separated part of an address.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) span: Span,
    /// The postal code in front of it or behind it.
    pub(super) postal: Option<Span>,
    pub(super) role: Role,
    /// Inhabitants in thousands, where it is a known city.
    pub(super) thousands: u32,
    pub(super) country: Option<CountryCode>,
}

lend!(Part);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    City,
    Region,
    State,
    Country,
    Street,
    Unknown,
}

/// The parts of an address; `offset` is where its text starts.
pub(super) fn parts(text: &str, offset: u32) -> Lent<Vec<Part>> {
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
    if !postal::is_code(code) {
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
    let (mut core, mut postal) = postal::without(text, span);
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
        let (core, _) = postal::without(tail, Span { start: 0, end: tail.len() as u32 });
        let tail = &tail[core.start as usize..core.end as usize];
        let is_wide = || {
            let folded = fold(tail);
            lexicon::region(&folded).is_some() || lexicon::country(&folded).is_some()
        };
        let head_core = postal::without(head, Span { start: 0, end: head.len() as u32 }).0;
        let city = &head[head_core.start as usize..head_core.end as usize];
        let is_code = tail.len() == 2 && tail.bytes().all(|byte| byte.is_ascii_uppercase()) && CountryCode::find(tail).is_some();
        let is_place = || {
            let city = fold(city);
            lexicon::city(&city).is_some() || lexicon::region(&city).is_some()
        };
        lexicon::state(tail).is_some() && !is_street(&fold(city)) || (is_code || is_wide()) && is_place()
    })
}
