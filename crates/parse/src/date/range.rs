//! Two dates and what joins them.

use vitae_model::PartialDate;

use super::DateRange;
use super::calendar::{Found, date_at};
use super::token::Tokens;
use crate::lexicon::Times;

/// Appends all dates and ranges of `tokens` to `found`.
pub(super) fn find(tokens: &Tokens, found: &mut Vec<DateRange>) {
    let mut index = 0;
    while index < tokens.len() {
        let range = if tokens.may_begin(index) { range_at(tokens, index) } else { None };
        match range {
            Some((range, next)) => {
                found.push(range);
                index = next;
            }
            None => index += 1,
        }
    }
}

fn place(tokens: &Tokens, first: usize, behind: usize) -> (usize, usize) {
    match (tokens.get(first), tokens.get(behind.saturating_sub(1))) {
        (Some(from), Some(to)) if behind > first => (from.from, to.to),
        _ => (0, 0),
    }
}

fn range_at(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let (range, next) = since(tokens, index)
        .or_else(|| open_start(tokens, index))
        .or_else(|| closed(tokens, index))
        .or_else(|| announced(tokens, index))?;
    let mut range = range;
    let next = duration(tokens, next);
    let next = announcement(tokens, next);
    (range.from, range.to) = place(tokens, index, next);
    Some((range, next))
}

/// `since 2019`, `seit 03/2019`, and `from 2019 to 2021`, `From: 2019 To: 2021`.
fn since(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let (behind, is_since) = match tokens.phrase(index, Times::since) {
        Some(behind) => (behind, true),
        None => (tokens.phrase(index, Times::from)?, false),
    };
    let behind = skip_colon(tokens, behind);
    let (mut range, next) = closed(tokens, behind)?;
    if range.is_range {
        return Some((range, next));
    }
    if !is_since {
        return None;
    }
    range.start = range.start.or(range.end);
    range.end = None;
    range.start_at = std::mem::take(&mut range.end_at);
    range.current = true;
    range.is_range = true;
    Some((range, next))
}

/// `– 2024`, `- présent`, `bis 2019`: only the end is given.
fn open_start(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let behind = if tokens.is_mark(index, "-") {
        // Inside a text a dash is punctuation.
        (index == 0).then_some(1)?
    } else {
        (index == 0).then(|| tokens.phrase(index, Times::until)).flatten().map(|behind| skip_colon(tokens, behind))?
    };
    if let Some(next) = present(tokens, behind) {
        let range = DateRange { current: true, is_range: true, end_at: place(tokens, behind, next), ..DateRange::default() };
        return Some((range, next));
    }
    let (found, next) = date_at(tokens, behind)?;
    let Found::Date(end) = found.ending() else { return None };
    Some((DateRange { end: Some(end), end_at: place(tokens, behind, next), ..DateRange::default() }, next))
}

/// A date, and what follows it: another date, "present", nothing.
fn closed(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let (whole, next) = date_at(tokens, index)?;
    let here = place(tokens, index, next);
    let first = whole.beginning();
    if let Some(range) = inflected(tokens, index, first, here) {
        return Some(range);
    }
    if let Found::Span(start, end) = first {
        // "2008/09 – 2012/05": what reads as two years is a month beside another month, or beside "present".
        if let Some(range) = month_of(start, end).zip(joint(tokens, next)).and_then(|(month, behind)| {
            second(tokens, Found::Date(month), here, behind)
                .filter(|(range, _)| range.current || range.end.is_some_and(|end| end.month().is_some()))
        }) {
            return Some(range);
        }
        let range = DateRange { start: Some(start), end: Some(end), is_range: true, start_at: here, end_at: here, ..DateRange::default() };
        return Some((range, next));
    }
    if let Some(behind) = joint(tokens, next) {
        if let Some(range) = second(tokens, first, here, behind) {
            return Some(range);
        }
        let ends_here = behind == tokens.len() || tokens.is_mark(behind, ")]·•|,;");
        if let (Found::Date(start), true, true) = (first, ends_here, tokens.is_mark(next, "-")) {
            let range = DateRange { start: Some(start), current: true, is_range: true, start_at: here, ..DateRange::default() };
            return Some((range, behind));
        }
    }
    if let Some(behind) = present(tokens, skip_comma(tokens, next)) {
        // "2019, ongoing", but not "2019, na Universidade".
        if let Found::Date(start) = first
            && tokens.is_mark(next, ",(")
            && !matches!(tokens.text(skip_comma(tokens, next)), "na" | "nu")
        {
            let end_at = place(tokens, behind - 1, behind);
            return Some((
                DateRange { start: Some(start), current: true, is_range: true, start_at: here, end_at, ..DateRange::default() },
                behind,
            ));
        }
    }
    if let Some(range) = stacked(tokens, index, first, here, next) {
        return Some(range);
    }
    let (start, end) = match whole {
        Found::Date(date) => (None, date),
        Found::Part(first, last) => (Some(first), last),
        _ => return None,
    };
    let start_at = if start.is_some() { here } else { (0, 0) };
    Some((DateRange { start, start_at, end: Some(end), end_at: here, ..DateRange::default() }, next))
}

