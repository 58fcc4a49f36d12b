//! The features by name and value: those of few values have a number, so that their weights lie in a list and need no search.
//!
//! A number stands for all features that hold whenever one does: they are summed up once, when the model is read, and the chain adds
//! one row of weights where it would add several.

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
        let all: Vec<Meant> = numbered().collect();
        let of_number = |number: &u32| all[*number as usize].as_ref();
        self.numbered().iter().flat_map(of_number).chain(&self.hashed).copied().collect()
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
            neighbour => OWN.count + (neighbour as u32 - Self::Before as u32),
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
                *places = named.map(|(name, value)| self.base + (name.first + value) * name.step);
                self.features.n_numbered = start + COUNT;
            }
            _ => self.add_some(&named),
        }
    }

    /// The same where some may have no number.
    #[cold]
    #[inline(never)]
    fn add_some(&mut self, named: &[(Name, u32)]) {
        named.iter().for_each(|(name, value)| self.features.hashed.extend_from_slice(meant(self.whose, name.name, *value).as_ref()));
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

/// Most features that one number stands for.
const MOST_MEANT: usize = 8;

/// The features that one number stands for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Meant {
    features: [Feature; MOST_MEANT],
    count: usize,
}

impl Meant {
    fn push(&mut self, feature: Feature) {
        if let Some(place) = self.features.get_mut(self.count) {
            *place = feature;
            self.count += 1;
        }
    }
}

impl AsRef<[Feature]> for Meant {
    fn as_ref(&self) -> &[Feature] {
        &self.features[..self.count]
    }
}

/// Names of groups of features, which are no features themselves: two halves of the flags, pairs of cues, and of the shares
/// from either end three and two.
pub(super) mod group {
    pub(crate) const FLAGS: u32 = 118;
    pub(crate) const CUES: u32 = 120;
    pub(crate) const SHARES: u32 = 124;
}

/// The features that hold wherever one does, itself first, and those of a group.
fn meant(whose: Whose, name: u32, value: u32) -> Meant {
    let mut meant = Meant::default();
    let mut tell = |implied: &[(u32, u32)]| implied.iter().for_each(|(name, value)| meant.push(hash(whose, *name, *value)));
    let itself = (name, value);
    match (whose, name) {
        (Whose::Own, 10) => tell(&[itself, (1, value >> 4 & 15), (2, value & 15), (3, value & 255)]),
        (Whose::Own, 12) => tell(&[itself, (9, value & 31), (11, value >> 5)]),
        (Whose::Own, 17) => tell(&[itself, (7, value & 7), (16, value >> 3)]),
        (Whose::Own, 80) => tell(&[itself, (30, value & 15)]),
        (Whose::Own, 84) => tell(&[itself, (83, value >> 4)]),
        (Whose::Own, 87) => tell(&[itself, (86, value >> 4)]),
        (Whose::Own, 117) => tell(&[itself, (106, value >> 8 << 4 | value & 15), (116, value & 255)]),
        (Whose::Own, group::FLAGS..=119) => {
            let first = 64 + (name - group::FLAGS) * 8;
            (0..8).filter(|bit| value >> bit & 1 != 0).for_each(|bit| meant.push(hash(whose, first + bit, 1)));
        }
        (Whose::Own, group::CUES..=122) => {
            let first = 31 + (name - group::CUES) * 2;
            tell(&[(first, value >> 5), (first + 1, value & 31)]);
        }
        (Whose::Own, group::SHARES..=127) => {
            // Three from one end, then the other two.
            let (end, is_rest) = ((name - group::SHARES) / 2, (name - group::SHARES) % 2);
            let (first, n_shares, many) = (100 + 10 * end + 3 * is_rest, 3 - is_rest as usize, value & 1);
            let share = |index: u32| ((value >> 1) / 6_u32.pow(index) % 6) << 1;
            tell(&[0, 1, 2].map(|index| (first + index, share(index) | many))[..n_shares]);
        }
        (Whose::Own, _) => tell(&[itself]),
        (_, 92) => tell(&[itself, (91, value >> 5)]),
        _ => tell(&[itself]),
    }
    meant
}

/// A feature's name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name {
    name: u32,
    /// Number of its first value.
    first: u32,
    /// How many values have numbers.
    size: u32,
    /// By how much the number of one value is greater than that of the value before.
    step: u32,
}

impl Name {
    /// Of a piece's own feature.
    pub(super) const fn own(name: u32) -> Self {
        OWN.name(name, 1)
    }

