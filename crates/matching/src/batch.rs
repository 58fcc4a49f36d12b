//! Many records at once: reading lines, finding candidate pairs, scoring them.

use std::io::BufRead;

use rayon::prelude::*;

use crate::compare::Comparison;
use crate::corpus::Corpus;
use crate::features::Form;
use crate::block::{Blocks, Keys};
use crate::keys;
use crate::score;
use crate::weights::{Ready, Weights, prior};
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
    keys: Keys,
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
        prepared.keys.into_iter().for_each(|key| self.keys.push(key, row));
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
        let weights = weights.ready();
        let strides: Vec<Vec<Edge>> = (0..n_rows.div_ceil(STRIDE))
            .into_par_iter()
            .map_init(Vec::new, |near, stride| {
                let mut edges = Vec::new();
                for left in stride * STRIDE..((stride + 1) * STRIDE).min(n_rows) {
                    blocks.neighbours(left, near);
                    for &right in near.iter().filter(|&&right| wanted(left, right) && self.corpus.worth(left, right)) {
                        edges.extend(self.score_pair(left, right, &weights, before));
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

    fn score_pair(&self, left: u32, right: u32, weights: &Ready<'_>, before: f32) -> Option<Edge> {
        let compared = self.compare(left, right);
        let bits = weights.bits(&compared);
        let sum = bits.iter().sum::<f32>() + before;
        // What the fields deny by far, the trees do not bring back; asking them costs more than all the rest.
        if sum < score::HOPELESS {
            return None;
        }
        let decided = match weights.layer.filter(|_| score::layer_knows(&compared)) {
            Some(layer) => layer.bits_from(&score::inputs(&compared, &bits, self.corpus.total), LEAST_BITS)?,
            None => sum,
        };
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
