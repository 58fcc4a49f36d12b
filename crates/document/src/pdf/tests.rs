//! What the reader makes of whole files, each written here by hand and small enough to read.

mod models;

use std::fmt::Write;

use vitae_model::{Format, Outcome};

use crate::{Deadline, Limits, Reading, Run, Scratch, read};

/// A font dictionary without anything a file need not say.
const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/// A file that is being written: objects by number, from 1.
struct Writer {
    objects: Vec<Vec<u8>>,
}

impl Writer {
    /// A file of one page, 600 by 800, that shows `content` with the fonts and resources given; further objects follow from 6 on.
    fn page(content: &str, font: &str, resources: &str, page_entries: &str) -> Self {
        let fonts = if resources.contains("/Font ") { "" } else { "/Font << /F 5 0 R >>" };
        let page = format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << {fonts} {resources} >> {page_entries} >>"
        );
        let mut writer = Self { objects: Vec::new() };
        writer.add("<< /Type /Catalog /Pages 2 0 R >>");
        writer.add("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
        writer.add(&page);
        writer.add_stream("", content.as_bytes());
        writer.add(font);
        writer
    }

    /// The same with Helvetica and nothing else.
    fn plain(content: &str) -> Self {
        Self::page(content, HELVETICA, "", "")
    }

    fn add(&mut self, object: &str) {
        self.objects.push(object.as_bytes().to_vec());
    }

    fn add_stream(&mut self, entries: &str, data: &[u8]) {
        let mut object = format!("<< /Length {} {entries} >>\nstream\n", data.len()).into_bytes();
        object.extend_from_slice(data);
        object.extend_from_slice(b"\nendstream");
        self.objects.push(object);
    }

    fn finish(&self, trailer: &str) -> Vec<u8> {
        let mut file = b"%PDF-1.7\n".to_vec();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", self.objects.len() + 1);
        for (index, object) in self.objects.iter().enumerate() {
            let _ = writeln!(table, "{:010} 00000 n ", file.len());
            file.extend_from_slice(format!("{} 0 obj\n", index + 1).as_bytes());
            file.extend_from_slice(object);
            file.extend_from_slice(b"\nendobj\n");
        }
        let start = file.len();
        file.extend_from_slice(table.as_bytes());
        let end = format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n", self.objects.len() + 1);
        file.extend_from_slice(end.as_bytes());
        file
    }

    fn read(&self) -> Reading {
        read_bytes(&self.finish(""))
    }
}

fn read_bytes(bytes: &[u8]) -> Reading {
    let limits = Limits::default();
    read(bytes, &limits, Deadline::start(&limits), &mut Scratch::default())
}

fn texts(reading: &Reading) -> Vec<&str> {
    reading.document.runs.iter().map(|run| reading.document.text_of(run)).collect()
}

#[track_caller]
fn only_run(reading: &Reading) -> &Run {
    assert_eq!(reading.document.runs.len(), 1, "{:?}", texts(reading));
    &reading.document.runs[0]
}

#[track_caller]
fn check(content: &str, expected: &[&str]) {
    let reading = Writer::plain(content).read();
    assert_eq!(texts(&reading), expected, "{content}");
}

#[track_caller]
fn near(one: f32, other: f32) {
    assert!((one - other).abs() < 0.05, "{one} is not {other}");
}

#[test]
fn a_run_has_a_place_a_size_and_a_colour() {
    let reading = Writer::plain("BT /F 10 Tf 1 0 0 rg 2 0 0 2 100 700 Tm (Hello) Tj ET").read();
    let run = only_run(&reading);
    assert_eq!((reading.format, reading.fault.is_none(), run.colour), (Format::Pdf, true, 0xFF_00_00));
    near(run.size, 20.0);
    near(run.baseline, 100.0);
    near(run.area.left, 100.0);
    // H 722, e 556, l 222, l 222, o 556 thousandths of 20 points.
    near(run.area.right, 100.0 + 2.278 * 20.0);
    assert!(run.area.top < run.baseline && run.area.bottom > run.baseline);
}

