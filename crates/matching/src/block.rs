//! Blocks: groups of records that share a key, and so the pairs that are looked at.

use rayon::prelude::*;

use crate::corpus::Corpus;
use crate::keys::{self, Rule};

/// Largest block that a common key and one more value make.
const FINER_CAP: usize = 6;
/// Most pairs of a block that has two sides.
const MOST_ACROSS: usize = 200;
/// A key that more records share tells nothing even with another value beside it.
const COMMONEST: usize = 20_000;
/// Records whose values are asked for at once.
const TOGETHER: usize = 64;
/// Parts that keys are gathered in, by their highest bits, so that each fits into a processor's cache.
const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 10;
/// Marks the last member of a block, and in [`Blocks::ahead`] a place among the members.
const FLAG: u32 = 1 << 31;

/// A key of a row: in the higher half 27 bits of the key and, lowest, its rule and side; in the lower half the row.
///
/// With the part there are 37 bits of a key besides the rule. That two of twenty million keys have them in common by chance happens some
/// thousand times, and brings two records together that are soon seen to share nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry(u64);

impl Entry {
    fn of(key: u64, row: u32) -> Self {
        let bits = (key >> (32 - PART_BITS) & !keys::RULE_AND_SIDE | key & keys::RULE_AND_SIDE) & u64::from(u32::MAX);
        Self(bits << 32 | u64::from(row))
    }

    /// Rule and side.
    fn rule_and_side(self) -> u64 {
        self.0 >> 32 & keys::RULE_AND_SIDE
    }

    /// What the members of one block share.
    fn block(self) -> u64 {
        self.0 >> 32 & !(keys::RULE_AND_SIDE ^ keys::RULE)
    }

    fn row(self) -> u32 {
        self.0 as u32
    }

    fn with_row(self, row: u32) -> Self {
        Self(self.0 & !u64::from(u32::MAX) | u64::from(row))
    }
}

/// The keys of all records, before they are grouped: by part, in pieces, so that none is copied to a larger place.
#[derive(Debug)]
pub(crate) struct Keys {
    /// The piece of each part that has room. They alone are touched by most keys.
    open: Vec<Vec<Entry>>,
    full: Vec<Vec<Vec<Entry>>>,
}

/// Entries of one piece.
const PIECE: usize = 1024;

impl Default for Keys {
    fn default() -> Self {
        Self { open: vec![Vec::new(); PARTS], full: vec![Vec::new(); PARTS] }
    }
}

impl Keys {
    /// Adds a key of a row; rows come in ascending order, and may give a key twice.
    pub(crate) fn push(&mut self, key: u64, row: u32) {
        let part = (key >> (64 - PART_BITS)) as usize;
        let piece = &mut self.open[part];
        if piece.len() == piece.capacity() {
            // The first piece is small, as few records need few.
            let first = piece.is_empty();
            let full = std::mem::replace(piece, Vec::with_capacity(if first { PIECE / 16 } else { PIECE }));
            if !first {
                self.full[part].push(full);
            }
        }
        piece.push(Entry::of(key, row));
    }

    /// The pieces of each part, in the order in which they were filled.
    fn into_parts(mut self) -> Vec<Vec<Vec<Entry>>> {
        self.full.iter_mut().zip(self.open).for_each(|(full, open)| full.push(open));
        self.full
    }
}

/// Groups of records that share a key.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// Members of all blocks, block by block, ascending in each; the last of a block bears the [`FLAG`].
    members: Vec<u32>,
    /// The rule of each block.
    rules: Vec<u8>,
    /// Who comes after each row in its blocks: `ahead[starts[row]..starts[row + 1]]`. Where it is one, its row; else, with the [`FLAG`], the
    /// place of the first of them among the members.
    starts: Vec<u32>,
    ahead: Vec<u32>,
    /// Blocks, pairs and blocks over the cap, by rule.
    yields: [(u64, u64, u64); 16],
}

impl Blocks {
    /// Groups the rows of a corpus by their keys; `places` tells which row each record of the keys has become.
    pub(crate) fn of(keys: Keys, places: &[u32], corpus: &Corpus) -> Self {
        let parts: Vec<Self> = keys.into_parts().into_par_iter().map(|part| Self::of_part(part, places, corpus)).collect();
        let mut blocks = Self::default();
        blocks.members.reserve_exact(parts.iter().map(|part| part.members.len()).sum());
        for part in parts {
            blocks.members.extend(part.members);
            blocks.rules.extend(part.rules);
            for (all, own) in blocks.yields.iter_mut().zip(part.yields) {
                *all = (all.0 + own.0, all.1 + own.1, all.2 + own.2);
            }
        }
        blocks.index(corpus.rows.len());
        blocks
    }

