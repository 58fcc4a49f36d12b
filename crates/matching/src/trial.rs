//! Judges blocking where the persons are known: what each rule finds, what it alone finds, and which true pairs meet nowhere.

use std::collections::HashMap;
use std::io::BufRead;

use crate::batch::Batch;
use crate::block::{self, Blocks};
use crate::keys::Rule;
use crate::twins::Twins;
use crate::{DedupeError, Options, Thresholds};

/// What one blocking rule does for a set of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RuleTrial {
    /// The rule.
    pub rule: &'static str,
    /// Pairs that meet under it.
    pub pairs: u64,
    /// True pairs among them.
    pub found: u64,
    /// True pairs that meet under no other rule.
    pub alone: u64,
}

/// What blocking does for a set of records whose persons are known.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BlockingTrial {
    /// How many records there are.
    pub records: usize,
    /// True pairs in all.
    pub true_pairs: usize,
    /// True pairs that meet under some rule.
    pub found: usize,
    /// Different pairs that meet.
    pub met: usize,
    /// Of these, pairs that are compared field by field: they share more than a part of the name.
    pub compared: usize,
    /// True pairs among them.
    pub found_compared: usize,
    /// Each rule, in the order of the rules.
    pub rules: Vec<RuleTrial>,
    /// True pairs that meet nowhere, by their identifiers; at most a thousand.
    pub missed: Vec<(String, String)>,
}

/// Most missed pairs that are told one by one.
const MOST_MISSED: usize = 1000;

/// Blocks the records of `input` and compares with `persons`, which maps identifiers to persons.
pub fn blocking(input: &mut dyn BufRead, persons: &HashMap<String, String>) -> Result<BlockingTrial, DedupeError> {
    let mut batch = Batch::default();
    batch.read(input).map_err(DedupeError::Read)?;
    batch.arrange();
    let Options { weights, thresholds: Thresholds { review, same }, .. } = Options::default();
    let twins = Twins::of(&batch, &weights, same.max(review));
    let blocks = batch.group(Some(&twins));
    let mut of_person: HashMap<&str, Vec<u32>> = HashMap::new();
    for row in 0..batch.len() as u32 {
        if let Some(person) = persons.get(batch.id(row)) {
            of_person.entry(person).or_default().push(row);
        }
    }
    let mut trial = BlockingTrial { records: batch.len(), ..BlockingTrial::default() };
    for (left, right) in blocks.pairs() {
        trial.met += 1;
        trial.compared += usize::from(batch.corpus.worth(left, right).is_some());
    }
    trial.rules = blocks.told().iter().map(|told| RuleTrial { rule: told.rule, pairs: told.pairs, ..RuleTrial::default() }).collect();
    let by_row = by_row(&blocks, batch.len());
    let mut groups: Vec<Vec<u32>> = of_person.into_values().collect();
    groups.sort_unstable();
    for group in groups {
        for (at, &left) in group.iter().enumerate() {
            for &right in &group[at + 1..] {
                trial.count(&batch, &by_row, [left, right], [left, right].map(|row| twins.first(row)));
            }
        }
    }
    Ok(trial)
}

/// The blocks of each row, with their rules.
fn by_row(blocks: &Blocks, n_rows: usize) -> Vec<Vec<(u32, u8)>> {
    let mut by_row = vec![Vec::new(); n_rows];
    for (number, (rule, members)) in (0..).zip(blocks.each()) {
        for &member in members {
            by_row[block::member(member) as usize].push((number, rule));
        }
    }
    by_row
}

impl BlockingTrial {
    /// Counts a true pair by the rows that stand for its records.
    fn count(&mut self, batch: &Batch, by_row: &[Vec<(u32, u8)>], records: [u32; 2], [left, right]: [u32; 2]) {
        self.true_pairs += 1;
        if left == right {
            // Records alike in everything are one before blocking.
            self.found += 1;
            self.found_compared += 1;
            return;
        }
        let [of_left, of_right] = [left, right].map(|row| &by_row[row as usize]);
        let rules = of_left.iter().filter(|block| of_right.contains(block)).fold(0_u16, |rules, &(_, rule)| rules | 1 << rule);
        if rules != 0 {
            self.found += 1;
            self.found_compared += usize::from(batch.corpus.worth(left, right).is_some());
        } else if self.missed.len() < MOST_MISSED {
            let [left, right] = records.map(|row| batch.id(row).to_owned());
            self.missed.push((left, right));
        }
        for (place, rule) in Rule::ALL.into_iter().enumerate() {
            let bit = 1_u16 << rule as u16;
            self.rules[place].found += u64::from(rules & bit != 0);
            self.rules[place].alone += u64::from(rules == bit);
        }
    }

    /// The share of true pairs that meet under some rule; 1 where there are none.
    #[must_use]
    pub fn recall(&self) -> f64 {
        if self.true_pairs == 0 { 1.0 } else { self.found as f64 / self.true_pairs as f64 }
    }
}
