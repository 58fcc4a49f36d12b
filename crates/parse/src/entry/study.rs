//! Studies: school, degree, subject, grade, courses.

use vitae_document::Span;
use vitae_model::{CountryCode, Education, Isced};

use super::role::{fold_initials, prefix_degree};
use super::template::Role;
use super::{Entry, body, work};
use crate::evidence::{Builder, Part, Path, joined};
use crate::lexicon::{self, fold};

/// A text and where it was read.
type Value = Option<(String, Span)>;

/// Appends a study.
pub(super) fn fill(builder: &mut Builder<'_>, entry: &mut Entry<'_>) {
    let index = builder.profile.education.len();
    let mut study = Education::default();
    let path = |field: &'static str| Path::entry(Part::Education, index, field);
    if let Some((text, span)) = entry.read(builder, Role::Institution, path("institution")) {
        study.institution_country = country(&text);
        if study.institution_country.is_some() {
            builder.mark(path("institutionCountry"), span, 0.8);
        }
        study.institution = Some(text);
    }
    let (degree, area) = degree_and_area(builder, entry);
    if let Some((text, span)) = &degree {
        builder.mark(path("studyType"), *span, entry.confidence(Role::Degree).max(0.5));
        study.study_type = Some(text.clone());
    }
    if let Some((text, span)) = &area {
        builder.mark(path("area"), *span, entry.confidence(Role::Area).max(0.5));
        study.area = Some(text.clone());
    }
    study.location = entry.read(builder, Role::Place, path("location")).map(|(text, _)| text);
    study.score = entry.read(builder, Role::Grade, path("score")).map(|(text, _)| text);
    let printed = [&study.study_type, &study.area].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    study.level = level(&printed);
    if let (Some(_), Some((_, span))) = (study.level, degree.or(area)) {
        builder.mark(path("level"), span, 0.8);
    }
    (study.start_date, study.end_date, study.current) = work::dates(builder, entry, Part::Education, index);
    remainder(builder, entry, index, &mut study);
    if study.institution.is_none() && study.study_type.is_none() && study.area.is_none() {
        return;
    }
    builder.profile.education.push(study);
}

/// Degree and subject; where one bit holds both, they are divided.
fn degree_and_area(builder: &Builder<'_>, entry: &mut Entry<'_>) -> (Value, Value) {
    let (degree, area) = (entry.value(Role::Degree).map(without_joint), entry.value(Role::Area).map(without_joint));
    match (degree, area) {
        (Some((text, span)), None) => match divide(&text) {
            Some((to, from)) => {
                // The same bytes in the layout's text, where the value stands there unbroken.
                let is_plain = builder.layout().slice(span) == text;
                let part = |from: usize, to: usize| {
                    if is_plain { Span { start: span.start + from as u32, end: span.start + to as u32 } } else { span }
                };
                (Some((text[..to].trim().to_owned(), part(0, to))), Some((text[from..].trim().to_owned(), part(from, text.len()))))
            }
            None => (Some((text, span)), None),
        },
        both => both,
    }
}

/// Drops the "in" that some templates print where a degree or a subject is missing.
fn without_joint((text, span): (String, Span)) -> (String, Span) {
    match text.strip_prefix("in ").or_else(|| text.strip_prefix("en ")) {
        Some(rest) => (rest.to_owned(), Span { start: span.start + (text.len() - rest.len()) as u32, end: span.end }),
        None => (text, span),
    }
}

/// Where a degree ends and its subject begins, in bytes: "BSc (Hons) in Accounting", "Master of Science, Physics".
fn divide(text: &str) -> Option<(usize, usize)> {
    const JOINTS: &[&str] = &[
        " in ",
        " en ",
        " für ",
        " of ",
        " de ",
        " em ",
        " w ",
        ", ",
        ": ",
        " – ",
        " - ",
        " — ",
        " i ",
        " inom ",
        " på ",
        "; ",
        " à ",
        " mention ",
        " spécialité ",
    ];
    let bytes = text.as_bytes();
    // The first joint that parts the two decides; every one of them begins with one of these bytes.
    let starts = (0..bytes.len()).filter(|at| matches!(bytes[*at], b' ' | b',' | b':' | b';'));
    let mut found = starts.filter_map(|at| {
        let joint = JOINTS.iter().find(|joint| bytes[at..].starts_with(joint.as_bytes()))?;
        Some((at, at + joint.len()))
    });
    let whole = std::cell::OnceCell::new();
    let parts = |&(at, behind): &(usize, usize)| {
        let head = fold_initials(&text[..at]);
        let is_degree = prefix_degree(&head).is_some_and(|(n_words, _)| n_words + 2 >= head.split(' ').count());
        let goes_on = || {
            let known = *whole.get_or_init(|| prefix_degree(&fold_initials(text)).map(|(n_words, _)| n_words));
            known.is_some_and(|n_words| fold_initials(&text[..behind]).split(' ').count() < n_words)
        };
        is_degree && !goes_on()
    };
    found.find(parts).filter(|(_, from)| text[*from..].chars().any(char::is_alphabetic))
}

