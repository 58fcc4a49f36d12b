//! The interaction layer: a few boosted trees over the evidence of the fields.
//!
//! Fields are not independent: namesakes at one employer, twins, spouses and shared offices agree in several at once. The trees
//! see the bits of every field and some figures of the pair, and correct the sum.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::score::N_INPUTS;

/// A boosted ensemble of small regression trees.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Layer {
    base: f32,
    /// How many nodes there are.
    count: usize,
    /// As many as places can number, so that no place has to be checked; what comes after `count` is never touched.
    nodes: Box<[Node; PLACES]>,
    /// What each leaf adds; 0 for splits.
    leaves: Box<[f32; PLACES]>,
    roots: Vec<u16>,
    /// Steps from the root to the deepest leaf of each [`ABREAST`] trees.
    depths: Vec<u8>,
    /// The most that each [`ABREAST`] trees add.
    most: Vec<f32>,
}

/// Nodes that a `u16` can number.
const PLACES: usize = 1 << 16;
/// Inputs that a node can name; those after [`N_INPUTS`] are never named.
const ROOM: usize = 64;
const _: () = assert!(N_INPUTS <= ROOM, "inputs are numbered below the room that is checked for");

/// One node: below `bound` goes to `next`, else to the node after that. A leaf goes to itself, and `leaves` holds what it adds.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Node {
    bound: f32,
    next: u16,
    input: u16,
}

/// Trees that are walked side by side: each step waits for memory, and the waits overlap.
const ABREAST: usize = 8;

static SHIPPED: LazyLock<Option<Layer>> = LazyLock::new(|| Layer::parse(include_str!("../data/layer.txt")));

impl Layer {
    /// The layer in the binary.
    pub(crate) fn shipped() -> Option<Self> {
        SHIPPED.clone()
    }

    /// The evidence in bits.
    pub(crate) fn bits(&self, inputs: &[f32; N_INPUTS]) -> f32 {
        self.bits_from(inputs, f32::NEG_INFINITY).unwrap_or(f32::NEG_INFINITY)
    }

    /// The evidence in bits, or `None` as soon as it is clear that it stays below `least`.
    pub(crate) fn bits_from(&self, inputs: &[f32; N_INPUTS], least: f32) -> Option<f32> {
        /// More than rounding takes away.
        const SLACK: f32 = 0.01;
        let mut roomy = [0.0; ROOM];
        roomy[..N_INPUTS].copy_from_slice(inputs);
        let mut sum = self.base;
        let mut rest: f32 = self.most.iter().sum::<f32>() + SLACK;
        for ((roots, &depth), &most) in self.roots.chunks(ABREAST).zip(&self.depths).zip(&self.most) {
            let mut at = [0; ABREAST];
            at[..roots.len()].copy_from_slice(roots);
            for _ in 0..depth {
                for place in &mut at {
                    let node = self.nodes[usize::from(*place)];
                    *place = node.next.wrapping_add(u16::from(roomy[usize::from(node.input) % ROOM] >= node.bound));
                }
            }
            for &leaf in &at[..roots.len()] {
                sum += self.leaves[usize::from(leaf)];
            }
            rest -= most;
            if sum + rest < least {
                return None;
            }
        }
        (sum >= least).then_some(sum)
    }

    /// A layer without trees.
    pub(crate) fn started(base: f32) -> Self {
        let (nodes, leaves) = (boxed(Node::default()), boxed(0.0));
        Self { base, count: 0, nodes, leaves, roots: Vec::new(), depths: Vec::new(), most: Vec::new() }
    }

    /// Adds a tree: input (none for a leaf), bound or value, and the place of the left child in the tree. Children follow their parents.
    ///
    /// Answers whether there was room for it.
    pub(crate) fn push_tree(&mut self, nodes: impl ExactSizeIterator<Item = (Option<usize>, f32, usize)>) -> bool {
        let start = self.count;
        if nodes.len() == 0 || start + nodes.len() > usize::from(u16::MAX) {
            return false;
        }
        let mut depths = vec![0_u8; nodes.len()];
        let mut deepest = 0;
        for (at, (input, bound, left)) in nodes.enumerate() {
            deepest = deepest.max(depths[at]);
            let Some(input) = input else {
                self.nodes[start + at] = Node { bound: f32::INFINITY, next: (start + at) as u16, input: 0 };
                self.leaves[start + at] = bound;
                continue;
            };
            let below = depths[at].saturating_add(1);
            depths[left..=left + 1].fill(below);
            self.nodes[start + at] = Node { bound, next: (start + left) as u16, input: input as u16 };
        }
        self.count += depths.len();
        if self.roots.len().is_multiple_of(ABREAST) {
            self.depths.push(0);
            self.most.push(0.0);
        }
        self.roots.push(start as u16);
        if let Some(depth) = self.depths.last_mut() {
            *depth = deepest.max(*depth);
        }
        if let Some(most) = self.most.last_mut() {
            *most += self.leaves[start..self.count].iter().copied().fold(f32::NEG_INFINITY, f32::max);
        }
        true
    }

