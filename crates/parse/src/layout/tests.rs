//! Pages made by hand, one for each thing that pages do.

mod form;
mod headings;
mod rails;
mod rows;
mod table;
mod wrapped;

use vitae_document::{Document, Page, Role, Rule, Run};
use vitae_model::BoundingBox;

use super::{Layout, Place};

/// A page of A4 in 10 point type, 5 points a letter.
struct Sheet(Document);

impl Sheet {
    fn new(pages: usize) -> Self {
        let page = Page { width: 595.0, height: 842.0 };
        Self(Document { pages: vec![page; pages], page_count: pages as u32, ..Document::default() })
    }

    fn text(self, page: u16, left: f32, baseline: f32, text: &str) -> Self {
        self.styled(page, left, baseline, text, false)
    }

    fn bold(self, page: u16, left: f32, baseline: f32, text: &str) -> Self {
        self.styled(page, left, baseline, text, true)
    }

    fn styled(mut self, page: u16, left: f32, baseline: f32, text: &str, bold: bool) -> Self {
        let right = left + 5.0 * text.chars().count() as f32;
        let run = Run {
            span: self.0.push_text(text),
            page,
            area: BoundingBox { left, top: baseline - 8.0, right, bottom: baseline + 2.0 },
            baseline,
            size: 10.0,
            bold,
            ..Run::default()
        };
        self.0.runs.push(run);
        self
    }

    /// Text of another size on the first page, half an em a letter, that hangs 0.8 ems above its baseline.
    fn sized(mut self, left: f32, baseline: f32, text: &str, size: f32) -> Self {
        let right = left + 0.5 * size * text.chars().count() as f32;
        let area = BoundingBox { left, top: baseline - 0.8 * size, right, bottom: baseline + 0.2 * size };
        let run = Run { span: self.0.push_text(text), area, baseline, size, ..Run::default() };
        self.0.runs.push(run);
        self
    }

    fn rule(mut self, page: u16, left: f32, right: f32, y: f32) -> Self {
        self.0.rules.push(Rule { page, area: BoundingBox { left, top: y, right, bottom: y } });
        self
    }

    /// Lines in reading order, cells parted by bars, continuations marked with a plus, list items with a star.
    fn read(&self) -> Vec<String> {
        let layout = self.layout();
        let told = |line: &super::Line| {
            let cells: Vec<&str> = layout.cells_of(line).iter().map(|cell| layout.slice(cell.span)).collect();
            let mark = if line.continues {
                "+"
            } else if line.bullet.is_some() {
                "*"
            } else {
                ""
            };
            format!("{mark}{}", cells.join(" | "))
        };
        layout.lines.iter().map(told).collect()
    }

    fn layout(&self) -> Layout {
        let mut layout = Layout::default();
        layout.read(&self.0, &mut super::Work::default());
        layout
    }
}

/// The headings of the sections of `sheet`.
fn headings(sheet: &Sheet) -> Vec<String> {
    let mut layout = sheet.layout();
    let mut sections = Vec::new();
    crate::section::segment(&mut layout, None, &mut sections, &mut crate::section::Buffers::default());
    let heading = |section: &crate::section::Section| {
        let first = section.heading? as usize;
        let words: Vec<&str> = layout.lines[first..section.first_line as usize].iter().map(|line| layout.text_of(line)).collect();
        Some(words.join(" "))
    };
    sections.iter().filter_map(heading).collect()
}

#[test]
fn small_capitals_made_of_smaller_letters_are_one_word_of_the_size_of_their_capitals() {
    let sheet = Sheet::new(1)
        .sized(60.0, 100.0, "W", 14.0)
        .sized(68.5, 100.0, "ork", 10.0)
        .sized(90.0, 100.0, "l", 14.0)
        .sized(98.5, 100.0, "ife", 10.0);
    let layout = sheet.layout();
    let style = layout.cells[0].style;
    assert_eq!((layout.slice(layout.cells[0].span), style.size, style.caps), ("Work life", 14.0, true));
    // A large first word is none.
    let style = Sheet::new(1).sized(60.0, 100.0, "Work", 14.0).sized(90.0, 100.0, "at home", 10.0).layout().cells[0].style;
    assert_eq!((style.size, style.caps), (10.0, false));
}

