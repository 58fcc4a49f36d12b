//! Rails of dates inside of columns, and beside what else stands in their column.

use super::{Sheet, headings};

/// Jobs beside their dates: what a rail at `left` shows of each, one date a line, and the lines of its text.
fn jobs(mut sheet: Sheet, left: f32, top: f32, jobs: &[(&[&str], [&str; 3])]) -> Sheet {
    for (nth, (dates, lines)) in jobs.iter().enumerate() {
        let top = top + 52.0 * nth as f32;
        for (line, date) in dates.iter().enumerate() {
            sheet = sheet.bold(0, left, top + 12.0 * line as f32, date);
        }
        for (line, text) in lines.iter().enumerate() {
            sheet = sheet.text(0, left + 110.0, top + 12.0 * line as f32, text);
        }
    }
    sheet
}

/// A column of short lines that happen to stand at the height of those of `jobs`.
fn sidebar(mut sheet: Sheet, left: f32) -> Sheet {
    let lines = ["Skills", "Rye", "Spelt", "Sourdough", "Ovens", "Mills", "Tills", "Ledgers", "Scales", "Yeast", "Salt", "Water", "Flour"];
    for (nth, line) in lines.iter().enumerate() {
        let baseline = 100.0 + 12.0 * nth as f32;
        sheet = if nth == 0 { sheet.bold(0, left, baseline, line) } else { sheet.text(0, left, baseline, line) };
    }
    sheet
}

const BAKER: [&str; 3] = ["Baker", "Oven & Sons in the old town", "Bread of rye and of spelt for all"];
const MILLER: [&str; 3] = ["Miller", "Stone Mill at the river", "Flour for the bakers of the town"];
const CLERK: [&str; 3] = ["Clerk", "Mill Bank in the high street", "Ledgers and tills of three halls"];

#[test]
fn dates_at_the_left_of_a_column_beside_another_one_belong_to_its_rows() {
    let dates: [(&[&str], [&str; 3]); 3] = [(&["2019 - 2021"], BAKER), (&["2016 - 2019"], MILLER), (&["2011 - 2016"], CLERK)];
    let sheet = jobs(sidebar(Sheet::new(1), 40.0).bold(0, 290.0, 100.0, "Experience"), 180.0, 124.0, &dates);
    let read = sheet.read();
    for row in ["2019 - 2021 | Baker", "2016 - 2019 | Miller", "2011 - 2016 | Clerk"] {
        assert!(read.iter().any(|line| line == row), "{read:?}");
    }
    let at = |text: &str| read.iter().position(|line| line == text);
    assert!(at("Flour") < at("Experience"), "{read:?}");
}

#[test]
fn two_ends_of_a_range_below_each_other_are_one_date_where_all_dates_stand_in_pairs() {
    let pairs: [(&[&str], [&str; 3]); 2] = [(&["02/2020", "today"], BAKER), (&["09/2015", "01/2020"], MILLER)];
    let read = jobs(Sheet::new(1), 40.0, 100.0, &pairs).read();
    assert_eq!(read[0], "02/2020 today | Baker", "{read:?}");
    assert_eq!(read[3], "09/2015 01/2020 | Miller", "{read:?}");
    // Rows of one date each, and a pair by itself, say nothing of the kind.
    let rows = Sheet::new(1).bold(0, 40.0, 100.0, "2011").text(0, 150.0, 100.0, "Oldtown School of Bread");
    let rows = rows.bold(0, 40.0, 112.0, "2014").text(0, 150.0, 112.0, "Oldtown College of Mills");
    let rows = rows.bold(0, 40.0, 124.0, "2016").text(0, 150.0, 124.0, "Newtown Academy of Ovens");
    assert_eq!(rows.read().len(), 3);
    // Nor do dates that go back in time.
    let back: [(&[&str], [&str; 3]); 2] = [(&["02/2020", "01/2018"], BAKER), (&["09/2015", "01/2014"], MILLER)];
    assert!(jobs(Sheet::new(1), 40.0, 100.0, &back).read().iter().all(|line| !line.starts_with("02/2020 01/2018")));
}

#[test]
fn contact_data_above_a_rail_of_dates_does_not_make_a_column_of_it() {
    let sheet = Sheet::new(1).text(0, 40.0, 60.0, "ada@example.com").text(0, 40.0, 72.0, "Oldtown").text(0, 40.0, 84.0, "0170 555 0100");
    let sheet = sheet.sized(150.0, 66.0, "Ada Example", 20.0).text(0, 150.0, 84.0, "Baker with a liking for old grain and for mills");
    let dates: [(&[&str], [&str; 3]); 3] = [(&["2019 - 2021"], BAKER), (&["2016 - 2019"], MILLER), (&["2011 - 2016"], CLERK)];
    let sheet = jobs(sheet.bold(0, 150.0, 130.0, "Experience"), 40.0, 146.0, &dates);
    let sheet = sheet.bold(0, 150.0, 310.0, "Languages").text(0, 40.0, 326.0, "English").text(0, 150.0, 326.0, "what is spoken at home");
    let read = sheet.read();
    for row in ["2019 - 2021 | Baker", "2011 - 2016 | Clerk", "English | what is spoken at home"] {
        assert!(read.iter().any(|line| line == row), "{read:?}");
    }
}

