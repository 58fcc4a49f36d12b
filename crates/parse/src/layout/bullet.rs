//! List marks: glyphs, dashes, the letters that symbol fonts use, numbers.

/// Whether `text` begins with a list mark.
pub(super) fn begins(text: &str) -> bool {
    mark(text).is_some()
}

/// Length in bytes of the list mark and the space behind it that `text` begins with.
pub(super) fn mark(text: &str) -> Option<usize> {
    let mut symbols = text.char_indices();
    let (_, first) = symbols.next()?;
    let behind = symbols.clone().next();
    let spaced = behind.is_none_or(|(_, symbol)| symbol == ' ');
    // Several marks in a row are a rating.
    let rest = text[first.len_utf8()..].trim_start();
    let sure = is_mark(first) && !rest.starts_with(is_mark);
    if (is_dash(first) || first == '→') && ends_range(rest) {
        return None;
    }
    if sure || (is_dash(first) && spaced) || (is_letter_mark(first) && spaced && behind.is_some()) {
        return Some(text.len() - text[first.len_utf8()..].trim_start().len());
    }
    numbered(text)
}

/// Whether `text`, behind a dash, is the end of a range: `2016`, `heden doorontwikkeling`, `Present (2 yrs)`.
fn ends_range(text: &str) -> bool {
    let word = text.split(' ').next().unwrap_or(text);
    (text.len() < 16 && super::text::looks_dated(text)) || (word.starts_with(char::is_lowercase) && super::is_open_end(word)) || {
        let (end, length) = text.split_once('(').unwrap_or((text, ""));
        end.len() < 16 && length.len() < 24 && super::is_open_end(end.trim_end())
    }
}

/// Whether `text` is a list mark and nothing else.
pub(super) fn is_alone(text: &str) -> bool {
    let mut symbols = text.chars();
    matches!((symbols.next(), symbols.next()), (Some(symbol), None) if is_mark(symbol) || is_dash(symbol) || is_letter_mark(symbol))
}

/// Glyphs that are nothing but list marks at the begin of a line.
pub(super) fn is_mark(symbol: char) -> bool {
    matches!(
        symbol,
        '•' | '‣'
            | '◦'
            | '⁃'
            | '∙'
            | '·'
            | '●'
            | '○'
            | '◆'
            | '◇'
            | '◊'
            | '■'
            | '□'
            | '▪'
            | '▫'
            | '►'
            | '▶'
            | '▸'
            | '▹'
            | '▻'
            | '➢'
            | '➤'
            | '➔'
            | '➜'
            | '➡'
            | '✓'
            | '✔'
            | '✗'
            | '✦'
            | '✧'
            | '❖'
            | '⦁'
            | '⬤'
            | '⚫'
            | '⚬'
            | '→'
            | '⇒'
            | '»'
            | '›'
            | '❯'
            | '✱'
            | '∗'
            | '⋅'
            | '\u{F0B7}'
            | '\u{F0A7}'
            | '\u{F0D8}'
            | '\u{F0FC}'
            | '\u{F076}'
            | '\u{F02D}'
            | '\u{F0A8}'
            | '\u{F071}'
            | '\u{F06E}'
            | '\u{F0B2}'
            | '\u{F0E0}'
    )
}

fn is_dash(symbol: char) -> bool {
    matches!(symbol, '-' | '–' | '—' | '*' | '+' | '‐' | '‒' | '−' | '~' | '>')
}

/// Letters that stand for a circle or a box in fonts without one.
fn is_letter_mark(symbol: char) -> bool {
    matches!(symbol, 'o' | '§' | '¤' | '¨' | '¡' | 'Ø')
}

/// `1.`, `1)`, `(a)`: at most two digits, or one letter in brackets.
fn numbered(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let letter = digits == 0 && inner.bytes().next().is_some_and(|byte| byte.is_ascii_lowercase());
    let length = if letter { 1 } else { digits };
    if length == 0 || length > 2 {
        return None;
    }
    let closed = inner.as_bytes().get(length).copied();
    let fits = match closed {
        Some(b')') => true,
        Some(b'.') => !letter && inner.len() == text.len(),
        _ => false,
    };
    let behind = inner.get(length + 1..)?;
    let spaced = behind.starts_with(' ') && behind.len() > 1;
    // `1. August 2020` is a date.
    let dated = closed == Some(b'.') && behind.split_whitespace().nth(1).is_some_and(super::text::looks_dated);
    // `(07) 5550 0142` is a telephone number.
    let number = inner.len() < text.len() && behind.chars().all(|symbol| symbol.is_ascii_digit() || " -./".contains(symbol));
    (fits && spaced && !dated && !number).then(|| text.len() - behind.trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_told_from_text() {
        let marked = [
            ("• one", "one"),
            ("•one", "one"),
            ("- two", "two"),
            ("o three", "three"),
            ("1. four", "four"),
            ("12) five", "five"),
            ("(a) six", "six"),
            ("\u{F0B7} seven", "seven"),
        ];
        for (text, rest) in marked {
            let length = mark(text).expect("a mark");
            assert_eq!(&text[length..], rest);
        }
        for text in
            ["-5 %", "one", "2019 to", "o'clock", "a) ", "1.5 years", "100. x", "3) ", "1. August 2020 – heute", "– 2016", "(07) 5550 0142"]
        {
            assert_eq!(mark(text), None, "{text}");
        }
    }
}
