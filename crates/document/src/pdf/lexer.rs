//! The characters and tokens of PDF syntax (ISO 32000-1, 7.2 and 7.3), read in place.

use super::marks;

const SPACE: u8 = 1;
const DELIMITER: u8 = 2;
/// A solidus: it ends what stands before it, and opens and closes nothing.
const SOLIDUS: u8 = 3;

/// What each byte is to the lexer; 0 for regular characters.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    classes[b'/' as usize] = SOLIDUS;
    let (spaces, delimiters) = (b" \n\r\t\x0C\0", b"()<>[]{}%");
    let mut at = 0;
    while at < spaces.len() {
        classes[spaces[at] as usize] = SPACE;
        at += 1;
    }
    at = 0;
    while at < delimiters.len() {
        classes[delimiters[at] as usize] = DELIMITER;
        at += 1;
    }
    classes
};

/// Whether `byte` is white space.
#[inline]
pub(super) fn is_space(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == SPACE
}

/// Whether `byte` belongs to a number, name or keyword.
#[inline]
pub(super) fn is_regular(byte: u8) -> bool {
    CLASSES[usize::from(byte)] == 0
}

/// The first place at or behind `at` that is neither white space nor comment.
#[inline]
pub(super) fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&byte) = bytes.get(at) {
        if is_space(byte) {
            at += 1;
        } else if byte == b'%' {
            let rest = &bytes[at..];
            at += memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len());
        } else {
            break;
        }
    }
    at
}

/// The end of the regular characters that start at `at`.
#[inline]
pub(super) fn skip_regular(bytes: &[u8], mut at: usize) -> usize {
    while bytes.get(at).copied().is_some_and(is_regular) {
        at += 1;
    }
    at
}

/// Digits of a number that the quick way takes: they fit into 63 bits.
const PLAIN_DIGITS: usize = 15;

/// Reads a number at `at`: its value and the place behind it. Takes what real files hold: `+1`, `--5`, `.5`, `5.`, `1-2` (read as 1).
#[inline]
pub(super) fn number(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let is_negative = bytes.get(at) == Some(&b'-');
    let start = at + usize::from(is_negative);
    let (whole, mut end) = digits(bytes, start, 0);
    let mut n_digits = end - start;
    let mut value = whole as f64;
    if bytes.get(end) == Some(&b'.') {
        let point = end;
        let (all, behind) = digits(bytes, point + 1, whole);
        let decimals = behind - point - 1;
        n_digits += decimals;
        value = all as f64;
        if (1..=PLAIN_DIGITS).contains(&decimals) {
            value /= POWERS[decimals];
        }
        end = behind;
    }
    if n_digits.wrapping_sub(1) >= PLAIN_DIGITS || bytes.get(end) == Some(&b'-') {
        return odd_number(bytes, at);
    }
    Some((if is_negative { -value } else { value }, end))
}

/// Adds the digits at `at` to those of `value`, and tells where they end. Too many of them overflow it.
#[inline]
fn digits(bytes: &[u8], mut at: usize, mut value: i64) -> (i64, usize) {
    while let Some(digit) = bytes.get(at).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        value = value.wrapping_mul(10).wrapping_add(i64::from(digit));
        at += 1;
    }
    (value, at)
}

/// The same for what is written in an unusual way.
#[cold]
fn odd_number(bytes: &[u8], at: usize) -> Option<(f64, usize)> {
    let mut end = at;
    let mut negative = false;
    while let Some(sign @ (b'+' | b'-')) = bytes.get(end) {
        negative |= *sign == b'-';
        end += 1;
    }
    // Digits gather in an integer, which is exact and quick; what it cannot hold has no meaning on a page.
    let (mut value, mut digits, mut decimals, mut has_point) = (0_u64, 0_usize, 0_usize, false);
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'0'..=b'9' => {
                digits += 1;
                if value < u64::MAX / 20 {
                    value = value * 10 + u64::from(byte - b'0');
                    decimals += usize::from(has_point);
                } else if !has_point {
                    value = u64::MAX / 20;
                }
            }
            b'.' if !has_point => has_point = true,
            // A stray minus inside a number ends its value but not its token.
            b'-' if digits > 0 => {
                end = skip_regular(bytes, end);
                break;
            }
            _ => break,
        }
        end += 1;
    }
    if end == at {
        return None;
    }
    let value = value as f64 / POWERS[decimals.min(POWERS.len() - 1)];
    Some((if negative { -value } else { value }, end))
}

