//! Weights of a trained chain, as they lie in the binary.

use std::hint::select_unpredictable;

/// A feature's hash. Two features that collide share their weights, which training has seen too.
pub(crate) type Feature = u32;

const MAGIC: &[u8; 8] = b"vitaecrf";

/// Most labels that a model may have: rows are as wide, so that each is a few vector registers.
pub(super) const WIDTH: usize = 16;

/// One number per label; those beyond the model's labels are not used.
pub(super) type PerLabel = [f32; WIDTH];

/// Most labels of a model: a feature and its weights are half a cache line.
const MOST_LABELS: usize = 14;

/// One feature's weights; behind them the halves of the feature itself.
type Entry = [i16; WIDTH];

/// Weights as they are summed up: one cache line.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Wide([i32; WIDTH]);

/// Sums of weights, one for each label, in steps of a model's scale: whole numbers, so that the order of adding is free.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sums(Wide);

impl Sums {
    fn add(&mut self, weights: &Entry) {
        self.0.0.iter_mut().zip(weights).for_each(|(sum, weight)| *sum += i32::from(*weight));
    }

    fn add_wide(&mut self, weights: &Wide) {
        self.0.0.iter_mut().zip(&weights.0).for_each(|(sum, weight)| *sum += weight);
    }

    /// The same as one feature's weights, behind them nothing; `None` where they are too large for that.
    fn narrowed(&self) -> Option<Entry> {
        let sums = self.0.0.first_chunk::<MOST_LABELS>()?;
        let narrow = sums.map(|sum| sum as i16);
        let fits = sums.iter().zip(&narrow).fold(true, |all, (sum, weight)| all & (*sum == i32::from(*weight)));
        fits.then(|| widened(narrow.into_iter()))
    }
}

/// What an unknown feature adds.
static NOTHING: Entry = [0; WIDTH];

/// Two features that fall on one place: one cache line, read whole, without a branch that depends on what is there.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(64))]
struct Bucket([Entry; 2]);

impl Bucket {
    const EMPTY: Feature = 0;

    fn feature(&self, place: usize) -> Feature {
        whole(&self.0[place])
    }
}

/// The weights as they lie in the file: an open-addressed list.
#[cfg(feature = "train")]
#[derive(Debug, Clone)]
struct Packed {
    /// Features by slot; 0 marks an empty one.
    slots: Box<[Feature]>,
    weights: Box<[Entry]>,
}

/// A trained chain: weights of (feature, label) and of (edge kind, label, label).
///
/// Features live in buckets of two, half of the places empty, so that a look-up is nearly always one cache line.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    n_labels: usize,
    n_edges: usize,
    /// Weights in steps of `scale`.
    buckets: Box<[Bucket]>,
    /// Those of the features that have a number, by number: dozens are added at each piece, and half as many bytes are half as often to be
    /// waited for. Behind them stands 0, or which of `wide`, counted from 1, holds them instead.
    numbered: Box<[Entry]>,
    /// The sums among them that are too large.
    wide: Box<[Wide]>,
    #[cfg(feature = "train")]
    packed: Packed,
    scale: f32,
    /// By kind of edge and label it leaves.
    steps: Box<[PerLabel]>,
    /// The same as factors: their exponentials, 0 beyond the labels.
    factors: Box<[PerLabel]>,
    /// The factors by kind of edge and label it reaches.
    reversed: Box<[PerLabel]>,
}

/// Why bytes are no model.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("these {0} bytes are not a labelling model")]
pub(crate) struct InvalidModel(usize);

