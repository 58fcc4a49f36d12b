//! The words that head sections, in twenty-eight languages.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_canonical, is_combining_mark};

use crate::lexicon::{Glance, Hashed, LOW, Letter, for_each_word, hash, hash_bytes, words};
use crate::section::SectionKind;

const DATA: &str = include_str!("../../data/headings.tsv");
/// Longer texts head no section.
const LONGEST: usize = 64;

/// Bytes of a folded text without its blanks that heads a section at most, and one more.
const LONGEST_CLOSED: usize = 4 * LONGEST;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::load(DATA));

/// Folded phrases to what they head, as lists of hashes.
#[derive(Debug)]
struct Lexicon {
    phrases: Hashed,
    /// The same without spaces, for letter-spaced headings.
    closed: Hashed,
    /// Words that tell the kind of a longer heading, and whether their language puts the head of a phrase last.
    words: Hashed,
    /// `Curriculum vitae` and the like, and captions inside entries.
    asides: Hashed,
    /// First words of phrases, and phrases without spaces.
    openers: Hashed,
}

/// What the lines of the list say, in their order: hashes of phrases and words.
#[derive(Debug, Default)]
struct Lists {
    phrases: Vec<(u64, u16)>,
    closed: Vec<(u64, u16)>,
    words: Vec<(u64, u16)>,
    asides: Vec<(u64, u16)>,
    openers: Vec<(u64, u16)>,
    /// A phrase without its spaces.
    joined: String,
}

impl Lexicon {
    fn load(data: &str) -> Self {
        let mut lists = Lists::default();
        let mut folded = String::new();
        for line in data.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(sense), Some(language), Some(phrases)) = (columns.next(), columns.next(), columns.next()) else { continue };
            for phrase in phrases.split(';') {
                fold(phrase, &mut folded);
                if !folded.is_empty() {
                    lists.insert(sense, language, &folded);
                }
            }
        }
        let hashed = |list: Vec<(u64, u16)>| Hashed::of_hashes(list.len(), list.into_iter());
        Self {
            phrases: hashed(lists.phrases),
            closed: hashed(lists.closed),
            words: hashed(lists.words),
            asides: hashed(lists.asides),
            openers: hashed(lists.openers),
        }
    }

    /// Whether a folded text can be a known heading as a whole: by its first word, or by letters that stand alone.
    fn may_begin(&self, folded: &str) -> bool {
        match Glance::plain(folded) {
            Some(glance) => self.may_begin_at(&glance),
            None => self.openers.get(first_word(folded)).is_some() || has_loose_letters(folded),
        }
    }

    /// The same of a text as it is seen before it is folded.
    fn may_begin_at(&self, glance: &Glance) -> bool {
        glance.first_hash().is_some_and(|hash| self.openers.has(hash)) || glance.n_letters_alone() > 1
    }

    /// What a folded phrase heads, word by word or with its spaces lost.
    fn phrase(&self, folded: &str) -> Option<SectionKind> {
        if let Some(kind) = self.phrases.get(folded) {
            return kind_numbered(kind);
        }
        if !folded.contains(' ') {
            return self.closed.get(folded).and_then(kind_numbered);
        }
        // Letter-spacing that was only partly closed up: `fort- u n d weiterbildungen`.
        if !has_loose_letters(folded) {
            return None;
        }
        let (mut closed, mut length) = ([0; LONGEST_CLOSED], 0);
        for byte in folded.bytes() {
            *closed.get_mut(length)? = byte;
            length += usize::from(byte != b' ');
        }
        self.closed.get_hashed(hash_bytes(closed.get(..length)?)).and_then(kind_numbered)
    }

    /// The kind that a word of a longer heading tells, by its hash, and whether its language puts the head of a phrase last.
    fn word(&self, hash: u64) -> Option<(SectionKind, bool)> {
        let value = self.words.value(hash).checked_sub(1)?;
        Some((kind_numbered(value >> 1)?, value & 1 == 1))
    }
}

