//! The door: bytes in, a document or a reason out.

use vitae_model::{Format, Outcome};

use crate::archive::Spare;
use crate::boundary::guarded;
use crate::sniff::sniff;
use crate::{Deadline, Document, Limits, doc, docx, html, json, odt, pdf, rtf, text};

/// What reading one file gave. There is always a document; with a fault it is partial or empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The kind of file, told from its content, never from its name.
    pub format: Format,
    /// The text with its places.
    pub document: Document,
    /// Why not all is well.
    pub fault: Option<Fault>,
}

/// Why a file could not be read, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Fault {
    /// The class of failure; never [`Outcome::Parsed`] or [`Outcome::NotAResume`].
    pub outcome: Outcome,
    /// What happened and what to do, one sentence without a full stop, with the number that helps.
    pub message: String,
}

impl Fault {
    /// Makes a fault.
    pub fn new(outcome: Outcome, message: impl Into<String>) -> Self {
        Self { outcome, message: message.into() }
    }
}

/// Buffers that one thread reuses from document to document. A cache, never a result.
#[derive(Debug, Default)]
pub struct Scratch {
    pub(crate) pdf: pdf::Scratch,
    /// For the formats that are archives.
    pub(crate) inflaters: Vec<flate2::Decompress>,
}

/// What a format's reader works under.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bounds<'a> {
    pub(crate) limits: &'a Limits,
    pub(crate) deadline: Deadline,
}

/// Reads one file.
///
/// Never panics and never runs much past `deadline`: a panic in a guest library becomes a [`Fault`] with [`Outcome::Damaged`].
pub fn read(bytes: &[u8], limits: &Limits, deadline: Deadline, scratch: &mut Scratch) -> Reading {
    let mut document = Document::default();
    let (format, fault) = sniff(bytes);
    let fault = fault.or_else(|| too_large(bytes, limits)).or_else(|| {
        let bounds = Bounds { limits, deadline };
        let result = guarded(|| dispatch(format, bytes, bounds, &mut document, scratch));
        result
            .unwrap_or_else(|| {
                *scratch = Scratch::default();
                Err(Fault::new(Outcome::Damaged, format!("the {format} file contradicts itself; save it again or export it as PDF")))
            })
            .err()
    });
    document.page_count = document.page_count.max(u32::try_from(document.pages.len()).unwrap_or(u32::MAX));
    Reading { format, document, fault }
}

fn too_large(bytes: &[u8], limits: &Limits) -> Option<Fault> {
    (bytes.len() > limits.bytes).then(|| {
        let message =
            format!("the file has {} bytes, more than the limit of {}; raise the limit or make it smaller", bytes.len(), limits.bytes);
        Fault::new(Outcome::TooLarge, message)
    })
}

/// Each reader fills `document` as it goes, so that what was read before a fault, or a panic, is kept.
fn dispatch(format: Format, bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, scratch: &mut Scratch) -> Result<(), Fault> {
    match format {
        Format::Pdf => pdf::read(bytes, bounds, document, &mut scratch.pdf),
        Format::Docx | Format::Odt => read_archive(format, bytes, bounds, document, &mut scratch.inflaters),
        Format::Rtf => rtf::read(bytes, bounds, document),
        Format::Html => html::read(bytes, bounds, document),
        Format::Doc => doc::read(bytes, bounds, document),
        Format::Text => text::read(bytes, bounds, document),
        Format::Json => json::read(bytes, bounds, document),
        _ => Err(Fault::new(Outcome::Unsupported, format!("no reader for {format} files; save the résumé as PDF or DOCX"))),
    }
}

/// Reads one of the formats that are archives with inflaters that are handed back.
fn read_archive(
    format: Format,
    bytes: &[u8],
    bounds: Bounds<'_>,
    document: &mut Document,
    inflaters: &mut Vec<flate2::Decompress>,
) -> Result<(), Fault> {
    let spare = Spare::default();
    spare.replace(std::mem::take(inflaters));
    let result = match format {
        Format::Docx => docx::read(bytes, bounds, document, &spare),
        _ => odt::read(bytes, bounds, document, &spare),
    };
    *inflaters = spare.take();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome_of(bytes: &[u8], limits: &Limits) -> Option<Outcome> {
        read(bytes, limits, Deadline::start(limits), &mut Scratch::default()).fault.map(|fault| fault.outcome)
    }

    #[test]
    fn a_file_beyond_the_byte_limit_is_too_large() {
        let limits = Limits { bytes: 10, ..Limits::default() };
        assert_eq!(outcome_of(b"%PDF-1.7 and much more", &limits), Some(Outcome::TooLarge));
    }

    #[test]
    fn a_picture_is_unsupported_with_advice() {
        let limits = Limits::default();
        let reading = read(b"\xFF\xD8\xFF\xE0 JFIF", &limits, Deadline::start(&limits), &mut Scratch::default());
        assert_eq!(reading.format, Format::Image);
        assert!(reading.fault.is_some_and(|fault| fault.outcome == Outcome::Unsupported && fault.message.contains("OCR")));
    }
}
