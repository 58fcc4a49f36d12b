//! PDF objects: cross-reference tables that lie, trees that go in circles, depths without end.

use vitae_model::Outcome;

use super::Trap;
use super::pdf::{Pdf, TEXT, WORDS, bomb, deflated, pack, stream};

pub(super) fn all() -> Vec<Trap> {
    let trap = |name, outcome, words, bytes| Trap { name, bytes, outcome, words };
    let beside = |object: Vec<u8>| Pdf::page(TEXT).with(6, object).bytes();
    let tree = |tree: &str| Pdf::page(TEXT).with(2, tree).bytes();
    let page = || Pdf::page(TEXT).bytes();
    vec![
        trap("arrays-in-an-object.pdf", Outcome::Parsed, WORDS, beside([b"[".repeat(300_000), b"]".repeat(300_000)].concat())),
        trap(
            "dictionaries-in-an-object.pdf",
            Outcome::Parsed,
            WORDS,
            beside([&b"<</A ".repeat(200_000)[..], b"1", &b">>".repeat(200_000)].concat()),
        ),
        trap("parentheses-in-an-object.pdf", Outcome::Parsed, WORDS, beside([b"(".repeat(300_000), b")".repeat(300_000)].concat())),
        trap("page-tree-in-a-circle.pdf", Outcome::Parsed, WORDS, tree("<< /Type /Pages /Kids [3 0 R 2 0 R] /Count 2 >>")),
        trap("page-tree-of-fifty-thousand-levels.pdf", Outcome::Parsed, WORDS, deep_tree()),
        trap(
            "the-same-page-very-often.pdf",
            Outcome::Parsed,
            WORDS,
            tree(&format!("<< /Type /Pages /Kids [{}] /Count 100000 >>", "3 0 R ".repeat(100_000))),
        ),
        trap(
            "a-million-missing-pages.pdf",
            Outcome::Damaged,
            "",
            tree(&format!("<< /Type /Pages /Kids [{}3 0 R] /Count 1 >>", "99999 0 R ".repeat(1_000_000))),
        ),
        trap("reference-to-itself.pdf", Outcome::Parsed, WORDS, Pdf::page(TEXT).with(5, "5 0 R").bytes()),
        trap("two-billion-objects-claimed.pdf", Outcome::Parsed, WORDS, replaced(&page(), "/Size 6", "/Size 2147483647")),
        trap("a-billion-table-entries-claimed.pdf", Outcome::Parsed, WORDS, replaced(&page(), "xref\n0 6", "xref\n0 999999999")),
        trap("table-that-goes-on-in-itself.pdf", Outcome::Parsed, WORDS, own_predecessor()),
        trap("no-table.pdf", Outcome::Parsed, WORDS, before(&page(), b"xref\n")),
        trap("cut-in-the-middle.pdf", Outcome::Parsed, WORDS, before(&page(), b"5 0 obj")),
        trap(
            "the-same-object-very-often.pdf",
            Outcome::Damaged,
            "",
            [b"%PDF-1.7\n", &b"1 0 obj\n<< /Type /Catalog >>\n".repeat(100_000)[..]].concat(),
        ),
        trap("nothing-but-header-and-end.pdf", Outcome::Damaged, "", b"%PDF-1.7\n%%EOF".to_vec()),
        trap("object-stream-of-a-gigabyte.pdf", Outcome::TooLarge, WORDS, packed_page("/N 1", &[&head(), b" "], 256)),
        trap("object-stream-of-a-billion-objects.pdf", Outcome::Parsed, WORDS, packed_page("/N 1000000000", &[&head()], 0)),
        trap("object-stream-as-long-as-its-object.pdf", Outcome::Damaged, "", own_length()),
    ]
}

/// A page tree in which each node has one child.
fn deep_tree() -> Vec<u8> {
    const LEVELS: u32 = 50_000;
    let mut pdf = Pdf::page(TEXT).with(2, "<< /Type /Pages /Kids [10 0 R] /Count 1 >>");
    for level in 0..LEVELS {
        let child = if level + 1 == LEVELS { 3 } else { 11 + level };
        pdf.set(10 + level, &format!("<< /Type /Pages /Kids [{child} 0 R] /Count 1 >>"));
    }
    pdf.bytes()
}

fn own_predecessor() -> Vec<u8> {
    let bytes = Pdf::page(TEXT).bytes();
    let start = String::from_utf8_lossy(&bytes).rsplit("startxref\n").next().and_then(|end| end.lines().next().map(str::to_owned));
    let start = start.expect("the file tells where its table is");
    replaced(&bytes, "/Root 1 0 R", &format!("/Root 1 0 R /Prev {start}"))
}

/// The page as it stands in an object stream.
fn head() -> Vec<u8> {
    [b"3 0 ", &Pdf::page(TEXT).objects[&3][..]].concat()
}

/// A file whose page lies in an object stream, number 9, found through a cross-reference stream.
fn packed_page(count: &str, parts: &[&[u8]], megabytes: usize) -> Vec<u8> {
    let container = deflated(&format!("/Type /ObjStm {count} /First 4"), &bomb(&parts.concat(), megabytes, b' '));
    with_stream_table(Pdf::page(TEXT).with(9, container))
}

fn own_length() -> Vec<u8> {
    let container = "<< /Type /ObjStm /N 1 /First 4 /Length 3 0 R >>\nstream\n3 0 9\nendstream";
    with_stream_table(Pdf::page(TEXT).with(9, container))
}

/// The file with a cross-reference stream that has object 3 in the object stream 9.
fn with_stream_table(mut pdf: Pdf) -> Vec<u8> {
    pdf.objects.remove(&3);
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = [[0_u8; 7]; 11];
    table[3] = [2, 0, 0, 0, 9, 0, 0];
    for (number, object) in &pdf.objects {
        table[*number as usize] = in_use(out.len());
        out.extend([format!("{number} 0 obj\n").as_bytes(), object, b"\nendobj\n"].concat());
    }
    let start = out.len();
    table[10] = in_use(start);
    let table = stream("/Type /XRef /W [1 4 2] /Size 11 /Root 1 0 R /Filter /FlateDecode", &pack(&table.concat()));
    out.extend([b"10 0 obj\n", &table[..], format!("\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes()].concat());
    out
}

fn in_use(place: usize) -> [u8; 7] {
    let [a, b, c, d] = (place as u32).to_be_bytes();
    [1, a, b, c, d, 0, 0]
}

fn replaced(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let at = find(bytes, old.as_bytes());
    [&bytes[..at], new.as_bytes(), &bytes[at + old.len()..]].concat()
}

fn before(bytes: &[u8], mark: &[u8]) -> Vec<u8> {
    bytes[..find(bytes, mark)].to_vec()
}

fn find(bytes: &[u8], mark: &[u8]) -> usize {
    bytes.windows(mark.len()).position(|window| window == mark).expect("the mark is in the file")
}