impl Lists {
    fn insert(&mut self, sense: &str, language: &str, folded: &str) {
        if let Some(kind) = sense.strip_suffix('~').and_then(kind_named) {
            let is_last = matches!(language, "en" | "tr");
            self.words.push((hash(folded), 1 + ((kind as u16) << 1 | u16::from(is_last))));
            return;
        }
        let Some(kind) = kind_named(sense) else { return self.asides.push((hash(folded), 0)) };
        self.joined.clear();
        self.joined.extend(folded.split(' '));
        let closed = hash(&self.joined);
        self.openers.extend([hash(first_word(folded)), closed].map(|opener| (opener, 0)));
        self.phrases.push((hash(folded), kind as u16));
        self.closed.push((closed, kind as u16));
    }
}

fn first_word(folded: &str) -> &str {
    words(folded).next().unwrap_or(folded)
}

fn has_loose_letters(folded: &str) -> bool {
    // Spaces two characters apart, counted without a look at the words between them: a letter takes four bytes at most.
    let mut bytes = folded.bytes();
    let (mut n_loose, mut n_letters) = (0_u32, 0_u32);
    loop {
        let byte = bytes.next();
        let ends = byte.is_none_or(|byte| byte == b' ');
        n_loose += u32::from(ends && n_letters == 1);
        n_letters = if ends { 0 } else { n_letters + u32::from(byte.is_some_and(|byte| byte & 0xC0 != 0x80)) };
        if byte.is_none() {
            return n_loose > 1;
        }
    }
}

/// The kind with a number.
fn kind_numbered(number: u16) -> Option<SectionKind> {
    const KINDS: [SectionKind; 15] = [
        SectionKind::Contact,
        SectionKind::Personal,
        SectionKind::Summary,
        SectionKind::Work,
        SectionKind::Volunteer,
        SectionKind::Education,
        SectionKind::Skills,
        SectionKind::Languages,
        SectionKind::Certificates,
        SectionKind::Projects,
        SectionKind::Publications,
        SectionKind::Awards,
        SectionKind::Interests,
        SectionKind::References,
        SectionKind::Other,
    ];
    KINDS.get(usize::from(number)).copied()
}

fn kind_named(name: &str) -> Option<SectionKind> {
    Some(match name {
        "contact" => SectionKind::Contact,
        "personal" => SectionKind::Personal,
        "summary" => SectionKind::Summary,
        "work" => SectionKind::Work,
        "volunteer" => SectionKind::Volunteer,
        "education" => SectionKind::Education,
        "skills" => SectionKind::Skills,
        "languages" => SectionKind::Languages,
        "certificates" => SectionKind::Certificates,
        "projects" => SectionKind::Projects,
        "publications" => SectionKind::Publications,
        "awards" => SectionKind::Awards,
        "interests" => SectionKind::Interests,
        "references" => SectionKind::References,
        "other" => SectionKind::Other,
        _ => return None,
    })
}

/// What a text says as a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sense {
    /// What the section is about.
    pub(crate) kind: SectionKind,
    /// The second subject of a heading that names two.
    pub(crate) also: Option<SectionKind>,
    /// The whole text is a known heading; otherwise only a word of it is telling.
    pub(crate) whole: bool,
}

/// What `text` says as a heading; none where no word of it is known to head sections. `folded` is a buffer, which holds the folded text
/// then.
pub(crate) fn sense(text: &str, folded: &mut String) -> Option<Sense> {
    folded.clear();
    let may_begin = match Glance::of(short(text)?) {
        Some(glance) => {
            glance.fold_into(folded);
            LEXICON.may_begin_at(&glance)
        }
        None => {
            fold_wide(text, folded);
            LEXICON.may_begin(folded)
        }
    };
    let whole = if may_begin { whole(folded) } else { None };
    whole.or_else(|| by_word(folded))
}

/// What `text` says where all of it is a known heading.
pub(crate) fn known(text: &str, folded: &mut String) -> Option<Sense> {
    folded.clear();
    let may_begin = match Glance::of(short(text)?) {
        Some(glance) if !LEXICON.may_begin_at(&glance) => false,
        Some(glance) => {
            glance.fold_into(folded);
            true
        }
        None => {
            fold_wide(text, folded);
            LEXICON.may_begin(folded)
        }
    };
    if may_begin { whole(folded) } else { None }
}

/// A text that is not too long for a heading and no address, without blanks and a number in front.
fn short(text: &str) -> Option<&str> {
    let has_at = text.len() > LONGEST || text.bytes().fold(false, |any, byte| any | (byte == b'@'));
    (!has_at).then(|| stripped(text))
}

