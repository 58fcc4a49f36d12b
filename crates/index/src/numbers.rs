//! One number for each value of a facet, the same in all segments, so that counts of segments are added up without looking at texts.

use std::collections::HashMap;
use std::hash::{BuildHasher as _, RandomState};
use std::sync::{Mutex, PoisonError};

use crate::document::hash;

/// Most arrays of zeros that are kept for the next query.
const MOST_SPARE: usize = 4;

/// The numbers of the values of a facet; numbers are only ever added.
#[derive(Default)]
pub(crate) struct Numbers {
    known: Mutex<Known>,
    keys: [RandomState; 2],
    spare: Mutex<Vec<Vec<u32>>>,
}

#[derive(Default)]
struct Known {
    /// By two hashes with keys of their own: that two values share both is less likely than that the memory errs.
    by_value: HashMap<(u64, u64), u32>,
    /// By number, what puts equally frequent values into an order that follows from the values alone.
    ties: Vec<u64>,
}

impl Numbers {
    /// The numbers of values, new ones where they have none yet.
    pub(crate) fn of_all(&self, mut each: impl FnMut(&mut dyn FnMut(&[u8])) -> tantivy::Result<()>) -> tantivy::Result<Vec<u32>> {
        let mut all = Vec::new();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Known { by_value, ties } = &mut *known;
        each(&mut |value: &[u8]| {
            let key = (self.keys[0].hash_one(value), self.keys[1].hash_one(value));
            let number = *by_value.entry(key).or_insert_with(|| {
                ties.push(hash(value));
                u32::try_from(ties.len() - 1).unwrap_or(u32::MAX)
            });
            all.push(number);
        })?;
        Ok(all)
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).ties.len()
    }

    /// What breaks ties for a number.
    pub(crate) fn tie(&self, number: u32) -> u64 {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).ties.get(number as usize).copied().unwrap_or(0)
    }

    /// Keeps the `most` first of equally frequent values.
    pub(crate) fn first(&self, mut numbers: Vec<u32>, most: usize) -> Vec<u32> {
        if numbers.len() > most && most > 0 {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let tie = |number: &u32| known.ties.get(*number as usize).copied().unwrap_or(0);
            numbers.select_nth_unstable_by_key(most - 1, tie);
        }
        numbers.truncate(most);
        numbers
    }

    /// A zero for each number.
    pub(crate) fn zeros(&self) -> Vec<u32> {
        let mut zeros = self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        zeros.resize(self.len(), 0);
        zeros
    }

    /// Keeps an array that was set back to zeros for the next query.
    pub(crate) fn give_back(&self, zeros: Vec<u32>) {
        let mut spare = self.spare.lock().unwrap_or_else(PoisonError::into_inner);
        if spare.len() < MOST_SPARE {
            spare.push(zeros);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_has_one_number() {
        let numbers = Numbers::default();
        let of = |values: &[&str]| {
            numbers.of_all(|tell| {
                values.iter().for_each(|value| tell(value.as_bytes()));
                Ok(())
            })
        };
        assert_eq!(of(&["a", "b", "c"]).expect("numbers"), [0, 1, 2]);
        assert_eq!(of(&["b", "x", "a"]).expect("numbers"), [1, 3, 0]);
        assert_eq!((numbers.len(), numbers.zeros().len()), (4, 4));
        let (first, again) = (numbers.first(vec![0, 1, 2, 3], 2), numbers.first(vec![3, 2, 1, 0], 2));
        assert!(first.len() == 2 && first.iter().all(|number| again.contains(number)), "{first:?} {again:?}");
    }
}
