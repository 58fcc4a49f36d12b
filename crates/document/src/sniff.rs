//! Tells the kind of a file from its content, never from its name.

use memchr::memmem;
use vitae_model::{Format, Outcome};

use crate::Fault;
use crate::text::wide_start;

/// Tells the kind of file; a format no reader exists for comes with the fault that says what to do.
pub(crate) fn sniff(bytes: &[u8]) -> (Format, Option<Fault>) {
    if bytes.is_empty() {
        return (Format::Unknown, Some(Fault::new(Outcome::Damaged, "the file is empty (0 bytes); ask for it again")));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return archive(bytes);
    }
    if bytes.starts_with(b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1") {
        return compound(bytes);
    }
    if let Some(kind) = picture(bytes) {
        return (
            Format::Image,
            Some(unsupported(format!("the file is a {kind} picture; have its text recognised (OCR) and give the PDF"))),
        );
    }
    if has_pdf_header(bytes) {
        return (Format::Pdf, None);
    }
    let start = text_start(bytes);
    if start.starts_with(b"{\\rt") {
        return (Format::Rtf, None);
    }
    let wide = wide_start(bytes);
    let start = wide.as_deref().map_or(start, |wide| text_start(wide.as_bytes()));
    if is_html(start) || is_mht(start) {
        return (Format::Html, None);
    }
    if starts_ignoring_case(start, b"<?xml") && contains(head(start, 4096), b"vnd.oasis.opendocument.text") {
        return (Format::Odt, None);
    }
    if let Some(what) = known_stranger(bytes, start) {
        return (Format::Unknown, Some(unsupported(format!("the file is {what}; save it as PDF or DOCX"))));
    }
    if has_pdf_objects(bytes) {
        return (Format::Pdf, None);
    }
    if is_json(start) {
        return (Format::Json, None);
    }
    if is_text(bytes) {
        return (Format::Text, None);
    }
    (Format::Unknown, Some(unsupported(format!("no known document format in these {} bytes; save the résumé as PDF or DOCX", bytes.len()))))
}

fn unsupported(message: impl Into<String>) -> Fault {
    Fault::new(Outcome::Unsupported, message)
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    memmem::find(bytes, needle).is_some()
}

fn head(bytes: &[u8], length: usize) -> &[u8] {
    bytes.get(..length).unwrap_or(bytes)
}

/// ISO 32000-1 annex H allows 1,024 bytes of junk before the header; mail gateways write somewhat more.
fn has_pdf_header(bytes: &[u8]) -> bool {
    contains(head(bytes, 4096), b"%PDF-")
}

/// A PDF whose header is lost still shows its objects.
fn has_pdf_objects(bytes: &[u8]) -> bool {
    contains(bytes, b" 0 obj") && contains(bytes, b"endobj")
}

fn archive(bytes: &[u8]) -> (Format, Option<Fault>) {
    let stranger = |what: &str| (Format::Unknown, Some(unsupported(format!("the file is {what}; save the résumé as PDF or DOCX"))));
    let start = head(bytes, 512);
    if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return (Format::Odt, None);
    }
    if contains(start, b"mimetypeapplication/vnd.oasis.opendocument.") {
        return stranger("an OpenDocument spreadsheet, presentation or drawing");
    }
    if contains(start, b"mimetypeapplication/epub") {
        return stranger("an EPUB book");
    }
    if contains(bytes, b"word/") {
        return (Format::Docx, None);
    }
    let strangers: [(&[u8], &str); 4] = [
        (b"xl/workbook", "a spreadsheet"),
        (b"ppt/presentation", "a presentation"),
        (b"Index/Document.iwa", "an Apple Pages document"),
        (b"FixedDocSeq.fdseq", "an XPS document"),
    ];
    if let Some((_, what)) = strangers.iter().find(|(needle, _)| contains(bytes, needle)) {
        return stranger(what);
    }
    if contains(bytes, b"[Content_Types].xml") {
        return (Format::Docx, None);
    }
    if contains(bytes, b"META-INF/manifest.xml") && contains(bytes, b"content.xml") {
        return (Format::Odt, None);
    }
    (Format::Unknown, Some(unsupported("the file is a ZIP archive without a document; unpack it and give its files")))
}

/// OLE compound files: stream names stand in UTF-16LE in the directory.
fn compound(bytes: &[u8]) -> (Format, Option<Fault>) {
    let has_stream = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        contains(bytes, &wide)
    };
    if has_stream("EncryptedPackage") {
        let message = "the document is protected by a password; ask for a copy without one";
        return (Format::Docx, Some(Fault::new(Outcome::Encrypted, message)));
    }
    if has_stream("WordDocument") {
        return (Format::Doc, None);
    }
    (Format::Unknown, Some(unsupported("the file is an old Office or mail file without Word text; save it as PDF or DOCX")))
}

fn picture(bytes: &[u8]) -> Option<&'static str> {
    let brand = bytes.get(4..12).unwrap_or_default();
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => Some("JPEG"),
        [0x89, b'P', b'N', b'G', ..] => Some("PNG"),
        [b'G', b'I', b'F', b'8', ..] => Some("GIF"),
        [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Some("TIFF"),
        [b'8', b'B', b'P', b'S', ..] => Some("Photoshop"),
        [0, 0, 0, 12, b'j', b'P', ..] => Some("JPEG 2000"),
        [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..] => Some("BMP"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("WebP"),
        _ if matches!(brand, b"ftypheic" | b"ftypheix" | b"ftypmif1" | b"ftypmsf1" | b"ftyphevc" | b"ftypavif") => Some("HEIF"),
        _ => None,
    }
}

