//! A linear-chain conditional random field: which label each piece of a sequence carries, and how surely.
//!
//! In: for each position the hashed features that hold there and the kind of edge to its predecessor. Out: the likeliest
//! labels and each one's marginal probability. A few microseconds for an entry; no allocation once the buffers have grown.
//! Source: Lafferty, McCallum, Pereira, "Conditional Random Fields", ICML 2001; Sutton and McCallum, "An Introduction to
//! Conditional Random Fields", 2012, section 4.
//! Not here: what the labels mean.

mod decode;
mod model;
#[cfg(feature = "train")]
pub(crate) mod train;

pub(crate) use decode::Lattice;
pub(crate) use model::{Feature, Model, Sums};
