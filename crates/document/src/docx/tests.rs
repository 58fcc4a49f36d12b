//! Word documents, from bytes to places on the page.

use std::io::{Cursor, Write};

use vitae_model::BoundingBox;
use zip::write::{SimpleFileOptions, ZipWriter};

use super::read;
use crate::archive::Spare;
use crate::reading::Bounds;
use crate::{Deadline, Document, Limits};

/// What is read of a document with nothing but this body.
fn document(body: &str) -> Document {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", SimpleFileOptions::default()).expect("an entry");
    write!(zip, "<w:document><w:body>{body}</w:body></w:document>").expect("its bytes");
    let bytes = zip.finish().expect("an archive").into_inner();
    let limits = Limits::default();
    let mut document = Document::default();
    let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
    assert_eq!(read(&bytes, bounds, &mut document, &Spare::default()), Ok(()));
    document
}

fn paragraph(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// Where the text stands that begins with `words`.
#[track_caller]
fn area_of(document: &Document, words: &str) -> BoundingBox {
    let run = document.runs.iter().find(|run| document.text_of(run).starts_with(words));
    run.unwrap_or_else(|| panic!("{words} is read")).area
}

#[test]
fn each_column_of_a_section_is_as_wide_as_it_says() {
    let long = "Keeps the books of three companies and of the two clubs that they pay for";
    let ruled = "<w:p><w:pPr><w:pBdr><w:bottom w:val='single'/></w:pBdr></w:pPr><w:r><w:t>Work</w:t></w:r></w:p>";
    let body = format!(
        "{}<w:p><w:r><w:br w:type='column'/></w:r></w:p>{ruled}{}<w:sectPr><w:cols w:num='2' w:equalWidth='0'>\
         <w:col w:w='2000' w:space='400'/><w:col w:w='7000'/></w:cols></w:sectPr>",
        paragraph("Leeds"),
        paragraph(long)
    );
    let document = document(&body);
    let (first, heading, text) = (area_of(&document, "Leeds"), area_of(&document, "Work"), area_of(&document, long));
    assert_eq!((heading.left - first.left, text.left), (120.0, heading.left));
    let rule = document.rules.first().expect("a rule").area;
    assert_eq!(rule.left, heading.left);
    assert!((rule.top - heading.bottom).abs() < 6.0, "{rule:?} {heading:?}");
}

#[test]
fn a_narrow_table_that_floats_stands_beside_the_text() {
    let table = |width: u16| {
        format!(
            "<w:tbl><w:tblPr><w:tblpPr w:horzAnchor='page' w:vertAnchor='text' w:tblpX='7000' w:tblpY='1'/></w:tblPr>\
             <w:tblGrid><w:gridCol w:w='{width}'/></w:tblGrid><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>",
            paragraph("Skills"),
            paragraph("Welding")
        )
    };
    let narrow = document(&(table(3000) + &paragraph("Clerk")));
    let (skill, job) = (area_of(&narrow, "Skills"), area_of(&narrow, "Clerk"));
    assert!(skill.left > 350.0 && skill.left > job.right && (skill.top - job.top).abs() < 15.0);
    let wide = document(&(table(9000) + &paragraph("Clerk")));
    assert!(area_of(&wide, "Clerk").top > area_of(&wide, "Welding").top);
}
