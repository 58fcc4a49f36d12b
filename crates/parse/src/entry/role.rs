//! What a few words may be in an entry: title, employer, place, school, degree, subject, grade.

use crate::lent::Lent;
use crate::lexicon::{self, Class, Gist, Marks, Phrase, Words, fold_into, word, words};

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
#[derive(Default)]
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
    begins_placed: bool,
}

/// Scores `text` by its words alone. `folded` is a buffer.
pub(crate) fn scores(text: &str, folded: &mut String) -> Scores {
    looked_up(text, None, folded, &mut Gist::default())
}

/// Scores `text`, whose words may be known already, and tells `gist`, which knows nothing yet, what the lists say of its words. `folded` is
/// a buffer.
pub(super) fn looked_up(text: &str, known: Option<Words<'_>>, folded: &mut String, gist: &mut Gist) -> Scores {
    let marks = Marks::of(text);
    gist.marks = marks;
    match known.filter(|_| initials(text, marks).is_none()) {
        Some(words) => {
            gist.is_plain = true;
            gist.read_words(&words, usize::MAX);
            rated(text, words.folded(), gist)
        }
        None => {
            gist.is_plain = fold_marked(text, marks, folded);
            gist.read(folded, usize::MAX);
            rated(text, folded, gist)
        }
    }
}

/// Scores `text`, of whose words `gist` is known.
fn rated(text: &str, folded: &str, gist: &Gist) -> Scores {
    let marks = gist.marks;
    if gist.n_words == 0 {
        return Scores::default();
    }
    let facts = Facts::of(text, gist);
    let known = gist.phrase;
    let place = place_of(text, folded, known, &facts);
    let is_degree = known.degree().is_some();
    let degree = if is_degree { 3.0 } else { degree_of(text, folded, &facts, gist) };
    let grade = grade_of(text, folded, known, &facts, gist);
    Scores {
        title: title_of(known, &facts) - place.max(0.0) * 0.5 - grade.max(0.0) * 0.3,
        employer: employer_of(marks, &facts) - place.max(0.0) * 0.35 - grade.max(0.0) * 0.5,
        place,
        institution: institution_of(known, &facts) - grade.max(0.0) * 0.5,
        degree,
        area: area_of(&facts) - place.max(0.0) * 0.3 - grade.max(0.0) * 0.5,
        grade,
    }
}

/// Folds `text` with dotted initials as one word: `B.Sc.` and `BSc`, `S.p.A.` and `SpA` are the same.
pub(crate) fn fold_initials(text: &str) -> Lent<String> {
    let mut folded = Lent::default();
    fold_marked(text, Marks::of(text), &mut folded);
    folded
}

/// The same of a text of `marks` into `folded`, which is cleared first. Whether it folds to these words without such care as well.
fn fold_marked(text: &str, marks: Marks, folded: &mut String) -> bool {
    folded.clear();
    let initials = initials(text, marks);
    fold_into(initials.as_ref().map_or(text, |initials| initials.as_str()), folded);
    initials.is_none()
}

/// `text` with initials as one word; none where it has no such words.
fn initials(text: &str, marks: Marks) -> Option<Lent<String>> {
    if marks.has(Marks::HYPHEN) && (text.contains("o-op") || text.contains("O-OP")) {
        let mut whole = Lent::<String>::default();
        whole.push_str(&text.replace("o-op", "oop").replace("O-OP", "OOP"));
        Some(whole)
    } else if marks.has(Marks::STOP) && has_inner_stop(text) {
        Some(without_inner_stops(text))
    } else {
        None
    }
}

/// Whether a full stop may stand between letters.
fn has_inner_stop(text: &str) -> bool {
    let may_be_letter = |byte: u8| byte.is_ascii_alphabetic() || !byte.is_ascii();
    text.as_bytes().array_windows().any(|&[before, stop, behind]| stop == b'.' && may_be_letter(before) && may_be_letter(behind))
}

/// `text` without full stops between letters.
fn without_inner_stops(text: &str) -> Lent<String> {
    let mut joined = Lent::<String>::default();
    let mut symbols = text.chars().peekable();
    let mut before = ' ';
    while let Some(symbol) = symbols.next() {
        let is_inner_stop = symbol == '.' && before.is_alphabetic() && symbols.peek().is_some_and(|next| next.is_alphabetic());
        if !is_inner_stop {
            joined.push(symbol);
        }
        before = symbol;
    }
    joined
}

