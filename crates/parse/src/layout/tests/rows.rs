//! Rows and entries that look like columns, and columns below them.

use super::{Sheet, headings};

#[test]
fn labels_that_every_entry_says_stand_before_their_values() {
    let entry = |sheet: Sheet, top: f32, title: &str, values: [&str; 3]| {
        let sheet = sheet.bold(0, 40.0, top, title);
        let labels = ["Employer", "Period", "Place"];
        (0_u8..).zip(labels.into_iter().zip(values)).fold(sheet, |sheet, (row, (label, value))| {
            let baseline = top + 13.0 * f32::from(row + 1);
            sheet.text(0, 40.0, baseline, label).text(0, 130.0, baseline, value)
        })
    };
    let sheet = entry(Sheet::new(1), 100.0, "Baker", ["Mill Ltd", "2018 - 2022", "Oldtown"]);
    let sheet = entry(sheet, 170.0, "Clerk", ["Example Bank", "2014 - 2018", "Newtown"]);
    let read = sheet.read();
    for row in ["Employer | Mill Ltd", "Period | 2018 - 2022", "Place | Oldtown", "Employer | Example Bank", "Place | Newtown"] {
        assert!(read.contains(&row.to_owned()), "{row}: {read:?}");
    }
}

#[test]
fn headings_right_of_their_text_head_it() {
    let mut sheet = Sheet::new(1).bold(0, 100.0, 60.0, "Ada Example");
    for (row, heading) in ["Profile", "Work History", "Education"].into_iter().enumerate() {
        let baseline = 100.0 + 60.0 * row as f32;
        sheet = sheet.bold(0, 420.0, baseline, heading);
        for line in 0..3_u16 {
            sheet = sheet.text(0, 100.0, baseline + 14.0 * f32::from(line), "A line of what it heads, long enough for a column");
        }
    }
    assert_eq!(headings(&sheet), ["Profile", "Work History", "Education"]);
    let read = sheet.read();
    let at = |text: &str| read.iter().position(|line| line == text).expect("the heading is read");
    assert_eq!((at("Profile"), at("Work History"), at("Education")), (1, 5, 9), "{read:?}");
}

#[test]
fn dates_above_two_columns_stay_in_their_rows() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 100.0, "Mill Ltd")
        .text(0, 40.0, 113.0, "Baker")
        .text(0, 470.0, 113.0, "2018 - 2022")
        .text(0, 40.0, 140.0, "Example Bank")
        .text(0, 40.0, 153.0, "Clerk")
        .text(0, 470.0, 153.0, "2014 - 2018")
        .bold(0, 40.0, 190.0, "Languages")
        .text(0, 40.0, 206.0, "Danish")
        .text(0, 40.0, 219.0, "Polish")
        .bold(0, 300.0, 190.0, "Hobbies")
        .text(0, 300.0, 206.0, "Rowing on the lake and on the river")
        .text(0, 300.0, 219.0, "Chess");
    let read = sheet.read();
    assert!(read.contains(&"Baker | 2018 - 2022".to_owned()) && read.contains(&"Clerk | 2014 - 2018".to_owned()), "{read:?}");
    let at = |text: &str| read.iter().position(|line| line == text).expect("the line is read");
    assert!(at("Polish") < at("Hobbies"), "{read:?}");
}

#[test]
fn jobs_in_cards_are_read_one_by_one_with_their_lists() {
    let card = |sheet: Sheet, left: f32, lines: [&str; 6]| {
        (0_u8..).zip(lines).fold(sheet, |sheet, (row, line)| {
            let indent = if line.starts_with('\u{2022}') { 8.0 } else { 0.0 };
            sheet.text(0, left + indent, 100.0 + 13.0 * f32::from(row), line)
        })
    };
    let duties = ["\u{2022} Baked bread and rolls", "\u{2022} Kept the oven", "\u{2022} Sold cakes"];
    let sheet = card(Sheet::new(1), 40.0, ["2018 - 2022", "Baker", "Mill Ltd", duties[0], duties[1], duties[2]]);
    let sheet = card(sheet, 320.0, ["2014 - 2018", "Clerk", "Example Bank", duties[0], duties[1], duties[2]]);
    let read = sheet.read();
    assert_eq!(read[..3], ["2018 - 2022", "Baker", "Mill Ltd"], "{read:?}");
}

#[test]
fn cells_with_dates_at_the_end_of_their_rows_are_no_captions() {
    let row = |sheet: Sheet, top: f32, [employer, place, title, date]: [&str; 4]| {
        let sheet = sheet.bold(0, 40.0, top, employer).text(0, 40.0, top + 13.0, place).bold(0, 200.0, top, title);
        let sheet = sheet.text(0, 480.0, top, date).text(0, 200.0, top + 13.0, "Did what was to be done in the town");
        sheet.text(0, 200.0, top + 26.0, "and what was not")
    };
    let sheet = row(Sheet::new(1), 100.0, ["Mill Ltd", "Oldtown", "Baker", "2018 - 2022"]);
    let sheet = row(sheet, 139.0, ["Example Bank", "Newtown", "Clerk", "2014 - 2018"]);
    let read = sheet.read();
    let begins = |text: &str| read.iter().any(|line| line.starts_with(text));
    assert!(begins("Mill Ltd | Oldtown | Baker | 2018") && begins("Example Bank | Newtown | Clerk"), "{read:?}");
}

#[test]
fn dates_flush_right_before_a_sidebar_end_the_rows_at_their_left() {
    let job = |sheet: Sheet, top: f32, [title, place, employer, dates]: [&str; 4]| {
        let flush = |text: &str| 370.0 - 5.0 * text.chars().count() as f32;
        let sheet = sheet.bold(0, 40.0, top, title).text(0, flush(place), top, place);
        let sheet = sheet.text(0, 40.0, top + 12.0, employer).text(0, flush(dates), top + 12.0, dates);
        sheet.text(0, 40.0, top + 24.0, "Did what was to be done in the town")
    };
    let sheet = job(Sheet::new(1).bold(0, 40.0, 80.0, "Experience"), 100.0, ["Baker", "Oldtown", "Mill Ltd", "April 2018 - May 2022"]);
    let sheet = job(sheet, 148.0, ["Clerk", "Newtown", "Example Bank", "May 2014 - April 2018"]);
    let sheet = job(sheet, 196.0, ["Porter", "Hilltown", "Example Inn", "June 2011 - December 2013"]);
    let sheet = (0_u8..11).fold(sheet.bold(0, 405.0, 80.0, "Skills"), |sheet, row| {
        sheet.text(0, 405.0, 100.0 + 12.0 * f32::from(row), "Weaving, sewing and milling")
    });
    let read = sheet.read();
    for row in ["Mill Ltd | April 2018 - May 2022", "Example Bank | May 2014 - April 2018"] {
        assert!(read.contains(&row.to_owned()), "{row}: {read:?}");
    }
}
