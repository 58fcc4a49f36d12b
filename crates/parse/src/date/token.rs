//! Numbers, folded words and marks.

use crate::lexicon::{self, Times, fold_into};

/// One number, word or mark of a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) from: usize,
    pub(super) to: usize,
    /// White space, or nothing, stands before it.
    pub(super) is_spaced: bool,
    /// It is a word with which the name of a month or a phrase about time begins.
    opens: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A run of ASCII digits: its value and how many they are.
    Number(u32, u8),
    /// A run of letters; its folded form is kept in [`Tokens::folded`].
    Word(u32, u32),
    /// Anything else; all dashes become `-`, all apostrophes `'`.
    Mark(char),
}

/// The tokens of a text; reused from text to text.
#[derive(Debug, Default)]
pub(crate) struct Tokens {
    list: Vec<Token>,
    /// The words, each with a blank behind it.
    folded: String,
    /// One word.
    word: String,
}

impl Tokens {
    /// Replaces the tokens by those of `text`.
    pub(super) fn read(&mut self, text: &str) {
        self.list.clear();
        self.folded.clear();
        let mut is_spaced = true;
        let mut symbols = text.char_indices().peekable();
        while let Some((from, symbol)) = symbols.next() {
            if symbol.is_whitespace() {
                is_spaced = true;
                continue;
            }
            let mut to = from + symbol.len_utf8();
            let kind = if symbol.is_ascii_digit() {
                while let Some((at, _)) = symbols.next_if(|(_, next)| next.is_ascii_digit()) {
                    to = at + 1;
                }
                Kind::Number(text[from..to].parse().unwrap_or(u32::MAX), (to - from).min(255) as u8)
            } else if symbol.is_alphabetic() {
                while let Some((at, next)) = symbols.next_if(|(_, next)| is_wordy(*next)) {
                    to = at + next.len_utf8();
                }
                self.word(&text[from..to])
            } else {
                Kind::Mark(mark(symbol))
            };
            let opens = matches!(kind, Kind::Word(from, to) if lexicon::opens_time(&self.folded[from as usize..to as usize]));
            self.list.push(Token { kind, from, to, is_spaced, opens });
            is_spaced = false;
        }
    }

    /// Whether `text` begins with a dash or a word about time. Nothing of it is kept.
    pub(super) fn may_open(&mut self, text: &str) -> bool {
        let text = text.trim_start();
        match text.chars().next() {
            Some(symbol) if symbol.is_alphabetic() => {
                self.folded.clear();
                let word = text.split(|next| !is_wordy(next)).next().unwrap_or_default();
                let Kind::Word(from, to) = self.word(word) else { return false };
                lexicon::opens_time(&self.folded[from as usize..to as usize])
            }
            Some(symbol) => mark(symbol) == '-',
            None => false,
        }
    }

    fn word(&mut self, text: &str) -> Kind {
        let from = self.folded.len();
        if text.is_ascii() && text.len() <= LONGEST {
            self.folded.push_str(text);
            self.folded[from..].make_ascii_lowercase();
        } else if text.len() <= LONGEST {
            self.word.clear();
            fold_into(text, &mut self.word);
            self.folded.push_str(&self.word);
        }
        let to = self.folded.len();
        self.folded.push(' ');
        Kind::Word(from as u32, to as u32)
    }

    pub(super) fn get(&self, index: usize) -> Option<&Token> {
        self.list.get(index)
    }

    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    pub(super) fn text(&self, index: usize) -> &str {
        match self.list.get(index).map(|token| token.kind) {
            Some(Kind::Word(from, to)) => &self.folded[from as usize..to as usize],
            _ => "",
        }
    }

    pub(super) fn number(&self, index: usize) -> Option<(u32, u8)> {
        match self.list.get(index)?.kind {
            Kind::Number(value, n_digits) => Some((value, n_digits)),
            _ => None,
        }
    }

    pub(super) fn is_mark(&self, index: usize, marks: &str) -> bool {
        matches!(self.list.get(index).map(|token| token.kind), Some(Kind::Mark(symbol)) if marks.contains(symbol))
    }

    /// Whether no white space stands between the token and the one before it.
    pub(super) fn is_glued(&self, index: usize) -> bool {
        self.list.get(index).is_some_and(|token| !token.is_spaced)
    }

    /// Whether a date, or a word that announces one, can begin at `index`.
    pub(super) fn may_begin(&self, index: usize) -> bool {
        match self.list.get(index) {
            Some(token) => match token.kind {
                Kind::Number(..) => true,
                Kind::Mark(symbol) => symbol == '\'' || symbol == '-' && index == 0,
                // A letter may name a quarter.
                Kind::Word(from, to) => token.opens || to == from + 1,
            },
            None => false,
        }
    }

    /// The longest phrase of up to three words from `index` on of which `wanted` is true; one behind its last token.
    pub(super) fn phrase(&self, index: usize, wanted: fn(Times) -> bool) -> Option<usize> {
        let first = self.list.get(index).filter(|token| token.opens)?;
        let Kind::Word(from, _) = first.kind else { return None };
        let mut best = None;
        let mut next = index;
        for n_words in 1..=3 {
            while n_words > 1 && self.is_mark(next, "'./-") && self.is_glued(next) {
                next += 1;
            }
            let Some(Kind::Word(_, to)) = self.list.get(next).map(|token| token.kind) else { break };
            next += 1;
            // Between the words that follow each other in the buffer stands one blank, whatever the text has there.
            if wanted(lexicon::times(&self.folded[from as usize..to as usize])) {
                best = Some(next);
            }
        }
        best
    }
}

/// Longer words have nothing to do with dates.
const LONGEST: usize = 40;

fn is_wordy(symbol: char) -> bool {
    symbol.is_alphabetic() || unicode_normalization::char::is_combining_mark(symbol)
}

fn mark(symbol: char) -> char {
    match symbol {
        '-' | '–' | '—' | '‐' | '‑' | '‒' | '―' | '−' | '\u{2043}' | '~' | '→' => '-',
        '\'' | '’' | '‘' | '´' | '`' | 'ʼ' => '\'',
        other => other,
    }
}
