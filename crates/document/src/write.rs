//! Writing documents: a list of blocks as a Word file or as one HTML page.
//!
//! In: blocks in reading order. Out: bytes that hold these texts and nothing else of anybody: no author, no dates, no program's traces.
//! The same blocks give the same bytes.

use std::fmt::Write;
use std::io::Cursor;

use docx_rs::{
    AbstractNumbering, AlignmentType, Docx, IndentLevel, Level, LevelJc, LevelText, LineSpacing, NumberFormat, Numbering, NumberingId,
    Paragraph, Run, RunFonts, SpecialIndentType, Start, Style, StyleType, Tab, TabValueType,
};

use crate::escape;

/// A piece of a document, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// The title of the whole, at the top.
    Title(String),
    /// The heading of a section.
    Heading(String),
    /// The first line of an entry: what it is, and when it was.
    Entry {
        /// What it is.
        text: String,
        /// When it was, at the right edge; may be empty.
        aside: String,
    },
    /// Running text.
    Text(String),
    /// An item of a list.
    Item(String),
}

/// Sizes are in half points.
const BODY: usize = 21;
/// Width of the text on a page of A4 between margins of three centimetres, in twentieths of a point.
const WIDTH: usize = 8_504;
const BULLETS: usize = 2;

/// Writes a Word document (Office Open XML).
///
/// # Errors
/// None that memory does not cause: writing into memory fails only where the archive writer does.
pub fn docx(blocks: &[Block]) -> std::io::Result<Vec<u8>> {
    let mut document = styled();
    for block in blocks {
        document = document.add_paragraph(paragraph(block));
    }
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(std::io::Error::other)?;
    Ok(bytes.into_inner())
}

fn styled() -> Docx {
    let heading = |id: &str, name: &str, size: usize, level: usize| {
        Style::new(id, StyleType::Paragraph).name(name).bold().size(size).outline_lvl(level)
    };
    let bullet = Level::new(0, Start::new(1), NumberFormat::new("bullet"), LevelText::new("•"), LevelJc::new("left"));
    let bullet = bullet.indent(Some(360), Some(SpecialIndentType::Hanging(240)), None, None);
    Docx::new()
        .default_fonts(RunFonts::new().ascii("Calibri").hi_ansi("Calibri").cs("Calibri"))
        .default_size(BODY)
        // The day that ZIP and Word count from: nothing is told of when the document was written.
        .created_at("1980-01-01T00:00:00Z")
        .updated_at("1980-01-01T00:00:00Z")
        .add_style(heading("Title", "Title", 36, 0))
        .add_style(heading("Heading1", "heading 1", 26, 0))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(bullet))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
}

fn paragraph(block: &Block) -> Paragraph {
    let spaced = |paragraph: Paragraph, before: u32, after: u32| paragraph.line_spacing(LineSpacing::new().before(before).after(after));
    let run = |text: &str| Run::new().add_text(plain(text));
    match block {
        Block::Title(text) => spaced(Paragraph::new().style("Title").align(AlignmentType::Left).add_run(run(text)), 0, 120),
        Block::Heading(text) => spaced(Paragraph::new().style("Heading1").keep_next(true).add_run(run(text)), 240, 80),
        Block::Entry { text, aside } => {
            let line = Paragraph::new().keep_next(true).add_tab(Tab::new().val(TabValueType::Right).pos(WIDTH)).add_run(run(text).bold());
            let line = if aside.is_empty() { line } else { line.add_run(Run::new().add_tab()).add_run(run(aside)) };
            spaced(line, 120, 20)
        }
        Block::Text(text) => spaced(Paragraph::new().add_run(run(text)), 0, 40),
        Block::Item(text) => spaced(Paragraph::new().numbering(NumberingId::new(BULLETS), IndentLevel::new(0)).add_run(run(text)), 0, 20),
    }
}

/// `text` without characters that XML forbids and without line ends.
fn plain(text: &str) -> String {
    let forbidden = |symbol: char| symbol.is_control() || matches!(symbol, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|symbol| if forbidden(symbol) { ' ' } else { symbol }).collect()
}