/// Powers of ten, as many as decimals fit into 64 bits.
const POWERS: [f64; 21] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20];

/// Reads a whole number without sign.
#[inline]
pub(super) fn integer(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let (value, end) = digits(bytes, at, 0);
    match end - at {
        0 => None,
        1..=PLAIN_DIGITS => Some((value as u64, end)),
        _ => Some((long_integer(&bytes[at..end]), end)),
    }
}

/// The value of many digits, the greatest that there is where it is beyond that.
#[cold]
fn long_integer(digits: &[u8]) -> u64 {
    digits.iter().fold(0, |value: u64, digit| value.saturating_mul(10).saturating_add(u64::from(digit - b'0')))
}

/// The place behind the literal string whose `(` stands at `at`.
pub(super) fn skip_literal(bytes: &[u8], at: usize) -> usize {
    let mut depth = 1_usize;
    let mut end = at + 1;
    while let Some(place) = marks::find(bytes, end, [b')', b'(', b'\\']) {
        end = place + 1;
        match bytes[end - 1] {
            b'\\' => end += 1,
            b'(' => depth += 1,
            _ => {
                depth -= 1;
                if depth == 0 {
                    return end;
                }
            }
        }
    }
    bytes.len()
}

/// The place behind the hexadecimal string whose `<` stands at `at`.
pub(super) fn skip_hexadecimal(bytes: &[u8], at: usize) -> usize {
    marks::find(bytes, at, [b'>']).map_or(bytes.len(), |place| place + 1)
}

/// The place behind the object that starts at `at`, whatever it is. Iterates, so that nesting costs no stack.
pub(super) fn skip_object(bytes: &[u8], at: usize) -> usize {
    let at = skip_space(bytes, at);
    match bytes.get(at) {
        Some(b'/') => skip_regular(bytes, at + 1),
        Some(b'(') => skip_literal(bytes, at),
        Some(b'[' | b'<' | b'{') => skip_nested(bytes, at),
        Some(byte) if is_regular(*byte) => skip_scalar(bytes, at),
        Some(_) => at + 1,
        None => at,
    }
}

