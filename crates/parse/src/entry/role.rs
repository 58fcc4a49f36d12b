//! What a few words may be in an entry: title, employer, place, school, degree, subject, grade.

use crate::lexicon::{self, Class, Word, fold, word};

/// How much a stretch of text looks like each part of an entry; 0 says nothing, 3 is sure, negative speaks against it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Scores {
    pub(crate) title: f32,
    pub(crate) employer: f32,
    pub(crate) place: f32,
    pub(crate) institution: f32,
    pub(crate) degree: f32,
    pub(crate) area: f32,
    pub(crate) grade: f32,
}

/// What is known of the words of a text.
struct Facts {
    n_words: usize,
    title: u8,
    first_title: u8,
    last_title: u8,
    organisation: u8,
    legal: u8,
    institution: u8,
    degree: u8,
    place: u8,
    modifier: u8,
    occupations: f32,
    skills: f32,
    universities: f32,
    unknown: usize,
    lower_start: bool,
    digits: usize,
}

/// Scores `text` by its words alone.
pub(crate) fn scores(text: &str) -> Scores {
    let folded = fold_initials(text);
    let facts = facts(text, &folded);
    if facts.n_words == 0 {
        return Scores::default();
    }
    let place = place_of(text, &folded, &facts);
    let degree = degree_of(text, &folded, &facts);
    let grade = grade_of(text, &folded, &facts);
    Scores {
        title: title_of(&folded, &facts) - place.max(0.0) * 0.5 - grade.max(0.0) * 0.3,
        employer: employer_of(text, &facts) - place.max(0.0) * 0.35 - grade.max(0.0) * 0.5,
        place,
        institution: institution_of(&folded, &facts) - grade.max(0.0) * 0.5,
        degree,
        area: area_of(&facts) - place.max(0.0) * 0.3 - grade.max(0.0) * 0.5,
        grade,
    }
}

/// Folds `text` with dotted initials as one word: `B.Sc.` and `BSc`, `S.p.A.` and `SpA` are the same.
pub(crate) fn fold_initials(text: &str) -> String {
    if text.contains("o-op") || text.contains("O-OP") {
        return fold(&text.replace("o-op", "oop").replace("O-OP", "OOP"));
    }
    let mut joined = String::with_capacity(text.len());
    let mut symbols = text.chars().peekable();
    let mut before = ' ';
    while let Some(symbol) = symbols.next() {
        let is_inner_stop = symbol == '.' && before.is_alphabetic() && symbols.peek().is_some_and(|next| next.is_alphabetic());
        if !is_inner_stop {
            joined.push(symbol);
        }
        before = symbol;
    }
    fold(&joined)
}

fn facts(text: &str, folded: &str) -> Facts {
    let words: Vec<Word> = folded.split(' ').filter(|word| !word.is_empty()).map(word).collect();
    let n_words = words.len();
    let most = |class: Class| words.iter().map(|word| word.cue(class)).max().unwrap_or(0);
    let mean = |count: fn(Word) -> u8| words.iter().map(|word| f32::from(count(*word))).sum::<f32>() / n_words.max(1) as f32;
    let cue = |word: Option<&Word>| word.map_or(0, |word| word.cue(Class::Title));
    let is_known =
        |word: &Word| word.in_occupations() > 0 || word.in_skills() > 0 || word.cue(Class::Title) > 0 || word.cue(Class::Degree) > 0;
    Facts {
        n_words,
        title: most(Class::Title),
        first_title: cue(words.first()),
        last_title: cue(words.last()),
        organisation: most(Class::Organisation),
        legal: words.iter().skip(1).map(|word| word.cue(Class::Legal)).max().unwrap_or(0),
        institution: most(Class::Institution),
        degree: most(Class::Degree),
        place: most(Class::Place),
        modifier: most(Class::Modifier),
        occupations: mean(Word::in_occupations),
        skills: mean(Word::in_skills),
        universities: mean(Word::in_universities),
        unknown: words.iter().filter(|word| !is_known(word)).count(),
        lower_start: text.chars().find(|symbol| symbol.is_alphabetic()).is_some_and(char::is_lowercase),
        digits: text.bytes().filter(u8::is_ascii_digit).count(),
    }
}

