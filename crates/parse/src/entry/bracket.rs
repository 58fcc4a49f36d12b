//! Brackets that hold a part of the entry of its own: a place, an employer, a customer.

use crate::lexicon::{self, Class, WordSet, fold, fold_together};

/// What a bracket holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Held {
    /// "Hospital (Porto)", "Depot (Halle (Saale))".
    Place,
    /// "Baker (Town Bakery Ltd, Leeds)".
    Employer,
    /// "Consultant (client: Acme Bank)": for whom a job is done, and nobody's employer.
    Client,
}

/// What the bracket that `rest` begins with holds, where that is no part of the words `before` it, and how many bytes it covers; the text
/// ends `end` bytes behind its begin.
pub(super) fn read(before: &str, rest: &str, end: usize) -> Option<(Held, usize)> {
    let length = closing(rest)? + 1;
    let inner = rest.get(1..length - 1)?;
    let behind = rest.get(length..end)?.trim_start();
    let held = if is_client(inner) {
        Held::Client
    } else if is_place(inner) && !holds_employer(behind) {
        Held::Place
    } else if is_employer(before, inner) && !behind.starts_with(char::is_alphanumeric) {
        Held::Employer
    } else {
        return None;
    };
    Some((held, length))
}

/// Where the bracket that `rest` begins with is closed, brackets inside of it counted.
pub(super) fn closing(rest: &str) -> Option<usize> {
    let mut depth = 0_usize;
    rest.bytes().position(|byte| {
        depth = match byte {
            b'(' => depth + 1,
            b')' => depth.saturating_sub(1),
            _ => depth,
        };
        depth == 0
    })
}

/// Whether the name of a place is all that stands in the bracket around `inner`.
pub(super) fn is_place(inner: &str) -> bool {
    let is_name = inner.trim_start_matches(['\'', '’', 's', '-']).starts_with(char::is_uppercase);
    is_name && names_place(inner.split(',').next().unwrap_or(inner).trim())
}

/// Whether `part` is a town of some size, a country, or a word like "remote".
pub(super) fn names_place(part: &str) -> bool {
    let folded = fold(part);
    let remote = !folded.is_empty() && folded.split(' ').all(|word| lexicon::word(word).cue(Class::Place) >= 3);
    remote || lexicon::city(&folded).is_some_and(|city| city.thousands >= 15) || lexicon::country(&folded).is_some()
}

/// Whether `rest` begins with a bracket that holds an employer.
fn holds_employer(rest: &str) -> bool {
    let inner = rest.strip_prefix('(').and_then(|inner| inner.split(')').next());
    inner.is_some_and(|inner| is_employer(")", inner))
}

/// Whether the bracket around `inner` holds an employer: a name with a legal form, or one in front of a place, or two names in a second
/// bracket.
fn is_employer(before: &str, inner: &str) -> bool {
    if inner.contains(['(', ':']) || !inner.starts_with(char::is_uppercase) || inner.len() > LONGEST {
        return false;
    }
    let (name, place) = inner.rsplit_once(',').map_or((inner, None), |(name, place)| (name, Some(place.trim())));
    let is_known_place = || place.is_some_and(names_place) && !lexicon::is_skill(name.trim());
    let is_second = || before.trim_end().ends_with(')') && place.is_some_and(|place| place.starts_with(char::is_uppercase));
    // "Clerk | Oakfield (Acme Ltd)": behind other parts such a name says more of the one in front.
    let is_only = || place.is_some() || !before.contains([',', '|', '–', '—', '·', '•']);
    has_legal_form(name) && is_only() || is_known_place() || is_second()
}

/// Bytes that an employer and its place have at most.
const LONGEST: usize = 90;

/// Whether the last of several words is a legal form: "Acme Ltd".
fn has_legal_form(name: &str) -> bool {
    let word = name.trim().rsplit_once(' ').map_or("", |(_, word)| word);
    let compact = fold_together(word);
    !compact.is_empty() && lexicon::word(&compact).cue(Class::Legal) >= 4
}

/// Whether the bracket around `inner` tells for whom a job is done.
pub(super) fn is_client(inner: &str) -> bool {
    let (label, name) = inner.split_once([':', ' ']).unwrap_or_default();
    // "(Customer Service)" is a department.
    let is_label = inner[label.len()..].starts_with(':') || has_legal_form(name);
    is_label && name.trim_start().starts_with(char::is_uppercase) && CLIENTS.has(&fold(label))
}

/// What announces one customer, folded.
static CLIENTS: WordSet = WordSet::new(&[
    "client",
    "customer",
    "kunde",
    "auftraggeber",
    "cliente",
    "klant",
    "opdrachtgever",
    "klient",
    "kund",
    "uppdragsgivare",
    "oppdragsgiver",
    "asiakas",
    "toimeksiantaja",
    "ugyfel",
    "megbizo",
    "zakaznik",
    "beneficiar",
    "musteri",
    "narucitelj",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_may_hold_an_employer_a_place_or_a_customer() {
        for (before, rest, expected) in [
            ("Site Manager ", "(Oakfield Ltd, Leeds)", Some(Held::Employer)),
            ("Bauleiterin ", "(Eichenfeld GmbH)", Some(Held::Employer)),
            ("Site Manager (Senior) ", "(Oakfield, Millbrook)", Some(Held::Employer)),
            ("Bauleiterin ", "(Bau) (Eichenfeld GmbH, Köln)", None),
            ("Hospital ", "(Porto)", Some(Held::Place)),
            ("Depot ", "(Halle (Saale))", Some(Held::Place)),
            ("Consultant ", "(client: Acme Bank)", Some(Held::Client)),
            ("Beraterin ", "(Kunde Nordbank AG)", Some(Held::Client)),
            ("Developer ", "(Java, Oracle)", None),
            ("Site Manager ", "(Senior)", None),
            ("Physics ", "(Hons)", None),
            ("Grafik Tasarımcı ", "(Müşteri Hizmetleri)", None),
            ("Clerk | Oakfield ", "(Acme Ltd)", None),
            ("Moved it ", "(Oakfield Ltd) to the cloud", None),
        ] {
            assert_eq!(read(before, rest, rest.len()).map(|(held, _)| held), expected, "{before}{rest}");
        }
    }
}