/// What a folded text is as a whole that may be a heading by its beginning.
fn whole(folded: &str) -> Option<Sense> {
    if let Some(kind) = LEXICON.phrase(folded) {
        let also = parts(folded).skip(1).find_map(|part| LEXICON.phrase(part)).filter(|&also| also != kind);
        return Some(Sense { kind, also, whole: true });
    }
    merged(folded).or_else(|| doubled(folded))
}

/// `expérience professionnelle professional experience`: one subject said twice, in two languages, whatever mark stands between.
fn doubled(folded: &str) -> Option<Sense> {
    let kind_of = |half: &str| LEXICON.phrase(half).or_else(|| merged(half).map(|sense| sense.kind));
    // Few words open a heading: most texts have none but the first, and their halves are not looked up.
    let is_loose = has_loose_letters(folded);
    let may_begin = |half: &str| is_loose || LEXICON.openers.get(first_word(half)).is_some();
    let halves = folded.bytes().enumerate().filter(|(_, byte)| *byte == b' ').map(|(at, _)| (&folded[..at], &folded[at + 1..]));
    let halves = halves.map(|(first, second)| (first, second.strip_prefix("and ").unwrap_or(second)));
    let mut kinds = halves.filter(|(_, second)| may_begin(second)).filter_map(|(first, second)| Some((kind_of(first)?, kind_of(second)?)));
    let (kind, _) = kinds.find(|(first, second)| first == second)?;
    Some(Sense { kind, also: None, whole: true })
}

/// Whether a folded text is a document's title, `Curriculum vitae`, or a caption inside an entry: `Highlights`, `Aufgaben`.
pub(crate) fn is_aside(folded: &str) -> bool {
    LEXICON.asides.get(folded).is_some()
}

const CONNECTORS: [&str; 15] = ["a", "and", "und", "et", "y", "e", "i", "en", "och", "og", "ja", "ve", "si", "es", "oraz"];

/// The phrases between connecting words.
fn parts(folded: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(folded);
    std::iter::from_fn(move || {
        let text = rest?;
        let (part, tail) = match connector(text) {
            Some((from, to)) => (text[..from].trim(), Some(text[to..].trim())),
            None => (text, None),
        };
        rest = tail;
        Some(part)
    })
}

/// Where the first connecting word with words on both sides stands.
fn connector(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    for word in words(text) {
        let to = from + word.len();
        if from > 0 && to < text.len() && word.len() <= 4 && CONNECTORS.contains(&word) {
            return Some((from, to));
        }
        from = to + 1;
    }
    None
}

/// `education and training`: each part a phrase of its own.
fn merged(folded: &str) -> Option<Sense> {
    connector(folded)?;
    let mut kinds = [None; 3];
    let mut count = 0;
    for part in parts(folded) {
        let kind = LEXICON.phrase(part)?;
        *kinds.get_mut(count)? = Some(kind);
        count += 1;
    }
    let kind = kinds[0].filter(|_| count > 1)?;
    let also = kinds[1..].iter().flatten().copied().find(|&also| also != kind && also != SectionKind::Personal);
    Some(Sense { kind, also, whole: true })
}

/// The kind that single words of a longer heading tell.
fn by_word(folded: &str) -> Option<Sense> {
    if folded.bytes().filter(|byte| *byte == b' ').count() >= MOST_WORDS {
        return None;
    }
    let (mut found, mut n_found) = ([(SectionKind::Other, false); MOST_WORDS], 0);
    for_each_word(folded, |word| {
        if let (Some(kind), Some(place)) = (LEXICON.word(word.hash), found.get_mut(n_found)) {
            *place = kind;
            n_found += 1;
        }
    });
    let (&(first, _), &(last, is_last)) = found[..n_found].first().zip(found[..n_found].last())?;
    let kind = if is_last { last } else { first };
    let also = found[..n_found].iter().map(|(kind, _)| *kind).find(|&also| also != kind);
    Some(Sense { kind, also, whole: false })
}

/// Words of a heading that tells its kind by one of them.
const MOST_WORDS: usize = 7;

/// Folds `text` for comparison: lower case, no accents, words parted by single spaces, no leading number.
pub(crate) fn fold(text: &str, out: &mut String) {
    match Glance::of(stripped(text)) {
        Some(glance) => {
            out.clear();
            glance.fold_into(out);
        }
        None => fold_wide(text, out),
    }
}

