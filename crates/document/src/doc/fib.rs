//! The header of the main stream: which version, how much text, where everything else stands. Source: MS-DOC 2.5.

use std::ops::Range;

use vitae_model::Outcome;

use super::compound::{u16_at, u32_at};
use crate::Fault;

/// A structure in the table stream, by its index among the pairs of offset and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Styles = 1,
    Sections = 6,
    Margins = 11,
    CharacterPages = 12,
    ParagraphPages = 13,
    Fonts = 15,
    Pieces = 33,
    Shapes = 40,
    Boxes = 56,
    Lists = 73,
    ListOverrides = 74,
}

/// A document is one row of characters, in which its stories stand behind one another. The missing numbers are macros and comments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Story {
    Main = 0,
    Footnotes = 1,
    Margins = 2,
    Endnotes = 5,
    Boxes = 6,
    MarginBoxes = 7,
}

/// What the header says.
#[derive(Debug, Clone)]
pub(super) struct Fib {
    /// Name of the stream that the tables stand in.
    pub(super) tables: &'static str,
    /// Where text begins in files without a table of pieces.
    pub(super) first: u32,
    lengths: [u32; 8],
    pairs: Vec<(u32, u32)>,
}

impl Fib {
    /// Reads the header; the fault says why the text cannot be had.
    pub(super) fn parse(stream: &[u8]) -> Result<Self, Fault> {
        let cut_off = || Fault::new(Outcome::Damaged, "the document's header is cut off; ask for the file again or save it as DOCX");
        let (magic, version) = (u16_at(stream, 0).ok_or_else(cut_off)?, u16_at(stream, 2).ok_or_else(cut_off)?);
        let flags = u16_at(stream, 10).ok_or_else(cut_off)?;
        if flags & 0x0100 != 0 {
            return Err(Fault::new(Outcome::Encrypted, "the document is protected by a password; ask for a copy without one"));
        }
        if magic != 0xA5EC || version < 0x00C1 {
            let message = "the file is of Word 95 or older; open it and save it as DOCX or PDF";
            return Err(Fault::new(Outcome::Unsupported, message));
        }
        let words = usize::from(u16_at(stream, 32).ok_or_else(cut_off)?);
        let longs_at = 34 + 2 * words + 2;
        let longs = usize::from(u16_at(stream, longs_at - 2).ok_or_else(cut_off)?);
        let mut lengths = [0; 8];
        for (index, length) in lengths.iter_mut().enumerate().take(longs.saturating_sub(3)) {
            *length = u32_at(stream, longs_at + 12 + 4 * index).ok_or_else(cut_off)?;
        }
        let pairs_at = longs_at + 4 * longs + 2;
        let count = usize::from(u16_at(stream, pairs_at - 2).ok_or_else(cut_off)?);
        let pair = |index: usize| Some((u32_at(stream, pairs_at + 8 * index)?, u32_at(stream, pairs_at + 8 * index + 4)?));
        Ok(Self {
            tables: if flags & 0x0200 != 0 { "1Table" } else { "0Table" },
            first: u32_at(stream, 24).unwrap_or(0),
            lengths,
            pairs: (0..count).map_while(pair).collect(),
        })
    }

    /// Where a structure begins in the table stream; `None` where the document has none.
    pub(super) fn place(&self, place: Place) -> Option<usize> {
        self.pairs.get(place as usize).filter(|(_, length)| *length > 0).map(|(start, _)| *start as usize)
    }

    /// The bytes of a structure, as far as the table stream has them; empty where the document has none.
    pub(super) fn slice<'t>(&self, tables: &'t [u8], place: Place) -> &'t [u8] {
        let (start, length) = self.pairs.get(place as usize).copied().unwrap_or_default();
        let rest = tables.get(start as usize..).unwrap_or_default();
        rest.get(..length as usize).unwrap_or(rest)
    }

    /// The characters of a story.
    pub(super) fn story(&self, story: Story) -> Range<u32> {
        let before = &self.lengths[..story as usize];
        let start = before.iter().fold(0u32, |sum, length| sum.saturating_add(*length));
        start..start.saturating_add(self.lengths[story as usize])
    }
}
