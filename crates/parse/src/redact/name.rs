//! The person's own name, as it may stand in prose.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use vitae_model::Basics;

use crate::lexicon::{self, fold, fold_together};

/// Words that stand in names and are no names: hiding them would only damage prose.
const PARTICLES: &[&str] = &[
    "al", "ap", "ben", "bin", "bint", "da", "das", "de", "degli", "dei", "del", "della", "den", "der", "di", "do", "dos", "du", "e", "el",
    "het", "ibn", "in", "la", "las", "le", "les", "lo", "los", "mac", "mc", "of", "op", "san", "st", "te", "ten", "ter", "the", "ul",
    "und", "van", "vom", "von", "vor", "y", "zu", "zum", "zur",
];

/// Forms of address, before or behind a name.
const ADDRESSES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "sir",
    "dr",
    "prof",
    "professor",
    "herr",
    "frau",
    "m",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sr",
    "sra",
    "srta",
    "don",
    "dona",
    "sig",
    "sigra",
    "signor",
    "signora",
    "dhr",
    "mevr",
    "mevrouw",
    "pan",
    "pani",
    "bay",
    "bayan",
    "jr",
    "ii",
    "iii",
    "iv",
];

/// The words of a person's name, folded.
#[derive(Debug, Default)]
pub(super) struct OwnName {
    words: BTreeSet<String>,
    /// Endings that the language puts behind names.
    endings: &'static [&'static str],
}

/// Endings of names by case, folded, in languages that inflect them.
fn endings(language: &str) -> &'static [&'static str] {
    match language {
        "pl" | "cs" | "sk" | "ru" | "uk" | "bg" | "hr" | "sl" => &[
            "a", "u", "owi", "ovi", "em", "m", "iem", "ie", "e", "ego", "eho", "emu", "im", "ym", "y", "i", "om", "ami", "ach", "ej", "ou",
            "ova", "ove", "ovo", "uv", "owie", "owa", "owej", "ow", "ka", "ki", "ce", "ze", "ska", "skiej",
        ],
        "fi" | "et" => {
            &["n", "en", "in", "ille", "illa", "ilta", "lle", "lla", "lta", "sta", "ssa", "ksi", "ta", "a", "sen", "selle", "sella", "iin"]
        }
        "hu" => &["nak", "nek", "val", "vel", "t", "ot", "et", "at", "hoz", "hez", "tol", "rol", "e", "ek", "ne"],
        "tr" => &["nin", "nun", "in", "un", "a", "e", "ya", "ye", "i", "u", "yi", "yu", "la", "le", "dan", "den"],
        "ro" => &["ului", "ei", "lui", "ul", "ai", "a"],
        "lt" | "lv" => &["o", "ui", "a", "s", "as", "is", "ies", "ai", "e", "iene"],
        _ => &[],
    }
}

/// One word of a text, where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) text: &'a str,
}

impl OwnName {
    pub(super) fn of(basics: &Basics, language: &str) -> Self {
        let mut words = BTreeSet::new();
        for part in [&basics.name, &basics.given_name, &basics.family_name].into_iter().flatten() {
            // Hyphens and apostrophes stay inside a word: both the whole and its parts may stand in prose.
            for word in part.split_whitespace() {
                words.insert(fold_together(word).to_owned());
                words.extend(fold(word).split(' ').map(str::to_owned));
            }
        }
        // `Dr.-Ing.` is a degree as well: neither its words nor the whole of it are anybody's name.
        let mut honorifics: BTreeSet<String> = basics.honorifics.iter().flat_map(|honorific| words_of(honorific)).collect();
        honorifics.extend(basics.honorifics.iter().map(|honorific| fold_together(honorific).to_owned()));
        words.retain(|word| word.chars().count() > 1 && !PARTICLES.contains(&word.as_str()) && !ADDRESSES.contains(&word.as_str()));
        words.retain(|word| !honorifics.contains(word));
        Self { words, endings: endings(language) }
    }

    /// Whether `token` is a word of the name. In lower case only where it is no everyday word: a Mr Baker may write of bakers.
    fn is_word(&self, token: Token<'_>) -> bool {
        let folded = fold_together(token.text);
        let singular = folded.strip_suffix('s').unwrap_or(&folded);
        let is_capital = token.text.starts_with(char::is_uppercase);
        let Some(word) = [folded.as_str(), singular].into_iter().find(|word| self.words.contains(*word)) else {
            return is_capital && self.is_inflected(&folded);
        };
        is_capital || !is_everyday(word)
    }

