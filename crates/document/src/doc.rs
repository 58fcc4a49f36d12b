//! Legacy binary Word files.

use vitae_model::Outcome;

use crate::reading::Bounds;
use crate::{Document, Fault};

/// Tells what to do: the format is not read.
pub(crate) fn read(_bytes: &[u8], _bounds: Bounds<'_>, _document: &mut Document) -> Result<(), Fault> {
    Err(Fault::new(Outcome::Unsupported, "the file is in the format of Word 97 to 2003; open it and save it as DOCX or PDF"))
}
