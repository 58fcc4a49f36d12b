//! `vitae explain`: the evidence between two records, in bits.

use serde_json::Value;

use crate::{folder, text, vitae};

const RESUMES: [(&str, &str); 2] = [
    (
        "one.txt",
        "Jane Beispiel\njane.beispiel@example.org\n+1 617 555 0143\nBoston, MA\n\nExperience\n\nSoftware Engineer, Acme Robotics\nJanuary 2019 - present\n- Built the planner of the arm\n\nEducation\n\nBSc Computer Science, University of Testville, 2012\n\nSkills\n\nRust, SQL, Git\n",
    ),
    (
        "other.txt",
        "Jane Beispiel\njane.beispiel@example.org\n\nExperience\n\nSenior Software Engineer, Acme Robotics\nJanuary 2019 - present\n- Leads the planner of the arm\n\nSkills\n\nRust, Python\n",
    ),
];

#[test]
fn the_bits_of_two_records_add_up_and_can_be_drawn() {
    let home = folder();
    for (name, words) in RESUMES {
        std::fs::write(home.path().join(name), words).expect("the folder takes it");
    }
    let out = home.path().join("out.jsonl");
    let files = RESUMES.map(|(name, _)| home.path().join(name));
    let ran = vitae(home.path(), &["enrich", text(&files[0]), text(&files[1]), "--out", text(&out)]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let lines = std::fs::read_to_string(&out).expect("the lines were written");
    let records: Vec<String> = lines
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("one object a line")["record"].as_str().expect("a record").to_owned())
        .collect();

    let picture = home.path().join("why.svg");
    let told = vitae(home.path(), &["explain", &records[0], &records[1], "--json", "--svg", text(&picture)]);
    let told = told.lines().remove(0);
    let parts = told["contributions"].as_array().expect("a list");
    let sum: f64 = parts.iter().filter_map(|part| part["bits"].as_f64()).sum();
    assert!((sum - told["bits"].as_f64().expect("a number")).abs() < 0.01, "{told}");
    assert!(parts.iter().any(|part| part["field"] == "email" && part["level"] == "exact" && part["bits"].as_f64() > Some(5.0)), "{told}");
    assert_eq!((parts[0]["field"].as_str(), told["decision"].as_str()), (Some("prior"), Some("same")));
    let drawn = std::fs::read_to_string(&picture).expect("the picture was written");
    assert!(drawn.starts_with("<svg ") && drawn.trim_end().ends_with("</svg>") && drawn.matches("<rect").count() == parts.len());

    let read = vitae(home.path(), &["explain", &records[1], &records[0]]);
    assert!(read.status == 0 && read.stdout.contains("email") && read.stdout.contains("the same person"), "{read:?}");
    vitae(home.path(), &["explain", &records[0], &records[0]]).failed_with("nothing is left to compare");
    vitae(home.path(), &["explain", &records[0], "nobody"]).failed_with("neither a person nor a record nobody");
}
