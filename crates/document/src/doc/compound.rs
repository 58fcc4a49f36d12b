//! Compound files: streams by name in a file of sectors. Source: MS-CFB.
//!
//! Sector chains are followed as far as the file reaches and no further: a chain that runs in a circle ends once it is longer than the
//! file. What the header claims of sizes is not believed.

/// Bytes of a directory entry.
const ENTRY: usize = 128;
/// Sector numbers from here on mean something else than a sector.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
/// Bytes of a sector of the mini stream.
const MINI: usize = 64;
/// Where the header lists the first sectors of the allocation table, and how many it lists.
const LISTED: (usize, usize) = (0x4C, 109);

/// An open compound file.
#[derive(Debug)]
pub(super) struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    /// For each sector the one that follows it.
    next: Vec<u32>,
    /// The same for the sectors of the mini stream.
    mini_next: Vec<u32>,
    mini: Vec<u8>,
    cutoff: usize,
    directory: Vec<u8>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry<'d> {
    /// UTF-16LE without its end.
    name: &'d [u8],
    kind: u8,
    /// Siblings and first child.
    others: [u32; 3],
    start: u32,
    size: usize,
}

impl<'a> Compound<'a> {
    /// Reads the allocation tables and the directory; `None` where the header makes no sense or there is no directory.
    pub(super) fn open(bytes: &'a [u8]) -> Option<Self> {
        let sector = match u16_at(bytes, 0x1E)? {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let cutoff = u32_at(bytes, 0x38)? as usize;
        let mut file = Self { bytes, sector, next: Vec::new(), mini_next: Vec::new(), mini: Vec::new(), cutoff, directory: Vec::new() };
        file.next = file.allocation_table()?;
        file.directory = file.chain(u32_at(bytes, 0x30)?);
        file.mini_next = numbers(&file.chain(u32_at(bytes, 0x3C)?));
        let root = file.entries().next().filter(|root| root.kind == 5)?;
        file.mini = file.chain(root.start);
        Some(file)
    }

    /// The bytes of the stream called `name` in the root, as far as the file has them.
    pub(super) fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_wanted = |entry: &Entry<'_>| entry.kind == 2 && entry.name.eq_ignore_ascii_case(&wide);
        let entry = self.top().into_iter().find(is_wanted).or_else(|| self.entries().find(is_wanted))?;
        let mut content = if entry.size < self.cutoff { self.mini_chain(entry.start) } else { self.chain(entry.start) };
        content.truncate(entry.size);
        Some(content)
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.directory.chunks_exact(ENTRY).filter_map(entry)
    }

    /// The entries that stand in the root itself; embedded documents have streams of the same names deeper down.
    fn top(&self) -> Vec<Entry<'_>> {
        let all: Vec<Option<Entry<'_>>> = self.directory.chunks_exact(ENTRY).map(entry).collect();
        let mut is_seen = vec![false; all.len()];
        let first = all.first().copied().flatten().map_or(u32::MAX, |root| root.others[2]);
        let (mut waiting, mut found) = (vec![first], Vec::new());
        while let Some(index) = waiting.pop() {
            let index = index as usize;
            let Some(Some(entry)) = all.get(index) else { continue };
            if !std::mem::replace(&mut is_seen[index], true) {
                waiting.extend(&entry.others[..2]);
                found.push(*entry);
            }
        }
        found
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.sector)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty())?;
        Some(rest.get(..self.sector).unwrap_or(rest))
    }

    /// The sectors that hold the allocation table stand in the header and, in large files, in a chain of their own.
    fn allocation_table(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() / self.sector + 1;
        let mut places = numbers(self.bytes.get(LISTED.0..LISTED.0 + 4 * LISTED.1)?);
        let mut more = u32_at(self.bytes, 0x44)?;
        let mut left = most;
        while let Some(sector) = self.sector(more).filter(|sector| more < LAST_SECTOR && sector.len() == self.sector) {
            let Some(rest) = left.checked_sub(1) else { break };
            left = rest;
            let (listed, last) = sector.split_at(self.sector - 4);
            places.extend(numbers(listed));
            more = u32_at(last, 0)?;
        }
        let mut table = Vec::new();
        for place in places.into_iter().filter(|place| *place < LAST_SECTOR) {
            if table.len() >= most {
                break;
            }
            table.extend(numbers(self.sector(place).unwrap_or_default()));
        }
        table.truncate(most);
        Some(table)
    }

    fn chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut number = start;
        while number < LAST_SECTOR && out.len() < self.bytes.len() {
            let Some(sector) = self.sector(number) else { break };
            out.extend_from_slice(sector);
            number = self.next.get(number as usize).copied().unwrap_or(u32::MAX);
        }
        out
    }

    fn mini_chain(&self, start: u32) -> Vec<u8> {
        let mut out = Vec::new();
        let mut number = start;
        while number < LAST_SECTOR && out.len() < self.mini.len() {
            let from = number as usize * MINI;
            let Some(rest) = self.mini.get(from..) else { break };
            out.extend_from_slice(rest.get(..MINI).unwrap_or(rest));
            number = self.mini_next.get(number as usize).copied().unwrap_or(u32::MAX);
        }
        out
    }
}

