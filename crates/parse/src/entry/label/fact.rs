//! What can be said of one piece by itself.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use super::super::row::{Look, Row};
use super::piece::Piece;
use crate::layout::Layout;
use crate::lexicon::{self, Class, WordSet};

/// Number of [`Class`]es of cue words.
const N_CLASSES: usize = 7;
const CLASSES: [Class; N_CLASSES] =
    [Class::Title, Class::Organisation, Class::Legal, Class::Institution, Class::Degree, Class::Place, Class::Modifier];

/// Words of a piece that are features themselves, at most.
const N_HASHES: usize = 10;

/// What can be said of one piece by itself: lexicons, shape, typography.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) n_words: u8,
    /// Strongest cue of any word, of the first and of the last, by class.
    pub(super) any: [u8; N_CLASSES],
    pub(super) first: [u8; N_CLASSES],
    pub(super) last: [u8; N_CLASSES],
    /// How usual its words are in occupations, universities and skills: mean of the lexicon's counts.
    pub(super) occupations: u8,
    pub(super) universities: u8,
    pub(super) skills: u8,
    /// 0 no city; else 1 plus the magnitude of its inhabitants.
    pub(super) city: u8,
    /// Yes-or-no properties, a bit each.
    pub(super) flags: u32,
    /// The rules' opinion: the best of the seven parts, and how clearly.
    pub(super) opinion: u8,
    /// The rules' verdict within the whole section, see `advice`.
    pub(super) advice: u8,
    pub(super) look: Look,
    /// Hashes of its first words.
    pub(super) words: [u32; N_HASHES],
}

/// Bits of [`Facts::flags`].
pub(super) mod flag {
    pub(crate) const COUNTRY: u32 = 1;
    pub(crate) const REGION: u32 = 1 << 1;
    pub(crate) const UNIVERSITY: u32 = 1 << 2;
    pub(crate) const DEGREE: u32 = 1 << 3;
    pub(crate) const DATE: u32 = 1 << 4;
    pub(crate) const DIGITS: u32 = 1 << 5;
    pub(crate) const ONLY_DIGITS: u32 = 1 << 6;
    pub(crate) const CAPS: u32 = 1 << 7;
    /// All longer words begin with a capital.
    pub(crate) const TITLED: u32 = 1 << 8;
    pub(crate) const LOWER: u32 = 1 << 9;
    pub(crate) const STOP: u32 = 1 << 10;
    pub(crate) const GRADE: u32 = 1 << 11;
    pub(crate) const ADDRESS: u32 = 1 << 12;
    /// The date is a range.
    pub(crate) const RANGE: u32 = 1 << 13;
    /// The date stands alone in its cell.
    pub(crate) const ALONE: u32 = 1 << 14;
    pub(crate) const COUNT: u32 = 15;
}

/// Words that introduce or state a grade, in many languages.
static GRADES: WordSet = WordSet::new(&[
    "gpa",
    "cgpa",
    "grade",
    "grades",
    "note",
    "notendurchschnitt",
    "abschlussnote",
    "gesamtnote",
    "mention",
    "moyenne",
    "nota",
    "promedio",
    "media",
    "voto",
    "votazione",
    "cijfer",
    "ocena",
    "snittbetyg",
    "betyg",
    "class",
    "first",
    "upper",
    "lower",
    "honours",
    "honors",
    "hons",
    "distinction",
    "merit",
    "laude",
    "cum",
    "lode",
    "percentage",
    "score",
    "result",
    "notenschnitt",
    "wynik",
    "rank",
]);

impl Facts {
    /// Looks a piece up; `folded` is a buffer.
    pub(super) fn of(layout: &Layout, rows: &[Row], piece: &Piece, folded: &mut String) -> Self {
        let text = layout.slice(piece.span);
        let mut facts = Self { look: piece.look, ..Self::default() };
        facts.shape(text);
        if let Some(date) = piece.date {
            facts.flags |= flag::DATE;
            facts.set(flag::RANGE, date.range.is_range);
            facts.set(flag::ALONE, date.is_alone);
            return facts;
        }
        folded.clear();
        lexicon::fold_into(text, folded);
        facts.read_words(folded);
        if facts.n_words <= 8 && !rows[piece.row as usize].is_continued {
            let known = lexicon::phrase(folded);
            facts.city = known.city().map_or(0, |city| 1 + (city.thousands.max(1).ilog2() / 2) as u8);
            facts.set(flag::COUNTRY, known.country().is_some());
            facts.set(flag::REGION, known.region().is_some() || text.len() == 2 && lexicon::state(text).is_some());
            facts.set(flag::UNIVERSITY, known.university_country().is_some());
            facts.set(flag::DEGREE, known.degree().is_some());
        }
        let scores = &piece.scores;
        let opinions = [scores.title, scores.employer, scores.place, scores.degree, scores.area, scores.institution, scores.grade];
        let best = (0..opinions.len()).max_by(|left, right| opinions[*left].total_cmp(&opinions[*right])).unwrap_or(0);
        facts.opinion = (best as u8) << 4 | (opinions[best] * 2.0).clamp(0.0, 7.0) as u8;
        facts
    }

    /// Whether a property holds.
    pub(super) fn is(&self, flag: u32) -> bool {
        self.flags & flag != 0
    }

    fn set(&mut self, flag: u32, holds: bool) {
        if holds {
            self.flags |= flag;
        }
    }

    fn read_words(&mut self, folded: &str) {
        let (mut occupations, mut universities, mut skills) = (0_u32, 0_u32, 0_u32);
        for word in lexicon::words(folded).filter(|word| !word.is_empty()).take(24) {
            let known = lexicon::word(word);
            for (index, class) in CLASSES.into_iter().enumerate() {
                let cue = known.cue(class);
                self.any[index] = self.any[index].max(cue);
                if self.n_words == 0 {
                    self.first[index] = cue;
                }
                self.last[index] = cue;
            }
            occupations += u32::from(known.in_occupations());
            universities += u32::from(known.in_universities());
            skills += u32::from(known.in_skills());
            self.set(flag::GRADE, GRADES.has(word));
            if let Some(hash) = self.words.get_mut(usize::from(self.n_words)) {
                let mut hasher = FxHasher::default();
                hasher.write(word.as_bytes());
                *hash = hasher.finish() as u32;
            }
            self.n_words += 1;
        }
        let n_words = u32::from(self.n_words.max(1));
        let mean = |sum: u32| (sum / n_words / 2).min(12) as u8;
        (self.occupations, self.universities, self.skills) = (mean(occupations), mean(universities), mean(skills));
    }

    fn shape(&mut self, text: &str) {
        let mut letters = text.chars().filter(|symbol| symbol.is_alphabetic()).peekable();
        let any_letter = letters.peek().is_some();
        let digits = text.bytes().any(|byte| byte.is_ascii_digit());
        self.set(flag::CAPS, any_letter && letters.all(|symbol| !symbol.is_lowercase()));
        self.set(flag::DIGITS, digits);
        self.set(flag::ONLY_DIGITS, digits && !any_letter);
        self.set(flag::LOWER, text.starts_with(char::is_lowercase));
        let titled = text.split(' ').filter(|word| word.chars().count() > 3).all(|word| !word.starts_with(char::is_lowercase));
        self.set(flag::TITLED, titled);
        self.set(flag::STOP, text.ends_with('.'));
        self.set(flag::ADDRESS, text.contains('@') || text.contains("://") || text.contains("www."));
    }
}
