//! Telephone numbers.

use vitae_document::Span;
use vitae_model::{CountryCode, Phone};

use super::{Block, meets};
use crate::date::Dates;
use crate::evidence::{Builder, Path, shown};
use crate::lent::Lent;
use crate::lexicon::{self, Label, fold};

/// Finds the numbers of the contact blocks as they are printed; [`normalise`] gives them their form once the country is known.
pub(super) fn find(builder: &mut Builder<'_>, blocks: &[Block], taken: &mut Vec<Span>) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut n_named = 0;
    for block in blocks {
        let text = builder.layout().slice(block.span);
        let mut from = 0;
        while let Some((start, end)) = candidate(text, from) {
            from = end;
            let span = Span { start: block.span.start + start as u32, end: block.span.start + end as u32 };
            let label = label_before(text, start);
            if meets(taken, span) || !is_number(&text[start..end], label) {
                continue;
            }
            taken.push(span);
            if label.is_none() && is_named(text, start, end) {
                found.push(span);
                n_named += 1;
            } else {
                found.insert(found.len() - n_named, span);
            }
        }
    }
    if let Some(first) = found.first() {
        builder.profile.basics.phone = builder.read(Path::basics("phone"), *first, 0.97);
    }
    found
}

/// Whether words that announce no telephone stand right before a number without any mark: `File No. 48213377`.
fn is_named(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].trim_end_matches(' ');
    text[start..end].bytes().all(|byte| byte.is_ascii_digit())
        && before.ends_with(|symbol: char| symbol.is_alphabetic() || ".º°".contains(symbol))
}

/// Gives `numbers` their E.164 form; those without a country code in the country of the document, or in `region`.
pub(super) fn normalise(builder: &mut Builder<'_>, numbers: &[Span], region: Option<CountryCode>) {
    let mut country = None;
    for span in numbers {
        let mut printed = Lent::<String>::default();
        printed.extend(shown(builder.layout().slice(*span)).chars().map(|symbol| if symbol == '/' { ' ' } else { symbol }));
        let (phone, confidence) = match Phone::parse(&printed, None) {
            Ok(phone) => (phone, 0.97),
            // The country is a guess, so the form is less sure than the number.
            Err(_) => {
                let country = *country.get_or_insert_with(|| super::country::of(builder, region));
                let Ok(phone) = Phone::parse(&printed, country) else { continue };
                // A second number may as well be an identity card's.
                if Some(span) != numbers.first() && !phone.is_valid() {
                    continue;
                }
                (phone, 0.87)
            }
        };
        let phones = &builder.profile.basics.phones;
        if !phones.contains(&phone) {
            builder.mark(Path::basics_item("phones", phones.len()), *span, confidence);
            builder.profile.basics.phones.push(phone);
        }
    }
}

fn belongs(symbol: char) -> bool {
    symbol.is_ascii_digit() || " +()-./–‐‑−\u{a0}\u{2009}\u{202f}".contains(symbol)
}

/// The next stretch of digits and the marks between them, from byte `from` on.
fn candidate(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find(|symbol: char| symbol.is_ascii_digit() || symbol == '+' || symbol == '(')?;
    let mut end = start;
    for (place, symbol) in text[start..].char_indices() {
        let at = start + place;
        // "781001 – +91 99999 56362": a country code begins a number.
        if symbol == '+' && text[start..at].contains(|before: char| before.is_ascii_digit()) {
            break;
        }
        let goes_on = belongs(symbol) || symbol == '\n' && breaks_number(text, start, at);
        if !goes_on {
            break;
        }
        end = at + symbol.len_utf8();
    }
    let trimmed = text[start..end].trim_end_matches(|symbol: char| !symbol.is_ascii_digit());
    let printed_end = start + trimmed.len();
    Some(if trimmed.is_empty() { (start, end.max(start + 1)) } else { (start, printed_end) })
}

/// Whether a number goes on behind the line break at `at`: it ends with a hyphen, or is too short yet.
fn breaks_number(text: &str, start: usize, at: usize) -> bool {
    let n_digits = text[start..at].bytes().filter(u8::is_ascii_digit).count();
    let before = text[start..at].trim_end();
    let rest = text[at..].trim_start_matches('\n');
    let follows = rest.starts_with(|symbol: char| symbol.is_ascii_digit() || symbol == '(');
    let n_following = rest.chars().take_while(|symbol| belongs(*symbol)).filter(char::is_ascii_digit).count();
    let is_labelled = label_before(text, start) == Some(Label::Phone) && n_digits < 7;
    let is_open = before.ends_with(['-', '–', '(', ')', '+']) || before.starts_with(['+', '(']) && n_digits < 9 || is_labelled;
    let is_begun = (3..=9).contains(&n_digits) || before.starts_with('(') && n_digits == 2;
    follows && is_open && is_begun && n_digits + n_following <= 15
}

