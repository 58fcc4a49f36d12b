//! Weights of a trained chain, as they lie in the binary.

/// A feature's hash. Two features that collide share their weights, which training has seen too.
pub(crate) type Feature = u32;

const MAGIC: &[u8; 8] = b"vitaecrf";

/// A trained chain: weights of (feature, label) and of (edge kind, label, label).
///
/// Features live in an open-addressed table, so that a look-up is one or two probes and loading is one copy.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    n_labels: usize,
    n_edges: usize,
    /// Hashes by slot; 0 marks an empty one.
    slots: Box<[Feature]>,
    /// `slots.len() * n_labels` weights in steps of `scale`.
    weights: Box<[i16]>,
    scale: f32,
    /// `n_edges * n_labels * n_labels` weights, `[edge][from][to]`.
    transitions: Box<[f32]>,
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
        let mut weights = vec![0; n_slots * n_labels].into_boxed_slice();
        for (feature, row) in features {
            let mut slot = *feature as usize & (n_slots - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (n_slots - 1);
            }
            slots[slot] = *feature;
            for (label, weight) in row.iter().enumerate() {
                weights[slot * n_labels + label] = (weight / scale).round() as i16;
            }
        }
        let transitions = transitions.iter().map(|weight| *weight as f32).collect();
        Self { n_labels, n_edges, slots, weights, scale: scale as f32, transitions }
    }

    /// Writes the model in little-endian form.
    #[cfg(feature = "train")]
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        for count in [self.n_labels, self.n_edges, self.slots.len()] {
            bytes.extend((count as u32).to_le_bytes());
        }
        bytes.extend(self.scale.to_le_bytes());
        bytes.extend(self.transitions.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes.extend(self.slots.iter().flat_map(|slot| slot.to_le_bytes()));
        bytes.extend(self.weights.iter().flat_map(|weight| weight.to_le_bytes()));
        bytes
    }

    /// Reads what [`Model::to_bytes`] wrote.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, InvalidModel> {
        let refused = || InvalidModel(bytes.len());
        let body = bytes.strip_prefix(MAGIC).ok_or_else(refused)?;
        let (head, body) = body.split_at_checked(16).ok_or_else(refused)?;
        let word = |position: usize| [head[position], head[position + 1], head[position + 2], head[position + 3]];
        let [n_labels, n_edges, n_slots] = [0, 4, 8].map(|position| u32::from_le_bytes(word(position)) as usize);
        let n_transitions = n_edges.checked_mul(n_labels * n_labels).ok_or_else(refused)?;
        let (transitions, body) = body.split_at_checked(n_transitions * 4).ok_or_else(refused)?;
        let (slots, weights) = body.split_at_checked(n_slots * 4).ok_or_else(refused)?;
        if !n_slots.is_power_of_two() || weights.len() != n_slots * n_labels * 2 {
            return Err(refused());
        }
        Ok(Self {
            n_labels,
            n_edges,
            slots: slots.as_chunks::<4>().0.iter().map(|word| u32::from_le_bytes(*word)).collect(),
            weights: weights.as_chunks::<2>().0.iter().map(|word| i16::from_le_bytes(*word)).collect(),
            scale: f32::from_le_bytes(word(12)),
            transitions: transitions.as_chunks::<4>().0.iter().map(|word| f32::from_le_bytes(*word)).collect(),
        })
    }

    pub(crate) fn n_labels(&self) -> usize {
        self.n_labels
    }

    /// Adds the weights of `feature` to `scores`, one per label; unknown features add nothing.
    pub(crate) fn add(&self, feature: Feature, scores: &mut [f32]) {
        let mask = self.slots.len() - 1;
        let mut slot = feature as usize & mask;
        // A full table cannot be: packing leaves at least a third of the slots empty.
        while self.slots[slot] != 0 {
            if self.slots[slot] == feature {
                let row = &self.weights[slot * self.n_labels..(slot + 1) * self.n_labels];
                for (score, weight) in scores.iter_mut().zip(row) {
                    *score += f32::from(*weight) * self.scale;
                }
                return;
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Weights of stepping over an edge of kind `edge`, `[from][to]`. An unknown kind counts as the last known one.
    pub(crate) fn transitions(&self, edge: u8) -> &[f32] {
        let size = self.n_labels * self.n_labels;
        let edge = usize::from(edge).min(self.n_edges.saturating_sub(1));
        &self.transitions[edge * size..(edge + 1) * size]
    }
}

#[cfg(all(test, feature = "train"))]
mod tests {
    use super::*;

    #[test]
    fn a_model_survives_its_bytes() {
        let features: Vec<_> = (1..200_u32).map(|hash| (hash * 64, vec![f64::from(hash), -1.0, 0.5])).collect();
        let model = Model::pack(3, 2, &features, &[0.25; 18]);
        let read = Model::from_bytes(&model.to_bytes()).expect("its own bytes");
        let mut scores = [0.0; 3];
        read.add(64 * 150, &mut scores);
        assert!((scores[0] - 150.0).abs() < 0.01 && (scores[1] + 1.0).abs() < 0.01);
        assert_eq!(read.transitions(1).len(), 9);
        let mut untouched = [0.0; 3];
        read.add(7, &mut untouched);
        assert_eq!(untouched, [0.0; 3]);
    }

    #[test]
    fn cut_bytes_are_refused() {
        let bytes = Model::pack(2, 1, &[(5, vec![1.0, 2.0])], &[0.0; 4]).to_bytes();
        for end in 0..bytes.len() {
            assert!(Model::from_bytes(&bytes[..end]).is_err());
        }
    }
}