    /// Whether `folded` is a word of the name in another case: `Kowalskiego`, `Virtasen`. The last letters of the word may have changed.
    fn is_inflected(&self, folded: &str) -> bool {
        is_inflected(&self.words, self.endings, folded)
    }

    /// Whether `handle`, a word of letters and other marks such as `kbrannigan-dev`, holds a long word of the name.
    pub(super) fn is_in(&self, handle: &str) -> bool {
        let folded = fold_together(handle);
        self.words.iter().any(|word| word.len() >= 5 && folded.contains(word.as_str()))
    }

    /// Words of scripts that put no blanks between words: they are found inside other words.
    pub(super) fn unspaced(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str).filter(|word| word.starts_with(|symbol: char| symbol >= '\u{2E80}'))
    }

    /// The stretches of `text`, given as its words, that name the person: words of the name with the initials, particles and forms of
    /// address beside them.
    pub(super) fn stretches(&self, text: &str, tokens: &[Token<'_>]) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut index = 0;
        while index < tokens.len() {
            if !self.is_word(tokens[index]) {
                index += 1;
                continue;
            }
            let (mut first, mut last) = (index, index);
            let floor = found.last().map_or(0, |(_, end)| *end);
            while first > 0 && tokens[first - 1].start >= floor && leads(text, tokens[first - 1], tokens[first]) {
                first -= 1;
            }
            while last + 1 < tokens.len() && (self.goes_on(text, tokens, last) || trails(text, tokens[last], tokens[last + 1])) {
                last += 1;
            }
            found.push((tokens[first].start, tokens[last].end));
            index = last + 1;
        }
        found
    }

    /// Whether behind `last`, over particles, another word of the name follows.
    fn goes_on(&self, text: &str, tokens: &[Token<'_>], last: usize) -> bool {
        let mut next = last + 1;
        while next < tokens.len() && near(text, tokens[next - 1], tokens[next]) && PARTICLES.contains(&fold(tokens[next].text).as_str()) {
            next += 1;
        }
        next < tokens.len() && near(text, tokens[next - 1], tokens[next]) && self.is_word(tokens[next])
    }
}

/// Whether `folded` is one of `words` with one of `endings`.
fn is_inflected(words: &BTreeSet<String>, endings: &[&str], folded: &str) -> bool {
    if endings.is_empty() || folded.len() < 4 {
        return false;
    }
    let first = folded.chars().next().map_or(1, char::len_utf8);
    let alike = words.range(folded[..first].to_owned()..).take_while(|word| word.starts_with(&folded[..first]));
    alike.into_iter().any(|word| {
        let shared = word.bytes().zip(folded.bytes()).take_while(|(left, right)| left == right).count();
        let fits = shared >= 3 && shared + 3.min(word.len().saturating_sub(3)) >= word.len() && word.is_char_boundary(shared);
        fits && folded.get(shared..).is_some_and(|ending| endings.contains(&ending))
    })
}

/// One line or several of given names; a comment begins with `#`.
static GIVEN: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../../data/given.txt").lines().filter(|line| !line.starts_with('#'));
    lines.flat_map(str::split_whitespace).map(|name| fold_together(name).to_owned()).collect()
});

/// Words of a name behind the first given one, at most.
const MOST_BEHIND: usize = 4;

