//! The person's name and its parts.

use vitae_document::Span;

use super::folded;
use super::headline;
use super::piece::Piece;
use crate::evidence::{Builder, Path, join_into};
use crate::lent::{Lent, lend};
use crate::lexicon::{self, Class, Label, fold, fold_together};

/// A stretch of text that may be the name.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    span: Span,
    /// Index of its first and last piece.
    pieces: (usize, usize),
    score: f32,
}

/// Reads name and headline.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece]) {
    let Some(candidate) = best(builder, pieces) else { return };
    let confidence = (0.55 + candidate.score * 0.05).clamp(0.3, 0.99);
    let Some(name) = builder.read(Path::basics("name"), candidate.span, confidence) else { return };
    split(builder, &name, candidate.span, confidence);
    builder.profile.basics.name = Some(name);
    let rest = Span { start: candidate.span.end, end: pieces[candidate.pieces.1].span.end };
    headline::read(builder, pieces, candidate.pieces.1, rest);
}

fn best(builder: &Builder<'_>, pieces: &[Piece]) -> Option<Candidate> {
    let body = body_size(builder);
    let mut buffers = Buffers::default();
    let mut best: Option<Candidate> = None;
    for first in 0..pieces.len() {
        for last in first..(first + 4).min(pieces.len()) {
            let Some(candidate) = candidate(builder, pieces, first, last, body, &mut buffers) else { continue };
            if best.is_none_or(|best| candidate.score > best.score) {
                best = Some(candidate);
            }
        }
    }
    // The very first line may be a name that nothing else tells: `jane doe`.
    let leads = |best: &Candidate| best.pieces == (0, 0) && pieces[0].is_whole && pieces[0].row == 0 && best.score > 0.3;
    best.filter(|best| best.score > 1.0 || leads(best))
}