impl Model {
    /// Packs trained weights: `(feature, one weight per label)` and the transitions `[edge][from][to]`.
    #[cfg(feature = "train")]
    pub(crate) fn pack(n_labels: usize, n_edges: usize, features: &[(Feature, Vec<f64>)], transitions: &[f64]) -> Self {
        let n_slots = (features.len() * 3 / 2 + 1).next_power_of_two();
        let largest = features.iter().flat_map(|(_, row)| row).fold(1e-6_f64, |largest, weight| largest.max(weight.abs()));
        let scale = largest / f64::from(i16::MAX);
        let mut slots = vec![0; n_slots].into_boxed_slice();
        let mut weights = vec![Entry::default(); n_slots].into_boxed_slice();
        for (feature, row) in features {
            let mut slot = *feature as usize & (n_slots - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            slots[slot] = *feature;
            for (label, weight) in row.iter().enumerate() {
                weights[slot][label] = (weight / scale).round() as i16;
            }
        }
        let transitions: Vec<f32> = transitions.iter().map(|weight| *weight as f32).collect();
        let entries = slots.iter().copied().zip(weights.iter().copied());
        Self::new(n_labels, n_edges, entries, scale as f32, &transitions)
    }

    /// Writes the model in little-endian form.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        let Packed { slots, weights } = &self.packed;
        for count in [self.n_labels, self.n_edges, slots.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.steps.iter().flat_map(|row| &row[..self.n_labels]).flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(slots.iter().flat_map(|slot| slot.to_le_bytes()));
        bytes.extend(weights.iter().flat_map(|row| &row[..self.n_labels]).flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// Reads what [`Model::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidModel> {
        let refused = || InvalidModel(bytes.len());
        let body = bytes.strip_prefix(MAGIC).ok_or_else(refused)?;
        let (head, body) = body.split_at_checked(16).ok_or_else(refused)?;
        let word = |position: usize| [head[position], head[position + 1], head[position + 2], head[position + 3]];
        let [n_labels, n_edges, n_slots] = [0, 4, 8].map(|position| u32::from_le_bytes(word(position)) as usize);
        if n_labels == 0 || n_labels > MOST_LABELS {
            return Err(refused());
        }
        let n_transitions = n_edges.checked_mul(n_labels * n_labels).ok_or_else(refused)?;
        let (transitions, body) = body.split_at_checked(n_transitions.checked_mul(4).ok_or_else(refused)?).ok_or_else(refused)?;
        let (slots, weights) = body.split_at_checked(n_slots.checked_mul(4).ok_or_else(refused)?).ok_or_else(refused)?;
        if !n_slots.is_power_of_two() || weights.len() != n_slots * n_labels * 2 {
            return Err(refused());
        }
        let weight = |bytes: &[u8; 2]| i16::from_le_bytes(*bytes);
        let transitions: Vec<f32> = transitions.as_chunks::<4>().0.iter().map(|word| f32::from_le_bytes(*word)).collect();
        let features = slots.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word));
        let weights = weights.as_chunks::<2>().0.chunks_exact(n_labels).map(|row| widened(row.iter().map(weight)));
        Ok(Self::new(n_labels, n_edges, features.zip(weights), f32::from_le_bytes(word(12)), &transitions))
    }

    /// A model of `entries`, features and their weights by slot, and `transitions`, `[edge][from][to]`.
    fn new(
        n_labels: usize,
        n_edges: usize,
        entries: impl Iterator<Item = (Feature, Entry)> + Clone,
        scale: f32,
        transitions: &[f32],
    ) -> Self {
        let rows = || transitions.chunks_exact(n_labels);
        let steps = rows().map(|row| widened(row.iter().copied())).collect();
        let factors = rows().map(|row| widened(row.iter().map(|step| step.exp()))).collect();
        let into = |edge: &[f32], to: usize| widened(edge.iter().skip(to).step_by(n_labels).map(|step| step.exp()));
        let edges = transitions.chunks_exact(n_labels * n_labels);
        let reversed = edges.flat_map(|edge| (0..n_labels).map(move |to| into(edge, to))).collect();
        Self {
            n_labels,
            n_edges,
            buckets: buckets(entries.clone()),
            numbered: Box::default(),
            wide: Box::default(),
            #[cfg(feature = "train")]
            packed: Packed { slots: entries.clone().map(|(feature, _)| feature).collect(), weights: entries.map(|(_, row)| row).collect() },
            scale,
            steps,
            factors,
            reversed,
        }
    }

    pub(crate) fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// Gives `count` groups of features the numbers from 0 on: what [`Model::add_numbered`] then finds without a search, and adds at once.
    pub(crate) fn numbered(mut self, count: usize, groups: impl Iterator<Item: AsRef<[Feature]>>) -> Self {
        let (mut numbered, mut wide) = (Vec::with_capacity(count), Vec::new());
        numbered.extend(groups.map(|group| {
            let mut sums = Sums::default();
            self.add(&mut sums, group.as_ref().iter().copied());
            sums.narrowed().unwrap_or_else(|| {
                wide.push(sums.0);
                let mut elsewhere = Entry::default();
                elsewhere[MOST_LABELS..].copy_from_slice(&halves(wide.len() as u32));
                elsewhere
            })
        }));
        self.numbered = numbered.into();
        self.wide = wide.into();
        self
    }

    /// Adds the weights of features by their numbers.
    pub(crate) fn add_numbered(&self, sums: &mut Sums, numbers: &[u32]) {
        // Where there are none, nothing is added.
        let mut all = *sums;
        for weights in numbers.iter().filter_map(|number| self.numbered.get(*number as usize)) {
            all.add(weights);
            if whole(weights) != 0 {
                all.add_wide(&self.wide[whole(weights) as usize - 1]);
            }
        }
        *sums = all;
    }

    /// Adds the weights of `features`; unknown ones add nothing, and what stands beyond the model's labels means nothing.
    pub(crate) fn add(&self, sums: &mut Sums, features: impl IntoIterator<Item = Feature>) {
        features.into_iter().filter_map(|feature| self.weights(feature)).for_each(|weights| sums.add(weights));
    }

    /// The weights of one feature, behind them its halves.
    fn weights(&self, feature: Feature) -> Option<&Entry> {
        let mut place = home(feature, self.buckets.len());
        loop {
            let bucket = self.buckets.get(place)?;
            let [first, second] = [0, 1].map(|place| bucket.feature(place) == feature);
            // Which entry it is, or none, cannot be foreseen: a branch would be wrong every other time.
            let [left, right] = &bucket.0;
            let entry = select_unpredictable(second, right, left);
            let entry = select_unpredictable(first | second, entry, &NOTHING);
            // Only from a full bucket features go on to the next one.
            if first | second | (bucket.feature(1) == Bucket::EMPTY) {
                return Some(entry);
            }
            place = (place + 1) & (self.buckets.len() - 1);
        }
    }

