//! Files that users send and a parser must survive, made on the spot.

use std::io::{Cursor, Write};

use lopdf::encryption::Permissions;
use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Stream, StringFormat, dictionary};
use vitae_model::Outcome;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A file that cannot be read as a résumé, and what must be said of it.
#[derive(Debug, Clone)]
pub struct Hostile {
    /// A name for it, with an ending.
    pub name: &'static str,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How reading it must end.
    pub outcome: Outcome,
}

/// One file of each kind, sorted by name.
///
/// # Panics
/// Where a library that writes files is broken.
#[must_use]
pub fn all() -> Vec<Hostile> {
    let hostile = |name, outcome, bytes| Hostile { name, bytes, outcome };
    vec![
        hostile("bomb.docx", Outcome::TooLarge, bomb()),
        hostile("empty.pdf", Outcome::Damaged, Vec::new()),
        hostile("encrypted.pdf", Outcome::Encrypted, encrypted()),
        hostile("no-pages.pdf", Outcome::Damaged, save(pdf(Vec::new()))),
        hostile("photograph.pdf", Outcome::Unsupported, jpeg()),
        hostile("scan.pdf", Outcome::NoText, scan()),
        hostile("truncated.pdf", Outcome::Damaged, truncated()),
    ]
}

/// A DOCX of a few hundred kilobytes that inflates to 300 megabytes.
fn bomb() -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    let mut entry = |name: &str, content: &mut dyn Iterator<Item = Vec<u8>>| {
        archive.start_file(name, options).expect("an entry can be added");
        for part in content {
            archive.write_all(&part).expect("memory can be written");
        }
    };
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    entry("[Content_Types].xml", &mut std::iter::once(types.to_vec()));
    entry("_rels/.rels", &mut std::iter::once(relations.to_vec()));
    let start = br#"<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>"#;
    let body = std::iter::repeat_n(vec![b'a'; 1 << 20], 300);
    let end = b"</w:t></w:r></w:p></w:body></w:document>".to_vec();
    entry("word/document.xml", &mut std::iter::once(start.to_vec()).chain(body).chain(std::iter::once(end)));
    archive.finish().expect("memory can be written").into_inner()
}

/// A readable page behind a password.
fn encrypted() -> Vec<u8> {
    let mut document = pdf(vec![b"BT /F1 12 Tf 72 700 Td (Jane Doe, jane.doe@example.com) Tj ET".to_vec()]);
    let id = || Object::String(vec![7; 16], StringFormat::Hexadecimal);
    document.trailer.set("ID", Object::Array(vec![id(), id()]));
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password: "user",
        key_length: 128,
        permissions: Permissions::all(),
    };
    let state = EncryptionState::try_from(version).expect("the passwords are fit");
    document.encrypt(&state).expect("a new document can be encrypted");
    save(document)
}

/// A page that holds nothing but a picture.
fn scan() -> Vec<u8> {
    let mut document = pdf(vec![b"q 612 0 0 792 0 0 cm /Im1 Do Q".to_vec()]);
    let picture = Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => 64, "Height" => 64, "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        },
        vec![0x80; 64 * 64],
    );
    let picture = document.add_object(picture);
    let page = document.get_pages().into_values().next().expect("there is one page");
    document.add_xobject(page, "Im1", picture).expect("the page has resources");
    save(document)
}

/// The first bytes of a file that broke off before its first page.
fn truncated() -> Vec<u8> {
    let mut bytes = save(pdf(vec![b"BT /F1 12 Tf 72 700 Td (Jane Doe) Tj ET".to_vec()]));
    let cut = bytes.windows(6).position(|window| window == b"stream").expect("there is a content stream");
    bytes.truncate(cut);
    bytes
}

/// The start of a photograph.
fn jpeg() -> Vec<u8> {
    let mut bytes = b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x48\x00\x48\x00\x00\xFF\xDB\x00\x43\x00".to_vec();
    bytes.extend(std::iter::repeat_n(8, 64));
    bytes.extend(b"\xFF\xD9");
    bytes
}

/// A document with one page for each content stream, set in Helvetica.
fn pdf(contents: Vec<Vec<u8>>) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let resources = document.add_object(dictionary! { "Font" => dictionary! { "F1" => font } });
    let mut pages = Vec::new();
    for content in contents {
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => content, "Resources" => resources,
            "MediaBox" => vec![0.into(), 0.into(), 612.into(), 792.into()],
        };
        pages.push(Object::Reference(document.add_object(page)));
    }
    let count = pages.len() as i64;
    document.objects.insert(tree, Object::Dictionary(dictionary! { "Type" => "Pages", "Kids" => pages, "Count" => count }));
    let catalogue = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalogue);
    document
}

fn save(mut document: Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("memory can be written");
    bytes
}