fn title_of(folded: &str, facts: &Facts) -> f32 {
    let mut score = match facts.title {
        0 => -0.6,
        1 | 2 => 0.9,
        _ => 2.0,
    };
    // The head of a title is its last word (English, German) or its first (Romance, Slavic).
    score += if facts.first_title.max(facts.last_title) >= 3 { 0.6 } else { 0.0 };
    score += (facts.occupations * 0.12).min(0.9) - 0.3;
    score += if facts.modifier > 0 { 0.3 } else { 0.0 };
    score += if lexicon::is_occupation(folded) { 0.8 } else { 0.0 };
    score -= if facts.legal >= 4 { 2.0 } else { 0.0 };
    score -= if facts.organisation >= 3 && facts.title < 3 { 0.8 } else { 0.0 };
    score -= if facts.institution >= 4 && facts.title < 3 { 0.8 } else { 0.0 };
    score - if facts.n_words > 12 { 1.0 } else { 0.0 }
}

fn employer_of(text: &str, facts: &Facts) -> f32 {
    let mut score: f32 = match facts.organisation {
        0 => 0.0,
        1 | 2 => 0.6,
        _ => 1.2,
    };
    score += if facts.legal >= 4 { 2.2 } else { 0.0 };
    score += if facts.institution >= 4 { 1.0 } else { 0.0 };
    score += 0.9 * facts.unknown as f32 / facts.n_words as f32;
    score += if text.contains('&') { 0.4 } else { 0.0 };
    score -= match facts.title {
        3.. => 1.4,
        2 => 0.7,
        _ => 0.0,
    };
    score -= if facts.lower_start { 0.8 } else { 0.0 };
    score -= if facts.n_words > 9 { 0.8 } else { 0.0 };
    score - if facts.digits > 4 { 0.8 } else { 0.0 }
}

fn place_of(text: &str, folded: &str, facts: &Facts) -> f32 {
    let trimmed = text.trim();
    let is_code = trimmed.len() == 2 && trimmed.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code && facts.title == 0 {
        // Two capitals are a state more often than a country, and as often something else.
        if lexicon::state(trimmed).is_some() {
            return 2.5;
        }
        if vitae_model::CountryCode::parse(trimmed).is_ok() {
            return 1.2;
        }
    }
    let base = |folded: &str| -> f32 {
        if lexicon::country(folded).is_some() || lexicon::region(folded).is_some() {
            return 2.6;
        }
        match lexicon::city(folded) {
            Some(city) if city.thousands >= 100 => 2.4,
            Some(city) if city.thousands >= 30 => 2.0,
            Some(_) => 1.6,
            None => -1.0,
        }
    };
    let mut score = base(folded);
    if score < 0.0 {
        // "Berlin (remote)", "Garching bei München", "Buenos Aires / remoto".
        let best = parts_of(folded).filter(|part| is_small(folded, part)).map(base).fold(-1.0_f32, f32::max);
        score = if best > 0.0 && facts.n_words <= 5 { best * 0.45 } else { score };
    }
    let begins_placed = folded.split(' ').next().is_some_and(|first| word(first).cue(Class::Place) >= 3);
    if facts.place >= 3 && (facts.n_words <= 2 || begins_placed && facts.n_words <= 4) {
        score = score.max(2.2);
    } else if facts.place == 2 {
        score += 0.5;
    }
    score -= if facts.title >= 3 { 1.5 } else { 0.0 };
    score -= if facts.legal >= 4 || facts.organisation >= 3 || facts.institution >= 4 { 1.2 } else { 0.0 };
    score - if facts.lower_start && facts.place == 0 { 0.6 } else { 0.0 }
}

/// Whether little is left of `whole` beside `part`.
fn is_small(whole: &str, part: &str) -> bool {
    let rest = whole.split(' ').count() - part.split(' ').count();
    rest <= 1
        || rest == 2
            && [" bei ", " b ", " am ", " im ", " sur ", " en ", " de ", " del ", " upon ", " of "]
                .iter()
                .any(|joint| whole.contains(joint))
}

/// The beginnings and the ends of a few words.
fn parts_of(folded: &str) -> impl Iterator<Item = &str> {
    let cuts = folded.match_indices(' ').map(|(at, _)| at);
    cuts.flat_map(move |at| [&folded[..at], &folded[at + 1..]])
}

