//! Writes a sheet as a DOCX package.

use crate::html::escape;
use crate::layout::{BulletStyle, ContactStyle, DateRail, Frame, HeadingStyle, Layout};
use crate::sheet::{Block, Line, Section, Sheet, Span};
use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Typefaces that documents name, each of which Debian has or replaces by one of the same widths.
const FONTS: &[&str] =
    &["Calibri", "Arial", "Times New Roman", "Cambria", "Lato", "Liberation Sans", "Roboto", "EB Garamond", "Open Sans", "DejaVu Sans"];

/// Width of the text in twentieths of a point.
const WIDTH: usize = 9600;

/// Writes `sheet` in the way of `layout`.
///
/// # Errors
/// When the package cannot be put together, which needs more than 4 GiB.
pub fn write(sheet: &Sheet, layout: &Layout) -> Result<Vec<u8>, ZipError> {
    let mut page = Page { layout, out: String::new(), links: Vec::new(), numbered: 0, counts: 0, width: WIDTH };
    let footer = page.footer(sheet);
    let header = page.header(sheet);
    let header_links = std::mem::take(&mut page.links);
    page.document(sheet);
    let body = page.out;
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", RELATIONSHIPS.to_owned()),
        ("word/_rels/document.xml.rels", relationships(DOCUMENT_PARTS, &page.links)),
        ("word/styles.xml", styles(layout)),
        ("word/numbering.xml", numbering(layout, page.counts)),
        ("word/footer1.xml", footer),
        ("word/header1.xml", header),
        ("word/_rels/header1.xml.rels", relationships("", &header_links)),
        ("docProps/core.xml", core(sheet)),
        ("word/document.xml", body),
    ];
    // A fixed time keeps the bytes the same.
    let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        package.start_file(name, options)?;
        package.write_all(content.as_bytes())?;
    }
    Ok(package.finish()?.into_inner())
}

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

const CONTENT_TYPES: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" ContentType=\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/><Override PartName=\"/word/styles.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/><Override PartName=\"/word/numbering.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml\"/><Override PartName=\"/word/footer1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml\"/><Override PartName=\"/word/header1.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml\"/><Override PartName=\"/docProps/core.xml\" ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/></Types>";

const RELATIONSHIPS: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/><Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties\" Target=\"docProps/core.xml\"/></Relationships>";

const DOCUMENT_PARTS: &str = "<Relationship Id=\"rId1\" Type=\"{kind}/styles\" Target=\"styles.xml\"/><Relationship Id=\"rId2\" Type=\"{kind}/numbering\" Target=\"numbering.xml\"/><Relationship Id=\"rId3\" Type=\"{kind}/footer\" Target=\"footer1.xml\"/><Relationship Id=\"rId4\" Type=\"{kind}/header\" Target=\"header1.xml\"/>";

/// The relations of a part: `parts` as they are, with `{kind}` filled in, and one for each link.
fn relationships(parts: &str, links: &[String]) -> String {
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{}",
        parts.replace("{kind}", kind)
    );
    for (nth, link) in links.iter().enumerate() {
        let _ =
            write!(xml, "<Relationship Id=\"link{nth}\" Type=\"{kind}/hyperlink\" Target=\"{}\" TargetMode=\"External\"/>", escape(link));
    }
    xml.push_str("</Relationships>");
    xml
}

fn core(sheet: &Sheet) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>{}</dc:title><dc:language>{}</dc:language></cp:coreProperties>",
        escape(&sheet.title),
        sheet.language
    )
}

