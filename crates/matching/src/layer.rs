//! The interaction layer: a few boosted trees over the evidence of the fields.
//!
//! Fields are not independent: namesakes at one employer, twins, spouses and shared offices agree in several at once. The trees
//! see the bits of every field and some figures of the pair, and correct the sum.

/// A boosted ensemble of small regression trees.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Layer {
    base: f32,
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// One node: below `bound` left, else right; a leaf adds `bound`.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Node {
    input: u16,
    bound: f32,
    left: u32,
    right: u32,
}

const LEAF: u16 = u16::MAX;

impl Layer {
    /// The layer in the binary.
    pub(crate) fn shipped() -> Option<Self> {
        None
    }

    /// The evidence in bits.
    pub(crate) fn bits(&self, inputs: &[f32]) -> f32 {
        let mut sum = self.base;
        for &root in &self.roots {
            let mut node = self.nodes[root as usize];
            while node.input != LEAF {
                let below = inputs[usize::from(node.input)] < node.bound;
                node = self.nodes[if below { node.left } else { node.right } as usize];
            }
            sum += node.bound;
        }
        sum
    }
}
