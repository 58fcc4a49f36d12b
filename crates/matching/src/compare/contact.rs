//! How addresses, numbers and links compare.

use super::{Comparison, Field, one_slip};
use crate::corpus::{Corpus, EmailRow, NONE, Row, Symbol, Table};
use crate::shape;

impl Comparison {
    /// Takes two contacts that agree at `level`, unless others agree better, or as well and are held by fewer: which come first does not
    /// matter. With their chance come how many names and how many records hold them, for the figures `at` two places.
    fn take_contact(&mut self, field: Field, level: u8, (share, names, held): (f32, f32, f32), at: [usize; 2]) {
        let known = (self.levels[field as usize], self.shares[field as usize], self.figures[at[1]]);
        if level > known.0 || (level == known.0 && (share, held) < (known.1, known.2)) {
            self.levels[field as usize] = level;
            self.shares[field as usize] = share;
            at.into_iter().zip([names, held]).for_each(|(at, figure)| self.figures[at] = figure);
        }
    }
}

impl Corpus {
    pub(super) fn compare_emails(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let mut same_domain = 0_u8;
        for left_email in self.emails(left) {
            for right_email in self.emails(right) {
                same_domain = same_domain.max(u8::from(left_email.domain == right_email.domain));
                let (level, share) = self.compare_email(&left_email, &right_email);
                let chance = if level == 5 { self.chance(0, left_email.address) } else { (share, -1.0, -1.0) };
                outcome.take_contact(Field::Email, level, chance, [0, 1]);
            }
        }
        outcome.figures[2] = f32::from(same_domain);
        let forth = self.handle_fits(left, right);
        let back = self.handle_fits(right, left);
        let best = forth.max(back);
        outcome.levels[Field::Handle as usize] = best;
        outcome.figures[3] = f32::from(forth.min(back));
    }

    /// 5 equal, 4 equal but for a slip, 3 one user at two providers, 2 the same letters with other digits, 1 different.
    pub(super) fn compare_email(&self, left: &EmailRow, right: &EmailRow) -> (u8, f32) {
        if left.address == right.address {
            return (5, self.chance(0, left.address).0);
        }
        if left.role || right.role || left.user == NONE || right.user == NONE {
            return (1, 0.0);
        }
        let users = &self.tables[Table::User as usize];
        if left.user == right.user && left.digits == right.digits {
            let domains = &self.tables[Table::Domain as usize];
            let slip = one_slip(domains.text(left.domain), domains.text(right.domain));
            let held = self.lean(users.count[left.user as usize], 2e-5);
            let length = users.text(left.user).len();
            return if slip {
                (4, held)
            } else if length >= 4 {
                (3, held)
            } else {
                (1, 0.0)
            };
        }
        if left.user == right.user && users.text(left.user).len() >= 5 {
            return (2, self.lean(users.count[left.user as usize], 2e-5));
        }
        if left.domain == right.domain && left.digits == right.digits {
            let (left_text, right_text) = (users.text(left.user), users.text(right.user));
            if left_text.len().max(right_text.len()) >= 6 && one_slip(left_text, right_text) {
                return (4, self.lean(users.count[left.user as usize].max(users.count[right.user as usize]), 2e-5));
            }
        }
        (1, 0.0)
    }

    /// Whether an address of `from` spells the name of `to`: 3 given and family, 2 initial and family, 1 neither, 0 unknown.
    fn handle_fits(&self, from: &Row, to: &Row) -> u8 {
        let mut best = 0;
        let Some(&given) = self.given(to).first() else { return 0 };
        for email in self.emails(from).filter(|email| !email.role && email.user != NONE) {
            let users = &self.tables[Table::User as usize];
            // Most addresses lack a letter of either name; to see that takes no text.
            let within = |word: Symbol| self.words[word as usize].shape.letters & !email.letters == 0;
            if !within(given) && !self.family(to).iter().any(|&word| within(word)) {
                let long = users.length(email.user) >= 4;
                best = best.max(u8::from(long && !self.family(to).is_empty()));
                continue;
            }
            let (user, given) = (users.text(email.user).as_bytes(), self.word_text(given).as_bytes());
            if user.len() < 4 || given.is_empty() {
                continue;
            }
            let spelled = |&word: &Symbol| spells(user, given, self.word_text(word).as_bytes(), within(word));
            let fits = self.family(to).iter().map(spelled).max().unwrap_or(0);
            best = best.max(fits);
        }
        best
    }

    pub(super) fn compare_phones(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::Phone as usize;
        for left_phone in self.phones(left) {
            for right_phone in self.phones(right) {
                if left_phone.symbol == right_phone.symbol {
                    outcome.take_contact(Field::Phone, 3, self.chance(1, left_phone.symbol), [4, 5]);
                } else if outcome.levels[field] < 2 {
                    let phones = &self.tables[Table::Phone as usize];
                    let slip = shape::numbers_may_slip(left_phone.digits, right_phone.digits)
                        && one_slip(phones.text(left_phone.symbol), phones.text(right_phone.symbol));
                    outcome.levels[field] = if slip { 2 } else { 1 };
                }
            }
        }
    }

    pub(super) fn compare_links(&self, left: &Row, right: &Row, outcome: &mut Comparison) {
        let field = Field::Link as usize;
        let mut conflict = false;
        for (left_network, left_link) in self.links(left) {
            for (right_network, right_link) in self.links(right) {
                if left_link == right_link {
                    outcome.take_contact(Field::Link, 2, self.chance(2, left_link), [6, 29]);
                } else if left_network == right_network && left_network != NONE {
                    conflict = true;
                }
            }
        }
        if outcome.levels[field] == 0 && conflict {
            outcome.levels[field] = 1;
        }
        outcome.figures[7] = f32::from(u8::from(conflict));
    }
}

/// How well the letters of an address spell a name: 3 given and family, 2 initial and family, 1 not. Where the address lacks a letter of the
/// family name, it is not looked for.
fn spells(user: &[u8], given: &[u8], family: &[u8], may_have_family: bool) -> u8 {
    if family.len() < 2 {
        return 1;
    }
    let Some(place) = may_have_family.then(|| memfind(user, family)).flatten() else {
        // `j.king` and `jamesk` name a family by its initial.
        return if given.len() >= 4 && user.starts_with(given) && user.len() <= given.len() + 1 { 2 } else { 1 };
    };
    let (before, after) = (&user[..place], &user[place + family.len()..]);
    let whole = |rest: &[u8]| given.len() >= 2 && memfind(rest, given).is_some();
    let initial = |rest: &[u8]| rest.first() == Some(&given[0]) && rest.len() <= 2;
    if whole(before) || whole(after) {
        3
    } else if initial(before) || initial(after) {
        2
    } else {
        1
    }
}

fn memfind(hay: &[u8], needle: &[u8]) -> Option<usize> {
    // Nearly all places differ in the first letter.
    hay.windows(needle.len()).position(|window| window[0] == needle[0] && window == needle)
}
