//! How well something is known, where stars, dots, a fraction or a share say so beside its name.

/// What a text says of a level.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rating {
    /// First byte of what says it.
    pub(super) from: usize,
    /// One behind its last byte.
    pub(super) to: usize,
    pub(super) said: Said,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Said {
    /// So much of the highest level, 0 to 1: `80 %`, `★★★★☆`.
    Share(f32),
    /// `4/5` behind nothing that sets it apart: a version of something, until others of the list look like it.
    Fraction(f32),
    /// So many stars or dots, without a sign for those that are missing.
    Count(usize),
}

/// How much of one step of a level a drawn symbol stands for.
fn step(symbol: char) -> Option<f32> {
    match symbol {
        '★' | '⭐' | '●' | '■' | '█' | '▓' | '◆' | '♦' | '⬤' | '⚫' | '▰' | '▮' | '◼' | '✦' | '✪' | '✭' | '🟊' => {
            Some(1.0)
        }
        '☆' | '○' | '□' | '░' | '▒' | '◇' | '♢' | '◯' | '⚪' | '▱' | '▯' | '◻' | '✧' | '✩' | '⚝' => Some(0.0),
        '◐' | '◑' | '⯨' | '⯪' => Some(0.5),
        _ => None,
    }
}

/// Whether `symbol` is part of a drawn rating.
pub(super) fn is_drawn(symbol: char) -> bool {
    step(symbol).is_some()
}

/// The rating that `text` holds, behind a name, before one, or alone.
pub(super) fn find(text: &str) -> Option<Rating> {
    let may_hold = !text.is_ascii() || text.bytes().any(|byte| matches!(byte, b'%' | b'*' | b'0'..=b'9'));
    if !may_hold {
        return None;
    }
    drawn(text).or_else(|| share(text)).or_else(|| fraction(text)).or_else(|| asterisks(text))
}

/// Whether all of `text` is a rating.
pub(super) fn is_whole(text: &str) -> bool {
    find(text).is_some_and(|rating| text[..rating.from].trim().is_empty() && text[rating.to..].trim().is_empty())
}

/// The first stretch of at least two drawn symbols, blanks between them allowed.
pub(super) fn drawn(text: &str) -> Option<Rating> {
    let (mut from, mut to, mut steps, mut count, mut n_empty) = (0, 0, 0.0, 0, 0);
    for (at, symbol) in text.char_indices() {
        match step(symbol) {
            Some(step) => {
                if count == 0 {
                    from = at;
                }
                (to, steps, count) = (at + symbol.len_utf8(), steps + step, count + 1);
                n_empty += usize::from(step < 1.0);
            }
            None if symbol == ' ' => {}
            None if count > 1 => break,
            None => (steps, count, n_empty) = (0.0, 0, 0),
        }
    }
    let said = if n_empty > 0 { Said::Share(steps / count as f32) } else { Said::Count(count) };
    (count > 1).then_some(Rating { from, to, said })
}

/// `Python ***`
fn asterisks(text: &str) -> Option<Rating> {
    let text = text.trim_end();
    let name = text.trim_end_matches('*');
    let count = text.len() - name.len();
    let is_apart = name.is_empty() || name.ends_with(' ');
    (count > 1 && is_apart).then_some(Rating { from: name.len(), to: text.len(), said: Said::Count(count) })
}

/// `80 %`, `(80%)`
fn share(text: &str) -> Option<Rating> {
    let inner = unclosed(text);
    let before = inner.strip_suffix('%')?.trim_end();
    let (from, number) = number_behind(before)?;
    let said = (0.0..=100.0).contains(&number).then_some(Said::Share(number / 100.0))?;
    let (from, _) = opened(text, from)?;
    Some(Rating { from, to: text.trim_end().len(), said })
}

/// `4/5`, `(4 of 5)`, `8 von 10`
fn fraction(text: &str) -> Option<Rating> {
    const HIGHEST: [f32; 7] = [3.0, 4.0, 5.0, 6.0, 7.0, 10.0, 100.0];
    const JOINTS: [&str; 11] = ["/", " out of", " of", " von", " sur", " de", " su", " van", " av", " af", " z"];
    let inner = unclosed(text);
    let (at, highest) = number_behind(inner)?;
    let before = inner[..at].trim_end();
    let before = JOINTS.iter().find_map(|joint| before.strip_suffix(joint))?.trim_end();
    let (from, number) = number_behind(before)?;
    if !HIGHEST.contains(&highest) || number > highest {
        return None;
    }
    let (from, is_apart) = opened(text, from)?;
    let share = number / highest;
    Some(Rating { from, to: text.trim_end().len(), said: if is_apart { Said::Share(share) } else { Said::Fraction(share) } })
}

/// `text` without blanks and a closing bracket at its end.
fn unclosed(text: &str) -> &str {
    text.trim_end().trim_end_matches([')', ']']).trim_end()
}

/// The number that `text` ends in, and where it begins.
fn number_behind(text: &str) -> Option<(usize, f32)> {
    let is_part = |symbol: char| symbol.is_ascii_digit() || matches!(symbol, '.' | ',');
    let from = text.trim_end_matches(is_part).len();
    let digits = text[from..].replace(',', ".");
    (digits.len() <= 4).then(|| digits.parse().ok())?.map(|number| (from, number))
}