fn institution_of(folded: &str, facts: &Facts) -> f32 {
    let mut score = match facts.institution {
        0 => -0.4,
        1..=3 => 1.4,
        _ => 2.4,
    };
    score += if lexicon::university_country(folded).is_some() { 1.0 } else { 0.0 };
    score += (facts.universities * 0.12).min(0.7);
    score += if facts.unknown * 2 > facts.n_words { 0.4 } else { 0.0 };
    score += if facts.organisation >= 3 { 0.4 } else { 0.0 };
    score -= if facts.degree >= 4 && facts.institution < 4 { 1.5 } else { 0.0 };
    score -= if lexicon::degree(folded).is_some() { 3.0 } else { 0.0 };
    score -= if facts.lower_start { 0.5 } else { 0.0 };
    score - if facts.n_words > 14 { 1.0 } else { 0.0 }
}

fn degree_of(text: &str, folded: &str, facts: &Facts) -> f32 {
    if lexicon::degree(folded).is_some() {
        return 3.0;
    }
    let starts = prefix_degree(folded).is_some();
    let mut score = match facts.degree {
        0 => -0.8,
        1..=3 => 1.0,
        _ => 1.6,
    };
    score += if starts { 1.0 } else { 0.0 };
    score += if text.contains("Dipl") || text.contains("B.") || text.contains("M.") { 0.3 } else { 0.0 };
    score -= if facts.institution >= 4 && !starts { 1.6 } else { 0.0 };
    score - if facts.legal >= 4 { 1.0 } else { 0.0 }
}

/// How many words at the beginning of `folded` name a degree, and its ISCED level.
pub(crate) fn prefix_degree(folded: &str) -> Option<(usize, u8)> {
    let words: Vec<&str> = folded.split(' ').take(6).collect();
    (1..=words.len()).rev().find_map(|n_words| lexicon::degree(&words[..n_words].join(" ")).map(|level| (n_words, level)))
}

fn area_of(facts: &Facts) -> f32 {
    let mut score = (facts.skills * 0.14).min(1.2) - 0.2;
    score -= if facts.institution >= 4 { 1.2 } else { 0.0 };
    score -= if facts.degree >= 4 { 0.6 } else { 0.0 };
    score -= if facts.legal >= 4 { 1.0 } else { 0.0 };
    score - if facts.digits > 2 { 0.6 } else { 0.0 }
}

/// Words that announce or make up a grade.
const GRADE_WORDS: &[&str] = &[
    "gpa",
    "cgpa",
    "cpi",
    "qpi",
    "sgpa",
    "grade",
    "grades",
    "note",
    "notendurchschnitt",
    "abschlussnote",
    "gesamtnote",
    "mention",
    "moyenne",
    "promedio",
    "media",
    "nota",
    "notas",
    "calificacion",
    "votazione",
    "voto",
    "punteggio",
    "gemiddelde",
    "cijfer",
    "ocena",
    "srednia",
    "percentage",
    "marks",
    "score",
    "cum",
    "laude",
    "distinction",
    "merit",
    "honors",
    "honours",
    "valores",
    "betyg",
    "keskiarvo",
    "ortalama",
    "sehr",
    "gut",
    "befriedigend",
    "auszeichnung",
    "class",
    "cumulative",
    "upper",
    "lower",
    "pass",
    "passed",
    "dean",
    "summa",
    "magna",
    "lode",
    "sobresaliente",
    "notable",
    "matricula",
    "honorifica",
    "bien",
    "excellent",
    "outstanding",
    "erfolg",
    "felicitations",
    "distincao",
    "bestanden",
    "valedictorian",
    "top",
    "rank",
    "ranked",
    "division",
];

/// Grades as a whole.
const GRADES: &[&str] = &[
    "merit",
    "pass",
    "distinction",
    "with distinction",
    "first",
    "first class",
    "first class honours",
    "upper second",
    "second class upper",
    "honours",
    "with honours",
    "with honors",
    "dean s list",
    "cum laude",
    "magna cum laude",
    "summa cum laude",
    "outstanding",
    "excellent",
    "very good",
    "good",
    "sehr gut",
    "gut",
    "befriedigend",
    "mit auszeichnung",
    "ausgezeichnet",
    "mention bien",
    "mention tres bien",
    "mention assez bien",
    "grande distinction",
    "distinction",
    "avec distinction",
    "felicitations du jury",
    "sobresaliente",
    "notable",
    "matricula de honor",
    "mencion honorifica",
    "110 e lode",
    "passed without corrections",
    "first class honors",
    "pass with merit",
    "great distinction",
    "valedictorian",
    "bestanden",
    "credit",
    "high distinction",
];