/// The stretches of `text`, given as its words, that are a given name which the list has and a family name behind it, in a text of `language`.
pub(super) fn full_names(text: &str, tokens: &[Token<'_>], language: &str) -> Vec<(usize, usize)> {
    let endings = endings(language);
    let is_given = |index: usize| {
        let folded = fold_together(tokens[index].text);
        let begins = index == 0 || text[..tokens[index].start].trim_end().ends_with(['.', '!', '?', ':']);
        // A sentence begins with a capital whatever the word is.
        is_capital(tokens[index]) && (GIVEN.contains(folded.as_str()) || !begins && is_inflected(&GIVEN, endings, &folded))
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < tokens.len() {
        let last = if is_given(index) { family_behind(text, tokens, index) } else { index };
        if last > index {
            found.push((tokens[index].start, tokens[last].end));
        }
        index = last + 1;
    }
    found
}

/// The last word of the name that begins with the given name at `first`; `first` itself where nothing behind it is a family name.
fn family_behind(text: &str, tokens: &[Token<'_>], first: usize) -> usize {
    let mut last = first;
    for next in first + 1..tokens.len().min(first + 1 + MOST_BEHIND) {
        let between = &text[tokens[next - 1].end..tokens[next].start];
        let is_close = matches!(between, " " | "-" | "'" | "’") || between == ". " && is_initial(text, tokens[next - 1]);
        let is_particle = PARTICLES.contains(&tokens[next].text) && !lexicon::AND.contains(&tokens[next].text) && tokens[next].text != "in";
        if !is_close || !is_particle && !is_capital(tokens[next]) {
            break;
        }
        if !is_particle && !is_initial(text, tokens[next]) {
            last = next;
        }
    }
    last
}

fn is_capital(token: Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase)
}

fn words_of(text: &str) -> Vec<String> {
    fold(text).split(' ').map(str::to_owned).collect()
}

/// Whether only blanks, dots, commas or hyphens stand between two words.
fn near(text: &str, left: Token<'_>, right: Token<'_>) -> bool {
    let between = &text[left.end..right.start];
    between.len() <= 3 && between.chars().all(|symbol| symbol.is_whitespace() || matches!(symbol, '.' | '-' | '\'' | '’' | ',' | '\u{a0}'))
}

/// Whether `left` belongs to the name that begins with `right`: an initial, or a form of address.
fn leads(text: &str, left: Token<'_>, right: Token<'_>) -> bool {
    let between = &text[left.end..right.start];
    let close = near(text, left, right) && !between.contains(',');
    let particle = matches!(fold(left.text).as_str(), "van" | "von" | "der" | "den" | "bin" | "ibn");
    // A brother has another given name.
    let given = || is_capital(left) && between == " " && GIVEN.contains(fold_together(left.text).as_str());
    close && (particle || is_initial(text, left) || ADDRESSES.contains(&fold(left.text).as_str()) || given())
}

/// Whether `right` belongs to the name that ends with `left`: initials of a name turned round (`Siddiqui F.`), or a suffix.
fn trails(text: &str, left: Token<'_>, right: Token<'_>) -> bool {
    let dotted = text[right.end..].starts_with('.');
    let suffix = matches!(fold(right.text).as_str(), "jr" | "ii" | "iii" | "iv");
    near(text, left, right) && ((is_initial(text, right) && dotted) || suffix)
}

/// A capital alone, or two with a dot behind: `J.`, `JB.`; `I` and `A` only with a dot.
fn is_initial(text: &str, token: Token<'_>) -> bool {
    let dotted = text[token.end..].starts_with('.');
    let capitals = token.text.chars().all(char::is_uppercase);
    match token.text.chars().count() {
        1 => capitals && (dotted || !matches!(token.text, "I" | "A")),
        2 => capitals && dotted,
        _ => false,
    }
}

/// Whether a word says something else as well: a trade, a skill, a verb.
fn is_everyday(folded: &str) -> bool {
    const WORDS: &[&str] = &[
        "art", "bill", "bishop", "black", "brook", "brown", "bush", "case", "chance", "chase", "church", "clay", "cross", "dale", "dean",
        "drew", "faith", "field", "fields", "fox", "frank", "french", "gale", "gene", "german", "glen", "good", "grace", "grant", "gray",
        "green", "hall", "hill", "hope", "house", "hunt", "jack", "joy", "july", "june", "king", "lake", "lane", "law", "long", "love",
        "major", "mark", "marsh", "may", "moss", "noble", "north", "page", "park", "pat", "pierce", "place", "pool", "pope", "power",
        "price", "rain", "ray", "reed", "rich", "rob", "rock", "rose", "rush", "sage", "sharp", "short", "small", "sterling", "stone",
        "strong", "sue", "summer", "sun", "swift", "trust", "wade", "wall", "ward", "waters", "way", "weeks", "west", "white", "will",
        "wise", "wood", "woods", "young",
    ];
    WORDS.binary_search(&folded).is_ok() || lexicon::is_occupation(folded) || lexicon::skill(folded).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_sorted_for_the_search() {
        // `binary_search` needs it; a word out of place would never be found.
        for word in ["art", "baker", "will", "young"] {
            assert!(is_everyday(word), "{word}");
        }
        assert!(!is_everyday("brannigan"));
    }
}
