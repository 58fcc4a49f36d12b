//! The person's name.

use vitae_document::Span;

use super::parts::{self, HONORIFICS, PARTICLES};
use super::piece::Piece;
use super::title::{self, is_document_title};
use super::{folded, headline, network};
use crate::evidence::{Builder, Path, join_into};
use crate::lent::{Lent, lend};
use crate::lexicon::{self, Class, Label, fold, fold_together};

/// A stretch of text that may be the name.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    span: Span,
    /// Index of its first and last piece.
    pieces: (usize, usize),
    score: f32,
}

/// Reads name and headline.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece]) {
    if let Some(last) = labelled(builder, pieces) {
        let end = pieces[last].span.end;
        return headline::read(builder, pieces, last, Span { start: end, end });
    }
    let Some(candidate) = best(builder, pieces) else { return };
    let confidence = (0.55 + candidate.score * 0.05).clamp(0.3, 0.99);
    let Some(name) = builder.read(Path::basics("name"), candidate.span, confidence) else { return };
    let address = builder.profile.basics.email.as_ref();
    let name = address.and_then(|email| parted(&name, email.local_part())).unwrap_or(name);
    parts::read(builder, &name, candidate.span, confidence);
    builder.profile.basics.name = Some(name);
    let rest = Span { start: candidate.span.end, end: pieces[candidate.pieces.1].span.end };
    headline::read(builder, pieces, candidate.pieces.1, rest);
}

/// The words of a name that was set with as much space between its letters as between its words, `J A N E D O E`, as the e-mail address
/// parts them: `jane.doe`, `doe_jane`.
fn parted(name: &str, local: &str) -> Option<String> {
    if name.contains(char::is_whitespace) || name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut words: Vec<&str> = local.split(['.', '_', '-']).filter(|word| !word.is_empty()).collect();
    if !(2..=4).contains(&words.len()) {
        return None;
    }
    let fits = |words: &[&str]| {
        let (mut rest, mut parts) = (name, Vec::new());
        for word in words {
            let end = rest.char_indices().nth(word.chars().count()).map_or(rest.len(), |(at, _)| at);
            let (part, behind) = rest.split_at(end);
            parts.push(part);
            rest = behind;
        }
        let is_same = rest.is_empty() && parts.iter().zip(words).all(|(part, word)| *fold(part) == *fold(word));
        is_same.then(|| parts.join(" "))
    };
    fits(&words).or_else(|| {
        words.reverse();
        fits(&words)
    })
}

/// Reads a name whose parts have a label each, `Nachname: Doe` and `Vorname: Jane`; the index of the last of the two.
fn labelled(builder: &mut Builder<'_>, pieces: &[Piece]) -> Option<usize> {
    let labelled = |index: usize, label: Label| pieces.get(index).is_some_and(|piece| piece.label == Some(label) && !piece.span.is_empty());
    let near = |index: usize, label: Label| {
        let block = pieces[index].block;
        let mut places = (index.saturating_sub(2)..(index + 3).min(pieces.len())).filter(|other| *other != index);
        places.find(|&other| labelled(other, label) && pieces[other].block == block)
    };
    // `Nom` beside `Prénom` is the family name, `Nome` beside `Cognome` the given one.
    let (given, family) = (0..pieces.len()).find_map(|index| match pieces[index].label? {
        Label::GivenName => Some((index, near(index, Label::FamilyName).or_else(|| near(index, Label::Name))?)),
        Label::FamilyName => Some((near(index, Label::Name)?, index)),
        _ => None,
    })?;
    let [given_span, family_span] = [given, family].map(|index| pieces[index].span);
    let is_name = |span: Span| likeness(builder.layout().slice(span), &mut String::new()).is_some();
    if !is_name(given_span) || !is_name(family_span) {
        return None;
    }
    let given_name = builder.read(Path::basics("givenName"), given_span, 0.95)?;
    let family_name = builder.read(Path::basics("familyName"), family_span, 0.95)?;
    builder.mark(Path::basics("name"), given_span, 0.97);
    builder.mark(Path::basics("name"), family_span, 0.97);
    let basics = &mut builder.profile.basics;
    basics.name = Some(format!("{given_name} {family_name}"));
    (basics.given_name, basics.family_name) = (Some(given_name), Some(family_name));
    Some(given.max(family))
}

