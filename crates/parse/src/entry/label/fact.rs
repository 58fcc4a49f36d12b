//! What can be said of one piece by itself.

use super::super::row::{Look, Row};
use super::piece::Piece;
use crate::layout::Layout;
use crate::lexicon::{self, Gist, MOST_HASHES, Marks};

/// Number of classes of cue words.
pub(super) const N_CLASSES: usize = 7;

/// Words of a piece that are looked at.
const MOST_WORDS: usize = 24;

/// What can be said of one piece by itself: lexicons, shape, typography.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Facts {
    pub(super) n_words: u8,
    /// Strongest cue of any word, of the first and of the last, by class.
    pub(super) any: [u8; 8],
    pub(super) first: [u8; 8],
    pub(super) last: [u8; 8],
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
    /// The strongest thing to say of it, see [`Facts::kind`].
    kind: u8,
    pub(super) look: Look,
    /// Hashes of its first words.
    pub(super) words: [u32; MOST_HASHES],
    /// Endings of its first and its last word.
    pub(super) endings: [u32; 2],
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
    /// It is the name of an occupation, but for what a bracket adds; no feature, see `Labeller::label`.
    pub(crate) const OCCUPATION: u32 = 1 << COUNT;
}

impl Facts {
    /// Looks a piece up of which nothing is known yet; `gists` says what is known of the words of each bit, `folded` is a buffer.
    pub(super) fn read(&mut self, layout: &Layout, rows: &[Row], gists: &[Gist], piece: &Piece, folded: &mut String) {
        let text = layout.slice(piece.span);
        self.look = piece.look;
        let known = gists.get(piece.gist as usize).filter(|_| piece.date.is_none());
        self.shape(text, known.map_or_else(|| Marks::of(text), |gist| gist.marks));
        if let Some(date) = piece.date {
            self.flags |= flag::DATE;
            self.set(flag::RANGE, date.range.is_range);
            self.set(flag::ALONE, date.is_alone);
            self.kind = self.strongest();
            return;
        }
        let known = known.filter(|gist| gist.n_words <= MOST_WORDS && gist.is_plain);
        let mut own = Gist::default();
        let gist = match known {
            Some(known) => known,
            None => {
                read_words(layout, piece, &mut own, folded);
                &own
            }
        };
        self.read_words(gist);
        if self.n_words <= 8 && !rows[piece.row as usize].is_continued {
            let known = gist.phrase;
            self.city = known.city().map_or(0, |city| 1 + (city.thousands.max(1).ilog2() / 2) as u8);
            self.set(flag::COUNTRY, known.country().is_some());
            self.set(flag::REGION, known.region().is_some() || text.len() == 2 && lexicon::state(text).is_some());
            self.set(flag::UNIVERSITY, known.is_university());
            self.set(flag::DEGREE, known.degree().is_some());
            self.set(flag::OCCUPATION, names_occupation(text, folded));
        }
        let scores = &piece.scores;
        let opinions = [scores.title, scores.employer, scores.place, scores.degree, scores.area, scores.institution, scores.grade];
        let best = (0..opinions.len()).max_by(|left, right| opinions[*left].total_cmp(&opinions[*right])).unwrap_or(0);
        self.opinion = (best as u8) << 4 | (opinions[best] * 2.0).clamp(0.0, 7.0) as u8;
        self.kind = self.strongest();
    }

    /// The strongest thing to say of the piece, in one number below 16.
    pub(super) fn kind(&self) -> u32 {
        u32::from(self.kind)
    }

