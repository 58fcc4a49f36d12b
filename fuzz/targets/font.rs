#![cfg_attr(feature = "fuzzer", no_main)]
//! A font of each kind in a good PDF: the first byte chooses the kind, the next two the length of a CMap, then come CMap and font program.

/// The font object of each kind. Object 6 is the CMap, object 7 the font program.
const KINDS: [&str; 6] = [
    "/Subtype /Type1 /ToUnicode 6 0 R /FontDescriptor << /FontFile 7 0 R >>",
    "/Subtype /Type1 /FontDescriptor << /FontFile3 7 0 R >> /Encoding << /Differences [1 /a /fi /uni0041 /g12] >>",
    "/Subtype /TrueType /FontDescriptor << /Flags 4 /FontFile2 7 0 R >>",
    "/Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /FontDescriptor << /FontFile2 7 0 R >> >>]",
    "/Subtype /Type0 /Encoding 6 0 R /DescendantFonts [<< /Subtype /CIDFontType0 /W 7 0 R /FontDescriptor << /FontFile3 7 0 R >> >>]",
    "/Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /Encoding << /Differences [32 /a /b /c] >> /CharProcs << /a 7 0 R /b 7 0 R >> /ToUnicode 6 0 R",
];

vitae_fuzz::target!(|bytes| {
    let [kind, high, low, rest @ ..] = bytes else { return };
    let kind = KINDS[usize::from(*kind) % KINDS.len()];
    let (map, program) = rest.split_at(usize::from(u16::from_be_bytes([*high, *low])).min(rest.len()));
    let head = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
        3 0 obj << /Type /Page /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >> endobj\n\
        4 0 obj << >> stream\nBT /F 9 Tf 9 700 Td (Jane Doe \\001\\002\\003\\377) Tj 0 -20 Td <00010002002000410042004AFFFF> Tj ET\nendstream endobj\n\
        5 0 obj << /Type /Font /BaseFont /Abc {kind} >> endobj\n"
    );
    let stream = |number: u8, data: &[u8]| {
        [format!("{number} 0 obj << /Length {} >> stream\n", data.len()).as_bytes(), data, b"\nendstream endobj\n"].concat()
    };
    vitae_fuzz::knock(&[head.as_bytes(), &stream(6, map), &stream(7, program), b"trailer << /Root 1 0 R >>"].concat());
});
