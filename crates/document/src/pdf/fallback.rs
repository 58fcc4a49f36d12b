//! What our reader cannot make sense of goes through lopdf, which knows other repairs.
//!
//! It reads what objects it finds and writes a plain file to memory, which is then read like any other.

use vitae_model::Outcome;

use crate::Fault;
use crate::reading::Bounds;

/// Larger files are not tried: lopdf reads everything at once.
const MAX_BYTES: usize = 8 << 20;

/// The file as lopdf understands it, written afresh and without encryption.
pub(super) fn repaired(bytes: &[u8], bounds: Bounds<'_>) -> Result<Vec<u8>, Fault> {
    let damaged = |what: String| Fault::new(Outcome::Damaged, format!("the PDF is damaged ({what}); save or export it again"));
    if bytes.len() > MAX_BYTES {
        return Err(damaged("no page can be found".to_owned()));
    }
    let mut options = lopdf::LoadOptions::with_password("");
    options.max_decompressed_size = Some(bounds.limits.stream_bytes);
    let mut document = lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| damaged(error.to_string().to_lowercase()))?;
    document.encryption_state = None;
    document.trailer.remove(b"Encrypt");
    let mut plain = Vec::with_capacity(bytes.len());
    let written = document.save_to(&mut plain);
    written.map(|()| plain).map_err(|error| damaged(error.to_string().to_lowercase()))
}
