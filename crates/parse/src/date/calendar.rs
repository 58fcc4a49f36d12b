//! One date, at the precision printed.

use vitae_model::PartialDate;

use super::token::Tokens;
use crate::lexicon::Times;

/// Years that occur in the life of somebody who applies for a job.
const YEARS: std::ops::RangeInclusive<u32> = 1940..=2049;

/// A date or part of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A whole date.
    Date(PartialDate),
    /// A month whose year stands elsewhere: `Mar – Sep 2020`.
    Month(u8),
    /// Two years in one: `2015/16`.
    Span(PartialDate, PartialDate),
    /// A part of a year by its first and its last month: `Q3 2021`.
    Part(PartialDate, PartialDate),
}

impl Found {
    /// As the beginning of a range: of a part of a year, its first month.
    pub(super) fn beginning(self) -> Self {
        if let Self::Part(first, _) = self { Self::Date(first) } else { self }
    }

    /// As the end of a range, or a date by itself: of a part of a year, its last month.
    pub(super) fn ending(self) -> Self {
        if let Self::Part(_, last) = self { Self::Date(last) } else { self }
    }
}

/// Months of a part of a year: which one it is, counted from 1, and how many of them make a year.
type Share = (u32, u32);

/// That part of a year.
fn part(year: u32, (number, of): Share) -> Option<Found> {
    let length = 12 / of;
    Some(Found::Part(month(year, (number - 1) * length + 1)?, month(year, number * length)?))
}

/// The date that begins at token `index`, and one behind its last token.
pub(super) fn date_at(tokens: &Tokens, index: usize) -> Option<(Found, usize)> {
    if let Some((value, n_digits)) = tokens.number(index) {
        return numeric(tokens, index, value, n_digits);
    }
    if tokens.is_mark(index, "'") {
        return short_year(tokens, index).map(|(year, next)| (Found::Date(year), next));
    }
    worded(tokens, index)
}

fn year(value: u32) -> Option<PartialDate> {
    let value = i16::try_from(value).ok()?;
    PartialDate::from_year(value).ok()
}

fn month(year: u32, month: u32) -> Option<PartialDate> {
    PartialDate::from_month(i16::try_from(year).ok()?, u8::try_from(month).ok()?).ok()
}

fn day(year: u32, month: u32, day: u32) -> Option<PartialDate> {
    PartialDate::from_day(i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?).ok()
}

/// The month of a day that it does not have, `2023-02-29`: the month is meant.
fn beyond(year: u32, number: u32, day: u32) -> Option<PartialDate> {
    month(year, number).filter(|_| (29..=31).contains(&day))
}

/// A two-digit year in its century: up to 49 is 20xx.
fn century(value: u32) -> u32 {
    if value < 50 { 2000 + value } else { 1900 + value }
}

fn four_digits(tokens: &Tokens, index: usize) -> Option<u32> {
    match tokens.number(index)? {
        (value, 4) if YEARS.contains(&value) => Some(value),
        _ => None,
    }
}

fn two_digits(tokens: &Tokens, index: usize) -> Option<u32> {
    match tokens.number(index)? {
        (value, 2) => Some(value),
        _ => None,
    }
}

/// `'19`: the apostrophe is required.
fn short_year(tokens: &Tokens, index: usize) -> Option<(PartialDate, usize)> {
    let value = two_digits(tokens, index + 1).filter(|_| tokens.is_mark(index, "'") && tokens.is_glued(index + 1))?;
    Some((year(century(value))?, index + 2))
}

/// Whether the number at `index` belongs to something that is no date: an amount, a version, a code, a number with thousands.
fn is_part_of_another(tokens: &Tokens, first: usize, behind: usize) -> bool {
    let glued_before = first > 0 && tokens.is_glued(first);
    let touches_left = glued_before
        && (tokens.number(first - 1).is_some() || !tokens.text(first - 1).is_empty() || tokens.is_mark(first - 1, ".,:#$€£₹¥₦+@&=*_\\"));
    let slash_left = glued_before && tokens.is_mark(first - 1, "/") && first > 1 && tokens.is_glued(first - 1);
    let glued_behind = tokens.is_glued(behind);
    let touches_right = glued_behind && (tokens.number(behind).is_some() || tokens.is_mark(behind, "%€£$#@&=+*_°\\"));
    let fraction = glued_behind && tokens.is_mark(behind, ".,:") && tokens.number(behind + 1).is_some() && tokens.is_glued(behind + 1);
    touches_left || slash_left || touches_right || fraction
}

