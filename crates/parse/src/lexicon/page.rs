//! Words around the numbers of pages: "Page 1 of 2", "Seite 1 von 2".

use super::set::WordSet;

/// Words for a page, in lower case, folded and as they are printed.
pub(crate) static PAGE: WordSet = WordSet::new(&[
    "page",
    "pages",
    "seite",
    "seiten",
    "pagina",
    "página",
    "pag",
    "pág",
    "p",
    "s",
    "strona",
    "str",
    "sida",
    "sayfa",
    "side",
    "sivu",
    "oldal",
    "strana",
    "stranica",
    "stran",
    "blatt",
    "страница",
    "сторінка",
    "стр",
    "стор",
    "lehekulg",
    "lehekülg",
    "puslapis",
    "lappuse",
    "lk",
    "σελιδα",
    "σελίδα",
]);

/// Words between a page's number and that of the last one.
static OF: WordSet = WordSet::new(&["of", "von", "de", "sur", "di", "van", "z", "av", "af", "ze", "out", "din", "из", "з", "od"]);

/// Whether `word` is one that stands around the numbers of pages.
pub(crate) fn counts_pages(word: &str) -> bool {
    PAGE.has(word) || OF.has(word)
}
