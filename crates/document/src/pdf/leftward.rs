//! Documents that are read from right to left: numbers that stand alone, where nothing on the line tells which way they are read.

use crate::Document;
use crate::direction::is_right_to_left;

/// Tells whether `document` is read from right to left, and then puts the dates of ranges and the groups of telephone numbers in order.
///
/// A line of figures alone is seen as `2021 – 2019` where its paragraph runs to the left, as `2019 – 2021` where only its letters would.
/// The page does not show which; but a range goes on in time, and a number begins with its sign.
pub(super) fn settle(document: &mut Document) {
    document.right_to_left = is_leftward(&document.text);
    if !document.right_to_left {
        return;
    }
    let mut text = String::new();
    for run in &document.runs {
        let range = run.span.start as usize..run.span.end as usize;
        if let Some(seen) = document.text.get(range.clone()) {
            text.clear();
            text.push_str(seen);
            turn_number(&mut text);
            turn_ranges(&mut text);
            // Parts of a run change places: its length stays.
            document.text.replace_range(range, &text);
        }
    }
}

/// Whether most letters of `text` are of scripts from right to left.
fn is_leftward(text: &str) -> bool {
    // Hebrew, Arabic and their neighbours begin with these bytes; most documents have none of them.
    let is_one = |byte: u8| byte.wrapping_sub(0xD6) < 10;
    if !text.bytes().fold(false, |any, byte| any | is_one(byte)) {
        return false;
    }
    let may_be = text.bytes().filter(|byte| is_one(*byte)).count();
    may_be * 4 > text.len() / 4 && {
        let left = text.chars().filter(|letter| is_right_to_left(*letter)).count();
        left * 2 > text.chars().filter(|letter| letter.is_alphabetic()).count()
    }
}

/// `50-555-0143 972+` is `+972 50-555-0143`: groups of figures alone, whose sign is seen at the end, are read backwards.
fn turn_number(text: &mut String) {
    let is_grouped = |group: &str| group.chars().all(|letter| letter.is_ascii_digit() || "-().+".contains(letter));
    if !text.ends_with('+') || text.starts_with('+') || !text.split(' ').all(is_grouped) {
        return;
    }
    let Some(seen) = text.strip_suffix('+') else { return };
    let groups: Vec<&str> = seen.split(' ').rev().collect();
    *text = format!("+{}", groups.join(" "));
}

/// `2021 – 2019` is `2019 – 2021`: dates of figures on both sides of a dash, the later one first, change places.
fn turn_ranges(text: &mut String) {
    let mut from = 0;
    while let Some((at, dash)) = text[from..].char_indices().find(|(_, letter)| matches!(letter, '-' | '–' | '—' | '־')) {
        let (at, behind) = (from + at, from + at + dash.len_utf8());
        from = behind;
        let before = text[..at].trim_end_matches(' ');
        let first = before.len() - trailing_date(before).len()..before.len();
        let gap = text[behind..].len() - text[behind..].trim_start_matches(' ').len();
        let second = behind + gap..behind + gap + leading_date(&text[behind + gap..]).len();
        let years = year(&text[first.clone()]).zip(year(&text[second.clone()]));
        if years.is_some_and(|(first, second)| first > second) {
            let turned = format!("{}{}{}", &text[second.clone()], &text[first.end..second.start], &text[first.clone()]);
            text.replace_range(first.start..second.end, &turned);
            from = second.end;
        }
    }
}

/// The date in figures that `text` ends in.
fn trailing_date(text: &str) -> &str {
    let rest = text.trim_end_matches(is_of_date);
    text[rest.len()..].trim_start_matches(['.', '/'])
}

/// The date in figures that `text` begins with.
fn leading_date(text: &str) -> &str {
    let rest = text.trim_start_matches(is_of_date);
    text[..text.len() - rest.len()].trim_end_matches(['.', '/'])
}

fn is_of_date(letter: char) -> bool {
    letter.is_ascii_digit() || matches!(letter, '.' | '/')
}

/// The year, and the month where there is one, of a date in figures: `2019`, `03/2019`, `1.3.2019`.
fn year(date: &str) -> Option<(u16, u16)> {
    let mut parts = date.rsplit(['.', '/']);
    let last = parts.next().filter(|part| part.len() == 4 && part.starts_with(['1', '2']))?.parse().ok()?;
    let month = parts.next().map_or(Some(0), |part| part.parse().ok())?;
    (parts.count() <= 1).then_some((last, month))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_and_numbers_alone_are_read_from_right_to_left() {
        for (seen, read) in [
            ("2021 – 2019", "2019 – 2021"),
            ("05/2021 - 03/2019", "03/2019 - 05/2021"),
            ("05.2019–03.2019 Google", "03.2019–05.2019 Google"),
            ("2019 – 2021", "2019 – 2021"),
            ("Google 2021 – 2019", "Google 2019 – 2021"),
            ("2021-03-01", "2021-03-01"),
            ("50-555-0143 972+", "+972 50-555-0143"),
            ("+972 50-555-0143", "+972 50-555-0143"),
            ("C++", "C++"),
            ("–", "–"),
        ] {
            let mut text = seen.to_owned();
            turn_number(&mut text);
            turn_ranges(&mut text);
            assert_eq!(text, read, "{seen}");
        }
    }

    #[test]
    fn the_script_of_most_letters_decides() {
        assert!(is_leftward("שלום עולם Rust"));
        assert!(is_leftward("سلام 2019 – 2021"));
        assert!(!is_leftward("Hebrew (עברית): native; English, German"));
        assert!(!is_leftward("Опыт работы 2019 – 2021"));
        assert!(!is_leftward(""));
    }
}