fn styles(layout: &Layout) -> String {
    let font = FONTS[layout.font % FONTS.len()];
    let size = layout.size / 5;
    let colour = layout.colour;
    let name = 36 + layout.variant % 22;
    let heading = size + if layout.frame == Frame::Rail { 1 } else { 2 + layout.gap % 8 };
    let centre = if layout.heading == HeadingStyle::Centred { "<w:jc w:val=\"center\"/>" } else { "" };
    let border = match layout.heading {
        HeadingStyle::Ruled => format!("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"{colour}\"/></w:pBdr>"),
        HeadingStyle::Overlined => format!("<w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"1\" w:color=\"{colour}\"/></w:pBdr>"),
        HeadingStyle::Boxed => {
            format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{}\"/>", if colour == "000000" { "D9D9D9" } else { "DCE6F1" })
        }
        _ => String::new(),
    };
    let look = match layout.heading {
        HeadingStyle::Caps => "<w:b/><w:caps/>".to_owned(),
        HeadingStyle::SmallCaps => "<w:b/><w:smallCaps/>".to_owned(),
        HeadingStyle::Spaced => "<w:caps/><w:spacing w:val=\"60\"/>".to_owned(),
        HeadingStyle::Underlined => "<w:u w:val=\"single\"/>".to_owned(),
        _ => "<w:b/>".to_owned(),
    };
    // In a cell, LibreOffice would keep the whole table together with what follows it.
    let in_table = !matches!(layout.frame, Frame::Single | Frame::Band) || layout.rail != DateRail::None;
    let heading_size = if layout.heading == HeadingStyle::Plain { size } else { heading };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:styles {SPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"{font}\" w:hAnsi=\"{font}\" w:cs=\"{font}\"/><w:sz w:val=\"{size}\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>\
         <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Normal\"/><w:rPr><w:b/><w:sz w:val=\"{name}\"/><w:color w:val=\"{colour}\"/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"Normal\"/><w:pPr>{keep}{border}<w:spacing w:before=\"{before}\" w:after=\"60\"/>{centre}</w:pPr><w:rPr>{look}<w:color w:val=\"{colour}\"/><w:sz w:val=\"{heading_size}\"/></w:rPr></w:style>\
         <w:style w:type=\"paragraph\" w:styleId=\"ListParagraph\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"Normal\"/></w:style></w:styles>",
        keep = if in_table { "" } else { "<w:keepNext/>" },
        after = layout.gap / 4,
        line = 240 + layout.gap % 5 * 12,
        before = if layout.frame == Frame::Rail { 0 } else { 160 + layout.gap * 2 },
    )
}

/// `numbered` lists of sentences count from 1 again.
fn numbering(layout: &Layout, numbered: usize) -> String {
    let sign = if let BulletStyle::List(sign) = layout.bullets { sign } else { "•" };
    let list = |id: usize, format: &str, text: &str| {
        format!(
            "<w:abstractNum w:abstractNumId=\"{id}\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/><w:pPr><w:ind w:left=\"{0}\" w:hanging=\"240\"/></w:pPr></w:lvl></w:abstractNum>",
            300 + layout.variant % 4 * 60
        )
    };
    let count = |id: usize| {
        format!(
            "<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride></w:num>"
        )
    };
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:numbering {SPACES}>{}{}{}<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num><w:num w:numId=\"2\"><w:abstractNumId w:val=\"1\"/></w:num><w:num w:numId=\"3\"><w:abstractNumId w:val=\"2\"/></w:num>{}</w:numbering>",
        list(0, "bullet", sign),
        list(1, "decimal", "%1."),
        list(2, "bullet", "•"),
        (FIRST_COUNT..FIRST_COUNT + numbered).map(count).collect::<String>()
    )
}

/// The number of the first list that counts.
const FIRST_COUNT: usize = 10;

struct Page<'a> {
    layout: &'a Layout,
    out: String,
    links: Vec<String>,
    /// Headings so far.
    numbered: usize,
    /// Counting lists so far.
    counts: usize,
    /// Width of the column being written, in twentieths of a point.
    width: usize,
}