/// The size most of the text has.
fn body_size(builder: &Builder<'_>) -> f32 {
    let mut sizes: Lent<Vec<(f32, usize)>> = builder.layout().cells.iter().map(|cell| (cell.style.size, cell.span.len())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: usize = sizes.iter().map(|(_, length)| length).sum();
    let mut before = 0;
    for &(size, length) in &sizes {
        before += length;
        if before * 2 >= total {
            return size;
        }
    }
    0.0
}

lend!((f32, usize));

/// Buffers reused from candidate to candidate.
#[derive(Default)]
struct Buffers {
    text: Lent<String>,
    folded: Lent<String>,
}

fn candidate(builder: &Builder<'_>, pieces: &[Piece], first: usize, last: usize, body: f32, buffers: &mut Buffers) -> Option<Candidate> {
    let Buffers { text: value, folded: buffer } = buffers;
    let layout = builder.layout();
    let (one, other) = (&pieces[first], &pieces[last]);
    if pieces[first..=last].windows(2).any(|pair| !goes_on(&pair[0], &pair[1], body)) {
        return None;
    }
    let mut span = Span { start: one.span.start, end: other.span.end };
    span.start += title_length(layout.slice(span), buffer) as u32;
    let text = layout.slice(span);
    if first < last && is_document_title(folded(layout.slice(one.span), buffer)) {
        return None;
    }
    if first == last {
        span.end = span.start + name_length(text) as u32;
    }
    join_into(layout.slice(span), value);
    let mut score = likeness(value, buffer)?;
    if matches!(one.label, Some(label) if label != Label::Name) {
        return None;
    }
    if one.label == Some(Label::Name) {
        score += 4.0;
    }
    let size = one.style.size.min(other.style.size);
    score += ((size / body.max(1.0) - 1.0) * 4.0).clamp(-1.0, 4.0);
    score += if one.style.bold || one.style.caps { 0.5 } else { 0.0 };
    score += match one.block {
        0 if one.row == 0 => 1.5,
        0 if one.row < 3 => 1.0,
        0 => 0.3,
        _ if one.row == 0 => 0.3,
        _ => 0.0,
    };
    score += agreement(builder, value);
    // Part of a name in the large type of the rest.
    let mut is_rest = |near: Option<usize>, pair: fn(usize) -> (usize, usize)| {
        near.is_some_and(|near| {
            let (upper, lower) = pair(near);
            lower < pieces.len() && goes_on(&pieces[upper], &pieces[lower], body) && {
                let (upper, lower) = (&pieces[upper.min(first)], &pieces[lower.max(last)]);
                join_into(layout.slice(Span { start: upper.span.start, end: lower.span.end }), value);
                likeness(value, buffer).is_some_and(|whole| whole > 0.6)
            }
        })
    };
    score -= if is_rest(Some(last), |near| (near, near + 1)) { 2.0 } else { 0.0 };
    score -= if is_rest(first.checked_sub(1), |near| (near, near + 1)) { 2.0 } else { 0.0 };
    Some(Candidate { span, pieces: (first, last), score })
}

/// Whether `lower` goes on with a name that `upper` begins: the next line in the same large type, where a headline or an address may
/// follow it.
fn goes_on(upper: &Piece, lower: &Piece, body: f32) -> bool {
    // A line in very large type may go on in another weight.
    let is_alike = upper.style.bold == lower.style.bold || upper.style.size > body * 1.6;
    let is_same = (upper.style.size - lower.style.size).abs() < 0.6 && is_alike;
    is_same && lower.line == upper.line + 1 && lower.block == upper.block && upper.is_whole && upper.style.size > body * 1.15
}

/// Bytes of a line in which the end of a name is sought.
const LONGEST_LINE: usize = 400;

/// How many bytes of `text` are the name: a headline behind a comma or a dash is left out, post-nominals are not.
fn name_length(text: &str) -> usize {
    let text = &text[..text.floor_char_boundary(LONGEST_LINE)];
    let mut end = text.len();
    for (at, separator) in text.match_indices([',', '–', '—', '(']).chain(text.match_indices(" - ")) {
        let rest = text[at + separator.len()..].trim();
        // "PharmD, RPh, Pharmacist": letters behind the name are no headline yet.
        let rest = if separator == "," { rest.split(',').next().unwrap_or(rest) } else { rest };
        let before = text[..at].trim_end();
        let is_surname_first = before.split_whitespace().count() == 1 && is_capital(before) && separator == ",";
        if before.split_whitespace().count() >= 2 && is_headline(rest) || separator == "(" && !is_nickname(rest) {
            end = end.min(before.len());
        }
        if is_surname_first {
            continue;
        }
    }
    end
}

/// Words that lead over from a document's title to the name.
const LEADS: &[&str] = &["of", "for", "von", "de", "do", "da", "di", "van", "för", "for", "af", "av"];

/// How many bytes at the start of `text` are the document's title: `Resume of`, `Curriculum Vitae –`.
///
/// `buffer` is one for folded text.
fn title_length(text: &str, buffer: &mut String) -> usize {
    const TITLES: &[&str] = &[
        "curriculum vitae",
        "cv",
        "resume",
        "lebenslauf",
        "curriculum",
        "hoja de vida",
        "zyciorys",
        "curriculo",
        "cv europass",
        "europass cv",
        "europass curriculum vitae",
        "meritforteckning",
        "ozgecmis",
        "zivotopis",
        "oneletrajz",
        "szakmai oneletrajz",
        "ansioluettelo",
        "tabellarischer lebenslauf",
    ];
    if is_document_title(folded(text, buffer)) {
        return 0;
    }
    let ends = text.match_indices([' ', ':', ',', '–', '—', '|']).map(|(at, _)| at).filter(|&at| at > 1).take(5);
    let Some(end) = ends.filter(|&at| TITLES.contains(&folded(&text[..at], buffer))).last() else { return 0 };
    let is_mark = |symbol: char| symbol.is_whitespace() || ":,–—-|".contains(symbol);
    let mut rest = text[end..].trim_start_matches(is_mark);
    if let Some((word, behind)) = rest.split_once(' ')
        && LEADS.contains(&word.to_lowercase().as_str())
    {
        rest = behind.trim_start_matches(is_mark);
    }
    if rest.is_empty() { 0 } else { text.len() - rest.len() }
}

fn is_nickname(rest: &str) -> bool {
    rest.split(')').next().is_some_and(|inside| inside.split_whitespace().count() == 1 && likeness(inside, &mut Lent::default()).is_some())
}

/// Whether what follows a name is a profession and not letters behind the name.
fn is_headline(text: &str) -> bool {
    let is_letters = |word: &str| {
        let bare = || word.chars().filter(|symbol| symbol.is_alphanumeric());
        let n_bytes = bare().map(char::len_utf8).sum::<usize>();
        bare().filter(|symbol| symbol.is_uppercase()).count() * 2 >= n_bytes.max(1) && n_bytes <= 6
    };
    if text.split_whitespace().all(is_letters) {
        return false;
    }
    let has_title = fold(text).split(' ').any(|word| lexicon::word(word).cue(Class::Title) >= 2);
    has_title || text.split_whitespace().nth(2).is_some()
}

/// Whether `word` begins as names do: with a capital, or with a letter of a script that has none.
fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(|symbol| symbol.is_uppercase() || symbol.is_alphabetic() && !symbol.is_lowercase())
}