/// The same of a text that goes beyond what a glance tells.
fn fold_wide(text: &str, out: &mut String) {
    let mut bytes = std::mem::take(out).into_bytes();
    bytes.clear();
    let text = stripped(text);
    bytes.reserve(text.len() + 1);
    let mut inside = false;
    for symbol in text.chars() {
        let low = if symbol.is_ascii() { LOW[usize::from(symbol as u8)] } else { b' ' };
        if low != b' ' {
            bytes.push(low);
            inside = true;
        } else if let Some(letter) = Letter::common(symbol) {
            letter.push(&mut bytes);
            inside = true;
        // Marks, dashes, quotes and bullets are frequent, and looking a symbol up is dear.
        } else if symbol.is_ascii() && !matches!(symbol, '&' | '+' | '/') || matches!(symbol, '\u{2010}'..='\u{2027}') {
            if inside {
                bytes.push(b' ');
            }
            inside = false;
        } else {
            fold_symbol(symbol, &mut bytes);
            inside = is_inside(&bytes);
        }
    }
    while bytes.ends_with(b" ") {
        bytes.pop();
    }
    *out = String::from_utf8(bytes).unwrap_or_default();
}

/// Appends what one symbol folds to.
pub(crate) fn fold_symbol(symbol: char, bytes: &mut Vec<u8>) {
    if symbol.is_ascii() {
        return push(symbol, bytes);
    }
    decompose_canonical(symbol, |part| {
        if !is_combining_mark(part) {
            part.to_lowercase().for_each(|low| push(low, bytes));
        }
    });
}

/// What [`fold`] folds of `text`.
pub(super) fn stripped(text: &str) -> &str {
    // Most texts have no blanks at their ends.
    let trimmed = match text.as_bytes() {
        [b'!'..=b'~'] | [b'!'..=b'~', .., b'!'..=b'~'] => text,
        _ => text.trim(),
    };
    strip_number(trimmed)
}

/// Whether a word stands at the end, so that a space may follow.
fn is_inside(out: &[u8]) -> bool {
    out.last().is_some_and(|last| *last != b' ')
}

fn push(symbol: char, out: &mut Vec<u8>) {
    let mut add = |text: &str| out.extend_from_slice(text.as_bytes());
    match symbol {
        'ß' => add("ss"),
        'ł' => add("l"),
        'ø' => add("o"),
        'ı' => add("i"),
        'æ' => add("ae"),
        'œ' => add("oe"),
        'đ' | 'ð' => add("d"),
        'ς' => add("σ"),
        '&' | '+' | '/' => {
            if is_inside(out) {
                out.push(b' ');
            }
            out.extend_from_slice(b"and ");
        }
        _ if symbol.is_alphanumeric() => add(symbol.encode_utf8(&mut [0; 4])),
        _ if is_combining_mark(symbol) => {}
        _ if is_inside(out) => out.push(b' '),
        _ => {}
    }
}

/// `text` without `1. `, `IV) `, `A. `, `Section 2: ` before a heading.
fn strip_number(text: &str) -> &str {
    behind_number(text).or_else(|| behind_numbered_part(text)).filter(|rest| !rest.is_empty()).unwrap_or(text)
}

/// What stands behind the word and number of a part: `Section 2: `, `Teil B. `.
fn behind_numbered_part(text: &str) -> Option<&str> {
    const PARTS: [&str; 12] =
        ["section", "part", "teil", "abschnitt", "partie", "parte", "sección", "sezione", "seção", "deel", "del", "część"];
    let at = text.bytes().take(10).position(|byte| byte == b' ').filter(|at| *at >= 3)?;
    let rest = behind_number(&text[at + 1..])?;
    PARTS.contains(&text[..at].to_lowercase().as_str()).then_some(rest)
}