impl Page<'_> {
    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    fn header(&mut self, sheet: &Sheet) -> String {
        let _ = write!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:hdr {SPACES}>");
        for block in &sheet.page_header {
            if let Block::Contact(line) = block {
                self.paragraph("<w:jc w:val=\"center\"/>", "", &line.left);
            }
        }
        if sheet.page_header.is_empty() {
            self.put("<w:p/>");
        }
        self.put("</w:hdr>");
        std::mem::take(&mut self.out)
    }

    fn footer(&mut self, sheet: &Sheet) -> String {
        self.out.clear();
        let _ = write!(
            self.out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:ftr {SPACES}><w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>"
        );
        self.run(&Span::plain(&sheet.footer), "<w:sz w:val=\"15\"/>");
        if let Some((before, between)) = &sheet.pages {
            self.run(&Span::plain(before), "<w:sz w:val=\"15\"/>");
            self.put("<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
            self.run(&Span::plain(between), "<w:sz w:val=\"15\"/>");
            self.put("<w:fldSimple w:instr=\" NUMPAGES \"><w:r><w:t>1</w:t></w:r></w:fldSimple>");
        }
        self.put("</w:p></w:ftr>");
        std::mem::take(&mut self.out)
    }

    fn document(&mut self, sheet: &Sheet) {
        let _ = write!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document {SPACES}><w:body>");
        self.head(&sheet.head);
        let fill = if self.layout.tinted { "E8EDF2" } else { "" };
        let narrow = 2700 + self.layout.variant % 5 * 150;
        match self.layout.frame {
            Frame::Left => self.columns(&[(&sheet.aside, narrow, fill), (&sheet.main, WIDTH - narrow, "")]),
            Frame::Right => self.columns(&[(&sheet.main, WIDTH - narrow, ""), (&sheet.aside, narrow, fill)]),
            Frame::Halves => self.columns(&[(&sheet.aside, WIDTH / 2, ""), (&sheet.main, WIDTH / 2, "")]),
            Frame::Rail => self.rail_sections(&sheet.main),
            Frame::Single | Frame::Band => self.sections(&sheet.main),
        }
        let reference =
            if sheet.footer.is_empty() && sheet.pages.is_none() { "" } else { "<w:footerReference w:type=\"default\" r:id=\"rId3\"/>" };
        let header = if sheet.page_header.is_empty() { "" } else { "<w:headerReference w:type=\"default\" r:id=\"rId4\"/>" };
        let margin = 900 + self.layout.order % 5 * 90;
        let _ = write!(
            self.out,
            "<w:sectPr>{header}{reference}<w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"{margin}\" w:right=\"1150\" w:bottom=\"{margin}\" w:left=\"1150\" w:header=\"500\" w:footer=\"500\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>"
        );
    }

    fn head(&mut self, blocks: &[Block]) {
        let table = self.layout.frame == Frame::Band
            || self.layout.contact == ContactStyle::Beside && blocks.iter().any(|block| matches!(block, Block::Contact(_)));
        if !table {
            for block in blocks {
                self.block(block);
            }
            return;
        }
        let beside = self.layout.contact == ContactStyle::Beside;
        let fill = if self.layout.frame == Frame::Band { "DCE6F1" } else { "" };
        let (right, left): (Vec<&Block>, Vec<&Block>) = blocks.iter().partition(|block| beside && matches!(block, Block::Contact(_)));
        let cells: Vec<(Vec<&Block>, usize)> =
            if right.is_empty() { vec![(left, WIDTH)] } else { vec![(left, WIDTH * 6 / 10), (right, WIDTH * 4 / 10)] };
        self.open_table(&cells.iter().map(|cell| cell.1).collect::<Vec<_>>(), false);
        self.put("<w:tr>");
        for (content, width) in cells {
            self.cell(width, fill, |page| {
                for block in content {
                    page.block(block);
                }
            });
        }
        self.put("</w:tr></w:tbl>");
        self.paragraph("", "", &[]);
    }

    fn columns(&mut self, columns: &[(&[Section], usize, &str)]) {
        self.open_table(&columns.iter().map(|column| column.1).collect::<Vec<_>>(), false);
        self.put("<w:tr>");
        for &(sections, width, fill) in columns {
            self.cell(width, fill, |page| page.sections(sections));
        }
        self.put("</w:tr></w:tbl>");
        self.paragraph("", "", &[]);
    }

    fn rail_sections(&mut self, sections: &[Section]) {
        let narrow = 2200 + self.layout.variant % 4 * 100;
        self.open_table(&[narrow, WIDTH - narrow], self.layout.borders);
        for section in sections {
            self.put("<w:tr>");
            self.cell(narrow, "", |page| {
                if let Some(heading) = &section.heading {
                    page.heading(heading);
                }
            });
            self.cell(WIDTH - narrow, "", |page| {
                for block in &section.blocks {
                    page.block(block);
                }
            });
            self.put("</w:tr>");
        }
        self.put("</w:tbl>");
        self.paragraph("", "", &[]);
    }

    fn sections(&mut self, sections: &[Section]) {
        for section in sections {
            if let Some(heading) = &section.heading {
                self.heading(heading);
            }
            for block in &section.blocks {
                self.block(block);
            }
        }
    }

    fn open_table(&mut self, widths: &[usize], borders: bool) {
        self.put("<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/>");
        if borders {
            self.put("<w:tblBorders>");
            for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                let _ = write!(self.out, "<w:{side} w:val=\"single\" w:sz=\"4\" w:color=\"999999\"/>");
            }
            self.put("</w:tblBorders>");
        }
        self.put("<w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid>");
        for width in widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.put("</w:tblGrid>");
    }

    fn cell(&mut self, width: usize, fill: &str, content: impl FnOnce(&mut Self)) {
        let _ = write!(self.out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if !fill.is_empty() {
            let _ = write!(self.out, "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{fill}\"/>");
        }
        self.put("</w:tcPr>");
        let outer = std::mem::replace(&mut self.width, width.saturating_sub(230));
        let start = self.out.len();
        content(self);
        self.width = outer;
        // A cell must end with a paragraph, also behind a table.
        if self.out.len() == start || self.out.ends_with("</w:tbl>") {
            self.put("<w:p/>");
        }
        self.put("</w:tc>");
    }

    fn heading(&mut self, heading: &str) {
        self.numbered += 1;
        let text = match self.layout.heading {
            HeadingStyle::Numbered => format!("{}. {heading}", self.numbered),
            HeadingStyle::Colon => format!("{heading}:"),
            HeadingStyle::Icon => format!("❖ {heading}"),
            HeadingStyle::Spaced if self.layout.typed_spaces && self.width == WIDTH => typed_apart(heading),
            _ => heading.to_owned(),
        };
        // Some writers use the style of the program, some only change the look.
        if self.layout.variant % 4 == 3 {
            let look = if matches!(self.layout.heading, HeadingStyle::Caps | HeadingStyle::Spaced) { "<w:b/><w:caps/>" } else { "<w:b/>" };
            let size = self.layout.size / 5 + if self.layout.heading == HeadingStyle::Plain { 0 } else { 4 };
            self.paragraph(
                if self.layout.frame == Frame::Rail { "" } else { "<w:spacing w:before=\"200\" w:after=\"60\"/>" },
                &format!("{look}<w:sz w:val=\"{size}\"/>"),
                &[Span::plain(text)],
            );
        } else {
            self.paragraph("<w:pStyle w:val=\"Heading1\"/>", "", &[Span::plain(text)]);
        }
    }

    fn paragraph(&mut self, properties: &str, look: &str, spans: &[Span]) {
        let _ = write!(self.out, "<w:p><w:pPr>{properties}</w:pPr>");
        for span in spans {
            self.run(span, look);
        }
        self.put("</w:p>");
    }

    fn run(&mut self, span: &Span, look: &str) {
        if span.text.is_empty() {
            return;
        }
        if let Some(link) = &span.link {
            let _ = write!(self.out, "<w:hyperlink r:id=\"link{}\">", self.links.len());
            self.links.push(link.clone());
        }
        self.put("<w:r><w:rPr>");
        if span.bold {
            self.put("<w:b/>");
        }
        if span.italic {
            self.put("<w:i/>");
        }
        self.put(look);
        let _ = write!(self.out, "</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(pictogram(span)));
        if span.link.is_some() {
            self.put("</w:hyperlink>");
        }
    }

    fn block(&mut self, block: &Block) {
        let aligned = ["", "<w:jc w:val=\"center\"/>", "<w:jc w:val=\"right\"/>"][if self.width < WIDTH { 0 } else { self.layout.align }];
        match block {
            Block::Title(text) => self.paragraph(aligned, "<w:b/><w:sz w:val=\"28\"/>", &[Span::plain(text)]),
            Block::Name(lines) => {
                for line in lines {
                    self.paragraph(&format!("<w:pStyle w:val=\"Title\"/>{aligned}"), "", &[Span::plain(line)]);
                }
            }
            Block::Label(text) => self.paragraph(aligned, "<w:sz w:val=\"24\"/>", &[Span::plain(text)]),
            Block::Line(line) => self.line(line),
            Block::Contact(line) => self.paragraph(aligned, "", &line.left),
            Block::Paragraph(text) => self.paragraph("", "", &[Span::plain(text)]),
            Block::Sentences(items) => self.sentences(items),
            Block::Items(items) => self.list(items, 3),
            Block::Chips(items) => self.paragraph("", "", &[Span::plain(items.join([" ▪ ", " • ", " ■ "][self.layout.variant % 3]))]),
            Block::Meter(text, level) => self.meter(text, *level),
            Block::Table(rows, borders) => self.table(rows, *borders),
            Block::Entry(rail, body) => self.entry(rail, body),
            Block::Cards(cards) => self.cards(cards),
            Block::Photo => {}
            Block::Gap => self.paragraph("<w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>", "", &[]),
        }
    }

    fn line(&mut self, line: &Line) {
        if line.right.is_empty() {
            self.paragraph("<w:spacing w:after=\"0\"/>", "", &line.left);
            return;
        }
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:tabs><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs><w:spacing w:after=\"0\"/></w:pPr>",
            self.width
        );
        for span in &line.left {
            self.run(span, "");
        }
        self.put("<w:r><w:tab/></w:r>");
        for span in &line.right {
            self.run(span, "");
        }
        self.put("</w:p>");
    }

    fn sentences(&mut self, items: &[String]) {
        match self.layout.bullets {
            BulletStyle::List(_) => self.list(items, 1),
            BulletStyle::Numbered => {
                self.counts += 1;
                self.list(items, FIRST_COUNT + self.counts - 1);
            }
            BulletStyle::Typed(sign) => {
                for item in items {
                    self.paragraph("<w:spacing w:after=\"0\"/>", "", &[Span::plain(format!("{sign} {item}"))]);
                }
            }
            BulletStyle::Paragraphs | BulletStyle::Joined => {
                for item in items {
                    self.paragraph("", "", &[Span::plain(item)]);
                }
            }
        }
    }

    fn list(&mut self, items: &[String], id: usize) {
        for item in items {
            self.paragraph(&format!("<w:pStyle w:val=\"ListParagraph\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{id}\"/></w:numPr><w:spacing w:after=\"0\"/>"), "", &[Span::plain(item)]);
        }
    }

    fn meter(&mut self, text: &str, level: usize) {
        let (on, off) = if self.layout.variant.is_multiple_of(2) { ("●", "○") } else { ("★", "☆") };
        let signs = format!("{}{}", on.repeat(level), off.repeat(5 - level));
        self.line(&Line { left: vec![Span::plain(text)], right: vec![Span::plain(signs)] });
    }

    fn table(&mut self, rows: &[Vec<Vec<Span>>], borders: bool) {
        let columns = rows.iter().map(Vec::len).max().unwrap_or(1);
        let width = (self.width / columns).min(3200);
        self.open_table(&vec![width; columns], borders);
        for row in rows {
            self.put("<w:tr>");
            for nth in 0..columns {
                let spans = row.get(nth).map_or(&[][..], Vec::as_slice);
                self.cell(width, "", |page| page.paragraph("<w:spacing w:after=\"0\"/>", "", spans));
            }
            self.put("</w:tr>");
        }
        self.put("</w:tbl>");
        self.paragraph("<w:spacing w:after=\"0\" w:line=\"120\" w:lineRule=\"exact\"/>", "", &[]);
    }

    fn cards(&mut self, cards: &[Block]) {
        let width = self.width / 2;
        self.open_table(&[width, width], true);
        for pair in cards.chunks(2) {
            self.put("<w:tr>");
            for nth in 0..2 {
                self.cell(width, "", |page| pair.get(nth).into_iter().for_each(|card| page.block(card)));
            }
            self.put("</w:tr>");
        }
        self.put("</w:tbl>");
        self.paragraph("", "", &[]);
    }

    fn entry(&mut self, rail: &[Line], body: &[Block]) {
        let room = format!("<w:spacing w:after=\"0\" w:line=\"{}\" w:lineRule=\"exact\"/>", 60 + self.layout.gap);
        if rail.is_empty() {
            for block in body {
                self.block(block);
            }
            self.paragraph(&room, "", &[]);
            return;
        }
        let narrow = (self.width / 5).max(1350).min(self.width / 2);
        let wide = self.width - narrow;
        let right = self.layout.rail == DateRail::Right;
        self.open_table(&if right { [wide, narrow] } else { [narrow, wide] }, self.layout.borders);
        self.put("<w:tr>");
        for is_rail in [!right, right] {
            self.cell(if is_rail { narrow } else { wide }, "", |page| {
                if is_rail {
                    for line in rail {
                        page.line(line);
                    }
                } else {
                    for block in body {
                        page.block(block);
                    }
                }
            });
        }
        self.put("</w:tr></w:tbl>");
        self.paragraph(&room, "", &[]);
    }
}

/// `W O R K  H I S T O R Y`
fn typed_apart(heading: &str) -> String {
    let words = heading.to_uppercase();
    let words = words.split(' ').map(|word| word.chars().map(String::from).collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("   ")
}

/// The sign that stands for a pictogram in a file without a font of them.
fn pictogram(span: &Span) -> &str {
    if !span.icon {
        return &span.text;
    }
    match span.text.as_str() {
        "\u{f095}" => "☎",
        "\u{f0e0}" => "✉",
        "\u{f041}" => "⌂",
        _ => "➤",
    }
}
