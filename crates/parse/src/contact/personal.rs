//! What some countries ask for beside contact: birth, nationality, marital status, driving licence.

use vitae_document::Span;
use vitae_model::{PartialDate, Personal};

use super::piece::Piece;
use crate::date::Dates;
use crate::evidence::{Builder, Path};
use crate::layout;
use crate::lexicon::Label;

/// Reads personal facts that a label announces, or a word that says one by itself.
pub(super) fn read(builder: &mut Builder<'_>, pieces: &[Piece]) {
    let mut personal = Personal::default();
    for piece in pieces {
        let is_dated = layout::looks_dated(builder.layout().slice(piece.span));
        let mut keep = |field: &mut Option<String>, name: &'static str| {
            if field.is_none() {
                *field = builder.read(Path::basics(name), piece.span, 0.9);
            }
        };
        match piece.label {
            Some(Label::Birth) => born(builder, &mut personal, piece.span),
            Some(Label::BirthPlace) if is_dated => born(builder, &mut personal, piece.span),
            Some(Label::BirthPlace) => keep(&mut personal.birth_place, "personal/birthPlace"),
            Some(Label::Nationality) => keep(&mut personal.nationality, "personal/nationality"),
            Some(Label::Marital | Label::Status) => keep(&mut personal.marital_status, "personal/maritalStatus"),
            Some(Label::Licence) => keep(&mut personal.driving_licence, "personal/drivingLicence"),
            _ => {}
        }
    }
    if personal != Personal::default() {
        builder.profile.basics.personal = Some(personal);
    }
}

/// Reads a date of birth, and the place behind it.
fn born(builder: &mut Builder<'_>, personal: &mut Personal, span: Span) {
    let text = builder.layout().slice(span);
    let Some((date, from, to)) = date_in(text, &mut builder.dates()) else { return };
    if personal.birth_date.is_none() {
        personal.birth_date = Some(date);
        let at = Span { start: span.start + from as u32, end: span.start + to as u32 };
        builder.mark(Path::basics("personal/birthDate"), at, 0.9);
    }
    let place = place_behind(&text[to..]).or_else(|| place_before(&text[..from]));
    if let (None, Some(place)) = (&personal.birth_place, place) {
        let start = span.start + (place.as_ptr() as usize - text.as_ptr() as usize) as u32;
        let span = Span { start, end: start + place.len() as u32 };
        personal.birth_place = builder.read(Path::basics("personal/birthPlace"), span, 0.8);
    }
}

/// The first date of `text` and where it stands.
fn date_in(text: &str, dates: &mut Dates) -> Option<(PartialDate, usize, usize)> {
    let range = dates.read(text).first()?;
    Some((range.end.or(range.start)?, range.from, range.to))
}

/// `in Rosenheim`, `à Lyon (69)`, `, Warszawa` behind a date.
fn place_behind(text: &str) -> Option<&str> {
    const WORDS: [&str; 12] = ["in", "à", "a", "en", "em", "te", "w", "i", "v", "at", "în", "yer"];
    let mut rest = text.trim_start_matches([' ', '\n', ',', '.', '/', '–', '-']);
    if let Some((word, behind)) = rest.split_once(' ')
        && WORDS.contains(&word)
    {
        rest = behind;
    }
    let end = rest.find(['(', ';', '.', '/', '\n']).unwrap_or(rest.len());
    is_place(rest[..end].trim())
}

/// `Rosenheim, ` before a date.
fn place_before(text: &str) -> Option<&str> {
    const WORDS: [&str; 9] = ["il", "am", "le", "el", "em", "den", "dne", "la", "on"];
    let text = text.trim().trim_end_matches([',', '/', '–', '-']).trim();
    let bare = text.rsplit_once(' ').filter(|(_, word)| WORDS.contains(word)).map_or(text, |(place, _)| place);
    is_place(bare.trim_end_matches(',').trim())
}

fn is_place(text: &str) -> Option<&str> {
    let is_name = text.starts_with(char::is_uppercase) && !text.contains(|symbol: char| symbol.is_ascii_digit() || symbol == ':');
    (is_name && text.chars().count() > 2 && text.split_whitespace().count() <= 5).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn birth_is_told_with_date_and_place() {
        for (text, date, place) in [
            ("23.08.1986 in Rosenheim", "1986-08-23", Some("Rosenheim")),
            ("14/07/1991 à Lyon (69)", "1991-07-14", Some("Lyon")),
            ("3 de mayo de 1990", "1990-05-03", None),
            ("3 maggio 1990 a Roma", "1990-05-03", Some("Roma")),
            ("03.05.1990, Warszawa", "1990-05-03", Some("Warszawa")),
            ("Sibiu, 12 mai 1988", "1988-05-12", Some("Sibiu")),
            ("12 May 1990 (34 years)", "1990-05-12", None),
            ("Udine il 09/05/1989", "1989-05-09", Some("Udine")),
            ("14. mars 1980", "1980-03-14", None),
            ("1984", "1984", None),
        ] {
            let (found, from, to) = date_in(text, &mut Dates::in_any_language()).expect(text);
            let at = place_behind(&text[to..]).or_else(|| place_before(&text[..from]));
            assert_eq!((found.to_string().as_str(), at), (date, place), "{text}");
        }
    }
}
