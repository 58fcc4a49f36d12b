//! What the entries of one section agree on: a piece is most likely what the pieces that stand in its place in the other entries are.

use super::super::row::Row;
use super::Label;
use super::fact::Facts;
use super::habit;
use super::piece::Piece;
use crate::chain::Lattice;

/// Fields that a label may name.
const N_FIELDS: usize = 8;

/// Probability of each field.
type Shares = [f32; N_FIELDS];

/// Working space, kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Accord {
    /// Pieces sorted by where they stand.
    order: habit::Order,
    /// What the others in a piece's place are; none where they are too few.
    others: Vec<Option<Shares>>,
}

/// Fewest pieces in one place that can agree on something.
const FEWEST: usize = 3;

impl Accord {
    /// Finds what each piece's peers are, by their `marginals`; whether any piece is something else than most of its peers.
    pub(super) fn find(&mut self, rows: &[Row], pieces: &[Piece], facts: &[Facts], codes: &[u8], marginals: &[f32]) -> bool {
        let Self { order, others } = self;
        order.clear();
        others.clear();
        others.resize(pieces.len(), None);
        let mut first = None;
        for (at, (piece, code)) in pieces.iter().zip(codes).enumerate() {
            if Label::from_code(*code).begins {
                first = Some(piece.row);
            }
            let Some(first) = first else { continue };
            let below = piece.row - first;
            if below <= 3 && piece.date.is_none() && !rows[piece.row as usize].is_bullet {
                order.push((habit::stand(rows, pieces, facts, at) << 2 | u64::from(below), at as u32));
            }
        }
        order.sort_unstable();
        let mut differs = false;
        let n_labels = marginals.len() / pieces.len().max(1);
        for peers in order.chunk_by(|left, right| left.0 == right.0).filter(|peers| peers.len() >= FEWEST) {
            let mut all = Shares::default();
            for (_, at) in peers {
                let own = shares(&marginals[*at as usize * n_labels..][..n_labels]);
                all.iter_mut().zip(own).for_each(|(sum, share)| *sum += share);
            }
            for (_, at) in peers {
                let at = *at as usize;
                let own = shares(&marginals[at * n_labels..][..n_labels]);
                let mut rest = all;
                rest.iter_mut().zip(own).for_each(|(sum, share)| *sum = (*sum - share).max(0.0) / (peers.len() - 1) as f32);
                let field = Label::from_code(codes[at]).field as usize;
                differs |= rest[field] < 0.5;
                others[at] = Some(rest);
            }
        }
        differs
    }

    /// Adds what the peers say to the scores of `lattice`: as much as a twentieth where none of them is what a label says.
    pub(super) fn tell(&self, lattice: &mut Lattice) {
        for (at, others) in self.others.iter().enumerate() {
            let Some(others) = others else { continue };
            let gains = others.map(|share| (share + 0.05).ln());
            lattice.raise(at, |label| gains[field(label)]);
        }
    }
}

/// Number of the field that the label `code` names.
fn field(code: usize) -> usize {
    Label::from_code(code as u8).field as usize
}

/// Probability of each field by the probabilities of labels.
fn shares(marginals: &[f32]) -> Shares {
    let mut shares = Shares::default();
    marginals.iter().enumerate().for_each(|(code, share)| shares[field(code)] += share);
    shares
}