impl Facts {
    fn of(text: &str, gist: &Gist) -> Self {
        // Sums of small whole numbers are exact.
        let mean = |sum: u32| sum as f32 / gist.n_words.max(1) as f32;
        Self {
            n_words: gist.n_words,
            title: gist.cue(Class::Title),
            first_title: gist.first[Class::Title as usize],
            last_title: gist.last[Class::Title as usize],
            organisation: gist.cue(Class::Organisation),
            legal: gist.legal_behind,
            institution: gist.cue(Class::Institution),
            degree: gist.cue(Class::Degree),
            place: gist.cue(Class::Place),
            modifier: gist.cue(Class::Modifier),
            occupations: mean(gist.occupations),
            skills: mean(gist.skills),
            universities: mean(gist.universities),
            unknown: gist.n_unknown,
            lower_start: text.chars().find(|symbol| symbol.is_alphabetic()).is_some_and(char::is_lowercase),
            digits: if gist.marks.has(Marks::DIGIT) { text.bytes().filter(u8::is_ascii_digit).count() } else { 0 },
            begins_placed: gist.first[Class::Place as usize] >= 3,
        }
    }
}

fn title_of(known: Phrase, facts: &Facts) -> f32 {
    let mut score = match facts.title {
        0 => -0.6,
        1 | 2 => 0.9,
        _ => 2.0,
    };
    // The head of a title is its last word (English, German) or its first (Romance, Slavic).
    score += if facts.first_title.max(facts.last_title) >= 3 { 0.6 } else { 0.0 };
    score += (facts.occupations * 0.12).min(0.9) - 0.3;
    score += if facts.modifier > 0 { 0.3 } else { 0.0 };
    score += if known.is_occupation() { 0.8 } else { 0.0 };
    score -= if facts.legal >= 4 { 2.0 } else { 0.0 };
    score -= if facts.organisation >= 3 && facts.title < 3 { 0.8 } else { 0.0 };
    score -= if facts.institution >= 4 && facts.title < 3 { 0.8 } else { 0.0 };
    score - if facts.n_words > 12 { 1.0 } else { 0.0 }
}

fn employer_of(marks: Marks, facts: &Facts) -> f32 {
    let mut score: f32 = match facts.organisation {
        0 => 0.0,
        1 | 2 => 0.6,
        _ => 1.2,
    };
    score += if facts.legal >= 4 { 2.2 } else { 0.0 };
    score += if facts.institution >= 4 { 1.0 } else { 0.0 };
    score += 0.9 * facts.unknown as f32 / facts.n_words as f32;
    score += if marks.has(Marks::AMPERSAND) { 0.4 } else { 0.0 };
    score -= match facts.title {
        3.. => 1.4,
        2 => 0.7,
        _ => 0.0,
    };
    score -= if facts.lower_start { 0.8 } else { 0.0 };
    score -= if facts.n_words > 9 { 0.8 } else { 0.0 };
    score - if facts.digits > 4 { 0.8 } else { 0.0 }
}