    fn of_part(pieces: Vec<Vec<Entry>>, places: &[u32], corpus: &Corpus) -> Self {
        let mut drawers = Drawers::of(&pieces);
        drop(pieces);
        let mut shared = Vec::new();
        drawers.each(|keys| {
            // Most that share a drawer share no more than that.
            if let [one, other] = keys
                && one.block() != other.block()
            {
                return;
            }
            keys.sort_unstable();
            for block in keys.chunk_by(|left, right| left.block() == right.block()).filter(|block| block.len() > 1) {
                shared.extend_from_slice(block);
            }
        });
        drop(drawers);
        // Most keys are of one record alone, so that few rows are looked up; all at once, as one by one each would be waited for.
        shared.iter_mut().for_each(|entry| *entry = entry.with_row(places[entry.row() as usize]));
        let mut blocks = Self::default();
        let mut finer = Vec::new();
        for block in shared.chunk_by_mut(|left, right| left.block() == right.block()) {
            block.sort_unstable();
            blocks.push_block(block, corpus, &mut finer);
        }
        blocks
    }

    /// Adds the records that share a key, ascending.
    fn push_block(&mut self, block: &[Entry], corpus: &Corpus, finer: &mut Vec<u64>) {
        let rule = (block[0].rule_and_side() & keys::RULE) as usize;
        if rule == Rule::Spelled as usize {
            self.push_spelled(block);
            return;
        }
        // A record may have given a key twice.
        let rows = block.chunk_by(|left, right| left == right).map(|same| same[0].row());
        let n_rows = rows.clone().count();
        if n_rows <= keys::cap(rule) {
            if n_rows > 1 {
                self.push(rule, n_rows, rows);
            }
            return;
        }
        self.yields[rule].2 += 1;
        refine(corpus, block, finer);
        for block in finer.chunk_by(|left, right| left >> 32 == right >> 32) {
            if (2..=FINER_CAP).contains(&block.len()) {
                self.push(rule, block.len(), block.iter().map(|&entry| entry as u32));
            }
        }
    }

    /// Adds a block of ascending rows.
    fn push(&mut self, rule: usize, n_rows: usize, rows: impl Iterator<Item = u32>) {
        let (n_blocks, n_pairs, _) = &mut self.yields[rule];
        *n_blocks += 1;
        *n_pairs += (n_rows * (n_rows - 1) / 2) as u64;
        self.members.extend(rows);
        if let Some(last) = self.members.last_mut() {
            *last |= FLAG;
        }
        self.rules.push(rule as u8);
    }

    /// Pairs addresses with the names that they spell, and with one another. The names of a block meet under rules of their own.
    fn push_spelled(&mut self, block: &[Entry]) {
        const RULE: usize = Rule::Spelled as usize;
        let rows = |side: &[Entry]| -> Vec<u32> { side.chunk_by(|left, right| left == right).map(|same| same[0].row()).collect() };
        let (names, addresses) = block.split_at(block.partition_point(|entry| entry.rule_and_side() == keys::RULE));
        if addresses.is_empty() {
            return;
        }
        let (names, addresses) = (rows(names), rows(addresses));
        if addresses.len() * names.len() + addresses.len() * addresses.len().saturating_sub(1) / 2 > MOST_ACROSS {
            self.yields[RULE].2 += 1;
            return;
        }
        for &address in &addresses {
            for &name in names.iter().filter(|&&name| name != address) {
                self.push(RULE, 2, [name.min(address), name.max(address)].into_iter());
            }
        }
        if addresses.len() > 1 {
            self.push(RULE, addresses.len(), addresses.iter().copied());
        }
    }

    /// Lists who comes after each row.
    fn index(&mut self, n_rows: usize) {
        self.starts = vec![0; n_rows + 1];
        for &member in self.members.iter().filter(|&&member| member & FLAG == 0) {
            self.starts[member as usize + 1] += 1;
        }
        for row in 1..self.starts.len() {
            self.starts[row] += self.starts[row - 1];
        }
        self.ahead = vec![0; self.starts[n_rows] as usize];
        let mut next = self.starts.clone();
        for (place, pair) in (1_u32..).zip(self.members.windows(2)) {
            let &[member, after] = pair else { continue };
            if member & FLAG == 0 {
                self.ahead[next[member as usize] as usize] = if after & FLAG == 0 { place | FLAG } else { after & !FLAG };
                next[member as usize] += 1;
            }
        }
    }

    /// Asks memory for the blocks of some rows at once: one by one, each would be waited for.
    pub(crate) fn fetch(&self, rows: std::ops::Range<u32>) {
        let ahead = &self.ahead[self.starts[rows.start as usize] as usize..self.starts[rows.end as usize] as usize];
        let place = |ahead: u32| if ahead & FLAG == 0 { 0 } else { (ahead & !FLAG) as usize };
        std::hint::black_box(ahead.iter().fold(0, |all, &ahead| all ^ self.members[place(ahead)]));
    }

    /// Fills `near` with the rows after `row` that share a block with it, each once.
    pub(crate) fn neighbours(&self, row: u32, near: &mut Near) {
        near.clear();
        for &ahead in &self.ahead[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize] {
            if ahead & FLAG == 0 {
                near.meet(ahead);
                continue;
            }
            for &member in &self.members[(ahead & !FLAG) as usize..] {
                near.meet(member & !FLAG);
                if member & FLAG != 0 {
                    break;
                }
            }
        }
    }