fn entry(bytes: &[u8]) -> Option<Entry<'_>> {
    let length = usize::from(u16_at(bytes, 64)?).saturating_sub(2).min(62);
    Some(Entry {
        name: bytes.get(..length)?,
        kind: *bytes.get(66)?,
        others: [u32_at(bytes, 68)?, u32_at(bytes, 72)?, u32_at(bytes, 76)?],
        start: u32_at(bytes, 116)?,
        size: u32_at(bytes, 120)? as usize,
    })
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.chunks_exact(4).map(|chunk| u32_at(chunk, 0).unwrap_or_default()).collect()
}

/// The little-endian number at `at`.
pub(super) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at.checked_add(2)?)?.try_into().ok()?))
}

/// The little-endian number at `at`.
pub(super) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file of one allocation sector, one directory sector with the root and `Text`, and the sectors given.
    fn file(chain: [u32; 4], size: u32) -> Vec<u8> {
        let mut out = vec![0u8; 512 * 5];
        let mut put = |at: usize, value: &[u8]| out[at..at + value.len()].copy_from_slice(value);
        put(0x1E, &[9, 0]);
        put(0x30, &1u32.to_le_bytes());
        put(0x3C, &[0xFE, 0xFF, 0xFF, 0xFF]);
        put(0x44, &[0xFE, 0xFF, 0xFF, 0xFF]);
        put(LISTED.0, &[0xFF; 4 * LISTED.1]);
        put(LISTED.0, &0u32.to_le_bytes());
        for (index, next) in chain.iter().enumerate() {
            put(512 + 4 * index, &next.to_le_bytes());
        }
        for (index, (name, kind)) in [("Root Entry", 5u8), ("Text", 2)].into_iter().enumerate() {
            let at = 1024 + ENTRY * index;
            let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
            put(at, &wide);
            put(at + 64, &(wide.len() as u16 + 2).to_le_bytes());
            put(at + 66, &[kind]);
            put(at + 68, &[0xFF; 8]);
            put(at + 76, &1u32.to_le_bytes());
            put(at + 116, &(if kind == 2 { 2u32 } else { 0xFFFF_FFFE }).to_le_bytes());
            put(at + 120, &size.to_le_bytes());
        }
        put(512 * 3, &[b'a'; 512]);
        put(512 * 4, &[b'b'; 512]);
        out
    }

    #[test]
    fn a_stream_is_its_chain_cut_to_its_size() {
        let bytes = file([u32::MAX, 0xFFFF_FFFE, 3, 0xFFFF_FFFE], 600);
        let content = Compound::open(&bytes).and_then(|file| file.stream("text")).expect("the stream is there");
        assert_eq!((content.len(), content[511], content[512]), (600, b'a', b'b'));
    }

    #[test]
    fn circles_and_lost_sectors_end() {
        let circle = file([u32::MAX, 0xFFFF_FFFE, 3, 2], u32::MAX);
        let content = Compound::open(&circle).and_then(|file| file.stream("Text")).expect("the stream is there");
        assert!(content.len() <= circle.len() + 512);
        let lost = file([u32::MAX, 0xFFFF_FFFE, 4_000_000, 2], 600);
        assert_eq!(Compound::open(&lost).and_then(|file| file.stream("Text")).map(|content| content.len()), Some(512));
        assert!(Compound::open(&circle[..700]).is_none_or(|file| file.stream("Text").is_none()));
    }
}
