//! Lines that close a document or one of its columns and belong to no section: when it was made, pages counted, place, day and signature.

use super::lexicon::is_aside;
use super::{Section, SectionKind};
use crate::date::{DateRange, Dates};
use crate::layout::Layout;
use crate::lent::Lent;
use crate::lexicon::{self, Digits, fold, fold_into, words};

/// Bytes of such a line at most.
const LONGEST: usize = 80;

/// Lines that a name may stand in at the top of a document.
const TOP: usize = 30;

/// Takes such lines off the ends of sections, the one with the person's name and contact data excepted.
pub(super) fn trim(layout: &Layout, sections: &mut [Section], dates: &mut Dates) {
    for section in sections.iter_mut().filter(|section| section.kind != SectionKind::Contact) {
        while let Some(n_lines) = closing(layout, section, dates) {
            section.end_line -= n_lines;
        }
    }
}

/// How many lines at the end of `section` close it.
fn closing(layout: &Layout, section: &Section, dates: &mut Dates) -> Option<u32> {
    let end = section.lines().next_back()?;
    let text = |line: usize| layout.text_of(&layout.lines[line]);
    let last = text(end);
    if last.len() > LONGEST {
        return None;
    }
    if is_made(last, dates) || counts_pages(layout, last) {
        return Some(1);
    }
    let above = end.checked_sub(1).filter(|above| section.lines().contains(above))?;
    let ends_column = || layout.lines.get(end + 1).is_none_or(|next| next.region != layout.lines[end].region);
    if signed_at(last, dates).is_some_and(|place| lexicon::city(&fold(place)).is_some()) && ends_column() {
        return Some(1);
    }
    (signed_at(text(above), dates).is_some() && is_printed_above(layout, last)).then_some(2)
}

/// Whether all of `text` is a document's title or a word for "updated", and a date: "Stand: Mai 2024", "Curriculum vitae – May 2024".
fn is_made(text: &str, dates: &mut Dates) -> bool {
    let Some((_, rest)) = dated(text, dates) else { return false };
    is_aside(&rest)
}

/// The place, where all of `text` is one and a day: "Leeds, 15/03/2024", "Lyon, le 15 mars 2024".
fn signed_at<'a>(text: &'a str, dates: &mut Dates) -> Option<&'a str> {
    const LONGEST_ARTICLE: usize = 4;
    let (place, rest) = text.split_once(',')?;
    let (date, _) = dated(text, dates)?;
    let is_day = !date.is_range && date.end.is_some_and(|end| end.day().is_some()) && text[date.to..].trim_end_matches('.').is_empty();
    let article = text.get(text.len() - rest.len()..date.from)?.trim();
    let is_name =
        place.starts_with(char::is_uppercase) && place.split(' ').count() <= 3 && !place.bytes().any(|byte| byte.is_ascii_digit());
    (is_day && is_name && article.len() <= LONGEST_ARTICLE && article.chars().all(char::is_alphabetic)).then_some(place)
}

/// The only date of `text`, and its other words, folded.
fn dated(text: &str, dates: &mut Dates) -> Option<(DateRange, Lent<String>)> {
    if !Digits::of(text).any(|digits| digits.fours().next().is_some()) || text.len() > LONGEST {
        return None;
    }
    let &[date] = dates.read(text) else { return None };
    let (before, behind) = (&text[..date.from], &text[date.to..]);
    let mut rest = fold(before);
    fold_into(behind, &mut rest);
    Some((date, rest))
}

/// Whether all of `text` counts pages, a name or a title before it perhaps: "Page 1 of 2", "Jane Doe – 1/2".
fn counts_pages(layout: &Layout, text: &str) -> bool {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let folded = fold(text);
    let is_number = |word: &str| word.len() <= 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    let count: Vec<&str> = words(&folded).collect();
    let n_count = count.iter().rev().take_while(|word| is_number(word) || lexicon::counts_pages(word)).count();
    let (name, count) = count.split_at(count.len() - n_count);
    let n_numbers = count.iter().filter(|word| is_number(word)).count();
    let is_count = count.iter().any(|word| lexicon::PAGE.has(word)) && (1..=2).contains(&n_numbers);
    let name = name.join(" ");
    is_count && (name.is_empty() || is_aside(&name) || is_printed_above(layout, &name))
}

/// Whether a line at the top of the document says the same as `name`.
fn is_printed_above(layout: &Layout, name: &str) -> bool {
    let folded = fold(name);
    let says = |text: &str| text.len() <= LONGEST && *fold(text) == *folded;
    !folded.is_empty() && layout.lines.iter().take(TOP).any(|line| says(layout.text_of(line)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_when_a_document_was_made() {
        for text in [
            "Stand: Mai 2024",
            "Curriculum vitae – May 2024",
            "Last updated: 2024-05-03",
            "Aktualizováno: srpen 2024",
            "Laatst bijgewerkt: december 2024",
            "Оновлено: травень 2024",
            "Ansioluettelo – elokuu 2024",
        ] {
            assert!(is_made(text, &mut Dates::in_any_language()), "{text}");
        }
        for text in ["First Aid, May 2024", "Stand", "2024", "Stand: 2020 – 2024, Leeds"] {
            assert!(!is_made(text, &mut Dates::in_any_language()), "{text}");
        }
    }

    #[test]
    fn a_place_and_a_day_stand_above_a_signature() {
        for text in ["Leeds, 15/03/2024", "Baia Mare, 15.03.2024", "Lyon, le 15 mars 2024"] {
            assert!(signed_at(text, &mut Dates::in_any_language()).is_some(), "{text}");
        }
        for text in [
            "Leeds, March 2024",
            "Leeds, 01.02.2020 – 15.03.2024",
            "15/03/2024",
            "First Aid at Work for the Home, 15/03/2024",
            "Bachelor, Example College, 15/03/2024",
        ] {
            assert_eq!(signed_at(text, &mut Dates::in_any_language()), None, "{text}");
        }
    }

    #[test]
    fn months_are_those_of_the_document() {
        let text = "Zagreb, 31. listopada 2024.";
        assert!(signed_at(text, &mut Dates::in_language(Some("hr"))).is_some());
        assert_eq!(signed_at(text, &mut Dates::in_language(Some("cs"))), None, "November has no such day");
    }
}
