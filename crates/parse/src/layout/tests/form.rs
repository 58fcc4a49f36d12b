//! Forms: captions and what they announce, row by row.

use super::Sheet;

/// `sheet` with rows of a bold caption and a value, 14 points apart.
fn rows(sheet: Sheet, top: f32, rows: &[(&str, &str)]) -> Sheet {
    (0_u8..).zip(rows).fold(sheet, |sheet, (at, (caption, value))| {
        let baseline = top + 14.0 * f32::from(at);
        let sheet = sheet.bold(0, 40.0, baseline, caption);
        if value.is_empty() { sheet } else { sheet.text(0, 160.0, baseline, value) }
    })
}

#[test]
fn captions_with_colons_of_their_own_stay_apart() {
    let sheet = rows(
        Sheet::new(1),
        100.0,
        &[
            ("Company:", "Oakfield Bakery Ltd"),
            ("From:", "05/2016"),
            ("To:", "02/2021"),
            ("Company:", "Elm Street Bakery Ltd"),
            ("From:", "02/2012"),
            ("To:", "04/2016"),
        ],
    );
    let read = sheet.read();
    for expected in ["From: | 05/2016", "To: | 02/2021", "To: | 04/2016"] {
        assert!(read.contains(&expected.to_owned()), "{read:?}");
    }
}

#[test]
fn captions_of_entries_that_begin_on_a_page_part_no_columns() {
    let sheet = rows(
        Sheet::new(1).bold(0, 40.0, 80.0, "Education 1"),
        96.0,
        &[
            ("School or University:", "Oakfield Polytechnic"),
            ("Degree:", "Bachelor of Applied Science"),
            ("Field of Study:", "Social Work"),
        ],
    );
    let read = sheet.read();
    assert!(read.contains(&"Degree: | Bachelor of Applied Science".to_owned()), "{read:?}");
}

#[test]
fn an_outer_item_stays_one_however_little_the_inner_ones_are_set_in() {
    let sheet = Sheet::new(1)
        .text(0, 49.0, 100.0, "* Clerk at Oakfield Bakery Ltd")
        .text(0, 60.0, 112.0, "- Ran a crew of eight in two shops.")
        .text(0, 49.0, 136.0, "* Baker at Elm Street Bakery Ltd")
        .text(0, 60.0, 148.0, "- Baked rolls for the night shift.");
    let layout = sheet.layout();
    let levels: Vec<Option<u8>> = layout.lines.iter().map(|line| line.bullet).collect();
    assert_eq!(levels, [Some(0), Some(1), Some(0), Some(1)]);
}
