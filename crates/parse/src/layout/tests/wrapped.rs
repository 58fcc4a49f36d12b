//! Texts that go on on the next line, and texts that do not.

use super::Sheet;

#[test]
fn a_text_goes_on_below_what_floats_at_its_right() {
    let sheet = Sheet::new(1)
        .bold(0, 40.0, 100.0, "Assistant Project Manager for all of the buildings")
        .text(0, 305.0, 100.0, "2018 - 2022")
        .bold(0, 40.0, 112.0, "in town")
        .text(0, 78.0, 112.0, "@ Example Contracting Company of Oldtown with all its")
        .text(0, 40.0, 124.0, "Daughters")
        .text(0, 40.0, 142.0, "Oldtown");
    let title =
        "Assistant Project Manager for all of the buildings in town @ Example Contracting Company of Oldtown with all its Daughters";
    assert_eq!(sheet.read(), [&format!("{title} | 2018 - 2022"), "Oldtown"]);
    let place = Sheet::new(1)
        .text(0, 40.0, 100.0, "Clerk of the whole of the court, first class –")
        .bold(0, 273.0, 100.0, "Example")
        .text(0, 330.0, 100.0, "Leeds")
        .bold(0, 40.0, 112.0, "Chambers Ltd");
    assert_eq!(place.read(), ["Clerk of the whole of the court, first class – Example Chambers Ltd | Leeds"]);
}

#[test]
fn an_address_that_sticks_out_of_a_column_does_not_tell_how_wide_it_is() {
    let sheet = Sheet::new(1)
        .bold(0, 40.0, 100.0, "Contact")
        .text(0, 40.0, 114.0, "jane.d.miller1@example.com")
        .bold(0, 40.0, 144.0, "Education")
        .text(0, 40.0, 158.0, "Example School of the")
        .text(0, 40.0, 170.0, "Sea")
        .text(0, 40.0, 200.0, "Second School of Mills")
        .text(0, 40.0, 230.0, "Third School of Baking");
    let line =
        |sheet: Sheet, row: u8| sheet.text(0, 186.0, 114.0 + 13.0 * f32::from(row), "Kept the books of the whole branch for the bank.");
    let sheet = (0..10).fold(sheet.bold(0, 186.0, 100.0, "Experience"), line);
    let read = sheet.read();
    assert!(read.iter().any(|line| line.starts_with('+') && line.ends_with("Sea")), "{read:?}");
}

#[test]
fn a_date_that_touches_the_text_ends_where_dates_end() {
    let dates = |sheet: Sheet, row: u16| {
        let baseline = 100.0 + 40.0 * f32::from(row);
        sheet.text(0, 200.0, baseline, "2014 - 2016").text(0, 40.0, baseline + 12.0, "Oldtown")
    };
    let sheet = (0..3).fold(Sheet::new(1), dates).text(0, 40.0, 100.0, "Miller").text(0, 40.0, 140.0, "Baker");
    let read = sheet.text(0, 40.0, 180.0, "Head of the staff at the big new").read();
    assert_eq!(read[4], "Head of the staff at the big new | 2014 - 2016", "{read:?}");
}

#[test]
fn entries_of_two_bold_lines_each_have_none_that_is_wrapped() {
    let long = "Example Bread and Sons of Oldtown (by way of Example Staff)";
    let marks = |entries: [&[&str]; 4]| {
        let (mut sheet, mut baseline) = (Sheet::new(1), 100.0);
        for lines in entries {
            for line in lines {
                sheet = sheet.bold(0, 40.0, baseline, line);
                baseline += 12.0;
            }
            let told = "What was done there fills the whole width of this column once";
            sheet = sheet.text(0, 40.0, baseline, told).text(0, 40.0, baseline + 12.0, "and goes on below it.");
            baseline += 34.0;
        }
        let read = sheet.read();
        read.iter().filter(|line| line.starts_with("+Confectioner")).count()
    };
    assert_eq!(marks([&["Acme", "Baker"], &[long, "Confectioner"], &["Acme", "Miller"], &["Acme", "Carter"]]), 0);
    assert_eq!(marks([&["Acme"], &[long, "Confectioner"], &["Acme"], &["Acme"]]), 1);
}

#[test]
fn a_word_is_as_wide_as_its_letters() {
    let long = "This sentence is long enough to fill the whole width of the column on this page, and so";
    let goes_on = |word: &str| {
        let sheet = Sheet::new(1).text(0, 40.0, 100.0, long).text(0, 40.0, 112.0, long);
        let upper = "A name of an office that leaves some room behind it, about as much as it";
        let sheet = sheet.text(0, 40.0, 130.0, upper).text(0, 40.0, 142.0, &format!("{word} and little little title"));
        sheet.layout().lines[3].continues
    };
    assert!(goes_on("Wwwmmmwwww"));
    assert!(!goes_on("Iiiiiiiiii"));
}

#[test]
fn a_name_flush_right_goes_on_in_the_last_cell_of_a_row() {
    let right = |sheet: Sheet, baseline: f32, text: &str| sheet.text(0, 500.0 - 5.0 * text.len() as f32, baseline, text);
    let row = |baseline: f32, name: [&str; 2]| {
        let sheet = right(Sheet::new(1), 60.0, "Example of a far longer office");
        let sheet = sheet.bold(0, 40.0, baseline, "Baker").text(0, 40.0, baseline + 15.0, "2014 – 2016");
        right(right(sheet, baseline, name[0]), baseline + 15.0, name[1]).read()
    };
    assert_eq!(row(100.0, ["Bakery of the whole of", "Grandmothers"])[1], "Baker | Bakery of the whole of Grandmothers");
    assert_eq!(row(100.0, ["Example Bakery", "Sons"])[1], "Baker | Example Bakery | Sons");
}
