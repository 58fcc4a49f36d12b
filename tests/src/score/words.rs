//! Text as words: what case, accents and punctuation hide is the same.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// From this similarity on two texts are taken for the same.
pub(crate) const SAME: f64 = 0.85;

/// Legal forms of companies: they come and go.
const LEGAL_FORMS: &[&str] = &[
    "inc",
    "llc",
    "ltd",
    "limited",
    "corp",
    "corporation",
    "co",
    "plc",
    "gmbh",
    "ag",
    "kg",
    "sa",
    "sas",
    "sarl",
    "srl",
    "spa",
    "bv",
    "nv",
    "ab",
    "as",
    "oy",
    "pty",
    "llp",
    "lp",
    "cie",
    "kgaa",
    "eg",
    "ev",
    "lda",
    "ltda",
    "sl",
    "sro",
    "doo",
    "zoo",
    "pvt",
    "mbh",
    "ohg",
    "gbr",
    "eu",
];

/// `text` in lower case, without accents, with the letters that carry no accent spelt out.
pub(crate) fn fold(text: &str) -> String {
    let bare = text.nfkd().filter(|&character| canonical_combining_class(character) == 0);
    let mut folded = String::with_capacity(text.len());
    for character in bare.flat_map(char::to_lowercase) {
        match character {
            'ß' => folded.push_str("ss"),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            other => folded.push(other),
        }
    }
    folded
}

/// The words of `text`, folded. An apostrophe inside a word does not split it; `C++` and `C#` are words of their own.
pub(crate) fn words(text: &str) -> Vec<String> {
    let folded = fold(text).replace("c++", "cplusplus").replace("c#", "csharp").replace("f#", "fsharp");
    let joined = without_inner_apostrophes(&folded);
    joined.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

fn without_inner_apostrophes(text: &str) -> String {
    let belongs = |character: Option<&char>| character.is_some_and(|&character| character.is_alphanumeric() || character == '_');
    let characters: Vec<char> = text.chars().collect();
    let inner = |index: usize| {
        matches!(characters[index], '\'' | '’')
            && belongs(index.checked_sub(1).and_then(|before| characters.get(before)))
            && belongs(characters.get(index + 1))
    };
    (0..characters.len()).filter(|&index| !inner(index)).map(|index| characters[index]).collect()
}

/// The words of `text` without anything between them.
pub(crate) fn collapse(text: &str) -> String {
    words(text).concat()
}

/// How often each word occurs.
pub(crate) fn bag(words: &[String]) -> BTreeMap<&str, usize> {
    let mut bag = BTreeMap::new();
    for word in words {
        *bag.entry(word.as_str()).or_default() += 1;
    }
    bag
}

/// Number of words in common, each as often as in both.
pub(crate) fn shared(left: &[String], right: &[String]) -> usize {
    let right = bag(right);
    bag(left).iter().map(|(word, &count)| count.min(right.get(word).copied().unwrap_or_default())).sum()
}

/// Similarity of two texts, 0 to 1; texts that differ in spaces, case, accents and punctuation are equal.
pub(crate) fn similarity(left: &str, right: &str) -> f64 {
    let (left, right) = (words(left), words(right));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    if left.concat() == right.concat() { 1.0 } else { dice(&left, &right) }
}

/// Similarity of two organisations' names, 0 to 1; their legal forms do not count.
pub(crate) fn organisation_similarity(left: &str, right: &str) -> f64 {
    let plain = similarity(left, right);
    let (left, right) = (without_legal_forms(words(left)), without_legal_forms(words(right)));
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    if left.concat() == right.concat() { 1.0 } else { plain.max(dice(&left, &right)) }
}

/// Whether two texts are the same.
pub(crate) fn same(left: &str, right: &str) -> bool {
    similarity(left, right) >= SAME
}

/// Whether two organisations are the same.
pub(crate) fn same_organisation(left: &str, right: &str) -> bool {
    organisation_similarity(left, right) >= SAME
}

fn dice(left: &[String], right: &[String]) -> f64 {
    if left.is_empty() || right.is_empty() {
        return 0.0;
    }
    2.0 * shared(left, right) as f64 / (left.len() + right.len()) as f64
}

/// `S.A.` arrives as single letters: runs of those are joined before legal forms are dropped. A name of nothing else is kept.
fn without_legal_forms(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::new();
    let mut letters = String::new();
    for word in words {
        if word.chars().count() == 1 && word.chars().all(char::is_alphabetic) {
            letters.push_str(&word);
            continue;
        }
        if !letters.is_empty() {
            joined.push(std::mem::take(&mut letters));
        }
        joined.push(word);
    }
    if !letters.is_empty() {
        joined.push(letters);
    }
    let core: Vec<String> = joined.iter().filter(|word| !LEGAL_FORMS.contains(&word.as_str())).cloned().collect();
    if core.is_empty() { joined } else { core }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn legal_forms_accents_and_spaces_do_not_count_and_words_do() {
        assert_eq!(organisation_similarity("Harborlight Systems", "Harborlight Systems, Inc."), 1.0);
        assert_eq!(organisation_similarity("Nordic S. A.", "Nordic"), 1.0);
        assert_eq!(similarity("Café  Müller", "cafe muller"), 1.0);
        assert!(similarity("Engineer", "Senior Engineer") < SAME);
        assert_eq!(similarity("", ""), 0.0);
    }

    #[test]
    fn words_keep_apostrophes_inside_and_languages_apart() {
        assert_eq!(words("O’Neil's C++, C# & 'Go'"), ["oneils", "cplusplus", "csharp", "go"]);
        assert_ne!(collapse("C++"), collapse("C"));
    }
}
