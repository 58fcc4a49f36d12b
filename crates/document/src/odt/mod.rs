//! OpenDocument text, packed or flat. Source: OpenDocument 1.3, part 3.

mod styles;
mod walk;

use vitae_model::Outcome;

use self::styles::Styles;
use crate::archive::{Archive, Spare};
use crate::flow::{Flow, SectionStart};
use crate::reading::Bounds;
use crate::{Document, Fault, metadata, xml};

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document, spare: &Spare) -> Result<(), Fault> {
    let parts = if bytes.starts_with(b"PK") { packed(bytes, bounds, spare)? } else { flat(bytes) };
    metadata::read(&parts.meta, &mut document.metadata);
    let mut flow = Flow::new(bounds.limits.characters);
    let mut styles = Styles::default();
    styles.read(&parts.styles, &mut flow);
    styles.read(&parts.content, &mut flow);
    // Headers and footers stand in the master pages of the style part.
    let mut events = bounds.limits.operations;
    let walked = walk::read(&parts.content, &styles, &mut events, &mut flow, bounds);
    let _ = walk::read(&parts.styles, &styles, &mut events, &mut flow, bounds);
    flow.end_section(styles.page(), SectionStart::SamePage, styles.page_columns());
    let typeset = flow.typeset(bounds, document);
    // Why the bytes stop says more than where the text stops.
    parts.fault.map_or(walked, Err).and(typeset)
}

/// The parts of a document; in a flat file all of them are one.
#[derive(Debug, Default)]
struct Parts {
    content: String,
    styles: String,
    meta: String,
    /// Why the content is not complete.
    fault: Option<Fault>,
}

fn packed(bytes: &[u8], bounds: Bounds<'_>, spare: &Spare) -> Result<Parts, Fault> {
    let archive = Archive::open(bytes, bounds, spare)?;
    let text_of = |name: &str| archive.read(name).map(|content| (xml::decode(content.bytes), content.fault));
    let Some((content, fault)) = text_of("content.xml") else {
        return Err(Fault::new(Outcome::Damaged, "the archive holds no content.xml; ask for the file again or save it anew"));
    };
    let other = |name: &str| text_of(name).map(|(text, _)| text).unwrap_or_default();
    Ok(Parts { content, styles: other("styles.xml"), meta: other("meta.xml"), fault })
}

