//! Office Open XML word processing.

use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Document, Fault};

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let _ = (bounds, document);
    Err(Fault::new(Outcome::Unsupported, format!("no reader for these {} bytes yet; save the résumé as PDF or DOCX", bytes.len())))
}
