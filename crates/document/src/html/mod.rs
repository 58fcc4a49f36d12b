//! HTML and web archives of it. Sources: WHATWG HTML (tokens, character references), RFC 2557 (MHT).
//!
//! Elements have the look a browser gives them unstyled, changed by the style sheets in the page, as far as their selectors are simple,
//! by `style` attributes and by the presentational attributes of old. Tables, flexible boxes, grids, floats of a known width and newspaper
//! columns stand side by side; nothing is measured beyond that, and sheets elsewhere are never fetched.

mod css;
mod mime;
mod shallow;
mod sheet;
mod walk;

use std::borrow::Cow;

use encoding_rs::Encoding;
use memchr::memmem;

use crate::flow::{ColumnLayout, Flow, PageLayout, SectionStart};
use crate::reading::Bounds;
use crate::{Document, Fault, text};

/// Width of the text between the margins.
const TEXT_WIDTH: f32 = 504.0;

fn page() -> PageLayout {
    PageLayout { left: 54.0, right: 54.0, top: 54.0, bottom: 54.0, ..PageLayout::default() }
}

/// Reads one file into `document`.
pub(crate) fn read(bytes: &[u8], bounds: Bounds<'_>, document: &mut Document) -> Result<(), Fault> {
    let head = bytes.trim_ascii_start();
    let part = if head.starts_with(b"<") || head.starts_with(b"\xEF\xBB\xBF") { None } else { mime::find(head) };
    let (body, charset) = part.map_or((Cow::Borrowed(bytes), None), |part| {
        // Plain text is HTML without tags, set as it stands.
        let body = if part.is_html { part.body } else { Cow::Owned([b"<pre>", part.body.as_ref()].concat()) };
        (body, part.charset)
    });
    let text = decode(&body, charset.as_deref());
    let mut flow = Flow::new(bounds.limits.characters);
    let result = walk::read(&text, bounds, &mut flow, &mut document.metadata);
    flow.end_section(page(), SectionStart::SamePage, ColumnLayout::default());
    let typeset = flow.typeset(bounds, document);
    result.and(typeset)
}

/// By byte order mark, by what a mail header says, by what the page itself says, by statistics.
fn decode(bytes: &[u8], charset: Option<&str>) -> String {
    let told = charset.and_then(|charset| Encoding::for_label(charset.as_bytes()));
    let is_marked = Encoding::for_bom(bytes).is_some();
    match told.or_else(|| declared(bytes)) {
        Some(encoding) if !is_marked => {
            let (decoded, _, is_broken) = encoding.decode(bytes);
            // What a page claims of itself is often left over from a template.
            if is_broken { text::decode(bytes).0 } else { decoded.into_owned() }
        }
        _ => text::decode(bytes).0,
    }
}

