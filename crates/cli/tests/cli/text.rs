//! `vitae text`: what was read, as lines and as a drawing.

use crate::{Ran, folder, text, vitae};

/// Two pages: a form feed ends the first. The link and the mark-up characters must not reach the drawing as mark-up.
const RESUME: &str = "Jane Doe\n<script>alert(1)</script> & more\n\u{c}Publications\n\u{1b}[2Jcleared\n";

fn text_of(arguments: &[&str]) -> Ran {
    let home = folder();
    let file = home.path().join("resume.txt");
    std::fs::write(&file, RESUME).expect("can be written");
    let mut all = vec!["text", text(&file)];
    all.extend(arguments);
    vitae(home.path(), &all)
}

#[test]
fn runs_are_printed_with_and_without_their_places() {
    let plain = text_of(&[]);
    assert_eq!(plain.status, 0, "{plain:?}");
    assert!(plain.stdout.starts_with("Jane Doe\n<script>alert(1)</script> & more\n"), "{}", plain.stdout);
    let boxes = text_of(&["--boxes"]);
    assert_eq!(boxes.stdout.lines().count(), plain.stdout.lines().count());
    let first = boxes.stdout.lines().next().unwrap_or_default();
    let columns: Vec<&str> = first.split_whitespace().collect();
    assert_eq!((columns[0], &columns[columns.len() - 2..]), ("1", &["Jane", "Doe"][..]), "{first}");
    let [left, top, right, bottom] = [1, 2, 3, 4].map(|column| columns[column].parse::<f32>().expect("is a number"));
    assert!(left < right && top < bottom, "{first}");
}

#[test]
fn the_drawing_is_one_well_formed_svg_that_runs_nothing() {
    let drawing = text_of(&["--svg"]);
    assert_eq!(drawing.status, 0, "{drawing:?}");
    let svg = &drawing.stdout;
    assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>\n"), "{svg}");
    assert!(svg.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more</text>") && !svg.contains("<script"), "{svg}");
    assert!(!svg.contains('\u{1b}'), "a control character is no XML");
    for tag in ["svg", "text", "title"] {
        assert_eq!(svg.matches(&format!("<{tag}")).count(), svg.matches(&format!("</{tag}>")).count(), "{tag}");
    }
}

#[test]
fn one_page_can_be_asked_for() {
    let all = text_of(&[]).stdout;
    let pages = [text_of(&["--page", "1"]).stdout, text_of(&["--page", "2"]).stdout];
    assert_eq!(pages.concat(), all);
    assert!(pages[1].starts_with("Publications\n"), "{}", pages[1]);
    let drawn = text_of(&["--svg", "--page", "2"]).stdout;
    assert!(drawn.contains("Publications</text>") && !drawn.contains("Jane Doe"), "{drawn}");
    text_of(&["--svg", "--page", "3"]).failed_with("no page 3: 2 pages of");
}

#[test]
fn what_cannot_be_read_is_told() {
    let home = folder();
    let file = home.path().join("broken.pdf");
    std::fs::write(&file, "%PDF-1.7\nnothing").expect("can be written");
    for arguments in [&["text"][..], &["text", "--svg"], &["text", "--boxes", "--page", "2"]] {
        let ran = vitae(home.path(), &[arguments, &[text(&file)]].concat());
        ran.failed_with("(damaged)");
        assert_eq!(ran.stdout, "", "{arguments:?}");
    }
}
