//! Lines in the dress of headings that are none.

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