fn flat(bytes: &[u8]) -> Parts {
    let content = xml::decode(bytes.to_vec());
    // Text may hold elements of the same names.
    let meta = content.split_once("</office:meta>").map(|(meta, _)| meta.to_owned()).unwrap_or_default();
    Parts { content, meta, ..Parts::default() }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;
    use crate::{Deadline, Limits, Role};

    const STYLES: &str = "<office:styles><style:default-style style:family='paragraph'><style:text-properties fo:font-size='11pt'/></style:default-style>\
        <style:style style:name='Heading' style:family='paragraph'><style:text-properties fo:font-weight='bold'/></style:style>\
        <style:style style:name='Right' style:family='paragraph'><style:paragraph-properties><style:tab-stops>\
        <style:tab-stop style:position='6in' style:type='right'/></style:tab-stops></style:paragraph-properties></style:style></office:styles>\
        <office:master-styles><style:master-page><style:header><text:p>Page header</text:p></style:header></style:master-page></office:master-styles>";

    fn odt(body: &str) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        let content = format!(
            "<office:document-content><office:automatic-styles><style:style style:name='T1' style:family='text'>\
             <style:text-properties fo:font-style='italic' fo:color='#ff0000'/></style:style>\
             <text:list-style style:name='L1'><text:list-level-style-number text:level='1' style:num-format='1' style:num-suffix='.'/></text:list-style>\
             <style:style style:name='C1' style:family='table-column'><style:table-column-properties style:column-width='2in'/></style:style>\
             </office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
        );
        for (name, text) in [("content.xml", content.as_str()), ("styles.xml", STYLES)] {
            out.start_file(name, options).expect("memory is writable");
            out.write_all(text.as_bytes()).expect("memory is writable");
        }
        out.finish().expect("memory is writable").into_inner()
    }

    #[track_caller]
    fn check(body: &str, expected: &[&str]) -> Document {
        let limits = Limits::default();
        let mut document = Document::default();
        let bounds = Bounds { limits: &limits, deadline: Deadline::start(&limits) };
        read(&odt(body), bounds, &mut document, &Spare::default()).expect("the file is sound");
        let texts: Vec<&str> = document.runs.iter().map(|run| document.text_of(run)).collect();
        assert_eq!(texts, expected);
        document
    }

    #[test]
    fn styles_links_and_headings_are_resolved() {
        let document = check(
            "<text:h text:style-name='Heading' text:outline-level='2'>Work</text:h>\
             <text:p>A<text:span text:style-name='T1'> b</text:span><text:a xlink:href='https://example.com'> c</text:a></text:p>",
            &["Page header", "Work", "A", "b", "c"],
        );
        let run = |index: usize| document.runs[index];
        assert_eq!((run(0).role, run(1).role), (Role::Header, Role::Heading(2)));
        assert!(run(1).bold && run(3).italic);
        assert_eq!((run(3).colour, run(2).size), (0xFF_0000, 11.0));
        assert_eq!(document.target_of(&run(4)), Some("https://example.com"));
    }

    #[test]
    fn white_space_tabs_and_breaks_keep_their_meaning() {
        let document = check(
            "<text:p text:style-name='Right'>ACME<text:tab/>2019<text:line-break/>a \n <text:s text:c='9'/>b</text:p>",
            &["Page header", "ACME", "2019", "a", "b"],
        );
        assert!((document.runs[2].area.right - document.pages[0].width + 56.0).abs() < 100.0);
    }

    #[test]
    fn lists_tables_and_notes_find_their_places() {
        let document = check(
            "<text:list text:style-name='L1'><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list>\
             <table:table><table:table-column table:style-name='C1' table:number-columns-repeated='2'/><table:table-row><table:table-cell><text:p>L</text:p></table:table-cell>\
             <table:table-cell><text:p>R<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p>\
             </table:table-cell></table:table-row></table:table>\
             <text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>",
            &["Page header", "1.", "one", "2.", "two", "L", "R", "note"],
        );
        assert_eq!(document.runs[1].role, Role::ListItem(0));
        assert_eq!(document.runs[6].cell.map(|cell| cell.column), Some(1));
        assert_eq!(document.runs[7].role, Role::Note);
    }

    #[test]
    fn sections_with_columns_stand_side_by_side() {
        let section = "<text:section text:style-name='S1'><text:p>one</text:p><text:p>two</text:p></text:section>";
        let styles = "<style:style style:name='S1' style:family='section'><style:section-properties><style:columns fo:column-count='2' \
                      fo:column-gap='0.5in'/></style:section-properties></style:style>";
        let file = format!(
            "<?xml version='1.0'?><office:document><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>\
             <text:p>before</text:p>{section}<text:p>behind</text:p></office:text></office:body></office:document>"
        );
        let limits = Limits::default();
        let mut document = Document::default();
        let result =
            read(file.as_bytes(), Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document, &Spare::default());
        assert_eq!((result, document.runs.len()), (Ok(()), 4));
        let (one, two, behind) = (document.runs[1].area, document.runs[2].area, document.runs[3].area);
        assert!(one.right < two.left && (one.top - two.top).abs() < 1.0 && behind.top >= one.bottom - 1.0);
        assert_eq!(behind.left, one.left);
    }

    #[test]
    fn a_flat_file_reads_as_a_packed_one() {
        let file = format!(
            "<?xml version='1.0'?><office:document><office:meta><dc:title>CV</dc:title></office:meta>{STYLES}<office:body><office:text>\
             <text:p>A<dc:title>no</dc:title></text:p></office:text></office:body></office:document>"
        );
        let limits = Limits::default();
        let mut document = Document::default();
        let result =
            read(file.as_bytes(), Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document, &Spare::default());
        assert_eq!(result, Ok(()));
        let texts: Vec<&str> = document.runs.iter().map(|run| document.text_of(run)).collect();
        assert_eq!((texts.as_slice(), document.metadata.title.as_deref()), (&["Page header", "A"][..], Some("CV")));
    }

    #[test]
    fn drawn_shapes_stand_where_their_style_measures_from() {
        let style = "<style:style style:name='gr1' style:family='graphic'><style:graphic-properties style:wrap='run-through' \
                     style:horizontal-rel='page' style:vertical-rel='page'/></style:style>";
        let shape = "<draw:custom-shape text:anchor-type='char' draw:style-name='gr1' svg:x='5in' svg:y='2in' svg:width='2in' \
                     svg:height='3in'><text:p>side</text:p></draw:custom-shape>";
        let file = format!(
            "<?xml version='1.0'?><office:document><office:automatic-styles>{style}</office:automatic-styles><office:body><office:text>\
             <text:p>{shape}main</text:p></office:text></office:body></office:document>"
        );
        let limits = Limits::default();
        let mut document = Document::default();
        let result =
            read(file.as_bytes(), Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document, &Spare::default());
        assert_eq!((result, document.runs.len()), (Ok(()), 2));
        let (side, main) = (document.runs[0].area, document.runs[1].area);
        assert!(side.left >= 360.0 && side.left < 370.0 && side.top >= 144.0 && main.top < 100.0);
    }

    #[test]
    fn text_boxes_stand_beside_the_text() {
        let frame = "<draw:frame svg:x='4in' svg:y='0in' svg:width='2in' svg:height='3in'><draw:text-box><text:p>side</text:p></draw:text-box></draw:frame>";
        let document = check(&format!("<text:p>{frame}main</text:p>"), &["Page header", "side", "main"]);
        assert!(document.runs[1].area.left > document.runs[2].area.right);
    }
}