    /// The layer as text: the base, then one line a tree with `input<bound>next` for splits and the value for leaves.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{N_INPUTS} {}\n", self.base);
        for (tree, &start) in self.roots.iter().enumerate() {
            let (start, end) = (usize::from(start), self.roots.get(tree + 1).map_or(self.count, |&next| usize::from(next)));
            for (at, node) in (start..).zip(&self.nodes[start..end]) {
                let split = usize::from(node.next) != at;
                let written = if split {
                    write!(text, "{}<{}>{} ", node.input, node.bound, usize::from(node.next) - start)
                } else {
                    write!(text, "{:.4} ", self.leaves[at])
                };
                written.expect("a string takes what is written to it");
            }
            text.truncate(text.trim_end().len());
            text.push('\n');
        }
        text
    }

    /// Reads what [`Layer::to_text`] wrote; `None` where it does not fit this version's inputs or is no layer.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines().filter(|line| !line.starts_with('#'));
        let (n_inputs, base) = lines.next()?.split_once(' ')?;
        if n_inputs.parse() != Ok(N_INPUTS) {
            return None;
        }
        let mut layer = Self::started(base.parse().ok()?);
        for line in lines.filter(|line| !line.is_empty()) {
            let nodes: Option<Vec<_>> = line.split(' ').map(parse_node).collect();
            let nodes = nodes?;
            // Children come after their parents, inside of the tree: walking it ends.
            let sound = nodes
                .iter()
                .enumerate()
                .all(|(at, &(input, _, left))| input.is_none_or(|input| input < N_INPUTS && left > at && left + 1 < nodes.len()));
            if !sound {
                return None;
            }
            if !layer.push_tree(nodes.into_iter()) {
                return None;
            }
        }
        Some(layer)
    }
}

/// An array on the heap, made there.
fn boxed<T: Clone + Copy>(value: T) -> Box<[T; PLACES]> {
    match vec![value; PLACES].into_boxed_slice().try_into() {
        Ok(array) => array,
        Err(_) => unreachable!("the length is that of the array"),
    }
}

fn parse_node(text: &str) -> Option<(Option<usize>, f32, usize)> {
    let Some((input, rest)) = text.split_once('<') else { return Some((None, text.parse().ok()?, 0)) };
    let (bound, left) = rest.split_once('>')?;
    Some((Some(input.parse().ok()?), bound.parse().ok()?, left.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layers_survive_the_round_trip_and_walk_to_their_leaves() {
        let mut layer = Layer::started(-1.0);
        let roomy = layer.push_tree([(Some(2), 0.5, 1), (None, -3.0, 0), (Some(0), 1.5, 3), (None, 4.0, 0), (None, 8.0, 0)].into_iter());
        assert!(roomy);
        assert_eq!(Layer::parse(&layer.to_text()), Some(layer.clone()));
        let mut inputs = [0.0; N_INPUTS];
        assert_eq!(layer.bits(&inputs), -4.0);
        inputs[2] = 0.5;
        assert_eq!(layer.bits(&inputs), 3.0);
        inputs[0] = 2.0;
        assert_eq!(layer.bits(&inputs), 7.0);
    }

    #[test]
    fn what_would_loop_or_run_out_is_no_layer() {
        let header = format!("{N_INPUTS} 0\n");
        for tree in ["0<1>0 1 2", "0<1>2 1 2", "99999<1>1 1 2", "0<1 1 2", "x"] {
            assert_eq!(Layer::parse(&format!("{header}{tree}\n")), None, "{tree}");
        }
        assert_eq!(Layer::parse("3 0\n"), None, "other inputs");
    }
}
