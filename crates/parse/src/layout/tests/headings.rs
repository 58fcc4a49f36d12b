//! Headings: in rails, in columns, over several lines; and lines in the dress of headings that are none.

use super::{Sheet, headings};

#[test]
fn a_school_that_breaks_off_within_its_name_heads_no_section() {
    let sheet = |school: &str, rest: &str| {
        let sheet = Sheet::new(1)
            .bold(0, 40.0, 60.0, "Education")
            .bold(0, 40.0, 80.0, school)
            .bold(0, 40.0, 92.0, rest)
            .text(0, 92.0, 92.0, "(graduated in June 2019)")
            .text(0, 40.0, 104.0, "Diploma of Bread and Rolls in a long course")
            .bold(0, 40.0, 130.0, "Languages")
            .text(0, 40.0, 150.0, "English, and what is spoken beside the mills")
            .text(0, 40.0, 162.0, "and the streams")
            .bold(0, 40.0, 180.0, "Hobbies");
        headings(&sheet.text(0, 40.0, 200.0, "Chess"))
    };
    let broken = sheet("Riverside Mill Academy of Oldtown, the Big Branch", "of baking");
    assert_eq!(broken, ["Education", "Languages", "Hobbies"]);
    let whole = sheet("Riverside Mill Academy of Oldtown, the Big Branch", "Of Baking");
    assert_eq!(whole.len(), 4, "{whole:?}");
}

#[test]
fn a_date_that_hangs_level_with_a_title_stands_in_its_row_beside_a_heading_too() {
    let sheet = Sheet::new(1).sized(40.0, 106.5, "Work", 12.0).text(0, 160.0, 106.0, "Baker").sized(400.0, 103.0, "2019 - 2021", 7.0);
    assert_eq!(sheet.read(), ["Work | Baker | 2019 - 2021"]);
}

#[test]
fn headings_beside_what_they_head_are_found_below_a_title() {
    let mut sheet = Sheet::new(1).bold(0, 40.0, 60.0, "Résumé");
    sheet.0.runs[0].size = 20.0;
    for (row, heading) in ["Work History", "Education", "Languages"].into_iter().enumerate() {
        let baseline = 100.0 + 60.0 * row as f32;
        sheet = sheet.bold(0, 40.0, baseline, heading);
        for line in 0..3_u16 {
            sheet = sheet.text(0, 180.0, baseline + 14.0 * f32::from(line), "A line of what it heads, long enough for a column");
        }
    }
    let read = sheet.read();
    let at = |text: &str| read.iter().position(|line| line == text).expect("the heading is read");
    assert_eq!((at("Work History"), at("Education"), at("Languages")), (1, 5, 9), "{read:?}");
}

#[test]
fn a_heading_alone_beside_all_of_a_page_heads_it() {
    let mut sheet = Sheet::new(1).text(0, 60.0, 60.0, "Ada Example").bold(0, 60.0, 100.0, "Experience");
    for row in 0..8 {
        sheet = sheet.text(0, 190.0, 100.0 + 14.0 * row as f32, &format!("line {row} of a text that goes on and on to the right"));
    }
    let read = sheet.read();
    assert_eq!(read.iter().position(|line| line == "Experience"), Some(1), "{read:?}");
    assert_eq!(headings(&sheet), ["Experience"]);
}

#[test]
fn columns_that_begin_with_headings_of_one_dress_are_columns_whatever_the_second_says() {
    let mut sheet = Sheet::new(1).bold(0, 40.0, 60.0, "Languages").bold(0, 190.0, 60.0, "Mein Weg");
    for (row, language) in ["English", "French", "German", "Danish"].into_iter().enumerate() {
        let baseline = 76.0 + 14.0 * row as f32;
        sheet = sheet.text(0, 40.0, baseline, language).text(0, 190.0, baseline, "a line of a text that goes on and on to the right");
    }
    let read = sheet.read();
    assert_eq!(read[..3], ["Languages", "English", "French"], "{read:?}");
}

#[test]
fn a_group_that_goes_by_a_headings_word_leaves_the_rail_of_headings_whole() {
    let mut sheet = Sheet::new(1).text(0, 40.0, 60.0, "Ada Example");
    for (row, heading) in ["Work History", "Education", "Skills", "Languages"].into_iter().enumerate() {
        let baseline = 100.0 + 60.0 * row as f32;
        sheet = sheet.bold(0, 40.0, baseline, heading);
        for line in 0..3_u16 {
            sheet = match (heading, line) {
                ("Skills", 0) => sheet.bold(0, 180.0, baseline, "Tools"),
                _ => sheet.text(0, 180.0, baseline + 14.0 * f32::from(line), "A line of what it heads, long enough for a column"),
            };
        }
    }
    let read = sheet.read();
    let at = |text: &str| read.iter().position(|line| line.starts_with(text)).expect("the heading is read");
    assert_eq!((at("Work History"), at("Education"), at("Skills"), at("Languages")), (1, 5, 9, 13), "{read:?}");
}

