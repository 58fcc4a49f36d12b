//! PDF streams: bombs, filters, and contents that ask for much.

use vitae_model::Outcome;

use super::Trap;
use super::pdf::{Pdf, TEXT, WORDS, bomb, deflated, pack, stream};

pub(super) fn all() -> Vec<Trap> {
    let trap = |name, outcome, words, pdf: Pdf| Trap { name, bytes: pdf.bytes(), outcome, words };
    let page = |content: &[u8]| Pdf::page(content);
    vec![
        trap("content-of-a-gigabyte.pdf", Outcome::TooLarge, WORDS, page(b"").with(4, deflated("", &bomb(TEXT, 256, b' ')))),
        trap("content-deflated-twice.pdf", Outcome::TooLarge, WORDS, page(b"").with(4, deflated_twice())),
        trap("content-of-one-endless-string.pdf", Outcome::NoText, "", page(b"").with(4, deflated("", &bomb(b"BT /F1 12 Tf (", 20, b'a')))),
        trap("content-broken-in-the-middle.pdf", Outcome::Parsed, WORDS, page(b"").with(4, deflated("", &broken()))),
        trap("content-without-checksum.pdf", Outcome::Parsed, WORDS, page(b"").with(4, deflated("", &without_checksum()))),
        trap("content-that-is-its-own-length.pdf", Outcome::Parsed, WORDS, page(b"").with(4, own_length())),
        trap("content-repeated.pdf", Outcome::Parsed, WORDS, repeated()),
        trap("predictor-of-huge-rows.pdf", Outcome::Parsed, WORDS, page(b"").with(4, huge_rows())),
        trap("arrays-in-arrays.pdf", Outcome::Parsed, WORDS, page(&[TEXT, &b"[".repeat(300_000)].concat())),
        trap("states-never-restored.pdf", Outcome::Parsed, WORDS, page(&[TEXT, &b"q ".repeat(2_000_000)].concat())),
        trap("numbers-in-one-array.pdf", Outcome::Parsed, WORDS, page(&[TEXT, b"BT [", &b"0 ".repeat(2_000_000), b"] TJ ET"].concat())),
        trap("form-that-draws-itself.pdf", Outcome::Parsed, WORDS, own_form()),
        trap("forms-ten-to-the-ninth.pdf", Outcome::TooLarge, WORDS, many_forms()),
        trap("every-line-another-colour.pdf", Outcome::Parsed, "Experience", colours()),
        trap("letters-as-large-as-fields.pdf", Outcome::Parsed, "Experience", page(LARGE)),
        trap("a-line-of-a-hundred-kilobytes.pdf", Outcome::Parsed, "Somewhere", page(&long_line())),
    ]
}

/// Type as large as no integer of a few bits holds.
const LARGE: &[u8] = b"BT /F1 12 Tf 72 700 Td (Jane Doe) Tj /F1 20000 Tf 0 -20 Td (Experience) Tj /F1 99999 Tf 0 -20 Td (Education) Tj ET";

fn deflated_twice() -> Vec<u8> {
    let twice = pack(&bomb(TEXT, 512, b' '));
    stream("/Filter [/FlateDecode /FlateDecode]", &twice)
}

fn broken() -> Vec<u8> {
    let lines: String = (0..500).map(|line| format!("BT /F1 9 Tf 72 {} Td (line {}) Tj ET\n", 690 - line, line * line)).collect();
    let mut packed = pack(&[TEXT, lines.as_bytes()].concat());
    let middle = packed.len() / 2;
    packed[middle] ^= 0xFF;
    packed
}

fn without_checksum() -> Vec<u8> {
    let mut packed = pack(&TEXT.repeat(50));
    packed.truncate(packed.len() - 4);
    packed
}

fn own_length() -> Vec<u8> {
    [b"<< /Length 4 0 R /Filter /FlateDecode >>\nstream\n", &pack(TEXT)[..], b"\nendstream"].concat()
}

fn huge_rows() -> Vec<u8> {
    deflated("/DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 2147483647 >>", &pack(TEXT))
}

fn repeated() -> Pdf {
    let mut pdf = Pdf::page(TEXT);
    pdf.set_page(&format!("/Contents [{}]", "4 0 R ".repeat(100_000)), "");
    pdf
}

fn own_form() -> Pdf {
    let mut pdf = Pdf::page(&[b"/X1 Do ", TEXT].concat());
    pdf.set_page("/Contents 4 0 R", "/XObject << /X1 6 0 R >>");
    pdf.with(6, form("/X1 6 0 R", &[TEXT, b"/X1 Do"].concat()))
}

/// Ten forms, each of which draws the next ten times.
fn many_forms() -> Pdf {
    let mut pdf = Pdf::page(&b"/X Do ".repeat(10));
    pdf.set_page("/Contents 4 0 R", "/XObject << /X 6 0 R >>");
    for number in 6..15 {
        pdf = pdf.with(number, form(&format!("/X {} 0 R", number + 1), &b"/X Do ".repeat(10)));
    }
    pdf.with(15, form("", TEXT))
}

fn form(objects: &str, content: &[u8]) -> Vec<u8> {
    let resources = format!("/Font << /F1 5 0 R >> /XObject << {objects} >>");
    stream(&format!("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << {resources} >>"), content)
}

/// Five thousand headings, each in a colour of its own: what wears one dress is counted.
fn colours() -> Pdf {
    let lines = (0..5_000).map(|line| {
        let (column, row) = (line / 700, line % 700);
        format!("0.{:04} 0 0 rg 1 0 0 1 {} {} Tm (Experience) Tj\n", line, 20 + column * 80, 780 - row)
    });
    Pdf::page(format!("BT /F1 1.2 Tf {} ET", lines.collect::<String>()).as_bytes())
}

/// Words without a space that was drawn, on one line.
fn long_line() -> Vec<u8> {
    let words = b"Somewhere<a><b>".repeat(7_000);
    [b"BT /F1 12 Tf 20 700 Td (Jane Doe) Tj 0 -40 Td (Work Experience) Tj 0 -20 Td (2019 - 2021 ", &words[..], b") Tj ET"].concat()
}