/// Writes one HTML page that loads nothing and runs nothing.
#[must_use]
pub fn html(blocks: &[Block]) -> String {
    let mut out = String::with_capacity(8 << 10);
    out.push_str(HEAD);
    let title = blocks.iter().find_map(|block| if let Block::Title(text) = block { Some(text.as_str()) } else { None });
    escape(&mut out, title.unwrap_or("Document"));
    let _ = write!(out, "</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n");
    let mut listed = false;
    for block in blocks {
        let item = matches!(block, Block::Item(_));
        if item != listed {
            out.push_str(if item { "<ul>\n" } else { "</ul>\n" });
        }
        listed = item;
        element(&mut out, block);
    }
    out.push_str(if listed { "</ul>\n</main>\n</body>\n</html>\n" } else { "</main>\n</body>\n</html>\n" });
    out
}

const HEAD: &str = "<!doctype html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n\
    <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
    <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>";

const STYLE: &str = ":root { color-scheme: light dark; }
body { margin: 2rem auto; padding: 0 1rem; max-width: 48rem; font: 15px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .5rem; }
h2 { font-size: 1.15rem; margin: 1.4rem 0 .3rem; border-bottom: 1px solid #8888; }
h3 { font-size: 1rem; margin: .8rem 0 .1rem; display: flex; justify-content: space-between; gap: 1rem; }
h3 small { font-weight: normal; white-space: nowrap; }
p, ul { margin: .15rem 0; }
ul { padding-left: 1.3rem; }
@media print { body { margin: 0; max-width: none; font-size: 11pt; } }
";

fn element(out: &mut String, block: &Block) {
    let (open, text, close) = match block {
        Block::Title(text) => ("<h1>", text, "</h1>\n"),
        Block::Heading(text) => ("<h2>", text, "</h2>\n"),
        Block::Entry { text, aside } => {
            out.push_str("<h3><span>");
            escape(out, text);
            out.push_str("</span><small>");
            escape(out, aside);
            out.push_str("</small></h3>\n");
            return;
        }
        Block::Text(text) => ("<p>", text, "</p>\n"),
        Block::Item(text) => ("<li>", text, "</li>\n"),
    };
    out.push_str(open);
    escape(out, text);
    out.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Deadline, Limits, Role, Scratch, read};

    fn blocks() -> Vec<Block> {
        vec![
            Block::Title("Nurse".to_owned()),
            Block::Heading("Work".to_owned()),
            Block::Entry { text: "Staff nurse, <b>Ward</b> & Co.".to_owned(), aside: "2019 – 2021".to_owned() },
            Block::Item("Cared\u{b} for 12 beds".to_owned()),
            Block::Item("Led nights".to_owned()),
            Block::Text("Registered.".to_owned()),
        ]
    }

    #[test]
    fn a_word_file_is_read_back_as_it_was_written() {
        let bytes = docx(&blocks()).expect("memory is writable");
        let limits = Limits::default();
        let reading = read(&bytes, &limits, Deadline::start(&limits), &mut Scratch::default());
        assert_eq!(reading.fault, None);
        let document = reading.document;
        let runs: Vec<(&str, Role)> = document.runs.iter().map(|run| (document.text_of(run), run.role)).collect();
        let expected = [
            ("Nurse", Role::Heading(1)),
            ("Work", Role::Heading(1)),
            ("Staff nurse, <b>Ward</b> & Co.", Role::Body),
            ("2019 – 2021", Role::Body),
            ("•", Role::ListItem(0)),
            ("Cared for 12 beds", Role::Body),
            ("•", Role::ListItem(0)),
            ("Led nights", Role::Body),
            ("Registered.", Role::Body),
        ];
        assert_eq!(runs, expected);
        assert_eq!(bytes, docx(&blocks()).expect("memory is writable"), "the same blocks, the same bytes");
    }

    #[test]
    fn a_page_is_escaped_and_its_lists_are_closed() {
        let page = html(&blocks());
        assert!(page.contains("<span>Staff nurse, &lt;b&gt;Ward&lt;/b&gt; &amp; Co.</span><small>2019 – 2021</small>"), "{page}");
        assert!(page.contains("<ul>\n<li>Cared\u{FFFD} for 12 beds</li>\n<li>Led nights</li>\n</ul>\n<p>Registered.</p>"), "{page}");
        assert!(page.contains("<title>Nurse</title>"));
        assert!(html(&blocks()[..4]).ends_with("</li>\n</ul>\n</main>\n</body>\n</html>\n"));
    }
}
