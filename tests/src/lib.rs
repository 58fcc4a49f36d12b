//! Checks that span crates: the shape of the workspace, the score on labelled résumés, and what they need.
//!
//! Nothing here is part of the product.

use std::path::{Path, PathBuf};

pub mod corpus;
pub mod hostile;
pub mod labelled;
pub mod mutant;
mod random;
pub mod score;
pub mod server;
pub mod standin;
pub mod trap;
pub mod written;

/// The folder of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate stands in the workspace").to_owned()
}
