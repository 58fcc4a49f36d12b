//! Flowing formats: archives that inflate without end, mark-up without end, counts that no one means.

use std::io::{Cursor, Write};

use vitae_model::Outcome;
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::Trap;

const WORDS: &str = "Hello normal text";
const NAMESPACE: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const PARAGRAPH: &str = "<w:p><w:r><w:t>Hello normal text</w:t></w:r></w:p>";

pub(super) fn all() -> Vec<Trap> {
    let mut traps = docx_traps();
    traps.extend(odt_traps());
    traps.extend(text_traps());
    traps
}

fn docx_traps() -> Vec<Trap> {
    let trap = |name, outcome, words, bytes| Trap { name, bytes, outcome, words };
    let nested = |open: &str, close: &str, n: usize| docx(&format!("{PARAGRAPH}{}{PARAGRAPH}{}", open.repeat(n), close.repeat(n)));
    vec![
        trap("white-space-of-256-megabytes.docx", Outcome::TooLarge, WORDS, endless(b" ", 256 << 20)),
        trap("paragraphs-without-end.docx", Outcome::TooLarge, WORDS, endless(b"<w:p><w:r><w:t>spam</w:t></w:r></w:p>", 64 << 20)),
        trap(
            "content-controls-in-each-other.docx",
            Outcome::Parsed,
            WORDS,
            nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 50_000),
        ),
        trap("tables-in-tables.docx", Outcome::Parsed, WORDS, nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 2_000)),
        trap("a-hundred-thousand-attributes.docx", Outcome::Parsed, WORDS, docx(&many_attributes())),
        trap("a-cell-across-two-billion-columns.docx", Outcome::Parsed, WORDS, docx(&wide_cell())),
        trap("entities-of-entities.docx", Outcome::Parsed, WORDS, archive(&[("word/document.xml", laughs().as_bytes())])),
        trap("a-part-that-never-closes.docx", Outcome::Damaged, WORDS, archive(&[("word/document.xml", truncated().as_bytes())])),
        trap("many-entries.docx", Outcome::Parsed, WORDS, many_entries()),
        trap("styles-in-a-circle.docx", Outcome::Parsed, WORDS, circle_of_styles()),
        trap("one-word-in-typewriter-letters.docx", Outcome::Parsed, WORDS, typewriter()),
    ]
}

fn odt_traps() -> Vec<Trap> {
    let trap = |name, outcome, words, body: &str| Trap { name, bytes: odt(body), outcome, words };
    let cell = "<table:table-cell table:number-columns-repeated=\"4294967295\"><text:p>Hello normal text</text:p></table:table-cell>";
    let row = format!("<table:table><table:table-row table:number-rows-repeated=\"4294967295\">{cell}</table:table-row></table:table>");
    vec![
        trap("a-cell-four-billion-times.odt", Outcome::Parsed, WORDS, &row),
        trap("four-billion-spaces.odt", Outcome::Parsed, WORDS, "<text:p>Hello normal text<text:s text:c=\"4294967295\"/></text:p>"),
        trap(
            "lists-in-lists.odt",
            Outcome::Parsed,
            WORDS,
            &format!("<text:p>Hello normal text</text:p>{}", "<text:list><text:list-item>".repeat(50_000)),
        ),
    ]
}

fn text_traps() -> Vec<Trap> {
    let trap = |name, outcome, words, text: String| Trap { name, bytes: text.into_bytes(), outcome, words };
    let brackets = format!("{{\"basics\":{{\"name\":\"Hello normal text\"}},\"work\":{}", "[".repeat(100_000));
    vec![
        trap("groups-in-groups.rtf", Outcome::Damaged, WORDS, format!("{{\\rtf1 Hello normal text\\par {}", "{".repeat(300_000))),
        trap("two-gigabytes-of-binary-data.rtf", Outcome::Parsed, WORDS, "{\\rtf1 Hello normal text\\par\\bin2147483647 }".to_owned()),
        trap("numbers-at-their-edges.rtf", Outcome::Parsed, WORDS, edges()),
        trap("boxes-in-boxes.html", Outcome::Parsed, WORDS, format!("<!DOCTYPE html>Hello normal text{}", "<div>".repeat(100_000))),
        trap(
            "tables-in-tables.html",
            Outcome::Parsed,
            WORDS,
            format!("<!DOCTYPE html>Hello normal text{}", "<table><tr><td>".repeat(50_000)),
        ),
        trap("cells-across-everything.html", Outcome::Parsed, WORDS, wide_cells()),
        trap(
            "attributes-without-end.html",
            Outcome::TooLarge,
            WORDS,
            format!("<!DOCTYPE html><p>Hello normal text</p><p{}>", " a=\"b\"".repeat(200_000)),
        ),
        trap("one-line-of-a-megabyte.txt", Outcome::Parsed, WORDS, format!("Hello normal text\n{}", "a".repeat(1 << 20))),
        trap("marks-on-one-letter.txt", Outcome::Parsed, WORDS, format!("Hello normal text\na{}", "\u{301}".repeat(200_000))),
        trap("brackets-in-brackets.json", Outcome::TooLarge, "", brackets),
    ]
}