#[test]
fn a_small_date_that_hangs_level_with_a_title_stands_in_its_row() {
    let sheet = Sheet::new(1).text(0, 60.0, 106.0, "Baker").sized(400.0, 103.0, "2019 - 2021", 7.0);
    assert_eq!(sheet.text(0, 60.0, 120.0, "Oven & Sons").read(), ["Baker | 2019 - 2021", "Oven & Sons"]);
    // A line below a small one is another row.
    assert_eq!(Sheet::new(1).sized(60.0, 103.0, "2019 - 2021", 7.0).text(0, 300.0, 110.0, "Baker").read(), ["2019 - 2021", "Baker"]);
}

#[test]
fn what_stands_below_two_columns_at_the_head_of_a_page_is_read_behind_both() {
    let mut sheet =
        Sheet::new(2).text(0, 320.0, 60.0, "Ada Example").text(0, 80.0, 100.0, "Leeds, UK").text(0, 300.0, 100.0, "0113 496 0000");
    sheet = sheet.text(0, 70.0, 120.0, "German, French").text(0, 300.0, 120.0, "ada@example.com").text(0, 57.0, 180.0, "Background");
    for (page, row) in [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (1, 0), (1, 1)] {
        let baseline = 203.0 + 14.0 * f32::from(row as u16);
        sheet = sheet.text(
            page,
            57.0,
            baseline,
            &format!("text of page {page} in its line {row} goes on and on up to the other edge of the page"),
        );
    }
    let read = sheet.read();
    let at = |text: &str| read.iter().position(|line| line.contains(text)).expect("the line is read");
    assert!(at("0113 496 0000") < at("Background") && at("ada@example.com") < at("page 0 in its line 0"), "{read:?}");
}

#[test]
fn a_list_item_that_floats_beside_a_title_makes_no_item_of_it() {
    let mut sheet = Sheet::new(1).text(0, 60.0, 100.0, "Baker").text(0, 200.0, 100.0, "2019 - 2021").text(0, 340.0, 100.0, "Baked bread");
    sheet.0.runs[2].role = Role::ListItem(0);
    assert_eq!(sheet.read(), ["Baker | 2019 - 2021 | Baked bread"]);
}

#[test]
fn a_sidebar_is_read_by_itself_and_followed_over_pages() {
    let mut sheet = Sheet::new(2).text(0, 40.0, 60.0, "Ada Example");
    for (page, row) in [(0, 0), (0, 1), (0, 2), (0, 3), (0, 4), (0, 5), (1, 0), (1, 1)] {
        let baseline = 103.0 + 14.0 * f32::from(row as u16);
        sheet = sheet.text(page, 220.0, baseline, &format!("main text of page {page} in its line {row} goes on and on"));
    }
    sheet = sheet.bold(0, 40.0, 100.0, "Skills").text(0, 40.0, 116.0, "Rust").text(0, 40.0, 132.0, "SQL").text(0, 40.0, 148.0, "Git");
    let read = sheet.read();
    let at = |text: &str| read.iter().position(|line| line.trim_start_matches('+') == text).expect("the line is read");
    assert!(at("Ada Example") < at("Skills") && at("Skills") < at("Git"));
    let main: Vec<usize> = read.iter().enumerate().filter(|(_, line)| line.contains("main text")).map(|(index, _)| index).collect();
    assert_eq!(main.len(), 8);
    assert!(main.windows(2).all(|pair| pair[1] == pair[0] + 1), "the main column is read in one go: {read:?}");
}

#[test]
fn a_rail_of_dates_stays_beside_its_rows() {
    let mut sheet = Sheet::new(1);
    for (row, years) in ["2019 - 2022", "2015 - 2019", "2011 - 2015"].into_iter().enumerate() {
        let baseline = 100.0 + 45.0 * row as f32;
        sheet = sheet.text(0, 40.0, baseline, years).bold(0, 140.0, baseline, "Engineer at some company");
        sheet = sheet.text(0, 140.0, baseline + 14.0, "Built a thing that many people used for years.");
    }
    let read = sheet.read();
    assert_eq!(read[0], "2019 - 2022 | Engineer at some company");
    assert_eq!(read[1], "Built a thing that many people used for years.");
    assert_eq!(read.len(), 6);
}

