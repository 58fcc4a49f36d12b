//! Glyph names and what they stand for.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

static GLYPHS: LazyLock<FxHashMap<&'static [u8], &'static str>> = LazyLock::new(|| {
    let rows = include_str!("../../../data/glyphs.tsv").lines().filter(|line| !line.starts_with('#'));
    rows.filter_map(|line| line.split_once('\t')).map(|(name, codes)| (name.as_bytes(), codes)).collect()
});

/// The upper half and the low punctuation of TeX's T1 encoding, in code order.
const T1_LOW: &str = "`´ˆ˜¨˝˚ˇ˘¯˙¸˛‚‹›“”„«»–—\u{200B}0ıȷﬀﬁﬂﬃﬄ";
const T1_HIGH: &str = "ĂĄĆČĎĚĘĞĹĽŁŃŇŊŐŔŘŚŠŞŤŢŰŮŸŹŽŻĲİđ§ăąćčďěęğĺľłńňŋőŕřśšşťţűůÿźžżĳ¡¿£ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖŒØÙÚÛÜÝÞ\u{1E9E}àáâãäåæçèéêëìíîïðñòóôõöœøùúûüýþß";

/// Appends the text that the glyph called `name` stands for; `false` where the name says nothing.
///
/// Source: Adobe Glyph List Specification 2.0, plus the habits of producers that number their glyphs.
pub(super) fn push_text(name: &[u8], is_dingbats: bool, out: &mut String) -> bool {
    let before = out.len();
    let stem = name.split(|byte| *byte == b'.').next().unwrap_or_default();
    for component in stem.split(|byte| *byte == b'_') {
        push_component(component, is_dingbats, out);
    }
    out.len() > before
}

fn push_component(name: &[u8], is_dingbats: bool, out: &mut String) {
    if name.is_empty() {
        return;
    }
    let is_numbered = name[0] == b'a' && name.len() > 1 && name[1..].iter().all(u8::is_ascii_digit);
    if is_numbered && !is_dingbats {
        return;
    }
    if let Some(codes) = GLYPHS.get(name) {
        let before = out.len();
        out.extend(codes.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok()).filter_map(char::from_u32));
        let is_private = out[before..].chars().any(is_private_use);
        if is_private && push_plain_variant(name, before, out) {
            return;
        }
        return;
    }
    push_hexadecimal(name, out);
}

/// Small capitals and old-style figures have private code points in the list; their plain forms are meant.
fn push_plain_variant(name: &[u8], before: usize, out: &mut String) -> bool {
    let suffixes: [&[u8]; 4] = [b"small", b"oldstyle", b"superior", b"inferior"];
    let Some(stem) = suffixes.iter().find_map(|suffix| name.strip_suffix(*suffix)) else { return false };
    let Some(codes) = GLYPHS.get(stem) else { return false };
    out.truncate(before);
    out.extend(codes.split(' ').filter_map(|code| u32::from_str_radix(code, 16).ok()).filter_map(char::from_u32));
    true
}

fn push_hexadecimal(name: &[u8], out: &mut String) {
    let (digits, step) = match name {
        [b'u', b'n', b'i', digits @ ..] if digits.len() >= 4 && digits.len() % 4 == 0 => (digits, 4),
        [b'u', digits @ ..] if (4..=6).contains(&digits.len()) => (digits, digits.len()),
        _ => return,
    };
    if digits.iter().all(u8::is_ascii_hexdigit) {
        let codes = digits.chunks_exact(step).filter_map(|chunk| u32::from_str_radix(std::str::from_utf8(chunk).ok()?, 16).ok());
        out.extend(codes.filter_map(char::from_u32));
    }
}

/// Appends the text of a glyph that its producer only numbered, as TeX drivers do: the glyph at `code` of one of TeX's encodings.
pub(super) fn push_numbered(code: u32, encoding: Numbering, out: &mut String) -> bool {
    let letter = match encoding {
        Numbering::T1 => t1(code),
        Numbering::Ot1 => ot1(code),
        Numbering::Signs => sign(code),
    };
    out.extend(letter);
    letter.is_some()
}

/// The codes in the names of glyphs that are numbered by their code: `a65`, or `x41` where all names are hexadecimal. A `g` numbers the
/// glyphs of another font.
pub(super) fn numbers(names: &[Option<&[u8]>]) -> [Option<u32>; 256] {
    let named = names.iter().zip(0..).filter_map(|(name, code)| Some(((*name)?, code)));
    let is_hexadecimal = named.clone().all(|(name, code)| name == b".notdef" || hexadecimal_number(name) == Some(code));
    let number = |name: &[u8]| if is_hexadecimal { hexadecimal_number(name) } else { code_number(name) };
    std::array::from_fn(|code| names.get(code).copied().flatten().and_then(number))
}