    /// The scores that `sums` stand for.
    pub(super) fn scores(&self, sums: &Sums) -> PerLabel {
        sums.0.0.map(|sum| sum as f32 * self.scale)
    }

    /// Weights of stepping over an edge of kind `edge`, a row for each label it leaves. An unknown kind counts as the last known one.
    pub(super) fn steps(&self, edge: u8) -> &[PerLabel] {
        self.of_edge(&self.steps, edge)
    }

    /// The same as factors.
    pub(super) fn factors(&self, edge: u8) -> &[PerLabel] {
        self.of_edge(&self.factors, edge)
    }

    /// The same factors, a row for each label that the edge reaches.
    pub(super) fn reversed(&self, edge: u8) -> &[PerLabel] {
        self.of_edge(&self.reversed, edge)
    }

    fn of_edge<'a>(&self, rows: &'a [PerLabel], edge: u8) -> &'a [PerLabel] {
        let edge = usize::from(edge).min(self.n_edges.saturating_sub(1));
        &rows[edge * self.n_labels..(edge + 1) * self.n_labels]
    }
}

/// The bucket of `n_buckets`, a power of two, where a feature lies, or from which on. The lowest bit of all features is the same.
fn home(feature: Feature, n_buckets: usize) -> usize {
    feature as usize >> 1 & n_buckets.wrapping_sub(1)
}

/// Puts features and their weights into buckets of which half of the places stay empty at least.
fn buckets(entries: impl Iterator<Item = (Feature, Entry)> + Clone) -> Box<[Bucket]> {
    let features = entries.filter(|(feature, _)| *feature != Bucket::EMPTY);
    let mut buckets = vec![Bucket::default(); features.clone().count().next_power_of_two()].into_boxed_slice();
    for (feature, weights) in features {
        let mut at = home(feature, buckets.len());
        let place = loop {
            match (0..2).find(|place| buckets[at].feature(*place) == Bucket::EMPTY) {
                Some(place) => break place,
                None => at = (at + 1) & (buckets.len() - 1),
            }
        };
        let entry = &mut buckets[at].0[place];
        entry[..MOST_LABELS].copy_from_slice(&weights[..MOST_LABELS]);
        entry[MOST_LABELS..].copy_from_slice(&halves(feature));
    }
    buckets
}

/// A number as it stands behind weights.
fn halves(number: u32) -> [i16; WIDTH - MOST_LABELS] {
    [number as u16, (number >> 16) as u16].map(u16::cast_signed)
}

/// The number that stands behind weights.
fn whole(weights: &Entry) -> u32 {
    let [.., low, high] = *weights;
    u32::from(low.cast_unsigned()) | u32::from(high.cast_unsigned()) << 16
}

/// A row of `values`, 0 beyond them.
fn widened<T: Default + Copy>(values: impl Iterator<Item = T>) -> [T; WIDTH] {
    let mut row = [T::default(); WIDTH];
    row.iter_mut().zip(values).for_each(|(place, value)| *place = value);
    row
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_bytes() {
        let features: Vec<_> = (1..200_u32).map(|hash| (hash * 64, vec![f64::from(hash), -1.0, 0.5])).collect();
        let model = Model::pack(3, 2, &features, &[0.25; 18]);
        let read = Model::from_bytes(&model.to_bytes()).expect("its own bytes");
        let found = scores(&read, &[64 * 150]);
        assert!((found[0] - 150.0).abs() < 0.01 && (found[1] + 1.0).abs() < 0.01);
        assert_eq!(read.steps(1).iter().map(|row| row[2]).collect::<Vec<_>>(), [0.25; 3]);
        assert_eq!(scores(&read, &[7])[..3], [0.0; 3]);
    }

    fn scores(model: &Model, features: &[Feature]) -> PerLabel {
        let mut sums = Sums::default();
        model.add(&mut sums, features.iter().copied());
        model.scores(&sums)
    }

    #[test]
    fn numbered_features_weigh_what_they_weigh() {
        let features: Vec<_> = (1..50_u32).map(|hash| (hash * 64 + 1, vec![f64::from(hash), 1.0])).collect();
        let model = Model::pack(2, 1, &features, &[0.0; 4]).numbered(3, [&[0][..], &[64 * 7 + 1, 64 * 9 + 1], &[64 * 30 + 1]].into_iter());
        let mut sums = Sums::default();
        model.add_numbered(&mut sums, &[0, 1, 2]);
        assert_eq!(model.scores(&sums)[..2], scores(&model, &[64 * 7 + 1, 64 * 9 + 1, 64 * 30 + 1])[..2]);
    }

    #[test]
    fn cut_bytes_are_refused() {
        let bytes = Model::pack(2, 1, &[(5, vec![1.0, 2.0])], &[0.0; 4]).to_bytes();
        for end in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..end]).is_err());
        }
    }
}
