//! How a letter is folded: lower case, without accents, in Latin script. The build script folds the word lists by the same rules.

/// Appends the folded form of `symbol`.
pub(crate) fn push_folded(into: &mut String, symbol: char) {
    if symbol.is_ascii() {
        into.push(symbol.to_ascii_lowercase());
    } else if !is_mark(symbol) {
        let latin = deunicode::deunicode_char(symbol).unwrap_or_default();
        into.extend(latin.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()));
    }
}

/// A combining mark, which belongs to the letter before it.
pub(crate) fn is_mark(symbol: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&symbol)
}

fn is_ideograph(symbol: char) -> bool {
    ('\u{3400}'..='\u{9fff}').contains(&symbol) || ('\u{3040}'..='\u{30ff}').contains(&symbol)
}

/// Reads the next word of `text` at byte `from` or later into `word`, folded; the bytes it stands for.
///
/// Words are letters and digits, and the signs that tell `C++` and `C#` from `C`. `word` may come out empty: a letter without a Latin
/// form is passed over.
pub(crate) fn next_word(text: &str, from: usize, word: &mut String) -> Option<(usize, usize)> {
    word.clear();
    let mut span: Option<(usize, usize)> = None;
    for (place, symbol) in text[from..].char_indices() {
        let place = from + place;
        let end = place + symbol.len_utf8();
        if symbol.is_alphanumeric() || is_mark(symbol) || (span.is_some() && matches!(symbol, '+' | '#')) {
            // Scripts without spaces are searched sign by sign.
            let ideograph = is_ideograph(symbol);
            if ideograph && span.is_some() {
                return span;
            }
            span = Some((span.map_or(place, |(start, _)| start), end));
            push_folded(word, symbol);
            if ideograph {
                return span;
            }
        } else if span.is_some() && !matches!(symbol, '\'' | '’' | '\u{ad}') {
            return span;
        }
    }
    span
}

/// A whole value as one folded term: its words joined by single spaces.
pub(crate) fn whole(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_whole(&mut out, text);
    out
}

/// Appends the words of `text`, folded, joined by single spaces.
pub(crate) fn push_whole(into: &mut String, text: &str) {
    if text.is_ascii() {
        return push_whole_ascii(into, text);
    }
    let (start, mut word, mut from) = (into.len(), String::new(), 0);
    while let Some((_, end)) = next_word(text, from, &mut word) {
        if !word.is_empty() {
            if into.len() > start {
                into.push(' ');
            }
            into.push_str(&word);
        }
        from = end;
    }
}

/// What an ASCII character is to a word: its folded form where it is a letter or digit, and these.
const BREAK: u8 = 0;
const SIGN: u8 = 1;
const SILENT: u8 = 2;

const ASCII: [u8; 128] = {
    let mut table = [BREAK; 128];
    let mut symbol = 0;
    while symbol < 128 {
        let byte = symbol as u8;
        if byte.is_ascii_alphanumeric() {
            table[symbol] = byte.to_ascii_lowercase();
        }
        symbol += 1;
    }
    table[b'+' as usize] = SIGN;
    table[b'#' as usize] = SIGN;
    table[b'\'' as usize] = SILENT;
    table
};

/// The same without looking for letters that cannot be there.
fn push_whole_ascii(into: &mut String, text: &str) {
    let mut bytes = std::mem::take(into).into_bytes();
    let start = bytes.len();
    // Every word but the first has a separator before it that became its space, so that what is written is no longer than what is read.
    bytes.resize(start + text.len(), 0);
    let (mut end, mut is_inside) = (start, false);
    for &symbol in text.as_bytes() {
        let folded = ASCII[usize::from(symbol & 0x7f)];
        if folded > SILENT {
            if !is_inside && end > start {
                bytes[end] = b' ';
                end += 1;
            }
            is_inside = true;
            bytes[end] = folded;
            end += 1;
        } else if folded == BREAK {
            is_inside = false;
        } else if folded == SIGN && is_inside {
            bytes[end] = symbol;
            end += 1;
        } else if folded == SIGN {
            is_inside = false;
        }
    }
    bytes.truncate(end);
    *into = String::from_utf8(bytes).expect("what was there, and ASCII");
}