/// How much `text` looks like a name by itself; none where it cannot be one.
///
/// `buffer` is one for folded text.
fn likeness(text: &str, buffer: &mut String) -> Option<f32> {
    if text.len() > 80 {
        return None;
    }
    let n_words = text.split_whitespace().count();
    if !(1..=9).contains(&n_words) {
        return None;
    }
    let is_foreign = |symbol: char| symbol.is_ascii_digit() || matches!(symbol, '@' | ':' | '/' | '|' | '&' | '•' | '!' | '?' | '%');
    if text.chars().any(is_foreign) {
        return None;
    }
    let whole = folded(text, buffer);
    if is_document_title(whole) || lexicon::label(whole).is_some() {
        return None;
    }
    let is_place = lexicon::city(whole).is_some() || lexicon::country(whole).is_some();
    if is_address(text) {
        return None;
    }
    let before_letters = text.split(',').next().unwrap_or(text);
    let core = || before_letters.split_whitespace();
    let mut score = match core().filter(|word| !is_particle(word)).count().max(1) {
        2..=4 => 1.5,
        5 | 6 => 0.8,
        1 if n_words > 1 => 1.0,
        1 => 0.0,
        _ => -1.0,
    };
    for word in core() {
        let bare = word.trim_matches(|symbol: char| !symbol.is_alphanumeric());
        if !is_particle(bare) && !is_capital(bare) && !bare.is_empty() {
            score -= 1.0;
        }
        let folded = folded(bare, buffer);
        let facts = lexicon::word(folded);
        let is_title = facts.cue(Class::Title).max(facts.cue(Class::Organisation)).max(facts.cue(Class::Degree)) >= 3;
        if is_title && !HONORIFICS.contains(&folded) {
            score -= 1.6;
        }
        if facts.in_skills() > 6 {
            score -= 0.3;
        }
    }
    // Letters behind a name are no profession.
    let behind = text[before_letters.len()..].split_whitespace();
    score -= 1.6 * behind.filter(|word| lexicon::word(folded(word, buffer)).cue(Class::Title) >= 3).count() as f32;
    Some(if is_place { score - 1.0 } else { score })
}

/// Whether `word` is a small word inside names, however it is written.
fn is_particle(word: &str) -> bool {
    if word.is_ascii() {
        PARTICLES.iter().any(|particle| particle.eq_ignore_ascii_case(word))
    } else {
        PARTICLES.contains(&word.to_lowercase().as_str())
    }
}

/// Whether `text` is places alone, two at least: `London, UK`.
fn is_address(text: &str) -> bool {
    let is_place = |part: &str| {
        let folded = fold(part);
        let is_code = part.len() <= 3 && lexicon::state(part).is_some();
        is_code || lexicon::city(&folded).is_some() || lexicon::country(&folded).is_some() || lexicon::region(&folded).is_some()
    };
    text.contains(',') && text.split(',').all(|part| is_place(part.trim()))
}