fn best(builder: &Builder<'_>, pieces: &[Piece]) -> Option<Candidate> {
    let body = body_size(builder);
    let mut buffers = Buffers { told: Told::of(builder), ..Buffers::default() };
    let mut best: Option<Candidate> = None;
    for first in 0..pieces.len() {
        for last in first..(first + 4).min(pieces.len()) {
            let Some(candidate) = candidate(builder, pieces, first, last, body, &mut buffers) else { continue };
            if best.is_none_or(|best| candidate.score > best.score) {
                best = Some(candidate);
            }
        }
    }
    // The very first line may be a name that nothing else tells: `jane doe`.
    let leads = |best: &Candidate| best.pieces == (0, 0) && pieces[0].is_whole && pieces[0].row == 0 && best.score > 0.3;
    best.filter(|best| best.score > 1.0 || leads(best))
}

/// The size most of the text has.
fn body_size(builder: &Builder<'_>) -> f32 {
    let mut sizes: Lent<Vec<(f32, usize)>> = builder.layout().cells.iter().map(|cell| (cell.style.size, cell.span.len())).collect();
    sizes.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: usize = sizes.iter().map(|(_, length)| length).sum();
    let mut before = 0;
    for &(size, length) in &sizes {
        before += length;
        if before * 2 >= total {
            return size;
        }
    }
    0.0
}

lend!((f32, usize));

/// What is the same for all candidates, and buffers reused from one to the next.
#[derive(Default)]
struct Buffers {
    text: Lent<String>,
    folded: Lent<String>,
    told: Told,
}

/// What the document says of the person beside its text, folded.
#[derive(Default)]
struct Told {
    /// What stands before the `@` of the e-mail address, as one word.
    local: Option<Lent<String>>,
    /// Author and title in what the file says of itself.
    file: [Option<Lent<String>>; 2],
}

impl Told {
    fn of(builder: &Builder<'_>) -> Self {
        let metadata = &builder.document().metadata;
        Self {
            local: builder.profile.basics.email.as_ref().map(|email| fold_together(email.local_part())),
            file: [&metadata.author, &metadata.title].map(|known| known.as_deref().map(fold)),
        }
    }
}

fn candidate(builder: &Builder<'_>, pieces: &[Piece], first: usize, last: usize, body: f32, buffers: &mut Buffers) -> Option<Candidate> {
    let Buffers { text: value, folded: buffer, told } = buffers;
    let layout = builder.layout();
    let (one, other) = (&pieces[first], &pieces[last]);
    let is_pair = last == first + 1 && is_parted(builder, pieces, first, body, buffer);
    if !is_pair && pieces[first..=last].windows(2).any(|pair| !goes_on(builder, &pair[0], &pair[1], body, buffer)) {
        return None;
    }
    let end = if first < last { other.span.start + length_before_headline(layout.slice(other.span)) as u32 } else { other.span.end };
    let mut span = Span { start: one.span.start, end };
    span.start += title::length_before(layout.slice(span), buffer) as u32;
    let text = layout.slice(span);
    if first < last && is_document_title(folded(layout.slice(one.span), buffer)) {
        return None;
    }
    // A profession below two names is the headline; below one it may be a family name.
    let above = layout.slice(Span { start: one.span.start, end: pieces[last.max(1) - 1].span.end });
    if first < last
        && above.split_whitespace().nth(1).is_some()
        && lexicon::is_occupation(folded(layout.slice(Span { end, ..other.span }), buffer))
    {
        return None;
    }
    if first == last {
        span.end = span.start + name_length(text, buffer) as u32;
    }
    if let Some((from, to)) = title::introduced(layout.slice(span)) {
        (span.start, span.end) = (span.start + from as u32, span.start + to as u32);
    }
    join_into(layout.slice(span), value);
    let mut score = likeness(value, buffer)?;
    if matches!(one.label, Some(label) if !label.is_name()) {
        return None;
    }
    if one.label.is_some() {
        score += 4.0;
    }
    let size = one.style.size.min(other.style.size);
    score += ((size / body.max(1.0) - 1.0) * 4.0).clamp(-1.0, 4.0);
    score += if one.style.bold || one.style.caps { 0.5 } else { 0.0 };
    score += match one.block {
        0 if one.row == 0 => 1.5,
        0 if one.row < 3 => 1.0,
        0 => 0.3,
        _ if one.row == 0 => 0.3,
        _ => 0.0,
    };
    score += agreement(told, value, buffer);
    // Part of a name in the large type of the rest.
    let mut is_rest = |near: Option<usize>, pair: fn(usize) -> (usize, usize)| {
        near.is_some_and(|near| {
            let (upper, lower) = pair(near);
            lower < pieces.len() && goes_on(builder, &pieces[upper], &pieces[lower], body, buffer) && {
                let (upper, lower) = (&pieces[upper.min(first)], &pieces[lower.max(last)]);
                join_into(layout.slice(Span { start: upper.span.start, end: lower.span.end }), value);
                likeness(value, buffer).is_some_and(|whole| whole > 0.6)
            }
        })
    };
    // What follows a headline on the name's own line goes on with the headline.
    let is_over = end < other.span.end;
    score -= if !is_over && is_rest(Some(last), |near| (near, near + 1)) { 2.0 } else { 0.0 };
    score -= if is_rest(first.checked_sub(1), |near| (near, near + 1)) { 2.0 } else { 0.0 };
    // In type like all the rest only one pair of lines is looked at.
    let is_half =
        !is_pair && (is_parted(builder, pieces, first, body, buffer) || first > 0 && is_parted(builder, pieces, first - 1, body, buffer));
    score -= if is_half { 2.0 } else { 0.0 };
    Some(Candidate { span, pieces: (first, last), score })
}