#[test]
fn a_heading_beside_its_text_ends_where_the_text_begins_though_it_leaves_no_room() {
    let mut sheet = Sheet::new(1);
    for (nth, (heading, right)) in [("Work experience", 138.0), ("Education", 90.0)].into_iter().enumerate() {
        let top = 100.0 + 60.0 * nth as f32;
        sheet = sheet.bold(0, 60.0, top, heading);
        let run = sheet.0.runs.last_mut().expect("it was just added");
        (run.area.right, run.colour) = (right, 0x22_44_88);
        for (line, text) in BAKER.iter().enumerate() {
            sheet = sheet.text(0, 138.0, top + 12.0 * line as f32, text);
        }
    }
    assert_eq!(headings(&sheet), ["Work experience", "Education"]);
    assert_eq!(sheet.read()[0], "Work experience | Baker");
}

#[test]
fn a_heading_in_the_middle_of_the_page_stands_over_both_sides() {
    let mut sheet = Sheet::new(1);
    for (nth, (heading, entries)) in [
        ("Experience", [("Baker", "2019 - 2021", "Oven & Sons"), ("Miller", "2016 - 2019", "Stone Mill")]),
        ("Education", [("Diploma", "2013 - 2016", "Bread College"), ("Certificate", "2012 - 2013", "Mill School")]),
    ]
    .into_iter()
    .enumerate()
    {
        let top = 100.0 + 120.0 * nth as f32;
        let width = 5.0 * heading.len() as f32;
        sheet = sheet.bold(0, (595.0 - width) / 2.0, top, heading);
        for (nth, (title, date, employer)) in entries.into_iter().enumerate() {
            let top = top + 24.0 + 44.0 * nth as f32;
            sheet = sheet.bold(0, 60.0, top, title).text(0, 60.0, top + 12.0, date).bold(0, 200.0, top, employer);
        }
    }
    let read = sheet.read();
    assert_eq!(headings(&sheet), ["Experience", "Education"], "{read:?}");
    assert!(read.iter().any(|line| line == "Miller | Stone Mill"), "{read:?}");
}

#[test]
fn a_line_that_nearly_fills_its_column_does_not_end_it() {
    let dates: [(&[&str], [&str; 3]); 3] = [(&["2019 - 2021"], BAKER), (&["2016 - 2019"], MILLER), (&["2011 - 2016"], CLERK)];
    // Its last letter stands three points before the dates.
    let sheet = sidebar(Sheet::new(1), 40.0).text(0, 42.0, 262.0, "ada.example@bakery.example.com").bold(0, 195.0, 100.0, "Experience");
    let read = jobs(sheet, 195.0, 124.0, &dates).read();
    let at = |text: &str| read.iter().position(|line| line.contains(text)).expect("it is read");
    assert!(at("Flour") < at("Experience") && at("ada.example") < at("Experience"), "{read:?}");
    assert!(read.iter().any(|line| line == "2011 - 2016 | Clerk"), "{read:?}");
}

#[test]
fn halves_of_entries_that_begin_at_one_height_are_read_together() {
    let mut sheet = Sheet::new(1).bold(0, 60.0, 70.0, "Experience");
    for (nth, (title, date, employer)) in
        [("Baker", "2019 - 2021", "Oven & Sons"), ("Miller", "2016 - 2019", "Stone Mill"), ("Clerk", "2011 - 2016", "Mill Bank")]
            .into_iter()
            .enumerate()
    {
        let top = 90.0 + 60.0 * nth as f32;
        sheet = sheet.bold(0, 60.0, top, title).text(0, 60.0, top + 22.0, date).bold(0, 220.0, top, employer);
        sheet = sheet.text(0, 220.0, top + 17.0, "what there was to do from the morning to the night");
    }
    let read = sheet.read();
    for row in ["Baker | Oven & Sons", "Miller | Stone Mill", "Clerk | Mill Bank"] {
        assert!(read.iter().any(|line| line == row), "{read:?}");
    }
}

#[test]
fn a_date_that_a_cell_broke_is_one_where_its_lines_stand_between_those_beside_it() {
    let mut sheet = Sheet::new(1);
    for (nth, (dates, lines)) in [(["10/2018 -", "08/2021"], BAKER), (["02/2015 -", "09/2018"], MILLER)].into_iter().enumerate() {
        let top = 100.0 + 60.0 * nth as f32;
        for (line, date) in dates.into_iter().enumerate() {
            sheet = sheet.text(0, 40.0, top + 6.0 + 12.0 * line as f32, date);
        }
        for (line, text) in lines.into_iter().enumerate() {
            sheet = sheet.text(0, 150.0, top + 12.0 * line as f32, text);
        }
    }
    let read = sheet.read();
    assert!(read.contains(&"10/2018 - 08/2021".to_owned()) && read.contains(&"02/2015 - 09/2018".to_owned()), "{read:?}");
    // What began in that month and has not ended is no part of a date.
    let sheet = Sheet::new(1).text(0, 40.0, 100.0, "06/2019 -").text(0, 40.0, 112.0, "2018: baker of the year");
    assert_eq!(sheet.read(), ["06/2019 -", "2018: baker of the year"]);
}