/// Words in front of names.
const HONORIFICS: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "rev",
    "sir",
    "dame",
    "ing",
    "dipl",
    "mag",
    "maga",
    "mgr",
    "inz",
    "dott",
    "dottssa",
    "avv",
    "arq",
    "lic",
    "engr",
    "eng",
    "herr",
    "frau",
    "hon",
    "capt",
    "captain",
    "don",
    "dona",
    "sr",
    "sra",
    "iur",
    "med",
    "rer",
    "nat",
    "phil",
    "habil",
    "hab",
    "pharm",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "la", "le", "el", "al", "bin", "ibn", "bint",
    "ul", "ur", "e", "y", "i", "zu", "zur", "ter", "ten", "op", "af", "av", "san", "st", "het", "'t", "dell", "degli", "lo", "mac", "mc",
    "vom", "und", "zum", "a", "te", "ó", "ní", "nic", "uí",
];

/// Letters behind names that are no initials.
const POST_NOMINALS: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "phd", "md", "do", "rn", "bsn", "msn", "mba", "cpa", "ca", "aca", "acca", "fca", "fcca", "cfa", "pmp",
    "pe", "esq", "jd", "llm", "llb", "dds", "dmd", "pharmd", "rph", "np", "pa", "edd", "msc", "bsc", "ma", "ba", "meng", "beng", "ceng",
    "frcs", "mrcp", "facp", "fcipd", "mcipd", "obe", "mbe", "cbe", "qc", "kc", "ccrn", "dnp", "fnp", "shrm", "phr", "sphr", "prince2",
    "csm", "aia", "riba", "leed", "mnse", "coren", "mph", "mpa", "eit", "dvm", "lcsw", "lmft", "cma", "cia", "cissp", "cisa", "acsm",
    "fhea", "sfhea", "fiet", "miet", "mieee", "mbbs", "dphil", "bcom", "btech",
];

pub(super) fn is_document_title(folded: &str) -> bool {
    const TITLES: &[&str] = &[
        "curriculum vitae",
        "cv",
        "resume",
        "lebenslauf",
        "europass",
        "curriculum",
        "hoja de vida",
        "profil",
        "profile",
        "zyciorys",
        "bewerbung",
        "summary",
        "contact",
        "kontakt",
        "contacto",
        "contatti",
        "contacts",
        "personal information",
        "personal details",
        "personal data",
        "about me",
        "about",
        "personliche daten",
        "informations personnelles",
        "datos personales",
        "dados pessoais",
        "informazioni personali",
        "dati personali",
        "persoonlijke gegevens",
        "dane osobowe",
        "coordonnees",
        "curriculo",
        "cv europass",
        "europass curriculum vitae",
        "ansokan",
        "meritforteckning",
        "ozgecmis",
        "zivotopis",
        "contact me",
        "contact details",
        "contact information",
        "objective",
        "vita",
    ];
    TITLES.contains(&folded)
}

/// How well `text` agrees with the e-mail address and with what the file says of itself.
fn agreement(builder: &Builder<'_>, text: &str) -> f32 {
    let folded = fold(text);
    let words = || folded.split(' ').filter(|word| word.len() > 2);
    let mut score: f32 = 0.0;
    if let Some(email) = &builder.profile.basics.email {
        let local = fold_together(email.local_part());
        let n_shared = words().filter(|word| local.contains(*word) || word.get(..4).is_some_and(|stem| local.contains(stem))).count();
        score += (n_shared as f32 * 1.2).min(2.4);
    }
    let metadata = &builder.document().metadata;
    for known in [&metadata.author, &metadata.title].into_iter().flatten() {
        let known = fold(known);
        if words().next().is_some() && words().all(|word| known.split(' ').any(|other| other == word)) {
            score += 1.0;
        }
    }
    score
}