/// The charset that a `meta` element among the first bytes names.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes[..bytes.len().min(4096)].to_ascii_lowercase();
    let at = memmem::find(&head, b"charset=")? + "charset=".len();
    let label = head[at..].split(|byte| matches!(byte, b'"' | b'\'' | b'>' | b' ' | b';' | b'/')).find(|label| !label.is_empty())?;
    Encoding::for_label(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deadline, Limits, Role};

    fn document_of(html: &[u8]) -> Document {
        let limits = Limits::default();
        let mut document = Document::default();
        read(html, Bounds { limits: &limits, deadline: Deadline::start(&limits) }, &mut document).expect("HTML is always readable");
        document
    }

    #[track_caller]
    fn check(html: &str, expected: &[&str]) -> Document {
        let document = document_of(html.as_bytes());
        let texts: Vec<&str> = document.runs.iter().map(|run| document.text_of(run)).collect();
        assert_eq!(texts, expected);
        document
    }

    #[test]
    fn headings_lists_and_links_have_roles() {
        let html = "<title>CV</title><style>p{}</style><script>var x='<p>no</p>'</script><h1>Jane &amp; Doe</h1><ul><li>one<li>two<ol><li>deep</ol></ul>\
                    <p>see <a href='https://example.com'>my <b>site</b></a>";
        let document = check(html, &["Jane & Doe", "•", "one", "•", "two", "1.", "deep", "see", "my", "site"]);
        let roles: Vec<Role> = document.runs.iter().map(|run| run.role).collect();
        assert_eq!((roles[0], roles[1], roles[5]), (Role::Heading(1), Role::ListItem(0), Role::ListItem(1)));
        assert!(document.runs[0].bold && document.runs[9].bold);
        assert_eq!(document.target_of(&document.runs[9]), Some("https://example.com"));
        assert_eq!(document.metadata.title.as_deref(), Some("CV"));
    }

    #[test]
    fn tables_stand_side_by_side() {
        let html = "<table><tr><td rowspan=2>A<td>B<tr><td>C</table><p>D";
        let document = check(html, &["A", "B", "C", "D"]);
        let cells: Vec<_> = document.runs.iter().map(|run| run.cell.map(|cell| (cell.row, cell.column))).collect();
        assert_eq!(cells, [Some((0, 0)), Some((0, 1)), Some((1, 1)), None]);
        assert_eq!(document.runs[0].baseline, document.runs[1].baseline);
        assert_eq!(document.runs[1].area.left, document.runs[2].area.left);
    }

    #[test]
    fn white_space_collapses_except_where_it_is_set() {
        check("<p>  a\n  b <i> c</i>\n</p>x<br>y", &["a b", "c", "x", "y"]);
        check("<pre>a  b\nc      d</pre>", &["a  b".split("  ").next().unwrap_or(""), "b", "c", "d"]);
    }

    #[test]
    fn bars_are_drawn_beside_the_text() {
        let shares = |html: &str| -> Vec<f32> {
            let marks = document_of(html.as_bytes()).marks;
            marks.chunks(2).map(|pair| (pair[1].area.width() / pair[0].area.width() * 100.0).round()).collect()
        };
        for (html, expected) in [
            ("<p>Rust <progress value=80 max=100>80 %</progress><p>Go <meter value=3 min=1 max=5></meter>", &[80.0, 50.0][..]),
            ("<div>Rust</div><div class=bar><div style='width: 70%; background: red'></div></div>", &[70.0]),
            ("<div class=bar style='width:100%'><span class=skill-level style='width:40%'></span></div>", &[40.0]),
            ("<div role=progressbar aria-valuenow=3 aria-valuemax=4></div>", &[75.0]),
            ("<div style='width:50%'></div>", &[]),
            ("<div style='width:50%'>text</div><div style='width:50%'><img src=x></div><td style='width:20%'></td>", &[]),
        ] {
            assert_eq!(shares(html), expected, "{html}");
        }
    }

    #[test]
    fn hidden_elements_are_left_out() {
        check("<p>a<span style='display:none'>b<b>c</b></span><template>d</template><!-- e --><noscript>f</noscript>g", &["ag"]);
    }

    #[test]
    fn pages_decode_by_mark_header_and_content() {
        let texts = |bytes: &[u8]| document_of(bytes).text.trim_end().to_owned();
        assert_eq!(texts(b"<meta charset=windows-1252><p>Caf\xE9"), "Café");
        assert_eq!(texts("<meta charset=iso-8859-1><p>Zoë".as_bytes()).chars().next(), Some('Z'));
        assert_eq!(texts("<p>Zoë".as_bytes()), "Zoë");
        let mail =
            b"MIME-Version: 1.0\nContent-Type: text/html; charset=\"utf-8\"\nContent-Transfer-Encoding: quoted-printable\n\n<p>Zo=C3=AB";
        assert_eq!(texts(mail), "Zoë");
    }

    #[test]
    fn soup_is_no_problem() {
        check("</p></td></table><b><p>a</b>b</i></p><tr><td>c</div></ul></td>d", &["a", "b", "c", "d"]);
        let deep = format!("{}x", "<div><table><tr><td>".repeat(20_000));
        assert_eq!(document_of(deep.as_bytes()).text.trim(), "x");
    }
}
