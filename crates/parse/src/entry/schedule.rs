//! How much somebody works, which profiles print behind the employer: `Acme Ltd · Full-time`.

use super::row::{Edge, Row};
use crate::layout::Layout;
use crate::lexicon::WordSet;

/// Takes such words out of `rows`, where a bar or a dot divides them from a name: they are no part of it.
pub(super) fn drop(layout: &Layout, rows: &mut [Row]) {
    for row in rows.iter_mut().filter(|row| row.bits.len() > 1 && !row.is_bullet) {
        row.bits.retain(|bit| bit.edge != Edge::Bar || !layout.words(bit.span).is_some_and(|words| SCHEDULES.has(words.folded())));
    }
}

/// Words for full and part time, folded; those that may as well be titles are none.
static SCHEDULES: WordSet = WordSet::new(&[
    "full time",
    "fulltime",
    "part time",
    "permanent full time",
    "permanent part time",
    "vollzeit",
    "teilzeit",
    "temps plein",
    "temps partiel",
    "a temps plein",
    "a temps partiel",
    "cdi",
    "cdd",
    "jornada completa",
    "jornada parcial",
    "tiempo completo",
    "tiempo parcial",
    "media jornada",
    "a tempo pieno",
    "tempo pieno",
    "tempo parziale",
    "tempo integral",
    "tempo parcial",
    "meio periodo",
    "voltijd",
    "deeltijd",
    "parttime",
    "heltid",
    "deltid",
    "fuldtid",
    "kokopaivainen",
    "osa aikainen",
    "kokoaikainen",
    "pelny etat",
    "na pelny etat",
    "niepelny etat",
    "plny uvazek",
    "castecny uvazek",
    "tam zamanli",
    "yari zamanli",
    "teljes munkaido",
    "reszmunkaido",
    "norma intreaga",
    "puno radno vrijeme",
    "полная занятость",
    "повна заинятість",
    "πληρησ απασχοληση",
]);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::fold;

    #[test]
    fn words_for_how_much_are_known_folded() {
        for text in ["Full-time", "Part-time", "Temps plein", "Jornada completa", "Osa-aikainen", "Πλήρης απασχόληση", "Повна зайнятість"]
        {
            assert!(SCHEDULES.has(&fold(text)), "{text}");
        }
        assert!(!SCHEDULES.has(&fold("Freelance")));
    }
}