fn grade_of(text: &str, folded: &str, facts: &Facts) -> f32 {
    if GRADES.contains(&folded) {
        return 3.0;
    }
    let counted = ["of", "out of", "sur", "von", "de", "di"].iter().any(|joint| folded.contains(&format!(" {joint} ")))
        && text.starts_with(|symbol: char| symbol.is_ascii_digit());
    if counted && facts.digits >= 2 && facts.n_words <= 7 {
        return 1.8;
    }
    let words = || folded.split(' ');
    let strong = words().next().is_some_and(|word| GRADE_WORDS[..30].contains(&word));
    let n_words = words().filter(|word| GRADE_WORDS.contains(word)).count();
    let has_ratio = text.contains('/') && facts.digits >= 2 || text.contains('%');
    let is_number = facts.digits > 0 && facts.digits * 2 + 2 >= text.chars().filter(|symbol| !symbol.is_whitespace()).count();
    let is_ratio_class = matches!(folded, "2 1" | "2 2" | "1st" | "first" | "first class" | "1 1");
    let mut score = -0.8;
    score += if strong { 1.8 } else { 0.0 };
    score += (n_words as f32 * 1.1).min(2.6) * if facts.n_words <= 6 { 1.0 } else { 0.5 };
    score += if has_ratio { 1.4 } else { 0.0 };
    score += if is_number { 1.6 } else { 0.0 };
    score += if is_ratio_class { 2.6 } else { 0.0 };
    score -= if facts.institution >= 3 || facts.title >= 3 { 1.2 } else { 0.0 };
    score - if facts.degree >= 4 && !strong { 1.0 } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A part's name and its score.
    type Part = (&'static str, fn(&Scores) -> f32);

    fn best(text: &str, of: &[Part]) -> &'static str {
        let scores = scores(text);
        of.iter().max_by(|one, other| (one.1)(&scores).total_cmp(&(other.1)(&scores))).map_or("", |(name, _)| name)
    }

    #[test]
    fn jobs_are_told_apart() {
        let work: &[Part] = &[("title", |s| s.title), ("employer", |s| s.employer), ("place", |s| s.place)];
        for (text, expected) in [
            ("Staff Software Engineer", "title"),
            ("Oberärztin", "title"),
            ("Cheffe pâtissière", "title"),
            ("Młodszy automatyk utrzymania ruchu", "title"),
            ("Owner / Designer", "title"),
            ("Tesco", "employer"),
            ("Kessler Antriebstechnik GmbH & Co. KG", "employer"),
            ("Royal Shakespeare Company", "employer"),
            ("Ostrowski i Synowie Sp. z o.o.", "employer"),
            ("Boston", "place"),
            ("MA", "place"),
            ("Remote", "place"),
            ("Newcastle upon Tyne", "place"),
            ("Nuevo León", "place"),
        ] {
            assert_eq!(best(text, work), expected, "{text}: {:?}", scores(text));
        }
    }

    #[test]
    fn studies_are_told_apart() {
        let study: &[Part] = &[("institution", |s| s.institution), ("degree", |s| s.degree), ("area", |s| s.area), ("grade", |s| s.grade)];
        for (text, expected) in [
            ("Northeastern University", "institution"),
            ("Politechnika Śląska", "institution"),
            ("Käthe-Kollwitz-Gymnasium", "institution"),
            ("B.Sc. (berufsbegleitend)", "degree"),
            ("Laurea magistrale a ciclo unico", "degree"),
            ("High School Diploma", "degree"),
            ("Computer Science", "area"),
            ("GPA 3.62/4.00", "grade"),
            ("Note: gut (1,8)", "grade"),
            ("First Class", "grade"),
            ("magna cum laude", "grade"),
            ("94.2%", "grade"),
        ] {
            assert_eq!(best(text, study), expected, "{text}: {:?}", scores(text));
        }
    }
}