/// Whether `first` and the piece behind it are a name on two lines in the type of all the rest, as in plain text: given names at the very
/// top, or below the document's title, and the family name under them.
fn is_parted(builder: &Builder<'_>, pieces: &[Piece], first: usize, body: f32, buffer: &mut String) -> bool {
    let (Some(upper), Some(lower)) = (pieces.get(first), pieces.get(first + 1)) else { return false };
    let layout = builder.layout();
    let mut is_title = |piece: &Piece| is_document_title(folded(layout.slice(piece.span), buffer));
    let leads = first == 0 && !is_title(upper) || first == 1 && is_title(&pieces[0]);
    let is_pair = leads
        && upper.style.size <= body * LARGE
        && upper.block == 0
        && lower.block == 0
        && lower.line == upper.line + 1
        && upper.is_whole
        && lower.is_whole
        && upper.label.is_none()
        && lower.label.is_none()
        && (upper.style.size - lower.style.size).abs() < 0.6;
    if !is_pair {
        return false;
    }
    let (above, below) = (layout.slice(upper.span), layout.slice(lower.span));
    let n_words = |text: &str| text.split_whitespace().filter(|word| !is_particle(word)).count();
    if !(1..=2).contains(&n_words(above)) || !(1..=3).contains(&n_words(below)) || above.contains(',') || below.contains(',') {
        return false;
    }
    let shares = shares_address(builder, below, buffer);
    if !is_plain_name(above, buffer) || !(shares || is_plain_name(below, buffer)) || likeness(below, buffer).is_none() {
        return false;
    }
    let is_shouted = |text: &str| !text.chars().any(char::is_lowercase);
    let are_given = || above.split_whitespace().nth(1).is_some_and(parts::is_second_name);
    shares || n_words(above) == 1 && n_words(below) <= 2 || is_shouted(below) && !is_shouted(above) || are_given()
}

/// Whether `text` is capitalised words of which no list says that they are anything else.
fn is_plain_name(text: &str, buffer: &mut String) -> bool {
    let whole = folded(text, buffer);
    if lexicon::city(whole).is_some() || lexicon::country(whole).is_some() || lexicon::is_occupation(whole) || lexicon::is_skill(text) {
        return false;
    }
    text.split_whitespace().filter(|word| !is_particle(word)).all(|word| {
        let facts = lexicon::word(folded(word, buffer));
        let is_other = [Class::Title, Class::Organisation, Class::Legal, Class::Institution, Class::Degree]
            .into_iter()
            .any(|class| facts.cue(class) >= 2);
        is_capital(word) && !is_other && facts.in_skills() <= 6
    })
}

