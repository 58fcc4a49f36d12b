//! Property modifications: which property, and what it becomes. Source: MS-DOC 2.2.5, 2.6.

use super::compound::{u16_at, u32_at};

/// The modifications in a list, up to the first that makes no sense.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sprms<'a>(pub(super) &'a [u8]);

/// One modification: its code and its operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sprm<'a> {
    pub(super) code: u16,
    pub(super) operand: &'a [u8],
}

impl Sprm<'_> {
    pub(super) fn byte(&self) -> u8 {
        self.operand.first().copied().unwrap_or(0)
    }

    pub(super) fn word(&self) -> u16 {
        u16_at(self.operand, 0).unwrap_or(u16::from(self.byte()))
    }

    pub(super) fn long(&self) -> u32 {
        u32_at(self.operand, 0).unwrap_or(u32::from(self.word()))
    }

    /// Twentieths of a point as points, no longer than a page can be.
    pub(super) fn length(&self) -> f32 {
        (f32::from(self.word() as i16) * 0.05).clamp(-1584.0, 1584.0)
    }

    pub(super) fn is_on(&self) -> bool {
        self.byte() != 0
    }
}

impl<'a> Iterator for Sprms<'a> {
    type Item = Sprm<'a>;

    fn next(&mut self) -> Option<Sprm<'a>> {
        const DEFINE_TABLE: u16 = 0xD608;
        let code = u16_at(self.0, 0)?;
        let rest = self.0.get(2..)?;
        let (skip, length) = match code >> 13 {
            0 | 1 => (0, 1),
            2 | 4 | 5 => (0, 2),
            3 => (0, 4),
            7 => (0, 3),
            _ if code == DEFINE_TABLE => (2, usize::from(u16_at(rest, 0)?).saturating_sub(1)),
            _ => (1, usize::from(*rest.first()?)),
        };
        let operand = rest.get(skip..skip + length)?;
        self.0 = rest.get(skip + length..)?;
        Some(Sprm { code, operand })
    }
}

/// Which stretches of the stream carry which modifications: characters or paragraphs.
#[derive(Debug, Default)]
pub(super) struct Stretches<'a>(Vec<Stretch<'a>>);

#[derive(Debug, Clone, Copy)]
struct Stretch<'a> {
    start: u32,
    end: u32,
    content: &'a [u8],
}

/// What a page of formatting describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Characters,
    Paragraphs,
}

/// Bytes of a page of formatting.
const PAGE: usize = 512;

impl<'a> Stretches<'a> {
    /// Reads the pages that `table` lists, at most `most` stretches.
    pub(super) fn parse(table: &[u8], stream: &'a [u8], kind: Kind, most: usize) -> Self {
        let count = table.len().saturating_sub(4) / 8;
        let mut found = Vec::new();
        for index in 0..count {
            let number = u32_at(table, 4 * (count + 1) + 4 * index).unwrap_or(u32::MAX) & 0x003F_FFFF;
            let Some(page) = stream.get(number as usize * PAGE..).and_then(|rest| rest.get(..PAGE)) else { continue };
            read_page(page, kind, &mut found);
            if found.len() >= most {
                break;
            }
        }
        found.sort_by_key(|stretch| stretch.start);
        Self(found)
    }

    /// The modifications at `offset`, and where the stretch that has them ends.
    pub(super) fn at(&self, offset: u32) -> (&'a [u8], u32) {
        let index = self.0.partition_point(|stretch| stretch.start <= offset);
        match index.checked_sub(1).and_then(|index| self.0.get(index)) {
            Some(stretch) if stretch.end > offset => (stretch.content, stretch.end),
            _ => (&[], self.0.get(index).map_or(u32::MAX, |next| next.start)),
        }
    }
}

fn read_page<'a>(page: &'a [u8], kind: Kind, found: &mut Vec<Stretch<'a>>) {
    let count = usize::from(page[PAGE - 1]);
    let descriptor = if kind == Kind::Characters { 1 } else { 13 };
    for index in 0..count {
        let (Some(start), Some(end)) = (u32_at(page, 4 * index), u32_at(page, 4 * index + 4)) else { return };
        let Some(place) = page.get(4 * (count + 1) + descriptor * index) else { return };
        if end > start {
            found.push(Stretch { start, end, content: content(page, 2 * usize::from(*place), kind).unwrap_or_default() });
        }
    }
}

/// The list of modifications at `at`; a paragraph's begins with the number of its style.
fn content(page: &[u8], at: usize, kind: Kind) -> Option<&[u8]> {
    let size = usize::from(*page.get(at).filter(|_| at > 0)?);
    let (start, length) = match (kind, size) {
        (Kind::Characters, _) => (at + 1, size),
        (Kind::Paragraphs, 0) => (at + 2, 2 * usize::from(*page.get(at + 1)?)),
        (Kind::Paragraphs, _) => (at + 1, 2 * size - 1),
    };
    page.get(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_as_long_as_their_code_says() {
        let list = [0x35, 0x08, 1, 0x43, 0x4A, 24, 0, 0x0D, 0xC6, 2, 9, 9, 0x08, 0xD6, 3, 0, 7, 7, 0x70, 0x68, 1, 2, 3, 0, 0x35];
        let found: Vec<(u16, usize)> = Sprms(&list).map(|sprm| (sprm.code, sprm.operand.len())).collect();
        assert_eq!(found, [(0x0835, 1), (0x4A43, 2), (0xC60D, 2), (0xD608, 2), (0x6870, 4)]);
        assert_eq!(Sprms(&[0x0D, 0xC6, 200, 1]).count(), 0);
    }

    #[test]
    fn stretches_are_found_by_their_place_in_the_stream() {
        let mut stream = vec![0u8; 1024];
        stream[512..524].copy_from_slice(&[10, 0, 0, 0, 20, 0, 0, 0, 30, 0, 0, 0]);
        stream[524..526].copy_from_slice(&[100, 0]);
        stream[712..716].copy_from_slice(&[3, 0x35, 0x08, 1]);
        stream[1023] = 2;
        let table = [10, 0, 0, 0, 30, 0, 0, 0, 1, 0, 0, 0];
        let stretches = Stretches::parse(&table, &stream, Kind::Characters, 100);
        assert_eq!(stretches.at(15), (&[0x35, 0x08, 1][..], 20));
        assert_eq!(stretches.at(25), (&[][..], 30));
        assert_eq!((stretches.at(5).1, stretches.at(30).1), (10, u32::MAX));
    }
}