#[test]
fn text_operators_move_as_the_standard_says() {
    check("BT /F 10 Tf 72 700 Td (one) Tj 0 -20 Td (two) Tj ET", &["one", "two"]);
    check("BT /F 10 Tf 14 TL 72 700 Td (one) Tj T* (two) Tj (three) ' ET", &["one", "two", "three"]);
    check("BT /F 10 Tf 14 TL 72 700 Td (a) Tj 0 0 (b) \" ET", &["a", "b"]);
    check("BT /F 10 Tf 72 700 Td [(to) -20 (gether) -300 (apart)] TJ ET", &["together apart"]);
    check("BT /F 10 Tf 72 700 Td [(left) -3000 (right)] TJ ET", &["left", "right"]);
    check("BT /F 10 Tf 72 700 Td [(label) -900 (value)] TJ ET", &["label", "value"]);
    check("BT /F 10 Tf 72 700 TD 5 Tc (wide) Tj ET", &["wide"]);
    check("BT /F 10 Tf 50 Tz 72 700 Td (narrow) Tj ET", &["narrow"]);
    check("BT /F 10 Tf 72 700 Td <48656C6C6F> Tj ET", &["Hello"]);
    check("q BT /F 10 Tf 72 700 Td (kept) Tj ET Q BT 72 600 Td (lost font) Tj ET", &["kept"]);
}

#[test]
fn words_that_are_spaced_out_are_joined() {
    check("BT /F 10 Tf 3 Tc 72 700 Td (EXPERIENCE) Tj ET", &["EXPERIENCE"]);
    check("BT /F 10 Tf 72 700 Td (E D U C A T I O N) Tj ET", &["EDUCATION"]);
    check("BT /F 10 Tf 3 Tc 72 700 Td (WORK HISTORY) Tj ET", &["WORK HISTORY"]);
}

#[test]
fn dots_that_lead_from_one_text_to_another_are_neither() {
    check("BT /F 10 Tf 50 700 Td (Mill Ltd................2014) Tj ET", &["Mill Ltd", "2014"]);
    check("BT /F 10 Tf 50 700 Td (Mill Ltd . . . . . . . . . . 2014) Tj ET", &["Mill Ltd", "2014"]);
    check("BT /F 10 Tf 50 700 Td (And so on... it went) Tj ET", &["And so on... it went"]);
}

#[test]
fn bold_by_overprinting_is_one_bold_run() {
    let reading = Writer::plain("BT /F 10 Tf 72 700 Td (Title) Tj ET BT /F 10 Tf 72.3 700 Td (Title) Tj ET").read();
    assert!(only_run(&reading).bold);
}

#[test]
fn accents_drawn_over_letters_belong_to_them() {
    check("BT /F 10 Tf 72 700 Td [(caf\\264) 333 (e) ] TJ ET", &["café"]);
    check("BT /F 10 Tf 72 700 Td (a \\264 mark) Tj ET", &["a ´ mark"]);
}

#[test]
fn invisible_and_hidden_text_is_left_out_with_a_note() {
    let visible = "BT /F 10 Tf 72 700 Td (seen) Tj ET ";
    for hidden in [
        "BT /F 10 Tf 3 Tr 72 600 Td (unpainted) Tj ET",
        "BT /F 10 Tf 1 g 72 600 Td (white) Tj ET",
        "BT /F 0.3 Tf 72 600 Td (tiny) Tj ET",
        "BT /F 10 Tf 72 6000 Td (outside) Tj ET",
        "0 0 1 rg 50 590 200 30 re f BT /F 10 Tf 72 600 Td (blue on blue) Tj ET",
    ] {
        let reading = Writer::plain(&format!("{visible}{hidden}")).read();
        assert_eq!(texts(&reading), ["seen"], "{hidden}");
        assert_eq!(reading.document.notes.len(), 1, "{hidden}");
    }
    for backdrop in [
        "0 0 1 rg 50 590 200 30 re f",
        "0 0 1 rg 50 580 m 50 640 150 640 150 600 c 150 560 50 560 50 580 c f",
        "0 0 1 rg 40 560 m 300 580 l 300 660 l 40 640 l f",
        "q 50 590 200 30 re W n /S sh Q",
        "0 0 1 RG 30 w 50 600 m 300 600 l S",
    ] {
        check(&format!("{backdrop} 1 g BT /F 10 Tf 72 600 Td (white on blue) Tj ET"), &["white on blue"]);
    }
}

