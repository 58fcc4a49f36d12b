//! How two names compare.

use super::{Comparison, Field, name, one_slip, resemble};
use crate::corpus::{Corpus, Row, Symbol, Table};
use crate::shape::CLOSE;

/// How much two words are alike.
#[derive(Debug, Clone, Copy, Default)]
struct Likeness {
    /// By Jaro and Winkler.
    close: bool,
    /// But for one slip of the keys.
    slip: bool,
}

impl Corpus {
    pub(super) fn word_text(&self, symbol: Symbol) -> &str {
        self.tables[Table::Name as usize].text(symbol)
    }

    pub(super) fn compare_names(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let straight = (self.compare_given(self.given(left), left.given, self.given(right), right.given), self.compare_family(left, right));
        let mut given = straight.0;
        let mut family = straight.1;
        if given.0 <= name::SIMILAR && family.0 <= name::SIMILAR {
            let first = self.compare_parts(self.given(left), left.given, self.family(right), right.family, false);
            let is_alike = first.0 >= name::SIMILAR;
            let second =
                if is_alike { self.compare_parts(self.family(left), left.family, self.given(right), right.given, true) } else { (0, 0.0) };
            let likeness = |level: u8| u16::from(level.saturating_sub(name::INITIAL));
            if likeness(first.0) + likeness(second.0) > likeness(given.0) + likeness(family.0) && first.0.min(second.0) >= name::SIMILAR {
                given = first;
                family = second;
                outcome.swapped = true;
            }
        }
        outcome.levels[Field::Given as usize] = given.0;
        outcome.levels[Field::Family as usize] = family.0;
        outcome.shares[Field::Given as usize] = given.1;
        outcome.shares[Field::Family as usize] = family.1;
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

    pub(super) fn compare_given(&self, left: &[Symbol], left_joined: Symbol, right: &[Symbol], right_joined: Symbol) -> (u8, f32) {
        self.compare_parts(left, left_joined, right, right_joined, false)
    }

    pub(super) fn compare_family(&self, left: &Row, right: &Row) -> (u8, f32) {
        self.compare_parts(self.family(left), left.family, self.family(right), right.family, true)
    }

    /// Compares given with given or family with family; the level, and the share of the agreeing word.
    pub(super) fn compare_parts(
        &self,
        left: &[Symbol],
        left_joined: Symbol,
        right: &[Symbol],
        right_joined: Symbol,
        family: bool,
    ) -> (u8, f32) {
        let (Some(&left_first), Some(&right_first)) = (left.first(), right.first()) else { return (0, 0.0) };
        let share = |symbol: Symbol| if family { self.family_share(symbol) } else { self.given_share(symbol) };
        if left_joined == right_joined {
            return (name::EXACT, share(left_joined));
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
        if sounds(left_first, right_first) && left_shape.length() > 3 && right_shape.length() > 2 {
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
        if left_word.groups.iter().any(|group| right_word.groups.contains(group)) {
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
