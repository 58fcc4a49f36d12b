//! The features by name and value: those of few values have a number, so that their weights lie in a list and need no search.

use crate::chain::Feature;

/// Features that hold at one piece.
#[derive(Debug)]
pub(super) struct Features {
    /// Those that have a number: the first `n_numbered`.
    numbers: Box<[u32; MOST]>,
    n_numbered: usize,
    /// The others: words.
    pub(super) hashed: Vec<Feature>,
}

/// Features with a number that one piece has at most, its row's included: see [`super::feature`].
const MOST: usize = 128;

impl Default for Features {
    fn default() -> Self {
        Self { numbers: Box::new([0; MOST]), n_numbered: 0, hashed: Vec::new() }
    }
}

impl Features {
    /// Forgets them.
    pub(super) fn clear(&mut self) {
        self.n_numbered = 0;
        self.hashed.clear();
    }

    /// The numbers of those that have one.
    pub(super) fn numbered(&self) -> &[u32] {
        self.numbers.get(..self.n_numbered).unwrap_or_default()
    }

    /// All of them as hashes, for training.
    #[cfg(feature = "train")]
    pub(super) fn hashes(&self) -> Vec<Feature> {
        let all: Vec<Feature> = numbered().collect();
        self.numbered().iter().map(|number| all[*number as usize]).chain(self.hashed.iter().copied()).collect()
    }
}

/// Whose feature it is, counted from 1: the piece's own, or that of a neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    Own = 1,
    Before = 2,
    Behind = 3,
    SecondBefore = 4,
    SecondBehind = 5,
}

impl Whose {
    const NEIGHBOURS: [Self; 4] = [Self::Before, Self::Behind, Self::SecondBefore, Self::SecondBehind];

    /// How many numbers go before those of its features.
    const fn base(self) -> u32 {
        match self {
            Self::Own => 0,
            neighbour => OWN.count + (neighbour as u32 - Self::Before as u32) * NEAR.count,
        }
    }
}

/// Collects features of one piece.
pub(super) struct Collector<'a> {
    features: &'a mut Features,
    whose: Whose,
    /// How many numbers go before those of its features.
    base: u32,
}

impl<'a> Collector<'a> {
    /// Appends to `features`.
    pub(super) fn new(features: &'a mut Features, whose: Whose) -> Self {
        Self { features, whose, base: whose.base() }
    }

    /// Adds features by name and value.
    #[inline(always)]
    pub(super) fn add<const COUNT: usize>(&mut self, named: [(Name, u32); COUNT]) {
        let is_numbered = named.iter().fold(true, |all, (name, value)| all & (*value < name.size));
        let start = self.features.n_numbered;
        match self.features.numbers.get_mut(start..).and_then(<[u32]>::first_chunk_mut::<COUNT>) {
            Some(places) if is_numbered => {
                *places = named.map(|(name, value)| self.base + name.first + value);
                self.features.n_numbered = start + COUNT;
            }
            _ => self.add_some(&named),
        }
    }

    /// The same where some may have no number.
    #[cold]
    #[inline(never)]
    fn add_some(&mut self, named: &[(Name, u32)]) {
        self.features.hashed.extend(named.iter().map(|(name, value)| hash(self.whose, name.name, *value)));
    }

    /// Adds features by name and value of names that have no numbers.
    pub(super) fn add_hashed(&mut self, named: &[(u32, u32)]) {
        self.features.hashed.extend(named.iter().map(|&(name, value)| hash(self.whose, name, value)));
    }
}

/// Multiply and fold: cheap, and good enough to spread a few ten thousand features.
fn hash(whose: Whose, name: u32, value: u32) -> Feature {
    let key = u64::from((whose as u32) << 12 | name) << 32 | u64::from(value);
    let hash = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    (hash >> 32) as u32 ^ (hash as u32).rotate_left(7) | 1
}

/// A feature's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    name: u32,
    /// Number of its first value.
    first: u32,
    /// How many values have numbers.
    size: u32,
}

impl Name {
    /// Of a piece's own feature.
    pub(super) const fn own(name: u32) -> Self {
        OWN.name(name)
    }

    /// Of a neighbour's feature.
    pub(super) const fn near(name: u32) -> Self {
        NEAR.name(name)
    }

    /// The name that is `number` names on, of those that have as many values.
    pub(super) const fn nth(self, number: u32) -> Self {
        Self { name: self.name + number, first: self.first + number * self.size, size: self.size }
    }
}

