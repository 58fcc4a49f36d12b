//! Headings inside entries, and what announces customers.

use vitae_document::Span;

use super::row::{Edge, Row};
use crate::layout::Layout;
use crate::lexicon::{AND, WordSet, Words, fold, fold_into};

/// Letters that headings inside entries have at most.
const LONGEST_SUBHEADING: usize = 40;

/// Headings inside entries, folded.
static SUBHEADINGS: WordSet = WordSet::new(&[
    "highlights",
    "responsibilities",
    "key responsibilities",
    "duties",
    "achievements",
    "key achievements",
    "accomplishments",
    "key accomplishments",
    "tasks",
    "aufgaben",
    "tatigkeiten",
    "schwerpunkte",
    "erfolge",
    "missions",
    "missions principales",
    "realisations",
    "funciones",
    "logros",
    "responsabilidades",
    "attivita",
    "mansioni",
    "responsabilita",
    "atividades",
    "principais atividades",
    "taken",
    "werkzaamheden",
    "obowiazki",
    "zakres obowiazkow",
    "osiagniecia",
    "arbetsuppgifter",
    "courses",
    "coursework",
    "relevant coursework",
    "summary",
    "description",
    "projects",
    "details",
    "main activities and responsibilities",
    "ansvarsomraden",
    "roles and responsibilities",
    "key projects",
    "roles",
]);

/// What announces for whom a freelancer works, folded: customers, not employers.
static CLIENTS: WordSet = WordSet::new(&[
    "clients",
    "client list",
    "key clients",
    "main clients",
    "major clients",
    "notable clients",
    "selected clients",
    "past clients",
    "customers",
    "key customers",
    "kunden",
    "kundenauswahl",
    "auswahl kunden",
    "kunden auswahl",
    "wichtige kunden",
    "referenzkunden",
    "auftraggeber",
    "principaux clients",
    "clients principaux",
    "clientes",
    "principales clientes",
    "clientes principales",
    "principais clientes",
    "clienti",
    "clienti principali",
    "principali clienti",
    "klanten",
    "opdrachtgevers",
    "klienci",
    "partner",
    "partners",
    "partnere",
    "partneri",
    "partnerzy",
    "partnerek",
    "partenaire",
    "partenaires",
    "parceiro",
    "parceiros",
    "kumppani",
    "партнер",
    "партнёр",
    "glowni klienci",
    "kunder",
    "utvalda kunder",
    "asiakkaat",
    "asiakkaita",
    "ugyfelek",
    "ugyfeleim",
    "klienti",
    "zakaznici",
    "musteriler",
    "לקוחות",
    "عملاء",
    "العملاء",
]);

/// Whether `label` announces customers: "Clients" in front of a colon.
pub(super) fn announces_clients(layout: &Layout, label: Span) -> bool {
    match layout.words(label) {
        Some(words) => words.len() <= MOST_WORDS && CLIENTS.has(words.folded()),
        None => CLIENTS.has(&fold(layout.slice(label))),
    }
}

/// Whether a row is a list of customers.
pub(super) fn lists_clients(layout: &Layout, row: &Row) -> bool {
    matches!(&*row.bits, [label, next, ..] if next.edge == Edge::Colon && announces_clients(layout, label.span))
}

/// Words that they have at most.
const MOST_WORDS: usize = 4;

/// Whether `text` is nothing but a heading inside an entry: "Highlights", "Responsibilities:". `folded` is a buffer.
pub(super) fn is_subheading(text: &str, folded: &mut String) -> bool {
    if text.bytes().filter(u8::is_ascii_alphanumeric).count() > LONGEST_SUBHEADING {
        return false;
    }
    folded.clear();
    fold_into(text, folded);
    SUBHEADINGS.has(folded) || names_several(text, folded)
}

/// The same of a `text` by its words; `folded` is a buffer.
pub(super) fn is_subheading_folded(text: &str, words: &Words<'_>, folded: &mut String) -> bool {
    words.len() <= MOST_WORDS && SUBHEADINGS.has(words.folded()) || names_several(text, folded)
}

/// Whether `text` joins several such headings: "Roles & Responsibilities"; in front of a colon the first of them is enough: "Duties,
/// Accomplishments and Related Skills:". `folded` is a buffer.
fn names_several(text: &str, folded: &mut String) -> bool {
    let text = text.trim_end();
    let announces = text.ends_with(':');
    if !(announces || text.contains(['&', '/'])) || text.bytes().filter(u8::is_ascii_alphanumeric).count() > LONGEST_SUBHEADING {
        return false;
    }
    let (mut n_known, mut n_parts) = (0, 0);
    for part in parts(text) {
        folded.clear();
        fold_into(part, folded);
        n_known += usize::from(SUBHEADINGS.has(folded) && n_known == n_parts);
        n_parts += 1;
    }
    n_parts > 1 && (n_known == n_parts || announces && n_known > 0)
}

/// The parts of `text` between commas, slashes, ampersands and words for "and".
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '&', '/']).flat_map(|part| {
        let joint = part.match_indices(' ').find_map(|(at, _)| {
            let end = at + 1 + part[at + 1..].find(' ')?;
            AND.contains(&&part[at + 1..end]).then_some((at, end))
        });
        let (first, second) = joint.map_or((part, ""), |(at, end)| (&part[..at], &part[end..]));
        [first, second].into_iter().filter(|part| !part.trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_inside_entries_may_join_several() {
        for (text, expected) in [
            ("Responsibilities:", true),
            ("Duties, Accomplishments and Related Skills:", true),
            ("Roles & Responsibilities", true),
            ("Achievements/Tasks", true),
            ("Aufgaben und Erfolge:", true),
            ("Projects & Operations Manager", false),
            ("Duties Officer:", false),
            ("Acme & Sons:", false),
        ] {
            assert_eq!(is_subheading(text, &mut String::new()), expected, "{text}");
        }
    }
}
