//! Weights of a trained chain, as they lie in the binary.

/// A feature's hash. Two features that collide share their weights, which training has seen too.
pub(crate) type Feature = u32;

const MAGIC: &[u8; 8] = b"vitaecrf";

/// Most labels that a model may have: rows are as wide, so that each is a few vector registers.
pub(super) const WIDTH: usize = 16;

/// One number per label; those beyond the model's labels are not used.
pub(super) type PerLabel = [f32; WIDTH];

/// One feature's weights, none of which lies on another cache line than the rest.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Weights([i16; WIDTH]);

/// A trained chain: weights of (feature, label) and of (edge kind, label, label).
///
/// Features live in an open-addressed table, so that a look-up is one or two probes and loading is one copy.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    n_labels: usize,
    n_edges: usize,
    /// Hashes by slot; 0 marks an empty one.
    slots: Box<[Feature]>,
    /// Weights by slot, in steps of `scale`.
    weights: Box<[Weights]>,
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
        let mut weights = vec![Weights::default(); n_slots].into_boxed_slice();
        for (feature, row) in features {
            let mut slot = *feature as usize & (n_slots - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            slots[slot] = *feature;
            for (label, weight) in row.iter().enumerate() {
                weights[slot].0[label] = (weight / scale).round() as i16;
            }
        }
        let transitions: Vec<f32> = transitions.iter().map(|weight| *weight as f32).collect();
        Self::new(n_labels, n_edges, slots, weights, scale as f32, &transitions)
    }

    /// Writes the model in little-endian form.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for count in [self.n_labels, self.n_edges, self.slots.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.steps.iter().flat_map(|row| &row[..self.n_labels]).flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(self.slots.iter().flat_map(|slot| slot.to_le_bytes()));
        bytes.extend(self.weights.iter().flat_map(|row| &row.0[..self.n_labels]).flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// Reads what [`Model::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidModel> {
        let refused = || InvalidModel(bytes.len());
        let body = bytes.strip_prefix(MAGIC).ok_or_else(refused)?;
        let (head, body) = body.split_at_checked(16).ok_or_else(refused)?;
        let word = |position: usize| [head[position], head[position + 1], head[position + 2], head[position + 3]];
        let [n_labels, n_edges, n_slots] = [0, 4, 8].map(|position| u32::from_le_bytes(word(position)) as usize);
        if n_labels == 0 || n_labels > WIDTH {
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
        Ok(Self::new(
            n_labels,
            n_edges,
            slots.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect(),
            weights.as_chunks::<2>().0.chunks_exact(n_labels).map(|row| Weights(widened(row.iter().map(weight)))).collect(),
            f32::from_le_bytes(word(12)),
            &transitions,
        ))
    }

    /// A model of `transitions`, `[edge][from][to]`.
    fn new(n_labels: usize, n_edges: usize, slots: Box<[Feature]>, weights: Box<[Weights]>, scale: f32, transitions: &[f32]) -> Self {
        let rows = || transitions.chunks_exact(n_labels);
        let steps = rows().map(|row| widened(row.iter().copied())).collect();
        let factors = rows().map(|row| widened(row.iter().map(|step| step.exp()))).collect();
        let into = |edge: &[f32], to: usize| widened(edge.iter().skip(to).step_by(n_labels).map(|step| step.exp()));
        let edges = transitions.chunks_exact(n_labels * n_labels);
        let reversed = edges.flat_map(|edge| (0..n_labels).map(move |to| into(edge, to))).collect();
        Self { n_labels, n_edges, slots, weights, scale, steps, factors, reversed }
    }

    pub(crate) fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// The scores that `features` give each label; unknown features add nothing.
    pub(super) fn scores(&self, features: &[Feature]) -> PerLabel {
        let mut sums = [0_i32; WIDTH];
        for row in features.iter().filter_map(|feature| self.weights_of(*feature)) {
            for (sum, weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(*weight);
            }
        }
        sums.map(|sum| sum as f32 * self.scale)
    }

    fn weights_of(&self, feature: Feature) -> Option<&[i16; WIDTH]> {
        let mask = self.slots.len() - 1;
        let mut slot = feature as usize & mask;
        // A full table cannot be: packing leaves at least a third of the slots empty.
        while self.slots[slot] != 0 {
            if self.slots[slot] == feature {
                return self.weights.get(slot).map(|row| &row.0);
            }
            slot = (slot + 1) & mask;
        }
        None
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
        let scores = read.scores(&[64 * 150]);
        assert!((scores[0] - 150.0).abs() < 0.01 && (scores[1] + 1.0).abs() < 0.01);
        assert_eq!(read.steps(1).iter().map(|row| row[2]).collect::<Vec<_>>(), [0.25; 3]);
        assert_eq!(read.scores(&[7]), [0.0; WIDTH]);
    }

    #[test]
    fn cut_bytes_are_refused() {
        let bytes = Model::pack(2, 1, &[(5, vec![1.0, 2.0])], &[0.0; 4]).to_bytes();
        for end in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..end]).is_err());
        }
    }
}
