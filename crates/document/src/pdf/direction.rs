//! Text that runs from right to left: from the order it is seen in to the order it is read in.

/// Whether `letter` belongs to a script written from right to left.
pub(super) fn is_right_to_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}' | '\u{10800}'..='\u{10FFF}' | '\u{1E800}'..='\u{1EFFF}')
        && !is_right_to_left_digit(letter)
}

/// Arabic figures are written from left to right, like all figures.
fn is_right_to_left_digit(letter: char) -> bool {
    matches!(letter, '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}')
}

/// How a piece of text runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Left,
    Right,
    /// To the right, but without a say in how the whole runs: figures.
    Figures,
    /// As its neighbours: blanks and punctuation.
    Neutral,
}

impl Way {
    /// How `text` runs.
    pub(super) fn of(text: &str) -> Self {
        if text.chars().any(is_right_to_left) {
            Self::Left
        } else if text.chars().any(char::is_alphabetic) {
            Self::Right
        } else if text.chars().any(char::is_numeric) {
            Self::Figures
        } else {
            Self::Neutral
        }
    }
}

/// Puts `pieces`, which stand in the order they are seen from left to right, into reading order. A simple form of the Unicode
/// Bidirectional Algorithm, backwards: stretches of the minor direction are turned round within those of the major one.
pub(super) fn reorder<T>(pieces: &mut [T], way: impl Fn(&T) -> Way) {
    let runs_left = mostly_left(pieces, &way);
    if runs_left {
        pieces.reverse();
    }
    let is_minor = |piece: &T| match way(piece) {
        Way::Left => !runs_left,
        Way::Right | Way::Figures => runs_left,
        Way::Neutral => false,
    };
    let mut at = 0;
    while at < pieces.len() {
        if !is_minor(&pieces[at]) {
            at += 1;
            continue;
        }
        // The stretch goes on over neutral pieces as long as its own direction comes back before the other one.
        let (mut end, mut last) = (at + 1, at);
        while end < pieces.len() && (is_minor(&pieces[end]) || way(&pieces[end]) == Way::Neutral) {
            if is_minor(&pieces[end]) {
                last = end;
            }
            end += 1;
        }
        pieces[at..=last].reverse();
        at = last + 1;
    }
}

/// Whether the pieces as a whole run from right to left.
pub(super) fn mostly_left<T>(pieces: &[T], way: impl Fn(&T) -> Way) -> bool {
    let count = |wanted: Way| pieces.iter().filter(|piece| way(piece) == wanted).count();
    let left = count(Way::Left);
    left > 0 && left >= count(Way::Right)
}

/// The bracket that is drawn like `letter` when the writing runs the other way.
pub(super) fn mirrored(letter: char) -> char {
    match letter {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '<' => '>',
        '>' => '<',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seen: &str, read: &str) {
        let mut letters: Vec<char> = seen.chars().collect();
        reorder(&mut letters, |letter| Way::of(letter.encode_utf8(&mut [0; 4])));
        assert_eq!(letters.into_iter().collect::<String>(), read);
    }

    #[test]
    fn reading_order_is_restored() {
        check("plain text 12", "plain text 12");
        check("םולש", "שלום");
        check("2020-2024 םולש", "שלום 2020-2024");
        check("Rust ןושל", "לשון Rust");
        check("name: םולש end", "name: שלום end");
        check("", "");
    }
}