#[test]
fn the_text_layer_of_a_scan_is_kept() {
    let mut writer = Writer::page(
        "q 600 0 0 800 0 0 cm /Im Do Q BT /F 10 Tf 3 Tr 72 600 Td (recognised) Tj ET",
        HELVETICA,
        "/XObject << /Im 6 0 R >>",
        "",
    );
    writer.add_stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /Filter /DCTDecode", b"\xFF\xD8");
    let reading = writer.read();
    assert_eq!(texts(&reading), ["recognised"]);
    near(reading.document.images[0].area.bottom, 800.0);
    writer.objects[3] = b"<< /Length 33 >>\nstream\nq 600 0 0 800 0 0 cm /Im Do Q    \nendstream".to_vec();
    assert_eq!(writer.read().fault.map(|fault| fault.outcome), Some(Outcome::NoText));
}

#[test]
fn forms_are_drawn_where_they_stand() {
    let mut writer = Writer::page("q 1 0 0 1 0 -100 cm /Fm Do Q", "null", "/XObject << /Fm 6 0 R >>", "");
    writer.add_stream(
        "/Subtype /Form /BBox [0 0 600 800] /Matrix [1 0 0 1 50 0] /Resources << /Font << /G 7 0 R >> /XObject << /Fm 6 0 R >> >>",
        b"BT /G 10 Tf 72 700 Td (inside) Tj ET /Fm Do",
    );
    writer.add(HELVETICA);
    let reading = writer.read();
    // It draws itself, each time 50 to the right, and is stopped.
    assert!((1..=12).contains(&reading.document.runs.len()));
    near(reading.document.runs[0].area.left, 122.0);
    near(reading.document.runs[0].baseline, 200.0);
}

#[test]
fn pages_turn_and_are_cropped() {
    let content = "BT /F 10 Tf 100 700 Td (turned) Tj ET";
    for (entries, left, top, rotation) in
        [("/Rotate 90", 700.0, 100.0, 270), ("/Rotate 180", 500.0, 700.0, 180), ("/Rotate -90", 100.0, 500.0, 90)]
    {
        let reading = Writer::page(content, HELVETICA, "", entries).read();
        let run = only_run(&reading);
        assert_eq!(run.rotation, rotation, "{entries}");
        let distance = |at: f32, one: f32, other: f32| (at - one).abs().min((at - other).abs());
        assert!(
            distance(left, run.area.left, run.area.right) < 10.0 && distance(top, run.area.top, run.area.bottom) < 10.0,
            "{entries} {:?}",
            run.area
        );
    }
    let reading = Writer::page(content, HELVETICA, "", "/CropBox [50 100 400 750]").read();
    near(only_run(&reading).baseline, 50.0);
    near(only_run(&reading).area.left, 50.0);
    near(reading.document.pages[0].width, 350.0);
}

#[test]
fn a_page_whose_text_lies_on_its_side_is_turned_upright() {
    let line = "(a line of text that is long enough to say how the page lies) Tj ";
    for (matrix, width) in [("0 1 -1 0 300 100", 800.0), ("0 -1 1 0 300 700", 800.0), ("-1 0 0 -1 500 400", 600.0)] {
        let reading = Writer::plain(&format!("BT /F 10 Tf {matrix} Tm {line} ET")).read();
        let run = only_run(&reading);
        assert_eq!(run.rotation, 0, "{matrix}");
        near(reading.document.pages[0].width, width);
        near(run.area.left, 100.0);
    }
}

#[test]
fn links_belong_to_the_words_they_cover() {
    let link = "/Annots [<< /Subtype /Link /Rect [100 690 140 712] /A << /S /URI /URI (https://example.com/jane) >> >>]";
    // "Site: " is 25 points wide, so the link begins within the run.
    let reading = Writer::page("BT /F 10 Tf 75 700 Td (Site: example here) Tj ET", HELVETICA, "", link).read();
    let found: Vec<(&str, Option<&str>)> =
        reading.document.runs.iter().map(|run| (reading.document.text_of(run), reading.document.target_of(run))).collect();
    assert_eq!(found, [("Site:", None), ("example", Some("https://example.com/jane")), ("here", None)]);
}

#[test]
fn maps_to_unicode_come_first_and_ligatures_are_taken_apart() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /ABCDEF+Serif-Bold /FirstChar 1 /Widths [500 500 500] /ToUnicode 6 0 R >>";
    let mut writer = Writer::page("BT /F 10 Tf 72 700 Td <010203> Tj ET", font, "", "");
    writer.add_stream("", b"2 beginbfchar <01> <FB01> <02> <0065> endbfchar 1 beginbfrange <03> <03> <0301> endbfrange");
    let reading = writer.read();
    assert_eq!(texts(&reading), ["fié"]);
    assert_eq!((reading.document.fonts[0].name.as_str(), only_run(&reading).bold), ("Serif-Bold", true));
}

