//! Many records at once: reading lines, finding candidate pairs, scoring them.

use std::io::BufRead;

use rayon::prelude::*;

use crate::compare::Comparison;
use crate::corpus::Corpus;
use crate::features::Form;
use crate::keys::{self, Rule};
use crate::score;
use crate::weights::{Weights, prior};
use crate::wire::Line;

/// Bytes of lines that are read before they are brought into normal form together.
const CHUNK: usize = 8 << 20;
/// Longest line; a longer one is noted and left out.
const LONGEST_LINE: usize = 4 << 20;
/// Most notes that are kept; the rest is counted.
const MOST_NOTES: usize = 1000;
/// Pairs below this weight are as good as not scored.
pub(crate) const LEAST_BITS: f32 = -10.0;

/// Something in the input that was worked around.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Line, counted from 1.
    pub line: usize,
    /// What was wrong with it.
    pub message: String,
}

/// The records of one or two inputs.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    pub(crate) corpus: Corpus,
    ids: String,
    id_ends: Vec<u32>,
    keys: Vec<(u64, u32)>,
    pub(crate) notes: Vec<Note>,
    pub(crate) n_notes: usize,
}

/// A line on its way into the corpus.
struct Prepared {
    id: Option<String>,
    form: Form,
    keys: Vec<u64>,
    crooked: Vec<String>,
}

/// Two records and the weight of evidence that they are one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Edge {
    pub(crate) left: u32,
    pub(crate) right: u32,
    pub(crate) bits: f32,
    /// Whether a rule forbids to merge the two.
    pub(crate) vetoed: bool,
}

impl Batch {
    /// Reads JSON lines to the end. Blank lines are skipped, crooked ones noted and left out.
    pub(crate) fn read(&mut self, input: &mut dyn BufRead) -> std::io::Result<()> {
        let mut buffer = Vec::with_capacity(CHUNK + (64 << 10));
        let mut first_line = 1;
        loop {
            buffer.clear();
            let mut ended = false;
            while buffer.len() < CHUNK && !ended {
                ended = input.read_until(b'\n', &mut buffer)? == 0;
            }
            let lines: Vec<&[u8]> = buffer.split(|&byte| byte == b'\n').collect();
            let n_lines = lines.len() - usize::from(lines.last().is_some_and(|last| last.is_empty()));
            let prepared: Vec<Option<Result<Prepared, String>>> =
                lines[..n_lines].par_iter().with_min_len(64).map(|line| prepare(line)).collect();
            for (line, prepared) in (first_line..).zip(prepared) {
                match prepared {
                    None => {}
                    Some(Ok(prepared)) => self.push(line, prepared),
                    Some(Err(message)) => self.note(line, message),
                }
            }
            first_line += n_lines;
            if ended {
                return Ok(());
            }
        }
    }

    fn note(&mut self, line: usize, message: String) {
        self.n_notes += 1;
        if self.notes.len() < MOST_NOTES {
            self.notes.push(Note { line, message });
        }
    }

    fn push(&mut self, line: usize, prepared: Prepared) {
        let row = self.corpus.rows.len() as u32;
        for message in prepared.crooked {
            self.note(line, message);
        }
        match &prepared.id {
            Some(id) => self.ids.push_str(id),
            None => {
                self.note(line, "the record has no `record_id`; it goes by its line".to_owned());
                self.ids.push_str(&format!("line-{line}"));
            }
        }
        self.id_ends.push(u32::try_from(self.ids.len()).expect("identifiers take less than four gigabytes"));
        self.corpus.push(&prepared.form);
        self.keys.extend(prepared.keys.into_iter().map(|key| (key, row)));
    }

    /// A record's identifier.
    pub(crate) fn id(&self, row: u32) -> &str {
        let row = row as usize;
        let start = if row == 0 { 0 } else { self.id_ends[row - 1] as usize };
        &self.ids[start..self.id_ends[row] as usize]
    }

    pub(crate) fn len(&self) -> usize {
        self.corpus.rows.len()
    }

    /// Groups records by their keys; afterwards nothing more can be read.
    pub(crate) fn block(&mut self) -> Blocks {
        self.corpus.seal();
        Blocks::of(std::mem::take(&mut self.keys), &self.corpus)
    }

