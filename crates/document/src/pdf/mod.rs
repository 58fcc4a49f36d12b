//! Portable Document Format.

use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Document, Fault};

/// Buffers reused from document to document.
#[derive(Debug, Default)]
pub(crate) struct Scratch {}

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<(), Fault> {
    let _ = (bounds, document, scratch);
    Err(Fault::new(Outcome::Unsupported, format!("no reader for these {} bytes yet", bytes.len())))
}