/// The level of the first degree that the words name.
fn level(printed: &str) -> Option<Isced> {
    let folded = fold_initials(printed);
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    starts.filter_map(|start| prefix_degree(&folded[start..])).next().and_then(|(_, level)| Isced::try_from(level).ok())
}

/// The country of the university that a printed name says: the whole of it, or what stands before a place.
fn country(printed: &str) -> Option<CountryCode> {
    let known = |name: &str| {
        let folded = fold(name);
        let found = |name: &str| lexicon::phrase(name).university_country();
        found(&folded).or_else(|| found(folded.strip_prefix("the ")?))
    };
    known(printed).or_else(|| known(printed.split_once([',', '(', '|'])?.0))
}

/// Grades, courses and prose in the lines below.
fn remainder(builder: &mut Builder<'_>, entry: &mut Entry<'_>, index: usize, study: &mut Education) {
    let found = body::gather(builder, entry);
    let mut rest = std::mem::take(&mut entry.strangers);
    if study.score.is_some() {
        rest.retain(|span| !announces_grade(builder.layout().slice(*span)));
    }
    for span in found.prose.iter().chain(&found.items).copied() {
        let text = joined(builder.layout().slice(span));
        if study.score.is_none() && super::role::scores(&text, &mut String::new()).grade > 0.6 && text.len() < 60 {
            study.score = builder.read(Path::entry(Part::Education, index, "score"), span, 0.8);
        } else if let Some(at) = course_list(&text) {
            let list = Span { start: span.start + at as u32, end: span.end };
            for course in text[at..].split([',', ';']).map(str::trim).filter(|course| !course.is_empty()) {
                builder.mark(Path::item(Part::Education, index, "courses", study.courses.len()), list, 0.7);
                study.courses.push(course.to_owned());
            }
        } else {
            rest.push(span);
        }
    }
    study.summary = work::summary(builder, Part::Education, index, &rest);
    // Handed back for the next entry.
    (entry.strangers, entry.found) = (rest, found);
}

/// Whether a text is no more than what announces a grade: "GPA:", "Note".
fn announces_grade(text: &str) -> bool {
    let folded = fold(text);
    let is_label = !folded.is_empty() && folded.split(' ').all(|part| lexicon::word(part).announces_grade());
    // "cum laude" announces one and is one.
    is_label && !lexicon::phrase(&folded).is_grade()
}

/// Where the list begins behind "Relevant coursework:".
fn course_list(text: &str) -> Option<usize> {
    let (head, _) = text.split_once(':')?;
    let folded = fold(head);
    let names = [
        "coursework",
        "courses",
        "modules",
        "kurse",
        "cours",
        "asignaturas",
        "corsi",
        "vakken",
        "przedmioty",
        "disciplinas",
        "schwerpunkte",
        "esami",
    ];
    let is_list = folded.split(' ').count() <= 4 && folded.split(' ').any(|word| names.contains(&word));
    let at = head.len() + 1;
    is_list.then(|| at + text[at..].len() - text[at..].trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_subjects_are_divided() {
        for (text, degree, area) in [
            ("BSc (Hons) in Accounting and Finance", "BSc (Hons)", "Accounting and Finance"),
            ("Bachelor of Science in Physics", "Bachelor of Science", "Physics"),
            ("PGDM in Human Resource Management", "PGDM", "Human Resource Management"),
            ("Licenciatura en Biología", "Licenciatura", "Biología"),
            ("B.Sc., Computer Science", "B.Sc.", "Computer Science"),
        ] {
            let (to, from) = divide(text).expect("there are two parts");
            assert_eq!((&text[..to], &text[from..]), (degree, area));
        }
        assert_eq!(divide("High School Diploma"), None);
    }

    #[test]
    fn labels_of_grades_are_told_from_grades() {
        assert!(["GPA:", "Note", "Notendurchschnitt:"].into_iter().all(announces_grade));
        assert!(!announces_grade("GPA: 3.8") && !announces_grade("cum laude") && !announces_grade(""));
    }

    #[test]
    fn universities_say_their_country() {
        for (printed, code) in [
            ("University of Leeds", Some("GB")),
            ("The University of Leeds", Some("GB")),
            ("Marquette University, Milwaukee", Some("US")),
            ("Acme Night School", None),
            // In New Zealand and in the United States.
            ("Lincoln University", None),
            ("", None),
        ] {
            assert_eq!(country(printed).map(|code| code.to_string()).as_deref(), code, "{printed}");
        }
    }

    #[test]
    fn levels_are_read_from_the_degree() {
        assert_eq!(level("B.Sc. (Hons) Physics").map(Isced::number), Some(6));
        assert_eq!(level("Executive MBA").map(Isced::number), Some(7));
        assert_eq!(level("Abitur").map(Isced::number), Some(3));
        assert_eq!(level("something else"), None);
    }
}
