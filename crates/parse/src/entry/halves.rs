//! Dates that the end of a line cuts in two: `octubre de` above `2023`, `(2012-` above `06)`, `03/2019 –` above `heute`.

use crate::date::{DateRange, Dates};
use crate::lexicon::{self, DASHES};

/// Bytes that a line of a header has at most.
const LONGEST_HEADER: usize = 160;

/// Bytes on either side of the line's end that may belong to the date.
const REACH: usize = 48;

/// Whether a date begins on `upper` and goes on with `text`, the line below: what stands above cannot be all of it, or what stands below
/// is the rest of one.
pub(super) fn are(dates: &mut Dates, upper: &str, text: &str) -> bool {
    let (upper, text) = (upper.trim_end(), text.trim_start());
    if upper.len() > LONGEST_HEADER || !may_be(upper, text) {
        return false;
    }
    let tail = &upper[upper.ceil_char_boundary(upper.len().saturating_sub(REACH))..];
    let head = &text[..text.floor_char_boundary(REACH)];
    let whole = format!("{tail}\n{head}");
    let crosses = |date: &&DateRange| date.from < tail.len() && date.to > tail.len() + 1;
    let Some(date) = dates.read(&whole).iter().find(crosses) else { return false };
    let (before, behind) = (&upper[..upper.len() - (tail.len() - date.from)], &text[date.to - tail.len() - 1..]);
    // Of what begins with a number, nothing is a word of a sentence.
    let is_told = date.is_range && date.start_at.1 <= tail.len() || tail[date.from..].starts_with(|symbol: char| symbol.is_ascii_digit());
    let is_backward = date.start.zip(date.end).is_some_and(|(start, end)| end < start);
    (is_told || stands_apart(before)) && !is_backward && !goes_on(behind)
}

/// Whether the two meet as the halves of a date do: at a dash, or a word or a stop with a number beside it.
fn may_be(upper: &str, text: &str) -> bool {
    let (Some(last), Some(first)) = (upper.chars().next_back(), text.chars().next()) else { return false };
    let begins_year = || first.is_ascii_digit() || matches!(first, '\'' | '’' | '‘');
    let is_dash = |symbol: char| DASHES.contains(&symbol) || symbol == '→';
    if is_dash(last) || last == '/' {
        let bare = upper.trim_end_matches(|symbol: char| is_dash(symbol) || matches!(symbol, '/' | ' '));
        return first.is_alphanumeric() && bare.ends_with(|symbol: char| symbol.is_ascii_digit() || symbol == '.');
    }
    let ends_in_digit = |text: &str| text.ends_with(|symbol: char| symbol.is_ascii_digit());
    let ends_in_year = |text: &str| text.len() - text.trim_end_matches(|symbol: char| symbol.is_ascii_digit()).len() == 4;
    if is_dash(first) {
        return ends_in_digit(upper.trim_end_matches('.'));
    }
    first.is_alphabetic() && upper.strip_suffix('.').is_some_and(ends_in_year) || begins_year() && ends_with_month(upper)
}

/// Whether `upper` ends with the name of a month, a word before its year perhaps: `March`, `Sept.`, `octubre de`.
fn ends_with_month(upper: &str) -> bool {
    const JOINTS: [&str; 4] = ["de", "del", "di", "of"];
    let mut words = upper.trim_end_matches('.').rsplit(|symbol: char| !symbol.is_alphabetic());
    let last = words.next().unwrap_or_default();
    let month = if JOINTS.contains(&last) { words.next().unwrap_or_default() } else { last };
    month.len() >= 3 && lexicon::month(&lexicon::fold(month)).is_some()
}

/// Whether what follows `before` stands for itself. "May" and "mars" are words of a sentence too: the month of a date has a mark, a number
/// or nothing before it.
pub(super) fn stands_apart(before: &str) -> bool {
    let divides = |symbol: char| !symbol.is_alphanumeric() && !"/&+'’".contains(symbol) || symbol.is_ascii_digit();
    let before = before.trim_end();
    before.is_empty() || before.ends_with(divides)
}

/// Whether `behind` goes on with a sentence, with what is announced or with the rest of another date: `2018: worker of the year`, `-05`
/// behind the year.
fn goes_on(behind: &str) -> bool {
    let is_number = || behind.strip_prefix(['-', '/', '.']).is_some_and(|rest| rest.starts_with(|symbol: char| symbol.is_ascii_digit()));
    behind.trim_start().starts_with(|symbol: char| symbol.is_lowercase() || symbol == ':') || is_number()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_one(upper: &str, text: &str) -> bool {
        are(&mut Dates::in_any_language(), upper, text)
    }

    #[test]
    fn a_month_at_the_end_of_a_line_belongs_to_the_year_below() {
        for upper in ["Engineer, Acme Ltd, Leeds, March", "Clerk (Sept.", "York | 2016 – märz", "BSc Physics – September", "March"] {
            assert!(in_one(upper, "2019 – June 2021"), "{upper}");
        }
        assert!(in_one("Carer, Leeds, aug", "’23 - now"));
        assert!(in_one("Panadera, Lugo, octubre de", "2023"));
        for (upper, text) in [
            ("Theresa May", "2019 – 2021"),
            ("Engineer, Leeds, March", "20 people led"),
            ("Engineer, Leeds, March", "2019th day"),
            ("Engineer, Leeds", "2019 – 2021"),
            ("Welder MIG/MAG", "2019 – 2021"),
            ("Engineer, Leeds, March", "2019-05 – 2021-04"),
        ] {
            assert!(!in_one(upper, text), "{upper}");
        }
    }

    #[test]
    fn what_a_dash_leaves_open_is_closed_below() {
        for (upper, text) in [
            ("Liceum Example (2012-", "06)"),
            ("Acme Ltd, Leeds 15.12.2008–", "30.06.2014"),
            ("Baker, Leeds (9/2022 -", "6/2024 (1 an 10 mois))"),
            ("03/2019 –", "heute"),
            ("Webmaster, Acme SL (Example), 2022-04 →", "2025-12"),
            ("Acme Ltd [2017-07", "→ 2019-09]"),
            ("Baker, Leeds (2011", "– 2013)"),
            ("Baker, sept. 2022", "→ Prezent"),
            ("Baker • Example • 2026.01.01.", "- Jelenleg (9 hónap)"),
            ("Pszichológia, MA 2012.", "szept. — 2014. jún."),
        ] {
            assert!(in_one(upper, text), "{upper}");
        }
        for (upper, text) in [
            ("Baker 2012 – 2015", "2015 – 2018 Carer"),
            ("Opened the branch in 2012.", "March of the Bakers, a fair"),
            ("Clerk, 2012", "2014 Carer"),
            ("Sales of 2012-", "13 rose"),
            ("Carer, Leeds 6/2019 –", "2018: carer of the year"),
            ("Carer, Leeds 6/2019 –", "2018"),
            ("Clerk, Acme Ltd 2012 –", "Carer, Leeds"),
        ] {
            assert!(!in_one(upper, text), "{upper}");
        }
    }
}