/// Whether a word of `text` stands in the e-mail address.
fn shares_address(builder: &Builder<'_>, text: &str, buffer: &mut String) -> bool {
    let Some(email) = &builder.profile.basics.email else { return false };
    let local = fold_together(email.local_part());
    folded(text, buffer).split(' ').any(|word| word.len() > 2 && local.contains(word))
}

/// Type this many times the size of most is large.
const LARGE: f32 = 1.15;

/// Whether `lower` goes on with a name that `upper` begins: the next line in the same large type, where a headline or an address may
/// follow it, or in large type of another size.
fn goes_on(builder: &Builder<'_>, upper: &Piece, lower: &Piece, body: f32, buffer: &mut String) -> bool {
    let is_below = lower.line == upper.line + 1 && lower.block == upper.block && upper.is_whole && upper.style.size > body * LARGE;
    // A line in very large type may go on in another weight.
    let is_alike = upper.style.bold == lower.style.bold || upper.style.size > body * 1.6;
    let is_same = (upper.style.size - lower.style.size).abs() < 0.6 && is_alike;
    is_below && (is_same || is_stepped(builder, upper, lower, body, buffer))
}

/// Whether two lines in large type of different sizes are one name: both stand in the e-mail address, or one does and the other is one
/// word that a headline would not be.
fn is_stepped(builder: &Builder<'_>, upper: &Piece, lower: &Piece, body: f32, buffer: &mut String) -> bool {
    if lower.style.size <= body * LARGE || !lower.is_whole || lower.label.is_some() {
        return false;
    }
    let [above, below] = [upper, lower].map(|piece| builder.layout().slice(piece.span));
    if ![above, below].into_iter().all(|text| is_plain_name(text, buffer)) {
        return false;
    }
    let n_words = |text: &str| text.split_whitespace().filter(|word| !is_particle(word)).count();
    let is_open = n_words(above) == 1 || above.split_whitespace().next_back().is_some_and(is_particle);
    match [above, below].map(|text| shares_address(builder, text, buffer)) {
        [true, true] => true,
        [false, true] => n_words(below) == 1,
        [true, false] => is_open && n_words(below) == 1 && lower.style.size > upper.style.size * LARGE,
        [false, false] => false,
    }
}

/// How many bytes of a name's last line go before the dash that a headline follows.
fn length_before_headline(text: &str) -> usize {
    let dashes = [" – ", " — ", " - ", " | "].into_iter().filter_map(|dash| text.find(dash).map(|at| (at, at + dash.len())));
    dashes.min().filter(|&(_, behind)| is_headline(&text[behind..])).map_or(text.len(), |(at, _)| at)
}

/// Bytes of a line in which the end of a name is sought.
const LONGEST_LINE: usize = 400;

/// How many bytes of `text` are the name: a headline behind a comma or a dash is left out, post-nominals are not.
fn name_length(text: &str, buffer: &mut String) -> usize {
    let text = &text[..text.floor_char_boundary(LONGEST_LINE)];
    // A line that goes on behind "FRCS" may be the headline.
    let text = text.split_once('\n').filter(|(_, below)| is_headline(below)).map_or(text, |(name, _)| name);
    let text = &text[..title::length_behind(text, buffer)];
    let mut end = text.len();
    for (at, separator) in text.match_indices([',', '–', '—', '(']).chain(text.match_indices(" - ")) {
        let rest = text[at + separator.len()..].trim();
        // "PharmD, RPh, Pharmacist": letters behind the name are no headline yet.
        let rest = if separator == "," { rest.split(',').next().unwrap_or(rest) } else { rest };
        let before = text[..at].trim_end();
        let is_surname_first = before.split_whitespace().count() == 1 && is_capital(before) && separator == ",";
        let is_over = if separator == "(" { !is_nickname(rest) } else { before.split_whitespace().count() >= 2 && is_headline(rest) };
        if is_over {
            end = end.min(before.len());
        }
        if is_surname_first {
            continue;
        }
    }
    end
}

/// Whether the brackets that `rest` is the inside of hold another name: one word that is no profession.
fn is_nickname(rest: &str) -> bool {
    let inside = rest.split(')').next().unwrap_or(rest);
    inside.split_whitespace().count() == 1 && !is_headline(inside) && likeness(inside, &mut Lent::default()).is_some()
}