/// `02/2020 01/2023`, `02/2020 today`: a text that is nothing but the two ends of a range, which stood one below the other.
///
/// `first` begins at token `index` and covers `here`.
fn stacked(tokens: &Tokens, index: usize, first: Found, here: (usize, usize), next: usize) -> Option<(DateRange, usize)> {
    let Found::Date(start) = first else { return None };
    if index > 0 || next == tokens.len() || present(tokens, next).or_else(|| date_at(tokens, next).map(|(_, next)| next))? < tokens.len() {
        return None;
    }
    let in_order = |end: PartialDate| start <= end && start.month().is_some() == end.month().is_some();
    second(tokens, first, here, next).filter(|(range, _)| range.end.is_none_or(in_order))
}

/// `szeptembertől 2021 februárig`, `2019'dan 2021'e kadar`, `2019-től`, `03/2019 lähtien`: the ending of a word says which end it is.
///
/// `first` begins at token `index` and covers `here`.
fn inflected(tokens: &Tokens, index: usize, first: Found, here: (usize, usize)) -> Option<(DateRange, usize)> {
    let next = (index..).find(|&token| tokens.get(token).is_none_or(|token| token.from >= here.1))?;
    let is_left = (index..next).any(|token| LEFT.iter().any(|ending| tokens.text(token).ends_with(ending)));
    let behind = if is_left { Some(next) } else { ending(tokens, next, &FROM) };
    let behind = behind.map(|behind| behind + usize::from(tokens.is_mark(behind, "-,")));
    if let Some((range, behind)) = behind.and_then(|behind| second(tokens, first, here, behind)) {
        let behind = ending(tokens, behind, &TO).unwrap_or(behind);
        return Some((range, behind + usize::from(matches!(tokens.text(behind), "kadar" | "asti" | "saakka"))));
    }
    let onward = |at: usize| tokens.phrase(at, Times::onward);
    let behind = match behind {
        Some(behind) => onward(behind).or(Some(behind)),
        None => onward(next),
    };
    let (Found::Date(start), Some(behind)) = (first, behind) else { return None };
    Some((DateRange { start: Some(start), current: true, is_range: true, start_at: here, ..DateRange::default() }, behind))
}

/// Endings of a month's name that say that something begins in it.
const LEFT: [&str; 2] = ["tol", "kuusta"];
/// Endings that numbers have behind a mark where something begins, and where it ends.
const FROM: [&str; 7] = ["tol", "dan", "den", "tan", "ten", "sta", "lta"];
const TO: [&str; 10] = ["ig", "e", "a", "ye", "ya", "hun", "een", "aan", "oon", "iin"];

/// One behind one of `endings`, which a mark ties to the number before it.
fn ending(tokens: &Tokens, index: usize, endings: &[&str]) -> Option<usize> {
    let is_tied = tokens.is_mark(index, "-':") && tokens.is_glued(index) && tokens.is_glued(index + 1);
    (is_tied && endings.contains(&tokens.text(index + 1))).then_some(index + 2)
}

/// Forms print `From: 2019 to: 2021`.
fn skip_colon(tokens: &Tokens, index: usize) -> usize {
    index + usize::from(tokens.is_mark(index, ":"))
}

fn skip_comma(tokens: &Tokens, index: usize) -> usize {
    if tokens.is_mark(index, ",(") { index + 1 } else { index }
}

/// The token behind what joins two dates: dashes, or a word for "until".
fn joint(tokens: &Tokens, index: usize) -> Option<usize> {
    let mut next = index;
    // "2019 r. – 2021", "Jan. – Mar."
    while tokens.is_mark(next, ".,") && next < index + 2 || tokens.text(next) == "r" && next == index {
        next += 1;
    }
    let dashed = next;
    while tokens.is_mark(next, "-/") && next < dashed + 3 {
        next += 1;
    }
    let is_dashed = next > dashed;
    // "2019 -> 2021", "2019 - > 2021"
    if is_dashed && tokens.is_mark(next, ">") {
        next += 1;
    }
    // "a la fecha" means "present" as a whole, though "a la" alone means "until the".
    if tokens.phrase(next, Times::present).is_some() {
        return Some(next);
    }
    match tokens.phrase(next, |times| times.until() && !times.present()) {
        Some(behind) => Some(skip_colon(tokens, behind)),
        None => is_dashed.then_some(next),
    }
}