#[test]
fn encodings_and_glyph_names_are_known() {
    let font = |encoding: &str| format!("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding {encoding} >>");
    let cases = [
        ("/MacRomanEncoding", "Caf\u{e9}"),
        ("<< /Differences [142 /eacute] >>", "Caf\u{e9}"),
        ("<< /Differences [142 /uni00E8] >>", "Caf\u{e8}"),
        ("<< /Differences [142 /f_f_i] >>", "Cafffi"),
    ];
    for (encoding, expected) in cases {
        let reading = Writer::page("BT /F 10 Tf 72 700 Td (Caf\\216) Tj ET", &font(encoding), "", "").read();
        assert_eq!(texts(&reading), [expected], "{encoding}");
    }
}

#[test]
fn bullets_of_symbol_fonts_are_bullets_and_icons_are_not_text() {
    let show = |name: &str, target: &str| {
        let font = format!("<< /Type /Font /Subtype /TrueType /BaseFont /{name} /FirstChar 65 /Widths [500] /ToUnicode 6 0 R >>");
        let mut writer = Writer::page("BT /F 10 Tf 72 700 Td (A) Tj /G 10 Tf ( item) Tj ET", &font, "/Font << /F 5 0 R /G 7 0 R >>", "");
        writer.add_stream("", format!("1 beginbfchar <41> <{target}> endbfchar").as_bytes());
        writer.add(HELVETICA);
        texts(&writer.read()).join(" ")
    };
    assert_eq!(show("ABCDEE+Symbol", "F0B7"), "• item");
    assert_eq!(show("Wingdings-Regular", "00A7"), "▪ item");
    assert_eq!(show("Wingdings-Regular", "F0D8"), "➢ item");
    assert_eq!(show("Lato", "00A7"), "§ item");
    // The key of a letter says nothing where an icon lies at it; the mark of a list stays one.
    assert_eq!(show("ABCDEE+MarVoSym", "0055"), "item");
    assert_eq!(show("ABCDEE+MarVoSym", "007B"), "{ item");
}

#[test]
fn composite_fonts_read_codes_of_two_bytes() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /DW 400 /W [1 [500 600] 7 9 250] >>] >>";
    let mut writer = Writer::page("BT /F 10 Tf 100 700 Td <000100020008> Tj ET", font, "", "");
    writer.add_stream("", b"1 beginbfrange <0001> <0002> <004A> endbfrange 1 beginbfchar <0008> <D83DDE00> endbfchar");
    let reading = writer.read();
    assert_eq!(texts(&reading), ["JK😀"]);
    near(only_run(&reading).area.right, 100.0 + 5.0 + 6.0 + 2.5);
}

#[test]
fn characters_without_meaning_make_a_document_garbled() {
    let font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 >>] >>";
    let reading = Writer::page("BT /F 10 Tf 100 700 Td <000100020008> Tj ET", font, "", "").read();
    assert_eq!(reading.fault.map(|fault| fault.outcome), Some(Outcome::Garbled));
    assert!(reading.document.runs.is_empty());
}

#[test]
fn actual_text_replaces_what_is_shown_and_optional_content_can_be_off() {
    check("BT /F 10 Tf 72 700 Td (Caf) Tj /Span << /ActualText <FEFF00E9> >> BDC (e\\264) Tj EMC ( here) Tj ET", &["Café here"]);
    let mut writer = Writer::page(
        "/OC /G BDC BT /F 10 Tf 72 700 Td (draft) Tj ET EMC BT /F 10 Tf 72 600 Td (text) Tj ET",
        HELVETICA,
        "/Properties << /G 6 0 R >>",
        "",
    );
    writer.add("<< /Type /OCG /Name (Draft) >>");
    assert_eq!(texts(&writer.read()), ["draft", "text"]);
    writer.objects[0] = b"<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R] /D << /OFF [6 0 R] >> >> >>".to_vec();
    assert_eq!(texts(&writer.read()), ["text"]);
}