/// Whether what follows a name is a profession and not letters behind the name.
fn is_headline(text: &str) -> bool {
    let is_letters = |word: &str| {
        let bare = || word.chars().filter(|symbol| symbol.is_alphanumeric());
        let n_bytes = bare().map(char::len_utf8).sum::<usize>();
        bare().filter(|symbol| symbol.is_uppercase()).count() * 2 >= n_bytes.max(1) && n_bytes <= 6
    };
    if text.split_whitespace().all(is_letters) {
        return false;
    }
    let folded = fold(text);
    let has_title = folded.split(' ').any(|word| lexicon::word(word).cue(Class::Title) >= 2);
    // "Jane Doe, Berlin"
    let is_place = lexicon::city(&folded).is_some_and(|city| city.thousands >= 100) || lexicon::country(&folded).is_some();
    has_title || is_place || text.split_whitespace().nth(2).is_some() || lexicon::is_occupation(&folded)
}

/// Whether `word` begins as names do: with a capital, or with a letter of a script that has none.
fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(|symbol| symbol.is_uppercase() || symbol.is_alphabetic() && !symbol.is_lowercase())
}

/// How much `text` looks like a name by itself; none where it cannot be one.
///
/// `buffer` is one for folded text.
fn likeness(text: &str, buffer: &mut String) -> Option<f32> {
    if text.len() > 80 {
        return None;
    }
    let n_words = text.split_whitespace().count();
    if !(1..=9).contains(&n_words) {
        return None;
    }
    let is_foreign = |symbol: char| symbol.is_ascii_digit() || matches!(symbol, '@' | ':' | '/' | '|' | '&' | '•' | '!' | '?' | '%');
    if text.chars().any(is_foreign) {
        return None;
    }
    let whole = folded(text, buffer);
    if is_document_title(whole) || lexicon::label(whole).is_some() || network::named(whole).is_some() {
        return None;
    }
    let is_place = lexicon::city(whole).is_some() || lexicon::country(whole).is_some();
    if is_address(text) {
        return None;
    }
    let before_letters = text.split(',').next().unwrap_or(text);
    // "Dr. rer. nat.": no part of the name itself.
    let core = || before_letters.split_whitespace().filter(|word| !(word.ends_with('.') && is_honorific(word)));
    let mut score = match core().filter(|word| !is_particle(word)).count().max(1) {
        2..=4 => 1.5,
        5 | 6 => 0.8,
        1 if n_words > 1 => 1.0,
        1 => 0.0,
        _ => -1.0,
    };
    for word in core() {
        let bare = word.trim_matches(|symbol: char| !symbol.is_alphanumeric());
        if !is_particle(bare) && !is_capital(bare) && !bare.is_empty() {
            score -= 1.0;
        }
        let folded = folded(bare, buffer);
        let facts = lexicon::word(folded);
        let is_title = facts.cue(Class::Title).max(facts.cue(Class::Organisation)).max(facts.cue(Class::Degree)) >= 3;
        if is_title && !HONORIFICS.contains(&folded) {
            score -= 1.6;
        }
        if facts.in_skills() > 6 {
            score -= 0.3;
        }
    }
    // Letters behind a name are no profession.
    let behind = text[before_letters.len()..].split_whitespace();
    score -= 1.6 * behind.filter(|word| lexicon::word(folded(word, buffer)).cue(Class::Title) >= 3).count() as f32;
    Some(if is_place { score - 1.0 } else { score })
}

/// Whether `word` goes before names: `Dr.`, `rer.`
fn is_honorific(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    HONORIFICS.iter().any(|known| known.eq_ignore_ascii_case(bare))
}

/// Whether `word` is a small word inside names, however it is written.
fn is_particle(word: &str) -> bool {
    if word.is_ascii() {
        PARTICLES.iter().any(|particle| particle.len() == word.len() && particle.eq_ignore_ascii_case(word))
    } else {
        PARTICLES.contains(&word.to_lowercase().as_str())
    }
}

/// Whether `text` is places alone, two at least: `London, UK`.
fn is_address(text: &str) -> bool {
    let is_place = |part: &str| {
        let folded = fold(part);
        let is_code = part.len() <= 3 && lexicon::state(part).is_some();
        is_code || lexicon::city(&folded).is_some() || lexicon::country(&folded).is_some() || lexicon::region(&folded).is_some()
    };
    text.contains(',') && text.split(',').all(|part| is_place(part.trim()))
}