/// The end of a range that begins with `first`.
fn second(tokens: &Tokens, first: Found, here: (usize, usize), index: usize) -> Option<(DateRange, usize)> {
    if let (Found::Date(start), Some(next)) = (first, present(tokens, index)) {
        let end_at = place(tokens, index, next);
        return Some((
            DateRange { start: Some(start), current: true, is_range: true, start_at: here, end_at, ..DateRange::default() },
            next,
        ));
    }
    let (found, next) = date_at(tokens, index).or_else(|| short_end(tokens, first, index))?;
    let found = found.ending();
    let end_at = place(tokens, index, next);
    let (start, end) = match (first, found) {
        (Found::Date(start), Found::Date(end)) => (start, end),
        (Found::Month(number), Found::Date(end)) => (PartialDate::from_month(end.year(), number).ok()?, end),
        (Found::Date(start), Found::Span(year, end)) => (start, month_of(year, end).filter(|_| start.month().is_some()).unwrap_or(end)),
        _ => return None,
    };
    // "2019 – 2015" is not a range, but who prints it means one: the scan keeps what is printed.
    Some((DateRange { start: Some(start), end: Some(end), is_range: true, start_at: here, end_at, ..DateRange::default() }, next))
}

/// The month that two years printed as `2008/09` may be: September 2008.
fn month_of(start: PartialDate, end: PartialDate) -> Option<PartialDate> {
    let number = u8::try_from(end.year() % 100).ok()?;
    (start.month().is_none() && end.year() == start.year() + 1).then(|| PartialDate::from_month(start.year(), number).ok())?
}

/// `2019 – 21`: the last two digits of a later year.
fn short_end(tokens: &Tokens, first: Found, index: usize) -> Option<(Found, usize)> {
    let Found::Date(start) = first else { return None };
    let (value, 2) = tokens.number(index)? else { return None };
    let last = start.year() / 100 * 100 + i16::try_from(value).ok()?;
    let is_alone = start.month().is_none() && last > start.year() && last - start.year() < 50;
    let is_free = !tokens.is_glued(index + 1) || tokens.is_mark(index + 1, ")],;|");
    let end = PartialDate::from_year(last).ok().filter(|_| is_alone && is_free)?;
    Some((Found::Date(end), index + 1))
}

/// A word for "present", with the articles and "until" that go before it.
fn present(tokens: &Tokens, index: usize) -> Option<usize> {
    tokens.phrase(index, Times::present).or_else(|| {
        let behind = tokens.phrase(index, Times::until)?;
        tokens.phrase(behind, Times::present)
    })
}

/// `expected May 2026`, `Graduated: 2012`.
fn announced(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let Some(mut behind) = tokens.phrase(index, Times::expected) else { return examined(tokens, index) };
    while tokens.is_mark(behind, ":.") || matches!(tokens.text(behind), "in" | "en" | "em" | "im" | "nel" | "w" | "i" | "v") {
        behind += 1;
    }
    closed(tokens, behind).filter(|(range, _)| !range.is_range || range.end.is_some())
}

/// `Examen juni 2013`, `(Diploma 06.1996)`: a word for a degree that begins a text or a bracket and has nothing but a month behind it is
/// none.
fn examined(tokens: &Tokens, index: usize) -> Option<(DateRange, usize)> {
    let begins = index == 0 || tokens.is_mark(index - 1, "([");
    if !begins || !matches!(tokens.text(index), "examen" | "diploma") {
        return None;
    }
    let (range, next) = closed(tokens, index + 1)?;
    let is_month = !range.is_range && range.end.is_some_and(|end| end.month().is_some());
    (is_month && (next == tokens.len() || tokens.is_mark(next, ")]|·•"))).then_some((range, next))
}

/// One behind a word in brackets that says the date is yet to come: `(expected)`.
fn announcement(tokens: &Tokens, index: usize) -> usize {
    let word = tokens.is_mark(index, "([").then(|| tokens.phrase(index + 1, Times::expected)).flatten();
    word.filter(|&behind| tokens.is_mark(behind, ")]")).map_or(index, |behind| behind + 1)
}

/// One behind a duration that follows: `(2 yrs 3 mos)`, `· 5 months`, `2 years`.
fn duration(tokens: &Tokens, index: usize) -> usize {
    // "2019.04.30. (5 év)": the stop is the day's.
    let mut next = index + usize::from(tokens.is_mark(index, ".") && tokens.is_mark(index + 1, "("));
    let most = next + 2;
    while tokens.is_mark(next, "(·•|,-") && next < most {
        next += 1;
    }
    let first = next;
    while let Some((value, 1 | 2)) = tokens.number(next) {
        let Some(behind) = tokens.phrase(next + 1, Times::unit).filter(|_| value < 60) else { break };
        next = behind;
        while tokens.is_mark(next, ".,+") || matches!(tokens.text(next), "and" | "und" | "et" | "y" | "e" | "i" | "en") {
            next += 1;
        }
    }
    if next == first {
        return index;
    }
    if tokens.is_mark(next, ")") { next + 1 } else { next }
}