fn numeric(tokens: &Tokens, index: usize, value: u32, n_digits: u8) -> Option<(Found, usize)> {
    let (found, next) = match n_digits {
        4 => year_first(tokens, index)?,
        1 | 2 => small_first(tokens, index, value)?,
        _ => return None,
    };
    (!is_part_of_another(tokens, index, next)).then_some((found, next))
}

/// `2019`, `2019-04`, `2019/04/30`, `2015/16`, `2019–21`, `2019 Q1`, `2019. március`, `2019年4月`.
fn year_first(tokens: &Tokens, index: usize) -> Option<(Found, usize)> {
    let first = four_digits(tokens, index)?;
    let alone = (Found::Date(year(first)?), index + 1);
    if tokens.text(index + 1) == "年" {
        return match (tokens.number(index + 2), tokens.text(index + 3)) {
            (Some((value, _)), "月") => Some((Found::Date(month(first, value)?), index + 4)),
            _ => Some((alone.0, index + 2)),
        };
    }
    let is_joined = tokens.is_glued(index + 1) && tokens.is_glued(index + 2);
    if is_joined
        && tokens.is_mark(index + 1, "-/.")
        && let Some(second) = two_digits(tokens, index + 2)
    {
        let is_third = tokens.is_glued(index + 3) && tokens.is_mark(index + 3, "-/.") && tokens.is_glued(index + 4);
        if let Some(third) = two_digits(tokens, index + 4).filter(|_| is_third) {
            let date = day(first, second, third).or_else(|| beyond(first, second, third));
            return Some((Found::Date(date?), index + 5));
        }
        return Some((year_and(first, second, tokens.is_mark(index + 1, "/"))?, index + 3));
    }
    if let Some(number) = tokens.month(index + 1).filter(|_| tokens.number(index + 2).is_none()) {
        return Some((Found::Date(month(first, u32::from(number))?), index + 2));
    }
    let behind_stop = tokens.is_mark(index + 1, ".") && tokens.is_glued(index + 1);
    if let Some(number) = tokens.month(index + 2).filter(|_| behind_stop) {
        return Some((Found::Date(month(first, u32::from(number))?), index + 3));
    }
    if let Some((date, behind)) = stopped(tokens, index, first).filter(|_| behind_stop) {
        return Some((Found::Date(date), behind));
    }
    // "2019 m. sausis".
    if tokens.text(index + 1) == "m"
        && tokens.is_mark(index + 2, ".")
        && let Some(number) = tokens.month(index + 3)
    {
        return Some((Found::Date(month(first, u32::from(number))?), index + 4));
    }
    // "2019 Q1", "2019/Q3". In "Q1 2019-Q3 2020" the quarter is the next year's.
    let tie = usize::from(tokens.is_mark(index + 1, "-/") && tokens.is_glued(index + 1) && tokens.is_glued(index + 2));
    if let Some((share, behind)) = quarter(tokens, index + 1 + tie).filter(|(_, behind)| four_digits(tokens, *behind).is_none()) {
        return Some((part(first, share)?, behind));
    }
    // "2019. II. negyedév", "2019. 2. félév".
    let stop = usize::from(behind_stop);
    if let Some((share, behind)) = counted(tokens, index + 1 + stop).filter(|(_, behind)| four_digits(tokens, *behind).is_none()) {
        return Some((part(first, share)?, behind));
    }
    Some((alone.0, behind_word(tokens, alone.1)))
}

/// The month or day that follows the year at `index` where each number has its full stop: `2019. 04.`, `2019. 04. 30.`
fn stopped(tokens: &Tokens, index: usize, year: u32) -> Option<(PartialDate, usize)> {
    let is_stop = |at: usize| tokens.is_mark(at, ".") && tokens.is_glued(at);
    let second = two_digits(tokens, index + 2).filter(|_| is_stop(index + 3) && !tokens.is_glued(index + 2))?;
    let third = two_digits(tokens, index + 4).filter(|_| is_stop(index + 5) && !tokens.is_glued(index + 4));
    match third.and_then(|third| day(year, second, third)) {
        Some(date) => Some((date, index + 6)),
        None => Some((month(year, second)?, index + 4)),
    }
}

