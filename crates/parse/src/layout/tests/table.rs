//! Tables, grids, and headings in a rail beside rows.

use super::{Sheet, headings};

#[test]
fn a_cell_in_the_middle_of_a_table_goes_on_below() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 100.0, "2018 - 2022")
        .text(0, 140.0, 100.0, "Example Savings Bank of")
        .text(0, 140.0, 112.0, "Oldtown")
        .text(0, 270.0, 100.0, "Clerk")
        .text(0, 270.0, 112.0, "Kept the books of the whole branch.")
        .text(0, 40.0, 140.0, "2014 - 2018")
        .text(0, 140.0, 140.0, "Mill Ltd")
        .text(0, 140.0, 152.0, "Newtown")
        .text(0, 270.0, 140.0, "Baker");
    let read = sheet.read();
    assert_eq!(read[0], "2018 - 2022 | Example Savings Bank of Oldtown | Clerk", "{read:?}");
    assert!(read.contains(&"2014 - 2018 | Mill Ltd | Baker".to_owned()), "{read:?}");
}

#[test]
fn items_side_by_side_are_no_columns_beyond_the_next_heading() {
    let row = |sheet: Sheet, baseline: f32, texts: [&str; 3]| {
        (0_u8..).zip(texts).fold(sheet, |sheet, (at, text)| sheet.text(0, 40.0 + 180.0 * f32::from(at), baseline, text))
    };
    let sheet = Sheet::new(1).bold(0, 40.0, 80.0, "Skills");
    let sheet = row(sheet, 100.0, ["\u{2022} Baking", "\u{2022} Brewing", "\u{2022} Weaving"]);
    let sheet = row(sheet, 113.0, ["\u{2022} Sewing", "\u{2022} Milling", "\u{2022} Carving"]);
    let sheet = row(sheet.bold(0, 40.0, 140.0, "Languages"), 156.0, ["Danish, fluent", "Polish, basic", "Welsh, basic"]);
    let read = sheet.read();
    assert_eq!(read.last().map(String::as_str), Some("Danish, fluent | Polish, basic | Welsh, basic"), "{read:?}");
}

#[test]
fn headings_of_a_line_each_beside_a_line_each_are_two() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 60.0, "Jane Doe")
        .bold(0, 40.0, 100.0, "Skills")
        .text(0, 160.0, 100.0, "Baking, brewing, weaving, sewing and milling of all kinds")
        .bold(0, 40.0, 113.0, "Languages")
        .text(0, 160.0, 113.0, "Danish, Polish and a little Welsh for the holidays")
        .bold(0, 40.0, 126.0, "Work")
        .bold(0, 40.0, 139.0, "Experience")
        .text(0, 160.0, 126.0, "2018 - 2022 Clerk, Example Savings Bank of Oldtown")
        .text(0, 160.0, 139.0, "2014 - 2018 Baker, Mill Ltd, Newtown by the sea");
    assert_eq!(headings(&sheet), ["Skills", "Languages", "Work Experience"]);
}

#[test]
fn dates_below_a_heading_in_its_rail_stay_with_their_rows() {
    let sheet = Sheet::new(1)
        .bold(0, 40.0, 100.0, "Experience")
        .text(0, 160.0, 100.0, "Clerk, Example Savings Bank of Oldtown and Newtown")
        .text(0, 40.0, 113.0, "2018 - 2022")
        .text(0, 160.0, 113.0, "Kept the books of the whole branch.")
        .text(0, 40.0, 140.0, "2014 - 2018")
        .text(0, 160.0, 140.0, "Baker, Mill Ltd, Newtown by the sea")
        .text(0, 160.0, 153.0, "Baked bread and rolls for the whole town.")
        .bold(0, 40.0, 180.0, "Education")
        .text(0, 160.0, 180.0, "Example School of Baking, Oldtown by the other sea");
    let read = sheet.read();
    assert!(read.contains(&"2014 - 2018 | Baker, Mill Ltd, Newtown by the sea".to_owned()), "{read:?}");
    assert_eq!(headings(&sheet), ["Experience", "Education"]);
}

#[test]
fn labels_that_come_again_head_no_columns() {
    let pair = |sheet: Sheet, baseline: f32, texts: [&str; 2]| sheet.text(0, 40.0, baseline, texts[0]).text(0, 220.0, baseline, texts[1]);
    let sheet = Sheet::new(1).bold(0, 40.0, 60.0, "Education");
    let sheet = pair(sheet, 90.0, ["School", "Degree"]);
    let sheet = pair(sheet, 103.0, ["Example College", "Diploma in Baking"]);
    let sheet = pair(sheet, 130.0, ["School", "Degree"]);
    let sheet = pair(sheet, 143.0, ["Oldtown School", "Certificate"]);
    let read = sheet.read();
    assert!(read.contains(&"Example College | Diploma in Baking".to_owned()), "{read:?}");
    assert!(read.contains(&"Oldtown School | Certificate".to_owned()), "{read:?}");
}

#[test]
fn captions_side_by_side_head_rows_and_no_columns() {
    let entry = |sheet: Sheet, baseline: f32, name: &str| {
        sheet
            .bold(0, 40.0, baseline, "Employer")
            .bold(0, 260.0, baseline, "Place")
            .bold(0, 420.0, baseline, "Period")
            .text(0, 40.0, baseline + 14.0, name)
            .text(0, 260.0, baseline + 14.0, "Oldtown")
            .text(0, 420.0, baseline + 14.0, "2014 – 2016")
            .text(0, 40.0, baseline + 28.0, "Kept the books of all the shops in town")
    };
    let read = entry(entry(Sheet::new(1), 100.0, "Example Bakery"), 180.0, "Example Mill").read();
    assert_eq!(read[..2], ["Employer | Place | Period", "Example Bakery | Oldtown | 2014 – 2016"], "{read:?}");
}

#[test]
fn a_caption_of_two_lines_that_is_known_is_one() {
    let entry = |sheet: Sheet, baseline: f32| {
        sheet
            .text(0, 40.0, baseline, "Main activities and")
            .text(0, 55.0, baseline + 12.0, "responsibilities")
            .text(0, 160.0, baseline, "Kept the books.")
            .text(0, 160.0, baseline + 12.0, "Paid the bakers.")
    };
    let read = entry(entry(Sheet::new(1), 100.0), 150.0).text(0, 60.0, 180.0, "Period").text(0, 160.0, 180.0, "2014 – 2016").read();
    assert!(read.iter().any(|line| line.starts_with("Main activities and responsibilities |")), "{read:?}");
    let rows = ["Occupation or position held", "Main responsibilities", "Occupation or position held", "Main responsibilities"];
    let row = |sheet: Sheet, (at, label): (usize, &&str)| {
        let baseline = 100.0 + 12.0 * at as f32;
        sheet.text(0, 175.0 - 5.0 * label.len() as f32, baseline, label).text(0, 190.0, baseline, "Baker of bread")
    };
    let read = rows.iter().enumerate().fold(Sheet::new(1), row).read();
    assert!(read.iter().all(|line| !line.starts_with('+')), "{read:?}");
}
