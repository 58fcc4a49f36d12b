//! Studies: school, degree, subject, grade, courses.

use std::ops::Range;

use vitae_document::Span;
use vitae_model::{Education, Isced};

use super::degree::divided;
use super::role::{fold_initials, prefix_degree};
use super::template::Role;
use super::{Entry, Value, body, subject, work};
use crate::evidence::{Builder, Part, Path, joined, shown};
use crate::lent::Lent;
use crate::lexicon::{self, fold, words};

/// A text and where it was read.
type Found = Option<(String, Span)>;

/// Appends a study; a double degree of two schools as a study at each.
pub(super) fn fill(builder: &mut Builder<'_>, entry: &mut Entry<'_>) {
    let Some(schools) = two_schools(builder, entry) else { return append(builder, entry) };
    let kept = entry.values.clone();
    let [first, second] = schools;
    // A place behind the schools is the second one's.
    entry.values.retain(|value| value.role != Role::Place || value.span.start < first.span.start);
    entry.put(first);
    append(builder, entry);
    entry.values.clone_from(&kept);
    entry.strangers.clear();
    entry.body.clear();
    entry.put(second);
    append(builder, entry);
}

/// The two schools that the value for the school names, where both are schools of one degree: "HEC Paris and Bocconi University".
fn two_schools(builder: &Builder<'_>, entry: &Entry<'_>) -> Option<[Value; 2]> {
    const DOUBLE: &[&str] =
        &["double", "dual", "joint", "doppel", "doble", "dubbel", "dobbelt", "doppia", "dupla", "podwojny", "binational"];
    let school = entry.values.iter().find(|value| value.role == Role::Institution)?;
    let (first, second) = parted(&school.text)?;
    let mut degree = entry.values.iter().filter(|value| matches!(value.role, Role::Degree | Role::Area));
    let names_two = |text: &str| fold(text).split(' ').any(|word| DOUBLE.iter().any(|known| word.starts_with(known)));
    let is_double = degree.any(|value| names_two(&value.text));
    let is_school = |text: &str| {
        let folded = fold(text.split(',').next().unwrap_or(text));
        lexicon::phrase(&folded).university_country().is_some()
            || is_double && super::role::scores(text, &mut Lent::default()).institution > 0.6
    };
    let is_plain = builder.layout().slice(school.span) == school.text;
    let part = |text: &str, from: usize| {
        let span = Span { start: school.span.start + from as u32, end: school.span.start + (from + text.len()) as u32 };
        Value { role: school.role, text: text.to_owned(), span: if is_plain { span } else { school.span }, confidence: school.confidence }
    };
    (is_school(first) && is_school(second)).then(|| [part(first, 0), part(second, school.text.len() - second.len())])
}

/// What stands before and behind the surest word for "and" that stands between others of `text`, and of those alike the first.
fn parted(text: &str) -> Option<(&str, &str)> {
    let mut from = 0;
    let places = words(text).filter_map(|word| {
        let to = from + word.len();
        let start = std::mem::replace(&mut from, to + 1);
        let rank = lexicon::AND.iter().chain(lexicon::AND_MARKS).position(|joint| *joint == word)?;
        (start > 0 && to < text.len()).then_some((rank, start, to))
    });
    let (_, start, to) = places.min_by_key(|(rank, ..)| *rank)?;
    Some((&text[..start - 1], &text[to + 1..]))
}

/// Divides the grade from the value that it stands behind, where no value of its own is one: "University of Leeds, First Class."
fn part_grade(builder: &Builder<'_>, entry: &mut Entry<'_>) {
    if entry.values.iter().any(|value| value.role == Role::Grade) {
        return;
    }
    let graded = entry.values.iter_mut().find_map(|value| {
        let is_parted = matches!(value.role, Role::Institution | Role::Area | Role::Degree);
        let (to, from) = grade_behind(&value.text).filter(|_| is_parted)?;
        let is_plain = builder.layout().slice(value.span) == value.text;
        let text = value.text[from..].trim_end_matches('.').to_owned();
        let start = value.span.start + from as u32;
        let span = if is_plain { Span { start, end: start + text.len() as u32 } } else { value.span };
        value.text.truncate(to);
        if is_plain {
            value.span.end = value.span.start + to as u32;
        }
        Some(Value { role: Role::Grade, text, span, confidence: value.confidence })
    });
    entry.values.extend(graded);
}

