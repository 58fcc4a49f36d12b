//! What stands above all sections beside name and contact: people print what they are there, in the words of one of their jobs.

use crate::evidence::Builder;
use crate::lexicon::{self, fold_into};

/// Lines of the document that are looked at.
const MOST_LINES: usize = 10;

/// The parts of the document's first lines, folded; kept from section to section for its buffers.
#[derive(Debug, Default)]
pub(super) struct Headline {
    /// One behind the other.
    words: String,
    /// Where each ends.
    ends: Vec<usize>,
    folded: String,
}

impl Headline {
    /// Reads the first lines of the document, as far as they stand before the line `first`.
    pub(super) fn read(&mut self, builder: &Builder<'_>, first: u32) {
        self.words.clear();
        self.ends.clear();
        let layout = builder.layout();
        let lines = layout.lines.iter().take(MOST_LINES.min(first as usize));
        let texts = lines.map(|line| layout.slice(layout.span_of(line)));
        let plain = |text: &&str| text.len() <= 90 && !text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@');
        for part in texts.filter(plain).flat_map(|text| text.split(['|', '•', '·', '/', ',', '–', '—'])) {
            self.folded.clear();
            fold_into(part, &mut self.folded);
            let is_place = || lexicon::city(&self.folded).is_some() || lexicon::country(&self.folded).is_some();
            if self.folded.len() > 3 && !is_place() {
                self.words.push_str(&self.folded);
                self.ends.push(self.words.len());
            }
        }
    }

    /// Whether one of them is `folded`.
    pub(super) fn is(&self, folded: &str) -> bool {
        let mut start = 0;
        self.ends.iter().any(|&end| self.words.get(std::mem::replace(&mut start, end)..end) == Some(folded))
    }
}