/// One behind the word for "year" that stands at `index`, and its stop: `2019 г.`; `index` where there is none.
fn behind_word(tokens: &Tokens, index: usize) -> usize {
    match tokens.text(index) {
        "г" | "р" if tokens.is_mark(index + 1, ".") => index + 2,
        "г" | "года" | "р" | "року" => index + 1,
        _ => index,
    }
}

/// A year and two more digits: a month, or the next year's last two.
fn year_and(first: u32, second: u32, is_slash: bool) -> Option<Found> {
    let follows = (first + 1) % 100 == second;
    if (1..=12).contains(&second) && !(is_slash && follows) {
        return month(first, second).map(Found::Date);
    }
    let last = first / 100 * 100 + second;
    let last = if last < first { last + 100 } else { last };
    Some(Found::Span(year(first)?, year(last)?))
}

/// `04/2019`, `1.4.2019`, `04/30/2019`, `30 April 2019`.
fn small_first(tokens: &Tokens, index: usize, value: u32) -> Option<(Found, usize)> {
    if tokens.is_mark(index + 1, "/.-") && !tokens.is_mark(index + 1, "-") || tokens.is_glued(index + 1) && tokens.is_mark(index + 1, "-") {
        if let Some(last) = four_digits(tokens, index + 2) {
            return Some((Found::Date(month(last, value)?), index + 3));
        }
        let is_third = tokens.is_mark(index + 3, "/.-");
        if let (Some((second, 1 | 2)), Some(last), true) = (tokens.number(index + 2), four_digits(tokens, index + 4), is_third) {
            let (european, american) = (day(last, second, value), day(last, value, second));
            let date = if tokens.is_american() { american.or(european) } else { european.or(american) };
            return Some((Found::Date(date.or_else(|| beyond(last, second, value))?), index + 5));
        }
        if let (true, Some(last)) = (tokens.is_mark(index + 1, "/"), short_slash(tokens, index)) {
            return Some((Found::Date(month(last, value)?), index + 3));
        }
    }
    let mut next = index + 1;
    while tokens.is_mark(next, ".") && tokens.is_glued(next) || matches!(tokens.text(next), "de" | "of" | "st" | "nd" | "rd" | "th" | "er")
    {
        next += 1;
    }
    let Some(number) = tokens.month(next) else {
        let (share, next) = counted(tokens, index)?;
        let (year, behind) = year_behind(tokens, next)?;
        return Some((part(year, share)?, behind));
    };
    let (last, behind) = year_behind(tokens, next + 1)?;
    Some((Found::Date(day(last, u32::from(number), value)?), behind))
}

/// `04/19` where the month has two digits and no other digits follow.
fn short_slash(tokens: &Tokens, index: usize) -> Option<u32> {
    let is_pair = matches!(tokens.number(index), Some((1..=12, 2))) && tokens.is_glued(index + 1) && tokens.is_glued(index + 2);
    let value = two_digits(tokens, index + 2).filter(|value| is_pair && !(29..=70).contains(value))?;
    Some(century(value))
}

/// The year that follows a month's name, punctuation and "de" between them.
fn year_behind(tokens: &Tokens, index: usize) -> Option<(u32, usize)> {
    let mut next = index;
    while next < index + 3 && (tokens.is_mark(next, ".,/-") || matches!(tokens.text(next), "de" | "del" | "of" | "di" | "do")) {
        // A spaced dash opens a range.
        if tokens.is_mark(next, "-") && !tokens.is_glued(next) {
            break;
        }
        next += 1;
    }
    if let Some(value) = four_digits(tokens, next) {
        return Some((value, behind_word(tokens, next + 1)));
    }
    if let Some((date, behind)) = short_year(tokens, next) {
        return Some((u32::try_from(date.year()).ok()?, behind));
    }
    let is_tied = next > index && tokens.is_glued(next) && tokens.is_mark(next - 1, "-/");
    let value = two_digits(tokens, next).filter(|_| is_tied)?;
    Some((century(value), next + 1))
}