/// One more than the last name.
const N_NAMES: usize = 128;

/// Names of features with the number of each one's first value, and how many values have numbers.
struct Names {
    places: [(u32, u32); N_NAMES],
    count: u32,
}

impl Names {
    /// Of `sizes`: names from one to another with how many values each has.
    const fn new(sizes: &[(usize, usize, u32)]) -> Self {
        let mut names = Self { places: [(0, 0); N_NAMES], count: 0 };
        let mut at = 0;
        while at < sizes.len() {
            let (mut name, last, size) = sizes[at];
            while name <= last {
                names.places[name] = (names.count, size);
                names.count += size;
                name += 1;
            }
            at += 1;
        }
        names
    }

    const fn name(&self, name: u32) -> Name {
        let (first, size) = self.places[name as usize];
        Name { name, first, size }
    }

    /// All names and values, by number.
    fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut places: Vec<(u32, u32, u32)> = (0..).zip(self.places).map(|(name, (first, size))| (first, name, size)).collect();
        places.sort_unstable();
        places.into_iter().flat_map(|(_, name, size)| (0..size).map(move |value| (name, value)))
    }
}

/// The names of a piece's own features, see [`super::feature`].
const OWN: Names = Names::new(&[
    (0, 0, 1),
    (1, 2, 9),
    (3, 3, 144),
    (4, 4, 8),
    (5, 5, 7),
    (6, 6, 8),
    (7, 7, 5),
    (8, 8, 9),
    (16, 16, 5),
    (17, 17, 40),
    (9, 9, 32),
    (10, 10, 32 << 8),
    (11, 11, 32),
    (12, 12, 32 << 5),
    (13, 13, 4),
    (14, 14, 13),
    (15, 15, 12),
    (30, 30, 9),
    (31, 37, 64),
    (60, 61, 13),
    (62, 62, 16),
    (63, 63, 13),
    (64, 78, 2),
    (80, 80, 16 << 4),
    (81, 81, 7 << 4),
    (86, 86, 32),
    (87, 87, 32 << 4),
    (82, 82, 4),
    (83, 83, 32),
    (84, 84, 32 << 4),
    (85, 85, 16),
    (100, 104, 12),
    (106, 106, 6 << 4),
    (110, 114, 12),
    (116, 116, 6 << 4),
    (117, 117, 6 << 8),
]);

/// The names of a neighbour's features.
const NEAR: Names = Names::new(&[
    (90, 90, 1),
    (91, 91, 32),
    (92, 92, 32 << 5),
    (93, 93, 32 << 5),
    (94, 94, 8),
    (95, 95, 4 << 8),
    (98, 98, 4 << 8),
    (96, 96, 7 << 5),
    (97, 97, 32 << 5),
]);

/// All features that have a number, by number.
pub(super) fn numbered() -> impl Iterator<Item = Feature> {
    let own = OWN.all().map(|(name, value)| hash(Whose::Own, name, value));
    let near = Whose::NEIGHBOURS.into_iter().flat_map(|whose| NEAR.all().map(move |(name, value)| hash(whose, name, value)));
    own.chain(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_hashes_name_the_same_features() {
        let all: Vec<Feature> = numbered().collect();
        for (whose, name, value) in [(Whose::Own, 0, 0), (Whose::Own, 117, 1375), (Whose::Before, 90, 0), (Whose::SecondBehind, 97, 1023)] {
            let mut features = Features::default();
            let known = if whose == Whose::Own { Name::own(name) } else { Name::near(name) };
            Collector::new(&mut features, whose).add([(known, value)]);
            assert!(features.hashed.is_empty());
            assert_eq!(all[features.numbered()[0] as usize], hash(whose, name, value));
        }
    }

    #[test]
    fn names_in_a_row_have_their_numbers() {
        for (first, last) in [(31, 37), (64, 78), (100, 104), (110, 114)] {
            for number in 0..=last - first {
                let (name, other) = (Name::own(first).nth(number), Name::own(first + number));
                assert_eq!((name.name, name.first, name.size), (other.name, other.first, other.size));
            }
        }
    }

    #[test]
    fn a_value_beyond_the_numbers_is_hashed() {
        let mut features = Features::default();
        Collector::new(&mut features, Whose::Own).add([(Name::own(1), 3), (Name::own(1), 9)]);
        assert_eq!((features.numbered().len(), features.hashed), (0, vec![hash(Whose::Own, 1, 3), hash(Whose::Own, 1, 9)]));
    }
}