#[test]
fn text_from_right_to_left_leaves_in_reading_order() {
    let font = "<< /Type /Font /Subtype /Type1 /BaseFont /Hebrew /FirstChar 65 /Widths [500 500 500 500] /ToUnicode 6 0 R >>";
    // Seen from left to right: MEM, VAV, LAMED, SHIN.
    let mut writer = Writer::page("BT /F 10 Tf 72 700 Td (ABCD) Tj ET", font, "", "");
    writer.add_stream("", "4 beginbfchar <41> <05DD> <42> <05D5> <43> <05DC> <44> <05E9> endbfchar".as_bytes());
    assert_eq!(texts(&writer.read()), ["שלום"]);
}

#[test]
fn rules_and_boxes_have_places() {
    let reading = Writer::plain("50 600 300 1 re f 0.5 g 50 400 200 100 re f 50 300 m 350 300 l S BT /F 10 Tf 72 700 Td (x) Tj ET").read();
    assert_eq!((reading.document.rules.len(), reading.document.fillings.len()), (2, 1));
    let filling = reading.document.fillings[0];
    assert_eq!(filling.colour, 0x80_80_80);
    near(filling.area.top, 300.0);
    near(reading.document.rules[1].area.top, 500.0);
}

#[test]
fn words_in_boxes_of_their_own_are_runs_of_their_own() {
    let words = "BT /F 10 Tf 72 700 Td (Git) Tj 18 0 Td (Linux) Tj ET";
    let read = |drawn: &str| texts(&Writer::plain(&format!("{drawn} {words}")).read()).join("|");
    assert_eq!(read(""), "Git Linux");
    assert_eq!(read("0.9 g 70 696 16 14 re f 88 696 28 14 re f 0 g"), "Git|Linux");
    assert_eq!(read("70 696 16 14 re S 88 696 28 14 re S"), "Git|Linux");
    // A box around both, one around the first alone, and panels that are no chips part nothing.
    assert_eq!(read("0.9 g 70 696 46 14 re f 0 g"), "Git Linux");
    assert_eq!(read("0.9 g 70 696 16 14 re f 0 g"), "Git Linux");
    assert_eq!(read("0.9 g 20 500 66 210 re f 88 500 66 210 re f 0 g"), "Git Linux");
}

#[test]
fn form_fields_show_their_values() {
    let annotation = "/Annots [<< /Subtype /Widget /Rect [100 600 300 620] /AP << /N 6 0 R >> >>]";
    let mut writer = Writer::page("BT /F 10 Tf 72 700 Td (Name) Tj ET", HELVETICA, "", annotation);
    writer.add_stream("/Subtype /Form /BBox [0 0 200 20] /Resources << /Font << /F 5 0 R >> >>", b"BT /F 10 Tf 2 5 Td (Jane Doe) Tj ET");
    let reading = writer.read();
    assert_eq!(texts(&reading), ["Name", "Jane Doe"]);
    near(reading.document.runs[1].area.left, 102.0);
    near(reading.document.runs[1].baseline, 195.0);
}

#[test]
fn updates_and_object_streams_are_followed() {
    let mut file = Writer::plain("BT /F 10 Tf 72 700 Td (old) Tj ET").finish("");
    let previous = memchr::memmem::rfind(&file, b"xref\n0").expect("a table");
    let at = file.len();
    file.extend_from_slice(b"4 0 obj\n<< /Length 34 >>\nstream\nBT /F 10 Tf 72 700 Td (new) Tj ET \nendstream\nendobj\n");
    let start = file.len();
    file.extend_from_slice(
        format!("xref\n4 1\n{at:010} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev {previous} >>\nstartxref\n{start}\n%%EOF\n")
            .as_bytes(),
    );
    assert_eq!(texts(&read_bytes(&file)), ["new"]);

    // The catalogue, the page tree and the font live in an object stream; the table is a stream, too.
    let members = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", HELVETICA];
    let (mut head, mut body) = (String::new(), String::new());
    for (id, member) in [1, 2, 5].into_iter().zip(members) {
        let _ = write!(head, "{id} {} ", body.len());
        let _ = write!(body, "{member} ");
    }
    let mut file = b"%PDF-1.5\n".to_vec();
    let mut offsets = Vec::new();
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>";
    let content = "BT /F 10 Tf 72 700 Td (packed) Tj ET";
    let objects = [
        (3, page.to_owned()),
        (4, format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len())),
        (6, format!("<< /Type /ObjStm /N 3 /First {} /Length {} >>\nstream\n{head}{body}\nendstream", head.len(), head.len() + body.len())),
    ];
    for (id, object) in objects {
        offsets.push(file.len() as u16);
        file.extend_from_slice(format!("{id} 0 obj\n{object}\nendobj\n").as_bytes());
    }
    let mut rows = vec![0, 0, 0, 0, 2, 0, 6, 0, 2, 0, 6, 1];
    for (kind, place, index) in [(1, offsets[0], 0), (1, offsets[1], 0), (2, 6, 2), (1, offsets[2], 0)] {
        rows.extend([kind, (place >> 8) as u8, place as u8, index]);
    }
    let start = file.len();
    file.extend_from_slice(
        format!("7 0 obj\n<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length {} >>\nstream\n", rows.len()).as_bytes(),
    );
    file.extend_from_slice(&rows);
    file.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    assert_eq!(texts(&read_bytes(&file)), ["packed"]);
}