/// `April 2019`, `Apr '19`, `April 30, 2019`, `Fall 2020`, `Q3 2021`, and a bare `April`.
fn worded(tokens: &Tokens, index: usize) -> Option<(Found, usize)> {
    let text = tokens.text(index);
    if text.is_empty() {
        return None;
    }
    if let Some(number) = tokens.month(index) {
        if let Some((value, next)) = year_behind(tokens, index + 1) {
            return Some((Found::Date(month(value, u32::from(number))?), next)).filter(|_| !is_part_of_another(tokens, index, next));
        }
        return month_day_year(tokens, index, number).or(Some((Found::Month(number), index + 1)));
    }
    if let Some((share, next)) = quarter(tokens, index).or_else(|| counted(tokens, index))
        && let Some((year, behind)) = year_behind(tokens, next)
    {
        return Some((part(year, share)?, behind)).filter(|_| !is_part_of_another(tokens, index, behind));
    }
    let mut next = tokens.phrase(index, Times::season).or_else(|| quarter(tokens, index).map(|(_, next)| next))?;
    while next < index + 5 && (tokens.is_mark(next, "./,'") || matches!(tokens.text(next), "de" | "of" | "del" | "semester" | "term")) {
        if short_year(tokens, next).is_some() {
            break;
        }
        next += 1;
    }
    match date_at_number(tokens, next)? {
        (found @ (Found::Date(_) | Found::Span(..)), behind) => Some((found, behind)),
        _ => None,
    }
}

fn date_at_number(tokens: &Tokens, index: usize) -> Option<(Found, usize)> {
    if tokens.is_mark(index, "'") {
        return short_year(tokens, index).map(|(date, next)| (Found::Date(date), next));
    }
    four_digits(tokens, index)?;
    year_first(tokens, index)
}

/// `Q3`, `T1`, `H2`: a letter and a digit.
fn quarter(tokens: &Tokens, index: usize) -> Option<(Share, usize)> {
    let (number @ 1..=4, 1) = tokens.number(index + 1).filter(|_| tokens.is_glued(index + 1))? else { return None };
    let of = match tokens.text(index) {
        "h" => 2,
        "q" | "t" | "k" => 4,
        _ => return None,
    };
    (number <= of).then_some(((number, of), index + 2))
}

/// `2nd quarter`, `3. Quartal`, `1er trimestre`, `II kwartał`, `first half`, and what stands between it and its year.
fn counted(tokens: &Tokens, index: usize) -> Option<(Share, usize)> {
    let (number, mut next) = match tokens.number(index) {
        Some((number @ 1..=4, 1)) => (number, index + 1),
        Some(_) => return None,
        None => (ordinal(tokens.text(index))?, index + 1),
    };
    while next < index + 3
        && tokens.is_glued(next)
        && (tokens.is_mark(next, ".º°ª") || matches!(tokens.text(next), "st" | "nd" | "rd" | "th" | "er" | "re" | "e" | "eme" | "o" | "a"))
    {
        next += 1;
    }
    let (of, behind) = match tokens.phrase(next, Times::quarter) {
        Some(behind) => (4, behind),
        None => (2, tokens.phrase(next, Times::half)?),
    };
    (number <= of).then_some(((number, of), behind))
}

/// The number that an ordinal of a quarter tells, in letters.
fn ordinal(folded: &str) -> Option<u32> {
    Some(match folded {
        "i" | "first" | "erstes" | "premier" | "primer" | "primo" | "primeiro" | "forsta" | "forste" | "eerste" => 1,
        "ii" | "second" | "zweites" | "deuxieme" | "segundo" | "secondo" | "andra" | "tweede" | "andet" | "andre" => 2,
        "iii" | "third" | "drittes" | "troisieme" | "tercer" | "terzo" | "terceiro" | "tredje" | "derde" => 3,
        "iv" | "fourth" | "viertes" | "quatrieme" | "cuarto" | "quarto" | "fjarde" | "fjerde" | "vierde" => 4,
        _ => return None,
    })
}

/// `April 30, 2019`.
fn month_day_year(tokens: &Tokens, index: usize, number: u8) -> Option<(Found, usize)> {
    let mut next = index + 1;
    if tokens.is_mark(next, ".") {
        next += 1;
    }
    let (value, _) = tokens.number(next).filter(|(value, n_digits)| *n_digits <= 2 && (1..=31).contains(value))?;
    next += 1;
    while next < index + 6 && (tokens.is_mark(next, ",") || matches!(tokens.text(next), "st" | "nd" | "rd" | "th")) {
        next += 1;
    }
    let last = four_digits(tokens, next)?;
    Some((Found::Date(day(last, u32::from(number), value)?), next + 1))
}
