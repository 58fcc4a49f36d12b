//! How two names compare.

use super::{Comparison, Field, name, one_slip, resemble};
use crate::corpus::{Corpus, NONE, Row, Symbol, Table, Word};
use crate::nickname;
use crate::shape::{CLOSE, Shape};

/// How much two words are alike.
#[derive(Debug, Clone, Copy, Default)]
struct Likeness {
    /// By Jaro and Winkler.
    close: bool,
    /// But for one slip of the keys.
    slip: bool,
}

/// How given and family name compare: level and share of the agreeing word.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names {
    pub(crate) given: (u8, f32),
    pub(crate) family: (u8, f32),
    /// Whether one's given name was compared with the other's family name.
    swapped: bool,
}

impl Word {
    /// Whether two words may be alike in any way; most are not, which takes no text and hardly a branch to see.
    fn may_be_alike(&self, other: &Self) -> bool {
        self.shape.may_resemble(&other.shape)
            | self.shape.may_slip(&other.shape)
            | self.shape.may_begin(&other.shape)
            | (self.shape.first() == other.shape.first() && self.shape.length().min(other.shape.length()) == 1)
            | (self.skeleton == other.skeleton)
            | (self.related != 0 && other.related != 0)
    }
}

impl Corpus {
    pub(super) fn word_text(&self, symbol: Symbol) -> &str {
        self.tables[Table::Name as usize].text(symbol)
    }

    /// Compares given and family names of two rows.
    pub(crate) fn compare_names(&self, left: u32, right: u32) -> Names {
        let (left, right) = (&self.rows[left as usize], &self.rows[right as usize]);
        let parts = |one: (&[Symbol], Symbol), other: (&[Symbol], Symbol), family: bool| self.compare_parts(one, other, family);
        let givens = [left, right].map(|row| (self.given(row), row.given));
        let families = [left, right].map(|row| (self.family(row), row.family));
        let straight = Names { given: parts(givens[0], givens[1], false), family: parts(families[0], families[1], true), swapped: false };
        if straight.given.0 > name::SIMILAR || straight.family.0 > name::SIMILAR {
            return straight;
        }
        // Exchanged names are told from the side of one of the two, always the same.
        let one = usize::from(self.stands_before(right.given, left.given));
        let other = 1 - one;
        let given = parts(givens[one], families[other], false);
        if given.0 < name::SIMILAR {
            return straight;
        }
        let family = parts(families[one], givens[other], true);
        let likeness = |level: u8| u16::from(level.saturating_sub(name::INITIAL));
        let is_better = likeness(given.0) + likeness(family.0) > likeness(straight.given.0) + likeness(straight.family.0);
        if is_better && family.0 >= name::SIMILAR { Names { given, family, swapped: true } } else { straight }
    }

    /// An order of words that does not hang on when they were first met.
    fn stands_before(&self, one: Symbol, other: Symbol) -> bool {
        if one == NONE || other == NONE {
            return one < other;
        }
        let [one_shape, other_shape] = [one, other].map(|symbol| &self.words[symbol as usize].shape);
        let key = |shape: &Shape| (shape.letters, shape.length());
        // Two words of the same letters are read.
        key(one_shape).cmp(&key(other_shape)).then_with(|| self.word_text(one).cmp(self.word_text(other))).is_lt()
    }

    /// Begins to compare two rows whose given and family names were.
    pub(crate) fn compare_from(&self, names: Names, left: u32, right: u32, outcome: &mut Comparison) {
        let (left, right) = (&self.rows[left as usize], &self.rows[right as usize]);
        outcome.clear();
        outcome.swapped = names.swapped;
        for (field, (level, share)) in [(Field::Given, names.given), (Field::Family, names.family)] {
            outcome.levels[field as usize] = level;
            outcome.shares[field as usize] = share;
        }
        self.compare_middle(left, right, outcome);
        if left.generation != 0 || right.generation != 0 {
            let level = match (left.generation, right.generation) {
                (0, _) | (_, 0) => 2,
                (one, other) if one == other => 3,
                _ => 1,
            };
            outcome.levels[Field::Generation as usize] = level;
        }
    }

    fn given_share(&self, symbol: Symbol) -> f32 {
        self.lean(self.words[symbol as usize].as_given, 0.003)
    }

    fn family_share(&self, symbol: Symbol) -> f32 {
        self.lean(self.words[symbol as usize].as_family, 0.0007)
    }

