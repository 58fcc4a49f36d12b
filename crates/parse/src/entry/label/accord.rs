//! What the entries of one section agree on: a piece is most likely what those of the other entries are that stand in its place, that
//! look like it, or that say the same words.

use super::super::row::Row;
use super::Label;
use super::fact::Facts;
use super::field::Field;
use super::habit;
use super::piece::Piece;
use crate::chain::Lattice;

/// Fields that a label may name.
const N_FIELDS: usize = 8;

/// How likely each field is, or what is added to its score.
type Shares = [f32; N_FIELDS];

/// Rows of an entry that its first row and those below it may be compared by.
const DEPTH: u32 = 3;

/// How likely at least remains what no peer is: peers weigh as much as a twentieth.
const DOUBT: f32 = 0.05;

/// Working space, kept from section to section.
#[derive(Debug, Default)]
pub(super) struct Accord {
    /// Pieces of the first rows of entries, and how far below the first one each stands.
    headers: Vec<(u32, u32)>,
    /// The same sorted by what they have in common.
    order: habit::Order,
    /// How likely each field of each piece is by itself.
    shares: Vec<Shares>,
    /// How likely the peers of a piece make its fields.
    said: Vec<(u32, Shares)>,
    /// What that adds to the scores of each piece's fields.
    gains: Vec<Shares>,
    /// Whether any piece is something else than most of its peers.
    differs: bool,
}

impl Accord {
    /// Finds what each piece's peers are, by their `marginals`; whether any piece is something else than most of its peers.
    pub(super) fn find(&mut self, rows: &[Row], pieces: &[Piece], facts: &[Facts], codes: &[u8], marginals: &[f32]) -> bool {
        self.shares.clear();
        self.shares.extend(marginals.chunks_exact((marginals.len() / pieces.len().max(1)).max(1)).map(shares));
        self.said.clear();
        self.differs = false;
        self.find_headers(rows, pieces, codes);
        self.compare(codes, |at, below| Some(habit::stand(rows, pieces, facts, at) << 2 | u64::from(below)), as_it_stands);
        self.compare(codes, |at, _| Some(habit::look(facts[at].look)), title_or_organisation);
        self.compare(codes, |at, _| facts[at].wording(), as_it_stands);
        self.differs
    }

    fn find_headers(&mut self, rows: &[Row], pieces: &[Piece], codes: &[u8]) {
        self.headers.clear();
        let mut first = None;
        for (at, (piece, code)) in pieces.iter().zip(codes).enumerate() {
            if Label::from_code(*code).begins {
                first = Some(piece.row);
            }
            let Some(below) = first.map(|first| piece.row - first) else { continue };
            if below <= DEPTH && piece.date.is_none() && !rows[piece.row as usize].is_bullet {
                self.headers.push((at as u32, below));
            }
        }
    }

    /// Adds what the pieces with the same `key` say of each other, as `opinion` has it.
    fn compare(&mut self, codes: &[u8], key: impl Fn(usize, u32) -> Option<u64>, opinion: fn(Shares) -> Option<Shares>) {
        let Self { headers, order, shares, said: all_said, differs, .. } = self;
        order.clear();
        order.extend(headers.iter().filter_map(|&(at, below)| Some((key(at as usize, below)?, at))));
        order.sort_unstable();
        // What all have in common tells none from the others.
        let peers = order.chunk_by(|left, right| left.0 == right.0).filter(|peers| (2..headers.len()).contains(&peers.len()));
        for peers in peers {
            let mut all = Shares::default();
            peers.iter().for_each(|(_, at)| add(&mut all, &shares[*at as usize]));
            for at in peers.iter().map(|(_, at)| *at as usize) {
                let mut rest = all;
                rest.iter_mut().zip(shares[at]).for_each(|(sum, share)| *sum = (*sum - share).max(0.0));
                let Some(said) = opinion(rest) else { continue };
                *differs |= said[field(codes[at].into())] < 0.5;
                all_said.push((at as u32, said));
            }
        }
    }

    /// Adds what the peers say to the scores of `lattice`.
    pub(super) fn tell(&mut self, lattice: &mut Lattice) {
        self.gains.clear();
        self.gains.resize(self.shares.len(), Shares::default());
        for (at, said) in &self.said {
            add(&mut self.gains[*at as usize], &said.map(|share| (share + DOUBT).ln()));
        }
        for (at, gains) in self.gains.iter().enumerate() {
            lattice.raise(at, |label| gains[field(label)]);
        }
    }
}

/// Each field's part of `sums`.
fn as_it_stands(sums: Shares) -> Option<Shares> {
    let all: f32 = sums.iter().sum();
    Some(sums.map(|sum| sum / all))
}

/// The same of title and organisation alone, where there are enough of them: what else is printed like them is no matter.
fn title_or_organisation(sums: Shares) -> Option<Shares> {
    let two = [Field::Title as usize, Field::Organisation as usize];
    let all: f32 = two.iter().map(|&field| sums[field]).sum();
    let mut shares = [1.0; N_FIELDS];
    two.iter().for_each(|&field| shares[field] = sums[field] / all);
    (all >= 1.5).then_some(shares)
}

fn add(sums: &mut Shares, more: &Shares) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Number of the field that the label `code` names.
fn field(code: usize) -> usize {
    Label::from_code(code as u8).field as usize
}

/// Probability of each field by the probabilities of labels.
fn shares(marginals: &[f32]) -> Shares {
    let of = |field: Field, begins: bool| marginals.get(usize::from(Label { field, begins }.code())).copied().unwrap_or_default();
    Field::ALL.map(|field| match field {
        Field::Body | Field::Other => of(field, false),
        _ => of(field, false) + of(field, true),
    })
}