/// Divides `name` into honorifics, given names and family name.
fn split(builder: &mut Builder<'_>, name: &str, span: Span, confidence: f32) {
    let (main, letters) = name.split_once(',').unwrap_or((name, ""));
    let bare = fold_together;
    let mut words: Vec<&str> = main.split_whitespace().collect();
    let mut honorifics: Vec<String> = Vec::new();
    while words.len() > 1
        && let first = bare(words[0])
        && HONORIFICS.iter().any(|known| first.starts_with(known))
        && (words[0].contains('.') || HONORIFICS.contains(&first.as_str()))
    {
        honorifics.push(words.remove(0).to_owned());
    }
    let mut behind: Vec<String> = Vec::new();
    while words.len() > 2 && POST_NOMINALS.contains(&bare(words[words.len() - 1]).as_str()) {
        behind.insert(0, words.pop().unwrap_or_default().to_owned());
    }
    let letters: Vec<&str> = letters.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let is_letters = |part: &&str| {
        part.split_whitespace().all(|word| {
            POST_NOMINALS.contains(&bare(word).as_str())
                || word.contains('.')
                || word.len() <= 5 && word.chars().filter(|symbol| symbol.is_uppercase()).count() >= 2
        })
    };
    let mut family_first = None;
    for part in letters {
        // "DOE, Jane": what follows the comma is no rank.
        if words.len() == 1 && !is_letters(&part) && family_first.is_none() {
            family_first = Some(part.to_owned());
        } else {
            behind.push(part.to_owned());
        }
    }
    honorifics.extend(behind);
    let (given, family) = match family_first {
        Some(given) => (given, words.join(" ")),
        None if is_family_first(&words, builder.profile.meta.language.as_deref()) => (words[1..].join(" "), words[0].to_owned()),
        None => divide(&words),
    };
    let basics = &mut builder.profile.basics;
    basics.given_name = Some(given).filter(|part| !part.is_empty());
    basics.family_name = Some(family).filter(|part| !part.is_empty());
    basics.honorifics = honorifics;
    if basics.given_name.is_some() {
        builder.mark(Path::basics("givenName"), span, confidence * 0.9);
    }
    if builder.profile.basics.family_name.is_some() {
        builder.mark(Path::basics("familyName"), span, confidence * 0.9);
    }
    for index in 0..builder.profile.basics.honorifics.len() {
        builder.mark(Path::basics_item("honorifics", index), span, confidence * 0.9);
    }
}

/// Whether the family name leads, as in Hungarian, Vietnamese and East Asian names.
fn is_family_first(words: &[&str], language: Option<&str>) -> bool {
    const VIETNAMESE: [&str; 16] =
        ["nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo", "duong", "ly"];
    let Some(first) = words.first().filter(|_| words.len() > 1) else { return false };
    let is_east_asian = |symbol: char| matches!(symbol, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}');
    // Letters with two marks are Vietnamese alone.
    let is_vietnamese =
        || words.iter().any(|word| word.contains(|symbol| matches!(symbol, '\u{1ea0}'..='\u{1ef9}' | 'ơ' | 'ư' | 'Ơ' | 'Ư')));
    let shouted = words.iter().filter(|word| word.chars().filter(|symbol| symbol.is_alphabetic()).all(char::is_uppercase)).count();
    first.contains(is_east_asian)
        || VIETNAMESE.contains(&fold(first).as_str()) && is_vietnamese()
        || language == Some("hu") && (shouted == 0 || shouted == words.len())
}