#[test]
fn damaged_files_are_repaired_where_they_can_be() {
    let whole = Writer::plain("BT /F 10 Tf 72 700 Td (still here) Tj ET").finish("");
    let text = String::from_utf8(whole.clone()).expect("written as text");
    let table = text.find("xref\n").expect("a table");
    let mut junk = b"HTTP/1.1 200 OK\r\n\r\n".to_vec();
    junk.extend_from_slice(&whole);
    let cases = [
        ("no table", whole[..table].to_vec()),
        ("wrong start", text.replace("startxref\n", "startxref\n9").into_bytes()),
        ("wrong length", text.replace("/Length 40", "/Length 3 ").into_bytes()),
        ("no length", text.replace("/Length 40", "          ").into_bytes()),
        ("wrong offsets", text.replace("%PDF-1.7\n", "%PDF-1.7\n%shifted\n").into_bytes()),
        ("junk before the header", junk),
        ("no catalogue", text[..table].replace("/Type /Catalog", "/Type /Lost").into_bytes()),
        ("no page tree", text[..table].replace("/Kids [3 0 R]", "").into_bytes()),
        ("no header", text.replace("%PDF-1.7", "").into_bytes()),
    ];
    for (what, bytes) in cases {
        assert!(bytes != whole, "{what} changes nothing");
        let reading = read_bytes(&bytes);
        assert_eq!(texts(&reading), ["still here"], "{what}: {:?}", reading.fault);
    }
}

#[test]
fn a_file_that_lost_pages_says_so_and_gives_the_rest() {
    let mut writer = Writer::plain("BT /F 10 Tf 72 700 Td (first page) Tj ET");
    writer.objects[1] = b"<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>".to_vec();
    let whole = writer.finish("");
    let table = memchr::memmem::rfind(&whole, b"xref\n0").expect("a table");
    let reading = read_bytes(&whole[..table]);
    assert_eq!(texts(&reading), ["first page"]);
    assert_eq!(reading.fault.map(|fault| fault.outcome), Some(Outcome::Damaged));
    assert_eq!(reading.document.notes.len(), 1);
}

#[test]
fn what_cannot_be_read_says_why() {
    let outcome = |bytes: &[u8]| read_bytes(bytes).fault.map(|fault| fault.outcome);
    assert_eq!(outcome(b""), Some(Outcome::Damaged));
    assert_eq!(outcome(b"%PDF-1.7\n%%EOF"), Some(Outcome::Damaged));
    assert_eq!(outcome(&Writer::plain("").finish("")), Some(Outcome::NoText));
    let mut writer = Writer::plain("BT (x) Tj ET");
    writer.objects[1] = b"<< /Type /Pages /Kids [] /Count 0 >>".to_vec();
    writer.objects.truncate(2);
    assert_eq!(outcome(&writer.finish("")), Some(Outcome::Damaged));
}

#[test]
fn limits_stop_reading_and_keep_what_was_read() {
    let content = "BT /F 10 Tf 72 700 Td (first) Tj ET ".to_owned() + &"q Q ".repeat(4000);
    let file = Writer::plain(&content).finish("");
    let limits = Limits { operations: 2000, ..Limits::default() };
    let reading = read(&file, &limits, Deadline::start(&limits), &mut Scratch::default());
    assert_eq!(reading.fault.as_ref().map(|fault| fault.outcome), Some(Outcome::TooLarge));
    assert_eq!(texts(&reading), ["first"]);
    let limits = Limits { time: std::time::Duration::ZERO, ..Limits::default() };
    let reading = read(&file, &limits, Deadline::start(&limits), &mut Scratch::default());
    assert_eq!(reading.fault.map(|fault| fault.outcome), Some(Outcome::TimedOut));
}