/// Where a text ends and the grade begins that stands behind its last comma, in bytes.
fn grade_behind(text: &str) -> Option<(usize, usize)> {
    let at = text.rfind(", ")?;
    let tail = text[at + 2..].trim_end_matches('.');
    let scores = super::role::scores(tail, &mut Lent::default());
    let is_grade = scores.grade > 0.6 && scores.grade > scores.institution.max(scores.area).max(scores.degree);
    (is_grade && at > 0).then_some((at, at + 2))
}

fn append(builder: &mut Builder<'_>, entry: &mut Entry<'_>) {
    part_grade(builder, entry);
    let index = builder.profile.education.len();
    let mut study = Education::default();
    let path = |field: &'static str| Path::entry(Part::Education, index, field);
    if let Some((text, span)) = entry.read(builder, Role::Institution, path("institution")) {
        study.institution_country = known(&text, |name| lexicon::phrase(name).university_country());
        if study.institution_country.is_some() {
            builder.mark(path("institutionCountry"), span, 0.8);
            study.institution_domain = known(&text, lexicon::domain).map(str::to_owned);
        }
        if study.institution_domain.is_some() {
            builder.mark(path("institutionDomain"), span, 0.8);
        }
        study.institution = Some(text);
    }
    let (degree, area) = degree_and_area(builder, entry);
    if let Some((_, span)) = &degree {
        builder.mark(path("studyType"), *span, entry.confidence(Role::Degree).max(0.5));
    }
    if let Some((_, span)) = &area {
        builder.mark(path("area"), *span, entry.confidence(Role::Area).max(0.5));
    }
    let placed = degree.as_ref().or(area.as_ref()).map(|(_, span)| *span);
    let text = |found: Option<(String, Span)>| found.map(|(text, _)| text);
    (study.study_type, study.area) = (text(degree), text(area));
    study.location = entry.read(builder, Role::Place, path("location")).map(|(text, _)| text);
    study.score = entry.read(builder, Role::Grade, path("score")).map(|(text, _)| text);
    let mut printed = Lent::<String>::default();
    for part in [&study.study_type, &study.area].into_iter().flatten() {
        if !printed.is_empty() {
            printed.push(' ');
        }
        printed.push_str(part);
    }
    study.level = level(&printed);
    if let (Some(_), Some(span)) = (study.level, placed) {
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
fn degree_and_area(builder: &Builder<'_>, entry: &mut Entry<'_>) -> (Found, Found) {
    part_place(builder, entry);
    let (degree, area) = (entry.value(Role::Degree).map(without_joint), entry.value(Role::Area).map(|area| bare(without_joint(area))));
    let area = area.or_else(|| announced_area(builder, entry));
    match (degree, area) {
        (Some((text, span)), None) => match divided(&text) {
            Some((degree, area)) => {
                // The same bytes in the layout's text, where the value stands there unbroken.
                let is_plain = builder.layout().slice(span) == text;
                let part = |Range { start, end }: Range<usize>| {
                    let span = if is_plain { Span { start: span.start + start as u32, end: span.start + end as u32 } } else { span };
                    Some((text[start..end].trim().to_owned(), span))
                };
                (part(degree), part(area))
            }
            None => (Some((text, span)), None),
        },
        both => both,
    }
}

/// Takes a subject that a word announces out of what belongs to no value.
fn announced_area(builder: &Builder<'_>, entry: &mut Entry<'_>) -> Found {
    let named = |span: &Span| subject::announced(builder.layout().slice(*span));
    let at = entry.strangers.iter().position(|span| named(span).is_some())?;
    let span = entry.strangers.remove(at);
    let name = subject::announced(builder.layout().slice(span))?;
    Some((joined(name), Span { start: span.end - name.len() as u32, ..span }))
}

/// Divides the town from the degree that it stands before, where no value of its own is one: "Kristiansand" above "Bachelor".
fn part_place(builder: &Builder<'_>, entry: &mut Entry<'_>) {
    const MOST_WORDS: usize = 3;
    if entry.values.iter().any(|value| value.role == Role::Place) {
        return;
    }
    let Some(degree) = entry.values.iter_mut().find(|value| value.role == Role::Degree) else { return };
    let opens = |text: &str| prefix_degree(&fold_initials(text)).is_some();
    let is_town = |name: &str| lexicon::city(&fold(name)).is_some_and(|city| city.thousands >= 15);
    let text = degree.text.as_str();
    let gaps = || text.match_indices(' ').map(|(at, _)| at).take(MOST_WORDS);
    if gaps().next().is_none() || opens(text) {
        return;
    }
    let Some(to) = gaps().find(|&at| opens(&text[at + 1..]) && is_town(&text[..at])) else { return };
    let is_plain = builder.layout().slice(degree.span).is_char_boundary(to + 1) && builder.layout().slice(degree.span).len() == text.len();
    let (place, rest) = (text[..to].to_owned(), text[to + 1..].to_owned());
    let mut span = degree.span;
    if is_plain {
        span.end = span.start + to as u32;
        degree.span.start += to as u32 + 1;
    }
    degree.text = rest;
    let confidence = degree.confidence;
    entry.values.push(Value { role: Role::Place, text: place, span, confidence });
}

/// Drops the "in" that some templates print where a degree or a subject is missing.
fn without_joint((mut text, mut span): (String, Span)) -> (String, Span) {
    if let Some(head) = [" in", " of", " en", " em"].iter().find_map(|joint| text.strip_suffix(joint)) {
        span.end = span.end.saturating_sub((text.len() - head.len()) as u32).max(span.start);
        text.truncate(head.len());
    }
    match text.strip_prefix("in ").or_else(|| text.strip_prefix("en ")) {
        Some(rest) => (rest.to_owned(), Span { start: span.start + (text.len() - rest.len()) as u32, end: span.end }),
        None => (text, span),
    }
}

/// A subject without the brackets around it and the word that announces it: "(Physics)", "obor Chemie".
fn bare((mut text, mut span): (String, Span)) -> (String, Span) {
    if let Some(head) = text.strip_suffix('.').filter(|head| ends_in_word(head)) {
        span.end = span.end.saturating_sub(1).max(span.start);
        text.truncate(head.len());
    }
    let inner = text.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).filter(|inner| !inner.contains(['(', ')']));
    let whole = inner.unwrap_or(&text);
    let named = subject::announced(whole).filter(|name| name.starts_with(char::is_uppercase));
    let Some(kept) = named.or(inner) else { return (text, span) };
    let start = span.start + text.find(kept).unwrap_or_default() as u32;
    (kept.to_owned(), Span { start: start.min(span.end), end: (start + kept.len() as u32).min(span.end) })
}

/// Whether the last word of `text` is none that somebody shortened: it is long, and no other word of `text` is.
fn ends_in_word(text: &str) -> bool {
    !text.contains('.') && text.rsplit(' ').next().is_some_and(|word| word.chars().filter(|symbol| symbol.is_lowercase()).count() > 4)
}

/// The level of the first degree that the words name; of several side by side, `B.Tech + M.Tech`, the highest.
fn level(printed: &str) -> Option<Isced> {
    let folded = fold_initials(printed);
    let starts = std::iter::once(0).chain(folded.match_indices(' ').map(|(at, _)| at + 1));
    let (start, n_words, mut level) =
        starts.filter_map(|start| prefix_degree(&folded[start..]).map(|(n_words, level)| (start, n_words, level))).next()?;
    let mut rest = behind(&folded[start..], n_words);
    while let Some((n_words, other)) = prefix_degree(without_joining_word(rest)).filter(|_| !rest.is_empty()) {
        level = level.max(other);
        rest = behind(without_joining_word(rest), n_words);
    }
    Isced::try_from(level).ok()
}

/// What stands in `folded` behind its first `n_words` words.
fn behind(folded: &str, n_words: usize) -> &str {
    folded.match_indices(' ').nth(n_words.saturating_sub(1)).map_or("", |(at, _)| &folded[at + 1..])
}

/// `folded` without a word at its begin that joins two degrees.
fn without_joining_word(folded: &str) -> &str {
    let joined = folded.split_once(' ').filter(|(word, _)| lexicon::AND.contains(word));
    joined.map_or(folded, |(_, rest)| rest)
}

/// What is `found` of the university that a printed name says: the whole of it, or what stands before a place.
fn known<T>(printed: &str, found: impl Fn(&str) -> Option<T>) -> Option<T> {
    let known = |name: &str| {
        let folded = fold(name);
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
        let text = shown(builder.layout().slice(span));
        if study.score.is_none() && super::role::scores(&text, &mut Lent::default()).grade > 0.6 && text.len() < 60 {
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
    fn grades_behind_a_comma_are_divided() {
        for (text, head, grade) in [
            ("Northbridge University, First Class.", "Northbridge University", "First Class."),
            ("Universität Kaltenbach, Note 1,7", "Universität Kaltenbach", "Note 1,7"),
            ("Physics, GPA 3.6/4.0", "Physics", "GPA 3.6/4.0"),
            ("Business, Economics, magna cum laude", "Business, Economics", "magna cum laude"),
        ] {
            let (to, from) = grade_behind(text).expect(text);
            assert_eq!((&text[..to], &text[from..]), (head, grade));
        }
        for text in ["University of California, Berkeley", "Politics, Philosophy", "Northbridge University, School of Law", "First Class"] {
            assert_eq!(grade_behind(text), None, "{text}");
        }
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
            let country = known(printed, |name| lexicon::phrase(name).university_country());
            assert_eq!(country.map(|code| code.to_string()).as_deref(), code, "{printed}");
        }
    }

    #[test]
    fn levels_are_read_from_the_degree() {
        assert_eq!(level("B.Sc. (Hons) Physics").map(Isced::number), Some(6));
        assert_eq!(level("Executive MBA").map(Isced::number), Some(7));
        assert_eq!(level("Abitur").map(Isced::number), Some(3));
        assert_eq!(level("something else"), None);
        for (printed, number) in [
            ("Dual Degree (B.Tech + M.Tech)", 7),
            ("BSc and MSc Physics", 7),
            ("Bachelor of Science in Nursing", 6),
            ("Eidg. Fachausweis Treuhand", 6),
            ("Brevet fédéral", 6),
            ("Dipl. Techniker HF (Maschinenbau)", 6),
            ("Egyetemi diploma (Jogász)", 7),
            ("YEAR 10 (SCHOOL CERTIFICATE)", 2),
            ("Dipl.-Ing. (FH)", 6),
            ("Dipl.-Ing. (Elektrotechnik)", 7),
            ("MA (Hons) History", 6),
            ("Cand.merc. (Finansiering)", 7),
            ("Graduado Escolar", 2),
            ("Curso de Especialização Tecnológica", 4),
            ("West African Senior School Certificate", 3),
            ("First School Leaving Certificate", 1),
            ("Diplôme d'État d'infirmier", 6),
            ("lic. iur.", 7),
            ("9.º ano", 2),
            ("Geprüfter Bilanzbuchhalter", 6),
            ("Lähihoitaja", 3),
            ("Licenza media", 2),
        ] {
            assert_eq!(level(printed).map(Isced::number), Some(number), "{printed}");
        }
    }
}