fn code_number(name: &[u8]) -> Option<u32> {
    let digits = name.get(1..).filter(|digits| name[0].is_ascii_alphabetic() && name[0] != b'g' && (1..=3).contains(&digits.len()))?;
    let is_number = digits.iter().all(u8::is_ascii_digit);
    is_number.then(|| digits.iter().fold(0, |code, digit| code * 10 + u32::from(digit - b'0')))
}

fn hexadecimal_number(name: &[u8]) -> Option<u32> {
    let [prefix, high, low] = name else { return None };
    let [high, low] = [high, low].map(|digit| char::from(*digit).to_digit(16));
    prefix.is_ascii_alphabetic().then_some(high? << 4 | low?)
}

/// The encodings of TeX that glyphs may be numbered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Numbering {
    /// Letters of all of Europe (Cork).
    T1,
    /// The first one, of 128 codes.
    Ot1,
    /// The text companion (TS1) and mathematical symbols (OMS).
    Signs,
}

impl Numbering {
    /// Which encoding a font has that draws the glyphs at these codes.
    ///
    /// A font of symbols has no letters and no figures, or only the few signs that stand at letters' codes, beside others at control codes.
    /// The ligatures of the first encoding stand where T1 has marks that hardly ever stand alone.
    pub(super) fn of(codes: impl Iterator<Item = u32> + Clone) -> Self {
        let is_letter = |code: u32| u8::try_from(code).is_ok_and(|code| code.is_ascii_alphanumeric());
        let has_low_sign = codes.clone().any(|code| code < 32 && sign(code).is_some());
        let is_sign = |code: u32| sign(code).is_some() && (has_low_sign || !is_letter(code));
        let has = |range: std::ops::RangeInclusive<u32>| codes.clone().any(|code| range.contains(&code));
        if codes.clone().next().is_some() && codes.clone().all(is_sign) {
            Self::Signs
        } else if has(11..=15) && has(97..=122) && !has(27..=31) && !has(128..=255) {
            Self::Ot1
        } else {
            Self::T1
        }
    }
}

/// The signs of TeX's text companion encoding (TS1) from 128 on, and of its mathematical symbols (OMS) below.
const SIGNS: &str = "\
     0− 1· 2× 3∗ 4÷ 6± 13◯ 14◦ 15• 24∼ 32← 33→ 106| 110\\ 120§ 121† 122‡ 123¶ \
     132† 133‡ 134‖ 135‰ 136• 137℃ 138$ 139¢ 140ƒ 146₤ 150₫ 151™ 153¶ 155№ 157℮ 158◦ 159℠ 162¢ 163£ 165¥ 167§ 169© 172¬ 174® 176° 177± \
     178² 179³ 181µ 182¶ 183· 185¹ 186º 187√ 188¼ 189½ 190¾ 191€ 214× 246÷";

/// The sign at `code` of TeX's symbol fonts.
fn sign(code: u32) -> Option<char> {
    let entries = SIGNS.split_whitespace().filter_map(|entry| entry.char_indices().next_back().map(|(at, sign)| (&entry[..at], sign)));
    entries.filter(|(number, _)| number.parse() == Ok(code)).map(|(_, sign)| sign).next()
}

