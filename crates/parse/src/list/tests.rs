//! Lists, from bytes to the profile.

use vitae_model::Language;

use crate::{ParseOptions, Scratch, extract};

/// The languages of a plain text with `head` below the name and `below` at its end, each with its level.
fn languages(head: &str, below: &str) -> Vec<String> {
    let text = format!(
        "John Carter\nLeeds, UK\njohn.carter@example.com\n{head}\n\nEXPERIENCE\n\nAccountant, Delta Ltd, Leeds\n2016 – 2020\n\n\
         EDUCATION\n\nBSc Accounting, University of Leeds\n2013 – 2016\n\n{below}\n"
    );
    let extraction = extract("cv.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
    let told = |one: Language| format!("{} {}", one.language.unwrap_or_default(), one.fluency.unwrap_or_default()).trim().to_owned();
    extraction.profile.expect("it is a résumé").languages.into_iter().map(told).collect()
}

#[test]
fn languages_among_contact_data_are_languages() {
    for (head, expected) in [
        ("Deutsch (Muttersprache), Englisch (C1)", &["Deutsch Muttersprache", "Englisch C1"][..]),
        ("français, anglais, espagnol", &["français", "anglais", "espagnol"]),
        ("Languages: English and German", &["English", "German"]),
        ("Sprachen: Deutsch", &["Deutsch"]),
        ("English • Polish • French", &["English", "Polish", "French"]),
        ("English ★★★★☆, German ★★☆☆☆", &["English ★★★★☆", "German ★★☆☆☆"]),
        // One alone may be a nationality, and what more is said makes it something else.
        ("English", &[]),
        ("Translator of English, German and French novels", &[]),
    ] {
        assert_eq!(languages(head, ""), expected, "{head}");
    }
}

#[test]
fn levels_belong_to_all_languages_that_are_told_with_them() {
    for (below, expected) in [
        ("Conversational German and French", &["German Conversational", "French Conversational"][..]),
        ("English and German", &["English", "German"]),
        ("Francouzština●●●○○\nNěmčina●○○○○", &["Francouzština ●●●○○", "Němčina ●○○○○"]),
        ("English\nGerman\nFrench\nnative\nC1\nA2", &["English native", "German C1", "French A2"]),
        ("English\nnative\nGerman\nC1", &["English native", "German C1"]),
    ] {
        assert_eq!(languages("", &format!("LANGUAGES\n{below}")), expected, "{below}");
    }
}

#[test]
fn a_name_and_its_level_head_the_skills_below() {
    for (below, expected) in [
        ("Office — intermediate\nExcel, Word\nTrades — advanced\nWelding, Carpentry", "Excel Word Welding Carpentry"),
        ("Tools – Excel, Word\nTrades – Welding • Carpentry", "Excel Word Welding Carpentry"),
        ("Tools:\nExcel, Word\nTrades: Welding,\nCarpentry", "Excel Word Welding Carpentry"),
        ("------\nExcel, Word", "Excel Word"),
        // A level each, and nothing that is headed.
        ("Excel — intermediate\nWord — advanced", "Excel Word"),
    ] {
        let text = format!(
            "John Carter\nLeeds, UK\njohn.carter@example.com\n\nEXPERIENCE\n\nAccountant, Delta Ltd, Leeds\n2016 – 2020\n\nSKILLS\n\n{below}\n"
        );
        let extraction = extract("cv.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
        let skills = extraction.profile.expect("it is a résumé").skills.into_iter();
        let told: Vec<String> =
            skills.flat_map(|skill| if skill.keywords.is_empty() { skill.name.into_iter().collect() } else { skill.keywords }).collect();
        assert_eq!(told.join(" "), expected, "{below}");
    }
}

#[test]
fn items_that_the_end_of_a_line_breaks_are_one() {
    let text = "Jane Doe\njane@example.com\n\nSKILLS\nMenu costing; Scheduling; Temperature\nlogs; Butchery; Bread\n";
    let extraction = extract("cv.txt", text.as_bytes(), &ParseOptions::default(), &mut Scratch::default());
    let skills = extraction.profile.expect("it is a résumé").skills;
    let told: Vec<String> = skills.into_iter().flat_map(|skill| skill.keywords.into_iter().chain(skill.name)).collect();
    assert!(told.iter().any(|skill| skill == "Temperature logs"), "{told:?}");
}
