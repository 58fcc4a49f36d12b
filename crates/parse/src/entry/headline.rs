//! What stands above all sections beside name and contact: people print what they are there, in the words of one of their jobs.

use crate::evidence::Builder;
use crate::lexicon::{self, fold_into};

/// Lines of the document that are looked at.
const MOST_LINES: usize = 10;

/// The parts of the document's first lines, folded; kept from document to document for its buffers.
#[derive(Debug, Default)]
pub(super) struct Headline {
    /// One behind the other.
    words: String,
    parts: Vec<Part>,
    /// Lines that have been read.
    n_lines: usize,
    folded: String,
}

/// One part of a line.
#[derive(Debug)]
struct Part {
    /// Where it ends in [`Headline::words`].
    end: usize,
    line: usize,
}

impl Headline {
    /// Forgets the document.
    pub(super) fn clear(&mut self) {
        self.words.clear();
        self.parts.clear();
        self.n_lines = 0;
    }

    /// Reads the first lines of the document, as far as they stand before the line `first` and no section has asked for them yet.
    pub(super) fn read(&mut self, builder: &Builder<'_>, first: u32) {
        let layout = builder.layout();
        let end = MOST_LINES.min(first as usize).min(layout.lines.len());
        for number in self.n_lines..end {
            let text = layout.slice(layout.span_of(&layout.lines[number]));
            if text.len() <= 90 && !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') {
                text.split(['|', '•', '·', '/', ',', '–', '—']).for_each(|part| self.add(part, number));
            }
        }
        self.n_lines = self.n_lines.max(end);
    }

    fn add(&mut self, part: &str, line: usize) {
        self.folded.clear();
        fold_into(part, &mut self.folded);
        let is_place = || lexicon::city(&self.folded).is_some() || lexicon::country(&self.folded).is_some();
        if self.folded.len() > 3 && !is_place() {
            self.words.push_str(&self.folded);
            self.parts.push(Part { end: self.words.len(), line });
        }
    }

    /// Whether one of those before the line `first` is `folded`.
    pub(super) fn is(&self, folded: &str, first: u32) -> bool {
        let mut start = 0;
        let above = self.parts.iter().take_while(|part| part.line < first as usize);
        above.map(|part| self.words.get(std::mem::replace(&mut start, part.end)..part.end)).any(|words| words == Some(folded))
    }
}