/// The number of the glyph, where a name gives nothing else: `g12`, `glyph12`, `gid00012`, `index12`, `cid12`.
pub(super) fn glyph_number(name: &[u8]) -> Option<u32> {
    let prefixes: [&[u8]; 5] = [b"glyph", b"gid", b"index", b"cid", b"g"];
    let digits = prefixes.iter().find_map(|prefix| name.strip_prefix(*prefix))?;
    let is_number = (1..=5).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    is_number.then(|| digits.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0')))
}

/// The character at `code` of TeX's T1 encoding.
pub(super) fn t1(code: u32) -> Option<char> {
    match code {
        0..=31 => T1_LOW.chars().nth(code as usize),
        32 => Some(' '),
        39 => Some('’'),
        96 => Some('‘'),
        127 => Some('-'),
        33..=126 => char::from_u32(code),
        128..=255 => T1_HIGH.chars().nth(code as usize - 128),
        _ => None,
    }
}

/// The character at `code` of TeX's first encoding.
fn ot1(code: u32) -> Option<char> {
    const LOW: &str = "ΓΔΘΛΞΠΣΥΦΨΩﬀﬁﬂﬃﬄıȷ`´ˇ˘¯˚¸ßæœøÆŒØ";
    match code {
        0..=31 => LOW.chars().nth(code as usize),
        34 => Some('”'),
        60 => Some('¡'),
        62 => Some('¿'),
        92 => Some('“'),
        123 => Some('–'),
        124 => Some('—'),
        125 => Some('˝'),
        126 => Some('˜'),
        127 => Some('¨'),
        _ => t1(code).filter(|_| code < 128),
    }
}

/// What one of the private codes means that Adobe gave to small capitals and old-style figures.
pub(super) fn plain_variant(text: &str) -> Option<char> {
    let mut letters = text.chars();
    let code = letters.next().filter(|_| letters.next().is_none())? as u32;
    let plain = match code {
        0xF730..=0xF739 => code - 0xF730 + u32::from('0'),
        0xF761..=0xF77A => code - 0xF761 + u32::from('A'),
        0xF7E0..=0xF7F6 | 0xF7F8..=0xF7FE => code - 0xF700 - 0x20,
        0xF726 => u32::from('&'),
        0xF724 => u32::from('$'),
        _ => return None,
    };
    char::from_u32(plain)
}

/// Whether `c` means nothing outside its font.
pub(in crate::pdf) fn is_private_use(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{10FFFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(name: &str) -> String {
        let mut out = String::new();
        push_text(name.as_bytes(), false, &mut out);
        out
    }

    #[test]
    fn names_mean_characters() {
        let cases = [
            ("A", "A"),
            ("eacute", "é"),
            ("f_i", "fi"),
            ("uni00E9", "é"),
            ("uni00410042", "AB"),
            ("u1F600", "😀"),
            ("a.sc", "a"),
            ("Asmall", "A"),
            ("oneoldstyle", "1"),
            ("Euro", "€"),
            ("g123", ""),
            ("a65", ""),
            (".notdef", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(text(name), expected, "{name}");
        }
    }

    #[test]
    fn tex_numbers_its_glyphs_by_t1() {
        assert_eq!(T1_LOW.chars().count(), 32);
        assert_eq!(T1_HIGH.chars().count(), 128);
        let cases = [("a65", "A"), ("a28", "ﬁ"), ("a233", "é"), ("a255", "ß"), ("a21", "–"), ("a300", ""), ("ab1", ""), ("g65", "")];
        for (name, expected) in cases {
            assert_eq!(drawn(&[(65, name)]), expected, "{name}");
        }
    }

    /// What glyphs with these codes and names say.
    fn drawn(glyphs: &[(usize, &str)]) -> String {
        let mut names = [None; 256];
        for (code, name) in glyphs {
            names[*code] = Some(name.as_bytes());
        }
        let codes = numbers(&names);
        let (numbering, mut out) = (Numbering::of(codes.iter().flatten().copied()), String::new());
        for code in codes.into_iter().flatten() {
            push_numbered(code, numbering, &mut out);
        }
        out
    }

    #[test]
    fn glyphs_are_numbered_in_hexadecimal_where_all_are() {
        assert_eq!(drawn(&[(0x1C, "x1C"), (0x4A, "x4A"), (0x61, "x61")]), "ﬁJa");
        assert_eq!(drawn(&[(28, "a28"), (61, "a61")]), "ﬁ=");
    }

    #[test]
    fn ligatures_tell_the_encodings_of_tex_apart() {
        assert_eq!(drawn(&[(12, "a12"), (97, "a97"), (123, "a123")]), "ﬁa–");
        assert_eq!(drawn(&[(28, "a28"), (97, "a97"), (123, "a123")]), "ﬁa{");
    }

    #[test]
    fn tex_symbol_fonts_are_told_from_letters() {
        let cases = [("a136", "•"), ("a15", "•"), ("a15 a106", "•|"), ("a106", "j"), ("a65 a136", "Aĺ"), ("a0 a136", "−•")];
        for (names, expected) in cases {
            let codes = names.split(' ').filter_map(|name| code_number(name.as_bytes()));
            let (numbering, mut out) = (Numbering::of(codes.clone()), String::new());
            codes.for_each(|code| assert!(push_numbered(code, numbering, &mut out)));
            assert_eq!(out.to_lowercase(), expected.to_lowercase());
        }
    }
}
