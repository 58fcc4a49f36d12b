//! Text that runs from right to left: from the order it is seen in to the order it is read in.

/// Whether `letter` belongs to a script written from right to left.
pub(crate) fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && !is_right_to_left_digit(letter)
}

/// Arabic figures are written from left to right, like all figures.
fn is_right_to_left_digit(letter: char) -> bool {
    matches!(letter, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// How a piece of text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Left,
    Right,
    /// To the right, but without a say in how the whole runs: figures.
    Figures,
    /// What parts the figures of one number: `03/2019`, `12.5`.
    Separator,
    /// What belongs to a number that it touches: `40%`.
    Unit,
    /// As its neighbours: blanks and punctuation.
    Neutral,
}

impl Way {
    /// How `text` runs.
    pub(crate) fn of(text: &str) -> Self {
        if text.chars().any(is_right_to_left) {
            Self::Left
        } else if text.chars().any(char::is_alphabetic) {
            Self::Right
        } else if text.chars().any(char::is_numeric) {
            Self::Figures
        } else {
            match text {
                "." | "," | ":" | "/" | "-" | "+" => Self::Separator,
                "%" | "‰" | "$" | "€" | "£" | "₪" | "#" | "°" => Self::Unit,
                _ => Self::Neutral,
            }
        }
    }
}

/// Puts `pieces`, which stand in the order they are seen from left to right, into reading order. A simple form of the Unicode
/// Bidirectional Algorithm, backwards: stretches of the minor direction are turned round within those of the major one. Brackets that
/// are seen mirrored become what they are.
pub(crate) fn reorder(pieces: &mut [&str]) {
    let ways: Vec<Way> = pieces.iter().map(|piece| Way::of(piece)).collect();
    let runs_left = mostly_left(&ways);
    let mut at = 0;
    while at < pieces.len() {
        let last = if runs_left { last_to_right(&ways, at) } else { last_to_left(&ways, at) };
        let end = last.map_or(at + 1, |last| last + 1);
        if runs_left != last.is_some() {
            pieces[at..end].iter_mut().for_each(|piece| *piece = mirrored(piece));
        }
        if last.is_some() {
            pieces[at..end].reverse();
        }
        at = end;
    }
    if runs_left {
        pieces.reverse();
    }
}

/// The last piece of the stretch of letters to the left that begins at `at`, in a line to the right. The stretch goes on over neutral
/// pieces as long as its own direction comes back before the other one.
fn last_to_left(ways: &[Way], at: usize) -> Option<usize> {
    let goes_on = |way: &&Way| !matches!(way, Way::Right | Way::Figures);
    let stretch = ways[at..].iter().take_while(goes_on).count();
    let last = ways[at..at + stretch].iter().rposition(|way| *way == Way::Left);
    last.filter(|_| ways[at] == Way::Left).map(|length| at + length)
}

/// The last piece of the words or the number to the right that begins at `at`, in a line to the left.
///
/// Words go on over whatever is between them, with the figures behind them. A number ends at the first blank: `2019 – 2021` is seen as
/// `2021 – 2019` there. A sign before figures is only seen in what was set to the right as a whole, such as a telephone number.
pub(crate) fn last_to_right(ways: &[Way], at: usize) -> Option<usize> {
    let way = |index: usize| ways.get(index).copied().unwrap_or(Way::Neutral);
    let is_signed = way(at) == Way::Separator && way(at + 1) == Way::Figures;
    let has_unit = way(at) == Way::Unit && way(at + 1) == Way::Figures;
    if !matches!(way(at), Way::Right | Way::Figures) && !is_signed && !has_unit {
        return None;
    }
    let mut has_words = way(at) == Way::Right || is_signed;
    let mut last = at;
    for next in at + 1..ways.len() {
        let touches = next == last + 1 || next == last + 2 && way(last + 1) == Way::Separator;
        match way(next) {
            Way::Left => break,
            Way::Right | Way::Figures if has_words || touches => {
                has_words |= way(next) == Way::Right;
                last = next;
            }
            Way::Right | Way::Figures => break,
            Way::Unit if next == last + 1 => last = next,
            Way::Unit | Way::Separator | Way::Neutral => {}
        }
    }
    Some(last)
}

/// Whether pieces that run so run from right to left as a whole.
fn mostly_left(ways: &[Way]) -> bool {
    let count = |wanted: Way| ways.iter().filter(|way| **way == wanted).count();
    let left = count(Way::Left);
    left > 0 && left >= count(Way::Right)
}

/// The bracket that is drawn like `piece` when the writing runs the other way.
fn mirrored(piece: &str) -> &str {
    match piece {
        "(" => ")",
        ")" => "(",
        "[" => "]",
        "]" => "[",
        "{" => "}",
        "}" => "{",
        "<" => ">",
        ">" => "<",
        "«" => "»",
        "»" => "«",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seen: &str, read: &str) {
        let mut pieces: Vec<&str> = seen.split("").filter(|piece| !piece.is_empty()).collect();
        reorder(&mut pieces);
        assert_eq!(pieces.concat(), read);
    }

    #[test]
    fn reading_order_is_restored() {
        check("plain text 12", "plain text 12");
        check("םולש", "שלום");
        check("2020-2024 םולש", "שלום 2020-2024");
        check("2024 – 2020 םולש", "שלום 2020 – 2024");
        check("05/2024 – 03/2020 םולש", "שלום 03/2020 – 05/2024");
        check("םויה – 2020 םולש", "שלום 2020 – היום");
        check("40%-ב םולש 12.5", "12.5 שלום ב-40%");
        check("+972 50-555-0143 :ןופלט", "טלפון: +972 50-555-0143");
        check("Java 11-ב םולש", "שלום ב-Java 11");
        check("REST API, Go שדח םלוע םולש", "שלום עולם חדש REST API, Go");
        check("(Rust) ןושל", "לשון (Rust)");
        check("Go (core) C םלוע םולש", "שלום עולם Go (core) C");
        check("see also (םולש)", "see also (שלום)");
        check("Rust ןושל", "לשון Rust");
        check("name: םולש end", "name: שלום end");
        check("", "");
    }
}
