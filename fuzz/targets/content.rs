#![cfg_attr(feature = "fuzzer", no_main)]
//! A page's content stream in a good PDF: the interpreter, without the xref's help to reject.

vitae_fuzz::target!(|bytes| {
    let head = b"%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n\
        3 0 obj << /Type /Page /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> /XObject << /X 6 0 R >> >> >> endobj\n\
        5 0 obj << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> endobj\n\
        6 0 obj << /Subtype /Form /Length 32 >> stream\nBT /F 9 Tf 9 9 Td (form) Tj ET    endstream endobj\n4 0 obj << >> stream\n";
    vitae_fuzz::knock(&[head, bytes, b"\nendstream endobj\ntrailer << /Root 1 0 R >>"].concat());
});
