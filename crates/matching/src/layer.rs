//! The interaction layer: a few boosted trees over the evidence of the fields.
//!
//! Fields are not independent: namesakes at one employer, twins, spouses and shared offices agree in several at once. The trees
//! see the bits of every field and some figures of the pair, and correct the sum.

use std::fmt::Write as _;
use std::sync::LazyLock;

use crate::score::N_INPUTS;

/// A boosted ensemble of small regression trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layer {
    base: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// One node: below `bound` goes to `next`, else to the node after that; a leaf adds `bound`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    bound: f32,
    next: u32,
    input: u16,
}

const LEAF: u16 = u16::MAX;

static SHIPPED: LazyLock<Option<Layer>> = LazyLock::new(|| Layer::parse(include_str!("../data/layer.txt")));

impl Layer {
    /// The layer in the binary.
    pub(crate) fn shipped() -> Option<Self> {
        SHIPPED.clone()
    }

    /// The evidence in bits.
    pub(crate) fn bits(&self, inputs: &[f32; N_INPUTS]) -> f32 {
        let mut sum = self.base;
        for &root in &self.roots {
            let mut node = self.nodes[root as usize];
            while node.input != LEAF {
                let above = inputs[usize::from(node.input)] >= node.bound;
                node = self.nodes[node.next as usize + usize::from(above)];
            }
            sum += node.bound;
        }
        sum
    }

    /// A layer without trees.
    pub(crate) fn started(base: f32) -> Self {
        Self { base, ..Self::default() }
    }

    /// Adds a tree: input (none for a leaf), bound or value, and the place of the left child in the tree.
    pub(crate) fn push_tree(&mut self, nodes: impl Iterator<Item = (Option<usize>, f32, usize)>) {
        let start = self.nodes.len() as u32;
        self.roots.push(start);
        self.nodes.extend(nodes.map(|(input, bound, left)| Node {
            bound,
            next: start + left as u32,
            input: input.map_or(LEAF, |input| input as u16),
        }));
    }

    /// The layer as text: the base, then one line a tree with `input<bound>next` for splits and the value for leaves.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("{N_INPUTS} {}\n", self.base);
        for (tree, &start) in self.roots.iter().enumerate() {
            let end = self.roots.get(tree + 1).map_or(self.nodes.len(), |&next| next as usize);
            for node in &self.nodes[start as usize..end] {
                let split = node.input != LEAF;
                let written = if split {
                    write!(text, "{}<{}>{} ", node.input, node.bound, node.next - start)
                } else {
                    write!(text, "{:.4} ", node.bound)
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
            layer.push_tree(nodes.into_iter());
        }
        Some(layer)
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
        layer.push_tree([(Some(2), 0.5, 1), (None, -3.0, 0), (Some(0), 1.5, 3), (None, 4.0, 0), (None, 8.0, 0)].into_iter());
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
