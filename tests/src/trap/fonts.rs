//! PDF fonts: maps and widths that stretch over billions of codes, fonts drawn with themselves.

use vitae_model::Outcome;

use super::Trap;
use super::pdf::{Pdf, bomb, deflated, stream};

const CONTENT: &[u8] = b"BT /F1 12 Tf 72 700 Td <00480065> Tj ET";

pub(super) fn all() -> Vec<Trap> {
    let trap = |name, outcome, words, pdf: Pdf| Trap { name, bytes: pdf.bytes(), outcome, words };
    let mapped = |body: &str| composite("").with(7, stream("", cmap(body).as_bytes()));
    vec![
        trap("map-of-a-gigabyte.pdf", Outcome::TooLarge, "", composite("").with(7, deflated("", &bomb(b"", 256, b' ')))),
        trap("map-of-four-billion-codes.pdf", Outcome::Parsed, "", mapped("1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange")),
        trap(
            "map-of-many-wide-ranges.pdf",
            Outcome::Parsed,
            "He",
            mapped(&format!("100 beginbfrange {} endbfrange", "<0000> <FFFF> <0000>\n".repeat(100_000))),
        ),
        trap(
            "widths-of-two-billion-codes.pdf",
            Outcome::Parsed,
            "He",
            composite("/W [0 2147483647 500]").with(7, stream("", cmap("1 beginbfrange <0000> <FFFF> <0000> endbfrange").as_bytes())),
        ),
        trap("map-that-uses-itself.pdf", Outcome::Garbled, "", own_map()),
        trap("glyph-drawn-with-itself.pdf", Outcome::Parsed, "aaaa", own_glyph()),
    ]
}

fn cmap(body: &str) -> String {
    format!("/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange {body} endcmap end")
}

/// A page in a composite font whose map to Unicode is object 7.
fn composite(entries: &str) -> Pdf {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>";
    let descendant = format!(
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X {entries} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>"
    );
    Pdf::page(CONTENT).with(5, font).with(6, descendant)
}

fn own_map() -> Pdf {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding 7 0 R /DescendantFonts [6 0 R] /ToUnicode 7 0 R >>";
    let map = stream("/Type /CMap /UseCMap 7 0 R", b"/CIDInit /ProcSet findresource begin begincmap /X usecmap endcmap");
    composite("").with(5, font).with(7, map)
}

fn own_glyph() -> Pdf {
    let font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /CharProcs << /a 6 0 R >> /FirstChar 97 /LastChar 97 \
        /Widths [1] /Encoding << /Differences [97 /a] >> /Resources << /Font << /F1 5 0 R >> >> >>";
    Pdf::page(b"BT /F1 12 Tf 72 700 Td (aaaa) Tj ET").with(5, font).with(6, stream("", b"1 0 d0 BT /F1 1 Tf (aaaa) Tj ET"))
}
