//! Makes labelled résumés in many layouts, languages and styles from invented content.
//!
//! In: a seed and a count. Out: documents as HTML (to be printed) or DOCX, each with its right answer.
//! How: [`person`] invents people from the words of [`locale`]; [`layout`] names combinations of looks by number;
//! [`compose`] puts one into the other and notes what it prints; [`html`] and [`docx`] write the sheet.
//! A label is never read back from a document: it is written where the text is placed, so a part that a layout does
//! not print is not in the truth. The same seed gives the same bytes.
//! Not here: printing HTML and DOCX to PDF (`print.py` beside this crate), scoring, training.
//!
//! Invents people in 16 languages (28 countries), lays each out in two of any number of layouts, and writes the documents with their right answers.
//! A layout is a combination that its number decides: page division, writer, headings, name and contact block, order of an entry's parts, dates, bullets, skills.
//!
//! ```text
//! cargo run -p vitae-generator -- --out DIR --count 400 --seed 1 [--language de] [--layouts 0+240] [--held|--mixed]
//! corpus/generator/print.py DIR        # needs chromium, soffice and `pip install playwright weasyprint`; about 0.5 s a file
//! ```
//!
//! | path | what |
//! | --- | --- |
//! | `DIR/html`, `DIR/docx` | what was written: HTML to be printed, DOCX |
//! | `DIR/truth` | one JSON Resume object a document, holding only what it prints; `meta.features` names the choices of its layout |
//! | `DIR/files` | after `print.py`: PDF by Chromium, WeasyPrint and LibreOffice, and DOCX |
//!
//! The same seed gives the same HTML, DOCX and truth. Names: `<language><number>--<writer>-<page division>-<layout>`. Layouts from `240+200` are as good as those from
//! `0+240`, so one range can be learnt from and the other judged by.
//!
//! A language is one file in `data/`: lists of words under keys (`src/locale.rs` tells the form, its test which keys a language needs), with a part for each country.
//! A quarter of the employers have names that no list holds (`src/vary.rs`), and departments, branches, agencies and second titles stand with employers, titles and schools,
//! so that a reader can learn where names stand, but not the names. With `--held` titles, employers, schools, sentences (`data/held.words`), the order of an entry's parts
//! and the marks between them are ones that no document without it has: for judging only. With `--mixed` the order of an entry's parts, the marks between them and their
//! looks are made by chance (`src/mix.rs`). The people, employers and schools are invented; telephone numbers come from ranges kept for fiction where the country has one, mail goes to example domains.

pub mod compose;
pub mod contact;
pub mod date;
pub mod docx;
pub mod fill;
pub mod html;
pub mod layout;
pub mod locale;
pub mod mix;
pub mod person;
pub mod rng;
pub mod sheet;
pub mod style;
pub mod template;
pub mod truth;
pub mod vary;

use compose::Document;
use layout::Layout;
use locale::Locales;
use rng::Rng;

/// What to make.
#[derive(Debug, Clone)]
pub struct Order {
    /// How many documents.
    pub count: usize,
    /// Which people.
    pub seed: u64,
    /// One language only, by its ISO 639-1 code.
    pub language: Option<String>,
    /// The layouts to draw from: the first number and how many.
    pub layouts: (usize, usize),
    /// Only words and templates that are for judging.
    pub held: bool,
    /// Templates made by chance.
    pub mixed: bool,
}

/// Each person is laid out this many times, in different layouts.
const LAYOUTS_A_PERSON: usize = 2;

/// Makes the documents of `order`, one after the other.
pub fn make(order: &Order, mut take: impl FnMut(&Layout, Document)) {
    let locales = if order.held { Locales::held() } else { Locales::load() };
    for number in 0..order.count.div_ceil(LAYOUTS_A_PERSON) {
        let mut rng = Rng::new(order.seed, number as u64);
        let Some(locale) = locales.draw(order.language.as_deref(), &mut rng) else { return };
        let person = person::invent(order.seed, number, locale);
        let (first, many) = order.layouts;
        let mut chosen = rng.below(many);
        for nth in 0..LAYOUTS_A_PERSON.min(order.count - number * LAYOUTS_A_PERSON) {
            chosen = (chosen + nth * (1 + rng.below(many.saturating_sub(1).max(1)))) % many;
            let number = first + chosen;
            let layout = match order {
                Order { held: true, .. } => Layout::held(number),
                Order { mixed: true, .. } => Layout::mixed(number),
                _ => Layout::numbered(number),
            };
            take(&layout, compose::compose(&person, &layout, locale));
        }
    }
}

#[cfg(test)]
mod tests;
