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
    folded: String,
    phrase: String,
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
            self.list.push(Token { kind, from, to, is_spaced });
            is_spaced = false;
        }
    }

    fn word(&mut self, text: &str) -> Kind {
        let from = self.folded.len() as u32;
        if text.len() <= 40 {
            // A blank between words keeps `fold_into` from adding one in front of each.
            let mut folded = std::mem::take(&mut self.phrase);
            folded.clear();
            fold_into(text, &mut folded);
            self.folded.push_str(&folded);
            self.phrase = folded;
        }
        Kind::Word(from, self.folded.len() as u32)
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

    /// The longest phrase of up to three words from `index` on of which `wanted` is true; one behind its last token.
    pub(super) fn phrase(&self, index: usize, wanted: fn(Times) -> bool) -> Option<usize> {
        let mut text = String::new();
        let mut best = None;
        let mut next = index;
        for n_words in 1..=3 {
            while n_words > 1 && self.is_mark(next, "'./-") && self.is_glued(next) {
                next += 1;
            }
            if !matches!(self.list.get(next).map(|token| token.kind), Some(Kind::Word(..))) {
                break;
            }
            if n_words > 1 {
                text.push(' ');
            }
            text.push_str(self.text(next));
            next += 1;
            if wanted(lexicon::times(&text)) {
                best = Some(next);
            }
        }
        best
    }
}

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
