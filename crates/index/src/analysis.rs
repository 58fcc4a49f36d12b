//! How text becomes the words that are searched for, the same for documents, queries and highlights.

use crate::fold;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Word {
    /// Lower case, ASCII.
    pub(crate) text: String,
    /// Bytes of the text it stands for.
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// Longest word that is indexed, in bytes; longer ones are noise and would bloat the dictionary.
const LONGEST: usize = 100;

/// Splits `text` into folded words: letters and digits, and the signs that tell `C++` and `C#` from `C`.
pub(crate) fn words(text: &str) -> Vec<Word> {
    let (mut found, mut word, mut from) = (Vec::new(), String::new(), 0);
    while let Some((start, end)) = next_word(text, from, &mut word) {
        found.push(Word { text: word.clone(), start, end });
        from = end;
    }
    found
}

/// The next word that is indexed.
fn next_word(text: &str, mut from: usize, word: &mut String) -> Option<(usize, usize)> {
    loop {
        let (start, end) = fold::next_word(text, from, word)?;
        if !word.is_empty() && word.len() <= LONGEST {
            return Some((start, end));
        }
        from = end;
    }
}

/// A whole value as one folded term: its words joined by single spaces.
pub(crate) fn whole(text: &str) -> String {
    fold::whole(text)
}

/// The words of a whole folded value that are indexed, the same as those of [`words`].
pub(crate) fn split(whole: &str) -> impl Iterator<Item = &str> {
    whole.split(' ').filter(|word| !word.is_empty() && word.len() <= LONGEST)
}

/// The consonants of a folded word as they sound, for names whose spelling is uncertain.
pub(crate) fn sound(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut symbols = word.chars().peekable();
    while let Some(symbol) = symbols.next() {
        let next = symbols.peek().copied();
        let sound = match (symbol, next) {
            ('p', Some('h')) => 'f',
            ('s' | 'c', Some('h')) | ('c', Some('z' | 'e' | 'i' | 'y')) | ('z' | 's' | 'x', _) => 's',
            ('c' | 'q' | 'g' | 'k', _) => 'k',
            ('d' | 't', _) => 't',
            ('b' | 'p', _) => 'p',
            ('w' | 'v', _) => 'v',
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'j', _) => 'a',
            ('h', _) => continue,
            (other, _) => other,
        };
        if (sound != 'a' || out.is_empty()) && !out.ends_with(sound) {
            out.push(sound);
        }
    }
    out
}

/// The last nine digits of a telephone number: the same in every notation.
pub(crate) fn phone(text: &str) -> String {
    let digits: Vec<char> = text.replace("(0)", "").chars().filter(char::is_ascii_digit).collect();
    digits[digits.len().saturating_sub(9)..].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn words_are_folded_and_signs_that_matter_stay() {
        assert_eq!(texts("Café-Müller, C++ & C# (O'Neil)"), ["cafe", "muller", "c++", "c#", "oneil"]);
        assert_eq!(texts("Node.js"), ["node", "js"]);
        assert_eq!(texts("王伟"), ["wang", "wei"]);
        assert_eq!(texts("in 上海 now"), ["in", "shang", "hai", "now"]);
        assert!(texts("— … +").is_empty());
    }

    #[test]
    fn places_of_words_are_bytes_of_the_text() {
        let text = "Zürich, Straße";
        for word in words(text) {
            assert!(text.is_char_boundary(word.start) && text.is_char_boundary(word.end));
        }
        assert_eq!(&text[words(text)[1].start..words(text)[1].end], "Straße");
    }

    #[test]
    fn spellings_of_one_name_sound_alike() {
        for (left, right) in [("meier", "mayer"), ("schmidt", "shmit"), ("katherine", "catherina"), ("philip", "filip")] {
            assert_eq!(sound(left)[..2], sound(right)[..2], "{left} {right}");
        }
    }

    #[test]
    fn words_are_those_of_the_whole_value() {
        let long = format!("a {} b", "x".repeat(LONGEST + 1));
        for text in ["Café-Müller, C++ & C# (O'Neil)", "rock 'n' roll+ #1 a'+b", "上海 Søren", "+ '", &long] {
            assert_eq!(split(&whole(text)).collect::<Vec<_>>(), texts(text), "{text}");
            assert_eq!(whole(text), whole(&format!("{text} \u{301}")).trim_end(), "{text}");
        }
    }
}