#[test]
fn a_place_above_a_date_in_a_right_rail_moves_up_to_its_entry() {
    let mut sheet = Sheet::new(1);
    for row in 0..3_u16 {
        let baseline = 100.0 + 60.0 * f32::from(row);
        sheet = sheet.bold(0, 40.0, baseline, "Example Ltd, Engineer").text(0, 500.0, baseline, "Berlin");
        sheet = sheet.text(0, 50.0, baseline + 14.0, "• Wrote the ledger").text(0, 475.0, baseline + 14.0, "2019 – 2021");
    }
    let read = sheet.read();
    assert_eq!(read[..2], ["Example Ltd, Engineer | Berlin | 2019 – 2021".to_owned(), "*Wrote the ledger".to_owned()]);
}

/// Three entries of `body` beside a narrow column of `names`, 40 points apart.
fn beside_names(names: [&[&str]; 3], body: [&str; 2]) -> Vec<String> {
    let mut sheet = Sheet::new(1);
    for (row, name) in names.into_iter().enumerate() {
        let baseline = 100.0 + 50.0 * row as f32;
        for (nth, line) in name.iter().enumerate() {
            sheet = sheet.text(0, 40.0, baseline + 12.0 * nth as f32, line);
        }
        for (nth, line) in body.iter().enumerate() {
            sheet = sheet.text(0, 150.0, baseline + 12.0 * nth as f32, line);
        }
        sheet = sheet.text(0, 150.0, baseline + 24.0, "Built a thing that many people used for years, and kept it going.");
    }
    sheet.read()
}

#[test]
fn names_that_a_narrow_column_broke_are_one_cell() {
    let names = [&["Quarterlight", "Engineering", "GmbH & Co. KG"][..], &["Oak Inn"], &["First Harbor", "Bank, N.A."]];
    let read = beside_names(names, ["Logistics Coordinator", "04/2019 – 10/2022"]);
    assert_eq!(read[0], "Quarterlight Engineering GmbH & Co. KG | Logistics Coordinator");
    assert_eq!(read[1], "04/2019 – 10/2022");
    assert_eq!(read[3], "Oak Inn | Logistics Coordinator");
    assert_eq!(read[6], "First Harbor Bank, N.A. | Logistics Coordinator");
}

#[test]
fn a_town_below_a_name_in_a_narrow_column_is_a_cell_of_its_own() {
    let names = [&["Quarterlight", "Berlin"][..], &["Oak Inn", "Leeds"], &["First Harbor", "Mutual", "Zürich"]];
    let read = beside_names(names, ["Logistics Coordinator", "04/2019 – 10/2022"]);
    assert_eq!(read[0], "Quarterlight | Berlin | Logistics Coordinator");
    assert_eq!(read[3], "Oak Inn | Leeds | Logistics Coordinator");
    assert_eq!(read[6], "First Harbor Mutual | Zürich | Logistics Coordinator");
}

#[test]
fn labels_beside_values_and_entries_of_one_line_each_stay_apart() {
    let labels = ["Nationality", "Date of birth", "Marital status", "Driving licence", "Military service", "Availability"];
    let values = ["Swiss", "12.03.1990", "single", "B, since 2008", "done in 2010", "at once"];
    let jobs = ["Oak Inn & Sons", "First Harbor", "Quarterlight", "Example Bank", "Zephyria", "Mill House"];
    let years = ["2019 – 2022", "2017 – 2019", "2015 – 2017", "2013 – 2015", "2012 – 2013", "2010 – 2012"];
    for (left, right) in [(labels, values), (jobs, years)] {
        let mut sheet = Sheet::new(1);
        for (row, (label, value)) in left.into_iter().zip(right).enumerate() {
            let baseline = 100.0 + 13.0 * row as f32;
            sheet = sheet.text(0, 40.0, baseline, label).text(0, 150.0, baseline, value).text(
                0,
                300.0,
                baseline,
                "and what more is to be told of it",
            );
        }
        let read = sheet.read();
        for (row, line) in read.iter().enumerate() {
            let line = line.trim_start_matches('+');
            assert!(line.starts_with(&format!("{} | {} | and", left[row], right[row])), "{read:?}");
        }
    }
}

