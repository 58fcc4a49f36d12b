//! Rich Text Format. Source: RTF specification 1.9.1.

mod charset;
mod reader;
mod state;
mod table;
mod token;

pub(crate) use self::charset::code_page;

use crate::flow::Flow;
use crate::reading::Bounds;
use crate::{Document, Fault};

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let mut flow = Flow::new(bounds.limits.characters);
    let result = reader::read(bytes, bounds, &mut flow, &mut document.metadata);
    let typeset = flow.typeset(bounds, document);
    result.and(typeset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deadline, Limits, Role};
    use vitae_model::Outcome;

    fn document_of(rtf: &str) -> (Document, Option<Fault>) {
        let limits = Limits::default();
        let mut document = Document::default();
        let fault = read(rtf.as_bytes(), Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document).err();
        (document, fault)
    }

    #[track_caller]
    fn check(rtf: &str, expected: &[&str]) -> Document {
        let (document, fault) = document_of(rtf);
        assert_eq!(fault, None);
        let texts: Vec<&str> = document.runs.iter().map(|run| document.text_of(run)).collect();
        assert_eq!(texts, expected);
        document
    }

    #[test]
    fn styles_follow_their_groups() {
        let document = check(
            r"{\rtf1\ansi{\fonttbl{\f0\fswiss Arial;}}{\colortbl;\red255\green0\blue0;}\f0\fs28{\b\cf1 Jane} Doe\par}",
            &["Jane", "Doe"],
        );
        let first = document.runs[0];
        assert_eq!((first.bold, first.size, first.colour), (true, 14.0, 0xFF_0000));
        assert_eq!(document.fonts[usize::from(first.font.0)].name, "Arial");
        assert!(!document.runs[1].bold);
    }

    #[test]
    fn characters_are_decoded_by_page_font_and_number() {
        check(r"{\rtf1\ansi\ansicpg1252 Caf\'e9\par}", &["Café"]);
        check(r"{\rtf1\ansi\ansicpg1251 \'cf\'f0\'e8\par}", &["При"]);
        check(r"{\rtf1{\fonttbl{\f1\fcharset128 MS Mincho;}}\f1\'93\'fa\'96\'7b\par}", &["日本"]);
        check(r"{\rtf1\uc1 \u352?koda \u-10179?\u-8704?\par}", &["Škoda 😀"]);
        check(r"{\rtf1{\upr{\u?}{\*\ud \u8364 ?}} co\-op a\_b\par}", &["€ coop a-b"]);
    }

    #[test]
    fn tables_stand_side_by_side_and_end() {
        let row = r"\trowd\cellx3000\cellx9000\pard\intbl ACME\cell 2019\cell\row ";
        let document = check(&format!(r"{{\rtf1 {row}{row}\pard after\par}}"), &["ACME", "2019", "ACME", "2019", "after"]);
        let cells: Vec<_> = document.runs.iter().map(|run| run.cell.map(|cell| (cell.table, cell.row, cell.column))).collect();
        assert_eq!(cells, [Some((0, 0, 0)), Some((0, 0, 1)), Some((0, 1, 0)), Some((0, 1, 1)), None]);
        assert_eq!(document.runs[0].baseline, document.runs[1].baseline);
        assert!(document.runs[1].area.left > document.runs[0].area.left + 140.0);
        assert!(document.runs[4].baseline > document.runs[3].baseline);
    }

    #[test]
    fn nested_tables_have_numbers_of_their_own() {
        let rtf = r"{\rtf1 \trowd\cellx9000\pard\intbl outer\par\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx2000\cellx4000\nestrow}\pard\intbl\itap1 more\cell\row\pard x\par}";
        let document = check(rtf, &["outer", "a", "b", "more", "x"]);
        let cells: Vec<_> = document.runs.iter().map(|run| run.cell.map(|cell| (cell.table, cell.column))).collect();
        assert_eq!(cells, [Some((0, 0)), Some((1, 0)), Some((1, 1)), Some((0, 0)), None]);
    }

    #[test]
    fn a_cell_may_hold_nothing_but_a_table() {
        let inner = r"\pard\intbl\itap2 a\nestcell b\nestcell{\*\nesttableprops\trowd\cellx2000\cellx4000\nestrow}";
        let row = format!(r"\trowd\cellx3000\cellx9000\pard\intbl left\cell {inner}\pard\intbl\cell\row ");
        let document = check(&format!(r"{{\rtf1 {row}{row}\pard x\par}}"), &["left", "a", "b", "left", "a", "b", "x"]);
        let cells: Vec<_> = document.runs.iter().map(|run| run.cell.map(|cell| (cell.table, cell.row, cell.column))).collect();
        let expected = [(0, 0, 0), (1, 0, 0), (1, 0, 1), (0, 1, 0), (2, 0, 0), (2, 0, 1)];
        assert_eq!(cells, [&expected.map(Some)[..], &[None]].concat());
        assert!(document.runs[1].area.left > document.runs[0].area.right && document.runs[1].baseline == document.runs[0].baseline);
    }

    #[test]
    fn fields_lists_and_notes_find_their_roles() {
        let rtf = r#"{\rtf1{\stylesheet{\s1\b heading 1;}}\pard\s1 Work\par\pard{\listtext\f0 \'95\tab}item{\footnote note}\par
            {\field{\*\fldinst HYPERLINK "https://example.com"}{\fldrslt site}}{\header\pard Jane\par}\par}"#;
        let document = check(rtf, &["Jane", "Work", "•", "item", "site", "note"]);
        let roles: Vec<Role> = document.runs.iter().map(|run| run.role).collect();
        assert_eq!(roles, [Role::Header, Role::Heading(1), Role::ListItem(0), Role::Body, Role::Body, Role::Note]);
        assert_eq!(document.target_of(&document.runs[4]), Some("https://example.com"));
    }

    #[test]
    fn what_is_no_text_is_left_out() {
        check(
            r"{\rtf1{\*\generator X;}{\info{\title T}}{\pict\pngblip 89504e47}{\v hidden}{\deleted gone}{\shp{\shprslt twice}}seen\par}",
            &["seen"],
        );
    }

    #[test]
    fn properties_of_the_document_are_read() {
        let (document, _) = document_of(r"{\rtf1{\info{\title CV}{\author Jane Doe}{\revtim\yr2024\mo5\dy30\hr8\min54}}x}");
        assert_eq!(document.metadata.title.as_deref(), Some("CV"));
        assert_eq!(document.metadata.author.as_deref(), Some("Jane Doe"));
        assert_eq!(document.metadata.modified.as_deref(), Some("2024-05-30T08:54:00"));
    }

    #[test]
    fn a_file_cut_off_keeps_what_it_has() {
        let (document, fault) = document_of(r"{\rtf1 Jane Doe\par {\b Work");
        assert_eq!(fault.map(|fault| fault.outcome), Some(Outcome::Damaged));
        assert_eq!(document.runs.len(), 2);
    }

    #[test]
    fn depth_costs_nothing() {
        let rtf = format!(r"{{\rtf1 {}deep{}\par end}}", "{".repeat(100_000), "}".repeat(100_000));
        check(&rtf, &["deep", "end"]);
    }
}