    /// Of a neighbour's feature. A piece is a neighbour four times, and then has the same values: their weights lie together.
    pub(super) const fn near(name: u32) -> Self {
        NEAR.name(name, Whose::NEIGHBOURS.len() as u32)
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

    const fn name(&self, name: u32, step: u32) -> Name {
        let (first, size) = self.places[name as usize];
        Name { name, first, size, step }
    }

    /// All names and values, by number.
    fn all(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut places: Vec<(u32, u32, u32)> = (0..).zip(self.places).map(|(name, (first, size))| (first, name, size)).collect();
        places.sort_unstable();
        places.into_iter().flat_map(|(_, name, size)| (0..size).map(move |value| (name, value)))
    }
}

/// The names of a piece's own features that are told, see [`super::feature`]; others are implied, see [`meant`].
const OWN: Names = Names::new(&[
    (0, 0, 1),
    (4, 4, 8),
    (5, 5, 7),
    (6, 6, 8),
    (8, 8, 9),
    (17, 17, 40),
    (10, 10, 32 << 8),
    (12, 12, 32 << 5),
    (13, 13, 4),
    (14, 14, 13),
    (15, 15, 12),
    (37, 37, 64),
    (60, 61, 13),
    (62, 62, 16),
    (63, 63, 13),
    (80, 80, 16 << 4),
    (81, 81, 7 << 4),
    (87, 87, 32 << 4),
    (82, 82, 4),
    (84, 84, 32 << 4),
    (85, 85, 16),
    (117, 117, 6 << 8),
    (118, 119, 1 << 8),
    (120, 122, 32 << 5),
    (124, 124, (6 * 6 * 6) << 1),
    (125, 125, (6 * 6) << 1),
    (126, 126, (6 * 6 * 6) << 1),
    (127, 127, (6 * 6) << 1),
]);

/// The names of a neighbour's features.
const NEAR: Names = Names::new(&[
    (90, 90, 1),
    (92, 92, 32 << 5),
    (93, 93, 32 << 5),
    (94, 94, 8),
    (95, 95, 4 << 8),
    (98, 98, 4 << 8),
    (96, 96, 7 << 5),
    (97, 97, 32 << 5),
]);

/// How many numbers there are.
pub(super) const N_NUMBERED: usize = (OWN.count + Whose::NEIGHBOURS.len() as u32 * NEAR.count) as usize;

/// What each number stands for.
pub(super) fn numbered() -> impl Iterator<Item = Meant> {
    let own = OWN.all().map(|(name, value)| meant(Whose::Own, name, value));
    let near = NEAR.all().flat_map(|(name, value)| Whose::NEIGHBOURS.map(|whose| meant(whose, name, value)));
    own.chain(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All features that hold where one is told.
    fn told(whose: Whose, name: Name, value: u32) -> Vec<Feature> {
        let (all, mut features): (Vec<Meant>, _) = (numbered().collect(), Features::default());
        Collector::new(&mut features, whose).add([(name, value)]);
        assert!(features.hashed.is_empty());
        features.numbered().iter().flat_map(|number| all[*number as usize].as_ref()).copied().collect()
    }

    #[test]
    fn numbers_and_hashes_name_the_same_features() {
        for (whose, name, value) in [(Whose::Own, 0, 0), (Whose::Own, 85, 13), (Whose::Before, 90, 0), (Whose::SecondBehind, 97, 1023)] {
            let known = if whose == Whose::Own { Name::own(name) } else { Name::near(name) };
            assert_eq!(told(whose, known, value), [hash(whose, name, value)]);
        }
    }

    #[test]
    fn what_holds_wherever_another_does_is_told_by_its_number() {
        let own = |features: &[(u32, u32)]| features.iter().map(|(name, value)| hash(Whose::Own, *name, *value)).collect::<Vec<_>>();
        for (name, value, features) in [
            (10, 5 << 8 | 3 << 4 | 7, &[(10, 5 << 8 | 3 << 4 | 7), (1, 3), (2, 7), (3, 3 << 4 | 7)][..]),
            (12, 9 << 5 | 17, &[(12, 9 << 5 | 17), (9, 17), (11, 9)]),
            (117, 4 << 8 | 2 << 4 | 11, &[(117, 4 << 8 | 2 << 4 | 11), (106, 4 << 4 | 11), (116, 2 << 4 | 11)]),
            (group::FLAGS, 0b1000_0010, &[(65, 1), (71, 1)]),
            (group::FLAGS + 1, 1, &[(72, 1)]),
            (group::CUES + 2, 19 << 5 | 4, &[(35, 19), (36, 4)]),
            (group::SHARES, (3 * 36 + 2 * 6 + 5) << 1 | 1, &[(100, 5 << 1 | 1), (101, 2 << 1 | 1), (102, 3 << 1 | 1)]),
            (group::SHARES + 3, (4 * 6 + 1) << 1, &[(113, 1 << 1), (114, 4 << 1)]),
        ] {
            assert_eq!(told(Whose::Own, Name::own(name), value), own(features), "{name}");
        }
        assert_eq!(
            told(Whose::Behind, Name::near(92), 7 << 5 | 3),
            [(92, 7 << 5 | 3), (91, 7)].map(|(name, value)| hash(Whose::Behind, name, value))
        );
    }

    #[test]
    fn a_value_beyond_the_numbers_is_hashed() {
        let mut features = Features::default();
        Collector::new(&mut features, Whose::Own).add([(Name::own(85), 3), (Name::own(80), 256)]);
        assert_eq!(
            (features.numbered().len(), features.hashed),
            (0, [(85, 3), (80, 256), (30, 0)].map(|(name, value)| hash(Whose::Own, name, value)).to_vec())
        );
    }
}