#[test]
fn page_numbers_go_and_running_titles_stand_apart() {
    let mut sheet = Sheet::new(2);
    for page in 0..2 {
        sheet = sheet.text(page, 40.0, 100.0, "Body text of the page").text(page, 290.0, 820.0, &format!("{}", page + 1));
        sheet = sheet.text(page, 400.0, 30.0, "Ada Example, résumé");
    }
    assert_eq!(sheet.read(), ["Body text of the page", "Body text of the page", "Ada Example, résumé"]);
    let layout = sheet.layout();
    assert_eq!(layout.regions.last().map(|region| region.place), Some(Place::Margin));
}

#[test]
fn wrapped_lines_are_told_from_short_ones() {
    let long = "This sentence is long enough to fill the whole width of the column on this page, and so";
    let sheet = Sheet::new(1)
        .text(0, 40.0, 100.0, long)
        .text(0, 40.0, 112.0, "it goes on below.")
        .text(0, 40.0, 124.0, "Berlin")
        .text(0, 40.0, 136.0, long)
        .text(0, 40.0, 148.0, "continues here.")
        .text(0, 40.0, 160.0, long);
    let marks: Vec<bool> = sheet.layout().lines.iter().map(|line| line.continues).collect();
    assert_eq!(marks, [false, true, false, false, true, false]);
    let layout = sheet.layout();
    assert_eq!(layout.paragraph_end(0, 6), 2);
}

#[test]
fn chips_in_a_row_are_cells_and_a_bar_across_parts_blocks() {
    let sheet =
        Sheet::new(1).text(0, 40.0, 100.0, "Rust").text(0, 80.0, 100.0, "Go").text(0, 110.0, 100.0, "SQL").rule(0, 40.0, 555.0, 110.0);
    assert_eq!(sheet.read(), ["Rust | Go | SQL"]);
    assert!(sheet.layout().lines[0].ruled);
}

#[test]
fn nothing_breaks_on_odd_geometry() {
    let mut sheet = Sheet::new(1).text(0, f32::NAN, 10.0, "lost").text(0, -1e30, 10.0, "far").text(7, 40.0, 10.0, "no such page");
    for run in &mut sheet.0.runs {
        run.rotation = 90;
    }
    assert!(sheet.read().len() <= 3);
    assert!(Sheet::new(0).read().is_empty());
}

#[test]
fn a_title_that_a_date_beside_it_made_wrap_is_one_cell() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 100.0, "First Sergeant and Senior Instructor at the Army Engineer")
        .text(0, 340.0, 100.0, "2018 - 2022")
        .text(0, 40.0, 112.0, "Brigade")
        .text(0, 40.0, 130.0, "Fort Example");
    assert_eq!(sheet.read(), ["First Sergeant and Senior Instructor at the Army Engineer Brigade | 2018 - 2022", "Fort Example"]);
}

#[test]
fn entries_in_boxes_side_by_side_are_read_one_after_the_other() {
    let mut sheet = Sheet::new(1).bold(0, 40.0, 60.0, "Education");
    for (left, degree, school, years) in
        [(40.0, "BSc Physics", "Oak University", "2011 - 2014"), (320.0, "A levels", "Elm School", "2009 - 2011")]
    {
        sheet = sheet.bold(0, left, 90.0, degree).text(0, left, 104.0, school).text(0, left, 118.0, years);
    }
    let read = sheet.read();
    let read: Vec<&str> = read.iter().map(|line| line.trim_start_matches('+')).collect();
    assert_eq!(read, ["Education", "BSc Physics", "Oak University", "2011 - 2014", "A levels", "Elm School", "2009 - 2011"]);
}

#[test]
fn a_date_at_the_right_of_each_row_makes_no_boxes() {
    let mut sheet = Sheet::new(1);
    for row in 0..3_u16 {
        let baseline = 100.0 + 40.0 * f32::from(row);
        sheet = sheet.bold(0, 40.0, baseline, "Oak Inn and Spa").bold(0, 320.0, baseline, "Leeds");
        sheet = sheet.text(0, 40.0, baseline + 14.0, "Cook").text(0, 320.0, baseline + 14.0, "2019 - 2021");
    }
    assert_eq!(sheet.read()[..2], ["Oak Inn and Spa | Leeds".to_owned(), "Cook | 2019 - 2021".to_owned()]);
}

