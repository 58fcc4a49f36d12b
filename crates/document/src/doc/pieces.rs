//! Text as pieces: which bytes of the main stream are which characters. Source: MS-DOC 2.4.1, 2.9.38, 2.9.178.

use super::compound::{u16_at, u32_at};

/// Characters that stand together in the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Piece {
    start: u32,
    end: u32,
    /// Where the first character stands in the stream.
    offset: u32,
    /// One byte a character instead of two.
    is_narrow: bool,
}

/// All pieces in the order of their text, which is not the order of the stream in a file that was saved fast.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<Piece>);

impl Pieces {
    /// Reads the table of pieces.
    pub(super) fn parse(table: &[u8]) -> Self {
        let mut rest = table;
        // Modifications of saved-fast text stand in front.
        while let Some(length) = u16_at(rest, 1).filter(|_| rest.first() == Some(&1)) {
            rest = rest.get(3 + usize::from(length)..).unwrap_or_default();
        }
        let Some(length) = u32_at(rest, 1).filter(|_| rest.first() == Some(&2)) else { return Self::default() };
        let rest = rest.get(5..).unwrap_or_default();
        let body = rest.get(..length as usize).unwrap_or(rest);
        let count = body.len().saturating_sub(4) / 12;
        let descriptors = 4 * (count + 1);
        let piece = |index: usize| {
            let place = u32_at(body, descriptors + 8 * index + 2)?;
            let is_narrow = place & 0x4000_0000 != 0;
            let place = place & 0x3FFF_FFFF;
            let offset = if is_narrow { place / 2 } else { place };
            Some(Piece { start: u32_at(body, 4 * index)?, end: u32_at(body, 4 * index + 4)?, offset, is_narrow })
        };
        let mut pieces: Vec<Piece> = (0..count).map_while(piece).filter(|piece| piece.end > piece.start).collect();
        pieces.sort_by_key(|piece| piece.start);
        Self(pieces)
    }

    /// The single piece of a file that has no table of them.
    pub(super) fn whole(offset: u32, length: u32) -> Self {
        Self(vec![Piece { start: 0, end: length, offset, is_narrow: true }])
    }

    /// Whether there is any text.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text as UTF-16, at most `most` units; characters that the file lacks are spaces.
    pub(super) fn text(&self, stream: &[u8], most: usize) -> Vec<u16> {
        let mut out: Vec<u16> = Vec::new();
        for piece in &self.0 {
            let (start, end) = ((piece.start as usize).min(most), (piece.end as usize).min(most));
            if start < out.len() {
                continue;
            }
            // A gap cannot be longer than the stream that should fill it.
            if start - out.len() > stream.len() {
                break;
            }
            out.resize(start, u16::from(b' '));
            let bytes = stream.get(piece.offset as usize..).unwrap_or_default();
            if piece.is_narrow {
                out.extend(bytes.iter().take(end - start).map(|byte| wide(*byte)));
            } else {
                out.extend(bytes.chunks_exact(2).take(end - start).map(|unit| u16::from_le_bytes([unit[0], unit[1]])));
            }
        }
        out
    }

    /// Where the character at `position` stands in the stream.
    pub(super) fn offset(&self, position: u32) -> u32 {
        let index = self.0.partition_point(|piece| piece.start <= position);
        let Some(piece) = index.checked_sub(1).and_then(|index| self.0.get(index)) else { return 0 };
        let distance = (position - piece.start).saturating_mul(if piece.is_narrow { 1 } else { 2 });
        piece.offset.saturating_add(distance)
    }

    /// The first position behind `position` at which a character may stand elsewhere in the stream than right behind the one before it.
    pub(super) fn boundary(&self, position: u32) -> u32 {
        let index = self.0.partition_point(|piece| piece.start <= position);
        let inside = index.checked_sub(1).and_then(|index| self.0.get(index)).map(|piece| piece.end).filter(|end| *end > position);
        let next = self.0.get(index).map_or(u32::MAX, |piece| piece.start);
        inside.unwrap_or(u32::MAX).min(next)
    }

    /// How many characters from `position` on take up the bytes to `offset`; both are in one piece.
    pub(super) fn characters_to(&self, position: u32, offset: u32) -> u32 {
        let index = self.0.partition_point(|piece| piece.start <= position);
        let is_narrow = index.checked_sub(1).and_then(|index| self.0.get(index)).is_none_or(|piece| piece.is_narrow);
        let bytes = offset.saturating_sub(self.offset(position));
        if is_narrow { bytes } else { bytes.div_ceil(2) }
    }
}

/// A character of one byte: windows-1252 where that differs from Latin-1.
fn wide(byte: u8) -> u16 {
    const FROM_80: [u16; 32] = [
        0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F, 0x90, 0x2018,
        0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
    ];
    byte.checked_sub(0x80).and_then(|index| FROM_80.get(usize::from(index))).copied().unwrap_or(u16::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(pieces: &[(u32, u32, u32)]) -> Vec<u8> {
        let mut out = vec![1, 2, 0, 0xAA, 0xBB, 2];
        out.extend((4 + 12 * pieces.len() as u32).to_le_bytes());
        out.extend(pieces.iter().flat_map(|piece| piece.0.to_le_bytes()));
        out.extend(pieces.last().map_or(0, |piece| piece.1).to_le_bytes());
        for piece in pieces {
            out.extend([0, 0]);
            out.extend(piece.2.to_le_bytes());
            out.extend([0, 0]);
        }
        out
    }

    #[test]
    fn pieces_give_the_text_in_its_order_and_tell_where_it_stands() {
        let stream = b"W\0o\0rld\x80, ";
        let pieces = Pieces::parse(&table(&[(0, 2, 0), (2, 6, 0x4000_0000 | 8), (6, 8, 0x4000_0000 | 16)]));
        assert_eq!(String::from_utf16_lossy(&pieces.text(stream, 100)), "World€, ");
        assert_eq!((pieces.offset(1), pieces.offset(3), pieces.boundary(1)), (2, 5, 2));
        assert_eq!((pieces.characters_to(0, 4), pieces.characters_to(2, 7)), (2, 3));
    }

    #[test]
    fn pieces_that_lie_are_bounded() {
        let pieces = Pieces::parse(&table(&[(0, u32::MAX, 0)]));
        assert_eq!(pieces.text(b"a\0b\0", 1000).len(), 2);
        let far = Pieces::parse(&table(&[(4_000_000_000, u32::MAX, 0)]));
        assert!(far.text(b"abc", usize::MAX).is_empty());
        assert!(Pieces::parse(b"\x01\xFF\xFF").is_empty());
    }
}
