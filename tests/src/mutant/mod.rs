//! Files that nobody sent yet: documents of this repository with a few things changed, the same ones for the same seed.
//!
//! Compression hides what a file holds, and a changed byte in it only says that it is broken. So an archive is mutated inside its parts and
//! packed again, and a PDF has a second form with its streams inflated.

mod archive;
mod change;
mod pool;

pub use pool::{Mutant, Pool};