#[test]
fn a_foot_with_a_page_number_in_a_cell_of_its_own_stands_apart() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 100.0, "Body text of the page")
        .text(0, 40.0, 820.0, "2026")
        .text(0, 250.0, 820.0, "Ada Example · CV")
        .text(0, 540.0, 820.0, "1");
    let layout = sheet.layout();
    assert_eq!(layout.regions.last().map(|region| region.place), Some(Place::Margin));
}

#[test]
fn a_date_of_three_lines_in_a_narrow_cell_is_one_date() {
    let sheet = |left: [f32; 3]| {
        let head = Sheet::new(1).text(0, 40.0, 60.0, "Ada Example").text(0, 140.0, 76.0, "what she does, on a line that is long enough");
        let head = head.text(0, left[0], 100.0, "01.02.2010").text(0, 140.0, 100.0, "Clerk");
        let head = head.text(0, left[1], 114.0, "-").text(0, 140.0, 114.0, "Example Works, Oldtown");
        let head = head.text(0, left[2], 128.0, "30.08.2011").text(0, 140.0, 128.0, "Kept the books of four shops and of a mill.");
        head.text(0, 40.0, 160.0, "2008").text(0, 140.0, 160.0, "Baker").text(0, 140.0, 174.0, "Example Bread, Newtown").read()
    };
    for left in [[40.0, 40.0, 40.0], [60.0, 105.0, 60.0]] {
        let read = sheet(left);
        assert!(read.contains(&"01.02.2010 - 30.08.2011 | Clerk".to_owned()), "{read:?}");
        assert!(read.iter().any(|line| line.ends_with("Example Works, Oldtown")), "{read:?}");
    }
}

#[test]
fn the_date_of_the_only_study_is_no_column() {
    let read = Sheet::new(1)
        .text(0, 40.0, 60.0, "Ada Example, who lives in Oldtown and may be reached at any time")
        .bold(0, 40.0, 100.0, "Education")
        .text(0, 40.0, 116.0, "October")
        .text(0, 160.0, 116.0, "Bachelor of Arts")
        .text(0, 40.0, 130.0, "2005 –")
        .text(0, 160.0, 130.0, "Example University")
        .text(0, 40.0, 144.0, "June 2010")
        .bold(0, 40.0, 180.0, "Languages")
        .text(0, 40.0, 196.0, "English, which is spoken at home, and French")
        .read();
    assert!(read.contains(&"October 2005 – June 2010 | Bachelor of Arts".to_owned()), "{read:?}");
}

#[test]
fn ranges_that_a_narrow_column_breaks_are_one_date() {
    for (broken, whole) in [
        (["din 09/2016", "până în", "06/2021"].as_slice(), "din 09/2016 până în 06/2021"),
        (&["Q3 2021 – Q2", "2023"], "Q3 2021 – Q2 2023"),
        (&["Q4 2025 ~", "Q2 2026"], "Q4 2025 ~ Q2 2026"),
        (&["fra juni 2020 til", "august 2022"], "fra juni 2020 til august 2022"),
        (&["fra vinter 2017", "til høst 2018"], "fra vinter 2017 til høst 2018"),
        (&["1. maj 2018 -> 31.", "marts 2026"], "1. maj 2018 -> 31. marts 2026"),
        (&["desde Q3", "2022"], "desde Q3 2022"),
        (&["04/23 -", "06/24"], "04/23 - 06/24"),
        (&["04/23 ‒", "06/24"], "04/23 ‒ 06/24"),
    ] {
        let mut sheet = Sheet::new(1);
        for entry in 0..2_u16 {
            let top = 100.0 + 60.0 * f32::from(entry);
            sheet = sheet.bold(0, 40.0, top, "Diploma of Commerce, a University of which the name");
            sheet = sheet.bold(0, 40.0, top + 12.0, "goes on below");
            for (row, part) in broken.iter().enumerate() {
                sheet = sheet.text(0, 440.0, top + 12.0 * row as f32, part);
            }
        }
        let read = sheet.read();
        assert!(read.iter().filter(|line| line.ends_with(whole)).count() == 2, "{read:?}");
    }
}

