//! What our reader does not open itself goes through lopdf: encrypted files, and files it refuses.
//!
//! lopdf reads all objects and writes a plain file to memory, which is then read like any other.

use vitae_model::Outcome;

use crate::Fault;
use crate::reading::Bounds;

/// The file without its encryption, where the empty password opens it.
pub(super) fn decrypted(bytes: &[u8], bounds: Bounds<'_>) -> Result<Vec<u8>, Fault> {
    let mut document = load(bytes, bounds)?;
    if document.is_encrypted() {
        return Err(Fault::new(Outcome::Encrypted, "the PDF is protected by a password; ask for a copy without one"));
    }
    document.encryption_state = None;
    document.trailer.remove(b"Encrypt");
    let mut plain = Vec::with_capacity(bytes.len());
    let written = document.save_to(&mut plain);
    written.map(|()| plain).map_err(|error| Fault::new(Outcome::Damaged, format!("cannot decrypt the PDF: {error}")))
}

fn load(bytes: &[u8], bounds: Bounds<'_>) -> Result<lopdf::Document, Fault> {
    let mut options = lopdf::LoadOptions::with_password("");
    options.max_decompressed_size = Some(bounds.limits.stream_bytes);
    lopdf::Document::load_mem_with_options(bytes, options).map_err(|error| match error {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => {
            Fault::new(Outcome::Encrypted, "the PDF is protected by a password; ask for a copy without one")
        }
        error => Fault::new(Outcome::Damaged, format!("the PDF is damaged: {error}; save or export it again")),
    })
}