fn place_of(text: &str, folded: &str, known: Phrase, facts: &Facts) -> f32 {
    let trimmed = match text.as_bytes() {
        // Most texts are longer and have no blanks at their ends.
        [first, _, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => "",
        _ => text.trim(),
    };
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
    let base = |known: Phrase| -> f32 {
        if known.country().is_some() || known.region().is_some() {
            return 2.6;
        }
        match known.city() {
            Some(city) if city.thousands >= 100 => 2.4,
            Some(city) if city.thousands >= 30 => 2.0,
            Some(_) => 1.6,
            None => -1.0,
        }
    };
    let mut score = base(known);
    if score < 0.0 && facts.n_words <= 5 {
        // "Berlin (remote)", "Garching bei München", "Buenos Aires / remoto".
        let best = parts_of(folded, facts.n_words).into_iter().flatten().map(|part| base(lexicon::phrase(part))).fold(-1.0_f32, f32::max);
        score = if best > 0.0 { best * 0.45 } else { score };
    }
    if facts.place >= 3 && (facts.n_words <= 2 || facts.begins_placed && facts.n_words <= 4) {
        score = score.max(2.2);
    } else if facts.place == 2 {
        score += 0.5;
    }
    score -= if facts.title >= 3 { 1.5 } else { 0.0 };
    score -= if facts.legal >= 4 || facts.organisation >= 3 || facts.institution >= 4 { 1.2 } else { 0.0 };
    score - if facts.lower_start && facts.place == 0 { 0.6 } else { 0.0 }
}

/// The beginning and the end of a few words that lack one word; of three words and more also those that lack two, where the words
/// between are such as join towns to rivers and regions.
fn parts_of(folded: &str, n_words: usize) -> [Option<&str>; 4] {
    if n_words < 2 {
        return [None; 4];
    }
    let head = |end: Option<usize>| end.map(|end| &folded[..end]);
    let tail = |end: Option<usize>| end.map(|end| &folded[end + 1..]);
    let (first, last) = (folded.bytes().position(|byte| byte == b' '), folded.bytes().rposition(|byte| byte == b' '));
    let mut inner = words(folded).skip(1).take(n_words - 2);
    if !inner.any(|word| matches!(word, "bei" | "b" | "am" | "im" | "sur" | "en" | "de" | "del" | "upon" | "of")) {
        return [head(last), tail(first), None, None];
    }
    let mut spaces = folded.match_indices(' ').map(|(at, _)| at);
    let (second, before_last) = (spaces.nth(1), folded.rmatch_indices(' ').map(|(at, _)| at).nth(1));
    [head(last), tail(first), head(before_last), tail(second)]
}

fn institution_of(known: Phrase, facts: &Facts) -> f32 {
    let mut score = match facts.institution {
        0 => -0.4,
        1..=3 => 1.4,
        _ => 2.4,
    };
    score += if known.is_university() { 1.0 } else { 0.0 };
    score += (facts.universities * 0.12).min(0.7);
    score += if facts.unknown * 2 > facts.n_words { 0.4 } else { 0.0 };
    score += if facts.organisation >= 3 { 0.4 } else { 0.0 };
    score -= if facts.degree >= 4 && facts.institution < 4 { 1.5 } else { 0.0 };
    score -= if known.degree().is_some() { 3.0 } else { 0.0 };
    score -= if facts.lower_start { 0.5 } else { 0.0 };
    score - if facts.n_words > 14 { 1.0 } else { 0.0 }
}

/// How much a text that is no degree's name as a whole looks like a degree.
fn degree_of(text: &str, folded: &str, facts: &Facts, gist: &Gist) -> f32 {
    let starts = gist.opens_degree && prefix_degree(folded).is_some();
    let mut score = match facts.degree {
        0 => -0.8,
        1..=3 => 1.0,
        _ => 1.6,
    };
    score += if starts { 1.0 } else { 0.0 };
    let bytes = text.as_bytes();
    let is_short = gist.marks.has(Marks::STOP) && bytes.array_windows().any(|pair| matches!(pair, b"B." | b"M."))
        || gist.marks.has(Marks::CAPITAL) && bytes.array_windows().any(|four| four == b"Dipl");
    score += if is_short { 0.3 } else { 0.0 };
    score -= if facts.institution >= 4 && !starts { 1.6 } else { 0.0 };
    score - if facts.legal >= 4 { 1.0 } else { 0.0 }
}

/// How many words at the beginning of `folded` name a degree, and its ISCED level.
pub(crate) fn prefix_degree(folded: &str) -> Option<(usize, u8)> {
    if !word(words(folded).next().unwrap_or_default()).opens_degree() {
        return None;
    }
    let ends = folded.match_indices(' ').map(|(at, _)| at).chain([folded.len()]).take(6);
    let known = ends.enumerate().filter_map(|(number, end)| Some((number + 1, lexicon::degree(&folded[..end])?)));
    known.last()
}

fn area_of(facts: &Facts) -> f32 {
    let mut score = (facts.skills * 0.14).min(1.2) - 0.2;
    score -= if facts.institution >= 4 { 1.2 } else { 0.0 };
    score -= if facts.degree >= 4 { 0.6 } else { 0.0 };
    score -= if facts.legal >= 4 { 1.0 } else { 0.0 };
    score - if facts.digits > 2 { 0.6 } else { 0.0 }
}

fn grade_of(text: &str, folded: &str, known: Phrase, facts: &Facts, gist: &Gist) -> f32 {
    if known.is_grade() {
        return 3.0;
    }
    let counts = facts.digits >= 2 && facts.n_words <= 7 && text.starts_with(|symbol: char| symbol.is_ascii_digit());
    if counts && [" of ", " out of ", " sur ", " von ", " de ", " di "].iter().any(|joint| folded.contains(joint)) {
        return 1.8;
    }
    let strong = gist.announces_grade;
    let n_words = gist.n_graded;
    let has_ratio = gist.marks.has(Marks::SLASH) && facts.digits >= 2 || gist.marks.has(Marks::PERCENT);
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

    fn scores(text: &str) -> Scores {
        super::scores(text, &mut String::new())
    }

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