#[test]
fn a_name_that_a_cell_beside_it_breaks_is_one_name() {
    for (upper, lower, place) in
        [("Universitetet i", "Nordfjord", "Drammen"), ("School of", "Engineering", "Leeds"), ("Tromsø", "katedralskole", "Bodø")]
    {
        let left = 60.0 + 5.0 * upper.chars().count().max(lower.chars().count()) as f32;
        let sheet = Sheet::new(1)
            .text(0, 40.0, 80.0, "A line that is as wide as its column")
            .text(0, 40.0, 100.0, upper)
            .text(0, left, 100.0, place)
            .text(0, 40.0, 112.0, lower);
        let read = sheet.read();
        assert!(read.iter().any(|line| line.trim_start_matches('+') == format!("{upper} {lower} | {place}")), "{read:?}");
    }
}

#[test]
fn dates_between_two_columns_belong_to_the_left_one() {
    let mut sheet = Sheet::new(1).bold(0, 40.0, 60.0, "Work");
    for (row, dates) in ["12/2018 - 8/2022", "9/2017 - 11/2018", "2/2015 - 8/2017"].into_iter().enumerate() {
        let baseline = 80.0 + 30.0 * row as f32;
        sheet = sheet.bold(0, 40.0, baseline, "Example Works, a mill in Oldtown").text(0, 40.0, baseline + 12.0, "Miller");
        sheet = sheet.text(0, 300.0, baseline, dates);
    }
    for row in 0..8_u16 {
        sheet = sheet.text(0, 410.0, 65.0 + 11.5 * f32::from(row), "of another column it is");
    }
    let read = sheet.read();
    assert!(read.contains(&"Example Works, a mill in Oldtown | 9/2017 - 11/2018".to_owned()), "{read:?}");
}

#[test]
fn short_lines_in_a_wide_column_go_on_with_none() {
    let sheet = |width: f32| {
        let mut sheet = Sheet::new(1);
        sheet.0.pages[0].width = width;
        for (row, line) in ["Baker of bread, Oldtown", "Example Bread & Sons Ltd", "Miller of flour, Newtown", "Example Mill & Daughter"]
            .into_iter()
            .enumerate()
        {
            sheet = sheet.text(0, 40.0, 100.0 + 12.0 * row as f32, line);
        }
        sheet.read()
    };
    assert_eq!(sheet(595.0).iter().filter(|line| line.starts_with('+')).count(), 0);
    assert_eq!(sheet(200.0).iter().filter(|line| line.starts_with('+')).count(), 3);
}

#[test]
fn further_lines_of_a_list_item_may_begin_below_its_mark() {
    let mut sheet = Sheet::new(1);
    let items = [
        "Led the move of all the ledgers of the group to the new standard, and of those bought in the",
        "year after.",
        "Closed the books.",
        "Trained the four who do it today and the two who had done it in the four years that were just",
        "before.",
    ];
    for (row, text) in items.iter().enumerate() {
        let baseline = 100.0 + 13.0 * row as f32;
        let is_rest = text.starts_with(char::is_lowercase);
        sheet = if is_rest { sheet } else { sheet.text(0, 60.0, baseline, "•") };
        sheet = sheet.text(0, if is_rest { 60.0 } else { 75.0 }, baseline, text);
    }
    let read = sheet.read();
    assert_eq!([read[1].as_str(), &read[4]], ["+year after.", "+before."]);
}

#[test]
fn a_cell_drawn_before_what_stands_beside_it_ends_there_however_near_that_is() {
    let mut sheet = Sheet::new(1);
    for (top, lines, school) in [(100.0, ["Bache-", "lor of", "Arts"].as_slice(), "Elmtown University"), (160.0, &["Abitur"], "Oak School")]
    {
        for (row, line) in lines.iter().enumerate() {
            sheet = sheet.text(0, 60.0, top + 13.0 * row as f32, line);
        }
        sheet = sheet.text(0, 92.0, top, school);
    }
    assert_eq!(sheet.read(), ["Bachelor of Arts | Elmtown University", "Abitur | Oak School"]);
    // Where what stands beside it is drawn first, nothing tells.
    let sheet = Sheet::new(1).text(0, 60.0, 100.0, "Shop").text(0, 82.0, 100.0, "manager").text(0, 60.0, 113.0, "in Elmtown");
    assert_eq!(sheet.read()[0], "Shop manager");
}