    /// All different pairs that meet, ascending, the lower row first.
    pub(crate) fn pairs(&self) -> Vec<(u32, u32)> {
        let mut near = Near::default();
        let mut pairs = Vec::new();
        for row in 0..self.starts.len() as u32 - 1 {
            self.neighbours(row, &mut near);
            let start = pairs.len();
            pairs.extend(near.rows().iter().map(|&other| (row, other)));
            pairs[start..].sort_unstable();
        }
        pairs
    }

    /// Each block's rule and members; the last of them bears a mark that [`member`] takes off.
    pub(crate) fn each(&self) -> impl Iterator<Item = (u8, &[u32])> {
        self.rules.iter().copied().zip(self.members.chunk_by(|member, _| member & FLAG == 0))
    }

    /// Says what each rule found.
    pub(crate) fn told(&self) -> Vec<Yield> {
        Rule::ALL
            .into_iter()
            .map(|rule| {
                let (blocks, pairs, capped) = self.yields[rule as usize];
                Yield { rule: rule.as_str(), blocks, pairs, capped }
            })
            .collect()
    }
}

/// The rows that one row meets, each once however many blocks the two share.
#[derive(Debug, Default)]
pub(crate) struct Near {
    rows: Vec<u32>,
    /// A bit for each row of all: whether it is among `rows`. So few bytes stay in a processor's cache, where sorting took a branch a step.
    is_met: Vec<u64>,
}

impl Near {
    /// The rows, in no order.
    pub(crate) fn rows(&self) -> &[u32] {
        &self.rows
    }

    fn clear(&mut self) {
        for &row in &self.rows {
            self.is_met[row as usize / 64] = 0;
        }
        self.rows.clear();
    }

    /// Adds a row; every second one is there already, so that no branch could guess it.
    fn meet(&mut self, row: u32) {
        let (place, bit) = (row as usize / 64, 1 << (row % 64));
        if place >= self.is_met.len() {
            self.is_met.resize((place + 1).next_power_of_two(), 0);
        }
        let is_new = self.is_met[place] & bit == 0;
        self.is_met[place] |= bit;
        let length = self.rows.len() + usize::from(is_new);
        self.rows.push(row);
        self.rows.truncate(length);
    }
}

/// A member's row.
pub(crate) fn member(member: u32) -> u32 {
    member & !FLAG
}

/// Sorts the records of a block that is too large by the other values they hold: each with its rows, ascending.
///
/// What many share says little, but together with a second value that few of them share it says enough to look.
fn refine(corpus: &Corpus, block: &[Entry], finer: &mut Vec<u64>) {
    finer.clear();
    if block.len() > COMMONEST {
        return;
    }
    for entries in block.chunks(TOGETHER) {
        let rows = entries.iter().map(|entry| entry.row());
        corpus.marks.fetch_heads(rows.clone());
        corpus.marks.fetch_marks(rows.clone());
        for row in rows {
            finer.extend(corpus.marks.refining(row).map(|mark| u64::from(mark) << 32 | u64::from(row)));
        }
    }
    finer.sort_unstable();
    finer.dedup();
}

/// What a blocking rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yield {
    /// The rule, such as `email` or `name_employer`.
    pub rule: &'static str,
    /// Blocks of two records and more.
    pub blocks: u64,
    /// Pairs in them; a pair may meet under several rules.
    pub pairs: u64,
    /// Blocks of so many records that only those of them meet that share a second value.
    pub capped: u64,
}

/// The keys of a part, sorted so far that equal ones are in one drawer: with few others, as there are about as many drawers as keys.
///
/// Most keys are of one record alone, and most of those are alone in their drawer: they are never compared with another.
struct Drawers {
    entries: Vec<Entry>,
    /// Where each drawer ends.
    ends: Vec<u32>,
}

impl Drawers {
    fn of(pieces: &[Vec<Entry>]) -> Self {
        let n_entries: usize = pieces.iter().map(Vec::len).sum();
        let n_drawers = n_entries.next_power_of_two();
        // The five bits of rule and side come lowest.
        let drawer = |entry: Entry| (entry.0 >> 37) as usize & (n_drawers - 1);
        let mut ends = vec![0_u32; n_drawers + 1];
        pieces.iter().flatten().for_each(|&entry| ends[drawer(entry) + 1] += 1);
        for place in 1..ends.len() {
            ends[place] += ends[place - 1];
        }
        let mut entries = vec![Entry(0); n_entries];
        for &entry in pieces.iter().flatten() {
            let next = &mut ends[drawer(entry)];
            entries[*next as usize] = entry;
            *next += 1;
        }
        Self { entries, ends }
    }

    /// Shows each drawer with more than one key.
    fn each(&mut self, mut show: impl FnMut(&mut [Entry])) {
        let mut start = 0;
        for &end in &self.ends {
            if end as usize > start + 1 {
                show(&mut self.entries[start..end as usize]);
            }
            start = end as usize;
        }
    }
}