/// Skips what opens at `at` with all that it holds. Only brackets and strings matter inside.
fn skip_nested(bytes: &[u8], mut at: usize) -> usize {
    let mut depth = 0_usize;
    loop {
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| CLASSES[usize::from(**byte)] != DELIMITER).count();
        let Some(&byte) = bytes.get(at) else { break };
        match byte {
            b'(' => at = skip_literal(bytes, at),
            b'<' if bytes.get(at + 1) == Some(&b'<') => {
                depth += 1;
                at += 2;
            }
            b'<' => at = skip_hexadecimal(bytes, at),
            b'[' | b'{' => {
                depth += 1;
                at += 1;
            }
            b'>' if bytes.get(at + 1) == Some(&b'>') => {
                depth = depth.saturating_sub(1);
                at += 2;
            }
            b']' | b'}' | b'>' => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            b'%' => at = skip_space(bytes, at),
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Skips a number or keyword; `12 0 R` counts as one object.
fn skip_scalar(bytes: &[u8], at: usize) -> usize {
    reference(bytes, at).map_or_else(|| skip_word(bytes, at), |(_, end)| end)
}

/// Skips the regular characters at `at`, one byte at least.
pub(super) fn skip_word(bytes: &[u8], at: usize) -> usize {
    skip_regular(bytes, at).max(at + 1)
}

/// Reads an indirect reference: the object's number and the place behind the `R`. Generations are not told apart.
pub(super) fn reference(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let (object, end) = integer(bytes, at)?;
    // The generation is 0 in nearly all files.
    if let Some([b' ', b'0', b' ', b'R', next]) = bytes.get(end..).and_then(<[u8]>::first_chunk::<5>)
        && !is_regular(*next)
    {
        return Some((u32::try_from(object).ok()?, end + 4));
    }
    if !bytes.get(end).is_some_and(|next| is_space(*next) || *next == b'%') {
        return None;
    }
    let at = skip_space(bytes, end);
    let (_, end) = integer(bytes, at).filter(|_| at > end)?;
    let at = skip_space(bytes, end);
    let ends_here = bytes.get(at) == Some(&b'R') && !bytes.get(at + 1).copied().is_some_and(is_regular);
    (ends_here && at > end).then_some(()).and_then(|()| Some((u32::try_from(object).ok()?, at + 1)))
}

/// The name whose `/` stands at `at`, still with its `#xx` escapes, and the place behind it.
pub(super) fn name(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let end = skip_regular(bytes, at + 1);
    (bytes.get(at + 1..end).unwrap_or_default(), end)
}

/// What each byte is as a hexadecimal digit; 16 and more for all others.
const DIGITS: [u8; 256] = {
    let mut digits = [0xFF; 256];
    let (lower, upper) = (b"0123456789abcdef", b"0123456789ABCDEF");
    let mut value = 0;
    while value < 16 {
        digits[lower[value] as usize] = value as u8;
        digits[upper[value] as usize] = value as u8;
        value += 1;
    }
    digits
};

/// Value of a hexadecimal digit.
#[inline]
pub(super) fn digit(byte: u8) -> Option<u8> {
    Some(DIGITS[usize::from(byte)]).filter(|value| *value < 16)
}

/// The hexadecimal string of one to four bytes at `at`, written without blanks: its value, how many bytes they are, and the place behind it.
#[inline]
pub(super) fn short_hexadecimal_at(bytes: &[u8], at: usize) -> Option<(u32, usize, usize)> {
    if bytes.get(at) != Some(&b'<') {
        return None;
    }
    let (mut value, mut end) = (0_u32, at + 1);
    while let Some(digit) = bytes.get(end).copied().and_then(digit) {
        value = value << 4 | u32::from(digit);
        end += 1;
    }
    let n_digits = end - at - 1;
    (matches!(n_digits, 2 | 4 | 6 | 8) && bytes.get(end) == Some(&b'>')).then_some((value, n_digits / 2, end + 1))
}

/// The value of a hexadecimal string token of one to four bytes, written without blanks, and how many bytes they are.
pub(super) fn short_hexadecimal(raw: &[u8]) -> Option<(u32, usize)> {
    let digits = raw.strip_prefix(b"<")?.strip_suffix(b">")?;
    if !matches!(digits.len(), 2 | 4 | 6 | 8) {
        return None;
    }
    let values = digits.iter().map(|byte| DIGITS[usize::from(*byte)]);
    let (value, all) = values.fold((0_u32, 0), |(value, all), digit| (value << 4 | u32::from(digit), all | digit));
    (all < 16).then_some((value, digits.len() / 2))
}

/// Appends the bytes of the string token `raw` (with its delimiters) to `out`.
pub(super) fn decode_string(raw: &[u8], out: &mut Vec<u8>) {
    match raw.first() {
        Some(b'(') => decode_literal(raw.get(1..).unwrap_or_default(), out),
        Some(b'<') => decode_hexadecimal(raw.get(1..).unwrap_or_default(), out),
        _ => {}
    }
}

fn decode_literal(raw: &[u8], out: &mut Vec<u8>) {
    let body = raw.strip_suffix(b")").unwrap_or(raw);
    let mut at = 0;
    while let Some(rest) = body.get(at..).filter(|rest| !rest.is_empty()) {
        let plain = memchr::memchr2(b'\\', b'\r', rest).unwrap_or(rest.len());
        out.extend_from_slice(&rest[..plain]);
        at += plain;
        match body.get(at) {
            Some(b'\\') => at = decode_escape(body, at + 1, out),
            Some(_) => {
                out.push(b'\n');
                at += if body.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            }
            None => {}
        }
    }
}

fn decode_escape(body: &[u8], at: usize, out: &mut Vec<u8>) -> usize {
    let Some(&byte) = body.get(at) else { return at };
    let plain = match byte {
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        b'\r' => return at + if body.get(at + 1) == Some(&b'\n') { 2 } else { 1 },
        b'\n' => return at + 1,
        b'0'..=b'7' => {
            let digits = body[at..].iter().take(3).take_while(|byte| matches!(byte, b'0'..=b'7'));
            let (value, count) = digits.fold((0_u32, 0), |(value, count), byte| (value * 8 + u32::from(byte - b'0'), count + 1));
            out.push((value & 0xFF) as u8);
            return at + count;
        }
        other => other,
    };
    out.push(plain);
    at + 1
}

fn decode_hexadecimal(raw: &[u8], out: &mut Vec<u8>) {
    // Pairs of digits, as nearly all producers write them.
    let pairs = raw.strip_suffix(b">").unwrap_or(raw).as_chunks::<2>();
    let (start, mut all) = (out.len(), 0);
    out.extend(pairs.0.iter().map(|[high, low]| {
        let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
        all |= high | low;
        high << 4 | low
    }));
    if all < 16 && pairs.1.is_empty() {
        return;
    }
    out.truncate(start);
    decode_odd_hexadecimal(raw, out);
}

/// The same for what holds blanks, an odd digit or anything else.
#[cold]
fn decode_odd_hexadecimal(rest: &[u8], out: &mut Vec<u8>) {
    let mut high = None;
    for value in rest.iter().take_while(|byte| **byte != b'>').filter_map(|byte| digit(*byte)) {
        match high.take() {
            None => high = Some(value),
            Some(first) => out.push(first << 4 | value),
        }
    }
    out.extend(high.map(|first| first << 4));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(raw: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        decode_string(raw, &mut out);
        out
    }

    #[test]
    fn strings_decode() {
        assert_eq!(decoded(b"(a\\(b\\)\\\\c)"), b"a(b)\\c");
        assert_eq!(decoded(b"(\\101\\1012\\0)"), b"AA2\0");
        assert_eq!(decoded(b"(one\\\r\ntwo\r\nthree)"), b"onetwo\nthree");
        assert_eq!(decoded(b"<48 65 6C6c 7>"), b"Hellp");
    }

    #[test]
    fn numbers_take_what_files_hold() {
        let cases: [(&[u8], f64, usize); 7] = [
            (b"12", 12.0, 2),
            (b"-.5 ", -0.5, 3),
            (b"+7.", 7.0, 3),
            (b"--3", -3.0, 3),
            (b"1-2 ", 1.0, 3),
            (b"0.25", 0.25, 4),
            (b"-", 0.0, 1),
        ];
        for (text, value, end) in cases {
            assert_eq!(number(text, 0), Some((value, end)), "{}", text.escape_ascii());
        }
        assert_eq!(number(b"abc", 0), None);
    }

    #[test]
    fn objects_are_skipped_whole() {
        let cases: [(&[u8], usize); 8] = [
            (b"<< /A [1 (]) <</B 2>>] >> x", 25),
            (b"12 0 R 5", 6),
            (b"12 0 5", 2),
            (b"/Name/Other", 5),
            (b"(a\\)b) ", 6),
            (b"<4142> ", 6),
            (b"true]", 4),
            (b"[[[[", 4),
        ];
        for (text, end) in cases {
            assert_eq!(skip_object(text, 0), end, "{}", text.escape_ascii());
        }
    }
}