/// How well `text` agrees with the e-mail address and with what the file says of itself. `buffer` is one for folded text.
fn agreement(told: &Told, text: &str, buffer: &mut String) -> f32 {
    let folded = folded(text, buffer);
    let words = || folded.split(' ').filter(|word| word.len() > 2);
    let mut score: f32 = 0.0;
    if let Some(local) = &told.local {
        let n_shared = words().filter(|word| local.contains(*word) || word.get(..4).is_some_and(|stem| local.contains(stem))).count();
        score += (n_shared as f32 * 1.2).min(2.4);
    }
    for known in told.file.iter().flatten() {
        if words().next().is_some() && words().all(|word| known.split(' ').any(|other| other == word)) {
            score += 1.0;
        }
    }
    score
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_look_like_names() {
        let mut buffer = String::new();
        for text in [
            "Kwame A. Brannigan",
            "ADEBAYO, Oluwaseun Michael",
            "Ulrike von der Heydt",
            "Josephine \"Joey\" Baptiste",
            "Danielle R. Kowalczyk, RN, BSN, CCRN",
            "Dr Alasdair Penhaligon",
        ] {
            assert!(likeness(text, &mut buffer).is_some_and(|score| score > 0.9), "{text}: {:?}", likeness(text, &mut buffer));
        }
        for text in
            ["Staff Backend Engineer", "Curriculum Vitae", "Somerville, MA 02143", "Phone", "LinkedIn", "a sentence that goes on and on"]
        {
            assert!(likeness(text, &mut buffer).is_none_or(|score| score < 0.9), "{text}: {:?}", likeness(text, &mut buffer));
        }
    }

    #[test]
    fn the_address_parts_a_name_of_spaced_letters() {
        for (name, local, expected) in [
            ("JANEDOE", "jane.doe", Some("JANE DOE")),
            ("DOEJANE", "jane_doe", Some("DOE JANE")),
            ("ÅSAÖBERG", "asa.oberg", Some("ÅSA ÖBERG")),
            ("JANEDOE", "j.doe", None),
            ("Janedoe", "jane.doe", None),
            ("JANE DOE", "jane.doe", None),
            ("JANEDOE", "janedoe", None),
        ] {
            assert_eq!(parted(name, local).as_deref(), expected, "{name} {local}");
        }
    }

    #[test]
    fn headlines_behind_the_last_line_of_a_name_are_left_out() {
        for (text, name) in [
            ("van den Akker — Senior Consultant", "van den Akker"),
            ("Doe | Nurse", "Doe"),
            ("Doe – RN", "Doe – RN"),
            ("Marquez-Hale", "Marquez-Hale"),
        ] {
            assert_eq!(&text[..length_before_headline(text)], name);
        }
    }

    #[test]
    fn headlines_behind_the_name_are_left_out() {
        for (text, name) in [
            ("Meenakshi R. Deshpande, General Manager – Human Resources", "Meenakshi R. Deshpande"),
            ("Danielle R. Kowalczyk, RN, BSN, CCRN", "Danielle R. Kowalczyk, RN, BSN, CCRN"),
            ("ADEBAYO, Oluwaseun Michael", "ADEBAYO, Oluwaseun Michael"),
            ("Anna Nowak – Software Developer", "Anna Nowak"),
            ("Ms Jane Doe (she/her)", "Ms Jane Doe"),
            ("Wei (William) Zhang", "Wei (William) Zhang"),
            ("Dr. Anselm (Ansel) Whitcombe-Hale, FRCS", "Dr. Anselm (Ansel) Whitcombe-Hale, FRCS"),
            ("Jane Doe, FRCS\nConsultant Surgeon", "Jane Doe, FRCS"),
            ("Jane Doe (Engineer)", "Jane Doe"),
            ("Jane Doe (Senior Product Designer)", "Jane Doe"),
            ("Jane Doe, Berlin", "Jane Doe"),
            ("García Fernández, María José", "García Fernández, María José"),
            ("Jane Doe – Curriculum Vitae", "Jane Doe"),
        ] {
            assert_eq!(&text[..name_length(text, &mut String::new())], name);
        }
    }
}