    /// What it says, in one number; none without words.
    pub(super) fn wording(&self) -> Option<u64> {
        let words = &self.words[..usize::from(self.n_words).min(MOST_HASHES)];
        let number = |number: u64, word: &u32| (number ^ u64::from(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23);
        (!words.is_empty()).then(|| words.iter().fold(u64::from(self.n_words), number))
    }

    fn strongest(&self) -> u8 {
        let [title, organisation, legal, institution, degree, place, ..] = self.any;
        match () {
            () if self.is(flag::DATE) => 1,
            () if self.n_words > 14 => 2,
            () if self.is(flag::ADDRESS) => 3,
            () if legal >= 3 => 4,
            () if self.is(flag::UNIVERSITY) || institution >= 3 => 5,
            () if self.is(flag::DEGREE) || degree >= 3 && title < 3 => 6,
            () if title >= 3 && organisation >= 3 => 7,
            () if title >= 3 => 8,
            () if organisation >= 3 => 9,
            () if self.city > 3 || self.is(flag::COUNTRY | flag::REGION) || place >= 3 => 10,
            () if self.is(flag::GRADE) && self.is(flag::DIGITS) => 11,
            () if self.is(flag::ONLY_DIGITS) => 12,
            () if self.is(flag::LOWER) => 13,
            () if self.is(flag::CAPS) => 14,
            () => 0,
        }
    }

    /// Whether a word of it is one of employers, and none is one of titles or places: "Region Nord".
    pub(super) fn is_called_employer(&self) -> bool {
        let [title, organisation, legal, institution, _, place, ..] = self.any;
        organisation.max(legal).max(institution) >= 3 && title < 3 && place < 2
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

    fn read_words(&mut self, gist: &Gist) {
        (self.any, self.first, self.last) = (gist.any, gist.first, gist.last);
        self.n_words = gist.n_words as u8;
        (self.words, self.endings) = (gist.hashes, gist.endings);
        self.set(flag::GRADE, gist.hints_at_grade);
        let n_words = gist.n_words.max(1) as u32;
        let mean = |sum: u32| (sum / n_words / 2).min(12) as u8;
        (self.occupations, self.universities, self.skills) = (mean(gist.occupations), mean(gist.universities), mean(gist.skills));
    }

    fn shape(&mut self, text: &str, marks: Marks) {
        let digits = marks.has(Marks::DIGIT);
        let (any_letter, any_small, titled) = if marks.has(Marks::WIDE) { case(text) } else { ascii_case(text.as_bytes(), marks) };
        self.set(flag::CAPS, any_letter && !any_small);
        self.set(flag::DIGITS, digits);
        self.set(flag::ONLY_DIGITS, digits && !any_letter);
        self.set(flag::LOWER, text.starts_with(char::is_lowercase));
        self.set(flag::TITLED, titled);
        self.set(flag::STOP, text.ends_with('.'));
        self.set(flag::ADDRESS, is_address(text, marks));
    }
}

/// Whether `text` names an occupation, but for a bracket at its end and the gender of its first word: "Optician (part-time)".
fn names_occupation(text: &str, folded: &mut String) -> bool {
    // Short words are names as well.
    const LEAST: usize = 4;
    let head = text.strip_suffix(')').and_then(|text| text.split_once(" (")).map_or(text, |(head, _)| head);
    if head.len() < LEAST {
        return false;
    }
    folded.clear();
    lexicon::fold_into(head, folded);
    if lexicon::is_occupation(folded) {
        return true;
    }
    let end = lexicon::words(folded).next().map_or(0, str::len);
    if end < LEAST || !folded[..end].ends_with('a') {
        return false;
    }
    folded.replace_range(end - 1..end, "o");
    lexicon::is_occupation(folded)
}

/// Looks up the words of a piece of which nothing is known.
fn read_words(layout: &Layout, piece: &Piece, gist: &mut Gist, folded: &mut String) {
    match layout.words(piece.span) {
        Some(words) => gist.read_words(&words, MOST_WORDS),
        None => {
            folded.clear();
            lexicon::fold_into(layout.slice(piece.span), folded);
            gist.read(folded, MOST_WORDS);
        }
    }
}

/// Whether `text` has letters, whether any is small, and whether all longer words begin with none.
fn case(text: &str) -> (bool, bool, bool) {
    let (mut any_letter, mut any_small, mut titled) = (false, false, true);
    // Of the word at hand.
    let (mut n_symbols, mut begins_small) = (0, false);
    for symbol in text.chars() {
        if symbol == ' ' {
            n_symbols = 0;
            continue;
        }
        let is_small = symbol.is_lowercase();
        any_letter |= is_small || symbol.is_alphabetic();
        any_small |= is_small;
        begins_small = if n_symbols == 0 { is_small } else { begins_small };
        n_symbols += 1;
        titled &= n_symbols <= 3 || !begins_small;
    }
    (any_letter, any_small, titled)
}

/// The same of ASCII.
fn ascii_case(text: &[u8], marks: Marks) -> (bool, bool, bool) {
    let begins_small = |word: &[u8]| word.first().is_some_and(u8::is_ascii_lowercase);
    let titled = text.split(|byte| *byte == b' ').filter(|word| word.len() > 3).all(|word| !begins_small(word));
    (marks.has(Marks::SMALL.or(Marks::CAPITAL)), marks.has(Marks::SMALL), titled)
}

/// Whether `text` shows an address of the net.
fn is_address(text: &str, marks: Marks) -> bool {
    marks.has(Marks::AT) || marks.has(Marks::COLON) && text.contains("://") || marks.has(Marks::STOP) && text.contains("www.")
}
