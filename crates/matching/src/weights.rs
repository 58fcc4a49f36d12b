//! How much each comparison level says.

/// The weights of a score: how often each level occurs among pairs of one person and of two.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Weights {}
