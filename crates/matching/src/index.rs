//! Numbers under hashes: open addressing, a hash and its number side by side, so that to look one up costs one line of memory.

/// Stands for no number.
const FREE: u32 = u32::MAX;

/// Numbers below `u32::MAX`, each under a hash of 64 bits. The hashes must be well mixed: their lowest bits choose the place.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// A power of two of them, no more than half taken, so that most hashes stand where they belong; none before the first number comes.
    slots: Vec<(u64, u32)>,
    length: usize,
}

impl Index {
    /// How many numbers there are.
    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The number under a hash.
    pub(crate) fn get(&self, hash: u64) -> Option<u32> {
        let (_, number) = *self.slots.get(self.place(hash))?;
        (number != FREE).then_some(number)
    }

    /// The number under a hash; `number` from now on, where there was none.
    pub(crate) fn get_or_insert(&mut self, hash: u64, number: u32) -> u32 {
        if self.length >= self.slots.len() / 2 {
            self.grow();
        }
        let place = self.place(hash);
        let slot = &mut self.slots[place];
        if slot.1 == FREE {
            *slot = (hash, number);
            self.length += 1;
        }
        slot.1
    }

    /// Each hash and its number, in no order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u64, u32)> + '_ {
        self.slots.iter().copied().filter(|&(_, number)| number != FREE)
    }

    /// Asks memory for what is under a hash; the answer says nothing. Asked for together, many come while one by one each would be waited for.
    pub(crate) fn fetch(&self, hash: u64) -> u32 {
        self.slots.get(hash as usize & self.slots.len().wrapping_sub(1)).map_or(0, |slot| slot.1)
    }

    /// The place of a hash, or where it would go.
    fn place(&self, hash: u64) -> usize {
        let last = self.slots.len().wrapping_sub(1);
        let mut place = hash as usize & last;
        while let Some(&(held, number)) = self.slots.get(place)
            && number != FREE
            && held != hash
        {
            place = (place + 1) & last;
        }
        place
    }

    fn grow(&mut self) {
        let slots = vec![(0, FREE); (self.slots.len() * 2).max(64)];
        for (hash, number) in std::mem::replace(&mut self.slots, slots) {
            if number != FREE {
                let place = self.place(hash);
                self.slots[place] = (hash, number);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_are_found_as_in_any_other_map(hashes in proptest::collection::vec(prop_oneof![any::<u64>(), 0..40_u64, (0..40_u64).prop_map(|high| high << 60 | 5)], 0..300)) {
            let (mut index, mut plain) = (Index::default(), BTreeMap::new());
            for (number, &hash) in (0..).zip(&hashes) {
                prop_assert_eq!(index.get(hash), plain.get(&hash).copied());
                prop_assert_eq!(index.get_or_insert(hash, number), *plain.entry(hash).or_insert(number));
                prop_assert_eq!(index.len(), plain.len());
            }
            let mut all: Vec<(u64, u32)> = index.iter().collect();
            all.sort_unstable();
            prop_assert_eq!(all, plain.into_iter().collect::<Vec<_>>());
        }
    }
}