fn docx(body: &str) -> Vec<u8> {
    archive(&[("word/document.xml", format!("<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>").as_bytes())])
}

fn odt(body: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\">\
         <office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())])
}

/// A deflated archive.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        // An OpenDocument is known by its first entry, which is stored.
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("few entries");
        writer.write_all(content).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}

/// A paragraph and then `piece` until there are `length` bytes, never held at once.
fn endless(piece: &[u8], length: usize) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).expect("one entry");
    let block = piece.repeat((1 << 20) / piece.len());
    writer.write_all(format!("<w:document {NAMESPACE}><w:body>{PARAGRAPH}").as_bytes()).expect("memory can be written");
    for _ in 0..length >> 20 {
        writer.write_all(&block).expect("memory can be written");
    }
    writer.finish().expect("memory can be written").into_inner()
}

fn many_attributes() -> String {
    let attributes: String = (0..100_000).map(|number| format!(" w:a{number}=\"1\"")).collect();
    format!("<w:p{attributes}><w:r><w:t>Hello normal text</w:t></w:r></w:p>")
}

fn wide_cell() -> String {
    let cell = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2147483647\"/></w:tcPr>{PARAGRAPH}</w:tc>");
    format!("<w:tbl><w:tblGrid><w:gridCol w:w=\"1\"/></w:tblGrid>{}</w:tbl>", format!("<w:tr>{cell}{cell}</w:tr>").repeat(50))
}

fn laughs() -> String {
    let entities: String = (1..10).map(|level| format!("<!ENTITY l{level} \"{}\">", format!("&l{};", level - 1).repeat(10))).collect();
    format!(
        "<!DOCTYPE w:document [<!ENTITY l0 \"ha\">{entities}]><w:document {NAMESPACE}><w:body>{PARAGRAPH}<w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
}

fn truncated() -> String {
    format!("<w:document {NAMESPACE}><w:body>{PARAGRAPH}<w:p><w:r><w:t>and th")
}

fn many_entries() -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for number in 0..20_000 {
        writer.start_file(format!("word/media/{number}.png"), options).expect("an entry can be added");
    }
    writer.start_file("word/document.xml", options).expect("an entry can be added");
    writer
        .write_all(format!("<w:document {NAMESPACE}><w:body>{PARAGRAPH}</w:body></w:document>").as_bytes())
        .expect("memory can be written");
    writer.finish().expect("memory can be written").into_inner()
}

fn circle_of_styles() -> Vec<u8> {
    let styles = format!(
        "<w:styles {NAMESPACE}><w:style w:type=\"paragraph\" w:styleId=\"A\"><w:basedOn w:val=\"B\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style></w:styles>"
    );
    let body = "<w:p><w:pPr><w:pStyle w:val=\"A\"/></w:pPr><w:r><w:t>Hello normal text</w:t></w:r></w:p>";
    let document = format!("<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>");
    archive(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())])
}

/// A word wider than sixteen bits count.
fn typewriter() -> Vec<u8> {
    let run = format!("<w:r><w:rPr><w:rFonts w:ascii=\"Courier New\"/></w:rPr><w:t>{}</w:t></w:r>", "a".repeat(70_000));
    docx(&format!("{PARAGRAPH}<w:p>{run}</w:p>"))
}

fn edges() -> String {
    let words = ["li", "fi", "ri", "sb", "fs", "cols", "tx", "cellx", "itap", "ilvl", "ls", "cf", "f", "uc"];
    let controls: String =
        words.iter().flat_map(|word| ["2147483647", "-2147483648", "99999999999"].map(|number| format!("\\{word}{number}"))).collect();
    format!("{{\\rtf1 Hello normal text\\par {controls} and more\\par\\trowd{controls}\\intbl a\\cell\\row}}")
}

fn wide_cells() -> String {
    let row = "<tr><td colspan=65535 rowspan=65535>Hello normal text</td><td rowspan=0 colspan=4294967296>b</td></tr>";
    format!("<!DOCTYPE html><table>{}</table>", row.repeat(200))
}
