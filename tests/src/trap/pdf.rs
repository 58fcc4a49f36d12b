//! Writes PDF files object by object, well formed but for what a trap is about.

use std::collections::BTreeMap;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// What is read of a file whose trap lies beside its text.
pub(super) const WORDS: &str = "Hello normal text here today";
/// The content that says it.
pub(super) const TEXT: &[u8] = b"BT /F1 12 Tf 72 700 Td (Hello normal text here today) Tj ET\n";

/// Objects by number: 1 catalogue, 2 page tree, 3 page, 4 content, 5 font, and what a trap adds.
#[derive(Debug, Clone)]
pub(super) struct Pdf {
    pub(super) objects: BTreeMap<u32, Vec<u8>>,
    /// What stands in the trailer besides size and root.
    pub(super) trailer: String,
}

impl Pdf {
    /// One page with `content`, in Helvetica.
    pub(super) fn page(content: &[u8]) -> Self {
        let mut pdf = Self { objects: BTreeMap::new(), trailer: String::new() };
        pdf.set(1, "<< /Type /Catalog /Pages 2 0 R >>");
        pdf.set(2, "<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        pdf.set_page("/Contents 4 0 R", "");
        pdf.set(5, "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
        pdf.with(4, stream("", content))
    }

    /// Puts `object` in the place of `number`.
    pub(super) fn set(&mut self, number: u32, object: &str) {
        self.objects.insert(number, object.as_bytes().to_vec());
    }

    /// The same file with `object` in the place of `number`.
    pub(super) fn with(mut self, number: u32, object: impl Into<Vec<u8>>) -> Self {
        self.objects.insert(number, object.into());
        self
    }

    /// Writes the page anew, with these entries and resources.
    pub(super) fn set_page(&mut self, entries: &str, resources: &str) {
        let page =
            format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {entries} /Resources << /Font << /F1 5 0 R >> {resources} >> >>");
        self.set(3, &page);
    }

    /// The file, with a classic cross-reference table.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut out = b"%PDF-1.7\n".to_vec();
        let size = self.objects.keys().max().map_or(1, |last| last + 1);
        let mut places = vec![0; size as usize];
        for (number, object) in &self.objects {
            places[*number as usize] = out.len();
            out.extend(format!("{number} 0 obj\n").bytes());
            out.extend(object);
            out.extend(b"\nendobj\n");
        }
        let start = out.len();
        out.extend(format!("xref\n0 {size}\n").bytes());
        for place in places {
            let kind = if place == 0 { "65535 f" } else { "00000 n" };
            out.extend(format!("{place:010} {kind} \n").bytes());
        }
        out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R {} >>\nstartxref\n{start}\n%%EOF\n", self.trailer).bytes());
        out
    }
}

/// A stream without compression.
pub(super) fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    [format!("<< /Length {} {entries} >>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
}

/// A stream of bytes that are already deflated.
pub(super) fn deflated(entries: &str, packed: &[u8]) -> Vec<u8> {
    stream(&format!("/Filter /FlateDecode {entries}"), packed)
}

/// Deflates `data`.
pub(super) fn pack(data: &[u8]) -> Vec<u8> {
    bomb(data, 0, b' ')
}

/// Deflates `head` and as many megabytes of `filling`.
pub(super) fn bomb(head: &[u8], megabytes: usize, filling: u8) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(head).expect("memory can be written");
    let block = vec![filling; 1 << 20];
    for _ in 0..megabytes {
        encoder.write_all(&block).expect("memory can be written");
    }
    encoder.finish().expect("memory can be written")
}