#[test]
fn a_word_in_two_colours_has_that_of_its_first_letters_and_a_bold_name_begins_a_word() {
    let mut sheet = Sheet::new(1).text(0, 60.0, 100.0, "Wor").text(0, 75.0, 100.0, "k at home");
    sheet.0.runs[0].colour = 0xFF_00_00;
    let layout = sheet.layout();
    assert_eq!((layout.slice(layout.cells[0].span), layout.cells[0].style.colour), ("Work at home", 0xFF_00_00));
    assert_eq!(Sheet::new(1).text(0, 60.0, 100.0, "Ada").bold(0, 75.7, 100.0, "Example").read(), ["Ada Example"]);
    assert_eq!(Sheet::new(1).text(0, 60.0, 100.0, "Java").bold(0, 80.7, 100.0, "script").read(), ["Javascript"]);
}

#[test]
fn lines_set_flush_right_go_on_where_they_begin_far_left() {
    let lines = ["Bookkeeping and payroll for", "small shops", "Ledgers", "Audits", "Consolidated accounts and", "their notes", "Tax"];
    let right = |text: &str| 200.0 - 5.0 * text.chars().count() as f32;
    let sheet =
        (0_u16..).zip(lines).fold(Sheet::new(1), |sheet, (row, text)| sheet.text(0, right(text), 100.0 + 12.0 * f32::from(row), text));
    let marks: Vec<bool> = sheet.layout().lines.iter().map(|line| line.continues).collect();
    assert_eq!(marks, [false, true, false, false, false, true, false]);
}

#[test]
fn a_running_title_with_the_number_of_a_later_page_stands_apart() {
    let sheet = |number: &str| {
        let sheet = Sheet::new(2).text(0, 40.0, 100.0, "Ada Example").text(0, 40.0, 700.0, "Accounting");
        sheet.text(1, 40.0, 40.0, "Ada Example").text(1, 540.0, 40.0, number).text(1, 40.0, 120.0, "Ledgers")
    };
    assert_eq!(sheet("2").layout().lines.last().map(|line| line.page), Some(1));
    assert_eq!(sheet("2").read(), ["Ada Example", "Accounting", "Ledgers", "Ada Example | 2"]);
    assert_eq!(sheet("7").read(), ["Ada Example", "Accounting", "Ada Example | 7", "Ledgers"]);
}

#[test]
fn dates_that_a_rail_breaks_do_not_make_it_a_column() {
    let mut sheet = Sheet::new(1);
    let entries = [(["Sept", "2016–Jun", "2018"], "Baker, Oven & Sons, Elmtown"), (["Oct", "2012–Aug", "2016"], "Clerk, Oak Ltd, Elmtown")];
    for (entry, (date, job)) in entries.iter().enumerate() {
        let top = 100.0 + 60.0 * entry as f32;
        for (row, part) in date.iter().enumerate() {
            sheet = sheet.text(0, 120.0 - 5.0 * part.chars().count() as f32, top + 13.6 * row as f32, part);
        }
        sheet = sheet.text(0, 140.0, top, job);
    }
    let read = sheet.read();
    assert_eq!(read, ["Sept 2016–Jun 2018 | Baker, Oven & Sons, Elmtown", "Oct 2012–Aug 2016 | Clerk, Oak Ltd, Elmtown"]);
}

#[test]
fn employers_and_dates_right_of_titles_are_cells_of_their_rows() {
    let mut sheet = Sheet::new(1);
    let jobs = [("Oven & Sons", "May 2018 –", "Present"), ("Freelance", "May 2014 – Apr.", "2018"), ("Oak Ltd", "May 2012 – Apr.", "2014")];
    let left = |text: &str| 535.0 - 5.0 * text.chars().count() as f32;
    for (entry, (employer, from, to)) in (0_u16..).zip(jobs) {
        let top = 100.0 + 60.0 * f32::from(entry);
        sheet = sheet.bold(0, 50.0, top, "Baker").text(0, 300.0, top, employer).text(0, left(from), top, from);
        sheet = sheet.text(0, left(to), top + 12.0, to).text(0, 60.0, top + 30.0, "• Bread for the town and its hotels");
    }
    let read = sheet.read();
    assert_eq!([read[0].as_str(), &read[2]], ["Baker | Oven & Sons | May 2018 – Present", "Baker | Freelance | May 2014 – Apr. 2018"]);
}