/// Given names and family name of words in the usual order; particles belong to the family name, capitals tell it.
fn divide(words: &[&str]) -> (String, String) {
    let n_letters = |word: &&str| word.chars().filter(|symbol| symbol.is_alphabetic()).count();
    let is_capitals = |word: &&str| n_letters(word) > 1 && word.chars().filter(|symbol| symbol.is_alphabetic()).all(char::is_uppercase);
    let n_capitals = words.iter().filter(|word| is_capitals(word)).count();
    // An initial is a capital in any name: beside capitals alone it tells nothing.
    if n_capitals > 0 && n_capitals < words.iter().filter(|word| n_letters(word) > 1).count() {
        let (family, given): (Vec<&str>, Vec<&str>) = words.iter().partition(|word| is_capitals(word) || PARTICLES.contains(word));
        return (given.join(" "), family.join(" "));
    }
    let particle = words
        .iter()
        .position(|word| PARTICLES.contains(&word.to_lowercase().as_str()))
        .filter(|place| *place > 0 && *place + 1 < words.len());
    let start = particle.unwrap_or(words.len().saturating_sub(1).max(usize::from(words.len() > 1)));
    (words[..start.min(words.len())].join(" "), words[start.min(words.len())..].join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_like_names() {
        let mut buffer = String::new();
        for text in [
            "Kwame A. Brannigan",
            "ADEBAYO, Oluwaseun Michael",
            "Ulrike von der Heydt",
            "Josephine \"Joey\" Baptiste",
            "Danielle R. Kowalczyk, RN, BSN, CCRN",
            "Dr Alasdair Penhaligon",
        ] {
            assert!(likeness(text, &mut buffer).is_some_and(|score| score > 0.9), "{text}: {:?}", likeness(text, &mut buffer));
        }
        for text in ["Staff Backend Engineer", "Curriculum Vitae", "Somerville, MA 02143", "Phone", "a sentence that goes on and on"] {
            assert!(likeness(text, &mut buffer).is_none_or(|score| score < 0.9), "{text}: {:?}", likeness(text, &mut buffer));
        }
    }

    #[test]
    fn headlines_behind_the_name_are_left_out() {
        for (text, name) in [
            ("Meenakshi R. Deshpande, General Manager – Human Resources", "Meenakshi R. Deshpande"),
            ("Danielle R. Kowalczyk, RN, BSN, CCRN", "Danielle R. Kowalczyk, RN, BSN, CCRN"),
            ("ADEBAYO, Oluwaseun Michael", "ADEBAYO, Oluwaseun Michael"),
            ("Anna Nowak – Software Developer", "Anna Nowak"),
            ("Ms Jane Doe (she/her)", "Ms Jane Doe"),
            ("Wei (William) Zhang", "Wei (William) Zhang"),
        ] {
            assert_eq!(&text[..name_length(text)], name);
        }
    }

    #[test]
    fn a_title_before_the_name_is_left_out() {
        for (text, name) in [
            ("Resume of Jane Doe", "Jane Doe"),
            ("Curriculum Vitae – Jane Doe", "Jane Doe"),
            ("Lebenslauf von Anna Schmidt", "Anna Schmidt"),
            ("CV Helle Skovsgaard", "Helle Skovsgaard"),
            ("CV: Helle Skovsgaard", "Helle Skovsgaard"),
            ("Curriculum Vitae", "Curriculum Vitae"),
            ("Vita Sackville", "Vita Sackville"),
        ] {
            assert_eq!(&text[title_length(text, &mut Lent::default())..], name);
        }
    }

    #[test]
    fn family_names_may_lead() {
        for (name, language, expected) in [
            ("Kovács Anna Mária", Some("hu"), true),
            ("Anna Kovács", Some("en"), false),
            ("Nguyễn Thị Minh Khai", None, true),
            ("Le Corbusier", None, false),
            ("山田 太郎", None, true),
            ("KOVÁCS Anna", Some("hu"), false),
        ] {
            let words: Vec<&str> = name.split(' ').collect();
            assert_eq!(is_family_first(&words, language), expected, "{name}");
        }
    }

    #[test]
    fn names_are_divided() {
        for (words, given, family) in [
            ("Ulrike von der Heydt", "Ulrike", "von der Heydt"),
            ("Solène VASSEUR", "Solène", "VASSEUR"),
            ("Kwame A. Brannigan", "Kwame A.", "Brannigan"),
            ("DESHAWN M. PRUITT", "DESHAWN M.", "PRUITT"),
            ("RUAIRÍ Ó CONGHAILE", "RUAIRÍ", "Ó CONGHAILE"),
            ("Siobhan", "", "Siobhan"),
        ] {
            let words: Vec<&str> = words.split(' ').collect();
            assert_eq!(divide(&words), (given.to_owned(), family.to_owned()));
        }
    }
}