/// `bytes` behind a byte order mark and white space.
fn text_start(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

fn starts_ignoring_case(bytes: &[u8], prefix: &[u8]) -> bool {
    bytes.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

fn is_html(start: &[u8]) -> bool {
    let openings: [&[u8]; 12] =
        [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<title", b"<style", b"<table", b"<div", b"<p>", b"<h1", b"<center"];
    if openings.iter().any(|opening| starts_ignoring_case(start, opening)) {
        return true;
    }
    let may_lead_to_html = starts_ignoring_case(start, b"<?xml") || start.starts_with(b"<!--") || start.starts_with(b"<!");
    may_lead_to_html && head(start, 2048).windows(5).any(|window| window.eq_ignore_ascii_case(b"<html"))
}

fn is_mht(start: &[u8]) -> bool {
    let header = head(start, 4096).to_ascii_lowercase();
    let opens_as_mail =
        [&b"mime-version:"[..], b"from:", b"content-type:", b"subject:", b"date:", b"x-"].iter().any(|name| header.starts_with(name));
    opens_as_mail && contains(&header, b"mime-version:") && (contains(&header, b"multipart/related") || contains(&header, b"text/html"))
}

fn known_stranger(bytes: &[u8], start: &[u8]) -> Option<&'static str> {
    match bytes {
        [0x1F, 0x8B, ..] => return Some("a gzip archive"),
        [b'7', b'z', 0xBC, 0xAF, ..] => return Some("a 7-Zip archive"),
        [b'R', b'a', b'r', b'!', ..] => return Some("a RAR archive"),
        [0, 0, 0, _, b'f', b't', b'y', b'p', ..] => return Some("a video"),
        [0xDB, 0xA5, ..] => return Some("of Word 2, from before 1994"),
        _ => {}
    }
    if start.starts_with(b"%!PS") {
        return Some("a PostScript file");
    }
    starts_ignoring_case(start, b"<?xml").then_some("an XML file of no known kind")
}

fn is_json(start: &[u8]) -> bool {
    let Some((b'{' | b'[', rest)) = start.split_first() else { return false };
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}' | b'{'))
}

/// Text in any encoding: control characters are rare, and zero bytes come only as halves of UTF-16 or UTF-32 units.
fn is_text(bytes: &[u8]) -> bool {
    let sample = head(bytes, 64 << 10);
    if sample.starts_with(b"\xFF\xFE") || sample.starts_with(b"\xFE\xFF") {
        return true;
    }
    let zeros_at = |parity: usize| sample.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros_at(0), zeros_at(1));
    if even + odd > 0 {
        let half = sample.len() / 2;
        return even.abs_diff(odd) * 10 > half * 7;
    }
    let is_control = |byte: &u8| *byte < 0x20 && !matches!(*byte, b'\t' | b'\n' | b'\r' | 0x0B | 0x0C | 0x1A | 0x1B);
    sample.iter().filter(|byte| is_control(byte)).count() * 50 < sample.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], format: Format, outcome: Option<Outcome>) {
        let (found, fault) = sniff(bytes);
        assert_eq!((found, fault.map(|fault| fault.outcome)), (format, outcome), "{}", bytes.escape_ascii());
    }

    #[test]
    fn formats_are_told_from_content() {
        check(b"%PDF-1.7\n", Format::Pdf, None);
        check(b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n", Format::Pdf, None);
        check(b"\x01\x02\x03 1 0 obj << >> endobj", Format::Pdf, None);
        check(b"{\\rtf1\\ansi hello}", Format::Rtf, None);
        check(b"\xEF\xBB\xBF  <!DOCTYPE HTML><p>", Format::Html, None);
        check(b"<?xml version='1.0'?><!DOCTYPE html><HTML>", Format::Html, None);
        check(b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", Format::Html, None);
        check(b"<?xml version='1.0'?><office:document office:mimetype='application/vnd.oasis.opendocument.text'>", Format::Odt, None);
        check(b"{\"basics\": {}}", Format::Json, None);
        check(b"Jane Doe\nEngineer\n", Format::Text, None);
        check("Zoë Müller".as_bytes(), Format::Text, None);
        check(b"J\0a\0n\0e\0 \0D\0o\0e\0", Format::Text, None);
    }

    #[test]
    fn archives_are_told_by_their_entries() {
        check(b"PK\x03\x04....[Content_Types].xml....word/document.xml", Format::Docx, None);
        check(b"PK\x03\x04..................mimetypeapplication/vnd.oasis.opendocument.textPK", Format::Odt, None);
        check(b"PK\x03\x04....[Content_Types].xml....xl/workbook.xml", Format::Unknown, Some(Outcome::Unsupported));
        check(b"PK\x03\x04....photo.jpg", Format::Unknown, Some(Outcome::Unsupported));
    }

    #[test]
    fn strangers_come_with_advice() {
        check(b"", Format::Unknown, Some(Outcome::Damaged));
        check(b"\xFF\xD8\xFF\xE0..JFIF", Format::Image, Some(Outcome::Unsupported));
        check(b"\xDB\xA5\x2D\0\x01", Format::Unknown, Some(Outcome::Unsupported));
        let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_le_bytes).collect() };
        check(&wide("\u{FEFF}<!DOCTYPE html><p>Jane"), Format::Html, None);
        check(&wide("{\"basics\": {}}"), Format::Json, None);
        check(&wide("Jane Doe, {an engineer}"), Format::Text, None);
        check(b"%!PS-Adobe-3.0\n", Format::Unknown, Some(Outcome::Unsupported));
        check(&[1, 2, 3, 4, 0, 0, 5, 1, 0, 2, 0, 1], Format::Unknown, Some(Outcome::Unsupported));
    }

    #[test]
    fn office_files_with_a_password_are_encrypted() {
        let mut file = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
        file.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        check(&file, Format::Docx, Some(Outcome::Encrypted));
    }
}