#[test]
fn a_heading_of_two_words_beside_its_text_is_one_heading() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 60.0, "Ada Example, who lives in Oldtown and may be reached at any time of the day")
        .bold(0, 40.0, 100.0, "PROFILE")
        .text(0, 140.0, 100.0, "Baker of bread with twelve years in the mills of Oldtown and Newtown.")
        .bold(0, 40.0, 140.0, "WORK")
        .text(0, 140.0, 140.0, "Baker, Example Bread, Oldtown")
        .bold(0, 40.0, 152.0, "EXPERIENCE")
        .text(0, 140.0, 157.0, "Baked bread for three shops and a market.")
        .text(0, 140.0, 170.0, "Trained two apprentices.")
        .text(0, 140.0, 184.0, "Miller, Example Mill, Newtown")
        .text(0, 140.0, 201.0, "Ground four sorts of grain in a mill of the town.")
        .bold(0, 40.0, 230.0, "EDUCATION")
        .text(0, 140.0, 230.0, "Apprenticeship at the school of Oldtown")
        .bold(0, 40.0, 260.0, "SKILLS")
        .text(0, 140.0, 260.0, "Bread, rolls, pies");
    assert_eq!(headings(&sheet), ["PROFILE", "WORK EXPERIENCE", "EDUCATION", "SKILLS"]);
}

#[test]
fn a_heading_that_a_narrow_column_breaks_is_one_heading() {
    let sheet = Sheet::new(1)
        .bold(0, 40.0, 60.0, "LANGUAGES")
        .text(0, 40.0, 76.0, "English, French")
        .bold(0, 40.0, 106.0, "BOARD ROLES &")
        .bold(0, 40.0, 118.0, "COMMUNITY")
        .bold(0, 40.0, 130.0, "LEADERSHIP")
        .text(0, 40.0, 146.0, "Trustee, a mill")
        .bold(0, 40.0, 176.0, "TECHNICAL SKILLS")
        .bold(0, 40.0, 188.0, "ACQUIRED ABROAD")
        .text(0, 40.0, 204.0, "Rust, SQL, ovens");
    assert_eq!(headings(&sheet), ["LANGUAGES", "BOARD ROLES & COMMUNITY LEADERSHIP", "TECHNICAL SKILLS ACQUIRED ABROAD"]);
}

#[test]
fn headings_of_unknown_words_open_columns_in_the_dress_of_a_known_one() {
    let rows = |mut sheet: Sheet| {
        for row in 0..6_u16 {
            let baseline = 90.0 + 12.0 * f32::from(row);
            sheet = sheet.text(0, 40.0, baseline, "Pastry").text(0, 190.0, baseline, "a line of a text that goes on and on to the right");
        }
        sheet.read()
    };
    let below = Sheet::new(1).bold(0, 40.0, 30.0, "Jane Example").bold(0, 40.0, 76.0, "On the pass").bold(0, 190.0, 76.0, "Kitchens");
    let read = rows(below.bold(0, 190.0, 180.0, "Education").text(0, 190.0, 194.0, "Example College"));
    assert_eq!(read[..4], ["Jane Example", "On the pass", "Pastry", "Pastry"], "{read:?}");
    let wrapped = Sheet::new(1).bold(0, 40.0, 64.0, "Skills").bold(0, 190.0, 64.0, "Military and").bold(0, 190.0, 76.0, "civilian posts");
    let read = rows(wrapped);
    assert_eq!(read[..3], ["Skills", "Pastry", "Pastry"], "{read:?}");
}

#[test]
fn a_number_that_a_list_gives_stands_before_a_heading_and_not_in_its_place() {
    let sheet = Sheet::new(1)
        .text(0, 40.0, 60.0, "Ada Example, who lives in Oldtown")
        .bold(0, 40.0, 100.0, "1.")
        .bold(0, 70.0, 100.0, "Experience")
        .text(0, 40.0, 116.0, "Baker, Example Bread, Oldtown, 2015 – 2019")
        .text(0, 40.0, 128.0, "Baked bread for three shops and a market.")
        .bold(0, 40.0, 160.0, "2.")
        .bold(0, 70.0, 160.0, "Education")
        .text(0, 40.0, 176.0, "Apprenticeship at the school of Oldtown, 2012 – 2015");
    let found = headings(&sheet);
    assert!(found.len() == 2 && found[0].ends_with("Experience") && found[1].ends_with("Education"), "{found:?}");
}