/// Encrypts a file with lopdf: RC4 with keys of 40 or 128 bits.
fn encrypted(key_length: Option<usize>, user_password: &str) -> Vec<u8> {
    let plain =
        Writer::plain("BT /F 10 Tf 72 700 Td (under lock and key) Tj ET").finish("/ID [<0102> <0102>] /Info << /Title (Secret \\351) >>");
    let mut document = lopdf::Document::load_mem(&plain).expect("a good file");
    let (owner_password, permissions) = ("owner", lopdf::Permissions::all());
    let version = match key_length {
        None => lopdf::EncryptionVersion::V1 { document: &document, owner_password, user_password, permissions },
        Some(key_length) => lopdf::EncryptionVersion::V2 { document: &document, owner_password, user_password, key_length, permissions },
    };
    let state = lopdf::EncryptionState::try_from(version).expect("good parameters");
    document.encrypt(&state).expect("a good document");
    let mut file = Vec::new();
    document.save_to(&mut file).expect("memory");
    file
}

#[test]
fn encrypted_files_open_with_the_empty_password() {
    for key_length in [None, Some(128)] {
        let reading = read_bytes(&encrypted(key_length, ""));
        assert_eq!(texts(&reading), ["under lock and key"], "{:?}", reading.fault);
        let locked = read_bytes(&encrypted(key_length, "user"));
        assert_eq!(locked.fault.map(|fault| fault.outcome), Some(Outcome::Encrypted));
    }
}

/// A small generator of repeatable chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len());
        match chance.below(5) {
            0 => bytes[at] ^= 1 << chance.below(8),
            1 => bytes.truncate(at.max(1)),
            2 => {
                let end = (at + chance.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            3 => {
                let end = (at + chance.below(200)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let place = chance.below(bytes.len());
                bytes.splice(place..place, piece);
            }
            _ => {
                if let Some(digit) = bytes[at..].iter_mut().find(|byte| byte.is_ascii_digit()) {
                    *digit = b'0' + chance.below(10) as u8;
                }
            }
        }
        if bytes.is_empty() {
            bytes.push(b'%');
        }
    }
}

#[test]
fn mutated_files_neither_panic_nor_hang() {
    let mut composite = Writer::page(
        "q 1 0 0 1 5 5 cm /Fm Do Q BT /F 10 Tf 72 700 Td [<00010002> -500 <0003>] TJ ET",
        "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /W [1 [500 600] 7 9 250] >>] >>",
        "/XObject << /Fm 7 0 R >>",
        "/Rotate 90 /Annots [<< /Subtype /Link /Rect [0 0 100 100] /A << /URI (https://example.com) >> >>]",
    );
    composite.add_stream("", b"1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <0003> <0041> endbfrange");
    composite.add_stream("/Subtype /Form /Filter /ASCIIHexDecode", b"4254202F46203132205466203720372054642028696E2920546A204554>");
    let seeds = [
        composite.finish("/Info << /Title (Mutant) /CreationDate (D:20240101) >>"),
        Writer::plain("BT /F 10 Tf 14 TL 72 700 Td [(to) -20 (gether)] TJ T* <48> Tj ET BI /W 1 ID x EI").finish(""),
        encrypted(Some(128), ""),
    ];
    let limits = Limits { time: std::time::Duration::from_secs(2), ..Limits::default() };
    let mut scratch = Scratch::default();
    let mut chance = Chance(0x5EED);
    for round in 0..3000 {
        let mut bytes = seeds[round % seeds.len()].clone();
        mutate(&mut bytes, &mut chance);
        let reading = read(&bytes, &limits, Deadline::start(&limits), &mut scratch);
        let outcome = reading.fault.as_ref().map(|fault| fault.outcome);
        assert!(outcome != Some(Outcome::TimedOut), "round {round} timed out");
        let message = reading.fault.map(|fault| fault.message).unwrap_or_default();
        assert!(!message.contains("contradicts itself"), "round {round} panicked");
        for run in &reading.document.runs {
            assert!(!reading.document.text_of(run).is_empty(), "round {round} has an empty run");
        }
    }
}
