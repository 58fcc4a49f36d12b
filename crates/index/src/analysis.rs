//! How text becomes the words that are searched for, the same for documents, queries and highlights.

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::fold;
use crate::lexicon;

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

/// Which form of analysis a field uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Analysis {
    /// Word by word.
    Words,
    /// Word by word, and the head of a compound in the place of the compound.
    Titles,
    /// Word by word, by sound.
    Sounds,
    /// The whole value.
    Whole,
    /// Terms that were made elsewhere, separated by spaces; those joined by a comma share a place.
    Terms,
}

impl Analysis {
    /// The name under which the engine knows it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Words => "vitae_words",
            Self::Titles => "vitae_titles",
            Self::Sounds => "vitae_sounds",
            Self::Whole => "vitae_whole",
            Self::Terms => "vitae_terms",
        }
    }

    /// All of them.
    pub(crate) const ALL: [Self; 5] = [Self::Words, Self::Titles, Self::Sounds, Self::Whole, Self::Terms];
}

/// Marks how often each word of a value counts, as the first letter of the value: a control character of that number.
///
/// Such characters are no part of a word, so that what is not marked counts once.
pub(crate) fn weighed(text: &str, weight: u8, titled: bool) -> String {
    let mut marked = String::with_capacity(text.len() + 2);
    marked.push(char::from(weight.min(8)));
    if titled {
        marked.push(TITLED);
    }
    marked.push_str(text);
    marked
}

/// Marks a value in which compounds have heads.
const TITLED: char = '\u{10}';

impl Tokenizer for Analysis {
    type TokenStream<'a> = Terms<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Terms<'a> {
        let first = text.as_bytes().first().copied().filter(|first| (1..=8).contains(first));
        let titled = *self == Self::Titles || text.as_bytes().get(1) == Some(&(TITLED as u8));
        Terms { analysis: *self, text, from: 0, again: 0, weight: first.unwrap_or(1), titled, head: None, token: Token::default() }
    }
}

/// The terms of one text on their way into the index, made one by one in one buffer.
#[derive(Debug)]
pub(crate) struct Terms<'a> {
    analysis: Analysis,
    text: &'a str,
    from: usize,
    /// How often the term at hand is still to be told.
    again: u8,
    weight: u8,
    titled: bool,
    /// The head of the compound at hand.
    head: Option<&'static str>,
    token: Token,
}

impl Terms<'_> {
    /// Moves on to the next place; whether there is one.
    fn step(&mut self) -> bool {
        let span = match self.analysis {
            Analysis::Words | Analysis::Titles | Analysis::Sounds => next_word(self.text, self.from, &mut self.token.text),
            Analysis::Whole => self.whole(),
            Analysis::Terms => self.term(),
        };
        let Some((start, end)) = span else { return false };
        (self.token.offset_from, self.token.offset_to, self.from) = (start, end, end);
        if self.analysis == Analysis::Sounds {
            self.token.text = sound(&self.token.text);
        }
        if self.titled {
            self.head = lexicon::head(&self.token.text);
        }
        true
    }

    fn whole(&mut self) -> Option<(usize, usize)> {
        self.token.text = whole(self.text);
        (self.from == 0 && !self.token.text.is_empty()).then_some((0, self.text.len()))
    }

    /// A term that shares the place of the one before it starts with a comma.
    fn term(&mut self) -> Option<(usize, usize)> {
        let rest = &self.text[self.from..];
        let start = self.from + rest.find(|symbol| symbol != SEPARATOR)?;
        let end = self.text[start..].find(SEPARATOR).map_or(self.text.len(), |length| start + length);
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        Some((start, end))
    }
}

/// Stands between terms that were made elsewhere.
pub(crate) const SEPARATOR: char = '\n';
/// Begins a term that shares the place of the one before it.
pub(crate) const BESIDE: char = ',';

impl TokenStream for Terms<'_> {
    fn advance(&mut self) -> bool {
        if self.again > 0 {
            self.again -= 1;
            return true;
        }
        if let Some(head) = self.head.take() {
            self.token.text.clear();
            self.token.text.push_str(head);
            self.again = self.weight - 1;
            return true;
        }
        if !self.step() {
            return false;
        }
        if self.analysis == Analysis::Terms && self.token.text.starts_with(BESIDE) {
            self.token.text.remove(0);
        } else {
            // The first place is 0, which wraps around from the start value of a token.
            self.token.position = self.token.position.wrapping_add(1);
        }
        self.again = self.weight - 1;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    fn terms(mut analysis: Analysis, text: &str) -> Vec<(usize, String)> {
        let mut stream = analysis.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push((stream.token().position, stream.token().text.clone()));
        }
        terms
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
    fn words_count_as_often_as_they_weigh_and_keep_their_place() {
        let told = |text: &str| {
            terms(Analysis::Words, text).into_iter().map(|(place, term)| format!("{place}{term}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(told("a b"), "0a 1b");
        assert_eq!(told(&weighed("a b", 2, false)), "0a 0a 1b 1b");
        assert_eq!(told(&weighed("Senior Softwareentwicklerin", 1, true)), "0senior 1softwareentwicklerin 1entwicklerin");
    }

    #[test]
    fn whole_values_and_made_terms_are_taken_as_they_are() {
        assert_eq!(terms(Analysis::Whole, "New  York"), [(0, "new york".to_owned())]);
        assert!(terms(Analysis::Whole, "—").is_empty());
        assert_eq!(terms(Analysis::Terms, "a@1\n,a@2\nb@1"), [(0, "a@1".into()), (0, "a@2".into()), (1, "b@1".into())]);
    }
}