/// Where a rating whose number begins at `from` begins, with its bracket; and whether a mark sets it apart from what stands before it.
fn opened(text: &str, from: usize) -> Option<(usize, bool)> {
    let before = text[..from].trim_end();
    let is_apart = before.is_empty() || before.ends_with([':', '–', '—', '|', '·']) || before.ends_with(" -");
    match before.strip_suffix(['(', '[']) {
        Some(name) => Some((name.len(), true)),
        None if is_apart || from > before.len() => Some((before.len(), is_apart)),
        None => None,
    }
}

/// The level of the Common European Framework that a share of the highest level stands for: five steps are its levels from A2 to C2, as
/// scales of five usually say in words.
pub(super) fn cefr(share: f32) -> &'static str {
    match share {
        share if share < 0.19 => "A1",
        share if share < 0.39 => "A2",
        share if share < 0.59 => "B1",
        share if share < 0.79 => "B2",
        share if share < 0.99 => "C1",
        _ => "C2",
    }
}

/// How many stars or dots are the most, where only those reached are shown: what the fullest of several has, if people count to that.
pub(super) fn scale(counts: impl Iterator<Item = usize>) -> Option<usize> {
    let (n_rated, most) = counts.fold((0, 0), |(n_rated, most), count| (n_rated + 1, most.max(count)));
    (n_rated > 1 && matches!(most, 5 | 10)).then_some(most)
}

/// Whether `folded` is a word for how well a craft is known that no language is known by.
pub(super) fn is_level_word(folded: &str) -> bool {
    const WORDS: [&str; 64] = [
        "expert",
        "experte",
        "expertin",
        "experto",
        "experta",
        "esperto",
        "esperta",
        "especialista",
        "ekspert",
        "expertise",
        "uzman",
        "master",
        "mastery",
        "guru",
        "profi",
        "experienced",
        "erfahren",
        "experimente",
        "experimentado",
        "experiente",
        "erfaren",
        "skilled",
        "strong",
        "competent",
        "confident",
        "familiar",
        "familiarity",
        "working knowledge",
        "some experience",
        "basic knowledge",
        "basics",
        "novice",
        "grundkenntnisse",
        "basiskenntnisse",
        "gute kenntnisse",
        "sehr gute kenntnisse",
        "fortgeschritten",
        "fortgeschrittene kenntnisse",
        "fundierte kenntnisse",
        "expertenkenntnisse",
        "anfanger",
        "einsteiger",
        "notions",
        "debutant",
        "maitrise",
        "confirme",
        "autonome",
        "avance",
        "nivel experto",
        "nivel avanzado",
        "nivel medio",
        "nivel basico",
        "medio",
        "avanzado",
        "dominio",
        "conocimientos basicos",
        "conoscenza base",
        "conhecimento basico",
        "basis",
        "ervaren",
        "grundlaggande",
        "erfarenhet",
        "podstawy",
        "ileri duzey",
    ];
    WORDS.contains(&folded)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Option<(&str, &str, Said)> {
        find(text).map(|rating| (text[..rating.from].trim(), text[rating.from..rating.to].trim(), rating.said))
    }

    #[test]
    fn ratings_stand_behind_names() {
        for (text, name, level, said) in [
            ("Python ★★★★☆", "Python", "★★★★☆", Said::Share(0.8)),
            ("Go ●●●○○", "Go", "●●●○○", Said::Share(0.6)),
            ("Go ● ● ○ ○", "Go", "● ● ○ ○", Said::Share(0.5)),
            ("C++ ████░░░░", "C++", "████░░░░", Said::Share(0.5)),
            ("SQL ★★◐☆", "SQL", "★★◐☆", Said::Share(0.625)),
            ("Excel ⭐⭐⭐", "Excel", "⭐⭐⭐", Said::Count(3)),
            ("★★☆ Rust", "", "★★☆", Said::Share(2.0 / 3.0)),
            ("Java ****", "Java", "****", Said::Count(4)),
            ("Excel 80%", "Excel", "80%", Said::Share(0.8)),
            ("Excel: 80 %", "Excel:", "80 %", Said::Share(0.8)),
            ("Excel (80 %)", "Excel", "(80 %)", Said::Share(0.8)),
            ("Java 4/5", "Java", "4/5", Said::Fraction(0.8)),
            ("Java (4/5)", "Java", "(4/5)", Said::Share(0.8)),
            ("Java – 4,5 / 5", "Java –", "4,5 / 5", Said::Share(0.9)),
            ("Kotlin: 3 out of 5", "Kotlin:", "3 out of 5", Said::Share(0.6)),
            ("Deutsch: 8 von 10", "Deutsch:", "8 von 10", Said::Share(0.8)),
            ("5/5", "", "5/5", Said::Share(1.0)),
        ] {
            assert_eq!(told(text), Some((name, level, said)), "{text}");
        }
    }

    #[test]
    fn other_numbers_and_marks_are_none() {
        for text in
            ["TCP/IP", "24/7", "OS/2", "● Python", "C*", "HTML5/CSS3", "ISO 9001", "Python 3", "up 120%", "A/B", "*", "Windows 7/11", "B2"]
        {
            assert_eq!(told(text), None, "{text}");
        }
    }

    #[test]
    fn shares_of_scales_are_levels() {
        for (share, level) in
            [(0.1, "A1"), (0.2, "A2"), (0.4, "B1"), (0.6, "B2"), (0.8, "C1"), (1.0, "C2"), (1.0 / 6.0, "A1"), (5.0 / 6.0, "C1")]
        {
            assert_eq!(cefr(share), level, "{share}");
        }
        assert_eq!(scale([3, 5, 4].into_iter()), Some(5));
        assert_eq!(scale([5].into_iter()), None);
        assert_eq!(scale([3, 4].into_iter()), None);
    }
}