    /// Compares given with given or family with family, each as its words and as one; the level, and the share of the agreeing word.
    fn compare_parts(
        &self,
        (left, left_joined): (&[Symbol], Symbol),
        (right, right_joined): (&[Symbol], Symbol),
        family: bool,
    ) -> (u8, f32) {
        let (Some(&left_first), Some(&right_first)) = (left.first(), right.first()) else { return (0, 0.0) };
        let share = |symbol: Symbol| if family { self.family_share(symbol) } else { self.given_share(symbol) };
        if left_joined == right_joined {
            return (name::EXACT, share(left_joined));
        }
        if left.len() == 1 && right.len() == 1 && !self.words[left_first as usize].may_be_alike(&self.words[right_first as usize]) {
            return (name::DIFFERENT, 0.0);
        }
        let shape = |word: Symbol| &self.words[word as usize].shape;
        if !family && left_first == right_first && shape(left_first).length() > 1 {
            return (name::EXACT, share(left_first));
        }
        let common =
            left.iter().filter(|word| right.contains(word) && shape(**word).length() > 1).map(|&word| share(word)).reduce(f32::min);
        if let Some(common) = common {
            return (name::RELATED, common);
        }
        let wider = |one: Symbol, other: Symbol| share(one).max(share(other));
        if !family && self.related(left_first, right_first) {
            return (name::RELATED, wider(left_first, right_first));
        }
        let (left_shape, right_shape) = (shape(left_first), shape(right_first));
        if (left_shape.length() == 1 || right_shape.length() == 1) && left_shape.first() == right_shape.first() {
            return (name::INITIAL, 0.04);
        }
        let sounds = |one: Symbol, other: Symbol| self.words[one as usize].skeleton == self.words[other as usize].skeleton;
        let likeness = self.words_resemble(left_joined, right_joined);
        if likeness.close && sounds(left_joined, right_joined) {
            return (name::SOUND, wider(left_joined, right_joined));
        }
        if likeness.close || likeness.slip {
            return (name::SIMILAR, wider(left_joined, right_joined));
        }
        let (shorter, longer) = (left_shape.length().min(right_shape.length()), left_shape.length().max(right_shape.length()));
        if sounds(left_first, right_first) && shorter > 2 && longer > 3 {
            return (name::SIMILAR, wider(left_first, right_first));
        }
        let slip = |one: Symbol, other: Symbol| {
            self.words[one as usize].shape.may_slip(&self.words[other as usize].shape)
                && one_slip(self.word_text(one), self.word_text(other))
        };
        if (left.len() > 1 || right.len() > 1) && left.iter().any(|&one| right.iter().any(|&other| slip(one, other))) {
            return (name::SIMILAR, wider(left_first, right_first));
        }
        (name::DIFFERENT, 0.0)
    }

    /// How much two words are alike; their texts are looked at only where their shapes leave it open.
    fn words_resemble(&self, left: Symbol, right: Symbol) -> Likeness {
        let (one, other) = (&self.words[left as usize].shape, &self.words[right as usize].shape);
        let (may_resemble, may_slip) = (one.may_resemble(other), one.may_slip(other));
        if !may_resemble && !may_slip {
            return Likeness::default();
        }
        let (left, right) = (self.word_text(left), self.word_text(right));
        let close = may_resemble && left.len() > 2 && right.len() > 2 && resemble(left, right, CLOSE);
        Likeness { close, slip: may_slip && one_slip(left, right) }
    }

    /// Whether two given names are forms of one another, by the tables or as a beginning of three letters and more.
    fn related(&self, left: Symbol, right: Symbol) -> bool {
        let (left_word, right_word) = (&self.words[left as usize], &self.words[right as usize]);
        if nickname::related(left_word.related, right_word.related) {
            return true;
        }
        if !left_word.shape.may_begin(&right_word.shape) {
            return false;
        }
        let (left_text, right_text) = (self.word_text(left), self.word_text(right));
        let shorter = left_text.len().min(right_text.len());
        shorter >= 3 && left_text.as_bytes()[..shorter] == right_text.as_bytes()[..shorter]
    }

    pub(super) fn compare_middle(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let (left_given, right_given) = (self.given(left), self.given(right));
        if left_given.len() < 2 || right_given.len() < 2 || left_given[0] != right_given[0] {
            return;
        }
        let (left_text, right_text) = (self.word_text(left_given[1]), self.word_text(right_given[1]));
        let level = if left_text == right_text && left_text.len() > 1 {
            3
        } else if left_text.as_bytes()[0] == right_text.as_bytes()[0] {
            2
        } else {
            1
        };
        outcome.levels[Field::Middle as usize] = level;
    }
}