    /// Scores all pairs that meet in a block and that `wanted` lets through, and keeps those that are not hopeless.
    pub(crate) fn score(&self, blocks: &Blocks, weights: &Weights, wanted: impl Fn(u32, u32) -> bool + Sync) -> Vec<Edge> {
        const STRIDE: u32 = 512;
        let n_rows = self.len() as u32;
        let before = weights.prior.unwrap_or_else(|| prior(self.corpus.total));
        let strides: Vec<Vec<Edge>> = (0..n_rows.div_ceil(STRIDE))
            .into_par_iter()
            .map_init(Vec::new, |near, stride| {
                let mut edges = Vec::new();
                for left in stride * STRIDE..((stride + 1) * STRIDE).min(n_rows) {
                    blocks.neighbours(left, near);
                    for &right in near.iter().filter(|&&right| wanted(left, right) && self.corpus.worth(left, right)) {
                        edges.extend(self.score_pair(left, right, weights, before));
                    }
                }
                edges
            })
            .collect();
        strides.concat()
    }

    /// Compares two rows field by field.
    pub(crate) fn compare(&self, left: u32, right: u32) -> Comparison {
        self.corpus.compare(left as usize, right as usize)
    }

    fn score_pair(&self, left: u32, right: u32, weights: &Weights, before: f32) -> Option<Edge> {
        let compared = self.compare(left, right);
        let bits = weights.bits(&compared);
        let sum = bits.iter().sum::<f32>() + before;
        // What the fields deny by far, the trees do not bring back; asking them costs more than all the rest.
        if sum < score::HOPELESS {
            return None;
        }
        let decided = weights
            .layer
            .as_ref()
            .filter(|_| score::layer_knows(&compared))
            .map_or(sum, |layer| layer.bits(&score::inputs(&compared, &bits, self.corpus.total)));
        // Names alone never merge anybody, but neither do they keep apart whom other records bring together.
        let allowed = decided.min(score::ceiling(&compared));
        let vetoed = score::veto(&compared).is_some();
        let arguable = vetoed && score::arguable(&compared);
        let bits = if arguable { allowed.min(score::RESEMBLANCE) } else { allowed };
        (decided >= LEAST_BITS).then_some(Edge { left, right, bits, vetoed: vetoed && !arguable })
    }
}

/// Brings one line into normal form; `None` for a blank one.
fn prepare(line: &[u8]) -> Option<Result<Prepared, String>> {
    if line.iter().all(u8::is_ascii_whitespace) {
        return None;
    }
    if line.len() > LONGEST_LINE {
        return Some(Err(format!("the line has {} bytes, more than {LONGEST_LINE}", line.len())));
    }
    Some(Line::parse(line).map(|line| {
        let (raw, crooked) = line.raw();
        let form = Form::of(&raw);
        let mut keys = Vec::with_capacity(24);
        // The lowest bits tell the rule, by which blocks are capped.
        keys::of(&form, &mut |rule, key| keys.push(key & !0xf | rule as u64));
        keys.sort_unstable();
        keys.dedup();
        Prepared { id: line.id().map(str::to_owned), form, keys, crooked }
    }))
}

/// Groups of records that share a key.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    /// Members of all blocks, block by block, ascending in each.
    members: Vec<u32>,
    ends: Vec<u32>,
    /// The rule of each block.
    rules: Vec<u8>,
    /// Blocks of each row: `of_row[starts[row]..starts[row + 1]]`.
    starts: Vec<u32>,
    of_row: Vec<u32>,
    /// Blocks, pairs and blocks over the cap, by rule.
    pub(crate) yields: [(u64, u64, u64); 16],
}

impl Blocks {
    fn of(mut keys: Vec<(u64, u32)>, corpus: &Corpus) -> Self {
        drop_single(&mut keys);
        keys.par_sort_unstable();
        let mut blocks = Self { starts: vec![0; corpus.rows.len() + 1], ..Self::default() };
        let mut finer = Vec::new();
        for block in keys.chunk_by(|left, right| left.0 == right.0).filter(|block| block.len() > 1) {
            let rule = (block[0].0 & 0xf) as usize;
            if block.len() <= keys::cap(rule) {
                blocks.push(rule, block.iter().map(|&(_, row)| row));
                continue;
            }
            blocks.yields[rule].2 += 1;
            refine(corpus, block, &mut finer);
            for block in finer.chunk_by(|left, right| left.0 == right.0) {
                if (2..=FINER_CAP).contains(&block.len()) {
                    blocks.push(rule, block.iter().map(|&(_, row)| row));
                }
            }
        }
        drop(keys);
        blocks.index();
        blocks
    }