/// What stands behind the number of a heading.
pub(super) fn behind_number(text: &str) -> Option<&str> {
    let is_mark = |byte: u8| (byte == b'.') | (byte == b')') | (byte == b':');
    // Most texts have no such mark near their beginning, wherever it would stand.
    if text.as_bytes().first_chunk::<5>().is_some_and(|first| !first.iter().fold(false, |any, byte| any | is_mark(*byte))) {
        return None;
    }
    let end = text.bytes().take(5).position(is_mark)?;
    let number = &text[..end];
    let numeral = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit() || b"IVXABCDEFG".contains(&byte));
    let rest = text[end + 1..].trim_start();
    (numeral && (number.len() == 1 || number.bytes().all(|byte| !b"ABDEFG".contains(&byte)))).then_some(rest)
}

#[cfg(test)]
mod tests {
    use rustc_hash::FxHashSet;

    use super::*;

    #[test]
    fn headings_are_known_whatever_their_dress() {
        let cases = [
            ("WORK EXPERIENCE", SectionKind::Work),
            ("Work experience:", SectionKind::Work),
            ("3. Work Experience", SectionKind::Work),
            ("II. Education", SectionKind::Education),
            ("Section 2: Present or most recent employment", SectionKind::Work),
            ("Teil B: Frühere Beschäftigungen", SectionKind::Work),
            ("Expérience professionnelle", SectionKind::Work),
            ("EXPERIENCIA LABORAL", SectionKind::Work),
            ("Umiejętności", SectionKind::Skills),
            ("İş Deneyimi", SectionKind::Work),
            ("TECHNICALSKILLS", SectionKind::Skills),
            ("Centres d’intérêt", SectionKind::Interests),
            ("Nauka języków", SectionKind::Languages),
            ("Hobby's", SectionKind::Interests),
        ];
        let mut buffer = String::new();
        for (text, kind) in cases {
            assert_eq!(sense(text, &mut buffer).map(|sense| sense.kind), Some(kind), "{text}");
        }
        for text in ["Harborlight Systems, Inc.", "jane@example.com", "2019", ""] {
            assert_eq!(sense(text, &mut buffer), None, "{text}");
        }
    }

    #[test]
    fn headings_of_many_languages_are_known() {
        let mut buffer = String::new();
        let mut missed = Vec::new();
        let mut languages = FxHashSet::default();
        for line in include_str!("headings_seen.tsv").lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            let (Some(kind), Some(language), Some(headings)) = (columns.next(), columns.next(), columns.next()) else { panic!("{line}") };
            languages.insert(language);
            for heading in headings.split("; ") {
                let found = sense(heading, &mut buffer);
                if found.is_none_or(|found| Some(found.kind) != kind_named(kind) || !found.whole) {
                    missed.push(format!("{language} {heading}: {:?}, not {kind}", found.map(|found| (found.kind, found.whole))));
                }
            }
        }
        assert!(missed.is_empty() && languages.len() >= 20, "{} missed:\n{}", missed.len(), missed.join("\n"));
    }

    #[test]
    fn a_heading_may_name_two_subjects() {
        let mut buffer = String::new();
        let both = sense("Certificates / Languages", &mut buffer).expect("known");
        assert_eq!((both.kind, both.also), (SectionKind::Certificates, Some(SectionKind::Languages)));
        let both = sense("Education & Training", &mut buffer).expect("known");
        assert_eq!(both.kind, SectionKind::Education);
    }

    #[test]
    fn a_heading_may_say_one_subject_in_two_languages() {
        let mut buffer = String::new();
        for (text, kind) in [
            ("Berufserfahrung / Work Experience", SectionKind::Work),
            ("Expérience professionnelle | Professional Experience", SectionKind::Work),
            ("Compétences (Skills)", SectionKind::Skills),
            ("Aus- und Weiterbildung / Education", SectionKind::Education),
            ("Utbildning – Education", SectionKind::Education),
            ("EDUCATION FORMATION", SectionKind::Education),
        ] {
            let found = known(text, &mut buffer);
            assert_eq!(found.map(|found| (found.kind, found.also)), Some((kind, None)), "{text}");
        }
        for text in ["Languages: English", "Education Committee (Skills)", "Skills Work Experience"] {
            assert_eq!(known(text, &mut buffer), None, "{text}");
        }
    }

    #[test]
    fn titles_and_captions_are_no_sections() {
        let mut buffer = String::new();
        for text in ["CURRICULUM VITAE", "Key responsibilities:"] {
            assert!(sense(text, &mut buffer).is_none(), "{text}");
            assert!(is_aside(&buffer), "{text}");
        }
    }
}