/// The label in front of byte `start`, on its line.
fn label_before(text: &str, start: usize) -> Option<Label> {
    let line = &text[..start];
    let from = line.trim_end_matches([' ', '\n']).rfind(['\n', '|', '•', '·', ';', ',']).map_or(0, |place| place + 1);
    let label = line.get(from..).unwrap_or_default();
    lexicon::label(&fold(label))
}

/// Whether `printed` is a telephone number by its shape.
fn is_number(printed: &str, label: Option<Label>) -> bool {
    let n_digits = printed.bytes().filter(u8::is_ascii_digit).count();
    // "Home: (020) 7946 0123": the label of an address may be that of a number too.
    let is_address = label == Some(Label::Address) && !(n_digits >= 9 && printed.starts_with(['+', '(', '0']));
    if !(7..=15).contains(&n_digits) || label.is_some_and(Label::is_personal) || is_address {
        return false;
    }
    if printed.matches('(').count() != printed.matches(')').count() && !printed.starts_with("(+") {
        return false;
    }
    // No months have names among numbers.
    let is_date = Dates::in_any_language().read(printed).iter().any(|date| date.to - date.from + 4 >= printed.len());
    let groups = printed.split(|symbol: char| !symbol.is_ascii_digit()).filter(|group| !group.is_empty()).count();
    let is_code = groups == 4 && n_digits == 16 || is_postal_code(printed) || is_counted(printed);
    let opens_well = printed.starts_with(['+', '(', '0']) || n_digits >= 8 || label == Some(Label::Phone);
    !is_date && !is_code && opens_well
}

/// Whether `printed` is a postal code of Brazil, `80010-000`, or of Portugal, `2400-001`.
fn is_postal_code(printed: &str) -> bool {
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    printed.split_once('-').is_some_and(|(area, place)| (digits(area, 5) || digits(area, 4)) && digits(place, 3))
}

/// Whether `printed` is one number with its thousands parted, as identity cards have: `1.000.000.142`.
fn is_counted(printed: &str) -> bool {
    let mut groups = printed.split('.');
    let is_first = groups.next().is_some_and(|first| (1..=2).contains(&first.len()));
    is_first && printed.matches('.').count() >= 2 && groups.all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let mut from = 0;
        let mut found = Vec::new();
        while let Some((start, end)) = candidate(text, from) {
            from = end;
            if is_number(&text[start..end], label_before(text, start)) {
                found.push(shown(&text[start..end]).to_owned());
            }
        }
        found
    }

    #[test]
    fn numbers_are_found_as_printed() {
        for (text, expected) in [
            ("Somerville, MA • (617) 555-0143 • x", "(617) 555-0143"),
            ("Tel.: +49 (0)89 99998-417", "+49 (0)89 99998-417"),
            ("☎ (617) 555-\n0143 ✉", "(617) 555-0143"),
            ("06 - 12 34 56 78", "06 - 12 34 56 78"),
            ("503.555.0177", "503.555.0177"),
            ("206/555-0184", "206/555-0184"),
            ("+91-98765-43210", "+91-98765-43210"),
            ("(+34) 611 222 033", "(+34) 611 222 033"),
            ("600 12 34 56", "600 12 34 56"),
            ("İzmir, (0212) 555 10 21, yigit@example.net, https://linkedin.com/in/yigit", "(0212) 555 10 21"),
            ("+420 222 555 805 | k97@post.example.org | https://www.linkedin.com/", "+420 222 555 805"),
            ("Telefon: 55 55\n04 68", "55 55 04 68"),
            ("Telefon: (22)\n555 51 89", "(22) 555 51 89"),
            ("Guwahati - 781001 – +91 99999 56362 –", "+91 99999 56362"),
            ("Home: (020) 7946 0123", "(020) 7946 0123"),
        ] {
            assert_eq!(told(text), [expected], "{text}");
        }
    }

    #[test]
    fn other_digits_are_no_numbers() {
        for text in [
            "53212",
            "2218 N Humboldt Blvd",
            "Born: 12.05.1987",
            "2019 - 2021",
            "4050-174 Porto",
            "Geburtsdatum: 01.02.1990",
            "44-100 Gliwice",
            "80010-000 Curitiba",
            "2400-001 Leiria",
            "C.C. 1.000.000.142 de Buenaventura",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }
}