    /// Adds a block of ascending rows.
    fn push(&mut self, rule: usize, rows: impl ExactSizeIterator<Item = u32>) {
        let (n_blocks, n_pairs, _) = &mut self.yields[rule];
        *n_blocks += 1;
        *n_pairs += (rows.len() * (rows.len() - 1) / 2) as u64;
        for row in rows {
            self.members.push(row);
            self.starts[row as usize + 1] += 1;
        }
        self.ends.push(self.members.len() as u32);
        self.rules.push(rule as u8);
    }

    /// Lists the blocks of each row.
    fn index(&mut self) {
        for row in 1..self.starts.len() {
            self.starts[row] += self.starts[row - 1];
        }
        self.of_row = vec![0; self.members.len()];
        let mut next = self.starts.clone();
        let mut start = 0;
        for (block, &end) in (0_u32..).zip(&self.ends) {
            for &row in &self.members[start as usize..end as usize] {
                self.of_row[next[row as usize] as usize] = block;
                next[row as usize] += 1;
            }
            start = end;
        }
    }

    /// Fills `near` with the rows after `row` that share a block with it, ascending.
    fn neighbours(&self, row: u32, near: &mut Vec<u32>) {
        near.clear();
        for &block in &self.of_row[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize] {
            let start = if block == 0 { 0 } else { self.ends[block as usize - 1] };
            let members = &self.members[start as usize..self.ends[block as usize] as usize];
            let after = members.partition_point(|&member| member <= row);
            near.extend_from_slice(&members[after..]);
        }
        near.sort_unstable();
        near.dedup();
    }

    /// Fills `near` with all rows that share a block with `row`, ascending.
    pub(crate) fn all_neighbours(&self, row: u32, near: &mut Vec<u32>) {
        near.clear();
        for &block in &self.of_row[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize] {
            let start = if block == 0 { 0 } else { self.ends[block as usize - 1] };
            near.extend_from_slice(&self.members[start as usize..self.ends[block as usize] as usize]);
        }
        near.sort_unstable();
        near.dedup();
        near.retain(|&other| other != row);
    }

    /// All different pairs that meet.
    pub(crate) fn pairs(&self) -> Vec<(u32, u32)> {
        let mut near = Vec::new();
        let mut pairs = Vec::new();
        for row in 0..self.starts.len() as u32 - 1 {
            self.neighbours(row, &mut near);
            pairs.extend(near.iter().map(|&other| (row, other)));
        }
        pairs
    }

    /// The rules under which two rows meet, one bit each.
    pub(crate) fn rules_of(&self, left: u32, right: u32) -> u16 {
        let blocks = |row: u32| &self.of_row[self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize];
        let shared = blocks(left).iter().filter(|block| blocks(right).contains(block));
        shared.fold(0, |rules, &block| rules | 1 << self.rules[block as usize])
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

/// Largest block that a common key and one more value make.
const FINER_CAP: usize = 10;
/// A key that more records share tells nothing even with another value beside it.
const COMMONEST: usize = 20_000;

/// Sorts the records of a block that is too large by the other values they hold: each with its rows, ascending.
///
/// What many share says little, but together with a second value that few of them share it says enough to look.
fn refine(corpus: &Corpus, block: &[(u64, u32)], finer: &mut Vec<(u64, u32)>) {
    finer.clear();
    if block.len() > COMMONEST {
        return;
    }
    for &(_, row) in block {
        corpus.values(row, &mut |table, symbol| finer.push(((table as u64) << 32 | u64::from(symbol), row)));
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

/// Drops keys that only one record has, before anything is sorted: most do.
fn drop_single(keys: &mut Vec<(u64, u32)>) {
    let n_slots = (keys.len() * 4).next_power_of_two().clamp(1 << 10, 1 << 28);
    let mask = n_slots as u64 - 1;
    let slot = |key: u64| ((key >> 4) & mask) as usize;
    let mut seen = vec![0_u8; n_slots];
    for &(key, _) in &*keys {
        let count = &mut seen[slot(key)];
        *count = count.saturating_add(1);
    }
    keys.retain(|&(key, _)| seen[slot(key)] > 1);
    keys.shrink_to_fit();
}
